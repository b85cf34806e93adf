"""Returned forms as honest people and their programs make them: filled, inked, printed, scanned."""

import ctypes
import io
import logging
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw, ImageFilter
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Answers = dict[str, str]


def _widgets(pdf: pikepdf.Pdf) -> list[tuple[int, Any, str]]:
    found = []
    for index, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Widget:
                continue
            parts, node = [], annotation
            while node is not None:
                if "/T" in node:
                    parts.append(str(node.T))
                node = node.get("/Parent")
            found.append((index, annotation, ".".join(reversed(parts))))
    return found


def places(form: bytes) -> dict[str, list[tuple[int, tuple[float, ...], str]]]:
    """Return page, rectangle and state of every widget by its field's name."""
    told: dict[str, list[tuple[int, tuple[float, ...], str]]] = {}
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for index, each, name in _widgets(pdf):
            states = (
                [k for k in each.get("/AP", {}).get("/N", {}) if k != "/Off"]
                if ("/AS" in each)
                else [""]
            )
            rect = tuple(float(value) for value in each.Rect)
            told.setdefault(name, []).append((index, rect, states[0].lstrip("/")))
    return told


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


# --- Filled in by several programs


def by_pikepdf(form: bytes, answers: Answers) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for _, each, name in _widgets(pdf):
            if name not in answers:
                continue
            if "/AS" in each:
                on = f"/{answers[name]}"
                if on in each.AP.N:
                    each.AS = Name(on)
                    (each.Parent if "/FT" not in each else each).V = Name(on)
            else:
                each.V = String(answers[name])
        pdf.Root.AcroForm.NeedAppearances = True  # else it makes none
        pdf.generate_appearance_streams()
        return saved(pdf)


def by_pypdf(form: bytes, answers: Answers) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    ticks = {k: f"/{v}" if places(form)[k][0][2] else v for k, v in answers.items()}
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.ERROR)  # it says at length what it can't write
    try:
        for page in writer.pages:
            writer.update_page_form_field_values(page, ticks, auto_regenerate=False)
    finally:
        logger.setLevel(before)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pdfium(form: bytes, answers: Answers) -> bytes:
    document = pypdfium2.PdfDocument(form)
    document.init_forms()
    env = document.formenv
    for index in range(len(document)):
        page = document[index]
        for name, several in places(form).items():
            for at, rect, state in several:
                if at != index or name not in answers or (state and answers[name] != state):
                    continue
                x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
                for action in (pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
                    action(env, page, 0, x, y)
                if not state:
                    words = answers[name].replace("\n", "\r").encode("utf-16-le") + b"\0\0"
                    typed = ctypes.cast(
                        ctypes.create_string_buffer(words), ctypes.POINTER(ctypes.c_ushort)
                    )
                    pdfium.FORM_SelectAllText(env, page)
                    pdfium.FORM_ReplaceSelection(env, page, typed)
                pdfium.FORM_ForceToKillFocus(env)
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def by_pyhanko(form: bytes, answers: Answers) -> bytes:
    """Fill in by an update that is written after the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))

    def visit(reference: Any, above: str) -> None:
        node = reference.get_object()
        name = f"{above}.{node['/T']}".lstrip(".") if "/T" in node else above
        for kid in node.get("/Kids", []):
            visit(kid, name)
        if name not in answers:
            return
        if "/AS" in node:
            on = f"/{answers[name]}"
            if on in node["/AP"]["/N"]:
                node["/AS"] = generic.NameObject(on)
                holder = node if "/FT" in node else node["/Parent"]
                holder["/V"] = generic.NameObject(on)
                writer.update_container(holder)
                writer.update_container(node)
        elif "/Kids" not in node:
            node["/V"] = generic.TextStringObject(answers[name])
            writer.update_container(node)

    for each in writer.root["/AcroForm"]["/Fields"]:
        visit(each, "")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FILLERS: dict[str, Callable[[bytes, Answers], bytes]] = {
    "pikepdf": by_pikepdf,
    "pypdf": by_pypdf,
    "pdfium": by_pdfium,
    "pyhanko": by_pyhanko,
}


# --- Saved again


def _run(folder: Path, data: bytes, *command: str) -> bytes:
    before, after = folder / "in.pdf", folder / "out.pdf"
    before.write_bytes(data)
    after.unlink(missing_ok=True)
    line = [each.replace("IN", str(before)).replace("OUT", str(after)) for each in command]
    subprocess.run(line, check=False, capture_output=True, timeout=120, cwd=folder)
    return after.read_bytes()


def by_program(*command: str) -> Callable[[bytes, Path], bytes]:
    return lambda data, folder: _run(folder, data, *command)


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    (folder / "form.pdf").write_bytes(data)
    (folder / "made").mkdir(exist_ok=True)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf:draw_pdf_Export", "--outdir", str(folder / "made"),
         str(folder / "form.pdf")],
        check=False, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "made" / "form.pdf").read_bytes()


def flattened(data: bytes, _folder: Path | None = None) -> bytes:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for index in range(len(document)):
        page = document[index]
        page.flatten()
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def packed(data: bytes, _folder: Path) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/Producer"] = "Another program"
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        return saved(
            pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True,
            linearize=True,
        )  # fmt: skip


def renamed_fonts(data: bytes, _folder: Path) -> bytes:
    """Save with the request inside dropped and every font under another name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Names" in pdf.Root:
            del pdf.Root.Names
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing:
                thing.BaseFont = Name("/ZZZZZZ+Other")
        return saved(pdf)


def pypdf_again(data: bytes, _folder: Path) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scaled(data: bytes, factor: float, dx: float, dy: float) -> bytes:
    """Print onto US Letter paper, smaller and moved; fields become part of the page."""
    flat = flattened(data)
    with pikepdf.open(io.BytesIO(flat)) as old:
        new = pikepdf.new()
        for page in old.pages:
            new.add_blank_page(page_size=(612, 792))
            made = new.pages[-1]
            form = new.copy_foreign(page.as_form_xobject())
            made.obj.Resources = Dictionary(XObject=Dictionary(P=form))
            drawn = f"q {factor} 0 0 {factor} {dx} {dy} cm /P Do Q"
            made.obj.Contents = Stream(new, drawn.encode())
        return saved(new)


# --- Written over


def _stroke(x: float, y: float, wide: float, high: float, rng: random.Random) -> list[float]:
    points = []
    for step in range(24):
        points += [x + wide * step / 23, y + high * rng.random()]
    return points


def inked(data: bytes, spots: list[tuple[int, tuple[float, float, float, float]]],
          rng: random.Random) -> bytes:  # fmt: skip
    """Sign and tick with a pen: ink over the page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for index, (x0, y0, x1, y1) in spots:
            points = _stroke(x0 + 3, y0 + 3, x1 - x0 - 6, y1 - y0 - 6, rng)
            path = f"{points[0]:.1f} {points[1]:.1f} m " + " ".join(
                f"{points[k]:.1f} {points[k + 1]:.1f} l" for k in range(2, len(points), 2)
            )
            look = Stream(pdf, f"0 0 0.6 RG 1.4 w {path} S".encode())
            look.Type, look.Subtype = Name.XObject, Name.Form
            look.BBox = Array([x0, y0, x1, y1])
            made = Dictionary(
                Type=Name.Annot, Subtype=Name.Ink, Rect=Array([x0, y0, x1, y1]), F=4,
                InkList=Array([Array(points)]), AP=Dictionary(N=look),
            )  # fmt: skip
            _lay(pdf, index, made)
        return saved(pdf)


def typed_over(data: bytes, notes: list[tuple[int, tuple[float, float, float, float], str]]
               ) -> bytes:  # fmt: skip
    """Type words over the page (free text)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                       Encoding=Name.WinAnsiEncoding)
        )  # fmt: skip
        for index, (x0, y0, x1, y1), words in notes:
            shown = words.replace("\\", "").replace("(", "\\(").replace(")", "\\)")
            look = Stream(
                pdf, b"BT /F1 10 Tf 2 4 Td (" + shown.encode("cp1252", "replace") + b") Tj ET"
            )
            look.Type, look.Subtype = Name.XObject, Name.Form
            look.BBox = Array([0, 0, x1 - x0, y1 - y0])
            look.Resources = Dictionary(Font=Dictionary(F1=font))
            _lay(pdf, index, Dictionary(
                Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([x0, y0, x1, y1]), F=4,
                DA=String("/F1 10 Tf 0 g"), Contents=String(words), AP=Dictionary(N=look),
            ))  # fmt: skip
        return saved(pdf)


def stamped(data: bytes, index: int, box: tuple[float, float, float, float],
            picture: Image.Image) -> bytes:  # fmt: skip
    """Put a picture over the page, as a stamp."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        image = Stream(pdf, picture.convert("RGB").tobytes())
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width, image.Height = picture.size
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        x0, y0, x1, y1 = box
        look = Stream(pdf, f"q {x1 - x0:.1f} 0 0 {y1 - y0:.1f} 0 0 cm /I Do Q".encode())
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, x1 - x0, y1 - y0])
        look.Resources = Dictionary(XObject=Dictionary(I=image))
        _lay(pdf, index, Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(list(box)), F=4,
            AP=Dictionary(N=look),
        ))  # fmt: skip
        return saved(pdf)


def _lay(pdf: pikepdf.Pdf, index: int, annotation: Dictionary) -> None:
    page = pdf.pages[index].obj
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(annotation))


def autograph(rng: random.Random) -> Image.Image:
    """Return a picture of a signature on white paper."""
    picture = Image.new("RGB", (400, 110), "white")
    draw = ImageDraw.Draw(picture)
    points = [(20 + k * 15, rng.randrange(20, 90)) for k in range(24)]
    draw.line(points, fill=(10, 10, 90), width=4)
    return picture


# --- On paper and back


def _drawn(data: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    made = [
        document[k].render(scale=dpi / 72).to_pil().convert("RGB") for k in range(len(document))
    ]
    document.close()
    return made


def _paper(picture: Image.Image, degrees: float) -> Image.Image:
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(248, 247, 243))
    noise = Image.effect_noise(turned.size, 14).convert("RGB")
    return Image.blend(turned.filter(ImageFilter.GaussianBlur(0.5)), noise, 0.06)


def scanned(data: bytes, form: str, *, dpi: int = 150, degrees: float = 2.0, turn: int = 0
            ) -> bytes:  # fmt: skip
    """Print, sign and scan: PDF, TIFF or (first page only) JPEG, PNG."""
    papers = [_paper(each, degrees).rotate(turn, expand=True) for each in _drawn(data, dpi)]
    out = io.BytesIO()
    if form in ("PDF", "TIFF"):
        how = {"resolution": dpi} if form == "PDF" else {"compression": "jpeg"}
        papers[0].save(out, form, save_all=True, append_images=papers[1:], **how)
    else:
        papers[0].save(out, form, **({"quality": 60} if form == "JPEG" else {}))
    return out.getvalue()


def photographed(data: bytes, rng: random.Random, form: str = "JPEG") -> bytes:
    """Take a picture of the first page, from an angle, on a dark table."""
    page = _drawn(data, 170)[0]
    wide, high = page.size

    def off(share: float) -> float:
        return rng.uniform(0.02, share)

    seen = [
        (-wide * off(0.1), -high * off(0.08)), (wide * (1 + off(0.1)), -high * off(0.08)),
        (wide * (1 + off(0.1)), high * (1 + off(0.08))), (-wide * off(0.1), high * (1 + off(0.08))),
    ]  # fmt: skip
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    taken = page.transform(
        page.size, Image.Transform.PERSPECTIVE, _perspective(corners, seen),
        Image.Resampling.BICUBIC, fillcolor=(70, 52, 40),
    ).filter(ImageFilter.GaussianBlur(0.7))  # fmt: skip
    out = io.BytesIO()
    taken.save(out, form, quality=rng.randrange(55, 85))
    return out.getvalue()


def _perspective(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Return the eight numbers that take each corner to its source (linear equations)."""
    rows = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                factor = rows[row][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[8] for row in rows]
