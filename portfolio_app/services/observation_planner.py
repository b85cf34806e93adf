"""What to ask an observer about, and at which of the meetings to come; turned into requests.

Coming meetings are a list of the portfolio's own; a request is made of one when the person says so.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import learning, salvage, wire
from portfolio_app.domain.best_seen import BestSeen, best_seen_from_data
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.forms import SUGGESTED_KSBS, FormKind
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.observation import Asked, ObservationState
from portfolio_app.domain.observation_planner import Meeting, Plan, Planned
from portfolio_app.domain.observation_planner import plan as work_out
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.domain.sound_rows import sound, sound_day
from portfolio_app.problems import PortfolioError
from portfolio_app.services import coverage, details, requests, witnesses
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

_MEETINGS, _BEST_SEEN = "meetings", "best_seen"
_TOPICS = {Topic.OBSERVATIONS}
_OPEN = (ObservationState.DRAFT, ObservationState.SENT, ObservationState.RETURNED,
         ObservationState.CHECKED)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggested:
    """A KSB that could be asked about, with what is known of it.

    ``items`` counts pieces that have a claim for it. ``why`` says why somebody else usually sees it
    best, "" where nothing says so. ``is_thin``: a gap, started, or shown by one piece alone.
    ``has_witness``: an observation shows it already; ``is_asked``: an open request asks about it.
    ``is_first``: it is among those to ask about next. ``in_plan``: an open row of the learning plan
    is about it.
    """

    ksb: Ksb
    status: KsbStatus
    items: int
    why: str
    is_thin: bool
    has_witness: bool
    is_asked: bool
    is_first: bool = False
    in_plan: bool = False

    @property
    def words(self) -> str:
        """How it stands: "Gap", "1 item", "Gap, in your learning plan"."""
        if self.status in (KsbStatus.GAP, KsbStatus.STRONG):
            words = self.status.words
        else:
            words = "1 item" if self.items == 1 else f"{self.items} items"
        return f"{words}, in your learning plan" if self.in_plan else words


def suggested_ksbs(store: Store) -> tuple[Suggested, ...]:
    """Return every KSB of the standard, those to ask about first in front.

    First comes what is thin and usually best seen by someone else, then what else is thin; what an
    observation shows or an open request asks about already comes later. Among these what an open
    row of the learning plan is about comes first. At most four are marked ``is_first``. Counts the
    shortlist where there is one, else the library.
    """
    counted = coverage.coverage(store, shortlist_only=bool(queries.shortlist.uids(store)))
    kinds = {each.uid: each.kind for each in queries.evidence.items(store)}
    asked = {
        uid
        for each in queries.observations.observations(store)
        if each.state in _OPEN
        for uid in each.asked.ksb_uids
    }
    said = _said(store)
    rules = best_seen()
    planned = learning.about(queries.plan.rows(store, PlannedKind.GOAL))
    found = []
    for row in counted:
        items = {claim.item_uid for claim in row.claims}
        ours = rules.why(row.ksb)
        why = {True: ours or "You said so", False: ""}.get(said.get(row.ksb.uid, bool(ours)), "")
        found.append(
            Suggested(
                row.ksb,
                row.status,
                len(items),
                why,
                is_thin=len(items) < 2 or row.status in (KsbStatus.GAP, KsbStatus.STARTED),
                has_witness=any(kinds.get(uid) is EvidenceKind.OBSERVATION for uid in items),
                is_asked=row.ksb.uid in asked,
                in_plan=row.ksb.uid in planned,
            )
        )
    place = {each.ksb.uid: number for number, each in enumerate(found)}
    found.sort(key=lambda each: (*_urgency(each), place[each.ksb.uid]))
    first = [each for each in found if each.why and _is_open(each)][:SUGGESTED_KSBS]
    return tuple(replace(each, is_first=each in first) for each in found)


def best_seen() -> BestSeen:
    """Return the rules for what somebody else usually sees best, and whose rules they are."""
    return _best_seen()


def set_best_seen(store: Store, ksb_uid: str, *, best: bool) -> Changes:
    """Say whether somebody else usually sees a KSB best, whatever our own judgement says.

    Raises:
        PortfolioError: there is no such KSB ("no-such-ksb").
    """
    known = {each.uid: each.code for each in queries.standard.ksbs(store)}
    if ksb_uid not in known:
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    said = {**_said(store), ksb_uid: best}
    told = f"{known[ksb_uid]}: {'best' if best else 'not'} seen by someone else"
    return _write(store, _BEST_SEEN, json.dumps(said), told, ksb_uid)


def meetings(store: Store) -> tuple[Meeting, ...]:
    """Return the coming meetings, the nearest first; those that are over are among them."""
    plain = queries.portfolio.detail(store, _MEETINGS) or "[]"
    kept = [
        replace(each, day=sound_day(each.day))
        for each in map(sound, salvage.read(tuple[Meeting, ...], plain, ()))
    ]
    return tuple(sorted(kept, key=lambda each: (each.day, each.time, each.title, each.uid)))


def add_meeting(store: Store, meeting: Meeting) -> Changes:
    """Add a coming meeting; ``focus`` of the step is its new uid.

    Raises:
        PortfolioError: it has no day or one that is over ("no-day"), or as ``requests.new``.
    """
    fresh = replace(_tidied(store, meeting), uid=new_uid())
    return _keep(store, (*meetings(store), fresh), f"Meeting added: {fresh.title}", fresh.uid)


def change_meeting(store: Store, meeting: Meeting) -> Changes:
    """Put other facts in place of those of a meeting, known by its uid.

    Raises:
        PortfolioError: there is no such meeting ("no-such-meeting"), or as ``add_meeting``.
    """
    _meeting(store, meeting.uid)
    changed = _tidied(store, meeting)
    kept = [changed if each.uid == changed.uid else each for each in meetings(store)]
    return _keep(store, kept, f"Meeting changed: {changed.title}", changed.uid)


def remove_meeting(store: Store, uid: str) -> Changes:
    """Remove a meeting.

    Raises:
        PortfolioError: there is no such meeting ("no-such-meeting").
    """
    gone = _meeting(store, uid)
    kept = [each for each in meetings(store) if each.uid != uid]
    return _keep(store, kept, f"Meeting removed: {gone.title}", "")


def plan(store: Store, *, most: int = 0, today: date | None = None) -> Plan:
    """Return the fewest coming meetings that would show most of what is thin and not asked about.

    ``most`` limits how many, 0 for any number. Meetings that are over do not count.
    """
    wanted = [each.ksb.uid for each in suggested_ksbs(store) if _is_open(each)]
    day = (today or _today()).isoformat()
    coming = [each for each in meetings(store) if each.day >= day]
    return work_out(coming, wanted, _codes(store), most)


def turn_into_requests(
    store: Store, meeting_uids: Sequence[str] = (), *, today: date | None = None
) -> Changes:
    """Draft a request for each meeting of the plan, or for these; they leave the list. One step.

    A meeting of the plan asks about the plan's KSBs, another about its own.

    Raises:
        PortfolioError: there is no such meeting ("no-such-meeting"), or nothing is planned
            ("nothing-planned"). Nothing was changed.
    """
    planned = {each.meeting.uid: each for each in plan(store, today=today).meetings}
    wanted = [
        planned.get(uid) or _as_it_is(_meeting(store, uid))
        for uid in dict.fromkeys(meeting_uids or tuple(planned))
    ]
    if not wanted:
        raise PortfolioError(
            "No coming meeting shows anything that is still thin. Nothing was changed.",
            hint="Add meetings with the KSBs they would show.",
            code="nothing-planned",
        )
    told = "1 request drafted" if len(wanted) == 1 else f"{len(wanted)} requests drafted"
    gone = {each.meeting.uid for each in wanted}
    known = {each.uid for each in witnesses.everyone(store)}
    asked = [requests.tidied(store, _asked(each)) for each in wanted]
    kept = [each for each in meetings(store) if each.uid not in gone]
    with store.step("ask", told, _TOPICS) as step:
        for each, facts in zip(wanted, asked, strict=True):
            who = each.meeting.witness_uid if each.meeting.witness_uid in known else ""
            row = requests.enter(store, step.session, facts, who, FormKind.OBSERVATION)
            step.focus = step.focus or row.uid
        details.enter(step.session, _MEETINGS, _body(kept))
    return step.changes


def _urgency(one: Suggested) -> tuple[bool, bool, bool, bool, bool, bool, int, bool]:
    return (
        one.is_asked,
        not one.ksb.in_discussion,
        not one.is_thin,
        one.has_witness,
        not one.why,
        not one.in_plan,
        list(KsbStatus).index(one.status),
        one.ksb.kind is not KsbKind.BEHAVIOUR,  # hardest to show on paper
    )


def _is_open(one: Suggested) -> bool:
    return one.is_thin and not one.is_asked and not one.has_witness and one.ksb.in_discussion


def _as_it_is(meeting: Meeting) -> Planned:
    return Planned(meeting, meeting.ksb_uids, "")


def _asked(planned: Planned) -> Asked:
    meeting = planned.meeting
    return Asked(
        title=meeting.title,
        day=meeting.day,
        time=meeting.time,
        minutes=meeting.minutes,
        place=meeting.place,
        present=meeting.present,
        ksb_uids=planned.ksb_uids,
    )


def _tidied(store: Store, meeting: Meeting) -> Meeting:
    made = requests.tidied(store, _asked(_as_it_is(meeting)))
    if not made.day or made.day < _today().isoformat():
        raise PortfolioError(
            "A coming meeting needs a day that is not over. Nothing was changed.",
            hint="Give its date. For one that is over, make a request.",
            code="no-day",
        )
    if meeting.witness_uid:
        witnesses.witness(store, meeting.witness_uid)
    return replace(
        meeting,
        title=made.title,
        day=made.day,
        time=made.time,
        minutes=made.minutes,
        place=made.place,
        present=made.present,
        ksb_uids=made.ksb_uids,
    )


def _meeting(store: Store, uid: str) -> Meeting:
    for each in meetings(store):
        if each.uid == uid:
            return each
    raise PortfolioError(
        "There is no such meeting. Nothing was changed.",
        hint="Undo may bring it back.",
        code="no-such-meeting",
    )


def _keep(store: Store, kept: Sequence[Meeting], told: str, focus: str) -> Changes:
    return _write(store, _MEETINGS, _body(kept), told, focus)


def _write(store: Store, name: str, body: str, told: str, focus: str) -> Changes:
    with store.step("plan observations", told, _TOPICS, focus=focus) as step:
        details.enter(step.session, name, body)
    return step.changes


def _body(kept: Sequence[Meeting]) -> str:
    return json.dumps(wire.encode(tuple(kept)), ensure_ascii=False)


def _said(store: Store) -> dict[str, bool]:
    kept = queries.portfolio.detail(store, _BEST_SEEN) or "{}"
    return salvage.read(dict[str, bool], kept, {})


def _codes(store: Store) -> dict[str, str]:
    return {each.uid: each.code for each in queries.standard.ksbs(store)}


@cache
def _best_seen() -> BestSeen:
    return best_seen_from_data(tomllib.loads(assets.text("observing/best-seen.toml")))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the person's own day
