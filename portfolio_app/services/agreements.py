"""The agreement of the workplace project: its focus, access to people and data, who agreed it.

A day that the apprentice noted is not a signature, and is never called one. Signatures come on the
form that goes round (services.records), and are told by the words found in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import FormLine, LineKind, Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import ObservationState
from portfolio_app.domain.planned import Agreement, Party, Planned, PlannedKind
from portfolio_app.domain.record_answers import PartyAnswer, Stage
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import plan, programmes, records, requests, witnesses
from portfolio_app.services.requests import Made
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

TITLE = "Workplace project agreement"
ME = ("apprentice", "learner", "me")
NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Stands:
    """How far one party has come. ``is_agreed``: a signature came, or the person noted a day."""

    role: str
    words: str
    is_agreed: bool = False
    is_signed: bool = False


def agreements(store: Store) -> tuple[Planned, ...]:
    """Return the project agreements, usually one."""
    return queries.plan.rows(store, PlannedKind.AGREEMENT)


def found(store: Store, uid: str) -> Planned:
    """Return one agreement.

    Raises:
        PortfolioError: there is none of that uid ("gone").
    """
    row = queries.plan.row(store, uid)
    if not isinstance(row.content, Agreement):
        raise PortfolioError(
            f"“{row.title}” isn't a project agreement. Nothing was changed.", code="gone"
        )
    return row


def proposed(store: Store) -> Planned:
    """Return an agreement to begin with, by the parties this programme names; nothing is kept."""
    programme = programmes.current(store)
    named: tuple[str, ...] = ()
    if programme is not None:
        named = next((each.parties for each in programme.assessments if each.parties), ())
    roles = named or ("apprentice", "line manager", programmes.tutor(store))
    mine = [each for each in roles if is_me(each)] or ["apprentice"]
    ordered = [*mine, *(each for each in roles if not is_me(each))]
    return Planned(
        PlannedKind.AGREEMENT,
        TITLE,
        content=Agreement(parties=tuple(Party(each) for each in dict.fromkeys(ordered))),
    )


def keep(store: Store, row: Planned) -> Changes:
    """Add an agreement, or change the one of its uid; ``focus`` is its uid.

    Parties keep what was noted of them; one whose role is typed twice is there once.

    Raises:
        PortfolioError: it has no parties ("no-party"), or as ``plan.add``.
    """
    said = _content(row)
    parties = {each.role.strip().casefold(): each for each in said.parties if each.role.strip()}
    if not parties:
        raise PortfolioError(
            "Nobody is named who agrees. Nothing was changed.",
            hint="Name the parties, one on each line, as roles.",
            code="no-party",
        )
    made = replace(row, content=replace(said, parties=tuple(parties.values())))
    return plan.change(store, made) if made.uid else plan.add(store, made)


def agreed(store: Store, uid: str, role: str, day: str) -> Changes:
    """Note the day a party agreed, in the person's own word; "" takes it back.

    Raises:
        PortfolioError: there is no such agreement ("gone") or party ("no-such-party"), or the day
            is none or lies ahead ("no-day").
    """
    row = found(store, uid)
    said = _content(row)
    wanted = role.strip().casefold()
    if wanted not in {each.role.casefold() for each in said.parties}:
        raise PortfolioError(
            f"{role} is no party of this agreement. Nothing was changed.",
            hint=f"Its parties: {', '.join(each.role for each in said.parties)}.",
            code="no-such-party",
        )
    on = past_day(day, "That day lies ahead, so nobody agreed on it.") if day else ""
    parties = tuple(
        replace(each, signed_on=on) if each.role.casefold() == wanted else each
        for each in said.parties
    )
    told = f"{row.title}: {role} agreed {day_words(on)}" if on else f"{row.title}: {role} not yet"
    return plan.change(store, replace(row, content=replace(said, parties=parties)), told)


def standing(store: Store, row: Planned) -> tuple[Stands, ...]:
    """Return how far each party has come: what came back first, else what the person noted."""
    came: dict[str, PartyAnswer] = {}
    if row.uid:
        for each in records.answers(store, row.uid, FormKind.AGREEMENT):
            came[each.role.casefold()] = each
    return tuple(_stands(each, came.get(each.role.casefold())) for each in _content(row).parties)


def left_words(store: Store, row: Planned) -> str:
    """Return who hasn't agreed yet, in words; "" when everybody has."""
    left = [each.role for each in standing(store, row) if not each.is_agreed]
    return f"Not agreed yet: {', '.join(left)}" if left else ""


def lines(row: Planned) -> tuple[FormLine, ...]:
    """Return what the form says, and what every party ticks."""
    said = _content(row)
    told = [
        FormLine(LineKind.SAID, words, title)
        for title, words in (
            ("What the project is about", said.focus),
            ("Access to people", said.people),
            ("Access to data", said.data),
            ("Besides", said.note),
        )
        if words.strip()
    ]
    asked = [FormLine(LineKind.TICK, "I agree what the project is about.")]
    if said.people.strip() or said.data.strip():
        asked.append(
            FormLine(LineKind.TICK, "I agree that the apprentice has the access stated above.")
        )
    return (*told, *asked)


def signers(
    store: Store, row: Planned, people: Mapping[str, str] | None = None
) -> tuple[Signer, ...]:
    """Return who is asked to sign. ``people`` gives uids of the register by role.

    Without it, whoever in the register has that relationship or job title is taken.
    """
    known = witnesses.everyone(store)
    chosen = {role.casefold(): uid for role, uid in (people or {}).items()}
    found = []
    for each in _content(row).parties:
        role = each.role.casefold()
        usual = next(
            (one.uid for one in known
             if role in (one.relationship.casefold(), one.job_title.casefold())),
            "",
        )  # fmt: skip
        mine = is_me(each.role)
        found.append(Signer(each.role, "" if mine else chosen.get(role, usual), is_me=mine))
    return tuple(found)


def ask(
    store: Store,
    room: Workroom,
    uid: str,
    asked: Sequence[Signer] | None = None,
    *,
    progress: Progress = silent,
) -> Made:
    """Make the agreement's form, to be signed by its parties; it goes on as any request does.

    ``asked`` are who signs, ``signers`` without. One that went round already becomes a new version:
    what was signed before is told to be of the version before.

    Raises:
        PortfolioError: nothing says what the project is about ("no-words"), a party isn't in the
            list of people ("no-such-witness"), or as ``records.ask``.
        Cancelled: ``progress`` raised it; the draft stays.
    """
    row = found(store, uid)
    who = tuple(signers(store, row) if asked is None else asked)
    if not _content(row).focus.strip():
        raise PortfolioError(
            "Nothing says what the project is about. Nothing was made.",
            hint="Write it in a sentence or two first.",
            code="no-words",
        )
    unknown = [each.role for each in who if not each.is_me and not each.witness_uid]
    if unknown:
        raise PortfolioError(
            f"Nobody is named yet for: {', '.join(unknown)}. Nothing was made.",
            hint="Choose who that is. People are added in Settings, You.",
            code="no-such-witness",
        )
    live = [
        each.observation
        for each in records.records(store, uid)
        if each.is_live and each.observation.state is not ObservationState.IN_PORTFOLIO
    ]
    if live:
        changed = records.change(store, live[-1].uid, row.title, lines(row), who, day=row.day)
        return requests.make(store, room, live[-1].uid, progress=progress, step=changed.step)
    return records.ask(
        store, room, FormKind.AGREEMENT, uid, row.title, lines(row), who,
        day=row.day, progress=progress,
    )  # fmt: skip


def is_me(role: str) -> bool:
    """Whether a party is the apprentice."""
    return role.strip().casefold() in ME


def _stands(party: Party, came: PartyAnswer | None) -> Stands:
    noted = f"{day_words(party.signed_on)}, noted by you" if party.signed_on else ""
    if came is not None and came.stage in (Stage.CAME, Stage.KEPT, Stage.TO_CHECK):
        words = came.words
        if came.stage is Stage.TO_CHECK:
            words = "came back, not checked yet"
        if came.is_signed and came.signed_on:
            words = f"{words}, {day_words(came.signed_on)}"
        return Stands(party.role, words, is_agreed=came.is_whole, is_signed=came.is_signed)
    if noted:
        return Stands(party.role, noted, is_agreed=True)
    asked = came is not None and came.stage is Stage.ASKED
    return Stands(party.role, "asked, nothing back yet" if asked else NOT_YET)


def _content(row: Planned) -> Agreement:
    return row.content if isinstance(row.content, Agreement) else Agreement()
