"""Packs made for a buddy, and the comments that came back."""

from __future__ import annotations

from portfolio_app.domain import salvage
from portfolio_app.domain.buddy import BuddyPack, Comment, PackItem
from portfolio_app.domain.sound_rows import sound, sound_instant, sound_text
from portfolio_app.store.database import Store

_PACKS = """
    SELECT buddy_pack.uid, code, made_at, file.sha256, file.bytes, content
    FROM buddy_pack JOIN file ON file.id = buddy_pack.file_id ORDER BY buddy_pack.id
"""
_COMMENTS = """
    SELECT uid, pack_uid, item_uid, text, said_by, field, state, arrived_at
    FROM comment ORDER BY id
"""


def packs(store: Store) -> tuple[BuddyPack, ...]:
    """Return the packs that were made, oldest first."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_PACKS).fetchall()
    made = []
    for uid, code, made_at, sha256, size, content in found:
        plain = salvage.loads(content)
        known = plain if isinstance(plain, dict) else {}
        items, _ = salvage.salvaged(tuple[PackItem, ...], known.get("items", []))
        title, at = sound_text(str(known.get("title", ""))), sound_instant(made_at)
        made.append(BuddyPack(uid, code, at, sha256, size, title, tuple(map(sound, items or ()))))
    return tuple(made)


def comments(store: Store, item_uid: str = "") -> tuple[Comment, ...]:
    """Return the comments on one piece, on all without one, oldest first."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_COMMENTS).fetchall()
    said = (
        Comment(
            uid,
            pack,
            item,
            sound_text(text),
            sound_text(said_by),
            sound_text(field),
            sound_text(state),
            sound_instant(at),
        )
        for uid, pack, item, text, said_by, field, state, at in found
    )
    return tuple(each for each in said if not item_uid or each.item_uid == item_uid)
