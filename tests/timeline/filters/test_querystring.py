"""The canonical query string of an address."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from timeline.filters import querystring

NAMES = st.sampled_from(["actor", "page", "q", "since"])
PAIRS = st.lists(st.tuples(NAMES, st.text(min_size=1, max_size=8)), max_size=6)


def test_parameters_are_sorted_and_empty_ones_left_out():
    values = {"topic": ["islands", "arms"], "q": "", "since": "1998", "actor": [], "certain": ""}
    assert querystring.build_query(querystring.build_pairs(values)) == "?since=1998&topic=arms&topic=islands"


def test_no_parameters_make_an_empty_query_string():
    assert querystring.build_query(()) == ""


def test_another_selection_begins_at_the_first_page():
    asked = (("page", "3"), ("side", "JP"))
    assert querystring.add_value(asked, "topic", "islands") == (("side", "JP"), ("topic", "islands"))
    assert querystring.replace_values(asked, since="1998") == (("side", "JP"), ("since", "1998"))


@given(PAIRS)
def test_a_query_string_is_parsed_to_the_same_parameters(pairs):
    parameters = tuple(sorted(set(pairs)))
    assert querystring.list_pairs(QueryDict(querystring.build_query(parameters).removeprefix("?"))) == parameters


@given(PAIRS, st.text(min_size=1, max_size=8))
def test_adding_and_removing_a_value_leads_back(pairs, value):
    parameters = querystring.remove_page(tuple(sorted(set(pairs) - {("actor", value)})))
    added = querystring.AddressBuilder(parameters).build_with("actor", value)
    assert added == querystring.build_query(querystring.add_value(parameters, "actor", value))
    chosen = querystring.add_value(parameters, "actor", value)
    assert querystring.AddressBuilder(chosen).build_without("actor", value) == querystring.build_query(parameters)
