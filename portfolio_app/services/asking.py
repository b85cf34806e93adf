"""The ready message: text to copy, a mail with the form attached, a calendar entry, a reminder.

Nothing is sent: the person's own mail program opens the file, and they look at it first.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain import request_message
from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.calendar_entry import CalendarEntry, calendar_file
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.chasing import corrected_on
from portfolio_app.domain.form_words import FormWords, form_words_from_data
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.mail_header import mailbox_header, text_header
from portfolio_app.domain.observation import Observation, Request
from portfolio_app.domain.request_message import Sender
from portfolio_app.domain.typed_words import is_address
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import placing, requests, witnesses
from portfolio_app.services.requests import Saved
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_CODE_HEADER = "X-Request-Code"
_HEAD = 64 << 10  # bytes of a file in which its headers stand


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to copy. ``to`` is the observer's address, "" when none is kept.

    ``attachment`` is the name of the form's file.
    """

    to: str
    name: str
    subject: str
    text: str
    attachment: str


def message(store: Store, uid: str, *, party: int = 0, today: date | None = None) -> Message:
    """Return the message that goes with the newest form.

    ``party``, counted from 1, says to which of a record's parties; 0 is the first who is not the
    apprentice.

    Raises:
        PortfolioError: there is no such request ("no-such-request"), no form yet ("no-form"), or no
            such party ("no-such-party").
    """
    known = requests.found(store, uid)
    content = _for(_newest(known).content, party)
    text = request_message.message(
        content, words_of(content.kind), _sender(store), today or _today()
    )
    return _message(store, known, request_message.subject(content), text, party)


def reminder(store: Store, uid: str, *, party: int = 0, today: date | None = None) -> Message:
    """Return a reminder of the newest form; its words fit how long ago it was sent.

    Raises:
        PortfolioError: as ``message``, or it was not sent yet ("not-sent").
    """
    known = requests.found(store, uid)
    newest = _newest(known)
    if not newest.sent_at:
        raise PortfolioError(
            f"{known.ref} was not sent yet, so there is nothing to remind of.",
            hint="Send it first, then say so.",
            code="not-sent",
        )
    sent_on = datetime.fromisoformat(newest.sent_at).astimezone().date().isoformat()
    content = _for(newest.content, party)
    if corrected_on(known):
        text = request_message.correction_reminder(content, _sender(store))
    else:
        text = request_message.reminder(content, _sender(store), sent_on, today or _today())
    return _message(store, known, request_message.reminder_subject(content), text, party)


def our_lines(content: FormContent, store: Store) -> tuple[str, ...]:
    """Return every line that a message about a form may hold, to know ours from an answer."""
    words, sender = words_of(content.kind), _sender(store)
    made = content.made_on or _today().isoformat()
    texts = [
        request_message.message(content, words, sender, day)
        for day in (date.min, date.max)  # as read before and after the day
    ]
    for number in range(1, len(content.parties) + 1):
        one = _for(content, number)
        texts += [request_message.message(one, words, sender, day) for day in (date.min, date.max)]
    texts.append(request_message.correction_reminder(content, sender))
    texts += [
        request_message.reminder(content, sender, made, date.fromordinal(ordinal))
        for ordinal in (
            date.fromisoformat(made).toordinal() + days
            for days in (0, request_message.SOON, request_message.LATE)
        )
    ]
    return tuple(dict.fromkeys(line for text in texts for line in text.split("\n") if line.strip()))


def save_message(
    store: Store,
    room: Workroom,
    uid: str,
    out: Path,
    *,
    remind: bool = False,
    party: int = 0,
    progress: Progress = silent,
) -> Saved:
    """Write the message as a mail that is not sent yet (.eml), with the form attached.

    The form is made first where what it asks has changed; a reminder is of the one that was sent.

    Raises:
        PortfolioError: as ``requests.save_form``, or ``reminder``.
        Cancelled: ``progress`` raised it; nothing was written.
    """
    out = placing.refuse_place(store, out, ".eml", "The message")
    if remind:
        wanted = reminder(store, uid, party=party)
        request = _newest(requests.found(store, uid))
        changes = Changes("", frozenset(), focus=uid)
    else:
        made = requests.make(store, room, uid, progress=progress)
        request, changes = made.request, made.changes
        wanted = message(store, uid, party=party)
    form = store.vault.get(request.form_sha256)
    codes = {each.code for each in requests.found(store, uid).requests}
    content = eml(wanted, form, request.code)
    placing.put(out, content, "The message", lambda it: code_of(it) in codes)
    return Saved(changes, request, out)


def save_calendar(store: Store, uid: str, out: Path, *, now: datetime | None = None) -> Path:
    """Write a calendar entry of the day on which there is something to see (.ics).

    Raises:
        PortfolioError: there is no such request ("no-such-request"), no day is given ("no-day"),
            another file is there ("exists"), or it can't be written.
    """
    out = placing.refuse_place(store, out, ".ics", "The calendar entry")
    known = requests.found(store, uid)
    if not known.asked.day:
        raise PortfolioError(
            f"{known.ref} has no date, so there is nothing to put into a calendar.",
            hint="Give its date first.",
            code="no-day",
        )
    entry = _entry(known)
    mark = f"UID:{entry.uid}".encode()
    content = calendar_file(entry, now or datetime.now(UTC))
    placing.put(out, content, "The calendar entry", lambda it: mark in it[:_HEAD])
    return out


def eml(message: Message, form: bytes, code: str) -> bytes:
    """Return a mail that opens as a draft, by bytes; ``form`` is the PDF attached.

    Outlook and others take ``X-Unsent: 1`` for "not sent yet". It names no sender and no day: the
    mail program puts them in.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))  # what every mail program takes
    made.set_content(message.text.encode("utf-8", "replace").decode())
    made.add_attachment(form, maintype="application", subtype="pdf", filename=message.attachment)
    made.set_boundary(f"=_form_{code}")  # the same message is the same file
    address = _plain_address(message.to)
    head = [
        text_header("X-Unsent", "1"),
        text_header(_CODE_HEADER, code),
        *([mailbox_header("To", message.name, address)] if address else []),
        text_header("Subject", message.subject),
    ]
    return b"".join(head) + made.as_bytes()


def words_of(kind: FormKind) -> FormWords:
    """Return the words of a kind of form."""
    return form_words_from_data(tomllib.loads(assets.text(f"forms/{kind.value}.toml")))


def code_of(content: bytes) -> str:
    """Return the code that a message of ours names in its head, "" for any other file."""
    from email.parser import BytesHeaderParser

    return str(BytesHeaderParser().parsebytes(content[:_HEAD]).get(_CODE_HEADER, "")).strip()


def _plain_address(typed: str) -> str:
    """Return an address in ASCII letters alone; "" when it has no such form."""
    if not is_address(typed):
        return ""
    local, _, domain = typed.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


def _for(content: FormContent, party: int) -> FormContent:
    """Return what a form says as the message to one of its parties names them."""
    if not party:
        return content
    if not 1 <= party <= len(content.parties):
        raise PortfolioError("This form has no such party.", code="no-such-party")
    return replace(content, observer=content.parties[party - 1].name)


def _message(store: Store, known: Observation, subject: str, text: str, party: int) -> Message:
    uid = known.witness_uid if known.witness else ""
    if party and party <= len(known.asked.signers):
        uid = known.asked.signers[party - 1].witness_uid
    who = witnesses.witness(store, uid) if uid else None
    content = _for(_newest(known).content, party)
    return Message(
        to=who.email if who else "",
        name=content.observer,
        subject=subject,
        text=text,
        attachment=requests.usual_name(known),
    )


def _entry(known: Observation) -> CalendarEntry:
    asked, newest = known.asked, known.newest
    minutes = minutes_needed(newest.content) if newest else 10
    said = [f"{known.ref}: {asked.observed_as.words.lower()} observes, then writes what they saw."]
    said.append(f"The form takes about {minutes} minutes, best on the same day.")
    return CalendarEntry(
        uid=f"{known.uid}@observations.invalid",  # RFC 2606: a name that is nobody's
        title=f"Observation: {asked.title}",
        day=asked.day,
        time=asked.time,
        minutes=asked.minutes,
        place=asked.place,
        description="\n".join(said),
        sequence=newest.version - 1 if newest else 0,
    )


def _newest(known: Observation) -> Request:
    if known.newest is None:
        raise PortfolioError(
            f"{known.ref} has no form yet, so there is no message.",
            hint="Make the form first.",
            code="no-form",
        )
    return known.newest


def _sender(store: Store) -> Sender:
    details = queries.portfolio.details(store)
    return Sender(details.name, details.job, details.employer)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the person's own day
