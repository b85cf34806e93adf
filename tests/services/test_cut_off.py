"""Long work stopped at any moment has changed nothing; what is done meanwhile stays done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.domain.splitting import Cut
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress
from portfolio_app.services import (
    capture,
    emptying,
    evidence,
    hiding,
    history,
    inside,
    intake,
    mapping,
    mapping_import,
    recognising,
    replacing,
    shortlist,
    splitting,
)
from portfolio_app.store import queries
from portfolio_app.store.check import check
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_inside import _message
from tests.services.test_undo_of_everything import ROWS, recorded, wrong_with

WORDS = "The pilot was agreed for eight weeks.\nRobin Sampleton spoke about costs."
Verb = Callable[[Progress], object]
LONG = (
    "add", "add many", "replace", "go back", "split", "take", "import", "hide everywhere",
    "capture", "recognise",
)  # fmt: skip

MEANWHILE = ("add many", "replace", "go back", "split", "take", "import")


class Scene:
    """A portfolio with something of everything, and the long verbs on it."""

    def __init__(self, store: Store, room: Workroom, folder: Path) -> None:
        self.store, self.room, self.folder = store, room, folder
        self.made = 0
        self.replaced = ""
        minutes = documents.pdf(folder / "minutes.pdf", WORDS, "Any other business.", "The end.")
        self.item = self.add(minutes)
        (folder / "rota.eml").write_bytes(_message())
        self.mail = self.add(folder / "rota.eml")
        self.photo = self.add(documents.png(folder / "photo.png"))
        self.newer = documents.pdf(folder / "v2.pdf", "Cover", WORDS)
        found = mapping.anchor_for_quote(store, room, self.item, "agreed for eight")
        self.anchor = found.anchor
        self.claim()
        shortlist.add(store, [self.item])

    def add(self, path: Path) -> str:
        return intake.add(self.store, self.room, [path]).results[0].item_uid

    def scratch(self) -> set[Path]:
        """Return what lies in the workroom's folder, but for the child's own."""
        return {each for each in self.room.folder.iterdir() if each.name != "child"}

    def claim(self) -> None:
        ksb = queries.standard.ksbs(self.store)[0].uid
        mapping.claim(self.store, self.item, [ksb], self.anchor)

    def verb(self, name: str) -> Verb:
        """Return a long verb on new files, ready to run."""
        store, room = self.store, self.room
        self.made += 1
        place = self.folder / f"more {self.made}"
        place.mkdir()
        count = 12 if name == "add many" else 2
        for number in range(count):
            documents.pdf(place / f"{number}.pdf", f"Words {number} of {self.made}.")
        if name == "go back":
            self.replaced = replacing.replace(store, room, self.item, self.newer).changes.step
        rows = (*ROWS, ("", f"Row {self.made}", "", "S4", "0.pdf", ""))
        table = mapping_import.TableIn("Sheet", rows, cut=False)
        lines = mapping_import.preview(store, table, mapping_import.guess(store, table))
        verbs: dict[str, Verb] = {
            "add": lambda p: intake.add(store, room, [place], progress=p),
            "add many": lambda p: intake.add(store, room, [place], progress=p),
            "replace": lambda p: replacing.replace(store, room, self.item, self.newer, progress=p),
            "go back": lambda p: replacing.go_back(store, room, self.item, progress=p),
            "split": lambda p: splitting.split(
                store, room, self.item, [Cut(0, "One"), Cut(1, "Two")], progress=p
            ),
            "take": lambda p: inside.take(store, room, self.mail, [1, 2], progress=p),
            "import": lambda p: mapping_import.import_lines(
                store, room, lines, folder=place, progress=p
            ),
            "hide everywhere": lambda p: hiding.hide_everywhere(
                store, room, "Robin Sampleton", progress=p
            ),
            "capture": lambda p: capture.capture(
                store,
                room,
                capture.Capture("We met.", paths=(place / "0.pdf", place / "1.pdf")),
                progress=p,
            ),
            "recognise": lambda p: recognising.recognise(store, room, self.photo, progress=p),
        }
        return verbs[name]


@pytest.fixture
def scene(store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(room, "with_programs", False)
    return Scene(store, room, tmp_path)


def stopping_at(call: int) -> Progress:
    """Return a progress that stops the work when it is called for the so-manieth time."""
    calls = 0

    def report(_message: str, fraction: float) -> None:
        nonlocal calls
        calls += 1
        if calls > call and fraction < 1.0:
            raise Cancelled

    return report


def needs(name: str) -> None:
    if name == "recognise" and not recognising.available():
        pytest.skip("Tesseract is not on this computer")


@pytest.mark.parametrize("name", LONG)
def test_work_that_is_stopped_at_any_of_its_reports_has_changed_nothing(
    scene: Scene, name: str
) -> None:
    needs(name)
    for call in range(40):
        verb = scene.verb(name)
        before, scratch = recorded(scene.store), scene.scratch()
        try:
            verb(stopping_at(call))
        except Cancelled:
            assert recorded(scene.store) == before, call
            assert scene.scratch() == scratch, call
            if name == "go back":
                history.undo(scene.store, scene.replaced)
            continue
        except PortfolioError:
            assert name == "recognise"
            assert recorded(scene.store) == before
        break
    else:
        pytest.fail("it never ran to its end")
    assert call > 0, "it was stopped at least once"
    assert wrong_with(scene.store) == []
    assert check(scene.store).ok


def bin_and_empty(scene: Scene) -> None:
    evidence.bin_items(scene.store, [scene.item, scene.mail, scene.photo])
    emptying.empty_bin(scene.store)


def undo_what_it_did(scene: Scene) -> None:
    newest = queries.history.last_steps(scene.store)[0]
    with contextlib.suppress(PortfolioError):
        history.undo(scene.store, newest.uid)


def claim_it(scene: Scene) -> None:
    with contextlib.suppress(PortfolioError):
        scene.claim()


@pytest.mark.parametrize("meanwhile", [bin_and_empty, undo_what_it_did, claim_it])
@pytest.mark.parametrize("name", MEANWHILE)
def test_what_is_done_while_long_work_runs_breaks_neither(
    scene: Scene, name: str, meanwhile: Callable[[Scene], None]
) -> None:
    needs(name)
    reports = 0

    def count(_message: str, _fraction: float) -> None:
        nonlocal reports
        reports += 1

    verb = scene.verb(name)
    before = steps(scene.store)
    with contextlib.suppress(PortfolioError):
        verb(count)
    undo_since(scene.store, before)
    if name == "go back":
        history.undo(scene.store, scene.replaced)
    for call in sorted({1, reports // 2, 2 * reports // 3, reports - 1}):
        verb = scene.verb(name)
        before = steps(scene.store)
        called = 0

        def report(_message: str, _fraction: float, at: int = call) -> None:
            nonlocal called
            called += 1
            if called == at + 1:
                meanwhile(scene)

        with contextlib.suppress(PortfolioError):
            verb(report)

        assert wrong_with(scene.store) == [], call
        undo_since(scene.store, before)
        if name == "go back":
            with contextlib.suppress(PortfolioError):  # it may have been what was undone meanwhile
                history.undo(scene.store, scene.replaced)
    assert check(scene.store).ok


def steps(store: Store) -> set[str]:
    return {each.uid for each in queries.history.last_steps(store, 1000) if not each.is_undone}


def undo_since(store: Store, before: set[str]) -> None:
    """Undo what was done since, the newest change of a step first; nothing may stand in the way."""
    left = [
        each.uid
        for each in queries.history.last_steps(store, 1000)
        if not each.is_undone and each.uid not in before
    ]
    while left:
        refused = []
        for uid in left:
            try:
                history.undo(store, uid)
            except PortfolioError:
                refused.append(uid)
        assert len(refused) < len(left), "steps stand in each other's way"
        left = refused
