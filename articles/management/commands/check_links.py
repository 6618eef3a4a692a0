"""Check whether the addresses of articles still work."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.link_checking import check_articles, get_due_articles
from articles.link_checking.schedule import DELAY
from articles.models import LinkCheck


class Command(BaseCommand):
    help = _(
        "Check whether the addresses of articles still work, and record the results for editors. Only this command "
        "makes requests to the internet; it never requests addresses of private networks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=parse_number, default=100, help=_("the maximum number of addresses (100)"))
        parser.add_argument(
            "--older-than",
            type=parse_number,
            default=30,
            metavar="DAYS",
            help=_("check again after this many days (30)"),
        )
        parser.add_argument(
            "--delay", type=parse_number, default=DELAY, help=_("seconds between two requests to one host (5)")
        )

    def handle(self, *, limit: int, older_than: int, delay: float, **options: Any) -> None:
        counted: Counter[str] = Counter()
        for found in check_articles(get_due_articles(older_than, limit), delay=delay):
            counted[found.state] += 1
            self.print_line(describe_check(found))
        parts = [f"{counted[state]} {state.label}" for state in LinkCheck.State]
        self.print_line(_("Checked %(n)s: %(parts)s.") % {"n": counted.total(), "parts": ", ".join(parts)})

    def print_line(self, line: str) -> None:
        """Escapes characters that the terminal cannot show."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))


def describe_check(found: LinkCheck) -> str:
    more = [str(found.status or ""), f"→ {found.final}" if found.final else "", found.note]
    return "  ".join(filter(None, [str(LinkCheck.State(found.state).label), found.asked, *more]))


def parse_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ArgumentTypeError(_("Give a whole number, such as 30."))
    return int(text)
