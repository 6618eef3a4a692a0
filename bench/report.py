"""What was measured, told as tables: on the screen, and as a section of docs/performance.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import statistics
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from .measure import Ratio, Sample, Who
from .servers import ROOT

PAPER = ROOT / "docs" / "performance.md"
Rows = list[list[str]]


def text_table(rows: Rows) -> str:
    """The first column from the left, the others from the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        [
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in rows
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def markdown_table(rows: Rows) -> str:
    head, *rest = rows
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rest])


def ratio_rows(found: Iterable[tuple[str, Ratio, str]]) -> Rows:
    rows = [["ratio, median of rounds", "median", "least", "most", "goal"]]
    for label, ratio, goal in found:
        rows.append([label, *(figure(value) for value in (ratio.median, ratio.least, ratio.most)), goal])
    return rows


def sample_rows(measured: dict[Who, list[Sample]]) -> Rows:
    rows = [["asked", "clients", "p50 ms", "CPU ms", "requests/s"]]
    for (server, page, clients), samples in measured.items():
        medians = [statistics.median(getattr(one, name) for one in samples) for name in ("p50", "cpu", "per_second")]
        rows.append([f"{server}: {page}", str(clients), *map(figure, medians)])
    return rows


def figure(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def surroundings(*more: str) -> str:
    """When, on what, with which versions: without it a figure says nothing."""
    names = ("Django", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores {processor()}, {platform.system()}, Python {platform.python_version()}"
    return ". ".join([f"{dt.date.today():%Y-%m-%d}", machine, versions, *more, f"load average {load:.1f}"]) + "."


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()


def with_section(paper: str, heading: str, section: str) -> str:
    """The paper with this section in place of the one of the same heading, or at its end."""
    told = f"## {heading}\n\n{section.strip()}\n"
    of_old = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if of_old.search(paper):
        return of_old.sub(lambda _: f"{told}\n", paper, count=1).rstrip() + "\n"
    return f"{paper.rstrip()}\n\n{told}" if paper else f"# Performance\n\n{told}"


def write(heading: str, section: str) -> None:
    paper = PAPER.read_text(encoding="utf-8") if PAPER.exists() else ""
    PAPER.write_text(with_section(paper, heading, section), encoding="utf-8")
