"""The proposal as a Word document: real styles, right numbers, nothing that Word would repair."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from portfolio_app.docx import proposal as writer
from portfolio_app.domain import finished
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.finished import Bookmark, FinishedProposal, Heading, Paragraph, Words
from tests.docx.everything import HEBREW, NAMES, everything
from tests.docx.schema_order import wrong


@pytest.fixture(scope="module")
def made() -> bytes:
    return writer.write(*everything())


@pytest.fixture(scope="module")
def document(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def styled(document: Any, *names: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name in names]


def raw(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return "".join(
            f"{name}\n{package.read(name).decode()}"
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        )


def test_every_part_keeps_the_order_and_the_references_of_the_format(made: bytes) -> None:
    assert wrong(made) == []


def test_each_kind_of_paragraph_has_words_own_style(document: Any) -> None:
    assert styled(document, "Heading 1") == [
        "Summary", "Options", "Risks", finished.REFERENCES, finished.ANNEX,
    ]  # fmt: skip
    assert styled(document, "Heading 2") == ["What we know", "The questions"]
    assert styled(document, "Appendix Heading") == ["How people were asked"]
    assert len(styled(document, "List Bullet")) == len(styled(document, "List Bullet 2")) == 1
    assert len(styled(document, "List Number")) == 4
    assert len(styled(document, "Quote")) == 1
    assert styled(document, "Caption") == [
        "Table 1: Options against criteria", "Figure 1: The site", "Table 2: All the risks",
        "Figure 2", "Figure 3: Lost",
    ]  # fmt: skip
    assert styled(document, "Title") == [everything()[0].title]
    assert NAMES in styled(document, "Body Text")
    assert "After a line break." in styled(document, "Body Text")[1].split("\n")[1]


def test_it_says_everything_that_the_proposal_says_in_its_order(document: Any) -> None:
    words = "".join("".join(each.itertext(qn("w:t"))) for each in document.element.body)
    text, at = re.sub(r"\s", "", words), 0

    for each in finished.said(everything()[0]):
        # Word numbers headings itself: the number is no text of theirs.
        part = re.sub(r"\s", "", each)
        bare = re.sub(r"^(Appendix[A-Z]|[0-9A-Z](\.[0-9])*)(?=\D)", "", part)
        place = max(text.find(part, at), -1)
        place = place if place >= 0 else text.find(bare, at)
        assert place >= 0, each
        at = place


def test_numbers_of_headings_captions_and_lists_are_words_own(made: bytes) -> None:
    xml = raw(made)

    assert xml.count("SEQ Table") == 2
    assert xml.count("SEQ Figure") == 3
    assert 'w:lvlText w:val="%1.%2"' in xml
    assert 'w:lvlText w:val="Appendix %1"' in xml
    assert xml.count("startOverride") == 2  # a list within another is numbered with it


def test_the_contents_are_a_field_with_its_lines_and_pages(made: bytes, document: Any) -> None:
    lines = [
        "".join(node.text or "\t" for node in each._p.iter(qn("w:t"), qn("w:tab"))
                if node.tag == qn("w:t") or node.getparent().tag == qn("w:r"))
        for each in map(docx.text.paragraph.Paragraph, _contents(document), [document] * 99)
    ]  # fmt: skip
    shown = [each.split("\t") for each in lines if each.strip()][1:]

    assert [" ".join(each[:-1]) for each in shown] == [
        words for words, _, _ in finished.in_contents(everything()[0])
    ]
    pages = [int(each[-1]) for each in shown]
    assert pages == sorted(pages)
    assert pages[0] == 3
    assert "updateFields" in raw(made)


def _contents(document: Any) -> list[Any]:
    return list(document.element.body.find(qn("w:sdt")).iter(qn("w:p")))


def test_tables_and_pictures_are_told_to_those_who_do_not_see_them(made: bytes) -> None:
    xml = raw(made)

    assert xml.count("<w:tblHeader") == 3
    assert 'w:tblDescription w:val="Option two has the highest total."' in xml
    assert 'descr="A line across."' in xml
    assert "[Picture missing: It was lost.]" in xml
    assert 'w:lang w:val="en-GB"' in xml


def test_words_that_run_from_the_right_are_said_to(document: Any) -> None:
    (found,) = [each for each in document.paragraphs if each.text == HEBREW]

    assert found._p.pPr.find(qn("w:bidi")) is not None
    assert found._p.find(f".//{qn('w:rtl')}") is not None


def test_it_says_who_wrote_it_which_version_it_is_and_nothing_else(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    xml = raw(made)

    about = document.core_properties
    assert (about.title, about.author) == (everything()[0].title, "An Apprentice")
    assert (about.last_modified_by, about.comments, about.keywords) == ("", "", "")
    assert "<vt:lpwstr>VERSION1</vt:lpwstr>" in xml
    assert xml.count("VERSION1") == 1
    assert "python" not in xml.casefold()
    assert not re.search(r"block\d|passage", xml.replace("first passage", ""))
    assert all(f'w:name="{each.value}"' in xml for each in Bookmark)


def test_naughty_strings_and_300_headings_are_written(corpus: Any) -> None:
    lines = (corpus / "text" / "blns.txt").read_text("utf-8", "replace").splitlines()
    from portfolio_app.domain.finishing import clean

    parts: list[finished.Part] = [
        Heading(1 + each % 3, (Words(f"Heading {each}"),), "1", place=each)
        for each in range(1, 301)
    ]
    parts += [
        Paragraph(BlockKind.BODY, (Words(clean(each)),), place=1000 + number)
        for number, each in enumerate(lines)
    ]
    parts += [Paragraph(BlockKind.BODY, (Words("a\x00b\ud800c\uffff"),))]
    made = writer.write(FinishedProposal("x" * 400, parts=tuple(parts)), {})

    assert wrong(made) == []
    shown = [each.text for each in docx.Document(io.BytesIO(made)).paragraphs]
    assert "abc" in shown
    told = {clean(each) for each in lines if clean(each).strip()}
    assert told <= set(shown)


def test_parts_that_are_missing_are_left_out(made: bytes) -> None:
    bare = replace(
        everything()[0], parts=everything()[0].parts[:1], appendices=(), references=(), annex=(),
        notes=(), facts=(), subtitle="", author="", built="", version="",
    )  # fmt: skip
    small = writer.write(bare, {})

    assert wrong(small) == []
    assert "footnotes" in raw(made)
    assert "footnotes" not in raw(small)
    assert "docProps/custom.xml" not in raw(small)
