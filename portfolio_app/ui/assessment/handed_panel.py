"""Say on which day a bundle was handed in; exactly that file is then kept, and can be taken out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.assessment.compile_state import PastBundle
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class HandedPanel(Doing):
    """The day, and what can be done with the copy that was kept."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Handed in"))
        self._told = label("", wrap=True)
        self.form = InlineForm(
            (Line("on", self.tr("Handed in on"), self.tr("Say on which day."), is_day=True),),
            self.tr("Keep this file as handed in"),
            about=self.tr("Handed in"),
            flat=True,
            note=self.tr(
                "A copy of exactly this file is kept in the portfolio, and no later build changes "
                "it. The app sends nothing."
            ),
        )
        self.form.cancel.hide()
        self.form.done.connect(self._on_day)
        self.form.put_away.connect(self.closed)
        self.take = QPushButton(self.tr("Take the copy out…"))
        self.take.clicked.connect(lambda _=False: self._on_take())
        self.withdraw = QPushButton(self.tr("It was not handed in"))
        self.withdraw.clicked.connect(lambda _=False: self._on_withdraw())
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, theme().space("sm"))
        for button in (self.take, self.withdraw):
            flow.addWidget(button)
        for widget in (self._told, self.form, self._buttons):
            self.column.addWidget(widget)
        for button in (self.form.verb, self.withdraw):
            button.setEnabled(not workspace.readonly)

    @override
    def begin(self) -> None:
        if self.last is None:
            return
        day = self.last.record.submitted_at
        told = self.tr("{0} has not been handed in.").format(self.last.path.name)
        if day:
            told = self.tr("{0} was handed in on {1}, and a copy of it is kept.")
            told = told.format(self.last.path.name, day_words(day))
        if self.last.record.is_draft:
            told += " " + self.tr("It is a draft, and each of its pages says so.")
        self._told.setText(told)
        had_focus = self._buttons.isAncestorOf(self.window().focusWidget())
        if had_focus and not day:
            self.form.focus()
        self._buttons.setVisible(bool(day))
        self.form.verb.setText(
            self.tr("Change the day") if day else self.tr("Keep this file as handed in")
        )
        self.form.fill({"on": day or date.today().isoformat()})  # noqa: DTZ011 - the person's day
        self.form.fields["on"].selectAll()
        self.form.say_wrong("")

    @override
    def first_focus(self) -> QWidget:
        return self.form.fields["on"]

    def _on_day(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import submitting

        if self.last is None:
            return
        title = self.tr("Keeping a copy of {0}").format(self.last.path.name)
        uid, day = self.last.record.uid, answer["on"]
        self.workspace.start(
            title, submitting.submit, uid, day, failed=self._on_refused, toast=True
        )

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.form.say_wrong(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _on_withdraw(self) -> None:
        from portfolio_app.services import submitting

        if self.last is not None:
            self.workspace.do(submitting.withdraw, self.last.record.uid, toast=True)

    def _on_take(self) -> None:
        if self.last is not None:
            take_out(self, self.workspace, self.last)


def take_out(parent: QWidget, workspace: Workspace, past: PastBundle) -> None:
    """Ask where to put the kept copy of a bundle that was handed in, and write it there.

    Of a bundle folder it is the whole folder, as a folder of its own in the one that is chosen.
    """
    record, title = past.record, parent.tr("Where to put the copy")
    if record.folder:
        folder = Path(record.folder)
        name = f"{folder.name}_handed_in_{record.submitted_at}"
        then = partial(_on_folder_chosen, workspace, record.uid, name)
        messages.choose_folder(parent, title, then, folder.parent)
        return
    start = past.path.with_name(f"{past.path.stem}_handed_in_{record.submitted_at}.pdf")
    filters = parent.tr("PDF documents (*.pdf)")
    messages.choose_save(parent, title, partial(_on_chosen, workspace, record.uid), start, filters)


def _on_chosen(workspace: Workspace, uid: str, paths: list[Path]) -> None:
    from portfolio_app.services import submitting

    out = paths[0] if paths[0].suffix.lower() == ".pdf" else Path(f"{paths[0]}.pdf")
    # Whether it replaces anything, the dialog has asked.
    _write(workspace, partial(submitting.take_out, replace=True), uid, out)


def _on_folder_chosen(workspace: Workspace, uid: str, name: str, paths: list[Path]) -> None:
    from portfolio_app.services import submitting

    _write(workspace, submitting.take_out_folder, uid, paths[0] / name)


def _write(workspace: Workspace, verb: Callable[..., Path], uid: str, out: Path) -> None:
    workspace.start(
        workspace.tr("Writing {0}").format(out.name),
        verb,
        uid,
        out,
        then=lambda _: workspace.tell(workspace.tr("Written: {0}").format(out.name)),
    )
