"""Statements to sign: the employer's with its schedule, a supplement to it, and a general one.

They are requests like an observation (services/requests makes, saves and sends them); here is what
is particular to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormKind, ScheduleRow
from portfolio_app.domain.observation import Asked, Observation, ObservationState
from portfolio_app.problems import PortfolioError
from portfolio_app.services import form_content, numbering, requests
from portfolio_app.store import queries
from portfolio_app.store.database import Store

EMPLOYER_TITLE = "The evidence in my portfolio"
_OUT = (ObservationState.SENT, ObservationState.RETURNED, ObservationState.CHECKED,
        ObservationState.IN_PORTFOLIO)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    """A piece that differs from what a statement was made for.

    ``item_uid`` is "" for one that was taken out; ``words`` say how: "E07 replaced".
    """

    item_uid: str
    words: str


def employer(store: Store, witness_uid: str = "", *, title: str = EMPLOYER_TITLE) -> Changes:
    """Draft the employer's statement about all pieces on the shortlist; ``focus`` is its uid.

    Its rows are taken when the form is made, and bound to each piece's original and stated part.

    Raises:
        PortfolioError: the E-numbers are not fixed ("not-fixed"), or as ``requests.new``.
    """
    numbering.refuse_unless_fixed(store, "The employer's statement")
    return requests.new(store, Asked(title=title), witness_uid, FormKind.EMPLOYER_STATEMENT)


def supplement(store: Store, statement_uid: str = "", witness_uid: str | None = None) -> Changes:
    """Draft a supplement about the pieces that were changed or added since a statement was made.

    Without a uid it belongs to the last statement that was sent; it asks the same person unless
    another is given.

    Raises:
        PortfolioError: no statement was sent ("no-statement"), nothing has changed since
            ("nothing-changed"), or as ``employer``.
    """
    numbering.refuse_unless_fixed(store, "The supplement")
    first = _statement(store, statement_uid)
    changed = [each for each in changed_since(store, first.uid) if each.item_uid]
    if not changed:
        raise PortfolioError(
            f"Nothing that {first.ref} is about was changed or added. Nothing was made.",
            hint="A piece that was taken out needs no supplement.",
            code="nothing-changed",
        )
    newest = first.newest
    made = f" of {day_words(newest.content.made_on)}" if newest and newest.content.made_on else ""
    told = ", ".join(each.words for each in changed[:8])
    more = f" and {len(changed) - 8} more" if len(changed) > 8 else ""
    asked = Asked(
        title=f"Supplement to {first.ref}",
        context=f"These pieces were changed or added after {first.ref}{made}: {told}{more}.",
        item_uids=tuple(each.item_uid for each in changed),
        supplement_to=first.uid,
    )
    who = first.witness_uid if witness_uid is None else witness_uid
    return requests.new(store, asked, who, FormKind.EMPLOYER_STATEMENT)


def general(
    store: Store,
    title: str,
    words: str,
    witness_uid: str = "",
    *,
    day: str = "",
    signature_field: bool = False,
) -> Changes:
    """Draft a statement of one page to sign, such as a sign-off of the proposal.

    Raises:
        PortfolioError: as ``requests.new``; the words are needed when its form is made.
    """
    asked = Asked(title=title, statement=words, day=day, signature_field=signature_field)
    return requests.new(store, asked, witness_uid, FormKind.STATEMENT)


def changed_since(store: Store, statement_uid: str) -> tuple[ChangedPiece, ...]:
    """Return how the shortlist differs from the schedule that a statement went out with.

    What a later supplement that went out covers as it is now is not among them. Pieces that were
    taken out are told as one line.

    Raises:
        PortfolioError: there is no such statement, or it has no form ("no-statement").
    """
    first = _statement(store, statement_uid)
    then = _rows(first)
    for each in queries.observations.observations(store):
        if each.asked.supplement_to == first.uid and each.state in _OUT:
            then |= _rows(each)
    found = []
    for row in form_content.schedule(store):
        was = then.pop(row.item_uid, None)
        if was is None:
            found.append(ChangedPiece(row.item_uid, f"{row.ref} added"))
        elif was.sha256 != row.sha256:
            found.append(ChangedPiece(row.item_uid, f"{row.ref} replaced"))
        elif was.part_hash != row.part_hash:
            found.append(ChangedPiece(row.item_uid, f"part of {row.ref} changed"))
        elif was.ref != row.ref:
            found.append(ChangedPiece(row.item_uid, f"{was.ref} is {row.ref} now"))
    if then:
        out = "1 piece taken out" if len(then) == 1 else f"{len(then)} pieces taken out"
        found.append(ChangedPiece("", out))
    return tuple(found)


def _rows(statement: Observation) -> dict[str, ScheduleRow]:
    """Return the rows of the newest version that was sent, else of the newest, by uid."""
    sent = [each for each in statement.requests if each.sent_at]
    newest = sent[-1] if sent else statement.newest
    rows: Sequence[ScheduleRow] = newest.content.schedule if newest else ()
    return {each.item_uid: each for each in rows}


def _statement(store: Store, uid: str) -> Observation:
    known = [
        each
        for each in queries.observations.observations(store)
        if each.kind is FormKind.EMPLOYER_STATEMENT
        and not each.asked.supplement_to
        and each.requests
        and (each.uid == uid or (not uid and each.state in _OUT))
    ]
    if not known:
        raise PortfolioError(
            "No employer's statement went out yet. Nothing was changed.",
            hint="Make the statement itself first, send it, and say so.",
            code="no-statement",
        )
    return known[-1]
