"""Take in what came back: kept byte for byte, then known again by its code, never by its name.

Nothing is attached here. What does not belong is named as what it is, and kept too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.domain import request_code
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.observation import (
    Observation,
    ObservationState,
    Request,
    SignatureKind,
)
from portfolio_app.domain.receiving import ReceivedAs, ReceivedFile
from portfolio_app.domain.reply import Reply
from portfolio_app.domain.reply_words import own_words
from portfolio_app.domain.returned import CodeFound, MatchedBy
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import return_reading
from portfolio_app.services.paper_inside import paper_in
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

if TYPE_CHECKING:
    from portfolio_app.store.queries.arrivals import KnownArrival

_STOPPING = frozenset({"disk-full", "read-only"})  # no further file would fare better
_PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "webp", "bmp")
_QUICKLY = 0.4  # seconds for the bars of a picture that was only added
_SMALLEST_PHOTO = 40_000  # bytes: smaller ones in a mail are logos and signatures
_WORDS_OF_A_STATEMENT = 30  # more, beside files that name no request: the mail is the answer

# What is asked on every form, so that it is not taken for an answer in a mail that quotes it.
_ASKED_ALWAYS = (
    "In your own words: what did you see and hear, and what came of it?",
    "Where in the above?",
    "Seen / In part / Not this time",
    "I saw this myself",
    "These are my own words",
    "I am not related to the apprentice",
)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of everything, in the order given; one step in the history."""

    changes: Changes
    results: tuple[ReceivedFile, ...]


@dataclass(slots=True)
class Form:
    """A file that may be a form that came back, or the mail that is the answer itself.

    ``file_id`` is the key of its file's row where it has one already, ``mail_file_id`` that of its
    mail. ``note`` says what it is where it belongs to nothing.
    """

    path: str
    name: str
    folder: str
    content: bytes
    sha256: str
    file_id: int | None = None
    codes: tuple[CodeFound, ...] = ()
    mail: Reply | None = None
    mail_name: str = ""
    mail_sha256: str = ""
    mail_bytes: int = 0
    mail_file_id: int | None = None
    written: str = ""
    problem: str = ""
    note: str = ""


def receive(
    store: Store,
    room: Workroom,
    sources: Sequence[Path | tuple[str, bytes]],
    *,
    progress: Progress = silent,
) -> Received:
    """Keep files that came back (or pasted ones: name and bytes), and say what each of them is.

    PDFs, scans, photos and mails (.eml, .msg) with a form inside or an answer in their words. One
    step; nothing is attached. A form that was never filled in, or came back before, is not kept a
    second time.

    Raises:
        PortfolioError: nothing was given, or the disk is full: nothing was recorded then.
        Cancelled: ``progress`` raised it; nothing was recorded.
    """
    if not sources:
        raise PortfolioError(
            "There were no files to take in.", hint="Choose the file you were sent."
        )
    forms: list[Form] = []
    failed: list[ReceivedFile] = []
    for number, source in enumerate(sources):
        name = source.name if isinstance(source, Path) else source[0]
        progress(f"Storing {name}", number / len(sources))
        where = str(source) if isinstance(source, Path) else name
        try:
            stored = store.vault.put(source if isinstance(source, Path) else source[1])
        except PortfolioError as error:
            if error.code in _STOPPING:
                raise
            failed.append(
                ReceivedFile(where, name, ReceivedAs.FAILED, error.message, hint=error.hint)
            )
            continue
        folder = str(source.parent) if isinstance(source, Path) else ""
        content = store.vault.get(stored.sha256)
        progress(f"Reading {name}", (number + 0.3) / len(sources))
        forms += forms_in(store, room, Form(where, name, folder, content, stored.sha256))
    progress("Saving", 0.95)
    results: list[ReceivedFile] = []
    with store.step("receive", "", {Topic.OBSERVATIONS}) as step:
        desk = Desk(store)
        results += [desk.take(step.session, form) for form in forms]
        step.summary = summary_of([*results, *failed])
        step.focus = next((each.observation_uid for each in results if each.observation_uid), "")
    progress("Received", 1.0)
    return Received(step.changes, (*results, *failed))


def forms_in(store: Store, room: Workroom, file: Form, *, thorough: bool = True) -> list[Form]:
    """Return the forms in a file that came back: itself, or those in it where it is a mail.

    The files of a mail are stored in the vault; no rows are written. Unless ``thorough``, a file
    without a code is not asked why.
    """
    reply, contents = return_reading.reply_in(room, file.name, file.content)
    if reply is None:
        seconds = 0.0 if thorough else _QUICKLY
        file.codes = return_reading.codes_in(room, file.name, file.content, seconds=seconds)
        if not file.codes and thorough:
            file.problem = return_reading.why_unreadable(room, file.name, file.content)
        return _with_paper(store, room, file)
    attached = [
        Form(
            file.path, each.name, "", content, "",
            mail=reply, mail_name=file.name, mail_sha256=file.sha256, mail_bytes=len(file.content),
        )
        for each, content in zip(reply.files, contents, strict=True)
    ]  # fmt: skip
    for each in attached:
        each.codes = return_reading.codes_in(room, each.name, each.content)
    said = codes_of_mail(reply)
    chosen = [each for each in attached if each.codes]
    file.mail, file.codes = reply, said
    if not chosen and any(_known(store, each.code) for each in said):
        file.written = _statement(store, reply, said)
        pictured = [each for each in attached if _may_be_a_form(each)]
        if pictured and len(file.written.split()) < _WORDS_OF_A_STATEMENT:
            chosen = pictured
            for each in chosen:
                each.codes = said
        elif not file.written:
            refs = {
                known[0].ref
                for each in said
                if (known := queries.observations.by_code(store, each.code)) is not None
            }
            about = ", ".join(sorted(refs))
            file.note = f"This e-mail is about {about}, but it holds no form and no answer."
            file.codes = ()
    if not chosen:
        return [file]
    for each in chosen:
        each.sha256 = store.vault.put(each.content).sha256
    return [found for each in chosen for found in _with_paper(store, room, each)]


def _with_paper(store: Store, room: Workroom, form: Form) -> list[Form]:
    """Return a form, with the signed paper form that travels inside it; what counts comes last."""
    paper = paper_in(room, form.content) if form.codes else None
    if paper is None:
        return [form]
    own = return_reading.codes_in(room, paper.name, paper.content)
    beside = replace(
        form,
        name=paper.name,
        content=paper.content,
        sha256=store.vault.put(paper.content).sha256,
        codes=own or tuple(replace(each, page_index=None) for each in form.codes),
        file_id=None,
    )
    return [form, beside] if paper.is_all else [beside, form]


def codes_of_mail(reply: Reply) -> tuple[CodeFound, ...]:
    """Return the codes in a mail's subject, in what it answers, and in its text."""
    told = f"{reply.subject}\n{reply.answers}\n{reply.words}"
    return tuple(CodeFound(each, MatchedBy.PRINTED) for each in request_code.found_in(told))


class Desk:
    """Enters what came back, one after the other, knowing what is there already."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._observations = queries.observations.observations(store)
        self._known: list[KnownArrival] = list(queries.arrivals.known(store))

    def take(self, session: Session, form: Form) -> ReceivedFile:
        """Enter a form; return what became of it."""
        told = self._told(form)
        if told.outcome in (ReceivedAs.DUPLICATE, ReceivedAs.AS_SENT):
            return told
        observation, request = self._of(form) or (None, None)
        row = self._row(session, form, observation, request)
        from portfolio_app.store.queries.arrivals import KnownArrival

        self._known.append(
            KnownArrival(
                form.sha256,
                form.mail_sha256,
                form.mail.message_id if form.mail else "",
                bool(form.written),
                row.uid,
                row.arrived_at,
                observation.uid if observation else "",
            )
        )
        return replace(told, arrival_uid=row.uid)

    def look(self, form: Form) -> ReceivedFile:
        """Return what a form is, entering nothing."""
        return self._told(form)

    def _of(self, form: Form) -> tuple[Observation, Request] | None:
        for found in form.codes:
            for observation in self._observations:
                for request in observation.requests:
                    if request.code == found.code:
                        return observation, request
        return None

    def _told(self, form: Form) -> ReceivedFile:
        base = ReceivedFile(
            form.path,
            form.name,
            ReceivedAs.NO_CODE,
            "",
            bytes=len(form.content),
            sha256=form.sha256,
        )
        for observation in self._observations:
            for request in observation.requests:
                if request.form_sha256 == form.sha256:
                    return replace(
                        base,
                        outcome=ReceivedAs.AS_SENT,
                        message=f"This is {observation.ref} as you made it: nobody has filled it "
                        "in. It hasn't been added.",
                        hint="Choose the file that came back.",
                        observation_uid=observation.uid,
                        ref=observation.ref,
                        version=request.version,
                        code=request.code,
                    )
        if (again := self._again(form)) is not None:
            return self._duplicate(base, again)
        found = self._of(form)
        if found is None:
            return self._stranger(base, form)
        observation, request = found
        by = next(each.by for each in form.codes if each.code == request.code)
        return _matched(
            replace(
                base,
                observation_uid=observation.uid,
                ref=observation.ref,
                version=request.version,
                code=request.code,
                matched_by=by.value,
            ),
            form,
            observation,
            request,
            by,
        )

    def _again(self, form: Form) -> KnownArrival | None:
        for each in self._known:
            if each.sha256 == form.sha256:
                return each
            is_same_mail = form.mail is not None and (
                each.message_id and each.message_id == form.mail.message_id
            )
            if form.written and each.is_written and is_same_mail:
                return each
        return None

    def _duplicate(self, base: ReceivedFile, again: KnownArrival) -> ReceivedFile:
        owner = next((o for o in self._observations if o.uid == again.observation_uid), None)
        when = day_words(again.arrived_at[:10])
        of = f" for {owner.ref}" if owner else ""
        return replace(
            base,
            outcome=ReceivedAs.DUPLICATE,
            message=f"You already have this file: it came back{of} on {when}. It hasn't been "
            "added again.",
            arrival_uid=again.uid,
            observation_uid=again.observation_uid,
            ref=owner.ref if owner else "",
        )

    def _stranger(self, base: ReceivedFile, form: Form) -> ReceivedFile:
        ours = [each for each in form.codes if request_code.of_portfolio(each.code, self._store.id)]
        if ours:
            return replace(
                base,
                outcome=ReceivedAs.UNKNOWN_CODE,
                code=ours[0].code,
                message=f"This proforma has a code of this portfolio "
                f"({request_code.shown(ours[0].code)}), but no request here has it. It has been "
                "kept and not attached.",
                hint="The request may have been removed: undo, or a backup, brings it back. Or say "
                "yourself which request it belongs to.",
            )
        if form.codes:
            return replace(
                base,
                outcome=ReceivedAs.OTHER_PORTFOLIO,
                code=form.codes[0].code,
                message="This proforma belongs to a different portfolio. It hasn't been attached "
                "and hasn't been changed.",
                hint="Check you have the right file with your line manager.",
            )
        if form.problem:
            return replace(
                base,
                outcome=ReceivedAs.UNREADABLE,
                message=f"{form.name} couldn't be read, so its code can't be seen. {form.problem} "
                "It has been kept and not attached.",
                hint="Ask for the file again, or say yourself which request it belongs to.",
            )
        found = form.note or f"No code of a request was found in {form.name}."
        return replace(
            base,
            message=f"{found} It has been kept and not attached.",
            hint="Say yourself which request it belongs to, or add it as evidence instead.",
        )

    def _row(
        self,
        session: Session,
        form: Form,
        observation: Observation | None,
        request: Request | None,
    ) -> tables.ArrivalRow:
        row = tables.ArrivalRow(file_id=form.file_id or _file(session, form.name, form))
        if form.mail is not None:
            if form.mail_sha256:
                row.mail_file_id = form.mail_file_id or _mail_file(session, form)
            row.sender = form.mail.sender
            row.sent_at = form.mail.sent_at
            row.subject = form.mail.subject
            row.message_id = form.mail.message_id
        if form.written and observation is not None:
            row.written = form.written
            row.signature = SignatureKind.MAIL.value
            address = form.mail.address if form.mail else ""
            row.signature_words = SignatureKind.MAIL.words(address=address or "an unknown address")
        if observation is not None and request is not None:
            by = next(each.by for each in form.codes if each.code == request.code)
            row.matched_by = by.value
            belong(session, row, observation.uid, request.uid)
        session.add(row)
        session.flush()
        return row


def belong(
    session: Session, row: tables.ArrivalRow, observation_uid: str, request_uid: str
) -> None:
    """Say to which request a file belongs: the observation is *Returned* then, unless attached."""
    observation = session.query(tables.ObservationRow).filter_by(uid=observation_uid).one()
    request = session.query(tables.RequestRow).filter_by(uid=request_uid).one()
    row.observation_id, row.request_id = observation.id, request.id
    if observation.state not in (
        ObservationState.IN_PORTFOLIO.value,
        ObservationState.WITHDRAWN.value,
    ):
        observation.state = ObservationState.RETURNED.value


def our_texts(store: Store, content: FormContent) -> tuple[str, ...]:
    """Return what a request says, as far as a mail that answers it may quote it."""
    from portfolio_app.services import asking

    ksbs = tuple(
        text
        for each in content.ksbs
        for text in (
            each.text,
            each.plain,
            each.short,
            f"{each.code} {each.short}",
            f"{each.code} {each.text}",
        )
    )
    facts = (content.title, content.context, content.statement, content.place, content.present)
    lines = asking.our_lines(content, store)
    return tuple(filter(None, (*_ASKED_ALWAYS, *facts, *ksbs, *lines)))


def _statement(store: Store, reply: Reply, said: Sequence[CodeFound]) -> str:
    """Return what the sender of a mail wrote in it themselves."""
    ours: tuple[str, ...] = ()
    for each in said:
        if (known := queries.observations.by_code(store, each.code)) is not None:
            ours += our_texts(store, known[1].content)
    return own_words(reply.words, ours)


def _known(store: Store, code: str) -> bool:
    return queries.observations.by_code(store, code) is not None


def _may_be_a_form(form: Form) -> bool:
    ending = form.name.rsplit(".", 1)[-1].lower()
    if ending == "pdf" or form.content[:5] == b"%PDF-":
        return True
    return ending in _PICTURES and len(form.content) >= _SMALLEST_PHOTO


def _matched(
    base: ReceivedFile, form: Form, observation: Observation, request: Request, by: MatchedBy
) -> ReceivedFile:
    newest = observation.newest or request
    title = request.content.title
    if request.version != newest.version:
        when = f" on {day_words(newest.sent_at[:10])}" if newest.sent_at else ""
        did = "sent" if newest.sent_at else "made"
        return replace(
            base,
            outcome=ReceivedAs.OLDER,
            message=f"{observation.ref}: this is version {request.version}; you {did} version "
            f"{newest.version}{when}. It has been kept and not attached.",
            hint="Check what changed between the versions, or ask for the newer one.",
        )
    if observation.state is ObservationState.WITHDRAWN:
        return replace(
            base,
            outcome=ReceivedAs.WITHDRAWN,
            message=f"{observation.ref}, “{title}”: you had withdrawn this request. What came back "
            "has been kept and not attached.",
            hint="Check it, then attach it if it counts after all.",
        )
    if form.written:
        return replace(
            base,
            outcome=ReceivedAs.WRITTEN,
            message=f"{observation.ref}, “{title}”: a written statement by e-mail, known "
            f"{by.words}. It is not signed.",
            hint="Read it, and tick what it says was seen.",
        )
    others = [each for each in observation.arrivals if each.request_uid == request.uid]
    more = ""
    if others:
        more = f" Another file came back on {day_words(others[-1].arrived_at[:10])}: both are kept."
    return replace(
        base,
        outcome=ReceivedAs.MATCHED,
        message=f"{observation.ref}, “{title}”, known {by.words}.{more}",
        hint="Check it, then attach it.",
    )


def _file(session: Session, name: str, form: Form) -> int:
    row = tables.FileRow(
        sha256=form.sha256, bytes=len(form.content), name=name or "returned", folder=form.folder
    )
    session.add(row)
    session.flush()
    return row.id


def _mail_file(session: Session, form: Form) -> int:
    known = (
        session.query(tables.FileRow)
        .join(tables.ArrivalRow, tables.ArrivalRow.mail_file_id == tables.FileRow.id)
        .filter(tables.FileRow.sha256 == form.mail_sha256)
        .first()
    )
    if known is not None:
        return known.id
    row = tables.FileRow(sha256=form.mail_sha256, bytes=form.mail_bytes, name=form.mail_name)
    session.add(row)
    session.flush()
    return row.id


def summary_of(results: Sequence[ReceivedFile]) -> str:
    """Return the line that says what came back."""
    known = sorted({each.ref for each in results if each.outcome.is_match})
    if known:
        return f"{', '.join(known)} came back"
    return "1 file came back" if len(results) == 1 else f"{len(results)} files came back"
