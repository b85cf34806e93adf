"""A bundle is out of date after every edit that changes what it prints, and after no other."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.evidence import Check, EvidenceKind
from portfolio_app.domain.options import BundleOptions, FrontSheets
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.witness import Witness
from portfolio_app.services import (
    bundle,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    options,
    papers,
    pens,
    portfolio,
    projects,
    recognising,
    replacing,
    scans,
    shortlist,
    sorting,
)
from portfolio_app.services.out_of_date import is_out_of_date
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

Edit = Callable[[], object]


@pytest.fixture
def built(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return a bundle of two pieces with claims; a third item waits in the library."""
    paths = [
        documents.pdf(tmp_path / "one.pdf", "The board set out three options.", "It chose one."),
        documents.pdf(tmp_path / "two.pdf", "The team agreed a plan."),
        documents.pdf(tmp_path / "three.pdf", "Nobody chose this yet."),
    ]
    one, two, _ = (each.item_uid for each in intake.add(store, room, paths).results)
    for uid, words in ((one, "set out three options"), (two, "agreed a plan")):
        anchor = mapping.anchor_for_quote(store, room, uid, words).anchor
        mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], anchor, shows="It shows.")
    shortlist.add(store, [one, two])
    return bundle.build(store, room, tmp_path / "Portfolio.pdf").bundle_id


def edits_that_print(store: Store, room: Workroom, place: Path) -> dict[str, Edit]:
    one, two, three = (each.uid for each in queries.evidence.items(store))
    claims = queries.claims.claims(store)
    s12 = mapping.ksb_called(store, "S12").uid
    other = mapping.anchor_for_quote(store, room, one, "chose one").anchor
    chart = documents.pdf(place / "chart.pdf", "Who reports to whom.")
    newer = documents.pdf(place / "newer.pdf", "The board set out three options.", "And two more.")
    return {
        "title": lambda: evidence.edit(store, one, title="Another title"),
        "date": lambda: evidence.edit(store, one, date="2025-05-05"),
        "kind": lambda: evidence.edit(store, one, kind=EvidenceKind.OBSERVATION),
        "context": lambda: evidence.edit(store, one, context="Minutes of the board."),
        "part": lambda: evidence.edit(store, two, part="I wrote the options."),
        "confirm": lambda: evidence.edit(store, two, confirm="My line manager"),
        "confidentiality": lambda: evidence.edit(store, two, confidentiality="Shared with consent"),
        "pages shown": lambda: evidence.edit(store, one, pages_shown="all"),
        "do not export": lambda: evidence.edit(store, one, do_not_export=True),
        "order": lambda: shortlist.set_order(store, [two, one]),
        "another piece": lambda: shortlist.add(store, [three]),
        "a piece less": lambda: shortlist.remove(store, [two]),
        "piece in the bin": lambda: evidence.bin_items(store, [two]),
        "another claim": lambda: mapping.claim(store, one, [s12], other),
        "a claim less": lambda: mapping.remove_claim(store, claims[0].uid),
        "another KSB": lambda: mapping.move_claim(store, claims[0].uid, s12),
        "what a claim shows": lambda: mapping.change_claim(store, claims[0].uid, shows="More."),
        "hidden words": lambda: hiding.hide(store, one, other, "Role"),
        "a paper": lambda: papers.attach(store, room, PaperKind.CHART, chart),
        "a newer version": lambda: replacing.replace(store, room, one, newer),
        "name": lambda: portfolio.set_detail(store, "name", "Another Name"),
        "employer": lambda: portfolio.set_detail(store, "employer", "Example Council"),
        "role": lambda: portfolio.set_detail(store, "role", "I lead a service."),
        "gateway": lambda: portfolio.set_detail(store, "gateway", "2026-10-10"),
        "witnesses": lambda: portfolio.set_witnesses(store, [Witness("Line manager (role)")]),
    }


def edits_that_print_nothing(store: Store, room: Workroom, place: Path) -> dict[str, Edit]:
    one, two, three = (each.uid for each in queries.evidence.items(store))
    claims = queries.claims.claims(store)
    k8, s12 = (mapping.ksb_called(store, code).uid for code in ("K8", "S12"))
    whole = mapping.anchor_for_quote(store, room, three, "Nobody chose").anchor
    chosen = options.options(store, BundleOptions().profile)
    more = documents.pdf(place / "more.pdf", "One more paper.")
    return {
        "private note": lambda: evidence.edit(store, one, private_note="For me only."),
        "note on a passage": lambda: mapping.note(store, claims[0].passage_uid, "Mine."),
        "a tick": lambda: evidence.tick(store, one, next(iter(Check)), ticked=True),
        "project": lambda: projects.add(store, [one], "Winter plan"),
        "another item": lambda: intake.add(store, room, [more]),
        "claim elsewhere": lambda: mapping.claim(store, three, [k8], whole),
        "title elsewhere": lambda: evidence.edit(store, three, title="Not in the bundle"),
        "hidden elsewhere": lambda: hiding.hide(store, three, whole, "Role"),
        "item elsewhere in the bin": lambda: evidence.bin_items(store, [three]),
        "a pen": lambda: pens.load(store, 1, s12),
        "a skills scan": lambda: scans.rate(store, scans.start(store).uid, k8, 1),
        "other choices for the next bundle": lambda: options.choose(
            store, replace(chosen, front_sheets=FrontSheets.CLAIMS, limit_mb=5)
        ),
        "where it was read last": lambda: evidence.remember_place(store, two, 1),
        "shelf elsewhere": lambda: sorting.later(store, [three]),
    }


def step_of(done: object) -> str:
    changes = done if isinstance(done, Changes) else getattr(done, "changes", None)
    return changes.step if isinstance(changes, Changes) else ""


def test_every_edit_that_prints_makes_it_out_of_date_until_it_is_undone(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    assert not is_out_of_date(store, built)
    missed, stuck = [], []
    for name, edit in edits_that_print(store, room, tmp_path).items():
        step = step_of(edit())
        if not is_out_of_date(store, built):
            missed.append(name)
        history.undo(store, step)
        if is_out_of_date(store, built):
            stuck.append(name)

    assert missed == []
    assert stuck == []


def test_what_else_is_hidden_on_a_page_and_its_label_make_it_out_of_date(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    one = queries.evidence.items(store)[0].uid
    first = mapping.anchor_for_quote(store, room, one, "It").anchor
    known = hiding.hide(store, one, first, "Role").uids[0]
    again = bundle.build(store, room, tmp_path / "Again.pdf").bundle_id
    assert is_out_of_date(store, built)
    assert not is_out_of_date(store, again)

    other = mapping.anchor_for_quote(store, room, one, "chose").anchor
    hidden = hiding.hide(store, one, other, "Role").changes
    assert is_out_of_date(store, again), "another word of the same page is hidden"
    history.undo(store, hidden.step)
    assert not is_out_of_date(store, again)

    hiding.relabel(store, known, "Pupil A")
    assert is_out_of_date(store, again), "something else stands in its place"


@pytest.mark.skipif(not recognising.available(), reason="Tesseract is not on this computer")
def test_words_read_by_machine_make_it_out_of_date(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    drawn = ImageDraw.Draw(picture := Image.new("RGB", (900, 300), "white"))
    drawn.text((40, 60), "An eight week pilot", fill="black", font_size=60)
    picture.save(tmp_path / "scan.pdf")
    scan = intake.add(store, room, [tmp_path / "scan.pdf"]).results[0].item_uid
    shortlist.add(store, [scan])
    again = bundle.build(store, room, tmp_path / "Again.pdf").bundle_id
    assert not is_out_of_date(store, again)

    read = recognising.recognise(store, room, scan)

    assert is_out_of_date(store, again), "the page has words beneath its picture now"
    history.undo(store, read.changes.step)
    assert not is_out_of_date(store, again)


def test_no_edit_that_prints_nothing_makes_it_out_of_date(
    store: Store, room: Workroom, built: str, tmp_path: Path
) -> None:
    wrong = []
    for name, edit in edits_that_print_nothing(store, room, tmp_path).items():
        edit()
        if is_out_of_date(store, built):
            wrong.append(name)

    assert wrong == []


def test_the_best_passage_counts_only_where_the_order_it_is_printed_in_changes(
    store: Store, built: str
) -> None:
    first, second = queries.claims.claims(store)

    mapping.change_claim(store, second.uid, strength=Strength.BEST)
    of_two = is_out_of_date(store, built)
    mapping.change_claim(store, second.uid, strength=second.strength)

    assert of_two, "the index prints the best passage of a KSB first"
    assert not is_out_of_date(store, built)
    assert first.strength == second.strength
