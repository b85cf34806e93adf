"""The part of a search that looks through what was noted: titles, claims, KSBs, file names."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, TypeAlias

_TIMES = 4  # times the limit: how many rows of what was noted are looked at

_NOTES = "SELECT rowid, rank FROM noted_words WHERE noted_words MATCH ? ORDER BY rank LIMIT ?"
_NOTES_EACH = """
    SELECT id, score FROM (
        SELECT id, score, row_number() OVER (PARTITION BY id % 8 ORDER BY score) AS place
        FROM (SELECT rowid AS id, rank AS score FROM noted_words WHERE noted_words MATCH ?)
    ) WHERE place <= ?
"""


class NotedKind(IntEnum):
    """What a row of noted words belongs to (migrations.py: rowid = id * 8 + one of these)."""

    ITEM = 0
    PASSAGE = 1
    CLAIM = 2
    KSB = 3
    FILE = 4


Noted: TypeAlias = dict[NotedKind, dict[int, float]]


def noted(connection: Any, match: str, limit: int) -> Noted:
    """Return the rows whose words fit, by kind, then by their id with their score."""
    most = (limit + 1) * _TIMES
    rows = connection.exec_driver_sql(_NOTES, (match, most)).fetchall()
    found: Noted = {kind: {} for kind in NotedKind}
    for rowid, rank in rows:
        found[NotedKind(rowid % 8)][rowid // 8] = -rank
    if len(rows) == most:  # one kind may have crowded out another
        for rowid, rank in connection.exec_driver_sql(_NOTES_EACH, (match, most)):
            found[NotedKind(rowid % 8)][rowid // 8] = -rank
    return found
