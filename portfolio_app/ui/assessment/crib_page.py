"""Crib cards on the screen: one card at a time, with the person's own prompts typed on it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.crib import LONGEST_FIGURE, LONGEST_PROMPT, PROMPTS, CribLayout
from portfolio_app.services import cribs
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import FlowLayout, side_by_side
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

MEASURE = 640  # pixels at 100 %
_FIGURE = "figure"


class CribPage(QWidget):
    """Alt+Up and Alt+Down turn the cards; Esc leaves."""

    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._cards: tuple[cribs.Card, ...] = ()
        self._uids: tuple[str, ...] = ()  # of the KSBs whose cards are shown; () for all
        self._at = 0
        self._shown = ""
        self._typed: dict[str, str] = {}
        self._autosave = Autosave(self._save, self)
        self._build()
        # Not by keyPressEvent: what scrolls takes the arrows.
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            turning = QShortcut(QKeySequence(keys), self)
            turning.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turning.activated.connect(partial(self.turn, by))

    @property
    def card(self) -> cribs.Card | None:
        """The card that is shown, None while there is none."""
        return self._cards[self._at] if self._cards else None

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.prompts[0]

    def open(self, ksb_uids: tuple[str, ...] = (), ksb_uid: str = "") -> None:
        """Show the cards of these KSBs, of all without any; begin at one."""
        self.flush()
        self._uids = ksb_uids
        self._shown, self._at = "", 0
        self.read(ksb_uid)

    def read(self, ksb_uid: str = "") -> None:
        """Look again: what is being typed stays."""
        self.workspace.look(
            cribs.cards,
            self._uids,
            then=partial(self._on_read, ksb_uid),
            key="crib cards",
        )
        self.workspace.look(cribs.allowed, then=self._on_allowed, key="crib rule")

    def flush(self) -> None:
        """Write down what is still held."""
        self._autosave.flush()

    # building

    def _build(self) -> None:
        look = theme()
        self.back = QPushButton(self.tr("Back to rehearsal"))
        icons.put(self.back, "arrow-left")
        self.back.clicked.connect(lambda _=False: self._on_back())
        self._rule = label("", "muted", wrap=True)
        self._place = label("", "muted")
        self._chips = QHBoxLayout()
        self._short = label("", "subtitle", wrap=True)
        self._text = label("", "muted", wrap=True)
        self._where = label("", "strong", wrap=True)
        self._also = label("", wrap=True)
        self._theory = label("", "muted", wrap=True)
        card = QFrame()
        card.setProperty("look", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*[look.space("lg")] * 4)
        inner.setSpacing(look.space("sm"))
        head = QHBoxLayout()
        head.addLayout(self._chips)
        head.addStretch()
        head.addWidget(self._place)
        inner.addLayout(head)
        for part in (self._short, self._text, self._where, self._also):
            inner.addWidget(part)
        self.prompts: list[LineField] = []
        for number in range(1, PROMPTS + 1):
            words = self.tr("Prompt {0}, in your own words").format(number)
            inner.addWidget(self._field(f"prompt {number}", words, LONGEST_PROMPT))
        self.figure = LineField()
        inner.addWidget(
            self._field(_FIGURE, self.tr("One figure or outcome"), LONGEST_FIGURE, self.figure)
        )
        inner.addWidget(self._theory)
        private = QHBoxLayout()
        said = self.tr("Private. Not part of the submission. Check whether notes are allowed.")
        private.addWidget(PrivateSign(said), 0, Qt.AlignmentFlag.AlignTop)
        private.addWidget(label(said, "caption", wrap=True), 1)
        inner.addLayout(private)
        inside = QWidget()
        inside.setProperty("look", "window")
        inside.setMaximumWidth(look.px(MEASURE) + 2 * look.space("lg"))
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        column.addWidget(self._turning())
        column.addWidget(self._rule)
        column.addWidget(card)
        column.addWidget(self._saving())
        column.addStretch()
        scroll = scrolled(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _field(self, key: str, words: str, most: int, edit: LineField | None = None) -> QWidget:
        made = edit or LineField()
        made.setMaxLength(most)
        made.setAccessibleName(words)
        made.setReadOnly(self.workspace.readonly)
        made.textEdited.connect(partial(self._on_typed, key))
        if edit is None:
            self.prompts.append(made)
        return above(words, made)

    def _turning(self) -> QWidget:
        self.previous = QPushButton(self.tr("Previous"))
        icons.put(self.previous, "arrow-left")
        self.previous.clicked.connect(lambda _=False: self.turn(-1))
        self.next = QPushButton(self.tr("Next"))
        icons.put(self.next, "arrow-right")
        self.next.clicked.connect(lambda _=False: self.turn(1))
        return side_by_side(self.back, self.previous, self.next)

    def _saving(self) -> QWidget:
        self.layout_box = ChoiceBox()
        self.layout_box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        for layout in CribLayout:
            self.layout_box.addItem(self.tr(layout.words), layout.value)
        self.save = QPushButton(self.tr("Save as PDF…"))
        icons.put(self.save, "download")
        self.save.clicked.connect(lambda _=False: self._on_save())
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        flow.addWidget(above(self.tr("How they are printed"), self.layout_box))
        flow.addWidget(above(" ", self.save))
        return holder

    # showing

    def _on_read(self, ksb_uid: str, found: tuple[cribs.Card, ...]) -> None:
        self._cards = found
        wanted = ksb_uid or self._shown
        at = [n for n, each in enumerate(found) if each.ksb.uid == wanted]
        self._at = at[0] if at else min(self._at, max(len(found) - 1, 0))
        self._show()

    def _on_allowed(self, rule: cribs.Allowed) -> None:
        self._rule.setText(rule.words)
        if not self.layout_box.property("chosen"):
            self.layout_box.setCurrentIndex(self.layout_box.findData(rule.layout.value))
            self.layout_box.setProperty("chosen", True)  # noqa: FBT003 - Qt's own signature

    def _show(self) -> None:
        card = self.card
        if card is None:
            return
        is_other, self._shown = card.ksb.uid != self._shown, card.ksb.uid
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        chip = KsbChip(card.ksb)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chips.addWidget(chip)
        self._place.setText(self.tr("{0} of {1}").format(self._at + 1, len(self._cards)))
        self._short.setText(card.card.short)
        text = card.card.text
        self._say(self._text, text if text.rstrip(".") != card.card.short.rstrip(".") else "")
        self._where.setText(card.card.place)
        also = self.tr("Also {0}").format(", ".join(card.card.also)) if card.card.also else ""
        self._say(self._also, also)
        self._say(self._theory, "\n".join(card.card.theory))
        self._fill(card, is_other=is_other)
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._cards) - 1)

    def _fill(self, card: cribs.Card, *, is_other: bool) -> None:
        """Put the words that are kept into the fields; what is being typed is newer."""
        kept = [*card.crib.prompts, *[""] * PROMPTS][:PROMPTS]
        for number, (edit, words) in enumerate(zip(self.prompts, kept, strict=True), 1):
            self._put(card, edit, f"prompt {number}", words, is_other=is_other)
        self._put(card, self.figure, _FIGURE, card.crib.figure, is_other=is_other)

    def _put(
        self, card: cribs.Card, edit: LineField, key: str, words: str, *, is_other: bool
    ) -> None:
        is_held = self._autosave.holds(card.ksb.uid, key) or (edit.hasFocus() and edit.isModified())
        if edit.text() != words and (is_other or not is_held):
            with QSignalBlocker(edit):
                edit.setText(words)

    def _say(self, where: QLabel, words: str) -> None:
        where.setText(words)
        where.setVisible(bool(words))

    # reacting

    def turn(self, by: int) -> None:
        """Show the next card (1) or the one before (-1)."""
        if not 0 <= self._at + by < len(self._cards):
            return
        self.flush()
        self._at += by
        self._show()
        self.prompts[0].setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def _on_typed(self, key: str, words: str) -> None:
        card = self.card
        if card is not None:
            self._autosave.note(card.ksb.uid, key, words)

    def _save(self, ksb_uid: str, _fields: dict[str, str | bool]) -> None:
        if ksb_uid == self._shown:  # every field belongs to the card that is shown
            typed = [edit.text() for edit in self.prompts]
            self.workspace.do(cribs.write, ksb_uid, typed, self.figure.text())

    def _on_back(self) -> None:
        self.flush()
        self.left.emit()

    def _on_save(self) -> None:
        self.flush()
        start = Path.home() / cribs.NAME
        filters = self.tr("PDF (*.pdf)")
        messages.choose_save(self, self.tr("Save crib cards"), self._on_place, start, filters)

    def _on_place(self, paths: list[Path]) -> None:
        (out,) = paths
        self.workspace.start(
            self.tr("Saving crib cards"),
            cribs.save_pdf,
            out,
            ksb_uids=self._uids,
            layout=CribLayout(self.layout_box.currentData()),
            then=partial(self._on_saved, out),
        )

    def _on_saved(self, out: Path, pages: int) -> None:
        words = self.tr("Saved: {0}, {1} pages.").format(out.name, pages)
        if self.layout_box.currentData() == CribLayout.CARDS.value:
            words += " " + self.tr("Print on both sides, flipped on the long edge.")
        self.workspace.tell(words)
