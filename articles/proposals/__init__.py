"""What a program reads out of an article's text for an editor to take or leave."""
