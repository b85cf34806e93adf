"""Words are found however they were typed, and replaced without touching a citation."""

from __future__ import annotations

from portfolio_app.domain.copied_draft import as_markup, as_text
from portfolio_app.domain.draft import (
    Block,
    BlockKind,
    Cited,
    Figure,
    Inline,
    InlineKind,
    Table,
)
from portfolio_app.domain.finding_in_draft import Place, Wanted, find, replaced, utf16
from portfolio_app.domain.labels import Labels

CITE = Inline(InlineKind.SOURCE, cited=(Cited("source"),))
NOTE = Inline(InlineKind.NOTE, text="pooled in a note")
BODY = Block(
    "body",
    inlines=(
        Inline(text="The trust’s pooled po"),
        Inline(text="sts ", strong=True),
        CITE,
        Inline(text=" are Pooled; carpooled."),
        NOTE,
    ),
)
TABLE = Block(
    "table", BlockKind.TABLE, table=Table(caption="Pooled", columns=("Post",), rows=(("pooled",),))
)
FIGURE = Block("figure", BlockKind.FIGURE, figure=Figure("p", "Posts", "pooled posts", 1.0, "x"))
ALL = (BODY, TABLE, FIGURE)


def test_words_are_found_in_text_tables_and_figures_but_never_in_citations_or_notes() -> None:
    found = find(ALL, Wanted("pooled"))

    assert found == (
        Place("body", 12, 18), Place("body", 31, 37), Place("body", 42, 48),
        Place("table", about="caption"), Place("table", about="row 1"),
        Place("figure", about="alternative"),
    )  # fmt: skip
    assert len(find(ALL, Wanted("pooled", whole_words=True))) == 5
    assert len(find(ALL, Wanted("Pooled", match_case=True))) == 2
    assert find(ALL, Wanted("posts")) == (
        Place("body", 19, 24), Place("figure", about="caption"),
        Place("figure", about="alternative"),
    )  # fmt: skip
    for nothing in ("", "\ufffc", "zzz", "in a note"):
        assert find(ALL, Wanted(nothing)) == ()
    assert len(find(ALL, Wanted("trust's"))) == 1
    assert (
        len(find([Block("b", inlines=(Inline(text="a.b\u00a0c\u2011d"),))], Wanted("b c-d"))) == 1
    )
    assert find([Block("b", inlines=(Inline(text="abc"),))], Wanted("a.c")) == ()


def test_replacing_keeps_looks_citations_and_everything_around() -> None:
    made, count = replaced(BODY, Wanted("posts"), "jobs\\1")

    assert count == 1
    assert made.inlines == (
        Inline(text="The trust’s pooled jobs\\1"), Inline(text=" ", strong=True), CITE,
        BODY.inlines[3], NOTE,
    )  # fmt: skip
    made, count = replaced(BODY, Wanted("pooled", whole_words=True), "")
    assert count == 2
    assert made.text == "The trust’s  posts  are ; carpooled."
    assert replaced(BODY, Wanted("nowhere"), "x") == (BODY, 0)
    assert replaced(BODY, Wanted(""), "x") == (BODY, 0)
    table, count = replaced(TABLE, Wanted("pooled"), "shared")
    assert table.table is not None
    assert (table.table.caption, table.table.rows, count) == ("shared", (("shared",),), 2)
    figure, count = replaced(FIGURE, Wanted("posts"), "jobs")
    assert figure.figure is not None
    assert (figure.figure.caption, figure.figure.alternative, count) == ("jobs", "pooled jobs", 2)
    whole, _ = replaced(Block("b", inlines=(Inline(text="gone"), CITE)), Wanted("gone"), "")
    assert whole.inlines == (CITE,)


def test_places_are_counted_as_the_window_counts_them() -> None:
    at = utf16("a👍b")
    assert [at(each) for each in range(4)] == [0, 1, 3, 4]
    assert utf16("plain")(3) == 3
    assert utf16("")(0) == 0


def test_what_is_copied_out_says_what_is_shown_and_escapes_it() -> None:
    point = Block("p", BlockKind.BULLET, (Inline(text="<b>one</b>", strong=True),), 1)
    head = Block("h", BlockKind.HEADING_2, (Inline(text="A & B"),))
    blocks = (head, BODY, point, TABLE)
    labels = Labels(cite=lambda _: "(Author, 2024)")

    assert as_text(blocks, labels).split("\n") == [
        "A & B", "The trust’s pooled posts (Author, 2024) are Pooled; carpooled.",
        "\t• <b>one</b>", "Pooled", "Post", "pooled",
    ]  # fmt: skip
    assert as_markup(blocks, labels) == (
        "<h2>A &amp; B</h2><p>The trust’s pooled po<strong>sts </strong>(Author, 2024) are "
        "Pooled; carpooled.</p><ul><ul><li><strong>&lt;b&gt;one&lt;/b&gt;</strong></li></ul></ul>"
        "<table><caption>Pooled</caption><tr><th>Post</th></tr><tr><td>pooled</td></tr></table>"
    )


def test_what_begins_where_the_look_changes_is_replaced_once() -> None:
    block = Block("b", inlines=(Inline(text="plan a"), Inline(text="bad plan b", strong=True)))
    made, count = replaced(block, Wanted("bad"), "good")
    assert (count, made.text) == (1, "plan agood plan b")
    made, count = replaced(block, Wanted("plan abad"), "one")
    assert (count, [(each.text, each.strong) for each in made.inlines]) == (
        1, [("one", False), (" plan b", True)],
    )  # fmt: skip
    made, count = replaced(block, Wanted("plan"), "")
    assert (count, made.text) == (2, " abad  b")


def test_signs_of_patterns_are_words_like_any_other() -> None:
    table = Table(columns=("a.c", "abc"), rows=(("£1 (net)", r"x\1"),), caption=r"\g<0>")
    block = Block("t", BlockKind.TABLE, table=table)
    made, count = replaced(block, Wanted("a.c"), r"\1\g<0>")
    assert made.table is not None
    assert (count, made.table.columns) == (1, (r"\1\g<0>", "abc"))
    assert replaced(block, Wanted("(net)"), "[gross]")[1] == 1
    assert replaced(block, Wanted("\\"), "/")[1] == 2
