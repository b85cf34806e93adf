"""What is measured with: files of random bytes, corpus files, generated documents, portfolios."""

import io
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.measure import ROOT

CACHE = ROOT / "build" / "bench"
PASSPHRASE = "bench"  # noqa: S105 - of portfolios that hold generated text
VERSION = "1"

# The corpus's folders whose files have pages, the usual kinds first.
_FOLDERS = ("reports-pdf", "photos", "scans", "text", "signed", "active-content", "encrypted")
_WITH_PAGES = {".pdf", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".txt"}
_LAST_RESORT = "malformed/pdf"


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder on the project's own disk, so that an fsync costs what it costs there."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="run-", dir=CACHE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def random_files(count: int, size: int) -> list[Path]:
    """Return files of random bytes, made once."""
    folder = CACHE / f"random-{VERSION}-{count}-{size}"
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for number in range(count):
            (making / f"{number:04d}.bin").write_bytes(os.urandom(size))
        making.rename(folder)
    return sorted(folder.iterdir())


def real_files(count: int) -> tuple[list[Path], str]:
    """Return files that have pages, and where they come from.

    From the corpus, well-formed ones first; what is missing is made up from damaged PDFs. Without
    a corpus generated documents stand in.
    """
    named = os.environ.get("PORTFOLIO_CORPUS", "")
    if not named:
        return documents(count, 4 * count), "generated: PORTFOLIO_CORPUS names no corpus"
    folder = Path(named).absolute()
    found: list[Path] = []
    for each in (*_FOLDERS, _LAST_RESORT):
        files = sorted((folder / each).glob("*")) if (folder / each).is_dir() else []
        found += [file for file in files if file.suffix.lower() in _WITH_PAGES]
    return found[:count], "corpus"


def documents(items: int, pages: int) -> list[Path]:
    """Return PDFs as apprentices have them, ``pages`` in all, made once.

    Seven in ten are text in an embedded font, two are scans, one is wide slides with a picture.
    """
    folder = CACHE / f"documents-{VERSION}-{items}-{pages}"
    if not folder.is_dir():
        making = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        share, more = divmod(pages, items)
        for number in range(items):
            path = making / f"document-{number:03d}.pdf"
            _document(path, number, share + (number < more))
        making.rename(folder)
    return sorted(folder.iterdir())


def passage(number: int, page: int) -> str:
    """Return words that stand on that page (from 0) of document ``number``, and nowhere else."""
    return (
        f"In stage {page + 1} of programme {number + 1} the team agreed how the change would be led"
    )


def is_scan(number: int) -> bool:
    """Whether document ``number`` is a scan: pictures only, no words."""
    return number % 10 in (3, 7)


_TEXT = (
    "the board asked for a plan that people could follow and the team made one with partners "
    "across the service so that risks were named early money was watched and each decision had an "
    "owner a date and a measure of what would be different for those who use the service"
)
_WORDS = _TEXT.split()


def _document(path: Path, number: int, pages: int) -> None:
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    if "Body" not in pdfmetrics.getRegisteredFontNames():
        fonts = ROOT / "resources" / "fonts"
        pdfmetrics.registerFont(TTFont("Body", fonts / "AtkinsonHyperlegibleNext-Regular.ttf"))
        pdfmetrics.registerFont(TTFont("Head", fonts / "AtkinsonHyperlegibleNext-SemiBold.ttf"))
    chance = random.Random(number)  # noqa: S311 - the same documents every time
    is_wide = number % 10 == 5
    size = (960.0, 540.0) if is_wide else A4
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    canvas.setTitle(f"Programme {number + 1} working paper")
    for page in range(pages):
        if is_scan(number):
            _scan_page(canvas, size, chance)
        else:
            _text_page(canvas, size, number, page, chance, is_wide=is_wide)
        canvas.showPage()
    canvas.save()


def _text_page(canvas, size, number: int, page: int, chance, *, is_wide: bool) -> None:  # type: ignore[no-untyped-def]
    width, height = size
    canvas.setFont("Head", 18)
    canvas.drawString(60, height - 70, f"Programme {number + 1}, section {page + 1}")
    canvas.setFont("Body", 11)
    canvas.drawString(60, height - 100, passage(number, page) + ".")
    down = height - 120
    while down > 70:
        line = " ".join(chance.choices(_WORDS, k=22 if is_wide else 13))
        canvas.drawString(60, down, line[: 150 if is_wide else 88])
        down -= 15
    if is_wide:
        _draw_picture(canvas, _picture(chance, 800, 480, "RGB"), (width - 420, 60, 400, 240))
    canvas.drawString(60, 40, f"Page {page + 1}")


def _scan_page(canvas, size, chance) -> None:  # type: ignore[no-untyped-def]
    _draw_picture(canvas, _picture(chance, 1240, 1754, "L"), (0, 0, *size))


def _draw_picture(canvas, picture, box) -> None:  # type: ignore[no-untyped-def]
    from reportlab.lib.utils import ImageReader

    held = io.BytesIO()
    picture.save(held, "JPEG", quality=70)
    held.seek(0)
    canvas.drawImage(ImageReader(held), *box)


def _picture(chance, width: int, height: int, mode: str):  # type: ignore[no-untyped-def]
    """Return paper with lines of blots, a little uneven, as a scanner gives it."""
    from PIL import Image, ImageDraw

    noise = Image.effect_noise((width // 4, height // 4), 12).resize((width, height))
    page = noise.point(lambda value: 120 + value).convert(mode)
    draw = ImageDraw.Draw(page)
    down = height // 12
    while down < height * 0.9:
        across = width // 10
        while across < width * 0.88:
            word = chance.randint(width // 60, width // 14)
            draw.rectangle((across, down, across + word, down + height // 130), fill=40)
            across += word + width // 100
        down += height // 60
    return page
