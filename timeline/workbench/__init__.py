"""The workbench: from an article's text to a published event. Editors accept, correct or reject proposals."""
