"""The words of a pasted paragraph: runs that look the same, and the sign of a point before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portfolio_app.documents.pasted_looks import Look
from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.pasted_draft import clean

_SIGN = re.compile(r"^[ \xa0]*([·•▪◦‣●○■§Ø\u2043∙]|o(?=[\xa0 ]{2})|[-–](?=[\xa0 ]{2}))[ \xa0]+")
_FIGURE_SIGN = re.compile(r"^[ \xa0]*(\(?(?:[0-9]{1,3}|[a-z]|[ivxl]{1,5})[.)])[ \xa0]{2,}")


@dataclass(slots=True)
class Words:
    """Words of one paragraph that look the same, or a note's sign."""

    look: Look
    parts: list[str]
    note: str = ""


def inlines_of(runs: list[Words], *, is_plain: bool) -> tuple[Inline, ...]:
    """Return the runs of a paragraph, joined where they look the same, without space at its ends.

    A note's sign carries the note's name until its words are known.
    """
    found: list[Inline] = []
    ends_with_space = True
    for run in runs:
        if run.note:
            found.append(Inline(InlineKind.NOTE, run.note))
            continue
        text = clean("".join(run.parts))
        if ends_with_space:
            text = text.lstrip(" ")
        if not text:
            continue
        ends_with_space = text[-1] == " "
        strong = run.look.strong and not is_plain
        last = found[-1] if found else None
        if (
            last is not None
            and last.kind is InlineKind.WORDS
            and (text.isspace() or (last.strong, last.emphasis) == (strong, run.look.emphasis))
        ):
            found[-1] = replace(last, text=last.text + text)
        else:
            found.append(Inline(text=text, strong=strong, emphasis=run.look.emphasis))
    while found and found[-1].kind is InlineKind.WORDS:
        text = found[-1].text.rstrip(" ")
        if text:
            found[-1] = replace(found[-1], text=text)
            break
        found.pop()
    return tuple(found)


def cut_sign(runs: list[Words], *, is_listed: bool) -> str:
    """Return the sign of a point that stands as words before a paragraph, and cut it off."""
    first = next((each for each in runs if each.note or "".join(each.parts).strip("\n ")), None)
    if first is None or first.note:
        return ""
    together = ""
    for each in runs:
        together += "".join(each.parts)
        if each.note or len(together) > 40:
            break
    found = _SIGN.match(together) or _FIGURE_SIGN.match(together)
    if found is None and is_listed:
        found = re.match(r"^[ \xa0]*(\(?[0-9]{1,3}[.)])[ \xa0]+", together)
    if found is None:
        return ""
    to_cut = found.end()
    for each in runs:
        text = "".join(each.parts)
        taken = min(to_cut, len(text))
        each.parts = [text[taken:]]
        to_cut -= taken
        if not to_cut:
            break
    return found.group(1)
