"""The parts of the modules' view: modules with assignments, events, breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from portfolio_app.domain.day_spans import short_span, span_words
from portfolio_app.domain.days import day_words
from portfolio_app.domain.feedback import feedback_due
from portfolio_app.domain.planned import (
    Assignment,
    Attendance,
    Break,
    Event,
    Module,
    Planned,
    PlannedKind,
)
from portfolio_app.domain.timeline import NO_DAY
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.tables import Column
from portfolio_app.ui.plan.plan_doings import PlanDoings
from portfolio_app.ui.plan.rows_part import RowsPart
from portfolio_app.ui.plan.timeline_state import State

_INDENT = "      "


class ModulesPart(RowsPart):
    """Every module with its assignments under it."""

    def __init__(self, doings: PlanDoings, parent: QWidget | None = None) -> None:
        self._modules: dict[str, Planned] = {}
        super().__init__(
            "Modules and assignments",
            (
                Column("What", _what, stretch=True, spoken=_what_spoken),
                Column("When", _when, width=214, spoken=_when_spoken),
                Column("Words", _words, width=76, right=True, spoken=lambda r: _words(r) or "none"),
                Column("Handed in", _handed_in, width=124,
                       spoken=lambda row: _handed_in(row) or "not yet"),
                Column("Feedback", _feedback, width=170,
                       spoken=lambda row: _feedback(row) or "none stated"),
            ),
            EmptyState(
                "book-open",
                "No modules yet. Add those of your programme, with their assignments.",
                primary=("Add module", partial(doings.add, PlannedKind.MODULE)),
                secondary=("Add assignment", partial(doings.add, PlannedKind.ASSIGNMENT)),
            ),
            parent,
            readonly=doings.workspace.readonly,
            hide_below=((2, 620), (4, 760), (3, 560)),
        )  # fmt: skip
        self._actions = doings
        self.button("Add module", partial(doings.add, PlannedKind.MODULE), look="primary")
        self.button("Add assignment", self._on_add)
        self.button("Open…", self._on_open, _any)
        self.button("Handed in today", self._on_handed_in, _is_open_work)
        self.button("Remove", self._on_remove, _any)
        self.opened.connect(doings.open_row)
        self.removal_wanted.connect(doings.remove)

    def show_state(self, state: State) -> None:
        """Show the modules in their order, each with its assignments."""
        work = state.of(PlannedKind.ASSIGNMENT)
        self._modules = {each.uid: each for each in state.of(PlannedKind.MODULE)}
        rows: list[Planned] = []
        for uid, module in self._modules.items():
            rows += [module, *(each for each in work if each.parent_uid == uid)]
        rows += [each for each in work if each.parent_uid not in self._modules]
        self.show_rows(state, rows, _work_words(work))

    @override
    def about(self, row: Planned) -> str:
        """Return the reading list, and the note."""
        said = []
        content = row.content
        if isinstance(content, Module) and content.reading and self.state is not None:
            titles = [each.title for each in self.state.reading if each.uid in content.reading]
            if titles:
                said.append(f"Reading list: {'; '.join(titles)}")
        note = str(getattr(content, "note", ""))
        return "\n".join([*said, note] if note else said)

    def _on_add(self) -> None:
        row = self.current
        of = ""
        if row is not None:
            of = row.uid if row.kind is PlannedKind.MODULE else row.parent_uid
        self._actions.add(PlannedKind.ASSIGNMENT, of)

    def _on_open(self) -> None:
        if self.current is not None:
            self._actions.open_row(self.current)

    def _on_handed_in(self) -> None:
        if self.current is not None:
            self._actions.hand_in(self.current)

    def _on_remove(self) -> None:
        if self.current is not None:
            self._actions.remove(self.current)


class EventsPart(RowsPart):
    """Workshops, blocks, visits; attendance where it is compulsory."""

    def __init__(self, doings: PlanDoings, parent: QWidget | None = None) -> None:
        super().__init__(
            "Events",
            (
                Column("Event", lambda row: row.title, stretch=True),
                Column("When", _event_when, width=210,
                       spoken=lambda row: _when_spoken(row)),
                Column("Where", lambda row: row.content.place, width=150,
                       spoken=lambda row: row.content.place or "not said"),
                Column("Attendance", _attendance, width=260,
                       spoken=lambda row: _attendance(row) or "not kept"),
            ),
            EmptyState(
                "calendar",
                "No events yet. Add workshops, blocks and visits; attendance can be noted.",
                primary=("Add event", partial(doings.add, PlannedKind.EVENT)),
            ),
            parent,
            readonly=doings.workspace.readonly,
            hide_below=((2, 720), (1, 460)),
        )  # fmt: skip
        self._actions = doings
        self.button("Add event", partial(doings.add, PlannedKind.EVENT), look="primary")
        self.button("Attended", partial(self._on_attend, Attendance.ATTENDED), _may_attend)
        self.button("Missed", partial(self._on_attend, Attendance.MISSED), _may_attend)
        self.button("Made up…", self._on_made_up, _is_missed)
        self.button("Open…", self._on_open, _any)
        self.button("Remove", self._on_remove, _any)
        self.opened.connect(doings.open_row)
        self.removal_wanted.connect(doings.remove)

    def show_state(self, state: State) -> None:
        """Show the events by day."""
        rows = state.of(PlannedKind.EVENT)
        in_order = sorted(rows, key=lambda each: (not each.day, each.day, each.place))
        self.show_rows(state, in_order, attendance_words(rows, state.timeline.today))

    def _on_attend(self, attendance: Attendance) -> None:
        if self.current is not None:
            self._actions.attend(self.current, attendance)

    def _on_made_up(self) -> None:
        row = self.current
        if row is not None and isinstance(row.content, Event):
            from dataclasses import replace

            said = replace(row.content, attendance=Attendance.MADE_UP)
            self._actions.open_row(replace(row, content=said))

    def _on_open(self) -> None:
        if self.current is not None:
            self._actions.open_row(self.current)

    def _on_remove(self) -> None:
        if self.current is not None:
            self._actions.remove(self.current)


class BreaksPart(RowsPart):
    """Breaks in learning and additional time, with what they moved."""

    def __init__(self, doings: PlanDoings, parent: QWidget | None = None) -> None:
        super().__init__(
            "Breaks and additional time",
            (
                Column("What", lambda row: row.title, stretch=True),
                Column("When", _when, width=210, spoken=_when_spoken),
                Column("Moved", _moved, width=230, spoken=_moved),
            ),
            EmptyState(
                "clock",
                "A break in learning, or additional time, moves the dates after it. What moves is "
                "shown before anything is changed.",
                primary=("Break in learning…", partial(doings.open_break, None)),
                secondary=("Additional time…", partial(doings.open_break, None, extra=True)),
            ),
            parent,
            readonly=doings.workspace.readonly,
            hide_below=((2, 520),),
        )
        self._actions = doings
        self.button("Break in learning…", partial(doings.open_break, None), look="primary")
        self.button("Additional time…", partial(doings.open_break, None, extra=True))
        self.button("Change…", self._on_open, _any)
        self.button("Remove", self._on_remove, _any)
        self.opened.connect(doings.open_break)
        self.removal_wanted.connect(doings.remove)

    def show_state(self, state: State) -> None:
        """Show them by day."""
        self.show_rows(state, state.of(PlannedKind.BREAK))

    @override
    def about(self, row: Planned) -> str:
        """Return the reason the person gave."""
        return row.content.reason if isinstance(row.content, Break) else ""

    def _on_open(self) -> None:
        if self.current is not None:
            self._actions.open_break(self.current)

    def _on_remove(self) -> None:
        if self.current is not None:
            self._actions.remove(self.current)


def attendance_words(rows: Sequence[Planned], today: str) -> str:
    """Return how attendance stands at the compulsory events, in words; "" without any."""
    kept = [each for each in rows if isinstance(each.content, Event) and each.content.compulsory]
    if not kept:
        return ""
    counts = dict.fromkeys(Attendance, 0)
    waiting = 0
    for each in kept:
        content = each.content
        if isinstance(content, Event):
            counts[content.attendance] += 1
            over = bool(each.day) and each.last_day < today
            waiting += over and content.attendance is Attendance.NOT_YET
    said = [f"{counts[Attendance.ATTENDED]} of {len(kept)} compulsory attended"]
    if counts[Attendance.MADE_UP]:
        said.append(f"{counts[Attendance.MADE_UP]} missed and made up")
    if counts[Attendance.MISSED]:
        said.append(f"{counts[Attendance.MISSED]} missed, to be made up")
    if waiting:
        said.append(f"{waiting} over and not noted yet")
    return ", ".join(said) + "."


def _work_words(work: Sequence[Planned]) -> str:
    if not work:
        return ""
    handed = sum(isinstance(e.content, Assignment) and bool(e.content.handed_in) for e in work)
    return f"{handed} of {len(work)} assignments handed in."


def _any(_row: Planned) -> bool:
    return True


def _is_open_work(row: Planned) -> bool:
    return isinstance(row.content, Assignment) and not row.content.handed_in


def _may_attend(row: Planned) -> bool:
    return isinstance(row.content, Event)


def _is_missed(row: Planned) -> bool:
    return isinstance(row.content, Event) and row.content.attendance is Attendance.MISSED


def _what(row: Planned) -> str:
    if isinstance(row.content, Module):
        return f"{row.content.number}  {row.title}" if row.content.number else row.title
    return f"{_INDENT}{row.title}"


def _what_spoken(row: Planned) -> str:
    if isinstance(row.content, Module):
        return f"Module {row.content.number or ''}, {row.title}".replace(" ,", ",")
    return f"Assignment, {row.title}"


def _when(row: Planned) -> str:
    words = short_span(row.day, row.until)
    if isinstance(row.content, Module):
        return words or row.content.term or NO_DAY
    if isinstance(row.content, Break) and not row.content.extra and not row.until:
        return f"since {words}"
    if isinstance(row.content, Assignment) and words:
        return f"due {words}"
    return words or NO_DAY


def _when_spoken(row: Planned) -> str:
    return span_words(row.day, row.until) or NO_DAY


def _event_when(row: Planned) -> str:
    time = row.content.time if isinstance(row.content, Event) else ""
    return " ".join(filter(None, (short_span(row.day, row.until), time))) or NO_DAY


def _words(row: Planned) -> str:
    said = row.content
    return f"{said.words:,}" if isinstance(said, Assignment) and said.words else ""


def _handed_in(row: Planned) -> str:
    said = row.content
    return short_span(said.handed_in) if isinstance(said, Assignment) else ""


def _feedback(row: Planned) -> str:
    said = row.content
    if not isinstance(said, Assignment):
        return ""
    if said.feedback_on or said.grade:
        came = f"came {short_span(said.feedback_on)}" if said.feedback_on else ""
        return ", ".join(filter(None, (came, said.grade)))
    due = feedback_due(said, row.day)
    if due and said.handed_in:
        return f"due {short_span(due)}"
    kind = "working days" if said.working_days else "days"
    return f"after {said.feedback_days} {kind}" if said.feedback_days else ""


def _attendance(row: Planned) -> str:
    said = row.content
    if not isinstance(said, Event):
        return ""
    if said.attendance is Attendance.MADE_UP and said.made_up_on:
        return f"Missed, made up {day_words(said.made_up_on)}"
    words = {
        Attendance.NOT_YET: "Compulsory" if said.compulsory else "",
        Attendance.ATTENDED: "Attended",
        Attendance.MISSED: "Missed, to be made up" if said.compulsory else "Missed",
        Attendance.MADE_UP: "Missed and made up",
    }
    return words[said.attendance]


def _moved(row: Planned) -> str:
    said = row.content
    if not isinstance(said, Break):
        return ""
    if not said.days:
        return "nothing yet: it goes on"
    count = len(said.moved)
    dates = "1 date" if count == 1 else f"{count} dates"
    days = "1 day" if said.days == 1 else f"{said.days} days"
    return f"{dates} by {days}"
