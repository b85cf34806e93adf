"""The rows of passages and what is linked to them, written and removed inside one step."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.passage import SHOWS_LIMIT, Anchor, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import reanchoring
from portfolio_app.store import tables
from portfolio_app.store.database import Session


def codes_of(session: Session, ksb_uids: Sequence[str]) -> dict[str, str]:
    """Return the code of each KSB by its uid, in the order given, without repeats.

    Raises:
        PortfolioError: none was given, or there is no such KSB ("no-such-ksb").
    """
    if not ksb_uids:
        raise PortfolioError("No KSB was chosen.", hint="Type a code or a word, then choose one.")
    known = session.query(tables.KsbRow.uid, tables.KsbRow.code).filter(
        tables.KsbRow.uid.in_(ksb_uids), tables.KsbRow.retired == 0
    )
    codes = {row.uid: row.code for row in known}
    if not codes.keys() >= set(ksb_uids):
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    return {uid: codes[uid] for uid in ksb_uids}


def item_called(session: Session, item_uid: str) -> tables.ItemRow:
    """Return an item's row.

    Raises:
        PortfolioError: code "no-such-item".
    """
    row = session.query(tables.ItemRow).filter_by(uid=item_uid).one_or_none()
    if row is None:
        raise PortfolioError(
            "This item isn't there any more. Nothing was stored.", code="no-such-item"
        )
    return row


def passage_called(session: Session, passage_uid: str) -> tables.PassageRow:
    """Return a passage's row.

    Raises:
        PortfolioError: code "no-such-passage".
    """
    row = session.query(tables.PassageRow).filter_by(uid=passage_uid).one_or_none()
    if row is None:
        raise PortfolioError(
            "That passage isn't there any more.",
            hint="Undo brings it back.",
            code="no-such-passage",
        )
    return row


def add_passage(
    session: Session, item: tables.ItemRow, anchor: Anchor, *, note: str = "", flush: bool = True
) -> tables.PassageRow:
    """Store a passage on the item's present pages; ``note`` is private.

    It has no key yet where it is not flushed, which is quicker for many.
    """
    passage = tables.PassageRow(item_id=item.id)
    reanchoring.put(passage, anchor, item.rendition_id)
    passage.note = note.strip()
    session.add(passage)
    if flush:
        session.flush()
    return passage


def add_claims(
    session: Session,
    passage: tables.PassageRow,
    ksb_uids: Sequence[str],
    strength: Strength,
    shows: str = "",
) -> list[str]:
    """Store a claim on a passage for each KSB; return their uids."""
    made = [
        tables.ClaimRow(passage_id=passage.id, ksb_uid=uid, strength=int(strength), shows=shows)
        for uid in ksb_uids
    ]
    session.add_all(made)
    return [each.uid for each in made]


def drop_if_alone(session: Session, passage: tables.PassageRow) -> None:
    """Remove a passage to which nothing is linked any more.

    A highlight it was made from is left then: it is not offered a second time.
    """
    session.flush()
    for table in (tables.ClaimRow, tables.TheoryRow):
        if session.query(table.id).filter_by(passage_id=passage.id).first() is not None:
            return
    for row in session.query(tables.HighlightRow).filter_by(passage_id=passage.id):
        row.state, row.passage_id = "left", None
    session.delete(passage)


def tidy_shows(shows: str) -> str:
    """Return "what this shows" as it is stored.

    Raises:
        PortfolioError: it is longer than 200 characters.
    """
    shows = shows.strip()
    if len(shows) > SHOWS_LIMIT:
        raise PortfolioError(
            f'"What this shows" has {len(shows)} characters; {SHOWS_LIMIT} is the most.',
            hint="Shorten it. Nothing was changed.",
        )
    return shows
