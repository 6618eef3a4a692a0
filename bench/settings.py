"""The site's own settings, whatever .env says of this machine; the empty view is added to its addresses."""

from config.settings import *  # noqa: F403

DEBUG = SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.urls"
