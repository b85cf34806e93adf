"""Finds and replaces words of the proposal: above the text, by keys, never within a citation.

What is found in a table or a figure is shown by choosing it whole; replacing changes its words.
Replacing all is one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.draft import Block
from portfolio_app.domain.early_text import has_body_text
from portfolio_app.domain.finding_in_draft import MOST, Place, Wanted, find, replaced, utf16
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.block_text import paragraphs, uid_of
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

_LONGEST = 500  # characters that can be looked for
_REST_MS = 150
_LOW = 400  # pixels at 100 % of the window below which the text would have no room
_WIDE = 760  # pixels at 100 % from which everything has room in two rows


class FindReplaceBar(QFrame):
    """What is looked for, how many places there are, and what comes in their place."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._editor = editor
        self._places: tuple[Place, ...] = ()
        self._starts: dict[str, int] = {}  # where each block begins, in UTF-16 units
        self._at = -1
        self._build()
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """What is looked for now."""
        return Wanted(self.words.text(), self.case.isChecked(), self.whole.isChecked())

    def begin(self) -> None:
        """Show it with the words that are selected, or the last ones, ready to be typed over."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and len(chosen) <= 100 and "\u2029" not in chosen and "\ufffc" not in chosen:
            self.words.setText(chosen)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._look()

    def step(self, by: int) -> None:
        """Go to the next place, or the one before."""
        self._look()
        if not self._places:
            announcer().say(self.count.text())
            return
        at = self._place_after_caret() if self._at < 0 else self._at + by
        if self._at < 0 and by < 0:
            at -= 1
        self._at = at % len(self._places)
        self._show_place()

    def replace_one(self) -> None:
        """Replace the place that is shown, and go to the next; go to one first if none is."""
        if self._editor.isReadOnly():
            return
        if self._at < 0 or self._at >= len(self._places) or not self._is_shown():
            self.step(1)
            return
        place = self._places[self._at]
        if self._is_early(each for each in self._editor.blocks() if each.uid == place.block_uid):
            return
        if place.about:
            block = next((b for b in self._editor.blocks() if b.uid == place.block_uid), None)
            if block is not None:
                self._editor.put_block(replaced(block, self.wanted, self.by.text())[0])
        else:
            cursor = self._editor.textCursor()
            _put(cursor, self.by.text())
            self._editor.setTextCursor(cursor)
        self._at = -1
        self.step(1)

    def replace_all(self) -> None:
        """Replace every place, as one step of undo, and say how many there were."""
        if self._editor.isReadOnly() or self.wanted.is_empty:
            return
        wanted, by, count = self.wanted, self.by.text(), 0
        if self._is_early(each for each in self._editor.blocks() if replaced(each, wanted, by)[1]):
            return
        document = self._editor.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        try:
            for block in self._editor.blocks():
                made, here = replaced(block, wanted, by)
                if not here:
                    continue
                count += here
                if not block.kind.is_text:
                    self._editor.put_block(made)
                    continue
                paragraph = self._editor.paragraph(block.uid)
                if paragraph is None:
                    continue
                text, start = paragraph.text(), paragraph.position()
                at = utf16(text)
                for low, high in reversed(wanted.places(text)):
                    cursor.setPosition(start + at(low))
                    cursor.setPosition(start + at(high), QTextCursor.MoveMode.KeepAnchor)
                    _put(cursor, by)
        finally:
            cursor.endEditBlock()
        self._look()
        said = (
            self.tr("1 place replaced. Ctrl+Z takes it back.")
            if count == 1
            else self.tr("{0:,} places replaced. Ctrl+Z takes them back.").format(count)
        )
        self.count.setText(said if count else self.tr("Not found"))
        announcer().say(self.count.text())

    def _is_early(self, blocks: Iterable[Block]) -> bool:
        """Whether body text of these is not to be changed now; it is said then."""
        if not self._editor.lock or not has_body_text(blocks):
            return False
        self.count.setText(self.tr("Not replaced: body text waits for the twelve weeks"))
        self._editor.refuse()
        return True

    def close_bar(self) -> None:
        """Hide it, and write on where the last place is."""
        self.hide()
        self._editor.setExtraSelections([])
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # inside

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.by:
                    self.replace_one()
                else:
                    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                    self.step(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self._look()

    def _build(self) -> None:
        look = theme()
        self.setProperty("look", "bar")
        self.words, self.by = QLineEdit(), QLineEdit()
        self.words.setObjectName("find_words")
        self.by.setObjectName("replace_by")
        names = QLabel(self.tr("&Find")), QLabel(self.tr("Re&place with"))
        for name, field in zip(names, (self.words, self.by), strict=True):
            name.setBuddy(field)
            field.setMaxLength(_LONGEST)
            field.setClearButtonEnabled(True)
            field.setMinimumWidth(look.px(160))
            field.setMaximumWidth(look.px(420))
        self.case = QCheckBox(self.tr("&Match case"))
        self.whole = QCheckBox(self.tr("W&hole words"))
        self.count = label("", "muted")
        self.previous = _tool("arrow-up", self.tr("Previous place (Shift+Enter)"))
        self.next = _tool("arrow-down", self.tr("Next place (Enter)"))
        self.shut = _tool("x", self.tr("Close find and replace (Esc)"))
        self.more = QToolButton()
        self.more.setText(self.tr("More"))
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Replace, and choose how words are found"))
        self.more.setAccessibleName(self.tr("Replace and choices"))
        self.one = QPushButton(self.tr("&Replace"))
        self.all = QPushButton(self.tr("Replace &all"))
        first, second = QWidget(), QWidget()
        self._checks = QWidget()
        _in_row(first, (self.previous, self.next, self.more, self.count), at_the_end=self.shut)
        _in_row(second, (self.one, self.all))
        _in_row(self._checks, (self.case, self.whole))
        self._lower = (names[1], self.by, second, self._checks)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(
            look.space("lg"), look.space("xs"), look.space("sm"), look.space("xs")
        )
        grid.setHorizontalSpacing(look.space("sm"))
        grid.setVerticalSpacing(look.space("xs"))
        for at, (name, field, more) in enumerate(
            ((names[0], self.words, first), (names[1], self.by, second))
        ):
            grid.addWidget(name, at, 0)
            grid.addWidget(field, at, 1)
            grid.addWidget(more, at, 2, 1, 2 if at == 0 else 1)
        self._arrange()
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 1)
        self.setTabOrder(self.words, self.by)  # Enter goes to the places: no button lies between
        self.setFocusProxy(self.words)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)

    def _arrange(self) -> None:
        """Put the two choices beside the buttons where there is room, else below.

        In a low window everything but finding waits behind a button.
        """
        is_low = self.window().height() < theme().px(_LOW)
        self.more.setVisible(is_low)
        for each in self._lower:
            each.setVisible(not is_low or self.more.isChecked())
        if self.width() >= theme().px(_WIDE):
            self._grid.addWidget(self._checks, 1, 3)
        else:
            self._grid.addWidget(self._checks, 2, 1, 1, 3)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _connect(self) -> None:
        self._rest.timeout.connect(self._look)
        self.words.textChanged.connect(self._on_typed)
        self.case.toggled.connect(self._on_typed)
        self.whole.toggled.connect(self._on_typed)
        self.previous.clicked.connect(lambda _=False: self.step(-1))
        self.next.clicked.connect(lambda _=False: self.step(1))
        self.more.toggled.connect(lambda _: self._arrange())
        self.one.clicked.connect(lambda _=False: self.replace_one())
        self.all.clicked.connect(lambda _=False: self.replace_all())
        self.shut.clicked.connect(lambda _=False: self.close_bar())
        self._editor.textChanged.connect(self._on_text)
        theme().changed.connect(self._mark)
        for field in (self.words, self.by):
            field.installEventFilter(self)

    def _on_typed(self) -> None:
        self._at = -1
        self._rest.start()

    def _on_text(self) -> None:
        if self.isVisible():
            self._rest.start()

    def _look(self) -> None:
        """Find the places again, keep to the one that is shown, and mark them all."""
        self._rest.stop()
        shown = self._places[self._at] if 0 <= self._at < len(self._places) else None
        blocks = self._editor.blocks()
        self._places = find(blocks, self.wanted)
        self._at = self._places.index(shown) if shown in self._places else -1
        self._starts = {
            uid_of(each): each.position() for each in paragraphs(self._editor.document())
        }
        self._say_count()
        self._mark()
        for button in (self.one, self.all):
            button.setEnabled(bool(self._places) and not self._editor.isReadOnly())
        for tool in (self.previous, self.next):
            tool.setEnabled(bool(self._places))

    def _say_count(self) -> None:
        count = len(self._places)
        if self.wanted.is_empty:
            self.count.setText("")
        elif not count:
            self.count.setText(self.tr("Not found"))
        elif self._at >= 0:
            self.count.setText(self.tr("{0:,} of {1:,}").format(self._at + 1, count))
        else:
            many = self.tr("more than {0:,} places").format(MOST)
            words = self.tr("1 place") if count == 1 else self.tr("{0:,} places").format(count)
            self.count.setText(many if count == MOST else words)

    def _cursor_of(self, place: Place) -> QTextCursor | None:
        paragraph_at = self._starts.get(place.block_uid)
        if paragraph_at is None:
            return None
        paragraph = self._editor.document().findBlock(paragraph_at)
        at = utf16(paragraph.text())
        cursor = QTextCursor(paragraph)
        if place.about:
            return cursor
        cursor.setPosition(paragraph.position() + at(place.start))
        cursor.setPosition(paragraph.position() + at(place.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _place_after_caret(self) -> int:
        caret = self._editor.textCursor().selectionStart()
        for number, place in enumerate(self._places):
            if self._starts.get(place.block_uid, -1) >= caret:
                return number
            cursor = self._cursor_of(place)
            if cursor is not None and cursor.selectionStart() >= caret:
                return number
        return 0

    def _is_shown(self) -> bool:
        """Whether the caret still is where the place that is shown stands."""
        cursor, caret = self._cursor_of(self._places[self._at]), self._editor.textCursor()
        return (
            cursor is not None
            and cursor.selectionStart() == caret.selectionStart()
            and cursor.selectionEnd() == caret.selectionEnd()
        )

    def _show_place(self) -> None:
        place = self._places[self._at]
        cursor = self._cursor_of(place)
        if cursor is None:
            return
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        QTimer.singleShot(0, self._editor, self._editor.ensureCursorVisible)  # this bar has room
        self._say_count()
        self._mark()
        about = f": {place.about}" if place.about else ""
        announcer().say(self.count.text() + about)

    def _mark(self) -> None:
        made = []
        if self.isVisible():
            for place in self._places[:MOST]:
                cursor = None if place.about else self._cursor_of(place)
                if cursor is not None:
                    extra = QTextEdit.ExtraSelection()
                    extra.cursor = cursor
                    extra.format.setBackground(theme().colour("status.warn_tint"))
                    extra.format.setForeground(theme().colour("text.normal"))
                    extra.format.setFontUnderline(True)  # colour is never the only sign
                    made.append(extra)
        self._editor.setExtraSelections(made)


def _put(cursor: QTextCursor, by: str) -> None:
    """Put words in place of what is selected, as the first letter of it looks."""
    looks = QTextCursor(cursor.document())
    looks.setPosition(cursor.selectionStart() + 1)
    cursor.insertText(by, looks.charFormat())


def _in_row(
    box: QWidget, widgets: tuple[QWidget, ...], *, at_the_end: QWidget | None = None
) -> None:
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space("sm"))
    for each in widgets:
        row.addWidget(each)
    row.addStretch()
    if at_the_end is not None:
        row.addWidget(at_the_end)


def _tool(icon: str, name: str) -> QToolButton:
    button = QToolButton()
    icons.put(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
