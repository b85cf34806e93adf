"""The document that a reference was begun from, kept among what is read and opened from there."""

from __future__ import annotations

import json
from pathlib import Path

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import intake, sorting
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def keep(
    store: Store, room: Workroom, source_uid: str, path: Path, *, progress: Progress = silent
) -> Changes:
    """Add a file to Reading, and let a reference open it; what is here already stays where it is.

    Raises:
        PortfolioError: the file can't be added, or there is no such reference
            ("no-such-reference"). The reference is as it was.
    """
    (result,) = intake.add(store, room, [path], progress=part(progress, 0.0, 0.9)).results
    if not result.item_uid:
        raise PortfolioError(
            f"{path.name} is not kept. {result.problem}".strip(), code="not-kept",
            hint="The reference is kept all the same.",
        )  # fmt: skip
    if result.status != "duplicate":
        sorting.read(store, [result.item_uid])
    return link(store, source_uid, result.item_uid)


def link(store: Store, source_uid: str, item_uid: str) -> Changes:
    """Say which piece holds the document of a reference; "" for none. One step.

    Raises:
        PortfolioError: there is no such reference ("no-such-reference") or piece. Nothing was
            changed.
    """
    title = queries.evidence.item(store, item_uid).title if item_uid else ""
    said = f"The reference opens “{title}”" if item_uid else "The reference opens nothing"
    with store.step("link reference", said, {Topic.REFERENCES}, focus=source_uid) as step:
        row = step.session.query(tables.SourceRow).filter_by(uid=source_uid).one_or_none()
        if row is None:
            raise PortfolioError(
                "That reference isn't there any more. Nothing was changed.",
                hint="Undo brings it back.",
                code="no-such-reference",
            )
        plain = wire.encode(salvage.source(row.uid, row.content))
        row.content = json.dumps(
            {**plain, "item_uid": item_uid}, ensure_ascii=False, separators=(",", ":")
        )
    return step.changes
