"""The Scope tab: title and scope as the EPAO signs them off, counted, agreed, one page of PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.scope import Scope, ScopeCount, ScopePart, count
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.paper_doings import PaperDoings
from portfolio_app.ui.kit.papers_box import PapersBox, ShownPaper, shown_papers
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.scope_agreement import ScopeAgreement

MINE = frozenset({Topic.PROPOSAL, Topic.STANDARD, Topic.PAPERS})
UID = "scope"  # the one thing that is saved here
LOW = 330  # pixels at 100 %: a view lower than that has one line at its foot


@dataclass(frozen=True, slots=True)
class _State:
    """What the tab shows, read at one moment."""

    scope: Scope
    parts: tuple[ScopePart, ...]
    limit: int
    source: str
    papers: tuple[ShownPaper, ...]


def _read(store: Store) -> _State:
    from portfolio_app.services import scope

    return _State(
        scope.scope(store),
        scope.parts(),
        scope.limit(store),
        scope.limit_source(store),
        shown_papers(store),
    )


class ScopeView(QWidget):
    """Fields saved as they are typed; the count says what is over, and nothing is cut."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.fields: dict[str, LineField | WordsField] = {}
        self._state: _State | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._step = ""
        self._writing = 0
        self._waiting: list[Callable[[], None]] = []
        self._is_over = self._is_low = False
        self._autosave = Autosave(self._save, self)
        self._build()
        workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._measure)

    # what the page asks for

    def first_focus(self) -> QWidget | None:
        """Return what should have the focus."""
        return next(iter(self.fields.values()), None)

    def show_place(self, _place: Place) -> None:
        """Look again, if something changed meanwhile."""
        self._seen.if_seen()

    def flush(self) -> None:
        """Save what is typed, now."""
        self._autosave.flush()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due and not self._writing

    # building

    def _build(self) -> None:
        look = theme()
        self.column = Column()
        self._lead = label("", "muted", wrap=True)
        self.column.add(self._lead)
        self._parts = QWidget()
        self._rows = QVBoxLayout(self._parts)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.space("md"))
        self.column.add(self._parts)
        self.column.heading(self.tr("Agreed with the employer"))
        self.agreement = ScopeAgreement(self.workspace)
        self.column.add(self.agreement)
        self.papers = PapersBox(
            title=self.tr("In the gateway pack"), readonly=self.workspace.readonly
        )
        PaperDoings(self.workspace, self.papers)
        self.column.add(self.papers)
        self.count = label("", "strong", wrap=True)
        self.over = label("", "danger", wrap=True)
        self.over.hide()
        self.save = QPushButton(self.tr("Save PDF…"))
        icons.put(self.save, "download")
        self.save.clicked.connect(lambda _=False: self._on_save())
        self.use = QPushButton(self.tr("Put into the gateway pack"))
        self.use.setToolTip(
            self.tr("Makes the page and attaches it; an earlier one goes to the bin")
        )
        icons.put(self.use, "paperclip")
        self.use.clicked.connect(lambda _=False: self._on_use())
        foot = QFrame()
        foot.setProperty("look", "foot")
        self._foot = line = QHBoxLayout(foot)
        pad = look.space("sm")
        line.setContentsMargins(look.space("xl"), pad, look.space("xl"), pad)
        line.setSpacing(look.space("sm"))
        line.addWidget(self.count, 1)
        self._doings = QWidget()
        flow = FlowLayout(self._doings, look.space("sm"), one_line=True)
        for button in (self.save, self.use):
            flow.addWidget(button)
        line.addWidget(self._doings)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.column, 1)
        over = QFrame()
        wrapped = QVBoxLayout(over)
        wrapped.setContentsMargins(look.space("xl"), look.space("xs"), look.space("xl"), 0)
        wrapped.addWidget(self.over)
        whole.addWidget(over)
        whole.addWidget(foot)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < theme().px(LOW)
        if is_low != self._is_low:
            self._is_low = is_low
            if is_low:
                self.column.add(self._doings)  # the foot is one line then: the fields need the room
            else:
                self._foot.addWidget(self._doings)
            self._order()

    def _make_fields(self, parts: tuple[ScopePart, ...]) -> None:
        for part in parts:
            edit: LineField | WordsField = LineField() if part.lines == 1 else WordsField()
            edit.setPlaceholderText(part.prompt)
            edit.setAccessibleName(part.title)
            edit.setAccessibleDescription(part.prompt)
            edit.setReadOnly(self.workspace.readonly)
            edit.textChanged.connect(partial(self._on_typed, part.id))
            self.fields[part.id] = edit
            self._rows.addWidget(above(part.title, edit))
        self._order()
        self._measure()

    def _order(self) -> None:
        """Let Tab go down the page: the fields are made after what is below them."""
        of_papers = self.papers.findChildren(QPushButton)
        stops = [*self.fields.values(), self.agreement.agree, *of_papers, self.save, self.use]
        for before, each in pairwise(stops):
            QWidget.setTabOrder(before, each)

    def _measure(self) -> None:
        lines = {each.id: each.lines for each in self._state.parts} if self._state else {}
        for name, edit in self.fields.items():
            if isinstance(edit, QPlainTextEdit):
                high = lines.get(name, 4) * edit.fontMetrics().lineSpacing()
                edit.setFixedHeight(high + theme().space("lg"))

    # reading

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & MINE:
            if not self._writing:
                self._step = ""  # something else was done: what follows is another step
            self._seen.ask()

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="proposal scope")

    def _on_read(self, state: _State) -> None:
        first = self._state is None
        self._state = state
        if first:
            self._make_fields(state.parts)
        for name, edit in self.fields.items():
            if not self._autosave.holds(UID, name) and not self._writing:
                self._put(edit, state.scope.texts.get(name, ""))
        self._lead.setText(self._lead_words(state))
        self.agreement.show_scope(state.scope)
        self.papers.show_papers(state.papers, {PaperKind.SCOPE})
        self._show_count(is_typed=False)
        focus = self.first_focus()
        if first and focus is not None and self.isVisible() and not is_at_tabs():
            focus.setFocus()

    def _lead_words(self, state: _State) -> str:
        if not state.limit:
            return self.tr("Your standard states no limit for this. Ask your EPAO what it wants.")
        words = self.tr(
            "Your EPAO signs off the title and scope at gateway: {0} words at most. Ask whether it "
            "has a form of its own."
        )
        return f"{words.format(state.limit)} {state.source}"

    @staticmethod
    def _put(edit: LineField | WordsField, text: str) -> None:
        with QSignalBlocker(edit):
            if isinstance(edit, QPlainTextEdit):
                if edit.toPlainText() != text:
                    edit.setPlainText(text)
            elif edit.text() != text:
                edit.setText(text)

    # typing

    def _texts(self) -> dict[str, str]:
        return {
            name: edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()
            for name, edit in self.fields.items()
        }

    def _on_typed(self, name: str, _text: str = "") -> None:
        self._autosave.note(UID, name, self._texts()[name])
        self._show_count(is_typed=True)

    def _show_count(self, *, is_typed: bool) -> None:
        if self._state is None:
            return
        counted = count(Scope(self._texts()), self._state.parts, self._state.limit)
        self.count.setText(self._count_words(counted))
        titles = [each.title for each in self._state.parts if each.counted]
        self.count.setToolTip(plain_tip(self.tr("Counted: {0}").format(", ".join(titles))))
        is_over = bool(counted.over)
        if is_over:
            self.over.setText(
                self.tr(
                    "{0} words: {1} over the limit of {2}. Your text is saved. The page can be "
                    "made once it is shorter."
                ).format(counted.words, counted.over, counted.limit)
            )
        self.over.setVisible(is_over)
        if is_over and not self._is_over and is_typed:
            announcer().say(self.over.text(), urgent=True)
        self._is_over = is_over
        can = not is_over and any(self._texts().values())
        for button in (self.save, self.use):
            button.setEnabled(can and (button is self.save or not self.workspace.readonly))

    def _count_words(self, counted: ScopeCount) -> str:
        if not counted.limit:
            return self.tr("{0} words").format(counted.words)
        return self.tr("{0} of at most {1} words").format(counted.words, counted.limit)

    def _save(self, _uid: str, fields: dict[str, str | bool]) -> None:
        from portfolio_app.services import scope

        texts = {name: str(value) for name, value in fields.items()}
        self._writing += 1
        self.workspace.do(
            scope.write,
            texts,
            step=self._step,
            then=self._on_saved,
            failed=partial(self._on_not_saved, fields),
        )

    def _on_saved(self, changes: Changes) -> None:
        self._writing -= 1
        self._step = changes.step or self._step
        if not self._writing:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                each()

    def _once_saved(self, do: Callable[[], None]) -> None:
        """Do something with what is typed: not before it is stored."""
        self.flush()
        if self._writing:
            self._waiting.append(do)
        else:
            do()

    def _on_not_saved(self, fields: dict[str, str | bool], error: BaseException) -> None:
        self._writing -= 1
        if isinstance(error, PortfolioError) and error.code == "undone" and self._step:
            self._step = ""
            self._save(UID, fields)
            return
        self._waiting = []
        for name, value in fields.items():  # it stays here, and is tried with the next change
            if not self._autosave.holds(UID, name):
                self._autosave.note(UID, name, value)
        self._autosave.stop()
        self.workspace.trouble.emit(error)

    # the page

    def _on_save(self) -> None:
        from portfolio_app.services.scope import NAME

        start = Path.home() / NAME
        title = self.tr("Save the scope as PDF")
        messages.choose_save(self, title, self._on_place, start, self.tr("PDF (*.pdf)"))

    def _on_place(self, paths: list[Path]) -> None:
        self._once_saved(partial(self._write_page, paths[0]))

    def _write_page(self, path: Path) -> None:
        from portfolio_app.services import scope

        title = self.tr("Saving the scope")
        self.workspace.start(title, scope.save, path, then=self._on_page_saved)

    def _on_page_saved(self, saved: object) -> None:
        path = getattr(saved, "path", None)
        if isinstance(path, Path):
            self.workspace.tell(self.tr("Saved as {0}").format(path.name))

    def _on_use(self) -> None:
        self._once_saved(self._put_into_pack)

    def _put_into_pack(self) -> None:
        from portfolio_app.services import scope

        self.workspace.start(self.tr("Making the scope's page"), scope.use, toast=True)
