"""The WSGI callable that a server such as gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from timeline.index import registry  # noqa: E402 (needs the application registry)

registry.preload()
