"""Web pages, web addresses and recordings: what is read of them, and what never happens."""

import plistlib
import struct
import time
import wave
from io import BytesIO

import pytest

from portfolio_app.documents import markup
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.simple import Paragraph, Style, Table
from tests.documents.builders import read, text_of


def test_a_saved_page_has_its_title_day_and_address():
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0031)https://example.org/papers/one -->"
        "<html><head><title>Winter plan | Anytown</title>"
        '<meta property="article:published_time" content="2025-03-12T09:00:00Z"></head>'
        "<body><h1>Winter plan</h1><p>Größe</p></body></html>"
    )

    facts = read(page.encode(), "page.html").facts

    assert (facts.title, facts.address) == (
        "Winter plan | Anytown",
        "https://example.org/papers/one",
    )
    assert (facts.date, facts.date_source) == ("2025-03-12", "document property")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_is_read_in_the_characters_it_names(charset: str):
    page = f'<html><head><meta charset="{charset}"></head><body><p>Größe – “x”</p></body></html>'

    assert "Größe – “x”" in text_of(read(page.encode(charset), "a.html"))


def test_a_page_archive_shows_its_page():
    data = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\n"
        b"Subject: The paper\r\nDate: Wed, 12 Mar 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a"
        b"\r\n\r\n<html><body><p>Gr=C3=B6=C3=9Fe here</p></body></html>\r\n--b--\r\n"
    )

    found = read(data, "a.mhtml")

    assert "Größe here" in text_of(found)
    assert (found.facts.title, found.facts.address) == ("The paper", "https://example.org/a")
    assert (found.facts.date, found.facts.date_source) == ("2025-03-12", "date saved")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Paper.url", b"[InternetShortcut]\r\nURL=https://example.org/p?q=%20\r\nIconIndex=0\r\n"),
        ("Paper.webloc", plistlib.dumps({"URL": "https://example.org/p?q=%20"})),
        (
            "Paper.webloc",
            plistlib.dumps({"URL": "https://example.org/p?q=%20"}, fmt=plistlib.FMT_BINARY),
        ),
        ("Paper.desktop", b"[Desktop Entry]\nType=Link\nURL=https://example.org/p?q=%20\n"),
    ],
)
def test_a_shortcut_shows_its_address(name: str, data: bytes):
    found = read(data, name)

    assert found.facts.kind is DocumentKind.WEB
    assert found.facts.address == "https://example.org/p?q=%20"
    assert "https://example.org/p?q=%20" in text_of(found)


def test_a_shortcut_that_runs_something_is_no_address():
    found = read(b"[InternetShortcut]\nURL=file:///C:/run.exe\n", "a.url")

    assert found.facts.status is ReadStatus.KEPT
    assert found.facts.address == ""


def test_tables_that_lay_out_a_page_are_taken_apart_and_those_with_data_stay():
    layout = "<table><tr><td><h2>Left</h2><p>one</td><td><p>two</td></tr></table>"
    data = "<table><tr><th>K<th>V<tr><td>a<td>1<tr><td>b<td>2</table>"

    blocks = markup.read(layout + data).blocks

    assert [type(each) for each in blocks] == [Paragraph, Paragraph, Paragraph, Table]
    assert blocks[0].style is Style.HEADING
    assert blocks[3].header_rows == 1
    assert [cell.paragraphs[0].text for cell in blocks[3].rows[2]] == ["b", "2"]


@pytest.mark.parametrize(
    "trap",
    ["<!--", "<a ", "&", "<", "<div>", "<![CDATA[", "<?", '<a x="', "<script>", "</", "<ul><li>"],
)
def test_hostile_markup_is_read_in_good_time(trap: str):
    began = time.process_time()

    markup.read("words " + trap * (600_000 // len(trap)))

    assert time.process_time() - began < 5


def test_deep_markup_keeps_its_words():
    found = markup.read("<div>" * 1_000 + "deep words" + "</div>" * 1_000 + "<p>after</p>")

    assert "deep words" in found.text


def _wav(seconds: int) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(1000)
        made.writeframes(bytes(1000 * seconds))
    return out.getvalue()


def _box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def _film(brand: bytes, seconds: float, place: bool = False) -> bytes:
    made = 3_824_150_400  # 7 March 2025, from 1904
    header = struct.pack(">IIIII", 0, made, made, 600, int(600 * seconds)) + bytes(80)
    about = _box(b"udta", _box(b"\xa9xyz", b"\x00\x12\x15\xc7+51.50-000.12/")) if place else b""
    moov = _box(b"moov", _box(b"mvhd", header) + about)
    return _box(b"ftyp", brand + bytes(4) + brand) + _box(b"mdat", bytes(100)) + moov


@pytest.mark.parametrize(
    ("data", "name", "seconds"),
    [
        (_wav(90), "talk.wav", 90.0),
        (_film(b"isom", 200.5), "film.mp4", 200.5),
        (_film(b"qt  ", 61), "film.mov", 61.0),
        (_film(b"M4A ", 3700), "talk.m4a", 3700.0),
    ],
)
def test_a_recording_says_how_long_it_is(data: bytes, name: str, seconds: float):
    facts = read(data, name).facts

    assert facts.kind is DocumentKind.RECORDING
    assert facts.duration == seconds
    assert "long." in facts.problem


def test_a_film_says_its_day_and_that_it_holds_a_place():
    facts = read(_film(b"qt  ", 61, place=True), "film.mov").facts

    assert (facts.date, facts.date_source) == ("2025-03-07", "recording")
    assert [each.what for each in facts.holds] == ["GPS position"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"ID3\x03\x00\x00\x00\x00\x00\x00", "a.mp3"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav"),
        (_film(b"isom", 10)[:60], "a.mp4"),
        (_box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", 1), "a.mp4"),
        (b"\x1a\x45\xdf\xa3" + bytes(50), "a.webm"),
    ],
)
def test_a_recording_without_a_known_length_says_so_plainly(data: bytes, name: str):
    facts = read(data, name).facts

    assert facts.duration == 0
    assert "can't tell how long" in facts.problem
