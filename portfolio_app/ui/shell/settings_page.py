"""Preferences: you and your programme, appearance, keys and backups, the standard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.services import portfolio
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.forms import Column, field
from portfolio_app.ui.kit.habits import habits
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import STANDARD, Place
from portfolio_app.ui.kit.tabs import stack_under, tab_bar
from portfolio_app.ui.kit.theme import SCALES, Choice, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.epao_page import EpaoPage
from portfolio_app.ui.shell.foot_bar import ago
from portfolio_app.ui.shell.names_page import NamesPage
from portfolio_app.ui.shell.programme_page import ProgrammePage
from portfolio_app.ui.shell.routes_page import RoutesPage
from portfolio_app.ui.shell.standard_words import StandardWords
from portfolio_app.ui.shell.witnesses_part import WitnessesPart

TABS = ("you", "programme", "appearance", "keys", "names", "office", "epao", "standard")
SHORT_FROM = 150  # per cent of text size from which the tabs have short titles
SAVE_AFTER_MS = 800  # after the last key, architecture §12


class SettingsPage(Page):
    """Changes apply at once and are saved as they are made; each can be undone."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._titles = (  # in full, and where letters are large
            (self.tr("You"), self.tr("You")),
            (self.tr("Programme"), self.tr("Programme")),
            (self.tr("Appearance"), self.tr("Looks")),
            (self.tr("Keys and backups"), self.tr("Keys")),
            (self.tr("Names to hide"), self.tr("Names")),
            (self.tr("Office files"), self.tr("Office")),
            (self.tr("EPAO rules"), self.tr("EPAO")),
            (self.tr("Standard"), self.tr("Standard")),
        )
        self._tabs = tab_bar(self.tr("Preferences"), [full for full, _ in self._titles])
        self._you = YouPage(workspace)
        self._programme = ProgrammePage(workspace)
        self._keys = KeysPage(workspace)
        self._names = NamesPage(workspace)
        self._routes = RoutesPage(workspace)
        self._epao = EpaoPage(workspace)
        standard = StandardWords(workspace, self.tr("Standard"))
        pages = (
            self._you, self._programme, AppearancePage(), self._keys, self._names, self._routes,
            self._epao, standard,
        )  # fmt: skip
        stack_under(self._tabs, self, pages)
        theme().changed.connect(self._name_tabs)
        self._name_tabs()

    @override
    def show_place(self, place: Place) -> None:
        if place.tab == "standard" and place.want in ("compare", "review"):
            self.workspace.go(Place(STANDARD, tab=place.want))
            return
        if place.tab in TABS:
            self._tabs.setCurrentIndex(TABS.index(place.tab))
        self._you.reload()
        if place.want.startswith("field:"):
            self._you.go_to(place.want.removeprefix("field:"))
        self._programme.reload()
        self._keys.reload()
        self._names.reload()
        self._routes.reload()
        self._epao.reload()

    def _name_tabs(self) -> None:
        is_large = theme().scale >= SHORT_FROM
        for index, (full, short) in enumerate(self._titles):
            self._tabs.setTabText(index, short if is_large else full)

    @override
    def first_focus(self) -> QWidget | None:
        return self._tabs

    @override
    def can_leave(self) -> bool:
        self._you.write_down()
        return True


class YouPage(Column):
    """What the cover needs. Empty facts print as a blank line."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.words(self.tr("You and your programme"), "title")
        self.words(
            self.tr("These stand on the cover of your bundle. Empty ones print as a blank line."),
            "muted",
        )
        self._edits: dict[str, QLineEdit] = {}
        self._days: dict[str, DayField] = {}
        form = self.form()
        for name, words in (
            ("name", self.tr("Your name")),
            ("job", self.tr("Job title")),
            ("employer", self.tr("Employer")),
            ("provider", self.tr("Training provider")),
            ("epao", self.tr("EPAO")),
            ("reference", self.tr("Apprentice reference")),
            ("email", self.tr("E-mail for replies")),
        ):
            edit = QLineEdit()
            edit.setObjectName(f"detail_{name}")
            edit.editingFinished.connect(partial(self._on_edited, name))
            self._edits[name] = edit
            field(form, words, edit)
        for name, words in (
            ("start", self.tr("Start date")),
            ("gateway", self.tr("Planned gateway")),
        ):
            day = DayField(words)
            day.day_changed.connect(partial(self._on_day, name))
            self._days[name] = day
            field(form, words, day)
        self._role = QPlainTextEdit()
        self._role.setTabChangesFocus(True)
        self._role.setFixedHeight(theme().px(120))
        self._role.textChanged.connect(self._on_role)
        field(
            form,
            self.tr("My role and organisation"),
            self._role,
            self.tr("Facts for the assessor, 150 words at most. Printed after “How to read”."),
        )
        self._count = label("", "muted")
        self.add(self._count)
        self.heading(self.tr("Witnesses"))
        self.witnesses = WitnessesPart(workspace)
        self.add(self.witnesses)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.write_down)
        self._stored_role = ""
        workspace.changed.connect(self._on_changed)
        if workspace.readonly:
            for each in (*self._edits.values(), *self._days.values(), self._role):
                each.setEnabled(False)
        self.reload()

    def reload(self) -> None:
        """Show what is stored; a field being typed in keeps what is typed."""
        self.witnesses.reload()
        details = queries.portfolio.details(self._workspace.store)
        for name, edit in self._edits.items():
            if not edit.hasFocus():
                edit.setText(getattr(details, name))
                edit.setCursorPosition(0)  # the beginning is what one reads
        for name, day in self._days.items():
            if not day.hasFocus():
                day.set_day(getattr(details, name))
        self._stored_role = details.role
        if not self._role.hasFocus() and not self._timer.isActive():
            self._role.setPlainText(details.role)
            self._timer.stop()

    def go_to(self, name: str) -> None:
        """Give a field the focus, "blank" for the first that the cover lacks."""
        fields: dict[str, QWidget] = {
            **self._edits, **self._days, "role": self._role, "witnesses": self.witnesses.new,
        }  # fmt: skip
        if name == "blank":
            details = queries.portfolio.details(self._workspace.store)
            lacks = [each for each in fields if each != "email" and not getattr(details, each)]
            name = lacks[0] if lacks else "name"
        if name in fields:
            wanted = fields[name]
            QTimer.singleShot(0, wanted, wanted.setFocus)  # after the tabs have had it
            QTimer.singleShot(0, wanted, partial(self.ensureWidgetVisible, wanted))

    def write_down(self) -> None:
        """Save what is typed in "My role" now."""
        self._timer.stop()
        text = self._role.toPlainText().strip()
        if text != self._stored_role and len(text.split()) <= 150:
            self._stored_role = text
            self._workspace.do(portfolio.set_detail, "role", text)

    def _on_edited(self, name: str) -> None:
        text = self._edits[name].text().strip()
        if text != getattr(queries.portfolio.details(self._workspace.store), name):
            self._workspace.do(portfolio.set_detail, name, text)

    def _on_day(self, name: str, day: str) -> None:
        self._workspace.do(portfolio.set_detail, name, day)

    def _on_role(self) -> None:
        words = len(self._role.toPlainText().split())
        over = words > portfolio.ROLE_WORDS
        text = self.tr("{0} of 150 words").format(words)
        self._count.setText(text + (self.tr(": not saved until it is shorter") if over else ""))
        self._timer.start()

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PORTFOLIO in changes.topics:
            self.reload()


class AppearancePage(Column):
    """Theme, text size and density: at once, and remembered on this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.words(self.tr("Appearance"), "title")
        look = theme()
        self.heading(self.tr("Theme"))
        group = QButtonGroup(self)
        self._themes: dict[Choice, QRadioButton] = {}
        for choice, words in (
            (Choice.SYSTEM, self.tr("As the system")),
            (Choice.LIGHT, self.tr("Light")),
            (Choice.DARK, self.tr("Dark")),
            (Choice.CONTRAST, self.tr("High contrast")),
        ):
            button = QRadioButton(words)
            button.setObjectName(f"theme_{choice.value}")
            button.clicked.connect(partial(self._on_theme, choice))
            group.addButton(button)
            self._themes[choice] = button
            self.add(button)
        self.heading(self.tr("Size"))
        form = self.form()
        self._scale = ChoiceBox()
        for scale in SCALES:
            self._scale.addItem(f"{scale} %", scale)
        self._scale.activated.connect(self._on_scale)
        field(form, self.tr("Text size"), self._scale)
        self._density = ChoiceBox()
        self._density.addItem(self.tr("Comfortable"), "comfortable")
        self._density.addItem(self.tr("Compact"), "compact")
        self._density.activated.connect(self._on_density)
        field(form, self.tr("Rows of lists"), self._density)
        self.heading(self.tr("Reading"))
        self._habits: dict[str, QCheckBox] = {}
        for name, words in (
            ("single_keys", self.tr("Single-letter keys act in views: H, B, N, 1 to 9 …")),
            ("words_in_common", self.tr("Name the words that a passage and a KSB have in common")),
            ("dim_pages", self.tr("Dim pages to 85 %")),
        ):
            box = QCheckBox(words)
            box.setObjectName(f"habit_{name}")
            box.clicked.connect(partial(self._on_habit, name))
            self._habits[name] = box
            self.add(box)
        look.changed.connect(self._show)
        habits().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        look = theme()
        for choice, button in self._themes.items():
            button.setChecked(choice is look.choice)
        self._scale.setCurrentIndex(self._scale.findData(look.scale))
        self._density.setCurrentIndex(self._density.findData(look.density))
        for name, box in self._habits.items():
            box.setChecked(bool(getattr(habits(), name)))

    def _on_habit(self, name: str, *_checked: object) -> None:
        habits().choose(**{name: self._habits[name].isChecked()})

    def _on_theme(self, choice: Choice, *_checked: object) -> None:
        theme().choose(choice)

    def _on_scale(self) -> None:
        theme().choose(scale=int(self._scale.currentData()))

    def _on_density(self) -> None:
        theme().choose(density=str(self._density.currentData()))


class KeysPage(Column):
    """Where the key is, and where the sealed backups go."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.words(self.tr("Keys and backups"), "title")
        self.heading(self.tr("Recovery key"))
        self._key = label("", wrap=True)
        self.add(self._key)
        self._make = _button(self, self.tr("Save a recovery key…"))
        self._make.clicked.connect(workspace.actions["recovery_key"].trigger)
        self.heading(self.tr("Backups"))
        self.words(
            self.tr(
                "A sealed backup: encrypted, safe to sync. It is added to when you close the app "
                "and once a day. Nothing in it is ever changed, so only what is new is copied."
            ),
            "muted",
        )
        self._place = label("", wrap=True)
        self.add(self._place)
        choose = _button(self, self.tr("Choose a backup place…"))
        choose.clicked.connect(self._on_choose)
        now = _button(self, self.tr("Back up now"))
        now.clicked.connect(workspace.actions["back_up"].trigger)
        self._now = now
        self.heading(self.tr("Where the portfolio is kept"))
        self.words(str(workspace.store.folder))
        self.words(self.tr("This app makes no network connections. There is no account."), "muted")
        for each in (choose, self._make):
            each.setEnabled(not workspace.readonly)
        workspace.changed.connect(self._on_changed)
        workspace.facts_changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Show what is so now."""
        details = queries.portfolio.details(self._workspace.store)
        saved = bool(details.recovery_key_saved)
        self._key.setText(
            self.tr("A recovery key was saved {0}.").format(ago(details.recovery_key_saved))
            if saved
            else self.tr(
                "Recovery key not saved. Without it, a backup opens only with this computer's "
                "keychain or your passphrase."
            )
        )
        self._make.setText(
            self.tr("Make a new recovery key…") if saved else self.tr("Save a recovery key…")
        )
        place = details.backup_folder
        when = ago(details.backed_up_at) if details.backed_up_at else self.tr("never yet")
        self._place.setText(
            self.tr("{0}\nLast backup: {1}").format(place, when)
            if place
            else self.tr("No backup place chosen.")
        )
        self._now.setVisible(bool(place))

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PORTFOLIO in changes.topics:
            self.reload()

    def _on_choose(self) -> None:
        messages.choose_folder(self, self.tr("Choose a backup place"), self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        folder = paths[0]
        if folder.is_relative_to(self._workspace.store.folder):
            messages.tell(
                self,
                messages.Message(
                    self.tr("A backup inside the portfolio folder would be lost with it."),
                    next=self.tr("Choose another drive or a synced folder."),
                    level="warn",
                ),
            )
            return
        self._workspace.do(portfolio.set_detail, "backup_folder", str(folder))


def _button(column: Column, words: str) -> QPushButton:
    made = QPushButton(words)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(made)
    row.addStretch()
    column.add(holder)
    return made
