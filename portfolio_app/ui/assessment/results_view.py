"""The results tab: method by method as the EPAO told them, what was handed in, the last export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import Planned
from portfolio_app.domain.results import AS_TOLD, AgainOffer, HandedIn, MethodShown, result_words
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.compile_state import PastBundle
from portfolio_app.ui.assessment.handed_panel import take_out
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _State:
    methods: tuple[MethodShown, ...]
    handed: tuple[HandedIn, ...]
    outcomes: tuple[str, ...]


def _read(store: Store) -> _State:
    from portfolio_app.services import results

    return _State(results.methods(store), results.handed_in(store), results.data().outcomes)


class ResultsView(QWidget):
    """``Place(ASSESSMENT, tab="results")``; ``want="export"`` begins the final export."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.cards: dict[str, MethodCard] = {}
        self._state: _State | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._seen.listen(workspace, {Topic.PLAN, Topic.BUNDLES, Topic.STANDARD})

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Look again, and begin what is wanted."""
        self._seen.if_seen()
        if place.want == "export":
            self._on_export(is_zip=True)

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        first = next(iter(self.cards.values()), None)
        return first.record if first is not None else self.as_zip

    # building

    def _build(self) -> None:
        self.column = Column()
        self.column.words(self.tr("Results"), "subtitle")
        self.column.words(AS_TOLD, "muted")
        self._methods = _stack()
        self.column.add(self._methods)
        self.column.heading(self.tr("Handed in"))
        self._handed = _stack()
        self.column.add(self._handed)
        self.column.heading(self.tr("Everything, to keep afterwards"))
        self.column.words(
            self.tr(
                "Bundles as handed in, papers, evidence, observations, kept files, the plan, hours "
                "and results: one folder or zip, with a list of what is in it. It is not "
                "encrypted."
            )
        )
        self.private = QCheckBox(self.tr("Also what is hidden or private"))
        self.column.add(self.private)
        told = self.tr("Originals that are held back from others, skills scans, private notes.")
        self.private.setAccessibleDescription(told)
        self.column.words(told, "caption")
        self.as_zip = QPushButton(self.tr("Export as a zip…"))
        self.as_folder = QPushButton(self.tr("Export as a folder…"))
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        flow.addWidget(self.as_zip)
        flow.addWidget(self.as_folder)
        self.column.add(holder)
        self.as_zip.clicked.connect(lambda _=False: self._on_export(is_zip=True))
        self.as_folder.clicked.connect(lambda _=False: self._on_export(is_zip=False))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.column)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="results")

    def _on_read(self, state: _State) -> None:
        first = self._state is None
        self._state = state
        if [each.id for each in state.methods] != list(self.cards):
            _empty(self._methods)
            self.cards = {}
            for each in state.methods:
                card = self.cards[each.id] = MethodCard(self.workspace, each.id, state.outcomes)
                _column(self._methods).addWidget(card)
        for each in state.methods:
            self.cards[each.id].show_method(each)
        self._show_handed(state.handed)
        if first and self.isVisible() and not is_at_tabs():
            self.first_focus().setFocus()

    def _show_handed(self, handed: tuple[HandedIn, ...]) -> None:
        _empty(self._handed)
        column = _column(self._handed)
        if not handed:
            column.addWidget(
                label(
                    self.tr(
                        "Nothing yet. When a bundle is handed in, Compile keeps a copy of exactly "
                        "that file, and no later build changes it."
                    ),
                    "muted",
                    wrap=True,
                )
            )
        for each in handed:
            column.addWidget(HandedRow(self.workspace, each))
        go = QPushButton(self.tr("Go to Compile"))
        go.setProperty("look", "quiet")
        go.clicked.connect(lambda _=False: self.workspace.go(Place(ASSESSMENT, tab="compile")))
        holder = QWidget()
        FlowLayout(holder, 0).addWidget(go)
        column.addWidget(holder)

    # the export

    def _on_export(self, *, is_zip: bool) -> None:
        from portfolio_app.services import final_export

        name = final_export.usual_name(is_zip=is_zip)
        title = self.tr("Where to put the export")
        if is_zip:
            messages.choose_save(
                self, title, self._on_file, Path.home() / name, self.tr("Zip files (*.zip)")
            )
        else:
            messages.choose_folder(self, title, partial(self._on_folder, name), Path.home())

    def _on_file(self, paths: list[Path]) -> None:
        path = paths[0]
        self._export(path if path.suffix.lower() == ".zip" else Path(f"{path}.zip"))

    def _on_folder(self, name: str, paths: list[Path]) -> None:
        self._export(paths[0] / name)

    def _export(self, out: Path) -> None:
        from portfolio_app.services import final_export

        self.workspace.start(
            self.tr("Exporting everything"), final_export.export, out,
            with_private=self.private.isChecked(), then=self._on_exported,
        )  # fmt: skip

    def _on_exported(self, made: object) -> None:
        from portfolio_app.services.final_export import FinalExport

        if not isinstance(made, FinalExport):
            return
        told = self.tr("{0} files written to {1}.").format(len(made.files), made.path.name)
        if made.left_out:
            told += " " + self.tr("{0} left out; the list in it says why.").format(
                len(made.left_out)
            )
        self.workspace.tell(told)
        opening.show_in_folder(made.path)


class MethodCard(QFrame):
    """One method: what was told of it, and when it can be taken again."""

    def __init__(self, workspace: Workspace, method_id: str, outcomes: tuple[str, ...]) -> None:
        super().__init__()
        self._workspace, self._id, self._outcomes = workspace, method_id, outcomes
        self.form: InlineForm | None = None
        self.method: MethodShown | None = None
        self.setProperty("look", "card")
        look = theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[look.space("md")] * 4)
        self._column.setSpacing(look.space("xs"))
        self._title = label("", "strong", wrap=True)
        self._told = label("", "", wrap=True)
        self._earlier = label("", "muted", wrap=True)
        self._offers = label("", "", wrap=True)
        self._notes = label("", "caption", wrap=True)
        self.record = QPushButton(self.tr("Record a result…"))
        self.mend = QPushButton(self.tr("Change it…"))
        self.again = QPushButton(self.tr("Taken again…"))
        self.remove = QPushButton(self.tr("Remove it"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button, do in (
            (self.record, partial(self._open, mend=False)),
            (self.mend, partial(self._open, mend=True)),
            (self.again, self._open_again),
            (self.remove, self._on_remove),
        ):
            button.setEnabled(not workspace.readonly)
            button.clicked.connect(lambda _=False, call=do: call())
            flow.addWidget(button)
        for widget in (self._title, self._told, self._earlier, self._offers, self._notes):
            self._column.addWidget(widget)
        self._column.addSpacing(look.space("xs"))
        self._column.addWidget(buttons)

    def show_method(self, method: MethodShown) -> None:
        """Show what is known of the method."""
        self.method = method
        self.setAccessibleName(method.title)
        for button in (self.record, self.mend, self.again, self.remove):
            button.setAccessibleDescription(method.title)
        self._title.setText(method.title)
        self._told.setText(method.words)
        earlier = "\n".join(result_words(each) for each in method.results[:-1])
        offers = "\n".join(_offer_words(each) for each in method.again)
        notes = "\n".join(method.notes)
        for widget, words in (
            (self._earlier, earlier),
            (self._offers, offers),
            (self._notes, notes),
        ):
            widget.setText(words)
            widget.setVisible(bool(words))
        has = bool(method.results)
        self.mend.setVisible(has)
        self.remove.setVisible(has)
        self.again.setVisible(method.is_failed and bool(method.again))
        self.record.setText(
            self.tr("Record the next result…") if has else self.tr("Record a result…")
        )

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept."""
        self._put_form_away()

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is None:
            return False
        self.form.say_wrong(words)
        return True

    @property
    def _last(self) -> Planned | None:
        return self.method.results[-1] if self.method and self.method.results else None

    def _open(self, *, mend: bool) -> None:
        last = self._last if mend else None
        words = self.tr("{0} or as your EPAO words it").format(", ".join(self._outcomes))
        form = InlineForm(
            (
                Line("result", self.tr("Result"), self.tr("Type the result."), words, width=300),
                Line("on", self.tr("Told on"), self.tr("Say on which day."), is_day=True),
                Line("note", self.tr("Note (optional)")),
            ),
            self.tr("Keep the result"),
            note=AS_TOLD,
            flat=True,
        )
        content = getattr(last, "content", None)
        day = last.day if last is not None else date.today().isoformat()  # noqa: DTZ011
        form.fill(
            {
                "on": day,
                "result": getattr(content, "result", ""),
                "note": getattr(content, "note", ""),
            }
        )
        form.done.connect(partial(self._on_result, last.uid if last is not None else ""))
        self._show_form(form, self.mend if mend else self.record)

    def _open_again(self) -> None:
        method = self.method
        if method is None or self._last is None:
            return
        ways = {each.id: each for each in method.again}
        form = InlineForm(
            (
                Line("way", self.tr("How"), self.tr("Say which."), " or ".join(ways), width=200),
                Line("by", self.tr("By (leave empty for the last day)"), is_day=True),
            ),
            self.tr("Keep"),
            flat=True,
        )
        form.fill({"way": next(iter(ways), "")})
        form.done.connect(partial(self._on_again, self._last.uid))
        self._show_form(form, self.again)

    def _show_form(self, form: InlineForm, opener: QPushButton) -> None:
        self._put_form_away()
        self.form = form
        form.put_away.connect(self._put_form_away)
        self._column.addWidget(form)
        form.follow(opener)
        form.focus()

    def _put_form_away(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.hide()
            form.deleteLater()
            self.record.setFocus()

    def _card(self) -> MethodCard | None:
        return self

    def _on_result(self, uid: str, answer: dict[str, str]) -> None:
        from portfolio_app.services import results

        tell_row(
            self._workspace, self._card, results.record, self._id, answer["result"], answer["on"],
            note=answer["note"], uid=uid,
        )  # fmt: skip

    def _on_again(self, uid: str, answer: dict[str, str]) -> None:
        from portfolio_app.services import results

        tell_row(
            self._workspace, self._card, results.take_again, uid,
            answer["way"].strip().casefold(), answer["by"],
        )  # fmt: skip

    def _on_remove(self) -> None:
        from portfolio_app.services import plan

        if self._last is not None:
            self._workspace.do(plan.remove, self._last.uid, toast=True)


class HandedRow(QFrame):
    """One bundle that was handed in: the copy kept of it, and how to take it out."""

    def __init__(self, workspace: Workspace, handed: HandedIn) -> None:
        super().__init__()
        self._workspace, self.handed = workspace, handed
        self.setProperty("look", "card")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("xs"))
        name = Path(handed.record.path).name
        column.addWidget(label(name, "strong", wrap=True))
        column.addWidget(label(handed.words, "", wrap=True))
        kept = (
            self.tr("A copy is kept as it was: SHA-256 {0}").format(handed.record.kept_sha256)
            if handed.is_kept
            else self.tr("The copy that was kept is missing. A backup may have it.")
        )
        self.setAccessibleName(name)
        column.addWidget(
            label(_breakable(kept), "caption" if handed.is_kept else "warn", wrap=True)
        )
        self.take = QPushButton(self.tr("Take the copy out…"))
        self.take.setAccessibleDescription(name)
        self.take.setEnabled(handed.is_kept)
        self.take.clicked.connect(lambda _=False: self._on_take())
        holder = QWidget()
        FlowLayout(holder, 0).addWidget(self.take)
        column.addWidget(holder)

    def _on_take(self) -> None:
        past = PastBundle(self.handed.record, "there")
        take_out(self, self._workspace, past)


def _offer_words(each: AgainOffer) -> str:
    by = f"By {day_words(each.by)}. " if each.by else ""
    return f"{by}{each.words}. {each.source}".replace("..", ".")


def _breakable(words: str) -> str:
    """Return words in which a hash can be wrapped."""
    head, _, last = words.rpartition(" ")
    if len(last) < 40:
        return words
    return f"{head} {' '.join(last[at : at + 8] for at in range(0, len(last), 8))}"


def _stack() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space("sm"))
    return holder


def _column(holder: QWidget) -> QVBoxLayout:
    found = holder.layout()
    assert isinstance(found, QVBoxLayout)  # noqa: S101 - as _stack made it
    return found


def _empty(holder: QWidget) -> None:
    column = _column(holder)
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
