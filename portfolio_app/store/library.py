"""Standards and programmes that are shipped, and how a portfolio takes its own copy of one."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portfolio_app import assets
from portfolio_app.domain import wire
from portfolio_app.domain.programme import Programme, programme_from_data
from portfolio_app.domain.standard import Standard, standard_from_data
from portfolio_app.problems import PortfolioError
from portfolio_app.store.tables import KsbRow, StandardRow

Pack = TypeVar("Pack", Standard, Programme)

DEFAULT_STANDARD = "st0480-v1.2"


@cache
def standards() -> tuple[Standard, ...]:
    """Return the shipped standards, newest version first."""
    found = [standard_from_data(data) for data in _packs("standards")]
    return tuple(sorted(found, key=lambda each: each.id, reverse=True))


@cache
def programmes() -> tuple[Programme, ...]:
    """Return the shipped programmes by title."""
    found = [programme_from_data(data) for data in _packs("programmes")]
    return tuple(sorted(found, key=lambda each: each.title))


def standard(standard_id: str) -> Standard:
    """Return one shipped standard.

    Raises:
        PortfolioError: code "no-such-standard", naming those there are.
    """
    return _one(standards(), standard_id, "standard")


def programme(programme_id: str) -> Programme:
    """Return one shipped programme.

    Raises:
        PortfolioError: code "no-such-programme", naming those there are.
    """
    return _one(programmes(), programme_id, "programme")


def keep(session: Session, pack: Standard) -> None:
    """Make this standard the portfolio's own copy, in place of an earlier one.

    KSBs are matched by uid: one that stays keeps its row, and claims name KSBs by uid.
    """
    body = json.dumps(wire.encode(replace(pack, ksbs=())), ensure_ascii=False)
    row = session.scalar(select(StandardRow).order_by(StandardRow.id).limit(1))
    if row is None:
        session.add(StandardRow(body=body))
    else:
        row.body = body
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


def _packs(folder: str) -> list[dict[str, Any]]:
    return [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(assets.path(folder).glob("*.toml"))
    ]


def _one(packs: tuple[Pack, ...], wanted: str, noun: str) -> Pack:
    for pack in packs:
        if pack.id == wanted:
            return pack
    raise PortfolioError(
        f"There is no {noun} “{wanted}”.",
        hint=f"Choose one of: {', '.join(pack.id for pack in packs)}.",
        code=f"no-such-{noun}",
    )
