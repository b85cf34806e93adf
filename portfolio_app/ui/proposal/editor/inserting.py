"""Puts words, citations and blocks into the text: each one step of undo, each a block of its own.

What is inserted where words are joins them; tables and headings stay paragraphs of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.ui.proposal.editor.block_text import (
    new_block,
    paragraphs,
    read_between,
    tidy,
    write,
    write_inlines,
)
from portfolio_app.ui.proposal.editor.changing import (
    is_empty,
    is_held,
    of,
    one_step,
    remove,
    selected,
    split,
)
from portfolio_app.ui.proposal.editor.styles import block_format, char_format

_Move = QTextCursor.MoveOperation


def insert_words(cursor: QTextCursor, text: str, *, strong: bool, emphasis: bool) -> None:
    """Put words in place of what is selected; beside a table they begin a new paragraph."""
    with one_step(cursor):
        if cursor.hasSelection():
            remove(cursor)
        if is_held(cursor.block()):
            split(cursor)
            if cursor.block().previous().isValid() and is_held(cursor.block()):
                cursor.movePosition(_Move.PreviousBlock)
        form = char_format(of(cursor.block()).kind, strong=strong, emphasis=emphasis)
        cursor.insertText(tidy(text), form)


def insert_inline(cursor: QTextCursor, inline: Inline) -> None:
    """Put an object in place of what is selected.

    A citation of evidence or a cross-reference behind a word stands apart from it.
    """
    if inline.kind is InlineKind.WORDS:
        insert_words(cursor, inline.text, strong=inline.strong, emphasis=inline.emphasis)
        return
    with one_step(cursor):
        apart = " " if _joins(cursor, inline.kind) else ""
        insert_words(cursor, apart, strong=False, emphasis=False)  # beside a table: a new paragraph
        write_inlines(cursor, of(cursor.block()).kind, [inline])


def _joins(cursor: QTextCursor, kind: InlineKind) -> bool:
    """Whether what is put at the caret would be read as one word with what is before it."""
    if cursor.hasSelection() or cursor.atBlockStart() or kind is InlineKind.NOTE:
        return False
    before = cursor.document().characterAt(cursor.position() - 1)
    if before == "\ufffc":
        return kind is not InlineKind.SOURCE  # references side by side share their brackets
    return before.isalnum() or before in ".,;:?!)]"


def insert_blocks(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    """Put blocks in place of what is selected.

    The words of one paragraph go into the line. Of more, body text at either end joins the words
    around it; tables, headings and points of lists stay paragraphs of their own. Blocks whose uid
    is in the document get a new one.
    """
    if not blocks:
        return
    with one_step(cursor):
        if cursor.hasSelection():
            remove(cursor)
        blocks = _with_new_uids(cursor.document(), blocks)
        paragraph = cursor.block()
        if is_empty(paragraph) and not is_held(paragraph):
            _write_over(cursor, blocks)
        elif len(blocks) == 1 and blocks[0].kind.is_text and not is_held(paragraph):
            write_inlines(cursor, of(paragraph).kind, blocks[0].inlines)
        elif len(blocks) == 1 or is_held(paragraph):
            cursor.movePosition(_Move.EndOfBlock)
            _write_after(cursor, blocks)
        else:
            _write_between(cursor, list(blocks))


def move(chosen: QTextCursor, target: QTextCursor) -> None:
    """Move what is selected to where another cursor is, outside of it."""
    document = chosen.document()
    blocks = read_between(document, chosen.selectionStart(), chosen.selectionEnd())
    with one_step(target):
        remove(chosen)
        insert_blocks(target, blocks)


def put_blocks(first: QTextBlock, last: QTextBlock, blocks: Sequence[Block]) -> None:
    """Put blocks in place of whole paragraphs, from one to another; there must be at least one."""
    cursor = selected(first.document(), first.position(), last.position() + last.length() - 1)
    with one_step(cursor):
        cursor.removeSelectedText()
        write(cursor, blocks)


def _write_over(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    """Write blocks into the cursor's empty paragraph; a heading there keeps being one."""
    here = of(cursor.block())
    first = blocks[0]
    if here.kind is not BlockKind.BODY and first.kind is BlockKind.BODY:
        first = replace(here, inlines=first.inlines)
    elif first.kind.is_text:
        first = replace(first, uid=here.uid, ksbs=first.ksbs or here.ksbs)
    write(cursor, [first, *blocks[1:]])


def _write_after(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    fresh = new_block()
    cursor.insertBlock(block_format(fresh), char_format(fresh.kind))
    write(cursor, blocks)


def _write_between(cursor: QTextCursor, blocks: list[Block]) -> None:
    """Write blocks where a paragraph with words is, between its halves."""
    here = of(cursor.block())
    if blocks and blocks[0].kind is BlockKind.BODY and not cursor.atBlockStart():
        write_inlines(cursor, here.kind, blocks.pop(0).inlines)
    at_start, at_end = cursor.atBlockStart(), cursor.atBlockEnd()
    if at_end:
        _write_after(cursor, blocks)
        return
    split(cursor)  # the cursor is in the second half now
    if at_start:
        cursor.movePosition(_Move.PreviousBlock)
        write(cursor, blocks)
        return
    joined = blocks.pop().inlines if blocks and blocks[-1].kind is BlockKind.BODY else ()
    if blocks:
        cursor.movePosition(_Move.PreviousBlock)
        cursor.movePosition(_Move.EndOfBlock)
        _write_after(cursor, blocks)
        cursor.movePosition(_Move.NextBlock)
    write_inlines(cursor, of(cursor.block()).kind, joined)


def _with_new_uids(document: QTextDocument, blocks: Sequence[Block]) -> list[Block]:
    taken = {of(paragraph).uid for paragraph in paragraphs(document)}
    found = []
    for block in blocks:
        fresh = replace(block, uid=new_block().uid) if block.uid in {*taken, ""} else block
        taken.add(fresh.uid)
        found.append(fresh)
    return found
