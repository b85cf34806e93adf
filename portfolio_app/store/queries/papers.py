"""The papers of a pack: what each is, and what is said of its signing."""

from __future__ import annotations

import json

from portfolio_app.domain import wire
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.papers import Paper, PaperKind, Signing
from portfolio_app.store.database import Store
from portfolio_app.store.queries import evidence

_SIGNINGS = "SELECT uid, signing FROM item WHERE signing != ''"


def papers(store: Store) -> tuple[Paper, ...]:
    """Return the papers in the order of their kinds, one of each kind: that attached last."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_SIGNINGS).fetchall()
    signings = {row[0]: wire.decode(Signing, json.loads(row[1])) for row in rows}
    newest = {
        each.paper: Paper(PaperKind(each.paper), each, signings.get(each.uid))
        for each in evidence.on_shelves(store, Shelf.PAPERS)
        if each.paper
    }
    return tuple(newest[kind] for kind in PaperKind if kind in newest)


def of_kind(store: Store, kind: PaperKind) -> Paper | None:
    """Return the paper of a kind, None when there is none."""
    return next((each for each in papers(store) if each.kind is kind), None)
