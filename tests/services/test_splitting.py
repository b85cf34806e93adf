import io
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.evidence import EvidenceKind, Shelf
from portfolio_app.domain.splitting import Cut, CutSource, parts
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    history,
    intake,
    mapping,
    pages,
    reading,
    shortlist,
    splitting,
)
from portfolio_app.services.hiding import hide
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

PROSE = [
    "We met to look at how the service runs and what it costs to run it well.",
    "Three of the options were set out, with the people each of them needs.",
    "It was agreed to try the second of them in two places before the winter.",
]


def _pdf(path: Path, *pages_: tuple[str, str], bookmarks: bool = False) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for number, (title, below) in enumerate(pages_):
        canvas.setFont("Helvetica", 20)
        canvas.drawString(72, 770, title)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 750, below)
        for place, line in enumerate(PROSE * 4):
            canvas.drawString(72, 700 - 14 * place, f"{line} {number}")
        if bookmarks:
            canvas.bookmarkPage(f"p{number}")
            canvas.addOutlineEntry(f"Chapter {number + 1}", f"p{number}")
        canvas.linkRect("", "p0", (72, 100, 90, 110)) if bookmarks else None
        canvas.showPage()
    canvas.save()
    return path


NOTES = (
    ("Coaching circle", "Monday, 3 March 2025 09:12"),
    ("", ""),
    ("Module two, day one", "Tuesday, 4 March 2025 10:00"),
    ("Budget workshop", "Friday, 14 March 2025 14:30"),
)


@pytest.fixture
def notebook(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = _pdf(tmp_path / "Notebook.pdf", *NOTES)
    return intake.add(store, room, [path]).results[0].item_uid


def test_a_notebooks_pages_are_offered_by_their_titles_and_become_notes_to_read(
    store: Store, room: Workroom, notebook: str
) -> None:
    cuts = splitting.offers(store, room, notebook)
    whole = queries.evidence.item(store, notebook)

    done = splitting.split(store, room, notebook, cuts)

    assert [(c.page_index, c.title, c.source) for c in cuts] == [
        (0, "Coaching circle", CutSource.NOTE),
        (2, "Module two, day one", CutSource.NOTE),
        (3, "Budget workshop", CutSource.NOTE),
    ]
    made = [queries.evidence.item(store, uid) for uid in done.uids]
    assert [(i.title, i.pages, i.part_of, i.date) for i in made] == [
        ("Coaching circle", 2, "pages 1 to 2", "2025-03-03"),
        ("Module two, day one", 1, "page 3", "2025-03-04"),
        ("Budget workshop", 1, "page 4", "2025-03-14"),
    ]
    assert {(i.shelf, i.kind, i.parent_uid) for i in made} == {
        (Shelf.READING, EvidenceKind.NOTES, notebook)
    }
    assert queries.evidence.item(store, notebook) == whole


def test_undo_takes_all_parts_back(store: Store, room: Workroom, notebook: str) -> None:
    before = queries.evidence.items(store)

    done = splitting.split(store, room, notebook, [Cut(1), Cut(3)])
    assert len(queries.evidence.items(store)) == len(before) + 3
    history.undo(store, done.changes.step)

    assert queries.evidence.items(store) == before


def test_a_part_is_read_claimed_and_bundled_by_its_own_pages(
    store: Store, room: Workroom, notebook: str, tmp_path: Path
) -> None:
    done = splitting.split(store, room, notebook, [Cut(2, "From the module")])
    first, second = done.uids
    found = mapping.anchor_for_quote(store, room, second, "Budget workshop")
    mapping.claim(store, second, [mapping.ksb_called(store, "K8").uid], found.anchor)
    shortlist.add(store, [second])

    built = bundle.build(store, room, tmp_path / "out.pdf")

    item = queries.evidence.item(store, second)
    assert (item.title, item.shelf, item.pages) == ("From the module", Shelf.LIBRARY, 2)
    assert queries.evidence.item(store, first).title.endswith(", pages 1 to 2")
    assert found.anchor.spans[0].page_index == 1
    assert found.anchor.spans[0].quads
    assert built.bundle.items[0].of == 2
    for index in range(2):
        chars = reading.chars(store, room, second, index)
        assert chars.boxes
        whole = queries.text.page(store, notebook, index + 2)
        assert whole is not None
        assert chars.text == whole.text


def test_bookmarks_are_offered_and_a_part_holds_nothing_of_the_other_pages(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = _pdf(tmp_path / "report.pdf", *[(f"Part {n} of it", "") for n in range(4)],
                bookmarks=True)  # fmt: skip
    item_uid = intake.add(store, room, [path]).results[0].item_uid

    cuts = [c for c in splitting.offers(store, room, item_uid) if c.source is CutSource.BOOKMARK]
    done = splitting.split(store, room, item_uid, cuts)

    assert [(c.page_index, c.title) for c in cuts] == [(n, f"Chapter {n + 1}") for n in range(4)]
    assert len(done.uids) == 4
    assert queries.evidence.item(store, done.uids[1]).shelf is Shelf.LIBRARY
    with pikepdf.open(io.BytesIO(pages.page_copy(store, room, done.uids[1]))) as part:
        assert len(part.pages) == 1
        streams = b"".join(
            each.read_bytes() for each in part.objects if isinstance(each, pikepdf.Stream)
        )
        assert sum(each.get("/Type") == "/Page" for each in part.objects
                   if isinstance(each, pikepdf.Dictionary)) == 1  # fmt: skip
    assert b"Part 1 of it" in streams
    assert b"Part 0 of it" not in streams
    assert splitting.offers(store, room, done.uids[1]) == ()


def test_what_is_hidden_in_the_whole_is_hidden_in_its_part(
    store: Store, room: Workroom, notebook: str
) -> None:
    anchor = mapping.anchor_for_quote(store, room, notebook, "Budget workshop").anchor
    hide(store, notebook, anchor, label="A workshop")

    done = splitting.split(store, room, notebook, [Cut(2)])

    assert queries.hides.hides(store, done.uids[0]) == ()
    (hidden,) = queries.hides.hides(store, done.uids[1])
    assert (hidden.anchor.quote, hidden.label, hidden.to_place) == (
        "Budget workshop", "A workshop", False,
    )  # fmt: skip
    assert hidden.anchor.spans[0].page_index == 1


@pytest.mark.parametrize(
    "cuts", [[], [Cut(0)], [Cut(4)], [Cut(-1), Cut(2)]], ids=["none", "first", "past", "before"]
)
def test_cuts_that_make_no_parts_change_nothing(
    store: Store, room: Workroom, notebook: str, cuts: list[Cut]
) -> None:
    before = queries.evidence.items(store)

    with pytest.raises(PortfolioError):
        splitting.split(store, room, notebook, cuts)

    assert queries.evidence.items(store) == before


def test_every_page_is_in_one_part() -> None:
    made = parts([Cut(7, "Seven"), Cut(2, ""), Cut(2, "Two"), Cut(7, "Other")], 9, "Report")

    assert [(p.start, p.end, p.title) for p in made] == [
        (0, 2, "Report, pages 1 to 2"),
        (2, 7, "Two"),
        (7, 9, "Seven"),
    ]
