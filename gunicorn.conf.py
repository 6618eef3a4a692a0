"""Read by gunicorn when it starts in this folder: `make run`, `deploy/`, and the commands in docs/deployment.md."""

# In bytes; the highest that gunicorn allows. Addresses with many filters can be longer than its default of 4094.
limit_request_line = 8190
