"""Forty passages on eighteen items with the keyboard alone, in at most twelve presses each (J3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from portfolio_app import app, assets
from portfolio_app.domain.sentences import sentences
from portfolio_app.services import intake, portfolio
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.evidence.evidence_page import EvidencePage
from portfolio_app.ui.evidence.reader_page import ReaderPage
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.page_selection import next_run
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.workroom.host import Workroom
from tests.journeys import papers

ITEMS, PASSAGES, MOST = 18, 40, 480
LONGEST = 20_000  # milliseconds
STEPS = 5  # sentences that are nearer by steps than by looking for a word
KEY = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
CODES = ("k8", "s12", "b1", "k2", "s3", "k11", "s1", "b2", "s20")


@dataclass(frozen=True, order=True)
class Target:
    """A sentence somebody means to claim: where it is, and the pen for it.

    On a picture it is a box, and ``start`` and ``end`` say how many steps down from the middle.
    """

    page: int
    start: int
    end: int
    pen: int = field(compare=False)


class NoMouse(QObject):
    """Counts what a mouse does."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.seen += 1
        return False


class Typist:
    """Presses keys where the focus is, and counts them: one for each key that goes down.

    ``held`` counts the modifiers held with them besides.
    """

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.pressed = 0
        self.held = 0

    @property
    def reader(self) -> ReaderPage:
        page = self.window.page
        assert isinstance(page, EvidencePage)
        return page.reader

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.pressed += 1
        self.held += 0 if held == NONE else 1
        QTest.keyClick(focus, key, held)

    def type(self, words: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.pressed += len(words)
        QTest.keyClicks(focus, words)

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.workspace.busy, timeout=LONGEST)

    def wait_words(self) -> None:
        """Wait until the words of the page in view are known."""
        pages = self.reader.pages
        self.qtbot.waitUntil(lambda: pages.chars_of(pages.page) is not None, timeout=LONGEST)
        self.wait()

    # how a person gets to a sentence

    def go_to(self, target: Target, texts: tuple[str, ...]) -> None:
        """Get the sentence selected: by steps when it is near, else by looking for a word of it."""
        if target.start == target.end:
            self.press(KEY.Key_B)
            for _ in range(target.start):
                self.press(KEY.Key_Down)
            return
        steps = self._steps_to(target, texts)
        if steps is not None and steps <= STEPS:
            for _ in range(steps):
                self.press(KEY.Key_Down, ALT)
                self.wait_words()
        else:
            self.press(KEY.Key_F, CTRL)
            self.type(self._rare_word(target, texts))
            self.qtbot.wait(260)  # what is typed is looked for after a short rest
            self.wait()
            for _ in range(20):
                if self._is_in(target):
                    break
                self.press(KEY.Key_Return)
                self.wait()
            self.press(KEY.Key_Escape)
            self.press(KEY.Key_Down, ALT)
            self.wait_words()

    def _steps_to(self, target: Target, texts: tuple[str, ...]) -> int | None:
        """Return how many times Alt+Down has to be pressed from here; None when that is unknown."""
        selection = self.reader.pages._selector.selection
        if selection is None:
            if self.reader.pages.page or target.page:
                return None
            page, position = 0, 0
        else:
            page, position = selection.end.page_index, selection.end.position
        for count in range(1, STEPS + 1):
            run = next_run(sentences(texts[page]), position, 1)
            while run is None and page + 1 < len(texts):
                page, position = page + 1, 0
                run = next_run(sentences(texts[page]), position, 1)
            if run is None:
                return None
            if (page, *run) == (target.page, target.start, target.end):
                return count
            position = run[1]
        return None

    def _rare_word(self, target: Target, texts: tuple[str, ...]) -> str:
        """Return the fewest letters of the sentence that stand nowhere before it from here on."""
        from portfolio_app.domain import quotes

        sentence = texts[target.page][target.start : target.end]
        here = self.reader.pages.page
        line = " ".join(sentence.split())
        for length in range(3, 30):
            for start in range(len(line) - length + 1):
                part = line[start : start + length]
                if part != part.strip() or "\n" in part:
                    continue
                for page in range(here, target.page + 1):
                    found = quotes.find_all(texts[page], part)
                    if found:
                        first = found[0]
                        inside = page == target.page and target.start <= first[0] < target.end
                        if inside:
                            return part
                        break
        return line[:12]

    def _is_in(self, target: Target) -> bool:
        selection = self.reader.pages._selector.selection
        return (
            selection is not None
            and selection.start.page_index == target.page
            and target.start <= selection.start.position < target.end
        )


@pytest.fixture
def store(tmp_path: Path, real_keychain: object) -> Iterator[Store]:
    facts = portfolio.NewPortfolio("Test Apprentice", "2024-09-16", "2026-12-16")
    made = portfolio.create(tmp_path / "mine.portfolio", facts).store
    folder = assets.path("sample")
    files = [*sorted(folder.glob("*.pdf")), folder / "incident-notes-jan-2026.txt"]
    files += [
        papers.paper(tmp_path / f"paper {number:02}.pdf", number, 6 + 4 * number)
        for number in range(ITEMS - len(files))
    ]
    with Workroom() as room:
        for half in (files[:9], files[9:]):  # more than ten at once would go to be sorted first
            intake.add(made, room, half)
    yield made
    made.close()


@pytest.fixture
def typist(qtbot: QtBot, store: Store, settings: QSettings) -> Iterator[Typist]:
    workspace = Workspace(store, Actions())
    window = MainWindow(workspace, app.AREAS, settings)
    workspace.actions.setParent(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    workspace.go(Place(EVIDENCE, tab="library"))
    made = Typist(qtbot, window)
    table = window.page.library.table  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: len(table.rows_model.rows) == ITEMS, timeout=LONGEST)
    made.wait()
    yield made
    window.hide()
    assert workspace.close()
    window.deleteLater()


def chosen(texts: dict[str, tuple[str, ...]]) -> dict[str, list[Target]]:
    """Return forty sentences anywhere in the items, two or three of each."""
    random = Random(40)  # noqa: S311 - a choice, not a secret
    found: dict[str, list[Target]] = {}
    for number, (uid, pages) in enumerate(texts.items()):
        runs = [
            (page, start, end)
            for page, text in enumerate(pages)
            for start, end in sentences(text)
            if len(text[start:end].split()) >= 5
        ]
        count = 3 if number < PASSAGES - 2 * ITEMS else 2
        places = random.sample(runs, count) if runs else [(0, n, n) for n in range(count)]
        found[uid] = sorted(Target(*place, random.randint(1, len(CODES))) for place in places)
    return found


def test_forty_passages_on_eighteen_items_take_at_most_480_keys_and_no_mouse(
    typist: Typist, store: Store, qapp: QApplication
) -> None:
    table = typist.window.page.library.table  # type: ignore[union-attr]
    order = [row.uid for row in table.rows_model.rows]
    texts = {uid: tuple(p.text for p in queries.text.page_texts(store, uid)) for uid in order}
    wanted = chosen(texts)
    assert (len(order), sum(map(len, wanted.values()))) == (ITEMS, PASSAGES)
    mouse = NoMouse()
    qapp.installEventFilter(mouse)

    typist.press(KEY.Key_Return)
    typist.wait_words()
    typist.press(KEY.Key_1)
    for code in CODES:
        typist.type(code)
        typist.press(KEY.Key_Return)
        typist.wait()
    typist.press(KEY.Key_Return)
    loading = typist.pressed
    for number, uid in enumerate(order):
        if number:
            typist.press(KEY.Key_PageDown, ALT)
            typist.wait_words()
        assert typist.reader.item_uid == uid
        for target in wanted[uid]:
            typist.go_to(target, texts[uid])
            typist.press(Qt.Key(KEY.Key_0.value + target.pen))
            typist.wait()
    qapp.removeEventFilter(mouse)

    made = {
        (claim.item_uid, claim.page - 1, claim.anchor.quote, claim.ksb_code)
        for claim in queries.claims.claims(store)
    }
    assert made == {
        (
            uid,
            target.page,
            " ".join(texts[uid][target.page][target.start : target.end].split()),
            CODES[target.pen - 1].upper(),
        )
        for uid, targets in wanted.items()
        for target in targets
    }
    assert len(queries.claims.claims(store)) == PASSAGES
    loaded = f"{loading} of them to load pens"
    print(f"{typist.pressed} presses, {loaded}; {typist.held} with a modifier")  # noqa: T201 - the figure
    assert typist.pressed + typist.held <= MOST, "even with Alt and Ctrl counted as keys"
    assert mouse.seen == 0
