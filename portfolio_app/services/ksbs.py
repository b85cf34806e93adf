"""A KSB's private note, and prompts for one that has no evidence yet."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from portfolio_app import assets
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.ksb import Ksb
from portfolio_app.problems import PortfolioError
from portfolio_app.store import tables
from portfolio_app.store.database import Store

PROMPTS = 3


def note(store: Store, ksb_uid: str, text: str) -> Changes:
    """Keep a private note on a KSB; one step. It is never exported.

    Raises:
        PortfolioError: there is no such KSB (code "no-such-ksb").
    """
    with store.step("note ksb", "Private note changed", {Topic.STANDARD}, focus=ksb_uid) as step:
        row = step.session.query(tables.KsbRow).filter_by(uid=ksb_uid).one_or_none()
        if row is None:
            raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
        row.note = text
        step.summary = f"Private note on {row.code} changed"
    return step.changes


def prompts(ksb: Ksb) -> tuple[str, ...]:
    """Return three questions that may bring evidence to mind, made of the KSB's short wording."""
    about = ksb.short if ksb.short != ksb.code else ksb.text
    about = " ".join(about.split()).rstrip(".")
    # "Financial strategy" is written small in a sentence; "HR policy" and "UK law" are not.
    if about[1:2].islower():
        about = about[:1].lower() + about[1:]
    return tuple(each.replace("{about}", about) for each in _templates()[ksb.kind.value][:PROMPTS])


@lru_cache(maxsize=1)
def _templates() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(assets.text("prompts.toml"))
    return {kind: tuple(data[kind]["prompts"]) for kind in ("knowledge", "skill", "behaviour")}
