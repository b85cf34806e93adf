"""The proposal: its blocks, pictures, references and restore points."""

from __future__ import annotations

import json

from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, Picture, Version, VersionKind
from portfolio_app.domain.printed import Printed
from portfolio_app.domain.references import Source
from portfolio_app.store.database import Store

_PICTURES = """
    SELECT picture.uid, picture.name, file.sha256, file.bytes, picture.width, picture.height,
        picture.item_uid
    FROM picture JOIN file ON file.id = picture.file_id ORDER BY picture.id
"""


def blocks(store: Store) -> tuple[Block, ...]:
    """Return the proposal as it is written, in order."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT content FROM block ORDER BY place, id")
        return tuple(wire.decode(Block, json.loads(content)) for (content,) in rows)


def sources(store: Store) -> tuple[Source, ...]:
    """Return the references in the order in which they came."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT content FROM source ORDER BY id")
        return tuple(wire.decode(Source, json.loads(content)) for (content,) in rows)


def pictures(store: Store) -> dict[str, Picture]:
    """Return the pictures of figures by uid, those of restore points and undone steps too."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_PICTURES)
        return {row[0]: Picture(*row) for row in rows}


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
        return tuple(Version(row[0], VersionKind(row[1]), *row[2:]) for row in rows)


def blocks_of_version(store: Store, uid: str) -> tuple[Block, ...]:
    """Return the proposal as it was at a restore point; empty when there is no such point."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT content FROM version WHERE uid = ?", (uid,))
            .fetchone()
        )
    return tuple(wire.decode(Block, each) for each in json.loads(row[0])) if row else ()


def printed_of_version(store: Store, uid: str) -> Printed | None:
    """Return what an export printed beside the typed words; None where that was not kept."""
    with store.read() as session:
        row = (
            session.connection()
            .exec_driver_sql("SELECT printed FROM version WHERE uid = ?", (uid,))
            .fetchone()
        )
    return wire.decode(Printed, json.loads(row[0])) if row and row[0] else None
