"""The editor of the proposal's text: blocks as paragraphs, everything else drawn.

What is typed is undone key by key here; ``written`` says which blocks changed, and whoever keeps
them (:mod:`portfolio_app.ui.proposal.keeping`) asks what was ``handed_over``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from portfolio_app.domain.draft import Block, Inline, Picture
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import block_text
from portfolio_app.ui.proposal.editor.block_text import paragraphs, read, uid_of
from portfolio_app.ui.proposal.editor.objects import Objects
from portfolio_app.ui.proposal.editor.styles import (
    BLOCK_OBJECT,
    INLINE_OBJECT,
    OBJECT,
    block_format,
    inline_format,
)

REST_MS, MOST_MS = 800, 1000  # after the last key, and the longest while keys follow each other


class ProposalEditor(QTextEdit):
    """The proposal being written; see the module for what is kept where."""

    written = Signal(object)  # frozenset of uids: blocks that changed, came or went
    caret_moved = Signal(str)  # the block's uid
    table_wanted = Signal(str)  # Enter or a double click on a table
    figure_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.objects = Objects(self)
        self._read: dict[str, Block] = {}  # as last read, by uid
        self._handed: tuple[tuple[Block, ...], tuple[str, ...] | None] = ((), None)
        self._is_loading = False
        self._at = ""
        self._build()
        self._connect()
        self.set_draft((), Labels(), {})

    # what others ask for

    def set_draft(
        self, blocks: Sequence[Block], labels: Labels, pictures: Mapping[str, Picture]
    ) -> None:
        """Show these blocks; there is nothing to undo then, and nothing that was not written."""
        self._rest.stop()
        self._most.stop()
        self.objects.labels, self.objects.pictures = labels, pictures
        self._is_loading = True
        block_text.fill(self.document(), blocks)
        self._is_loading = False
        self._read = {each.uid: each for each in self._read_all()}
        self.ensureCursorVisible()
        self._on_caret()

    def blocks(self) -> tuple[Block, ...]:
        """Return what stands in the editor now."""
        return self._read_all()

    def current(self) -> Block | None:
        """Return the block where the caret is."""
        paragraph = self.textCursor().block()
        return read(paragraph) if uid_of(paragraph) else None

    def go_to(self, block_uid: str) -> bool:
        """Put the caret at the beginning of a block; return whether there is such a block."""
        paragraph = self._paragraph(block_uid)
        if paragraph is None:
            return False
        self.setTextCursor(QTextCursor(paragraph))
        top = self.document().documentLayout().blockBoundingRect(paragraph).top()
        self.verticalScrollBar().setValue(int(top - theme().space("lg")))
        self.ensureCursorVisible()
        return True

    def insert_inline(self, inline: Inline) -> None:
        """Put a citation, a note or a cross-reference where the caret is."""
        cursor = self.textCursor()
        found = block_text.facts(cursor.block())
        if found is not None and found.kind.is_text:
            cursor.insertText(OBJECT, inline_format(found.kind, inline))

    def insert_blocks(self, blocks: Sequence[Block]) -> None:
        """Put blocks after the one where the caret is, as one step of undo."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.beginEditBlock()
        cursor.insertBlock()
        block_text.write(cursor, blocks)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def put_block(self, block: Block) -> None:
        """Put a block in place of the one with its uid, as one step of undo."""
        paragraph = self._paragraph(block.uid)
        if paragraph is None:
            return
        cursor = QTextCursor(paragraph)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        block_text.write(cursor, [block])
        cursor.endEditBlock()

    def move_section(self, block_uid: str, by: int) -> None:
        """Move the section of a heading 1 by so many sections, with all in it."""

    def set_ksbs(self, block_uid: str, ksb_uids: Sequence[str]) -> None:
        """Tag a block with these KSBs and no others."""
        paragraph = self._paragraph(block_uid)
        if paragraph is not None:
            changed = replace(read(paragraph), ksbs=tuple(ksb_uids))
            QTextCursor(paragraph).setBlockFormat(block_format(changed))

    def set_labels(self, labels: Labels) -> None:
        """Draw citations by other labels: nothing is edited."""
        self.objects.labels = labels
        document = self.document()
        document.markContentsDirty(0, document.characterCount())
        self.viewport().update()

    def flush(self) -> None:
        """Say now what changed since it was last said."""
        self._rest.stop()
        self._most.stop()
        before, now = self._read, {each.uid: each for each in self._read_all()}
        changed = tuple(each for uid, each in now.items() if before.get(uid) != each)
        order = tuple(now) if tuple(now) != tuple(before) else None
        self._read = now
        if changed or order is not None:
            self._handed = changed, order
            self.written.emit(
                frozenset({each.uid for each in changed} | (before.keys() ^ now.keys()))
            )

    def handed_over(self) -> tuple[tuple[Block, ...], tuple[str, ...] | None]:
        """Return the blocks that ``written`` was last about, and the order if it changed."""
        return self._handed

    # inside

    def _build(self) -> None:
        self.setAccessibleName(self.tr("The proposal's text"))
        self.setAcceptRichText(False)
        layout = self.document().documentLayout()
        layout.registerHandler(INLINE_OBJECT, self.objects)
        layout.registerHandler(BLOCK_OBJECT, self.objects)
        self.document().setDefaultFont(theme().reading_font())
        self._rest, self._most = QTimer(self), QTimer(self)
        for timer, rest in ((self._rest, REST_MS), (self._most, MOST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(rest)

    def _connect(self) -> None:
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_caret)
        self._rest.timeout.connect(self.flush)
        self._most.timeout.connect(self.flush)

    def _on_contents_change(self, _at: int, _removed: int, _added: int) -> None:
        if self._is_loading:
            return
        self._rest.start()
        if not self._most.isActive():
            self._most.start()

    def _on_caret(self) -> None:
        uid = uid_of(self.textCursor().block())
        if uid != self._at:
            self._at = uid
            self.caret_moved.emit(uid)

    def _paragraph(self, uid: str) -> QTextBlock | None:
        return next((each for each in paragraphs(self.document()) if uid_of(each) == uid), None)

    def _read_all(self) -> tuple[Block, ...]:
        return block_text.read_all(self.document())
