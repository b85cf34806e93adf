"""Help on the assessment: the gateway and after it, rehearsal, the discussion."""

from __future__ import annotations

from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.shell.discussion_help import add_discussion_help
from portfolio_app.ui.shell.gateway_help import add_gateway_help
from portfolio_app.ui.shell.rehearsal_help import add_rehearsal_help


def assessment_help() -> Column:
    """Return the page."""
    column = Column("Assessment")
    add_gateway_help(column)
    add_rehearsal_help(column)
    add_discussion_help(column)
    return column
