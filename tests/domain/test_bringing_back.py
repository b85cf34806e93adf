"""A reviewed copy: each change is told; tags and citations stay where they belong or are listed."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from portfolio_app.domain.bringing_back import Kind, apply
from portfolio_app.domain.comparing_copy import Texts, plan
from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.matching_paragraphs import words_of
from portfolio_app.domain.printed import printed
from portfolio_app.domain.word_copy import (
    Comment,
    Hand,
    Manner,
    Piece,
    Tracked,
    WordCell,
    WordCopy,
    WordParagraph,
    WordRow,
    WordTable,
)
from tests.domain import copy_edits
from tests.domain.copy_edits import Para, Written, as_copy

SEEDS = int(os.environ.get("PORTFOLIO_COPY_SEEDS", "8"))


def outcome(
    written: Written, copy: list[Para], seen: tuple[tuple[Block, ...], list[Para]]
) -> Counter[str]:
    """Return how many tags and citations are where; ``seen`` is what was taken, beside the copy."""
    counts: Counter[str] = Counter()
    by_uid = {block.uid: block for block in written.blocks}
    kept = {uid for para in copy for uid in para.origins}
    blocks, paras = seen
    for block, para in zip(blocks, paras, strict=True):
        said = "".join(written.labels.of(each) for each in block.inlines)
        assert words_of(said) == words_of(para.text)
        # Words copied of a paragraph that is gone are that paragraph, reworded.
        words_from = para.origins | {uid for uid in para.copied if uid not in kept}
        for tag in block.ksbs:
            is_right = any(tag in by_uid[uid].ksbs for uid in words_from)
            counts["tags right" if is_right else "tags wrong"] += 1
        for inline in block.inlines:
            if inline.kind is not InlineKind.WORDS:
                origins = para.origins | para.copied
                is_right = any(inline in by_uid[uid].inlines for uid in origins)
                counts["citations right" if is_right else "citations wrong"] += 1
    return counts


@pytest.mark.parametrize("edits", [15, 60, 200])
def test_two_hundred_edits_put_no_tag_and_no_citation_on_a_wrong_paragraph(edits: int) -> None:
    total: Counter[str] = Counter()
    tags = cited = 0
    for seed in range(SEEDS):
        rng = random.Random(seed)  # noqa: S311
        written = copy_edits.write(rng)
        copy = copy_edits.edit(rng, written.paras, edits)
        texts = Texts(
            written.blocks, written.blocks, printed(written.blocks, written.labels),
            written.labels, {},
        )  # fmt: skip

        made = plan(f"copy {seed}", as_copy(copy), texts)
        taken = apply(written.blocks, made, frozenset(each.key for each in made.changes))

        paras = [each for each in copy if each.text.strip()]
        assert len(taken) == len(paras)
        total += outcome(written, copy, (taken, paras))
        gone = {block.uid for block in written.blocks} - {block.uid for block in taken}
        removed = {uid for each in made.changes for uid in each.removes}
        assert gone <= removed
        listed = {each.uid for each in made.unmatched}
        joined = {uid for each in made.changes if each.blocks for uid in each.removes}
        for block in written.blocks:
            if block.uid in gone - joined and block.ksbs:
                assert block.uid in listed  # what was not found again is said, by name
        tags += sum(len(block.ksbs) for block in written.blocks)
        cited += sum(
            each.kind is not InlineKind.WORDS for block in written.blocks for each in block.inlines
        )
    assert total["tags wrong"] == total["citations wrong"] == 0
    if edits == 15:  # a usual review: nearly everything is found again
        assert total["tags right"] >= 0.93 * tags
        assert total["citations right"] >= 0.93 * cited


def test_nothing_is_changed_by_a_copy_that_nobody_changed() -> None:
    written = copy_edits.write(random.Random(5))  # noqa: S311
    texts = Texts(
        written.blocks, written.blocks, printed(written.blocks, written.labels), written.labels, {}
    )

    made = plan("copy", as_copy(written.paras), texts)

    assert made.changes == ()
    assert made.unmatched == ()
    assert len(made.rows) == len(written.blocks)


def words(*said: str) -> tuple[Inline, ...]:
    return tuple(Inline(text=each) for each in said)


EVIDENCE = Inline(InlineKind.EVIDENCE, item_uid="i7", passage_uid="p7")
OTHER = Inline(InlineKind.EVIDENCE, item_uid="i7", passage_uid="p8")
LABELS = Labels(
    {"p7": EvidenceLabel("E07, p. 4"), "p8": EvidenceLabel("E07, p. 4")},
    {"h1": "Section 2"},
)
BASE = (
    Block("h1", BlockKind.HEADING_1, words("Options")),
    Block(
        "a1",
        inlines=(*words("Three options were costed with finance ("), EVIDENCE, *words(") in May.")),
        ksbs=("k8",),
    ),
    Block("a2", inlines=words("The second option keeps both sites open at night."), ksbs=("s3",)),
    Block("a3", inlines=words("The last option closes the smaller site from next April.")),
)


def texts(base: tuple[Block, ...] = BASE, now: tuple[Block, ...] = (), **more: Labels) -> Texts:
    labels = more.get("labels", LABELS)
    return Texts(base, now or base, printed(base, labels), labels, {"k8": "K8", "s3": "S3"})


def said(*paragraphs: str | tuple[Piece, ...]) -> WordCopy:
    made = []
    for each in paragraphs:
        pieces = (Piece(each),) if isinstance(each, str) else each
        text = "".join(piece.text for piece in pieces)
        is_heading = text == "Options"
        manner = Manner.HEADING if is_heading else Manner.BODY
        made.append(WordParagraph(pieces, manner, 1 if is_heading else 0))
    return WordCopy(tuple(made))


AS_IT_WAS = (
    "Options",
    "Three options were costed with finance (E07, p. 4) in May.",
    "The second option keeps both sites open at night.",
    "The last option closes the smaller site from next April.",
)


def taken(made_of: WordCopy, given: Texts) -> dict[str, Block]:
    made = plan("copy", made_of, given)
    now = apply(given.now, made, frozenset(each.key for each in made.changes))
    return {block.uid: block for block in now}


def test_a_citation_lives_among_changed_words_and_is_listed_when_its_own_words_change() -> None:
    kept = said(AS_IT_WAS[0], "Three costed options went to finance (E07, p. 4) in May 2025.",
                *AS_IT_WAS[2:])  # fmt: skip
    changed = said(AS_IT_WAS[0], "Three options were costed with finance (E07, p. 5) in May.",
                   *AS_IT_WAS[2:])  # fmt: skip
    run_on = said(AS_IT_WAS[0], "Three options were costed with finance (E07, p. 4-6) in May.",
                  *AS_IT_WAS[2:])  # fmt: skip

    assert EVIDENCE in taken(kept, texts())["a1"].inlines
    for copy in (changed, run_on):
        made = plan("copy", copy, texts())
        assert made.changes[0].lost[0].words == "E07, p. 4"
        assert made.changes[0].needs_a_look
        block = taken(copy, texts())["a1"]
        assert EVIDENCE not in block.inlines
        assert "E07, p. " in block.text  # the typed words are kept
        assert block.ksbs == ("k8",)


def test_of_two_citations_that_print_the_same_the_one_that_was_cut_is_the_one_that_goes() -> None:
    base = (
        Block("a", inlines=(*words("First the board agreed ("), EVIDENCE,
                            *words("). Later the staff side asked for more ("), OTHER,
                            *words(") and got it."))),
    )  # fmt: skip
    copy = said("Later the staff side asked for more (E07, p. 4) and got it.")

    block = taken(copy, texts(base))["a"]

    assert OTHER in block.inlines
    assert EVIDENCE not in block.inlines


def test_what_was_written_since_the_export_stays_and_both_changes_are_put_together() -> None:
    mine = replace(
        BASE[2],
        inlines=words("The second option keeps both large sites open at night."),
        ksbs=("s3", "k8"),
    )
    since = Block("n1", inlines=words("This was written after the export."))
    now = (*BASE[:2], mine, since, BASE[3])
    copy = said(*AS_IT_WAS[:2], "The second option keeps both sites open at night and weekends.",
                AS_IT_WAS[3])  # fmt: skip

    made = plan("copy", copy, texts(now=now))
    result = taken(copy, texts(now=now))

    assert [each.kind for each in made.changes] == [Kind.REWORDED]
    assert not made.changes[0].conflict
    assert (
        result["a2"].text == "The second option keeps both large sites open at night and weekends."
    )
    assert result["a2"].ksbs == ("s3", "k8")
    assert result["n1"] == since
    assert list(result) == ["h1", "a1", "a2", "n1", "a3"]


def test_the_same_words_changed_by_both_are_a_conflict_to_decide() -> None:
    mine = replace(BASE[2], inlines=words("The second option keeps three sites open at night."))
    copy = said(*AS_IT_WAS[:2], "The second option keeps no sites open at night.", AS_IT_WAS[3])

    (change,) = plan("copy", copy, texts(now=(*BASE[:2], mine, BASE[3]))).changes

    assert "after the export" in change.conflict
    assert change.blocks[0].text == "The second option keeps no sites open at night."


def test_divided_and_joined_paragraphs_keep_their_tags_and_citations() -> None:
    divided = said(AS_IT_WAS[0], "Three options were costed", "with finance (E07, p. 4) in May.",
                   *AS_IT_WAS[2:])  # fmt: skip
    joined = said(AS_IT_WAS[0], f"{AS_IT_WAS[1]} {AS_IT_WAS[2]}", AS_IT_WAS[3])

    parts = taken(divided, texts())
    whole = taken(joined, texts())

    assert len(parts) == len(BASE) + 1
    assert sum(EVIDENCE in block.inlines for block in parts.values()) == 1
    assert sum(block.ksbs == ("k8",) for block in parts.values()) == 1
    assert whole["a1"].ksbs == ("k8", "s3")
    assert EVIDENCE in whole["a1"].inlines
    assert "a2" not in whole


def test_a_paragraph_that_was_removed_is_listed_with_what_hung_on_it() -> None:
    copy = said(AS_IT_WAS[0], AS_IT_WAS[2], AS_IT_WAS[3], "A new thought about something else.")

    made = plan("copy", copy, texts())

    assert [each.uid for each in made.unmatched] == ["a1"]
    assert "K8, E07, p. 4" in made.unmatched[0].words
    removed = next(each for each in made.changes if each.kind is Kind.REMOVED)
    assert {each.words for each in removed.lost} == {"K8", "E07, p. 4"}
    left = apply(BASE, made, frozenset(e.key for e in made.changes if e is not removed))
    assert BASE[1] in left


def test_a_section_that_moved_is_one_change() -> None:
    copy = said(AS_IT_WAS[2], AS_IT_WAS[3], AS_IT_WAS[0], AS_IT_WAS[1])

    made = plan("copy", copy, texts())

    assert [each.kind for each in made.changes] == [Kind.MOVED]
    now = apply(BASE, made, frozenset({made.changes[0].key}))
    assert [block.uid for block in now] == ["a2", "a3", "h1", "a1"]


def test_tracked_changes_say_which_paragraph_was_wholly_reworded() -> None:
    hand = Hand("Line manager", "2026-03-03T10:00:00Z")
    pieces = (
        Piece("The second option keeps "),
        Piece("both sites open at night.", tracked=Tracked.DELETED, hand=0),
        Piece("everyone guessing, which is something quite different.", tracked=Tracked.INSERTED,
              hand=0, comments=(0,)),
    )  # fmt: skip
    copy = replace(
        said(*AS_IT_WAS[:2], pieces, AS_IT_WAS[3]),
        hands=(hand,),
        comments=(Comment("Is this agreed?", "Line manager", about="quite different"),),
    )

    made = plan("copy", copy, texts())

    (change,) = made.changes
    assert (change.kind, change.uids, change.hands) == (Kind.REWORDED, ("a2",), (hand,))
    assert change.blocks[0].ksbs == ("s3",)
    (row,) = [each for each in made.rows if each.comments]
    assert (row.uid, row.comments) == ("a2", (0,))
    assert "".join(run.text for run in row.yours) == BASE[2].text


def test_tracked_paragraph_marks_join_and_divide() -> None:
    first = WordParagraph((Piece(AS_IT_WAS[1] + " "),), mark=Tracked.DELETED)
    second = WordParagraph((Piece(AS_IT_WAS[2]),))
    third = WordParagraph((Piece("The last option closes "),), mark=Tracked.INSERTED)
    fourth = WordParagraph((Piece("the smaller site from next April."),))
    head = WordParagraph((Piece("Options"),), Manner.HEADING, 1)

    result = taken(WordCopy((head, first, second, third, fourth), hands=(Hand(),)), texts())

    assert len(result) == 4
    both = next(block for block in result.values() if len(block.ksbs) == 2)
    assert EVIDENCE in both.inlines


def test_lost_styles_are_a_programs_doing_and_one_changed_style_is_a_persons() -> None:
    two = (*BASE, Block("h2", BlockKind.HEADING_1, words("Costs over five years")),
           Block("h3", BlockKind.HEADING_1, words("Risks for a site")))  # fmt: skip
    flat = WordCopy(tuple(
        WordParagraph((Piece(text, strong=len(text) < 30),))
        for text in ("2 Options", *AS_IT_WAS[1:], "Costs over five years", "Risks for a site")
    ))  # fmt: skip
    one = said(*AS_IT_WAS)
    quote = replace(one.parts[3], manner=Manner.QUOTE)  # type: ignore[type-var]

    lost = plan("copy", flat, texts(two))
    changed = plan("copy", replace(one, parts=(*one.parts[:3], quote)), texts())

    assert lost.changes == ()
    assert "heading 1" in lost.notes[0]
    assert [each.kind for each in changed.changes] == [Kind.STYLED]
    assert changed.changes[0].blocks[0].kind is BlockKind.QUOTE


def test_a_plain_table_takes_changes_and_a_missing_one_is_never_taken_away_unasked() -> None:
    base = (
        *BASE,
        Block("t1", BlockKind.TABLE, table=copy_edits.table("What it costs"), ksbs=("k8",)),
    )
    rows = (("Option", "Cost"), ("A", "12"), ("B", "20"))
    table = WordTable(tuple(WordRow(tuple(WordCell(c, c) for c in row)) for row in rows), 1)
    copy = replace(said(*AS_IT_WAS), parts=(*said(*AS_IT_WAS).parts, table))

    result = taken(copy, texts(base))
    missing = plan("copy", said(*AS_IT_WAS), texts(base))

    assert result["t1"].table is not None
    assert result["t1"].table.rows == (("A", "12"), ("B", "20"))
    assert result["t1"].table.caption == "What it costs"
    assert result["t1"].ksbs == ("k8",)
    assert missing.changes[0].needs_a_look
    assert missing.unmatched[0].words.endswith("K8")


def test_a_file_that_is_something_else_says_so_and_takes_nothing_away_unasked() -> None:
    made = plan("copy", said("Minutes of a meeting.", "Nobody came to it."), texts())

    assert "right file" in made.notes[0]
    assert all(each.needs_a_look for each in made.changes if each.kind is Kind.REMOVED)


LONG = (
    "Patients wait eleven weeks for a first appointment, three weeks more than the region.",
    "A shared rota would let both teams cover the evenings without paying for agency nurses again.",
    "Estates can give up the second floor once the records have been scanned and checked by audit.",
    "Each manager was asked what had gone wrong with the last merger and what to keep of it.",
)


def tagged(*paragraphs: str) -> tuple[Block, ...]:
    """Return blocks of these words, each with a tag of its own."""
    return tuple(
        Block(f"b{n}", inlines=words(text), ksbs=(f"tag{n}",)) for n, text in enumerate(paragraphs)
    )


def test_a_few_words_that_stand_elsewhere_are_not_taken_for_those_that_are_gone() -> None:
    base = tagged(LONG[0], "Agreed.", LONG[1], LONG[2], LONG[3])
    elsewhere = said(LONG[0], "Not agreed by the board.", LONG[1], LONG[2], "Agreed.", LONG[3])
    beside = said(LONG[0], "Agreed.", "Nobody had said so before.", LONG[1], LONG[3], LONG[2])

    moved = plan("copy", elsewhere, texts(base))
    kept = plan("copy", beside, texts(base))

    assert [each.uid for each in moved.unmatched] == ["b1"]
    assert kept.unmatched == ()


def test_words_that_stand_at_two_places_are_taken_for_neither_but_where_they_stood() -> None:
    base = tagged(*LONG)
    halves = LONG[1].split(" without ")
    whole = f"{LONG[2]} {LONG[1]}"
    doubted = said(LONG[0], whole, LONG[3], f"{halves[0]} and the days.", "Nobody had said so.")
    copied = said(LONG[0], LONG[1], whole, LONG[3])

    made = plan("copy", doubted, texts(base))
    in_place = plan("copy", copied, texts(base))

    assert "b1" not in made.order[3:]
    assert in_place.unmatched == ()
    assert in_place.order[1] == "b1"


def test_where_tracking_left_words_says_more_than_where_they_stand_again() -> None:
    base = tagged(*LONG)
    start, end = LONG[1][:45], LONG[1][45:]
    hand = Hand("Line manager")
    kept = (Piece(start), Piece(end, tracked=Tracked.DELETED, hand=0),
            Piece("more of something else.", tracked=Tracked.INSERTED, hand=0))  # fmt: skip
    again = WordParagraph(
        (Piece(LONG[1], tracked=Tracked.INSERTED, hand=0),), mark=Tracked.INSERTED
    )
    copy = said(LONG[0], kept, LONG[2], LONG[3])
    copy = replace(copy, parts=(*copy.parts, again), hands=(hand,))

    made = plan("copy", copy, texts(base))

    assert made.order[-1] not in {each.uid for each in base}
