"""The standard's screens: compare, review, methods, themes, rules, another standard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.comparing import Decision
from portfolio_app.services import intake, mapping
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    SETTINGS,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.standard_page import TABS, StandardPage
from tests.services import documents
from tests.ui import walk


@pytest.fixture
def window(
    qtbot: QtBot, new_store: Callable[[], Store], tmp_path: Path, settings: QSettings
) -> Iterator[MainWindow]:
    store = new_store()
    actions = Actions()
    work = Workspace(store, actions)
    added = intake.add(store, work.rooms.job, [documents.pdf(tmp_path / "a.pdf", "Some words")])
    uids = [each.uid for each in queries.standard.ksbs(store)][:3]
    mapping.claim(store, added.results[0].item_uid, uids, mapping.WHOLE)
    made = MainWindow(work, app.AREAS, settings)
    actions.setParent(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.hide()
    work.close()
    made.deleteLater()


@pytest.fixture
def page(window: MainWindow) -> StandardPage:
    window.workspace.go(Place(STANDARD, tab="compare"))
    assert isinstance(window.page, StandardPage)
    return window.page


def idle(qtbot: QtBot, page: StandardPage) -> None:
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=20_000)


def changed_list(store: Store) -> str:
    """Return the official list: K1 reworded, K2 and K3 changed places, K20 gone, S30 new."""
    ksbs = list(queries.standard.ksbs(store))
    lines = [f"{each.code}: {each.text}" for each in ksbs if each.code != "K20"]
    lines[0] = "K1: How to shape organisational purpose, culture, and values."
    lines[1], lines[2] = lines[2].replace("K3", "K2"), lines[1].replace("K2", "K3")
    return "\n".join([*lines, "S30: Work with unheard of suppliers."])


def test_comparing_shows_differences_and_accepting_takes_the_notice_away_everywhere(
    qtbot: QtBot, page: StandardPage, window: MainWindow, said: list[str]
) -> None:
    store = page.workspace.store
    view = page.compare
    view.paste.edit.setPlainText(changed_list(store))
    qtbot.mouseClick(view.compare_button, Qt.MouseButton.LeftButton)
    idle(qtbot, page)

    rows = view.table.rows_model.rows
    assert [(row.status.value, row.code_before, row.code_after) for row in rows] == [
        ("reworded", "K1", "K1"), ("moved", "K3", "K2"), ("moved", "K2", "K3"),
        ("new", "", "S30"), ("missing", "K20", ""),
    ]  # fmt: skip
    assert view.table.current_value() == rows[0]
    assert view.before.accessibleDescription() == "Differs: mission"
    assert view.after.accessibleDescription() == "Differs: purpose"
    view.only.click()
    assert len(view.table.rows_model.rows) == 47
    qtbot.mouseClick(view.accept_button, Qt.MouseButton.LeftButton)
    idle(qtbot, page)
    assert "comes from is missing" in view.says.words
    assert queries.standard.standard(store).notice, "nothing was accepted without a source"

    view.source.source_edit.setText("Skills England page")
    qtbot.mouseClick(view.accept_button, Qt.MouseButton.LeftButton)
    idle(qtbot, page)

    assert queries.standard.standard(store).notice == ""
    assert any("the same" in each for each in said)
    for place in (Place(HOME), Place(SETTINGS, tab="standard"), Place(HELP, tab="standard")):
        window.workspace.go(place)
        idle(qtbot, page)
        seen = " ".join(each.name for each in walk.walk(window))
        assert "has not been compared" not in seen
    window.workspace.undo()
    idle(qtbot, page)
    assert queries.standard.standard(store).notice


def test_a_row_can_be_left_or_set_apart_by_keys(qtbot: QtBot, page: StandardPage) -> None:
    view = page.compare
    view.paste.edit.setPlainText(changed_list(page.workspace.store))
    view.compare()
    idle(qtbot, page)
    view.table.setFocus()
    view.table.selectRow(0)

    view.choices[Decision.LEAVE].setFocus()
    qtbot.keyClick(view.choices[Decision.LEAVE], Qt.Key.Key_Space)
    view.table.selectRow(3)

    first, *_ = view.table.rows_model.rows
    assert view.decisions[first.key] is Decision.LEAVE
    assert not view.choices[Decision.APART].isVisible(), "a new statement has nothing beside it"
    assert "left as they are" in view._left.text()


def test_a_text_without_a_list_is_told_beside_the_box(qtbot: QtBot, page: StandardPage) -> None:
    page.compare.paste.edit.setPlainText("Hello.")
    page.compare.compare()
    idle(qtbot, page)

    assert "no list of KSBs" in page.compare.says.words


def test_a_file_fills_the_box_and_is_not_stored(
    qtbot: QtBot, page: StandardPage, asked: messages.Recorder, tmp_path: Path
) -> None:
    asked.paths = [[documents.pdf(tmp_path / "plan.pdf", "K1: Know it.\nK2: Know more.")]]
    before = len(queries.evidence.items(page.workspace.store))

    qtbot.mouseClick(page.compare.paste.from_file, Qt.MouseButton.LeftButton)
    idle(qtbot, page)

    assert "K2: Know more." in page.compare.paste.text
    assert len(queries.evidence.items(page.workspace.store)) == before


def test_what_waits_is_looked_at_and_claims_of_a_lost_ksb_are_moved(
    qtbot: QtBot, page: StandardPage
) -> None:
    store = page.workspace.store
    ksbs = queries.standard.ksbs(store)
    lines = [f"{each.code}: {each.text}" for each in ksbs[1:]]
    lines[0] = "K2: Organisation structures and nothing else of the sort."
    page.compare.paste.edit.setPlainText("\n".join(lines))
    page.compare.source.source_edit.setText("Page")
    page.compare.compare()
    idle(qtbot, page)
    page.compare.accept()
    idle(qtbot, page)
    view = page.review
    item = queries.evidence.items(store)[0].uid
    places = (Place(KSBS, tab="coverage"), Place(EVIDENCE, tab="library"))
    for place in (Place(HOME), *places, Place(EVIDENCE, item=item), Place(ASSESSMENT)):
        page.workspace.go(place)  # a claim on a KSB that has gone disturbs no screen
        idle(qtbot, page)
        qtbot.wait(50)
    page.workspace.go(Place(STANDARD, tab="review"))
    assert [each.ksb.code for each in view.table.rows_model.rows] == ["K1", "K2"]

    view.table.selectRow(0)
    view.target.setCurrentIndex(2)
    qtbot.mouseClick(view._one, Qt.MouseButton.LeftButton)
    idle(qtbot, page)
    assert [each.ksb.code for each in view.table.rows_model.rows] == ["K2"]
    qtbot.mouseClick(view._looked, Qt.MouseButton.LeftButton)
    idle(qtbot, page)

    assert view.table.rows_model.rows == ()
    moved = {claim.ksb_code for claim in queries.claims.claims(store)}
    assert moved == {"K2", "K3", "K4"}


def test_methods_are_set_in_the_grid_by_keys_and_from_a_pasted_table(
    qtbot: QtBot, page: StandardPage
) -> None:
    store = page.workspace.store
    view = page.methods
    page.workspace.go(Place(STANDARD, tab="methods"))
    view.source.source_edit.setText("Plan v1.2")
    view.grid.setFocus()
    view.grid.setCurrentIndex(view.grid.methods_model.index(0, 2))

    qtbot.keyClick(view.grid, Qt.Key.Key_Space)
    idle(qtbot, page)
    qtbot.keyClick(view.grid, Qt.Key.Key_Right)
    qtbot.keyClick(view.grid, Qt.Key.Key_Space)
    idle(qtbot, page)

    assert set(queries.standard.ksbs(store)[0].methods) == {"sbp", "pd"}
    assert view.grid.currentIndex().column() == 3, "the place in the grid stays"
    view.paste.edit.setPlainText("Employer confirms: B1, B2\nK99")
    view.preview()
    assert "Employer confirms: B1, B2" in view._preview.text()
    assert "Not in this standard: K99" in view._preview.text()
    view.apply()
    idle(qtbot, page)
    by_code = {each.code: each.methods for each in queries.standard.ksbs(store)}
    assert by_code["B2"] == ("employer",)
    assert queries.standard.standard(store).methods_accepted.startswith("Plan v1.2")


def test_themes_are_typed_and_order_the_ksbs(qtbot: QtBot, page: StandardPage) -> None:
    view = page.themes
    view.paste.edit.setPlainText("Theme: People (B1, K10)\nPass: Leads people.")

    view.apply()
    idle(qtbot, page)

    themes = queries.standard.standard(page.workspace.store).themes
    assert [(each.title, each.passes) for each in themes] == [("People", "Leads people.")]
    view.paste.edit.setPlainText("Nothing of the kind")
    view.apply()
    assert "no themes" in view.says.words
    view.paste.edit.setPlainText("")
    view.apply()
    idle(qtbot, page)
    assert queries.standard.standard(page.workspace.store).themes == ()


def test_a_rule_is_set_with_who_said_so_and_reset(qtbot: QtBot, page: StandardPage) -> None:
    store = page.workspace.store
    view = page.rules
    rules = view.table.rows_model.rows
    at = next(n for n, rule in enumerate(rules) if rule.id == "portfolio.pieces")
    view.table.selectRow(at)
    view.value.setText("15")

    view.apply()
    idle(qtbot, page)
    assert "Who said so is missing" in view.says.words
    view.said.source_edit.setText("My EPAO, by e-mail")
    view.value.setText("15")
    view.apply()
    idle(qtbot, page)

    rule = queries.standard.standard(store).rule("portfolio.pieces")
    assert rule is not None
    assert (rule.value, rule.may_block) == (15, True)
    assert view.table.current_value().id == "portfolio.pieces"
    view.reset()
    idle(qtbot, page)
    rule = queries.standard.standard(store).rule("portfolio.pieces")
    assert rule is not None
    assert rule.value == 18


def test_another_standard_takes_over_after_a_preview(qtbot: QtBot, page: StandardPage) -> None:
    view = page.other
    view.paste.edit.setPlainText("Skills\nSW1a: Work with families.\nSW1b: Work with groups.")
    view.preview()
    assert "no title" in view.says.words
    view.title.setText("Made-up work")
    view.preview()
    idle(qtbot, page)
    assert "2 KSBs" in view._preview.text()
    assert "46 of yours go" in view._preview.text()

    view.source.source_edit.setText("A provider's page")
    view.adopt()
    idle(qtbot, page)

    held = queries.standard.standard(page.workspace.store)
    assert (held.title, [each.code for each in held.ksbs]) == ("Made-up work", ["SW1a", "SW1b"])


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("scale", [100, 200])
def test_everything_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, page: StandardPage, window: MainWindow, look: Theme, tab: str, scale: int
) -> None:
    look.choose(Choice.LIGHT, scale=scale)
    window.resize(1024, 680)
    page.workspace.go(Place(STANDARD, tab=tab))
    if tab == "compare":
        page.compare.paste.edit.setPlainText(changed_list(page.workspace.store))
        page.compare.compare()
        idle(qtbot, page)
    qtbot.wait(120)
    first = page.first_focus()
    assert first is not None
    first.setFocus()

    assert walk.problems(page) == []
    assert walk.small_targets(page) == []
    assert walk.clipped(page) == []
    order = walk.tab_order(window)
    left_out = [each for each in walk.unreached(window, order) if page.isAncestorOf(each)]
    assert left_out == []
