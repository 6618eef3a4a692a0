"""Pages with TimelineJS and vis-timeline, as a careful author would make them from the same events.

npm installs each library into var/bench/ at the version given here. The files are compressed (brotli and gzip) and may
be cached for a year; the page names its style sheet and script, and loads the events as JSON, as the guides of both
libraries recommend. Nothing is loaded from other servers: TimelineJS gets no external font.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from bench import site_pages

from .servers import VAR

TIMELINEJS, VIS = "TimelineJS", "vis-timeline"
PACKAGES = {TIMELINEJS: "@knight-lab/timelinejs", VIS: "vis-timeline"}
VERSIONS = {TIMELINEJS: "3.9.11", VIS: "8.5.4"}
HOME = VAR / "libraries"
NODE_MODULES, SITE = HOME / "node_modules", HOME / "site"
A_YEAR = 365 * 24 * 3600
COPIED_FILES = {  # the files that the pages load, with all that these may load
    "timelinejs/css": "@knight-lab/timelinejs/dist/css",
    "timelinejs/js": "@knight-lab/timelinejs/dist/js",
    "vis/vis.js": "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js",
    "vis/vis.css": "vis-timeline/styles/vis-timeline-graph2d.min.css",
}
PAGES = {
    TIMELINEJS: """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>TimelineJS</title><link rel="stylesheet" href="timelinejs/css/timeline.css">
<style>html, body, #timeline { height: 100%; margin: 0; }</style></head>
<body><div id="timeline"></div><script src="timelinejs/js/timeline.js"></script><script>
const options = { font: null, script_path: location.origin + "/timelinejs/js/" };
const timeline = new TL.Timeline("timeline", "DATA", options);
timeline.on("ready", () => performance.mark("ready"));
</script></body></html>
""",
    VIS: """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>vis-timeline</title><link rel="stylesheet" href="vis/vis.css"></head>
<body><div id="timeline"></div><script src="vis/vis.js"></script><script>
let timeline;
const show = (items) => new Promise((done) => {
  const look = () => {
    const boxes = document.querySelectorAll(".vis-item.vis-box");
    if (timeline.getVisibleItems().length !== items.length || boxes.length !== items.length) return;
    timeline.off("changed", look);
    done();
  };
  if (timeline) timeline.setItems(items);
  else timeline = new vis.Timeline(document.getElementById("timeline"), items);
  timeline.on("changed", look);
});
fetch("DATA").then((answer) => answer.json()).then(async (all) => {
  window.choose = (topic) => show(all.filter((item) => item.topic === topic));
  await show(all);
  performance.mark("ready");
});
</script></body></html>
""",
}


@dataclass(frozen=True)
class EventData:
    """What every contender shows of an event."""

    slug: str
    title: str
    summary: str
    edtf: str
    day: str  # the earliest possible one
    topic: str


def read_events(file: Path) -> list[EventData]:
    """All public events, in the order of the site."""
    topic = """COALESCE((SELECT t.slug FROM timeline_event_topics o JOIN timeline_topic t ON t.id = o.topic_id
        WHERE o.event_id = e.id ORDER BY t.slug LIMIT 1), '')"""
    query = f"SELECT slug, title, summary, date, sort_date, {topic} {site_pages.PUBLIC} ORDER BY {site_pages.ORDER}"
    with sqlite3.connect(file) as database:
        return [EventData(*row) for row in database.execute(query)]


def format_for_timelinejs(events: Iterable[EventData]) -> dict[str, Any]:
    """A date without a known day has no day, or no month either."""
    return {
        "events": [
            {
                "unique_id": one.slug,
                "start_date": dict(zip(("year", "month", "day"), map(int, one.edtf.split("-")), strict=False)),
                "text": {"headline": one.title, "text": one.summary},
            }
            for one in events
        ]
    }


def format_for_vis(events: Iterable[EventData]) -> list[dict[str, str]]:
    return [
        {"id": one.slug, "content": one.title, "title": one.summary, "start": one.day, "topic": one.topic}
        for one in events
    ]


def install_libraries() -> None:
    """Install them with npm, unless they are there already."""
    if all(read_installed_version(PACKAGES[name]) == version for name, version in VERSIONS.items()):
        return
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("npm is needed to install TimelineJS and vis-timeline (Debian: apt-get install npm).")
    print("Installing TimelineJS and vis-timeline …", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    wanted = [f"{PACKAGES[name]}@{version}" for name, version in VERSIONS.items()]
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--loglevel", "error"]
    if subprocess.run([npm, "install", "--prefix", str(HOME), *quietly, *wanted]).returncode:
        raise SystemExit("TimelineJS and vis-timeline could not be installed: see npm's messages above.")


def read_installed_version(package: str) -> str:
    file = NODE_MODULES / package / "package.json"
    return json.loads(file.read_text(encoding="utf-8"))["version"] if file.exists() else ""


def write_pages(events_by_number: dict[int, list[EventData]]) -> None:
    """Write the libraries' files, and for each number of events a page of each library."""
    shutil.rmtree(SITE, ignore_errors=True)
    for name, source in COPIED_FILES.items():
        copy_files(NODE_MODULES / source, SITE / name)
    for number, events in events_by_number.items():
        for library, data in ((TIMELINEJS, format_for_timelinejs(events)), (VIS, format_for_vis(events))):
            page = SITE / name_page(library, number)
            page.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            page.write_text(PAGES[library].replace("DATA", page.with_suffix(".json").name), encoding="utf-8")
    compressor = Compressor(quiet=True)
    for file in [found for found in SITE.rglob("*.*") if compressor.should_compress(found.name)]:
        compressor.compress(str(file))


def copy_files(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.map"))
    else:
        shutil.copyfile(source, target)


def name_page(library: str, number: int) -> str:
    return f"{library.lower()}-{number}.html"


def make_file_server() -> WhiteNoise:
    """The WSGI application that serves the files of `write_pages`."""

    def answer_not_found(_environ: object, answer: Any) -> list[bytes]:
        answer("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []

    return WhiteNoise(answer_not_found, root=str(SITE), max_age=A_YEAR)
