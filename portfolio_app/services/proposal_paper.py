"""The proposal's own PDF as the paper of its pack, and whether the text has moved on since."""

from __future__ import annotations

import json

from portfolio_app.domain import salvage
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import details, papers, proposal_export
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

NAME = "Proposal.pdf"
MADE = "proposal paper"  # the detail: which paper was made of which restore point
_NEEDED = 64 << 20  # bytes of room while it is made


def use(store: Store, room: Workroom, *, progress: Progress = silent) -> papers.Attached:
    """Make the proposal's PDF and attach it to its pack; the one that was there goes to the bin.

    Raises:
        PortfolioError: as ``proposal_export.export`` and ``papers.attach``. Nothing was changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    with scratch_folder(room, _NEEDED) as folder:
        path = folder / NAME
        exported = proposal_export.export(store, room, path, progress=part(progress, 0.0, 0.6))
        attached = papers.attach(
            store, room, PaperKind.PROPOSAL, path, progress=part(progress, 0.6, 1.0)
        )
    made = {"item": attached.item_uid, "version": exported.version_uid}
    details.write(store, MADE, json.dumps(made))
    return attached


def is_older(store: Store) -> bool:
    """Return whether the text was changed since the pack's paper was made of it here.

    False for a paper that came from elsewhere: what that says nobody here knows.
    """
    plain = queries.portfolio.detail(store, MADE)
    paper = queries.papers.of_kind(store, PaperKind.PROPOSAL)
    if not plain or paper is None:
        return False
    made = salvage.read(dict[str, str], plain, {})
    if made.get("item") != paper.item.uid:
        return False
    try:
        then = queries.proposal.blocks_of_version(store, made.get("version", ""))
    except PortfolioError:
        return True  # nobody can say that it is the same
    return then != queries.proposal.blocks(store)
