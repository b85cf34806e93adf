"""Attach what came back: a piece of evidence with its claims, or a paper with who signed it.

The file is the one that arrived, byte for byte. A later return takes the place of the earlier one
as a newer version of the same piece; the earlier one is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain import forms, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import (
    ArrivalState,
    CheckRow,
    Observation,
    ObservationState,
    Request,
)
from portfolio_app.domain.passage import Anchor, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import (
    checking,
    development,
    found_highlights,
    keeping_records,
    observing,
    reanchoring,
    seen_passages,
    statement_pages,
    waiting,
)
from portfolio_app.services.page_characters import PageCopyCharacters
from portfolio_app.services.pages import derived_key
from portfolio_app.services.paper_rows import make_way
from portfolio_app.services.passage_rows import add_claims, add_passage, drop_if_alone
from portfolio_app.services.reanchoring import Move, OtherPages
from portfolio_app.services.seen_passages import Pages, SeenClaim, SeenClaims
from portfolio_app.services.statement_signing import paper_kind, signing_of
from portfolio_app.services.waiting import Read, Waiting
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.arrivals import Held
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.OBSERVATIONS, Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.PAPERS,
           Topic.BUNDLES, Topic.HIDING, Topic.PLAN}  # fmt: skip
_IN = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Attached:
    """What a return became. ``item_uid`` is the piece of evidence, or the paper's item.

    ``claims`` are the uids of the claims made, ``left`` says of each other KSB row why it is none.
    ``to_shortlist`` is whether the piece is evidence that is not on the shortlist yet: offer it.
    ``problem`` says why its pages can't be shown, or is "". ``kept`` says that development points
    are hidden on its pages, or is "".
    """

    changes: Changes
    item_uid: str
    claims: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    incomplete: bool = False
    to_shortlist: bool = False
    problem: str = ""
    kept: str = ""


def attach(
    store: Store,
    room: Workroom,
    arrival_uid: str,
    *,
    incomplete: bool = False,
    progress: Progress = silent,
) -> Attached:
    """Put a return into the portfolio, checked as it is now; one step that undo takes back whole.

    A record is kept beside the row that it is about (``keeping_records``).

    An observation becomes a piece of evidence: each KSB seen is a claim on the exact page. A
    statement becomes a paper. ``incomplete`` attaches, marked so, what may not be attached as it
    is: what is claimed in it is a start and no more.

    Raises:
        PortfolioError: as ``checking.check``; it is attached already ("attached"), or it is not
            signed, our part was changed, or it can't be checked ("incomplete"): the message says
            which. Nothing but the check was written down then.
        Cancelled: ``progress`` raised it; nothing was attached.
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.arrival.state in _IN:
        raise PortfolioError(
            "This is in the portfolio already. Nothing was changed.", code="attached"
        )
    store.vault.verify(held.arrival.sha256)  # pages may be at hand though the original is not
    report = checking.judge(store, arrival_uid)
    if report is None:
        report = checking.check(store, room, arrival_uid, progress=part(progress, 0.0, 0.4))
    if report.hindrances and not incomplete:
        raise _refused(report.hindrances)
    held = queries.arrivals.held(store, arrival_uid)
    if held.observation is None or held.request is None:  # the check has said so already
        raise PortfolioError("It belongs to no request.", code="not-matched")
    if held.observation.kind.is_record:
        changes = keeping_records.keep(store, held, report.changes.step, incomplete=incomplete)
        return Attached(changes, "", incomplete=incomplete)
    progress("Making its pages", 0.5)
    read = _pages_of(store, room, held, held.request)
    if held.observation.kind is not FormKind.OBSERVATION:
        return _paper(store, held, read, step=report.changes.step, incomplete=incomplete)
    progress("Finding the passages", 0.8)
    pages = _looked_at(store, room, held, held.request, read)
    seen = _seen(store, held, held.request, pages)
    kept = development.places(
        held.answers, observing.words(FormKind.OBSERVATION), pages, is_picture=_is_picture(held)
    )
    moves = _moves(store, room, held.observation, read)
    progress("Saving", 0.95)
    attached = _piece(
        store, held, read, seen, kept, moves, report.changes.step, incomplete=incomplete
    )
    progress("Attached", 1.0)
    return attached


def detach(store: Store, arrival_uid: str) -> Changes:
    """Take a return out of the portfolio: its piece goes to the bin, what came back stays. A step.

    Raises:
        PortfolioError: there is no such file, or it is not attached ("not-attached").
    """
    held = queries.arrivals.held(store, arrival_uid)
    if held.arrival.state not in _IN or held.observation is None:
        raise PortfolioError(
            "This is not in the portfolio. Nothing was changed.", code="not-attached"
        )
    told = f"{held.observation.ref} taken out of the portfolio"
    with store.step("detach", told, _TOPICS, focus=held.observation.uid) as step:
        session = step.session
        row = session.query(tables.ArrivalRow).filter_by(uid=arrival_uid).one()
        row.state = ArrivalState.NEW.value
        item = session.get(tables.ItemRow, row.item_id) if row.item_id else None
        if item is not None:
            item.binned_at = item.binned_at or now()
        row.item_id = None
        owner = session.get_one(tables.ObservationRow, row.observation_id)
        owner.item_id, owner.state = None, ObservationState.CHECKED.value
        keeping_records.give_up(session, arrival_uid)
    return step.changes


def _refused(why: Sequence[CheckRow]) -> PortfolioError:
    told = " ".join(_sentence(each.message) for each in why)
    return PortfolioError(
        f"{told} Nothing was attached.",
        hint="Ask for a correction, or attach it marked incomplete.",
        code="incomplete",
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _pages_of(store: Store, room: Workroom, held: Held, request: Request) -> Read:
    arrival = held.arrival
    if held.written:
        about = f"{held.observation.ref if held.observation else ''}, {request.content.title}"
        return statement_pages.read(store, room, arrival, held.written, about)
    source = Waiting("", arrival.sha256, arrival.file_name, arrival.bytes)
    return waiting.read_stored(store, room, source)


def _copy(store: Store, read: Read) -> bytes:
    if read.facts.status is not ReadStatus.READABLE:
        return b""
    if read.pages_sha256:
        return store.vault.get(read.pages_sha256)
    return store.derived.get(derived_key(read.waiting.sha256, read.maker)) or b""


def _is_picture(held: Held) -> bool:
    return held.returned is not None and held.returned.is_picture


def _looked_at(store: Store, room: Workroom, held: Held, request: Request, read: Read) -> Pages:
    """Return the pages of a return, with those of the form that was sent where they may help."""
    sent_texts: tuple[PageText, ...] = ()
    sent_chars: PageCopyCharacters | None = None
    if _is_picture(held) or held.answers.get(forms.DEVELOPMENT, "").strip():
        sent = Waiting("", request.form_sha256, "form.pdf", request.form_bytes)
        form = waiting.read_stored(store, room, sent)
        sent_texts = form.pages
        sent_chars = PageCopyCharacters(room, _copy(store, form), form.pages)
    chars = PageCopyCharacters(room, _copy(store, read), read.pages)
    return Pages(read.pages, chars, sent_texts, sent_chars)


def _seen(store: Store, held: Held, request: Request, pages: Pages) -> SeenClaims:
    return seen_passages.claims_of(
        request.content,
        held.answers,
        held.written,
        queries.standard.ksbs(store),
        held.observation.asked.ksb_uids if held.observation else (),
        pages,
    )


def _present_item(store: Store, observation: Observation) -> str:
    """Return the uid of the piece that an earlier return is now, "" when there is none."""
    if not observation.item_uid:
        return ""
    item = queries.evidence.item(store, observation.item_uid)
    return "" if item.binned_at else item.uid


def _moves(store: Store, room: Workroom, observation: Observation, read: Read) -> tuple[Move, ...]:
    uid = _present_item(store, observation)
    if not uid:
        return ()
    return reanchoring.find(store, room, uid, OtherPages(read.pages, _copy(store, read)))


def _piece(
    store: Store,
    held: Held,
    read: Read,
    seen: SeenClaims,
    kept_apart: tuple[Anchor, ...],
    moves: tuple[Move, ...],
    step_uid: str,
    *,
    incomplete: bool,
) -> Attached:
    observation, request = held.observation, held.request
    if observation is None or request is None:
        raise PortfolioError("It belongs to no request.", code="not-matched")
    present = _present_item(store, observation)
    told = f"{observation.ref} attached: {request.content.title}"
    if incomplete:
        told = f"{observation.ref} attached, marked incomplete: {request.content.title}"
    with store.step("attach", told, _TOPICS, focus=observation.uid, step=step_uid) as step:
        session = step.session
        arrival = session.query(tables.ArrivalRow).filter_by(uid=held.arrival.uid).one()
        kept: dict[str, _Kept] = {}
        if present:
            item = session.query(tables.ItemRow).filter_by(uid=present).one()
            kept = _make_room(session, item)
            _newer_version(session, item, arrival, read, moves)
        else:
            item = _new_item(session, held, request.content, read)
        _describe(item, held, request.content)
        claimed = _claim(session, item, seen.claims, kept)
        development.enter(session, item, kept_apart)
        _enter(session, arrival, item, claimed, incomplete=incomplete)
        uid, on_list = item.uid, item.position is not None
    return Attached(
        step.changes,
        uid,
        tuple(claimed),
        seen.left,
        incomplete=incomplete,
        to_shortlist=not on_list,
        problem=read.facts.problem if read.facts.status is not ReadStatus.READABLE else "",
        kept=f"{development.KEPT}." if kept_apart else "",
    )


def _new_item(session: Session, held: Held, content: FormContent, read: Read) -> tables.ItemRow:
    item = tables.ItemRow(
        file_id=held.file_id,
        title=content.title,
        kind=EvidenceKind.OBSERVATION.value,
        document=read.facts.kind.value,
        status=ReadStatus.WAITING.value,
    )
    session.add(item)
    session.flush()
    waiting.enter_pages(session, item, read)
    waiting.enter_facts(item, read.facts)
    return item


def _newer_version(
    session: Session,
    item: tables.ItemRow,
    arrival: tables.ArrivalRow,
    read: Read,
    moves: tuple[Move, ...],
) -> None:
    """Give the piece the later return as its file; the earlier one is kept, as when replaced."""
    session.add(
        tables.EarlierRow(item_id=item.id, file_id=item.file_id, rendition_id=item.rendition_id)
    )
    item.file_id, item.rendition_id, item.pages = arrival.file_id, None, 0
    item.signing = ""
    for answer in session.query(tables.MarkingRow).filter_by(item_id=item.id):
        session.delete(answer)
    waiting.enter_pages(session, item, read)
    waiting.enter_facts(item, read.facts)
    reanchoring.settle(session, item, item.rendition_id, moves)
    found_highlights.enter(session, item, read.highlights)


def _describe(item: tables.ItemRow, held: Held, content: FormContent) -> None:
    """Write what the form says of itself into its piece, where the person wrote nothing."""
    day = content.day or (held.arrival.sent_at[:10] if held.written else "")
    if day and not item.date:
        item.date, item.date_source = day, "typed"
    answers = held.answers
    name = answers.get(forms.NAME, "").strip() or content.observer
    role = answers.get(forms.JOB_TITLE, "").strip() or content.job_title
    where = answers.get(forms.ORGANISATION, "").strip() or content.organisation
    item.confirm = item.confirm or ", ".join(" ".join(e.split()) for e in (name, role, where) if e)
    item.context = item.context or content.context


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the person had made of a claim that an earlier return gave."""

    shows: str
    strength: int


def _make_room(session: Session, item: tables.ItemRow) -> dict[str, _Kept]:
    """Take away the claims that the earlier return gave; return what the person made of them.

    Claims that the person added themselves stay.
    """
    kept: dict[str, _Kept] = {}
    earlier = [
        row
        for row in session.query(tables.ArrivalRow).filter_by(item_id=item.id)
        if row.state in _IN
    ]
    for arrival in earlier:
        for uid in json.loads(arrival.claimed):
            claim = session.query(tables.ClaimRow).filter_by(uid=uid).one_or_none()
            if claim is None:
                continue
            kept[claim.ksb_uid] = _Kept(claim.shows, claim.strength)
            passage = session.get_one(tables.PassageRow, claim.passage_id)
            session.delete(claim)
            drop_if_alone(session, passage)
        arrival.state = ArrivalState.EARLIER.value
    return kept


def _claim(
    session: Session, item: tables.ItemRow, seen: Sequence[SeenClaim], kept: dict[str, _Kept]
) -> list[str]:
    by_anchor: dict[Anchor, list[SeenClaim]] = {}
    for each in seen:
        by_anchor.setdefault(each.anchor, []).append(each)
    claimed: list[str] = []
    for anchor, claims in by_anchor.items():
        passage = add_passage(session, item, anchor)
        for each in claims:
            before = kept.get(each.ksb.uid)
            strength = each.strength
            if (
                before is not None
                and before.strength == Strength.BEST
                and (each.strength is Strength.CLEARLY)
            ):
                strength = Strength.BEST
            shows = before.shows if before is not None else ""
            claimed += add_claims(session, passage, [each.ksb.uid], strength, shows)
    return claimed


def _enter(
    session: Session,
    arrival: tables.ArrivalRow,
    item: tables.ItemRow,
    claimed: Sequence[str],
    *,
    incomplete: bool,
) -> None:
    state = ArrivalState.INCOMPLETE if incomplete else ArrivalState.ATTACHED
    arrival.state, arrival.item_id = state.value, item.id
    arrival.claimed = json.dumps(list(claimed))
    owner = session.get_one(tables.ObservationRow, arrival.observation_id)
    owner.item_id, owner.state = item.id, ObservationState.IN_PORTFOLIO.value


def _paper(store: Store, held: Held, read: Read, *, step: str, incomplete: bool) -> Attached:
    """Attach a statement as a paper, with who signed it and for which set."""
    observation, request = held.observation, held.request
    if observation is None or request is None:
        raise PortfolioError("It belongs to no request.", code="not-matched")
    kind = paper_kind(observation)
    told = f"{kind.words} attached" + (", marked incomplete" if incomplete else "")
    signing = signing_of(store, held, request.content, kind)
    with store.step("attach", told, _TOPICS, focus=observation.uid, step=step) as this:
        session = this.session
        arrival = session.query(tables.ArrivalRow).filter_by(uid=held.arrival.uid).one()
        for row in session.query(tables.ArrivalRow).filter_by(
            observation_id=arrival.observation_id
        ):
            if row.state in _IN:
                row.state = ArrivalState.EARLIER.value
        item = tables.ItemRow(
            file_id=held.file_id,
            title=request.content.title or kind.words,
            kind=EvidenceKind.LETTER.value,
            document=read.facts.kind.value,
            status=ReadStatus.WAITING.value,
            shelf=Shelf.PAPERS.value,
            paper=kind.value,
        )
        session.add(item)
        session.flush()
        waiting.enter_pages(session, item, read)
        waiting.enter_facts(item, read.facts)
        if signing is not None:
            item.signing = json.dumps(wire.encode(signing), ensure_ascii=False)
            item.date, item.date_source = signing.on, "typed" if signing.on else ""
        make_way(session, item)
        _enter(session, arrival, item, (), incomplete=incomplete)
        uid = item.uid
    problem = read.facts.problem if read.facts.status is not ReadStatus.READABLE else ""
    return Attached(this.changes, uid, incomplete=incomplete, problem=problem)
