"""The proposal written to Word or PDF: which of them, on whose template, what to look at first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.problems import Level, Problem
from portfolio_app.services import proposal_export
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

WORD, PDF = proposal_export.WORD, proposal_export.PDF


class ExportDialog(QDialog):
    """Asks for the form and the place; what is written is told when it is there."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Export the proposal"))
        self._template = proposal_export.last_template(workspace.store)
        self._build(parent)
        self._show()
        from portfolio_app.services import proposal_checks

        workspace.look(proposal_checks.check, then=self._on_checked, key="proposal export checks")

    @property
    def ending(self) -> str:
        """What is chosen: ".docx" or ".pdf"."""
        return WORD if self.word.isChecked() else PDF

    @property
    def template(self) -> Path | None:
        """The person's own Word template, where one is chosen and goes with what is chosen."""
        return self._template if self.ending == WORD else None

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        column = Column()
        self._forms = QButtonGroup(self)
        self.word = self._form(
            column,
            self.tr("&Word document"),
            self.tr(
                "To send round and bring back: headings, contents, tables and footnotes are "
                "Word’s own. Word asks once whether to update the fields; Yes puts the page "
                "numbers of the contents right."
            ),
        )
        column.add(self._template_row())
        self.pdf = self._form(
            column,
            self.tr("&PDF"),
            self.tr("To hand in: the same words, with contents, bookmarks and tags for readers."),
        )
        self.word.setChecked(True)
        column.heading(self.tr("Before you hand it in"))
        self.findings = label(self.tr("Looking…"), "muted", wrap=True)
        column.add(self.findings)
        self.check = QPushButton(self.tr("Check proposal"))
        cancel = QPushButton(self.tr("Cancel"))
        self.export = QPushButton(self.tr("Export…"))
        self.export.setProperty("look", "primary")
        self.export.setDefault(True)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.check, cancel, self.export):
            button.setAutoDefault(button is self.export)
            flow.addWidget(button)
        press_by_ctrl_enter(self, self.export)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(column, 1)
        whole.addWidget(buttons)
        self._forms.buttonToggled.connect(lambda _button, _on: self._show())
        self.check.clicked.connect(lambda _=False: self._on_check())
        cancel.clicked.connect(self.reject)
        self.export.clicked.connect(lambda _=False: self._on_export())
        room = parent.window()
        self.resize(
            min(look.px(600), room.width() - look.space("xl")),
            min(look.px(470), room.height() - look.space("xl")),
        )
        self.word.setFocus()

    def _form(self, column: Column, words: str, about: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setAccessibleDescription(about)
        told = label(about, "caption", wrap=True)
        told.setContentsMargins(theme().px(26), 0, 0, 0)
        self._forms.addButton(button)
        both = QWidget()
        inside = QVBoxLayout(both)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme().space("xs"))
        inside.addWidget(button)
        inside.addWidget(told)
        column.add(both)
        return button

    def _template_row(self) -> QWidget:
        look = theme()
        self.shown = LineField()
        self.shown.setAccessibleName(self.tr("Your organisation’s Word template"))
        self.shown.setReadOnly(True)
        self.shown.setPlaceholderText(self.tr("None: the app’s own look"))
        self.choose = QPushButton(self.tr("&Choose…"))
        self.without = QPushButton(self.tr("&None"))
        self.without.setToolTip(self.tr("Export without a template"))
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.space("xs"))
        inside.addWidget(self.shown, 1)
        for button in (self.choose, self.without):
            button.setAutoDefault(False)
            inside.addWidget(button)
        self.choose.clicked.connect(lambda _=False: self._on_choose())
        self.without.clicked.connect(lambda _=False: self._on_template(None))
        self._template_box = QWidget()
        column = QVBoxLayout(self._template_box)
        column.setContentsMargins(look.px(26), 0, 0, look.space("sm"))
        column.setSpacing(look.space("xs"))
        line.setFocusProxy(self.shown)
        column.addWidget(above(self.tr("&Your organisation’s Word template"), line))
        column.addWidget(
            label(
                self.tr(
                    "Its styles, header, footer, page size and margins are used. Its own text, "
                    "macros and links stay behind."
                ),
                "caption",
                wrap=True,
            )
        )
        return self._template_box

    # showing

    def _show(self) -> None:
        is_word = self.ending == WORD
        self._template_box.setEnabled(is_word)
        self.shown.setText(self._template.name if self._template is not None else "")
        self.without.setEnabled(self._template is not None)
        readonly = self._workspace.readonly
        self.export.setEnabled(not readonly)
        if readonly:
            self.export.setToolTip(
                self.tr("An export keeps a restore point, and this portfolio is open to read.")
            )

    def _on_checked(self, found: Sequence[Problem]) -> None:
        waiting = [each for each in found if not each.accepted]
        must = sum(each.level is Level.MUST_FIX for each in waiting)
        should = sum(each.level is Level.SHOULD_CHECK for each in waiting)
        if not must and not should:
            words = self.tr("Nothing was found that has to be looked at.")
        else:
            words = self.tr("To fix: {0}. To check: {1}. You can export all the same.").format(
                must, should
            )
        self.findings.setText(words)

    # doing

    def _on_check(self) -> None:
        self.reject()
        self._workspace.go(Place(PROPOSAL, tab="write", want="checks"))

    def _on_choose(self) -> None:
        start = self._template.parent if self._template is not None else None
        filters = self.tr("Word documents and templates (*.docx *.dotx)")
        messages.choose_files(self, self.tr("Word template"), self._on_chosen, start, filters)

    def _on_chosen(self, paths: list[Path]) -> None:
        if paths:
            self._on_template(paths[0])

    def _on_template(self, path: Path | None) -> None:
        self._template = path
        self._show()

    def _on_export(self) -> None:
        name = proposal_export.suggested_name(self._workspace.store, self.ending)
        filters = self.tr("Word document (*.docx)") if self.ending == WORD else "PDF (*.pdf)"
        messages.choose_save(
            self, self.tr("Export the proposal"), self._on_place, Path.home() / name, filters
        )

    def _on_place(self, paths: list[Path]) -> None:
        if not paths:
            return
        out = paths[0]
        if out.suffix.casefold() != self.ending:
            out = out.with_name(out.name + self.ending)
        work, window = self._workspace, self.parentWidget()
        work.start(
            self.tr("Exporting the proposal"),
            proposal_export.export,
            out,
            self.template,
            then=partial(_told, work, window),
        )
        self.accept()


def _told(work: Workspace, window: QWidget | None, made: proposal_export.Exported) -> None:
    """Say where the file is, and what is missing in it."""
    if window is None:
        work.tell(work.tr("Exported: {0}").format(made.path.name))
        return
    message = Message(
        work.tr("The proposal is written as {0}.").format(made.path.name),
        work.tr("How it is now is kept as a restore point."),
        work.tr("Pictures are missing, so only their words are in it: {0}.").format(
            "; ".join(made.missing)
        )
        if made.missing
        else "",
        "warn" if made.missing else "info",
    )
    answers = (
        Answer("open", work.tr("Open"), "primary"),
        Answer("show", work.tr("Show file")),
        Answer("", work.tr("Close")),
    )
    messages.ask(window, message, answers, partial(_answered, made.path))


def _answered(path: Path, answer: str) -> None:
    if answer == "open":
        opening.open_file(path)
    elif answer == "show":
        opening.show_in_folder(path)
