"""What every part of one search shares: the query, the KSBs, and the items met so far."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.found import Found, FoundGroup
from portfolio_app.domain.ksb import tidy_code
from portfolio_app.domain.marking import Excerpt, excerpt, marks
from portfolio_app.domain.query import Query
from portfolio_app.store.queries.item_filter import Condition, condition
from portfolio_app.store.queries.shortlist import Listed

ITEMS = """
    SELECT item.id, item.uid, item.title, item.kind, item.date, item.shelf, item.binned_at,
        item.context, item.part, item.confirm, item.private_note, item.address, item.author,
        item.projects, file.id, file.name, file.folder
    FROM item JOIN file ON file.id = item.file_id WHERE
"""
_SHOWN = """
    SELECT passage.item_id, claim.ksb_uid FROM claim JOIN passage ON passage.id = claim.passage_id
    WHERE passage.item_id IN
"""
_KSBS = "SELECT id, uid, code, kind, short, text, note FROM ksb ORDER BY position, id"


@dataclass(frozen=True, slots=True)
class Item:
    """What a search needs of an item."""

    id: int
    uid: str
    title: str
    kind: str
    date: str
    shelf: str
    binned_at: str
    context: str
    part: str
    confirm: str
    private_note: str
    address: str
    author: str
    projects: str
    file_id: int
    file_name: str
    folder: str

    def public_fields(self) -> tuple[str, ...]:
        """Return what others may see, the title first."""
        projects = ", ".join(json.loads(self.projects))
        where = f"{self.folder}/{self.file_name}" if self.folder else self.file_name
        fields = (self.context, self.part, self.confirm, projects, self.author, self.address, where)
        return (self.title, *fields)


class Context:
    """One search, within one reading of the database. ``shown``: the shortlist by item id."""

    def __init__(self, connection: Any, query: Query, limit: int, shown: dict[int, Listed]) -> None:
        self.connection = connection
        self.query = query
        self.limit = limit
        self.refs = {item_id: each.ref for item_id, each in shown.items()}
        self.ksbs = connection.exec_driver_sql(_KSBS).fetchall()
        self.code = {uid: code for _, uid, code, *_ in self.ksbs}
        self.fits: Condition = condition(
            connection, query, [(uid, code) for _, uid, code, *_ in self.ksbs]
        )
        self.items: dict[int, Item] = {}
        self._codes: dict[int, tuple[str, ...]] = {}

    @property
    def _label(self) -> str:
        return self.query.label.casefold()

    def is_typed(self, label: str) -> bool:
        """Return whether a code or E-number is what was typed, however it is written."""
        return bool(self._label) and tidy_code(label).casefold() == self._label

    @property
    def typed_ksb(self) -> str:
        """The uid of the KSB whose code was typed, "" for none."""
        return next((uid for uid, code in self.code.items() if self.is_typed(code)), "")

    def excerpt(self, text: str) -> Excerpt:
        """Return the part of a text that tells, with its marks."""
        return excerpt(text, self.query.terms, is_open=self.query.is_open)

    def has_any(self, text: str) -> bool:
        """Return whether a text holds any of the words."""
        return bool(marks(text, self.query.terms, is_open=self.query.is_open))

    def keep(self, sql: str, values: Iterable[Any]) -> list[int]:
        """Remember the items a question returns; return their ids in its order."""
        rows = self.connection.exec_driver_sql(sql, tuple(values)).fetchall()
        self.items.update({row[0]: Item(*row) for row in rows})
        return [row[0] for row in rows]

    def load(self, ids: Iterable[int]) -> None:
        """Remember items and the codes they show."""
        wanted = list(dict.fromkeys(ids))
        missing = [each for each in wanted if each not in self.items]
        if missing:
            self.keep(f"{ITEMS} item.id IN ({listed(missing)})", ())
        new = [each for each in wanted if each not in self._codes]
        if new:
            shown: dict[int, set[str]] = {}
            sql = f"{_SHOWN} ({listed(new)})"
            for item_id, ksb_uid in self.connection.exec_driver_sql(sql):
                shown.setdefault(item_id, set()).add(ksb_uid)
            for each in new:
                uids = shown.get(each, set())
                self._codes[each] = tuple(code for uid, code in self.code.items() if uid in uids)

    def of_item(self, group: FoundGroup, item: Item, shown: Excerpt, **more: Any) -> Found:
        """Return a result that belongs to an item."""
        if item.id not in self._codes:
            self.load([item.id])
        values: dict[str, Any] = {"codes": self._codes[item.id], **more}
        return Found(
            group,
            item.title,
            shown.text,
            shown.marks,
            item_uid=item.uid,
            ref=self.refs.get(item.id, ""),
            kind=item.kind,
            date=item.date,
            is_reading=item.shelf == "reading",
            is_binned=bool(item.binned_at),
            **values,
        )


def listed(ids: Iterable[int]) -> str:
    """Return integer keys as they stand in SQL. They are our own, and may be many."""
    return ", ".join(str(int(each)) for each in ids)
