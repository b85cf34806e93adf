"""Words for what a check of the whole portfolio found."""

from __future__ import annotations

from portfolio_app.services.portfolio import CheckReport
from portfolio_app.ui.kit.messages import Message


def check_message(report: object) -> Message:
    """Return what to tell after ``portfolio.check``.

    Raises:
        TypeError: it is not a CheckReport.
    """
    if not isinstance(report, CheckReport):
        raise TypeError("a CheckReport was expected")
    if report.ok:
        return Message(f"Everything is whole: the database and {report.files} stored files.")
    lost = [f"Damaged: {title}" for title in report.damaged]
    lost += [f"Missing: {title}" for title in report.missing]
    lost += [each.message for each in report.findings if each.message not in lost]
    return Message(
        "Some of the portfolio is damaged.",
        safe="Everything else opens correctly. " + ". ".join(lost[:8]) + ".",
        next="Restore from your last backup, or add the files again.",
        level="danger",
    )
