"""The register of witnesses: people who observe, or can confirm a piece of evidence.

One list for both. Whether the bundle prints somebody is the person's to say; where
requests are sent to never leaves this computer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import replace

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.observation import Observation
from portfolio_app.domain.typed_words import is_address, one_line
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import new_uid

LONGEST = 200  # characters of a name, a title, an organisation, a contact
_TOPICS = {Topic.PORTFOLIO, Topic.OBSERVATIONS}


def everyone(store: Store) -> tuple[Witness, ...]:
    """Return the whole register in its order, everybody with a uid.

    Who was typed before people had one has the same uid at every look; it is written down with the
    next change of the register, or with the first request. ``refs`` are item uids.
    """
    known = queries.portfolio.details(store).witnesses
    return tuple(
        each if each.uid else replace(each, uid=_first_uid(place, each))
        for place, each in enumerate(known)
    )


def witness(store: Store, uid: str) -> Witness:
    """Return one of the register by uid.

    Raises:
        PortfolioError: nobody has it ("no-such-witness").
    """
    for each in everyone(store):
        if each.uid == uid:
            return each
    raise _no_such()


def called(store: Store, words: str) -> Witness:
    """Return the one whom a person means by uid, name, or a part of the name.

    Raises:
        PortfolioError: "no-such-witness", or "ambiguous" naming those it may be.
    """
    known, wanted = everyone(store), one_line(words).casefold()
    for found in (
        [each for each in known if each.uid == wanted],
        [each for each in known if each.name.casefold() == wanted],
        [each for each in known if wanted and wanted in each.name.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise PortfolioError(
                f"{len(found)} people go by “{words}”: {', '.join(e.name for e in found)}.",
                hint="Give the whole name.",
                code="ambiguous",
            )
    raise _no_such()


def add(store: Store, witness: Witness, *, in_bundle: bool | None = None) -> Changes:
    """Add somebody; ``focus`` of the step is their new uid.

    ``in_bundle`` says whether the bundle lists them, else what ``witness`` says: False is for an
    observer who was not asked about that yet.

    Raises:
        PortfolioError: there is no name ("nobody"), the address is none ("no-address"), or another
            has the same name and organisation ("known-already"). Nothing was changed.
    """
    fresh = replace(_tidy(witness), uid=new_uid())
    if in_bundle is not None:
        fresh = replace(fresh, in_bundle=in_bundle)
    known = everyone(store)
    _refuse_twice(known, fresh)
    return _write(store, (*known, fresh), f"{fresh.name} added to the witnesses", fresh.uid)


def change(store: Store, uid: str, witness: Witness) -> Changes:
    """Put what is known about somebody in place of what was; the uid stays.

    Raises:
        PortfolioError: nobody has this uid ("no-such-witness"), or as ``add``.
    """
    changed = replace(_tidy(witness), uid=uid)
    known = everyone(store)
    if all(each.uid != uid for each in known):
        raise _no_such()
    _refuse_twice([each for each in known if each.uid != uid], changed)
    kept = tuple(changed if each.uid == uid else each for each in known)
    return _write(store, kept, f"{changed.name}: changed", uid)


def list_in_bundle(store: Store, uid: str, *, listed: bool) -> Changes:
    """Say whether the bundle lists somebody among the witnesses.

    Raises:
        PortfolioError: nobody has this uid ("no-such-witness").
    """
    found = replace(witness(store, uid), in_bundle=listed)
    kept = tuple(found if each.uid == uid else each for each in everyone(store))
    told = f"{found.name} is listed in the bundle" if listed else f"{found.name} is not listed"
    return _write(store, kept, told, uid)


def remove(store: Store, uid: str) -> Changes:
    """Take somebody out of the register.

    Raises:
        PortfolioError: nobody has this uid ("no-such-witness"), or they were asked for an
            observation ("was-asked").
    """
    gone = witness(store, uid)
    kept = tuple(each for each in everyone(store) if each.uid != uid)
    return _write(store, kept, f"{gone.name} removed from the witnesses", uid)


def set_all(store: Store, witnesses: Sequence[Witness]) -> Changes:
    """Make these the whole register, in this order.

    Raises:
        PortfolioError: as ``add`` and ``remove``, without a look at names that occur twice.
    """
    tidied = [_tidy(each) for each in witnesses]
    taken = [each.uid for each in tidied if each.uid]
    if len(set(taken)) != len(taken):
        raise PortfolioError("Somebody is in the list twice. Nothing was changed.")
    kept = tuple(each if each.uid else replace(each, uid=new_uid()) for each in tidied)
    return _write(store, kept, "Witnesses changed", "")


def write_down(store: Store, session: Session) -> None:
    """Write the uids that ``everyone`` gives, within a step that is about to point at one."""
    if any(not each.uid for each in queries.portfolio.details(store).witnesses):
        details.enter(session, "witnesses", _body(everyone(store)))


def _write(store: Store, kept: Sequence[Witness], told: str, focus: str) -> Changes:
    here = {each.uid for each in kept}
    for each in queries.observations.observations(store):
        gone = _asked_and_gone(store, each, here)
        if gone:
            raise PortfolioError(
                f"{gone} was asked for {each.ref}, so they stay in the register. Nothing "
                "was changed.",
                hint="Leave them out of the bundle's list instead.",
                code="was-asked",
            )
    with store.step("change witnesses", told, _TOPICS, focus=focus) as step:
        details.enter(step.session, "witnesses", _body(kept))
    return step.changes


def _asked_and_gone(store: Store, asked: Observation, here: Collection[str]) -> str:
    """Return the name of somebody who was asked and would not be in the register any more."""
    known = {each.uid: each.name for each in queries.portfolio.details(store).witnesses if each.uid}
    uids = (asked.witness_uid, *(each.witness_uid for each in asked.asked.signers))
    return next((known[uid] for uid in uids if uid in known and uid not in here), "")


def _body(witnesses: Sequence[Witness]) -> str:
    return json.dumps(wire.encode(tuple(witnesses)))


def _tidy(witness: Witness) -> Witness:
    def line(text: str) -> str:
        return one_line(text)[:LONGEST].rstrip()

    name, email = line(witness.name), one_line(witness.email)
    if not name:
        raise PortfolioError(
            "Nobody is named. Nothing was changed.",
            hint="Say who: a name or a role.",
            code="nobody",
        )
    if email and not is_address(email):
        raise PortfolioError(
            f"This is not an e-mail address: {email[:LONGEST]}. Nothing was changed.",
            hint="Give one address such as name@example.org, or leave it empty.",
            code="no-address",
        )
    return replace(
        witness,
        name=name,
        organisation=line(witness.organisation),
        relationship=line(witness.relationship),
        contact=line(witness.contact),
        job_title=line(witness.job_title),
        email=email,
    )


def _first_uid(place: int, witness: Witness) -> str:
    said = f"{place}\n{witness.name}\n{witness.organisation}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:26]


def _refuse_twice(known: Sequence[Witness], fresh: Witness) -> None:
    said = (fresh.name.casefold(), fresh.organisation.casefold())
    if any((each.name.casefold(), each.organisation.casefold()) == said for each in known):
        raise PortfolioError(
            f"{fresh.name} is in the register already. Nothing was changed.",
            hint="Choose them there, or say how the two differ: by organisation or by name.",
            code="known-already",
        )


def _no_such() -> PortfolioError:
    return PortfolioError(
        "Nobody in the register goes by that. Nothing was changed.",
        hint="Add them first.",
        code="no-such-witness",
    )
