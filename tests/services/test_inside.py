"""Files inside items become items on request; web addresses; words read off scans."""

import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from portfolio_app import assets
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.found import FoundGroup
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import addresses, history, inside, intake, mapping, reading, recognising
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom import tesseract
from portfolio_app.workroom.host import Workroom

NEEDS_TESSERACT = pytest.mark.skipif(
    not recognising.available(), reason="Tesseract is not on this computer"
)


def _message() -> bytes:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "chair@example.org", "The earlier message"
    inner["Date"] = "Mon, 3 Mar 2025 09:00:00 +0000"
    inner.set_content("Earlier words.")
    message = EmailMessage()
    message["From"], message["To"] = "Director <d@example.org>", "me@example.org"
    message["Subject"], message["Date"] = "Rota", "Tue, 4 Mar 2025 23:30:00 -0500"
    message.set_content("See the files.")
    message.add_attachment(b"name,days\nA,3\n", "text", "csv", filename="größe.csv")
    message.add_attachment(inner)
    return message.as_bytes()


def test_attachments_become_items_that_know_their_message(
    store: Store, room: Workroom, tmp_path: Path
):
    (tmp_path / "rota.eml").write_bytes(_message())
    mail = intake.add(store, room, [tmp_path / "rota.eml"]).results[0].item_uid

    found = inside.inside(store, room, mail)
    taken = inside.take(store, room, mail, [each.number for each in found])

    assert [each.name for each in found] == ["größe.csv", "The earlier message.eml"]
    table, earlier = (queries.evidence.item(store, r.item_uid) for r in taken.results)
    assert table.document is DocumentKind.SHEET
    assert table.file_name == "größe.csv"
    assert (earlier.title, earlier.date, earlier.date_source) == (
        "The earlier message",
        "2025-03-03",
        "mail header",
    )
    assert "Earlier words." in queries.text.page_texts(store, earlier.uid)[0].text
    assert {table.parent_uid, earlier.parent_uid} == {mail}
    assert table.part_of == "attachment"

    history.undo(store, taken.changes.step)

    assert [each.uid for each in queries.evidence.items(store)] == [mail]


def test_an_attachment_is_not_added_twice(store: Store, room: Workroom, tmp_path: Path):
    (tmp_path / "rota.eml").write_bytes(_message())
    mail = intake.add(store, room, [tmp_path / "rota.eml"]).results[0].item_uid
    first = inside.take(store, room, mail, [1])

    again = inside.take(store, room, mail, [1])

    assert again.results[0].status == "duplicate"
    assert again.results[0].item_uid == first.results[0].item_uid
    assert again.changes.step == ""


def _zip(tmp_path: Path) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("2024/notes.txt", "What we said on 3 March 2025.")
        package.writestr("../../../outside.txt", "Its path leads out.")
        package.writestr("bomb.bin", bytes(60_000_000))
        package.writestr("__MACOSX/._notes.txt", "litter")
    return path


def test_files_of_a_zip_become_items_and_never_leave_by_their_paths(
    store: Store, room: Workroom, tmp_path: Path
):
    added = intake.add(store, room, [_zip(tmp_path)]).results[0]
    before = {path for path in tmp_path.parent.rglob("*") if path.name == "outside.txt"}

    taken = inside.take(store, room, added.item_uid, [1, 2, 3, 9])

    assert added.status == "kept"
    assert "holds 3 files" in added.problem
    assert [each.status for each in taken.results] == ["readable", "readable", "failed", "failed"]
    assert "far more than it should" in taken.results[2].problem
    notes, outside = (queries.evidence.item(store, r.item_uid) for r in taken.results[:2])
    assert (notes.part_of, notes.folder) == ("file of the ZIP", "all.zip/2024")
    assert outside.file_name == "outside.txt"
    assert {p for p in tmp_path.parent.rglob("*") if p.name == "outside.txt"} == before


def test_a_member_that_lies_about_its_size_is_refused(store: Store, room: Workroom, tmp_path: Path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", b"word " * 50_000)
    data = bytearray(out.getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    (tmp_path / "lies.zip").write_bytes(bytes(data))
    uid = intake.add(store, room, [tmp_path / "lies.zip"]).results[0].item_uid

    taken = inside.take(store, room, uid, [1])

    assert taken.results[0].status == "failed"
    assert len(queries.evidence.items(store)) == 1


def test_a_pdf_hands_out_what_is_attached_to_it(store: Store, room: Workroom, tmp_path: Path):
    path = tmp_path / "paper.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["notes.txt"] = b"Attached words."
        pdf.save(path)
    item = queries.evidence.item(store, intake.add(store, room, [path]).results[0].item_uid)

    taken = inside.take(store, room, item.uid, [1])

    assert ("attachments", 1) in [(each.what, each.count) for each in item.holds]
    assert inside.offers_files(item)
    assert "Attached words." in queries.text.page_texts(store, taken.results[0].item_uid)[0].text


def test_a_web_address_is_kept_with_what_was_typed_and_pasted(store: Store, room: Workroom):
    pasted = "First <b>line</b>\nsecond line\n\nNext & last paragraph"

    added = addresses.add(
        store, room, "https://example.org/a?b=1&c=2", "Board <papers>", "2025-03-12", pasted
    )

    item = queries.evidence.item(store, added.results[0].item_uid)
    words = queries.text.page_texts(store, item.uid)[0].text
    assert (item.title, item.document) == ("Board <papers>", DocumentKind.WEB)
    assert item.address == "https://example.org/a?b=1&c=2"
    assert (item.date, item.date_source) == ("2025-03-12", "date seen")
    for part in ("Board <papers>", "https://example.org/a?b=1&c=2", "12 March 2025", "<b>line</b>"):
        assert part in words
    assert "Next & last paragraph" in words


@pytest.mark.parametrize("url", ["", "example.org", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(store: Store, room: Workroom, url: str):
    with pytest.raises(PortfolioError) as refused:
        addresses.add(store, room, url)

    assert refused.value.code == "no-address"
    assert not queries.evidence.items(store)


def _scan(path: Path) -> Path:
    """Write a PDF: a page of words, then a page that is a picture of words."""
    picture = Image.new("L", (1240, 600), 255)
    font = ImageFont.truetype(str(assets.path("fonts/DejaVuSans.ttf")), 40)
    ImageDraw.Draw(picture).text((80, 100), "Negotiated an eight week pilot", font=font, fill=0)
    ImageDraw.Draw(picture).text((80, 180), "with both night teams", font=font, fill=0)
    held = io.BytesIO()
    picture.save(held, "PNG")
    held.seek(0)
    from reportlab.lib.utils import ImageReader

    canvas = Canvas(str(path), pagesize=(595, 288), invariant=True)
    canvas.drawString(50, 200, "This page has words of its own.")
    canvas.showPage()
    canvas.drawImage(ImageReader(held), 0, 0, 595, 288)
    canvas.showPage()
    canvas.save()
    return path


@NEEDS_TESSERACT
def test_a_scan_gets_words_and_everything_placed_on_it_stays(
    store: Store, room: Workroom, tmp_path: Path
):
    uid = intake.add(store, room, [_scan(tmp_path / "scan.pdf")]).results[0].item_uid
    ksb = queries.standard.ksbs(store)[0].uid
    own = mapping.anchor_for_quote(store, room, uid, "words of its own").anchor
    box = mapping.anchor_for_box(store, uid, 2, (20, 30, 300, 90))
    mapping.claim(store, uid, [ksb], own)
    mapping.claim(store, uid, [ksb], box)
    before = [claim.anchor for claim in queries.claims.claims(store)]
    first = queries.text.page(store, uid, 0)
    drawn = reading.draw(store, room, uid, 1, 1.0)

    read = recognising.recognise(store, room, uid)

    item = queries.evidence.item(store, uid)
    assert (read.pages, read.without, item.picture_pages) == (1, 0, ())
    assert item.route == "recognised"
    assert [claim.anchor for claim in queries.claims.claims(store)] == before
    assert queries.text.page(store, uid, 0) == first
    reading.open_item(store, room, uid)
    assert reading.draw(store, room, uid, 1, 1.0).pixels == drawn.pixels
    found = mapping.anchor_for_quote(store, room, uid, "eight week pilot", page=2).anchor
    x0, y0, x1, _, _, y1, *_ = found.spans[0].quads[0]
    assert 100 < x0 < x1 < 400
    assert 40 < y0 < y1 < 80
    assert queries.search.everything(store, "negotiated").of(FoundGroup.PAGE)[0].page == 2

    history.undo(store, read.changes.step)

    item = queries.evidence.item(store, uid)
    assert (item.route, item.picture_pages) == ("", (1,))
    assert [claim.anchor for claim in queries.claims.claims(store)] == before
    assert b"WordsBeneath" not in page_copy(store, room, uid)


@NEEDS_TESSERACT
def test_reading_by_machine_can_be_stopped(store: Store, room: Workroom, tmp_path: Path):
    uid = intake.add(store, room, [_scan(tmp_path / "scan.pdf")]).results[0].item_uid
    calls = []

    def stop(message: str, _fraction: float) -> None:
        calls.append(message)
        if len(calls) > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        recognising.recognise(store, room, uid, progress=stop)

    assert queries.evidence.item(store, uid).route == ""


def test_without_a_recogniser_the_person_is_told_what_to_do(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    uid = intake.add(store, room, [_scan(tmp_path / "scan.pdf")]).results[0].item_uid
    monkeypatch.setattr(tesseract, "find", lambda: None)

    with pytest.raises(PortfolioError) as refused:
        recognising.recognise(store, room, uid)

    assert recognising.available() == ""
    assert refused.value.code == "no-recogniser"
    assert "Box" in refused.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="the slow program is a shell script")
def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path):
    slow = tmp_path / "slow"
    slow.write_text(
        "#!/bin/sh\nif [ $1 = --list-langs ]; then echo x; echo eng; exit; fi\nsleep 60\n"
    )
    slow.chmod(0o755)
    from portfolio_app.domain.document import PageImage

    with pytest.raises(PortfolioError) as stopped:
        tesseract.read_page(slow, PageImage(10, 10, 40, bytes(400)), 10, 10, seconds=0.3)

    assert stopped.value.code == "time-limit"


def test_a_recording_over_the_standards_limit_says_so(store: Store, room: Workroom, tmp_path: Path):
    import wave

    def sound(name: str, seconds: int) -> Path:
        with wave.open(str(tmp_path / name), "wb") as made:
            made.setnchannels(1)
            made.setsampwidth(1)
            made.setframerate(800)
            made.writeframes(bytes(800 * seconds))
        return tmp_path / name

    added = intake.add(store, room, [sound("short.wav", 90), sound("long.wav", 500)])

    short, long = (queries.evidence.item(store, r.item_uid) for r in added.results)
    assert (short.duration, long.duration) == (90.0, 500.0)
    assert short.status is ReadStatus.KEPT
    assert "1 minute 30 seconds" in short.problem
    assert long.problem == (
        "This recording is 8 minutes 20 seconds. The usual limit is 5 minutes. It's saved in your "
        "library. Cut it in your phone or video program, then use Replace with newer version."
    )
