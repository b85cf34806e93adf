"""The claim bar at the foot of the Reader: which KSB does this passage show, and how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import SHOWS_LIMIT, Claim, Strength
from portfolio_app.ui.evidence.words_in_common import WordsInCommon
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.foot_frame import FootFrame
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.own_keys import keep_key
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.theme import restyle, theme

SHORT_STRENGTH = {
    Strength.PARTLY: "Partly",
    Strength.CLEARLY: "Clearly",
    Strength.BEST: "Best example",
}


class ClaimBar(FootFrame):
    """Asks about a new passage, or shows a claim that was made.

    New: type a code, Enter chooses the KSB, Enter again saves. Made: strength and words are saved
    as they change.
    """

    save_wanted = Signal()
    save_next_wanted = Signal()  # save, and on to the next sentence
    leaving = Signal()  # about to close: the focus goes elsewhere first, or Qt puts it anywhere
    closed = Signal()
    changed = Signal(str, object, object)  # claim uid, Strength or None, "what this shows" or None
    noted = Signal(str, str)  # passage uid, its private note
    removal_wanted = Signal(str)

    def __init__(self, ksbs: Sequence[Ksb], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._claim: Claim | None = None
        self._chip: KsbChip | None = None
        self._is_theory = False
        self._is_tight = False
        self.field = KsbField(ksbs)
        self._build()
        self._connect()
        self.hide()

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Offer these KSBs."""
        self.field.set_ksbs(ksbs)
        self.common.set_ksbs(ksbs)

    # new

    def ask(self, quote: str, place: str, *, theory: bool = False) -> None:
        """Ask about a new passage; what was begun for another place is kept for this one.

        ``theory``: the item is something read, so it is tagged and never claimed.
        """
        self._is_theory = theory
        self.common.look_at("" if theory else quote)
        if self.is_asking and not self.is_untouched:
            self._say(quote, place)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.leave_claim()
        self._claim = None
        self._show_chip(None)
        self.setAccessibleName(self.tr("Claim this passage"))
        self._say(quote, place)
        self.field.clear()
        self._shows.clear()
        self._set_strength(Strength.CLEARLY)
        self._problem.hide()
        self._show_mode()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_whole(self, title: str, *, theory: bool = False) -> None:
        """Say that the question is about the whole item."""
        self.setAccessibleName(
            self.tr("Tag this reading") if theory else self.tr("Claim the whole item")
        )
        self._quote.setText(self.tr("Whole item: {0}").format(title))
        self._place.setText("" if theory else self.tr("An exact passage counts for more"))
        self.setAccessibleDescription(title)

    def say_place(self, words: str) -> None:
        """Say that the question is about a place that has no words: a time of a recording."""
        self._quote.setText(words)
        self._place.setText("")
        self.setAccessibleDescription(words)

    @property
    def is_asking(self) -> bool:
        """Whether it is open for a new passage."""
        return self.isVisible() and self._claim is None

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was chosen or typed for the new passage yet."""
        return not (self.field.uids or self.field.edit.text() or self._shows.text())

    @property
    def ksb_uids(self) -> tuple[str, ...]:
        """The KSBs chosen."""
        return self.field.uids

    @property
    def strength(self) -> Strength:
        """How strongly, as chosen."""
        return Strength(self._strengths.checkedId())

    @property
    def shows(self) -> str:
        """What this shows, as typed."""
        return self._shows.text().strip()

    def complain(self, words: str) -> None:
        """Say what is missing, under the fields, and go there."""
        self._problem.setText(words)
        self._problem.show()
        self.field.setFocus()

    # made

    def show_claim(
        self, claim: Claim, ksb: Ksb | None, place: str, *, theory: bool = False
    ) -> None:
        """Show a claim that was made, to change or remove it. The focus stays where it is."""
        same = self._claim is not None and self._claim.uid == claim.uid and self.isVisible()
        if not same:
            self.leave_claim()
        self._claim = claim
        self.setAccessibleName(self.tr("{0} claim").format(claim.ksb_code))
        self._show_chip(ksb)
        self._say(claim.anchor.quote, place)
        self._set_strength(claim.strength)
        self._is_theory = theory
        self.common.look_at("")
        for edit, words in ((self._shows, claim.shows), (self._note, claim.note)):
            if not (same and edit.hasFocus()):
                edit.setText(words)
                edit.setModified(False)
        self._problem.hide()
        self._show_mode()
        self.show()

    @property
    def claim_uid(self) -> str:
        """The claim shown, empty while a new passage is asked about."""
        return self._claim.uid if self._claim is not None and self.isVisible() else ""

    def focus_strength(self) -> None:
        """Put the focus on the strength of the claim shown."""
        button = self._strengths.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_claim(self) -> None:
        """Save the words of the claim shown, and its note, if they were changed."""
        if self._claim is not None and self._shows.isModified():
            self._shows.setModified(False)
            if self.shows != self._claim.shows:
                self.changed.emit(self._claim.uid, None, self.shows)
        if self._claim is not None and self._note.isModified():
            self._note.setModified(False)
            if self._note.text().strip() != self._claim.note:
                self.noted.emit(self._claim.passage_uid, self._note.text().strip())

    def close_bar(self) -> None:
        """Close it; what was changed is saved first."""
        self.leave_claim()
        self.leaving.emit()
        self.hide()
        self._claim = None
        self.closed.emit()

    def set_tight(self, tight: bool) -> None:  # noqa: FBT001 - a setter
        """Make do with little room: large letters in a low or narrow window."""
        if tight != self._is_tight:
            self._is_tight = tight
            directions = QBoxLayout.Direction
            self._first.setDirection(directions.TopToBottom if tight else directions.LeftToRight)
            self.common.allow(not tight)
            self._question.setVisible(self._claim is None and not tight)

    # inside

    def _build(self) -> None:
        look = theme()
        self.setObjectName("claim_bar")
        self._quote = ElidedLabel()
        self._quote.setObjectName("claim_quote")
        self._place = label("", "caption")
        self._question = label(self.tr("&Which KSB does this show?"))
        self.field.setObjectName("claim_ksbs")
        self.field.setMinimumWidth(look.px(260))
        self._question.setBuddy(self.field.edit)
        self._chip_row = QHBoxLayout()
        self._theory = label(self.tr("Theory: never a claim, never in the bundle"), "muted")
        self.common = WordsInCommon()
        self._strength_box = QWidget()
        self._strength_box.setAccessibleName(self.tr("How strongly: private, never exported"))
        strengths = QHBoxLayout(self._strength_box)
        strengths.setContentsMargins(0, 0, 0, 0)
        strengths.setSpacing(look.space("md"))
        strengths.addWidget(PrivateSign(self.tr("How strongly is private: never exported")))
        self._strengths = QButtonGroup(self)
        for strength, short in SHORT_STRENGTH.items():
            button = QRadioButton(self.tr(short))
            button.setAccessibleName(strength.words)
            self._strengths.addButton(button, int(strength))
            strengths.addWidget(button)
        strengths.addStretch()
        self._shows = QLineEdit()
        self._shows.setObjectName("claim_shows")
        self._shows.setMaxLength(SHOWS_LIMIT)
        self._shows.setPlaceholderText(self.tr("What this shows (optional, printed)"))
        self._shows.setAccessibleName(self.tr("What this shows, optional, printed in the bundle"))
        self._count = label("", "caption")
        self._note = QLineEdit()
        self._note.setObjectName("claim_note")
        self._note.setPlaceholderText(self.tr("Private note on this passage (never exported)"))
        self._note.setAccessibleName(self.tr("Private note on this passage, never exported"))
        self._note_row = QWidget()
        notes = QHBoxLayout(self._note_row)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(look.space("sm"))
        notes.addWidget(PrivateSign(self.tr("Private: never exported")))
        notes.addWidget(self._note, 1)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._remove = QPushButton(self.tr("Remove claim"))
        self._remove.setProperty("look", "danger")
        self._next = QPushButton(self.tr("Save, next"))
        self._next.setAccessibleName(self.tr("Save and go to the next sentence"))
        self._save = QPushButton(self.tr("Save claim"))
        self._save.setProperty("look", "primary")
        self._save.setObjectName("claim_save")
        self._problem = label("", "danger", wrap=True)

        top = QHBoxLayout()
        top.setSpacing(look.space("sm"))
        top.addWidget(self._quote, 1)
        top.addWidget(self._place)
        asked = QHBoxLayout()
        asked.setSpacing(look.space("sm"))
        asked.addWidget(self._question)
        asked.addLayout(self._chip_row)
        asked.addWidget(self.field, 1)
        self._first = first = QHBoxLayout()
        first.setSpacing(look.space("sm"))
        first.addLayout(asked, 1)
        first.addWidget(self._strength_box)
        first.addWidget(self._theory)
        words = QHBoxLayout()
        words.setSpacing(look.space("xs"))
        words.addWidget(self._shows, 1)
        words.addWidget(self._count)
        second = QHBoxLayout()
        second.setSpacing(look.space("md"))
        second.addLayout(words, 1)
        for each in (self._cancel, self._remove, self._next, self._save):
            second.addWidget(each)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(look.space("lg"), pad, look.space("lg"), pad)
        column.setSpacing(pad)
        column.addLayout(top)
        column.addLayout(first)
        column.addWidget(self.common)
        column.addWidget(self._note_row)
        column.addLayout(second)
        column.addWidget(self._problem)

    def _connect(self) -> None:
        self.field.submitted.connect(self._on_save)
        self.field.dismissed.connect(self.close_bar)
        self.field.changed.connect(self._problem.hide)
        self._shows.textChanged.connect(self._on_counted)
        self._shows.returnPressed.connect(self._on_enter_in_words)
        self._shows.editingFinished.connect(self.leave_claim)
        self._note.editingFinished.connect(self.leave_claim)
        self.common.chosen.connect(self._on_common)
        self._strengths.idClicked.connect(self._on_strength)
        self._save.clicked.connect(self._on_save)
        self._next.clicked.connect(self._on_save_next)
        self._cancel.clicked.connect(self.close_bar)
        self._remove.clicked.connect(self._on_remove)
        for keys, slot in (
            ("Ctrl+Return", self._on_save),
            ("Ctrl+Shift+Return", self._on_save_next),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(slot))

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, Qt.Key.Key_Escape) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._claim is None
            and not event.modifiers()
        ):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _say(self, quote: str, place: str) -> None:
        words = f"“{quote}”" if quote else self.tr("A box on the page")
        self._quote.setText(words)
        self._place.setText(place)
        self.setAccessibleDescription(words)

    def _show_mode(self) -> None:
        is_new = self._claim is None
        theory = self._is_theory
        self._question.setText(
            self.tr("&Which KSB is this theory for?")
            if theory
            else self.tr("&Which KSB does this show?")
        )
        self._save.setText(self.tr("Save tag") if theory else self.tr("Save claim"))
        self._theory.setVisible(theory)
        for each in (self._strength_box, self._shows, self._count):
            each.setVisible(not theory)
        self._note_row.setVisible(not is_new)
        self._question.setVisible(is_new and not self._is_tight)
        self.field.setVisible(is_new)
        self._save.setVisible(is_new)
        self._next.setVisible(is_new and not theory)
        self._remove.setVisible(not is_new)
        self._remove.setText(self.tr("Remove tag") if theory else self.tr("Remove claim"))
        self._cancel.setText(self.tr("Cancel") if is_new else self.tr("Close"))
        self._on_counted()

    def _show_chip(self, ksb: Ksb | None) -> None:
        if self._chip is not None:
            self._chip_row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        if ksb is not None:
            self._chip = KsbChip(ksb, with_words=True)
            self._chip_row.addWidget(self._chip, 1, Qt.AlignmentFlag.AlignLeft)
            QWidget.setTabOrder(self.field.edit, self._chip)

    def _set_strength(self, strength: Strength) -> None:
        button = self._strengths.button(int(strength))
        if button is not None:
            button.setChecked(True)

    def _on_counted(self) -> None:
        count = len(self._shows.text())
        self._count.setText(f"{count}/{SHOWS_LIMIT}")
        self._count.setAccessibleName(self.tr("{0} of {1} characters").format(count, SHOWS_LIMIT))
        role = "warn" if count >= SHOWS_LIMIT else "caption"
        if self._count.property("role") != role:
            self._count.setProperty("role", role)
            restyle(self._count)

    def _on_enter_in_words(self) -> None:
        if self._claim is not None:  # a new claim is saved by the bar, which gets the key too
            self.leave_claim()

    def _on_strength(self, chosen: int) -> None:
        if self._claim is not None and chosen != int(self._claim.strength):
            self.changed.emit(self._claim.uid, Strength(chosen), None)

    def _on_common(self, ksb_uid: str) -> None:
        self.field.choose([*self.field.uids, ksb_uid])
        self.field.setFocus()

    def _on_save(self) -> None:
        if self._claim is None:
            self.save_wanted.emit()

    def _on_save_next(self) -> None:
        if self._claim is None:
            self.save_next_wanted.emit()

    def _on_remove(self) -> None:
        if self._claim is not None:
            uid = self._claim.uid
            for edit in (self._shows, self._note):
                edit.setModified(False)
            self.close_bar()
            self.removal_wanted.emit(uid)
