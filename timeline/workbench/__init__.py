"""From an article's text to a published, sourced event: proposals to accept, correct or reject, word by word."""
