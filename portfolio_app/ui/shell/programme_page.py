"""Preferences: the programme one is on: chosen, looked at, edited, saved, taken from a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.programme_reading import faults_of
from portfolio_app.domain.programme_standard import pairing
from portfolio_app.services import programmes
from portfolio_app.store import library, queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.forms import bring_into_view, field
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import STANDARD, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.programme_panel import ProgrammePanel
from portfolio_app.ui.shell.programme_says import ProgrammeSays
from portfolio_app.ui.shell.standard_parts import Says, WideColumn, button, buttons_row

if TYPE_CHECKING:
    from portfolio_app.domain.programme import Programme
    from portfolio_app.domain.programme_change import ProgrammeChange
    from portfolio_app.domain.programme_reading import ReadProgramme
    from portfolio_app.services.programme_change import Answer, Wish

NONE, OWN, HELD, EARLIER = "none", "own", "held", "earlier"
FOOT = 160  # pixels at 100 %: the panel's buttons and what is below them
SHORTEST_CHOICE = 24  # characters: titles of programmes are long, and cut where there is no room
_TOML = "Programmes (*.toml);;All files (*)"


class ProgrammePage(WideColumn):
    """The page. ``wish`` is what is being looked at and not done yet, None without."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.wish: Wish | None = None
        self.asked: InlineForm | None = None
        self._faults: tuple[str, ...] = ()
        self._earlier: dict[str, tuple[str, Programme]] = {}
        self._held: Programme | None = None
        self._is_shown = False
        self._build()
        workspace.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Show what holds now; a form being filled in and a change being looked at stay."""
        self._is_shown = True
        self._held = programmes.current(self._workspace.store)
        if self.wish is None:
            self._list_choices()
        self._show_source()
        self.lines.show_programme(self._held)
        writes = not self._workspace.readonly
        for each in (self.choice, self.take, self.days):
            each.setEnabled(writes)
        self.save.setEnabled(self._held is not None)
        self.shorter.setEnabled(writes)
        self._look_at_plan()

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.choice

    # building

    def _build(self) -> None:
        self.words(self.tr("Your programme"), "title")
        self.words(
            self.tr(
                "What your training provider's programme says: modules, reviews, roles, documents. "
                "It fills your plan, and people are called what your provider calls them. Each of "
                "those listed holds what its source says and nothing else. All of it can be "
                "edited. Everything works without one."
            ),
            "muted",
        )
        self.choice = ChoiceBox()
        self.choice.setObjectName("programme_choice")
        self.choice.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(SHORTEST_CHOICE)
        self.choice.activated.connect(self._on_chosen)
        field(self.form(stacked=True), self.tr("Programme"), self.choice)
        self.take = button(self.tr("Take from a file…"), self._on_take)
        self.save = button(self.tr("Save as a file…"), self._on_save)
        self.days = button(self.tr("Change the dates…"), self._on_days)
        self.shorter = button(self.tr("Shorter length…"), self._on_shorter)
        self.follow = button(self.tr("Bring the plan in line…"), self._on_follow)
        self.add(buttons_row(self.take, self.save, self.days, self.shorter, self.follow))
        place = QWidget()
        self._inside = QVBoxLayout(place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.add(place)
        self.panel = ProgrammePanel()
        self.panel.hide()
        self.panel.agreed.connect(self._on_agreed)
        self.panel.put_away.connect(self._on_put_away)
        self.add(self.panel)
        self.says = Says()
        self.add(self.says)
        self._plan = label("", "muted", wrap=True)
        self.add(self._plan)
        self._source = label("", "muted", wrap=True)
        self.add(self._source)
        self._standard = label("", wrap=True)
        self.add(self._standard)
        self.other = button(self.tr("Use another standard…"), self._on_other_standard)
        self._other_row = buttons_row(self.other)
        self._other_row.hide()
        self.add(self._other_row)
        self._wrong = label("", "warn", wrap=True)
        self.add(self._wrong)
        self._lines_head = label(self.tr("What it says"), "subtitle")
        self.add(self._lines_head)
        self.lines = ProgrammeSays(self._workspace)
        self.add(self.lines)

    def _list_choices(self) -> None:
        held = self._held
        self.choice.clear()
        self.choice.addItem(self.tr("None"), NONE)
        for each in library.programmes():
            if held is None or held.id != each.id or held == each:
                self.choice.addItem(_named(each), each.id)
        if held is not None and self.choice.findData(held.id) < 0:
            self.choice.addItem(self.tr("{0} (yours)").format(_named(held)), HELD)
            original = next((p for p in library.programmes() if p.id == held.id), None)
            if original is not None:
                self.choice.addItem(
                    self.tr("{0} (as its source has it)").format(_named(original)), original.id
                )
        elif held is not None and held not in library.programmes():
            self.choice.addItem(self.tr("{0} (yours)").format(_named(held)), HELD)
        self._earlier = {
            f"{EARLIER} {number}": each
            for number, each in enumerate(programmes.earlier(self._workspace.store))
        }
        for key, (until, each) in self._earlier.items():
            self.choice.addItem(
                self.tr("{0} (yours, until {1})").format(_named(each), day_words(until)), key
            )
        self.choice.addItem(self.tr("A programme of your own…"), OWN)
        at = 0
        if held is not None:
            at = self.choice.findData(held.id if held in library.programmes() else HELD)
        self.choice.setCurrentIndex(max(at, 0))

    def _show_source(self) -> None:
        held = self._held
        for each in (self._source, self._lines_head, self.lines):
            each.setVisible(held is not None)
        paired = pairing(held, queries.standard.standard(self._workspace.store))
        self._standard.setText(paired.words)
        self._standard.setVisible(bool(paired.words))
        self._other_row.setVisible(paired.differs)
        wrong = faults_of(held) if held else ()
        self._wrong.setText("\n".join(f"{each.where}: {each.words}" for each in wrong))
        self._wrong.setVisible(bool(wrong))
        if held is None:
            return
        source = held.source or self.tr("not stated")
        words = self.tr("Source: {0}.").format(source.rstrip("."))
        if held.source_note:
            words = f"{words} {held.source_note}"
        if held.is_own:
            words = self.tr("{0} Made or changed by you.").format(words)
        self._source.setText(words)

    def _look_at_plan(self) -> None:
        from portfolio_app.services import programme_change

        self.follow.setVisible(False)
        self._plan.setVisible(False)
        if self._held is None or not self._is_shown:
            return
        wish = programme_change.as_it_is(self._workspace.store)
        self._workspace.look(
            programme_change.preview, wish, _today(), then=self._on_plan, failed=_unheard,
            key="programme and plan",
        )  # fmt: skip

    def _on_plan(self, found: ProgrammeChange) -> None:
        behind = len(found.adding) + len(found.moving) + len(found.going)
        self.follow.setVisible(bool(behind) and not self._workspace.readonly)
        self._plan.setVisible(bool(behind))
        self._plan.setText(
            self.tr("The plan doesn't follow it in {0}.").format(
                self.tr("1 row") if behind == 1 else self.tr("{0} rows").format(behind)
            )
        )

    # looking at a change

    def _on_chosen(self) -> None:
        from portfolio_app.services import programme_change

        wanted = str(self.choice.currentData())
        self.says.say("")
        self._close_form()
        now = programme_change.as_it_is(self._workspace.store)
        if wanted == HELD:
            self._on_put_away()
        elif wanted == OWN:
            self._ask_title()
        elif wanted == NONE:
            self._consider(replace(now, programme=None))
        elif wanted in self._earlier:
            self._consider(replace(now, programme=self._earlier[wanted][1]))
        else:
            self._consider(replace(now, programme=library.programme(wanted)))

    def _ask_title(self) -> None:
        form = InlineForm(
            (Line("title", self.tr("Title"), self.tr("Say what your provider calls it.")),),
            self.tr("Go on"),
            about=self.tr("A programme of your own"),
            note=self.tr("It begins empty: add modules, reviews and roles below."),
        )
        form.done.connect(self._on_title)
        self._open(form, self.choice)

    def _on_title(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import programme_change

        now = programme_change.as_it_is(self._workspace.store)
        self._close_form()
        self._consider(replace(now, programme=programmes.own(answer["title"])))

    def _on_take(self) -> None:
        messages.choose_files(
            self, self.tr("Take a programme from a file"), self._on_file, filters=_TOML
        )

    def _on_file(self, paths: list[Path]) -> None:
        from portfolio_app.services import programme_files

        self.says.say("")
        self._workspace.look(
            programme_files.read, paths[0], then=self._on_read, failed=self._on_refused,
            key="programme file",
        )  # fmt: skip

    def _on_read(self, read: ReadProgramme) -> None:
        from portfolio_app.services import programme_change

        now = programme_change.as_it_is(self._workspace.store)
        faults = tuple(f"{each.where}: {each.words}" for each in read.faults)
        made = read.programme
        if not made.title:
            made = replace(made, title=self.tr("Programme from a file"))
        self._consider(replace(now, programme=made), faults)

    def _on_days(self) -> None:
        known = queries.portfolio.details(self._workspace.store)
        form = InlineForm(
            (
                Line("start", self.tr("Start date"), is_day=True),
                Line("gateway", self.tr("Planned gateway"), is_day=True),
            ),
            self.tr("Show what changes"),
            about=self.tr("Change the dates"),
            note=self.tr(
                "Rows of the plan that nobody typed into follow the programme. Everything else "
                "stays, unless the gateway comes earlier: then you are shown what would move."
            ),
        )
        form.fill({"start": known.start, "gateway": known.gateway})
        form.done.connect(self._on_days_typed)
        self._open(form, self.days)

    def _on_days_typed(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import programme_change

        now = programme_change.as_it_is(self._workspace.store)
        self._consider(replace(now, start=answer["start"], gateway=answer["gateway"]))

    def _on_shorter(self) -> None:
        held = self._held
        said = [
            self.tr("{0} months{1}: {2}").format(
                each.months, self.tr(" with {0}").format(each.title) if each.title else "", each.why
            )
            for each in (held.shortenings if held else ())
        ]
        form = InlineForm(
            (Line("months", self.tr("Months in all"), self.tr("Type the months in all."), "18"),),
            self.tr("Show what changes"),
            about=self.tr("Shorter by recognition of prior learning"),
            note="\n".join(said)
            or self.tr("The source states no shorter length. Your training provider agrees one."),
        )
        if held and held.shortenings:
            form.fill({"months": str(held.shortenings[0].months)})
        form.done.connect(self._on_months)
        self._open(form, self.shorter)

    def _on_months(self, answer: dict[str, str]) -> None:
        from portfolio_app.problems import PortfolioError
        from portfolio_app.services import programme_change

        months = answer["months"]
        if self.asked is None:
            return
        if not months.isdecimal() or len(months) > 4:
            self.asked.say_wrong(self.tr("Type a number of months, like 18."))
            return
        try:
            wish = programme_change.shorter(self._workspace.store, int(months))
        except PortfolioError as error:
            self.asked.say_wrong(str(error))
            return
        self._consider(wish)

    def _on_follow(self) -> None:
        from portfolio_app.services import programme_change

        self._consider(programme_change.as_it_is(self._workspace.store))

    def _consider(self, wish: Wish, faults: tuple[str, ...] = ()) -> None:
        """Show what a wish would change; nothing changes."""
        from portfolio_app.services import programme_change

        self.wish = wish
        self._faults = faults
        self._workspace.look(
            programme_change.preview, wish, _today(), then=self._on_previewed,
            failed=self._on_refused, key="programme change",
        )  # fmt: skip

    def _on_previewed(self, found: ProgrammeChange) -> None:
        if self.wish is None:
            return
        self._close_form()
        standard = queries.standard.standard(self._workspace.store)
        held = self._held.standard if self._held else ""
        is_new = found.programme is not None and found.programme.standard != held
        paired = pairing(found.programme, standard) if is_new else None
        self.panel.show_change(found, paired.words if paired else "", self._faults)
        self.panel.take.setEnabled(self.panel.take.isEnabled() and not self._workspace.readonly)
        self.panel.show()
        self.panel.take.setFocus()
        room = self.viewport().height() - theme().px(FOOT)
        above = min(self.panel.sizeHint().height(), room)
        bring_into_view(self.panel.take, above=round(max(above, 0) * 100 / theme().scale))

    # doing it

    def _on_agreed(self, answer: Answer) -> None:
        from portfolio_app.services import programme_change

        if self.wish is not None:
            self._workspace.do(
                programme_change.change, self.wish, _today(), answer, then=self._on_done,
                failed=self._on_refused, toast=True,
            )  # fmt: skip

    def _on_done(self, _changes: Changes) -> None:
        self._on_put_away()

    def _on_put_away(self) -> None:
        self.wish = None
        self._faults = ()
        self.panel.hide()
        self._close_form()
        self.reload()
        self.choice.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        from portfolio_app.problems import PortfolioError

        if self.asked is not None and isinstance(error, PortfolioError):
            self.asked.say_wrong(str(error))
            return
        self.says.refuse(self._workspace, error)
        if not self.panel.isVisible():
            self.wish = None
            self._list_choices()

    def _on_save(self) -> None:
        if self._held is not None:
            start = Path.home() / f"{self._held.id}.toml"
            messages.choose_save(self, self.tr("Save the programme"), self._on_place, start, _TOML)

    def _on_place(self, paths: list[Path]) -> None:
        from portfolio_app.services import programme_files

        self._workspace.look(
            programme_files.save, self._held, paths[0], then=self._on_saved,
            failed=self._on_refused, key="programme saved",
        )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        self.says.say(self.tr("Saved: {0}").format(path))

    def _on_other_standard(self) -> None:
        self._workspace.go(Place(STANDARD, tab="other"))

    # forms in place

    def _open(self, form: InlineForm, before: QWidget) -> None:
        self._close_form()
        self.wish = None
        self.panel.hide()
        form.put_away.connect(self._on_put_away)
        self.asked = form
        self._inside.addWidget(form)
        form.follow(before)
        form.focus()
        bring_into_view(form.verb, above=round(form.sizeHint().height() * 100 / theme().scale))

    def _close_form(self) -> None:
        if self.asked is not None:
            self.asked.hide()
            self.asked.deleteLater()
            self.asked = None

    def _on_changed(self, changes: Changes) -> None:
        if self._is_shown and changes.topics & {Topic.PLAN, Topic.PORTFOLIO, Topic.STANDARD}:
            self.reload()


def _named(programme: Programme) -> str:
    parts = (programme.title, programme.provider)
    return " · ".join(each for each in parts if each) or programme.id


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 - the person's own day


def _unheard(_error: BaseException) -> None:
    """Leave it: what the plan lacks is only an offer."""
