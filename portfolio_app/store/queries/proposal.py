"""The proposal: its blocks, pictures, references and restore points."""

from __future__ import annotations

from datetime import datetime

from portfolio_app.domain import salvage
from portfolio_app.domain.citing_sources import citing, merged_into
from portfolio_app.domain.draft import Block, Picture, Version, VersionKind
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.references import Source
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.portfolio import detail

PLACE = "proposal place"  # the key of where the caret was
_BLOCKS = "SELECT uid, content FROM block ORDER BY place, id"
_PICTURES = """
    SELECT picture.uid, picture.name, file.sha256, file.bytes, picture.width, picture.height,
        picture.item_uid
    FROM picture JOIN file ON file.id = picture.file_id ORDER BY picture.id
"""


def blocks(store: Store) -> tuple[Block, ...]:
    """Return the proposal as it is written, in order; of a damaged block what can be read."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_BLOCKS)
        return tuple(salvage.block(uid, content)[0] for uid, content in rows)


def last_place(store: Store) -> tuple[str, int]:
    """Return where the caret was: the block's uid, "" at first, and UTF-16 units into it."""
    uid, _, within = detail(store, PLACE).partition(" ")
    return uid, int(within) if within.isdecimal() else 0


def damaged(store: Store) -> tuple[str, ...]:
    """Return the uids of blocks of which something can't be read any more, in order."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_BLOCKS)
        return tuple(uid for uid, content in rows if not salvage.block(uid, content)[1])


def sources(store: Store) -> tuple[Source, ...]:
    """Return the references in the order in which they came; a damaged one says so."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT uid, content FROM source ORDER BY id")
        return tuple(salvage.source(uid, content) for uid, content in rows)


def pictures(store: Store) -> dict[str, Picture]:
    """Return the pictures of figures by uid, those of restore points and undone steps too."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_PICTURES)
        return {
            uid: Picture(uid, name, sha256, size, _size(width), _size(height), item_uid)
            for uid, name, sha256, size, width, height, item_uid in rows
        }


def pictures_of_hidden(store: Store) -> frozenset[str]:
    """Return the uids of pictures of pages of a piece in which something was hidden afterwards."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT picture.uid FROM picture JOIN item ON item.uid = picture.item_uid "
            "JOIN hide ON hide.item_id = item.id WHERE hide.made_at >= picture.made_at"
        )
        return frozenset(uid for (uid,) in rows)


def versions(store: Store) -> tuple[Version, ...]:
    """Return the restore points, newest first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT uid, kind, name, made_at, words FROM version ORDER BY id DESC"
        )
        return tuple(
            Version(row[0], _kind(row[1]), str(row[2]), _instant(row[3]), _size(row[4], 0))
            for row in rows
        )


def blocks_of_version(store: Store, uid: str) -> tuple[Block, ...]:
    """Return the proposal as it was at a restore point; empty when there is no such point.

    References that were merged since are cited as the one that stands for them.

    Raises:
        PortfolioError: nothing of the point can be read any more ("damaged").
    """
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT content FROM version WHERE uid = ?", (uid,))
            .fetchone()
        )
    if row is None:
        return ()
    found, is_whole = salvage.blocks(salvage.loads(row[0]))
    if not found and not is_whole:
        raise PortfolioError(
            "This restore point is damaged and can't be read. Nothing was changed.",
            hint="Choose another one. A backup may hold it whole.",
            code="damaged",
        )
    merged = merged_into(sources(store))
    return tuple(citing(each, merged) for each in found) if merged else found


def printed_of_version(store: Store, uid: str) -> Printed | None:
    """Return what an export printed beside the typed words; None where that was not kept."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT printed FROM version WHERE uid = ?", (uid,))
            .fetchone()
        )
    return salvage.salvaged(Printed, salvage.loads(row[0]))[0] if row and row[0] else None


def _kind(told: object) -> VersionKind:
    try:
        return VersionKind(str(told))
    except ValueError:
        return VersionKind.NAMED


def _instant(told: object) -> str:
    """Return an instant as it is kept; the beginning of the count for what is none."""
    try:
        datetime.fromisoformat(str(told))
    except ValueError:
        return "1970-01-01T00:00:00+00:00"
    return str(told)


def _size(told: object, least: int = 1) -> int:
    return told if type(told) is int and told >= least else least
