import io
import zipfile
from pathlib import Path

import pytest

from portfolio_app.documents import kinds, reading
from portfolio_app.domain.document import DocumentKind, ReadStatus
from tests.documents.builders import read


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


def _repacked(what: str) -> bytes:
    """Return an OpenDocument file that has lost its first member, the mark of its kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", "<x/>")
        kind = f"application/vnd.oasis.opendocument.{what}"
        package.writestr("META-INF/manifest.xml", f'<m full-path="/" media-type="{kind}"/>')
    return out.getvalue()


WORD = _zip("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4\n", "a.bin", DocumentKind.PDF),
        (b"junk before\n%PDF-1.4\n", "a", DocumentKind.PDF),
        (WORD, "report.pdf", DocumentKind.WORD),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "a", DocumentKind.SLIDES),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a", DocumentKind.SHEET),
        (_repacked("text"), "a.zip", DocumentKind.WORD),
        (_repacked("spreadsheet"), "a", DocumentKind.SHEET),
        (_zip("content.xml", "META-INF/manifest.xml"), "a.odt", DocumentKind.ARCHIVE),
        (_zip("photos/a.jpg"), "a.docx", DocumentKind.ARCHIVE),
        (b"{\\rtf1 words}", "letter.doc", DocumentKind.WORD),
        (b"\xff\xd8\xff\xe0", "a.png", DocumentKind.IMAGE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a", DocumentKind.IMAGE),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a", DocumentKind.RECORDING),
        (b"RIFF\0\0\0\0WAVEfmt ", "a", DocumentKind.RECORDING),
        (b"ID3\x03\0\0\0", "a", DocumentKind.RECORDING),
        (b"From: a@example.org\nTo: b@example.org\nSubject: x\n\nHi", "a.txt", DocumentKind.MAIL),
        (b"<!DOCTYPE html><html><body>x", "a.txt", DocumentKind.WEB),
        (b"a,b\n1,2\n", "a.csv", DocumentKind.SHEET),
        (b"Just some words.", "a", DocumentKind.TEXT),
        (b"Just some words.", "notes.md", DocumentKind.TEXT),
        ("Größe ½".encode("utf-16"), "a.txt", DocumentKind.TEXT),
        ("Größe".encode("utf-16-le"), "a.txt", DocumentKind.TEXT),
        (b"caf\xe9 \x93quoted\x94", "a.txt", DocumentKind.TEXT),
        (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), "a", DocumentKind.NOTEBOOK),
        (b"MSCF\0\0\0\0", "a.onepkg", DocumentKind.NOTEBOOK),
        (bytes(range(256)), "a.xyz", DocumentKind.UNKNOWN),
    ],
)
def test_a_file_is_what_its_content_says(data, name, kind):
    assert kinds.tell(data, name).kind is kind


def test_real_files_are_what_their_folder_says(corpus: Path):
    folders = {
        "word": {DocumentKind.WORD},
        "slides": {DocumentKind.SLIDES},
        "spreadsheets": {DocumentKind.SHEET},
        "emails": {DocumentKind.MAIL},
        "photos": {DocumentKind.IMAGE},
        "reports-pdf": {DocumentKind.PDF},
        "text": {DocumentKind.TEXT, DocumentKind.WEB},
    }
    for folder, expected in folders.items():
        for path in sorted((corpus / folder).iterdir()):
            data = path.read_bytes()
            told = kinds.tell(data, path.name)
            assert told.kind in expected, path.name
            if path.suffix != ".csv" and folder != "emails":
                nameless = kinds.tell(data, "file")
                assert nameless.kind in expected, f"{path.name} without its name"


@pytest.mark.parametrize(
    ("data", "name", "code", "told"),
    [
        (b"", "a.docx", "empty", "no bytes"),
        (WORD, "a.docx", "damaged", "fresh copy"),
        (
            _zip("[Content_Types].xml", "xl/workbook.bin"),
            "a.xlsb",
            "unsupported",
            "save it as PDF in Excel",
        ),
        (WORD[:-30], "a.docx", "damaged", "fresh copy"),
        (b"\0\x01\x02\xff" * 30, "plan.mpp", "unsupported", "can't show .mpp files"),
        (b"\0\x01\x02\xff" * 30, "no extension", "unsupported", "what kind of file"),
        (b"\0\x01\x02\xff" * 30, "a.jpg", "damaged", "picture is damaged"),
        (b"ID3\x03\0\0\0", "talk.mp3", "recording", "find the times"),
        (_zip("a.txt"), "a.zip", "holds-files", "becomes an item of its own"),
        (_zip(), "a.zip", "empty", "holds no files"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "unsupported", "unpack it and add the files inside"),
        (
            bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"),
            "notes.one",
            "unsupported",
            "File › Export › Section › Word or PDF",
        ),
        (b" \n\n ", "a.txt", "empty", "holds no words"),
    ],
)
def test_a_file_that_cannot_be_shown_says_what_is_safe_and_what_to_do(data, name, code, told):
    facts = read(data, name).facts

    assert facts.status is ReadStatus.KEPT
    assert facts.code == code
    assert told in facts.problem
    assert "kept" in facts.problem


def test_a_very_large_file_is_named_from_its_start():
    facts = reading.kept_as_a_whole(WORD[:-30] + bytes(1000), "huge.docx")

    assert facts.kind is DocumentKind.WORD
    assert facts.code == "huge"
    assert "512 MB" in facts.problem


def test_macros_in_an_office_file_are_noticed():
    data = _zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")

    assert read(data, "a.docm").facts.active == ("macros",)
