"""The coverage map and list on real portfolios: seen, spoken, and driven by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from portfolio_app.domain.coverage import CAVEAT, KsbStatus
from portfolio_app.domain.passage import Strength
from portfolio_app.services import evidence, intake, mapping, portfolio, shortlist
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, STANDARD, Place
from portfolio_app.ui.kit.theme import Theme, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.coverage_map import Counting
from portfolio_app.ui.ksbs.ksb_panel import KsbPanel
from portfolio_app.ui.ksbs.ksbs_page import KsbsPage
from portfolio_app.ui.ksbs.matrix_tiles import cell_size
from tests.ui import walk
from tests.ui.ksbs.conftest import Show

TEXT = Qt.ItemDataRole.AccessibleTextRole
DESCRIPTION = Qt.ItemDataRole.AccessibleDescriptionRole
TIP = Qt.ItemDataRole.ToolTipRole


def row_of(page: KsbsPage, code: str) -> int:
    return next(at for at, row in enumerate(page.coverage.rows) if row.ksb.code == code)


def settled(qtbot: QtBot, page: KsbsPage) -> None:
    qtbot.waitUntil(lambda: page.is_ready and not page.workspace.busy, timeout=15_000)


def words_in(widget: object) -> str:
    found = widget.findChildren(QLabel)  # type: ignore[attr-defined]
    return "\n".join(each.text() for each in found if each.isVisible())


def added_text(workspace: Workspace, folder: Path, title: str) -> str:
    file = folder / "notes.txt"
    file.write_text("Costed three options.", "utf-8")
    added = intake.add(workspace.store, workspace.rooms.job, [file], title=title)
    return added.results[0].item_uid


def test_every_cell_says_what_it_holds(page: KsbsPage) -> None:
    model = page.coverage.matrix.matrix

    def spoken(code: str, column: int) -> str:
        return str(model.index(row_of(page, code), column).data(TEXT))

    assert spoken("K8", 0) == "K8, E01: 1 passage, best example"
    assert spoken("K8", 2) == "K8, E03: 1 passage, clearly shows"
    assert spoken("K4", 7) == "K4, E08: 1 passage, partly shows"
    assert spoken("K3", 0) == "K3, E01: no passage"
    assert spoken("K8", 1) == "K8, E02: no passage"
    assert model.index(row_of(page, "K8"), 0).data(DESCRIPTION) == "Enter opens the passages"
    assert model.index(row_of(page, "K8"), 1).data(DESCRIPTION) == "Plus claims the whole item"


def test_headers_say_the_ksb_with_its_status_and_the_piece_with_its_title(page: KsbsPage) -> None:
    model = page.coverage.matrix.matrix
    down, across = Qt.Orientation.Vertical, Qt.Orientation.Horizontal

    named = model.headerData(row_of(page, "K8"), down, TEXT)
    piece = model.headerData(0, across, TEXT)

    assert named == "K8, knowledge, passage chosen, 2 passages"
    assert piece == "E01, Options paper: SEND support staffing, 2026 to 2029"
    statement = model.headerData(row_of(page, "K8"), down, DESCRIPTION)
    assert statement == page.coverage.rows[row_of(page, "K8")].ksb.text


def test_hovering_a_cell_shows_the_first_quoted_words(page: KsbsPage) -> None:
    model = page.coverage.matrix.matrix

    tip = model.index(row_of(page, "K8"), 0).data(TIP)

    assert "E01, p. 3" in tip
    assert "Option B becomes the cheapest" in tip
    assert model.index(row_of(page, "K3"), 0).data(TIP) is None


def test_the_first_gap_is_current_and_the_details_follow_the_arrows(page: KsbsPage) -> None:
    matrix = page.coverage.matrix
    assert page.coverage.rows[matrix.currentIndex().row()].status is KsbStatus.GAP
    details = page.details()
    assert isinstance(details, KsbPanel)

    QTest.keyClick(matrix, Qt.Key.Key_Down)
    QTest.keyClick(matrix, Qt.Key.Key_End)

    current = page.coverage.rows[matrix.currentIndex().row()]
    assert matrix.currentIndex().column() == len(matrix.matrix.columns) - 1
    assert current.ksb.code == "K4"
    assert any(each.text() == current.ksb.text for each in details.findChildren(QLabel))
    QTest.keyClick(matrix, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert (matrix.currentIndex().row(), matrix.currentIndex().column()) == (0, 0)
    QTest.keyClick(matrix, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert matrix.currentIndex().row() == 45


def test_typing_a_code_jumps_to_its_row(page: KsbsPage, said: list[str]) -> None:
    matrix = page.coverage.matrix

    QTest.keyClicks(matrix, "s12")

    assert page.coverage.rows[matrix.currentIndex().row()].ksb.code == "S12"
    QTest.keyClicks(matrix, "zz")
    assert any("No KSB begins with" in each for each in said)
    assert page.coverage.rows[matrix.currentIndex().row()].ksb.code == "S12"


def test_enter_opens_the_passages_and_enter_again_the_page(
    page: KsbsPage, places: list[Place]
) -> None:
    matrix = page.coverage.matrix
    matrix.go_to(row_of(page, "K8"), 0)

    QTest.keyClick(matrix, Qt.Key.Key_Return)
    popup = page.coverage.popup
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup.list, Qt.Key.Key_Return)

    claim = matrix.matrix.claims_at(row_of(page, "K8"), 0)[0]
    assert places == [Place(EVIDENCE, item=claim.item_uid, claim=claim.uid, page=claim.page - 1)]
    assert claim.page == 3


def test_escape_closes_the_passages_and_gives_the_focus_back(page: KsbsPage, qtbot: QtBot) -> None:
    matrix = page.coverage.matrix
    matrix.go_to(row_of(page, "K8"), 0)
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    popup = page.coverage.popup
    assert popup is not None
    QTest.keyClick(popup.list, Qt.Key.Key_Tab)
    assert popup.whole.hasFocus()
    QTest.keyClick(popup.whole, Qt.Key.Key_Tab)
    assert popup.about.hasFocus()

    QTest.keyClick(popup.about, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(popup))

    assert matrix.hasFocus()


def test_going_elsewhere_closes_the_passages(page: KsbsPage, qtbot: QtBot) -> None:
    page.coverage.matrix.go_to(row_of(page, "K8"), 0)
    QTest.keyClick(page.coverage.matrix, Qt.Key.Key_Return)
    popup = page.coverage.popup
    assert popup is not None

    page.coverage.choices.filter.setFocus()

    qtbot.waitUntil(lambda: not shiboken6.isValid(popup))
    assert page.coverage.choices.filter.hasFocus()


@pytest.mark.parametrize("how", ["closed", "page hidden", "read again"])
def test_passages_in_view_go_with_what_they_lie_over(
    page: KsbsPage, qtbot: QtBot, how: str
) -> None:
    page.coverage.matrix.go_to(row_of(page, "K8"), 0)
    QTest.keyClick(page.coverage.matrix, Qt.Key.Key_Return)
    popup = page.coverage.popup
    assert popup is not None
    assert popup.list.hasFocus()

    if how == "closed":
        popup.close()
        assert not popup.isVisible()
        return
    if how == "page hidden":
        page.show_place(Place(KSBS, ksb=page.coverage.rows[0].ksb.uid))
    else:
        page.workspace.do(mapping.remove_claim, page.coverage.rows[0].claims[0].uid)

    qtbot.waitUntil(lambda: not shiboken6.isValid(popup), timeout=15_000)


def test_plus_claims_the_whole_item_once_and_undo_takes_it_back(
    page: KsbsPage, qtbot: QtBot, said: list[str]
) -> None:
    matrix = page.coverage.matrix
    at = row_of(page, "K3")
    matrix.go_to(at, 4)

    QTest.keyClicks(matrix, "+")
    qtbot.waitUntil(lambda: page.coverage.rows[at].status is not KsbStatus.GAP, timeout=15_000)

    settled(qtbot, page)
    (claim,) = matrix.matrix.claims_at(at, 4)
    assert claim.anchor.is_whole
    assert claim.ref == "E05"
    assert page.coverage.rows[at].status is KsbStatus.STARTED
    assert (matrix.currentIndex().row(), matrix.currentIndex().column()) == (at, 4)
    QTest.keyClicks(matrix, "+")
    assert said[-1] == "The whole item is claimed already."
    page.workspace.undo()
    qtbot.waitUntil(lambda: page.coverage.rows[at].status is KsbStatus.GAP, timeout=15_000)


def test_control_enter_opens_the_ksb_in_full_and_back_returns_to_its_row(
    page: KsbsPage, places: list[Place]
) -> None:
    matrix = page.coverage.matrix
    matrix.go_to(row_of(page, "K11"), 0)
    row = page.coverage.rows[row_of(page, "K11")]

    QTest.keyClick(matrix, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    shown = words_in(page)
    assert places == [Place(KSBS, tab="ksb", ksb=row.ksb.uid)]
    assert row.ksb.text in shown
    assert "Method not set" in shown
    assert "Two sources" in shown
    assert CAVEAT in shown
    assert "working list that has not been compared" in shown
    assert page.details() is None
    assert page.first_focus() is not None
    page.ksb_page.back.click()
    assert page.coverage.current_ksb == row.ksb.uid
    assert page.coverage.isVisible()


def test_the_wording_notice_and_the_caveat_are_in_view(page: KsbsPage) -> None:
    shown = words_in(page.coverage)

    assert "working list that has not been compared with the official page" in shown
    assert CAVEAT in shown
    assert "37 of 46 passage chosen · 3 started · 6 gaps" in shown


def test_how_it_is_worked_out_is_shown_on_request(page: KsbsPage) -> None:
    assert "exact passages that clearly show it" not in words_in(page.coverage).lower()

    page.coverage.choices._how.click()

    shown = words_in(page.coverage).lower()
    assert "exact passages that clearly show it from two or more items" in shown
    assert "only pieces on the shortlist count here." in shown


def test_only_gaps_shows_gaps_and_says_how_many(page: KsbsPage, said: list[str]) -> None:
    page.show_place(Place(KSBS, want="filter:gaps"))

    assert {row.status for row in page.coverage.rows} == {KsbStatus.GAP}
    assert len(page.coverage.rows) == 6
    assert "0 of 6 passage chosen · 0 started · 6 gaps" in said


def test_a_filter_that_fits_nothing_says_so_and_can_be_taken_away(
    page: KsbsPage, qtbot: QtBot
) -> None:
    page.coverage.choices.filter.setFocus()
    QTest.keyClicks(page.coverage.choices.filter, "zebra")
    qtbot.waitUntil(lambda: not page.coverage.rows)
    assert "No KSB here fits “zebra”." in words_in(page.coverage)

    page.coverage._no_match.buttons[0].click()

    assert len(page.coverage.rows) == 46


def test_groups_come_from_the_standard(page: KsbsPage) -> None:
    buttons = [each.text() for each in page.coverage.choices._group_buttons.buttons()]
    assert buttons == ["Proposal 2", "Method not set 44", "All 46"]

    page.coverage.choices._group_buttons.buttons()[0].click()

    assert {row.ksb.methods for row in page.coverage.rows} == {("sbp",)}


def test_a_ksb_outside_the_chosen_group_is_shown_all_the_same(page: KsbsPage) -> None:
    page.coverage.choices._group_buttons.buttons()[0].click()
    uid = page._known.rows[0].ksb.uid if page._known is not None else ""

    page.show_place(Place(KSBS, tab="coverage", ksb=uid))

    assert page.coverage.current_ksb == uid
    assert len(page.coverage.rows) == 46


def test_a_claim_made_elsewhere_lights_its_cell(page: KsbsPage, qtbot: QtBot) -> None:
    item = next(each for each in queries.evidence.items(page.workspace.store) if each.ref == "E02")
    at = row_of(page, "K3")
    uid = page.coverage.rows[at].ksb.uid

    page.workspace.do(
        mapping.claim, item.uid, [uid], mapping.WHOLE, strength=Strength.BEST, shows="<b>bold</b>"
    )
    qtbot.waitUntil(lambda: len(page.coverage.rows[at].claims) == 1, timeout=15_000)

    text = page.coverage.matrix.matrix.index(at, 1).data(TEXT)
    assert text == "K3, E02: 1 passage, best example"


def test_a_hidden_page_reads_again_only_when_it_is_seen(page: KsbsPage, qtbot: QtBot) -> None:
    store = page.workspace.store
    item = next(each for each in queries.evidence.items(store) if each.ref == "E02")
    page.hide()

    page.workspace.do(mapping.claim, item.uid, [page.coverage.rows[2].ksb.uid], mapping.WHOLE)
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=15_000)

    assert not page.coverage.rows[2].claims
    page.show()
    qtbot.waitUntil(lambda: len(page.coverage.rows[2].claims) == 1, timeout=15_000)


def test_filled_cells_are_painted_with_their_level_and_empty_ones_are_not(page: KsbsPage) -> None:
    matrix = page.coverage.matrix
    matrix.go_to(row_of(page, "K20"), 0)
    matrix.scrollToTop()
    picture = matrix.viewport().grab().toImage()
    size = cell_size()

    def colour(code: str, column: int) -> str:
        left = matrix.columnViewportPosition(column) + size.width() // 6
        return picture.pixelColor(
            QPoint(left, matrix.rowViewportPosition(row_of(page, code)) + size.height() // 4)
        ).name()

    assert colour("K8", 0) == theme().colour("heat.level3").name()
    assert colour("K8", 2) == theme().colour("heat.level2").name()
    assert colour("K4", 7) == theme().colour("heat.level1").name()
    assert colour("K3", 0) == theme().colour("surface.surface").name()


def test_library_columns_count_the_whole_library(page: KsbsPage, qtbot: QtBot) -> None:
    off = queries.shortlist.uids(page.workspace.store)
    page.workspace.do(shortlist.remove, list(off))
    qtbot.waitUntil(lambda: not page._known or not page._known.shortlisted, timeout=15_000)
    settled(qtbot, page)
    assert page._known is not None
    assert page._known.counting is Counting.LIBRARY

    combo = page.coverage.choices.columns
    combo.setCurrentIndex(combo.findData(Counting.SHORTLIST.value))
    settled(qtbot, page)

    assert {row.status for row in page.coverage.rows} == {KsbStatus.GAP}
    assert "Nothing is on the shortlist yet" in words_in(page.coverage)
    page.coverage._hint_button.click()
    settled(qtbot, page)
    assert any(row.status is KsbStatus.STRONG for row in page.coverage.rows)


def test_a_month_with_several_items_asks_which_one_is_meant(page: KsbsPage, qtbot: QtBot) -> None:
    combo = page.coverage.choices.columns
    combo.setCurrentIndex(combo.findData(Counting.LIBRARY.value))
    qtbot.waitUntil(
        lambda: page._known is not None and page._known.counting is Counting.LIBRARY, timeout=15_000
    )
    matrix = page.coverage.matrix
    column = next(at for at, each in enumerate(matrix.matrix.columns) if len(each.items) > 1)
    matrix.go_to(row_of(page, "K3"), column)

    QTest.keyClicks(matrix, "+")

    from PySide6.QtWidgets import QMenu

    menu = page.coverage.findChild(QMenu)
    assert menu is not None
    assert len(menu.actions()) == len(matrix.matrix.columns[column].items)
    menu.actions()[0].trigger()
    menu.close()
    at = row_of(page, "K3")
    qtbot.waitUntil(lambda: len(page.coverage.rows[at].claims) == 1, timeout=15_000)


def test_large_text_shows_the_list_whose_claims_open(
    sample: Workspace, show_page: Show, look: Theme
) -> None:
    look.choose(scale=150)
    page = show_page(sample)
    gone: list[Place] = []
    sample.went.connect(gone.append)
    listed = page.coverage.list
    assert page.coverage.is_list
    assert page.first_focus() is listed
    QTest.keyClicks(listed, "k8")
    index = listed.currentIndex()
    assert index.data(TEXT) == "K8, knowledge"

    QTest.keyClick(listed, Qt.Key.Key_Right)
    QTest.keyClick(listed, Qt.Key.Key_Down)

    claim = listed.rows_model.claim_at(listed.currentIndex())
    assert claim is not None
    assert str(listed.currentIndex().data(TEXT)).startswith("E01, page 3, best example: “Option B")
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert gone[-1] == Place(EVIDENCE, item=claim.item_uid, claim=claim.uid, page=2)
    look.choose(scale=100)
    assert not page.coverage.is_list


def test_the_list_keeps_what_was_open_when_it_is_read_again(page: KsbsPage, qtbot: QtBot) -> None:
    page.coverage.choices._shapes.button(1).click()
    listed = page.coverage.list
    listed.expand(listed.rows_model.index(row_of(page, "K8"), 0))

    item = next(each for each in queries.evidence.items(page.workspace.store) if each.ref == "E02")
    page.workspace.do(mapping.claim, item.uid, [page.coverage.rows[2].ksb.uid], mapping.WHOLE)
    qtbot.waitUntil(lambda: len(page.coverage.rows[2].claims) == 1, timeout=15_000)

    assert listed.isExpanded(listed.rows_model.index(row_of(page, "K8"), 0))
    assert not listed.isExpanded(listed.rows_model.index(row_of(page, "K1"), 0))


def test_actions_find_open_claim_and_copy(page: KsbsPage, qtbot: QtBot) -> None:
    handlers = page.handlers()
    page.coverage.matrix.go_to(row_of(page, "K8"), 0)

    handlers["copy_locator"]()  # type: ignore[operator]
    assert QGuiApplication.clipboard().text() == "E01, p. 3"
    handlers["find"]()  # type: ignore[operator]
    assert page.coverage.choices.filter.hasFocus()
    page.coverage.choices._shapes.button(1).click()
    assert page.handlers()["claim_whole"] == "Choose a cell of the map first."


def test_everything_that_takes_the_focus_has_a_name_and_is_reached_by_tab(page: KsbsPage) -> None:
    assert walk.problems(page) == []
    assert walk.small_targets(page) == []

    order = walk.tab_order(page)

    assert walk.unreached(page, order) == []


def portfolio_of(tmp_path: Path, standard: str) -> Store:
    facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16", standard)
    return portfolio.create(tmp_path / f"{standard}.portfolio", facts).store


def test_a_standard_without_ksbs_says_so(
    tmp_path: Path,
    open_workspace: Callable[[Store], Workspace],
    show_page: Show,
) -> None:
    workspace = open_workspace(portfolio_of(tmp_path, "st0480-v1.1"))
    gone: list[Place] = []
    workspace.went.connect(gone.append)

    page = show_page(workspace)

    assert "This standard comes without its KSB list." in words_in(page)
    focus = page.first_focus()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Space)
    assert gone == [Place(STANDARD, tab="compare")]
    for handler in page.handlers().values():
        if not isinstance(handler, str):
            handler()


def test_statements_without_codes_are_shown_by_their_words(
    tmp_path: Path,
    open_workspace: Callable[[Store], Workspace],
    show_page: Show,
) -> None:
    page = show_page(open_workspace(portfolio_of(tmp_path, "st0480-v1.0")))
    matrix = page.coverage.matrix

    QTest.keyClicks(matrix, "innov")

    assert matrix.currentIndex().row() == 1
    assert matrix.currentIndex().data(TEXT) == "Innovation and Change, E01: no passage"
    assert not matrix.grab().isNull()


def test_an_empty_portfolio_shows_a_grid_of_places_and_what_to_do(
    workspace: Workspace, show_page: Show
) -> None:
    page = show_page(workspace)
    gone: list[Place] = []
    workspace.went.connect(gone.append)

    assert "Every dot is a place for evidence. Start anywhere." in words_in(page.coverage)
    assert len(page.coverage.matrix.matrix.columns) == 18
    QTest.keyClick(page.coverage.matrix, Qt.Key.Key_Return)
    assert gone == [Place(EVIDENCE, tab="shortlist")]


def test_the_first_claim_lights_a_cell_before_anything_is_shortlisted(
    workspace: Workspace, show_page: Show, tmp_path: Path
) -> None:
    item = added_text(workspace, tmp_path, "Notes")
    evidence.edit(workspace.store, item, date="2025-11-03")
    ksb = mapping.ksb_called(workspace.store, "K8")
    mapping.claim(workspace.store, item, [ksb.uid], mapping.WHOLE)

    page = show_page(workspace)

    model = page.coverage.matrix.matrix
    assert [each.words for each in model.columns] == ["Nov 2025"]
    assert model.index(row_of(page, "K8"), 0).data(TEXT) == "K8, Nov 25: 1 passage, clearly shows"


def test_words_from_files_are_never_taken_for_markup(
    workspace: Workspace, show_page: Show, tmp_path: Path
) -> None:
    item = added_text(workspace, tmp_path, "<img src='x'> <b>Title</b>")
    shortlist.add(workspace.store, [item])
    ksb = mapping.ksb_called(workspace.store, "K8")
    mapping.claim(workspace.store, item, [ksb.uid], mapping.WHOLE, shows="<h1>shouted</h1>")
    page = show_page(workspace, Place(KSBS, ksb=ksb.uid))

    model = page.coverage.matrix.matrix

    tip = model.index(row_of(page, "K8"), 0).data(TIP)
    assert "&lt;img" in tip
    assert "<img" not in tip
    assert "&lt;img" in model.headerData(0, Qt.Orientation.Horizontal, TIP)
    assert all(
        each.textFormat() is Qt.TextFormat.PlainText
        for each in page.findChildren(QLabel)
        if each.text()
    )


def test_a_portfolio_open_to_read_offers_no_claim(
    sample_folder: Path,
    open_workspace: Callable[[Store], Workspace],
    show_page: Show,
    said: list[str],
) -> None:
    from portfolio_app.services import demo

    store = portfolio.open_folder(sample_folder, passphrase=demo.PASSPHRASE, readonly=True)
    page = show_page(open_workspace(store))
    page.coverage.matrix.go_to(row_of(page, "K3"), 0)

    QTest.keyClicks(page.coverage.matrix, "+")

    assert said[-1] == "The portfolio is open to read: nothing can be changed."
    assert not queries.claims.claims(store, ksb_uid=page.coverage.rows[2].ksb.uid)
    QTest.keyClick(page.coverage.matrix, Qt.Key.Key_Return)
    assert page.coverage.popup is not None
    assert page.coverage.popup.about.hasFocus()


@pytest.mark.parametrize("scale", [100, 200])
def test_no_frame_of_the_map_draws_more_than_what_is_exposed(page: KsbsPage, scale: int) -> None:
    from tests.bench.coverage_frames import frame_times

    theme().choose(scale=scale)

    times = frame_times(46, 24, frames=3)

    assert times.visible == 46 * 24
    assert 0 < times.whole <= times.whole_slowest
    small = frame_times(46, 200, frames=3, size=(900, 600))
    assert small.visible < 46 * 24
