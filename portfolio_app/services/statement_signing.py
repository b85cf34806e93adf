"""Who signed a statement that came back, when, and for which set."""

from __future__ import annotations

from portfolio_app.domain import forms
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import Observation
from portfolio_app.domain.papers import PaperKind, SignedRow, Signing
from portfolio_app.domain.plausible import day_in
from portfolio_app.services import papers
from portfolio_app.store.database import Store
from portfolio_app.store.queries.arrivals import Held


def paper_kind(observation: Observation) -> PaperKind:
    """Return what a statement that came back is in a pack."""
    if observation.kind is FormKind.STATEMENT:
        return PaperKind.SIGN_OFF
    if observation.asked.supplement_to:
        return PaperKind.EMPLOYER_SUPPLEMENT
    return PaperKind.EMPLOYER_STATEMENT


def signing_of(store: Store, held: Held, content: FormContent, kind: PaperKind) -> Signing | None:
    """Return who signed, when, and for which set; None for a statement that nobody signed."""
    arrival, answers = held.arrival, held.answers
    if not arrival.signature.is_signed:
        return None
    name = " ".join(answers.get(forms.NAME, "").split()) or content.observer
    role = " ".join(answers.get(forms.JOB_TITLE, "").split())
    on = day_in(answers.get(forms.SIGNED_ON, "")) or arrival.arrived_at[:10]
    items = tuple((row.item_uid, row.sha256, row.part_hash) for row in content.schedule)
    if kind is PaperKind.SIGN_OFF:
        items = papers.set_of(store, kind)
    rows = tuple(
        SignedRow(row.item_uid, row.ref, row.title, answers.get(forms.whose_field(number), ""))
        for number, row in enumerate(content.schedule, 1)
    )
    return Signing(
        by=", ".join(filter(None, (name, role))),
        on=on,
        items=items,
        answers=rows,
        signature=arrival.signature_words,
        comment=" ".join(answers.get(forms.COMMENT, "").split()),
    )
