"""How the words of web markup look, by the elements around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portfolio_app.domain.simple import Run

_LOOKS = {
    "b": "bold", "strong": "bold", "th": "bold", "i": "italic", "em": "italic", "cite": "italic",
    "dfn": "italic", "var": "italic", "u": "underline", "ins": "underline", "s": "strike",
    "strike": "strike", "del": "strike",
}  # fmt: skip
_MAY_BE_BOLD = frozenset({"span", "font", "td", "p", "div", "li"})
_FIXED = frozenset({"pre", "xmp", "listing", "plaintext"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f\v\xa0\u200b\u200c\u200d\u2060\ufeff\u034f\u00ad]+")
_LINK = re.compile(r"^\s*(?:https?://|mailto:)[^\s]{1,2000}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How words look at a place, with all that the elements around them said."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    link: str = ""
    is_fixed: bool = False
    heading: int = 0
    quotes: int = 0
    is_entry: bool = False

    def inside(self, tag: str, told: Mapping[str, str]) -> Look:
        """Return how words look in an element here."""
        changes: dict[str, Any] = {}
        if (look := _LOOKS.get(tag)) is not None:
            changes[look] = True
        elif tag in _MAY_BE_BOLD and _BOLD.search(told.get("style", "")[:2000]):
            changes["bold"] = True
        elif tag == "a":
            link = told.get("href", "").strip()
            changes["link"] = link if _LINK.match(link) else ""
        elif tag in _FIXED:
            changes["is_fixed"] = True
        elif tag in _HEADINGS:
            changes["heading"] = int(tag[1])
        elif tag == "blockquote":
            changes["quotes"] = self.quotes + 1
        elif tag == "li":
            changes["is_entry"] = True
        elif tag == "table":
            changes = {"is_entry": False, "quotes": 0, "heading": 0}
        return replace(self, **changes) if changes else self

    def run(self, words: str) -> Run:
        """Return words that look so."""
        return Run(words, self.bold, self.italic, self.underline, self.strike, self.link)


def tidied(runs: list[Run], state: Look) -> list[Run]:
    """Return runs without space at their ends; none if there is only space."""
    if not any(WHITE.sub("", run.text) for run in runs):
        return []
    first, last = runs[0].text, runs[-1].text
    if state.is_fixed:
        runs[0] = replace(runs[0], text=first.removeprefix("\n"))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    else:
        runs[0] = replace(runs[0], text=first.lstrip(" \n"))
        if len(runs) == 1:
            last = runs[0].text
        runs[-1] = replace(runs[-1], text=last.rstrip(" \n"))
    return [run for run in runs if run.text]
