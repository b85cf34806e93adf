"""The first evening: old files in nested folders, sorted by keys; a set; a draft built."""

import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import app, assets
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.problems import Level
from portfolio_app.services import bundle, portfolio
from portfolio_app.store import queries
from portfolio_app.ui.evidence.evidence_page import EvidencePage
from portfolio_app.ui.evidence.inbox_view import InboxView
from portfolio_app.ui.kit import adding, messages
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from portfolio_app.ui.shell.main_window import MainWindow
from tests.conftest import CORPUS

KEY = Qt.Key
LONGEST = 600_000  # milliseconds that adding many files may need on a busy machine
MANY = 120
SORTS = ("reports-pdf", "word", "slides", "spreadsheets", "emails", "photos", "scans", "text")
FOLDERS = ("Desktop stuff", "Desktop stuff/new folder", "SEND review/old", "SEND review",
           "Board papers/2024/autumn", "USB stick/misc (2)")  # fmt: skip
POOR = (
    "scan{0:04d}",
    "Document1 ({0})",
    "IMG_{0}",
    "final FINAL {0}",
    "untitled {0}",
    "copy of {0}",
)


@pytest.fixture
def house(qapp: QApplication, settings: QSettings) -> Iterator[app.House]:
    made = app.House(qapp, settings)
    yield made
    for window in tuple(made.windows):
        assert window.workspace.close()
        window.hide()
        window.deleteLater()
    made.opener.close()
    made.deleteLater()


@pytest.fixture
def old_files(tmp_path: Path) -> Path:
    """Return a folder of real files under poor names: 120 of them where the corpus is at hand."""
    sources = [each for each in sorted(assets.path("sample").iterdir()) if each.suffix != ".toml"]
    if CORPUS:
        chance = random.Random(7)  # noqa: S311 - which files, not a secret
        rest = []
        for name in SORTS:
            found = sorted(p for p in (Path(CORPUS) / name).rglob("*") if p.is_file())
            rest.append(chance.sample(found, len(found)))
        while len(sources) < MANY:
            rest = [each for each in rest if each]
            sources += [each.pop() for each in rest][: MANY - len(sources)]
    root = tmp_path / "Everything from the old laptop"
    for number, source in enumerate(sources):
        place = root / FOLDERS[number % len(FOLDERS)]
        place.mkdir(parents=True, exist_ok=True)
        name = POOR[number % len(POOR)].format(number * 3 + 1)
        shutil.copy(source, place / f"{name}{source.suffix}")
    for number, source in enumerate(s for s in sources[:20] if s.suffix in (".pdf", ".txt")):
        # Second versions of some of them: the same words, other bytes.
        if not CORPUS:
            (root / f"second {number} v2{source.suffix}").write_bytes(source.read_bytes() + b"\n")
    return root


class Evening:
    """Somebody at the window with the keyboard."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.slowest = 0.0  # seconds of work from a key to the next card, painted
        self.presses = 0

    @property
    def items(self) -> tuple[EvidenceItem, ...]:
        return queries.evidence.items(self.window.workspace.store)

    @property
    def inbox(self) -> InboxView:
        page = self.window.page
        assert isinstance(page, EvidencePage)
        return page.inbox

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONGEST)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.window.workspace.busy)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.presses += 1
        QTest.keyClick(focus, key, held or Qt.KeyboardModifier.NoModifier)

    def type(self, words: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.presses += len(words)
        QTest.keyClicks(focus, words)

    def tab_to(self, is_it: Callable[[QWidget], bool]) -> None:
        met = []
        for _ in range(80):
            focus = QApplication.focusWidget()
            if focus is not None and is_it(focus):
                return
            met.append(focus.text() if isinstance(focus, QPushButton) else type(focus).__name__)
            self.press(KEY.Key_Tab)
        pytest.fail(f"Tab does not reach it, only {list(dict.fromkeys(met))}")

    def decide(self, number: int, code: str) -> None:
        """Sort one card as a person would: most are kept with a code or two."""
        if number % 10 == 7:
            self.timed(KEY.Key_R)
        elif number % 10 == 8:
            self.timed(KEY.Key_L)
        elif number % 20 == 9:
            self.timed(KEY.Key_Delete)
        else:
            self.press(KEY.Key_K)
            self.type(code)
            self.timed(KEY.Key_Return)

    def timed(self, key: Qt.Key) -> None:
        view = self.inbox
        before = view.item
        begun = time.thread_time()  # of the window's own thread: whatever else the machine does
        self.press(key)
        assert view.item is None or view.item is not before, "the next card is there at once"
        view.page.repaint()
        self.slowest = max(self.slowest, time.thread_time() - begun)


def test_the_first_evening_by_keys_alone(
    qtbot: QtBot,
    house: app.House,
    old_files: Path,
    asked: messages.Recorder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16")
    store = portfolio.create(tmp_path / "mine.portfolio", facts).store
    window = house.open_window(store)
    qtbot.waitExposed(window)
    window.activateWindow()
    me = Evening(qtbot, window)
    codes = [ksb.code.lower() for ksb in queries.standard.ksbs(store) if ksb.in_discussion]

    adding.add_paths(window.workspace, window, [old_files])
    me.wait(lambda: isinstance(window.page, EvidencePage) and bool(me.inbox.cards))
    me.wait_idle()
    added = time.monotonic()
    count = len(me.items)
    assert count > 10
    assert not CORPUS or count > MANY * 0.9
    assert queries.sorting.waiting(store) == count
    cards = len(me.inbox.cards)
    number = 0
    while me.inbox.card is not None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton):  # twenty done: on with the next
            me.press(KEY.Key_Return)
            continue
        me.decide(number, f"{codes[number % len(codes)]} {codes[(number * 5 + 1) % len(codes)]}")
        number += 1
        assert number <= cards, "every card is decided once"
    me.wait_idle()
    done = time.monotonic()
    assert number == cards
    assert queries.sorting.waiting(store) == 0
    kept = [item for item in me.items if item.shelf is Shelf.LIBRARY]
    assert all(item.candidates for item in kept)

    me.press(KEY.Key_Return)  # "Suggest a set" has the focus now that all is sorted
    me.wait_idle()
    me.tab_to(lambda w: isinstance(w, QPushButton) and w.text() == "Use this set")
    me.press(KEY.Key_Return)
    me.wait_idle()
    chosen = queries.shortlist.uids(store)
    assert 0 < len(chosen) <= 18
    needing = queries.candidates.needing_passages(store)
    assert [each.item.uid for each in needing] == list(chosen), "each still needs a passage"

    window.workspace.go(Place(ASSESSMENT, tab="compile"))
    me.wait_idle()
    me.tab_to(lambda w: isinstance(w, QCheckBox) and "Draft" in w.text())
    me.press(KEY.Key_Space)
    me.tab_to(lambda w: isinstance(w, QPushButton) and w.text() == "Build draft")
    me.press(KEY.Key_Return)
    me.wait(lambda: bool(queries.bundles.bundles(store)))
    me.wait_idle()
    built = queries.bundles.bundles(store)[0]
    assert built.is_draft
    found = bundle.inspect(window.workspace.rooms.job, Path(built.path))
    assert not [each for each in found.findings if each.level is Level.MUST_FIX]
    assert [each.ref for each in found.items] == [f"E{n + 1:02d}" for n in range(len(chosen))]
    assert found.claims == ()
    assert asked.asked == [], "no dialog on the way"
    figures = {
        "files": count,
        "cards": cards,
        "key presses": me.presses,
        "seconds to add": round(added - began, 1),
        "seconds to sort": round(done - added, 1),
        "slowest next card, ms": round(me.slowest * 1000),
        "pieces chosen": len(chosen),
        "pages": built.pages,
        "seconds in all": round(time.monotonic() - began, 1),
    }
    with capsys.disabled():
        sys.stdout.write(f"\n{json.dumps(figures)}\n")
    assert me.slowest < 0.1
    if os.environ.get("PORTFOLIO_PICTURES"):
        window.grab().save(str(Path(os.environ["PORTFOLIO_PICTURES"]) / "first-evening.png"))
