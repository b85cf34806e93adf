"""The rows of the plan, as they stand."""

from __future__ import annotations

from portfolio_app.domain import salvage
from portfolio_app.domain.planned import CONTENT_OF, Planned, PlannedKind
from portfolio_app.domain.sound_rows import sound, sound_day, sound_text
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store

_ROWS = "SELECT kind, title, day, until, uid, place, parent_uid, origin, content FROM planned"
_ORDER = " ORDER BY place, day = '', day, id"


def rows(store: Store, *kinds: PlannedKind) -> tuple[Planned, ...]:
    """Return the rows of these kinds (all without any): by place, then day, undated ones last.

    Of a damaged row what can be read.
    """
    where, given = "", tuple(each.value for each in kinds)
    if kinds:
        where = f" WHERE kind IN ({', '.join('?' * len(kinds))})"
    with store.read() as session:
        found = session.connection().exec_driver_sql(f"{_ROWS}{where}{_ORDER}", given).fetchall()
    return tuple(_row(each) for each in found if each[0] in set(PlannedKind))


def row(store: Store, uid: str) -> Planned:
    """Return one row.

    Raises:
        PortfolioError: there is no such row ("gone").
    """
    with store.read() as session:
        found = session.connection().exec_driver_sql(f"{_ROWS} WHERE uid = ?", (uid,)).fetchone()
    if found is None or found[0] not in set(PlannedKind):
        raise PortfolioError(
            "That isn't in the plan any more. Nothing was changed.",
            hint="Undo may bring it back.",
            code="gone",
        )
    return _row(found)


def damaged(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the titles of rows of which not all can be read, and of those of no known kind."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(f"{_ROWS}{_ORDER}").fetchall()
    known = set(PlannedKind)
    unknown = tuple(sound_text(each[1]) for each in found if each[0] not in known)
    return tuple(sound_text(e[1]) for e in found if e[0] in known and not _is_whole(e)), unknown


def _is_whole(found: tuple[str, str, str, str, str, int, str, str, str]) -> bool:
    row = _row(found)
    content, is_whole = salvage.salvaged(type(row.content), salvage.loads(found[8]))
    return is_whole and content == row.content and found[1:4] == (row.title, row.day, row.until)


def _row(found: tuple[str, str, str, str, str, int, str, str, str]) -> Planned:
    kind = PlannedKind(found[0])
    content_type = CONTENT_OF[kind]
    content = sound(salvage.read(content_type, found[8], content_type()))
    day, until = sound_day(found[2]), sound_day(found[3])
    if until < day or not day:
        day, until = day or until, ""
    return Planned(kind, sound_text(found[1]), day, until, *found[4:8], content)
