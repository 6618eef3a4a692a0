"""The site's settings, except that static files are served unpacked, even after `make run` has packed them.

Tests write to a temporary folder, so that a site or other tests can run at the same time.
"""

import atexit
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

_folder = Path(mkdtemp(prefix="timeline-tests-"))
atexit.register(rmtree, _folder, ignore_errors=True)
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, like the site's: with a database in memory, readers and writers lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "timeline.sqlite3")}
    # It need not survive a power cut, so nothing waits for the disk.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
