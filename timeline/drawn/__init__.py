"""What lists draw without asking a template for each page: events once a revision, templates as moulds to be filled."""
