"""Blocks to write with in tests: short to say, every kind of them."""

from __future__ import annotations

from portfolio_app.domain.draft import Block, BlockKind, Cited, Figure, Inline, InlineKind, Table

K = BlockKind
EVIDENCE = Inline(InlineKind.EVIDENCE, item_uid="item", passage_uid="passage")
SOURCE = Inline(InlineKind.SOURCE, cited=(Cited("source", "4"),), narrative=True)
CROSS = Inline(InlineKind.CROSS, block_uid="t")
NOTE = Inline(InlineKind.NOTE, text="As agreed with finance.")


def block(uid: str, text: str = "", kind: BlockKind = K.BODY, *, level: int = 0) -> Block:
    """Return a block of plain words, tagged with a KSB of its own name."""
    words = (Inline(text=text),) if text else ()
    return Block(uid, kind, words, level, ksbs=(f"ksb of {uid}",))


def everything() -> tuple[Block, ...]:
    """Return a draft with every kind of block and inline."""
    return (
        Block("h1", K.HEADING_1, (Inline(text="Options"),), target=900, purpose="Weighed."),
        block("b1", "Three options were costed."),
        Block(
            "b2",
            K.BODY,
            (
                Inline(text="They were "),
                Inline(text="tested", strong=True),
                Inline(text=" \U0001f4c8 with ", emphasis=True),
                EVIDENCE,
                EVIDENCE,
                Inline(text=" and "),
                SOURCE,
                NOTE,
                Inline(text=", see "),
                CROSS,
            ),
            ksbs=("k8", "s3"),
        ),
        Block("t", K.TABLE, table=Table(caption="Costs", columns=("a", "b"), rows=(("1", "2"),))),
        block("q", "Set out three options.", K.QUOTE),
        block("h2", "Money", K.HEADING_2),
        block("p1", "one", K.BULLET),
        block("p2", "two", K.BULLET, level=1),
        block("n1", "first", K.NUMBER),
        Block("f", K.FIGURE, figure=Figure(picture_uid="p", caption="The plan", width=0.5)),
        block("h3", "Details", K.HEADING_3),
        block("e"),
        block("a", "Appendix", K.APPENDIX),
        block("last", "The end."),
    )
