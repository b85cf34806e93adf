"""The papers of a pack: attach, open, say who signed, take away; each row also takes a drop.

A screen that shows some of them gives the box what there is, and lets :class:`PaperDoings` do what
its rows ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.adding import paths_of
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

# What somebody can be asked to sign here, with a form that is made for it.
ASKED_FOR = frozenset(
    {PaperKind.EMPLOYER_STATEMENT, PaperKind.EMPLOYER_SUPPLEMENT, PaperKind.SIGN_OFF}
)
NAME_WIDTH = 190  # pixels at 100 %
STACK_FROM = 150  # per cent of text size from which a row's parts lie below each other


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper of the pack as a row shows it.

    ``by`` and ``on`` (YYYY-MM-DD) are who is said to have signed it and when, "" for nobody;
    ``signed`` the same in words, ``changed`` what is different since. ``problem`` says why its
    pages can't be shown, or is "".
    """

    kind: PaperKind
    uid: str
    title: str
    pages: int
    by: str = ""
    on: str = ""
    signed: str = ""
    changed: str = ""
    problem: str = ""


def shown_papers(store: Store) -> tuple[ShownPaper, ...]:
    """Return the papers that are attached, in the order of their kinds."""
    from portfolio_app.services import papers
    from portfolio_app.store import queries

    found = []
    for each in queries.papers.papers(store):
        signed, changed = papers.signed_words(store, each)
        found.append(
            ShownPaper(
                each.kind,
                each.item.uid,
                each.item.title,
                each.item.pages,
                by=each.signing.by if each.signing else "",
                on=each.signing.on if each.signing else "",
                signed=signed,
                changed=changed,
                problem=each.item.problem,
            )
        )
    return tuple(found)


def wanted_kinds(profile: Profile, papers: Sequence[ShownPaper]) -> list[PaperKind]:
    """Return the kinds that have a place in a pack.

    A supplement has one only once the set differs from what was signed.
    """
    there = {each.kind: each for each in papers}
    statement = there.get(PaperKind.EMPLOYER_STATEMENT)
    is_other_set = statement is not None and bool(statement.changed)
    supplement = PaperKind.EMPLOYER_SUPPLEMENT
    return [
        kind
        for kind in PaperKind
        if kind.profile is profile and (kind is not supplement or kind in there or is_other_set)
    ]


class PapersBox(QWidget):
    """One row for each paper that is wanted."""

    attach_wanted = Signal(object, object)  # PaperKind, Path
    remove_wanted = Signal(str)  # item uid
    open_wanted = Signal(str)
    ask_wanted = Signal(object)  # PaperKind: ask somebody to sign it
    signed = Signal(str, str, str)  # item uid, by whom, on which day
    unsigned = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, title: str = "", readonly: bool = False
    ) -> None:
        super().__init__(parent)
        title = title or self.tr("Papers")
        self.setAccessibleName(title)
        self.rows = {kind: PaperRow(kind, self, readonly=readonly) for kind in PaperKind}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(label(title, "strong"))
        for row in self.rows.values():
            column.addWidget(row)

    def show_papers(self, papers: Sequence[ShownPaper], wanted: Collection[PaperKind]) -> None:
        """Show the papers of the wanted kinds, and that there is none where one is missing."""
        there = {each.kind: each for each in papers}
        for kind, row in self.rows.items():
            row.show_paper(there.get(kind))
            row.setVisible(kind in wanted)

    def first_missing(self, profile: Profile) -> QPushButton | None:
        """Return the button that attaches the first paper a pack lacks, None when it has all."""
        rows = [
            row
            for kind, row in self.rows.items()
            if kind.profile is profile and kind is not PaperKind.EMPLOYER_SUPPLEMENT
        ]
        return next((row.attach for row in rows if row.paper is None), None)


class PaperRow(QFrame):
    """One paper: what it is, what is attached, what can be done."""

    def __init__(self, kind: PaperKind, box: PapersBox, *, readonly: bool) -> None:
        super().__init__()
        self.kind = kind
        self.paper: ShownPaper | None = None
        self._box = box
        self._readonly = readonly
        self.form: InlineForm | None = None
        self.setAcceptDrops(not readonly)
        self.setAccessibleName(kind.words)
        self._build()
        theme().changed.connect(self._measure)
        self._measure()

    def show_paper(self, paper: ShownPaper | None) -> None:
        """Show what is attached; None for nothing."""
        if paper is None or self.paper is None or paper.uid != self.paper.uid:
            self._put_form_away()
        self.paper = paper
        had_focus = any(each.hasFocus() for each in self._buttons)
        self._facts.setText(self._fact_words(paper))
        self.attach.setText(self.tr("Attach…") if paper is None else self.tr("Replace…"))
        for button in (self.open, self.remove):
            button.setVisible(paper is not None)
        self.sign.setVisible(paper is not None and self.kind.is_to_sign)
        self.ask.setVisible(paper is None and self.kind in ASKED_FOR)
        is_signed = paper is not None and bool(paper.by)
        self.sign.setText(self.tr("Signature…") if is_signed else self.tr("Signed…"))
        if had_focus and not any(each.hasFocus() for each in self._buttons):
            self.attach.setFocus()

    def choose(self) -> None:
        """Ask for the file."""
        title = self.tr("Attach: {0}").format(self.kind.words)
        messages.choose_files(self, title, self._on_files)

    def open_form(self) -> None:
        """Ask who signed, and when."""
        paper = self.paper
        if paper is None or self.form is not None:
            return
        self.form = InlineForm(
            (
                Line("by", self.tr("Signed by"), self.tr("Say who signed it."),
                     self.tr("a name, or a role"), width=300),
                Line("on", self.tr("on"), self.tr("Say on which day."), is_day=True),
            ),
            self.tr("Keep"),
            about=self.kind.words,
            note=self.tr(
                "Printed as you say it. This app has not verified the signature. It holds for the "
                "pieces as they are now: when one is replaced later, you are told."
            ),
            other=self.tr("Not signed") if paper.by else "",
        )  # fmt: skip
        self.form.fill({"by": paper.by, "on": paper.on})
        self.form.done.connect(self._on_signed)
        self.form.extra.connect(self._on_unsigned)
        self.form.put_away.connect(self._on_put_away)
        self._column.addWidget(self.form)
        self.form.follow(self._buttons[-1])
        self.form.focus()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = paths_of(event.mimeData())
        if len(paths) == 1 and paths[0].is_file():
            event.acceptProposedAction()
            self._show_over(is_over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(is_over=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(is_over=False)
        event.acceptProposedAction()
        self._on_files(paths_of(event.mimeData()))

    # building

    def _build(self) -> None:
        look = theme()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(look.space("xs"))
        self._row = QHBoxLayout()
        self._row.setSpacing(look.space("sm"))
        self._name = label(self.kind.words, wrap=True)
        self._facts = label("", "muted", wrap=True)
        self.attach = QPushButton(self.tr("Attach…"))
        self.attach.clicked.connect(lambda _=False: self.choose())
        self.open = QPushButton(self.tr("Open"))
        self.open.clicked.connect(lambda _=False: self._tell(self._box.open_wanted))
        self.sign = QPushButton(self.tr("Signed…"))
        self.sign.clicked.connect(lambda _=False: self.open_form())
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setToolTip(self.tr("Moves it to the bin, where it stays for 30 days"))
        self.remove.clicked.connect(lambda _=False: self._tell(self._box.remove_wanted))
        self.ask = QPushButton(self.tr("Ask for it…"))
        self.ask.setToolTip(self.tr("Make the form for them to sign, under Observations"))
        self.ask.clicked.connect(lambda _=False: self._box.ask_wanted.emit(self.kind))
        self._buttons = (self.open, self.sign, self.ask, self.attach, self.remove)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("xs"), one_line=True)
        for button in self._buttons:
            button.setProperty("look", "quiet")
            button.setAccessibleDescription(self.kind.words)
            flow.addWidget(button)
        self.attach.setProperty("look", "")
        for button in (self.attach, self.sign, self.ask, self.remove):
            button.setEnabled(not self._readonly)
        self._row.addWidget(self._name)
        self._row.addWidget(self._facts, 1)
        self._row.addWidget(buttons)
        self._column.addLayout(self._row)

    def _measure(self) -> None:
        look = theme()
        self._column.setContentsMargins(0, 0, 0, 0)
        is_large = look.scale >= STACK_FROM
        way = QHBoxLayout.Direction.TopToBottom if is_large else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        self._name.setMinimumWidth(0 if is_large else look.px(NAME_WIDTH))
        self._row.setSpacing(look.space("xxs" if is_large else "sm"))

    def _fact_words(self, paper: ShownPaper | None) -> str:
        if paper is None:
            return self.tr("Not attached. A file can be dropped here.")
        parts = [paper.title]
        if paper.pages:
            parts.append("1 page" if paper.pages == 1 else f"{paper.pages:,} pages")
        if paper.problem:
            parts.append(paper.problem)
        if self.kind.is_to_sign:
            parts.append(paper.signed or self.tr("Not signed"))
        if paper.changed:
            parts.append(paper.changed)
        return " · ".join(parts)

    def _show_over(self, *, is_over: bool) -> None:
        self.setProperty("look", "drop" if is_over else "")
        self.setProperty("over", is_over)
        restyle(self)

    # reacting

    def _tell(self, signal: SignalInstance) -> None:
        if self.paper is not None:
            signal.emit(self.paper.uid)

    def _on_files(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            self._box.attach_wanted.emit(self.kind, paths[0])
        else:
            words = self.tr("One file is one paper: choose one file.")
            messages.tell(self, messages.Message(words, level="warn"))

    def _on_signed(self, answer: dict[str, str]) -> None:
        if self.paper is not None:
            self._box.signed.emit(self.paper.uid, answer["by"], answer["on"])

    def _on_unsigned(self) -> None:
        if self.paper is not None:
            self._box.unsigned.emit(self.paper.uid)

    def _on_put_away(self) -> None:
        self._put_form_away()
        self.sign.setFocus()

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is not None:
            self.form.say_wrong(words)
        return self.form is not None

    def form_done(self) -> None:
        """Put the form away after it was kept."""
        if self.form is not None:
            self._on_put_away()

    def _put_form_away(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
