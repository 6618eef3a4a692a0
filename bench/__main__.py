"""Compare the site with Datasette and with an empty view, on the same records: `make bench SIZE=M`."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from bench import answers, data, datasette_pages, report, servers, site_pages

from .answers import Content, Page, WrongPage
from .client import PATIENCE, Client
from .generate import SIZES
from .measure import Contender, ContenderKey, Ratio, Sample, compute_ratio, measure_in_turn
from .servers import Server

ROUNDS, MANY_CLIENTS = 5, 8
SITE, SMALL, POSTGRES = "site", "site, size S", "site on PostgreSQL"
PEER, EMPTY, STATIC, UNCHANGED = "Datasette", "an empty view", "a static file", "filter, unchanged (304)"
EMPTY_PAGE = Page("/bench/empty/", Content(), answers.read_nothing)
STATIC_FILE = Page("/static/timeline/base.css", Content(), answers.read_nothing)
# Our page, Datasette's page, goal (size M). Our filter's page always counts every choice of every filter. Each of our
# pages is requested in two ways: cached, as the second reader of an address gets it, and not cached, as the first does.
DATASETTE_RATIOS = (
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
POSTGRES_PAGES = (site_pages.FIRST, site_pages.FILTER, site_pages.SEARCH, site_pages.DEEP_PAGE)


@dataclass
class Contenders:
    """The pages to measure, and notes on what was skipped."""

    pages: list[Contender] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, server: Server, pages: dict[str, Page], many_clients: tuple[str, ...] = ()) -> None:
        """`many_clients` names the pages that are also requested by many clients at once."""
        self.pages += [Contender(server, name, page) for name, page in pages.items()]
        self.pages += [Contender(server, name, pages[name], MANY_CLIENTS) for name in many_clients]


def main() -> None:
    options = parse_arguments()
    servers.exit_on_sigterm()
    servers.VAR.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        contenders, site = start_contenders(stack, options.size, options.engine)
        measured = measure_in_turn(contenders.pages, options.rounds)
        memory = ", ".join(f"{megabytes:.0f} MB" for megabytes in site.read_memory())
    ratios = report.make_ratio_rows(compute_ratios(measured, options.size))
    samples = report.make_sample_rows(measured)
    notes = [f"Memory of each of the site’s workers: {memory}.", *contenders.skipped]
    print("\n\n".join([report.format_text_table(ratios), report.format_text_table(samples), *notes]))
    if options.write:
        conditions = report.describe_conditions(f"{SIZES[options.size]:,} statements", f"{options.rounds} rounds")
        tables = [report.format_markdown_table(ratios), report.format_markdown_table(samples)]
        report.write_section(f"Measured: {options.size}, {options.engine}", "\n\n".join([conditions, *tables, *notes]))
        print(f"\nWritten to {report.DOCUMENT.relative_to(servers.ROOT)}.")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S", help="1,000, 100,000 or 1,000,000 statements")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="also write the figures to docs/performance.md")
    return parser.parse_args()


def start_contenders(stack: ExitStack, size: str, engine: str) -> tuple[Contenders, Server]:
    contenders = Contenders()
    file = data.make_sqlite(size)
    pages = site_pages.make_pages(file)
    site = stack.enter_context(servers.run_site(SITE, data.make_url(file)))
    others = {UNCHANGED: make_conditional_page(site, pages[site_pages.FILTER]), EMPTY: EMPTY_PAGE, STATIC: STATIC_FILE}
    uncached = site_pages.make_uncached_pages(pages)
    many_clients = (site_pages.FILTER, f"{site_pages.FILTER}, {site_pages.NOT_CACHED}", EMPTY)
    contenders.add(site, {**pages, **uncached, **site_pages.make_varied_pages(file), **others}, many_clients)
    if datasette_pages.install_datasette():
        flat = file.with_name("flat.db")
        datasette = stack.enter_context(datasette_pages.run_datasette(flat))
        contenders.add(datasette, datasette_pages.make_pages(flat), (datasette_pages.FACETED,))
    else:
        contenders.skipped.append("Datasette was skipped: it could not be installed.")
    if size != "S":
        small = data.make_sqlite("S")
        server = stack.enter_context(servers.run_site(SMALL, data.make_url(small)))
        small_pages = site_pages.make_pages(small)
        contenders.add(server, {**small_pages, **site_pages.make_uncached_pages(small_pages)})
    if engine == "postgres":
        database, process = stack.enter_context(data.run_postgres(size))
        server = stack.enter_context(servers.run_site(POSTGRES, database, (process,)))
        same_pages = {name: pages[name] for name in POSTGRES_PAGES}
        contenders.add(server, {**same_pages, **site_pages.make_uncached_pages(same_pages)})
    return contenders, site


def make_conditional_page(site: Server, page: Page) -> Page:
    """The same page, requested with the ETag that it has."""
    with Client(site.port) as client:
        tag = client.get(page.path).headers["etag"]
    return replace(page, headers=f"If-None-Match: {tag}\r\n", status=304, expected=Content(), read=answers.read_nothing)


def compute_ratios(measured: dict[ContenderKey, list[Sample]], size: str) -> list[tuple[str, Ratio, str]]:
    """The ratios of all pairs that were measured, with the goals for this size."""
    wanted: list[tuple[str, ContenderKey, ContenderKey, str, str]] = []
    for suffix in ("", f", {site_pages.NOT_CACHED}"):
        wanted += list_datasette_ratios(suffix, size) + list_site_ratios(suffix, size)
    varied = ((site_pages.VARIED_LISTS, "≤ 8"), (site_pages.VARIED_COMPARISONS, "≤ 12"))
    for name, goal in (*varied, (UNCHANGED, "≤ 1.5"), (STATIC, "")):
        wanted.append((f"{name} / {EMPTY}", (SITE, name, 1), (SITE, EMPTY, 1), "p50", goal))
    return [
        (label, compute_ratio(measured[over], measured[under], measure), goal)
        for label, over, under, measure, goal in wanted
        if over in measured and under in measured
    ]


def list_datasette_ratios(suffix: str, size: str) -> list[tuple[str, ContenderKey, ContenderKey, str, str]]:
    found = [
        (f"{ours}{suffix} / Datasette’s {theirs}", (SITE, ours + suffix, 1), (PEER, theirs, 1), "p50", goal)
        for ours, theirs, goal in DATASETTE_RATIOS
    ]
    found = [(*one, "" if size != "M" else "< 1" if suffix else goal) for *one, goal in found]  # type: ignore[misc]
    label = f"requests/s of {MANY_CLIENTS} clients, {site_pages.FILTER}{suffix} / Datasette’s {datasette_pages.FACETED}"
    ours, theirs = (SITE, site_pages.FILTER + suffix, MANY_CLIENTS), (PEER, datasette_pages.FACETED, MANY_CLIENTS)
    return [*found, (label, ours, theirs, "per_second", "> 1" if suffix else "≥ 30")]


def list_site_ratios(suffix: str, size: str) -> list[tuple[str, ContenderKey, ContenderKey, str, str]]:
    """The site compared with an empty view and with size S, and PostgreSQL compared with SQLite."""
    empty = (SITE, EMPTY, 1)
    found: list[tuple[str, ContenderKey, ContenderKey, str, str]] = []
    goals = ("≤ 8", "≤ 12") if suffix else ("≤ 4", "")
    for name, goal in zip((site_pages.FILTER, site_pages.COMPARE), goals, strict=True):
        found.append((f"{name}{suffix} / {EMPTY}", (SITE, name + suffix, 1), empty, "p50", goal))
        found.append((f"{name}{suffix} / {EMPTY}, CPU", (SITE, name + suffix, 1), empty, "cpu", ""))
    for name in (site_pages.FIRST, site_pages.FILTER, site_pages.SEARCH, site_pages.DEEP_PAGE, site_pages.COMPARE):
        goal = GROWTH.get(size, {}).get(name, "")
        found.append(
            (f"growth S → {size}: {name}{suffix}", (SITE, name + suffix, 1), (SMALL, name + suffix, 1), "p50", goal)
        )
    for name in POSTGRES_PAGES:
        pair = (POSTGRES, name + suffix, 1), (SITE, name + suffix, 1)
        found.append((f"PostgreSQL / SQLite: {name}{suffix}", *pair, "p50", "≤ 2.5"))
    return found


if __name__ == "__main__":
    try:
        main()
    except WrongPage as error:
        raise SystemExit(f"Stopped because of a wrong page: {error}.") from error
    except TimeoutError as error:
        raise SystemExit(f"Stopped: a page was not answered within {PATIENCE} seconds.") from error
