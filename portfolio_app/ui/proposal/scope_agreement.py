"""Who agreed the scope, and when, as the person says it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.domain.scope import Scope
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class ScopeAgreement(QWidget):
    """What is agreed, a button, and the form it opens below itself."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: InlineForm | None = None
        self._workspace = workspace
        self._scope: Scope | None = None
        self._build()

    def show_scope(self, scope: Scope) -> None:
        """Show who agreed it."""
        self._scope = scope
        words = self.tr("Not agreed yet. The page then has a line to sign by hand.")
        if scope.agreed_by:
            words = self.tr("Agreed by {0}, {1}.").format(
                scope.agreed_by, day_words(scope.agreed_on)
            )
        self.said.setText(words)
        self.agree.setEnabled(not self._workspace.readonly)
        self.agree.setText(self.tr("Change…") if scope.agreed_by else self.tr("Agreed…"))

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept, or is not wanted."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self.agree.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is not None:
            self.form.say_wrong(words)
        return self.form is not None

    def _build(self) -> None:
        self.said = label("", wrap=True)
        buttons = QWidget()
        flow = FlowLayout(buttons, theme().space("sm"))
        self.agree = QPushButton(self.tr("Agreed…"))
        self.agree.clicked.connect(lambda _=False: self._open_form())
        flow.addWidget(self.agree)
        place = QWidget()
        self._form_place = QVBoxLayout(place)
        self._form_place.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("md"))
        for each in (self.said, buttons, place):
            column.addWidget(each)

    def _open_form(self) -> None:
        if self.form is not None or self._scope is None:
            return
        scope = self._scope
        self.form = InlineForm(
            (
                Line("by", self.tr("Agreed by"), self.tr("Say who agreed it."),
                     self.tr("a name, or a role"), width=300),
                Line("on", self.tr("on"), self.tr("Say on which day."), is_day=True),
            ),
            self.tr("Keep"),
            about=self.tr("Agreed with the employer"),
            note=self.tr("Printed as you say it. This app has not asked them."),
            other=self.tr("Not agreed") if scope.agreed_by else "",
        )  # fmt: skip
        self.form.fill({"by": scope.agreed_by, "on": scope.agreed_on})
        self.form.done.connect(self._on_agreed)
        self.form.extra.connect(self._on_not_agreed)
        self.form.put_away.connect(self.form_done)
        self._form_place.addWidget(self.form)
        self.form.follow(self.agree)
        self.form.focus()

    def _on_agreed(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import scope

        tell_row(self._workspace, self._row, scope.agree, answer["by"], answer["on"])

    def _on_not_agreed(self) -> None:
        from portfolio_app.services import scope

        tell_row(self._workspace, self._row, scope.not_agreed)

    def _row(self) -> ScopeAgreement:
        return self
