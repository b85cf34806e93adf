"""Pages on paper: each on a sheet of its own, as large as it is, wide ones on wide sheets."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from portfolio_app.domain.document import PageImage
from portfolio_app.problems import PortfolioError
from portfolio_app.services.printing import Sheet
from portfolio_app.ui.kit import paper

A4 = (595.0, 842.0)
RED, WHITE = b"\x00\x00\xff\x00", b"\xff\xff\xff\x00"  # blue, green, red, unused


def sheet(number: int, width: float, height: float) -> Sheet:
    """Return a page whose left half is red, drawn at 36 dots an inch."""
    across, down = int(width / 2), int(height / 2)
    row = RED * (across // 2) + WHITE * (across - across // 2)
    return Sheet(number, width, height, PageImage(across, down, across * 4, row * down))


def pdf_printer(path: Path) -> QPrinter:
    printer = paper.a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_every_page_is_on_its_own_sheet_upright_or_wide(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    out = tmp_path / "printed.pdf"
    printed = paper.Paper(pdf_printer(out))
    for number, size in enumerate((A4, A4[::-1], A4), 1):
        printed.put(sheet(number, *size))
    printed.close()

    pdf = pypdfium2.PdfDocument(out)
    sizes = [tuple(round(each) for each in page.get_size()) for page in pdf]
    assert printed.sheets == len(pdf) == 3
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    for page in pdf:
        seen = page.render(scale=0.5).to_pil().convert("RGB")
        across, down = seen.size
        left = seen.getpixel((across // 4, down // 2))
        assert left == pytest.approx((255, 0, 0), abs=3), "the left half is red"
        assert seen.getpixel((across * 3 // 4, down // 2)) == (255, 255, 255)
    pdf.close()


def test_a_page_that_fits_keeps_its_size_and_a_larger_one_is_fitted_never_cropped() -> None:
    room = QRectF(0, 0, 1000, 1400)  # dots

    small = paper.fitted(sheet(1, 360, 360), room, 72)
    large = paper.fitted(sheet(1, 2000, 1400), room, 72)

    assert (small.width(), small.height()) == (360, 360)
    assert (small.center().x(), small.center().y()) == (500, 700)
    assert (large.width(), large.height()) == (1000, 700)
    assert room.contains(large)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    printed = paper.Paper(pdf_printer(tmp_path / "none" / "out.pdf"))

    with pytest.raises(PortfolioError) as refused:
        printed.put(sheet(1, *A4))
    printed.close()

    assert refused.value.code == "printer"
