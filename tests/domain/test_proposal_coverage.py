"""Tags of paragraphs say where each KSB of the proposal is shown, and which are nowhere."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, Table
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.proposal_annex import annex
from portfolio_app.domain.proposal_coverage import assessed, heat_strip, proposal_coverage
from portfolio_app.domain.standard import AssessmentMethod, Standard


def ksb(code: str, *methods: str) -> Ksb:
    return Ksb(code.lower(), code, KsbKind.SKILL, f"About {code}", code, methods=methods)


def block(uid: str, text: str = "", *ksbs: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(uid, kind, (Inline(text=text),), ksbs=ksbs)


KSBS = (ksb("S1", "sbp"), ksb("S2", "pd", "sbp"), ksb("S3", "pd"), ksb("S4", "sbp"),
        ksb("S5", "sbp"), ksb("S6"))  # fmt: skip
STANDARD = Standard(
    "x", "", "", "", 7, KSBS, (AssessmentMethod("sbp", "Strategic business proposal"),)
)
DRAFT = (
    block("before", "A summary", "s2"),
    block("h1", "Context", kind=BlockKind.HEADING_1),
    block("p1", "The board", "s1", "s2"),
    block("h2", "Detail", kind=BlockKind.HEADING_2),
    block("p2", "More", "s1"),
    Block("t", BlockKind.TABLE, ksbs=("s3",), table=Table(caption="Options", rows=(("A",),))),
    block("h3", "Costs", kind=BlockKind.HEADING_1),
    block("p3", "  ", "s4"),
    block("a", "Letters", kind=BlockKind.APPENDIX),
    block("p4", "A letter", "s4", "s1"),
)


def test_only_ksbs_of_the_proposal_are_assessed_by_it() -> None:
    assert [each.code for each in assessed(STANDARD)] == ["S1", "S2", "S4", "S5"]
    assert assessed(Standard("x", "", "", "", 7, (ksb("S6"),))) == ()
    without_methods = Standard("x", "", "", "", 7, KSBS)
    assert [each.code for each in assessed(without_methods)] == ["S1", "S2", "S4", "S5"]


def test_the_status_is_of_paragraphs_of_the_text_that_hold_something() -> None:
    rows = proposal_coverage(KSBS, DRAFT)
    assert {row.ksb.code: row.status for row in rows} == {
        "S1": KsbStatus.COVERED, "S2": KsbStatus.STRONG, "S3": KsbStatus.COVERED,
        "S4": KsbStatus.STARTED, "S5": KsbStatus.GAP, "S6": KsbStatus.GAP,
    }  # fmt: skip
    assert [each.where for each in rows[0].paragraphs] == ["Section 1", "Section 1.1", "Appendix A"]
    assert [each.block_uid for each in rows[2].paragraphs] == ["t"]


def test_the_strip_counts_tags_by_section() -> None:
    strip = heat_strip(proposal_coverage(KSBS[:4], DRAFT), DRAFT)
    assert [each.number for each in strip.columns] == ["–", "1", "2", "A"]
    assert strip.counts == ((0, 2, 0, 1), (1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 1))


def test_the_strip_begins_with_the_first_heading_unless_something_before_it_is_tagged() -> None:
    opening = replace(DRAFT[0], ksbs=())
    strip = heat_strip(proposal_coverage(KSBS[:1], DRAFT[1:]), (opening, *DRAFT[1:]))
    assert [each.number for each in strip.columns] == ["1", "2", "A"]


def test_the_annex_names_sections_once_and_keeps_what_is_a_gap() -> None:
    entries = {
        each.ksb.code: [(at.words, at.block_uid) for at in each.places]
        for each in annex(STANDARD, DRAFT)
    }
    assert entries == {
        "S1": [("Section 1", "p1"), ("Section 1.1", "p2"), ("Appendix A", "p4")],
        "S2": [("Before the first heading", "before"), ("Section 1", "p1")],
        "S3": [("Section 1.1", "t")],
        "S4": [("Appendix A", "p4")],
        "S5": [],
    }


def test_an_empty_table_or_a_figure_without_picture_covers_nothing() -> None:
    empty = Table(caption="Costs", columns=("Item", "Year 1"), rows=(("", " "),))
    hollow = [
        Block("t", BlockKind.TABLE, ksbs=("s1",), table=empty),
        Block("f", BlockKind.FIGURE, ksbs=("s2",), figure=Figure(caption="The plan")),
        Block("g", BlockKind.FIGURE, ksbs=("s4",), figure=Figure("picture")),
        block("p", "Words", "s9"),
    ]
    found = {row.ksb.code: row.status for row in proposal_coverage(KSBS, hollow)}
    assert (found["S1"], found["S2"]) == (KsbStatus.STARTED, KsbStatus.STARTED)
    assert found["S4"] is KsbStatus.COVERED
    places = {each.ksb.code: each.places for each in annex(STANDARD, hollow)}
    assert (places["S1"], places["S2"], len(places["S4"])) == ((), (), 1)


def test_a_heading_without_words_parts_nothing() -> None:
    h1, appendix = BlockKind.HEADING_1, BlockKind.APPENDIX
    draft = [
        block("h1", "Context", kind=h1),
        block("p1", "The board", "s1"),
        block("a", "Letters", kind=appendix),
        block("p2", "A letter", "s5"),
        block("h2", "  ", kind=h1),
        block("p3", "More of the board", "s1", "s4"),
    ]
    rows = {row.ksb.code: row for row in proposal_coverage(KSBS, draft)}
    assert rows["S1"].status is KsbStatus.COVERED  # one section, not two
    assert [each.where for each in rows["S4"].paragraphs] == ["Section 1"]
    assert heat_strip(list(rows.values()), draft).counts[0] == (2, 0)


def test_the_annex_leaves_out_what_is_retired_and_puts_appendices_last() -> None:
    ksbs = (replace(ksb("S1", "sbp"), retired=True), ksb("S2", "sbp"), ksb("S3"))
    standard = replace(STANDARD, ksbs=ksbs)
    assert [each.code for each in assessed(standard)] == ["S2"]
    draft = [
        block("a", "Letters", kind=BlockKind.APPENDIX),
        block("p1", "A letter", "s2", "s1"),
        block("h", "Context", kind=BlockKind.HEADING_1),
        block("e", " ", "s2"),
        block("p2", "The board", "s2", "s3"),
    ]
    found = {each.ksb.code: [at.block_uid for at in each.places] for each in annex(standard, draft)}
    assert found == {"S2": ["p2", "p1"], "S3": ["p2"]}
