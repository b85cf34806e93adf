"""Help on the plan: timeline, off-the-job time, reviews, papers to sign, the programme."""

from __future__ import annotations

from portfolio_app.domain.hours import LONG_DAY
from portfolio_app.domain.hours_rules import HoursRules
from portfolio_app.services import hours
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.shell.programme_help import add_programme_help
from portfolio_app.ui.shell.records_help import add_records_help
from portfolio_app.ui.shell.reviews_help import add_reviews_help
from portfolio_app.ui.shell.timeline_help import add_timeline_help


def plan_help() -> Column:
    """Return the page."""
    column = Column("Plan")
    add_timeline_help(column)
    _say_hours(column, hours.rules())
    add_reviews_help(column)
    add_records_help(column)
    add_programme_help(column)
    return column


def _say_hours(column: Column, rules: HoursRules) -> None:
    column.heading("Off-the-job time")
    column.words(
        "Ctrl+L logs time from anywhere: the day, how long, what was done. 45 is minutes, 1:30 and "
        "1.5 are an hour and a half. Time that you type into a capture is logged with it. An entry "
        "can belong to a module, and to a piece of evidence or a capture. "
        f"A day of more than {LONG_DAY // 60} hours is asked about; none has more than 24."
    )
    column.words(
        "In the week, arrows move, Enter opens an entry or logs for that day, Delete removes one, "
        "PgUp and PgDn turn to the week before and after. A pattern, such as an hour of reading "
        "each Tuesday, is logged only when you tick it and say so."
    )
    column.heading("Target and planned line")
    column.words(
        "The target is the number in your training plan: type it, with where it stands. The "
        "planned line spreads it evenly over the days from your start to your gateway; days of a "
        "break in learning are left out. It says how far ahead or behind you are, and nothing else."
    )
    for regime in rules.regimes:
        sure = "" if regime.confirmed else " Not confirmed."
        column.words(f"{regime.title}: {regime.rule} Source: {regime.source}.{sure}")
    column.heading("What usually counts")
    column.words(rules.counts)
    column.words("Usually counts: " + "; ".join(_low(each) for each in rules.usually_counts) + ".")
    column.words(
        "Usually doesn't: " + "; ".join(_low(each) for each in rules.usually_does_not) + "."
    )
    column.words(f"Source: {rules.counts_source}.", "caption")
    column.heading("Your provider's record")
    column.words(f"{rules.record} {rules.record_more}")
    column.words(
        "Import takes the CSV or Excel file that your provider's system writes. Say which column "
        "holds what; the list shows what each row would log before anything is changed. Rows that "
        "are there already, or twice, are left out unless you want them; rows that can't be read "
        "are named with the reason, and stay in your file. The whole import is one undo step."
    )
    column.words(
        "Save as writes PDF, CSV or Excel. Notes on entries are only for you and never go out; "
        "words that you hid anywhere stand there as their labels."
    )


def _low(words: str) -> str:
    return words[0].lower() + words[1:] if not words[1:2].isupper() else words
