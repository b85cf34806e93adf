"""Where each suggestion of Next three leads, and its icon."""

from __future__ import annotations

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.next_three import Goal, Suggestion
from portfolio_app.ui.kit.mark_places import place_of as place_of_mark
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    KSBS,
    OBSERVATIONS,
    SETTINGS,
    STANDARD,
    Place,
)

_ACTIONS = {Goal.BACK_UP: "back_up", Goal.KEY: "recovery_key"}
_PLACES = {
    Goal.BACKUP_PLACE: Place(SETTINGS, tab="keys"),
    Goal.COMPARE: Place(STANDARD, tab="compare"),
    Goal.REVIEW: Place(STANDARD, tab="review"),
    Goal.LIBRARY: Place(EVIDENCE, tab="library"),
    Goal.SORT: Place(EVIDENCE, tab="inbox", want="sort"),
    Goal.CHECK: Place(OBSERVATIONS, want="filter:returned"),
    Goal.CHASE: Place(OBSERVATIONS, tab="chase"),
    Goal.GATEWAY: Place(ASSESSMENT, tab="gateway"),
}
_ICONS = {
    Goal.BACKUP_PLACE: "hard-drive",
    Goal.BACK_UP: "hard-drive",
    Goal.KEY: "key-round",
    Goal.COMPARE: "list",
    Goal.ITEM: "circle-dashed",
    Goal.PLACE: "crosshair",
    Goal.REVIEW: "scroll-text",
    Goal.LIBRARY: "bookmark",
    Goal.HIGHLIGHTS: "highlighter",
    Goal.SORT: "layers",
    Goal.CHECK: "eye",
    Goal.CHASE: "clock",
    Goal.DUE: "calendar",
    Goal.GATEWAY: "graduation-cap",
}
_STATUS_ICONS = {
    KsbStatus.GAP: "circle-dashed",
    KsbStatus.STARTED: "circle-dot",
    KsbStatus.COVERED: "circle-check",
}


def place_of(each: Suggestion) -> Place | None:
    """Return where a suggestion leads; None for one that an action does."""
    if each.mark is not None:
        return place_of_mark(each.mark)
    if each.goal is Goal.KSB:
        want = "find" if each.status is KsbStatus.GAP else ""
        return Place(KSBS, tab="ksb", ksb=each.ksb_uid, want=want)
    if each.goal is Goal.ITEM:
        return Place(EVIDENCE, item=each.item_uid)
    if each.goal is Goal.PLACE:
        return Place(EVIDENCE, item=each.item_uid, want="place")
    if each.goal is Goal.HIGHLIGHTS:
        return Place(EVIDENCE, item=each.item_uid, want="highlights")
    return _PLACES.get(each.goal)


def action_of(each: Suggestion) -> str:
    """Return the name of the action that a suggestion's button does, "" for a place."""
    return _ACTIONS.get(each.goal, "")


def icon_of(each: Suggestion) -> str:
    """Return the icon before a suggestion."""
    if each.status is not None:
        return _STATUS_ICONS.get(each.status, "circle-dashed")
    return _ICONS[each.goal]
