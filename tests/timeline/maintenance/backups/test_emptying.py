"""`make empty`: it names what goes, and a backup has all of it."""

from __future__ import annotations

from tests.factories import event
from timeline.maintenance import shipped_data
from timeline.models import Event

from .conftest import Site


def test_deleted_records_come_back_from_the_backup_row_for_row(site: Site) -> None:
    shipped_data.load(shipped_data.ARTICLES)
    event("Mine")
    before = site.tables()

    done = site.manage("empty_data", "--yes")
    assert done.returncode == 0, done.stderr
    assert "21 events, of which 1 did not come with the program" in done.stdout
    assert not Event.objects.exists()

    (file,) = (site.folder / "backups").glob("before-emptying-*.zip")
    assert str(file) in done.stdout
    site.restore(of=file)
    assert site.tables() == before


def test_without_a_terminal_nothing_is_deleted_without_confirmation(site: Site) -> None:
    event("Mine")
    refused = site.manage("empty_data")
    assert refused.returncode == 1
    assert "Nothing was deleted" in refused.stderr
    assert Event.objects.exists()
