"""PDF/UA-1 is declared when an independent checker agrees; else each reason has its piece."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from portfolio_app import assets
from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import AnnexPlace, BundleOptions, FrontSheets, PagesShown
from portfolio_app.domain.scan import ScanReport, ScanReportRow
from portfolio_app.domain.simple import (
    Paragraph,
    Picture,
    Run,
    SimpleDocument,
    Table,
    cell,
    heading,
)
from portfolio_app.domain.witness import Witness
from portfolio_app.pdf import evidence_fonts, scan_report, simple_pages, text_pages, ua
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import silent
from tests.pdf.builders import Built, claim, item, plan, write_pages

WITHOUT = "page-validation has no wheel for this computer"
ODD_TITLE = (
    "Siân & <b>Łukasz</b> שלום עולם مرحبا 中文 😀👩‍🔧 ■ %PDF (a\\b) "
    "\ufeff\ufffe\uffff\x00\u2028 " + "long " * 30
)


def checked(path: Path) -> set[str]:
    """Return the rules that an independent checker sees broken."""
    page = pytest.importorskip("page", reason=WITHOUT)
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    return {each.rule_id for each in report.failures}


def picture_page(path: Path) -> Path:
    """Write a page that is one picture: nothing of a scan can keep a bundle from passing."""
    Image.new("RGB", (80, 110), "white").save(path, "PDF")
    return path


def lettered(
    path: Path,
    change: Callable[[Pdf, Any, Any], None] = lambda *_: None,
    *,
    content: bytes = b"BT /F1 12 Tf 72 700 Td (Minutes) Tj ET",
) -> Path:
    """Write a page in an embedded TrueType font as other programs do, after ``change`` to it."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    face = TTFontFile(str(assets.path("fonts/AtkinsonHyperlegibleNext-Regular.ttf")))
    pdf = Pdf.new()
    program = pdf.make_stream(
        assets.path("fonts/AtkinsonHyperlegibleNext-Regular.ttf").read_bytes()
    )
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/Body"),
        Flags=32,
        FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0,
        Ascent=900,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=program,
    )
    letters = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/Body"),
        FirstChar=32,
        LastChar=126,
        Widths=Array([round(face.charWidths.get(code, 0)) for code in range(32, 127)]),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(descriptor),
        ToUnicode=to_unicode(pdf, b"<20> <7E> <0020>"),
    )
    letters = pdf.make_indirect(letters)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(Font=Dictionary(F1=letters)),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    change(pdf, letters, page)
    pdf.save(path)
    return path


def to_unicode(
    pdf: Pdf, ranges: bytes, *, way: bytes = b"bfrange", codes: bytes = b"<00> <FF>"
) -> pikepdf.Stream:
    return pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def "
        b"/CMapName /Letters def /CMapType 2 def 1 begincodespacerange " + codes + b" "
        b"endcodespacerange 1 begin" + way + b" " + ranges + b" end" + way + b" endcmap "
        b"CMapName currentdict /CMap defineresource pop end end"
    )


def composite(change: Callable[[Any, Any], None] = lambda *_: None) -> Callable[..., None]:
    """Return a change that makes the font a composite one with two-byte codes."""

    def make(pdf: Pdf, letters: Any, _page: Any) -> None:
        inner = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=letters.BaseFont,
                CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
                FontDescriptor=letters.FontDescriptor,
                CIDToGIDMap=Name.Identity,
                DW=600,
            )
        )
        for key in ("/FirstChar", "/LastChar", "/Widths"):
            del letters[key]
        letters.Subtype = Name.Type0
        letters.Encoding = Name("/Identity-H")
        letters.DescendantFonts = Array([inner])
        change(letters, inner)

    return make


def take(*keys: str) -> Callable[..., None]:
    def change(_pdf: Pdf, letters: Any, _page: Any) -> None:
        for key in keys:
            del letters[key]

    return change


def not_embedded(_pdf: Pdf, letters: Any, _page: Any) -> None:
    del letters.FontDescriptor.FontFile2


def no_letters(pdf: Pdf, letters: Any, page: Any) -> None:
    composite()(pdf, letters, page)
    letters.ToUnicode = to_unicode(pdf, b"<0024> <0000>", way=b"bfchar", codes=b"<0000> <FFFF>")


def no_letters_in_ranges(pdf: Pdf, letters: Any, page: Any) -> None:
    composite()(pdf, letters, page)
    letters.ToUnicode = to_unicode(pdf, b"<0024> <0025> [<FEFF> <0041>]", codes=b"<0000> <FFFF>")


def letters_never_drawn(pdf: Pdf, letters: Any, page: Any) -> None:
    composite()(pdf, letters, page)
    letters.ToUnicode = to_unicode(pdf, b"<0000> <007F> <0000>", codes=b"<0000> <FFFF>")


def own_table(pdf: Pdf, letters: Any, _page: Any) -> None:
    letters.FontDescriptor.Flags = 4
    del letters.Encoding
    letters.ToUnicode = to_unicode(pdf, b"<00> <7F> <0000>")


def own_encoding(_pdf: Pdf, letters: Any, _page: Any) -> None:
    letters.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([65, Name.B]))


def symbolic(_pdf: Pdf, letters: Any, _page: Any) -> None:
    letters.FontDescriptor.Flags = 4


def wide(_pdf: Pdf, letters: Any, _page: Any) -> None:
    letters.Widths = Array([2000] * 95)


def in_a_form(pdf: Pdf, letters: Any, page: Any) -> None:
    not_embedded(pdf, letters, page)
    inner = pdf.make_stream(page.Contents.read_bytes())
    inner.Type, inner.Subtype = Name.XObject, Name.Form
    inner.BBox, inner.Resources = page.MediaBox, page.Resources
    page.Resources = Dictionary(XObject=Dictionary(Inner=inner))
    page.Contents = pdf.make_stream(b"/Inner Do")


def marked(pdf: Pdf, _letters: Any, page: Any) -> None:
    page.Contents = pdf.make_stream(b"/Artifact BMC " + page.Contents.read_bytes() + b" EMC")


TWO_BYTES = b"BT /F1 12 Tf 72 700 Td <00240025> Tj ET"
# name: what is done to the font, what is drawn, the rule that names it
REASONS: dict[str, tuple[Callable[..., None], bytes, str]] = {
    "a font is not in the file": (not_embedded, b"", "tagging.fonts"),
    "a font of a form is not in the file": (in_a_form, b"", "tagging.fonts"),
    "letters mean U+0000": (no_letters, TWO_BYTES, "tagging.letters"),
    "letters of a range mean U+FEFF": (no_letters_in_ranges, TWO_BYTES, "tagging.letters"),
    "a letter that is never drawn means U+0000": (
        letters_never_drawn,
        TWO_BYTES,
        "tagging.letters",
    ),
    "a table from U+0000": (own_table, b"", "tagging.letters"),
    "codes without letters": (
        composite(lambda letters, _: letters.__delitem__("/ToUnicode")),
        TWO_BYTES,
        "tagging.letters",
    ),
    "no glyph map": (
        composite(lambda _, inner: inner.__delitem__("/CIDToGIDMap")),
        TWO_BYTES,
        "tagging.encoding",
    ),
    "a CMap nobody knows": (
        composite(lambda letters, _: setattr(letters, "Encoding", Name("/Nobody-H"))),
        TWO_BYTES,
        "tagging.encoding",
    ),
    "an encoding of its own": (own_encoding, b"", "tagging.encoding"),
    "a symbolic font with an encoding": (symbolic, b"", "tagging.encoding"),
    "widths that are not the font's": (wide, b"", "tagging.glyphs"),
    "a letter without a shape": (
        composite(),
        b"BT /F1 12 Tf 72 700 Td <00240000> Tj ET",
        "tagging.glyphs",
    ),
    "its own marks": (marked, b"", "tagging.marks"),
}


def told(built: Built) -> list[Problem]:
    return [each for each in built.result.problems if each.rule.startswith("tagging.")]


@pytest.mark.parametrize("name", REASONS)
def test_every_reason_is_told_of_the_piece_that_has_it(tmp_path: Path, name: str) -> None:
    change, content, rule = REASONS[name]
    keys = {"content": content} if content else {}
    bad = lettered(tmp_path / "bad.pdf", change, **keys)
    sources = {
        "item-1": picture_page(tmp_path / "scan.pdf"),
        "item-2": bad,
        "item-3": lettered(tmp_path / "good.pdf"),
    }

    built = Built(tmp_path, plan(item(1), item(2), item(3)), sources)

    (found,) = [each for each in told(built) if each.rule == rule]
    assert (found.level, found.about, found.about_uid) == (Level.INFORMATION, "E02", "item-2")
    assert "PDF/UA-1" in found.message
    assert "ISO 14289-1" in found.source
    assert {each.about for each in told(built)} == {"E02"}, "and of no other"
    assert not built.result.declared
    assert b"pdfuaid" not in built.path.read_bytes()
    assert checked(built.path) - {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}
    seen = inspect_bundle(built.path, silent)
    assert (seen.declared, seen.findings) == (False, ())


@pytest.mark.parametrize("change", [letters_never_drawn, own_table])
def test_what_no_checker_can_agree_with_is_known_without_asking_one(
    tmp_path: Path, change: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_path: Path) -> Any:
        raise AssertionError("the checker was asked")

    monkeypatch.setattr("portfolio_app.pdf.ua._ask", asked)
    content = TWO_BYTES if change is letters_never_drawn else b"BT /F1 12 Tf 9 9 Td (Minutes) Tj ET"

    built = Built(
        tmp_path, plan(item(1)), {"item-1": lettered(tmp_path / "b.pdf", change, content=content)}
    )

    assert [each.rule for each in told(built)] == ["tagging.letters"]
    assert "PDFUA1-FONT-UNICODE-VALUE-001" in checked(built.path), "and one would not agree"


def test_letters_that_an_encoding_names_need_no_table(tmp_path: Path) -> None:
    def with_empty(pdf: Pdf, letters: Any, _page: Any) -> None:
        letters.ToUnicode = to_unicode(pdf, b"<00> <0000>", way=b"bfchar")

    built = Built(tmp_path, plan(item(1)), {"item-1": lettered(tmp_path / "good.pdf", with_empty)})

    assert told(built) == []
    assert built.result.declared


def test_good_evidence_leaves_the_bundle_declared(tmp_path: Path) -> None:
    sources = {
        "item-1": picture_page(tmp_path / "scan.pdf"),
        "item-2": lettered(tmp_path / "good.pdf"),
    }

    built = Built(tmp_path, plan(item(1, claims=(claim("K8", quote=""),)), item(2)), sources)

    assert checked(built.path) == set()
    assert told(built) == []
    assert built.result.declared
    seen = inspect_bundle(built.path, silent)
    assert (seen.declared, seen.findings) == (True, ())


def test_a_font_that_draws_nothing_or_nothing_visible_is_no_reason(tmp_path: Path) -> None:
    unseen = b"BT 3 Tr /F1 12 Tf 72 700 Td (Minutes) Tj ET"
    sources = {
        "item-1": lettered(tmp_path / "unused.pdf", not_embedded, content=b"0 0 9 9 re f"),
        "item-2": lettered(tmp_path / "unseen.pdf", not_embedded, content=unseen),
    }

    built = Built(tmp_path, plan(item(1), item(2)), sources)

    assert told(built) == []
    assert built.result.declared
    assert checked(built.path) == set()


def option_sets() -> dict[str, BundleOptions]:
    usual = BundleOptions()
    return {
        "usual": usual,
        "large print": replace(usual, large_print=True),
        "annex at the end": replace(usual, annex=AnnexPlace.END, proposal_ksbs=False),
        "my part": replace(usual, front_sheets=FrontSheets.PART, pages=PagesShown.CLAIMED),
        "claims only": replace(usual, front_sheets=FrontSheets.CLAIMS, marks=False),
    }


def every_kind_of_piece(folder: Path) -> tuple[tuple[PlanItem, ...], dict[str, Path]]:
    """Return pieces that bring out every kind of our pages, and the pages that we make of files."""
    document = SimpleDocument(
        "Minutes",
        (
            heading("Minutes of the board", 1),
            Paragraph((Run("Words in "), Run("bold", bold=True), Run(" 中文 שלום 😀"))),
            Table(((cell("Head"), cell("Other")), (cell("one"), cell("two"))), 1),
            Picture(0, 40, 55, "A green field"),
        ),
    )
    picture = folder / "picture.png"
    Image.new("RGB", (40, 55), "green").save(picture)
    words = "Plain words, 中文, שלום and 😀.\n\tcode\x07\nno\ufeff letters\ufffe at all\uffff\n"
    made = {
        "item-1": simple_pages.render(document, [picture.read_bytes()]),
        "item-2": text_pages.render(words, "Notes"),
    }
    sources = {}
    for uid, data in made.items():
        sources[uid] = folder / f"{uid}-made.pdf"
        sources[uid].write_bytes(data)
    sources["item-3"] = picture_page(folder / "scan.pdf")
    pieces = (
        item(1, len(pikepdf.open(sources["item-1"]).pages), made="Text copy"),
        item(2, 1, claims=(claim("K8", quote=""), claim("S12", quote=""), claim("B1", quote=""))),
        item(3, 1, title=ODD_TITLE, context=ODD_TITLE, part=ODD_TITLE, confidentiality="Names."),
        item(4, 0, slip="A recording.", supplied="03_Recordings/E04.mp4", held=True),
        item(5, 1, observation=True, confirm="The observer confirms.", candidates=("ksb-K3",)),
        item(6, 1, redrawn=(0,), claims=(claim("K1", marks=(), quote=""),)),
    )
    for number in (5, 6):
        sources[f"item-{number}"] = sources["item-3"]
    return pieces, sources


@pytest.mark.parametrize("name", option_sets())
def test_our_own_pages_always_pass_alone(tmp_path: Path, name: str) -> None:
    pieces, sources = every_kind_of_piece(tmp_path)
    made = plan(
        *pieces,
        options=option_sets()[name],
        role=ODD_TITLE * 3,
        witnesses=(Witness("Line manager (role)", "Example Employer", refs=("E01",)),),
        hidden=("A name is hidden because the person did not agree to be named.",),
        notice="A working list.",
        draft=name == "my part",
    )

    built = Built(tmp_path, made, sources)

    assert checked(built.path) == set()
    assert (told(built), built.result.declared) == ([], True)
    assert inspect_bundle(built.path, silent).findings == ()


def test_a_bundle_without_a_page_of_evidence_passes(tmp_path: Path) -> None:
    for number, pieces in enumerate(((), (item(1, 0, slip="A recording."),))):
        (tmp_path / str(number)).mkdir()
        built = Built(tmp_path / str(number), plan(*pieces))
        assert checked(built.path) == set()
        assert built.result.declared


def test_sixty_pieces_in_many_scripts_pass(tmp_path: Path) -> None:
    page = picture_page(tmp_path / "scan.pdf")
    codes = [each.code for each in plan().ksbs]
    pieces = [
        item(n, 1, title=f"{n} {ODD_TITLE}", claims=(claim(codes[n % 46], quote=""),))
        for n in range(1, 61)
    ]

    built = Built(tmp_path, plan(*pieces), {f"item-{n}": page for n in range(1, 61)})

    assert checked(built.path) == set()
    assert built.result.declared
    assert inspect_bundle(built.path, silent).findings == ()


def test_a_scan_for_the_provider_is_declared_too(tmp_path: Path) -> None:
    rows = tuple(
        ScanReportRow(f"K{n}", KsbKind.KNOWLEDGE, f"Short {n} 中文 שלום 😀", 3, 2, 1, 2)
        for n in range(1, 60)
    )
    report = ScanReport(
        title="September", compared="June", standard="Senior leader", apprentice="An Apprentice",
        employer="Example Employer", provider="", scale=("none", "some", "all"), rows=rows,
        built="2026-03-03T10:00:00Z", built_words="3 March 2026",
    )  # fmt: skip

    assert scan_report.render(report, tmp_path / "scan.pdf") > 1

    assert checked(tmp_path / "scan.pdf") == set()
    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        assert ua.is_declared(pdf)


def test_without_the_checker_nothing_is_declared_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "page", None)

    built = Built(tmp_path, plan(item(1)), {"item-1": picture_page(tmp_path / "scan.pdf")})

    assert not built.result.declared
    assert [each.rule for each in told(built)] == ["tagging.not-checked"]
    assert "not checked" in told(built)[0].message
    assert b"pdfuaid" not in built.path.read_bytes()
    assert inspect_bundle(built.path, silent).findings == ()


def test_a_bundle_too_large_for_the_checker_is_not_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ua, "_MOST_MEMORY", 1_000_000)

    built = Built(tmp_path, plan(item(1)), {"item-1": picture_page(tmp_path / "scan.pdf")})

    assert not built.result.declared
    assert "too large" in told(built)[0].message


def test_a_drawing_that_would_fill_the_checkers_memory_is_not_given_to_it(tmp_path: Path) -> None:
    """It holds a content stream whole, as eighty times its bytes; the build would die of it."""
    pytest.importorskip("page", reason=WITHOUT)
    said = []
    for times in (100, 150_000):
        source = write_pages(tmp_path / "drawing.pdf")
        with pikepdf.open(source, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Contents.write(b"10 10 m 90 90 l S\n" * times)
            del pdf.pages[0].Resources.Font
            pdf.save()
        built = Built(tmp_path, plan(item(1, claims=())), {"item-1": source})
        said.append([each.rule for each in built.result.problems])
        with pikepdf.open(built.path) as pdf:
            assert ua.is_declared(pdf) == (times == 100)

    assert said == [[], ["tagging.not-checked"]]


def test_a_declaration_that_is_not_true_is_found(tmp_path: Path) -> None:
    pytest.importorskip("page", reason=WITHOUT)
    built = Built(tmp_path, plan(item(1)), {"item-1": write_pages(tmp_path / "bad.pdf")})
    data = built.path.read_bytes()
    assert data.count(ua.ROOM) == 1
    lying = tmp_path / "lying.pdf"
    lying.write_bytes(data.replace(ua.ROOM, ua.DECLARATION))

    found = inspect_bundle(lying, silent)

    assert found.declared
    assert [each.rule for each in found.findings] == ["declared-wrongly"]
    assert found.findings[0].level is Level.MUST_FIX


def test_a_declaration_that_cannot_be_checked_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("page", reason=WITHOUT)
    built = Built(tmp_path, plan(item(1)), {"item-1": picture_page(tmp_path / "scan.pdf")})
    assert built.result.declared
    monkeypatch.setitem(sys.modules, "page", None)

    found = inspect_bundle(built.path, silent)

    assert [(each.rule, each.level) for each in found.findings] == [
        ("declared-unchecked", Level.SHOULD_CHECK)
    ]


def test_declaring_moves_nothing_in_the_file(tmp_path: Path) -> None:
    pytest.importorskip("page", reason=WITHOUT)
    built = Built(tmp_path, plan(item(1)), {"item-1": picture_page(tmp_path / "scan.pdf")})
    declared = built.path.read_bytes()

    assert declared.count(ua.DECLARATION) == 1
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(declared.replace(ua.DECLARATION, ua.ROOM))
    assert checked(blank) == {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}
    with pikepdf.open(blank) as pdf:
        assert not ua.is_declared(pdf)
    assert ua.declare(blank).said is ua.Said.AGREED
    assert blank.read_bytes() == declared


def test_metadata_in_words_of_two_bytes_cannot_hide_a_declaration(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream("<x pdfuaid:part='2'/>".encode("utf-16-be"))
        assert ua.is_declared(pdf)


@pytest.mark.parametrize(
    "font",
    [
        Dictionary(),
        Dictionary(Subtype=Name.Type0, DescendantFonts=Array([])),
        Dictionary(Subtype=Name.Type0, DescendantFonts=7, ToUnicode=3),
        Dictionary(Subtype=Name.TrueType, FontDescriptor=Dictionary(Flags="x")),
        Array([1]),
        7,
    ],
)
def test_a_font_that_is_none_is_survived(font: object) -> None:
    assert all(each.rule == "tagging.fonts" for each in evidence_fonts.faults(font))


def test_letters_packed_wrongly_are_a_fault_not_an_error(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        broken = pdf.make_stream(zlib.compress(b"x" * 99)[:-9])
        broken.Filter = Name.FlateDecode
        program = pdf.make_stream(b"")
        font = Dictionary(
            Subtype=Name.Type1, FontDescriptor=Dictionary(FontFile=program), ToUnicode=broken
        )
        assert all(each.rule == "tagging.letters" for each in evidence_fonts.faults(font))
