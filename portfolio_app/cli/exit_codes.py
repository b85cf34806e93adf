"""The exit codes every command ends with: other tools rely on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from portfolio_app.problems import Level, Problem

if TYPE_CHECKING:
    from portfolio_app.services.intake import AddedFile

DONE = 0
FINDINGS = 1  # done, with findings that stop a submission
REFUSED = 2
INTERNAL = 3


def of(findings: Iterable[Problem]) -> int:
    """Return FINDINGS when a finding must be fixed, else DONE."""
    return FINDINGS if any(each.level is Level.MUST_FIX for each in findings) else DONE


def of_added(results: Collection[AddedFile]) -> int:
    """Return REFUSED when no file could be added, FINDINGS when some could not, else DONE."""
    failed = sum(each.status == "failed" for each in results)
    if failed == len(results):
        return REFUSED
    return FINDINGS if failed else DONE
