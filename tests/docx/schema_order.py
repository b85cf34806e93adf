"""What can be checked of OOXML without its schemas: order, references, numbers that are there.

The orders are those of ECMA-376 part 1 (5th edition): the clause is named beside each.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
        suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
        topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
        contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",  # 17.3.1.26
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
        noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u
        effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish
        oMath""",  # 17.3.2.28
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW
        jc
        tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
        tblDescription""",  # 17.4.59
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader",
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection
        tcFitText
        vAlign hideMark""",  # 17.4.69
    "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
    "tblBorders": "top start left bottom end right insideH insideV",
    "tblCellMar": "top start left bottom end right",
    "pBdr": "top left bottom right between bar",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc
        pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi
        rtlGutter docGrid printerSettings""",  # 17.6.17
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden
        unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr
        trPr tcPr tblStylePr""",  # 17.7.4.17
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "styles": "docDefaults latentStyles style",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tc": "tcPr p",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime
        mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter
        gutterAtTop hideSpellingErrors attachedTemplate linkStyles trackRevisions
        defaultTabStop autoHyphenation evenAndOddHeaders characterSpacingControl updateFields
        hdrShapeDefaults footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping
        shapeDefaults decimalSymbol listSeparator""",  # 17.15.1.78
}


def wrong(made: bytes) -> list[str]:
    """Return everything that is not as it should be in a Word document."""
    return list(_wrong(made))


def _wrong(made: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        parts = {
            name: etree.fromstring(package.read(name))
            for name in names
            if name.endswith((".xml", ".rels"))
        }
    if len(set(names)) < len(names) or names[0] != "[Content_Types].xml":
        yield "the package's names"
    yield from _types(parts["[Content_Types].xml"], names)
    for name, root in parts.items():
        yield from (f"{name}: {each}" for each in _of_order(root))
        if not name.endswith(".rels"):
            yield from (f"{name}: {each}" for each in _relations(name, root, parts, names))
    document = parts["word/document.xml"]
    yield from _document(document, parts)


def _types(types: Any, names: list[str]) -> Iterator[str]:
    endings = {each.get("Extension", "").lower() for each in types if each.get("Extension")}
    given = [each.get("PartName", "") for each in types if each.get("PartName")]
    yield from (f"no part {each}" for each in given if each.lstrip("/") not in names)
    if len(set(given)) < len(given):
        yield "a part has two types"
    for name in names[1:]:
        if f"/{name}" not in given and name.rpartition(".")[2].lower() not in endings:
            yield f"{name} has no type"


def _of_order(root: Any) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(W):
            continue
        order = ORDER.get(element.tag.removeprefix(W), "").split()
        if not order:
            continue
        # Headers and footers may be named in any order (17.6.17).
        held = [
            each.tag.removeprefix(W).replace("footerReference", "headerReference")
            for each in element
            if each.tag.startswith(W)
        ]
        if unknown := [each for each in held if each not in order]:
            yield f"{element.tag.removeprefix(W)} holds {unknown}"
        places = [order.index(each) for each in held if each in order]
        if places != sorted(places):
            yield f"{element.tag.removeprefix(W)} in the order {held}"


def _relations(name: str, root: Any, parts: dict[str, Any], names: list[str]) -> Iterator[str]:
    folder, _, file = name.rpartition("/")
    related = parts.get(f"{folder}/_rels/{file}.rels")
    known = {}
    for each in related if related is not None else ():
        known[each.get("Id")] = each
        if each.tag != _RELATED:
            yield f"a relation is {each.tag}"
        elif each.get("TargetMode") != "External":
            target = each.get("Target", "")
            path = target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target)
            if posixpath.normpath(path) not in names:
                yield f"leads to {target}, which is not there"
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.startswith(R) and value not in known:
                yield f"names {value}, which is not there"


def _document(document: Any, parts: dict[str, Any]) -> Iterator[str]:
    styles = {each.get(f"{W}styleId") for each in parts["word/styles.xml"].iter(f"{W}style")}
    named = [each.get(f"{W}styleId") for each in parts["word/styles.xml"].iter(f"{W}style")]
    if len(named) != len(set(named)):
        yield "two styles have one id"
    for name, part in parts.items():
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            for each in part.iter(f"{W}{tag}"):
                if each.get(f"{W}val") not in styles:
                    yield f"{name}: no style {each.get(f'{W}val')}"
    numbering = parts["word/numbering.xml"]
    nums = {each.get(f"{W}numId") for each in numbering.iter(f"{W}num")} | {"0"}
    abstract = {each.get(f"{W}abstractNumId") for each in numbering.iter(f"{W}abstractNum")}
    for part in (document, parts["word/styles.xml"]):
        for each in part.iter(f"{W}numId"):
            if each.get(f"{W}val") not in nums:
                yield f"no number {each.get(f'{W}val')}"
    for each in numbering.iter(f"{W}abstractNumId"):
        if each.get(f"{W}val") not in abstract:
            yield f"no abstract number {each.get(f'{W}val')}"
    starts = [each.get(f"{W}id") for each in document.iter(f"{W}bookmarkStart")]
    ends = [each.get(f"{W}id") for each in document.iter(f"{W}bookmarkEnd")]
    if sorted(starts) != sorted(ends) or len(set(starts)) < len(starts):
        yield "bookmarks do not match"
    marks = [each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")]
    if len(set(marks)) < len(marks) or any(len(each or "") > 40 for each in marks):
        yield "bookmarks' names"
    for each in document.iter(f"{W}instrText"):
        words = (each.text or "").split()
        if words[0] in ("REF", "PAGEREF") and words[1] not in marks:
            yield f"no bookmark {words[1]}"
    for each in document.iter(f"{W}hyperlink"):
        anchor = each.get(f"{W}anchor")
        if anchor is not None and anchor not in marks:
            yield f"no bookmark {anchor}"
    for part in parts.values():
        depth = 0
        for each in part.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(each.get(f"{W}fldCharType", ""), 0)
            if depth < 0:
                yield "a field ends before it begins"
        if depth:
            yield "a field has no end"
    for cell in document.iter(f"{W}tc"):
        if cell[-1].tag != f"{W}p":
            yield "a cell does not end with a paragraph"
    for row in document.iter(f"{W}tbl"):
        columns = len(row.find(f"{W}tblGrid"))
        if any(len(each.findall(f"{W}tc")) != columns for each in row.findall(f"{W}tr")):
            yield "a row has not as many cells as the table has columns"
    numbers = [each.get("id") for each in document.iter() if str(each.tag).endswith("}docPr")]
    if len(set(numbers)) < len(numbers):
        yield "two drawings have one number"
    notes = parts.get("word/footnotes.xml")
    held = {each.get(f"{W}id") for each in notes.iter(f"{W}footnote")} if notes is not None else ()
    for each in document.iter(f"{W}footnoteReference"):
        if each.get(f"{W}id") not in held:
            yield f"no footnote {each.get(f'{W}id')}"
