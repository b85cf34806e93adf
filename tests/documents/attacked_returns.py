"""Our own form attacked: each attack changes something that the apprentice's side had fixed."""

import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from portfolio_app.domain import request_code
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import Part
from portfolio_app.pdf import forms
from tests.documents import honest_returns as honest
from tests.documents.honest_returns import saved

NAMES = ("Idris Sample", "Mair Placeholder", "Ola Fictional", "Rhys Example-Two", "Tess Invented")
TITLES = ("Chairing the budget board", "Opening the parents’ forum", "Leading the estates review")


def drawn(content: FormContent) -> bytes:
    return forms.draw(content)[0]


def repainted(form: bytes, other: FormContent) -> bytes:
    """Return a form whose pages are drawn anew with other facts; code, fields, request stay."""
    with pikepdf.open(io.BytesIO(form)) as pdf, pikepdf.open(io.BytesIO(drawn(other))) as source:
        for page, painted in zip(pdf.pages, source.pages, strict=False):
            page.obj.Contents = pdf.copy_foreign(painted.obj.Contents)
            page.obj.Resources = pdf.copy_foreign(source.make_indirect(painted.obj.Resources))
        return saved(pdf)


def _painted_over(form: bytes, index: int, content: bytes, font: str = "Helvetica") -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        page = pdf.pages[index]
        made = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + font),
                       Encoding=Name.WinAnsiEncoding)
        )  # fmt: skip
        page.obj.Resources = pikepdf.Dictionary(page.obj.Resources)
        fonts = Dictionary(page.obj.Resources.get("/Font", Dictionary()))
        fonts["/ZZ"] = made
        page.obj.Resources.Font = fonts
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q " + content)
        return saved(pdf)


def spot(form: bytes, words: str, page: int = 0) -> tuple[float, float, float, float]:
    """Return where words stand on a page: left, bottom, right, top in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(form)
    text = document[page].get_textpage()
    found = text.search(words, match_case=True).get_next()
    assert found is not None, words
    boxes = [text.get_charbox(k) for k in range(found[0], found[0] + found[1])]
    boxes = [b for b in boxes if b[2] > b[0]]
    document.close()
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def _box(where: tuple[float, float, float, float], grow: float = 2.0) -> str:
    x0, y0, x1, y1 = where
    return f"{x0 - grow:.1f} {y0 - grow:.1f} {x1 - x0 + 2 * grow:.1f} {y1 - y0 + 2 * grow:.1f} re"


# --- The attacks. Each returns the attacked file; the table below says what must be told.


def other_name(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    return repainted(form, replace(content, apprentice=rng.choice(NAMES)))


def other_date(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    return repainted(form, replace(content, day=f"2025-12-{rng.randrange(3, 28):02d}"))


def other_ksb(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    at = rng.randrange(len(content.ksbs))
    ksbs = list(content.ksbs)
    other = rng.choice(("S15", "K8", "B4", "S3"))
    ksbs[at] = replace(ksbs[at], code=other, text="Designs and drives a strategy for change.")
    return repainted(form, replace(content, ksbs=tuple(ksbs)))


def other_words_of_a_ksb(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    at = rng.randrange(len(content.ksbs))
    ksbs = list(content.ksbs)
    words = ksbs[at].text.split()
    where = rng.randrange(1, len(words))
    words[where] = "always" if words[where] != "always" else "never"
    ksbs[at] = replace(ksbs[at], text=" ".join(words))
    return repainted(form, replace(content, ksbs=tuple(ksbs)))


def other_activity(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    return repainted(form, replace(content, title=rng.choice(TITLES)))


def one_word_of_the_context(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    words = content.context.split()
    words[rng.randrange(len(words))] = rng.choice(("wrote", "closed", "never", "alone"))
    return honest.pypdf_again(
        repainted(form, replace(content, context=" ".join(words))),
        None,  # type: ignore[arg-type]
    )


def other_observer(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    return repainted(form, replace(content, observer=rng.choice(NAMES)))


def pages_swapped(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pages = list(pdf.pages)
        one = rng.randrange(len(pages) - 1)
        pages[one], pages[one + 1] = pages[one + 1], pages[one]
        made = pikepdf.Array([p.obj for p in pages])
        pdf.Root.Pages.Kids = made
        return saved(pdf)


def page_removed(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        del pdf.pages[rng.randrange(len(pdf.pages))]
        return saved(pdf)


def page_added(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        words = f"This person met every standard, {rng.randrange(100)} times over."
        page.obj.Contents = Stream(pdf, f"BT /F 12 Tf 72 700 Td ({words}) Tj ET".encode())
        if rng.random() < 0.5:
            pages = list(pdf.pages)
            pdf.Root.Pages.Kids = Array([p.obj for p in (pages[-1], *pages[:-1])])
        return saved(pdf)


def white_box(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    words = rng.choice((content.apprentice, content.place, content.title))
    return _painted_over(form, 0, f"1 g {_box(spot(form, words))} f".encode())


def white_box_and_new_words(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    where = spot(form, "2 December 2025")
    day = f"{rng.randrange(3, 30)} December 2025"
    return _painted_over(
        form, 0,
        f"1 g {_box(where)} f 0 g BT /ZZ 11 Tf {where[0]:.1f} {where[1] + 2:.1f} Td ({day}) Tj ET"
        .encode(),
    )  # fmt: skip


def white_box_over_a_ksb(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    words = rng.choice(content.ksbs).text
    where = spot(form, words, 1)
    new = "Says good morning to everybody in the room."
    return _painted_over(
        form, 1,
        f"1 g {_box(where)} f 0 g BT /ZZ 11 Tf {where[0]:.1f} {where[1] + 2:.1f} Td ({new}) Tj ET"
        .encode(),
    )  # fmt: skip


def note_over_text(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    words = rng.choice((content.apprentice, "2 December 2025", content.title))
    x0, y0, x1, y1 = spot(form, words)
    return honest.typed_over(form, [(0, (x0 - 2, y0 - 3, x1 + 40, y1 + 3), rng.choice(NAMES))])


def stamp_over_text(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    x0, y0, x1, y1 = spot(form, rng.choice((content.employer, content.place)))
    return honest.stamped(form, 0, (x0 - 2, y0 - 3, x1 + 30, y1 + 3), honest.autograph(rng))


def picture_over_text(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    """Draw one digit anew as a shape over white, with the words beneath left as they were."""
    x0, y0, x1, y1 = spot(form, "2 December 2025")
    wide = (x1 - x0) / 15
    shape = f"0 g {x0 + 1:.2f} {y0 + 1.5:.2f} 1.2 {y1 - y0 - 2:.2f} re f"
    return _painted_over(form, 0, f"1 g {_box((x0, y0, x0 + wide, y1), 0.6)} f {shape}".encode())


def value_and_look_differ(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    said = "She led the meeting well and it ended on time."
    filled = honest.by_pdfium(form, {"account": said, "ksb.1.seen": "seen"})
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        for _, each, name in honest._widgets(pdf):
            if name == "account" and rng.random() < 0.6:
                each.V = String("He was late and left early; nothing was decided at all.")
                return saved(pdf)
        for _, each, name in honest._widgets(pdf):
            if name == "ksb.1.seen":
                each.Parent.V = Name("/not")
        return saved(pdf)


def looks_exchanged(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    row = rng.choice(("ksb.1.seen", "ksb.2.seen", "saw"))
    held = {"ksb.1.seen": "seen", "ksb.2.seen": "part"}
    filled = honest.by_pikepdf(form, held)
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        for _, each, name in honest._widgets(pdf):
            if name == row:
                states = each.AP.N
                on = next(key for key in states if key != "/Off")
                states[on], states["/Off"] = states["/Off"], states[on]
        return saved(pdf)


def code_field_changed(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for _, each, name in honest._widgets(pdf):
            if name == "code":
                each.V = String(request_code.new_code("another portfolio"))
        return saved(pdf)


def hidden_layer(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Review")))
        off = Array([group]) if rng.random() < 0.7 else Array()
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=off))
        page = pdf.pages[0]
        page.obj.Resources = Dictionary(page.obj.Resources)
        page.obj.Resources.Properties = Dictionary(L0=group)
        where = spot(form, content.apprentice)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q /OC /L0 BDC 1 g {_box(where)} f EMC".encode())
        return saved(pdf)


def signature_page_of_another_form(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    other = drawn(replace(content, code=request_code.new_code("p2"), ref="OBS-09",
                          apprentice=rng.choice(NAMES)))  # fmt: skip
    signed = honest.inked(other, [(1, (60, 120, 220, 160))], rng)
    with pikepdf.open(io.BytesIO(form)) as pdf, pikepdf.open(io.BytesIO(signed)) as source:
        at = len(pdf.pages) - 2
        pdf.pages[at] = source.pages[at]
        return saved(pdf)


def another_apprentices_form(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    other = replace(content, apprentice=rng.choice(NAMES), code=request_code.new_code("p3"))
    return honest.by_pikepdf(drawn(other), {"account": "Well done.", "name": "Bryn Sample"})


def old_version(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    old = replace(content, version=1, code=request_code.new_code("p1"), title=rng.choice(TITLES))
    return honest.by_pdfium(drawn(old), {"account": "As asked."})


def two_catalogues(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    """Put a second catalogue with other pages after the file, in an update of it."""
    data = form.rstrip()
    with pikepdf.open(io.BytesIO(form)) as pdf:
        number = len(pdf.objects) + 5
        pages = pdf.Root.Pages.objgen[0]
        form_at = pdf.Root.AcroForm.objgen[0]
    start = len(data) + 1
    new = (
        f"{number} 0 obj\n<< /Type /Catalog /Pages {pages} 0 R /AcroForm {form_at} 0 R "
        f"/Note ({rng.randrange(9999)}) >>\nendobj\n"
    )
    before = re.findall(rb"startxref\s+(\d+)", data)[-1].decode()
    table = start + len(new)
    tail = (
        f"xref\n{number} 1\n{start:010d} 00000 n \ntrailer\n<< /Size {number + 1} "
        f"/Root {number} 0 R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n"
    )
    return data + b"\n" + new.encode() + tail.encode()


def objects_beneath_objects(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    """Put another page content of the same number into the file, which its table does not name."""
    with pikepdf.open(io.BytesIO(form)) as pdf:
        stream = pdf.pages[0].obj.Contents
        stream = stream if isinstance(stream, Stream) else stream[0]
        number, generation = stream.objgen
    data = form.rstrip()
    end = data.rfind(b"startxref")
    where = data.rfind(b"\nxref", 0, end)
    where = where if where > 0 else data.rfind(b"endobj", 0, end) + 7
    content_now = f"BT /F1 12 Tf 72 700 Td (Other pages {rng.randrange(99)}) Tj ET".encode()
    fake = (
        f"\n{number} {generation} obj\n<< /Length {len(content_now)} >>\nstream\n".encode()
        + content_now
        + b"\nendstream\nendobj\n"
    )
    xref = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    moved = data[:where] + fake + data[where:]
    place = f"startxref\n{xref + len(fake)}\n%%EOF\n".encode()
    return moved[: moved.rfind(b"startxref")] + place


def declaration_changed(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    """Rewrite the page with the declarations; every word of it stays where it was but one."""
    page = 1
    where = spot(form, rng.choice(("I saw this myself", "These are my own words")), page)
    return _painted_over(
        form, page,
        f"1 g {_box(where)} f 0 g BT /ZZ 10 Tf {where[0]:.1f} {where[1] + 2:.1f} Td "
        f"(I agree to all) Tj ET".encode(),
    )  # fmt: skip


def field_added(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        where = spot(form, content.apprentice)
        made = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, F=4,
                       T=String(f"extra{rng.randrange(99)}"), V=String(rng.choice(NAMES)),
                       Rect=Array(list(where)))
        )  # fmt: skip
        pdf.Root.AcroForm.Fields.append(made)
        pdf.pages[0].obj.Annots.append(made)
        return saved(pdf)


def field_removed(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    gone = rng.choice(("saw", "own-words", "not-related", "name", "signed-on"))
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for page in pdf.pages:
            kept = [a for a in page.obj.get("/Annots", Array()) if str(a.get("/T", "")) != gone]
            page.obj.Annots = Array(kept)
        pdf.Root.AcroForm.Fields = Array(
            [f for f in pdf.Root.AcroForm.Fields if str(f.get("/T", "")) != gone]
        )
        return saved(pdf)


def answers_offered_swapped(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    """Let "Not this time" mean "Seen": the buttons change places."""
    row = rng.randrange(1, len(content.ksbs) + 1)
    with pikepdf.open(io.BytesIO(form)) as pdf:
        found = [w for _, w, name in honest._widgets(pdf) if name == f"ksb.{row}.seen"]
        first, last = Array(found[0].Rect), Array(found[-1].Rect)
        found[0].Rect, found[-1].Rect = last, first
        return saved(pdf)


def request_inside_changed(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    import json

    from portfolio_app.domain.wire import encode

    other = replace(content, apprentice=rng.choice(NAMES))
    with pikepdf.open(io.BytesIO(form)) as pdf:
        data = json.dumps(encode(other)).encode()
        pdf.attachments["request.json"] = pikepdf.AttachedFileSpec(
            pdf, data, filename="request.json"
        )
        return saved(pdf)


def script_added(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert({rng.randrange(99)})"))
        if rng.random() < 0.5:
            pdf.Root.OpenAction = script
        else:
            pdf.pages[0].obj.AA = Dictionary(O=script)
        return saved(pdf)


def bars_of_another_form(form: bytes, content: FormContent, rng: random.Random) -> bytes:
    other = replace(content, code=request_code.new_code("p5"))
    return repainted(form, other)


Attack = Callable[[bytes, FormContent, random.Random], bytes]

# What each must be told as: the part, and a word that one of the sentences has.
ATTACKS: dict[Attack, tuple[Part, str]] = {
    other_name: (Part.PART_1, "apprentice’s name"),
    other_date: (Part.PART_1, "the date"),
    other_ksb: (Part.PART_1, "and its wording"),
    other_words_of_a_ksb: (Part.PART_1, "the wording of"),
    other_activity: (Part.PART_1, "the activity"),
    one_word_of_the_context: (Part.PART_1, "what it was about"),
    other_observer: (Part.PART_1, "observer’s name"),
    pages_swapped: (Part.STRUCTURE, "another order"),
    page_removed: (Part.STRUCTURE, "missing"),
    page_added: (Part.STRUCTURE, "was added"),
    white_box: (Part.PART_1, "lies over"),
    white_box_and_new_words: (Part.PART_1, "December"),
    white_box_over_a_ksb: (Part.PART_1, "lies over"),
    note_over_text: (Part.PART_1, "a note lies over"),
    stamp_over_text: (Part.PART_1, "a stamp lies over"),
    picture_over_text: (Part.PART_1, "2"),
    value_and_look_differ: (Part.ANSWERS, "but the page shows"),
    looks_exchanged: (Part.ANSWERS, "but the page shows"),
    code_field_changed: (Part.CODE, "The code in the form"),
    hidden_layer: (Part.STRUCTURE, "layers"),
    signature_page_of_another_form: (Part.CODE, "carries the code"),
    another_apprentices_form: (Part.CODE, "carries the code"),
    old_version: (Part.CODE, "version"),
    two_catalogues: (Part.STRUCTURE, "catalogues"),
    objects_beneath_objects: (Part.STRUCTURE, "pages under pages"),
    declaration_changed: (Part.PART_1, "lies over"),
    field_added: (Part.STRUCTURE, "a field was added"),
    field_removed: (Part.STRUCTURE, "is gone"),
    answers_offered_swapped: (Part.STRUCTURE, "lies elsewhere"),
    request_inside_changed: (Part.PART_1, "In the request inside"),
    script_added: (Part.STRUCTURE, "JavaScript"),
    bars_of_another_form: (Part.CODE, "carries the code"),
}


def all_of(form: bytes, content: FormContent, seeds: int) -> list[tuple[str, Any]]:
    return [
        (f"{attack.__name__} {seed}", attack(form, content, random.Random(seed)))  # noqa: S311
        for attack in ATTACKS
        for seed in range(seeds)
    ]
