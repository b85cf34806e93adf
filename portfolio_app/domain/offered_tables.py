"""Tables that can be put into the proposal, read from data: heads of columns and empty rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.draft import Table, TableKind


@dataclass(frozen=True, slots=True)
class OfferedTable:
    """A table to begin with. ``about`` says what it is for; ``ask`` helps to sum it up in words."""

    id: str
    title: str
    about: str
    ask: str
    table: Table


def offered_from_data(data: Mapping[str, Any]) -> tuple[OfferedTable, ...]:
    """Return the tables that ``resources/proposal/tables.toml`` offers, in its order.

    Raises:
        KeyError, ValueError: the data lacks something, or names an unknown kind.
    """
    return tuple(_offered(each) for each in data["tables"])


def ask_of(offered: tuple[OfferedTable, ...], kind: TableKind) -> str:
    """Return the question that helps to sum up a table of this kind."""
    found = [each.ask for each in offered if each.table.kind is kind]
    return found[-1 if kind is TableKind.PLAIN else 0] if found else ""


def _offered(data: Mapping[str, Any]) -> OfferedTable:
    columns = tuple(str(each) for each in data["columns"])
    table = Table(
        TableKind(data["kind"]),
        columns=columns,
        rows=(("",) * len(columns),) * int(data["rows"]),
        roles=tuple(str(each) for each in data.get("roles", ())),
    )
    return OfferedTable(data["id"], data["title"], data["about"], data["ask"], table)
