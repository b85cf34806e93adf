"""Small proposals for the tests of domain."""

from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind, Table

H1, H2, BODY, APPENDIX = (
    BlockKind.HEADING_1,
    BlockKind.HEADING_2,
    BlockKind.BODY,
    BlockKind.APPENDIX,
)


def a_block(
    uid: str, text: str = "", kind: BlockKind = BODY, *inlines: Inline, target: int = 0
) -> Block:
    words = (Inline(text=text),) if text else ()
    return Block(uid, kind, (*words, *inlines), target=target)


def evidence(uid: str = "item") -> Inline:
    return Inline(InlineKind.EVIDENCE, item_uid=uid)


def a_note(text: str) -> Inline:
    return Inline(InlineKind.NOTE, text)


def a_table(uid: str, caption: str, *rows: tuple[str, ...]) -> Block:
    return Block(
        uid, BlockKind.TABLE, table=Table(caption=caption, columns=rows[0], rows=tuple(rows[1:]))
    )


def a_figure(uid: str, caption: str, alternative: str = "", source: str = "") -> Block:
    figure = Figure("picture", caption, alternative, source=source)
    return Block(uid, BlockKind.FIGURE, figure=figure)
