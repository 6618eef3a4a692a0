"""TimelineJS and vis-timeline beside us: the pages that a careful author would make of the same events.

Each is fetched by npm into var/bench/ at the version named here. The files lie compressed (brotli and gzip) and may be
kept for a year; the page names its style sheet and script, and asks for the events as JSON, as both libraries' own
guides have it. Nothing is asked of other machines: TimelineJS gets no font from elsewhere.
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
FETCHED, SERVED = HOME / "node_modules", HOME / "site"
A_YEAR = 365 * 24 * 3600
TAKEN = {  # what the pages ask for, and whatever that may ask for
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
const show = (items) => new Promise((drawn) => {
  const look = () => {
    const boxes = document.querySelectorAll(".vis-item.vis-box");
    if (timeline.getVisibleItems().length !== items.length || boxes.length !== items.length) return;
    timeline.off("changed", look);
    drawn();
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
class Told:
    """What every contender tells of an event."""

    slug: str
    title: str
    summary: str
    edtf: str
    day: str  # the first that it may have been
    topic: str


def events(file: Path) -> list[Told]:
    """All that the site shows, in its order."""
    topic = """COALESCE((SELECT t.slug FROM timeline_event_topics o JOIN timeline_topic t ON t.id = o.topic_id
        WHERE o.event_id = e.id ORDER BY t.slug LIMIT 1), '')"""
    asked = f"SELECT slug, title, summary, date, sort_date, {topic} {site_pages.PUBLIC} ORDER BY {site_pages.ORDER}"
    with sqlite3.connect(file) as database:
        return [Told(*row) for row in database.execute(asked)]


def for_timelinejs(told: Iterable[Told]) -> dict[str, Any]:
    """A vague date leaves out its day, or its month too."""
    return {
        "events": [
            {
                "unique_id": one.slug,
                "start_date": dict(zip(("year", "month", "day"), map(int, one.edtf.split("-")), strict=False)),
                "text": {"headline": one.title, "text": one.summary},
            }
            for one in told
        ]
    }


def for_vis(told: Iterable[Told]) -> list[dict[str, str]]:
    return [
        {"id": one.slug, "content": one.title, "title": one.summary, "start": one.day, "topic": one.topic}
        for one in told
    ]


def fetch() -> None:
    """By npm, unless they lie there already."""
    if all(fetched(PACKAGES[name]) == version for name, version in VERSIONS.items()):
        return
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("npm is needed to fetch TimelineJS and vis-timeline (Debian: apt-get install npm).")
    print("Fetching TimelineJS and vis-timeline …", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    wanted = [f"{PACKAGES[name]}@{version}" for name, version in VERSIONS.items()]
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--loglevel", "error"]
    if subprocess.run([npm, "install", "--prefix", str(HOME), *quietly, *wanted]).returncode:
        raise SystemExit("TimelineJS and vis-timeline could not be fetched: npm says why above.")


def fetched(package: str) -> str:
    told = FETCHED / package / "package.json"
    return json.loads(told.read_text(encoding="utf-8"))["version"] if told.exists() else ""


def publish(of_number: dict[int, list[Told]]) -> None:
    """The libraries' files, and a page of each library for each number of events: address() names it."""
    shutil.rmtree(SERVED, ignore_errors=True)
    for name, source in TAKEN.items():
        take(FETCHED / source, SERVED / name)
    for number, told in of_number.items():
        for library, data in ((TIMELINEJS, for_timelinejs(told)), (VIS, for_vis(told))):
            page = SERVED / address(library, number)
            page.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            page.write_text(PAGES[library].replace("DATA", page.with_suffix(".json").name), encoding="utf-8")
    compressor = Compressor(quiet=True)
    for file in [found for found in SERVED.rglob("*.*") if compressor.should_compress(found.name)]:
        compressor.compress(str(file))


def take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.map"))
    else:
        shutil.copyfile(source, target)


def address(library: str, number: int) -> str:
    return f"{library.lower()}-{number}.html"


def files() -> WhiteNoise:
    """For gunicorn: what publish() has laid out."""

    def nothing_else(_environ: object, answer: Any) -> list[bytes]:
        answer("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []

    return WhiteNoise(nothing_else, root=str(SERVED), max_age=A_YEAR)
