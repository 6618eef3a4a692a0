"""How long each page takes on the data that the project brings, and how many queries it asks: `make bench`.

Each page is asked for in turn, round by round, so that a machine whose speed drifts treats all alike. The answer's
status and what it must show are checked first: a wrong page is fast too.
"""

from __future__ import annotations

import os
import statistics
import time

import django

ROUNDS = 30

PAGES = {
    "/": "Lavrov",
    "/?actor=sergei-lavrov": "Sergei Lavrov",
    "/?actor=sergei-lavrov&since=2007&topic=missile-defence&until=2018": "missile defence",
    "/?q=shield": "shield",
    "/events/lavrov-tokyo-visit-2007/": "Komura",
    "/actors/sergei-lavrov/": "Lavrov",
    "/topics/missile-defence/": "Lavrov",
    "/sources/trend-afp-20071023/": "Trend News Agency",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.runner import DiscoverRunner
    from django.test.utils import CaptureQueriesContext

    from timeline import seeding

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    made = runner.setup_databases()  # a database of the bench's own
    try:
        seeding.load()
        client = Client()
        queries, times = {}, {page: [] for page in PAGES}
        for page, shown in PAGES.items():
            with CaptureQueriesContext(connection) as asked:
                response = client.get(page)
            assert response.status_code == 200, f"{page}: {response.status_code}"
            assert shown in response.content.decode(), f"{page} does not show {shown}"
            queries[page] = len(asked)
        for _ in range(ROUNDS):
            for page in PAGES:
                begun = time.perf_counter()
                client.get(page)
                times[page].append(1000 * (time.perf_counter() - begun))
    finally:
        runner.teardown_databases(made)
    print(f"{connection.vendor}, {ROUNDS} rounds, in process\n{'median ms':>9}  {'max':>6}  {'queries':>7}  page")
    for page, measured in times.items():
        print(f"{statistics.median(measured):9.1f}  {max(measured):6.1f}  {queries[page]:7}  {page}")


if __name__ == "__main__":
    main()
