"""Help on reviews and the learning plan: preparing, the pack, the papers, what stays private."""

from __future__ import annotations

from portfolio_app.domain.reviews import RULE
from portfolio_app.ui.kit.forms import Column


def add_reviews_help(column: Column) -> None:
    """Add the sections to a page of help."""
    column.heading("Reviews")
    column.words(
        "Prepare for meeting opens the next review that was not said to be held: what changed "
        "since the last one that was, which KSBs are thin with a next step for each, off-the-job "
        "time, and the actions of the time before with those still open from earlier. Tick what "
        "to raise, or add your own. Say that a review was held, and the next one begins there."
    )
    column.words(RULE)
    column.words(
        "What may be raised comes from rules: KSBs without evidence that your portfolio should "
        "show, actions past their day, hours behind the planned line, requests for observations "
        "still out, and goals somebody else is needed for."
    )
    column.heading("The review pack")
    column.words(
        "Two pages, always: what changed, new pieces by number and title, hours, observations "
        "ahead; then thin KSBs, last time's actions, your questions, and lines to write on. It "
        "quotes no evidence. Names you hide are hidden in it, and pieces marked never to be "
        "exported are not named. Lists that are too long end in “and 12 more”."
    )
    column.heading("Actions")
    column.words(
        "An action has an owner and a day. It can become a row of the learning plan or a request "
        "for an observation, once; or it stays as it is, a thing to do."
    )
    column.heading("Line manager's page and review record")
    column.words(
        "Both are forms like observations: saved or mailed by you, filled in by the others, and "
        "read back when you drop them on Observations. Each party has a signature word of their "
        "own. A tick is not a signature, and nobody's signature covers for another."
    )
    column.heading("Learning plan")
    column.words(
        "Rows are typed, or made from KSBs, thin ones first; the lowest marks of your skills scan "
        "decide between equals. No mark and no note of a scan is part of a row, of the pack, or "
        "of any table saved from here. “My notes” of a review stay with you too."
    )
