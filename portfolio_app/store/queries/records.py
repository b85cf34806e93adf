"""Files kept as proof of rows of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.sound_rows import sound_instant, sound_text
from portfolio_app.store.database import Store

_RECORDS = """
    SELECT record.uid, record.about_uid, record.name, file.sha256, file.bytes, record.arrived_at
    FROM record JOIN file ON file.id = record.file_id ORDER BY record.id
"""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A file kept byte for byte beside the row ``about_uid`` of the plan. ``bytes`` its size."""

    uid: str
    about_uid: str
    name: str
    sha256: str
    bytes: int
    arrived_at: str


def records(store: Store, about_uid: str = "") -> tuple[KeptRecord, ...]:
    """Return the files kept of one row, of all without one, oldest first."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_RECORDS).fetchall()
    kept = (
        KeptRecord(uid, about, sound_text(name), sha256, size, sound_instant(at))
        for uid, about, name, sha256, size, at in found
    )
    return tuple(each for each in kept if not about_uid or each.about_uid == about_uid)
