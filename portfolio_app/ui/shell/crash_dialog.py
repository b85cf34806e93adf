"""The dialog of an unexpected error: what is safe, and the report to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class CrashDialog(QDialog):
    """Says what is safe, shows the report, copies it."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent)
        self._report = report
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Something unexpected happened"))
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("xl")] * 4)
        column.setSpacing(look.space("md"))
        column.addWidget(label(self.tr("The app met an error it didn't expect."), "subtitle"))
        column.addWidget(
            label(
                self.tr(
                    "Everything the status bar called saved is saved. The last thing you did may "
                    "not be: look whether it is there, and do it again. If this comes back, close "
                    "and open the app, and send the report below to whoever looks after it. It "
                    "may name files; nothing is sent by itself."
                ),
                wrap=True,
            )
        )
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Report"))
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(look.font("body").pointSizeF())
        self._text.setFont(mono)
        column.addWidget(self._text, 1)
        row = QHBoxLayout()
        copy = QPushButton(self.tr("Copy report"))
        copy.clicked.connect(self._on_copy)
        close = QPushButton(self.tr("Keep working"))
        close.setProperty("look", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch()
        row.addWidget(close)
        column.addLayout(row)
        self.resize(look.px(640), look.px(420))
        close.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
