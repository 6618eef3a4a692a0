"""The site's own settings; only the empty view is added to its addresses."""

from config.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "bench.urls"
