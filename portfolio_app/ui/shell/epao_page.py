"""Preferences: what the EPAO says about what is handed in, typed with its source and the day."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.epao import EpaoRule, EpaoRuleKind
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

VALUE_WIDTH = 200  # pixels at 100 %
SOURCE_WIDTH = 280
DAY_WIDTH = 150


class EpaoPage(Column):
    """One card for each rule. What is typed holds at once, and each change can be undone."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.rules: dict[str, RuleCard] = {}
        self.words(self.tr("EPAO rules"), "title")
        self.words(
            self.tr(
                "Assessment organisations differ, and their instructions come first. Type what "
                "yours says, where it says so, and the day you checked. Only what you have "
                "confirmed like this can become a “must fix”."
            ),
            "muted",
        )
        self._holder = QWidget()
        self._cards = QVBoxLayout(self._holder)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme().space("md"))
        self.add(self._holder)
        self.reset = QPushButton(self.tr("Reset this page"))
        self.reset.clicked.connect(lambda _=False: self._on_reset_all())
        foot = QWidget()
        FlowLayout(foot, theme().space("sm")).addWidget(self.reset)
        self.add(foot)
        workspace.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Show what holds now; what is typed and not complete yet stays."""
        from portfolio_app.services import epao

        self._workspace.look(epao.rules, then=self._show, key="epao")

    def _show(self, rules: tuple[EpaoRule, ...]) -> None:
        for rule in rules:
            if rule.key not in self.rules:
                card = RuleCard(self._workspace, rule)
                self.rules[rule.key] = card
                self._cards.addWidget(card)
            self.rules[rule.key].show_rule(rule)
        own = any(rule.is_own for rule in rules)
        self.reset.setEnabled(own and not self._workspace.readonly)

    def _on_reset_all(self) -> None:
        for card in self.rules.values():
            if card.rule.is_own:
                card.take_back()

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PORTFOLIO in changes.topics or Topic.BUNDLES in changes.topics:
            self.reload()


class RuleCard(QFrame):
    """A rule: what it is about, the value, its source, the day it was checked."""

    def __init__(self, workspace: Workspace, rule: EpaoRule) -> None:
        super().__init__()
        self._workspace = workspace
        self.rule = rule
        self._widths: dict[QWidget, int] = {}  # pixels at 100 %
        self._is_open = False  # something is typed that is not kept yet
        self.setProperty("look", "card")
        self.setAccessibleName(rule.title)
        self._build()
        self._connect()

    def show_rule(self, rule: EpaoRule) -> None:
        """Show what holds now; what is typed and not complete yet stays."""
        same = rule == self.rule
        self.rule = rule
        self._line.setText(rule.source_line)
        self.reset.setVisible(rule.is_own)
        if self._is_open and same:
            return
        self._is_open = False
        self._say("")
        if isinstance(self.value, QComboBox):
            self.value.setCurrentIndex(max(self.value.findData(rule.value), 0))
        else:
            self.value.setText(rule.value)
        self.source.setText(rule.source if rule.is_own else "")
        self.source.setCursorPosition(0)
        self.day.set_day(rule.checked_on)

    def take_back(self) -> None:
        """Let the usual value hold again."""
        from portfolio_app.services import epao

        self._workspace.do(epao.reset_rule, self.rule.key)

    def _build(self) -> None:
        look, rule = theme(), self.rule
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, look.space("sm"), pad, pad)
        column.setSpacing(look.space("xs"))
        column.addWidget(label(rule.title, "strong", wrap=True))
        if rule.hint:
            column.addWidget(label(rule.hint, "muted", wrap=True))
        self.value: QComboBox | QLineEdit
        if rule.kind is EpaoRuleKind.CHOICE:
            self.value = ChoiceBox()
            self.value.addItem(self.tr("not known"), "")
            for choice in rule.choices:
                self.value.addItem(choice, choice)
        else:
            self.value = LineField()
            self.value.setPlaceholderText(self.tr("not known"))
        self.source = LineField()
        self.source.setPlaceholderText(self.tr("for example: portal help page, or a mail"))
        self.day = DayField(self.tr("Checked on"))
        fields = QWidget()
        flow = FlowLayout(fields, look.space("md"))
        said = self.tr("What it says, in {0}").format(rule.unit) if rule.unit else ""
        for words, field, width in (
            (said or self.tr("What it says"), self.value, VALUE_WIDTH),
            (self.tr("Where it says so"), self.source, SOURCE_WIDTH),
            (self.tr("Checked on"), self.day, DAY_WIDTH),
        ):
            field.setEnabled(not self._workspace.readonly)
            self._widths[field] = width
            field.setAccessibleName(words)
            field.setAccessibleDescription(rule.title)
            flow.addWidget(above(words, field))
        column.addWidget(fields)
        self._wrong = label("", "warn", wrap=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        self._line = label("", "caption", wrap=True)
        column.addWidget(self._line)
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setAccessibleDescription(rule.title)
        self.reset.setEnabled(not self._workspace.readonly)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        if isinstance(self.value, QComboBox):
            self.value.activated.connect(lambda _: self._keep())
        else:
            self.value.editingFinished.connect(self._keep)
        self.source.editingFinished.connect(self._keep)
        self.day.day_changed.connect(lambda _: self._keep())
        self.reset.clicked.connect(lambda _=False: self._on_reset())
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        for field, width in self._widths.items():
            field.setFixedWidth(theme().px(width))

    def _keep(self) -> None:
        from portfolio_app.services import epao

        value, rule = self._typed(), self.rule
        source, day = self.source.text().strip(), self.day.day
        if (value, source, day) == (
            rule.value,
            rule.source if rule.is_own else "",
            rule.checked_on,
        ):
            self._is_open = False
            self._say("")
            return
        self._is_open = True
        if not value and not source and not day:
            if rule.is_own:
                self.take_back()
            return
        missing = [
            words
            for given, words in (
                (value, self.tr("what it says")),
                (source, self.tr("where it says so")),
                (day, self.tr("the day you checked")),
            )
            if not given
        ]
        if missing:
            words = self.tr("Not kept yet: type {0} as well.")
            self._say(words.format(self.tr(" and ").join(missing)))
            return
        self._say("")
        self._workspace.do(
            epao.set_rule,
            rule.key,
            value,
            source=source,
            checked_on=day,
            failed=self._on_refused,
        )

    def _typed(self) -> str:
        if isinstance(self.value, QComboBox):
            return str(self.value.currentData())
        return self.value.text().strip()

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self._say(str(error))
        else:
            self._workspace.trouble.emit(error)

    def _on_reset(self) -> None:
        self._is_open = False
        self.value.setFocus()
        self.take_back()
