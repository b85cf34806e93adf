"""Returned files that are broken, locked or hostile: a plain verdict, never "unchanged"."""

import io
import logging
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from portfolio_app.documents.returned import reading
from portfolio_app.domain.returned import Part, Returned
from portfolio_app.domain.signature_words import judge
from portfolio_app.domain.signatures import Verdict
from portfolio_app.domain.wire import decode, encode
from portfolio_app.workroom.host import Workroom
from tests.documents import honest_returns as honest
from tests.documents.test_returns_honest import PLAIN, filled, form


def read(back: bytes, name: str = "form.pdf") -> Returned:
    return reading.read(back, form("plain"), name=name, content=PLAIN)


def changed(change: object) -> bytes:
    with pikepdf.open(io.BytesIO(form("plain"))) as pdf:
        change(pdf)  # type: ignore[operator]
        return honest.saved(pdf)


def test_a_locked_file_is_said_to_be_locked() -> None:
    with pikepdf.open(io.BytesIO(form("plain"))) as pdf:
        locked = honest.saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="other"))

    found = read(locked)

    assert found.code == "locked"
    assert "password" in found.problem
    assert "password" in found.signatures.problem, "never: no signature"
    assert found.differences is None


@pytest.mark.parametrize(
    "back",
    [
        form("plain")[:3000], b"%PDF-1.7\n" + bytes(500), b"%PDF-1.7\ngarbage %%EOF", b"",
        b"PK\x03\x04nothing", b"MZ" + bytes(400), b"\xff\xd8\xff" + bytes(90),
    ],
    ids=["half", "zeros", "garbage", "empty", "zip", "program", "picture"],
)  # fmt: skip
def test_what_cannot_be_opened_is_said_to_be_so(back: bytes) -> None:
    found = read(back)

    assert found.problem or found.is_picture
    assert found.differences is None


def test_whatever_fails_in_checking_is_cannot_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_told: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portfolio_app.documents.returned.history.catalogues", fails)
    found = read(filled("plain"))

    assert found.code == "unchecked"
    assert "can't be checked" in found.problem
    assert found.differences is None


def test_signatures_that_cannot_be_looked_at_are_not_no_signatures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_content: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portfolio_app.documents.signatures.read", fails)
    found = read(filled("plain"))

    assert found.signatures.verdict is Verdict.CHANGED_OR_UNVERIFIABLE


def test_a_file_that_fails_before_anything_is_read_is_not_said_to_be_without_signatures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portfolio_app.documents.returned.reading.opened", fails)
    found = read(filled("plain"))

    assert found.code == "unchecked"
    assert found.signatures.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert not judge(found).kind.is_signed


def test_somebody_elses_form_is_not_ours() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
        pdf.pages[0].obj.Contents = Stream(pdf, b"BT /F 12 Tf 72 700 Td (Expense claim) Tj ET")
        other = honest.saved(pdf)

    found = read(other)

    assert found.codes == ()
    told = [each.words for each in found.differences or ()]
    assert "Page 1 is not the page that you sent." in told
    assert "Page 2 of your form is missing." in told


def test_an_xfa_form_is_named() -> None:
    def make(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            del page.obj.Annots
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))

    found = read(changed(make))

    assert "XFA" in found.problem
    assert found.differences is None


def test_scripts_and_layers_and_files_inside_are_told_and_nothing_is_run() -> None:
    def make(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.attachments["minutes.txt"] = b"words"

    found = read(changed(make))

    assert any("JavaScript" in each for each in found.holds)
    assert any("minutes.txt" in each for each in found.holds)
    assert {each.part for each in found.differences or ()} == {Part.STRUCTURE}


def test_a_page_that_the_observers_window_added_is_no_change() -> None:
    def make(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1].obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = Stream(pdf, b"BT /F 12 Tf 72 700 Td (The rest of my answer) Tj ET")
        state = Dictionary(Private=Dictionary(State=Name.Answers))
        page.PieceInfo = Dictionary(PortfolioObserver=state)

    found = read(changed(make))

    assert found.differences == ()
    assert any("longer than their fields" in each for each in found.notes)


def test_one_page_that_was_scanned_is_not_called_unchanged() -> None:
    scan = honest.scanned(filled("plain"), "PDF")
    with (
        pikepdf.open(io.BytesIO(form("plain"))) as pdf,
        pikepdf.open(io.BytesIO(scan)) as papers,
    ):
        kept = pdf.pages[0].obj
        pdf.pages[1] = papers.pages[1]
        assert kept is not None
        mixed = honest.saved(pdf)

    found = read(mixed)

    assert found.is_picture
    assert found.differences is None
    assert any("Page 2 came back as a picture" in each for each in found.notes)


def test_a_reading_crosses_the_workroom_whole_and_in_time(tmp_path: Path) -> None:
    with Workroom(tmp_path) as room:
        blobs = [filled("plain"), form("plain")]
        told = {"name": "form.pdf", "content": encode(PLAIN)}
        room.call("read_return", told, blobs)
        began = time.process_time()
        reply = room.call("read_return", told, blobs)
        assert time.process_time() - began < 2

    found = decode(Returned, reply.result["returned"])
    assert found.differences == ()
    assert found.answer("name") == "Bryn Sample"
    other = replace(PLAIN, code="0" * 16)
    assert reading.read(blobs[0], blobs[1], content=other).differences


def test_the_public_broken_files_are_answered_in_words(
    corpus: Path, warnings_logged: list[logging.LogRecord]
) -> None:
    files = sorted((corpus / "malformed" / "pdf").iterdir())[::12]
    files += sorted((corpus / "encrypted").glob("*.pdf"))[:4]
    compared = 0

    for each in files:
        found = read(each.read_bytes(), each.name)
        if found.differences is None:  # it can't be compared: it is said why
            assert found.code, each.name
            assert found.problem.endswith("."), each.name
        else:
            assert found.differences, f"{each.name} is not called unchanged"
            assert all(told.words for told in found.differences), each.name
        compared += found.differences is not None
        assert not judge(found).kind.is_signed, each.name
        assert found.signatures.verdict in (None, Verdict.CHANGED_OR_UNVERIFIABLE), each.name
        assert found.signatures.problem or found.code != "locked", each.name
        assert found.codes == (), each.name
    assert 0 < compared < len(files)
    warnings_logged.clear()  # what the libraries say of such files
