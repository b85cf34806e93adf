"""The portfolio's own copy of its standard."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select

from portfolio_app.domain import wire
from portfolio_app.domain.ksb import Ksb, KsbKind, tidy_code
from portfolio_app.domain.standard import Standard
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.tables import KsbRow, StandardRow

NONE = Standard(id="", reference="", version="", title="", level=0)


def standard(store: Store) -> Standard:
    """Return the whole standard, KSBs in their own order; one with an empty id if there is none."""
    with store.read() as session:
        body = session.scalar(select(StandardRow.body).order_by(StandardRow.id).limit(1))
        rows = session.scalars(select(KsbRow).order_by(KsbRow.position, KsbRow.id)).all()
        ksbs = tuple(_ksb(row) for row in rows)
    if body is None:
        return replace(NONE, ksbs=ksbs)
    return replace(wire.decode(Standard, json.loads(body)), ksbs=ksbs)


def ksbs(store: Store) -> tuple[Ksb, ...]:
    """Return the KSBs of the portfolio's standard in their own order."""
    with store.read() as session:
        rows = session.scalars(select(KsbRow).order_by(KsbRow.position, KsbRow.id)).all()
        return tuple(_ksb(row) for row in rows)


def find_ksb(store: Store, text: str) -> Ksb:
    """Return the KSB a person means by its code, label or uid, in any case.

    Raises:
        PortfolioError: code "no-such-ksb".
    """
    known = ksbs(store)
    wanted = tidy_code(text).casefold()
    for ksb in known:
        if wanted in (ksb.code.casefold(), ksb.uid):
            return ksb
    examples = ", ".join(ksb.code for ksb in known[:3])
    raise PortfolioError(
        f"There is no KSB “{text.strip()}” in this portfolio's standard.",
        hint=f"Use a code such as {examples}." if known else "Add the standard's KSB list first.",
        code="no-such-ksb",
    )


def _ksb(row: KsbRow) -> Ksb:
    return Ksb(
        uid=row.uid,
        code=row.code,
        kind=KsbKind(row.kind),
        text=row.text,
        short=row.short,
        area=row.area,
        methods=tuple(json.loads(row.methods)),
        methods_confirmed=bool(row.methods_confirmed),
        wording_confirmed=bool(row.wording_confirmed),
    )
