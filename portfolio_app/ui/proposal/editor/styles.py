"""How blocks look, and where a block's facts are kept in the document.

A paragraph's format carries its block without the words, as JSON: undo brings it back with the
words, and fields that the editor does not know survive it. Words carry whether they are strong or
emphasised; what that looks like depends on the block. An inline that is no words is one character
that carries itself as JSON. Sizes follow the document's own font, so that larger text is no edit.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.ui.kit.theme import theme

OBJECT = "\ufffc"  # the one character that stands for an inline, a table or a figure

_USER = QTextFormat.Property.UserProperty.value
BARE, STRONG, EMPHASIS, INLINE = _USER + 1, _USER + 2, _USER + 3, _USER + 4
INLINE_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1
BLOCK_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 2

LINE_PERCENT = 140
DEEPEST = 3  # the deepest level of a list, from 0

_ABOVE = {
    BlockKind.HEADING_1: "xl",
    BlockKind.APPENDIX: "xl",
    BlockKind.HEADING_2: "lg",
    BlockKind.HEADING_3: "md",
    BlockKind.TABLE: "sm",
    BlockKind.FIGURE: "sm",
}
_LARGER = {1: 2, 2: 1}  # steps of the document's font, by the level of a heading
_LISTS = (BlockKind.BULLET, BlockKind.NUMBER)


@lru_cache(maxsize=4096)
def bare_of(written: str) -> Block:
    """Return the block without words that a paragraph's format carries."""
    return wire.decode(Block, json.loads(written))


@lru_cache(maxsize=4096)
def inline_of(written: str) -> Inline:
    """Return the inline that an object's format carries."""
    return wire.decode(Inline, json.loads(written))


def write_bare(block: Block) -> str:
    """Return a block without its words, as its paragraph's format carries it."""
    return _plain(wire.encode(replace(block, inlines=())))


def write_inline(inline: Inline) -> str:
    """Return an inline as its object's format carries it."""
    return _plain(wire.encode(inline))


def block_format(block: Block) -> QTextBlockFormat:
    """Return the format of a block's paragraph: its facts, and its distances in pixels."""
    look, kind = theme(), block.kind
    made = QTextBlockFormat()
    made.setProperty(BARE, write_bare(block))
    made.setTopMargin(look.space(_ABOVE.get(kind, "xxs" if kind in _LISTS else "xs")))
    made.setBottomMargin(look.space("sm" if kind is not BlockKind.BULLET else "xs"))
    if kind.is_text:
        made.setLineHeight(
            LINE_PERCENT if not kind.level else 115,
            QTextBlockFormat.LineHeightTypes.ProportionalHeight.value,
        )
    if kind in _LISTS:
        made.setIndent(block.level + 1)
    elif kind is BlockKind.QUOTE:
        made.setIndent(1)
        made.setRightMargin(look.space("xl"))
    if kind.level:
        made.setHeadingLevel(kind.level)
    return made


@lru_cache(maxsize=64)
def char_format(
    kind: BlockKind, *, strong: bool = False, emphasis: bool = False
) -> QTextCharFormat:
    """Return the format of words in a block of a kind. It is shared: copy it to change it."""
    made = QTextCharFormat()
    if strong:
        made.setProperty(STRONG, True)  # noqa: FBT003 - Qt's own
    if emphasis:
        made.setProperty(EMPHASIS, True)  # noqa: FBT003 - Qt's own
    weight = QFont.Weight.Normal
    if kind.level:
        weight = QFont.Weight.Black if strong else QFont.Weight.DemiBold
    elif strong:
        weight = QFont.Weight.DemiBold
    made.setFontWeight(weight)
    made.setFontItalic(emphasis)
    if kind.level in _LARGER:
        made.setProperty(QTextFormat.Property.FontSizeAdjustment, _LARGER[kind.level])
    return made


def drawn_font(document: QTextDocument, form: QTextFormat) -> QFont:
    """Return the font of a format, whole: a painter would fill what it lacks from elsewhere."""
    given = form.toCharFormat().font()
    font = QFont(document.defaultFont())
    font.setPointSizeF(given.pointSizeF())
    font.setWeight(given.weight())
    font.setItalic(given.italic())
    return font


def inline_format(kind: BlockKind, inline: Inline) -> QTextCharFormat:
    """Return the format of the one character that stands for an inline."""
    made = QTextCharFormat(char_format(kind))
    made.setObjectType(INLINE_OBJECT)
    made.setProperty(INLINE, write_inline(inline))
    return made


def held_format(kind: BlockKind) -> QTextCharFormat:
    """Return the format of the one character that stands for a table or a figure."""
    made = QTextCharFormat(char_format(kind))
    made.setObjectType(BLOCK_OBJECT)
    return made


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
