"""Words are counted as LibreOffice counts them, and only what was chosen counts."""

from __future__ import annotations

import tomllib

import pytest

from portfolio_app import assets
from portfolio_app.domain.draft import Block, BlockKind, Inline, Table, TableKind
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.word_count import (
    Band,
    WordCounter,
    message,
    parts_of,
    tally,
    words_in,
    words_of,
)
from portfolio_app.domain.working_tables import shown
from tests.domain.drafting import APPENDIX, H1, H2, a_block, a_figure, a_note, a_table, evidence

LABELS = Labels({"item": EvidenceLabel("E07, p. 4")}, {"t": "Table 1", "f": "Figure 1"})
PARTS = parts_of(tomllib.loads(assets.text("proposal/counting.toml")))

# What LibreOffice 7.4 says of each (meta:word-count of a file that it counted itself).
AS_LIBREOFFICE = {
    "one two three": 3,
    "one—two three": 3,
    "one — two": 2,
    "one–two 2020–2024": 4,
    "long-term plan - so": 4,
    "and/or either / or": 4,
    "one ... two & three + = * “ ”": 10,
    "one\u00a0two\u202fthree\u2009four": 4,
    "it’s o'clock": 2,
    "£1,200.50 50% 3:1 (E07, p. 4)": 6,
    "one\ttwo": 2,
    "日本語 text": 4,
    "한국어 단어 hello": 6,
    "one…two three… four": 3,
    "https://example.org/a/b?c=d me@example.org": 2,
    "good 😀 day 😀😀": 4,
    "one \u00a0 two\u3000three": 3,
    "“one”—“two” one—": 3,
    "– — one–– two": 2,
    "one\ufefftwo three": 2,
    ". , ; ( ) one": 6,
    "": 0,
}


def test_a_text_has_the_words_that_libreoffice_counts() -> None:
    assert {text: words_in(text) for text in AS_LIBREOFFICE} == AS_LIBREOFFICE


def test_each_word_is_of_the_part_it_is_printed_for() -> None:
    text = Block(
        "b",
        inlines=(
            Inline(text="Costed with finance ("),
            evidence(),
            Inline(text="), tested"),
            a_note("Seen in May"),
        ),
    )
    assert words_of(text, LABELS) == {"body": 4, "citations": 3, "notes": 3}
    assert words_of(a_block("h", "Why now", H1), LABELS) == {"headings": 2, "marks": 1}
    assert words_of(a_block("l", "Two words", BlockKind.BULLET), LABELS) == {"body": 2, "marks": 1}
    assert not words_of(a_block("e", "", BlockKind.BULLET), LABELS)
    table = a_table("t", "Costs", ("Year", "Cost"), ("2026", "£4 000"))
    assert words_of(table, LABELS) == {"tables": 5, "captions": 3}
    figure = a_figure("f", "Demand by month", "Never counted words", "Board pack")
    assert words_of(figure, LABELS) == {"captions": 8}  # "Figure 1: …", "Source: Board pack"


def test_what_is_not_chosen_does_not_count_and_appendices_are_a_part_of_their_own() -> None:
    blocks = (
        a_block("1", "Context", H1, target=3),
        a_block("2", "Four words are here ", BlockKind.BODY, evidence()),
        a_block("3", "Data", APPENDIX),
        a_block("4", "More", H2),
        a_block("5", "Not in the count ", BlockKind.BODY, evidence()),
        a_block("6", "After", H1),
    )
    usual = tally(blocks, LABELS, PARTS.usual, {"references": 40, "title": 7})
    assert usual.by_part == {
        "headings": 2, "marks": 2, "body": 4, "citations": 3, "appendices": 9,
        "references": 40, "title": 7,
    }  # fmt: skip
    assert (usual.counted, usual.not_counted) == (9, 58)
    context, data, after = usual.sections
    assert (context.words, context.over, data.words, data.is_appendix) == (8, 5, 0, True)
    assert (data.all_words, after.title, after.words) == (9, "After", 1)
    without = tally(blocks, LABELS, PARTS.usual - {"citations"} | {"appendices"})
    assert without.counted == 15


def test_counting_again_reads_only_what_changed() -> None:
    counter = WordCounter()
    first, second = a_block("1", "One two"), a_block("2", "Three")
    assert counter.count((first, second), LABELS, {"body"}).counted == 3
    assert counter.count((second,), LABELS, {"body"}).counted == 1
    changed = a_block("2", "Three four five")
    assert counter.count((first, changed), LABELS, {"body"}).counted == 5
    cited = a_block("3", "", BlockKind.BODY, evidence())
    assert counter.count((cited,), LABELS, {"citations"}).counted == 3
    later = Labels({"item": EvidenceLabel("Portfolio p. 47 here")})
    assert counter.count((cited,), later, {"citations"}).counted == 4


def test_the_band_is_said_in_words() -> None:
    band = Band(3600, 4400)
    assert band.count_words(3812) == "3,812 of 3,600 to 4,400"
    assert [band.where(n) for n in (3599, 3600, 4400, 4401)] == [
        "under",
        "within",
        "within",
        "over",
    ]
    assert band.said(3012) == "3,012 words: 588 under the lower limit."
    assert band.said(3812) == "3,812 words: within 3,600 to 4,400."
    assert (Band().where(12), Band().count_words(1)) == ("", "1 word")


def test_a_proposal_over_its_band_says_what_is_safe_and_where_to_look() -> None:
    blocks = (
        a_block("1", "Summary", H1, target=3),
        a_block("2", "a b c"),
        a_block("3", "Options", H1, target=4),
        a_block("4", "a b c d e f"),
    )
    found = tally(blocks, LABELS, PARTS.usual)
    assert message(found, Band(3, 10)) == (
        "11 words: 1 over the upper limit. Your text is saved. "
        "Section 2 is 3 words over its target."
    )
    assert message(found, Band(3, 11)) == ""


def test_a_section_without_a_target_or_words_of_its_own_is_over_nothing() -> None:
    blocks = (
        a_block("1", "Summary", H1),
        a_block("2", "a b c d e f g h"),
        a_block("3", "", H1, target=1),
        a_block("4", "a b c"),
        a_block("5", "Options", H1, target=3),
        a_block("6", "a b c d e"),
        a_block("7", "Data", APPENDIX, target=1),
        a_block("8", "a b c"),
    )
    found = tally(blocks, LABELS, PARTS.usual | {"appendices"})
    assert [each.over for each in found.sections] == [0, 2, 3, 3]
    # Headings without words are not numbered, and an appendix is no section.
    assert message(found, Band(3, 10)).endswith("Section 2 is 3 words over its target.")


def test_what_a_table_works_out_and_says_under_it_counts() -> None:
    costs = Table(
        TableKind.COSTS, columns=("Item", "2026"), rows=(("Plant", "£5"),), roles=("cost",)
    )
    made = shown(costs)
    cells = [*made.columns, *(cell for row in made.rows for cell in row), *made.notes]
    assert len(made.notes) == 2
    table = Block("t", BlockKind.TABLE, table=costs)
    assert words_of(table, Labels())["tables"] == sum(map(words_in, cells)) > 20


def test_usual_choices_are_data_and_not_said_to_be_confirmed() -> None:
    assert PARTS.usual == {"body", "headings", "tables", "captions", "citations", "notes"}
    assert not PARTS.confirmed
    assert "could not be read" in PARTS.source
    with pytest.raises(ValueError, match="schema"):
        parts_of({"schema": 2, "parts": []})
