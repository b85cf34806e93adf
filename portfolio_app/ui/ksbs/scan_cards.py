"""Rate one by one: one KSB on a large card, a number key for its mark, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.scan import Rater, Scan, first_unrated
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme

MEASURE = 640  # pixels at 100 %


class ScanCards(QWidget):
    """One card at a time. Keys: 1 to 9 mark and go on, Left and Right move, Esc leaves."""

    rated = Signal(str, int, object)  # KSB uid, mark from 1, Rater
    noted = Signal(str, str)  # KSB uid, private note
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ksbs: Sequence[Ksb] = ()
        self._scan: Scan | None = None
        self._at = 0
        self._by = Rater.OWN
        self._build()

    def open(self, scan: Scan, ksbs: Sequence[Ksb], ksb_uid: str = "") -> None:
        """Show a scan's cards, from a KSB or from the first without a mark."""
        self._scan, self._ksbs = scan, tuple(ksbs)
        wanted = ksb_uid or first_unrated(ksbs, scan)
        self._at = next((n for n, k in enumerate(self._ksbs) if k.uid == wanted), 0)
        self._build_marks(scan.scale)
        self._show()

    def show_scan(self, scan: Scan) -> None:
        """Show what has changed in the scan; the card stays."""
        self._scan = scan
        self._show()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        chosen = self._group.checkedButton()
        buttons = self._group.buttons()
        return chosen or (buttons[0] if buttons else self._next)

    def _build(self) -> None:
        look = theme()
        self._place = label("", "muted")
        self._chips = QHBoxLayout()
        self._statement = label("", "subtitle", wrap=True)
        self._whose = QHBoxLayout()
        self._own = QRadioButton(self.tr("My mark"))
        self._manager = QRadioButton(self.tr("Line manager's mark"))
        self._own.setChecked(True)
        for button, by in ((self._own, Rater.OWN), (self._manager, Rater.MANAGER)):
            self._whose.addWidget(button)
            button.clicked.connect(partial(self._on_whose, by))
        self._whose.addStretch()
        whose = QButtonGroup(self)
        whose.addButton(self._own)
        whose.addButton(self._manager)
        self._group = QButtonGroup(self)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(look.space("xs"))
        self._note = QLineEdit()
        self._note.setAccessibleName(self.tr("Private note, never exported"))
        self._note.setPlaceholderText(self.tr("Private note, never exported"))
        self._note.addAction(icons.icon("lock"), QLineEdit.ActionPosition.LeadingPosition)
        self._note.editingFinished.connect(self._on_note)
        self._back = QPushButton(self.tr("Back"))
        self._next = QPushButton(self.tr("Next"))
        self._leave = QPushButton(self.tr("Leave"))
        icons.put(self._back, "arrow-left")
        icons.put(self._next, "arrow-right")
        self._back.clicked.connect(partial(self._go, -1))
        self._next.clicked.connect(partial(self._go, 1))
        self._leave.clicked.connect(self._on_leave)
        row = QHBoxLayout()
        row.addWidget(self._leave)
        row.addStretch()
        row.addWidget(self._back)
        row.addWidget(self._next)
        card = QFrame()
        card.setProperty("look", "card")
        card.setMaximumWidth(look.px(MEASURE))
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*[look.space("lg")] * 4)
        inner.setSpacing(look.space("md"))
        head = QHBoxLayout()
        head.addLayout(self._chips)
        head.addStretch()
        head.addWidget(self._place)
        inner.addLayout(head)
        inner.addWidget(self._statement)
        inner.addLayout(self._whose)
        inner.addLayout(self._marks)
        inner.addWidget(self._note)
        inner.addLayout(row)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[look.space("sm")] * 4)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(card, 1)
        centred.addStretch()
        column.addLayout(centred)
        column.addStretch()
        self._scroll = scrolled(inside)  # with large letters a card is higher than the window
        inside.setProperty("look", "window")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _build_marks(self, scale: Sequence[str]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._marks.removeWidget(button)
            button.deleteLater()
        for mark, word in enumerate(scale, start=1):
            words = word if word == str(mark) else f"{mark}  {word}"
            button = QRadioButton(words)
            button.clicked.connect(partial(self._on_mark, mark))
            self._group.addButton(button, mark)
            self._marks.addWidget(button)

    def _show(self) -> None:
        scan = self._scan
        if scan is None or not self._ksbs:
            return
        ksb = self._ksbs[self._at]
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        chip = KsbChip(ksb)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chips.addWidget(chip)
        self._statement.setText(ksb.text)
        self._place.setText(
            self.tr("{0} of {1} · {2} rated").format(self._at + 1, len(self._ksbs), scan.rated)
        )
        rating = scan.rating(ksb.uid)
        mark = rating.own if self._by is Rater.OWN else rating.manager
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == mark)
        self._group.setExclusive(True)
        if not self._note.hasFocus():
            self._note.setText(rating.note)
        self._back.setEnabled(self._at > 0)
        self._next.setEnabled(self._at < len(self._ksbs) - 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        digit = key - Qt.Key.Key_0
        if self._scan is not None and 1 <= digit <= min(len(self._scan.scale), 9):
            self._on_mark(digit)
            self._go(1)
        elif key == Qt.Key.Key_Right:
            self._go(1)
        elif key == Qt.Key.Key_Left:
            self._go(-1)
        elif key == Qt.Key.Key_Escape:
            self._on_leave()
        else:
            super().keyPressEvent(event)

    def _on_mark(self, mark: int) -> None:
        if self._ksbs:
            self.rated.emit(self._ksbs[self._at].uid, mark, self._by)

    def _on_note(self) -> None:
        if self._scan is None or not self._ksbs:
            return
        uid = self._ksbs[self._at].uid
        if self._note.text().strip() != self._scan.rating(uid).note:
            self.noted.emit(uid, self._note.text())

    def _on_whose(self, by: Rater) -> None:
        self._by = by
        self._show()

    def _go(self, steps: int) -> None:
        self._on_note()
        self._at = min(max(self._at + steps, 0), len(self._ksbs) - 1)
        self._note.clearFocus()
        self._show()
        self._scroll.verticalScrollBar().setValue(0)  # the statement comes first
        self.first_focus().setFocus()

    def _on_leave(self) -> None:
        self._on_note()
        self.left.emit()
