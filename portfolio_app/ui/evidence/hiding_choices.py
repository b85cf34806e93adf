"""What can be done with one thing the review found: hide, hide everywhere, leave, open its page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.hiding import PossibleName
from portfolio_app.ui.evidence.hiding_filters import TIGHT_FROM
from portfolio_app.ui.evidence.label_field import LabelField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

REASONS = (
    ("my own name", "My own name, everywhere"),
    ("public figure", "Public figure, everywhere"),
)


class HidingChoices(QFrame):
    """The buttons for the row in view, with the label that would stand in place of the words."""

    hide_wanted = Signal()
    everywhere_wanted = Signal()
    page_wanted = Signal()
    left = Signal(str, bool)  # the reason, and whether it holds everywhere
    reason_wanted = Signal(bool)  # another reason, to be typed; whether it is to hold everywhere

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "well")
        self._build()
        self.hide_button.clicked.connect(self.hide_wanted)
        self.everywhere_button.clicked.connect(self.everywhere_wanted)
        self.page_button.clicked.connect(self.page_wanted)

    def arrange(self) -> None:
        """Leave out what large letters have no room for."""
        is_tight = theme().scale >= TIGHT_FROM
        self.label.setMinimumWidth(theme().px(110 if is_tight else 180))

    def show_row(
        self, found: PossibleName | None, *, is_any: bool, may: bool, used: Sequence[str]
    ) -> None:
        """Fit the choices to what was found; ``is_any``: a row is in view, perhaps another kind."""
        self.setVisible(is_any)
        for each in (
            self._label_name, self.label, self.hide_button, self.everywhere_button,
            self.leave_button,
        ):  # fmt: skip
            each.setVisible(found is not None)
        if theme().scale >= TIGHT_FROM:
            self._label_name.hide()
            self.page_button.setVisible(found is None)
        else:
            self.page_button.show()
        is_open = found is not None and not found.is_hidden
        self.hide_button.setEnabled(may and is_open)
        self.everywhere_button.setEnabled(may)
        self.leave_button.setEnabled(may and is_open and not (found is not None and found.left))
        self.label.setEnabled(may and is_open)
        if found is not None:
            self.label.show_label(found.label, used)

    def open_reasons(self) -> None:
        """Show the reasons to leave the words, where that may be done."""
        if self.leave_button.isEnabled():
            self.leave_button.showMenu()

    def _build(self) -> None:
        look = theme()
        self.label = LabelField()
        self.label.setMinimumWidth(look.px(180))
        self._label_name = label(self.tr("Label"))
        self._label_name.setBuddy(self.label)
        self.hide_button = QPushButton(self.tr("Hide"))
        self.hide_button.setToolTip(self.tr("Hide this place (H)"))
        self.everywhere_button = QPushButton(self.tr("Hide everywhere"))
        self.everywhere_button.setToolTip(
            self.tr("Hide every place of these words in all evidence, in one step (E)")
        )
        self.leave_button = QPushButton(self.tr("Leave"))
        self.leave_button.setToolTip(self.tr("Let these words stay, with the reason (L)"))
        self.leave_button.setMenu(self._build_reasons())
        self.page_button = QPushButton(self.tr("Open page"))
        self.page_button.setToolTip(self.tr("Close this and go to the page (Enter)"))
        inner = QWidget()
        flow = FlowLayout(inner, look.space("sm"))
        around = QVBoxLayout(self)
        around.setContentsMargins(*[look.space("sm")] * 4)
        around.addWidget(inner)
        flow.addWidget(self._label_name)
        flow.addWidget(self.label)
        for each in (
            self.hide_button, self.everywhere_button, self.leave_button, self.page_button,
        ):  # fmt: skip
            each.setAutoDefault(False)
            flow.addWidget(each)

    def _build_reasons(self) -> QMenu:
        menu = QMenu(self)
        for reason, words in REASONS:
            menu.addAction(self.tr(words)).triggered.connect(partial(self._on_reason, reason))
        menu.addSeparator()
        for words, everywhere in (
            (self.tr("Other reason, in this item…"), False),
            (self.tr("Other reason, everywhere…"), True),
        ):
            menu.addAction(words).triggered.connect(partial(self._on_other, everywhere))
        return menu

    def _on_reason(self, reason: str, *_checked: object) -> None:
        self.left.emit(reason, True)  # noqa: FBT003 - a signal

    def _on_other(self, everywhere: bool, *_checked: object) -> None:  # noqa: FBT001 - a slot
        self.reason_wanted.emit(everywhere)


class ReasonLine(QFrame):
    """Asks why words may stay, when it is none of the usual reasons."""

    given = Signal(str, bool)  # the reason, "" for none; whether it holds everywhere
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "well")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Reason to leave these words"))
        self.reason.setPlaceholderText(self.tr("Why may these words stay?"))
        take = QPushButton(self.tr("Leave"))
        drop = QPushButton(self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(*[look.space("sm")] * 4)
        row.setSpacing(look.space("sm"))
        row.addWidget(self.reason, 1)
        for each in (take, drop):
            each.setAutoDefault(False)
            row.addWidget(each)
        self._is_everywhere = False
        self.reason.returnPressed.connect(self._on_given)
        take.clicked.connect(self._on_given)
        drop.clicked.connect(self._on_dropped)
        self.hide()

    def ask(self, everywhere: bool) -> None:  # noqa: FBT001 - a slot
        """Show the line, empty."""
        self._is_everywhere = everywhere
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def _on_given(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.hide()
        self.given.emit(reason, self._is_everywhere)

    def _on_dropped(self) -> None:
        self.hide()
        self.dropped.emit()
