"""A portfolio in which somebody can be asked, and what is asked of them."""

from __future__ import annotations

from portfolio_app.domain.observation import Asked, Observation
from portfolio_app.domain.witness import Witness
from portfolio_app.services import mapping, portfolio, requests, witnesses
from portfolio_app.store.database import Store

TITLE = "Chairing the placement panel"
EMAIL = "head.of.service@example.org"


def facts(store: Store) -> str:
    """Describe the apprentice and add an observer; return the observer's uid."""
    for key, value in (
        ("name", "Sam Sampleton"),
        ("employer", "Exampleshire Council"),
        ("provider", "University of Example"),
        ("email", "sam@example.org"),
    ):
        portfolio.set_detail(store, key, value)
    who = Witness(
        "Robin Sampleton",
        "Exampleshire Council",
        "Line manager",
        email=EMAIL,
        job_title="Head of service",
    )
    return witnesses.add(store, who, in_bundle=False).focus


def asked(store: Store, *codes: str, title: str = TITLE, day: str = "2025-12-02") -> Asked:
    """Return a request about these KSBs, S20 and B1 without any."""
    uids = tuple(mapping.ksb_called(store, each).uid for each in codes or ("S20", "B1"))
    return Asked(
        title=title,
        day=day,
        time="14:00",
        minutes=90,
        place="County Hall, room 2",
        present="Finance lead, two head teachers",
        ksb_uids=uids,
        context="The panel decides on placements each month.",
    )


def drafted(store: Store, witness_uid: str, *codes: str) -> Observation:
    """Return a draft that was just made."""
    return requests.found(store, requests.new(store, asked(store, *codes), witness_uid).focus)
