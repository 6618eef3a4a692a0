"""Commands for operators: backups, removal, undoing an account, shipped data."""
