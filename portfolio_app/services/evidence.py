"""Change what is known of an item: its title, date, words, its place in the bin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import Check, EvidenceKind
from portfolio_app.domain.options import PagesShown
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.paper_rows import make_way
from portfolio_app.services.shortlist import close_gaps
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

_WORDS = ("title", "context", "part", "confirm", "confidentiality", "private_note")


def edit(store: Store, item_uid: str, **fields: str | bool) -> Changes:
    """Change some of an item's fields: title, kind, date, context, part, confirm, confidentiality,
    private_note, do_not_export, pages_shown.

    A date that was typed is no longer "to check". ``pages_shown`` is "" for what the bundle's
    choices say, or "claimed" or "all" (domain.options.PagesShown) for this item alone.

    Raises:
        PortfolioError: there is no such item, the title is empty, or the date is not a day.
    """  # noqa: D205 - the list of fields is the summary
    item = queries.evidence.item(store, item_uid)
    values: dict[str, str | int] = {}
    for name, value in fields.items():
        if name in _WORDS:
            values[name] = str(value).strip() if name == "title" else str(value)
        elif name == "kind":
            values["kind"] = EvidenceKind(str(value)).value
        elif name == "date":
            values["date"] = _day(str(value))
            values["date_source"] = "typed"
        elif name == "pages_shown":
            values["pages_shown"] = PagesShown(str(value)).value if value else ""
        elif name == "do_not_export":
            values["do_not_export"] = int(value is True)
        else:
            raise TypeError(f"an item has no field {name!r} to edit")
    if values.get("title") == "":
        raise PortfolioError("A title is needed.", hint="The title was left as it is.")
    topics = {Topic.EVIDENCE}
    if "kind" in values and item.position is not None:
        topics.add(Topic.SHORTLIST)  # an observation follows all other pieces
    with store.step("edit evidence", f"{item.title} changed", topics, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        for name, new in values.items():
            setattr(row, name, new)
    return step.changes


def tick(store: Store, item_uid: str, check: Check, *, ticked: bool) -> Changes:
    """Tick one of the four private questions about an item, or take the tick away.

    Raises:
        PortfolioError: there is no such item.
    """
    item = queries.evidence.item(store, item_uid)
    kept = [each for each in Check if (each in item.checks and each is not check)]
    if ticked:
        kept = [each for each in Check if each in kept or each is check]
    told = f"{check.words}: {'ticked' if ticked else 'not ticked'}, {item.title}"
    with store.step("check", told, {Topic.EVIDENCE}, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        row.checks = json.dumps([each.value for each in kept])
    return step.changes


def bin_items(store: Store, item_uids: Sequence[str]) -> Changes:
    """Move items to the bin, off the shortlist; they stay there for 30 days."""
    count = len(item_uids)
    told = "Moved to bin" if count == 1 else f"{count} items moved to bin"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    topics = {Topic.EVIDENCE, Topic.SHORTLIST, Topic.CLAIMS}
    with store.step("bin", told, topics, focus=item_uids[0] if item_uids else "") as step:
        rows = step.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(item_uids)).all()
        for row in rows:
            row.binned_at = now
            row.position = None
        close_gaps(step.session)
    return step.changes


def restore_items(store: Store, item_uids: Sequence[str]) -> Changes:
    """Take items out of the bin, back to the shelf they lay on."""
    count = len(item_uids)
    told = "Restored from bin" if count == 1 else f"{count} items restored from bin"
    with store.step("restore", told, {Topic.EVIDENCE, Topic.CLAIMS}) as step:
        rows = step.session.query(tables.ItemRow).filter(tables.ItemRow.uid.in_(item_uids)).all()
        for row in rows:
            row.binned_at = ""
            if row.paper:
                make_way(step.session, row)
    return step.changes


def remember_place(store: Store, item_uid: str, page: int, view: str = "") -> None:
    """Remember the page the person was on, counted from 1, and how it was shown.

    ``view`` is "page" or "text", with the zoom after it (1.0 is 100 %) unless the page fitted the
    window. A habit, so nothing to undo.
    """
    with store.session() as session:
        session.query(tables.ItemRow).filter_by(uid=item_uid).one().last_page = page
    if view:
        details.write(store, f"view {item_uid}", view)


def close_offer(store: Store, item_uid: str, key: str) -> None:
    """Remember that the person closed a notice about an item. A habit, so nothing to undo."""
    closed = sorted({*queries.evidence.closed_offers(store, item_uid), key})
    details.write(store, f"closed {item_uid}", " ".join(closed))


def _day(typed: str) -> str:
    if not typed:
        return ""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise PortfolioError(
            f"This is not a date: {typed}", hint="The date was left as it is."
        ) from error
