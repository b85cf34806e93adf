"""The secret that opens a backup: a recovery key, checked while it is typed, or a passphrase."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

WHOLE = 36  # letters and figures of a recovery key


class SecretField(QWidget):
    """Two fields, one in view; each keeps what was typed while the other is looked at."""

    edited = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._by_recovery = QRadioButton(self.tr("Recovery &key"))
        self._by_passphrase = QRadioButton(self.tr("&Passphrase"))
        self._by_recovery.setChecked(True)
        self._recovery = QLineEdit()
        self._recovery.setObjectName("restore_recovery")
        self._recovery.setAccessibleName(self.tr("Recovery key"))
        self._recovery.setPlaceholderText(self.tr("9 groups of 4"))
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("restore_passphrase")
        self._passphrase.setAccessibleName(self.tr("Passphrase"))
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._state = label("", "caption", wrap=True)
        kinds = QHBoxLayout()
        kinds.setSpacing(look.space("lg"))
        kinds.addWidget(self._by_recovery)
        kinds.addWidget(self._by_passphrase)
        kinds.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addLayout(kinds)
        column.addWidget(self._recovery)
        column.addWidget(self._passphrase)
        column.addWidget(self._state)
        self._by_recovery.toggled.connect(self._on_kind_changed)
        self._recovery.textEdited.connect(self._on_edited)
        self._recovery.editingFinished.connect(self._on_left)
        self._passphrase.textEdited.connect(self._on_edited)
        for edit in (self._recovery, self._passphrase):
            edit.returnPressed.connect(self.entered)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_kind()

    @property
    def edit(self) -> QLineEdit:
        """The field in view."""
        return self._recovery if self._by_recovery.isChecked() else self._passphrase

    @property
    def given(self) -> dict[str, str]:
        """What was typed, as ``recovery`` or ``passphrase``; empty when nothing was."""
        text = self.edit.text()
        if self._by_recovery.isChecked():
            return {"recovery": text} if text.strip() else {}
        return {"passphrase": text} if text else {}

    def wrong(self) -> str:
        """Return what is wrong with the key as typed, "" for a key that can be tried or none."""
        if "recovery" not in self.given:
            return ""
        return _refusal(self._recovery.text())

    def forget(self) -> None:
        """Clear both fields."""
        self._recovery.clear()
        self._passphrase.clear()
        self._show_state()

    def hide_state(self) -> None:
        """Make room for something else that is said about it."""
        self._state.hide()

    def show_state(self) -> None:
        """Say below the field how far the key is, or what may be left empty."""
        self._state.show()
        self._show_state()

    def _on_look_changed(self) -> None:
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(theme().font("body").pointSizeF())
        self._recovery.setFont(mono)

    def _on_kind_changed(self) -> None:
        for edit in (self._recovery, self._passphrase):  # what was wrong was said of the other
            edit.setProperty("wrong", False)  # noqa: FBT003 - as Qt has it
            restyle(edit)
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        self._recovery.setVisible(self._by_recovery.isChecked())
        self._passphrase.setVisible(not self._by_recovery.isChecked())
        self._show_state()

    def _on_edited(self) -> None:
        before = self._state.text()
        self._show_state()
        after = self._state.text()
        if after != before and _count(self._recovery.text()) >= WHOLE:
            announcer().say(after)  # not every letter: only once the key is whole
        self.edited.emit()

    def _on_left(self) -> None:
        """Show a key that was typed correctly in its groups, as it is on the person's copy."""
        from portfolio_app.store.keys import RecoveryKey

        if self._recovery.text().strip() and not _refusal(self._recovery.text()):
            self._recovery.setText(RecoveryKey.parse(self._recovery.text()).text)

    def _show_state(self) -> None:
        typed = self._recovery.text()
        if not self.given:
            words = self.tr("Leave it empty if this computer made the backup.")
        elif not self._by_recovery.isChecked():
            words = self.tr("As it was when this backup was made.")
        elif _count(typed) < WHOLE:
            words = self.tr("{0} of {1} letters and figures").format(_count(typed), WHOLE)
        elif _refusal(typed):
            words = self.tr("Not typed as it was shown: compare it with your copy.")
        else:
            words = self.tr("Typed correctly. Whether it fits this backup is seen when it opens.")
        self._state.setText(words)
        self.edit.setAccessibleDescription(words)


def _count(typed: str) -> int:
    return sum(map(str.isalnum, unicodedata.normalize("NFKC", typed)))


def _refusal(typed: str) -> str:
    from portfolio_app.store.keys import RecoveryKey

    try:
        RecoveryKey.parse(typed)
    except PortfolioError as error:
        return str(error)
    return ""
