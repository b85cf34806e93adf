"""Welcome's way back: a portfolio made again from a backup and the key that opens it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import bring_into_view, row
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.shell import synced
from portfolio_app.ui.shell.opening import Opener, free_folder, portfolios_folder, synced_place
from portfolio_app.ui.shell.secret_field import SecretField

# Which field a refusal is about, by its code; any other stands at the head of the form.
ABOUT_SECRET = ("wrong-key", "bad-recovery-key", "key-needed", "keychain")
ABOUT_FOLDER = (
    "exists", "inside-backup", "network-folder", "disk-full", "disk-error", "read-only",
)  # fmt: skip
ABOUT_BACKUP = (
    "missing", "not-a-backup", "damaged", "ambiguous", "newer-version", "unreadable",
    "no-such-snapshot",
)  # fmt: skip


class RestoreForm(QWidget):
    """Asks; ``asked`` follows when all of it can be tried. What was typed stays until it worked."""

    asked = Signal()
    back = Signal()

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._opener = opener
        self._known: Path | None = None  # the backup whose copies the combo lists
        self._title = ""
        self._parent: Path | None = None
        self._folder = Path()
        self._build()
        self._connect()

    def begin(self, damaged: Path | None = None) -> None:
        """Make it ready: a folder that is free; ``damaged`` is what is to be restored beside."""
        self._trouble.hide()
        self._clear_all()
        if damaged is not None:
            self._title = damaged.name.removesuffix(".portfolio")
        self._notice(
            self.tr("“{0}” is kept as it is, until you have compared the two.").format(damaged.name)
            if damaged is not None
            else ""
        )
        self._show_folder()

    @property
    def first(self) -> QWidget:
        """The field that has the focus first."""
        return self._choose_folder if not self._backup.text() else self._secret.edit

    @property
    def backup(self) -> Path:
        """The backup: a folder or a file, Path() when none was named."""
        typed = self._backup.text().strip().strip('"')
        if typed.startswith("file:"):
            typed = QUrl(typed).toLocalFile()
        return Path(typed).expanduser() if typed else Path()

    @property
    def copy(self) -> str:
        """The name of the chosen copy, "" for the newest."""
        return str(self._copies.currentData() or "") if self._copies.currentIndex() > 0 else ""

    @property
    def secret(self) -> dict[str, str]:
        """What opens it, as ``recovery`` or ``passphrase``; empty to try this computer's key."""
        return self._secret.given

    @property
    def folder(self) -> Path:
        """The folder the portfolio will be made in; free when it was shown."""
        return self._folder

    def forget(self) -> None:
        """Clear the secret."""
        self._secret.forget()

    def show_refusal(self, error: PortfolioError) -> None:
        """Say by the field concerned why it could not be restored, and go there."""
        if error.code in ABOUT_SECRET:
            self._refuse(self._secret.edit, self._secret_wrong, self._words_about_key(error))
        elif error.code in ABOUT_FOLDER:
            self._refuse(self._change, self._folder_wrong, str(error))
        elif error.code in ABOUT_BACKUP:
            self._refuse(self._backup, self._backup_wrong, str(error))
        else:
            self._head(str(error), "danger")
            self._go_to(self._restore)

    def show_stopped(self) -> None:
        """Say that it was stopped."""
        self._head(self.tr("Stopped. Nothing was restored, and the backup is as it was."), "notice")
        self._go_to(self._restore)

    # building

    def _build(self) -> None:
        look = theme()
        self._trouble = QFrame()
        self._trouble_words = label("", wrap=True)
        QVBoxLayout(self._trouble).addWidget(self._trouble_words)
        self._trouble.hide()
        self._build_fields()
        form = QFormLayout()
        form.setSpacing(look.space("md"))
        wrap = QFormLayout.RowWrapPolicy
        form.setRowWrapPolicy(wrap.WrapAllRows if look.scale >= 150 else wrap.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        hint = self.tr("Its folder, or its single file. It is only read.")
        self._backup.setAccessibleDescription(hint)
        choosers = QWidget()
        flow = FlowLayout(choosers, look.space("sm"))
        flow.addWidget(self._choose_folder)
        flow.addWidget(self._choose_file)
        backup_row = (choosers, self._backup, label(hint, "caption", wrap=True), self._backup_wrong)
        row(form, self.tr("Backup"), self._backup, *backup_row)
        row(form, self.tr("As it was on"), self._copies, self._copies)
        row(form, self.tr("Opened with"), None, self._secret, self._secret_wrong)
        where = QHBoxLayout()
        where.setSpacing(look.space("sm"))
        where.addWidget(self._folder_words, 1)
        where.addWidget(self._change)
        row(form, self.tr("Restored to"), None, where, self._folder_wrong)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("lg"))
        column.addWidget(label(self.tr("Restore from a backup"), "title", wrap=True))
        self._intro = label(
            self.tr(
                "Makes your portfolio again in a new folder. What is on this computer and the "
                "backup itself stay as they are."
            ),
            "muted",
            wrap=True,
        )
        column.addWidget(self._intro)
        self._kept_words = label("", "strong", wrap=True)
        self._kept_words.hide()
        column.addWidget(self._kept_words)
        column.addWidget(self._trouble)
        column.addLayout(form)
        column.addStretch()
        column.addLayout(buttons)

    def _build_fields(self) -> None:
        self._backup = QLineEdit()
        self._backup.setObjectName("restore_backup")
        self._backup.setAccessibleName(self.tr("Backup"))
        self._choose_folder = QPushButton(self.tr("Choose folder…"))
        self._choose_folder.setAccessibleName(self.tr("Choose the backup's folder"))
        self._choose_file = QPushButton(self.tr("Choose file…"))
        self._choose_file.setAccessibleName(self.tr("Choose the backup's single file"))
        self._copies = ChoiceBox()
        self._copies.setObjectName("restore_copies")
        self._copies.setAccessibleName(self.tr("As it was on"))
        self._secret = SecretField()
        self._folder_words = ElidedLabel("", middle=True)
        self._change = QPushButton(self.tr("Change…"))
        self._change.setObjectName("restore_change")
        self._change.setAccessibleName(self.tr("Change where it is restored to"))
        self._backup_wrong = label("", "danger", wrap=True)
        self._secret_wrong = label("", "danger", wrap=True)
        self._folder_wrong = label("", "danger", wrap=True)
        for each in (self._backup_wrong, self._secret_wrong, self._folder_wrong):
            each.hide()
        self._restore = QPushButton(self.tr("Restore portfolio"))
        self._restore.setObjectName("restore_go")
        self._restore.setProperty("look", "primary")
        self._restore.setDefault(True)
        self._back = QPushButton(self.tr("Back"))
        self._show_copies(())

    def _connect(self) -> None:
        self._backup.textEdited.connect(self._on_backup_edited)
        self._backup.editingFinished.connect(self._on_backup_left)
        self._backup.returnPressed.connect(self._on_restore)
        self._choose_folder.clicked.connect(self._on_choose_folder)
        self._choose_file.clicked.connect(self._on_choose_file)
        self._secret.edited.connect(self._on_secret_edited)
        self._secret.entered.connect(self._on_restore)
        self._change.clicked.connect(self._on_change)
        self._restore.clicked.connect(self._on_restore)
        self._back.clicked.connect(self.back)

    # the backup

    def _on_choose_folder(self) -> None:
        title = self.tr("Choose the backup's folder")
        messages.choose_folder(self, title, self._on_chosen, self._start())

    def _on_choose_file(self) -> None:
        title = self.tr("Choose the backup's single file")
        messages.choose_files(self, title, self._on_chosen, self._start())

    def _start(self) -> Path | None:
        """Return where to look for backups first: beside the last one, or in a synced folder."""
        place = self.backup if self._backup.text() else synced_place()
        if place is None:
            return None
        return next((each for each in (place, place.parent) if each.is_dir()), None)

    def _on_chosen(self, paths: list[Path]) -> None:
        self._backup.setText(str(paths[0]))
        self._on_backup_edited()
        self._on_backup_left()
        self._secret.edit.setFocus()
        bring_into_view(self._secret.edit)

    def _on_backup_edited(self) -> None:
        self._known = None
        self._show_copies(())
        self._clear(self._backup, self._backup_wrong)

    def _on_backup_left(self) -> None:
        backup = self.backup
        if self._backup.text().strip() and backup.is_absolute() and backup != self._known:
            self._known = backup
            self._opener.look_into(
                backup, partial(self._on_looked, backup), partial(self._on_not_looked, backup)
            )

    def _on_looked(self, backup: Path, contents: Any) -> None:
        if backup != self._known:
            return  # another was chosen meanwhile
        self._title = contents.title
        self._show_copies(contents.copies)
        self._show_folder()

    def _on_not_looked(self, backup: Path, error: BaseException) -> None:
        if backup != self._known:
            return
        self._known = None  # asked again: a drive may be connected by then
        if isinstance(error, PortfolioError):
            self._say_wrong(self._backup, self._backup_wrong, str(error))

    def _show_copies(self, copies: tuple[Any, ...]) -> None:
        self._copies.clear()
        newest = self.tr("Newest")
        for place, each in enumerate(copies):
            words = when(each.made)
            self._copies.addItem(f"{newest} ({words})" if place == 0 else words, each.name)
        if not copies:
            self._copies.addItem(newest, "")
        self._copies.setEnabled(len(copies) > 1)
        tip = "" if copies else self.tr("Choose the backup first.")
        self._copies.setToolTip(tip)
        self._copies.setAccessibleDescription(tip)

    # the key and the place

    def _on_secret_edited(self) -> None:
        self._clear(self._secret.edit, self._secret_wrong)

    def _words_about_key(self, error: PortfolioError) -> str:
        if error.code == "key-needed":
            return self.tr(
                "This computer doesn't hold the key of this backup. Type its recovery key, or its "
                "passphrase. Nothing has been changed."
            )
        if error.code == "keychain":
            return self.tr(
                "This computer's keychain can't be used now. Type the recovery key or the "
                "passphrase, or unlock the keychain and try again. Nothing has been changed."
            )
        return str(error)

    def _on_change(self) -> None:
        title = self.tr("Choose where to put the restored portfolio")
        messages.choose_folder(self, title, self._on_parent_chosen)

    def _on_parent_chosen(self, paths: list[Path]) -> None:
        self._parent = paths[0]
        self._clear(self._change, self._folder_wrong)
        self._show_folder()
        synced.refuse_or_use(self, paths[0], self._on_synced_refused)

    def _on_synced_refused(self) -> None:
        self._parent = None
        self._show_folder()

    def _show_folder(self) -> None:
        self._folder = free_folder(self._parent or portfolios_folder(), self._title)
        self._folder_words.setText(self.tr("This computer: {0}").format(self._folder))

    # asking

    def _on_restore(self) -> None:
        self._trouble.hide()
        found = self._wrong()
        self._clear_all()
        for target, below, words in found:
            self._say_wrong(target, below, words)
        if found:
            self._go_to(found[0][0])
            return
        self.asked.emit()

    def _wrong(self) -> list[tuple[QWidget, QLabel, str]]:
        found: list[tuple[QWidget, QLabel, str]] = []
        backup = self.backup
        if backup == Path():
            words = self.tr("Choose the backup: its folder, or its single file.")
            found.append((self._backup, self._backup_wrong, words))
        elif not backup.is_absolute():
            words = self.tr("Choose the backup with its whole path.")
            found.append((self._backup, self._backup_wrong, words))
        words = self._secret.wrong()
        if words:
            found.append((self._secret.edit, self._secret_wrong, words))
        return found

    def _refuse(self, target: QWidget, below: QLabel, words: str) -> None:
        self._say_wrong(target, below, words)
        self._go_to(target)

    def _say_wrong(self, target: QWidget, below: QLabel, words: str) -> None:
        below.setText(words)
        below.show()
        if below is self._secret_wrong:
            self._secret.hide_state()  # one thing said below a field
        target.setAccessibleDescription(words)
        self._mark(target, wrong=True)
        announcer().say(words, urgent=True)

    def _clear(self, target: QWidget, below: QLabel) -> None:
        if below.isHidden():
            return
        below.hide()
        target.setAccessibleDescription("")
        self._mark(target, wrong=False)
        if below is self._secret_wrong:
            self._secret.show_state()

    def _clear_all(self) -> None:
        self._clear(self._backup, self._backup_wrong)
        self._clear(self._secret.edit, self._secret_wrong)
        self._clear(self._change, self._folder_wrong)

    def _mark(self, target: QWidget, *, wrong: bool) -> None:
        target.setProperty("wrong", wrong)
        restyle(target)

    def _notice(self, words: str) -> None:
        self._kept_words.setText(words)
        self._kept_words.setVisible(bool(words))

    def _head(self, words: str, look: str) -> None:
        self._trouble.setProperty("look", look)
        restyle(self._trouble)
        self._trouble_words.setText(words)
        self._trouble.show()
        announcer().say(words, urgent=True)

    def _go_to(self, target: QWidget) -> None:
        target.setFocus()
        if isinstance(target, QLineEdit):
            target.selectAll()
        bring_into_view(target)


def when(made: datetime) -> str:
    """Return an instant as the person's own day and time: "21 Nov 2026, 18:10"."""
    local = made.astimezone()
    day, month, year = day_words(local.date().isoformat()).split()
    return f"{day} {month[:3]} {year}, {local:%H:%M}"
