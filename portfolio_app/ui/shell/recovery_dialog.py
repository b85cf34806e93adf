"""The recovery key: shown once, to be written down, then two of its groups are typed back."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.services import portfolio
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace


class RecoveryDialog(QDialog):
    """Two steps: read and keep the key, then prove it. Closing early leaves it "not saved"."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._key = ""
        self._asked: tuple[int, int] = (0, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Save your recovery key"))
        self._build()
        workspace.do(portfolio.make_recovery_key, then=self._on_made)

    @property
    def groups(self) -> tuple[str, ...]:
        """The key's groups as shown, none before it was made."""
        return tuple(self._key.replace("-", " ").split())

    def _build(self) -> None:
        look = theme()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_show())
        self._stack.addWidget(self._build_prove())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("xl")] * 4)
        outer.addWidget(self._stack)
        self.setMinimumWidth(look.px(540))

    def _build_show(self) -> QWidget:
        look = theme()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("lg"))
        column.addWidget(
            label(self.tr("Write this key down and keep it somewhere else"), "subtitle")
        )
        words = self.tr(
            "It opens your portfolio and its backups if this computer is lost or replaced. "
            "It is shown this once, and nobody else has it. Anyone who has it and your backup "
            "can read your evidence."
        )
        column.addWidget(label(words, wrap=True))
        self._grid_frame = QFrame()
        self._grid_frame.setProperty("look", "well")
        self._grid = QGridLayout(self._grid_frame)
        self._grid.setContentsMargins(*[look.space("lg")] * 4)
        self._grid.setSpacing(look.space("lg"))
        column.addWidget(self._grid_frame)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(self._on_copy)
        self._print = QPushButton(self.tr("Print…"))
        self._print.clicked.connect(self._on_print)
        self._next = QPushButton(self.tr("I've written it down"))
        self._next.setObjectName("recovery_next")
        self._next.setProperty("look", "primary")
        self._next.setDefault(True)
        self._next.setEnabled(False)
        self._next.clicked.connect(self._on_next)
        later = QPushButton(self.tr("Later"))
        later.setProperty("look", "quiet")
        later.clicked.connect(self.reject)
        row.addWidget(copy)
        row.addWidget(self._print)
        row.addStretch()
        row.addWidget(later)
        row.addWidget(self._next)
        column.addLayout(row)
        self._copied = label("", "muted", wrap=True)
        column.addWidget(self._copied)
        return page

    def _build_prove(self) -> QWidget:
        look = theme()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("lg"))
        column.addWidget(label(self.tr("Type two groups back"), "subtitle"))
        column.addWidget(
            label(
                self.tr("Read them from what you wrote down: that proves it is right."), wrap=True
            )
        )
        form = QFormLayout()
        form.setSpacing(look.space("md"))
        self._edits = (QLineEdit(), QLineEdit())
        self._edit_labels = (label(), label())
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for words, edit in zip(self._edit_labels, self._edits, strict=True):
            mono.setPointSizeF(look.font("subtitle").pointSizeF())
            edit.setFont(mono)
            edit.setMaxLength(8)
            words.setBuddy(edit)
            words.setMinimumHeight(look.size("control_height"))
            edit.textEdited.connect(self._on_edited)
            form.addRow(words, edit)
        column.addLayout(form)
        self._wrong = label("", "danger", wrap=True)
        column.addWidget(self._wrong)
        column.addStretch()
        row = QHBoxLayout()
        back = QPushButton(self.tr("Show the key again"))
        back.clicked.connect(self._on_show_again)
        self._done = QPushButton(self.tr("Save recovery key"))
        self._done.setObjectName("recovery_done")
        self._done.setProperty("look", "primary")
        self._done.clicked.connect(self._on_done)
        row.addWidget(back)
        row.addStretch()
        row.addWidget(self._done)
        column.addLayout(row)
        return page

    def _on_made(self, key: str) -> None:
        self._key = key
        look = theme()
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(look.font("subtitle").pointSizeF())
        for number, group in enumerate(self.groups):
            cell = QHBoxLayout()
            cell.setSpacing(look.space("sm"))
            cell.addWidget(label(str(number + 1), "caption"))
            shown = label(group)
            shown.setFont(mono)
            shown.setMinimumHeight(QFontMetrics(mono).height() + look.space("xs"))
            shown.setAccessibleName(self.tr("Group {0}: {1}").format(number + 1, " ".join(group)))
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.addWidget(shown)
            cell.addStretch()
            self._grid.addLayout(cell, number // 3, number % 3)
        first = secrets.randbelow(len(self.groups))
        second = (first + 1 + secrets.randbelow(len(self.groups) - 1)) % len(self.groups)
        self._asked = (min(first, second), max(first, second))
        for words, edit, place in zip(self._edit_labels, self._edits, self._asked, strict=True):
            words.setText(self.tr("Group {0}").format(place + 1))
            edit.setAccessibleName(self.tr("Group {0}").format(place + 1))
        self._next.setEnabled(True)
        self._next.setFocus()
        self.adjustSize()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self._copied.setText(
            self.tr("Copied. Paste it into your password manager, then copy something else.")
        )

    def _on_print(self) -> None:
        from portfolio_app.ui.shell.print_key import print_key

        print_key(self, self.groups)

    def _on_next(self) -> None:
        self._stack.setCurrentIndex(1)
        self._done.setDefault(True)  # Enter in a field means this page's button
        self._edits[0].setFocus()

    def _on_show_again(self) -> None:
        self._stack.setCurrentIndex(0)
        self._next.setDefault(True)
        self._next.setFocus()

    def _on_edited(self) -> None:
        self._wrong.setText("")
        for edit in self._edits:
            if edit.property("wrong"):
                _mark(edit, is_wrong=False)

    def _on_done(self) -> None:
        for edit, place in zip(self._edits, self._asked, strict=True):
            if _plain(edit.text()) != _plain(self.groups[place]):
                _mark(edit, is_wrong=True)
                edit.setFocus()
                self._wrong.setText(
                    self.tr("Group {0} isn't what was shown. Compare it with your note.").format(
                        place + 1
                    )
                )
                return
        self._workspace.do(portfolio.recovery_key_was_kept, then=self._on_kept)

    def _on_kept(self, _nothing: object) -> None:
        self._workspace.tell(self.tr("Recovery key saved. Keep it apart from this computer."))
        self._workspace.facts_changed.emit()
        self.accept()


def _plain(typed: str) -> str:
    """Read a group as forgivingly as the key itself: O is 0, I and L are 1."""
    return typed.strip().upper().translate(str.maketrans("OIL", "011"))


def _mark(edit: QLineEdit, *, is_wrong: bool) -> None:
    edit.setProperty("wrong", is_wrong)
    restyle(edit)
