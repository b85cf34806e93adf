"""Two states side by side: every letter of both is there, and what moved is not called new."""

from __future__ import annotations

import random
from dataclasses import replace

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.draft_compare import Change, Row, compare, text_of
from portfolio_app.domain.labels import EvidenceLabel, Labels
from tests.domain.drafting import H1, a_block, a_figure, a_note, a_table, evidence

LABELS = Labels({"item": EvidenceLabel("E07, p. 4")})


def marked(row: Row, side: str) -> list[str]:
    return [each.text for each in getattr(row, side) if each.is_marked]


def test_words_that_changed_are_marked_and_no_others() -> None:
    old = (a_block("1", "The board agreed three options in March."),)
    new = (a_block("1", "The board agreed two costed options in March."),)
    found = compare(old, new, LABELS)
    (row,) = found.rows
    assert (row.change, marked(row, "old"), marked(row, "new")) == (
        Change.CHANGED, ["three"], ["two costed"],
    )  # fmt: skip
    assert found.words == "1 difference: 2 words added, 1 word removed."


def test_paragraphs_that_came_went_and_moved() -> None:
    a, f, b, c, e = (a_block(u, f"Paragraph about matter {u} alone") for u in "afbce")
    d = a_block("d", "Something wholly different stands here")
    found = compare((a, f, b, c, e), (c, a, f, d, e), LABELS)
    assert [(row.change, row.new_block or row.old_block) for row in found.rows] == [
        (Change.MOVED_TO, c), (Change.SAME, a), (Change.SAME, f), (Change.ADDED, d),
        (Change.REMOVED, b), (Change.MOVED_FROM, c), (Change.SAME, e),
    ]  # fmt: skip
    assert (found.words_added, found.words_removed) == (5, 5)


def test_a_paragraph_with_another_uid_is_paired_by_its_words() -> None:
    old = (a_block("x", "Finance costed the three options with the board"),)
    new = (a_block("y", "Finance costed the four options with the board"),)
    (row,) = compare(old, new, LABELS).rows
    assert row.change is Change.CHANGED
    assert marked(row, "new") == ["four"]


def test_what_changed_besides_words_is_said() -> None:
    old = Block("1", BlockKind.BODY, (Inline(text="Same words"),), ksbs=("k1",))
    new = replace(
        old, kind=BlockKind.QUOTE, ksbs=("k2",), inlines=(Inline(text="Same words", strong=True),)
    )
    (row,) = compare((old,), (new,), LABELS, {"k1": "K8", "k2": "S3"}).rows
    assert row.said == (
        "Style: Body to Quotation", "Tagged S3", "Not tagged K8 any more", "Bold or italic",
    )  # fmt: skip
    figure = a_figure("f", "Demand", "Bars rise")
    assert figure.figure is not None
    other = replace(figure, figure=replace(figure.figure, alternative="Bars rise to May"))
    assert compare((figure,), (other,), LABELS).rows[0].said == ("Alternative text",)


def test_citations_notes_and_tables_are_shown_as_they_print() -> None:
    old = Block(
        "1", inlines=(Inline(text="Costed ("), evidence(), Inline(text=")"), a_note("Seen."))
    )
    assert text_of(old, LABELS) == "Costed (E07, p. 4)†\n† Seen."
    new = replace(old, inlines=(*old.inlines[:1], evidence("other"), *old.inlines[2:]))
    (row,) = compare((old,), (new,), LABELS).rows
    assert (marked(row, "old"), marked(row, "new")) == (["E07, p. 4"], ["[missing]"])
    table = a_table("t", "Costs", ("Year", "Cost"), ("2026", "£4"))
    dearer = a_table("t", "Costs", ("Year", "Cost"), ("2026", "£5"))
    (row,) = compare((table,), (dearer,), LABELS).rows
    assert (marked(row, "old"), marked(row, "new")) == (["4"], ["5"])


def test_both_sides_are_there_letter_by_letter_whatever_was_done() -> None:
    chance = random.Random(6)  # noqa: S311 - the same every time
    words = "the/board/agreed/a/costed/plan//for\u00a0change,/“now”/—/if/(£4.5m)".split("/")  # noqa: SIM905

    def paragraph(uid: str) -> Block:
        return a_block(
            uid,
            " ".join(chance.choices(words, k=chance.randrange(1, 30))),
            chance.choice((H1, BlockKind.BODY)),
        )

    for turn in range(40):
        old = tuple(paragraph(f"{turn}-{n}") for n in range(chance.randrange(8)))
        new = [
            b if chance.random() < 0.5 else paragraph(chance.choice((b.uid, f"new-{b.uid}")))
            for b in old
            if chance.random() < 0.9
        ]
        chance.shuffle(new)
        rows = compare(old, new, LABELS).rows
        right = [row for row in rows if row.new_block is not None]
        assert [row.new_block for row in right if row.new] == [b for b in new if text_of(b, LABELS)]
        for row in right:
            assert row.new_block is not None
            assert "".join(run.text for run in row.new) == text_of(row.new_block, LABELS)
        shown = {row.old_block.uid: row for row in rows if row.old_block and row.old}
        for block in old:
            if text_of(block, LABELS):
                assert "".join(run.text for run in shown[block.uid].old) == text_of(block, LABELS)


def test_the_same_is_the_same() -> None:
    blocks = (a_block("1", "One", H1), a_block("2", "Two"))
    found = compare(blocks, blocks, LABELS)
    assert (found.changes, found.words) == (0, "Nothing differs.")


def test_a_very_long_paragraph_is_compared_around_what_stayed() -> None:
    words = [f"word{number}" for number in range(20_000)]
    changed = [*words[:5_000], *words[14_000:13_000:-1], *words[15_000:]]
    (row,) = compare((a_block("1", " ".join(words)),), (a_block("1", " ".join(changed)),)).rows
    assert [run.is_marked for run in row.new] == [False, True, False]
    assert row.new[0].text.startswith("word0 word1 ")
