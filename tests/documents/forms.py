"""Forms for tests, made by hand: each field, its widget and its look as a test wants them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
RADIO, PUSH, COMBO = 1 << 15, 1 << 16, 1 << 17


class Form:
    """A form on pages of A4; fields are added one by one, then ``made`` gives the file."""

    def __init__(self, pages: int = 1) -> None:
        self.pdf = Pdf.new()
        self.font = self.pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                       Encoding=Name.WinAnsiEncoding)
        )  # fmt: skip
        for _ in range(pages):
            self.pdf.add_blank_page(page_size=(595, 842))
            page = self.pdf.pages[-1].obj
            page.Resources = Dictionary(Font=Dictionary(F1=self.font))
            page.Annots = Array()
        self.fields = Array()
        self.pdf.Root.AcroForm = Dictionary(
            Fields=self.fields, DA=String("/Helv 10 Tf 0 g"),
            DR=Dictionary(Font=Dictionary(Helv=self.font)),
        )  # fmt: skip

    def label(self, words: str, x: float, y: float, page: int = 0) -> None:
        """Write words on the page itself."""
        content = f"BT /F1 9 Tf {x} {y} Td ({words}) Tj ET".encode("latin-1")
        self.pdf.pages[page].contents_add(content)

    def field(self, **keys: Any) -> Any:
        """Add a field without a place of its own (a parent)."""
        made = self.pdf.make_indirect(Dictionary(**keys))
        self.fields.append(made)
        return made

    def widget(
        self, name: str, rect: tuple[float, ...], page: int = 0, parent: Any = None, **keys: Any
    ) -> Any:
        """Add a widget, of a parent or a field itself; ``name`` may be empty for a kid."""
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(list(rect)), F=4, **keys)
        )
        if name:
            made.T = String(name)
        if parent is None:
            self.fields.append(made)
        else:
            made.Parent = parent
            if "/Kids" not in parent:
                parent.Kids = Array()
            parent.Kids.append(made)
        self.pdf.pages[page].obj.Annots.append(made)
        return made

    def text(self, name: str, value: str, rect: tuple[float, ...], **keys: Any) -> Any:
        """Add a text field with a value and no look."""
        keys.setdefault("MK", Dictionary(BC=Array([0.6, 0.6, 0.6])))
        return self.widget(name, rect, FT=Name.Tx, V=String(value), **keys)

    def look(self, content: bytes, width: float, height: float) -> Stream:
        """Return an appearance that draws this; /F1 is Helvetica."""
        look = Stream(self.pdf, content)
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, width, height])
        look.Resources = Dictionary(Font=Dictionary(F1=self.font))
        return look

    def saying(self, words: str, width: float = 200, height: float = 20) -> Dictionary:
        """Return an /AP that shows these words in Helvetica."""
        shown = words.replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")
        content = b"/Tx BMC BT /F1 10 Tf 2 5 Td (" + shown + b") Tj ET EMC"
        return Dictionary(N=self.look(content, width, height))

    def made(self, change: Callable[[Pdf], None] | None = None) -> bytes:
        """Return the file."""
        if change is not None:
            change(self.pdf)
        out = io.BytesIO()
        self.pdf.save(out)
        return out.getvalue()


def opened(page_copy: bytes) -> pikepdf.Pdf:
    """Return a page copy opened."""
    return pikepdf.open(io.BytesIO(page_copy))
