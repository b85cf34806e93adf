"""The proposal's own PDF as the paper of its pack, and whether the text has moved on since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.finished import FinishedProposal
from portfolio_app.domain.papers import Paper, PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import details, finishing_proposal, papers, proposal_export
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

NAME = "Proposal.pdf"
MADE = "proposal paper"  # the detail: which paper was made here, and what it says
_NEEDED = 64 << 20  # bytes of room while it is made


def use(store: Store, room: Workroom, *, progress: Progress = silent) -> papers.Attached:
    """Make the proposal's PDF and attach it to its pack; the one that was there goes to the bin.

    A paper that says already what the text says stays, so that what was signed for stays the same.

    Raises:
        PortfolioError: as ``proposal_export.export`` and ``papers.attach``. Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    says = _says(finishing_proposal.finished(store).proposal)
    there = _own(store)
    if there is not None and there.says == says:
        same = Changes("The pack has the proposal as it is written", frozenset())
        return papers.Attached(same, there.item)
    with scratch_folder(room, _NEEDED) as folder:
        path = folder / NAME
        proposal_export.export(store, room, path, progress=part(progress, 0.0, 0.6))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        attached = papers.attach(
            store, room, PaperKind.PROPOSAL, path, progress=part(progress, 0.6, 1.0)
        )
    made = {"item": attached.item_uid, "sha256": sha256, "says": says}
    details.write(store, MADE, json.dumps(made))
    return attached


def is_older(store: Store) -> bool:
    """Return whether the text says something else than the pack's paper that was made of it here.

    False for a paper that came from elsewhere: what that says nobody here knows.
    """
    made = _own(store)
    if made is None:
        return False
    try:
        return _says(finishing_proposal.finished(store).proposal) != made.says
    except PortfolioError:
        return True  # nothing is written any more


def is_own(store: Store, paper: Paper) -> bool:
    """Return whether a paper is the PDF that was made here, byte for byte."""
    made = _own(store)
    return made is not None and made.item == paper.item.uid


@dataclass(frozen=True, slots=True)
class _Made:
    """Which paper was made here: its item, the file's hash, and a hash of what it says."""

    item: str = ""
    sha256: str = ""
    says: str = ""


def _own(store: Store) -> _Made | None:
    plain = queries.portfolio.detail(store, MADE)
    paper = queries.papers.of_kind(store, PaperKind.PROPOSAL)
    if not plain or paper is None:
        return None
    made = salvage.read(_Made, plain, _Made())
    return made if (made.item, made.sha256) == (paper.item.uid, paper.item.sha256) else None


def _says(proposal: FinishedProposal) -> str:
    """Return a hash of all that it says but the day on which it was made."""
    undated = replace(
        proposal,
        facts=tuple(each for each in proposal.facts if each.name != "Date"),
        foot="",
        built="",
        made="",
        version="",
    )
    return hashlib.sha256(json.dumps(wire.encode(undated)).encode()).hexdigest()
