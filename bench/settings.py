"""The site's settings, with some values fixed against .env, and the empty view added to its addresses."""

from config.settings import *  # noqa: F403

DEBUG = SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.urls"
