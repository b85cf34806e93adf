"""Findings that are left as they are, because …: recorded with the reason, and taken back."""

from __future__ import annotations

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError, Problem
from portfolio_app.store import tables
from portfolio_app.store.database import Store

LONGEST = 500  # characters of a reason
_TOPICS = {Topic.BUNDLES}


def accept(store: Store, problem: Problem, because: str) -> Changes:
    """Leave a finding as it is, with the reason. One step.

    It holds for this finding alone: where something else is found later it is told again.

    Raises:
        PortfolioError: it must be fixed or is only for information ("not-acceptable"), or there is
            no reason ("no-reason"). Nothing was changed.
    """
    because = " ".join(because.split())[:LONGEST]
    if not problem.may_accept:
        raise PortfolioError(
            "This can't be accepted as it is. Nothing was changed.",
            hint="It goes when what it says is put right.",
            code="not-acceptable",
        )
    if not because:
        raise PortfolioError(
            "Say why it may stay as it is. Nothing was changed.",
            hint="A few words are enough, such as: my EPAO agreed on 3 March.",
            code="no-reason",
        )
    about = f" ({problem.about})" if problem.about else ""
    with store.step(
        "accept finding", f"Accepted{about}: {because}", _TOPICS, focus=problem.about_uid
    ) as step:
        for row in step.session.query(tables.AcceptedRow).filter_by(finding=problem.key):
            step.session.delete(row)
        step.session.add(
            tables.AcceptedRow(finding=problem.key, because=because, said=problem.message)
        )
    return step.changes


def take_back(store: Store, problem: Problem) -> Changes:
    """Let a finding that was accepted be one again. One step.

    Raises:
        PortfolioError: it was not accepted ("not-accepted"). Nothing was changed.
    """
    about = f" ({problem.about})" if problem.about else ""
    with store.step(
        "take back acceptance", f"To check again{about}", _TOPICS, focus=problem.about_uid
    ) as step:
        rows = step.session.query(tables.AcceptedRow).filter_by(finding=problem.key).all()
        if not rows:
            raise PortfolioError(
                "This was not accepted, or is so no more. Nothing was changed.", code="not-accepted"
            )
        for row in rows:
            step.session.delete(row)
    return step.changes
