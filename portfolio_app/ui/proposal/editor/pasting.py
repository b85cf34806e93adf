"""Copying out of the text and pasting into it; what came from elsewhere is read off this thread.

What is copied keeps citations and tags when it is pasted inside. Markup of other programs is read
in the workroom, and what was kept and left out is said. A very long paste goes in piece by piece,
so that the window answers meanwhile; it is one step of undo all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor

from portfolio_app.domain import copied_draft, wire
from portfolio_app.domain.draft import Block
from portfolio_app.domain.early_text import has_body_text
from portfolio_app.services import pasting
from portfolio_app.services.pasting import OnClipboard, PastedIn
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.block_text import new_block, uid_of, write
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.editor.styles import block_format, char_format

OWN = "application/x-portfolio-blocks+json"
_RICH = ("text/rtf", "application/rtf", "text/richtext")
_MOST_OWN = 20_000_000  # bytes
_AT_ONCE = 20_000  # characters of plain words that are read on this thread
_LETTERS, _BLOCKS = 12_000, 60  # of one piece of a long paste: some 15 ms
_QUIET = frozenset({"fonts and colours"})  # left out of a single paragraph: not worth a notice


def on_clipboard() -> QMimeData | None:
    """Return what the clipboard holds; None where it is empty or cannot be asked."""
    return QGuiApplication.clipboard().mimeData()


class Pasting(QObject):
    """The clipboard of one editor."""

    said = Signal(str)  # what a paste kept and left out; "" when there is nothing to say

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        self._waiting: list[tuple[Block, ...]] = []  # pieces of a long paste
        self._cursor = QTextCursor()
        self._words = ""
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._on_next)
        editor.clipboard = self

    @property
    def is_busy(self) -> bool:
        """Whether a long paste is still going in."""
        return bool(self._waiting)

    def fill(self, made: QMimeData) -> None:
        """Let what Qt made of the selection hold it as blocks of ours, markup and plain words.

        Qt's own object is filled: one made here would outlive Python on the system's clipboard.
        """
        blocks = self._editor.selected_blocks()
        labels = self._editor.objects.labels
        made.text()  # Qt writes its own forms when it is first asked, and never again
        for each in made.formats():
            made.removeFormat(each)
        plain = json.dumps(wire.encode(blocks), ensure_ascii=False)
        made.setData(OWN, QByteArray(plain.encode("utf-8", "surrogatepass")))
        made.setText(copied_draft.as_text(blocks, labels))
        made.setHtml(copied_draft.as_markup(blocks, labels))

    def paste(self, source: QMimeData) -> None:
        """Put what the clipboard holds where the caret is."""
        if self.is_busy:
            return
        own = _own(source)
        files = [Path(each.toLocalFile()) for each in source.urls() if each.isLocalFile()]
        if own:
            self._look(pasting.own, own, say=False)
        elif files and not source.hasHtml():
            self._look(pasting.paste_files, files)
        elif source.hasHtml() or (not source.hasText() and _rich(source)):
            found = OnClipboard(source.html(), source.text(), _rich(source), b"")
            self._look(pasting.paste, found)
        elif source.hasText() and source.text().strip():
            self.paste_plain(source)
        elif source.hasImage():
            self._look(pasting.paste, OnClipboard(picture=_picture(source)))

    def paste_words(self) -> None:
        """Put the words that are on the clipboard where the caret is, without any style."""
        source = on_clipboard()
        if source is not None and source.text().strip():
            words = QMimeData()
            words.setText(source.text())
            self._editor.insertFromMimeData(words)

    def paste_plain(self, source: QMimeData) -> None:
        """Put the words of the clipboard where the caret is, without any style."""
        text = source.text()
        if len(text) <= _AT_ONCE:
            self._put(self._editor.textCursor(), pasting.plain(text), say=False)
        else:
            self._look(pasting.plain, text)

    def _look(self, verb: Callable[..., Any], given: object, *, say: bool = True) -> None:
        cursor = self._editor.textCursor()
        uid = uid_of(cursor.block())

        def put(found: PastedIn | tuple[Block, ...]) -> None:
            place = cursor if uid_of(cursor.block()) == uid else self._editor.textCursor()
            pasted = found if isinstance(found, PastedIn) else PastedIn(found)
            self._put(place, pasted, say=say)

        self._then = put  # a method of ours is told, so that nothing is once the editor is gone
        self._workspace.look(verb, given, then=self._on_read, key="proposal paste")

    def _on_read(self, found: PastedIn | tuple[Block, ...]) -> None:
        self._then(found)

    # putting

    def _put(self, cursor: QTextCursor, pasted: PastedIn, *, say: bool) -> None:
        if self._editor.isReadOnly():
            return
        is_little = len(pasted.blocks) == 1 and set(pasted.left) <= _QUIET
        self._words = pasted.words if say and not (is_little and pasted.blocks) else ""
        self._editor.setTextCursor(cursor)
        pieces = _pieces(pasted.blocks)
        if len(pieces) < 3:
            if self._editor.insert_blocks(pasted.blocks):
                self._say()
            return
        if self._editor.lock and has_body_text(pasted.blocks):
            self._editor.refuse()
            return
        # Both ends first, so that they join the words around them; the rest goes between.
        first, last = pieces[0], pieces[-1]
        self._editor.insert_blocks((*first, *last))
        before = self._editor.paragraph(first[-1].uid)
        if before is None:
            return
        self._cursor = QTextCursor(before)
        self._cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self._cursor.setKeepPositionOnInsert(False)
        self._waiting = pieces[1:-1]
        self._editor.setReadOnly(True)
        self._next.start()

    def _on_next(self) -> None:
        if not self._waiting:
            return
        self._cursor.joinPreviousEditBlock()
        fresh = new_block()
        self._cursor.insertBlock(block_format(fresh), char_format(fresh.kind))
        write(self._cursor, self._waiting.pop(0))
        self._cursor.endEditBlock()
        if self._waiting:
            self._next.start()
            return
        self._editor.setReadOnly(False)
        self._editor.ensureCursorVisible()
        self._say()

    def _say(self) -> None:
        self.said.emit(self._words)
        self._words = ""


def _pieces(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    pieces: list[tuple[Block, ...]] = []
    piece: list[Block] = []
    letters = 0
    for block in blocks:
        piece.append(block)
        letters += sum(len(each.text) for each in block.inlines)
        if letters > _LETTERS or len(piece) >= _BLOCKS:
            pieces.append(tuple(piece))
            piece, letters = [], 0
    return [*pieces, tuple(piece)] if piece else pieces


def _own(source: QMimeData) -> tuple[Block, ...]:
    """Return the blocks that were copied here; nothing if what claims to be that is not."""
    if not source.hasFormat(OWN):
        return ()
    data = bytes(source.data(OWN).data())
    if len(data) > _MOST_OWN:
        return ()
    try:
        return wire.decode(tuple[Block, ...], json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def _rich(source: QMimeData) -> bytes:
    for name in _RICH:
        if source.hasFormat(name):
            return bytes(source.data(name).data())
    return b""


def _picture(source: QMimeData) -> bytes:
    image = source.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
