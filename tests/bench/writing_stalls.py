"""The longest time the window does not answer while a proposal is written, pasted into, reloaded.

What counts is what the window's own thread works between two beats: on a busy machine the thread
waits for a core as well, and that is told beside it.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child
from tests.bench.writing import fill

_REACH = 50.0  # milliseconds
_BEAT = 2  # milliseconds
# Every part of the whole window is styled anew then, whatever it shows: told, not counted.
_LOOKS = ("the dark theme", "200 %", "100 %")


def figures(
    words: int = 5000, sources: int = 60, pasted: int = 1_000_000, rest: float = 1.0
) -> Iterator[Figure]:
    """Yield the longest stall of all; what it was in each thing done is told beside it.

    ``pasted`` is in letters, ``rest`` how many seconds are watched after each.
    """
    told = in_child(
        "tests.bench.writing_stalls:ours", words=words, sources=sources, pasted=pasted, calm=rest
    )
    own = {name: found[0] for name, found in told["stalls"].items()}
    extras = {"own_ms": own, "waited_ms": {n: found[1] for n, found in told["stalls"].items()}}
    name = f"longest stall of the window over a proposal of {words:,} words"
    longest = max(each for done, each in own.items() if done not in _LOOKS)
    yield Figure(name, longest, _REACH, "milliseconds", extras)


def ours(words: int, sources: int, pasted: int, calm: float = 1.0) -> dict[str, Any]:
    """Do it all in the real window, with a heartbeat that looks for gaps."""
    from PySide6.QtCore import QMimeData, QSettings, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from portfolio_app import app
    from portfolio_app.domain.changes import Changes, Topic
    from portfolio_app.domain.draft import Block, Inline
    from portfolio_app.services import proposal
    from portfolio_app.store import queries
    from portfolio_app.store.database import Store
    from portfolio_app.ui.kit.jobs import Collection
    from portfolio_app.ui.kit.places import PROPOSAL, Place
    from portfolio_app.ui.kit.theme import Choice, theme
    from tests.bench.portfolios import new_portfolio

    application = QApplication(["bench"])
    found: dict[str, tuple[float, float]] = {}
    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        fill(store, words, sources)
        habits = QSettings(str(folder / "habits.ini"), QSettings.Format.IniFormat)
        house = app.House(application, habits)
        window = house.open_window(store)
        Collection(house, house.is_idle)
        work = window.workspace
        pulse = _Pulse()
        timer = QTimer(window)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(pulse.beat)

        def rest(seconds: float, done: Callable[[], bool] = lambda: True) -> None:
            began = time.monotonic()
            while time.monotonic() - began < seconds * calm or not done():
                application.processEvents()
                time.sleep(0.0003)
                if time.monotonic() - began > 120:
                    raise AssertionError("it took too long")

        def watch(name: str, do: Callable[[], object], seconds: float = 1.0) -> None:
            QTimer.singleShot(0, window, do)
            pulse.begin()
            rest(seconds, lambda: page.is_ready and keeping.is_quiet and not work.busy)
            before = found.get(name, (0.0, 0.0))
            found[name] = max(before, pulse.longest)

        later = app.LATER if calm >= 1 else ()
        work.go(Place(PROPOSAL, tab="write"))
        page = window.page_of(PROPOSAL)
        editor, keeping, pasting = page.write.editor, page.write.keeping, page.write.pasting
        loaded = page.write.spelling.marks
        rest(4.0, lambda: page.is_ready and not work.busy and all(n in sys.modules for n in later))
        rest(1.0, lambda: loaded.spelling is not None and loaded.is_done)
        timer.start(_BEAT)
        bodies = [each for each in editor.blocks() if each.kind.value == "body"]
        middle = bodies[len(bodies) // 2].uid
        watch("nothing", lambda: None)
        watch("going there", lambda: editor.go_to(middle))
        typed = iter("The board asked how far savngs depend on two posts. " * 2)
        for letter in typed:
            watch("typing", lambda letter=letter: QTest.keyClicks(editor, letter), 0.03)
        watch("a new paragraph", lambda: QTest.keyClick(editor, Qt.Key.Key_Return))

        def change(store: Store) -> Changes:
            blocks = [
                Block(each.uid, each.kind, (Inline(text=f"{each.text} Again."),), ksbs=each.ksbs)
                for each in bodies[:200]
            ]
            with store.step("bench", "Bench", {Topic.PROPOSAL}) as step:
                proposal.write(step.session, blocks, None)
            return step.changes

        watch("200 changes from elsewhere", lambda: work.do(change), 2.0)
        one = {each.uid: each for each in queries.proposal.blocks(store)}[middle]
        watch("a change from elsewhere", lambda: work.changed.emit(_touched()), 1.5)
        watch("one table or paragraph put", lambda: editor.put_block(one))
        watch("a section moved", lambda: editor.move_section(_second(editor), 1))
        watch("undo of it", editor.undo)
        watch("resizing", lambda: window.resize(window.width() - 180, window.height()))
        watch("resizing back", lambda: window.resize(window.width() + 180, window.height()))
        watch("the dark theme", lambda: theme().choose(Choice.DARK), 2.0)
        watch("200 %", lambda: theme().choose(Choice.DARK, scale=200), 2.0)
        watch("100 %", lambda: theme().choose(Choice.LIGHT, scale=100), 2.0)
        html = QMimeData()
        words_in = "<p>" + "Bed days fell in each month of the year. " * 10 + "</p>\n"
        html.setHtml(words_in * max(pasted // len(words_in), 1))
        watch("pasting", lambda: editor.insertFromMimeData(html), 1.0)
        rest(0.5, lambda: not pasting.is_busy)
        found["pasting"] = max(found["pasting"], pulse.longest)
        watch("typing in all of it", lambda: QTest.keyClicks(editor, "x"))
        watch("undo of the paste", lambda: (editor.undo(), editor.undo()), 3.0)
        timer.stop()
        rest(0.2, lambda: keeping.is_quiet and not work.busy)
        work.close()
    return {"stalls": found}


def _touched() -> Any:
    from portfolio_app.domain.changes import Changes, Topic

    return Changes("Bench", frozenset({Topic.PROPOSAL}), "")


def _second(editor: Any) -> str:
    headings = [each.uid for each in editor.blocks() if each.kind.level == 1]
    return headings[min(1, len(headings) - 1)]


class _Pulse:
    """Remembers the longest between two beats: worked by this thread, and in all."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._own, self._wall = time.thread_time(), time.perf_counter()
        self._longest = (0.0, 0.0)

    def beat(self) -> None:
        own, wall = time.thread_time(), time.perf_counter()
        self._longest = (
            max(self._longest[0], own - self._own),
            max(self._longest[1], wall - self._wall),
        )
        self._own, self._wall = own, wall

    @property
    def longest(self) -> tuple[float, float]:
        """In milliseconds."""
        own, wall = self._longest
        return round(own * 1000, 1), round(wall * 1000, 1)
