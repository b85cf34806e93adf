"""Evidence at full depth: 100 PDFs ready, highlights taken over, a set suggested, memory."""

import io
import random
import statistics
import time
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_READY, _MARKED, _SUGGESTED = 15.0, 2.0, 1.0  # seconds
_MEMORY = 400e6  # bytes


def ready(files: int = 100, pages: int = 12) -> Iterator[Figure]:
    """Yield how long it takes until text and pages of so many PDFs are there."""
    material.documents(files, files * pages)
    told = in_child("tests.bench.evidence:read_all", files=files, pages=pages)
    name = f"text and pages of {files} PDFs of {pages} pages"
    seconds = told.pop("seconds")
    extras = {"floor_seconds": told["floor_seconds"], "ratio": seconds / told["floor_seconds"]}
    yield Figure(name, seconds, _READY, "seconds", extras)


def read_all(files: int, pages: int) -> dict[str, Any]:
    """Add the documents to a new portfolio; the floor is reading the same bytes with libraries."""
    from portfolio_app.services import intake
    from portfolio_app.workroom.host import Workroom
    from tests.bench import reading
    from tests.bench.portfolios import new_portfolio

    paths = material.documents(files, files * pages)
    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        began = time.perf_counter()
        with Workroom() as room:
            added = intake.add(store, room, paths)
            seconds = time.perf_counter() - began
    if any(each.status != "readable" for each in added.results):
        raise RuntimeError("not every document was read")
    floor = reading.floor([str(path) for path in paths])["seconds"]
    return {"seconds": seconds, "floor_seconds": floor}


def highlights(count: int = 200, pages: int = 40) -> Iterator[Figure]:
    """Yield how long a PDF with so many highlights takes until all of them are claims."""
    told = in_child("tests.bench.evidence:take_over", count=count, pages=pages)
    name = f"{count} highlights imported from a PDF"
    yield Figure(
        name, told["seconds"], _MARKED, "seconds",
        {"reading_seconds": told["reading"], "without_highlights_seconds": told["without"],
         "claims": told["claims"]},
        also_reached=told["claims"] == count,
    )  # fmt: skip


def take_over(count: int, pages: int) -> dict[str, Any]:
    """Read a PDF with highlights in two colours, and give each colour a KSB."""
    from portfolio_app.services import highlights as verbs
    from portfolio_app.services import intake
    from portfolio_app.store import queries
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import new_portfolio

    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        plain, marked = folder / "plain.pdf", folder / "marked.pdf"
        plain.write_bytes(_marked(0, pages))
        marked.write_bytes(_marked(count, pages))
        with Workroom() as room:
            intake.add_content(store, room, b"Words to wake the room.", "first.txt")
            began = time.perf_counter()
            intake.add(store, room, [plain])
            without = time.perf_counter() - began
            began = time.perf_counter()
            (item,) = intake.add(store, room, [marked]).results
            reading = time.perf_counter() - began
            ksbs = [each.uid for each in queries.standard.ksbs(store)]
            for number, group in enumerate(queries.highlights.colours(store, item.item_uid)):
                verbs.apply(store, group.colour, [ksbs[number]], item_uid=item.item_uid)
            seconds = time.perf_counter() - began
        claims = len(queries.claims.claims(store, item.item_uid))
    return {"seconds": seconds, "reading": reading, "without": without, "claims": claims}


def _marked(count: int, pages: int) -> bytes:
    """Return a PDF of text with so many highlights, one a line, in two colours."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=True)
    chance = random.Random(1)  # noqa: S311 - the same document every time
    words = "board plan risk people money partners change team service owner date".split()  # noqa: SIM905
    for page in range(pages):
        for line in range(40):
            said = " ".join(chance.choices(words, k=9))
            canvas.drawString(60, 780 - 17 * line, f"{page}.{line} {said}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(held.getvalue())) as pdf:
        for number in range(count):
            page, line = number % pages, (number // pages) * 3 % 40
            y = 780 - 17 * line
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([60, y - 3, 330, y + 10]),
                QuadPoints=Array([60, y + 10, 330, y + 10, 60, y - 3, 330, y - 3]),
                C=Array([1, 1, 0] if number % 2 else [0, 1, 0]), Contents=f"Note {number}", F=4,
            )  # fmt: skip
            page_object = pdf.pages[page].obj
            if "/Annots" not in page_object:
                page_object.Annots = Array()
            page_object.Annots.append(pdf.make_indirect(note))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def suggestions(items: int = 60, ksbs: int = 46, rounds: int = 7) -> Iterator[Figure]:
    """Yield how long the slowest of several made-up libraries takes; all sets proven the best.

    On small libraries the answer is compared with trying every set.
    """
    told = in_child("tests.bench.evidence:suggest_all", items=items, ksbs=ksbs, rounds=rounds)
    name = f"suggest a set, {items} items and {ksbs} KSBs"
    yield Figure(
        name, told["slowest"], _SUGGESTED, "seconds",
        {"median_seconds": told["median"], "proven": told["proven"], "of": rounds,
         "same_as_trying_all": told["agree"]},
        also_reached=told["proven"] == rounds and told["agree"],
    )  # fmt: skip


def suggest_all(items: int, ksbs: int, rounds: int) -> dict[str, Any]:
    """Find the best set in made-up libraries."""
    from portfolio_app.domain.best_set import best_set

    times, proven = [], 0
    for number in range(rounds):
        gives = _library(random.Random(number), items, ksbs)  # noqa: S311 - the same every time
        began = time.perf_counter()
        found = best_set(gives, 18)
        times.append(time.perf_counter() - began)
        proven += found.proven
    small = [_library(random.Random(1000 + n), 9, 8) for n in range(20)]  # noqa: S311
    agree = all(best_set(gives, 4).items == _by_trying(gives, 4) for gives in small)
    return {
        "slowest": max(times), "median": statistics.median(times), "proven": proven, "agree": agree,
    }  # fmt: skip


def _library(chance: random.Random, items: int, ksbs: int) -> list[Any]:
    """Return what each item gives: some KSBs clearly, a few as best examples, a few claimed."""
    from portfolio_app.domain.best_set import Gives

    made = []
    for _ in range(items):
        clear = {chance.randrange(ksbs) for _ in range(chance.randint(1, 6))}
        best = {each for each in clear if chance.random() < 0.2}
        some = clear | {chance.randrange(ksbs) for _ in range(chance.randint(0, 2))}
        made.append(Gives(_bits(clear), _bits(best), _bits(some)))
    return made


def _bits(numbers: set[int]) -> int:
    return sum(1 << number for number in numbers)


def _by_trying(gives: list[Any], most: int) -> tuple[int, ...]:
    """Return the best set by trying them all, by the same ranks."""
    from portfolio_app.domain.best_set import counts

    sets = (chosen for size in range(most + 1) for chosen in combinations(range(len(gives)), size))
    return min(
        sets,
        key=lambda chosen: (*(-each for each in counts(gives, chosen)), len(chosen), chosen),
    )


def memory(items: int = 1500) -> Iterator[Figure]:
    """Yield the most memory of the window with so many items, each area visited."""
    told = in_child("tests.bench.evidence:visit", items=items)
    name = f"memory, {items} items open"
    yield Figure(name, told["peak_bytes"], _MEMORY, "bytes")


def visit(items: int) -> dict[str, Any]:
    """Open the window on so many items and go through its areas; the child tells the peak."""
    from PySide6.QtCore import QSettings
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from portfolio_app import app
    from portfolio_app.store import queries
    from portfolio_app.ui.kit.actions import Actions
    from portfolio_app.ui.kit.places import ASSESSMENT, EVIDENCE, HOME, KSBS, Place
    from portfolio_app.ui.kit.theme import install
    from portfolio_app.ui.kit.workspace import Workspace
    from portfolio_app.ui.shell.main_window import MainWindow
    from tests.bench.portfolios import fill_with_rows, new_portfolio

    application = QApplication.instance() or QApplication([])
    install(application)
    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        fill_with_rows(store, items)
        workspace = Workspace(store, Actions())
        habits = QSettings(str(folder / "habits.ini"), QSettings.Format.IniFormat)
        window = MainWindow(workspace, app.AREAS, habits)
        window.show()
        uid = queries.evidence.items(store)[0].uid
        for place in (
            Place(HOME), Place(EVIDENCE, tab="library"), Place(EVIDENCE, tab="shortlist"),
            Place(KSBS, tab="coverage"), Place(ASSESSMENT, tab="compile"),
            Place(EVIDENCE, tab="library", item=uid, want="select"),
        ):  # fmt: skip
            workspace.go(place)
            until = time.monotonic() + 30
            while workspace.busy and time.monotonic() < until:
                QTest.qWait(20)
            QTest.qWait(100)
        window.hide()
        workspace.close()
    return {}
