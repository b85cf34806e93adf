"""The forms that go out: found again by their code, filled in by anything, read by everybody."""

from __future__ import annotations

import ctypes
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pikepdf.form
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from portfolio_app.documents import reading
from portfolio_app.domain import forms, request_code
from portfolio_app.domain.forms import FormContent, FormKsb, Seen, Whose
from portfolio_app.domain.request_message import Sender, message
from portfolio_app.domain.wire import decode, encode
from portfolio_app.pdf import forms as drawing
from portfolio_app.pdf import simple_pages, text_pages
from portfolio_app.pdf.form_pages import LEAST
from portfolio_app.services.plain_explanations import plain_explanations
from portfolio_app.workroom.host import Workroom
from tests.pdf import laid, readers, scanning
from tests.pdf.form_contents import (
    ALL,
    EMPLOYER,
    KSBS,
    LONG_STATEMENT,
    OBSERVATION,
    SCRIPTS,
)

_FORM_MAY_HOLD = {
    "/AcroForm", "/AF", "/Widget", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/Sig",
    "/Author",
}  # fmt: skip
_SIGNING = [
    forms.NAME, forms.JOB_TITLE, forms.ORGANISATION, forms.RELATIONSHIP, forms.CONTACT,
    forms.TYPED_SIGNATURE, forms.SIGNED_ON,
]  # fmt: skip
_BOX = (80 / 25.4 * 72, 22 / 25.4 * 72)  # points


@dataclass(frozen=True, slots=True)
class Made:
    """A form on disk."""

    content: FormContent
    path: Path
    pages: int


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Return every form, drawn once."""
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for name, content in ALL.items():
        data, pages = drawing.draw(content)
        path = folder / f"{name}.pdf"
        path.write_bytes(data)
        found[name] = Made(content, path, pages)
    return found


def _widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any, str]]:
    """Yield page (from 0), annotation and full name of every widget, in the pages' order."""
    for number, page in enumerate(pdf.pages):
        for each in page.obj.get("/Annots", ()):
            names = []
            at: Any = each
            while at is not None:
                if "/T" in at:
                    names.append(str(at.T))
                at = at.get("/Parent")
            yield number, each, ".".join(reversed(names))


def _shown(pdf: pikepdf.Pdf) -> list[tuple[int, Any, str]]:
    return [each for each in _widgets(pdf) if not int(each[1].F) & 2]


def _expected(content: FormContent) -> list[str]:
    rows = range(1, len(content.ksbs) + 1)
    ksbs = [name for n in rows for name in (forms.seen_field(n), forms.where_field(n))]
    ticks = [forms.SAW, forms.OWN_WORDS, forms.NOT_RELATED]
    about = [forms.FACTS_RIGHT, forms.FACTS_NOTE, forms.ACCOUNT]
    more = [forms.DEVELOPMENT, forms.DEVELOPMENT_SHOWN, forms.PRODUCT]
    return [*about, *ksbs, *more, *ticks, *_SIGNING]


def test_the_proforma_has_the_fields_of_the_contract_in_the_order_of_its_questions(
    made: dict[str, Made],
) -> None:
    for name in ("observation", "hard", "bare"):
        with pikepdf.open(made[name].path) as pdf:
            names = list(dict.fromkeys(each for _, _, each in _shown(pdf)))
            hidden = [each for _, made_, each in _widgets(pdf) if int(made_.F) & 2]
        assert names == _expected(made[name].content)
        assert hidden == [forms.CODE, forms.VERSION]


def test_buttons_hold_the_answers_of_the_contract(made: dict[str, Made]) -> None:
    def states(name: str, field: str) -> set[str]:
        with pikepdf.open(made[name].path) as pdf:
            kids = [each for _, each, found in _shown(pdf) if found == field]
            return {str(k)[1:] for each in kids for k in each.AP.N.keys()}  # noqa: SIM118

    assert states("observation", forms.seen_field(4)) == {*Seen, "Off"}
    assert states("observation", forms.FACTS_RIGHT) == {forms.FACTS_YES, forms.FACTS_NO, "Off"}
    assert states("observation", forms.SAW) == {forms.ON, "Off"}
    assert states("employer", forms.whose_field(18)) == {*Whose, "Off"}


def test_every_field_is_labelled_tagged_and_reached_from_top_to_bottom(
    made: dict[str, Made],
) -> None:
    for each in made.values():
        with pikepdf.open(each.path) as pdf:
            parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
            elements = dict(zip(map(int, parents[::2]), parents[1::2], strict=True))
            read = [ob.objgen for ob in _in_reading_order(pdf.Root.StructTreeRoot.K)]
            shown = _shown(pdf)
            assert read == [widget.objgen for _, widget, _ in shown]
            labels = [str(widget.TU) for _, widget, _ in shown]
            assert all(label.strip() for label in labels)
            assert len(set(labels)) == len(labels)
            assert all(elements[int(widget.StructParent)].S == "/Form" for _, widget, _ in shown)
            assert all(page.obj.Tabs == "/S" for page in pdf.pages)
            for index, (number, widget, name) in enumerate(shown):
                left, low, right, _ = map(float, widget.Rect)
                for after, later, other in shown[index + 1 :]:
                    is_beneath = later.Rect[0] < right and left < later.Rect[2]
                    if after == number and is_beneath:
                        assert float(later.Rect[3]) <= low, (name, other)


def _in_reading_order(element: Any) -> Iterator[Any]:
    for kid in element.K:
        if not isinstance(kid, pikepdf.Dictionary):
            continue
        if kid.get("/Type") == "/OBJR":
            yield kid.Obj
        elif kid.get("/Type") == "/StructElem":
            yield from _in_reading_order(kid)


def test_an_independent_checker_agrees_that_each_form_is_pdf_ua(made: dict[str, Made]) -> None:
    profile = page_validation.ValidationProfile.PDF_UA_1
    for name, each in made.items():
        report = page_validation.validate_pdf(each.path, profile=profile)
        assert report.is_compliant, (name, [f.message for f in report.failures])
        with pikepdf.open(each.path) as pdf:
            assert b"<pdfuaid:part>1<" in pdf.Root.Metadata.read_bytes()
            assert pdf.Root.Lang == "en-GB"
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert each.content.ref in str(pdf.docinfo.Title)


def test_the_code_is_in_a_field_in_words_and_out_of_sight_on_every_page(
    made: dict[str, Made],
) -> None:
    for each in made.values():
        code = each.content.code
        reader = pypdf.PdfReader(each.path)
        fields = reader.get_fields()
        assert fields is not None
        assert fields[forms.CODE]["/V"] == code
        assert fields[forms.VERSION]["/V"] == str(each.content.version)
        assert all(int(fields[name]["/Ff"]) & 1 for name in (forms.CODE, forms.VERSION))
        for page in reader.pages[:6]:
            text = page.extract_text()
            assert request_code.found_in(text) == (code,)
            assert text.count(request_code.shown(code)) == 2  # in words, and over the bars


@pytest.mark.parametrize("kind", ["skewed", "two levels", "photo"])
def test_the_bars_are_read_from_a_scan(made: dict[str, Made], kind: str) -> None:
    dpi = 300 if kind == "two levels" else 150
    document = pypdfium2.PdfDocument(made["observation"].path)
    for index in range(len(document) if kind == "skewed" else 1):
        drawn = document[index].render(scale=dpi / 72).to_pil().convert("L")
        scan = _scanned(drawn, kind)
        code_128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
        found = [each.text for each in zxingcpp.read_barcodes(scan, formats=code_128)]
        assert found == [OBSERVATION.code]
    document.close()


def _scanned(drawn: Image.Image, kind: str) -> Image.Image:
    skewed = drawn.rotate(2, expand=True, fillcolor=240, resample=Image.Resampling.BICUBIC)
    noisy = Image.blend(skewed, Image.effect_noise(skewed.size, 60), 0.15)
    noisy = noisy.filter(ImageFilter.GaussianBlur(0.6))
    if kind == "two levels":
        return noisy.point(lambda grey: 255 if grey > 120 else 0)
    if kind == "photo":
        dark = noisy.point(lambda grey: 30 + grey // 2)
        packed = io.BytesIO()
        dark.save(packed, "JPEG", quality=40)
        return Image.open(packed).convert("L")
    return noisy


def test_nothing_is_cut_covered_or_smaller_than_it_should_be(made: dict[str, Made]) -> None:
    for name, each in made.items():
        for number in range(1, min(each.pages, 6) + 1):
            assert not laid.outside(each.path, number), (name, number)
            assert not list(laid.overlaps(each.path, number)), (name, number)
        document = pypdfium2.PdfDocument(each.path)
        words = document[0].get_textpage()
        sizes = {
            pdfium.FPDFText_GetFontSize(words.raw, n)
            for n in range(words.count_chars())
            if not chr(pdfium.FPDFText_GetUnicode(words.raw, n)).isspace()
        }
        document.close()
        assert min(sizes) >= LEAST, name


def test_fields_lie_apart_on_the_page_and_leave_room_to_click(made: dict[str, Made]) -> None:
    for name, each in made.items():
        with pikepdf.open(each.path) as pdf:
            by_page: dict[int, list[list[float]]] = {}
            for number, widget, _ in _shown(pdf):
                rect = [float(value) for value in widget.Rect]
                assert 40 <= rect[0] < rect[2] <= 555, name
                assert 40 <= rect[1] < rect[3] <= 770, name
                assert rect[3] - rect[1] > 12.9, name
                for other in by_page.setdefault(number, []):
                    apart = (
                        rect[0] >= other[2] or rect[2] <= other[0]
                        or rect[1] >= other[3] or rect[3] <= other[1]
                    )  # fmt: skip
                    assert apart, (name, rect, other)
                by_page[number].append(rect)


def test_a_form_holds_nothing_that_acts_and_nothing_from_elsewhere(made: dict[str, Made]) -> None:
    for name, each in made.items():
        with pikepdf.open(each.path) as pdf:
            for thing in pdf.objects:
                for part in scanning._parts(thing):
                    if isinstance(part, pikepdf.Name):
                        assert str(part) not in scanning.NEVER - _FORM_MAY_HOLD, name
                    if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                        keys = set(part.keys())
                        assert not keys & (scanning.NEVER - _FORM_MAY_HOLD), name
                        assert not keys & {"/URI", "/MaxLen", "/RV"}, name
                        assert "/A" not in keys or "/Subtype" not in keys, name
                        is_file = part.get("/Type") == "/Filespec"
                        assert not (isinstance(part, pikepdf.Stream) and "/F" in keys), name
                        assert "/EF" not in keys or is_file, name
            assert list(pdf.attachments) == [forms.EMBEDDED_NAME]
            assert not pdf.is_encrypted


def test_the_request_travels_inside_as_it_was_made(made: dict[str, Made]) -> None:
    for each in made.values():
        with pikepdf.open(each.path) as pdf:
            inside = json.loads(pdf.attachments[forms.EMBEDDED_NAME].get_file().read_bytes())
        assert decode(FormContent, inside) == each.content
        assert inside == encode(each.content)


# No emoji: PDFium takes typed letters beyond U+FFFF for others, whatever the form.
_ANSWER = f"{SCRIPTS} – “quoted”, dashes —\n" + "and what came of it. " * 1_500


def test_text_of_any_length_and_script_stays_whole_by_whatever_it_is_filled(
    made: dict[str, Made], tmp_path: Path, warnings_logged: list[logging.LogRecord]
) -> None:
    form = made["observation"]
    texts = {
        name: _ANSWER if name in (forms.ACCOUNT, forms.DEVELOPMENT) else f"{SCRIPTS} {name}"
        for name in _expected(form.content)
        if name not in (forms.FACTS_RIGHT, forms.DEVELOPMENT_SHOWN, forms.SAW, forms.OWN_WORDS,
                        forms.NOT_RELATED) and not name.endswith(".seen")
    }  # fmt: skip
    buttons = {forms.FACTS_RIGHT: forms.FACTS_NO, forms.SAW: forms.ON, forms.OWN_WORDS: forms.ON}
    buttons |= {forms.seen_field(n): str(each) for n, each in enumerate(Seen, 1)}
    filled = {
        "pypdf": _by_pypdf(form.path, texts, buttons, tmp_path / "pypdf.pdf"),
        "pikepdf": _by_pikepdf(form.path, texts, buttons, tmp_path / "pikepdf.pdf"),
        "pdfium": _by_pdfium(form.path, texts, buttons, tmp_path / "pdfium.pdf"),
    }
    # pypdf says of the look it draws that letters are missing; the values are what counts.
    assert all(each.name.startswith("pypdf.") for each in warnings_logged)
    warnings_logged.clear()
    for who, path in filled.items():
        for ask in (_read_by_pypdf, _read_by_pikepdf, _read_by_pdfium):
            values = ask(path)
            assert values[forms.CODE] == form.content.code
            told = {name: _plain(values[name]) for name in texts}
            assert told == {name: _plain(text) for name, text in texts.items()}, (who, ask)
            assert {name: values[name] for name in buttons} == buttons, (who, ask)
            assert values[forms.NOT_RELATED] in ("", "Off"), (who, ask)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_pypdf(path: Path, texts: dict[str, str], buttons: dict[str, str], out: Path) -> Path:
    writer = pypdf.PdfWriter(clone_from=path)
    values = texts | {name: f"/{state}" for name, state in buttons.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    writer.write(out)
    return out


def _by_pikepdf(path: Path, texts: dict[str, str], buttons: dict[str, str], out: Path) -> Path:
    with pikepdf.open(path) as pdf:
        fields = pikepdf.form.Form(pdf)
        for name, text in texts.items():
            fields[name].value = text
        for name, state in buttons.items():
            field = fields[name]
            if isinstance(field, pikepdf.form.CheckboxField):
                field.checked = True
            else:
                field.value = pikepdf.Name(f"/{state}")
        pdf.save(out)
    return out


def _by_pdfium(path: Path, texts: dict[str, str], buttons: dict[str, str], out: Path) -> Path:
    """Fill the form as somebody does who clicks and types in it."""
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    env = pdf.formenv.raw
    for number in range(len(pdf)):
        loaded = pdf[number]
        page = loaded.raw
        pdfium.FORM_OnAfterLoadPage(page, env)
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            name = _told(pdfium.FPDFAnnot_GetFormFieldName, env, annotation)
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            at = ((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
            state = _told(pdfium.FPDFAnnot_GetFormFieldExportValue, env, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if name not in texts and buttons.get(name) != state:
                continue
            pdfium.FORM_ForceToKillFocus(env)
            pdfium.FORM_OnMouseMove(env, page, 0, *at)
            pdfium.FORM_OnLButtonDown(env, page, 0, *at)
            pdfium.FORM_OnLButtonUp(env, page, 0, *at)
            if name in texts:
                units = texts[name].encode("utf-16-le") + b"\0\0"
                typed = (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
                pdfium.FORM_ReplaceSelection(env, page, typed)
        pdfium.FORM_ForceToKillFocus(env)
    pdf.save(out)
    pdf.close()
    return out


def _told(ask: Any, env: Any, annotation: Any) -> str:
    size = ask(env, annotation, None, 0)
    units = (ctypes.c_ushort * (size // 2 + 1))()
    ask(env, annotation, units, size)
    return bytes(units)[: size - 2].decode("utf-16-le")


def _read_by_pypdf(path: Path) -> dict[str, str]:
    fields = pypdf.PdfReader(path).get_fields() or {}
    return {name: str(each.get("/V", "")).removeprefix("/") for name, each in fields.items()}


def _read_by_pikepdf(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        found: dict[str, str] = {}
        for _, widget, name in _widgets(pdf):
            field = widget if "/FT" in widget else widget.Parent
            found[name] = str(field.get("/V", "")).removeprefix("/")
        return found


def _read_by_pdfium(path: Path) -> dict[str, str]:
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    env = pdf.formenv.raw
    found: dict[str, str] = {}
    for number in range(len(pdf)):
        loaded = pdf[number]
        page = loaded.raw
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            name = _told(pdfium.FPDFAnnot_GetFormFieldName, env, annotation)
            if pdfium.FPDFAnnot_GetFormFieldType(env, annotation) in (2, 3):
                if pdfium.FPDFAnnot_IsChecked(env, annotation):
                    ask = pdfium.FPDFAnnot_GetFormFieldExportValue
                    found[name] = _told(ask, env, annotation)
                found.setdefault(name, "")
            else:
                found[name] = _told(pdfium.FPDFAnnot_GetFormFieldValue, env, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
    pdf.close()
    return found


def test_the_font_that_is_typed_in_is_embedded_whole_and_reaches_welsh_and_polish(
    made: dict[str, Made],
) -> None:
    with pikepdf.open(made["observation"].path) as pdf:
        form = pdf.Root.AcroForm
        assert "/NeedAppearances" not in form  # readers would draw ticks as if they were none
        used = {str(w.DA).split()[0] for _, w, _ in _shown(pdf) if w.get("/FT") == "/Tx"}
        assert len(used) == 1
        font = form.DR.Font[used.pop()]
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 40_000
        table = font.ToUnicode.read_bytes().decode("ascii")
        reached = {chr(int(each, 16)) for each in re.findall(r"<..> <(.{4})>", table)}
        widths = list(font.Widths)
        looks = [w.AP.N.objgen for _, w, _ in _shown(pdf) if w.get("/FT") == "/Tx"]
    assert set("ŵŷŴŶąćęłńóśźżĄĆĘŁŃÓŚŹŻâêîô“”‘’–—…€£") <= reached
    assert len(widths) == 255
    assert len(set(looks)) == len(looks)  # what is written into one field shows in no other


def test_four_ksbs_take_two_pages_and_guidance_and_six_say_how_much_longer(
    made: dict[str, Made],
) -> None:
    reader = pypdf.PdfReader(made["observation"].path)
    texts = [_flat(page.extract_text()) for page in reader.pages]
    assert len(texts) == 3
    assert "About 10 minutes" in texts[0]
    assert "adds about two minutes" not in texts[0]
    assert "Part 3" in texts[1]
    assert "How to fill this in" in texts[2]
    six = _flat(pypdf.PdfReader(made["hard"].path).pages[0].extract_text())
    assert "About 14 minutes" in six
    assert "Each one above 4 adds about two minutes" in six


def test_four_ksbs_of_the_longest_official_wording_take_two_pages_and_guidance_too(
    made: dict[str, Made], tmp_path: Path
) -> None:
    import tomllib

    from portfolio_app import assets

    known = plain_explanations()
    pack = tomllib.loads(assets.text("standards/st0480-v1.2.toml"))["ksbs"]
    longest = sorted(pack, key=lambda each: -len(each["text"]))
    ksbs = tuple(
        FormKsb(each["code"], "", each["text"], known.of(each["text"])) for each in longest[:6]
    )
    context = " ".join(["governance", "of", "the", "panel"] * 30)  # 120 words
    data, pages = drawing.draw(replace(OBSERVATION, ksbs=ksbs[:4], context=context))
    assert pages == 3
    path = tmp_path / "longest.pdf"
    path.write_bytes(data)
    assert not [laid.outside(path, number) for number in (1, 2) if laid.outside(path, number)]
    assert not [each for number in (1, 2) for each in laid.overlaps(path, number)]
    texts = [_flat(page.extract_text()) for page in pypdf.PdfReader(path).pages]
    assert all(_flat(each.text) in texts[1] for each in ksbs[:4])
    with pikepdf.open(path) as pdf:
        rects = {name: [float(n) for n in each.Rect] for _, each, name in _shown(pdf)}
    assert rects[forms.ACCOUNT][3] - rects[forms.ACCOUNT][1] > 180
    six, pages = drawing.draw(replace(OBSERVATION, ksbs=ksbs, context=context))
    assert pages == 4
    last = _flat(pypdf.PdfReader(io.BytesIO(six)).pages[2].extract_text())
    assert "What could be done even better next time?" in last  # no page of signatures alone


def test_an_observer_whose_name_is_written_from_the_right_has_a_line_for_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(drawing.draw(replace(OBSERVATION, observer="سمير خليل"))[0])
    lines = pypdf.PdfReader(path).pages[0].extract_text().splitlines()
    rest = "Chief Executive, Example Schools Trust, observing as line manager"
    assert any(line.strip() == rest for line in lines)


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_part_1_and_every_ksb_stand_in_full_words_on_the_page(made: dict[str, Made]) -> None:
    reader = pypdf.PdfReader(made["observation"].path)
    text = _flat(" ".join(page.extract_text() for page in reader.pages))
    content = OBSERVATION
    for words in (
        content.title, content.apprentice, content.employer, content.provider, content.standard,
        "2 December 2025, 14:00, 90 minutes", content.place, content.present, content.observer,
        "observing as line manager", _flat(content.context), content.confidential,
        *(ksb.text for ksb in content.ksbs), KSBS[0].plain, content.reply_to,
        content.wording, "don't fill it in the mail preview", "You are confirming what you saw.",
        "You are not grading.",
    ):  # fmt: skip
        assert words in text, words


def test_a_form_never_says_why_a_ksb_was_chosen(made: dict[str, Made]) -> None:
    for name, each in made.items():
        text = " ".join(p.extract_text() for p in pypdf.PdfReader(each.path).pages[:6])
        assert not re.search(r"(?i)\b(gaps?|thin|weak|lacks?|missing|covered)\b", text), name
        assert "!" not in text, name


def test_the_signature_box_is_empty_unless_a_digital_signature_was_asked_for(
    made: dict[str, Made],
) -> None:
    with pikepdf.open(made["certificate"].path) as pdf:
        number, widget, _ = next(e for e in _shown(pdf) if e[2] == forms.DIGITAL_SIGNATURE)
        box = [float(each) for each in widget.Rect]
        assert widget.FT == "/Sig"
        assert "/V" not in widget
        assert widget.Lock.Action == "/All"
        assert box[2] - box[0] == pytest.approx(_BOX[0], abs=0.1)
        assert box[3] - box[1] == pytest.approx(_BOX[1], abs=0.1)
        others = {name for _, _, name in _shown(pdf)} - {forms.DIGITAL_SIGNATURE}
    assert others == set(_expected(OBSERVATION))
    with pikepdf.open(made["observation"].path) as pdf:
        assert "/SigFlags" not in pdf.Root.AcroForm
        for page, each, name in _shown(pdf):
            rect = [float(value) for value in each.Rect]
            is_over = rect[0] < box[2] and rect[2] > box[0]
            is_over = is_over and rect[1] < box[3] and rect[3] > box[1]
            assert page != number or not is_over, name


def test_the_employers_statement_asks_about_every_piece_once_over_as_many_pages_as_it_takes(
    made: dict[str, Made],
) -> None:
    with pikepdf.open(made["employer"].path) as pdf:
        names = list(dict.fromkeys(name for _, _, name in _shown(pdf)))
        pages = {name: number for number, _, name in _shown(pdf)}
    rows = [forms.whose_field(number) for number in range(1, 19)]
    assert names == [*rows, forms.COMMENT, *_SIGNING]
    texts = [_flat(p.extract_text()) for p in pypdf.PdfReader(made["employer"].path).pages]
    for number, row in enumerate(EMPLOYER.schedule, 1):
        there = texts[pages[forms.whose_field(number)]]
        length = "1 page" if number == 1 else f"{number} pages"
        for words in (row.ref, row.title, row.part, f"12 March 2026 · {length}"):
            assert words in there, words
    with_rows = {pages[name] for name in rows}
    assert len(with_rows) > 1
    assert all("the apprentice's part as they state it" in texts[page] for page in with_rows)
    assert sum(text.count("Type your full name") for text in texts) == 1


def test_a_general_statement_is_one_page_with_one_tick(made: dict[str, Made]) -> None:
    assert len(LONG_STATEMENT.statement.split()) > 250
    for name in ("statement", "long statement"):
        form = made[name]
        assert form.pages == 1, name
        with pikepdf.open(form.path) as pdf:
            names = [name for _, _, name in _shown(pdf)]
        assert names == [forms.AGREED, forms.COMMENT, *_SIGNING]
        text = _flat(pypdf.PdfReader(form.path).pages[0].extract_text())
        for words in (form.content.statement, form.content.relationship, form.content.reply_to):
            assert _flat(words) in text, words
    longer = replace(LONG_STATEMENT, statement=LONG_STATEMENT.statement * 3)
    assert drawing.draw(longer)[1] == 2


def test_a_supplement_of_four_pieces_is_one_page_that_says_all_of_them(
    made: dict[str, Made],
) -> None:
    form = made["supplement"]
    assert form.pages == 1
    with pikepdf.open(form.path) as pdf:
        names = list(dict.fromkeys(name for _, _, name in _shown(pdf)))
        labels = [str(each.TU) for _, each, name in _shown(pdf) if name == forms.whose_field(2)]
    assert names == [*map(forms.whose_field, range(1, 5)), forms.COMMENT, *_SIGNING]
    row = form.content.schedule[1]
    assert labels == [f"{row.ref} {row.title}: {answer.words}" for answer in Whose]
    text = _flat(pypdf.PdfReader(form.path).pages[0].extract_text())
    for words in (form.content.title, form.content.context, row.part, "You are not grading."):
        assert _flat(words) in text, words
    for each in form.content.schedule:
        assert f"{each.ref} {each.title}" in text
    more = replace(form.content, schedule=form.content.schedule * 2)
    assert drawing.draw(more)[1] > 1


def test_form_and_message_say_the_same_number_of_minutes(made: dict[str, Made]) -> None:
    for name, minutes in (("observation", 10), ("hard", 14), ("employer", 10), ("supplement", 2),
                          ("statement", 2)):  # fmt: skip
        content = made[name].content
        text = _flat(pypdf.PdfReader(made[name].path).pages[0].extract_text())
        sent = message(content, drawing.words_of(content.kind), Sender("A name"), date(2026, 3, 3))
        assert f"About {minutes} minutes." in text, name
        assert f"about {minutes} minutes." in sent, name


def test_the_same_content_gives_the_same_form_and_another_version_another_one(
    made: dict[str, Made],
) -> None:
    kept = made["observation"].path.read_bytes()
    assert drawing.draw(OBSERVATION)[0] == kept
    assert drawing.draw(replace(OBSERVATION, version=3))[0] != kept


def test_a_form_that_is_kept_as_evidence_holds_nothing_that_its_pages_do_not_show(
    made: dict[str, Made], tmp_path: Path
) -> None:
    texts = {forms.ACCOUNT: "She asked, and they agreed.", forms.NAME: "The line manager"}
    states = {forms.SAW: forms.ON, forms.seen_field(1): str(Seen.SEEN)}
    filled = _by_pikepdf(made["observation"].path, texts, states, tmp_path / "filled.pdf")
    read = reading.read(filled.read_bytes(), "form.pdf", text_pages.render, simple_pages.render)
    told = {each.what for each in read.facts.holds}
    assert told == {
        "author name", "hidden metadata (XMP)", "form answers",
        "the request that this form was made for",
    }  # fmt: skip
    assert not read.facts.problem
    assert "She asked, and they agreed." in read.pages[0].text
    with pikepdf.open(filled) as pdf:  # another value there would be something unseen
        next(w for _, w, name in _widgets(pdf) if name == forms.CODE).V = pikepdf.String("Unseen.")
        other = io.BytesIO()
        pdf.save(other)
    read = reading.read(other.getvalue(), "form.pdf", text_pages.render, simple_pages.render)
    assert "answers not shown on the page" in {each.what for each in read.facts.holds}


def test_other_readers_open_every_form_without_complaint(made: dict[str, Made]) -> None:
    for name in ("observation", "certificate", "employer", "statement"):
        path = made[name].path
        told = [*readers.of_qpdf(path), *readers.of_pdfium(path, 18), *readers.of_poppler(path, 18)]
        assert told == []


def test_the_workroom_draws_a_form(made: dict[str, Made]) -> None:
    with Workroom() as room:
        reply = room.call("draw_form", {"content": encode(OBSERVATION)})
    assert reply.result == {"pages": 3}
    assert reply.blobs[0] == made["observation"].path.read_bytes()


def test_every_ksb_that_comes_with_the_app_has_a_plain_line_by_its_wording() -> None:
    import tomllib

    from portfolio_app import assets

    known = plain_explanations()
    pack = tomllib.loads(assets.text("standards/st0480-v1.2.toml"))
    lines = [known.of(each["text"]) for each in pack["ksbs"]]
    assert all(lines)
    assert len(set(lines)) == len(lines)
    assert known.source == "written for this app; not official wording"
    assert known.of("Takes personal accountability, aligned to clear values") == known.of(
        "Take personal accountability aligned to clear values."
    )
    assert known.of("Operate a fork-lift truck safely.") == ""
    assert known.of("") == ""
