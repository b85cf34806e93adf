"""Help on the timeline: what it shows, dates that are only suggested, breaks, the calendar file."""

from __future__ import annotations

from portfolio_app.services import timeline
from portfolio_app.ui.kit.forms import Column


def add_timeline_help(column: Column) -> None:
    """Add the timeline's part to the page about the plan."""
    points = timeline.usual_points()
    column.heading("Timeline")
    column.words(
        "Everything dated, in lanes: modules and assignments, events, reviews and actions, "
        "observations, off-the-job time, assessment. The list says the same and is read by a "
        "screen reader; T goes from the drawing to it. In the drawing, left and right go along a "
        "lane, up and down to the next one, Enter opens, Delete removes. Ctrl with + and - shows "
        "less or more. A date can be dragged; Change date is its equal."
    )
    column.heading("Suggested dates")
    column.words(
        "A day that was worked out, from your programme's terms or from your start and gateway, "
        "is marked suggested until you keep or change it. Suggested dates are never asked about, "
        "and go into a calendar file only when you say so. Your provider's dates hold."
    )
    column.words(f"Usual milestones: {points.source}. {points.note}", "caption")
    column.heading("Modules, assignments and events")
    column.words(
        "An assignment has its words, the day it is due, and how many days after handing in "
        "feedback is due. Working days are Monday to Friday; bank holidays are not taken out. "
        "Where an event is compulsory, note whether you attended, missed it, or made it up. Dates "
        "that overlap, or end before they begin, are named beside the field; what may be meant is "
        "kept as you typed it."
    )
    column.heading("Breaks in learning and additional time")
    column.words(
        "Give the days, and see what they would move before anything is changed: what lies after "
        "them and is not done, and the gateway. Untick what stays. It is one undo step, and "
        "removing the break can move the dates back. A break without its last day moves nothing "
        "yet. Tell your provider as well: this app tells nobody."
    )
    column.heading("Project agreement")
    column.words(
        "What the project is about, access to people and data, and who agreed. A day that you "
        "note is your own word and is never called a signature; the form that goes round to be "
        "signed is checked when it comes back, as an observation is."
    )
    column.heading("Calendar file")
    column.words(
        "Plan, Save a calendar file writes everything dated that lies ahead as .ics, which the "
        "usual calendars take. Save it again after a change: calendars that know the entries "
        "change them. It names no person."
    )
