"""The register of documents: added, dated, signed by its parties; English and maths with them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import register as rules
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import Document, Party, Planned, PlannedKind
from portfolio_app.domain.register import RegisterData
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_ONE_OF = {"english", "maths"}  # one certificate of each is all that is asked for
_AHEAD = "That day lies ahead, so nothing can have been signed on it."


@cache
def data() -> RegisterData:
    """Return the register's groups, states and what is offered (resources/gateway)."""
    return rules.register_data(tomllib.loads(assets.text("gateway/documents.toml")))


def documents(store: Store) -> tuple[Planned, ...]:
    """Return the documents, by group and then in the plan's order."""
    order = {group: at for at, (group, _) in enumerate(data().groups)}
    found = queries.plan.rows(store, PlannedKind.DOCUMENT)
    return tuple(sorted(found, key=lambda each: order[rules.group_of(each, data())]))


def offered(store: Store) -> tuple[tuple[str, str], ...]:
    """Return the usual documents that are not in the register yet: (group, title)."""
    found = documents(store)
    titles = {each.title.casefold() for each in found}
    groups = {rules.group_of(each, data()) for each in found} & _ONE_OF
    return tuple(
        each
        for each in data().offered
        if each[1].casefold() not in titles and each[0] not in groups
    )


def add(store: Store, group: str, title: str, parties: tuple[str, ...] = ()) -> Changes:
    """Add a document. ``focus`` is its uid.

    Raises:
        PortfolioError: there is no such group ("no-such-group"), or the title is missing or too
            long. Nothing was changed.
    """
    _refuse_unknown(group)
    named = tuple(Party(" ".join(each.split())) for each in parties if each.strip())
    content = Document(group=group, parties=named)
    return plan.add(store, Planned(PlannedKind.DOCUMENT, title, content=content))


def set_state(store: Store, uid: str, state: str, *, day: str = "") -> Changes:
    """Say where a document has got to; a day given with it is the document's own.

    A day kept with another state goes: a test's day is not that of its certificate.
    ``state`` is one of the group's, "" for nothing noted.

    Raises:
        PortfolioError: it isn't there ("gone"), its group has no such state ("no-such-state"), or
            the day is none ("no-day"). Nothing was changed.
    """
    row, document = _document(store, uid)
    known = data().states_of(rules.group_of(row, data()))
    if state and state not in {each.id for each in known}:
        raise PortfolioError(
            f"“{row.title}” can't be “{state}”. Nothing was changed.",
            hint=f"Use one of: {', '.join(each.id for each in known)}.",
            code="no-such-state",
        )
    made = replace(row, content=replace(document, state=state))
    if day or (document.state and document.state != state):
        made = replace(made, day=day)
    words = rules.state_words(replace(document, state=state), data())
    return plan.change(store, made, f"{row.title}: {words.lower()}")


def regroup(store: Store, uid: str, group: str) -> Changes:
    """Put a document into another group; a state that the group doesn't have goes.

    Raises:
        PortfolioError: it isn't there ("gone"), or there is no such group ("no-such-group").
    """
    row, document = _document(store, uid)
    _refuse_unknown(group)
    known = data().state(document.state)
    state = "" if known is not None and group not in known.groups else document.state
    made = replace(document, group=group, state=state)
    told = f"{row.title}: {dict(data().groups)[group]}"
    return plan.change(store, replace(row, content=made), told)


def sign(store: Store, uid: str, role: str, on: str) -> Changes:
    """Note that a party signed a document on a day; the app has not checked that signature.

    Raises:
        PortfolioError: it isn't there ("gone"), nobody is named ("no-signer"), or the day is none
            or lies ahead ("no-day"). Nothing was changed.
    """
    row, document = _document(store, uid)
    if not role.strip():
        raise PortfolioError(
            "Nobody is named. Nothing was changed.",
            hint="Say who signed it, by their role.",
            code="no-signer",
        )
    day = past_day(on, _AHEAD)
    made = replace(document, parties=rules.signed(document.parties, role, day))
    told = f"{row.title}: signed by {role.strip()}, as noted"
    return plan.change(store, replace(row, content=made), told)


def unsign(store: Store, uid: str, role: str) -> Changes:
    """Say that a party has not signed after all.

    Raises:
        PortfolioError: it isn't there ("gone").
    """
    row, document = _document(store, uid)
    made = replace(document, parties=rules.signed(document.parties, role, ""))
    return plan.change(store, replace(row, content=made), f"{row.title}: {role} has not signed")


def _refuse_unknown(group: str) -> None:
    if group not in dict(data().groups):
        raise PortfolioError(
            f"There is no group “{group}” in the register. Nothing was changed.",
            hint=f"Use one of {', '.join(each for each, _ in data().groups)}.",
            code="no-such-group",
        )


def _document(store: Store, uid: str) -> tuple[Planned, Document]:
    row = queries.plan.row(store, uid)
    if not isinstance(row.content, Document):
        raise PortfolioError(
            f"“{row.title}” is no document of the register. Nothing was changed.", code="gone"
        )
    return row, row.content
