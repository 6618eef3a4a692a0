"""Public corrections: recording and wording."""
