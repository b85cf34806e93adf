"""The numbering of a Word document: headings, appendices, list marks, and lists that begin anew."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from portfolio_app.docx.proposal_styles import DEEPEST, Named
from portfolio_app.docx.proposal_xml import SPACES

EMPTY = f"<w:numbering {SPACES}/>".encode()
_FIGURE = re.compile(r"[0-9]{1,9}")
_BULLETS = "•–▪"
_LEVELS = 9


class Numbering:
    """The numbering part of one document; ``root`` is its element, which is added to.

    A template's own numbers of headings and lists are kept where its styles have them.
    """

    def __init__(self, root: Any, named: Named) -> None:
        self._root = root
        self._named = named
        self._lists: dict[str, int] = {}
        self._open: dict[int, int] = {}  # the instance of each depth
        self.appendix = 0
        self.has_own_headings = False

    def set_headings(self) -> None:
        """Let the heading styles number themselves, and appendices too."""
        roles = [f"Heading{level}" for level in (1, 2, 3)]
        self.has_own_headings = any(
            _number_of(self._named.element(each)) is not None for each in roles
        )
        if not self.has_own_headings:
            main = self._add(_headings([self._named[each] for each in roles]))
            for level, role in enumerate(roles):
                _set_number(self._named.element(role), main, level)
        style = self._named["AppendixHeading"]
        self.appendix = self._add(_appendices(style))
        _set_number(self._named.element("AppendixHeading"), self.appendix, 0)

    def bullet(self, level: int) -> tuple[str, tuple[int, int] | None]:
        """Return the style of a point at a depth, and its number where the style has none."""
        depth = min(level, DEEPEST - 1)
        role = f"ListBullet{depth + 1 if depth else ''}"
        style = self._named[role]
        if _number_of(self._named.element(role)) is not None and level < DEEPEST:
            return style, None
        if "bullet" not in self._lists:
            self._lists["bullet"] = self._add(_bullets())
        return style, (self._lists["bullet"], level)

    def point(self, level: int, *, begins: bool) -> tuple[str, tuple[int, int]]:
        """Return the style and the number of a numbered point; one that begins a list is 1.

        A list within another belongs to it: Word counts it anew below each of its points.
        """
        depth = min(level, DEEPEST - 1)
        role = f"ListNumber{depth + 1 if depth else ''}"
        style = self._named[role]
        theirs = _number_of(self._named.element(role))
        abstract = self._abstract_of(theirs[0]) if theirs is not None else None
        if theirs is not None and abstract is not None:
            if begins or role not in self._lists:
                self._lists[role] = self._instance(abstract, theirs[1])
            return style, (self._lists[role], theirs[1])
        if begins or level not in self._open:
            if "numbers" not in self._lists:
                self._lists["numbers"] = self._abstract(_numbers())
            made = self._instance(self._lists["numbers"], level)
            self._open = {each: kept for each, kept in self._open.items() if each < level}
            self._open |= dict.fromkeys(range(level, _LEVELS), made)
        return style, (self._open[level], level)

    def _abstract_of(self, instance: int) -> int | None:
        for each in self._root.findall(qn("w:num")):
            if each.get(qn("w:numId")) == str(instance):
                held = each.find(qn("w:abstractNumId"))
                return int(held.get(qn("w:val"))) if held is not None else None
        return None

    def _add(self, levels: str) -> int:
        return self._instance(self._abstract(levels), None)

    def _abstract(self, levels: str) -> int:
        taken = [
            int(each.get(qn("w:abstractNumId"), "0"))
            for each in self._root.findall(qn("w:abstractNum"))
        ]
        number = max(taken, default=0) + 1
        element = parse_xml(
            f'<w:abstractNum {SPACES} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        # All abstract numbers stand before the first instance (ECMA-376 part 1, 17.9.16).
        first = self._root.find(qn("w:num"))
        if first is not None:
            first.addprevious(element)
        else:
            self._root.append(element)
        return number

    def _instance(self, abstract: int, begins_at: int | None) -> int:
        held = self._root.findall(qn("w:num"))
        number = max((int(each.get(qn("w:numId"), "0")) for each in held), default=0) + 1
        begin = ""
        if begins_at is not None:
            begin = (
                f'<w:lvlOverride w:ilvl="{begins_at}"><w:startOverride w:val="1"/></w:lvlOverride>'
            )
        element = parse_xml(
            f'<w:num {SPACES} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{begin}'
            "</w:num>"
        )
        if held:
            held[-1].addnext(element)
        else:
            self._root.append(element)
        return number


def _number_of(style: Any) -> tuple[int, int] | None:
    """Return the numbering instance and level that a style names; None when it has none."""
    found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    held = found.find(qn("w:numId")) if found is not None else None
    if held is None or not _FIGURE.fullmatch(held.get(qn("w:val"), "")):
        return None
    level = found.find(qn("w:ilvl"))
    number = int(held.get(qn("w:val")))
    deep = level.get(qn("w:val"), "0") if level is not None else "0"
    return (number, int(deep) if re.fullmatch("[0-8]", deep) else 0) if number else None


# What stands before the numbering in a paragraph's properties (ECMA-376 part 1, 17.3.1.26).
_BEFORE = tuple(
    qn(f"w:{name}")
    for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def _set_number(style: Any, instance: int, level: int) -> None:
    marks = style.find(qn("w:pPr"))
    if marks is None:
        marks = parse_xml(f"<w:pPr {SPACES}/>")
        looks = style.find(qn("w:rPr"))
        if looks is not None:
            looks.addprevious(marks)
        else:
            style.append(marks)
    for old in marks.findall(qn("w:numPr")):
        marks.remove(old)
    element = parse_xml(
        f'<w:numPr {SPACES}><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
    )
    place = sum(1 for each in marks if each.tag in _BEFORE)
    marks.insert(place, element)


def _level(number: int, form: str, words: str, *, style: str = "", left: int, hang: int,
           after: str = "tab", looks: str = "") -> str:  # fmt: skip
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:suff w:val="{after}"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr>{looks}</w:lvl>'
    )


def _headings(styles: list[str]) -> str:
    hang = (510, 680, 794)
    return "".join(
        _level(each, "decimal", ".".join(f"%{n + 1}" for n in range(each + 1)),
               style=styles[each], left=hang[each], hang=hang[each])
        for each in range(3)
    )  # fmt: skip


def _appendices(style: str) -> str:
    return (
        _level(0, "upperLetter", "Appendix %1", style=style, left=0, hang=0, after="space")
        + _level(1, "decimal", "%1.%2", left=680, hang=680)
        + _level(2, "decimal", "%1.%2.%3", left=794, hang=794)
    )


def _bullets() -> str:
    looks = (
        '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/></w:rPr>'
    )
    return "".join(
        _level(each, "bullet", _BULLETS[each % 3], left=360 * (each + 1), hang=360, looks=looks)
        for each in range(_LEVELS)
    )


def _numbers() -> str:
    forms = ("decimal", "lowerLetter", "lowerRoman")
    found = []
    for each in range(_LEVELS):
        form = forms[each % 3]
        words = f"%{each + 1}." if each % 3 == 0 else f"(%{each + 1})"
        found.append(_level(each, form, words, left=360 * (each + 1), hang=360))
    return "".join(found)
