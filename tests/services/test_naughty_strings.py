"""The strings of the corpus that upset software survive every text field, and come back as text."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from portfolio_app.domain.passage import SHOWS_LIMIT, Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    evidence,
    hiding,
    intake,
    ksbs,
    mapping,
    names_to_hide,
    projects,
    scans,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

CORPUS = os.environ.get("PORTFOLIO_CORPUS", "")
MOST = 60  # characters: the shortest limit of any field


@pytest.mark.skipif(not CORPUS, reason="PORTFOLIO_CORPUS does not name the corpus folder")
def test_every_field_gives_back_what_was_typed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    text = (Path(CORPUS) / "text" / "blns.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    path = documents.pdf(tmp_path / "minutes.pdf", "The board set out three options.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    ksb = mapping.ksb_called(store, "K8")
    found = mapping.anchor_for_quote(store, room, uid, "three options")
    claim = mapping.claim(store, uid, [ksb.uid], Anchor()).uids[0]
    passage = queries.claims.claim(store, claim).passage_uid
    hiding.hide(store, uid, found.anchor)
    hide = queries.hides.hides(store, uid)[0].uid
    scan = scans.start(store).uid

    for line in lines[::7]:
        words = line.strip()
        evidence.edit(store, uid, title=words, context=line, part=line, confirm=line)
        evidence.edit(store, uid, confidentiality=line, private_note=line)
        mapping.change_claim(store, claim, shows=words[:SHOWS_LIMIT])
        mapping.note(store, passage, words)
        ksbs.note(store, ksb.uid, words)
        scans.note(store, scan, ksb.uid, words)
        hiding.relabel(store, hide, words[:MOST])
        projects.set_projects(store, uid, [words[:MOST]])
        with suppress(PortfolioError):  # a name is refused in words: too short, listed already
            names_to_hide.add(store, [words[:MOST]])

        item = queries.evidence.item(store, uid)
        assert (item.title, item.context, item.part) == (words, line, line)
        assert (item.confirm, item.confidentiality, item.private_note) == (line, line, line)
        assert item.projects == ((" ".join(words[:MOST].split()),) if words[:MOST].split() else ())
        known = queries.claims.claim(store, claim)
        assert known.shows == words[:SHOWS_LIMIT].strip()
        assert known.note == words
        assert queries.standard.find_ksb(store, "K8").note == words
        assert queries.scans.scan(store, scan).rating(ksb.uid).note == words
        queries.search.everything(store, words)
