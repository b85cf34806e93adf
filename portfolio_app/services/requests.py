"""Requests: what is asked of whom, the form made of it, and what the person says became of it.

A form that was made is kept byte for byte. A change makes a new version with a code of its own,
which takes the earlier one's place; both stay. Nothing is sent, and no verb here takes a word of
the observer's part.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.domain import asking, salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import (
    Asked,
    Observation,
    ObservationState,
    Request,
    observation_ref,
    statement_ref,
)
from portfolio_app.domain.request_code import new_code
from portfolio_app.domain.safe_names import file_name
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError, Problem
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details, form_content, numbering, placing, witnesses
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.OBSERVATIONS}
_NUMBERS = "observation_numbers"  # the highest numbers of forms that were removed
_AHEAD = "That day lies ahead, so nothing can have been sent on it."


@dataclass(frozen=True, slots=True)
class Made:
    """The version that counts. ``changes.step`` is "" when it was there already."""

    changes: Changes
    request: Request


@dataclass(frozen=True, slots=True)
class Saved:
    """A form, message or calendar entry that was put at ``path``; ``request`` is its version."""

    changes: Changes
    request: Request
    path: Path


def new(
    store: Store,
    asked: Asked,
    witness_uid: str = "",
    kind: FormKind = FormKind.OBSERVATION,
) -> Changes:
    """Make a request as a draft; ``focus`` is its uid. The observer may be chosen later.

    Raises:
        PortfolioError: as ``domain.asking.tidied``, a KSB is not in the standard ("no-such-ksb"),
            or nobody has this uid ("no-such-witness"). Nothing was changed.
    """
    told_asked = tidied(store, asked, kind)
    if witness_uid:
        witnesses.witness(store, witness_uid)
    with store.step("ask", "", _TOPICS) as step:
        row = enter(store, step.session, told_asked, witness_uid, kind)
        step.summary = f"{ref_of(row)} drafted: {told_asked.title}"
        step.focus = row.uid
    return step.changes


def enter(
    store: Store, session: Session, asked: Asked, witness_uid: str, kind: FormKind
) -> tables.ObservationRow:
    """Add the row of a draft within a step; ``asked`` is tidied already."""
    witnesses.write_down(store, session)
    row = tables.ObservationRow(
        number=_next_number(store, session, kind),
        kind=kind.value,
        witness_uid=witness_uid,
        asked=_plain(asked),
    )
    session.add(row)
    session.flush()
    return row


def change(store: Store, uid: str, asked: Asked, witness_uid: str | None = None) -> Changes:
    """Put other facts in place of what a request asks; ``witness_uid`` other than None, too.

    A form that was made stays as it is: the next one made is a new version.

    Raises:
        PortfolioError: as ``new``, there is no such request ("no-such-request"), or what came back
            is in the portfolio already ("in-portfolio"). Nothing was changed.
    """
    known = found(store, uid)
    refuse_in_portfolio(known)
    told_asked = tidied(store, asked, known.kind)
    if witness_uid:
        witnesses.witness(store, witness_uid)
    told = f"{known.ref} changed: {told_asked.title}"
    with store.step("change request", told, _TOPICS, focus=uid) as step:
        witnesses.write_down(store, step.session)
        row = _row(step.session, uid)
        row.asked = _plain(told_asked)
        if witness_uid is not None:
            row.witness_uid = witness_uid
    return step.changes


def make_form(
    store: Store, room: Workroom, observation_uid: str, *, progress: Progress = silent
) -> Request:
    """Return the version that counts; as ``make``."""
    return make(store, room, observation_uid, progress=progress).request


def make(
    store: Store,
    room: Workroom,
    observation_uid: str,
    *,
    progress: Progress = silent,
    step: str = "",
) -> Made:
    """Make the form, unless the newest one asks the same already: then that is what you get.

    The file is kept first, then its row. A new version puts the request back to Draft. ``step``
    continues an earlier step of the history.

    Raises:
        PortfolioError: as ``found``; nobody is asked ("no-observer"), a statement has no words
            ("no-words"), the schedule is empty ("empty-shortlist") or about another set than the
            one that was sent ("another-set"), E-numbers are not fixed ("not-fixed"), what came back
            is in the portfolio ("in-portfolio"), the form can't be drawn, or the disk is full.
            Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    known = found(store, observation_uid)
    newest = known.newest
    version = newest.version + 1 if newest else 1
    wanted = _content(store, known, version)
    if newest is not None and asking.same_facts(newest.content, wanted):
        unchanged = Changes(f"{known.ref} is as it was made", frozenset(), focus=known.uid)
        return Made(unchanged, newest)
    refuse_in_portfolio(known)
    if known.kind is FormKind.EMPLOYER_STATEMENT:
        _refuse_another_set(known)
        numbering.refuse_unless_fixed(store, known.ref)
    progress("Drawing the form", 0.1)
    drawn = room.call("draw_form", {"content": wire.encode(wanted)}, progress=progress)
    progress("Storing the form", 0.8)
    stored = store.vault.put(drawn.blobs[0])
    told = f"{known.ref}: form made" if version == 1 else f"{known.ref}: version {version} made"
    with store.step("make form", told, _TOPICS, focus=known.uid, step=step) as this:
        row = _row(this.session, known.uid)
        file = tables.FileRow(
            sha256=stored.sha256, bytes=stored.bytes, name=_form_name(known.ref, wanted)
        )
        this.session.add(file)
        this.session.flush()
        # What the form calls a piece by stays its number.
        quoted = {each.item_uid: each.ref for each in wanted.schedule}
        if quoted:
            numbering.note_printed(this.session, quoted)
        this.session.add(
            tables.RequestRow(
                observation_id=row.id,
                version=version,
                code=wanted.code,
                content=_plain(wanted),
                file_id=file.id,
            )
        )
        row.state = ObservationState.DRAFT.value
    progress("Form made", 1.0)
    made = found(store, known.uid).newest
    if made is None:
        raise _gone()
    return Made(this.changes, made)


def usual_name(observation: Observation, ending: str = "pdf") -> str:
    """Return what a request's file is best called: ``OBS_04_Chairing_the_panel_v2.pdf``."""
    newest = observation.newest
    content = newest.content if newest else None
    version = content.version if content else 1
    return _name(observation.ref, observation.asked.title, version, ending)


def name_to_save(store: Store, observation_uid: str) -> str:
    """Return what the file of the form that ``save_form`` would save is best called.

    A request that was changed since its newest form gets the next version's name, so that what went
    out before is not proposed to be written over.

    Raises:
        PortfolioError: as ``found``.
    """
    known = found(store, observation_uid)
    newest = known.newest
    try:
        wanted = _content(store, known, newest.version + 1 if newest else 1)
    except PortfolioError:
        return usual_name(known)  # ``make`` says what is missing
    if newest is not None and asking.same_facts(newest.content, wanted):
        return usual_name(known)
    return _name(known.ref, known.asked.title, wanted.version, "pdf")


def save_form(
    store: Store,
    room: Workroom,
    uid: str,
    out: Path,
    *,
    version: int = 0,
    progress: Progress = silent,
) -> Saved:
    """Write the form, made anew where what it asks has changed, as a file of the person's own.

    With a ``version``, that one as it was made.

    Raises:
        PortfolioError: as ``make``; there is no such version ("no-form"), another file is there
            ("exists"), or the place can't be taken ("no-place", "in-a-bundle") or written to. A
            version that was made stays.
        Cancelled: ``progress`` raised it; nothing was written.
    """
    out = placing.refuse_place(store, out, ".pdf", "The form")
    made = (
        _of_version(store, uid, version) if version else make(store, room, uid, progress=progress)
    )
    ours = {each.form_sha256 for each in found(store, uid).requests}
    content = store.vault.get(made.request.form_sha256)
    placing.put(out, content, "The form", lambda it: hashlib.sha256(it).hexdigest() in ours)
    return Saved(made.changes, made.request, out)


def sent(store: Store, uid: str, on: str = "") -> Changes:
    """Note that the person sent the newest version: now, or on a day that has come (YYYY-MM-DD).

    Raises:
        PortfolioError: as ``found``; no form is made yet ("no-form"), it was withdrawn
            ("withdrawn"), or the day is none or lies ahead ("no-day"). Nothing was changed.
    """
    known = found(store, uid)
    newest = _newest(known)
    _refuse_withdrawn(known)
    day = past_day(on, _AHEAD) if on.strip() else ""
    today = datetime.now(UTC).astimezone().date().isoformat()
    instant = now() if day in ("", today) else _noon(day)
    told = f"{known.ref} sent to {known.witness or 'the observer'}"
    if day and day != today:
        told += f" on {day_words(day)}"
    with store.step("sent", told, _TOPICS, focus=uid) as step:
        row = _row(step.session, uid)
        request = step.session.query(tables.RequestRow).filter_by(uid=newest.uid).one()
        request.sent_at = instant
        if known.state is not ObservationState.IN_PORTFOLIO:
            row.state = ObservationState.SENT.value
    return step.changes


def withdraw(store: Store, uid: str) -> Changes:
    """Say that a request holds no longer. Its forms are kept, and known when one comes back.

    Raises:
        PortfolioError: as ``found``, or what came back is in the portfolio ("in-portfolio").
    """
    known = found(store, uid)
    refuse_in_portfolio(known)
    with store.step("withdraw", f"{known.ref} withdrawn", _TOPICS, focus=uid) as step:
        _row(step.session, uid).state = ObservationState.WITHDRAWN.value
    return step.changes


def take_up(store: Store, uid: str) -> Changes:
    """Ask again what was withdrawn: it is sent, or a draft, as it was.

    Raises:
        PortfolioError: as ``found``, or it was not withdrawn ("not-withdrawn").
    """
    known = found(store, uid)
    if known.state is not ObservationState.WITHDRAWN:
        raise PortfolioError(
            f"{known.ref} was not withdrawn. Nothing was changed.", code="not-withdrawn"
        )
    newest = known.newest
    state = ObservationState.SENT if newest and newest.sent_at else ObservationState.DRAFT
    if known.arrivals:
        state = ObservationState.RETURNED
    with store.step("take up", f"{known.ref} taken up again", _TOPICS, focus=uid) as step:
        _row(step.session, uid).state = state.value
    return step.changes


def remove(store: Store, uid: str) -> Changes:
    """Remove a request and its forms; Undo brings all back. Its number is not given again.

    Raises:
        PortfolioError: as ``found``, or something came back for it ("has-returned").
    """
    known = found(store, uid)
    if known.arrivals:
        raise PortfolioError(
            f"Something came back for {known.ref}, and what came back is kept. Nothing was "
            "changed.",
            hint="Withdraw it instead.",
            code="has-returned",
        )
    with store.step("remove request", f"{known.ref} removed", _TOPICS) as step:
        session = step.session
        row = _row(session, uid)
        if known.requests:
            _retire(store, session, row)
        for request in session.query(tables.RequestRow).filter_by(observation_id=row.id):
            session.delete(request)
        session.flush()
        session.delete(row)
    return step.changes


def tidied(store: Store, asked: Asked, kind: FormKind = FormKind.OBSERVATION) -> Asked:
    """Return what is asked as it would be kept; nothing is changed.

    Raises:
        PortfolioError: as ``domain.asking.tidied``, or "no-such-ksb".
    """
    made = asking.tidied(asked, kind, today=date.today())  # noqa: DTZ011 - the person's own day
    known = {each.uid for each in queries.standard.ksbs(store)}
    if not known.issuperset(made.ksb_uids):
        raise PortfolioError(
            "This standard has no such KSB. Nothing was changed.", code="no-such-ksb"
        )
    return made


def remarks(store: Store, asked: Asked, witness_uid: str, kind: FormKind) -> tuple[Problem, ...]:
    """Return what to look at before a request goes out; nothing of it stops anything."""
    facts = queries.portfolio.details(store)
    who = next((each for each in witnesses.everyone(store) if each.uid == witness_uid), None)
    return asking.remarks(
        asked,
        kind,
        observer=who.name if who else "",
        email=who.email if who else "",
        start=facts.start,
        gateway=facts.gateway,
    )


def found(store: Store, uid: str) -> Observation:
    """Return a request by its uid.

    Raises:
        PortfolioError: there is none ("no-such-request").
    """
    known = queries.observations.observation(store, uid)
    if known is None:
        raise _gone()
    return known


def called(store: Store, words: str) -> Observation:
    """Return the request that a person means by uid, ``OBS-04``, code, or a part of its title.

    Raises:
        PortfolioError: "no-such-request", or "ambiguous" naming those it may be.
    """
    from portfolio_app.domain.request_code import read

    every = queries.observations.observations(store)
    wanted, code = " ".join(words.split()).casefold(), read(words)
    for some in (
        [each for each in every if each.uid == wanted or each.ref.casefold() == wanted],
        [each for each in every if code and any(r.code == code for r in each.requests)],
        [each for each in every if wanted and wanted in each.asked.title.casefold()],
    ):
        if len(some) == 1:
            return some[0]
        if some:
            raise PortfolioError(
                f"“{words}” may be {', '.join(f'{e.ref} {e.asked.title}' for e in some)}.",
                hint="Give its name, such as OBS-01.",
                code="ambiguous",
            )
    raise _gone()


def refuse_in_portfolio(known: Observation) -> None:
    """Refuse to change a request whose return is evidence by now.

    Raises:
        PortfolioError: code "in-portfolio".
    """
    if known.state is ObservationState.IN_PORTFOLIO:
        raise PortfolioError(
            f"{known.ref} is in the portfolio as it was signed. Nothing was changed.",
            hint="Make a new request, or undo attaching it.",
            code="in-portfolio",
        )


def ref_of(row: tables.ObservationRow) -> str:
    """Return the name of a request: OBS-01, ST-01."""
    name = observation_ref if row.kind == FormKind.OBSERVATION.value else statement_ref
    return name(row.number)


def _content(store: Store, known: Observation, version: int) -> FormContent:
    _refuse_withdrawn(known)
    is_mine = known.kind.is_record and all(each.is_me for each in known.asked.signers)
    if not is_mine and (not known.witness_uid or not known.witness):
        raise PortfolioError(
            f"Nobody is asked in {known.ref} yet, so there is no form. Nothing was changed.",
            hint="Choose an observer, or add one.",
            code="no-observer",
        )
    if known.kind is FormKind.STATEMENT and not known.asked.statement:
        raise PortfolioError(
            f"{known.ref} has no words to sign yet. Nothing was changed.",
            hint="Write the statement first.",
            code="no-words",
        )
    witness = Witness("") if is_mine else witnesses.witness(store, known.witness_uid)
    code = new_code(store.id)
    content = form_content.content(store, known, witness, version, code, date.today())  # noqa: DTZ011 - the person's own day
    if len(content.ksbs) < len(known.asked.ksb_uids):
        raise PortfolioError(
            f"{known.ref} asks about a KSB that the standard no longer has. Nothing was changed.",
            hint="Choose its KSBs again.",
            code="no-such-ksb",
        )
    if known.kind is FormKind.EMPLOYER_STATEMENT and not content.schedule:
        raise PortfolioError(
            "There are no pieces to ask about. Nothing was changed.",
            hint="Add items to the shortlist first.",
            code="empty-shortlist",
        )
    return content


def _of_version(store: Store, uid: str, version: int) -> Made:
    known = found(store, uid)
    for each in known.requests:
        if each.version == version:
            return Made(Changes(f"{known.ref} is as it was made", frozenset(), focus=uid), each)
    raise PortfolioError(f"{known.ref} has no version {version}.", code="no-form")


def _refuse_another_set(known: Observation) -> None:
    if known.newest is not None and known.newest.sent_at:
        raise PortfolioError(
            f"{known.ref} was sent for a set of pieces that has changed since. It was left as it "
            "is.",
            hint="Make a supplement about what changed, or withdraw it and make a new statement.",
            code="another-set",
        )


def _newest(known: Observation) -> Request:
    if known.newest is None:
        raise PortfolioError(
            f"{known.ref} has no form yet. Nothing was changed.",
            hint="Save the form, send it, then say so here.",
            code="no-form",
        )
    return known.newest


def _refuse_withdrawn(known: Observation) -> None:
    if known.state is ObservationState.WITHDRAWN:
        raise PortfolioError(
            f"{known.ref} was withdrawn. Nothing was changed.",
            hint="Take it up again first.",
            code="withdrawn",
        )


def _next_number(store: Store, session: Session, kind: FormKind) -> int:
    """Return the next number of its kind; every statement counts with the others."""
    is_observation = kind is FormKind.OBSERVATION
    used = [
        row.number
        for row in session.query(tables.ObservationRow)
        if (row.kind == FormKind.OBSERVATION.value) is is_observation
    ]
    return max([*used, _retired(store)[0 if is_observation else 1]]) + 1


def _retired(store: Store) -> tuple[int, int]:
    plain = queries.portfolio.detail(store, _NUMBERS) or "[0, 0]"
    return salvage.read(tuple[int, int], plain, (0, 0))


def _retire(store: Store, session: Session, row: tables.ObservationRow) -> None:
    kept = list(_retired(store))
    place = 0 if row.kind == FormKind.OBSERVATION.value else 1
    kept[place] = max(kept[place], row.number)
    details.enter(session, _NUMBERS, json.dumps(kept))


def _row(session: Session, uid: str) -> tables.ObservationRow:
    return session.query(tables.ObservationRow).filter_by(uid=uid).one()


def _plain(value: Asked | FormContent) -> str:
    return json.dumps(wire.encode(value), ensure_ascii=False)


def _form_name(ref: str, content: FormContent) -> str:
    return _name(ref, content.title, content.version, "pdf")


def _name(ref: str, title: str, version: int, ending: str) -> str:
    return file_name(ref.replace("-", "_"), title, f"v{version}", ending)


def _noon(day: str) -> str:
    noon = datetime.fromisoformat(f"{day}T12:00:00").astimezone(UTC)
    return noon.strftime("%Y-%m-%dT%H:%M:%SZ")


def _gone() -> PortfolioError:
    return PortfolioError(
        "There is no such request. Nothing was changed.",
        hint="Undo may bring it back.",
        code="no-such-request",
    )
