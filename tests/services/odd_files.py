"""PDFs as they come: turned, cropped, tiny, vast, locked by their owner, broken in usual ways."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Permissions

METRE = 72 / 0.0254


def words_of(name: str) -> str:
    """Return the words that the file of this name carries, and no other does."""
    return f"the {re.sub('[^a-z]+', ' ', name.lower()).strip()} was agreed by the board"


def plain(name: str, *, media: tuple[float, ...] = (0, 0, 595, 842), **keys: Any) -> bytes:
    """Return a PDF of two pages with its words on the second; ``keys`` go into its pages."""
    x0, y0, x1, y1 = keys.get("CropBox", media)
    size = min(12.0, (x1 - x0) / 40, (y1 - y0) / 8)
    pdf = Pdf.new()
    font = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    for number in (1, 2):
        words = words_of(name) if number == 2 else "Minutes"
        x, y = x0 + (x1 - x0) * 0.1, y0 + (y1 - y0) * 0.6
        shown = f"BT /F1 {size:.4f} Tf {x:.3f} {y:.3f} Td ({words}) Tj ET"
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(media)),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_stream(shown.encode()),
        )
        for key, value in keys.items():
            page["/" + key] = Array(list(value)) if isinstance(value, tuple) else value
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return saved(pdf)


def saved(pdf: Pdf, **how: Any) -> bytes:
    """Return a PDF's bytes, with a table of the old kind."""
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)
    return out.getvalue()


def locked(name: str, revision: int, user: str = "") -> bytes:
    """Return one that its owner locked: nothing may be copied out of it."""
    may = Permissions(extract=False, modify_other=False)
    with Pdf.open(io.BytesIO(plain(name))) as pdf:
        is_new = revision > 4
        lock = Encryption(
            owner="owner", user=user, R=revision, allow=may, aes=is_new, metadata=is_new
        )
        return saved(pdf, encryption=lock)


def changed(name: str, change: Callable[[Pdf], None]) -> bytes:
    """Return one after ``change``."""
    with Pdf.open(io.BytesIO(plain(name))) as pdf:
        change(pdf)
        return saved(pdf)


def _inherited(pdf: Pdf) -> None:
    for key in ("/MediaBox", "/Resources"):
        pdf.Root.Pages[key] = pdf.pages[0].obj[key]
        for page in pdf.pages:
            del page.obj[key]
    pdf.Root.Pages.Rotate = 90


def _in_pieces(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    data = page.Contents.read_bytes()
    cut = data.index(b" Tf")
    page.Contents = Array([pdf.make_stream(data[:cut]), pdf.make_stream(data[cut:])])


def _unbalanced(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    page.Contents = pdf.make_stream(
        b"Q Q .5 0 0 .5 40 40 cm q q 1 0 0 rg " + page.Contents.read_bytes()
    )


def _without_box(pdf: Pdf) -> None:
    for page in pdf.pages:
        del page.obj["/MediaBox"]


def _noted(pdf: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([9, 9, 29, 29]),
        Contents="A secret comment",
        T="Somebody",
    )
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    pdf.Root.OpenAction = script
    pdf.pages[1].obj.AA = Dictionary(O=script)
    pdf.docinfo.Author = "Somebody"


def odd_pdfs(folder: Path) -> dict[str, Path]:
    """Write PDFs whose words can be read, and return them by name."""
    metre = (0.0, 0.0, 5 * METRE, 3 * METRE)
    tail, wide = plain("Tail cut"), {"media": (0, 0, 842, 595)}
    made = {
        "Turned": plain("Turned", Rotate=90),
        "Turned over": plain("Turned over", Rotate=180),
        "Turned back": plain("Turned back", Rotate=-90),
        "Cropped": plain("Cropped", CropBox=(100, 200, 500, 700)),
        "Cropped and turned": plain("Cropped and turned", CropBox=(100, 200, 500, 700), Rotate=270),
        "Slide": plain("Slide", **wide),
        "Tenth of an inch": plain("Tenth of an inch", media=(0, 0, 7.2, 7.2)),
        "Five metres": plain("Five metres", media=metre),
        "Own unit": plain("Own unit", media=(0, 0, 300, 400), UserUnit=3.5),
        "Moved": plain("Moved", media=(-500, -900, 95, -58)),
        "Upside down box": plain("Upside down box", media=(0, 0, 595, 842), ArtBox=(9, 9, 1, 1)),
        "Owner locked old": locked("Owner locked old", 3),
        "Owner locked new": locked("Owner locked new", 6),
        "Inherited": changed("Inherited", _inherited),
        "In pieces": changed("In pieces", _in_pieces),
        "Unbalanced": changed("Unbalanced", _unbalanced),
        "No box": changed("No box", _without_box),
        "Noted": changed("Noted", _noted),
        "Tail cut": tail[: tail.rindex(b"trailer")],
        "Wrong table": re.sub(rb"startxref\s+\d+", b"startxref\n7", plain("Wrong table")),
        "Junk before": b"\r\nReceived: from somewhere\r\n\r\n" * 20 + plain("Junk before"),
        "Junk behind": plain("Junk behind") + b"\0" * 3000 + b"<html></html>",
        "Wrong length": re.sub(rb"/Length \d+", b"/Length 9999", plain("Wrong length")),
    }
    paths = {}
    for name, data in made.items():
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(data)
    return paths


def unreadable(folder: Path) -> list[Path]:
    """Write files that have no pages to show."""
    whole = plain("Half")
    made = {
        "half.pdf": whole[: len(whole) // 4],
        "empty.pdf": b"",
        "web page.pdf": b"<html><body>Not found",
        "locked.pdf": locked("Locked", 6, user="secret"),
        "noise.pdf": bytes(range(256)) * 40,
    }
    paths = [folder / name for name in made]
    for path, data in zip(paths, made.values(), strict=True):
        path.write_bytes(data)
    return paths
