"""Which row a shipped record became, where its natural key was changed."""

from __future__ import annotations

from timeline.maintenance.shipped_data.adoption import find_most_alike, index_by_value


def test_a_changed_record_is_found_among_many_others_by_the_values_that_stayed():
    names = ["slug", "title", "kind", "note"]
    rows = {n: (n, {"slug": f"row-{n}", "title": f"Title {n}", "kind": "talks", "note": ""}) for n in range(50)}
    rows[7] = 7, {"slug": "renamed", "title": "Title 7", "kind": "talks", "note": "A note of an editor"}
    shared = index_by_value(names, rows)
    assert find_most_alike({"slug": "row-7", "title": "Title 7", "kind": "talks", "note": ""}, names, rows, shared) == 7
    assert (
        find_most_alike({"slug": "other", "title": "Other", "kind": "talks", "note": ""}, names, rows, shared) is None
    )


def test_a_record_as_like_to_two_rows_is_not_matched():
    names = ["slug", "title"]
    rows = {n: (n, {"slug": f"row-{n}", "title": "The same title"}) for n in range(2)}
    seed = {"slug": "other", "title": "The same title"}
    assert find_most_alike(seed, names, rows, index_by_value(names, rows)) is None
