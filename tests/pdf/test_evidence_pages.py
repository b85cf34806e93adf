"""Evidence pages in our frame: whole, upright, never larger, whatever boxes and turns they have."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.domain.bundle import PlanMark
from portfolio_app.domain.passage import quad_of
from portfolio_app.pdf.arrange import page_ranges, shown_pages
from portfolio_app.pdf.geometry import (
    ROOM,
    WIDE_ROOM,
    PageShape,
    Placed,
    is_wide,
    place,
    room_for,
    visible_box,
)
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.progress import silent
from tests.pdf.builders import Built, claim, content, font, item, lines_of, plan, write_pages

SHAPES = {
    "plain": {},
    "turned 90": {"Rotate": 90},
    "turned 180": {"Rotate": 180},
    "turned 270": {"Rotate": 270},
    "turned -90": {"Rotate": -90},
    "cropped": {"CropBox": (50, 100, 500, 800)},
    "cropped and turned": {"CropBox": (50, 100, 500, 800), "Rotate": 90},
    "crop box outside": {"CropBox": (2000, 2000, 2500, 2500)},
    "crop box upside down": {"CropBox": (500, 800, 50, 100)},
    "moved": {"media": (-300, -200, 295, 642)},
    "landscape": {"media": (0, 0, 842, 595)},
    "A0": {"media": (0, 0, 2384, 3370)},
    "huge": {"media": (0, 0, 14400, 14400)},
    "tiny": {"media": (0, 0, 40, 30)},
    "narrow": {"media": (0, 0, 20, 3000)},
    "user unit": {"UserUnit": 2, "media": (0, 0, 300, 400)},
}

# Wider than high, as they are shown, and too wide for an upright page: those get a landscape one.
WIDE = {"turned 90", "turned 270", "turned -90", "cropped and turned", "landscape"}


def laid(shape: PageShape) -> Placed:
    return place(shape, room_for(shape, is_large=False))


def grey(page: pypdfium2.PdfPage, scale: float) -> tuple[int, int, bytes]:
    made = page.render(scale=scale, grayscale=True)
    rows = [
        bytes(made.buffer[y * made.stride : y * made.stride + made.width])
        for y in range(made.height)
    ]
    return made.width, made.height, b"".join(rows)


@pytest.mark.parametrize("name", SHAPES)
def test_a_page_is_shown_whole_upright_and_not_enlarged(tmp_path: Path, name: str) -> None:
    source = write_pages(tmp_path / "one.pdf", **SHAPES[name])  # type: ignore[arg-type]
    built = Built(tmp_path, plan(item(1)), {"item-1": source})
    page_number = built.result.items[0].first_page

    with pikepdf.open(built.path) as pdf:
        page = pdf.pages[page_number - 1]
        paper = (841.89, 595.28) if name in WIDE else (595.28, 841.89)
        assert [float(each) for each in page.MediaBox] == pytest.approx([0, 0, *paper])
        assert int(page.get("/Rotate", 0)) == 0
        form = page.Resources.XObject["/Ev"]
        assert form.Subtype == Name.Form
        box = [float(each) for each in form.BBox]
        cm = [
            [float(each) for each in operands]
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "cm"
        ][-1]
    unit = float(SHAPES[name].get("UserUnit", 1))
    scale = (cm[0] ** 2 + cm[1] ** 2) ** 0.5
    assert scale == pytest.approx((cm[2] ** 2 + cm[3] ** 2) ** 0.5)
    assert scale <= unit + 1e-6
    corners = [
        (cm[0] * box[i] + cm[2] * box[j] + cm[4], cm[1] * box[i] + cm[3] * box[j] + cm[5])
        for i in (0, 2)
        for j in (1, 3)
    ]
    room = WIDE_ROOM if name in WIDE else ROOM
    assert min(x for x, _ in corners) >= room[0] - 0.01
    assert max(x for x, _ in corners) <= room[2] + 0.01
    assert min(y for _, y in corners) >= room[1] - 0.01
    assert max(y for _, y in corners) <= room[3] + 0.01


@pytest.mark.parametrize(
    "name", ["plain", "turned 90", "turned 180", "cropped and turned", "moved"]
)
def test_a_placed_page_looks_like_the_original(tmp_path: Path, name: str) -> None:
    source = write_pages(tmp_path / "one.pdf", **SHAPES[name])  # type: ignore[arg-type]
    built = Built(tmp_path, plan(item(1)), {"item-1": source})
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0].obj
        box = visible_box(page.MediaBox, page.get("/CropBox"))
        placed = laid(PageShape(box, int(page.get("/Rotate", 0)) % 360))

    original = pypdfium2.PdfDocument(source)
    bundle = pypdfium2.PdfDocument(built.path)
    wide, high, before = grey(original[0], placed.scale)
    all_wide, _, after = grey(bundle[built.result.items[0].first_page - 1], 1)
    original.close()
    bundle.close()

    left, top = (
        round(placed.rect[0]),
        round((595.28 if is_wide(placed.shape) else 841.89) - placed.rect[3]),
    )
    dark = {
        (x, y) for y in range(3, high - 3) for x in range(3, wide - 3) if before[y * wide + x] < 128
    }
    assert len(dark) > 300
    near = sum(
        any(
            after[(top + y + dy) * all_wide + left + x + dx] < 200
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )
        for x, y in dark
    )
    assert near / len(dark) > 0.97


def test_text_keeps_its_own_colour(tmp_path: Path) -> None:
    built = Built(tmp_path, plan(item(1)))
    bundle = pypdfium2.PdfDocument(built.path)
    page = bundle[built.result.items[0].first_page - 1]

    made = page.render(scale=2)
    pixels = bytes(made.buffer)
    room = [int(2 * each) for each in ROOM]
    coloured = 0
    for y in range(int(2 * (842 - ROOM[3])) + 40, made.height - room[1] - 40):
        for x in range(room[0] + 10, room[2] - 10):
            at = y * made.stride + x * made.n_channels
            b, g, r = pixels[at : at + 3]
            coloured += max(b, g, r) - min(b, g, r) > 40
    bundle.close()

    assert coloured == 0


def odd_pages(path: Path) -> Path:
    """Write six pages that are put together in six unusual ways, each with its own lines."""
    pdf = Pdf.new()
    letters = font(pdf)
    resources = Dictionary(Font=Dictionary(F1=letters))
    shared = pdf.make_stream(content(3))
    bodies: list[tuple[object, dict[str, object]]] = [
        (Array([pdf.make_stream(content(1)[:200]), pdf.make_stream(content(1)[200:])]), {}),
        (pdf.make_stream(content(2)), {"inherit": True}),
        (shared, {}),
        (shared, {"MediaBox": Array([0, 0, 400, 842])}),
        (None, {}),
        (pdf.make_stream(content(6) + b" Q Q q 5 0 0 5 0 0 cm"), {}),
    ]
    for contents, extra in bodies:
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842]))
        if contents is not None:
            page.Contents = contents
        if "inherit" not in extra:
            page.Resources = resources
        if "MediaBox" in extra:
            page.MediaBox = extra["MediaBox"]
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.Pages.Resources = resources
    pdf.save(path)
    return path


def test_pages_put_together_in_odd_ways_keep_their_words(tmp_path: Path) -> None:
    source = odd_pages(tmp_path / "odd.pdf")
    built = Built(tmp_path, plan(item(1, 6)), {"item-1": source})
    first = built.result.items[0].first_page

    bundle = pypdfium2.PdfDocument(built.path)
    texts = [bundle[first - 1 + n].get_textpage().get_text_range() for n in range(6)]
    bundle.close()

    for number, page in ((0, 1), (1, 2), (2, 3), (3, 3), (5, 6)):
        assert lines_of(page)[0] in texts[number]
        assert lines_of(page)[19] in texts[number]
    assert inspect_bundle(built.path, silent).findings == ()


def test_marks_lie_over_the_claimed_words(tmp_path: Path) -> None:
    built = Built(tmp_path, plan(item(1, claims=(claim("K8", 1, 5),))))
    bundle = pypdfium2.PdfDocument(built.path)
    page = bundle[built.result.items[0].first_page - 1]
    placed = place(PageShape((0, 0, 595, 842)))
    rect = placed.quad(claim("K8", 1, 5).marks[0].quads[0])
    words = page.get_textpage()

    assert lines_of(1)[4] in words.get_text_bounded(
        rect[0] - 3, rect[1] - 3, rect[2] + 3, rect[3] + 3
    )
    made = page.render(scale=4)
    x, y = int(4 * (rect[2] - 4)), int(4 * (841.89 - (rect[1] + rect[3]) / 2))
    blue, _green, red = bytes(made.buffer)[y * made.stride + x * made.n_channels :][:3]
    bundle.close()
    assert blue > 240
    assert red < 190


def test_marks_follow_a_turned_page(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "one.pdf", Rotate=90)
    # Page space of the turned page: x runs along the lines of text from below, y from the left.
    base = 770 - 30 * 4
    box = (base - 3, 72, base + 10, 330)
    made = claim("S1", 1, 5, marks=(PlanMark(0, (quad_of(box),)),))
    built = Built(tmp_path, plan(item(1, claims=(made,))), {"item-1": source})
    placed = laid(PageShape((0, 0, 595, 842), 90))
    rect = placed.quad(quad_of(box))

    bundle = pypdfium2.PdfDocument(built.path)
    words = bundle[built.result.items[0].first_page - 1].get_textpage()
    found = words.get_text_bounded(rect[0] - 3, rect[1] - 3, rect[2] + 3, rect[3] + 3)
    bundle.close()

    assert "line 5" in " ".join(found.split())


def test_many_flags_do_not_overlap_or_leave_the_page(tmp_path: Path) -> None:
    claims = tuple(claim(f"K{n}", 1, line) for line in (1, 2, 20) for n in range(1, 21))
    built = Built(tmp_path, plan(item(1, claims=claims)))

    with pikepdf.open(built.path) as pdf:
        page = pdf.pages[built.result.items[0].first_page - 1]
        flags = sorted(
            [float(each) for each in a.Rect] for a in page.Annots if float(a.Rect[0]) > ROOM[2]
        )
        tops = sorted(rect[1] for rect in flags if rect[1] < ROOM[3])
    assert len(tops) > 40
    assert all(b - a > 10 for a, b in pairwise(tops))
    assert tops[0] >= ROOM[1] - 4
    assert tops[-1] < ROOM[3]


def test_safe_links_move_with_the_page_and_stay_links(tmp_path: Path) -> None:
    with Pdf.open(write_pages(tmp_path / "plain.pdf", 2, Rotate=180)) as pdf:
        first = pdf.pages[0]
        first.Annots = pdf.make_indirect(
            Array(
                [
                    link(Array([72, 700, 172, 720]), A=action("/URI", URI="https://example.org/a")),
                    link(Array([72, 600, 172, 620]), Dest=Array([pdf.pages[1].obj, Name.Fit])),
                    link(Array([72, 500, 172, 520]), A=action("/URI", URI="javascript:alert(1)")),
                    link(Array([72, 400, 172, 420]), A=action("/URI", URI="file:///etc/passwd")),
                    link(Array([72, 300, 172, 320]), A=action("/Launch", F="run.exe")),
                ]
            )
        )
        pdf.save(tmp_path / "linked.pdf")
    built = Built(tmp_path, plan(item(1, 2)), {"item-1": tmp_path / "linked.pdf"})
    placed = place(PageShape((0, 0, 595, 842), 180))
    page_number = built.result.items[0].first_page

    with pikepdf.open(built.path) as pdf:
        page = pdf.pages[page_number - 1]
        web = [a for a in page.Annots if "/A" in a]
        inner = [a for a in page.Annots if a.get("/Contents") == f"Go to page {page_number + 1}"]
        assert [str(a.A.URI) for a in web] == ["https://example.org/a"]
        assert [float(each) for each in web[0].Rect] == pytest.approx(
            placed.area((72, 700, 172, 720)), abs=0.02
        )
        assert len(inner) == 1
        assert inner[0].Dest[0].objgen == pdf.pages[page_number].objgen


def link(rect: Array, **keys: object) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, **keys)


def action(kind: str, **keys: object) -> Dictionary:
    return Dictionary(S=Name(kind), **keys)


def hostile(path: Path) -> Path:
    """Write a page with every kind of thing that could act."""
    write_pages(path.with_suffix(".plain.pdf"), 2)
    with Pdf.open(path.with_suffix(".plain.pdf")) as pdf:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        root = pdf.Root
        root.OpenAction = script
        root.AA = Dictionary(WC=script)
        root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
        root.AcroForm = Dictionary(Fields=Array([]), XFA="x")
        pdf.attachments["secret.txt"] = b"attached"
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=script)
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T="go",
            Rect=Array([0, 0, 99, 99]),
            A=Dictionary(S=Name.SubmitForm, F="https://example.org"),
        )
        page.Annots = Array(
            [
                field,
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Screen,
                    Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.Rendition),
                ),
                link(Array([0, 0, 9, 9]), A=Dictionary(S=Name.GoToR, F="other.pdf")),
            ]
        )
        outside = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f")
        outside.stream_dict.F = "outside.bin"
        inner = pdf.make_stream(b"0 0 5 5 re f")
        for key, value in (
            ("/Type", Name.XObject),
            ("/Subtype", Name.Form),
            ("/BBox", Array([0, 0, 9, 9])),
            ("/OPI", Dictionary()),
            ("/PieceInfo", Dictionary(X=script)),
            ("/Ref", Dictionary(F="other.pdf", Page=0)),
        ):
            inner[key] = value
        page.Resources.XObject = Dictionary(Bad=outside, Inner=inner)
        page.Resources.Properties = Dictionary(P=Dictionary(Hidden=script))
        page.PieceInfo = Dictionary(Other=Dictionary(Private="private words"))
        page.Contents = pdf.make_stream(content(1) + b" /Inner Do /P /MC BDC EMC")
        pdf.save(path)
    return path


@pytest.mark.filterwarnings("ignore:.*not reachable from /AcroForm")
def test_nothing_that_acts_reaches_the_bundle(tmp_path: Path) -> None:
    source = hostile(tmp_path / "hostile.pdf")
    built = Built(tmp_path, plan(item(1, 2, claims=(claim("K1"),))), {"item-1": source})

    assert inspect_bundle(built.path, silent).findings == ()
    plain = tmp_path / "plain-out.pdf"
    with pikepdf.open(built.path) as pdf:
        pdf.save(
            plain,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    data = plain.read_bytes()
    for word in (
        b"JavaScript",
        b"app.alert",
        b"SubmitForm",
        b"Launch",
        b"GoToR",
        b"EmbeddedFile",
        b"OpenAction",
        b"/AA ",
        b"AcroForm",
        b"XFA",
        b"Rendition",
        b"outside.bin",
        b"other.pdf",
        b"private words",
        b"secret.txt",
        b"/OPI",
    ):
        assert word not in data, word


def test_a_long_piece_shows_its_title_page_and_what_is_claimed(tmp_path: Path) -> None:
    long = item(1, 90, claims=(claim("K1", 31), claim("S1", 32)))
    built = Built(tmp_path, plan(long, item(2, 20)))

    assert shown_pages(long, 90) == (0, 29, 30, 31, 32)
    assert page_ranges((0, 29, 30, 31, 32)) == "1, 30–33"
    first = built.result.items[0]
    assert (first.pages, first.of) == (5, 90)
    assert [c.page - first.first_page for c in built.result.claims] == [2, 3]
    words = " ".join(built.texts()[first.first_page].split())
    assert "page 30 of 90" in words
    assert "pages 1, 30–33 of 90 shown; whole document on request" in words
    assert built.result.items[1].pages == 20
    assert inspect_bundle(built.path, silent).findings == ()


def test_a_long_piece_claimed_as_a_whole_is_shown_whole() -> None:
    assert len(shown_pages(item(1, 90, claims=(claim("K1", marks=(), quote=""),)), 90)) == 90


@pytest.mark.parametrize(
    ("media", "crop", "expected"),
    [
        (None, None, (0, 0, 612, 792)),
        ([0, 0, 0, 0], None, (0, 0, 612, 792)),
        (["a", 0, 1, 1], None, (0, 0, 612, 792)),
        ([0, 0, 595, 842], [10, 10, 10, 10], (0, 0, 595, 842)),
        ([595, 842, 0, 0], [100, 100, 9000, 400], (100, 100, 595, 400)),
        ([0, 0, 1e30, 842], None, (0, 0, 612, 792)),
    ],
)
def test_a_page_without_a_usable_box_gets_one(
    media: object, crop: object, expected: object
) -> None:
    assert visible_box(media, crop) == expected


def test_a_wrong_page_count_is_said(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "two.pdf", 2)

    built = Built(tmp_path, plan(item(1, 5)), {"item-1": source})

    assert next(p.rule for p in built.result.problems if p.about == "E01") == "page-count"
    assert inspect_bundle(built.path, silent).findings == ()
