"""Asks for the key of a portfolio that the keychain does not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class UnlockForm(QWidget):
    """Passphrase or recovery key; ``asked`` carries the kind and what was typed."""

    asked = Signal(str, str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._title = label("", "title", wrap=True)
        self._why = label("", wrap=True)
        self._by_passphrase = QRadioButton(self.tr("&Passphrase"))
        self._by_recovery = QRadioButton(self.tr("&Recovery key"))
        self._by_passphrase.setChecked(True)
        self._edit = QLineEdit()
        self._edit.setObjectName("unlock_secret")
        self._edit.returnPressed.connect(self._on_open)
        self._by_recovery.toggled.connect(self._on_kind_changed)
        self._open = QPushButton(self.tr("Open portfolio"))
        self._open.setProperty("look", "primary")
        self._open.setDefault(True)
        self._open.clicked.connect(self._on_open)
        back = QPushButton(self.tr("Back"))
        back.clicked.connect(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        for each in (self._title, self._why, self._by_passphrase, self._by_recovery, self._edit):
            column.addWidget(each)
        column.addStretch()
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch()
        row.addWidget(self._open)
        column.addLayout(row)
        self._show_kind()

    def ask(self, folder: Path, error: PortfolioError) -> None:
        """Say why the key is asked for."""
        self._title.setText(self.tr("Open {0}").format(folder.stem))
        words = {
            "key-needed": self.tr(
                "No keychain on this computer holds its key. Type its passphrase or its recovery "
                "key."
            ),
            "keychain": self.tr(
                "The keychain can't be used now. Your portfolio is safe. Type its passphrase or "
                "its recovery key, or unlock the keychain and try again."
            ),
        }.get(error.code, str(error))
        is_second_try = error.code in ("wrong-key", "bad-recovery-key")
        self._why.setText(words)
        self._why.setProperty("role", "danger" if is_second_try else "")
        self._why.style().polish(self._why)
        if is_second_try:
            self._edit.selectAll()
            announcer().say(words, urgent=True)
        else:
            self._edit.clear()

    def take_focus(self) -> None:
        """Move the focus to the field."""
        self._edit.setFocus()

    def _on_kind_changed(self) -> None:
        self._edit.clear()  # a passphrase that was typed must not become readable
        self._show_kind()

    def _show_kind(self) -> None:
        recovery = self._by_recovery.isChecked()
        modes = QLineEdit.EchoMode
        self._edit.setEchoMode(modes.Normal if recovery else modes.Password)
        self._edit.setAccessibleName(self.tr("Recovery key") if recovery else self.tr("Passphrase"))
        self._edit.setPlaceholderText(self.tr("9 groups of 4") if recovery else "")

    def _on_open(self) -> None:
        secret = self._edit.text()
        if secret:
            kind = "recovery" if self._by_recovery.isChecked() else "passphrase"
            self.asked.emit(kind, secret)
