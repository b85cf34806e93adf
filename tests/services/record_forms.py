"""Records to sign in a portfolio of the tests, and how their forms come back."""

from __future__ import annotations

import io

import pypdf

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import FormLine, LineKind, Signer, line_field, of_party
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Request
from portfolio_app.domain.witness import Witness
from portfolio_app.services import records, requests, returns, witnesses
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.asked import facts

MANAGER, TUTOR, ME = "Robin Sampleton", "Toni Tutorly", "Sam Sampleton"
EMAILS = ("head.of.service@example.org", "tutor@example.ac.example")
AGREED = "The line manager frees Friday mornings until the end of April."
LINES = (
    FormLine(LineKind.SAID, "The options paper went to the board.", "What was discussed"),
    FormLine(LineKind.SAID, AGREED, "What was agreed"),
    FormLine(LineKind.TICK, "This is what we discussed and agreed."),
    FormLine(LineKind.WORDS, "Anything to add? (optional)", must=False),
)


def people(store: Store) -> tuple[str, str]:
    """Return the uids of line manager and tutor, put into the register if they are not there."""
    known = {each.name: each.uid for each in witnesses.everyone(store)}
    if MANAGER not in known:
        known[MANAGER] = facts(store)
    if TUTOR not in known:
        who = Witness(TUTOR, "University of Example", "Tutor", email=EMAILS[1])
        known[TUTOR] = witnesses.add(store, who, in_bundle=False).focus
    return known[MANAGER], known[TUTOR]


def three(store: Store) -> tuple[Signer, ...]:
    """Return the parties of a review: line manager, tutor, apprentice."""
    manager, tutor = people(store)
    return (
        Signer("Line manager", manager),
        Signer("Practice tutor", tutor),
        Signer("Apprentice", is_me=True),
    )


def asked(
    store: Store,
    room: Workroom,
    kind: FormKind = FormKind.REVIEW_RECORD,
    signers: tuple[Signer, ...] = (),
    lines: tuple[FormLine, ...] = LINES,
    about: str = "review-1",
) -> tuple[str, Request, bytes]:
    """Return a record's uid, its version that was sent, and the form."""
    made = records.ask(
        store, room, kind, about, "Second review", lines, signers or three(store),
        day="2025-12-02",
    )  # fmt: skip
    requests.sent(store, made.changes.focus)
    return made.changes.focus, made.request, store.vault.get(made.request.form_sha256)


def answers(party: int = 1, name: str = MANAGER, **others: str) -> dict[str, str]:
    """Return what a party enters, by field; ``others`` by the plain name, "" leaves one out."""
    told = {
        line_field(3): forms.ON,
        forms.NAME: name,
        forms.JOB_TITLE: "Head of service",
        forms.RELATIONSHIP: "Line manager",
        forms.SIGNED_ON: "3 December 2025",
        forms.TYPED_SIGNATURE: name,
    }
    told |= {each.replace("__", ".").replace("_", "-"): value for each, value in others.items()}
    return {of_party(each, party): value for each, value in told.items() if value}


def filled(form: bytes, *several: dict[str, str]) -> bytes:
    """Return a form filled in by pypdf; nothing that others entered is touched."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    known = writer.get_fields() or {}
    values = {
        name: f"/{value}" if known[name].get("/FT") == "/Btn" else value
        for told in several
        for name, value in told.items()
    }
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def came(store: Store, room: Workroom, content: bytes, name: str = "back.pdf") -> str:
    """Take in and check a file; return the uid of what came back."""
    (result,) = returns.receive(store, room, [(name, content)]).results
    returns.check(store, room, result.arrival_uid)
    return result.arrival_uid
