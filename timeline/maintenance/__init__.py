"""Tasks of operators: backups, removal, undoing an account's changes, shipped data."""
