"""How a portfolio takes its own full copy of a standard."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portfolio_app.domain import wire
from portfolio_app.domain.standard import Standard
from portfolio_app.store.tables import KsbRow, StandardRow


def write(session: Session, pack: Standard) -> None:
    """Make this standard the portfolio's own copy, in place of an earlier one.

    KSBs are matched by uid: one that stays keeps its row, and claims name KSBs by uid.
    """
    write_body(session, pack)
    known = {each.uid: each for each in session.scalars(select(KsbRow))}
    for position, ksb in enumerate(pack.ksbs):
        values: dict[str, Any] = {
            "position": position,
            "code": ksb.code,
            "kind": ksb.kind.value,
            "text": ksb.text,
            "short": ksb.short,
            "area": ksb.area,
            "methods": json.dumps(ksb.methods),
            "methods_confirmed": int(ksb.methods_confirmed),
            "wording_confirmed": int(ksb.wording_confirmed),
        }
        kept = known.pop(ksb.uid, None)
        if kept is None:
            session.add(KsbRow(uid=ksb.uid, **values))
        else:
            for name, value in values.items():
                setattr(kept, name, value)
    for gone in known.values():
        session.delete(gone)


def write_body(session: Session, pack: Standard) -> None:
    """Write what the portfolio knows of its standard beside the KSBs, which are left alone."""
    body = json.dumps(wire.encode(replace(pack, ksbs=())), ensure_ascii=False)
    row = session.scalar(select(StandardRow).order_by(StandardRow.id).limit(1))
    if row is None:
        session.add(StandardRow(body=body))
    else:
        row.body = body
