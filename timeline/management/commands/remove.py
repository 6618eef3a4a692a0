import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from timeline.maintenance.removal import report
from timeline.maintenance.removal.erasing import erase_all_free_space
from timeline.maintenance.removal.plan import RemovalPlan
from timeline.maintenance.removal.remove import OutdatedPlan, make_plan, remove
from timeline.maintenance.removal.request import CannotRemove, RemovalRequest


class Command(BaseCommand):
    """Remove words, or a person's record, from everywhere on this site: for legal or privacy reasons only.

    Unlike a deletion, this cannot be undone: old versions, the trash, corrections and the search index lose the words
    too.
    The list of corrections says that something was removed, and why.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--words", action="append", default=[], help=_("words or a passage, found as whole words; repeatable")
        )
        parser.add_argument("--person", default="", metavar="SLUG", help=_("the slug of the person’s page"))
        parser.add_argument("--reason", default="", help=_("shown to readers; must not contain the words"))
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would be done"))
        parser.add_argument("--yes", action="store_true", help=_("do not ask for confirmation"))
        parser.add_argument("--user", default="", help=_("the account named in the admin’s log"))
        parser.add_argument(
            "--clear-free-space",
            action="store_true",
            help=_("only clear what earlier removals left in the database’s files"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clear_free_space"]:
            self.clear_free_space()
            return
        request = RemovalRequest(tuple(options["words"]), options["person"], options["reason"].strip())
        user = find_account(options["user"])
        try:
            plan = make_plan(request)
            self.print_lines(report.describe_plan(plan))
            if options["dry_run"]:
                self.print_lines([_("This was a dry run: nothing was changed.")])
            elif not plan.is_empty:
                self.remove(request, user, plan, ask=not options["yes"])
        except CannotRemove as error:
            raise CommandError(_("%(error)s Nothing was changed.") % {"error": error}) from error

    def remove(self, request: RemovalRequest, user: Any, plan: RemovalPlan, *, ask: bool) -> None:
        if ask:
            self.ask()
        try:
            done = remove(request, user, numbers=plan.numbers)
        except OutdatedPlan as error:
            raise CommandError(
                _("The records have changed in the meantime. Nothing was removed: run the command again.")
            ) from error
        self.print_lines(report.describe_done(done))

    def ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(_("Nothing was removed. There is no terminal for the confirmation; add --yes."))
        if input(_("This cannot be undone. Type “remove” to continue: ")).strip() != "remove":
            raise CommandError(_("Nothing was removed."))

    def clear_free_space(self) -> None:
        if problems := erase_all_free_space():
            raise CommandError(" ".join(problems))
        self.print_lines([_("The free space of the database was cleared.")])

    def print_lines(self, lines: list[str]) -> None:
        """Escapes characters that the terminal cannot show."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        for line in lines:
            self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))


def find_account(name: str) -> Any:
    if not name:
        return None
    users = get_user_model()
    try:
        return users._default_manager.get_by_natural_key(name)
    except users.DoesNotExist as error:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": name}) from error
