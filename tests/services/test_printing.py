"""Printing a bundle: the right pages, as they look, from the very file that was built."""

from pathlib import Path

import pypdf
import pypdfium2
import pytest

from portfolio_app.domain.options import BundleOptions
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import bundle, intake, mapping, pack, printing, shortlist, submitting
from portfolio_app.services.printing import Printable, Sheet
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def built(store: Store, room: Workroom, tmp_path: Path) -> bundle.Built:
    """Return a bundle of a paper of two pages and a recording's slip page."""
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))
    paths = [documents.pdf(tmp_path / "minutes.pdf", "The board.", "It agreed."), odd]
    uids = [each.item_uid for each in intake.add(store, room, paths).results]
    for uid in uids:
        mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, uids)
    return bundle.build(store, room, tmp_path / "Portfolio.pdf")


def drawn(
    store: Store, room: Workroom, built: bundle.Built, part: Printable, dots: int = 72
) -> list[Sheet]:
    sheets: list[Sheet] = []
    count = printing.print_pages(store, room, built.bundle_id, part, sheets.append, dots=dots)
    assert count == len(sheets) == part.pages
    return sheets


def test_all_annex_a_and_each_piece_can_be_printed(store: Store, built: bundle.Built) -> None:
    every, annex, first, second = printing.printables(store, built.bundle_id)

    one, two = built.bundle.items
    assert (every.first, every.last) == (1, built.bundle.pages)
    assert annex.title.startswith("Annex A")
    assert annex.last < one.front
    assert (first.key, first.first, first.last) == ("E01", one.front, one.first_page + 1)
    assert (second.first, second.last) == (two.front, two.first_page)
    assert printing.printable(store, built.bundle_id, "annex") == annex
    assert printing.printable(store, built.bundle_id, "e02") == second
    with pytest.raises(PortfolioError, match="no part called E09"):
        printing.printable(store, built.bundle_id, "E09")


def test_a_sheet_is_the_page_as_a_viewer_draws_it(
    store: Store, room: Workroom, built: bundle.Built
) -> None:
    part = printing.printable(store, built.bundle_id, "E01")

    sheets = drawn(store, room, built, part, dots=144)

    pdf = pypdfium2.PdfDocument(built.path)
    assert [each.number for each in sheets] == list(range(part.first, part.last + 1))
    for sheet in sheets:
        page = pdf[sheet.number - 1]
        seen = page.render(scale=2, draw_annots=False, prefer_bgrx=True)
        image = sheet.image
        assert (sheet.width, sheet.height) == pytest.approx(page.get_size())
        assert (image.width, image.height) == (seen.width, seen.height)
        assert image.pixels == bytes(seen.buffer)
    pdf.close()


def test_the_finest_printer_gets_no_more_than_600_dots(
    store: Store, room: Workroom, built: bundle.Built
) -> None:
    part = printing.printable(store, built.bundle_id, "E02")

    sheet = drawn(store, room, built, part, dots=9600)[0]

    assert sheet.image.width * sheet.image.height <= 40_000_000
    assert sheet.image.width <= sheet.width * 600 / 72 + 1


def test_a_part_becomes_a_pdf_that_keeps_its_page_numbers(
    store: Store, room: Workroom, built: bundle.Built, tmp_path: Path
) -> None:
    part = printing.printable(store, built.bundle_id, "E01")
    out = tmp_path / "E01.pdf"

    printing.write_pages(store, room, built.bundle_id, part, out)

    reader = pypdf.PdfReader(out)
    assert reader.page_labels == [str(n) for n in range(part.first, part.last + 1)]
    assert "The board." in reader.pages[1].extract_text()
    with pytest.raises(PortfolioError, match="already"):
        printing.write_pages(store, room, built.bundle_id, part, out)
    with pytest.raises(PortfolioError):
        printing.write_pages(store, room, built.bundle_id, part, store.folder / "x.pdf")


def test_pages_to_print_are_put_beside_a_bundle_folder_and_never_into_it(
    store: Store, room: Workroom, built: bundle.Built, tmp_path: Path
) -> None:
    folder = tmp_path / "Hand in"
    made = pack.build_pack(store, room, folder, options=BundleOptions())
    part = printing.printable(store, made.bundle_id, "annex")
    alone, whole = (
        next(each for each in queries.bundles.bundles(store) if each.uid == uid)
        for uid in (built.bundle_id, made.bundle_id)
    )

    assert printing.usual_place(alone, part) == tmp_path / "Portfolio_annex_a.pdf"
    out = printing.usual_place(whole, part)
    assert out == tmp_path / "Hand in_annex_a.pdf"
    printing.write_pages(store, room, whole.uid, part, out)
    assert out.is_file()
    with pytest.raises(PortfolioError, match="bundle's folder"):
        printing.write_pages(store, room, whole.uid, part, folder / "annex.pdf")
    assert not (folder / "annex.pdf").exists()


def test_only_the_file_that_was_built_is_printed_or_the_copy_that_was_kept(
    store: Store, room: Workroom, built: bundle.Built
) -> None:
    part = printing.printable(store, built.bundle_id, "annex")
    whole = built.path.read_bytes()
    built.path.write_bytes(whole + b"x")
    with pytest.raises(PortfolioError) as changed:
        drawn(store, room, built, part)
    built.path.unlink()
    with pytest.raises(PortfolioError) as gone:
        drawn(store, room, built, part)
    built.path.write_bytes(whole)
    submitting.submit(store, built.bundle_id, "2026-03-03")
    built.path.unlink()

    sheets = drawn(store, room, built, part)

    assert (changed.value.code, gone.value.code) == ("not-the-built-one", "missing")
    assert sheets
    assert queries.bundles.bundles(store)[0].submitted_at


def test_stopping_leaves_no_copy_behind(store: Store, room: Workroom, built: bundle.Built) -> None:
    every = printing.printable(store, built.bundle_id, "all")
    put: list[Sheet] = []

    def stop(_message: str, fraction: float) -> None:
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        printing.print_pages(
            store, room, built.bundle_id, every, put.append, dots=72, progress=stop
        )

    assert 0 < len(put) < every.pages
    assert [each.name for each in room.folder.iterdir() if each.name.startswith("bundle")] == []
