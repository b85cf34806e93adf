"""Reading a Word copy: tracked changes, comments, notes, tables; bad files say what they are."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml

from portfolio_app.documents import word_copy
from portfolio_app.domain import wire
from portfolio_app.domain.bringing_back import apply
from portfolio_app.domain.comparing_copy import Texts, plan
from portfolio_app.domain.imported_document import imported
from portfolio_app.domain.printed import printed
from portfolio_app.domain.word_copy import Hand, Manner, WordCopy, WordTable, accepted
from portfolio_app.problems import PortfolioError
from portfolio_app.store.stamps import new_uid
from tests.domain import copy_edits
from tests.domain.test_bringing_back import outcome
from tests.thorough import WHOLE

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BY = 'w:id="1" w:author="Line manager" w:date="2026-03-03T10:00:00Z"'


def made(*elements: str) -> bytes:
    """Return a document with these elements in its body."""
    document = docx.Document()
    for each in elements:
        document.element.body.append(parse_xml(each.replace(">", f" {NAMES}>", 1)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def p(inside: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def r(text: str, kind: str = "t") -> str:
    return f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'


def read(data: bytes) -> WordCopy:
    copy, _ = word_copy.read(data, "Reviewed.docx")
    assert wire.decode(WordCopy, wire.encode(copy)) == copy
    return copy


def test_tracked_changes_read_as_accepted_and_say_who_and_from_where() -> None:
    mark = f"<w:rPr><w:del {BY}/></w:rPr>"
    copy = read(made(
        p(r("One ") + f"<w:del {BY}>{r('old', 'delText')}</w:del><w:ins {BY}>{r('new')}</w:ins>"
          + f"<w:ins {BY}><w:del {BY}>{r('never', 'delText')}</w:del></w:ins>"),
        p(r("Two and"), mark),
        p(r(" three.")),
        p(f"<w:moveFrom {BY}>{r('Moved words.', 'delText')}</w:moveFrom>", mark),
        p(f"<w:moveTo {BY}>{r('Moved words.')}</w:moveTo>", f"<w:rPr><w:ins {BY}/></w:rPr>"),
        p(r("The end.")),
    ))  # fmt: skip

    reading = accepted(copy)

    said = [each.text for each in reading.after]
    assert said == ["One new", "Two and three.", "Moved words.", "The end."]
    before = [each for each in reading.before if each]
    assert before == ["One old", "Two and", " three.", "Moved words.", "The end."]
    assert copy.hands == (Hand("Line manager", "2026-03-03T10:00:00Z"),)
    assert [number for number, _ in reading.after[1].came_from] == [1, 2]


def test_tables_notes_boxes_fields_and_hidden_words_are_told_apart() -> None:
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    copy = read(made(
        "<w:tbl>" + row.format("", r("Item"), r("Cost"))
        + row.format(f"<w:trPr><w:del {BY}/></w:trPr>", r("Gone"), r("1"))
        + row.format("", r("Room"), f"<w:ins {BY}>{r('2')}</w:ins>") + "</w:tbl>",
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText>'
          '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("1 Options 3")),
        p(r("2 Costs 4") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        p(r("See ") + '<w:fldSimple w:instr=" REF x ">' + r("Table 2") + "</w:fldSimple>" + r(".")
          + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"),
        p(r("Points"), '<w:pStyle w:val="ListBullet"/>'),
    ))  # fmt: skip

    reading = accepted(copy)
    table = reading.after[0].table
    assert isinstance(table, WordTable)
    assert [(c.text, c.before) for c in table.rows[2].cells] == [("Room", "Room"), ("2", "")]
    assert [each.manner for each in reading.after[1:3]] == [Manner.CONTENTS] * 2
    assert reading.after[3].text == "See Table 2."
    assert reading.after[4].manner is Manner.BULLET
    assert "hidden words" in copy.notes

    found = imported(copy, new_uid)
    assert found.kept == "2 paragraphs, 1 table"
    assert any("contents" in each for each in found.dropped)
    assert found.blocks[0].table is not None
    assert found.blocks[0].table.rows == (("Room", "2"),)


def test_two_hundred_edits_of_a_document_keep_every_tag_on_its_paragraph() -> None:
    rng = random.Random(2026)  # noqa: S311 - repeatable
    written = copy_edits.write(rng)
    copy = copy_edits.edit(rng, written.paras, 200)
    document = docx.Document()
    for each in copy:
        if each.manner is Manner.HEADING:
            document.add_heading(each.text, each.level)
        else:
            document.add_paragraph(
                each.text, "List Bullet" if each.manner is Manner.BULLET else None
            )
    out = io.BytesIO()
    document.save(out)
    texts = Texts(
        written.blocks, written.blocks, printed(written.blocks, written.labels), written.labels, {}
    )

    found = plan("copy", read(out.getvalue()), texts)
    taken = apply(written.blocks, found, frozenset(each.key for each in found.changes))

    counts = outcome(written, copy, (taken, [each for each in copy if each.text.strip()]))
    assert counts["tags wrong"] == counts["citations wrong"] == 0
    assert counts["tags right"] > 10
    assert counts["citations right"] > 20


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * 120_000_000)
    return out.getvalue()


def test_what_is_no_word_document_is_told_for_what_it_is() -> None:
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    entities = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml",
                         f"{entities}<w:document {NAMES}><w:body><w:p><w:r><w:t>a&x;b</w:t></w:r>"
                         "</w:p></w:body></w:document>")  # fmt: skip
    compound = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument\0".encode("utf-16-le")
    )

    for data, code in (
        (b"", "damaged"),
        (b"%PDF-1.7 not word", "not-word"),
        (b"PK\x03\x04 half", "damaged"),
        (odt.getvalue(), "not-word"),
        (rb"{\rtf1 words}", "not-word"),
        (bomb(), "too-long"),
        (compound, "damaged"),
        (made(*[p(r("x" * 60_000) + r("y" * 60_000))]), "too-long"),
    ):
        with pytest.raises(PortfolioError) as refused:
            word_copy.read(data, "Reviewed.docx")
        assert (refused.value.code, data[:20]) == (code, data[:20])
        assert "has been kept" in refused.value.message
        assert refused.value.hint
    assert "root:" not in repr(read(outside.getvalue()))


def test_every_word_document_of_the_corpus_is_read_or_refused_in_words(corpus: Path) -> None:
    read, refused = 0, {}
    for path in sorted(corpus.rglob("*.doc*"))[:: 1 if WHOLE else 3]:
        try:
            copy, _ = word_copy.read(path.read_bytes(), path.name)
        except PortfolioError as error:
            refused[path.name] = error.hint
            continue
        read += 1
        imported(copy, new_uid)
    assert read > (40 if WHOLE else 12)
    assert all(refused.values())


def test_what_only_looks_like_numbers_and_letters_that_are_none_stop_nothing() -> None:
    many = '<w:numPr><w:ilvl w:val="²"/><w:numId w:val="' + "9" * 5_000 + '"/></w:numPr>'
    copy = read(made(
        p(r("A"), '<w:outlineLvl w:val="²"/>'),
        p(r("B"), many),
        p(f'<w:r><w:sym w:font="x" w:char="D800"/><w:sym w:font="x" w:char="FFFC"/></w:r>{r("C")}'),
        p(r("\u202eD\ufffc\u202c")),
    ))  # fmt: skip
    assert [each.text for each in accepted(copy).after] == ["A", "B", "C", "D"]
    data = made(p(r("Sound second half")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b"second", b"sec&#xD800;&#0;ond"))
    mended = read(out.getvalue())
    assert [each.text for each in accepted(mended).after] == ["Sound second half"]
    assert "parts that were damaged" in mended.notes


def test_a_paragraph_far_longer_than_a_proposal_is_refused() -> None:
    with pytest.raises(PortfolioError) as refused:
        read(made(p(r("a" * 30_000) * 4)))
    assert refused.value.code == "too-long"
