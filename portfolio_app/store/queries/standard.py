"""The portfolio's own copy of its standard."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy.orm import Session

from portfolio_app.domain import wire
from portfolio_app.domain.ksb import Ksb, KsbKind, tidy_code
from portfolio_app.domain.standard import AssessmentMethod, Standard, portfolio_methods
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store

# As SQL: the window starts with these questions, before anything else needs the mapped rows.
_STANDARD = "SELECT body FROM standard ORDER BY id LIMIT 1"
_METHODS = "SELECT body ->> '$.methods' FROM standard ORDER BY id LIMIT 1"
_KSBS = """
    SELECT uid, code, kind, text, short, area, methods, methods_confirmed, wording_confirmed,
        was, review, retired, note
    FROM ksb ORDER BY position, id
"""

NONE = Standard(id="", reference="", version="", title="", level=0)


def standard(store: Store, *, retired: bool = False) -> Standard:
    """Return the whole standard, KSBs in their own order; one with an empty id if there is none.

    KSBs that the accepted list no longer has are left out, unless ``retired``.
    """
    with store.read() as session:
        row = session.connection().exec_driver_sql(_STANDARD).fetchone()
        found = _ksbs(session, retired=retired)
    if row is None:
        return replace(NONE, ksbs=found)
    return replace(wire.decode(Standard, json.loads(row[0])), ksbs=found)


def ksbs(store: Store, *, retired: bool = False) -> tuple[Ksb, ...]:
    """Return the KSBs of the portfolio's standard in their own order, as ``standard`` does."""
    with store.read() as session:
        return _ksbs(session, retired=retired)


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


def _ksbs(session: Session, *, retired: bool) -> tuple[Ksb, ...]:
    methods = session.connection().exec_driver_sql(_METHODS).scalar() or "[]"
    shown_by = portfolio_methods(wire.decode(tuple[AssessmentMethod, ...], json.loads(methods)))
    return tuple(
        Ksb(
            uid=uid,
            code=code,
            kind=KsbKind(kind),
            text=text,
            short=short,
            area=area,
            methods=tuple(json.loads(methods)),
            methods_confirmed=bool(methods_confirmed),
            wording_confirmed=bool(wording_confirmed),
            was=was,
            review=review,
            retired=bool(is_retired),
            note=note,
            shown_by=shown_by,
        )
        for (
            uid,
            code,
            kind,
            text,
            short,
            area,
            methods,
            methods_confirmed,
            wording_confirmed,
            was,
            review,
            is_retired,
            note,
        ) in session.connection().exec_driver_sql(_KSBS)
        if retired or not is_retired
    )
