"""The observer's side: a request is opened, filled in, kept as a draft, signed, printed."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image

from portfolio_app.documents import form_filling
from portfolio_app.domain import filling, forms, request_code, wire
from portfolio_app.domain.filling import SignatureGiven, SignedBy
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb, ScheduleRow
from portfolio_app.domain.returned import Returned
from portfolio_app.domain.signatures import Verdict
from portfolio_app.problems import PortfolioError
from portfolio_app.services import observing, verifying
from portfolio_app.services.printing import Sheet
from portfolio_app.workroom.host import Workroom

STROKES = (tuple((0.1 + i * 0.02, 0.5 + 0.3 * math.sin(i / 2)) for i in range(40)),)
DRAWN = SignatureGiven(SignedBy.DRAWN, strokes=STROKES)
TYPED = SignatureGiven(SignedBy.TYPED, typed="Line Manager")
ANSWERS = {
    forms.FACTS_RIGHT: forms.FACTS_YES,
    forms.ACCOUNT: "She asked what would change his mind.\nHe named two conditions – “in writing”.",
    forms.seen_field(1): "seen",
    forms.where_field(1): "in the second line",
    forms.seen_field(2): "not",
    forms.SAW: filling.TICKED,
    forms.OWN_WORDS: filling.TICKED,
    forms.NAME: "Siân Llŷr-Ŵyn",
    forms.JOB_TITLE: "Director",
    forms.RELATIONSHIP: "Line manager",
    forms.SIGNED_ON: "03/12/2025",
}
OBSERVATION = FormContent(
    FormKind.OBSERVATION, "OBS-04", 2, request_code.new_code("portfolio"),
    "Chairing the SEND panel", apprentice="Test Apprentice", day="2025-12-02",
    context="The panel decides on placements.", observer="Line manager",
    ksbs=(
        FormKsb("S12", "Negotiates and influences", "Negotiate and influence.", "Gets agreement."),
        FormKsb("B1", "Works collaboratively", "Work collaboratively.", "Works with others."),
    ),
    made_on="2025-11-20",
)  # fmt: skip
SCHEDULE = tuple(
    ScheduleRow(f"uid{n}", f"E{n:02d}", f"Piece number {n}", "2025-03-01", 4, "I wrote it.", "", "")
    for n in range(1, 4)
)
MADE: dict[FormKind, bytes] = {}


@pytest.fixture
def request_file(room: Workroom, tmp_path: Path) -> Path:
    return _written(room, tmp_path / "request.pdf", OBSERVATION)


def _written(room: Workroom, path: Path, content: FormContent) -> Path:
    if content.kind not in MADE:
        plain = {"content": wire.encode(content)}
        MADE[content.kind] = room.call("draw_form", plain).blobs[0]
    path.write_bytes(MADE[content.kind])
    return path


def _refusal(call, *arguments, **named) -> str:
    with pytest.raises(PortfolioError) as refused:
        call(*arguments, **named)
    return refused.value.code


def test_a_draft_is_the_form_itself_and_holds_no_signature(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    before = request_file.read_bytes()

    given = ANSWERS | {forms.TYPED_SIGNATURE: "Line Manager"}
    draft = observing.save_draft(room, asked, given, tmp_path / "draft")
    again = observing.open_request(room, tmp_path / "draft.pdf")

    assert asked.content == OBSERVATION
    assert not asked.answers
    assert not asked.is_draft
    assert again.answers == ANSWERS
    assert again.is_draft
    assert not again.is_signed
    assert again.sha256 == draft.sha256
    assert request_file.read_bytes() == before
    fields = pypdf.PdfReader(tmp_path / "draft.pdf").get_fields()
    assert fields is not None
    assert fields[forms.ACCOUNT]["/V"] == ANSWERS[forms.ACCOUNT]
    assert fields[forms.seen_field(1)]["/V"] == "/seen"
    assert not fields[forms.TYPED_SIGNATURE].get("/V")
    long = observing.save_draft(room, asked, {forms.ACCOUNT: "word " * 3000}, tmp_path / "long.pdf")
    assert len(pypdf.PdfReader(long.path).pages) == len(pypdf.PdfReader(request_file).pages)
    shown = pypdf.PdfReader(io.BytesIO(form_filling._flat(long.pdf))).pages[0].extract_text()
    assert shown.count("word") > 100
    assert "at the end" not in shown


def test_a_draft_goes_over_itself_and_over_nothing_else(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    place = tmp_path / "draft.pdf"

    draft = observing.save_draft(room, asked, {forms.ACCOUNT: "One"}, place)
    draft = observing.save_draft(room, draft, {forms.ACCOUNT: "Two"}, place)

    assert observing.open_request(room, place).answers == {forms.ACCOUNT: "Two"}
    assert _refusal(observing.save_draft, room, asked, ANSWERS, request_file) == "exists"
    assert _refusal(observing.save_draft, room, asked, ANSWERS, place) == "exists"
    place.write_bytes(place.read_bytes() + b"\n")
    changed = place.read_bytes()
    assert _refusal(observing.save_draft, room, draft, ANSWERS, place) == "changed-elsewhere"
    assert place.read_bytes() == changed
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".new")] == []


def test_nothing_is_signed_while_something_is_still_to_do(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    out = tmp_path / "signed.pdf"

    for name in (forms.ACCOUNT, forms.SAW, forms.OWN_WORDS, forms.NAME, forms.SIGNED_ON):
        given = {each: words for each, words in ANSWERS.items() if each != name}
        assert _refusal(observing.save_signed, room, asked, given, DRAWN, out) == "incomplete"
    changed = ANSWERS | {forms.FACTS_RIGHT: forms.FACTS_NO}
    assert _refusal(observing.save_signed, room, asked, changed, DRAWN, out) == "incomplete"
    for by in SignedBy:
        empty = SignatureGiven(by)
        assert _refusal(observing.save_signed, room, asked, ANSWERS, empty, out) == "no-signature"
    assert not out.exists()
    left = {each.field for each in observing.still_to_do(asked, ANSWERS)}
    assert left == {forms.NOT_RELATED, forms.ORGANISATION, forms.CONTACT}


def test_a_signed_copy_is_locked_and_holds_every_word(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    account = "\n".join(f"Sentence {n}: she asked, and he agreed to it." for n in range(1, 301))

    made = observing.save_signed(
        room, asked, ANSWERS | {forms.ACCOUNT: account}, DRAWN, tmp_path / "signed.pdf"
    )

    content = made.path.read_bytes()
    assert observing.same_file(made.path, made.sha256)
    assert made.bytes == len(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        widgets = [a for p in pdf.pages for a in p.get("/Annots", []) if a.Subtype == "/Widget"]
        ink = [a for p in pdf.pages for a in p.get("/Annots", []) if a.Subtype == "/Ink"]
        blank = len(pikepdf.open(request_file).pages)
        assert all(int(w.get("/Ff", w.get("/Parent", {}).get("/Ff", 0))) & 1 for w in widgets)
        assert [str(each.NM) for each in ink] == [forms.SIGNATURE_MARK]
        assert len(pdf.pages) > blank
        for page in list(pdf.pages)[blank:]:
            piece = page.PieceInfo[f"/{forms.OBSERVER_PIECE}"]
            assert piece.Private.State == f"/{forms.GOES_ON}"
    reader = pypdf.PdfReader(io.BytesIO(content))
    said = "".join(page.extract_text() for page in reader.pages[blank:])
    shown = pypdf.PdfReader(io.BytesIO(form_filling._flat(content))).pages[0].extract_text()
    assert "in full at the end, answer 1" in shown
    assert all(f"Sentence {n}:" in said for n in range(1, 301))
    again = observing.open_request(room, made.path)
    assert again.is_signed
    assert again.is_as_signed
    assert again.answers[forms.ACCOUNT] == account
    assert _refusal(observing.save_signed, room, asked, ANSWERS, DRAWN, made.path) == "exists"


def test_the_ink_lies_in_the_box_that_is_drawn_on_the_page(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)

    made = observing.save_signed(room, asked, ANSWERS, DRAWN, tmp_path / "signed.pdf")

    with pikepdf.open(made.path) as pdf:
        page = next(p for p in pdf.pages if any(a.Subtype == "/Ink" for a in p.get("/Annots", [])))
        ink = next(a for a in page.Annots if a.Subtype == "/Ink")
        rect = [float(each) for each in ink.Rect]
        boxes = [
            [float(each) for each in step.operands]
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "re"
        ]
        drawn = [(x, y, x + w, y + h) for x, y, w, h in boxes]
    assert any(
        all(abs(one - other) < 1 for one, other in zip(rect, box, strict=True)) for box in drawn
    ), rect


def test_changing_a_signed_copy_takes_its_signature_away(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    long = ANSWERS | {forms.ACCOUNT: "word " * 3000}
    signed = observing.save_signed(room, asked, long, TYPED, tmp_path / "one.pdf")
    before = signed.path.read_bytes()

    opened = observing.open_request(room, signed.path)
    draft = observing.save_draft(room, opened, ANSWERS, tmp_path / "two.pdf")
    again = observing.open_request(room, draft.path)

    assert opened.answers[forms.TYPED_SIGNATURE] == "Line Manager"
    assert _refusal(observing.save_draft, room, opened, ANSWERS, signed.path) == "exists"
    assert signed.path.read_bytes() == before
    assert not again.is_signed
    assert forms.TYPED_SIGNATURE not in again.answers
    with pikepdf.open(draft.path) as pdf, pikepdf.open(request_file) as blank:
        assert len(pdf.pages) == len(blank.pages)
        flags = [
            int(a.Ff) for p in pdf.pages for a in p.get("/Annots", []) if a.get("/T") == "account"
        ]
        assert flags
        assert not any(each & 1 for each in flags)


def test_an_answer_changed_after_signing_is_seen(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    signed = observing.save_signed(room, asked, ANSWERS, DRAWN, tmp_path / "signed.pdf")

    with pikepdf.open(signed.path) as pdf:
        for page in pdf.pages:
            for each in page.Annots:
                if each.get("/T") == "account":
                    each.V = pikepdf.String("Something else")
        pdf.save(tmp_path / "other.pdf")

    assert not observing.open_request(room, tmp_path / "other.pdf").is_as_signed


def test_a_picture_and_a_signed_paper_form_travel_inside(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    Image.new("RGBA", (3000, 900), (0, 0, 120, 128)).save(tmp_path / "ink.png")
    Image.new("L", (600, 800), 200).save(tmp_path / "Scan 1.JPG", "JPEG")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    (tmp_path / "script.pdf").write_text("#!/bin/sh\n")
    by_picture = SignatureGiven(SignedBy.PICTURE)
    out = tmp_path / "signed.pdf"

    made = observing.save_signed(
        room, asked, ANSWERS, by_picture, out,
        picture=tmp_path / "ink.png", paper=tmp_path / "Scan 1.JPG",
    )  # fmt: skip

    assert made.form.paper == "signed-proforma.jpg"
    assert forms.is_paper_name(made.form.paper)
    with pikepdf.open(out) as pdf:
        inside = pdf.attachments[made.form.paper].get_file().read_bytes()
        assert inside == (tmp_path / "Scan 1.JPG").read_bytes()
        stamp = next(a for p in pdf.pages for a in p.get("/Annots", []) if a.Subtype == "/Stamp")
        assert int(stamp.AP.N.Resources.XObject.Picture.Width) <= 1800
    other = tmp_path / "no.pdf"
    broken = {"picture": tmp_path / "broken.png"}
    assert (
        _refusal(observing.save_signed, room, asked, ANSWERS, by_picture, other, **broken)
        == "bad-picture"
    )
    assert (
        _refusal(observing.save_draft, room, asked, ANSWERS, other, paper=tmp_path / "script.pdf")
        == "not-a-paper"
    )
    assert not other.exists()
    draft = observing.save_draft(room, made.form, ANSWERS, tmp_path / "draft.pdf")
    assert draft.paper == "signed-proforma.jpg"
    without = observing.save_draft(room, draft, ANSWERS, draft.path, keep_paper=False)
    assert not observing.open_request(room, without.path).paper


def test_the_two_statements_are_filled_in_and_signed(room: Workroom, tmp_path: Path) -> None:
    who = {name: ANSWERS[name] for name in (forms.NAME, forms.JOB_TITLE, forms.RELATIONSHIP)}
    who[forms.SIGNED_ON] = "03/12/2025"
    rows = {forms.whose_field(n): ("theirs", "shared", "cannot-say")[n - 1] for n in (1, 2, 3)}
    for kind, answers in (
        (FormKind.EMPLOYER_STATEMENT, rows),
        (FormKind.STATEMENT, {forms.AGREED: filling.TICKED, forms.COMMENT: "Agreed by the board."}),
    ):
        content = replace(
            OBSERVATION, kind=kind, ref="ST-01", ksbs=(), schedule=SCHEDULE,
            statement="The board supports the proposal.",
        )  # fmt: skip
        asked = observing.open_request(room, _written(room, tmp_path / f"{kind}.pdf", content))

        missing = {each.field for each in observing.still_to_do(asked, who) if each.stops}
        out = tmp_path / f"{kind} signed.pdf"
        made = observing.save_signed(room, asked, who | answers, DRAWN, out)

        assert missing == set(answers) - {forms.COMMENT}
        assert dict(made.form.answers) == who | answers
        assert observing.words(kind).say("title") == kind.words


def test_what_is_no_form_of_ours_or_was_changed_is_refused(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    def opened(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        return _refusal(observing.open_request, room, path)

    whole = request_file.read_bytes()
    assert _refusal(observing.open_request, room, tmp_path / "gone.pdf") == "unreadable"
    assert opened("a.docx", b"PK\x03\x04") == "not-a-form"
    assert opened("a.pdf", b"%PDF-1.7\n" + b"x" * 500) == "damaged"
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(tmp_path / "other.pdf")
    assert opened("b.pdf", (tmp_path / "other.pdf").read_bytes()) == "not-a-form"
    assert opened("cut.pdf", whole[: len(whole) // 3]) in ("damaged", "not-a-form")
    with pikepdf.open(request_file) as pdf:
        other = wire.encode(replace(OBSERVATION, title="Something quite different"))
        import json

        data = json.dumps(other).encode()
        del pdf.attachments[forms.EMBEDDED_NAME]
        pdf.attachments[forms.EMBEDDED_NAME] = pikepdf.AttachedFileSpec(pdf, data)
        pdf.save(tmp_path / "swapped.pdf")
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="a", owner="b"))
        del pdf.attachments[forms.EMBEDDED_NAME]
        huge = replace(OBSERVATION, ksbs=OBSERVATION.ksbs * 1_000)
        plain = json.dumps(wire.encode(huge)).encode()
        pdf.attachments[forms.EMBEDDED_NAME] = pikepdf.AttachedFileSpec(pdf, plain)
        pdf.save(tmp_path / "huge.pdf")
    assert opened("e.pdf", (tmp_path / "huge.pdf").read_bytes()) == "not-a-form"
    assert opened("c.pdf", (tmp_path / "swapped.pdf").read_bytes()) == "changed"
    assert opened("d.pdf", (tmp_path / "locked.pdf").read_bytes()) == "locked"


def test_a_print_has_the_answers_and_every_page(room: Workroom, request_file: Path) -> None:
    asked = observing.open_request(room, request_file)
    sheets: list[Sheet] = []
    blank: list[Sheet] = []

    pages = observing.print_form(room, asked, ANSWERS, sheets.append, dots=72)
    observing.print_form(room, asked, {}, blank.append, dots=72)

    assert [each.number for each in sheets] == list(range(1, pages + 1))
    assert sheets[0].width == pytest.approx(595, abs=1)
    assert sheets[0].image.pixels != blank[0].image.pixels
    with pikepdf.open(request_file) as pdf:
        assert pages == len(pdf.pages)


def test_words_typed_before_a_place_is_chosen_are_kept_aside(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    folder = tmp_path / "aside"

    assert observing.kept_aside(room, asked, folder) is None
    observing.keep_aside(room, asked, {forms.ACCOUNT: "Half a sentence"}, folder)
    found = observing.kept_aside(room, asked, folder)
    observing.aside(folder, asked.content).write_bytes(b"%PDF- cut off")
    broken = observing.kept_aside(room, asked, folder)
    observing.forget_aside(asked, folder)

    assert found is not None
    assert found.answers == {forms.ACCOUNT: "Half a sentence"}
    assert found.path == request_file
    assert not found.is_draft
    assert broken is None
    assert list(folder.iterdir()) == []


def test_a_certificate_signs_the_copy_and_its_password_is_asked_each_time(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    key = tmp_path / "manager.p12"
    key.write_bytes(_certificate("Director, Northmoor Council", b"opens it"))
    by = SignatureGiven(SignedBy.CERTIFICATE)
    out = tmp_path / "signed.pdf"

    wrong = observing.Certificate(key, "something else")
    refused = _refusal(observing.save_signed, room, asked, ANSWERS, by, out, certificate=wrong)
    right = observing.Certificate(key, "opens it")
    made = observing.save_signed(room, asked, ANSWERS, by, out, certificate=right)
    found = verifying.verify(room, out)

    assert refused != "damaged"
    assert "opens it" not in repr(right)
    assert [each.verdict for each in found.signatures] == [Verdict.UNCHANGED]
    assert found.signatures[0].signer == "Director, Northmoor Council"
    assert made.form.is_signed
    draft = observing.save_draft(room, made.form, ANSWERS, tmp_path / "again.pdf")
    assert not observing.open_request(room, draft.path).is_signed
    after = verifying.verify(room, draft.path)
    assert not after.signatures
    assert not after.problem


def _certificate(name: str, password: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=300))
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"key", key, certificate, None, serialization.BestAvailableEncryption(password)
    )


def test_what_the_window_makes_is_known_as_the_form_that_was_sent(
    room: Workroom, request_file: Path, tmp_path: Path
) -> None:
    asked = observing.open_request(room, request_file)
    account = "\n".join(f"{n}: she asked “why” – मराठी, مرحبا بالعالم, ŵ." for n in range(200))
    long = ANSWERS | {forms.ACCOUNT: account, forms.DEVELOPMENT: "More time. " * 200}

    made = observing.save_signed(room, asked, long, DRAWN, tmp_path / "signed.pdf")
    arguments = {"name": "signed.pdf", "content": wire.encode(OBSERVATION)}
    blobs = [made.path.read_bytes(), request_file.read_bytes()]
    plain = room.call("read_return", arguments, blobs).result["returned"]
    found = wire.decode(Returned, plain)

    assert found.differences == ()
    assert found.problem == ""
    assert found.answer(forms.ACCOUNT) == account
    assert [(each.kind, each.in_signature) for each in found.marks] == [("ink", True)]
