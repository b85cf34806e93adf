"""What digital signatures say of a PDF's history: forgeries are never green, honest files are."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from portfolio_app.documents import signatures
from portfolio_app.domain.signatures import Signatures, Verdict
from tests.documents import signing

_WANTED = {
    "ok-unchanged": Verdict.UNCHANGED,
    "ok-more-signatures": Verdict.MORE_SIGNATURES_ONLY,
    "tampered": Verdict.CHANGED_OR_UNVERIFIABLE,
    "cannot-check": Verdict.CHANGED_OR_UNVERIFIABLE,
    "no-signature": None,
}


def _verdict(content: bytes) -> Verdict | None:
    return signatures.read(content).verdict


# --- The corpus: 38 files that nobody here wrote.


def test_every_file_of_the_corpus_gets_the_verdict_that_is_expected(corpus: Path) -> None:
    folder = corpus / "signed"
    with (folder / "EXPECTED-SIGNATURES.tsv").open(encoding="utf-8") as table:
        rows = list(csv.reader(table, delimiter="\t"))[1:]
    assert len(rows) == 38

    wrong = []
    for name, expected, _ in rows:
        found = signatures.read((folder / name).read_bytes())
        if found.verdict is not _WANTED[expected]:
            wrong.append((name, expected, found))

    assert wrong == []


def test_files_of_the_corpus_without_signatures_are_read_or_have_a_problem(corpus: Path) -> None:
    looked_at, problems = 0, 0
    for path in sorted((corpus / "malformed" / "pdf").glob("*.pdf"))[::6]:
        if path.stat().st_size > 1_000_000:
            continue
        found = signatures.read(path.read_bytes())
        looked_at += 1
        problems += bool(found.problem)
        assert not any(each.verdict.is_green for each in found.signatures), path.name

    assert looked_at >= 30
    assert 0 < problems < looked_at


# --- Honest files that we sign ourselves.


def _with_store_of_certificates(content: bytes) -> bytes:
    """Return the PDF with what a later check would need (DSS), added after the signature."""

    def change(writer: Any) -> None:
        certificate = writer.add_object(
            generic.StreamObject(stream_data=signing.signer().signing_cert.dump())
        )
        writer.root[pdf_name("/DSS")] = writer.add_object(
            generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject([certificate])})
        )
        writer.update_root()

    return signing.update(content, change)


def _by(kind: str, digest: str = "sha256", **meta: Any) -> bytes:
    return signing.signed_elsewhere(
        signing.form(), by=signing.signer(kind), md_algorithm=digest, **meta
    )


_NEW = fields.SigFieldSpec("Approval", box=(300, 100, 500, 160))
HONEST: dict[str, tuple[Callable[[], bytes], Verdict]] = {
    "one, P-256": (signing.one, Verdict.UNCHANGED),
    "P-384": (lambda: _by("ec384", "sha384"), Verdict.UNCHANGED),
    "RSA": (lambda: _by("rsa"), Verdict.UNCHANGED),
    "RSA, SHA-512, PAdES": (
        lambda: _by("rsa", "sha512", subfilter=fields.SigSeedSubFilter.PADES),
        Verdict.UNCHANGED,
    ),
    "Ed25519": (lambda: _by("ed25519", "sha512"), Verdict.UNCHANGED),
    "certified, no changes": (
        lambda: _by("ec", certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES),
        Verdict.UNCHANGED,
    ),
    "certified, forms may be filled": (
        lambda: _by("ec", certify=True, docmdp_permissions=fields.MDPPerm.FILL_FORMS),
        Verdict.UNCHANGED,
    ),
    "two in fields that were there": (
        lambda: signing.signed_elsewhere(
            signing.one(), signing.SECOND_BOX, by=signing.signer("rsa", "Chair")
        ),
        Verdict.MORE_SIGNATURES_ONLY,
    ),
    "two, the second in a new box": (
        lambda: signing.signed_elsewhere(
            signing.one(), "Approval", by=signing.signer("rsa", "Chair"), new=_NEW
        ),
        Verdict.MORE_SIGNATURES_ONLY,
    ),
    "two, the second without a box": (
        lambda: signing.signed_elsewhere(
            signing.one(), "Approval", by=signing.signer("rsa", "Chair")
        ),
        Verdict.MORE_SIGNATURES_ONLY,
    ),
    "what a later check needs was added": (
        lambda: _with_store_of_certificates(signing.one()),
        Verdict.UNCHANGED,
    ),
    "a line end added by a mail program": (lambda: signing.one() + b"\r\n", Verdict.UNCHANGED),
}


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_file_is_green(kind: str) -> None:
    make, expected = HONEST[kind]

    found = signatures.read(make())

    assert [found.problem, *(each.why for each in found.signatures)] == [
        "",
        *("" for _ in found.signatures),
    ]
    assert found.verdict is expected


def test_who_signed_and_when_is_told() -> None:
    (signature,) = signatures.read(signing.one()).signatures

    assert signature.field == signing.BOX
    assert signature.signer == "Line Manager"
    assert signature.fingerprint == signing.fingerprint()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", signature.signed_at)
    assert signature.not_before < signature.signed_at < signature.not_after
    assert signature.out_of_date == ""
    assert signatures.read(signing.one()).empty_fields == (signing.SECOND_BOX,)


def test_a_form_that_nobody_signed_has_no_signature_and_no_problem() -> None:
    assert signatures.read(signing.form(boxes=2)) == Signatures(
        empty_fields=(signing.SECOND_BOX, signing.BOX)
    )


def test_certificates_out_of_date_by_the_signers_own_clock_are_named() -> None:
    late = signing.signed_elsewhere(
        signing.form(), by=signing.signer("ec", "Late", since=-30, until=-3)
    )
    early = signing.signed_elsewhere(
        signing.form(), by=signing.signer("ec", "Early", since=3, until=30)
    )

    (expired,), (not_yet,) = signatures.read(late).signatures, signatures.read(early).signatures
    assert expired.verdict is not_yet.verdict is Verdict.UNCHANGED
    assert "expired" in expired.out_of_date
    assert "not valid yet" in not_yet.out_of_date


def test_old_methods_are_named_and_those_that_can_be_forged_are_never_green() -> None:
    old = _by("rsa", "sha1")
    short = _by("rsa-short")
    forgeable = _by("rsa", "md5")

    assert "SHA-1" in signatures.read(old).signatures[0].note
    assert "1024" in signatures.read(short).signatures[0].note
    (signature,) = signatures.read(forgeable).signatures
    assert signature.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert "MD5" in signature.why


# --- Answers.


def _set_text(words: str) -> Callable[[Any], None]:
    def change(writer: Any) -> None:
        field = _field(writer, signing.TEXT)
        field[pdf_name("/V")] = generic.pdf_string(words)
        writer.update_container(field)

    return change


def _field(writer: Any, name: str) -> Any:
    for each in writer.root["/AcroForm"]["/Fields"]:
        if each.get_object().get("/T") == name:
            return each.get_object()
    raise LookupError(name)


def _look(writer: Any, drawing: bytes, width: int = 400, height: int = 40) -> Any:
    stream = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                map(generic.NumberObject, (0, 0, width, height))
            ),
        },
        stream_data=drawing,
    )
    return writer.add_object(stream)


def test_answers_changed_after_signing_are_named() -> None:
    (changed,) = signatures.read(signing.update(signing.one(), _set_text("Poor"))).signatures

    assert changed.verdict is Verdict.ANSWERS_CHANGED
    assert changed.changed_fields == (signing.TEXT,)


def test_a_look_changed_without_its_value_is_an_answer_changed() -> None:
    def change(writer: Any) -> None:
        field = _field(writer, signing.TEXT)
        field[pdf_name("/AP")][pdf_name("/N")] = _look(writer, b"0 0 400 40 re f")
        writer.update_container(field)

    (changed,) = signatures.read(signing.update(signing.one(), change)).signatures

    assert changed.verdict is Verdict.ANSWERS_CHANGED
    assert changed.changed_fields == (signing.TEXT,)


def test_answers_changed_and_put_back_are_changed_all_the_same() -> None:
    there = signing.update(signing.one(), _set_text("Poor"))
    back = signing.update(there, _set_text("Chaired well"))

    assert _verdict(back) is Verdict.ANSWERS_CHANGED


def test_answers_filled_in_between_two_signatures_are_named_at_the_first() -> None:
    filled = signing.update(signing.one(), _set_text("Excellent"))
    twice = signing.signed_elsewhere(filled, signing.SECOND_BOX, by=signing.signer("rsa", "Chair"))

    first, second = signatures.read(twice).signatures
    assert first.verdict is Verdict.ANSWERS_CHANGED
    assert first.changed_fields == (signing.TEXT,)
    assert second.verdict is Verdict.UNCHANGED
    assert _verdict(twice) is Verdict.ANSWERS_CHANGED


def test_a_locked_answer_that_was_changed_is_named_and_not_green() -> None:
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
    spec = fields.SigFieldSpec("Sig", field_mdp_spec=lock)
    locked = signing.signed_elsewhere(signing.form(boxes=0), "Sig", new=spec)

    (signature,) = signatures.read(signing.update(locked, _set_text("Poor"))).signatures

    assert signature.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert signature.changed_fields == (signing.TEXT,)


# --- Attacks of the published kinds. Each returns a file that must not be green.


def _pair(content: bytes) -> tuple[int, int, int, int]:
    hit = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    assert hit is not None
    a, b, c, d = map(int, hit.groups())
    return a, b, c, d


def _with_range(new: bytes) -> Callable[[], bytes]:
    """Universal forgery: the byte range says something else (padded to the same length)."""

    def make() -> bytes:
        content = signing.one()
        hit = re.search(rb"/ByteRange \[[^\]]*\]", content)
        assert hit is not None
        return content.replace(hit.group(), new.ljust(len(hit.group())))

    return make


def _with_contents(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        content = signing.one()
        _, first, second, _ = _pair(content)
        return content[:first] + change(content[first:second]) + content[second:]

    return make


def _hidden_then_shown() -> bytes:
    """Shadow attack, hide: a cover that was signed is taken away (its stream emptied)."""
    with pikepdf.open(io.BytesIO(signing.form(more="Fail."))) as pdf:
        page = pdf.pages[0]
        cover = pdf.make_stream(b"1 g 200 770 200 30 re f")
        cover.Type, cover.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        cover.BBox = pikepdf.Array([0, 0, 595, 842])
        page.Resources.XObject = pikepdf.Dictionary(Cover=pdf.make_indirect(cover))
        page.contents_add(b"/Cover Do")
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    signed = signing.signed_elsewhere(out.getvalue())

    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        drawn = page["/Resources"]["/XObject"].raw_get("/Cover")
        writer.objects[(drawn.generation, drawn.idnum)] = generic.StreamObject(
            dict(drawn.get_object()), stream_data=b" "
        )

    return signing.update(signed, change)


def _freed() -> bytes:
    """Shadow attack, hide: the object is freed in a table that is written by hand."""
    content = signing.one()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = pdf.pages[0].obj.Contents.objgen[0]
        root, size = pdf.trailer.Root.objgen[0], int(pdf.trailer.Size)
    return _appended(
        content, b"", [(drawn, None)], f"/Root {root} 0 R /Size {size} /Prev {start}".encode()
    )


def _appended(
    content: bytes, body: bytes, entries: list[tuple[int, int | None]], trailer: bytes
) -> bytes:
    """Return the file with a hand-made update: objects, a table, a trailer."""
    made = content + body
    at = len(made)
    made += b"xref\n"
    for number, offset in entries:
        line = b"0000000000 65535 f \n" if offset is None else b"%010d 00000 n \n" % offset
        made += b"%d 1\n" % number + line
    return made + b"trailer\n<<" + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % at


def _font_replaced() -> bytes:
    """Shadow attack, replace: the font that draws the answers becomes another."""

    def change(writer: Any) -> None:
        font = writer.root["/AcroForm"]["/DR"]["/Font"]["/Helv"]
        font[pdf_name("/BaseFont")] = pdf_name("/ZapfDingbats")
        writer.update_container(font)

    return signing.update(signing.one(), change)


def _fonts_of_the_form_replaced() -> bytes:
    """As before, by another entry in the form's resources, and an order to draw anew."""

    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        other = writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Font"),
                    pdf_name("/Subtype"): pdf_name("/Type1"),
                    pdf_name("/BaseFont"): pdf_name("/ZapfDingbats"),
                }
            )
        )
        form["/DR"]["/Font"][pdf_name("/Helv")] = other
        form[pdf_name("/NeedAppearances")] = generic.BooleanObject(value=True)
        writer.update_container(form)

    return signing.update(signing.one(), change)


def _page_replaced() -> bytes:
    """Incremental saving: the page's own drawing is written anew."""

    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(
            generic.StreamObject(stream_data=b"BT /Helv 14 Tf 60 780 Td (He failed.) Tj ET")
        )
        writer.update_container(page)

    return signing.update(signing.one(), change)


def _saved_without_a_table() -> bytes:
    """Incremental saving: a body is appended with no table at all."""
    return signing.one() + b"\n5 0 obj\n<</Length 3>>stream\nq Q\nendstream\nendobj\n"


def _saved_with_a_trailer_alone() -> bytes:
    """Incremental saving: a body and a trailer that leads to the old table."""
    content = signing.one()
    start = re.findall(rb"startxref\s+(\d+)", content)[-1]
    body = b"5 0 obj\n<</Length 3>>stream\nq Q\nendstream\nendobj\n"
    return content + body + b"trailer\n<</Root 1 0 R>>\nstartxref\n" + start + b"\n%%EOF\n"


def _catalogue_replaced() -> bytes:
    """Incremental saving: the new trailer names another catalogue, whose form is gone."""
    content = signing.one()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages, size = pdf.Root.Pages.objgen[0], int(pdf.trailer.Size)
    body = f"{size} 0 obj\n<</Type /Catalog /Pages {pages} 0 R>>\nendobj\n".encode()
    return _appended(
        content,
        body,
        [(size, len(content))],
        f"/Root {size} 0 R /Size {size + 1} /Prev {start}".encode(),
    )


def _table_without_the_past() -> bytes:
    """Incremental saving: a whole new document follows, whose table leads to nothing before."""
    content = signing.one()
    other = signing.form(boxes=0, more="He failed.")
    shifted = re.sub(
        rb"(\d{10})( \d{5} n)",
        lambda hit: b"%010d" % (int(hit[1]) + len(content)) + hit[2],
        other,
    )
    return re.sub(
        rb"startxref\s+(\d+)",
        lambda hit: b"startxref\n%d" % (int(hit[1]) + len(content)),
        shifted,
    ).join([content, b""])


def _listed(table: bytes) -> list[tuple[int, int]]:
    """Return the objects of a table as number and place."""
    found = []
    number = 0
    for line in table.splitlines()[1:]:
        words = line.split()
        if words[0] == b"trailer":
            break
        if len(words) == 2:
            number = int(words[0])
        else:
            found.append((number, int(words[0])))
            number += 1
    return [(each, place) for each, place in found if place]


def _wrapped() -> bytes:
    """Wrapping: both signed parts stand unchanged; between them, a table leads to other objects.

    The second part was moved back. The old end of the file names the place of the old table, and
    at that place, now in the gap, stands the new one. Its signature says where the parts are now.
    """
    content = signing.one()
    _, first, second, length = _pair(content)
    tail = content[second:]
    table, before = (int(each) for each in re.findall(rb"startxref\s+(\d+)", content)[::-1])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        held = pdf.Root.AcroForm.Fields[2].Kids[0].V
        drawn, root = pdf.pages[0].obj.Contents.objgen[0], pdf.Root.objgen[0]
        number, size = held.objgen[0], int(pdf.trailer.Size)
    entries: list[tuple[int, int | None]] = []
    gap = content[first:second].ljust(table - first)
    places = table + 400  # behind the table
    forged = b"BT /Helv 14 Tf 60 780 Td (He failed.) Tj ET"
    page = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (
        drawn,
        len(forged),
        forged,
    )
    held_then = content[first:second]
    signature = (
        b"%d 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached"
        b" /ByteRange [0 %d %010d %d] /Contents %s>>\nendobj\n"
    )
    there = places + len(page) + len(signature % (number, first, 0, length, held_then))
    body = page + signature % (number, first, there, length, held_then)
    entries += [(drawn, places), (number, places + len(page))]
    for other, offset in _listed(content[table:]):
        if other != number:
            moved = offset if offset < first else offset - second + there
            entries.append((other, moved))
    trailer = f"/Root {root} 0 R /Size {size} /Prev {before}".encode()
    new = _appended(b"", b"", entries, trailer).split(b"startxref")[0].ljust(400)
    made = content[:first] + gap + new + body + tail
    assert made[:first] + made[there:] == content[:first] + content[second:]
    return made


def _wrapped_with_a_second_dictionary() -> bytes:
    """Wrapping: a second dictionary with the old signature, which covers the old bytes."""
    content = signing.one()
    _, first, second, _ = _pair(content)
    held = content[first:second]

    def change(writer: Any) -> None:
        field = _field(writer, "signature")["/Kids"][0].get_object()
        old = field["/V"]
        new = generic.DictionaryObject(old)
        new[pdf_name("/ByteRange")] = generic.ArrayObject(map(generic.NumberObject, _pair(content)))
        new[pdf_name("/Contents")] = generic.ByteStringObject(bytes.fromhex(held[1:-1].decode()))
        field[pdf_name("/V")] = writer.add_object(new)
        writer.update_container(field)
        _set_text("He failed")(writer)

    return signing.update(content, change)


def _annotation(kind: str, **more: Any) -> Callable[[Any], None]:
    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name(kind),
                pdf_name("/Rect"): generic.ArrayObject(
                    map(generic.NumberObject, (60, 770, 400, 800))
                ),
                pdf_name("/Contents"): generic.pdf_string("He failed"),
                pdf_name("/F"): generic.NumberObject(4),
                pdf_name("/AP"): generic.DictionaryObject(
                    {pdf_name("/N"): _look(writer, b"1 g 0 0 400 40 re f")}
                ),
            }
        )
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return change


def _certified(permission: fields.MDPPerm) -> bytes:
    return signing.signed_elsewhere(
        signing.form(boxes=2), certify=True, docmdp_permissions=permission
    )


def _sneaky(box: tuple[int, int, int, int], content: bytes) -> bytes:
    """Sneaky signature: a further signature whose mark covers what the first one signed."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.sign import signers
    from pyhanko.stamp import StaticStampStyle

    drawn = RawContent(b"1 g 0 0 500 40 re f", box=BoxConstraints(width=500, height=40))
    doing = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Sneaky", md_algorithm="sha256"),
        signing.signer("rsa", "Somebody"),
        stamp_style=StaticStampStyle(background=drawn, border_width=0),
        new_field_spec=fields.SigFieldSpec("Sneaky", box=box),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return bytes(doing.sign_pdf(writer).getvalue())


def _field_gone() -> bytes:
    """The signature field is taken out of the form; its dictionary is still in the file."""

    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        kept = [each for each in form["/Fields"] if each.get_object().get("/T") != "signature"]
        form[pdf_name("/Fields")] = generic.ArrayObject(kept)
        writer.update_container(form)

    return signing.update(signing.one(), change)


def _value_gone() -> bytes:
    def change(writer: Any) -> None:
        field = _field(writer, "signature")["/Kids"][0].get_object()
        del field["/V"]
        writer.update_container(field)

    return signing.update(signing.one(), change)


def _not_a_signature_field() -> bytes:
    """The field says that it is a text field, and holds a signature."""

    def change(writer: Any) -> None:
        field = _field(writer, "signature")["/Kids"][0].get_object()
        field[pdf_name("/FT")] = pdf_name("/Tx")
        writer.update_container(field)

    return signing.update(signing.one(), change)


def _saved_again() -> bytes:
    with pikepdf.open(io.BytesIO(signing.one())) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _of_another_form() -> bytes:
    """A signature cut from one form and put into another of the same length."""
    other = signing.signed_elsewhere(signing.form(boxes=2, more="He did not."))
    _, first, second, _ = _pair(signing.one())
    _, there, until, _ = _pair(other)
    held = signing.one()[first:second]
    return other[:there] + held.ljust(until - there, b"0")[: until - there] + other[until:]


def _one_letter(words: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        content = bytearray(signing.one())
        content[content.index(words)] ^= 1
        return bytes(content)

    return make


ATTACKS: dict[str, Callable[[], bytes]] = {
    "one letter": _one_letter(b"Chaired"),
    "shadow, hide: a cover emptied": _hidden_then_shown,
    "shadow, hide: an object freed": _freed,
    "shadow, replace: a font": _font_replaced,
    "shadow, replace: the form's fonts": _fonts_of_the_form_replaced,
    "shadow, hide and replace: another catalogue": _catalogue_replaced,
    "universal: no byte range": _with_range(b"/BytxRange [0 0 0 0]"),
    "universal: empty byte range": _with_range(b"/ByteRange []"),
    "universal: null byte range": _with_range(b"/ByteRange null"),
    "universal: all zero": _with_range(b"/ByteRange [0 0 0 0]"),
    "universal: negative": _with_range(b"/ByteRange [0 -1 0 -1]"),
    "universal: first part only": _with_range(b"/ByteRange [0 1000]"),
    "universal: beyond the end": _with_range(b"/ByteRange [0 9 99999999 9]"),
    "universal: not a number": _with_range(b"/ByteRange [0 (a) 9 9]"),
    "universal: empty contents": _with_contents(lambda held: b"<>".ljust(len(held))),
    "universal: zero contents": _with_contents(lambda held: b"<" + b"0" * (len(held) - 2) + b">"),
    "universal: null contents": _with_contents(lambda held: b"null".ljust(len(held))),
    "universal: contents cut short": _with_contents(
        lambda held: held[:200] + b"0" * (len(held) - 201) + b">"
    ),
    "universal: words in the gap": _with_contents(
        lambda held: held[:-40] + b">" + b"/Name (He failed)".ljust(38) + b" "
    ),
    "wrapping: moved": _wrapped,
    "wrapping: second dictionary": _wrapped_with_a_second_dictionary,
    "saving: page drawn anew": _page_replaced,
    "saving: body without a table": _saved_without_a_table,
    "saving: trailer without a table": _saved_with_a_trailer_alone,
    "saving: table without the past": _table_without_the_past,
    "evil annotation over a certified form": lambda: signing.update(
        _certified(fields.MDPPerm.ANNOTATE), _annotation("/FreeText")
    ),
    "annotation where none is allowed": lambda: signing.update(
        _certified(fields.MDPPerm.FILL_FORMS), _annotation("/Stamp")
    ),
    "annotation over a signed form": lambda: signing.update(
        signing.one(), _annotation("/FreeText")
    ),
    "sneaky signature over words": lambda: _sneaky((50, 765, 550, 805), signing.one()),
    "sneaky signature over an answer": lambda: _sneaky((50, 590, 480, 650), signing.one()),
    "sneaky signature over a page": lambda: _sneaky((20, 20, 575, 560), signing.one()),
    "sneaky signature on a certified form": lambda: _sneaky(
        (300, 100, 500, 150), _certified(fields.MDPPerm.FILL_FORMS)
    ),
    "answers where no change is allowed": lambda: signing.update(
        _certified(fields.MDPPerm.NO_CHANGES), _set_text("Poor")
    ),
    "object after the end": lambda: signing.one() + b"\n77 0 obj\n(He failed)\nendobj\n",
    "end mark after the end": lambda: signing.one() + b"\n77 0 obj\n(x)\nendobj\n%%EOF\n",
    "field taken out of the form": _field_gone,
    "value taken out of the field": _value_gone,
    "not a signature field any more": _not_a_signature_field,
    "saved again": _saved_again,
    "signature of another form": _of_another_form,
    "cut off": lambda: signing.one()[:-400],
}


@pytest.mark.parametrize("kind", ATTACKS)
def test_a_forged_file_is_never_green(kind: str) -> None:
    forged = ATTACKS[kind]()
    assert forged != signing.one()

    found = signatures.read(forged)

    assert found.verdict is not None, "never: no signature"
    assert not found.verdict.is_green
    assert found.problem or all(each.why or each.verdict.is_green for each in found.signatures)


def test_the_wrapped_forgery_is_a_good_one() -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    forged = _wrapped()

    with pikepdf.open(io.BytesIO(forged)) as pdf:
        assert b"He failed" in pdf.pages[0].obj.Contents.read_bytes()
    (held,) = PdfFileReader(io.BytesIO(forged)).embedded_signatures
    digest = held.compute_digest()
    assert validate_sig_integrity(held.signer_info, held.signer_cert, "data", digest) == (
        True,
        True,
    )


def test_a_byte_changed_anywhere_that_is_signed_is_never_green() -> None:
    content = signing.one()
    _, first, second, length = _pair(content)
    step = max((first + length) // 60, 1)

    for place in [*range(0, first, step), *range(second, second + length, step)]:
        forged = bytearray(content)
        forged[place] ^= 1
        found = signatures.read(bytes(forged))
        assert found.verdict is not None, place
        assert not found.verdict.is_green, place


# --- Files that cannot be looked at.


def test_a_locked_file_has_a_problem() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signing.form())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    found = signatures.read(out.getvalue())

    assert "password" in found.problem
    assert found.verdict is Verdict.CHANGED_OR_UNVERIFIABLE


def test_a_locked_file_that_opens_for_everybody_is_checked() -> None:
    from pyhanko.sign import signers

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signing.form())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    writer = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
    writer.encrypt(b"")
    told = signers.PdfSignatureMetadata(field_name=signing.BOX, md_algorithm="sha256")
    signed = signers.PdfSigner(told, signing.signer()).sign_pdf(writer).getvalue()

    assert signatures.read(out.getvalue()) == Signatures(empty_fields=(signing.BOX,))
    assert _verdict(signed) is Verdict.UNCHANGED
    assert _verdict(signed + b"\n7 0 obj\n1\nendobj\n") is Verdict.CHANGED_OR_UNVERIFIABLE


def test_forms_of_the_corpus_that_nobody_signed_have_no_signature(corpus: Path) -> None:
    # Saved by viewers in odd ways, or with a maker's usage rights, which are nobody's signature.
    for name in (
        "form_acrobatReader.pdf",
        "form_dd0293.pdf",
        "output_with_metadata_pymupdf.pdf",
        "veraPDF_test_suite_6-1-12-t01-pass-a.pdf",
    ):
        found = signatures.read((corpus / "reports-pdf" / name).read_bytes())

        assert (found.verdict, found.problem) == (None, ""), name


def test_a_file_that_the_strict_reader_refuses_is_not_said_to_be_unsigned_if_it_was_signed() -> (
    None
):
    def refused(content: bytes) -> bytes:
        return content.replace(b"0000000000 65535 f", b"0000000000 65536 f")

    assert signatures.read(refused(signing.form())) == Signatures()
    assert signatures.read(refused(signing.one())).problem


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"words", b"%PDF-1.7\n" + b"\x00" * 5000])
def test_what_is_no_pdf_has_a_problem(content: bytes) -> None:
    assert signatures.read(content).problem


def test_a_signature_inside_an_attached_file_is_not_looked_at() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signing.form(boxes=0))) as pdf:
        pdf.attachments["signed.pdf"] = pikepdf.AttachedFileSpec(pdf, signing.one())
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert b"/ByteRange" in out.getvalue()

    assert signatures.read(out.getvalue()) == Signatures()
