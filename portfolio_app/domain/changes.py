"""What a verb did: a line for the status bar, the topics that changed, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A noun whose screens must look again."""

    PORTFOLIO = "portfolio"
    STANDARD = "standard"
    EVIDENCE = "evidence"
    CLAIMS = "claims"
    SHORTLIST = "shortlist"
    BUNDLES = "bundles"
    HIDING = "hiding"
    SCANS = "scans"
    PAPERS = "papers"
    OBSERVATIONS = "observations"
    PROPOSAL = "proposal"
    REFERENCES = "references"  # of the proposal
    PLAN = "plan"  # programme, modules, reviews, learning plan, documents, gateway, results
    HOURS = "hours"  # off-the-job time
    PRACTICE = "practice"  # rehearsal: ratings, runs, crib cards
    BUDDIES = "buddies"  # packs for a buddy, and what they said


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step did. ``step`` names it in the history; empty when there is nothing to undo.

    ``focus`` is the uid of the thing the step is about, so that undo can take the person there.
    """

    summary: str
    topics: frozenset[Topic]
    step: str = ""
    focus: str = ""
