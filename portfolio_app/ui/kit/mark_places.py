"""Where something with a day is seen and changed: a tab of the plan, or another area."""

from __future__ import annotations

from portfolio_app.domain.timeline import Lane, Mark, Source
from portfolio_app.ui.kit.places import ASSESSMENT, OBSERVATIONS, PLAN, PROPOSAL, Place

_TABS = {
    Lane.MODULES: "modules",
    Lane.EVENTS: "modules",
    Lane.REVIEWS: "reviews",
    Lane.LEARNING: "learning",
    Lane.HOURS: "hours",
    Lane.DOCUMENTS: "documents",
    Lane.BREAKS: "modules",
}


def place_of(mark: Mark) -> Place:
    """Return the place; the timeline itself for what is changed there."""
    if mark.source is Source.OBSERVATION:
        return Place(OBSERVATIONS, item=mark.uid)
    if mark.source is Source.MEETING:
        return Place(OBSERVATIONS, tab="planner")
    if mark.source is Source.PROPOSAL:
        return Place(PROPOSAL, tab="sign-off")
    if mark.word == "Result" or mark.source is Source.AGAIN:
        return Place(ASSESSMENT, tab="results", row=mark.uid)
    return Place(PLAN, tab=_TABS.get(mark.lane, "timeline"), row=mark.uid)
