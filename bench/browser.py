"""Compare the list with TimelineJS and vis-timeline on a slow phone, with the same events: `make bench-browser`.

For each library and for the site there is a page with 100, 1,000 and 10,000 events. They are visited in turn, round by
round; those with 10,000 events only once, because that takes minutes. `page_visit.py` explains the measurements. If a
page shows another number of events, the bench stops.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from bench import answers, data, libraries, report, servers, site_pages

from .answers import Content, WrongPage
from .client import HOST, Client
from .libraries import TIMELINEJS, VERSIONS, VIS, EventData
from .measure import Ratio, compute_ratio
from .page_visit import ARGS, Choice, Contender, Visit, visit_page
from .report import format_figure

NUMBERS, LARGE = (100, 1_000, 10_000), 10_000  # of events; pages with LARGE or more are visited once
ROUNDS = 3
SITE = "site"
KB = 1000
ContenderKey = tuple[str, int]  # the contender's name, the number of events

UNFOLD = """(topic) => {
  let part = document.getElementById(`topic-${topic}`);
  while ((part = part.parentElement.closest("details"))) part.open = true;
}"""
CLICK = """(topic) => new Promise((swapped) => {
  document.addEventListener("htmx:afterSwap", swapped, { once: true });
  document.getElementById(`topic-${topic}`).click();
})"""
RATIOS = (  # measurement, label, compared with, number of events, goal
    ("lcp", "largest paint", TIMELINEJS, 100, "≤ 0.35"),
    ("lcp", "largest paint", TIMELINEJS, 1_000, "≤ 0.10"),
    ("lcp", "largest paint", VIS, 100, ""),
    ("lcp", "largest paint", VIS, 1_000, ""),
    ("lcp", "largest paint", VIS, 10_000, ""),
    *(("interactive", "interactive", TIMELINEJS, number, "") for number in NUMBERS),
    ("bytes", "bytes of a first visit", TIMELINEJS, 100, "≤ 0.5"),
    ("bytes", "bytes of a first visit", VIS, 100, ""),
    ("nodes", "elements", TIMELINEJS, 100, ""),
    ("nodes", "elements", TIMELINEJS, 1_000, ""),
    ("choice", "a filter until painted", VIS, 100, ""),
    ("choice", "a filter until painted", VIS, 1_000, "≤ 0.3"),
    ("choice", "a filter until painted", VIS, 10_000, ""),
)
LIMITS: tuple[tuple[str, Callable[[Visit], float], float], ...] = (  # for every visit of our pages
    ("kB of a first visit", lambda one: one.bytes / KB, 60),
    ("steps from the document to what it needs", lambda one: one.chain, 1),
    ("layout shift", lambda one: one.shift, 0),
    ("kB of a filter’s swap", lambda one: (one.choice_bytes or 0) / KB, 12),
)


def main() -> None:
    options = parse_arguments()
    chromium = find_chromium()
    servers.exit_on_sigterm()
    libraries.install_libraries()
    with ExitStack() as stack:
        contenders = start_contenders(stack, options.events)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        stack.callback(browser.close)
        measured = visit_in_turn(browser, contenders, options.rounds)
        conditions = describe_conditions(browser.version, options.rounds)
    ratios = report.make_ratio_rows(compute_ratios(measured))
    limits, visits = make_limit_rows(measured), make_visit_rows(measured)
    print("\n\n".join(report.format_text_table(rows) for rows in (ratios, limits, visits)))
    if options.write:
        tables = [report.format_markdown_table(rows) for rows in (ratios, limits, visits)]
        report.write_section("Measured: in a browser", "\n\n".join([conditions, *tables]))
        print(f"\nWritten to {report.DOCUMENT.relative_to(servers.ROOT)}.")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-browser", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", choices=NUMBERS, default=NUMBERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="also write the figures to docs/performance.md")
    return parser.parse_args()


def find_chromium() -> str:
    from tests.conftest import CHROMIUM

    if not CHROMIUM:
        raise SystemExit("A Chromium is needed (Debian: apt-get install chromium; CHROMIUM=/path/to/it sets its path).")
    return CHROMIUM


def describe_conditions(chromium: str, rounds: int) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in VERSIONS.items())
    visits = f"{rounds} rounds, one with {LARGE:,} events"
    phone = "375 × 812 pixels, CPU 4 times slower, slow 4G (562.5 ms, 1.47 Mbit/s; not for filters), nothing cached"
    return report.describe_conditions(f"Chromium {chromium}", versions, visits, phone)


def start_contenders(stack: ExitStack, numbers: list[int]) -> list[Contender]:
    databases = {number: data.make_sqlite_with_events(number) for number in numbers}
    events = {number: libraries.read_events(file) for number, file in databases.items()}
    libraries.write_pages(events)
    files = stack.enter_context(servers.run_gunicorn("libraries", "bench.libraries:make_file_server()"))
    contenders = []
    for number, file in databases.items():
        site = stack.enter_context(servers.run_site(f"site with {number} events", data.make_url(file)))
        warm_up(site.port)
        contenders += [
            make_site_contender(number, f"http://{HOST}:{site.port}/", file),
            make_timelinejs_contender(number, f"http://{HOST}:{files.port}/{libraries.name_page(TIMELINEJS, number)}"),
            make_vis_contender(
                number, f"http://{HOST}:{files.port}/{libraries.name_page(VIS, number)}", events[number]
            ),
        ]
    return contenders


def warm_up(port: int) -> None:
    """Let every worker load its templates and snapshot, and fill its caches for both pages."""
    for _ in range(10 * servers.WORKERS):
        with Client(port) as client:
            client.get("/")
            client.get(f"/?topic={site_pages.TOPIC_SLUG}")


def make_site_contender(number: int, address: str, file: Path) -> Contender:
    of_topic = f"{site_pages.PUBLIC} AND {site_pages.WITH_TOPIC}"
    with sqlite3.connect(file) as database:
        all_events = site_pages.query_list(database, site_pages.PUBLIC)
        chosen_events = site_pages.query_list(database, of_topic)
    choice = Choice(site_pages.TOPIC_SLUG, CLICK, partial(check_list, expected=chosen_events), UNFOLD)
    check = partial(check_list, expected=all_events)
    return Contender(SITE, number, address, check, reports_ready=False, choice=choice)


def make_timelinejs_contender(number: int, address: str) -> Contender:
    return Contender(TIMELINEJS, number, address, partial(check_number, number=number, selector=".tl-timemarker"))


def make_vis_contender(number: int, address: str, events: list[EventData]) -> Contender:
    box = ".vis-item.vis-box"
    chosen = sum(one.topic == site_pages.TOPIC_SLUG for one in events)
    choice = Choice(
        site_pages.TOPIC_SLUG, "(topic) => window.choose(topic)", partial(check_number, number=chosen, selector=box)
    )
    return Contender(VIS, number, address, partial(check_number, number=number, selector=box), choice=choice)


def check_list(page: Page, expected: Content) -> None:
    difference = answers.describe_difference(answers.read_list(page.content()), expected)
    if difference:
        raise WrongPage(f"{page.url}: {difference}")


def check_number(page: Page, number: int, selector: str) -> None:
    found = page.locator(selector).count()
    if found != number:
        raise WrongPage(f"{page.url} shows {found} events, not {number}")


def visit_in_turn(browser: Browser, contenders: list[Contender], rounds: int) -> dict[ContenderKey, list[Visit]]:
    measured: dict[ContenderKey, list[Visit]] = {(one.name, one.number): [] for one in contenders}
    rest = [one for n in range(rounds) for one in contenders if n == 0 or one.number < LARGE]
    with tqdm(rest, desc=f"{rounds} rounds", unit="visit", leave=False, disable=None) as bar:
        for contender in bar:
            bar.set_postfix_str(f"{contender.name} {contender.number:,}")
            measured[contender.name, contender.number].append(visit_page(browser, contender))
    return measured


def compute_ratios(measured: dict[ContenderKey, list[Visit]]) -> list[tuple[str, Ratio, str]]:
    return [
        (
            f"{label}, {number:,} events / {peer}",
            compute_ratio(measured[SITE, number], measured[peer, number], name),
            goal,
        )
        for name, label, peer, number, goal in RATIOS
        if (peer, number) in measured
    ]


def make_limit_rows(measured: dict[ContenderKey, list[Visit]]) -> report.Rows:
    numbers = [number for name, number in measured if name == SITE]
    rows = [["ours, the worst visit", *(f"{number:,} events" for number in numbers), "limit"]]
    for label, read, limit in LIMITS:
        worst = [max(map(read, measured[SITE, number])) for number in numbers]
        rows.append([label, *map(format_figure, worst), f"≤ {limit}" if limit else "0"])
    return rows


def make_visit_rows(measured: dict[ContenderKey, list[Visit]]) -> report.Rows:
    rows = [["medians", "requests", "steps", "kB", "elements", "FCP ms", "LCP ms", "shift", "interactive ms"]]
    rows[0] += ["filter ms", "filter kB"]
    for (name, number), visits in measured.items():
        names = ("requests", "chain", "bytes", "nodes", "fcp", "lcp", "shift", "interactive", "choice", "choice_bytes")
        rows.append([f"{name}, {number:,} events", *(format_median(visits, name) for name in names)])
    return rows


def format_median(visits: list[Visit], measure: str) -> str:
    values = [value for value in (getattr(one, measure) for one in visits) if value is not None]
    if not values:
        return "–"
    median = statistics.median(values)
    return f"{median / KB:.1f}" if "bytes" in measure else format_figure(median)


if __name__ == "__main__":
    try:
        main()
    except WrongPage as error:
        raise SystemExit(f"Stopped because of a wrong page: {error}.") from error
