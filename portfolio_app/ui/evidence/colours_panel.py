"""Highlights a file brought along: each colour is given its KSBs once, here or everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.highlights import ColourGroup
from portfolio_app.domain.ksb import Ksb
from portfolio_app.ui.kit.escape_frame import EscapeFrame
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import theme


class Swatch(QWidget):
    """A drop of a highlight's own colour, on paper white; crossed for a note without one."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor(colour) if colour else None
        side = theme().size("target_min")
        self.setFixedSize(QSize(side, side))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setPen(QPen(look.colour("line.strong"), 1))
        painter.setBrush(self._colour or look.colour("surface.paper"))
        painter.drawRoundedRect(QRect(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        if self._colour is None:
            painter.drawLine(self.rect().bottomLeft(), self.rect().topRight())


class ColourRow(QFrame):
    """One colour: swatch, how many, some of the words, and the KSBs it stands for."""

    wanted = Signal(str, object)  # colour, KSB uids
    left = Signal(str)  # colour: leave these highlights as they are

    def __init__(
        self, group: ColourGroup, ksbs: Sequence[Ksb], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look = theme()
        self.group = group
        self.setObjectName("colour_row")
        name = group.name.capitalize()
        self.setAccessibleName(self.tr("{0}, {1} highlights").format(name, group.count))
        self.field = KsbField(ksbs)
        self.field.edit.setAccessibleName(self.tr("KSBs for {0}").format(group.name))
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setProperty("look", "primary")
        self.apply.setAccessibleName(self.tr("Apply to {0}").format(group.name))
        self.apply.setEnabled(False)
        self.leave = QPushButton(self.tr("Leave"))
        self.leave.setAccessibleName(self.tr("Leave {0} as it is").format(group.name))
        self.leave.setToolTip(self.tr("These highlights are not offered again"))
        told = self.tr("{0}: {1}").format(name, _count(group))
        samples = ElidedLabel("  ·  ".join(f"“{each}”" for each in group.samples))
        first = QHBoxLayout()
        first.setSpacing(look.space("sm"))
        first.addWidget(Swatch(group.colour))
        first.addWidget(label(told, "strong"))
        first.addWidget(samples, 1)
        second = QHBoxLayout()
        second.setSpacing(look.space("sm"))
        second.addWidget(self.field, 1)
        second.addWidget(self.apply)
        second.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space("xs"), 0, look.space("xs"))
        column.setSpacing(look.space("xs"))
        column.addLayout(first)
        column.addLayout(second)
        self.field.changed.connect(self._on_changed)
        self.field.submitted.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self.leave.clicked.connect(partial(self._on_leave))

    def _on_changed(self) -> None:
        self.apply.setEnabled(bool(self.field.uids))

    def _on_apply(self) -> None:
        if self.field.uids:
            self.wanted.emit(self.group.colour, self.field.uids)

    def _on_leave(self) -> None:
        self.left.emit(self.group.colour)


class ColoursPanel(EscapeFrame):
    """All colours that wait. Type a code, Enter, Enter: every highlight of that colour is claimed.

    Comments become private notes.
    """

    wanted = Signal(str, object, bool)  # colour, KSB uids, whether in all items
    left = Signal(str, bool)
    closed = Signal()
    shown = Signal()  # it came or went: there is less or more room for the rest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.escaped.connect(self.close_panel)
        look = theme()
        self.setObjectName("colours_panel")
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Highlights in this file"))
        self._rows: dict[str, ColourRow] = {}
        self._everywhere = QCheckBox(self.tr("In all items"))
        self._everywhere.setToolTip(self.tr("Every waiting highlight of that colour, in any item"))
        self._done = QPushButton(self.tr("Done"))
        words = label(
            self.tr(
                "Give each colour its KSBs once. Comments become private notes, never exported."
            ),
            "muted",
            wrap=True,
        )
        top = QHBoxLayout()
        top.setSpacing(look.space("md"))
        top.addWidget(words, 1)
        top.addWidget(self._everywhere)
        top.addWidget(self._done)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, look.space("sm"), 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(look.space("md"), pad, pad, pad)
        column.setSpacing(pad)
        column.addLayout(top)
        column.addWidget(self._scroll)
        self._done.clicked.connect(self.close_panel)
        self.hide()

    @property
    def rows(self) -> tuple[ColourRow, ...]:
        """The colours shown."""
        return tuple(self._rows.values())

    @property
    def is_everywhere(self) -> bool:
        """Whether a colour is to be used in all items."""
        return self._everywhere.isChecked()

    def show_colours(
        self, groups: Sequence[ColourGroup], ksbs: Sequence[Ksb], *, elsewhere: int
    ) -> None:
        """Show these colours; what was typed for one that is still there stays.

        ``elsewhere`` counts the waiting highlights of other items.
        """
        wanted = {group.colour: group for group in groups}
        for colour in [each for each in self._rows if each not in wanted]:
            gone = self._rows.pop(colour)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for colour, group in wanted.items():
            if colour not in self._rows:
                row = self._rows[colour] = ColourRow(group, ksbs)
                row.wanted.connect(self._on_wanted)
                row.left.connect(self._on_left)
                self._column.insertWidget(self._column.count() - 1, row)
        self._everywhere.setVisible(elsewhere > 0)
        if not elsewhere:
            self._everywhere.setChecked(False)
        self._share_out()
        if not self._rows:
            self.close_panel()

    def open_panel(self) -> None:
        """Show it, ready to type."""
        self.show()
        if self._rows:
            self.rows[0].field.setFocus()

    def close_panel(self) -> None:
        """Put it away."""
        if self.isVisible():
            self.closed.emit()  # the focus goes first
            self.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Show three colours at once, fewer in a low window."""
        if self._rows:
            row = self.rows[0].sizeHint().height() + 2
            most = max(self.window().height() // 3, row)
            self._scroll.setFixedHeight(min(row * min(len(self._rows), 3), most))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit()

    def _on_wanted(self, colour: str, uids: object) -> None:
        self.wanted.emit(colour, uids, self.is_everywhere)

    def _on_left(self, colour: str) -> None:
        self.left.emit(colour, self.is_everywhere)


def _count(group: ColourGroup) -> str:
    words = "1 highlight" if group.count == 1 else f"{group.count} highlights"
    if group.comments:
        words += ", 1 comment" if group.comments == 1 else f", {group.comments} comments"
    return words
