"""Paragraphs of a Word document as OOXML (ECMA-376): runs, fields, bookmarks, numbers.

Everything comes out as text, its elements in the order that the schema asks for; letters that XML
cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.saxutils import escape

from portfolio_app.domain import bidi
from portfolio_app.domain.finished import Line, Words

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
# Words that run from right to left, with the spaces between them.
_FROM_RIGHT = re.compile(
    "((?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)(?:\\s+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)"
)


@lru_cache(maxsize=4096)
def text(words: str) -> str:
    """Return words as XML may hold them, special signs escaped."""
    if not (words.isascii() and words.isprintable()):
        words = "".join(
            each
            for each in words
            if each in "\n\t"
            or (each >= " " and not "\ud800" <= each <= "\udfff" and each not in "\ufffe\uffff")
        )
    return escape(words)


def attribute(words: str) -> str:
    """Return words as the value of an attribute, in one line."""
    return " ".join(text(words).split()).replace('"', "&quot;")


def run(words: str, *, strong: bool = False, emphasis: bool = False, style: str = "") -> str:
    """Return a run, or several: a line feed is a line break, a tab a tab."""
    found: list[str] = []
    for number, part in enumerate(_FROM_RIGHT.split(words) if bidi.is_mixed(words) else [words]):
        if part:
            found.append(_run(part, style, strong, emphasis, bool(number % 2)))
    return "".join(found)


def _run(words: str, style: str, strong: bool, emphasis: bool, from_right: bool) -> str:  # noqa: FBT001 - one after the other
    looks = f'<w:rStyle w:val="{style}"/>' if style else ""
    if strong:
        looks += "<w:b/><w:bCs/>"
    if emphasis:
        looks += "<w:i/><w:iCs/>"
    if from_right:
        looks += "<w:rtl/>"
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    inside = "".join(
        "<w:br/>" if each == "\n" else "<w:tab/>" if each == "\t"
        else f'<w:t xml:space="preserve">{text(each)}</w:t>'
        for each in re.split("([\n\t])", words)
        if each
    )  # fmt: skip
    return f"<w:r>{looks}{inside}</w:r>"


def field_of(instruction: str, shown: str, *, style: str = "") -> str:
    """Return a field with what it shows until it is worked out anew."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {text(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(shown, style=style)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@dataclass(slots=True)
class Marks:
    """Hands out bookmarks: each has a number of its own."""

    _last: int = 0

    def around(self, name: str, inside: str) -> str:
        """Return ``inside`` within a bookmark."""
        begin, end = self.pair(name)
        return f"{begin}{inside}{end}"

    def pair(self, name: str) -> tuple[str, str]:
        """Return where a bookmark begins and where it ends."""
        self._last += 1
        return (
            f'<w:bookmarkStart w:id="{self._last}" w:name="{name}"/>',
            f'<w:bookmarkEnd w:id="{self._last}"/>',
        )


def mark_of(place: int) -> str:
    """Return the name of the bookmark of a place; one that begins so is not listed to people."""
    return f"_Ref{place:06d}"


@dataclass(slots=True)
class Look:
    """What a paragraph is: style and list by id, and what differs from its style."""

    style: str = ""
    keep_next: bool = False
    breaks: bool = False  # begins a page
    number: tuple[int, int] | None = None  # numbering instance and level; (0, 0): none
    from_right: bool = False
    right: bool = False
    no_indent: bool = False
    tabs: tuple[tuple[str, str, int], ...] = field(
        default=()
    )  # kind, leader, twentieths of a point


def paragraph(inside: str, look: Look) -> str:
    """Return a paragraph of runs."""
    marks = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    if look.keep_next:
        marks += "<w:keepNext/>"
    if look.breaks:
        marks += "<w:pageBreakBefore/>"
    if look.number is not None:
        instance, level = look.number
        marks += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
    if look.tabs:
        marks += "<w:tabs>"
        for kind, leader, at in look.tabs:
            dots = f' w:leader="{leader}"' if leader else ""
            marks += f'<w:tab w:val="{kind}"{dots} w:pos="{at}"/>'
        marks += "</w:tabs>"
    if look.from_right:
        marks += "<w:bidi/>"
    if look.breaks:
        marks += '<w:spacing w:before="0"/>'  # nothing is left free at the head of a page
    if look.no_indent:
        marks += '<w:ind w:left="0" w:firstLine="0"/>'
    if look.right:
        marks += '<w:jc w:val="right"/>'
    marks = f"<w:pPr>{marks}</w:pPr>" if marks else ""
    return f"<w:p>{marks}{inside}</w:p>"


def begins_right(words: str) -> bool:
    """Whether a paragraph is one that runs from right to left."""
    return bidi.is_mixed(words) and bidi.runs_from_right(words)


@dataclass(frozen=True, slots=True)
class Reference:
    """The field of a cross reference. ``is_number``: it says the number alone, "2.1"."""

    instruction: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Calls:
    """What runs point at: fields by place, links by address; styles of both."""

    references: Mapping[int, Reference]
    note_style: str
    link_style: str
    link: Callable[[str], str]


def runs(line: Line, calls: Calls) -> str:
    """Return a line as runs."""
    return "".join(_words(each, calls) for each in line)


def _words(words: Words, calls: Calls) -> str:
    if words.note:
        looks = f'<w:rPr><w:rStyle w:val="{calls.note_style}"/></w:rPr>'
        return f'<w:r>{looks}<w:footnoteReference w:id="{words.note}"/></w:r>'
    if words.to in calls.references:
        return _cross(words.text, calls.references[words.to])
    if words.address:
        inside = run(words.text, emphasis=words.emphasis, style=calls.link_style)
        link = calls.link(words.address)
        return f'<w:hyperlink r:id="{link}" w:history="1">{inside}</w:hyperlink>'
    return run(words.text, strong=words.strong, emphasis=words.emphasis)


def _cross(words: str, reference: Reference) -> str:
    """Return a cross reference: "Section " and the field of its number, or a field of it all."""
    before, space, number = words.rpartition(" ")
    if reference.is_number and space:
        return run(before + space) + field_of(reference.instruction, number)
    return field_of(reference.instruction, words)
