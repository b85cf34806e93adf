"""Skills scans: private marks of the apprentice and the line manager."""

from __future__ import annotations

import json

from portfolio_app.domain.scan import Rating, Scan
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store

_SCANS = "SELECT id, uid, title, day, scale FROM scan ORDER BY day, id"
_RATINGS = "SELECT scan_id, ksb_uid, own, manager, note FROM rating ORDER BY id"


def scans(store: Store) -> tuple[Scan, ...]:
    """Return every scan with its ratings, the earliest day first."""
    with store.read() as session:
        connection = session.connection()
        rows = connection.exec_driver_sql(_SCANS).fetchall()
        given: dict[int, list[Rating]] = {}
        for scan_id, ksb_uid, own, manager, note in connection.exec_driver_sql(_RATINGS):
            given.setdefault(scan_id, []).append(Rating(ksb_uid, own, manager, note))
    return tuple(
        Scan(uid, title, day, tuple(json.loads(scale)), tuple(given.get(scan_id, ())))
        for scan_id, uid, title, day, scale in rows
    )


def scan(store: Store, uid: str) -> Scan:
    """Return one scan.

    Raises:
        PortfolioError: code "no-such-scan".
    """
    for each in scans(store):
        if each.uid == uid:
            return each
    raise PortfolioError(
        "That skills scan isn't there any more.", hint="Undo brings it back.", code="no-such-scan"
    )
