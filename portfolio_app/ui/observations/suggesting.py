"""What a new request may ask for: KSBs best seen by somebody else, pieces of a schedule; no Qt."""

from __future__ import annotations

from portfolio_app.domain.forms import MOST_KSBS, ScheduleRow
from portfolio_app.domain.observation import Observation
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store


def suggested(store: Store) -> tuple[tuple[str, str], ...]:
    """Return KSBs to look for, the best first: (uid, how it stands: "Gap", "1 item")."""
    from portfolio_app.services import observation_planner

    found = [
        each
        for each in observation_planner.suggested_ksbs(store)
        if each.is_thin and each.why and not each.has_witness and not each.is_asked
    ]
    return tuple((each.ksb.uid, each.words) for each in found[:MOST_KSBS])


def schedule(
    store: Store, statement: Observation | None = None
) -> tuple[tuple[ScheduleRow, ...], str]:
    """Return the pieces the employer would be asked about, and why it can't be asked now.

    ``statement`` is the one gone on with: a supplement asks about some pieces alone.
    """
    from portfolio_app.services import form_content, numbering

    only = statement.asked.item_uids if statement is not None else ()
    rows = tuple(row for row in form_content.schedule(store) if not only or row.item_uid in only)
    if not rows:
        return rows, "There are no pieces to ask about. Add items to the shortlist first."
    try:
        numbering.refuse_unless_fixed(store, "The employer's statement")
    except PortfolioError as error:
        return rows, str(error)
    return rows, ""
