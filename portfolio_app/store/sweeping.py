"""Takes away what nothing names any more: rows first, files after 30 days, never while needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from portfolio_app.store.backup import files_in
from portfolio_app.store.check import stored_files

if TYPE_CHECKING:
    from portfolio_app.store.database import Session, Store

DAYS = 30
COPIES = "before-v*.db"  # copies of the database beside it, made before an update

# Files that no item has, nor had before it was replaced, that are no form that went out or came
# back, no picture of the proposal and no Word copy of it, no record of the plan, no pack for a
# buddy, and whose pages nothing points at.
_UNNAMED = """
    SELECT id, sha256 FROM file
    WHERE added_at < :before
        AND id NOT IN (SELECT file_id FROM item)
        AND id NOT IN (SELECT file_id FROM earlier)
        AND id NOT IN (SELECT file_id FROM request)
        AND id NOT IN (SELECT file_id FROM arrival)
        AND id NOT IN (SELECT file_id FROM picture)
        AND id NOT IN (SELECT file_id FROM word_copy)
        AND id NOT IN (SELECT file_id FROM record)
        AND id NOT IN (SELECT file_id FROM buddy_pack)
        AND id NOT IN (SELECT file_id FROM comment)
        AND id NOT IN (SELECT mail_file_id FROM arrival WHERE mail_file_id IS NOT NULL)
        AND id NOT IN (
            SELECT rendition.file_id FROM rendition WHERE rendition.id IN (
                SELECT rendition_id FROM item WHERE rendition_id IS NOT NULL
                UNION SELECT rendition_id FROM passage WHERE rendition_id IS NOT NULL
                UNION SELECT rendition_id FROM highlight WHERE rendition_id IS NOT NULL
                UNION SELECT rendition_id FROM hide WHERE rendition_id IS NOT NULL
                UNION SELECT rendition_id FROM earlier WHERE rendition_id IS NOT NULL
            )
        )
"""
# Steps of these days can still be undone, and done again: what they hold is needed.
_STEPS = """
    SELECT change.before, change.after
    FROM change JOIN history ON history.id = change.history_id
    WHERE change.table_name IN ({})
        AND max(history.done_at, history.undone_at) >= :before
"""
_REMEMBERED = _STEPS.format(
    "'item', 'earlier', 'request', 'arrival', 'picture', 'word_copy', 'record', 'buddy_pack', "
    "'comment'"
)
_BUNDLES_REMEMBERED = _STEPS.format("'bundle'")

# Pictures that no figure shows: not in the proposal, in no restore point, in no Word copy, and in
# nothing that can still be undone. A uid of 26 random letters is nowhere by chance.
_UNSHOWN = """
    DELETE FROM picture WHERE made_at < :before
        AND NOT EXISTS (SELECT 1 FROM block WHERE instr(block.content, picture.uid))
        AND NOT EXISTS (SELECT 1 FROM version WHERE instr(version.content, picture.uid))
        AND NOT EXISTS (
            SELECT 1 FROM word_copy
            WHERE instr(word_copy.read, picture.uid) OR instr(word_copy.decided, picture.uid)
        )
        AND NOT EXISTS (
            SELECT 1 FROM change JOIN history ON history.id = change.history_id
            WHERE change.table_name IN ('block', 'version', 'word_copy')
                AND max(history.done_at, history.undone_at) >= :before
                AND (instr(change.before, picture.uid) OR instr(change.after, picture.uid))
        )
"""

_BUNDLE_FILES = "SELECT sha256, files FROM bundle WHERE folder != '' AND json_valid(files)"


@dataclass(frozen=True, slots=True)
class Swept:
    """What was taken away: each rendition's (SHA-256 of the original, maker); files and bytes."""

    renditions: tuple[tuple[str, str], ...]
    files: int
    bytes: int


def sweep(store: Store, *, now: datetime | None = None) -> Swept:
    """Forget the files that nothing has named for 30 days, then remove their content.

    A file stays while an item, a rendition, a step of the last 30 days, or a copy of the database
    in the portfolio's folder names it. Backups have their own copies and are not touched. Stopped
    half way, the next sweep goes on from there.

    Raises:
        PortfolioError: "read-only", "disk-error", "damaged" …
    """
    before = (now or datetime.now(UTC)) - timedelta(days=DAYS)
    with store.session() as session:
        renditions = _forget(session, before.isoformat(timespec="seconds"))
        named = {*stored_files(session), *_bundles_to_redo(session, before)}
    for copy in sorted(store.folder.glob(COPIES)):
        named.update(files_in(store.folder, store.key, copy.name))
    files, size = store.vault.sweep(named, before.timestamp())
    return Swept(tuple(renditions), files, size)


def _bundles_to_redo(session: Session, before: datetime) -> set[str]:
    """Return the kept bundles that a step of the last 30 days names: undone, it may come back."""
    instant = {"before": before.isoformat(timespec="seconds")}
    connection = session.connection()
    kept: set[str] = set()
    for images in connection.exec_driver_sql(_BUNDLES_REMEMBERED, instant):
        kept.update((json.loads(image) if image else {}).get("kept_sha256", "") for image in images)
    kept.discard("")
    beside: set[str] = set()
    for sha256, files in connection.exec_driver_sql(_BUNDLE_FILES):
        if sha256 in kept:
            beside.update(each["sha256"] for each in json.loads(files))
    return kept | beside


def _forget(session: Session, before: str) -> list[tuple[str, str]]:
    connection = session.connection()
    connection.exec_driver_sql(_UNSHOWN, {"before": before})
    unnamed = dict(tuple(row) for row in connection.exec_driver_sql(_UNNAMED, {"before": before}))
    for images in connection.exec_driver_sql(_REMEMBERED, {"before": before}):
        for image in images:
            held = json.loads(image) if image else {}
            unnamed.pop(held.get("file_id"), None)
            unnamed.pop(held.get("mail_file_id"), None)
    made: list[tuple[str, str]] = []
    for file_id, sha256 in unnamed.items():
        sql = "SELECT id, maker FROM rendition WHERE file_id = ?"
        for rendition_id, maker in connection.exec_driver_sql(sql, (file_id,)).fetchall():
            made.append((sha256, maker))
            connection.exec_driver_sql(
                "DELETE FROM page_text WHERE rendition_id = ?", (rendition_id,)
            )
        connection.exec_driver_sql("DELETE FROM rendition WHERE file_id = ?", (file_id,))
        connection.exec_driver_sql("DELETE FROM file WHERE id = ?", (file_id,))
        made.append((sha256, ""))
    return made
