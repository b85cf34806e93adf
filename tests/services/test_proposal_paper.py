"""The proposal's own PDF becomes the paper of its pack, and says when the text has moved on."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.services import (
    history,
    options,
    pack,
    papers,
    preflight,
    proposal,
    proposal_paper,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom
from tests.ui.evidence import documents


def rules(store: Store, room: Workroom) -> set[str]:
    chosen = options.options(store, Profile.PROPOSAL)
    return {each.rule for each in preflight.findings(store, chosen, room)}


def _signed(store: Store, room: Workroom, folder: Path) -> str:
    page = documents.pdf(folder / "signed.pdf", "The board supports it.")
    return papers.attach(store, room, PaperKind.SIGN_OFF, page).item_uid


@pytest.mark.parametrize("draft", [False, True])
def test_the_pack_has_it_with_its_tags_and_bookmarks(
    store: Store, room: Workroom, tmp_path: Path, draft: bool
) -> None:
    heading = Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Recommendation"),))
    body = Block(new_uid(), inlines=(Inline(text="The board is asked to decide."),))
    proposal.keep(store, [heading, body], [heading.uid, body.uid])
    proposal_paper.use(store, room)
    if not draft:
        slides = documents.pdf(tmp_path / "slides.pdf", "One route for every school")
        papers.attach(store, room, PaperKind.PRESENTATION, slides)
        papers.sign(store, _signed(store, room, tmp_path), "Chair of the Board", "2026-02-01")
    folder = tmp_path / "pack"
    chosen = options.options(store, Profile.PROPOSAL)
    built = pack.build_pack(store, room, folder, options=chosen, draft=draft)
    assert [each for each in built.findings if each.level is Level.MUST_FIX] == [] or draft
    made = folder / ("Draft_Proposal.pdf" if draft else "Proposal.pdf")
    with pikepdf.open(made) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_outline() as outline:
            assert any("Recommendation" in each.title for each in outline.root)
    said = "".join(page.extract_text() for page in pypdf.PdfReader(made).pages)
    assert "The board is asked to decide." in said
    assert ("not for submission" in said) is draft


def test_the_pdf_is_the_paper_until_the_text_moves_on(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
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
    papers.sign(store, _signed(store, room, tmp_path), "Chair of the Trust Board", "2026-02-01")
    assert proposal_paper.use(store, room).item_uid == paper.item.uid
    assert "paper.sign-off-other-set" not in rules(store, room)

    more = Block(new_uid(), inlines=(Inline(text="And to say when."),))
    written = proposal.keep(store, [more], [heading.uid, body.uid, more.uid])
    assert proposal_paper.is_older(store)
    assert "paper.proposal-older" in rules(store, room)
    history.undo(store, written.step)
    assert not proposal_paper.is_older(store)
    proposal.keep(store, [more], [heading.uid, body.uid, more.uid])
    proposal_paper.use(store, room)
    assert not proposal_paper.is_older(store)
