"""The individual learning plan: rows made of a skills scan or typed, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portfolio_app.domain import learning
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import MOST_KSBS, FormKind
from portfolio_app.domain.learning import Offered
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.planned import Goal, Planned, PlannedKind, Standing
from portfolio_app.domain.typed_words import one_line, some_lines
from portfolio_app.problems import PortfolioError
from portfolio_app.services import coverage, plan, requests
from portfolio_app.sheets.writing import Sheet, csv_bytes, xlsx_bytes
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store

_TOPICS = {Topic.PLAN}
_HEAD = ("KSB or area", "Goal", "Activity", "Kind", "With", "By", "Status", "Done on", "Note")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A row of the plan as lists show it; ``codes`` are its KSBs', in the standard's order."""

    row: Planned
    goal: Goal
    codes: tuple[str, ...]

    @property
    def about(self) -> str:
        """Its KSBs, or its area, in words."""
        return " ".join(self.codes) or self.goal.area


def goals(store: Store) -> tuple[GoalRow, ...]:
    """Return every row: open ones by day, then those done or dropped."""
    codes = {each.uid: each.code for each in queries.standard.ksbs(store, retired=True)}
    return tuple(
        GoalRow(
            row,
            learning.goal_of(row),
            tuple(code for uid, code in codes.items() if uid in learning.goal_of(row).ksb_uids),
        )
        for row in learning.in_order(queries.plan.rows(store, PlannedKind.GOAL))
    )


def goal(store: Store, uid: str) -> GoalRow:
    """Return one row.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    for each in goals(store):
        if each.row.uid == uid:
            return each
    queries.plan.row(store, uid)
    raise PortfolioError(
        "That isn't a row of the learning plan. Nothing was changed.",
        hint="Choose one in the list.",
        code="gone",
    )


def offered(store: Store, scan_uid: str = "") -> tuple[Offered, ...]:
    """Return every KSB that a row could be made of, thin ones first.

    Among equally thin ones the lowest own mark of the scan comes first (of the newest without
    ``scan_uid``). The mark itself is not among what you get.
    """
    known = queries.scans.scans(store)
    scan = next((each for each in known if each.uid == scan_uid), None)
    if scan is None and known:
        scan = known[-1]
    there = learning.about(queries.plan.rows(store, PlannedKind.GOAL))
    rows = [each for each in coverage.coverage(store, shortlist_only=False) if not each.ksb.retired]
    return learning.offered(rows, scan, frozenset(there))


def add(store: Store, title: str, goal: Goal, by: str = "") -> Changes:
    """Add a row; ``focus`` is its uid. ``by`` is a day (YYYY-MM-DD) or "".

    Raises:
        PortfolioError: as ``plan.add``, or a KSB is not in the standard ("no-such-ksb").
    """
    made = Planned(PlannedKind.GOAL, title, by, content=_tidied(store, goal))
    return plan.add(store, made, f"Learning plan: {one_line(title)}")


def add_ksbs(store: Store, ksb_uids: Sequence[str], scan_uid: str = "") -> Changes:
    """Add a row for each KSB that has no open one, named in the standard's words; one step.

    Raises:
        PortfolioError: a KSB is not in the standard ("no-such-ksb"), or all have rows already
            ("there-already"). Nothing was changed.
    """
    ksbs = {each.uid: each for each in queries.standard.ksbs(store)}
    _refuse_unknown(ksb_uids, ksbs)
    there = learning.about(queries.plan.rows(store, PlannedKind.GOAL))
    wanted = [ksbs[uid] for uid in dict.fromkeys(ksb_uids) if uid not in there]
    if not wanted:
        raise PortfolioError(
            "The learning plan has an open row for it already. Nothing was changed.",
            hint="Open Plan, Learning plan to change it.",
            code="there-already",
        )
    if len(wanted) == 1:
        told = f"{wanted[0].code} added to the learning plan"
    else:
        told = f"{len(wanted)} KSBs added to the learning plan"
    with store.step("add to plan", told, _TOPICS) as step:
        for ksb in wanted:
            goal = Goal(ksb_uids=(ksb.uid,), scan_uid=scan_uid)
            title = learning.title_for(ksb)[: plan.LONGEST_TITLE]
            row = plan.checked(Planned(PlannedKind.GOAL, title, content=goal))
            uid = plan.enter(step.session, row)
            step.focus = step.focus or uid
    return step.changes


def change(store: Store, uid: str, title: str, goal: Goal, by: str = "") -> Changes:
    """Put other words in place of a row's.

    Raises:
        PortfolioError: as ``add``, or it isn't there any more ("gone").
    """
    known = queries.plan.row(store, uid)
    made = replace(known, title=title, day=by, content=_tidied(store, goal))
    return plan.change(store, made, f"Learning plan: {one_line(title)}")


def stand(store: Store, uid: str, standing: Standing, today: date) -> Changes:
    """Say how far a row has come; done is done today.

    Raises:
        PortfolioError: it isn't there any more ("gone").
    """
    known = goal(store, uid)
    done = today.isoformat() if standing is Standing.DONE else ""
    made = replace(known.goal, standing=standing, done_on=done)
    told = f"{known.row.title}: {standing.value}"
    return plan.change(store, replace(known.row, content=made), told)


def ask_for_observation(store: Store, uid: str, title: str = "") -> Changes:
    """Draft a request for an observation about a row's KSBs; ``focus`` is the request's uid.

    Six KSBs at most, the first of them; the row is "started" from then on. One step.

    Raises:
        PortfolioError: it isn't there any more ("gone"), or it names no KSB ("no-ksb").
    """
    known = goal(store, uid)
    if not known.goal.ksb_uids:
        raise PortfolioError(
            "This row names no KSB, so there is nothing to watch for. Nothing was changed.",
            hint="Add a KSB to the row first.",
            code="no-ksb",
        )
    words = one_line(title or known.goal.activity or known.row.title)[:160]
    live = {each.uid for each in queries.standard.ksbs(store)}
    wanted = tuple(each for each in known.goal.ksb_uids if each in live)[:MOST_KSBS]
    asked = requests.tidied(store, Asked(title=words, ksb_uids=wanted))
    with store.step("ask", "", {Topic.OBSERVATIONS, Topic.PLAN}) as step:
        row = requests.enter(store, step.session, asked, "", FormKind.OBSERVATION)
        step.summary = f"{requests.ref_of(row)} drafted: {words}"
        step.focus = row.uid
        if known.goal.standing is Standing.OPEN:
            made = replace(known.goal, standing=Standing.STARTED)
            plan.enter(step.session, replace(known.row, content=made))
    return step.changes


def sheet(store: Store) -> Sheet:
    """Return the learning plan as a table. No mark and no note of a skills scan is in it."""
    return Sheet(
        "Learning plan",
        _HEAD,
        tuple(
            (
                each.about,
                each.row.title,
                each.goal.activity,
                each.goal.activity_kind,
                each.goal.with_whom,
                day_words(each.row.day),
                each.goal.standing.value.capitalize(),
                day_words(each.goal.done_on),
                each.goal.note,
            )
            for each in goals(store)
        ),
    )


def save_table(store: Store, out: Path) -> None:
    """Write the plan as .csv or .xlsx; the file is replaced whole or not at all.

    Raises:
        PortfolioError: the name has another ending, or the file cannot be written.
    """
    form = out.suffix.casefold()
    if form not in (".csv", ".xlsx"):
        raise PortfolioError(
            f"A learning plan can't be written as {out.suffix or 'a file without an ending'}.",
            hint="Give a name that ends in .csv or .xlsx.",
            code="other-ending",
        )
    disk.refuse_inside(out, store.folder)
    made = sheet(store)
    content = csv_bytes(made) if form == ".csv" else xlsx_bytes([made])
    with disk.in_words(f"The learning plan in {out.name}"):
        disk.write_whole(out, content)


def _tidied(store: Store, goal: Goal) -> Goal:
    ksbs = {each.uid for each in queries.standard.ksbs(store, retired=True)}
    _refuse_unknown(goal.ksb_uids, ksbs)
    return replace(
        goal,
        ksb_uids=tuple(dict.fromkeys(goal.ksb_uids)),
        area=one_line(goal.area),
        activity=one_line(goal.activity),
        activity_kind=one_line(goal.activity_kind),
        with_whom=one_line(goal.with_whom),
        note=some_lines(goal.note),
    )


def _refuse_unknown(ksb_uids: Sequence[str], known: Collection[str]) -> None:
    if not all(uid in known for uid in ksb_uids):
        raise PortfolioError(
            "This standard has no such KSB. Nothing was changed.", code="no-such-ksb"
        )
