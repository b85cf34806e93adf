"""Discussion mode on a real bundle, by keyboard alone; the tab that opens it; a mock discussion."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    discussion,
    intake,
    mapping,
    portfolio,
    shortlist,
    submitting,
)
from portfolio_app.store import keys, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.discussion_view import DiscussionView
from portfolio_app.ui.assessment.discussion_window import DiscussionWindow
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.only_these import OnlyThese
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.main_window import MainWindow
from tests.services import documents
from tests.ui.walk import clipped, problems, small_targets

KEY = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
WAIT = 15_000  # milliseconds
SECRET = "a b c"  # noqa: S105 - of a portfolio that holds nothing
PLACE = Place(ASSESSMENT, tab="discussion")
START = Place(ASSESSMENT, tab="discussion", want="start")
MINUTES = (
    "Winter board\n\nThe chair set out three options.\nThe board negotiated a pilot.",
    "Next steps\n\nThe pilot begins in March.\nThe budget is agreed in May.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the portfolio and its bundle lie."""
    return tmp_path_factory.mktemp("discussion")


@pytest.fixture(scope="module")
def shared(folder: Path, qapp: QApplication) -> Iterator[Workspace]:
    """Return a workspace on a portfolio whose bundle was built; its workrooms stay up."""
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with pytest.MonkeyPatch.context() as patched:  # a passphrase that is worked out in no time
        patched.setattr(keys, "_MEMORY_KIB", 8)
        patched.setattr(keys, "_passes_for_this_machine", lambda _salt: 1)
        made = portfolio.create(folder / "a.portfolio", facts, passphrase=SECRET, in_keychain=False)
    work = Workspace(made.store, Actions())
    store, room = made.store, work.rooms.reader
    path = documents.pdf(folder / "Winter board minutes.pdf", *MINUTES)
    uid = intake.add(store, room, [path]).results[0].item_uid
    for code, words, page in (("K7", "three options", 1), ("S12", "begins in March", 2)):
        anchor = mapping.anchor_for_quote(store, room, uid, words, page=page).anchor
        mapping.claim(store, uid, [mapping.ksb_called(store, code).uid], anchor)
    shortlist.add(store, [uid])
    bundle.build(store, room, folder / "Portfolio.pdf")
    shutil.copyfile(folder / "Portfolio.pdf", folder / "as built.pdf")
    yield work
    assert work.close(), "a thread did not end"


@dataclass(frozen=True)
class Desk:
    """The tab, and what a person does in it."""

    view: DiscussionView
    qtbot: QtBot

    @property
    def store(self) -> Store:
        return self.view.workspace.store

    def settle(self) -> None:
        work = self.view.workspace
        self.qtbot.waitUntil(lambda: not work.busy and self.view.state is not None, timeout=WAIT)

    def opened(self) -> DiscussionWindow:
        """Press F5, and wait until every word was read."""
        self.view.show_place(START)
        self.qtbot.waitUntil(lambda: self.view.window_shown is not None, timeout=WAIT)
        window = self.view.window_shown
        assert window is not None
        self.qtbot.waitUntil(lambda: window.index.has_words, timeout=WAIT)
        self.settle()
        return window


@pytest.fixture
def desk(shared: Workspace, folder: Path, qtbot: QtBot) -> Iterator[Desk]:
    view = DiscussionView(shared)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_place(PLACE)
    made = Desk(view, qtbot)
    made.settle()
    yield made
    if view.window_shown is not None:
        view.window_shown.close()
    made.settle()
    shutil.copyfile(folder / "as built.pdf", folder / "Portfolio.pdf")
    with shared.store.session() as session:
        session.query(tables.DetailRow).filter(tables.DetailRow.key.like("discussion%")).delete()
        row = session.query(tables.BundleRow).one()
        row.submitted_at = row.kept_sha256 = ""


def press(window: DiscussionWindow, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(window.field, key, held or Qt.KeyboardModifier.NoModifier)


def test_the_first_f5_asks_once_then_any_page_is_reached_by_keys_alone(
    desk: Desk, said: list[str]
) -> None:
    view = desk.view
    view.show_place(START)
    desk.settle()
    asked_first = not view.form.isHidden()
    in_field = view.form.fields["who"].hasFocus()
    assert view.form.other is not None
    QTest.keyClick(view.form.other, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: view.window_shown is not None, timeout=WAIT)
    window = view.window_shown
    assert window is not None
    desk.qtbot.waitUntil(lambda: window.index.has_words, timeout=WAIT)
    contents = window.line.text()

    QTest.keyClicks(window.field, "k7")
    press(window, KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: "paragraph" in window.line.text(), timeout=WAIT)
    k7 = window.line.text()
    marked = window.pages.left.selected_text()
    QTest.keyClicks(window.field, "budget")
    press(window, KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: "paragraph" in window.line.text(), timeout=WAIT)
    budget = window.pages.page
    press(window, KEY.Key_Left, ALT)
    back = window.pages.page
    press(window, KEY.Key_F7)
    facing = window.pages.is_facing
    press(window, KEY.Key_PageDown)
    turned = window.pages.page
    press(window, KEY.Key_Home, CONTROL)
    press(window, KEY.Key_Escape)

    assert asked_first
    assert in_field
    assert contents.endswith("Contents")
    page = window.index.find("k7")[0].places[0].page
    assert k7 == f"Page {page} of {window.held.pages} · E01 · paragraph 1 · flag K7"
    assert f"Page {page}, E01, paragraph 1, flag K7" in said
    assert marked == "three options"
    assert budget == page + 1
    assert (back, facing, turned) == (page, True, page + 2)
    assert window.line.text() == contents
    assert window.field.text() == ""
    assert window.field.hasFocus()
    window.close()
    assert discussion.allowed(desk.store) is not None
    desk.opened()  # nobody is asked again


def test_typing_anywhere_goes_to_find_and_the_page_s_own_letters_mean_nothing(desk: Desk) -> None:
    discussion.allow(desk.store, is_allowed=False)
    desk.view._read()
    desk.settle()
    window = desk.opened()

    for widget, letters in ((window.pages.left, "hb"), (window.places, "1")):
        widget.setFocus()
        QTest.keyClicks(QApplication.focusWidget() or widget, letters[0])
        QTest.keyClicks(window.field, letters[1:])

    assert window.field.text() == "hb1"
    assert not window.pages.left.is_boxing
    press(window, KEY.Key_Escape)
    QTest.keyClicks(window.field, "s12")
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Up)
    assert window.places.current() is not None
    assert "nothing found" not in window.more.text().casefold()
    QTest.keyClicks(window.field, " no such words")
    assert "Nothing found" in window.more.text()


def test_it_is_named_and_nothing_is_cut_at_any_size(desk: Desk, look: Theme) -> None:
    discussion.allow(desk.store, is_allowed=False)
    desk.view._read()
    desk.settle()
    window = desk.opened()
    found: list[str] = []

    for scale, size in ((100, (1024, 680)), (200, (1024, 680))):
        look.choose(Choice.DARK if scale == 200 else Choice.LIGHT, scale=scale)
        window.showNormal()
        window.resize(*size)
        window.field.setText("k7")
        QApplication.sendPostedEvents()
        for each in (window, desk.view):
            found += [*problems(each), *small_targets(each), *clipped(each)]

    assert found == []


def test_nothing_else_is_on_the_screen_and_everything_comes_back(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    hidden = QWidget()
    qtbot.addWidget(hidden)
    only, kept = OnlyThese(), QWidget()
    qtbot.addWidget(kept)
    kept.show()

    only.put_away((kept, desk.view))
    during = (other.isVisible(), kept.isVisible(), hidden.isVisible())
    only.bring_back()

    assert during == (False, True, False)
    assert (other.isVisible(), hidden.isVisible()) == (True, False)


def test_the_tab_is_put_away_while_the_bundle_is_shown_and_nothing_is_written(desk: Desk) -> None:
    discussion.allow(desk.store, is_allowed=True, who="EPAO's guide", day="2026-01-05")
    desk.view._read()
    desk.settle()
    before = queries.history.changed_at(desk.store)
    window = desk.opened()
    away = desk.view.isVisible()
    QTest.keyClicks(window.field, "k7")
    press(window, KEY.Key_Return)
    foot, scratch = window.foot.text(), window.held.path
    QTest.keyClick(window.leave, KEY.Key_Space)
    desk.settle()

    assert not away
    assert desk.view.isVisible()
    assert desk.view.window_shown is None
    assert foot.startswith("Built bundle only. Read-only. Notes are off. This is the bundle you")
    assert not scratch.exists()
    assert queries.history.changed_at(desk.store) == before


def test_f5_goes_to_the_tab_and_what_goes_wrong_while_the_window_is_away_is_told_afterwards(
    workspace: Workspace, qtbot: QtBot, asked: messages.Recorder
) -> None:
    window = MainWindow(workspace, ())
    workspace.actions.setParent(window)
    qtbot.addWidget(window)
    window.show()
    gone: list[Place] = []
    workspace.went.connect(gone.append)
    workspace.actions["discussion"].trigger()
    window.hide()
    workspace.trouble.emit(PortfolioError("The backup could not be made.", code="busy"))
    workspace.tell("Something was saved.")
    during = len(asked.asked)
    window.show()

    assert gone == [START]
    assert workspace.actions["discussion"].shortcut().toString() == "F5"
    assert during == 0
    assert [each.what for each in asked.asked] == ["The backup could not be made."]


def test_a_bundle_that_moved_is_located(desk: Desk, folder: Path, asked: messages.Recorder) -> None:
    discussion.allow(desk.store, is_allowed=False)
    moved = folder / "moved.pdf"
    shutil.move(folder / "Portfolio.pdf", moved)
    desk.view._read()
    desk.settle()
    could = desk.view.open.isEnabled()
    told = desk.view.wrong.text()
    asked.paths.append([folder / "Winter board minutes.pdf"])
    QTest.keyClick(desk.view.locate, KEY.Key_Space)
    desk.settle()
    refused = desk.view.wrong.text()
    asked.paths.append([moved])
    QTest.keyClick(desk.view.locate, KEY.Key_Space)
    desk.settle()

    assert not could
    assert told.startswith("Portfolio.pdf is not at its place any more")
    assert "not the bundle that was built" in refused
    assert desk.opened().held.pages
    moved.unlink()


def test_it_works_when_the_portfolio_is_open_to_read_and_the_answer_holds_for_the_sitting(
    desk: Desk, open_workspace: Callable[[Store], Workspace], qtbot: QtBot
) -> None:
    submitting.submit(desk.store, queries.bundles.bundles(desk.store)[0].uid, "2026-03-03")
    Path(queries.bundles.bundles(desk.store)[0].path).unlink()
    store = portfolio.open_folder(desk.store.folder, passphrase=SECRET, readonly=True)
    view = DiscussionView(open_workspace(store))
    qtbot.addWidget(view)
    view.show()
    reader = Desk(view, qtbot)
    view.show_place(START)
    reader.settle()
    assert view.form.other is not None

    QTest.keyClick(view.form.other, KEY.Key_Space)
    window = reader.opened()

    assert "handed in on 3 March 2026. That is what your assessor has." in view.about.text()
    assert window.index.find("k7")[0].total == 1
    assert discussion.allowed(desk.store) is None
    window.close()
    reader.settle()


def test_in_a_mock_the_colleague_sees_questions_and_the_person_the_bundle(desk: Desk) -> None:
    view = desk.view
    QTest.keyClick(view.mock, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: view.colleague is not None, timeout=WAIT)
    window, colleague = view.window_shown, view.colleague
    assert window is not None
    assert colleague is not None
    desk.qtbot.waitUntil(lambda: window.index.has_words, timeout=WAIT)
    asks = [each.ksb.code for each in colleague.questions if each.ksb is not None]
    QTest.keyClick(colleague.next, KEY.Key_Space)
    asked_first = colleague.question.text()
    QTest.keyClicks(window.field, asks[0])
    press(window, KEY.Key_Return)
    found = colleague.found.text()
    QTest.keyClick(colleague, KEY.Key_Right)
    QApplication.sendPostedEvents()
    names = [*problems(colleague), *small_targets(colleague), *clipped(colleague)]
    beside = [each.text() for each in window.findChildren(QLabel)]
    page = window.index.claims_of(asks[0])[0].page
    window.close()
    desk.settle()

    assert set(asks) <= {"K7", "S12"}  # what the bundle shows
    assert asked_first
    assert not any(asked_first in each for each in beside)  # no question beside the bundle
    assert found == f"{asks[0]}: page {page} after 1 second"
    assert names == []
    assert view.held_words.text().startswith("Mock discussion: 2 questions in")
    assert "no page opened" in view.held_rows.text()
    assert view.colleague is None


def test_the_plain_pdf_is_proven_on_request(desk: Desk) -> None:
    QTest.keyClick(desk.view.prove, KEY.Key_Space)
    desk.settle()

    assert desk.view.proof.text().startswith("Each of the 2 KSBs with a passage is reached in")


def test_without_a_bundle_it_offers_to_build_one(workspace: Workspace, qtbot: QtBot) -> None:
    view = DiscussionView(workspace)
    qtbot.addWidget(view)
    gone: list[Place] = []
    workspace.went.connect(gone.append)
    view.show()
    view.show_place(START)
    qtbot.waitUntil(lambda: view.state is not None, timeout=WAIT)
    first = view.first_focus()
    assert first is not None

    QTest.keyClick(first, KEY.Key_Space)

    assert gone == [Place(ASSESSMENT, tab="compile")]
