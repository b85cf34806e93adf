"""Found words are told by ranges in plain text."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.marking import excerpt, has_all, marks, together


def marked(text: str, *terms: str, is_open: bool = False) -> list[str]:
    return [text[start:end] for start, end in marks(text, terms, is_open=is_open)]


def test_words_are_marked_whatever_their_case_and_accents() -> None:
    assert marked("The Café's CAFE, cafés", "cafe") == ["Café", "CAFE"]
    assert marked("The cafés", "caf", is_open=True) == ["cafés"]
    assert marked("Staff staffing", "staff") == ["Staff"]


def test_a_phrase_is_marked_as_one_and_only_in_its_order() -> None:
    text = "pressures of winter; winter pressures board"

    assert marked(text, "winter pressures") == ["winter pressures"]
    assert marked(text, "winter", "pressures board") == ["winter", "winter", "pressures board"]


def test_an_excerpt_stands_around_the_first_match_and_is_cut_at_words() -> None:
    text = "lorem ipsum " * 40 + "the board agreed " + "dolor sit " * 40

    cut = excerpt(text, ["agreed"])

    assert len(cut.text) < 180
    assert cut.text.startswith("…")
    assert cut.text.endswith("…")
    assert [cut.text[a:b] for a, b in cut.marks] == ["agreed"]


def test_the_longest_run_is_what_is_looked_for_on_the_page() -> None:
    text = "winter plan: the winter pressures board"

    assert together(text, marks(text, ["winter", "pressures"])) == "winter pressures"
    assert together("plain", ()) == ""


def test_every_term_must_be_there() -> None:
    assert has_all("the board agreed", ["board", "agr"], is_open=True)
    assert not has_all("the board agreed", ["board", "agr"])


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=4), st.booleans())
def test_marks_are_ranges_of_the_text_in_order(text: str, terms: list[str], is_open: bool) -> None:
    cut = excerpt(text, terms, is_open=is_open)

    last = 0
    for start, end in cut.marks:
        assert last <= start < end <= len(cut.text)
        last = end
