"""The forms of dates in English news, with functions that compute their meaning."""
