"""Search everything: results as one types, opened by keys, marked and read out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.found import FoundGroup
from portfolio_app.services import evidence
from portfolio_app.store import queries
from portfolio_app.ui.kit.found_list import VALUE, spoken
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, SEARCH, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.search_page import SearchPage
from tests.ui import walk

Idle = Callable[[Workspace], None]


@pytest.fixture
def page(qtbot: QtBot, sample: Workspace) -> SearchPage:
    made = SearchPage(sample)
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_place(Place(SEARCH))
    made.edit.setFocus()
    return made


@pytest.fixture
def been(page: SearchPage) -> list[Place]:
    places: list[Place] = []
    page.workspace.went.connect(places.append)
    return places


def ask(page: SearchPage, typed: str, qtbot: QtBot, idle: Idle) -> None:
    page.edit.setText(typed)
    qtbot.waitUntil(lambda: page._asked == typed, timeout=5_000)
    idle(page.workspace)


def test_results_come_in_groups_while_one_types_and_are_counted_aloud(
    page: SearchPage, qtbot: QtBot, idle: Idle, said: list[str]
) -> None:
    ask(page, "board", qtbot, idle)

    assert {each.group for each in page.found} >= {FoundGroup.EVIDENCE, FoundGroup.PAGE}
    model = page.list.found_model
    headings = [row for row in model.rows if isinstance(row, str)]
    assert headings == list(dict.fromkeys(each.group.words for each in page.found))
    assert any("result" in words for words in said)


def test_a_page_opens_at_the_words_and_a_passage_at_its_claim(
    page: SearchPage, been: list[Place], qtbot: QtBot, idle: Idle
) -> None:
    claim = next(
        each
        for each in queries.claims.claims(page.workspace.store)
        if len(each.anchor.quote.split()) > 3 and each.ref
    )
    words = " ".join(claim.anchor.quote.split()[:3])
    ask(page, f'"{words}"', qtbot, idle)
    model = page.list.found_model

    for group, check in (
        (FoundGroup.PAGE, lambda place: place.want.startswith("find:")),
        (FoundGroup.PASSAGE, lambda place: bool(place.claim)),
    ):
        row = next(
            n for n, each in enumerate(model.rows) if not isinstance(each, str)
            and each.group is group
        )  # fmt: skip
        page.list.setCurrentIndex(model.index(row))
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Return)

        assert been[-1].area == EVIDENCE
        assert check(been[-1])


def test_a_code_opens_its_ksb_from_the_field(
    page: SearchPage, been: list[Place], qtbot: QtBot, idle: Idle
) -> None:
    ask(page, "K8", qtbot, idle)
    QTest.keyClick(page.edit, Qt.Key.Key_Return)

    ksb = queries.standard.find_ksb(page.workspace.store, "K8")
    assert been == [Place(KSBS, tab="ksb", ksb=ksb.uid)]


def test_headings_are_passed_over_and_up_goes_back_to_the_field(
    page: SearchPage, qtbot: QtBot, idle: Idle
) -> None:
    ask(page, "board", qtbot, idle)
    QTest.keyClick(page.edit, Qt.Key.Key_Down)

    assert page.list.hasFocus()
    assert page.list.current() == page.found[0]
    for _ in range(len(page.found)):
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        assert page.list.current() is not None
    page.list.setCurrentIndex(page.list.found_model.index(1))
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    assert page.edit.hasFocus()


def test_what_was_not_understood_is_said(page: SearchPage, qtbot: QtBot, idle: Idle) -> None:
    ask(page, "board is:splendid", qtbot, idle)

    assert "is:splendid" in page._notes.text()
    assert page._notes.isVisible()


@pytest.mark.parametrize("typed", ["", "zzzqqq", "--"])
def test_nothing_found_says_what_to_do(
    page: SearchPage, qtbot: QtBot, idle: Idle, typed: str
) -> None:
    ask(page, "board", qtbot, idle)
    ask(page, typed, qtbot, idle)

    assert page.found == ()
    assert page._nothing.isVisible()


def test_a_change_is_found_without_asking_again(page: SearchPage, qtbot: QtBot, idle: Idle) -> None:
    ask(page, "xylophone", qtbot, idle)
    item = queries.evidence.items(page.workspace.store)[0]
    page.workspace.do(evidence.edit, item.uid, title="Xylophone strategy")

    qtbot.waitUntil(lambda: bool(page.found), timeout=5_000)
    assert page.found[0].title == "Xylophone strategy"


def test_text_of_files_is_never_markup(page: SearchPage, qtbot: QtBot, idle: Idle) -> None:
    item = queries.evidence.items(page.workspace.store)[0]
    page.workspace.do(evidence.edit, item.uid, title="<b>bold</b> & <img src=x>")
    idle(page.workspace)
    ask(page, "bold", qtbot, idle)

    model = page.list.found_model
    row = next(n for n, each in enumerate(model.rows) if not isinstance(each, str))
    found = model.index(row).data(VALUE)
    assert found.title == "<b>bold</b> & <img src=x>"
    assert "<b>bold</b>" in spoken(found)
    tip = model.index(row).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip


def test_a_private_note_is_marked_as_one(page: SearchPage, qtbot: QtBot, idle: Idle) -> None:
    item = queries.evidence.items(page.workspace.store)[0]
    page.workspace.do(evidence.edit, item.uid, private_note="ask about marmalade")
    idle(page.workspace)
    ask(page, "marmalade", qtbot, idle)

    (found,) = page.found
    assert "never exported" in spoken(found)


def test_everything_is_named_and_reached_by_tab(page: SearchPage, qtbot: QtBot, idle: Idle) -> None:
    ask(page, "board", qtbot, idle)
    page.edit.setFocus()

    assert walk.unreached(page, walk.tab_order(page)) == []
    assert walk.clipped(page) == []
