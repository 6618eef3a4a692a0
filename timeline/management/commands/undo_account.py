import datetime as dt
import sys
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.maintenance.account_undo import (
    UndoEntry,
    UndoOutcome,
    UndoReport,
    find_account,
    lock_account,
    parse_since,
    undo,
)

PLANNED = {
    UndoOutcome.RESTORED: gettext_lazy("To restore"),
    UndoOutcome.CHANGED: gettext_lazy("To change back"),
    UndoOutcome.DELETED: gettext_lazy("To delete"),
    UndoOutcome.LEFT: gettext_lazy("To leave as it is"),
}
DONE = {
    UndoOutcome.RESTORED: gettext_lazy("Restored"),
    UndoOutcome.CHANGED: gettext_lazy("Changed back"),
    UndoOutcome.DELETED: gettext_lazy("Deleted"),
    UndoOutcome.LEFT: gettext_lazy("Left as it is"),
}


class Command(BaseCommand):
    """Undo what an account has changed since a given time, after a preview."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.epilog = _(
            "Lock the account first (--lock), so that it cannot make more changes. What others have changed since "
            "stays as it is. Deleted records are in the trash. Readers see the changes under /corrections/."
        )
        parser.add_argument("name", metavar="NAME", help=_("the account whose changes are undone"))
        since = _("a date, or a date and time, in the site’s time zone: 2026-11-29T10:00")
        parser.add_argument("--since", required=True, help=since)
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would be done"))
        parser.add_argument("--yes", action="store_true", help=_("do not ask for confirmation"))
        parser.add_argument("--lock", action="store_true", help=_("first lock the account and end its sessions"))
        parser.add_argument("--user", default="", metavar="WHO", help=_("the account named in the records’ history"))

    def handle(self, *args: Any, name: str, since: str, dry_run: bool, yes: bool, user: str, **options: Any) -> None:
        try:
            moment = parse_since(since)
            account, by = find_account(name), find_account(user) if user else None
        except (ValueError, LookupError) as error:
            raise CommandError(str(error)) from error
        if not (dry_run or yes or sys.stdin.isatty()):
            text = _("There is no terminal for the confirmation. Nothing was changed. Add --yes or --dry-run.")
            raise CommandError(text)
        self.lock(account, by, options["lock"], dry_run)
        report = undo(account, moment, by, dry_run=not yes or dry_run)
        while not (dry_run or report.is_done) and report.has_work:
            self.print_report(report)
            self.ask(report)
            report = undo(account, moment, by, looked_at=report.fingerprint)
            if report.is_other:
                self.print_line(
                    _("Nothing was undone yet: somebody has saved a change since the preview. The new preview:")
                )
        self.print_report(report)
        self.conclude(report, dry_run)

    def lock(self, account: Any, by: Any, is_wanted: bool, dry_run: bool) -> None:
        if is_wanted and not dry_run:
            n = lock_account(account, by)
            text = ngettext("Locked; %(n)s session was ended.", "Locked; %(n)s sessions were ended.", n)
            self.print_line(text % {"n": n})
        elif account.is_active:
            self.print_line(_("This account can still sign in. Lock it first: add --lock."))

    def ask(self, report: UndoReport) -> None:
        """Raises CommandError unless the answer is yes."""
        question = _("%(report)s. Do this now? Type “yes”: ") % {"report": report}
        try:
            answer = input(self.printable(question))
        except EOFError:
            answer = ""
        if answer.strip().lower() not in ("yes", "y", _("yes")):
            raise CommandError(_("Nothing was undone."))

    def print_report(self, report: UndoReport) -> None:
        text = _("Account %(account)s, changes since %(since)s:")
        self.print_line(text % {"account": report.account, "since": describe_moment(report.since)})
        headings = DONE if report.is_done else PLANNED
        for outcome, entries in report.groups:
            self.print_line(f"\n{headings[outcome]} ({len(entries)})")
            for entry in entries:
                self.print_entry(entry)
        if report.outside:
            self.print_line("\n" + _("Not records, so not undone ({n})").format(n=len(report.outside)))
            for line in report.outside:
                self.print_line(f"  {line}")
        self.print_line("")

    def print_entry(self, entry: UndoEntry) -> None:
        self.print_line(f"  {entry.kind} “{entry.name}”")
        for line in [*entry.changes, *entry.notes]:
            self.print_line(f"      {line}")

    def conclude(self, report: UndoReport, dry_run: bool) -> None:
        if not report.has_work:
            self.print_line(_("There is nothing to undo."))
        elif dry_run:
            self.print_line(_("This was a dry run: nothing was changed."))
        else:
            self.print_line(_("Done: %(report)s. Readers see the changes under /corrections/.") % {"report": report})

    def print_line(self, line: str) -> None:
        self.stdout.write(self.printable(line))

    def printable(self, line: str) -> str:
        """Escapes characters that the terminal cannot show."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return line.encode(encoding, "backslashreplace").decode(encoding)


def describe_moment(since: dt.datetime) -> str:
    return f"{date_format(localtime(since), 'DATETIME_FORMAT')} ({get_current_timezone_name()})"
