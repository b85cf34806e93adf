"""Compiling in the window, on real portfolios, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.services import bundle, evidence, portfolio, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.assessment.compile_view import LINGERING_MS, CompileView
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, SETTINGS, STANDARD, Place
from portfolio_app.ui.kit.workspace import Workspace
from tests.ui import walk
from tests.ui.assessment.conftest import Show

BUILDING = 120_000  # milliseconds a build may take on a busy machine


def words_in(widget: object) -> str:
    found = widget.findChildren(QLabel)  # type: ignore[attr-defined]
    return "\n".join(each.text() for each in found if each.isVisible())


def button(qtbot: QtBot, page: CompileView, words: str) -> QPushButton:
    found: list[QPushButton] = []

    def is_seen() -> bool:  # what is new in a layout is shown when the events are done
        buttons = page.findChildren(QPushButton)
        found[:] = [each for each in buttons if each.isVisible() and each.text() == words]
        return bool(found)

    qtbot.waitUntil(is_seen)
    return found[0]


def show_all(qtbot: QtBot, page: CompileView) -> None:
    """Show the rows that are kept back while there are many."""
    qtbot.wait(50)
    for each in page.findings.findChildren(QPushButton):
        if each.isVisible() and each.text().startswith("Show all"):
            each.click()
    qtbot.wait(50)


def settled(qtbot: QtBot, page: CompileView) -> None:
    qtbot.waitUntil(lambda: page.is_ready and not page.workspace.busy, timeout=BUILDING)


def built(qtbot: QtBot, page: CompileView) -> None:
    page.build.button.setFocus()
    QTest.keyClick(page.build.button, Qt.Key.Key_Space)
    assert page.is_building
    qtbot.waitUntil(lambda: not page.is_building, timeout=BUILDING)
    settled(qtbot, page)


class Opener(QObject):
    """Stands where the system's own programs would open files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_an_empty_shortlist_says_what_to_do_first(workspace: Workspace, show_page: Show) -> None:
    page = show_page(workspace)
    gone: list[Place] = []
    workspace.went.connect(gone.append)

    assert "Add items to the shortlist first." in words_in(page)
    focus = page.first_focus()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Space)

    assert gone == [Place(EVIDENCE, tab="shortlist")]


def test_what_goes_in_is_counted_and_the_rule_names_its_source(page: CompileView) -> None:
    shown = words_in(page.inputs)
    items = [e for e in queries.evidence.items(page.workspace.store) if e.position is not None]
    pages = sum(each.pages for each in items)

    assert pages > 30
    assert f"13 pieces · {pages} pages of evidence · 53 claims" in shown
    assert "40 of 46 KSBs have a claim on these pieces." in shown
    assert "About 18 pieces are usual." in shown
    assert "Not confirmed for this version. Your EPAO's instructions come first." in shown
    assert "working list that has not been compared" in words_in(page)


def test_the_bundle_is_built_by_keys_alone_and_says_what_was_proven(
    page: CompileView, qtbot: QtBot, out: Path, said: list[str]
) -> None:
    assert button(qtbot, page, "Compare").hasFocus()  # the first row that must be fixed

    built(qtbot, page)

    assert page.build.trouble == ""
    shown = words_in(page.result)
    found = bundle.inspect(page.workspace.rooms.job, out)
    quotes = sum(bool(each.quote) for each in found.claims)
    assert quotes > 30
    assert "Portfolio.pdf" in shown
    assert f"{found.pages:,} pages add up, {found.links:,} links lead where they say" in shown
    assert f"{quotes:,} quoted passages are on their pages" in shown
    assert "Out of date" not in shown
    assert any("The bundle is built: Portfolio.pdf" in each for each in said)
    qtbot.waitUntil(page.result.open.hasFocus)

    title = queries.evidence.items(page.workspace.store)[0]
    qtbot.wait(1100)  # instants are kept to the second
    page.workspace.do(evidence.edit, title.uid, title="Another title")
    settled(qtbot, page)
    assert "Out of date: something was changed after it was built." in words_in(page.result)

    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    try:
        button(qtbot, page, "Open").click()
        button(qtbot, page, "Show in folder").click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(out), str(out.parent)]

    page.inputs.place.draft.setChecked(True)
    assert page.build.button.text() == "Build draft"
    built(qtbot, page)
    assert "Draft · " in words_in(page.result)
    assert page.result.table.isVisible()
    (earlier,) = page.result.table.rows_model.rows
    assert earlier.state == "replaced"
    assert "Out of date" not in words_in(page.result)


def test_a_piece_marked_do_not_export_stops_the_build_until_it_is_taken_off(
    page: CompileView, qtbot: QtBot, places: list[Place]
) -> None:
    store = page.workspace.store
    item = next(each for each in queries.evidence.items(store) if each.ref == "E03")
    page.workspace.do(evidence.edit, item.uid, do_not_export=True)
    settled(qtbot, page)

    assert "2 must fix" in words_in(page)  # the wording of the KSBs is not compared, too
    assert not page.build.button.isEnabled()
    why = "1 row above must be fixed first: not even a draft can be built."
    assert why in words_in(page.build)
    assert page.build.button.accessibleDescription() == why
    first = page.first_focus()
    assert isinstance(first, QPushButton)
    assert first.text() == "Take E03 off"
    row = next(each for each in page.findings.rows if each.finding.stops)
    page.check.again.setFocus()
    order = walk.tab_order(page)
    assert order.index(row.buttons[0]) < order.index(page.findings.rows[-1].buttons[0])
    assert order.index(page.check.again) < order.index(row.buttons[0])
    next(each for each in row.buttons if each.text() == "Go to E03").click()
    field = "select:do_not_export"
    assert places == [Place(EVIDENCE, tab="shortlist", item=item.uid, want=field)]

    QTest.keyClick(first, Qt.Key.Key_Space)
    settled(qtbot, page)

    assert page.build.button.isEnabled()
    assert item.uid not in queries.shortlist.uids(store)
    page.workspace.undo()
    qtbot.waitUntil(lambda: not page.build.button.isEnabled(), timeout=BUILDING)
    assert queries.shortlist.uids(store)[2] == item.uid


def test_blank_lines_on_the_cover_are_a_should_check_that_leads_to_the_facts(
    page: CompileView, qtbot: QtBot, places: list[Place]
) -> None:
    assert "The cover has a blank line" not in words_in(page)

    page.workspace.do(portfolio.set_detail, "epao", "")
    settled(qtbot, page)

    show_all(qtbot, page)
    assert "The cover has a blank line for: EPAO." in words_in(page)
    assert page.build.button.isEnabled()
    button(qtbot, page, "Fill in").click()
    button(qtbot, page, "Compare").click()
    button(qtbot, page, "Go to K15").click()
    button(qtbot, page, "Show gaps").click()
    k15 = queries.standard.find_ksb(page.workspace.store, "K15")
    assert places == [
        Place(SETTINGS, tab="you", want="field:blank"),
        Place(STANDARD, tab="compare"),
        Place(KSBS, tab="ksb", ksb=k15.uid),
        Place(KSBS, tab="coverage", want="filter:gaps"),
    ]


def test_cancel_leaves_what_was_there_as_it_was(
    page: CompileView, qtbot: QtBot, out: Path, asked: messages.Recorder
) -> None:
    out.write_bytes(b"somebody else's file")
    page.build.button.click()
    assert asked.asked[-1].what == "There is already something called Portfolio.pdf."
    assert not page.is_building
    asked.answers.append("replace")

    page.build.button.click()
    assert page.is_building
    page.build.cancel.click()
    qtbot.waitUntil(lambda: not page.is_building, timeout=BUILDING)

    assert out.read_bytes() == b"somebody else's file"
    assert list(out.parent.iterdir()) == [out]
    assert page.build.trouble == "The build was cancelled. Nothing was exported."
    assert page.build.button.isVisible()
    assert not queries.bundles.bundles(page.workspace.store)


def test_whoever_cancels_by_key_stays_at_the_button_and_may_build_again(
    page: CompileView, qtbot: QtBot
) -> None:
    key = Qt.Key.Key_Space
    card = page.build
    card.button.setFocus()
    gone: list[object] = []
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    watch = application.focusChanged.connect(lambda _old, new: gone.append(new))
    for _ in range(2):
        QTest.keyClick(card.button, key)
        assert card.cancel.hasFocus()
        QTest.keyClick(card.cancel, key)
        qtbot.waitUntil(lambda: not page.is_building, timeout=BUILDING)
        assert card.button.hasFocus()
    application.focusChanged.disconnect(watch)

    assert gone == [card.cancel, card.button] * 2  # and nowhere else between them


def test_a_damaged_file_stops_the_build_with_its_number_and_a_way_round(
    page: CompileView, qtbot: QtBot, out: Path
) -> None:
    store = page.workspace.store
    item = next(each for each in queries.evidence.items(store) if each.ref == "E02")
    stored = store.vault.path_of(item.sha256)
    whole = stored.read_bytes()
    stored.chmod(0o600)
    stored.write_bytes(whole[:-40] + bytes(40))

    built(qtbot, page)

    assert page.build.trouble.startswith("The bundle wasn't built: E02")
    frame = page.build._trouble
    qtbot.waitUntil(lambda: frame.visibleRegion().boundingRect() == frame.rect())
    assert "Nothing was exported." in page.build.trouble
    assert "previous bundle" not in page.build.trouble
    assert not out.exists()

    button(qtbot, page, "Build without E02").click()
    qtbot.waitUntil(lambda: page.is_building, timeout=BUILDING)
    qtbot.waitUntil(lambda: not page.is_building, timeout=BUILDING)
    settled(qtbot, page)

    assert page.build.trouble == ""
    assert out.is_file()
    assert item.uid not in queries.shortlist.uids(store)
    assert len(queries.shortlist.uids(store)) == 12


def test_a_place_where_something_was_changed_is_not_called_the_bundle_in_place(
    page: CompileView, qtbot: QtBot, tmp_path: Path
) -> None:
    page.inputs.place.whole.click()
    settled(qtbot, page)
    page.inputs.place.on_place([tmp_path / "Bundle"])
    built(qtbot, page)
    assert page.build.trouble == ""
    settled(qtbot, page)
    (tmp_path / "Bundle" / "01_Portfolio.pdf").write_bytes(b"another file")

    built(qtbot, page)

    assert "was changed since the bundle was built" in page.build.trouble
    assert "still in place" not in page.build.trouble
    assert (tmp_path / "Bundle" / "01_Portfolio.pdf").read_bytes() == b"another file"


def test_the_build_is_seen_from_elsewhere_and_on_coming_back(
    page: CompileView, qtbot: QtBot
) -> None:
    told: list[str] = []
    page.workspace.toasted.connect(lambda text, _step: told.append(text))
    page.build.button.click()
    page.hide()
    assert page.is_building

    qtbot.waitUntil(lambda: not page.is_building, timeout=BUILDING)

    assert told == ["Portfolio.pdf is built."]
    page.show()
    settled(qtbot, page)
    assert "Read back after building" in words_in(page.result)


def test_a_place_without_pdf_at_its_end_gets_it(
    page: CompileView, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    asked.paths.append([tmp_path / "Handed in v1.2"])

    button(qtbot, page, "Choose another place…").click()

    assert page.inputs.out == tmp_path / "Handed in v1.2.pdf"
    assert page.inputs.place.place.text() == str(page.inputs.out)


def test_many_findings_are_shown_a_few_at_a_time(page: CompileView, qtbot: QtBot) -> None:
    from portfolio_app.problems import Level, Problem

    rows = [
        Problem(Level.SHOULD_CHECK, "item.no-claims", f"E{n:02d}", f"E{n:02d} <b>x</b>")
        for n in range(1, 41)
    ]
    page.findings.show_findings(rows)
    qtbot.waitUntil(lambda: "E08 <b>x</b>" in words_in(page.findings))
    assert "E09" not in words_in(page.findings)

    button(qtbot, page, "Show all 40").click()
    qtbot.waitUntil(lambda: "E40" in words_in(page.findings))

    assert "E40 <b>x</b>" in words_in(page.findings)


def test_the_focus_goes_to_the_first_of_many_before_the_last_is_there(
    page: CompileView, qtbot: QtBot
) -> None:
    from portfolio_app.problems import Level, Problem

    rows = [
        Problem(Level.SHOULD_CHECK, "item.no-claims", f"E{n:02d}", f"E{n:02d}", may_accept=True)
        for n in range(1, 41)
    ]
    page.findings.show_findings(rows)
    qtbot.waitUntil(lambda: not page.findings.is_filling)

    button(qtbot, page, "Show all 40").click()

    assert page.findings.is_filling
    assert page.findings.rows[8].isAncestorOf(page.window().focusWidget())
    qtbot.waitUntil(lambda: not page.findings.is_filling)
    assert page.findings.rows[8].isAncestorOf(page.window().focusWidget())


def test_everything_that_takes_the_focus_has_a_name_and_is_reached_by_tab(
    page: CompileView,
) -> None:
    assert walk.problems(page) == []
    assert walk.small_targets(page) == []

    order = walk.tab_order(page)

    assert walk.unreached(page, order) == []


@pytest.mark.parametrize("scale", [100, 200])
def test_no_words_are_cut_off_at_any_text_size(page: CompileView, scale: int) -> None:
    from portfolio_app.ui.kit.theme import theme

    page.resize(900, 560)
    theme().choose(scale=scale)
    QTest.qWait(50)

    for each in page.findChildren(QPushButton):
        if each.isVisible():
            wanted = each.fontMetrics().horizontalAdvance(each.text().replace("&", ""))
            assert each.width() >= wanted, each.text()
    assert page._steps.width() <= page._scroll.viewport().width()


def test_a_portfolio_open_to_read_cannot_build(
    sample_copy: Path, open_workspace: object, show_page: Show
) -> None:
    store = portfolio.open_folder(sample_copy, readonly=True)
    page = show_page(open_workspace(store))  # type: ignore[operator]

    assert not page.build.button.isEnabled()
    assert "open to read" in words_in(page.build)


def test_taking_everything_off_the_shortlist_is_said_beside_the_button(
    page: CompileView, qtbot: QtBot
) -> None:
    page.workspace.do(shortlist.remove, list(queries.shortlist.uids(page.workspace.store)))
    settled(qtbot, page)

    assert "Add items to the shortlist first." in words_in(page)


def test_who_stays_finds_the_build_ready_to_begin(
    qtbot: QtBot, sample: Workspace, show_page: Show
) -> None:
    page = show_page(sample)
    assert sample.rooms.job.child_pid is None

    qtbot.waitUntil(lambda: sample.rooms.job.child_pid is not None, timeout=BUILDING)
    assert sample.jobs == (), "and is not told of it"
    settled(qtbot, page)


def test_who_goes_on_at_once_starts_nothing(
    qtbot: QtBot, sample: Workspace, show_page: Show
) -> None:
    page = show_page(sample)
    page.hide()

    qtbot.wait(LINGERING_MS + 200)

    assert sample.rooms.job.child_pid is None
