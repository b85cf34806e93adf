"""Starting a skills scan: what it is called, its day, and the words of its scale."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.services import scans
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.forms import field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class ScanDialog(QDialog):
    """Asks for a new scan; ``wanted`` carries title, day (YYYY-MM-DD) and the scale's words."""

    wanted = Signal(str, str, list)

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Start a skills scan"))
        look = theme()
        self.title = QLineEdit(title)
        self.day = DayField(self.tr("Day"), date.today().isoformat())  # noqa: DTZ011 - the person's own day
        usual = scans.scales()[0]
        self.scale = QPlainTextEdit("\n".join(usual.words))
        self.scale.setTabChangesFocus(True)
        self.scale.setMaximumHeight(look.px(140))
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        form = QFormLayout()
        form.setSpacing(look.space("md"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        field(form, self.tr("Name"), self.title)
        field(form, self.tr("Day"), self.day)
        hint = self.tr("One word or number a line, the lowest first. {0}").format(usual.source)
        field(form, self.tr("Scale"), self.scale, hint)
        start = QPushButton(self.tr("Start"))
        start.setProperty("look", "primary")
        press_by_ctrl_enter(self, start)
        start.clicked.connect(self._on_start)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(start)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("xl")] * 4)
        column.setSpacing(look.space("lg"))
        column.addLayout(form)
        column.addWidget(self._wrong)
        column.addLayout(row)
        self.setMinimumWidth(look.px(480))

    def _on_start(self) -> None:
        words = [line.strip() for line in self.scale.toPlainText().splitlines() if line.strip()]
        day = self.day.day
        if not 2 <= len(words) <= 10:
            self._say(self.tr("A scale has 2 to 10 steps."), self.scale)
        elif not day:
            self._say(self.tr("Type the day like 3 March 2026."), self.day)
        else:
            self.wanted.emit(self.title.text().strip(), day, words)
            self.accept()

    def _say(self, words: str, where: QWidget) -> None:
        self._wrong.setText(words)
        self._wrong.show()
        where.setFocus()
