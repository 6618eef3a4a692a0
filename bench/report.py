"""The results as tables: on the screen, and as a section of docs/performance.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import statistics
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from .measure import ContenderKey, Ratio, Sample
from .servers import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
Rows = list[list[str]]


def format_text_table(rows: Rows) -> str:
    """The first column is aligned to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        [
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in rows
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def format_markdown_table(rows: Rows) -> str:
    head, *rest = rows
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rest])


def make_ratio_rows(found: Iterable[tuple[str, Ratio, str]]) -> Rows:
    rows = [["ratio, median of rounds", "median", "minimum", "maximum", "goal"]]
    for label, ratio, goal in found:
        rows.append([label, *(format_figure(value) for value in (ratio.median, ratio.minimum, ratio.maximum)), goal])
    return rows


def make_sample_rows(measured: dict[ContenderKey, list[Sample]]) -> Rows:
    rows = [["page", "clients", "p50 ms", "CPU ms", "requests/s"]]
    for (server, page, clients), samples in measured.items():
        medians = [statistics.median(getattr(one, name) for one in samples) for name in ("p50", "cpu", "per_second")]
        rows.append([f"{server}: {page}", str(clients), *map(format_figure, medians)])
    return rows


def format_figure(value: float) -> str:
    """Three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def describe_conditions(*more: str) -> str:
    """Date, machine, versions and load, without which a figure means nothing."""
    names = ("Django", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores {read_processor_name()}, {platform.system()}, Python {platform.python_version()}"
    return ". ".join([f"{dt.date.today():%Y-%m-%d}", machine, versions, *more, f"load average {load:.1f}"]) + "."


def read_processor_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()


def replace_section(document: str, heading: str, section: str) -> str:
    """Replace the section with the same heading, or append a new one."""
    text = f"## {heading}\n\n{section.strip()}\n"
    former = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if former.search(document):
        return former.sub(lambda _: f"{text}\n", document, count=1).rstrip() + "\n"
    return f"{document.rstrip()}\n\n{text}" if document else f"# Performance\n\n{text}"


def write_section(heading: str, section: str) -> None:
    document = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    DOCUMENT.write_text(replace_section(document, heading, section), encoding="utf-8")
