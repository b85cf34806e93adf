"""What the elements of pasted markup say about their words: heading, point of a list, bold, hidden.

Knows the ways of Word on a computer and on the web, LibreOffice, Google Docs, Outlook and web
pages: elements, classes, styles of an element and of a style sheet, and accessibility roles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_MOST_RULES = 4_000
_MOST_STYLE = 400_000  # characters of style sheets
_STRONG = frozenset({"b", "strong", "th"})
_EMPHASIS = frozenset({"i", "em", "cite", "dfn", "var"})
_MARKS = frozenset({"u", "s", "strike", "mark"})
_FIXED = frozenset({"pre", "xmp", "listing", "plaintext"})
_WEIGHT = re.compile(r"(?<![-\w])font-weight\s*:\s*([a-z]+|[0-9]{1,4})", re.IGNORECASE)
_SLANT = re.compile(r"(?<![-\w])font-style\s*:\s*([a-z]+)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?<![-\w])display\s*:\s*none|(?<![-\w])visibility\s*:\s*(?:hidden|collapse)"
    r"|mso-hide\s*:\s*all|(?<![-\w])font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)"
    r"|(?<![-\w])max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"text-decoration[-a-z]*\s*:\s*[^;]*(?:underline|line-through)|mso-highlight\s*:", re.IGNORECASE
)
_LOOKS = re.compile(
    r"(?<![-\w])(?:color|font-family|font-size|font|background(?:-color)?)\s*:", re.IGNORECASE
)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.IGNORECASE)
_MSO_LIST = re.compile(r"mso-list\s*:\s*l[0-9]+\s+level([1-9])", re.IGNORECASE)
_MSO_HEADING = re.compile(r"^(?:mso)?heading\s?([1-9])(?:char)?$", re.IGNORECASE)
_PARA_STYLE = re.compile(r"^heading ([1-9])$|^(title)$|^(?:intense )?(quote)$", re.IGNORECASE)
_NO_BORDER = re.compile(r"(?<![-\w])border\s*:\s*(?:none|0|medium none)", re.IGNORECASE)
_SELECTOR = re.compile(r"^([a-z][a-z0-9]{0,9})?(?:\.([\w-]{1,80}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How words look at a place, with all that the elements around them said.

    ``heading`` is 1 to 9, 0 for none; ``points`` how many lists are around, ``is_numbered`` what
    the innermost is, ``entry`` a number of its own for each point; ``word_level`` the level that
    Word gives a paragraph that only looks like a point, 0 for none.
    """

    strong: bool = False
    emphasis: bool = False
    heading: int = 0
    points: int = 0
    is_numbered: bool = False
    entry: int = 0
    word_level: int = 0
    is_quote: bool = False
    is_caption: bool = False
    is_fixed: bool = False
    raised: int = 0  # 1 for superscript, -1 for subscript


@dataclass(frozen=True, slots=True)
class Said:
    """What an element says besides how its words look."""

    hides: bool = False
    marks: bool = False
    looks: bool = False


_NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Rules:
    """What style sheets say of a class (".name") or an element ("name"), lower case."""

    by_name: Mapping[str, str]

    def of(self, tag: str, classes: list[str]) -> str:
        """Return the style that sheets give an element."""
        if not self.by_name:
            return ""
        names = [tag, *(f".{each}" for each in classes), *(f"{tag}.{each}" for each in classes)]
        return ";".join(found for each in names if (found := self.by_name.get(each.lower())))


def rules(sheets: str) -> Rules:
    """Return what style sheets say of elements and classes; anything cleverer is left alone."""
    found: dict[str, str] = {}
    for rule in sheets[:_MOST_STYLE].replace("<!--", "").replace("-->", "").split("}"):
        selectors, brace, style = rule.rpartition("{")
        if not brace or len(style) > 4_000 or len(selectors) > 4_000:
            continue
        bare = re.sub(r"/\*.*?\*/", "", selectors, flags=re.DOTALL).rpartition(";")[2]
        for each in bare.split(","):
            plain = _SELECTOR.match(each.strip())
            if plain is None or plain.group() == "" or plain.group().lower() in ("html", "body"):
                continue
            name = plain.group().lower()
            if len(found) < _MOST_RULES:
                found[name] = f"{found.get(name, '')};{style}"[:4_000]
    return Rules(found)


def inside(
    look: Look, tag: str, told: Mapping[str, str], style: str, serial: int
) -> tuple[Look, Said]:
    """Return how words look within an element, and what it says besides.

    ``style`` is all that is said of its style, the sheets first; ``serial`` a number not used yet.
    """
    changes: dict[str, Any] = {}
    if tag in _STRONG:
        changes["strong"] = True
    elif tag in _EMPHASIS:
        changes["emphasis"] = True
    elif tag in ("sup", "sub"):
        changes["raised"] = 1 if tag == "sup" else -1
    elif tag in _FIXED:
        changes["is_fixed"] = True
    elif tag in ("ul", "ol", "menu", "dir"):
        changes |= {"points": look.points + 1, "is_numbered": tag == "ol", "entry": 0}
    elif tag == "li":
        changes |= {"entry": serial, "points": _level(told) or max(look.points, 1)}
    elif tag == "table":
        changes |= {"points": 0, "entry": 0, "is_quote": False, "heading": 0, "word_level": 0}
    elif tag == "blockquote":
        changes["is_quote"] = look.is_quote or not _NO_BORDER.search(style)
    elif tag in ("caption", "figcaption"):
        changes["is_caption"] = True
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        changes["heading"] = int(tag[1])
    changes |= _by_class(told)
    if told.get("role") == "heading":
        level = told.get("aria-level", "2")
        changes["heading"] = int(level) if level in "123456789" and level else 2
    if not style:
        return (replace(look, **changes) if changes else look), _NOTHING
    changes |= _by_style(style)
    said = Said(
        bool(_HIDDEN.search(style)), bool(_MARKED.search(style)), bool(_LOOKS.search(style))
    )
    return (replace(look, **changes) if changes else look), said


def is_marking(tag: str) -> bool:
    """Return whether an element only underlines, strikes out or highlights its words."""
    return tag in _MARKS


def _level(told: Mapping[str, str]) -> int:
    for name in ("aria-level", "data-aria-level"):
        if (level := told.get(name, "")) in "123456789" and level:
            return int(level)
    return 0


def _by_class(told: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in told.get("class", "")[:500].split():
        low = each.lower()
        if (heading := _MSO_HEADING.match(each)) and not low.endswith("char"):
            found["heading"] = int(heading.group(1))
        elif low == "msotitle":
            found["heading"] = 1
        elif low in ("msoquote", "msointensequote"):
            found["is_quote"] = True
        elif low in ("msocaption", "caption", "caption-western"):
            found["is_caption"] = True
    if (style := told.get("data-ccp-parastyle")) and (named := _PARA_STYLE.match(style)):
        if named.group(3):
            found["is_quote"] = True
        else:
            found["heading"] = int(named.group(1) or 1)
    return found


def _by_style(style: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if weights := _WEIGHT.findall(style):
        weight = weights[-1].lower()
        is_heavy = weight.isdecimal() and int(weight[:9]) >= 600
        found["strong"] = weight in ("bold", "bolder") or is_heavy
    if slants := _SLANT.findall(style):
        found["emphasis"] = slants[-1].lower() in ("italic", "oblique")
    if outline := _OUTLINE.search(style):
        found["heading"] = int(outline.group(1))
    if level := _MSO_LIST.search(style):
        found["word_level"] = int(level.group(1))
    return found
