"""Words and sentences of minutes, lists and wrapped lines."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.sentences import sentences, words

MINUTES = """Winter Pressures Board
Minutes of the meeting held on 12.03.25 at 2.30 p.m.
Present: Chair; Director of Finance
1. Apologies
Apologies were received, e.g. from Dr. A. Smith and Prof. Jones. The cost was £3.5 million
(see p. 4). No. 5 was agreed! "Was it wise?" asked the chair. It was nego-
tiated with both.
3.2 Finance
The Board noted the report of Example Ltd. They approved it.
• first bullet that runs
  on to a second line
• second bullet
a) letter point

-----
Action: AB to report back, i.e. by May.
"""


def test_minutes_fall_into_the_sentences_a_reader_sees() -> None:
    assert [MINUTES[start:end] for start, end in sentences(MINUTES)] == [
        "Winter Pressures Board",
        "Minutes of the meeting held on 12.03.25 at 2.30 p.m.",
        "Present: Chair; Director of Finance",
        "1. Apologies",
        "Apologies were received, e.g. from Dr. A. Smith and Prof. Jones.",
        "The cost was £3.5 million\n(see p. 4).",
        "No. 5 was agreed!",
        '"Was it wise?" asked the chair.',
        "It was nego-\ntiated with both.",
        "3.2 Finance",
        "The Board noted the report of Example Ltd.",
        "They approved it.",
        "• first bullet that runs\n  on to a second line",
        "• second bullet",
        "a) letter point",
        "Action: AB to report back, i.e. by May.",
    ]


def test_a_name_at_a_line_start_does_not_end_a_sentence() -> None:
    text = (
        "The proposal was taken to the regional board by the director and by\n"
        "Example Hospital Trust, who agreed to it without any change at all."
    )

    assert sentences(text) == [(0, len(text))]


def test_words_keep_their_hyphens_points_and_line_ends() -> None:
    text = "Don’t re-use £1,200 or 3.5% of the nego-\ntiated pi\ufffelot, e\u0301t al."

    assert [text[start:end] for start, end in words(text)] == [
        "Don’t",
        "re-use",
        "1,200",
        "or",
        "3.5",
        "of",
        "the",
        "nego-\ntiated",
        "pi\ufffelot",
        "e\u0301t",
        "al",
    ]


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("aB1 .!?\n\r-•\"'()é\u0301中。"), max_size=80))
def test_every_letter_is_in_exactly_one_sentence_and_one_word(text: str) -> None:
    for runs in (sentences(text), words(text)):
        assert all(start < end for start, end in runs)
        assert all(a[1] <= b[0] for a, b in pairwise(runs))
        covered = {place for start, end in runs for place in range(start, end)}
        assert {i for i, c in enumerate(text) if c.isalnum()} <= covered
    for start, end in sentences(text):
        assert text[start:end] == text[start:end].strip()


@pytest.mark.parametrize("hostile", ["a. ", ". ", "A.\n", "a.", " \n", "1.", "a-", ".)"])
def test_hostile_text_is_divided_in_linear_time(hostile: str) -> None:
    begun = time.process_time()

    sentences(hostile * 100_000)
    words(hostile * 100_000)

    assert time.process_time() - begun < 4.0
