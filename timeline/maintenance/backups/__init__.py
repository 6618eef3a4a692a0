"""Backups of the whole database, and restoring them: `manage.py backup FILE` and `manage.py restore FILE`.

A backup is one zip file for both databases (`archive`). It contains the database in the format of its own tools, and a
manifest with a digest of every table's rows (`rows`). A restore succeeds only if the restored tables have the same
digests. `sqlite` and `postgres` are the two engines, `making` and `restoring` the two procedures.
"""
