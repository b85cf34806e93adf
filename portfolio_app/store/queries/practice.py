"""Rehearsal: what was practised, and the person's own words on crib cards. Private."""

from __future__ import annotations

from portfolio_app.domain import salvage
from portfolio_app.domain.crib import Crib
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.domain.sound_rows import MOST, sound, sound_instant, sound_text
from portfolio_app.store.database import Store

_PRACTISED = """
    SELECT uid, question, ksb_uid, rating, seconds, practised_at, run_uid FROM practice ORDER BY id
"""


def practised(store: Store) -> tuple[Practised, ...]:
    """Return every practised question, oldest first."""
    with store.read() as session:
        found = session.connection().exec_driver_sql(_PRACTISED).fetchall()
    return tuple(
        Practised(
            uid,
            sound_text(question),
            ksb_uid,
            _rating(rating),
            min(max(seconds, 0), MOST),
            sound_instant(at),
            run,
        )
        for uid, question, ksb_uid, rating, seconds, at, run in found
    )


def cribs(store: Store) -> dict[str, Crib]:
    """Return the person's own words on crib cards, by KSB uid."""
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT ksb_uid, content FROM crib")
        return {uid: sound(salvage.read(Crib, content, Crib())) for uid, content in found}


def _rating(value: int) -> Rating:
    return Rating(value) if value in set(Rating) else Rating.NOT_RATED
