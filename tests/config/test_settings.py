"""Environment variables configure a site on one machine, or on several."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.conftest import ROOT

PRINT_SETTINGS = """
import json
from config import settings as s
print(json.dumps({
    "databases": {name: [one["HOST"], one["NAME"], one["CONN_MAX_AGE"]] for name, one in s.DATABASES.items()},
    "routers": s.DATABASE_ROUTERS, "cache": s.CACHES["default"], "options": s.DATABASES["default"]["OPTIONS"],
}))
"""


def load_settings(tmp_path, **env: str) -> dict:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    given = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://ed@one/timeline",
        "REPLICA_URLS": "",
        "CACHE_URL": "",
    }
    command = [sys.executable, "-c", PRINT_SETTINGS]
    done = subprocess.run(command, cwd=ROOT, env=bare | given | env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_a_site_without_replicas_and_redis_has_one_database_and_a_local_cache(tmp_path):
    found = load_settings(tmp_path)
    assert found["databases"] == {"default": ["one", "timeline", 600]}
    assert found["routers"] == []
    assert "locmem" in found["cache"]["BACKEND"]


def test_replicas_and_redis_are_set_by_their_addresses(tmp_path):
    found = load_settings(
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


def test_a_database_that_cannot_be_reached_is_given_up_after_a_few_seconds(tmp_path):
    assert load_settings(tmp_path)["options"] == {"connect_timeout": 5, "tcp_user_timeout": 3000}
    assert (
        load_settings(tmp_path, DATABASE_URL="postgres://ed@one/timeline?connect_timeout=9")["options"][
            "connect_timeout"
        ]
        == 9
    )


def test_collected_static_files_have_fingerprints_in_their_names(tmp_path):
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    bare["VAR_DIR"] = str(tmp_path)
    subprocess.run(collect, cwd=ROOT, env=bare, check=True, capture_output=True)
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert names["timeline/base.css"] != "timeline/base.css"
    assert (tmp_path / "static" / names["timeline/base.css"]).exists()
