"""Import articles from text and HTML files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles.importing import Details, ImportOutcome, ImportResult, import_file, summarise
from articles.importing.folders import SourceFile, find_sources

OPTIONS = {
    "url": _("address of the article (one file only)"),
    "outlet": _("the outlet that published it, by name or slug; created if necessary"),
    "agency": _("the news agency that wrote the report"),
    "published": _("date of publication: 2007-10-23, 2007-10 or 2007"),
    "language": _("en, ja, ru"),
    "rights": _("excerpts (the default) or full, where the licence allows showing all of it"),
    "title": _("title (one file only)"),
    "slug": _("short name in addresses (one file only)"),
}
OF_ONE_FILE = ("url", "title", "slug")


class Command(BaseCommand):
    help = _(
        "Import articles from .txt and .html files, or from folders of them. Details come from the options, "
        "otherwise from an index.json in the folder, otherwise from the file itself. Details that an article already "
        "has are not changed; its text is replaced if it differs. Importing the same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=_("a file or a folder"))
        for name, words in OPTIONS.items():
            parser.add_argument(f"--{name}", default="", help=words)

    def handle(self, *, paths: list[str], **options: Any) -> None:
        given = Details(**{name: options[name] or "" for name in OPTIONS})
        if wrong := given.find_problems():
            raise CommandError("\n".join(f"--{name}: {message}" for name, message in wrong.items()))
        sources = find_sources(paths, given)
        if len(sources.files) > 1 and (of_one := [f"--{name}" for name in OF_ONE_FILE if getattr(given, name)]):
            values = {"options": ", ".join(of_one), "n": len(sources.files)}
            raise CommandError(_("%(options)s can be used with one file only; there are %(n)s") % values)
        answers = self.import_all(sources.files)
        self.print_line(summarise(answers, sources.skipped))
        if failed := sum(answer.outcome is ImportOutcome.FAILED for answer in answers):
            raise CommandError(ngettext("%(n)s file failed", "%(n)s files failed", failed) % {"n": failed})

    def import_all(self, files: list[SourceFile]) -> list[ImportResult]:
        answers: list[ImportResult] = []
        taken: dict[str, str] = {}
        with tqdm(files, file=sys.stderr, disable=None, leave=False, unit="file") as bar:
            for source in bar:
                answer = import_one(source, taken)
                if answer.slug:
                    taken.setdefault(answer.slug, source.name)
                answers.append(answer)
                with bar.external_write_mode(file=sys.stdout):
                    self.print_line(str(answer))
        return answers

    def print_line(self, line: str) -> None:
        """Escapes characters that the terminal cannot show."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))


def import_one(source: SourceFile, taken: dict[str, str]) -> ImportResult:
    if source.problem:
        return ImportResult.build_failure(source.name, source.problem)
    answer = import_file(source.path, source.given, name=source.name, taken=taken)
    return replace(answer, notes=answer.notes + source.notes)
