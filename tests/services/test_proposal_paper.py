"""The proposal's own PDF becomes the paper of its pack, and says when the text has moved on."""

from __future__ import annotations

import io

import pypdf
import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, options, preflight, proposal, proposal_paper
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom


def rules(store: Store, room: Workroom) -> set[str]:
    chosen = options.options(store, Profile.PROPOSAL)
    return {each.rule for each in preflight.findings(store, chosen, room)}


def test_the_pdf_is_the_paper_until_the_text_moves_on(store: Store, room: Workroom) -> None:
    with pytest.raises(PortfolioError):
        proposal_paper.use(store, room)
    assert queries.papers.of_kind(store, PaperKind.PROPOSAL) is None

    heading = Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Recommendation"),))
    body = Block(new_uid(), inlines=(Inline(text="The board is asked to decide."),))
    proposal.keep(store, [heading, body], [heading.uid, body.uid])
    proposal_paper.use(store, room)
    paper = queries.papers.of_kind(store, PaperKind.PROPOSAL)
    assert paper is not None
    kept = pypdf.PdfReader(io.BytesIO(store.vault.get(paper.item.sha256)))
    assert "The board is asked to decide." in "".join(page.extract_text() for page in kept.pages)
    assert not proposal_paper.is_older(store)
    assert "paper.proposal-older" not in rules(store, room)

    more = Block(new_uid(), inlines=(Inline(text="And to say when."),))
    written = proposal.keep(store, [more], [heading.uid, body.uid, more.uid])
    assert proposal_paper.is_older(store)
    assert "paper.proposal-older" in rules(store, room)
    history.undo(store, written.step)
    assert not proposal_paper.is_older(store)
    proposal.keep(store, [more], [heading.uid, body.uid, more.uid])
    proposal_paper.use(store, room)
    assert not proposal_paper.is_older(store)
