"""The editor of the proposal's text: blocks as paragraphs, everything else drawn.

What is typed is undone key by key here; ``written`` says which blocks changed, and whoever keeps
them (:mod:`portfolio_app.ui.proposal.keeping`) asks what was ``handed_over``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDropEvent,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget
from typing_extensions import override

from portfolio_app.domain.draft import Block, BlockKind, Inline, Picture
from portfolio_app.domain.early_text import has_body_text, letters_of
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import (
    block_text,
    caret,
    changing,
    drawing,
    early,
    inline_places,
    inserting,
    keys,
    sections_moved,
)
from portfolio_app.ui.proposal.editor.announcing import Announcing
from portfolio_app.ui.proposal.editor.block_text import facts, uid_of
from portfolio_app.ui.proposal.editor.objects import Objects
from portfolio_app.ui.proposal.editor.room import Room
from portfolio_app.ui.proposal.editor.styles import (
    BLOCK_OBJECT,
    INLINE_OBJECT,
    block_format,
)
from portfolio_app.ui.proposal.editor.tracking import Handed, Tracking, with_uids
from portfolio_app.ui.proposal.editor.typing_words import TypingWords

DUE_MS = 600  # after the first change that was not said: stored within a second of being typed
_INDENT = 28  # pixels at 100 % of a list's level


class Clipboard(Protocol):
    """What copies out of an editor and pastes into it."""

    def fill(self, made: QMimeData) -> None:
        """Let what was made of the selection hold what is copied."""
        ...

    def paste(self, source: QMimeData) -> None:
        """Put what the clipboard holds where the caret is."""
        ...


class ProposalEditor(QTextEdit):
    """The proposal being written; see the module for what is kept where."""

    written = Signal(object)  # frozenset of uids: blocks that changed, came or went
    caret_moved = Signal(str)  # the block's uid
    table_wanted = Signal(str)  # Enter or a double click on a table
    figure_wanted = Signal(str)
    inline_wanted = Signal(object)  # the Inline that was clicked twice, or Enter on it
    refused = Signal(str)  # why nothing was typed
    style_changed = Signal()  # the kind of the block, or of the words, where the caret is
    labels_changed = Signal()
    arranged = Signal()  # the room beside the text has changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.objects = Objects(self)
        self._tracking = Tracking(self.document())
        self.clipboard: Clipboard | None = None  # what copies and pastes; plain words without it
        self._handed: Handed = ((), None)
        self._is_loading = self._is_leaving = False
        self._locked = ""
        self._at = ""
        self._scale = 0
        self._typing = TypingWords(self)
        self._saying = Announcing(self, self.objects)
        self._build()
        self.room = Room(self)
        self._connect()
        self.set_draft((), Labels(), {})
        self.has_draft = False  # until it is given one

    # what others ask for

    def set_draft(
        self, blocks: Sequence[Block], labels: Labels, pictures: Mapping[str, Picture]
    ) -> None:
        """Show these blocks; there is nothing to undo then, and nothing that was not written.

        The caret stays in its block, as far into it as it was, where that is still there.
        """
        place, up = caret.place_of(self.textCursor()), self.verticalScrollBar().value()
        self.has_draft = True
        self._due.stop()
        self.objects.set_labels(labels, pictures)
        self._is_loading = True
        self._scale = theme().scale
        self._follow_look()
        block_text.fill(self.document(), with_uids(blocks))
        self._is_loading = False
        self._tracking.begin(told=bool(blocks))
        self._at, self._typing.chosen = "", None
        self.setTextCursor(caret.cursor_at(self.document(), place))
        self.verticalScrollBar().setValue(up)
        self._on_caret()

    def blocks(self) -> tuple[Block, ...]:
        """Return what stands in the editor now."""
        return self._tracking.blocks()

    def current(self) -> Block | None:
        """Return the block where the caret is."""
        paragraph = self.textCursor().block()
        return block_text.read(paragraph) if uid_of(paragraph) else None

    @property
    def place(self) -> caret.CaretPlace:
        """Where the caret is."""
        return caret.place_of(self.textCursor())

    def put_caret(self, place: caret.CaretPlace) -> None:
        """Put the caret where it was once, if there is still such a block, and show it."""
        if self.paragraph(place.uid) is not None:
            self.setTextCursor(caret.cursor_at(self.document(), place))
            QTimer.singleShot(0, self, self.ensureCursorVisible)  # once it is as high as it will be

    def go_to(self, block_uid: str) -> bool:
        """Put the caret at the beginning of a block; return whether there is such a block."""
        paragraph = self.paragraph(block_uid)
        if paragraph is None:
            return False
        self.setTextCursor(QTextCursor(paragraph))
        top = self.document().documentLayout().blockBoundingRect(paragraph).top()
        self.verticalScrollBar().setValue(int(top) - theme().space("sm"))
        self.ensureCursorVisible()
        return True

    def paragraph(self, uid: str) -> QTextBlock | None:
        """Return the paragraph of a block; None when it is not in the text."""
        return block_text.paragraph_of(self.document(), uid)

    def insert_inline(self, inline: Inline) -> None:
        """Put a citation, a note or a cross-reference where the caret is."""
        self._insert(lambda cursor: inserting.insert_inline(cursor, inline))

    def note_at_caret(self) -> Inline | None:
        """Return the footnote that is called just before or behind the caret, None for none."""
        return inline_places.note_beside(self.document(), self.textCursor().position())

    def replace_inline(self, before: Inline, after: Inline) -> None:
        """Put an object in place of the first one that is the same, nearest behind the caret."""
        at = inline_places.place_of(self.document(), before, self.textCursor().position())
        if at >= 0:
            self.setTextCursor(changing.selected(self.document(), at, at + 1))
            self.insert_inline(after)

    @property
    def lock(self) -> str:
        """Why no body text may be typed now, "" when it may."""
        return self._locked

    def insert_blocks(self, blocks: Sequence[Block]) -> bool:
        """Put blocks where the caret is, as one step of undo; see ``inserting.insert_blocks``.

        Returns:
            Whether they were taken: body text is not, while it is locked.
        """
        joins = len(blocks) == 1 and keys.is_heading(self.textCursor())
        if self._locked and has_body_text(blocks) and not joins:
            self.refuse()
            return False
        return self._insert(lambda cursor: inserting.insert_blocks(cursor, blocks))

    def put_block(self, block: Block) -> None:
        """Put a block in place of the one with its uid, as one step of undo."""
        paragraph = self.paragraph(block.uid)
        if paragraph is not None and block_text.read(paragraph) != block:
            self._keeping_caret(lambda: inserting.put_blocks(paragraph, paragraph, [block]))

    def move_section(self, block_uid: str, by: int) -> None:
        """Move the section of a heading 1 by so many sections, with all in it."""
        before, after = sections_moved.moved(self.blocks(), block_uid, by)
        if not before:
            return
        first, last = self.paragraph(before[0].uid), self.paragraph(before[-1].uid)
        if first is not None and last is not None:
            self._keeping_caret(partial(inserting.put_blocks, first, last, after))

    def set_ksbs(self, block_uid: str, ksb_uids: Sequence[str]) -> None:
        """Tag a block with these KSBs and no others, as one step of undo."""
        paragraph = self.paragraph(block_uid)
        found = facts(paragraph) if paragraph is not None else None
        if paragraph is not None and found is not None and found.ksbs != tuple(ksb_uids):
            changed = replace(found, ksbs=tuple(ksb_uids))
            QTextCursor(paragraph).setBlockFormat(block_format(changed))
            self.labels_changed.emit()

    def set_labels(self, labels: Labels, pictures: Mapping[str, Picture] | None = None) -> None:
        """Draw citations, numbers and pictures by these: nothing is edited."""
        if self.objects.relabel(self.document(), labels, pictures):
            self.viewport().update()
            self.labels_changed.emit()

    def set_images(self, image: Callable[[str], QImage | None]) -> None:
        """Say where images of figures come from: by picture's uid, None while on their way."""
        self.objects.image = image
        self.viewport().update()

    def set_locked(self, why: str) -> None:
        """Refuse body text, for the reason given; "" lets it be written. Headings go on."""
        self._locked = why
        empty = self.tr("Begin with the outline.")
        self.setPlaceholderText(empty if why else self.tr("Write here, or begin with the outline."))

    def set_kind(self, kind: BlockKind) -> None:
        """Let the chosen paragraphs be of a kind."""
        self._change(lambda cursor: changing.set_kind(cursor, kind))

    def toggle_strong(self) -> None:
        """Let what is selected, or typed next, be strong, or not any more."""
        self._mark(strong=True)

    def toggle_emphasis(self) -> None:
        """Let what is selected, or typed next, be emphasised, or not any more."""
        self._mark(strong=False)

    @property
    def marks(self) -> tuple[bool, bool]:
        """Whether what is typed next is strong, and whether it is emphasised."""
        return self._typing.marks

    @property
    def is_touched(self) -> bool:
        """Whether something was changed that ``written`` has not said yet."""
        return self._tracking.is_touched

    def flush(self) -> None:
        """Say now what changed since it was last said."""
        self._due.stop()
        if not self._tracking.is_touched:
            return
        before = {*self._tracking.told}
        changed, order = self._tracking.take()
        if changed or order is not None:
            self._handed = changed, order
            went = before.symmetric_difference(order) if order is not None else set()
            self.written.emit(frozenset({each.uid for each in changed} | went))

    def handed_over(self) -> Handed:
        """Return the blocks that ``written`` was last about, and the order if it changed."""
        return self._handed

    @property
    def known(self) -> frozenset[str]:
        """The uids of all blocks that stood in the editor since ``set_draft``."""
        return frozenset(self._tracking.known)

    def selected_blocks(self) -> tuple[Block, ...]:
        """Return what is selected as blocks; those at the ends hold the selected words alone."""
        cursor = self.textCursor()
        return block_text.read_between(
            self.document(), cursor.selectionStart(), cursor.selectionEnd()
        )

    # changing

    def _change(self, what: Callable[[QTextCursor], object], *, without: int = 0) -> bool:
        if self.isReadOnly():
            return False
        cursor = self.textCursor()
        if not self._if_unlocked(partial(what, cursor), without=without):
            return False
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self._typing.chosen = None
        self.style_changed.emit()
        return True

    def _insert(self, what: Callable[[QTextCursor], object]) -> bool:
        """As ``_change``, by something that takes the place of what is selected."""
        replaced = sum(map(letters_of, self.selected_blocks())) if self._locked else 0
        return self._change(what, without=replaced)

    def _if_unlocked(self, change: Callable[[], object], *, without: int = 0) -> bool:
        """Change the text; while it is locked not so that body text is made, and it is said."""
        if not self._locked:
            change()
        elif not early.changed(self.document(), change, without=without):
            self.refuse()
            return False
        return True

    def refuse(self) -> None:
        """Say why no body text is taken now."""
        self.refused.emit(self._locked)

    def _keeping_caret(self, change: Callable[[], None]) -> None:
        place, up = caret.place_of(self.textCursor()), self.verticalScrollBar().value()
        change()
        self.setTextCursor(caret.cursor_at(self.document(), place))
        self.verticalScrollBar().setValue(up)
        self.ensureCursorVisible()

    def _mark(self, *, strong: bool) -> None:
        if not self.isReadOnly():
            self._typing.toggle(strong=strong)
            self.style_changed.emit()

    def _may_type(self) -> bool:
        """Whether words may be put where the caret is; why not is said."""
        if not self._locked or keys.is_heading(self.textCursor()):
            return True
        self.refuse()
        return False

    # keys

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_undone_elsewhere(event)
        ):
            event.ignore()  # the window's own Undo takes back the step before
            return False
        if event.type() is QEvent.Type.Resize:
            self.room.arrange()  # first: else all is laid out twice, the first time too wide
        return super().event(event)

    def _is_undone_elsewhere(self, event: QKeyEvent) -> bool:
        """Whether a key asks for Undo or Redo, and nothing typed here is to be undone or redone."""
        standard, document = QKeySequence.StandardKey, self.document()
        return (event.matches(standard.Undo) and not document.isUndoAvailable()) or (
            event.matches(standard.Redo) and not document.isRedoAvailable()
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        event.accept()
        standard = QKeySequence.StandardKey
        if event.matches(standard.Undo):
            self.undo()
        elif event.matches(standard.Redo):
            self.redo()
        elif event.matches(standard.Cut):
            self.cut()
        elif keys.leaves(event):
            self._leave(forwards=event.key() == Qt.Key.Key_Tab)
        elif keys.is_enter(event):
            self._on_enter()
        elif keys.removes(event):
            self._change(lambda cursor: keys.remove(event, cursor))
        elif by := keys.shifts(event, self.textCursor()):
            self._change(lambda cursor: changing.shift_level(cursor, by))
        elif text := keys.typed(event):
            if self._may_type():
                self._typing.type(text)
        elif keys.changes_nothing(event):
            super().keyPressEvent(event)
        else:
            event.ignore()  # nothing here: Escape and the like are for whoever is around it

    def _on_enter(self) -> None:
        cursor = self.textCursor()
        block, inline = facts(cursor.block()), changing.chosen_inline(cursor)
        if inline is not None:
            self.inline_wanted.emit(inline)
        elif block is not None and not block.kind.is_text and not cursor.hasSelection():
            self._open(block)
        else:
            self._change(changing.split)

    def _open(self, block: Block) -> None:
        wanted = self.table_wanted if block.kind is BlockKind.TABLE else self.figure_wanted
        wanted.emit(block.uid)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            if not self._may_type():
                event.accept()
                return
            self._typing.prepare()
        super().inputMethodEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if keys.is_in_list(self.textCursor()) and not (self.isReadOnly() or self._is_leaving):
            return False  # Tab shifts the point; Ctrl+Tab leaves
        return super().focusNextPrevChild(next)

    def _leave(self, *, forwards: bool) -> None:
        self._is_leaving = True
        self.focusNextPrevChild(forwards)
        self._is_leaving = False

    # the clipboard

    @override
    def cut(self) -> None:
        """Copy what is selected and remove it, as one step of undo."""
        if self.textCursor().hasSelection():
            self.copy()
            self._change(changing.remove)

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        made = super().createMimeDataFromSelection()
        if self.clipboard is not None:
            self.clipboard.fill(made)
        return made

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.isReadOnly():
            return
        if self.clipboard is not None:
            self.clipboard.paste(source)
            return
        self.insert_blocks(block_text.of_lines(source.text()))

    # the mouse

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() in (self, self.viewport()) and not self.isReadOnly():
            self.drop_selection(event)
        else:
            super().dropEvent(event)

    def drop_selection(self, event: QDropEvent) -> None:
        """Move what is selected to where it is dropped, as one step of undo."""
        chosen, target = self.textCursor(), self.cursorForPosition(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)  # nobody else is to remove anything
        event.accept()
        if chosen.selectionStart() <= target.position() <= chosen.selectionEnd():
            return
        if self._if_unlocked(partial(inserting.move, chosen, target)):
            self.setTextCursor(target)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        block = facts(self.cursorForPosition(place).block())
        inline = inline_places.inline_under(self, place)
        if block is not None and not block.kind.is_text:
            self._open(block)
        elif inline is not None:
            self.inline_wanted.emit(inline)
        else:
            super().mouseDoubleClickEvent(event)

    # room, drawing

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        drawing.draw(painter, self, event.rect())
        if changing.chosen_inline(self.textCursor()) is not None:
            bars = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self.objects.draw_chosen(painter, self.textCursor(), QPointF(*bars))
        painter.end()

    # inside

    def _build(self) -> None:
        self.setAccessibleName(self.tr("The proposal's text"))
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(True)
        self.setTabChangesFocus(True)
        self.set_locked("")
        layout = self.document().documentLayout()
        layout.registerHandler(INLINE_OBJECT, self.objects)
        layout.registerHandler(BLOCK_OBJECT, self.objects)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(DUE_MS)

    def _connect(self) -> None:
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_caret)
        self._due.timeout.connect(self.flush)
        theme().changed.connect(self._on_look)

    def _on_look(self) -> None:
        """Larger text is no edit: the font is the document's own, distances follow when idle."""
        self._follow_look()
        document = self.document()
        is_idle = not (document.isUndoAvailable() or document.isRedoAvailable() or self.is_touched)
        if self._scale != theme().scale and is_idle:
            objects = self.objects
            self.set_draft(self.blocks(), objects.labels, objects.pictures)
        self.room.arrange()
        self.viewport().update()

    def _follow_look(self) -> None:
        document, look = self.document(), theme()
        if document.defaultFont() != look.reading_font():  # the same one lays it all out again
            document.setDefaultFont(look.reading_font())
        if document.indentWidth() != look.px(_INDENT):
            document.setIndentWidth(look.px(_INDENT))

    def _on_contents_change(self, at: int, removed: int, added: int) -> None:
        if self._is_loading:
            return
        self._tracking.note(at, removed, added)
        if not self._due.isActive():
            self._due.start()

    def _on_caret(self) -> None:
        if self._is_loading:
            return
        cursor = self.textCursor()
        block = facts(cursor.block())
        uid = block.uid if block is not None else ""
        if uid != self._at:
            self._at = uid
            held = uid if block is not None and not block.kind.is_text else ""
            if held != self.objects.chosen:
                self.objects.chosen = held
                self.viewport().update()
            self._saying.say_block(cursor.block(), block)
            self.caret_moved.emit(uid)
        self._saying.say_passed(cursor)
        self.room.centre()
        self.style_changed.emit()
