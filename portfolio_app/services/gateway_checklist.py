"""The gateway checklist as a PDF, to take to the gateway meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.days import day_words
from portfolio_app.domain.gateway import TITLE, Checklist, Gateway
from portfolio_app.services import gateway, placing
from portfolio_app.services.hidden_words import Masks
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

NAME = "Gateway_checklist.pdf"


def checklist(store: Store) -> Checklist:
    """Return the checklist as it would be printed now."""
    details = queries.portfolio.details(store)
    now = datetime.now(UTC)
    facts = (
        ("Apprentice", details.name),
        ("Employer", details.employer),
        ("Training provider", details.provider),
        ("Assessment body", details.epao),
        ("Planned gateway", day_words(details.gateway) if details.gateway else ""),
    )
    return Checklist(
        facts=facts,
        gateway=_as_printed(store),
        standard=queries.standard.standard(store).name,
        apprentice=details.name,
        built=now.isoformat(timespec="seconds"),
        built_words=f"Made {day_words(now.astimezone().date().isoformat())}",
    )


def _as_printed(store: Store) -> Gateway:
    """Return the list without names that are hidden anywhere in the evidence."""
    found, said = gateway.gateway(store), Masks(store).anywhere
    rows = (
        replace(each, title=said(each.title), said=said(each.said), note=said(each.note))
        for each in found.rows
    )
    return replace(found, rows=tuple(rows))


def draw(store: Store, room: Workroom) -> bytes:
    """Return the checklist's PDF."""
    with scratch_folder(room, 1 << 20) as folder:
        out = folder / NAME
        made = {"checklist": wire.encode(checklist(store)), "out": str(out)}
        room.call("gateway_checklist", made)
        return out.read_bytes()


def save(store: Store, room: Workroom, out: Path) -> Path:
    """Write the checklist; an earlier one of it is replaced whole or not at all.

    Raises:
        PortfolioError: another file is there ("exists"), or the place can't be taken ("no-place")
            or written to. No file was changed.
    """
    out = placing.refuse_place(store, out, ".pdf", "The checklist")
    placing.put(out, draw(store, room), "The checklist", lambda there: TITLE.encode() in there)
    return out
