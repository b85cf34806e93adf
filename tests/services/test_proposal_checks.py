"""What is said of the proposal before it is handed in, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.draft import Block, BlockKind, Cited, Figure, Inline, InlineKind, Table
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.proposal_coverage import assessed
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.services import (
    accepting,
    evidence,
    finishing_proposal,
    names_to_hide,
    preflight,
    proposal,
    proposal_checks,
    proposal_words,
    references,
    shortlist,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from tests.services.test_citing import claimed
from tests.store.builders import add_item

PACK = BundleOptions(profile=Profile.PROPOSAL)


def found(store: Store) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for each in proposal_checks.check(store):
        assert each.source, each.rule
        told.setdefault(each.rule, []).append(each.message)
    return told


@pytest.fixture
def draft(store: Store) -> list[Block]:
    """Return a proposal in which nothing is wrong but its length and the sign-off; it is kept."""
    ksbs = tuple(each.uid for each in assessed(queries.standard.standard(store)))
    assert len(ksbs) > 1
    item = add_item(store, "Minutes", pages=("a",))[0]
    shortlist.add(store, [item])
    cite = Inline(InlineKind.EVIDENCE, item_uid=item, passage_uid=claimed(store, item, 1))
    cross = Inline(InlineKind.CROSS, block_uid="table")
    words = Inline(text="The board set out three options in 2026. ")
    blocks = [
        Block("h1", BlockKind.HEADING_1, (Inline(text="Options"),)),
        Block("p1", inlines=(words, cite, Inline(text=" and "), cross), ksbs=ksbs),
        Block("table", BlockKind.TABLE, table=Table(caption="Costs", columns=("a",))),
        Block("fig", BlockKind.FIGURE, figure=Figure("x", "The plan", "A plan in four steps")),
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    return blocks


def test_a_sound_proposal_is_told_of_its_length_and_sign_off_alone(
    store: Store, draft: list[Block]
) -> None:
    told = found(store)
    assert set(told) == {"proposal.band", "paper.sign-off-missing", "proposal.pages"}
    assert "until a final portfolio is built" in told["proposal.pages"][0]
    assert "under the lower limit" in told["proposal.band"][0]


def test_each_fault_is_told_once_with_its_place(store: Store, draft: list[Block]) -> None:
    heading, text, table, figure = draft
    before = set(found(store))
    nowhere = Inline(InlineKind.SOURCE, cited=(Cited("gone"),))
    names_to_hide.add(store, ["Pat Exampleton"])

    def body(*inlines: Inline) -> Block:
        return replace(text, inlines=(*text.inlines, *inlines))

    faults: dict[str, tuple[list[Block], str]] = {
        "proposal.ksb-untagged": ([heading, replace(text, ksbs=text.ksbs[1:])], "1 KSB of the"),
        "proposal.ksb-appendix": (
            [
                heading,
                replace(text, ksbs=text.ksbs[1:]),
                Block("a", BlockKind.APPENDIX, (Inline(text="A"),)),
                Block("b", inlines=(Inline(text="x"),), ksbs=text.ksbs[:1]),
            ],
            "1 KSB of the",
        ),
        "proposal.heading": (
            [heading, text, Block("h2", BlockKind.HEADING_2), table, figure],
            "Section 1",
        ),
        "proposal.empty-section": (
            [heading, text, table, Block("h", BlockKind.HEADING_1, (Inline(text="Costs"),))],
            "Section 2 “Costs” has no text yet",
        ),
        "proposal.cross-reference": ([heading, text], "“[missing]”"),
        "proposal.reference": ([heading, body(nowhere), table], "A reference that it cites"),
        "proposal.reference-typed": (
            [heading, body(Inline(text=" (Sample and Example, 2024)")), table],
            "Section 1, “",
        ),
        "proposal.caption": (
            [heading, text, table, replace(figure, figure=Figure("x", " ", "Steps"))],
            "Figure 1 has no caption",
        ),
        "proposal.alternative": (
            [heading, text, table, replace(figure, figure=Figure("x", "Plan"))],
            "Figure 1 doesn't say in words",
        ),
        "proposal.names": (
            [heading, body(Inline(text=" Pat Exampleton agreed.")), table],
            "Section 1 has “Pat Exampleton” in it",
        ),
        "proposal.personal": (
            [heading, body(Inline(InlineKind.NOTE, "NHS number 943 476 5919")), table],
            "Section 1 has “943 476 5919” in it",
        ),
        "proposal.personal ": (  # a number without gaps, where the proposal speaks of patients
            [heading, body(Inline(text=" Patients wait. "), Inline(text="9434765919")), table],
            "Section 1 has “9434765919” in it",
        ),
        "proposal.marking": (
            [heading, Block("m", inlines=(Inline(text="OFFICIAL-SENSITIVE"),)), text, table],
            "Section 1 is marked “OFFICIAL-SENSITIVE”",
        ),
    }
    for each, (blocks, words) in faults.items():
        rule = each.strip()
        proposal.keep(store, blocks, [each.uid for each in blocks])
        told = found(store)
        assert set(told) - before <= {rule, "proposal.cross-reference"}, rule
        assert len(told[rule]) == 1, rule
        assert words in told[rule][0], (rule, told[rule])
        if rule != "proposal.cross-reference":
            is_whole = any(each.uid == "table" for each in blocks)
            assert ("proposal.cross-reference" in told) != is_whole


def test_a_citation_that_no_assessor_can_follow_is_told_and_can_be_accepted(
    store: Store, draft: list[Block]
) -> None:
    evidence.bin_items(store, [draft[1].inlines[1].item_uid])
    rows = preflight.findings(store, PACK)
    row = next(each for each in rows if each.rule == "proposal.citation")
    assert row.about_uid == "p1"
    assert "in the bin" in row.message
    assert "proposal.band" in {each.rule for each in rows}, "no paper says its length yet"
    accepting.accept(store, row, "it comes back")
    again = next(e for e in proposal_checks.check(store) if e.rule == "proposal.citation")
    assert again.accepted == "it comes back"
    gateway = {each.rule for each in preflight.findings(store)}
    assert not any(rule.startswith("proposal.") for rule in gateway)


def test_what_is_no_fault_is_not_told(store: Store, draft: list[Block]) -> None:
    heading, text, table, figure = draft
    before = set(found(store))
    names_to_hide.add(store, ["Pat Exampleton"])
    names_to_hide.leave(store, "Pat Exampleton", "agreed in writing")
    more = " Pat Exampleton agreed. Post marked “OFFICIAL-SENSITIVE” is kept apart. 01632 960123"
    blocks = [
        heading,
        replace(text, inlines=(*text.inlines, Inline(text=more))),
        table,
        figure,
        Block("h2", BlockKind.HEADING_2, (Inline(text="Later"),)),  # the section has text before it
        Block("h3", BlockKind.HEADING_1),
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    assert set(found(store)) - before == {"proposal.heading"}
    add_paper(store, PaperKind.SIGN_OFF)
    told = found(store)
    assert "paper.sign-off-missing" not in told
    assert "is not signed, as far as this app knows" in told["paper.sign-off-unsigned"][0]


def test_the_words_around_the_text_count_everywhere_when_they_count(
    store: Store, draft: list[Block]
) -> None:
    def title_page() -> str:
        made = finishing_proposal.finished(store).proposal
        return next(each.words for each in made.facts if each.name == "Words counted")

    def facts() -> set[str]:
        return {each.name for each in finishing_proposal.finished(store).proposal.facts}

    assert "Standard" not in facts(), "it is the subtitle of a proposal without a title"
    usual = proposal_words.counted(store)
    assert title_page() == str(usual.counted) == found(store)["proposal.band"][0].split()[0]
    proposal_words.choose(store, {*usual.counts, "annex", "title"})
    more = proposal_words.counted(store)
    assert more.counted > usual.counted + 10
    assert title_page() == str(more.counted) == found(store)["proposal.band"][0].split()[0]


def add_paper(store: Store, kind: PaperKind) -> None:
    uid = add_item(store, "Sign-off")[0]
    with store.step("paper", "Paper", {Topic.EVIDENCE}) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=uid).one()
        row.shelf, row.paper = Shelf.PAPERS.value, kind.value


def test_a_cited_reference_that_lacks_something_is_told(store: Store, draft: list[Block]) -> None:
    kept = references.add(
        store, Source("", SourceKind.BOOK, (Person("Sample", "A."),), title="Book")
    )
    uid = kept.uid
    assert "proposal.reference-wanting" not in found(store), "it is not cited"
    text = draft[1]
    cited = Inline(InlineKind.SOURCE, cited=(Cited(uid),))
    proposal.keep(store, [replace(text, inlines=(*text.inlines, cited))])
    told = found(store)["proposal.reference-wanting"]
    assert len(told) == 1
    assert "Missing: " in told[0]
    assert "publisher" in told[0]


def test_nothing_is_said_of_a_proposal_that_is_not_begun(store: Store) -> None:
    assert proposal_checks.check(store) == ()
    block = Block("b", purpose="What changes", target=300)
    proposal.keep(store, [block], ["b"])
    assert proposal_checks.check(store) == ()
