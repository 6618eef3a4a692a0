"""The site beside Datasette and beside an empty view of its own, on the same records: `make bench SIZE=M`."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from bench import answers, data, datasette_pages, report, servers, site_pages

from .answers import Answer, Page, Wrong
from .client import PATIENCE, Client
from .generate import SIZES
from .measure import Contender, Ratio, Sample, Who, in_turn, ratio
from .servers import Server

ROUNDS, CROWD = 5, 8
SITE, SMALL, OTHER = "site", "site, size S", "site on PostgreSQL"
PEER, EMPTY, STATIC, UNCHANGED = "Datasette", "an empty view", "a static file", "filter, unchanged (304)"
NOTHING = Page("/bench/empty/", Answer(), answers.nothing)
FILE = Page("/static/timeline/base.css", Answer(), answers.nothing)
# Ours, Datasette's, at most (size M). Our filter's page always counts every choice of every facet. Each of our pages is
# asked for in two ways: kept since somebody saw it, as the thirtieth of a class gets it, and drawn anew, as the first.
BESIDE_THE_PEER = (
    (site_pages.FIRST, site_pages.FIRST, ""),
    (site_pages.FILTER, site_pages.FILTER, "≤ 0.08"),
    (site_pages.FILTER, datasette_pages.FACETED, "≤ 0.06"),
    (site_pages.SEARCH, site_pages.SEARCH, "≤ 0.15"),
    (site_pages.DEEP_PAGE, site_pages.DEEP_PAGE, "≤ 0.15"),
)
GROWTH = {
    "M": {site_pages.FILTER: "≤ 1.3, 1.6", site_pages.SEARCH: "≤ 1.4"},
    "L": {site_pages.FILTER: "≤ 2, 3.5", site_pages.DEEP_PAGE: "≤ 2.5"},
}
ON_POSTGRES = (site_pages.FIRST, site_pages.FILTER, site_pages.SEARCH, site_pages.DEEP_PAGE)


@dataclass
class Field:
    """Everybody who takes part, and what was left out."""

    contenders: list[Contender] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, server: Server, pages: dict[str, Page], crowd: tuple[str, ...] = ()) -> None:
        self.contenders += [Contender(server, name, page) for name, page in pages.items()]
        self.contenders += [Contender(server, name, pages[name], CROWD) for name in crowd]


def main() -> None:
    asked = arguments()
    servers.stop_when_told()
    servers.VAR.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        taking_part, site = gather(stack, asked.size, asked.engine)
        measured = in_turn(taking_part.contenders, asked.rounds)
        memory = ", ".join(f"{megabytes:.0f} MB" for megabytes in site.memory())
    ratios = report.ratio_rows(compared(measured, asked.size))
    samples = report.sample_rows(measured)
    notes = [f"Memory of each of the site’s workers: {memory}.", *taking_part.left_out]
    print("\n\n".join([report.text_table(ratios), report.text_table(samples), *notes]))
    if asked.write:
        told = report.surroundings(f"{SIZES[asked.size]:,} statements", f"{asked.rounds} rounds")
        tables = [report.markdown_table(ratios), report.markdown_table(samples)]
        report.write(f"Measured: {asked.size}, {asked.engine}", "\n\n".join([told, *tables, *notes]))
        print(f"\nWritten to {report.PAPER.relative_to(servers.ROOT)}.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S", help="1,000, 100,000 or 1,000,000 statements")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="the figures into docs/performance.md too")
    return parser.parse_args()


def gather(stack: ExitStack, size: str, engine: str) -> tuple[Field, Server]:
    taking_part = Field()
    file = data.sqlite(size)
    pages = site_pages.pages(file)
    site = stack.enter_context(servers.app(SITE, data.address(file)))
    others = {UNCHANGED: unchanged(site, pages[site_pages.FILTER]), EMPTY: NOTHING, STATIC: FILE}
    anew = site_pages.anew(pages)
    taking_part.add(
        site, {**pages, **anew, **others}, crowd=(site_pages.FILTER, f"{site_pages.FILTER}, {site_pages.ANEW}", EMPTY)
    )
    if datasette_pages.install():
        flat = file.with_name("flat.db")
        datasette = stack.enter_context(datasette_pages.datasette(flat))
        taking_part.add(datasette, datasette_pages.pages(flat), crowd=(datasette_pages.FACETED,))
    else:
        taking_part.left_out.append("Datasette was left out: it could not be installed.")
    if size != "S":
        small = data.sqlite("S")
        server = stack.enter_context(servers.app(SMALL, data.address(small)))
        few = site_pages.pages(small)
        taking_part.add(server, {**few, **site_pages.anew(few)})
    if engine == "postgres":
        database, process = stack.enter_context(data.postgres(size))
        server = stack.enter_context(servers.app(OTHER, database, (process,)))
        same = {name: pages[name] for name in ON_POSTGRES}
        taking_part.add(server, {**same, **site_pages.anew(same)})
    return taking_part, site


def unchanged(site: Server, page: Page) -> Page:
    """The same page for who has it already."""
    with Client(site.port) as client:
        tag = client.get(page.path).headers["etag"]
    return replace(page, headers=f"If-None-Match: {tag}\r\n", status=304, right=Answer(), read=answers.nothing)


def compared(measured: dict[Who, list[Sample]], size: str) -> list[tuple[str, Ratio, str]]:
    """Every ratio of two that took part; the goals are those of the sizes they were set for."""
    wanted: list[tuple[str, Who, Who, str, str]] = []
    for way in ("", f", {site_pages.ANEW}"):
        wanted += beside_the_peer(way, size) + beside_itself(way, size)
    for name, goal in ((UNCHANGED, "≤ 1.5"), (STATIC, "")):
        wanted.append((f"{name} / {EMPTY}", (SITE, name, 1), (SITE, EMPTY, 1), "p50", goal))
    return [
        (label, ratio(measured[over], measured[under], measure), goal)
        for label, over, under, measure, goal in wanted
        if over in measured and under in measured
    ]


def beside_the_peer(way: str, size: str) -> list[tuple[str, Who, Who, str, str]]:
    found = [
        (f"{mine}{way} / Datasette’s {theirs}", (SITE, mine + way, 1), (PEER, theirs, 1), "p50", goal)
        for mine, theirs, goal in BESIDE_THE_PEER
    ]
    found = [(*one, goal if size == "M" else "") for *one, goal in found]  # type: ignore[misc]
    crowd = f"requests/s of {CROWD} clients, {site_pages.FILTER}{way} / Datasette’s {datasette_pages.FACETED}"
    return [
        *found,
        (crowd, (SITE, site_pages.FILTER + way, CROWD), (PEER, datasette_pages.FACETED, CROWD), "per_second", "≥ 30"),
    ]


def beside_itself(way: str, size: str) -> list[tuple[str, Who, Who, str, str]]:
    """Beside an empty view, beside the small record, and PostgreSQL beside SQLite."""
    empty = (SITE, EMPTY, 1)
    found: list[tuple[str, Who, Who, str, str]] = []
    for name, goal in ((site_pages.FILTER, "≤ 4"), (site_pages.COMPARE, "")):
        found.append((f"{name}{way} / {EMPTY}", (SITE, name + way, 1), empty, "p50", goal))
        found.append((f"{name}{way} / {EMPTY}, CPU", (SITE, name + way, 1), empty, "cpu", ""))
    for name in (site_pages.FIRST, site_pages.FILTER, site_pages.SEARCH, site_pages.DEEP_PAGE, site_pages.COMPARE):
        goal = GROWTH.get(size, {}).get(name, "")
        found.append((f"growth S → {size}: {name}{way}", (SITE, name + way, 1), (SMALL, name + way, 1), "p50", goal))
    for name in ON_POSTGRES:
        whose = (OTHER, name + way, 1), (SITE, name + way, 1)
        found.append((f"PostgreSQL / SQLite: {name}{way}", *whose, "p50", "≤ 2.5"))
    return found


if __name__ == "__main__":
    try:
        main()
    except Wrong as error:
        raise SystemExit(f"Stopped, for a wrong page is fast too: {error}.") from error
    except TimeoutError as error:
        raise SystemExit(f"Stopped: a page was not answered within {PATIENCE} seconds.") from error
