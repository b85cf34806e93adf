"""One KSB's page: candidates, theory, what is near, questions, the private note, its neighbours."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.ksb import Ksb
from portfolio_app.services import ksbs, proposal, sorting, theory
from portfolio_app.services.mapping import WHOLE
from portfolio_app.store import queries
from portfolio_app.store.tables import ItemRow, KsbRow
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, PROPOSAL, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.ksbs_page import KsbsPage
from tests.ui import walk

Idle = Callable[[Workspace], None]
Show = Callable[..., KsbsPage]


def gap_of(work: Workspace) -> Ksb:
    """Return a KSB of the sample that nothing shows."""
    claimed = {each.ksb_uid for each in queries.claims.claims(work.store)}
    return next(each for each in queries.standard.ksbs(work.store) if each.uid not in claimed)


def words_of(page: KsbsPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def rows_of(page: KsbsPage) -> list[QPushButton]:
    return [
        each
        for each in page.findChildren(QPushButton)
        if each.isVisible() and each.property("look") == "row"
    ]


@pytest.fixture
def shown(sample: Workspace, show_page: Show, idle: Idle) -> Callable[..., KsbsPage]:
    def show(code: str = "K8", want: str = "") -> KsbsPage:
        uid = queries.standard.find_ksb(sample.store, code).uid
        page = show_page(sample, Place(KSBS, tab="ksb", ksb=uid, want=want))
        idle(sample)
        return page

    return show


def test_a_ksb_without_evidence_asks_three_questions(
    sample: Workspace, shown: Callable[..., KsbsPage]
) -> None:
    gap = gap_of(sample)

    page = shown(gap.code)

    assert set(ksbs.prompts(gap)) <= set(words_of(page))
    assert not any("Questions to start from" in each for each in words_of(shown("K8")))


def test_candidates_stand_apart_and_lead_to_their_item(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    gap = gap_of(sample)
    item = queries.evidence.items(sample.store)[0]
    sorting.set_candidates(sample.store, item.uid, [gap.uid])
    page = shown(gap.code)
    been: list[Place] = []
    sample.went.connect(been.append)

    (row,) = rows_of(page)
    row.click()

    assert "May show it: needs a passage" in words_of(page)
    assert been == [Place(EVIDENCE, item=item.uid)]
    assert "No evidence yet" in words_of(page)


def test_theory_of_the_reading_list_is_shown_and_said_to_stay_out(
    sample: Workspace, shown: Callable[..., KsbsPage]
) -> None:
    ksb = queries.standard.find_ksb(sample.store, "K8")
    item = queries.evidence.items(sample.store)[-1]
    with sample.store.session() as session:
        session.query(ItemRow).filter_by(uid=item.uid).one().shelf = "reading"
    theory.tag(sample.store, item.uid, [ksb.uid], WHOLE)

    page = shown("K8")

    assert "Theory, from your reading" in words_of(page)
    assert any("never in the bundle" in each for each in words_of(page))


def test_find_more_shows_pages_that_open_at_the_words(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle, qtbot: QtBot
) -> None:
    page = shown("K8")
    page.ksb_page.more.setFocus()
    page.ksb_page.more.click()
    idle(sample)
    been: list[Place] = []
    sample.went.connect(been.append)
    ksb = queries.standard.find_ksb(sample.store, "K8")
    claimed = {(c.item_uid, c.page) for c in queries.claims.claims(sample.store, None, ksb.uid)}

    near = page.ksb_page._near
    found = [each for each in near.found_model.rows if not isinstance(each, str)]
    assert found
    assert not {(each.item_uid, each.page) for each in found} & claimed
    assert near.hasFocus()
    QTest.keyClick(near, Qt.Key.Key_Return)
    assert been[0].area == EVIDENCE
    assert been[0].item == found[0].item_uid
    assert been[0].want.startswith("find:")


def test_home_can_ask_for_more_at_once(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    page = shown(gap_of(sample).code, want="find")
    idle(sample)

    assert page.ksb_page._near_said.isVisible()


def test_a_private_note_is_saved_as_typed_and_carries_its_lock(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    page = shown("K8")
    note = page.ksb_page.note
    note.setFocus()
    QTest.keyClicks(note, "ask finance <b>")
    page.can_leave()
    idle(sample)

    assert queries.standard.find_ksb(sample.store, "K8").note == "ask finance <b>"
    assert "Private note, never exported" in words_of(page)
    assert note.toPlainText() == "ask finance <b>"


def test_going_to_the_next_ksb_saves_the_note_of_this_one(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    page = shown("K8")
    page.activateWindow()
    QTest.keyClicks(page.ksb_page.note, "mine")
    QTest.keyClick(page.ksb_page.note, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    idle(sample)

    after = queries.standard.find_ksb(sample.store, "K9")
    assert page._ksb == after.uid
    assert page.ksb_page.note.toPlainText() == ""
    assert queries.standard.find_ksb(sample.store, "K8").note == "mine"
    assert after.note == ""


def test_the_first_ksb_has_none_before_it_and_the_last_none_after(
    sample: Workspace, shown: Callable[..., KsbsPage]
) -> None:
    known = queries.standard.ksbs(sample.store)

    assert not shown(known[0].code).ksb_page.previous.isEnabled()
    assert not shown(known[-1].code).ksb_page.next.isEnabled()


def test_changed_wording_waits_to_be_looked_at(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    with sample.store.session() as session:
        row = session.query(KsbRow).filter_by(code="K8").one()
        row.was, row.review = "The old words", "The wording changed."
    page = shown("K8")
    assert "The wording before: The old words" in words_of(page)

    button = next(b for b in page.findChildren(QPushButton) if b.text().startswith("I have looked"))
    button.click()
    idle(sample)

    assert queries.standard.find_ksb(sample.store, "K8").review == ""
    assert not button.isVisible()


def test_themes_order_the_map_and_are_named(
    sample: Workspace, shown: Callable[..., KsbsPage]
) -> None:
    from portfolio_app.store.tables import StandardRow

    uid = queries.standard.find_ksb(sample.store, "S3").uid
    with sample.store.session() as session:
        row = session.query(StandardRow).one()
        body = json.loads(row.body)
        body["themes"] = [{"id": "x", "title": "Money", "ksb_uids": [uid]}]
        row.body = json.dumps(body)

    page = shown("S3")

    assert page._known is not None
    assert page._known.rows[0].ksb.code == "S3"
    assert any("Theme: Money." in each for each in words_of(page))


@pytest.mark.parametrize("scale", [100, 200])
def test_everything_on_the_page_is_named_reached_and_readable(
    sample: Workspace, shown: Callable[..., KsbsPage], look, scale: int, qtbot: QtBot
) -> None:
    look.choose(scale=scale)
    gap = gap_of(sample)
    sorting.set_candidates(sample.store, queries.evidence.items(sample.store)[0].uid, [gap.uid])
    page = shown(gap.code, want="find")
    page.ksb_page.back.setFocus()

    assert walk.problems(page) == []
    assert walk.unreached(page, walk.tab_order(page)) == []
    qtbot.waitUntil(lambda: walk.clipped(page) == [])  # wrapped words ask for room once shown


def test_a_candidate_is_hollow_in_the_map_and_never_counts(
    sample: Workspace, show_page: Show, idle: Idle
) -> None:
    gap = gap_of(sample)
    item = next(each for each in queries.evidence.items(sample.store) if each.ref)
    sorting.set_candidates(sample.store, item.uid, [gap.uid])
    page = show_page(sample)
    model = page.coverage.matrix.matrix
    row = next(n for n, each in enumerate(model.rows) if each.ksb.uid == gap.uid)
    column = next(n for n, each in enumerate(model.columns) if item.uid in each.items)
    index = model.index(row, column)

    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("candidate, needs a passage")
    assert model.looks[row][column] == (0, 0, 1)
    assert model.rows[row].status.value == "gap"

    page.coverage.matrix.go_to(row, column)
    QTest.keyClick(page.coverage.matrix, Qt.Key.Key_Return)
    been: list[Place] = []
    sample.went.connect(been.append)
    popup = page.coverage.popup
    assert popup is not None
    popup.items[0].click()
    assert been == [Place(EVIDENCE, item=item.uid)]


def test_columns_may_be_types_of_evidence(sample: Workspace, show_page: Show, idle: Idle) -> None:
    page = show_page(sample)
    columns = page.coverage.choices.columns
    columns.setCurrentIndex(columns.findText("Library by type"))
    idle(sample)

    shown_types = [each.words for each in page.coverage.matrix.matrix.columns]
    kinds = {each.kind.words for each in queries.evidence.items(sample.store)}
    assert set(shown_types) == kinds
    assert len(shown_types) == len(kinds)


def test_paragraphs_of_the_proposal_are_listed_and_lead_to_it(
    sample: Workspace, shown: Callable[..., KsbsPage], idle: Idle
) -> None:
    uid = queries.standard.find_ksb(sample.store, "K8").uid
    blocks = [
        Block("h", BlockKind.HEADING_1, (Inline(text="Options"),)),
        Block("p", inlines=(Inline(text="Three options were costed."),), ksbs=(uid,)),
    ]
    proposal.keep(sample.store, blocks, ["h", "p"])
    page = shown("K8")

    assert "In the proposal: In the text. Section 1" in words_of(page)
    row = next(each for each in rows_of(page) if "Three options" in each.accessibleName())
    assert row.accessibleName() == "Three options were costed., Section 1"
    went: list[Place] = []
    sample.went.connect(went.append)
    row.click()
    assert went == [Place(PROPOSAL, tab="write", block="p")]
