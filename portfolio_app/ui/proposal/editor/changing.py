"""Changes of paragraphs that keep each block's identity with its words: splitting, merging, moving.

Every function is one step of undo and works on a cursor alone. Which block a paragraph is follows
the words: of two that become one the first stays, unless nothing of it is left; of one that is
split the first half stays, unless there is nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.ui.proposal.editor.block_text import (
    facts,
    new_block,
    read,
)
from portfolio_app.ui.proposal.editor.styles import (
    DEEPEST,
    EMPHASIS,
    INLINE,
    INLINE_OBJECT,
    STRONG,
    block_format,
    char_format,
    inline_format,
    inline_of,
)

LISTS = (BlockKind.BULLET, BlockKind.NUMBER)
_Move, _Mode = QTextCursor.MoveOperation, QTextCursor.MoveMode


@contextmanager
def one_step(cursor: QTextCursor) -> Iterator[None]:
    """Let everything that is changed inside be undone together."""
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def of(paragraph: QTextBlock) -> Block:
    """Return a paragraph's block without its words; body text where it carries none yet."""
    return facts(paragraph) or new_block()


def is_held(paragraph: QTextBlock) -> bool:
    """Whether a paragraph is a table or a figure."""
    found = facts(paragraph)
    return found is not None and not found.kind.is_text


def is_empty(paragraph: QTextBlock) -> bool:
    """Whether a paragraph holds nothing at all."""
    return paragraph.length() <= 1


def selected(document: QTextDocument, start: int, end: int) -> QTextCursor:
    """Return a cursor that selects from one position to another."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, _Mode.KeepAnchor)
    return cursor


def become(paragraph: QTextBlock, block: Block) -> None:
    """Let a paragraph be a block, with the words it has."""
    cursor = QTextCursor(paragraph)
    with one_step(cursor):
        cursor.setBlockFormat(block_format(block))
        cursor.setBlockCharFormat(char_format(block.kind))
        restyle(paragraph, block.kind)


def restyle(paragraph: QTextBlock, kind: BlockKind) -> None:
    """Let the words of a paragraph look as in a block of this kind."""
    wrong: list[tuple[int, int, QTextCharFormat]] = []
    pieces = paragraph.begin()
    while not pieces.atEnd():
        fragment = pieces.fragment()
        form = fragment.charFormat()
        if form.objectType() == INLINE_OBJECT:
            wanted = inline_format(kind, inline_of(form.property(INLINE)))
        else:
            wanted = char_format(
                kind, strong=bool(form.property(STRONG)), emphasis=bool(form.property(EMPHASIS))
            )
        if form != wanted:
            wrong.append((fragment.position(), fragment.length(), wanted))
        pieces += 1
    for start, length, wanted in wrong:
        selected(paragraph.document(), start, start + length).setCharFormat(wanted)


def split(cursor: QTextCursor) -> None:
    """Begin a new paragraph at the cursor, as Enter does."""
    with one_step(cursor):
        if cursor.hasSelection():
            remove(cursor)
        paragraph = cursor.block()
        block = of(paragraph)
        if is_empty(paragraph) and block.kind in (*LISTS, BlockKind.QUOTE):
            outdent(cursor)
            return
        at_start, at_end = cursor.atBlockStart(), cursor.atBlockEnd()
        goes_on = block.kind if not (block.kind.level and (at_start or at_end)) else BlockKind.BODY
        if not block.kind.is_text:
            goes_on = BlockKind.BODY
        fresh = new_block(goes_on, block.level if goes_on is block.kind else 0)
        if at_start and not is_empty(paragraph):
            # The words go on being the block they are: what is new stands before them.
            cursor.insertBlock(block_format(block), char_format(block.kind))
            become(cursor.block().previous(), fresh)
        else:
            cursor.insertBlock(block_format(fresh), char_format(fresh.kind))


def remove(cursor: QTextCursor) -> None:
    """Remove what is selected; paragraphs that meet become one. A table goes whole or stays."""
    document = cursor.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first, last = document.findBlock(start), document.findBlock(end)
    if first != last and is_held(last) and end == last.position():
        end -= 1
    if first != last and is_held(first) and start > first.position():
        start = first.next().position()
    first, last = document.findBlock(start), document.findBlock(end)
    if start >= end:
        cursor.setPosition(min(start, end))
        return
    begins_inside = start > first.position()
    something_left = end < last.position() + last.length() - 1
    stays = of(first) if begins_inside or not something_left else of(last)
    if not stays.kind.is_text:
        stays = new_block()  # its table was among what goes
    with one_step(cursor):
        cursor.setPosition(start)
        cursor.setPosition(end, _Mode.KeepAnchor)
        cursor.removeSelectedText()
        if first != last or is_held(cursor.block()):
            become(cursor.block(), stays)


def remove_back(
    cursor: QTextCursor, step: QTextCursor.MoveOperation = _Move.PreviousCharacter
) -> None:
    """Remove what is selected, else the character or word before the cursor, as Backspace does.

    A citation, a note or a cross-reference is selected first: it says more than a letter.
    """
    if cursor.hasSelection():
        remove(cursor)
        return
    paragraph = cursor.block()
    if is_held(paragraph):
        _leave_or_remove(cursor, back=True)
    elif not cursor.atBlockStart():
        cursor.movePosition(step, _Mode.KeepAnchor)
        if chosen_inline(cursor) is None:
            remove(cursor)
    elif of(paragraph).kind in (*LISTS, BlockKind.QUOTE):
        outdent(cursor)
    elif is_held(paragraph.previous()):
        if is_empty(paragraph):
            _remove_paragraph(cursor)
            cursor.movePosition(_Move.PreviousCharacter)
        else:
            cursor.movePosition(_Move.PreviousCharacter)
    elif cursor.movePosition(_Move.PreviousCharacter, _Mode.KeepAnchor):
        remove(cursor)


def remove_on(cursor: QTextCursor, step: QTextCursor.MoveOperation = _Move.NextCharacter) -> None:
    """Remove what is selected, else the character or word after the cursor, as Delete does.

    A citation, a note or a cross-reference is selected first.
    """
    if cursor.hasSelection():
        remove(cursor)
        return
    paragraph = cursor.block()
    if is_held(paragraph):
        _leave_or_remove(cursor, back=False)
    elif not cursor.atBlockEnd():
        cursor.movePosition(step, _Mode.KeepAnchor)
        if chosen_inline(cursor) is None:
            remove(cursor)
    elif is_held(paragraph.next()):
        if is_empty(paragraph):
            _remove_paragraph(cursor)
        else:
            cursor.movePosition(_Move.NextCharacter)
    elif cursor.movePosition(_Move.NextCharacter, _Mode.KeepAnchor):
        remove(cursor)


def chosen_inline(cursor: QTextCursor) -> Inline | None:
    """Return the citation, note or cross-reference that alone is selected, None for none."""
    start = cursor.selectionStart()
    if cursor.selectionEnd() != start + 1:
        return None
    form = selected(cursor.document(), start, start + 1).charFormat()
    return inline_of(form.property(INLINE)) if form.objectType() == INLINE_OBJECT else None


def outdent(cursor: QTextCursor) -> None:
    """Let a list's point rise by a level, and leave the list or quotation from the first."""
    block = of(cursor.block())
    if block.kind in LISTS and block.level:
        become(cursor.block(), replace(block, level=block.level - 1))
    else:
        become(cursor.block(), replace(block, kind=BlockKind.BODY, level=0))


def shift_level(cursor: QTextCursor, by: int) -> bool:
    """Let the chosen points of a list sink or rise; return whether the cursor is in a list."""
    points = [each for each in chosen(cursor) if of(each).kind in LISTS]
    with one_step(cursor):
        for each in points:
            block = of(each)
            level = min(max(block.level + by, 0), DEEPEST)
            if level != block.level:
                become(each, replace(block, level=level))
    return bool(points)


def set_kind(cursor: QTextCursor, kind: BlockKind) -> None:
    """Let the chosen paragraphs be of a kind; tables and figures stay what they are."""
    with one_step(cursor):
        for each in chosen(cursor):
            block = of(each)
            if not block.kind.is_text or block.kind is kind:
                continue
            level = block.level if kind in LISTS and block.kind in LISTS else 0
            become(each, replace(block, kind=kind, level=level))


def chosen(cursor: QTextCursor) -> list[QTextBlock]:
    """Return the paragraphs that a selection touches, or the cursor's own."""
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    if last != first and cursor.selectionEnd() == last.position():
        last = last.previous()
    found = [first]
    while found[-1] != last:
        found.append(found[-1].next())
    return found


def mark(cursor: QTextCursor, *, strong: bool | None = None, emphasis: bool | None = None) -> None:
    """Let the selected words be strong or emphasised, or not."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    with one_step(cursor):
        for paragraph in chosen(cursor):
            block = read(paragraph)
            pieces = paragraph.begin()
            found = []
            while not pieces.atEnd():
                fragment = pieces.fragment()
                form = fragment.charFormat()
                low = max(fragment.position(), start)
                high = min(fragment.position() + fragment.length(), end)
                if low < high and form.objectType() == 0:
                    is_strong = bool(form.property(STRONG)) if strong is None else strong
                    is_emphasis = bool(form.property(EMPHASIS)) if emphasis is None else emphasis
                    found.append((low, high, is_strong, is_emphasis))
                pieces += 1
            for low, high, is_strong, is_emphasis in found:
                form = char_format(block.kind, strong=is_strong, emphasis=is_emphasis)
                selected(cursor.document(), low, high).setCharFormat(form)


def _leave_or_remove(cursor: QTextCursor, *, back: bool) -> None:
    """Remove a table from behind with Backspace and from before with Delete; else step aside."""
    paragraph = cursor.block()
    beside = paragraph.previous() if back else paragraph.next()
    if cursor.atBlockEnd() if back else cursor.atBlockStart():
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.setPosition(paragraph.position())
        cursor.setPosition(paragraph.position() + paragraph.length() - 1, _Mode.KeepAnchor)
        with one_step(cursor):
            cursor.removeSelectedText()
            become(cursor.block(), new_block())
    elif beside.isValid() and is_empty(beside):
        at = QTextCursor(beside)
        _remove_paragraph(at)
    else:
        cursor.movePosition(_Move.PreviousCharacter if back else _Move.NextCharacter)


def _remove_paragraph(cursor: QTextCursor) -> None:
    """Remove an empty paragraph; those beside it stay as they are."""
    paragraph = cursor.block()
    previous, following = paragraph.previous(), paragraph.next()
    stays = following if following.isValid() else previous
    if not stays.isValid():
        return
    block, position = of(stays), paragraph.position()
    with one_step(cursor):
        if following.isValid():
            gone = selected(paragraph.document(), position, position + 1)
        else:
            gone = selected(paragraph.document(), position - 1, position)
        gone.removeSelectedText()
        QTextCursor(gone.block()).setBlockFormat(block_format(block))
        cursor.setPosition(gone.position())
