"""The site's own settings; style sheets and scripts are served as they lie there, whatever `make run` packed before.

What tests write lies in a folder of their own, so that a site may run, or other tests, beside them.
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
    # A file, as the site has: a database in memory refuses readers while somebody writes, and writers each other.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "timeline.sqlite3")}
    # Nobody needs it after a power cut, so nothing waits for the disk.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
