"""Forms as they come back: filled in by another program, in a mail, or answered in one."""

from __future__ import annotations

import io
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import pikepdf
import pypdf

from portfolio_app.domain import forms
from portfolio_app.domain.observation import Observation, Request
from portfolio_app.services import requests, witnesses
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.asked import drafted, facts

ACCOUNT = (
    "The two heads of service came in with opposite plans. Sam let each speak, drew out what they "
    "agreed on, and asked the finance lead what the costs would be. By the end both had signed up "
    "to one plan with dates."
)
ANSWERS = {
    forms.FACTS_RIGHT: forms.FACTS_YES,
    forms.ACCOUNT: ACCOUNT,
    forms.seen_field(1): "seen",
    forms.where_field(1): "drew out what they agreed on",
    forms.seen_field(2): "part",
    forms.SAW: forms.ON,
    forms.OWN_WORDS: forms.ON,
    forms.NOT_RELATED: forms.ON,
    forms.NAME: "Robin Sampleton",
    forms.JOB_TITLE: "Head of service",
    forms.ORGANISATION: "Exampleshire Council",
    forms.RELATIONSHIP: "Line manager",
    forms.SIGNED_ON: "3 December 2025",
    forms.TYPED_SIGNATURE: "Robin Sampleton",
}


def sent(store: Store, room: Workroom, *codes: str) -> tuple[Observation, Request, bytes]:
    """Return an observation whose form was made and sent, that version, and the form."""
    known = witnesses.everyone(store)
    draft = drafted(store, known[0].uid if known else facts(store), *codes)
    made = requests.make_form(store, room, draft.uid)
    requests.sent(store, draft.uid)
    return requests.found(store, draft.uid), made, store.vault.get(made.form_sha256)


def filled(form: bytes, answers: dict[str, str] | None = None, /, **others: str) -> bytes:
    """Return a form filled in by pypdf; ``others`` put an answer in place of the usual one."""
    wanted = {**(ANSWERS if answers is None else answers), **others}
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    names = set(writer.get_fields() or {})
    values = {}
    for name, value in wanted.items():
        if name in names:
            is_button = name.endswith((".seen", ".whose")) or name in (
                forms.FACTS_RIGHT, forms.SAW, forms.OWN_WORDS, forms.NOT_RELATED, forms.AGREED,
            )  # fmt: skip
            values[name] = f"/{value}" if is_button and value else value
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def in_mail(
    form: bytes | None,
    words: str = "Here it is.",
    *,
    subject: str = "Form",
    name: str = "whatever.pdf",
    sender: str = "Robin Sampleton <head.of.service@example.org>",
    message_id: str = "<1@example.org>",
    answers: str = "",
) -> bytes:
    """Return a mail from the observer, with the form attached or without."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "sam@example.org"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.fromisoformat("2025-12-04T10:02:00+00:00"))
    mail["Message-ID"] = message_id
    if answers:
        mail["In-Reply-To"] = answers
    mail.set_content(words)
    if form is not None:
        mail.add_attachment(form, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def retouched(form: bytes, was: str, now: str) -> bytes:
    """Return a form with a word of what is drawn on it changed."""
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            data = page.Contents.read_bytes()
            page.Contents = pdf.make_stream(data.replace(was.encode(), now.encode()))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
