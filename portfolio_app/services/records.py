"""Records to sign: review record, manager's page, declaration, sharing and project agreement.

Each is a request like an observation, asked of one or several parties in one form, and travels the
same way: saved or mailed by the person, read back, compared, checked, kept byte for byte. It is
about a row of the plan (or a gateway row's id): what came back is told party by party.
"""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain import record_answers
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.form_lines import FormLine, FormParty, Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked, Observation, ObservationState
from portfolio_app.domain.record_answers import PartyAnswer, Record
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import form_content, requests, return_report
from portfolio_app.services.requests import Made
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def draft(
    store: Store,
    kind: FormKind,
    about_uid: str,
    title: str,
    lines: Sequence[FormLine],
    signers: Sequence[Signer],
    *,
    day: str = "",
    context: str = "",
    signature_field: bool = False,
) -> Changes:
    """Draft a record; ``focus`` is its uid (an observation's). No form is made yet.

    ``about_uid`` is the planned row's uid, or a gateway row's id. ``lines`` are what it says and
    asks, in order; ``signers`` who signs, in the order of their blocks.

    Raises:
        PortfolioError: as ``requests.new`` and ``domain.record_asking.tidied``, the kind is no
            record ("not-a-record"), or somebody is not in the register ("no-such-witness").
    """
    asked = _asked(kind, about_uid, title, lines, signers, day, context, signature_field)
    return requests.new(store, asked, _first(asked), kind)


def ask(
    store: Store,
    room: Workroom,
    kind: FormKind,
    about_uid: str,
    title: str,
    lines: Sequence[FormLine],
    signers: Sequence[Signer],
    *,
    day: str = "",
    context: str = "",
    signature_field: bool = False,
    progress: Progress = silent,
) -> Made:
    """Draft a record and make its form, in one step; undo takes both back.

    ``requests.save_form``, ``asking.save_message`` and ``requests.sent`` go on from there, with the
    observation's uid (``changes.focus``).

    Raises:
        PortfolioError: as ``draft`` and ``requests.make``. A draft that has no form yet stays.
        Cancelled: ``progress`` raised it; the draft stays.
    """
    drafted = draft(
        store, kind, about_uid, title, lines, signers,
        day=day, context=context, signature_field=signature_field,
    )  # fmt: skip
    return requests.make(store, room, drafted.focus, progress=progress, step=drafted.step)


def change(
    store: Store,
    uid: str,
    title: str,
    lines: Sequence[FormLine],
    signers: Sequence[Signer],
    *,
    day: str = "",
    context: str = "",
    signature_field: bool = False,
) -> Changes:
    """Change what a record says or who signs it; the next form made is a new version.

    What was signed before was signed on the version before, and is told so.

    Raises:
        PortfolioError: as ``draft``, there is no such record ("no-such-request", "not-a-record"),
            or everybody's answer is kept already ("in-portfolio").
    """
    known = requests.found(store, uid)
    asked = _asked(
        known.kind, known.asked.about_uid, title, lines, signers, day, context, signature_field
    )
    return requests.change(store, uid, asked, _first(asked))


def records(store: Store, about_uid: str = "") -> tuple[Record, ...]:
    """Return the records asked for about one row, about all without one; oldest first.

    Those that were withdrawn are among them (``is_live``).
    """
    every = [
        each
        for each in queries.observations.observations(store)
        if each.kind.is_record and (not about_uid or each.asked.about_uid == about_uid)
    ]
    return tuple(_record(store, each) for each in every)


def record(store: Store, observation_uid: str) -> Record:
    """Return one record by the uid of its request.

    Raises:
        PortfolioError: there is none ("no-such-request"), or it is no record ("not-a-record").
    """
    known = requests.found(store, observation_uid)
    _refuse_other(known.kind)
    return _record(store, known)


def answers(store: Store, about_uid: str, kind: FormKind | None = None) -> tuple[PartyAnswer, ...]:
    """Return what came back about a row, party by party, of the newest record of each kind.

    Parties of whom nothing came back are among them: ``stage`` says how far each one is. Records
    that were withdrawn are left out.
    """
    newest: dict[FormKind, Record] = {}
    for each in records(store, about_uid):
        if each.is_live and kind in (None, each.observation.kind):
            newest[each.observation.kind] = each
    return tuple(party for each in newest.values() for party in each.parties)


def about(store: Store, observation_uid: str) -> str:
    """Return what row a request is about: a planned row's uid, a gateway row's id, or ""."""
    known = queries.observations.observation(store, observation_uid)
    return known.asked.about_uid if known is not None else ""


def parties(store: Store, observation: Observation) -> tuple[FormParty, ...]:
    """Return the parties as a form made now would name them."""
    return form_content.parties(store, observation.asked.signers)


def _record(store: Store, known: Observation) -> Record:
    told = {each.uid: queries.observations.answers(store, each.uid) for each in known.arrivals}
    return record_answers.record(
        known, told, return_report.HINDERS - {"signature"}, parties(store, known)
    )


def _asked(
    kind: FormKind,
    about_uid: str,
    title: str,
    lines: Sequence[FormLine],
    signers: Sequence[Signer],
    day: str,
    context: str,
    signature_field: bool,  # noqa: FBT001 - named by every caller
) -> Asked:
    _refuse_other(kind)
    return Asked(
        title=title,
        day=day,
        context=context,
        signature_field=signature_field,
        about_uid=about_uid,
        lines=tuple(lines),
        signers=tuple(signers),
    )


def _first(asked: Asked) -> str:
    """Return the uid of the first party who is in the register, "" without one."""
    return next((each.witness_uid for each in asked.signers if not each.is_me), "")


def _refuse_other(kind: FormKind) -> None:
    if not kind.is_record:
        raise PortfolioError(
            f"{kind.words} is no record of this kind. Nothing was changed.", code="not-a-record"
        )


def is_open(observation: Observation) -> bool:
    """Whether something of a record is still to come."""
    return observation.kind.is_record and observation.state not in (
        ObservationState.IN_PORTFOLIO,
        ObservationState.WITHDRAWN,
    )
