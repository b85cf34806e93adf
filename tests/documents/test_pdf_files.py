import io
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.document import ReadStatus
from tests.documents.builders import pdf_of, read, text_of, words_at


def _locked(data: bytes, user: str, owner: str, **allow: bool) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        permissions = pikepdf.Permissions(**allow)
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner, allow=permissions))
    return out.getvalue()


def test_a_locked_pdf_asks_for_its_password_and_opens_with_it():
    data = _locked(pdf_of(words_at("Secret words")), "open sesame", "owner")

    locked = read(data)
    wrong = read(data, password="sesame")  # noqa: S106 - a made-up file's
    opened = read(data, password="open sesame")  # noqa: S106

    assert (locked.facts.status, locked.facts.code) == (ReadStatus.KEPT, "locked")
    assert locked.facts.locked
    assert "Enter the password" in locked.facts.problem
    assert wrong.facts.code == "wrong-password"
    assert "Secret words" in text_of(opened)
    assert not opened.facts.locked
    with pikepdf.open(io.BytesIO(opened.page_copy)) as copy:
        assert not copy.is_encrypted


def test_an_owners_restriction_is_noted_and_does_not_lock():
    data = _locked(pdf_of(words_at("Words")), "", "owner", extract=False)

    found = read(data)

    assert found.facts.restricted
    assert not found.facts.locked
    assert "Words" in text_of(found)


def test_known_passwords_open_real_files(corpus: Path):
    for name, password in (
        ("encrypted/r4-user-password.pdf", "asdfzxcv"),
        ("encrypted/r3-user-password.pdf", "asdfzxcv"),
        ("encrypted/minimal-aes256.pdf", "usersecret"),
        ("reports-pdf/graph-encrypted.pdf", "user"),
        ("reports-pdf/libreoffice-writer-password.pdf", "openpassword"),
    ):
        data = (corpus / name).read_bytes()
        assert read(data, name).facts.locked, name
        found = read(data, name, password=password)
        assert found.facts.status is ReadStatus.READABLE, name


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 5000])
def test_a_damaged_pdf_is_kept_and_explained(data):
    found = read(data)

    assert (found.facts.status, found.facts.code) == (ReadStatus.KEPT, "damaged")
    assert found.page_copy == b""
    assert "fresh copy" in found.facts.problem


def test_a_pdf_cut_in_the_middle_gives_what_is_left():
    data = pdf_of(words_at("Some words"))

    found = read(data[: data.rindex(b"xref")])

    assert "Some words" in text_of(found)


def test_a_pdf_without_pages_says_so():
    with pikepdf.new() as pdf:
        out = io.BytesIO()
        pdf.save(out)

    assert read(out.getvalue()).facts.code == "empty"


def test_words_that_only_one_reader_finds_are_not_lost(corpus: Path):
    found = read((corpus / "malformed/pdf/bad39.pdf").read_bytes())

    assert "Potato" in text_of(found)


def test_a_signature_field_counts_as_signed_only_with_a_signature_in_it(corpus: Path):
    signed = read((corpus / "signed/minimal-signed-twice-both-created.pdf").read_bytes())
    empty = read((corpus / "signed/minimal-with-field.pdf").read_bytes())

    assert signed.facts.signed
    assert not empty.facts.signed


def test_title_author_and_day_are_taken_from_where_they_mean_most():
    def tell(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "Winter plan"
        pdf.docinfo["/Author"] = "Planning team"
        pdf.docinfo["/CreationDate"] = "D:20240102030405Z"

    stated = read(
        pdf_of(words_at("Held on 4 March 2025"), change=tell), "plan 2025-02-01.pdf"
    ).facts
    by_name = read(
        pdf_of(words_at("She spoke on 3 March 2025"), change=tell), "plan 2025-02-01.pdf"
    ).facts
    by_page = read(pdf_of(words_at("She spoke on 3 March 2025"), change=tell), "plan.pdf").facts
    by_property = read(pdf_of(words_at("No day"), change=tell), "plan.pdf").facts

    assert (by_name.title, by_name.author) == ("Winter plan", "Planning team")
    assert (stated.date, stated.date_source) == ("2025-03-04", "first page")
    assert (by_name.date, by_name.date_source) == ("2025-02-01", "file name")
    assert (by_page.date, by_page.date_source) == ("2025-03-03", "first page")
    assert (by_property.date, by_property.date_source) == ("2024-01-02", "document property")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - plan.docx", "untitled", "Document1", "plan.indd", "plan", "12", ""]
)
def test_a_title_nobody_meant_is_not_used(title):
    def tell(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = title

    assert read(pdf_of(words_at("x"), change=tell), "plan.pdf").facts.title == ""


def test_pages_that_are_pictures_are_named(corpus: Path):
    scan = read((corpus / "scans/congress.pdf").read_bytes()).facts
    words = read((corpus / "scans/sandwich.pdf").read_bytes()).facts

    assert scan.picture_pages == (0,)
    assert words.picture_pages == ()
