"""`make audit`: an index that does not answer is never mistaken for one without advisories."""

from __future__ import annotations

from ci.audit import CLEAN, FOUND, UNKNOWN, summarise

CLEAN_PACKAGE = {"name": "tqdm", "version": "4.70.1", "vulns": []}
VULNERABLE_PACKAGE = {
    "name": "django",
    "version": "5.2.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["5.2.1"]}],
}
UNKNOWN_PACKAGE = {"name": "numpy", "skip_reason": "could not be audited"}


def test_packages_without_advisories_are_counted() -> None:
    assert summarise({"dependencies": [CLEAN_PACKAGE]}) == (CLEAN, ["1 of 1 packages audited, 0 advisories."])


def test_an_advisory_is_named_with_the_version_that_fixes_it() -> None:
    code, lines = summarise({"dependencies": [CLEAN_PACKAGE, VULNERABLE_PACKAGE, UNKNOWN_PACKAGE]})
    assert code == FOUND
    assert lines[0] == "django 5.2.0: PYSEC-2026-1, fixed in 5.2.1"


def test_a_package_that_could_not_be_looked_up_is_not_a_success() -> None:
    code, lines = summarise({"dependencies": [CLEAN_PACKAGE, UNKNOWN_PACKAGE]})
    assert code == UNKNOWN
    assert lines[-1] == "Not audited, because the index of advisories does not know them: numpy."
