"""What citations print: a place that the reader has, whatever was renumbered or built since."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind
from portfolio_app.domain.labels import GONE
from portfolio_app.domain.passage import Anchor, Span, quad_of
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.services import (
    at_hand,
    bundle,
    citing,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    numbering,
    proposal,
    references,
    shortlist,
    sorting,
    submitting,
    theory,
)
from portfolio_app.services.citing import PagesPrinted
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_preflight_rules import accept_wording
from tests.store.builders import add_item


def passage(page: int, words: str = "set out three options") -> Anchor:
    span = Span(page - 1, 0, len(words), (quad_of((72, 72, 200, 90)),))
    return Anchor((span,), words)


def claimed(store: Store, item_uid: str, page: int, words: str = "set out") -> str:
    """Claim a passage and return its uid."""
    k8 = mapping.ksb_called(store, "K8").uid
    uid = mapping.claim(store, item_uid, [k8], passage(page, words)).uids[0]
    return queries.claims.claim(store, uid).passage_uid


def printed(store: Store, item_uid: str, passage_uid: str = "") -> str:
    return citing.labels(store).of(cite(item_uid, passage_uid))


def cite(item_uid: str, passage_uid: str = "") -> Inline:
    return Inline(InlineKind.EVIDENCE, item_uid=item_uid, passage_uid=passage_uid)


def test_a_citation_follows_every_renumbering_and_says_what_is_wrong(store: Store) -> None:
    one, two = (add_item(store, name, pages=("a", "b", "c"))[0] for name in ("Plan", "Minutes"))
    shortlist.set_order(store, [one, two])
    uid = claimed(store, two, 3)
    assert printed(store, two, uid) == "E02, p. 3"
    assert printed(store, one) == "E01", "a whole item has no page"

    shortlist.move(store, two, 0)
    assert printed(store, two, uid) == "E01, p. 3"
    numbering.fix(store)
    shortlist.move(store, two, 1)
    assert printed(store, two, uid) == "E01, p. 3", "fixed numbers stay"
    numbering.renumber(store)
    assert printed(store, two, uid) == "E02, p. 3"

    def told(change: Callable[[], Changes]) -> tuple[str, str]:
        done = change()
        label = citing.labels(store).evidence_of(cite(two, uid))
        history.undo(store, done.step)
        assert citing.labels(store).evidence_of(cite(two, uid)).trouble == ""
        return label.text, label.trouble

    text, trouble = told(lambda: shortlist.remove(store, [two]))
    assert (text, "isn't on the shortlist" in trouble) == ("Minutes, p. 3", True)
    assert "is in the bin" in told(lambda: evidence.bin_items(store, [two]))[1]
    kept_in = told(lambda: evidence.edit(store, two, do_not_export=True))
    assert kept_in[0] == "E02, p. 3"
    assert "Do not export" in kept_in[1]
    hidden = told(lambda: hiding.hide(store, two, passage(3)).changes)
    assert hidden[0] == "E02, p. 3"
    assert "hidden" in hidden[1]
    elsewhere = told(lambda: hiding.hide(store, two, passage(2)).changes)
    assert elsewhere == ("E02, p. 3", ""), "what is hidden on another page is another matter"
    claim = queries.claims.claims(store)[0]
    gone = told(lambda: mapping.remove_claim(store, claim.uid))
    assert gone[0] == "E02"
    assert "was removed" in gone[1]
    assert citing.labels(store).of(cite("nothing", "nothing")) == GONE


def test_something_read_is_cited_as_reading(store: Store) -> None:
    item = add_item(store, "Leading change", pages=("a", "b", "c"))[0]
    sorting.read(store, [item])
    k8 = mapping.ksb_called(store, "K8").uid
    theory.tag(store, item, [k8], passage(3))
    uid = queries.theory.theory(store)[0].passage_uid
    label = citing.labels(store).evidence_of(cite(item, uid))
    assert (label.text, label.trouble) == ("Reading: Leading change, p. 3", "")
    evidence.bin_items(store, [item])
    assert "bin" in citing.labels(store).evidence_of(cite(item, uid)).trouble


def test_once_built_it_is_the_page_as_printed_until_something_changes_and_for_good_once_handed_in(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    accept_wording(store)
    paths = [
        documents.pdf(tmp_path / "plan.pdf", "A plan.", "The plan ends."),
        documents.pdf(tmp_path / "minutes.pdf", "One", "Two", "The board set out three options."),
    ]
    one, two = (each.item_uid for each in intake.add(store, room, paths).results)
    found = mapping.anchor_for_quote(store, room, two, "set out three options").anchor
    k8 = mapping.ksb_called(store, "K8").uid
    claim = mapping.claim(store, two, [k8], found).uids[0]
    mapping.claim(store, one, [k8], mapping.WHOLE)
    uid = queries.claims.claim(store, claim).passage_uid
    shortlist.set_order(store, [one, two])
    block = Block(new_uid(), BlockKind.BODY, (cite(two, uid), cite(one)))
    proposal.keep(store, [block], [block.uid])
    draft = bundle.build(store, room, tmp_path / "Draft.pdf", draft=True)
    assert printed(store, two, uid) == "E02, p. 3", "a draft's pages are nobody's to follow"

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf")
    assert not queries.bundles.bundles(store)[0].is_draft
    pages = [page.extract_text() for page in PdfReader(tmp_path / "Portfolio.pdf").pages]
    number = int(printed(store, two, uid).removeprefix("Portfolio p. "))
    assert "set out three options" in pages[number - 1]
    assert f"Page {number} of {len(pages)}" in pages[number - 1]
    first = int(printed(store, one).removeprefix("Portfolio p. "))
    assert "A plan." in pages[first - 1]

    proposal.keep(store, [replace(block, kind=BlockKind.QUOTE)])
    assert citing.printing(store).state is PagesPrinted.BUILT
    assert printed(store, two, uid) == f"Portfolio p. {number}", "writing changes no page"
    moved = shortlist.move(store, two, 0)
    assert citing.labels(store, wait=False).of(cite(two, uid)) == "E02, p. 3"
    assert printed(store, two, uid) == "E02, p. 3", "the pages moved since: the number holds"
    history.undo(store, moved.step)
    assert citing.printing_known(store).state is PagesPrinted.CHANGED, "nobody looked yet"
    assert printed(store, two, uid) == f"Portfolio p. {number}"
    assert citing.labels(store, wait=False).of(cite(two, uid)) == f"Portfolio p. {number}"

    submitting.submit(store, built.bundle_id, "2026-03-03")
    shortlist.move(store, two, 0)
    later = claimed(store, one, 2, "ends")
    assert printed(store, two, uid) == f"Portfolio p. {number}", "what was handed in stays"
    assert printed(store, one, later) == f"Portfolio p. {first + 1}", "every page is in there"
    third = add_item(store, "Later", pages=("x",))[0]
    shortlist.add(store, [third])
    label = citing.labels(store).evidence_of(cite(third))
    assert label.text == "E03"
    assert "handed in" in label.trouble
    submitting.submit(store, draft.bundle_id, "2026-03-04")
    last = citing.printing(store).printed
    assert last is not None
    assert last.bundle_uid == draft.bundle_id, "what was handed in last is what they have"


def test_only_a_final_portfolio_is_followed_and_only_while_it_is_not_changed(store: Store) -> None:
    item = add_item(store, "Plan", pages=("a", "b", "c"))[0]
    listed = shortlist.set_order(store, [item])
    spans = tuple(passage(page).spans[0] for page in (2, 3))
    k8 = mapping.ksb_called(store, "K8").uid
    claim = mapping.claim(store, item, [k8], Anchor(spans, "over two pages")).uids[0]
    uid = queries.claims.claim(store, claim).passage_uid
    assert printed(store, item, uid) == "E01, p. 2", "it begins there"

    def built(name: str, first: int, at: str, **more: Any) -> None:
        item_in_it = {"uid": item, "first_page": first, "pages": 3, "of": 3}
        contents = json.dumps({"claims": [], "items": [item_in_it]})
        given: dict[str, Any] = {"path": "", "pages": 99, "bytes": 1, "contents": contents}
        with store.step("build", "Built", {Topic.PROPOSAL}) as step:
            step.session.add(tables.BundleRow(uid=name, built_at=at, **{**given, **more}))

    def known() -> str:
        return citing.labels(store, wait=False).of(cite(item, uid))

    with store.session() as session:  # all of it was done in the past
        past = "UPDATE history SET done_at = '2025-01-01'", "UPDATE rendition SET made_at = '2025'"
        for each in past:
            session.connection().exec_driver_sql(each)
    built("pack", 50, "2025-02-01T00:00:00Z", profile="proposal")
    built("draft", 60, "2025-02-01T00:00:00Z", draft=1)
    assert citing.printing_known(store).state is PagesPrinted.NONE_BUILT
    built("final", 20, "2025-02-01T00:00:00Z")
    assert known() == "Portfolio p. 21"
    history.undo(store, listed.step)
    assert citing.printing_known(store).state is PagesPrinted.CHANGED
    history.redo(store, listed.step)
    assert known() == "E01, p. 2", "something was taken back since"
    built("handed-in", 30, "2025-01-01T00:00:00Z", submitted_at="2025-01-03")
    built("later", 40, "2025-03-01T00:00:00Z")
    assert known() == "Portfolio p. 31", "what was handed in is what they have"


@pytest.mark.parametrize("many", [60])
def test_sixty_citations_are_opened_at_once(store: Store, many: int) -> None:
    uids = []
    with_text = "word " * 30
    for number in range(many // 4):
        item = add_item(store, f"Note {number}", pages=("a", "b"))[0]
        uids += [(item, claimed(store, item, 2, f"{with_text}{each}")) for each in range(4)]
    shortlist.set_order(store, list(dict.fromkeys(item for item, _ in uids)))
    blocks = [Block(new_uid(), BlockKind.BODY, (cite(*each),)) for each in uids]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    citing.labels(store, blocks=blocks, wait=False)
    took = []
    for _ in range(5):
        began = time.process_time()
        labels = citing.labels(store, blocks=blocks, wait=False)
        texts = [labels.of(each.inlines[0]) for each in blocks]
        took.append(time.process_time() - began)
    assert texts[0] == "E01, p. 2"
    assert len(set(texts)) == many // 4
    assert min(took) < 0.010, f"{min(took) * 1000:.1f} ms"


def test_passages_are_at_hand_by_words_by_number_and_by_ksb(store: Store) -> None:
    one, two = (add_item(store, name, pages=("a", "b", "c"))[0] for name in ("Plan", "Minutes"))
    read = add_item(store, "Leading change", pages=("a",))[0]
    shortlist.set_order(store, [one, two])
    first = claimed(store, one, 1, "the board chose the second option")
    second = claimed(store, two, 3, "three options were costed")
    sorting.read(store, [read])
    k1 = mapping.ksb_called(store, "K1").uid
    theory.tag(store, read, [k1], passage(1, "change has options"))
    third = queries.theory.theory(store)[0].passage_uid

    def found(text: str) -> list[str]:
        return [each.passage_uid or each.item_uid for each in at_hand.find(store, text).rows]

    assert found("") == [first, second, third]
    assert found("e02") == [second, two]
    assert set(found("option")) == {first, second, third}
    assert found("costed") == [second]
    assert found("k8")[:2] == [first, second]
    assert found("minutes") == [two]
    row = at_hand.find(store, "costed").rows[0]
    assert (row.label.text, row.codes, row.inline) == ("E02, p. 3", ("K8",), cite(two, second))
    assert [row.quote[a:b] for a, b in row.marks] == ["costed"]
    assert at_hand.find(store, "", limit=2).is_cut
    evidence.bin_items(store, [two])
    assert found("costed") == []
    assert found("nothing has these words") == []


def test_references_are_cited_and_one_that_comes_later_changes_the_letters(store: Store) -> None:
    one, two = (
        references.add(store, Source("", SourceKind.BOOK, (person,), year="2024", title=title)).uid
        for person, title in ((Person("Sample", "A."), "First"), (Person("Sample", "A."), "Second"))
    )
    first, second = (Inline(InlineKind.SOURCE, cited=(Cited(uid),)) for uid in (one, two))
    proposal.keep(store, [Block("b", inlines=(first,))], ["b"])
    labels = citing.labels(store)
    assert labels.of(first) == "(Sample, 2024)"
    assert labels.of(second) == "(Sample, 2024b)"
    assert labels.of(first) == "(Sample, 2024a)"
    references.remove(store, [one])
    assert citing.labels(store).of(first) == GONE
