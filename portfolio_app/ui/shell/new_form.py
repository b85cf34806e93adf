"""Welcome's second page: three facts, where it is kept, where its backup goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.days import months_after
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.forms import field
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.shell import synced
from portfolio_app.ui.shell.opening import Opener, default_folder, synced_place

MONTHS = 24
ANOTHER = "another"  # the line of the list that asks for a file
LATER, OWN = "", "own"  # no programme yet; one that is filled in later
SHORTEST_CHOICE = 20  # characters of a programme's title that are seen at least
SHORTEST_PASSPHRASE = 12  # characters; our own limit


class NewForm(QWidget):
    """Asks; ``asked`` follows when all of it makes sense. Nothing here is final."""

    asked = Signal()
    back = Signal()

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._opener = opener
        self._has_keychain = True
        self._chosen_folder: Path | None = None
        self._gateway_touched = False
        self._synced_is_fine = False
        self._began = False
        self._others: dict[str, Any] = {}  # standards read from files, by what the list holds
        self._standard_before = 0
        self._programmes: dict[str, Any] = {}  # by what the list holds
        self._programme_before = 0
        self._build()
        self._connect()

    def begin(self, today: date) -> None:
        """Make it ready: the standards, a backup place, whether a passphrase is needed."""
        if self._began:
            return
        self._began = True
        from portfolio_app.store import library

        for each in reversed(library.standards()):
            self._standard.addItem(f"{each.reference} v{each.version}", each.id)
        self._standard.addItem(self.tr("Another standard, from a file…"), ANOTHER)
        self._standard.setCurrentIndex(max(self._standard.findData(library.DEFAULT_STANDARD), 0))
        self._standard_before = self._standard.currentIndex()
        self._programme.addItem(self.tr("Choose later"), LATER)
        for programme in library.programmes():
            self._programmes[programme.id] = programme
            self._programme.addItem(f"{programme.title} · {programme.provider}", programme.id)
        self._programme.addItem(self.tr("A programme of your own"), OWN)
        self._programme.addItem(self.tr("From a file…"), ANOTHER)
        place = synced_place()
        if place is not None:
            self._backup.setText(str(place))
        self._start.setPlaceholderText(
            self.tr("for example {0}").format(f"16 September {today.year}")
        )
        self._show_folder()
        self._opener.has_keychain(self._on_keychain, self._on_no_answer)

    @property
    def first(self) -> QWidget:
        """The field that has the focus first."""
        return self._name

    @property
    def folder(self) -> Path:
        """Where the portfolio will be kept."""
        return self._chosen_folder or default_folder(self._name.text())

    @property
    def backup_folder(self) -> str:
        """The backup place, "" for none."""
        return self._backup.text().strip()

    @property
    def passphrase(self) -> str | None:
        """The passphrase where one is needed, else None."""
        return None if self._has_keychain else self._passphrase.text()

    def facts(self) -> Any:
        """Return what was typed as a services.portfolio.NewPortfolio."""
        from portfolio_app.services.portfolio import NewPortfolio

        return NewPortfolio(
            name=self._name.text().strip(),
            start=self._start.day or "",
            gateway=self._gateway.day or "",
            standard_id=str(self._standard.currentData()),
            standard=self._others.get(str(self._standard.currentData())),
            programme=self._chosen_programme(),
        )

    def show_refusal(self, error: PortfolioError) -> None:
        """Say at the head of the form why it could not be made."""
        if error.code == "no-keychain":
            self._on_keychain(found=False)
        self._summary(str(error))

    # building

    def _build(self) -> None:
        look = theme()
        self._trouble = QFrame()
        self._trouble.setProperty("look", "danger")
        self._trouble_words = label("", wrap=True)
        QVBoxLayout(self._trouble).addWidget(self._trouble_words)
        self._trouble.hide()
        self._name = QLineEdit()
        self._name.setObjectName("new_name")
        self._start = DayField(self.tr("Start date"))
        self._start.setObjectName("new_start")
        self._gateway = DayField(self.tr("Planned gateway"))
        self._gateway.setObjectName("new_gateway")
        self._standard = ChoiceBox()
        self._programme = ChoiceBox()
        self._programme.setObjectName("new_programme")
        self._programme.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._programme.setMinimumContentsLength(SHORTEST_CHOICE)
        self._folder_words = ElidedLabel("", middle=True)
        self._change = QPushButton(self.tr("Change…"))
        self._change.setAccessibleName(self.tr("Change where it is kept"))
        self._backup = QLineEdit()
        self._backup.setPlaceholderText(self.tr("none yet"))
        self._choose = QPushButton(self.tr("Choose…"))
        self._choose.setAccessibleName(self.tr("Choose the backup place"))
        self._passphrase, self._again = QLineEdit(), QLineEdit()
        for edit in (self._passphrase, self._again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._create = QPushButton(self.tr("Create portfolio"))
        self._create.setObjectName("new_create")
        self._create.setProperty("look", "primary")
        self._create.setDefault(True)
        self._back = QPushButton(self.tr("Back"))
        form = QFormLayout()
        form.setSpacing(look.space("md"))
        wrap = QFormLayout.RowWrapPolicy
        form.setRowWrapPolicy(wrap.WrapAllRows if look.scale >= 150 else wrap.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        field(form, self.tr("Your name"), self._name)
        field(form, self.tr("Start date"), self._start)
        field(form, self.tr("Planned gateway"), self._gateway)
        field(form, self.tr("Standard"), self._standard)
        field(form, self.tr("Programme"), self._programme)
        self._two_standards = label("", "caption", wrap=True)
        self._two_standards.hide()
        form.addRow("", self._two_standards)
        kept_in = label(self.tr("Kept in"))
        kept_in.setMinimumHeight(look.size("control_height"))
        form.addRow(kept_in, _beside(self._folder_words, self._change))
        backup_name = label(self.tr("Backup place"))
        backup_name.setBuddy(self._backup)
        backup_name.setMinimumHeight(look.size("control_height"))
        self._backup.setAccessibleName(self.tr("Backup place"))
        below = QVBoxLayout()
        below.setSpacing(look.space("xs"))
        below.addWidget(_beside(self._backup, self._choose))
        hint = self.tr("A sealed backup: encrypted, safe to sync. Another drive is good too.")
        self._backup.setAccessibleDescription(hint)
        below.addWidget(label(hint, "caption", wrap=True))
        form.addRow(backup_name, below)
        self._secret = QWidget()
        secret = QFormLayout(self._secret)
        secret.setContentsMargins(0, 0, 0, 0)
        secret.setSpacing(look.space("md"))
        secret.addRow(
            label(
                self.tr(
                    "This computer has no keychain the app can use, so a passphrase protects the "
                    "portfolio. It is asked for at every start."
                ),
                "muted",
                wrap=True,
            )
        )
        field(secret, self.tr("Passphrase"), self._passphrase, self.tr("12 characters or more"))
        field(secret, self.tr("Passphrase again"), self._again)
        self._secret.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._create)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("lg"))
        column.addWidget(label(self.tr("Your portfolio"), "title"))
        column.addWidget(
            label(self.tr("Nothing here is final: all of it is in Settings."), "muted", wrap=True)
        )
        column.addWidget(self._trouble)
        column.addLayout(form)
        column.addWidget(self._secret)
        column.addStretch()
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._name.textChanged.connect(self._show_folder)
        self._standard.activated.connect(self._on_standard)
        self._programme.activated.connect(self._on_programme)
        self._start.day_changed.connect(self._on_start)
        self._gateway.textEdited.connect(self._on_gateway_typed)
        self._change.clicked.connect(self._on_change)
        self._choose.clicked.connect(self._on_choose)
        self._create.clicked.connect(self._on_create)
        self._back.clicked.connect(self.back)
        for edit in (self._name, self._start, self._gateway, self._passphrase, self._again):
            edit.returnPressed.connect(self._on_create)

    # reacting

    def _on_standard(self, index: int) -> None:
        if self._standard.itemData(index) != ANOTHER:
            self._standard_before = index
            self._say_standards()
            return
        self._standard.setCurrentIndex(max(self._standard_before, 0))
        messages.choose_files(self, self.tr("Take a standard from a file"), self._on_standard_file)

    def _on_standard_file(self, paths: list[Path]) -> None:
        self._opener.read_standard(paths[0], self._on_standard_read, self._on_standard_refused)

    def _on_standard_read(self, read: Any) -> None:
        standard = read.standard
        key = f"file {len(self._others)}"
        self._others[key] = standard
        at = self._standard.count() - 1
        self._standard.insertItem(
            at, self.tr("{0} ({1} KSBs)").format(standard.title, len(standard.ksbs)), key
        )
        self._standard.setCurrentIndex(at)
        self._standard_before = at
        self._trouble.hide()
        self._say_standards()

    def _on_standard_refused(self, error: BaseException) -> None:
        self._summary(str(error))

    def _chosen_programme(self) -> Any:
        from portfolio_app.services import programmes

        wanted = str(self._programme.currentData())
        if wanted == OWN:
            return programmes.own(self.tr("My programme"))
        return self._programmes.get(wanted)

    def _say_standards(self) -> None:
        """Say it where the programme is for another standard than the one chosen above."""
        from portfolio_app.domain.programme_standard import pairing
        from portfolio_app.store import library

        wanted = str(self._standard.currentData())
        standard = self._others.get(wanted) or library.standard(wanted)
        paired = pairing(self._chosen_programme(), standard)
        self._two_standards.setText(paired.words if paired.differs else "")
        self._two_standards.setVisible(paired.differs)
        self._programme.setAccessibleDescription(self._two_standards.text())

    def _on_programme(self, index: int) -> None:
        if self._programme.itemData(index) != ANOTHER:
            self._programme_before = index
            self._say_standards()
            return
        self._programme.setCurrentIndex(max(self._programme_before, 0))
        messages.choose_files(
            self,
            self.tr("Take a programme from a file"),
            self._on_programme_file,
            filters="Programmes (*.toml);;All files (*)",
        )

    def _on_programme_file(self, paths: list[Path]) -> None:
        self._opener.read_programme(paths[0], self._on_programme_read, self._on_standard_refused)

    def _on_programme_read(self, read: Any) -> None:
        programme = read.programme
        if not programme.title:
            self._summary(self.tr("The programme in that file has no title. Nothing was changed."))
            return
        key = f"file {len(self._programmes)}"
        self._programmes[key] = programme
        at = self._programme.count() - 1
        self._programme.insertItem(at, programme.title, key)
        self._programme.setCurrentIndex(at)
        self._programme_before = at
        self._trouble.hide()
        self._say_standards()
        if read.faults:
            head = self.tr("Taken from the file, except:")
            self._summary("\n".join([head, *(f"{e.where}: {e.words}" for e in read.faults)]))

    def _on_keychain(self, found: bool) -> None:  # noqa: FBT001 - a callback's one answer
        self._has_keychain = found
        self._secret.setVisible(not found)

    def _on_no_answer(self, _error: BaseException) -> None:
        self._on_keychain(found=False)

    def _on_start(self, day: str) -> None:
        if day and not self._gateway_touched:
            self._gateway.set_day(months_after(day, MONTHS))

    def _on_gateway_typed(self) -> None:
        self._gateway_touched = True

    def _show_folder(self) -> None:
        self._folder_words.setText(self.tr("This computer: {0}").format(self.folder))

    def _on_change(self) -> None:
        messages.choose_folder(
            self, self.tr("Choose where to keep the portfolio"), self._on_kept_in
        )

    def _on_kept_in(self, paths: list[Path]) -> None:
        name = default_folder(self._name.text()).name
        self._chosen_folder = paths[0] / name
        self._show_folder()
        synced.refuse_or_use(self, paths[0], self._on_synced_refused)

    def _on_synced_refused(self) -> None:
        self._chosen_folder = None
        self._show_folder()

    def _on_choose(self) -> None:
        messages.choose_folder(self, self.tr("Choose a backup place"), self._on_backup_chosen)

    def _on_backup_chosen(self, paths: list[Path]) -> None:
        self._backup.setText(str(paths[0]))

    def _on_create(self) -> None:
        if not self._gateway_touched and self._start.day and not self._gateway.text():
            self._gateway.set_day(months_after(self._start.day, MONTHS))
        wrong = self._wrong()
        for edit in (
            self._name,
            self._start,
            self._gateway,
            self._backup,
            self._passphrase,
            self._again,
        ):
            edit.setProperty("wrong", any(each is edit for each, _ in wrong))
            restyle(edit)
        if wrong:
            for edit, words in wrong:
                edit.setAccessibleDescription(words)
            wrong[0][0].setFocus()
            self._summary("\n".join(words for _, words in wrong))
            return
        self._trouble.hide()
        self.asked.emit()

    def _wrong(self) -> list[tuple[QLineEdit, str]]:
        found: list[tuple[QLineEdit, str]] = []
        if not self._name.text().strip():
            found.append((self._name, self.tr("Type your name: it stands on the cover.")))
        if not self._start.day:
            found.append(
                (self._start, self.tr("Type the day you started, like 16 September 2024."))
            )
        if not self._gateway.day:
            found.append(
                (self._gateway, self.tr("Type the planned gateway, like 16 September 2026."))
            )
        elif self._start.day and self._gateway.day <= self._start.day:
            found.append((self._gateway, self.tr("The planned gateway comes after the start.")))
        backup = Path(self.backup_folder) if self.backup_folder else None
        if backup is not None and not backup.is_absolute():
            found.append((self._backup, self.tr("Choose the backup place with its whole path.")))
        elif backup is not None and backup.is_relative_to(self.folder):
            found.append(
                (self._backup, self.tr("A backup inside the portfolio would be lost with it."))
            )
        if not self._has_keychain:
            if len(self._passphrase.text()) < SHORTEST_PASSPHRASE:
                found.append(
                    (
                        self._passphrase,
                        self.tr("Use 12 characters or more; several words are good."),
                    )
                )
            elif self._passphrase.text() != self._again.text():
                found.append((self._again, self.tr("The two passphrases differ.")))
        return found

    def _summary(self, words: str) -> None:
        from portfolio_app.ui.kit.announcer import announcer

        self._trouble_words.setText(words)
        self._trouble.show()
        announcer().say(words, urgent=True)


def _beside(left: QWidget, right: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space("sm"))
    row.addWidget(left, 1)
    row.addWidget(right)
    return holder
