"""The finished proposal: everything resolved to words, nothing in it that is nobody's business."""

from __future__ import annotations

from portfolio_app.domain import finished, wire
from portfolio_app.domain.column_widths import shares
from portfolio_app.domain.draft import (
    Block,
    BlockKind,
    Cited,
    Figure,
    Inline,
    InlineKind,
    Picture,
    Table,
)
from portfolio_app.domain.draft_numbers import numbers
from portfolio_app.domain.finished import (
    FinishedFigure,
    FinishedProposal,
    FinishedTable,
    Heading,
    Paragraph,
    Words,
    heading_words,
    list_mark,
    plain,
)
from portfolio_app.domain.finishing import Finishing, clean, finish, linked
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.printed import printed


def block(uid: str, kind: BlockKind, *inlines: Inline | str, level: int = 0) -> Block:
    made = tuple(Inline(text=each) if isinstance(each, str) else each for each in inlines)
    return Block(uid, kind, made, level)


def made_of(*blocks: Block) -> Finishing:
    labels = Labels(
        {"passage": EvidenceLabel("E07, p. 4")}, numbers(blocks), lambda _: "(Author, 2022)"
    )
    return finish(blocks, labels, {"p": Picture("p", "x.png", "ab" * 32, 9, 400, 300)})


def test_citations_notes_and_cross_references_become_words_in_their_place() -> None:
    made = made_of(
        block("h", BlockKind.HEADING_1, " Why\u2028now "),
        block(
            "b", BlockKind.BODY, "Said ", Inline(InlineKind.EVIDENCE, passage_uid="passage"),
            Inline(InlineKind.NOTE, text=" See  the plan. "), " and ",
            Inline(InlineKind.SOURCE, cited=(Cited("s"),)), " in ",
            Inline(InlineKind.CROSS, block_uid="t"), ", ",
            Inline(InlineKind.CROSS, block_uid="gone"), " ",
        ),
        Block("t", BlockKind.TABLE, table=Table(columns=("A",), rows=(("1",),))),
    )  # fmt: skip

    heading, body, table = made.parts

    assert isinstance(heading, Heading)
    assert (heading_words(heading), heading.place) == ("1 Why now", 1)
    assert isinstance(body, Paragraph)
    assert plain(body.paragraph) == "Said E07, p. 4 and (Author, 2022) in Table 1, [missing]"
    assert [each.note for each in body.paragraph if each.note] == [1]
    assert made.notes == ("See the plan.",)
    assert isinstance(table, FinishedTable)
    assert [(each.text, each.to) for each in body.paragraph if each.to] == [("Table 1", 3)]
    assert (table.label, table.place) == ("Table 1", 3)


def test_what_shows_nothing_is_left_out_and_appendices_go_behind() -> None:
    made = made_of(
        block("1", BlockKind.APPENDIX, "Survey"),
        block("2", BlockKind.BODY, "Its questions"),
        block("3", BlockKind.HEADING_1, "  "),
        block("4", BlockKind.BODY, "\u200b\ufeff"),
        block("5", BlockKind.HEADING_1, "Why"),
        block("6", BlockKind.BODY, Inline(InlineKind.NOTE, text="alone")),
        Block("7", BlockKind.FIGURE, figure=Figure("p", "A chart", width=9.0)),
        Block("8", BlockKind.TABLE, table=Table()),
    )

    heading, body, figure = made.parts

    assert isinstance(figure, FinishedFigure)
    assert [plain(each.heading) for each in (heading,) if isinstance(each, Heading)] == ["Why"]
    assert isinstance(body, Paragraph)
    assert (figure.picture, figure.width, figure.pixels) == ("ab" * 32, 1.0, (400, 300))
    assert [heading_words(each) for each in made.appendices if isinstance(each, Heading)] == [
        "Appendix A Survey"
    ]


def test_lists_count_anew_where_something_stands_between() -> None:
    def mark(kind: str, level: int = 0) -> Block:
        kinds = {"n": BlockKind.NUMBER, "b": BlockKind.BULLET, "t": BlockKind.BODY}
        return block(kind, kinds[kind], "x", level=level)

    made = made_of(
        mark("n"), mark("n"), mark("n", 1), mark("n", 1), mark("n", 2), mark("n"),
        mark("b", 1), mark("n"), mark("t"), mark("n"), mark("b"), mark("n"), mark("n", 99),
    )  # fmt: skip

    marks = [list_mark(each) for each in made.parts if isinstance(each, Paragraph)]

    assert marks == [
        "1.", "2.", "(a)", "(b)", "(i)", "3.", "–", "4.", "", "1.", "•", "1.", "(i)",
    ]  # fmt: skip


def test_words_are_as_any_document_can_hold_them() -> None:
    assert clean("a\x00b\x07c\u202ed\u2066e\u00adf\ufffeg\r\nh\ti\x85j") == "abcdefg\nh i\nj"
    assert clean("Zoe\u0308 \u0645\u062d\u0645\u062f \U0001f468\u200d\U0001f469") == (
        "Zoë \u0645\u062d\u0645\u062f \U0001f468\u200d\U0001f469"
    )
    assert linked([("At https://a.example/b_(c)?d=1. ", False), ("x", True)]) == (
        Words("At "),
        Words("https://a.example/b_(c)?d=1", address="https://a.example/b_(c)?d=1"),
        Words(". "),
        Words("x", emphasis=True),
    )


def test_nothing_but_what_is_printed_is_in_it() -> None:
    blocks = (
        Block("SECRETUID1", BlockKind.HEADING_1, (Inline(text="Why"),), target=400,
              purpose="SECRETPURPOSE", ksbs=("SECRETKSB",)),
        Block("SECRETUID2", BlockKind.BODY,
              (Inline(InlineKind.EVIDENCE, item_uid="SECRETITEM", passage_uid="SECRETPASSAGE"),
               Inline(text="x")), ksbs=("SECRETKSB",)),
        Block("SECRETUID3", BlockKind.FIGURE, figure=Figure("SECRETPICTURE", "c", "a")),
    )  # fmt: skip
    about = EvidenceLabel("E01", "SECRETABOUT", "SECRETTROUBLE")
    made = finish(blocks, Labels({"SECRETPASSAGE": about}, numbers(blocks)), {})
    proposal = FinishedProposal("T", parts=made.parts, notes=made.notes)

    assert "SECRET" not in str(wire.encode(proposal))
    assert wire.decode(FinishedProposal, wire.encode(proposal)) == proposal
    assert list(finished.said(proposal))[:2] == ["1 Why", "E01x"]


def test_columns_are_as_wide_as_their_words_and_share_the_rest() -> None:
    code, words, where = shares(
        ("KSB", "What it asks for", "Likelihood"),
        [("K8", "Financial strategies, budgets and how they are reported", "2")] * 3,
    )

    assert abs(code + words + where - 1) < 1e-9
    assert words > 2 * where > 2 * code
    assert shares((), []) == ()


def test_points_below_a_point_count_from_one() -> None:
    number = BlockKind.NUMBER
    made = made_of(
        *(
            block(str(at), number, "x", level=level)
            for at, level in enumerate((0, 1, 1, 0, 1, 2, 1))
        )
    )
    assert [each.number for each in made.parts if isinstance(each, Paragraph)] == [
        1, 1, 2, 2, 1, 1, 2,
    ]  # fmt: skip


def test_a_reference_to_what_is_not_printed_is_said_to_be_missing() -> None:
    cross = Inline(InlineKind.CROSS, block_uid="t")
    empty = Block("t", BlockKind.TABLE, table=Table(caption="Costs"))
    made = made_of(block("b", BlockKind.BODY, "See ", cross), empty)
    (body,) = made.parts
    assert isinstance(body, Paragraph)
    assert plain(body.paragraph) == "See [missing]"
    assert made.places == {"b": 1}


def test_an_address_that_reads_like_another_leads_nowhere() -> None:
    found = linked([("See https://example.org/a. and https://ex\u0430mple.org/b", False)])
    assert [each.address for each in found if each.text.startswith("http")] == [
        "https://example.org/a", "",
    ]  # fmt: skip


def test_what_an_export_printed_is_of_what_it_held_alone() -> None:
    held = block("b", BlockKind.BODY, "Said ", Inline(InlineKind.EVIDENCE, passage_uid="passage"),
                 Inline(InlineKind.NOTE, text="See"))  # fmt: skip
    labels = Labels({"passage": EvidenceLabel("E07, p. 4")}, {"b": "Section 1", "x": "Table 9"})
    seen = printed([held, block("c", BlockKind.BODY, "No citation")], labels)
    assert seen.citations == {"b": ("E07, p. 4", "")}
    assert (seen.numbers, seen.around) == ({"b": "Section 1"}, ())


def test_a_table_without_heads_loses_no_cell() -> None:
    made = made_of(Block("t", BlockKind.TABLE, table=Table(rows=(("North", "5"), ("South",)))))
    (table,) = made.parts
    assert isinstance(table, FinishedTable)
    assert (table.columns, table.rows) == (("", ""), (("North", "5"), ("South", "")))


def test_places_count_as_printed_and_only_points_have_a_depth() -> None:
    made = made_of(
        block("a", BlockKind.APPENDIX, "Letters"),
        block("l", BlockKind.BODY, "A letter"),
        block("h", BlockKind.HEADING_1, "Context"),
        block("b", BlockKind.BODY, "Words", level=3),
        block("p", BlockKind.BULLET, "Point", level=1),
    )
    assert made.places == {"h": 1, "b": 2, "p": 3, "a": 4, "l": 5}
    assert [each.level for each in made.parts if isinstance(each, Paragraph)] == [0, 1]
