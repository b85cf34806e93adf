"""Rules and limits with their source; any can be set as "my EPAO says so" and reset."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.limits import all_rules, source_of
from portfolio_app.domain.standard import Rule, Standard
from portfolio_app.store import queries
from portfolio_app.ui.kit.forms import field
from portfolio_app.ui.kit.tables import Column as TableColumn
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import (
    Says,
    SourceForm,
    WideColumn,
    button,
    buttons_row,
)


class RulesView(WideColumn):
    """The table of rules, and below it the current one to change."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._standard: Standard = queries.standard.NONE
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show the rules in force now."""
        self._standard = queries.standard.standard(self._workspace.store)
        self.table.show_rows(all_rules(self._standard))
        if self.table.current_value() is None and self.table.rows_model.rows:
            self.table.selectRow(0)
        self._on_current(self.table.current_value())

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.table

    def _build(self) -> None:
        self.words(self.tr("Rules and limits"), "title")
        self.words(
            self.tr(
                "Only facts, and rules confirmed for your version or by you, may stop a "
                "submission. Everything else is at most “should check”. Your EPAO's instructions "
                "come first: set here what they told you."
            )
        )
        self.table = ListTable(
            (
                TableColumn(self.tr("Rule"), lambda rule: rule.text, stretch=True),
                TableColumn(self.tr("Value"), shown_value, width=120, right=True),
                TableColumn(self.tr("How sure"), sure_words, width=130),
            ),
            lambda rule: rule.id,
            self.tr("Rules and limits"),
            sortable=False,
            many=False,
        )
        self.table.setMinimumHeight(theme().px(260))
        self.table.current_changed.connect(self._on_current)
        self.add(self.table)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme().px(84))
        self.value = QLineEdit()
        self.unit = QLineEdit()
        form = self.form()
        field(form, self.tr("Rule"), self.text)
        field(form, self.tr("Value"), self.value)
        field(form, self.tr("Unit"), self.unit)
        self._source = QLineEdit()
        self._source.setReadOnly(True)
        field(form, self.tr("Source"), self._source)
        self.said = SourceForm(
            self.tr("Who said so"), self.tr("for example: my EPAO, by e-mail"), self.tr("On")
        )
        self.add(self.said)
        self.set_button = button(self.tr("My EPAO says so"), self.apply, "primary")
        self.reset_button = button(self.tr("Back to the pack's value"), self.reset)
        self.add(buttons_row(self.set_button, self.reset_button))
        self.says = Says()
        self.add(self.says)

    def apply(self) -> None:
        """Set the current rule as it is typed, with who said so."""
        from portfolio_app.services import standard_details

        rule: Rule | None = self.table.current_value()
        if rule is None:
            return
        self.says.say("")
        typed = self.value.text().strip().replace(",", "")
        try:
            value = float(typed) if typed else 0.0
        except ValueError:
            self.says.say(self.tr("The value is not a number: {0}").format(typed), "danger")
            self.value.setFocus()
            return
        self._workspace.do(
            standard_details.set_rule,
            rule.id,
            value=value,
            text=self.text.toPlainText(),
            unit=self.unit.text(),
            said_by=self.said.source,
            said_on=self.said.day,
            failed=self._on_refused,
            toast=True,
        )

    def reset(self) -> None:
        """Set the current rule back to what the pack, or the app, says."""
        from portfolio_app.services import standard_details

        rule: Rule | None = self.table.current_value()
        if rule is not None:
            self._workspace.do(
                standard_details.reset_rule, rule.id, failed=self._on_refused, toast=True
            )

    def _on_current(self, rule: Rule | None) -> None:
        self.text.setPlainText(rule.text if rule else "")
        self.value.setText(value_words(rule) if rule else "")
        self.unit.setText(rule.unit if rule else "")
        source = source_of(self._standard, rule) if rule else ""
        self._source.setText(source)
        self._source.setCursorPosition(0)
        self._source.setToolTip("")
        self.said.source_edit.setText(rule.said_by if rule else "")
        writes = rule is not None and not self._workspace.readonly
        self.set_button.setEnabled(writes)
        self.reset_button.setEnabled(writes and bool(rule and rule.said_by))
        self.says.say("")

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)

    def _on_changed(self, changes: Changes) -> None:
        if Topic.STANDARD in changes.topics:
            self.reload()


def shown_value(rule: Rule) -> str:
    """Return a rule's value with its unit: "18 pieces"."""
    return f"{value_words(rule)} {rule.unit}" if rule.value else ""


def value_words(rule: Rule) -> str:
    """Return a rule's value as people write it; nothing when it has none."""
    return f"{rule.value:g}" if rule.value else ""


def sure_words(rule: Rule) -> str:
    """Return how sure a rule is, in words."""
    if rule.said_by:
        return "Set by you"
    if rule.confirmed:
        return "Confirmed"
    return "Our own limit" if rule.id.startswith("own.") else "Not confirmed"
