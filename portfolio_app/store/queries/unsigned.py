"""Pieces that came back unsigned, or marked incomplete: what is claimed on them is only a start."""

from __future__ import annotations

from sqlalchemy.orm import Session

MAIL_COUNTS = "mail_statements"  # the EPAO's rule on statements written in an e-mail

# By the file that a piece has now: gone back to an earlier return, it is as signed as that one, and
# incomplete where its check found something wrong.
_UNSIGNED = """
    SELECT item.id FROM item JOIN arrival ON arrival.file_id = item.file_id
    WHERE arrival.state = 'incomplete' OR arrival.signature = 'missing' OR (
        arrival.state = 'earlier' AND EXISTS (
            SELECT 1 FROM json_each(arrival.report)
            WHERE json_extract(json_each.value, '$.outcome') = 'wrong'
        )
    ) OR (
        arrival.signature = 'mail' AND NOT EXISTS (
            SELECT 1 FROM epao_rule WHERE "key" = ? AND value = 'yes'
        )
    )
"""


def items(session: Session) -> frozenset[int]:
    """Return the keys of the items whose present file nobody has signed."""
    rows = session.connection().exec_driver_sql(_UNSIGNED, (MAIL_COUNTS,))
    return frozenset(row[0] for row in rows)
