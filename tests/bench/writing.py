"""The proposal in the real window: opening it, and a key press to the painted letter."""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_KEY, _OPEN = 16.0, 300.0  # milliseconds
_LONGEST = 30.0  # seconds that anything may take before it counts as broken
_BETWEEN = 0.03  # seconds from a painted letter to the next key: faster than people type


def figures(
    words: int = 5000, sources: int = 60, letters: int = 300, openings: int = 7
) -> Iterator[Figure]:
    """Yield the time of a key, and that of opening a proposal of so many words and references."""
    told = in_child(
        "tests.bench.writing:written",
        words=words, sources=sources, letters=letters, openings=openings,
    )  # fmt: skip
    keys, opened = sorted(told.pop("keys")), sorted(told.pop("opened"))
    own = sorted(told.pop("own_keys"))
    p95 = _p95(keys)
    extras = {"median_ms": statistics.median(keys), "slowest_ms": keys[-1], "keys": len(keys)}
    extras |= {"own_p95_ms": _p95(own), "own_slowest_ms": own[-1]}
    name = f"key press to painted letter, {words:,} words with tags, tables, spelling on"
    yield Figure(name, p95, _KEY, "milliseconds", {**extras, "words": told["words"]})
    name = f"opening the proposal of {words:,} words, {sources} references"
    extras = {"slowest_ms": opened[-1], "first_ms": told["first"]}
    extras |= {"own_ms": statistics.median(told["own_opened"]), "own_first_ms": told["own_first"]}
    yield Figure(name, statistics.median(opened), _OPEN, "milliseconds", extras)


def _p95(values: list[float]) -> float:
    return values[int(len(values) * 0.95)]


def written(words: int, sources: int, letters: int, openings: int) -> dict[str, Any]:
    """Open the proposal several times in new windows, then type into the middle of it.

    "own" is what the window's thread worked itself: on a busy machine it waits for a core as well.
    """
    from PySide6.QtCore import QEvent, QSettings, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from portfolio_app import app
    from portfolio_app.ui.kit.jobs import Collection
    from portfolio_app.ui.kit.places import HOME, PROPOSAL, Place
    from tests.bench.portfolios import new_portfolio

    application = QApplication(["bench"])
    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        fill(store, words, sources)
        habits = QSettings(str(folder / "habits.ini"), QSettings.Format.IniFormat)
        house = app.House(application, habits)
        window = house.open_window(store)
        Collection(house, house.is_idle)
        work = window.workspace
        # What a first visit would wait for is loaded in the first seconds after the start.
        _wait(application, lambda: all(name in sys.modules for name in app.LATER), rest=0.5)
        opened: list[tuple[float, float]] = []
        for _ in range(openings):
            work.go(Place(HOME))
            page = window._pages.pop(PROPOSAL, None)
            if page is not None:
                page.hide()
                page.deleteLater()
                del page
                application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            _wait(application, lambda: not work.busy, rest=0.3)
            opened.append(_open(application, window))
        page = window.page_of(PROPOSAL)
        editor = page.write.editor
        _wait(application, lambda: not work.busy, rest=3.0)  # the dictionary is read meanwhile
        paragraphs = [each for each in editor.blocks() if each.kind.value == "body"]
        editor.go_to(paragraphs[len(paragraphs) // 2].uid)
        editor.setFocus()
        painted = _Painted(editor.viewport())
        chance = random.Random(4)  # noqa: S311 - the same letters each time
        typed = ("The board asked how far savngs depend on two posts that are vacant. " * 20)[
            :letters
        ]
        keys, own_keys = [], []
        for letter in typed:
            painted.begin()
            began, own = time.perf_counter(), time.thread_time()
            if letter == "." and chance.random() < 0.5:
                QTest.keyClick(editor, Qt.Key.Key_Return)
            else:
                QTest.keyClick(editor, letter)
            _wait(application, painted.once, rest=0.0)
            keys.append((time.perf_counter() - began) * 1000)
            own_keys.append((time.thread_time() - own) * 1000)
            _wait(application, lambda: True, rest=_BETWEEN)
        counted = sum(len(each.text.split()) for each in editor.blocks())
        page.write.flush()
        _wait(application, lambda: page.write.keeping.is_quiet and not work.busy)
        work.close()
    (first, own_first), later = opened[0], opened[1:]
    return {
        "keys": keys[5:], "own_keys": own_keys[5:], "words": counted,
        "opened": [wall for wall, _ in later], "own_opened": [own for _, own in later],
        "first": first, "own_first": own_first,
    }  # fmt: skip


def _open(application: Any, window: Any) -> tuple[float, float]:
    """Go to the Write tab of a page never shown; return the milliseconds until it is painted.

    The second are those of the window's thread alone.
    """
    from portfolio_app.ui.kit.places import PROPOSAL, Place

    began, own = time.perf_counter(), time.thread_time()
    window.workspace.go(Place(PROPOSAL, tab="write"))
    page = window.page_of(PROPOSAL)
    painted = _Painted(page.write.editor.viewport())
    page.write.read.connect(painted.begin)
    _wait(application, lambda: page.is_ready and painted.once(), rest=0.0)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - own) * 1000


class _Painted:
    """Sees whether a widget was painted since ``begin``."""

    def __init__(self, widget: Any) -> None:
        from PySide6.QtCore import QEvent, QObject

        class Watch(QObject):
            painted = False

            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
                if event.type() is QEvent.Type.Paint:
                    self.painted = True
                return False

        self._watch = Watch(widget)
        widget.installEventFilter(self._watch)

    def begin(self) -> None:
        """Forget what was painted."""
        self._watch.painted = False

    def once(self) -> bool:
        """Whether it was painted."""
        return self._watch.painted


def _wait(application: Any, done: Callable[[], bool], rest: float = 0.02) -> None:
    end = time.perf_counter() + _LONGEST
    while not done():
        application.processEvents()
        if time.perf_counter() > end:
            raise AssertionError(f"it took too long: {done}")
    end = time.perf_counter() + rest
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.0005)


def fill(store: Any, words: int, sources: int) -> None:
    """Write a proposal of so many words, with tags, tables, lists and citations of references."""
    from portfolio_app.domain.changes import Topic
    from portfolio_app.domain.draft import Block, BlockKind
    from portfolio_app.services import clock, proposal
    from portfolio_app.store import queries, tables
    from portfolio_app.store.stamps import new_uid

    chance = random.Random(11)  # noqa: S311 - the same text each time
    clock.set_date(store, "epao", "2026-01-05")
    ksbs = [each.uid for each in queries.standard.ksbs(store)]
    held = [_source(number) for number in range(sources)]
    with store.step("references", "", {Topic.PROPOSAL}) as step:
        for each in held:
            step.session.add(
                tables.SourceRow(uid=each.uid, kind=each.kind.value, content=_plain(each))
            )
    blocks: list[Block] = []
    left = words
    while left > 0:
        if len(blocks) % 18 == 0:
            blocks.append(_paragraph(BlockKind.HEADING_1, 4, chance, ksbs, held))
            blocks.append(Block(new_uid(), BlockKind.TABLE, table=_table(chance)))
        kind = chance.choice([BlockKind.BODY] * 8 + [BlockKind.BULLET] * 2 + [BlockKind.HEADING_2])
        count = min(3 if kind.level else chance.randint(25, 70), left)
        blocks.append(_paragraph(kind, count, chance, ksbs, held))
        left -= count
    proposal.keep(store, blocks, [each.uid for each in blocks])


def _plain(value: object) -> str:
    import json

    from portfolio_app.domain import wire

    return json.dumps(wire.encode(value), ensure_ascii=False, separators=(",", ":"))


def _source(number: int) -> Any:
    from portfolio_app.domain.references import Person, Source, SourceKind
    from portfolio_app.store.stamps import new_uid

    return Source(
        new_uid(), SourceKind.BOOK, (Person(f"Author{number}", "A."),),
        year=str(1990 + number % 35), title=f"On planning services, volume {number}",
        publisher="A Press", place="Leeds",
    )  # fmt: skip


def _table(chance: random.Random) -> Any:
    from portfolio_app.domain.draft import Table, TableKind

    years = ("Item", "2026", "2027", "2028")
    rows = tuple(
        (f"Line {n}", *(str(chance.randint(1, 90) * 1000) for _ in years[1:])) for n in range(5)
    )
    roles = ("cost", "cost", "benefit", "benefit", "benefit")
    return Table(TableKind.COSTS, "What it costs", "Costs by year.", years, rows, roles=roles)


_TEXT = (
    "the board of a service agreed that demand for beds had risen faster than funding in each of "
    "the last three years and asked leaders to set out options which balance quality risk staff "
    "morale and value for money before the next planning round begins in autumn"
)
_WORDS = _TEXT.split()


def _paragraph(kind: Any, count: int, chance: random.Random, ksbs: Any, held: Any) -> Any:
    from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
    from portfolio_app.store.stamps import new_uid

    first = chance.randrange(len(_WORDS))
    said = " ".join(_WORDS[(first + n * 7) % len(_WORDS)] for n in range(count)).capitalize()
    inlines = [Inline(text=said)]
    if count > 20 and held and chance.random() < 0.6:
        cited = (Cited(chance.choice(held).uid, "4"),)
        inlines += [Inline(text=" "), Inline(InlineKind.SOURCE, cited=cited), Inline(text=".")]
    tags = tuple(chance.sample(ksbs, 2)) if ksbs and count > 20 and chance.random() < 0.5 else ()
    return Block(new_uid(), kind, tuple(inlines), ksbs=tags)
