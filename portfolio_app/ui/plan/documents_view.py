"""The register of documents: what is signed, what is held, what is on its way, with its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Document, Planned
from portfolio_app.domain.register import group_of, state_words
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.two_panes import Scrolling, TwoPanes
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.document_panel import DocumentPanel

_NEEDS = {1: 900, 2: 360, 3: 480, 4: 640, 5: 720}  # pixels at 100 % for a column to be shown


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a row of the table shows it."""

    row: Planned
    group: str
    state: str
    files: tuple[KeptRecord, ...]

    @property
    def signed(self) -> str:
        """How many of its parties have signed, "" where it names none."""
        content = self.row.content
        parties = content.parties if isinstance(content, Document) else ()
        if not parties:
            return ""
        done = sum(1 for each in parties if each.signed_on)
        return f"{done} of {len(parties)}"


@dataclass(frozen=True, slots=True)
class _State:
    shown: tuple[Shown, ...]
    offered: tuple[tuple[str, str], ...]


def _read(store: Store) -> _State:
    from portfolio_app.services import register
    from portfolio_app.store import queries

    data = register.data()
    titles = dict(data.groups)
    files = queries.records.records(store)
    shown = tuple(
        Shown(
            each,
            titles[group_of(each, data)],
            state_words(each.content, data) if isinstance(each.content, Document) else "",
            tuple(file for file in files if file.about_uid == each.uid),
        )
        for each in register.documents(store)
    )
    return _State(shown, register.offered(store))


class _Table(ListTable):
    """The register; ``fit`` is called when it has another width."""

    def __init__(self, fit: Callable[[], None], columns: tuple[Column, ...], **named: Any) -> None:
        self._fit_columns = fit
        super().__init__(columns, **named)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_columns()


class DocumentsView(QWidget):
    """``Place(PLAN, tab="documents", row=uid)`` shows a document; ``want="add"`` adds one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.form: InlineForm | None = None
        self._state: _State | None = None
        self._wanted = ""
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._seen.listen(workspace, {Topic.PLAN})

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Show a document, or begin a new one."""
        self._wanted = place.row or self._wanted
        self._seen.if_seen()
        self._take_wanted()
        if place.want == "add" and not self.workspace.readonly:
            self._open_new()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what this view does for actions of the table."""
        return {"find": self.table.setFocus}

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.table if self._stack.currentWidget() is self.both else self.empty.buttons[0]

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts that F6 goes to."""
        return (self._tools, self.table, self.panel)

    # building

    def _build(self) -> None:
        look = theme()
        readonly = self.workspace.readonly
        self.offer = ChoiceBox()
        self.offer.setAccessibleName(self.tr("Usual documents"))
        self.offer.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.add = QPushButton(self.tr("Add"))
        self.add.setAccessibleName(self.tr("Add the chosen document"))
        self.other = QPushButton(self.tr("Another document…"))
        icons.put(self.other, "plus")
        self._tools = QWidget()
        flow = FlowLayout(self._tools, look.space("sm"))
        for widget in (self.offer, self.add, self.other):
            widget.setEnabled(not readonly)
            flow.addWidget(widget)
        self._form_place = QVBoxLayout()
        self.table = _Table(
            self._fit,
            (
                Column(self.tr("Document"), lambda it: it.row.title, stretch=True),
                Column(self.tr("Group"), lambda it: it.group, width=150),
                Column(self.tr("State"), lambda it: it.state, width=170),
                Column(self.tr("Signed"), lambda it: it.signed, width=80),
                Column(self.tr("Day"), lambda it: day_words(it.row.day) if it.row.day else "",
                       width=160, sort=lambda it: it.row.day),
                Column(self.tr("Files"), lambda it: str(len(it.files) or ""), width=60, right=True,
                       sort=lambda it: len(it.files)),
            ),
            key=lambda it: it.row.uid,
            name=self.tr("Register of documents"),
            many=False,
        )  # fmt: skip
        self.panel = DocumentPanel(self.workspace)
        self.both = TwoPanes(self.table, self.panel)
        self.empty = EmptyState(
            "file-text",
            self.tr(
                "No document is in the register yet. Agreements with their signatures, English "
                "and maths certificates, your EPAO's own forms."
            ),
            primary=(self.tr("Add English and maths"), self._add_both),
            secondary=(self.tr("Another document…"), self._open_new),
        )
        for button in self.empty.buttons:
            button.setEnabled(not readonly)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.both)
        self._stack.addWidget(self.empty)
        inside = QWidget()
        column = QVBoxLayout(inside)
        pad = look.space("lg")
        column.setContentsMargins(pad, look.space("sm"), pad, look.space("sm"))
        column.setSpacing(look.space("sm"))
        column.addWidget(self._tools)
        column.addLayout(self._form_place)
        column.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolling(inside))
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.other.clicked.connect(lambda _=False: self._open_new())
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda _: self.panel.focus())
        self.panel.state_chosen.connect(self._on_state)
        self.panel.group_chosen.connect(self._on_group)
        self.panel.signed.connect(self._on_signed)
        self.panel.unsigned.connect(self._on_unsigned)
        self.panel.remove_wanted.connect(self._on_remove)
        self.panel.keep_wanted.connect(self._on_keep)
        theme().changed.connect(self._fit)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="documents")

    def _on_read(self, state: _State) -> None:
        first = self._state is None
        self._state = state
        self.offer.clear()
        for group, title in state.offered:
            self.offer.addItem(title, (group, title))
        for widget in (self.offer, self.add):
            widget.setVisible(bool(state.offered) and bool(state.shown))
        self.other.setVisible(bool(state.shown))
        focus = QApplication.focusWidget()
        had = focus is not None and self.empty.isAncestorOf(focus)
        self._stack.setCurrentWidget(self.both if state.shown else self.empty)
        self.table.show_rows(state.shown)
        self._take_wanted()
        if state.shown and self.table.current_value() is None:
            self.table.selectRow(0)
        self._on_current(self.table.current_value())
        self._fit()
        if had or (first and self.isVisible() and not is_at_tabs()):
            self.first_focus().setFocus()

    def _take_wanted(self) -> None:
        if self._wanted and self._state is not None:
            self.table.select_keys({self._wanted}, self._wanted)
            self._wanted = ""

    def _on_current(self, shown: Shown | None) -> None:
        self.panel.show_document(
            shown.row if shown else None, shown.files if shown else (), shown.group if shown else ""
        )

    def _fit(self) -> None:
        width = self.table.viewport().width()
        for column, least in _NEEDS.items():
            self.table.setColumnHidden(column, width < theme().px(least))

    # doing

    def _on_add(self) -> None:
        chosen = self.offer.currentData()
        if chosen:
            self._add(*chosen)

    def _add(self, group: str, title: str) -> None:
        from portfolio_app.services import register

        self.workspace.do(register.add, group, title, then=self._on_added, toast=True)

    def _add_both(self) -> None:
        offered = self._state.offered if self._state is not None else ()
        for group, title in offered:
            if group in ("english", "maths"):
                self._add(group, title)

    def _on_added(self, changes: object) -> None:
        self._put_form_away()
        self._wanted = str(getattr(changes, "focus", ""))

    def _open_new(self) -> None:
        from portfolio_app.services import register

        self._put_form_away()
        group = ChoiceBox()
        for each, title in register.data().groups:
            group.addItem(title, each)
        group.setAccessibleName(self.tr("Group"))
        form = InlineForm(
            (
                Line("title", self.tr("Document"), self.tr("Say what it is called.")),
                Line("parties", self.tr("Who signs it (optional)"),
                     hint=self.tr("apprentice, line manager, training provider")),
            ),
            self.tr("Add the document"),
            about=self.tr("A document of your own"),
        )  # fmt: skip
        column = form.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, above(self.tr("Group"), group))
        form.done.connect(partial(self._on_new, group))
        form.put_away.connect(self._put_form_away)
        self.form = form
        self._form_place.addWidget(form)
        form.focus()

    def _on_new(self, group: ChoiceBox, answer: dict[str, str]) -> None:
        from portfolio_app.services import register

        parties = tuple(each.strip() for each in answer["parties"].split(",") if each.strip())
        self.workspace.do(
            register.add, str(group.currentData()), answer["title"], parties,
            then=self._on_added, failed=self._on_refused, toast=True,
        )  # fmt: skip

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError) and self.form is not None:
            self.form.say_wrong(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _put_form_away(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.hide()
            form.deleteLater()
            self.first_focus().setFocus()

    def _on_state(self, uid: str, state: str, day: str) -> None:
        from portfolio_app.services import register

        tell_row(self.workspace, self._its_panel, register.set_state, uid, state, day=day)

    def _on_group(self, uid: str, group: str) -> None:
        from portfolio_app.services import register

        tell_row(self.workspace, self._its_panel, register.regroup, uid, group)

    def _on_signed(self, uid: str, role: str, day: str) -> None:
        from portfolio_app.services import register

        tell_row(self.workspace, self._its_panel, register.sign, uid, role, day)

    def _on_unsigned(self, uid: str, role: str) -> None:
        from portfolio_app.services import register

        tell_row(self.workspace, self._its_panel, register.unsign, uid, role)

    def _its_panel(self) -> DocumentPanel | None:
        return self.panel

    def _on_remove(self, uid: str) -> None:
        from portfolio_app.services import plan

        self.workspace.do(plan.remove, uid, toast=True)

    def _on_keep(self, uid: str, paths: list[Path]) -> None:
        from portfolio_app.services import records_kept

        for path in paths:
            title = self.tr("Keeping {0}").format(path.name)
            self.workspace.start(title, records_kept.keep, uid, path, toast=True)
