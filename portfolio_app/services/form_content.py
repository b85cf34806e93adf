"""What a form says that is made now: the portfolio's facts, the request, the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portfolio_app.domain.form_lines import FormParty, Signer
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb, ScheduleRow
from portfolio_app.domain.observation import Observation
from portfolio_app.domain.papers import part_hash
from portfolio_app.domain.standard import NOT_COMPARED, Standard
from portfolio_app.domain.witness import Witness
from portfolio_app.services.hidden_words import Masks
from portfolio_app.services.plain_explanations import plain_explanations
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def content(
    store: Store, observation: Observation, witness: Witness, version: int, code: str, today: date
) -> FormContent:
    """Return all that a version of a form says. Nothing private is in it, no address either.

    What the bundle hides is hidden here too: in titles and parts of the schedule.
    """
    details = queries.portfolio.details(store)
    standard = queries.standard.standard(store)
    asked = observation.asked
    ksbs = _ksbs(standard, asked.ksb_uids)
    is_schedule = observation.kind is FormKind.EMPLOYER_STATEMENT
    return FormContent(
        kind=observation.kind,
        ref=observation.ref,
        version=version,
        code=code,
        title=asked.title,
        apprentice=details.name,
        employer=details.employer,
        provider=details.provider,
        standard=standard_words(standard),
        day=asked.day,
        time=asked.time,
        minutes=asked.minutes,
        place=asked.place,
        present=asked.present,
        observed_as=asked.observed_as.value if observation.kind is FormKind.OBSERVATION else "",
        context=asked.context,
        confidential=asked.confidential,
        observer=witness.name,
        job_title=witness.job_title,
        organisation=witness.organisation,
        relationship=witness.relationship,
        ksbs=ksbs,
        statement=asked.statement,
        schedule=schedule(store, asked.item_uids) if is_schedule else (),
        signature_field=asked.signature_field,
        lines=asked.lines,
        parties=parties(store, asked.signers),
        made_on=today.isoformat(),
        reply_to=details.email,
        wording=standard.wording_line or NOT_COMPARED if asked.ksb_uids else "",
    )


def parties(store: Store, signers: Sequence[Signer]) -> tuple[FormParty, ...]:
    """Return the parties of a record as a form made now names them."""
    details = queries.portfolio.details(store)
    known = {each.uid: each for each in details.witnesses if each.uid}
    made = []
    for each in signers:
        who = known.get(each.witness_uid)
        if each.is_me:
            me = FormParty(
                each.role, details.name, details.job, details.employer, is_me=True,
                must_sign=each.must_sign,
            )  # fmt: skip
            made.append(me)
        elif who is not None:
            made.append(
                FormParty(
                    each.role, who.name, who.job_title, who.organisation, who.relationship,
                    must_sign=each.must_sign,
                )
            )  # fmt: skip
        else:
            made.append(FormParty(each.role, must_sign=each.must_sign))
    return tuple(made)


def schedule(store: Store, only: Sequence[str] = ()) -> tuple[ScheduleRow, ...]:
    """Return the shortlist as the employer is asked about it, in order; ``only`` these uids.

    A row is bound to the piece, its original and its stated part as they are now.
    """
    masks = Masks(store)
    items = [each for each in queries.evidence.items(store) if each.ref]
    items.sort(key=lambda each: each.position or 0)
    rows = []
    for each in items:
        if only and each.uid not in only:
            continue
        mask = masks.of_item(each)
        rows.append(
            ScheduleRow(
                item_uid=each.uid,
                ref=each.ref,
                title=mask(each.title),
                date=each.date,
                pages=each.pages,
                part=mask(each.part),
                sha256=each.sha256,
                part_hash=part_hash(each.part),
            )
        )
    return tuple(rows)


def standard_words(standard: Standard) -> str:
    """Return a standard as a form names it: "Senior leader, ST0480 version 1.2"."""
    version = f"version {standard.version}" if standard.version else ""
    number = " ".join(part for part in (standard.reference, version) if part)
    return ", ".join(part for part in (standard.title, number) if part)


def _ksbs(standard: Standard, uids: Sequence[str]) -> tuple[FormKsb, ...]:
    by_uid = {each.uid: each for each in standard.ksbs if not each.retired}
    explained = plain_explanations()
    return tuple(
        FormKsb(ksb.code, ksb.short, ksb.text, explained.of(ksb.text), ksb.kind.value)
        for uid in uids
        if (ksb := by_uid.get(uid)) is not None
    )
