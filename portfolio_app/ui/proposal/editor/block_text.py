"""Blocks written into a QTextDocument, and read back from it: the one place that knows both.

A block is one paragraph. A table or a figure is a paragraph of one object character, and what it
holds is in the paragraph's format. What is read is always a block: stray characters of a table's
paragraph are left out, and nothing else is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.proposal.editor.styles import (
    BARE,
    EMPHASIS,
    INLINE,
    INLINE_OBJECT,
    OBJECT,
    STRONG,
    bare_of,
    block_format,
    char_format,
    held_format,
    inline_format,
    inline_of,
)

_BREAKS = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " ") | {
    "\x00": None, "\ufdd0": None, "\ufdd1": None, "\ufeff": None, OBJECT: None,
})  # fmt: skip
_HALVES = re.compile("[\ud800-\udfff]")  # of a pair that stands for one letter


def new_block(kind: BlockKind = BlockKind.BODY, level: int = 0) -> Block:
    """Return an empty block with a uid of its own."""
    return Block(new_uid(), kind, level=level)


def tidy(text: str) -> str:
    """Return words as a paragraph can hold them, and a row.

    Line breaks are spaces; nulls, marks of byte order and halves of letters are left out.
    """
    return _HALVES.sub("", text.translate(_BREAKS))


def of_lines(text: str) -> tuple[Block, ...]:
    """Return plain text as body text, a block for each line that holds words."""
    lines = [tidy(each) for each in text.splitlines()]
    return tuple(
        replace(new_block(), inlines=(Inline(text=each),)) for each in lines if each.strip()
    )


def paragraphs(document: QTextDocument) -> Iterator[QTextBlock]:
    """Yield every paragraph of the document in order."""
    paragraph = document.begin()
    while paragraph.isValid():
        yield paragraph
        paragraph = paragraph.next()


def facts(paragraph: QTextBlock) -> Block | None:
    """Return a paragraph's block without its words; None when it carries none yet."""
    written = paragraph.blockFormat().property(BARE)
    return bare_of(written) if written else None


def uid_of(paragraph: QTextBlock) -> str:
    """Return the uid of a paragraph's block, "" when it has none yet."""
    found = facts(paragraph)
    return found.uid if found is not None else ""


def paragraph_of(document: QTextDocument, uid: str) -> QTextBlock | None:
    """Return the paragraph of a block; None when it is not in the document."""
    return next((each for each in paragraphs(document) if uid_of(each) == uid), None)


def read(paragraph: QTextBlock) -> Block:
    """Return a paragraph as a block. One that carries no facts is body text without a uid."""
    bare = facts(paragraph) or Block("")
    return replace(bare, inlines=_inlines(paragraph)) if bare.kind.is_text else bare


def read_all(document: QTextDocument) -> tuple[Block, ...]:
    """Return the whole document as blocks."""
    return tuple(read(paragraph) for paragraph in paragraphs(document))


def read_between(document: QTextDocument, start: int, end: int) -> tuple[Block, ...]:
    """Return what stands between two positions as blocks; those at the ends may be cut off."""
    found = []
    paragraph = document.findBlock(start)
    while paragraph.isValid() and paragraph.position() <= end:
        block = facts(paragraph) or Block("")
        low, high = start - paragraph.position(), end - paragraph.position()
        if block.kind.is_text:
            found.append(replace(block, inlines=_inlines(paragraph, max(low, 0), high)))
        elif low <= 0 < high:
            found.append(block)
        paragraph = paragraph.next()
    return tuple(found)


def fill(document: QTextDocument, blocks: Sequence[Block]) -> None:
    """Let a document hold these blocks and nothing else, with nothing to undo."""
    document.setUndoRedoEnabled(False)
    document.clear()
    write(QTextCursor(document), blocks or (new_block(),))
    document.setUndoRedoEnabled(True)
    document.setModified(False)


def write(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    """Write blocks into the empty paragraph of the cursor and, after it, into new ones."""
    cursor.beginEditBlock()
    for number, block in enumerate(blocks):
        form, words = block_format(block), char_format(block.kind)
        if number:
            cursor.insertBlock(form, words)
        else:
            cursor.setBlockFormat(form)
            cursor.setBlockCharFormat(words)
        if block.kind.is_text:
            write_inlines(cursor, block.kind, block.inlines)
        else:
            cursor.insertText(OBJECT, held_format(block.kind))
    cursor.endEditBlock()


def write_inlines(cursor: QTextCursor, kind: BlockKind, inlines: Sequence[Inline]) -> None:
    """Write words and objects at the cursor, as they look in a block of this kind."""
    for each in inlines:
        if each.kind is InlineKind.WORDS:
            form = char_format(kind, strong=each.strong, emphasis=each.emphasis)
            cursor.insertText(tidy(each.text), form)
        else:
            cursor.insertText(OBJECT, inline_format(kind, each))


def _inlines(paragraph: QTextBlock, low: int = 0, high: int = 1 << 30) -> tuple[Inline, ...]:
    found: list[Inline] = []
    pieces, at = paragraph.begin(), paragraph.position()
    while not pieces.atEnd():
        fragment = pieces.fragment()
        form, text = fragment.charFormat(), fragment.text()
        start = fragment.position() - at
        text = utf16_part(text, low - start, high - start)
        strong, emphasis = bool(form.property(STRONG)), bool(form.property(EMPHASIS))
        written = form.property(INLINE) if form.objectType() == INLINE_OBJECT else None
        for number, words in enumerate(text.split(OBJECT)):
            if number and written:
                found.append(inline_of(written))
            if words:
                _add_words(found, tidy(words), strong=strong, emphasis=emphasis)
        pieces += 1
    return tuple(found)


def utf16_part(text: str, low: int, high: int) -> str:
    """Return the part of a text between two positions of Qt's, which counts UTF-16 units."""
    if low <= 0 and high >= 2 * len(text):
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    return units[max(low, 0) * 2 : max(high, 0) * 2].decode("utf-16-le", "surrogatepass")


def _add_words(found: list[Inline], text: str, *, strong: bool, emphasis: bool) -> None:
    last = found[-1] if found else None
    if (
        last is not None
        and last.kind is InlineKind.WORDS
        and (last.strong, last.emphasis) == (strong, emphasis)
    ):
        found[-1] = replace(last, text=last.text + text)
    elif text:
        found.append(Inline(text=text, strong=strong, emphasis=emphasis))
