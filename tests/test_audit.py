"""`make audit`: an index that does not answer is never mistaken for one that knows no advisory."""

from __future__ import annotations

from ci.audit import CLEAN, FOUND, UNKNOWN, summarise

SOUND = {"name": "tqdm", "version": "4.70.1", "vulns": []}
ADVISED = {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["5.2.1"]}]}
UNANSWERED = {"name": "numpy", "skip_reason": "could not be audited"}


def test_packages_without_advisories_are_counted() -> None:
    assert summarise({"dependencies": [SOUND]}) == (CLEAN, ["1 of 1 packages audited, 0 advisories."])


def test_an_advisory_is_named_with_the_version_that_fixes_it() -> None:
    code, lines = summarise({"dependencies": [SOUND, ADVISED, UNANSWERED]})
    assert code == FOUND
    assert lines[0] == "django 5.2.0: PYSEC-2026-1, fixed in 5.2.1"


def test_a_package_that_could_not_be_looked_up_is_no_success() -> None:
    code, lines = summarise({"dependencies": [SOUND, UNANSWERED]})
    assert code == UNKNOWN
    assert lines[-1] == "Not audited, because the index of advisories does not answer for them: numpy."
