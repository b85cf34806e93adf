"""What the looks that fields bring along show: their words as PDFium reads them from a page.

A look is a form XObject (ISO 32000-2, 12.5.5). Each is put on a page of its own, as large as its
field, in a document made for it; words that lie outside that page cannot be seen.
"""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pikepdf
import pypdfium2

from portfolio_app.documents import positions
from portfolio_app.documents.pdf_values import BROKEN, Box, Matrix, at, entries, name

MOST = 3_000  # looks of one document: the words of more are not read
_LARGEST = 2_000_000  # bytes of all of them as they are stored
_EDGE = 0.5  # points a letter's middle may lie outside


class LookWords:
    """Collects looks by a key, then reads them all at once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._scratch = pikepdf.new()
        self._keys: list[object] = []
        self._size = 0
        self._read: dict[object, str] = {}

    def add(self, key: object, look: pikepdf.Stream, rectangle: Box, placed: Matrix) -> None:
        """Take a look for reading; one too many is left out, and its words stay unknown."""
        with contextlib.suppress(*BROKEN):
            content = look.read_raw_bytes()
            self._size += len(content)
            if len(self._keys) >= MOST or self._size > _LARGEST:
                return
            form = pikepdf.Stream(self._scratch, content)
            for entry in ("/Filter", "/DecodeParms", "/BBox", "/Matrix"):
                value = look.get(entry)
                if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)):
                    form[entry] = self._copied(value)
                elif value is not None:
                    form[entry] = value
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            resources = look.get("/Resources")
            if isinstance(resources, pikepdf.Dictionary):
                form.Resources = self._copied(resources)
            x, y = rectangle[0], rectangle[1]
            six = (*placed[:4], placed[4] - x, placed[5] - y)
            self._scratch.add_blank_page(page_size=(100, 100))
            page = self._scratch.pages[-1].obj
            page.MediaBox = pikepdf.Array([0, 0, rectangle[2] - x, rectangle[3] - y])
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Look=form))
            drawn = " ".join(f"{each:.5f}" for each in six)
            page.Contents = pikepdf.Stream(self._scratch, f"q {drawn} cm /Look Do Q".encode())
            self._keys.append(key)

    def _copied(self, value: Any) -> Any:
        return self._scratch.copy_foreign(self._pdf.make_indirect(value))

    def read(self) -> None:
        """Read all that were added."""
        if not self._keys:
            return
        out = io.BytesIO()
        with contextlib.suppress(*BROKEN):
            self._scratch.save(out)
            with pypdfium2.PdfDocument(out.getvalue()) as document:
                for index, key in enumerate(self._keys[: len(document)]):
                    with contextlib.suppress(pypdfium2.PdfiumError):
                        page = document[index]
                        self._read[key] = _visible(page)
                        page.close()

    def words(self, key: object) -> str | None:
        """Return the words a look shows; None when they could not be read."""
        return self._read.get(key)


def _visible(page: pypdfium2.PdfPage) -> str:
    words, boxes = positions.characters(page)
    width, height = page.get_size()
    kept = []
    for place, letter in enumerate(words):
        x0, y0, x1, y1 = boxes[4 * place : 4 * place + 4]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if letter.isspace() or (-_EDGE <= x <= width + _EDGE and -_EDGE <= y <= height + _EDGE):
            kept.append(letter)
    return "".join(kept)


def shows_words(look: Any) -> bool:
    """Return whether a look writes anything, as far as its operators tell."""
    return _has(look, "Tj TJ ' \" Do")


def paints(look: Any) -> bool:
    """Return whether a look draws anything at all."""
    return _has(look, "Tj TJ ' \" Do f F f* B B* b b* S s sh BI EI INLINE IMAGE")


def _has(look: Any, operators: str) -> bool:
    try:
        return any(True for _ in pikepdf.parse_content_stream(look, operators))
    except (pikepdf.PdfError, TypeError, ValueError, RuntimeError):
        return True  # nobody can tell


def lacks_letters(look: Any, value: str) -> bool:
    """Return whether the value has letters that a look's own fonts need not hold.

    Every viewer has Latin letters for a font that was not embedded, and few have others.
    """
    try:
        value.encode("cp1252")
    except UnicodeEncodeError:
        fonts = [font for _, font in entries(at(look, "/Resources", "/Font"))]
        return not fonts or not all(_is_embedded(font) for font in fonts)
    return False


def _is_embedded(font: Any) -> bool:
    if name(at(font, "/Subtype")) == "/Type3":
        return True
    inner = at(font, "/DescendantFonts")
    described = inner[0] if isinstance(inner, pikepdf.Array) and len(inner) else font
    keys = ("/FontFile", "/FontFile2", "/FontFile3")
    return any(at(described, "/FontDescriptor", each) is not None for each in keys)
