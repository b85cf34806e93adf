"""The editor of the proposal's text: blocks as paragraphs, everything else drawn.

What is typed is undone key by key here; ``written`` says which blocks changed, and whoever keeps
them (:mod:`portfolio_app.ui.proposal.keeping`) asks what was ``handed_over``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
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

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind, Picture, sections
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor import block_text, changing, drawing, inserting, keys
from portfolio_app.ui.proposal.editor.block_text import facts, new_block, paragraphs, uid_of
from portfolio_app.ui.proposal.editor.number_margin import NumberMargin
from portfolio_app.ui.proposal.editor.objects import Objects
from portfolio_app.ui.proposal.editor.styles import (
    BLOCK_OBJECT,
    EMPHASIS,
    INLINE,
    INLINE_OBJECT,
    OBJECT,
    STRONG,
    block_format,
    char_format,
    inline_of,
)
from portfolio_app.ui.proposal.editor.tracking import Handed, Tracking, with_uids

DUE_MS = 600  # after the first change that was not said: stored within a second of being typed
MEASURE = 720  # pixels at 100 % that lines are long at most
_NUMBERS = 46  # pixels at 100 % before the text, for numbers of headings
_INDENT = 28  # pixels at 100 % of a list's level
_PAUSE = ".!?;:"  # after these and a space, another step of undo begins


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
    inline_wanted = Signal(object)  # the Inline that was clicked twice
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
        self._was = 0  # where the caret was
        self._marks: tuple[bool, bool] | None = None  # chosen for what is typed next
        self._scale = 0
        self._right = 0
        self._is_typewriter = False
        self._build()
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
        place, up = self._caret_place(), self.verticalScrollBar().value()
        self.has_draft = True
        self._due.stop()
        self.objects.set_labels(labels, pictures)
        self._is_loading = True
        self._scale = theme().scale
        self.document().setDefaultFont(theme().reading_font())
        self.document().setIndentWidth(theme().px(_INDENT))
        block_text.fill(self.document(), with_uids(blocks))
        self._is_loading = False
        self._tracking.begin(told=bool(blocks))
        self._at, self._marks = "", None
        self._put_caret(place)
        self.verticalScrollBar().setValue(up)
        self._on_caret()

    def blocks(self) -> tuple[Block, ...]:
        """Return what stands in the editor now."""
        return self._tracking.blocks()

    def current(self) -> Block | None:
        """Return the block where the caret is."""
        paragraph = self.textCursor().block()
        return block_text.read(paragraph) if uid_of(paragraph) else None

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
        return next((each for each in paragraphs(self.document()) if uid_of(each) == uid), None)

    def insert_inline(self, inline: Inline) -> None:
        """Put a citation, a note or a cross-reference where the caret is."""
        self._change(lambda cursor: inserting.insert_inline(cursor, inline))

    def note_at_caret(self) -> Inline | None:
        """Return the footnote that is called just before or behind the caret, None for none."""
        at = self.textCursor().position()
        for position in (at - 1, at):
            found = self._inline_after(position) if position >= 0 else None
            if found is not None and found.kind is InlineKind.NOTE:
                return found
        return None

    def replace_inline(self, before: Inline, after: Inline) -> None:
        """Put an object in place of the first one that is the same, nearest behind the caret."""
        document, at = self.document(), self.textCursor().position()
        last = document.characterCount()
        for position in (*range(max(at - 1, 0), last), *range(max(at - 1, 0))):
            if self._inline_after(position) == before:
                cursor = changing.selected(document, position, position + 1)
                self.setTextCursor(cursor)
                self.insert_inline(after)
                return

    @property
    def lock(self) -> str:
        """Why no body text may be typed now, "" when it may."""
        return self._locked

    def insert_blocks(self, blocks: Sequence[Block]) -> None:
        """Put blocks where the caret is, as one step of undo; see ``inserting.insert_blocks``."""
        self._change(lambda cursor: inserting.insert_blocks(cursor, blocks))

    def put_block(self, block: Block) -> None:
        """Put a block in place of the one with its uid, as one step of undo."""
        paragraph = self.paragraph(block.uid)
        if paragraph is not None and block_text.read(paragraph) != block:
            self._keeping_caret(lambda: inserting.put_blocks(paragraph, paragraph, [block]))

    def move_section(self, block_uid: str, by: int) -> None:
        """Move the section of a heading 1 by so many sections, with all in it."""
        parts = list(sections(self.blocks()))
        at = next(
            (n for n, each in enumerate(parts) if each.heading and each.heading.uid == block_uid),
            None,
        )
        lowest = 1 if parts and parts[0].heading is None else 0
        if at is None or not lowest <= at + by < len(parts) or not by:
            return
        low, high = min(at, at + by), max(at, at + by)
        before = [each for part in parts[low : high + 1] for each in (part.heading, *part.blocks)]
        parts.insert(at + by, parts.pop(at))
        after = [each for part in parts[low : high + 1] for each in (part.heading, *part.blocks)]
        uids = [each.uid for each in before if each is not None]
        first, last = self.paragraph(uids[0]), self.paragraph(uids[-1])
        blocks = [each for each in after if each is not None]
        if first is not None and last is not None:
            self._keeping_caret(partial(inserting.put_blocks, first, last, blocks))

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
        objects, document = self.objects, self.document()
        held = [each for each in paragraphs(document) if OBJECT in each.text()]
        before = [objects.shown(each) for each in held]
        objects.set_labels(labels, pictures)
        is_changed = False
        for paragraph, shown in zip(held, before, strict=True):
            if objects.shown(paragraph) != shown:
                is_changed = True
                document.markContentsDirty(paragraph.position(), paragraph.length())
        if is_changed:
            self.viewport().update()
            self.labels_changed.emit()

    def set_images(self, image: Callable[[str], QImage | None]) -> None:
        """Say where images of figures come from: by picture's uid, None while on their way."""
        self.objects.image = image
        self.viewport().update()

    def set_locked(self, why: str) -> None:
        """Refuse body text, for the reason given; "" lets it be written. Headings go on."""
        self._locked = why
        empty = self.tr("Begin with the outline, at the left.")
        self.setPlaceholderText(empty if why else self.tr("Write here, or begin with the outline."))

    def set_kind(self, kind: BlockKind) -> None:
        """Let the chosen paragraphs be of a kind."""
        self._change(lambda cursor: changing.set_kind(cursor, kind))

    def toggle_strong(self) -> None:
        """Let what is selected, or typed next, be strong, or not any more."""
        self._mark(0)

    def toggle_emphasis(self) -> None:
        """Let what is selected, or typed next, be emphasised, or not any more."""
        self._mark(1)

    @property
    def marks(self) -> tuple[bool, bool]:
        """Whether what is typed next is strong, and whether it is emphasised."""
        if self._marks is not None:
            return self._marks
        form = self.textCursor().charFormat()
        return bool(form.property(STRONG)), bool(form.property(EMPHASIS))

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

    def _change(self, what: Callable[[QTextCursor], object]) -> None:
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        what(cursor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self._marks = None
        self.style_changed.emit()

    def _keeping_caret(self, change: Callable[[], None]) -> None:
        place, up = self._caret_place(), self.verticalScrollBar().value()
        change()
        self._put_caret(place)
        self.verticalScrollBar().setValue(up)
        self.ensureCursorVisible()

    def _caret_place(self) -> tuple[str, int, int]:
        cursor = self.textCursor()
        return uid_of(cursor.block()), cursor.positionInBlock(), cursor.blockNumber()

    def _put_caret(self, place: tuple[str, int, int]) -> None:
        uid, within, number = place
        paragraph = self.paragraph(uid) if uid else None
        if paragraph is None:
            document = self.document()
            number = min(number, document.blockCount() - 1)
            paragraph, within = document.findBlockByNumber(max(number, 0)), 0
        cursor = QTextCursor(paragraph)
        cursor.setPosition(paragraph.position() + min(within, paragraph.length() - 1))
        self.setTextCursor(cursor)

    def _mark(self, which: int) -> None:
        marks = list(self.marks)
        marks[which] = not marks[which]
        cursor = self.textCursor()
        if self.isReadOnly():
            return
        if cursor.hasSelection():
            named = ("strong", "emphasis")[which]
            changing.mark(cursor, **{named: marks[which]})
        else:
            self._marks = (marks[0], marks[1])
        self.style_changed.emit()

    def _type(self, text: str) -> None:
        cursor = self.textCursor()
        strong, emphasis = self.marks
        if cursor.hasSelection() or changing.is_held(cursor.block()):
            inserting.insert_words(cursor, text, strong=strong, emphasis=emphasis)
        else:
            kind = changing.of(cursor.block()).kind
            form = char_format(kind, strong=strong, emphasis=emphasis)
            if self._begins_step(cursor):
                with changing.one_step(cursor):  # undo stops here
                    cursor.insertText(text, form)
            else:
                cursor.insertText(text, form)
        self.setTextCursor(cursor)
        self._marks = None
        self.ensureCursorVisible()

    def _begins_step(self, cursor: QTextCursor) -> bool:
        before = cursor.document().characterAt(cursor.position() - 2)
        return cursor.positionInBlock() > 1 and before in _PAUSE

    def _may_type(self) -> bool:
        """Whether words may be put where the caret is; why not is said."""
        if not self._locked or keys.is_heading(self.textCursor()):
            return True
        self.refused.emit(self._locked)
        return False

    # keys

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
                self._type(text)
        elif keys.changes_nothing(event):
            super().keyPressEvent(event)
        else:
            event.ignore()  # nothing here: Escape and the like are for whoever is around it

    def _on_enter(self) -> None:
        cursor = self.textCursor()
        block = facts(cursor.block())
        if block is not None and not block.kind.is_text and not cursor.hasSelection():
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
            cursor = self.textCursor()
            if cursor.hasSelection() or changing.is_held(cursor.block()):
                inserting.insert_words(cursor, "", strong=False, emphasis=False)
                self.setTextCursor(cursor)
            kind = changing.of(cursor.block()).kind
            strong, emphasis = self.marks
            self.setCurrentCharFormat(char_format(kind, strong=strong, emphasis=emphasis))
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
        if self.isReadOnly() or not self._may_type():
            return
        if self.clipboard is not None:
            self.clipboard.paste(source)
            return
        lines = [block_text.tidy(each) for each in source.text().splitlines()]
        blocks = [
            replace(new_block(), inlines=(Inline(text=each),)) for each in lines if each.strip()
        ]
        self.insert_blocks(blocks)

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
        if self._locked and not keys.is_heading(target):
            self.refused.emit(self._locked)
            return
        blocks = self.selected_blocks()
        with changing.one_step(target):
            changing.remove(chosen)
            inserting.insert_blocks(target, blocks)
        self.setTextCursor(target)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        block = facts(self.cursorForPosition(place).block())
        inline = self.inline_at(place)
        if block is not None and not block.kind.is_text:
            self._open(block)
        elif inline is not None:
            self.inline_wanted.emit(inline)
        else:
            super().mouseDoubleClickEvent(event)

    def inline_at(self, place: QPoint) -> Inline | None:
        """Return the citation, note or cross-reference under a point of the viewport, if any."""
        position = (
            self.document()
            .documentLayout()
            .hitTest(
                place
                + QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
                Qt.HitTestAccuracy.ExactHit,
            )
        )
        return self._inline_after(position) if position >= 0 else None

    def _inline_after(self, position: int) -> Inline | None:
        document = self.document()
        if document.characterAt(position) != OBJECT:
            return None
        cursor = changing.selected(document, position, position + 1)
        written = cursor.charFormat().property(INLINE)
        return inline_of(written) if written else None

    # room, drawing

    def take_right(self, pixels: int) -> None:
        """Leave room beside the text for what is drawn there."""
        if pixels != self._right:
            self._right = pixels
            self._arrange()

    def set_typewriter(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Keep the line that is written in the middle of the window, or not."""
        self._is_typewriter = on
        if not on:
            bar, view = self.verticalScrollBar(), self.viewport()
            bar.setMaximum(max(int(self.document().size().height()) - view.height(), 0))
        self._centre()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Let the lines be no longer than they read well, with the margins beside them."""
        look = theme()
        bar = self.verticalScrollBar()
        room = self.width() - (bar.sizeHint().width() if bar.isVisible() else 0)
        left = look.px(_NUMBERS)
        spare = max(room - left - self._right - look.px(MEASURE), 0)
        before = min(spare // 2, max((room - look.px(MEASURE)) // 2 - left, 0))
        self.setViewportMargins(left + before, 0, self._right + spare - before, 0)
        view = self.viewport().geometry()
        self._numbers.setGeometry(view.left() - left, view.top(), left, view.height())
        self.arranged.emit()

    def _on_range(self, *_range: int) -> None:
        """Let the last line be scrolled to the middle while the typewriter is on."""
        if not self._is_typewriter:
            return
        bar, view = self.verticalScrollBar(), self.viewport()
        height = int(self.document().size().height()) - view.height()
        wanted = max(height, 0) + view.height() // 2
        if bar.maximum() != wanted:
            bar.blockSignals(True)  # noqa: FBT003 - Qt's own
            bar.setMaximum(wanted)
            bar.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _centre(self) -> None:
        if self._is_typewriter and not self._is_loading:
            bar, view = self.verticalScrollBar(), self.viewport()
            self._on_range()
            bar.setValue(bar.value() + self.cursorRect().center().y() - view.height() // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        drawing.draw(painter, self, event.rect())
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
        self._numbers = NumberMargin(self)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(DUE_MS)

    def _connect(self) -> None:
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_caret)
        self._due.timeout.connect(self.flush)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        theme().changed.connect(self._on_look)

    def _on_look(self) -> None:
        """Larger text is no edit: the font is the document's own, distances follow when idle."""
        document = self.document()
        document.setDefaultFont(theme().reading_font())
        document.setIndentWidth(theme().px(_INDENT))
        is_idle = not (document.isUndoAvailable() or document.isRedoAvailable() or self.is_touched)
        if self._scale != theme().scale and is_idle:
            objects = self.objects
            self.set_draft(self.blocks(), objects.labels, objects.pictures)
        self._arrange()
        self.viewport().update()

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
            self._say_block(cursor.block(), block)
            self.caret_moved.emit(uid)
        self._say_passed(cursor)
        self._was = cursor.position()
        self._centre()
        self.style_changed.emit()

    def _say_block(self, paragraph: QTextBlock, block: Block | None) -> None:
        if block is None:
            return
        said = block.kind.words
        if block.kind in changing.LISTS and block.level:
            said = self.tr("{0}, level {1}").format(said, block.level + 1)
        self.setAccessibleDescription(said)
        if not block.kind.is_text:
            announcer().say(self.objects.held_reading(block))
        elif prompt := drawing.prompt_of(paragraph):
            announcer().say(prompt)

    def _say_passed(self, cursor: QTextCursor) -> None:
        """Say a citation that the caret has just passed: readers of the screen see no label."""
        now = cursor.position()
        if abs(now - self._was) == 1:
            inline = self._inline_after(min(now, self._was))
            if inline is not None:
                announcer().say(self.objects.reading(inline))
