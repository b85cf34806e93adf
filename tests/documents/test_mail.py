"""Messages become pages with a header block; their attachments are listed and taken out."""

import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from portfolio_app.documents import inside, mail, rtf_mail
from portfolio_app.domain.document import ReadStatus
from tests.documents.builders import read, text_of


def _mail(*, subject: str = "Winter rota", html: str = "", plain: str = "Words.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Director of Nursing <director@example.org>"
    message["To"] = "Ward managers <wards@example.org>"
    message["Cc"] = "chair@example.org"
    message["Subject"] = subject
    message["Date"] = "Tue, 4 Mar 2025 23:30:00 -0500"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_message_shows_its_header_block_and_its_words():
    found = read(_mail(subject="RE: Winter rota – größe").as_bytes(), "m.eml")

    words = text_of(found)
    for part in (
        "From: Director of Nursing <director@example.org>",
        "To: Ward managers <wards@example.org>",
        "Cc: chair@example.org",
        "Date: Tuesday 4 March 2025, 23:30 -05:00",
        "Subject: RE: Winter rota – größe",
        "Words.",
    ):
        assert part in words
    facts = found.facts
    assert (facts.title, facts.author) == ("Winter rota – größe", "Director of Nursing")
    assert (facts.date, facts.date_source) == ("2025-03-04", "mail header")
    assert facts.route == "simplified"


def test_a_marked_up_body_keeps_its_structure_and_nothing_is_fetched():
    html = (
        "<html><head><style>p{}</style><script>steal()</script></head><body>"
        "<h2>Agenda</h2><ul><li>One<li>Two</ul>"
        "<table><tr><th>Ward</th><th>Beds</th></tr><tr><td>A</td><td>12</td></tr></table>"
        '<p>See <a href="https://example.org/paper">the paper</a>.</p>'
        '<p style="display:none">hidden preheader</p>'
        '<img src="https://example.org/logo.png" alt="Trust logo">'
        '<img src="https://example.org/t.gif" width="1" height="1"></body></html>'
    )

    found = read(_mail(html=html, plain="Agenda One Two").as_bytes(), "m.eml")

    words = text_of(found)
    assert "• One" in words
    assert "Ward" in words
    assert "the paper" in words
    assert "[Picture: Trust logo]" in words
    assert "steal" not in words
    assert "preheader" not in words
    holds = {each.what: each for each in found.facts.holds}
    assert holds["remote pictures (not fetched)"].count == 1
    assert holds["tracking pictures (not fetched)"].count == 1
    assert holds["scripts and embedded parts (never run)"].count == 1
    assert holds["hidden words"].detail == "hidden preheader"


def test_a_picture_within_the_message_is_shown_without_its_camera_data():
    exif = Image.Exif()
    exif[0x013B] = "Secret Photographer"
    out = io.BytesIO()
    Image.new("RGB", (90, 60), "navy").save(out, "JPEG", exif=exif)
    message = _mail(html='<p>Look:</p><img src="cid:one@x" alt="chart">')
    body = message.get_payload()[1]
    body.add_related(out.getvalue(), "image", "jpeg", cid="<one@x>", filename="chart.jpg")

    found = read(message.as_bytes(), "m.eml")

    assert b"/Subtype /Image" in found.page_copy or b"/Image" in found.page_copy
    assert b"Secret" not in found.page_copy
    assert [each.note for each in found.facts.inside] == ["shown in the message"]


def test_attachments_are_listed_with_their_names_and_taken_out_whole():
    message = _mail()
    message.add_attachment(b"\x00\x01data", "application", "octet-stream", filename="../größe.bin")
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="plan.pdf")
    message.add_attachment(_mail(subject="Inner"))
    data = message.as_bytes()

    listed = read(data, "m.eml").facts.inside

    assert [each.name for each in listed] == ["größe.bin", "plan.pdf", "Inner.eml"]
    assert inside.content(data, "m.eml", 1) == ("größe.bin", b"\x00\x01data")
    name, inner = inside.content(data, "m.eml", 3)
    assert name == "Inner.eml"
    assert mail.open_letter(inner).subject == "Inner"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("=?utf-8?q?caf=C3=A9_au?= =?utf-8?q?_lait?=", "café au lait"),
        ("=?iso-8859-1?B?Y2Fm6Q==?=", "café"),
        ("=?utf-8?B?w?= =?utf-8?B?6k=?=", None),
        ("=?x-nonsense?q?plain?=", "plain"),
        ("plain = ? text ?=", "plain = ? text ?="),
        ("line\r\n\tfolded", "line folded"),
    ],
)
def test_headers_are_read_whatever_they_hold(raw: str, words: str | None):
    found = mail.decoded_header(raw)

    assert words is None or found == words


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nno end",
        b"Subject: x\nContent-Type: multipart/mixed\n\nwords without a boundary",
        b"Subject : x\nFrom : a\n__\nDate : nonsense\n\nwords",
        b"From: =?utf-8?b?////?=\nContent-Type: text/plain; charset=nonsense\n\nwords \xff\xfe",
        b"Subject: x\nContent-Type: text/plain; charset*=utf-8''%zz\n\nwords",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\n!!!not base64 words!!!",
        b"Subject: " + b"a" * 300_000 + b"\n\nwords",
        b"Subject: x\nContent-Type: message/rfc822\n\n" * 200 + b"words",
    ],
)
def test_a_broken_message_is_still_shown(data: bytes):
    found = read(data, "m.eml")

    assert found.facts.status is ReadStatus.READABLE
    assert "Subject:" in text_of(found)


def test_an_encrypted_message_says_so():
    data = (
        b"Subject: Private\nFrom: a@example.org\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
        b"Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAx\n"
    )

    facts = read(data, "m.eml").facts

    assert "encrypted" in facts.problem
    assert facts.code == "partial"


def test_outlooks_packed_words_are_unpacked():
    # The worked example of [MS-OXRTFCP] 3.1.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
        "05b06c647d0a800fa0"
    )

    assert rtf_mail.unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf_mail.unpacked(packed[:30]) != b""
    assert rtf_mail.unpacked(b"LZFu") == b""


def test_a_page_put_into_rtf_is_taken_out_again():
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag19 <html>}"
        rb"{\*\htmltag64 <p style='a:b;\par c:d'>}\htmlrtf {\htmlrtf0 Caf\'e9 \u8364?"
        rb"{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 }"
    )

    words, what = rtf_mail.body(rtf)

    assert what == "html"
    assert "Café €</p>" in words
    assert "Arial" not in words


def test_real_outlook_messages_show_their_words(corpus: Path):
    wanted = {
        "ASCII_CP1251_LCID1049.msg": "автоматически",
        "ASCII_UTF-8_CP1252_LCID1031.msg": "öäü",
        "HTMLBodyBinary_UTF-8.msg": "öäü",
        "attachment_test_msg.msg": "contenu",
    }
    for name, words in wanted.items():
        found = read((corpus / "emails" / name).read_bytes(), name)
        assert words in text_of(found), name


def test_every_real_message_is_read_and_its_attachments_come_out(corpus: Path):
    for folder in ("emails", "malformed/emails"):
        for path in sorted((corpus / folder).iterdir()):
            data = path.read_bytes()
            found = read(data, path.name)
            assert found.facts.status is ReadStatus.READABLE, path.name
            assert "\ufffd" not in text_of(found), path.name
            for each in inside.listed(data, path.name):
                name, content = inside.content(data, path.name, each.number)
                assert name == each.name, path.name
                assert content or not each.bytes, path.name
