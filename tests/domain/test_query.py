"""What is typed is taken apart into words, phrases and filters, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.query import Is, Query, parse


def test_words_are_all_wanted_and_the_last_one_may_be_begun() -> None:
    query = parse("winter  pres")

    assert (query.terms, query.is_open) == (("winter", "pres"), True)
    assert query.match == '"winter" "pres"*'
    assert parse("winter pres ").match == '"winter" "pres"'


def test_a_phrase_is_exact_and_closed() -> None:
    query = parse('board "winter pressures plan"')

    assert query.terms == ("board", "winter pressures plan")
    assert query.match == '"board" "winter pressures plan"'
    assert parse('"winter pres').match == '"winter pres"*'


def test_filters_are_taken_out_of_the_words() -> None:
    query = parse('budget ksb:k08 type:minutes from:2024-09 is:shortlisted project:"New ward"')

    assert query.terms == ("budget",)
    assert query.ksbs == ("K8",)
    assert query.kinds == ("minutes",)
    assert (query.since, query.until) == ("2024-09-01", "")
    assert query.states == (Is.SHORTLISTED,)
    assert query.projects == ("New ward",)
    assert query.notes == ()
    assert not query.is_open


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("from:2024 to:2024", "2024-01-01", "2024-12-31"),
        ("from:2024-2 to:2024-02", "2024-02-01", "2024-02-29"),
        ("from:2024-02-10 to:2024-02-11", "2024-02-10", "2024-02-11"),
        ("from:10/02/2024 to:2/2024", "2024-02-10", "2024-02-29"),
    ],
)
def test_days_are_taken_as_they_are_typed(typed: str, since: str, until: str) -> None:
    query = parse(typed)

    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    "typed", ["type:novel", "from:2024-13", "is:good", "author:me", "to:yesterday"]
)
def test_what_no_filter_knows_is_looked_for_as_words_and_said(typed: str) -> None:
    query = parse(f"plan {typed}")

    assert query.terms == ("plan", typed)
    assert not query.filters_items
    assert len(query.notes) == 1
    assert typed in query.notes[0]


def test_times_and_addresses_are_words_without_a_remark() -> None:
    assert parse("14:02 https://example.org/a").notes == ()


@pytest.mark.parametrize("typed", ["type:email", "TYPE:E-mail", "type:e-mails", 'type:"e-mail"'])
def test_a_type_is_known_in_any_spelling(typed: str) -> None:
    assert parse(typed).kinds == ("e-mail",)


def test_a_code_is_known_however_it_is_written() -> None:
    assert {parse(each).label for each in ("k8", "K 8", "k-08", '"k8"')} == {"K8"}


@pytest.mark.parametrize("typed", ["", "   ", '""', "*", "-- ()", "\x00"])
def test_nothing_to_look_for_is_an_empty_query(typed: str) -> None:
    assert parse(typed).is_empty
    assert parse(typed).match == ""


@given(st.text(max_size=200))
def test_any_text_is_a_query(typed: str) -> None:
    query = parse(typed)

    assert isinstance(query, Query)
    assert query.match.count('"') == 2 * len(query.terms)
    query.match.encode("utf-8")


def test_half_characters_of_a_bad_paste_do_no_harm() -> None:
    parse("a\ud800b type:\udfff").match.encode("utf-8")
