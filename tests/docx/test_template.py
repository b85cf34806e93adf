"""A person's own Word template: its look is taken, its words and whatever else it holds are not."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm, Pt, RGBColor

from portfolio_app.docx import proposal as writer
from portfolio_app.problems import PortfolioError
from tests.docx.everything import NAMES, everything, picture
from tests.docx.schema_order import wrong
from tests.docx.test_proposal_word import raw

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_AS_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


_THEIRS = re.compile(r"word/(styles|numbering|header\d*|footer\d*|settings)\.xml: ")


def template(change: Any = None) -> bytes:
    """Return a template with a look of its own, and words that are nobody else's business."""
    made = docx.Document()
    made.core_properties.author = "SECRET AUTHOR"
    made.add_paragraph("SECRET BODY")
    section = made.sections[0]
    section.page_width, section.page_height = Mm(216), Mm(279)
    section.left_margin = section.right_margin = Mm(40)
    section.header.paragraphs[0].text = "Example Council"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(picture((60, 20))), Mm(20))
    section.footer.paragraphs[0].text = "Official footer"
    style = made.styles["Heading 1"]
    style.font.color.rgb, style.font.size = RGBColor(0x12, 0x34, 0x56), Pt(31)
    out = io.BytesIO()
    made.save(out)
    data = out.getvalue()
    return changed(data, change) if change is not None else data


def changed(data: bytes, change: Any) -> bytes:
    """Return a package whose parts went through ``change(name, bytes)``; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(name, kept)
    return out.getvalue()


def as_template(name: str, data: bytes) -> bytes:
    """Return the parts of a .dotx."""
    return data.replace(_MAIN.encode(), _AS_TEMPLATE.encode()) if "Types" in name else data


def test_its_styles_header_footer_and_page_are_used_and_its_words_are_not() -> None:
    for change in (None, as_template):
        made = writer.write(*everything(), template(change))

        assert wrong(made) == []
        document = docx.Document(io.BytesIO(made))
        section = document.sections[0]
        assert (round(section.page_width.mm), round(section.left_margin.mm)) == (216, 40)
        assert section.header.paragraphs[0].text == "Example Council"
        assert section.footer.paragraphs[0].text == "Official footer"
        style = document.styles["Heading 1"]
        assert (style.font.color.rgb, style.font.size) == (RGBColor(0x12, 0x34, 0x56), Pt(31))
        headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
        assert headings[0] == "Summary"
        assert "SECRET" not in raw(made)
        assert sum(name.startswith("word/media/edge") for name in _names(made)) == 1


def _names(made: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return package.namelist()


def test_paragraphs_stand_apart_where_the_template_leaves_nothing_between_them() -> None:
    def crowded(name: str, data: bytes) -> bytes:
        if not name.endswith("styles.xml"):
            return data
        data = re.sub(rb'(<w:spacing w:after=)"\d+"', rb'\1"0"', data)
        return data.replace(b'w:val="Body Text"', b'w:val="Text of the body"')

    used = {}
    for name, change in (("own", None), ("crowded", crowded)):
        document = docx.Document(io.BytesIO(writer.write(*everything(), template(change))))
        (found,) = [each for each in document.paragraphs if each.text == NAMES][1:]
        used[name] = (found.style.name, found.style.paragraph_format.space_after)

    assert used["own"][0] == "Body Text"
    assert used["crowded"] == ("Body Text", Pt(7))


def test_what_leads_elsewhere_or_runs_something_stays_behind() -> None:
    header = (
        b"<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
        b"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:p>"
        b"<w:r><w:t>Kept</w:t></w:r><w:hyperlink r:id='rId9'><w:r><w:t>here</w:t></w:r>"
        b"</w:hyperlink><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DDE"
        b"</w:instrText></w:r><w:r><w:instrText>AUTO cmd evil</w:instrText></w:r><w:r>"
        b"<w:fldChar w:fldCharType='end'/></w:r><w:fldSimple w:instr=' INCLUDETEXT http://evil '>"
        b"<w:r><w:t>x</w:t></w:r></w:fldSimple><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t>"
        b"</w:r></w:fldSimple><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' "
        b"href='http://evil'><v:imagedata src='http://evil'/></v:shape></w:pict></w:r>"
        b"<w:r><w:object r:id='rId8'/></w:r><w:altChunk r:id='rId7'/></w:p></w:hdr>"
    )
    relations = (
        b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        b"<Relationship Id='rId9' Type='http://x/hyperlink' Target='http://evil' "
        b"TargetMode='External'/><Relationship Id='rId8' Type='http://x/image' "
        b"Target='../../../etc/passwd'/></Relationships>"
    )

    def attack(name: str, data: bytes) -> bytes | None:
        if "header" in name:
            return relations if name.endswith(".rels") else header
        if name.endswith("settings.xml"):
            told = b"<w:attachedTemplate r:id='rId1'/><w:documentProtection w:edit='readOnly'/>"
            return re.sub(rb"(<w:settings[^>]*>)", rb"\1" + told, data)
        if name.endswith("numbering.xml"):
            bad = '<w:num w:numId="²"><w:abstractNumId w:val="x"/></w:num></w:numbering>'
            return data.replace(b"</w:numbering>", bad.encode())
        return data

    made = writer.write(*everything(), template(attack))

    assert wrong(made) == []
    xml = raw(made)
    assert "Kept" in xml
    assert " PAGE " in xml
    for evil in ("evil", ">DDE<", "attachedTemplate", "documentProtection", "passwd", "altChunk"):
        assert evil not in xml, evil


def test_what_is_no_template_or_has_macros_is_refused_and_nothing_is_written() -> None:
    bomb = b"<w:styles>" + b" " * 30_000_000 + b"</w:styles>"
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles/>'
    bad = {
        "no package": b"%PDF-1.7 no Word at all",
        "cut": template()[:3000],
        "entities": changed(template(), lambda n, d: entity if n.endswith("styles.xml") else d),
        "bomb": changed(template(), lambda n, d: bomb if n.endswith("styles.xml") else d),
        "no document": changed(template(), lambda n, d: None if n == "_rels/.rels" else d),
    }
    out = io.BytesIO(template())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    bad["macros"] = out.getvalue()

    for name, data in bad.items():
        with pytest.raises(PortfolioError) as caught:
            writer.write(*everything(), data)
        assert caught.value.code == "bad-template", name


def test_any_word_document_is_taken_as_a_template_or_refused_in_words(corpus: Path) -> None:
    files = sorted((corpus / "word").glob("*.docx"))
    files += sorted((corpus / "malformed" / "office").glob("*.doc*"))

    made = {path.name: _taken(path) for path in files}

    taken = {name: each for name, each in made.items() if each}
    assert len(taken) >= len(files) * 0.8
    for name, each in taken.items():
        # How their styles, headers and numbers are written is theirs; all the rest is ours.
        assert [told for told in wrong(each) if not _THEIRS.match(told)] == [], name
        assert raw(each).count('TargetMode="External"') == 1, name  # of the references


def _taken(path: Path) -> bytes:
    """Return the proposal on this template; nothing when that was refused as it should be."""
    try:
        return writer.write(*everything(), path.read_bytes())
    except PortfolioError as error:
        return b"" if error.code == "bad-template" else pytest.fail(path.name)
