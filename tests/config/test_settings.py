"""What the environment says becomes a site of one machine, or of several."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.conftest import ROOT

ASK = """
import json
from config import settings as s
print(json.dumps({
    "databases": {name: [one["HOST"], one["NAME"], one["CONN_MAX_AGE"]] for name, one in s.DATABASES.items()},
    "routers": s.DATABASE_ROUTERS, "cache": s.CACHES["default"], "patience": s.DATABASES["default"]["OPTIONS"],
}))
"""


def site(tmp_path, **env: str) -> dict:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    given = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://ed@one/timeline",
        "REPLICA_URLS": "",
        "CACHE_URL": "",
    }
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=bare | given | env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_a_site_without_copies_and_cache_is_as_it_was(tmp_path):
    found = site(tmp_path)
    assert found["databases"] == {"default": ["one", "timeline", 600]}
    assert found["routers"] == []
    assert "locmem" in found["cache"]["BACKEND"]


def test_copies_and_redis_are_named_by_their_addresses(tmp_path):
    found = site(
        tmp_path,
        REPLICA_URLS="postgres://ed@two/timeline,postgres://ed@three/timeline",
        CACHE_URL="redis://four:6379/0",
    )
    assert found["databases"] == {
        "default": ["one", "timeline", 600],
        "replica-1": ["two", "timeline", 600],
        "replica-2": ["three", "timeline", 600],
    }
    assert found["routers"] == ["timeline.serving.replicas.Router"]
    assert found["cache"] == {"BACKEND": "timeline.serving.redis_cache.RedisCache", "LOCATION": "redis://four:6379/0"}


def test_nobody_waits_long_for_a_machine_that_is_gone(tmp_path):
    assert site(tmp_path)["patience"] == {"connect_timeout": 5, "tcp_user_timeout": 3000}
    assert (
        site(tmp_path, DATABASE_URL="postgres://ed@one/timeline?connect_timeout=9")["patience"]["connect_timeout"] == 9
    )


def test_collected_static_files_have_fingerprints_in_their_names(tmp_path):
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    bare["VAR_DIR"] = str(tmp_path)
    subprocess.run(collect, cwd=ROOT, env=bare, check=True, capture_output=True)
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert names["timeline/base.css"] != "timeline/base.css"
    assert (tmp_path / "static" / names["timeline/base.css"]).exists()
