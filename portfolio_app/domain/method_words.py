"""Assessment methods as plans and tables name them: "Professional discussion", "AM2", "SBP"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portfolio_app.domain.standard import AssessmentMethod

EMPLOYER = AssessmentMethod("employer", "Employer confirms", 0)
TICKS = frozenset("✓✔☑☒✗✘×xXyY•●■◼1") | {"yes", "Yes", "YES"}
_SPLIT = re.compile(r"\s*(?:[,;/+&\n]|\band\b|\bor\b)\s*", re.IGNORECASE)
_USUAL = {
    "pd": r"(?:the )?(?:professional )?discussion"
    r"(?: (?:underpinned|with|based|supported)\b.*)?|pd",
    "sbp": r"(?:the )?(?:strategic )?(?:business )?proposal"
    r"(?:[,:]? (?:presentation|with) .*)?|sbp",
    "employer": r"(?:the )?(?:employer|line manager)(?:['’]?s)?"
    r"(?: (?:confirm|verif|check|statement)\w*)?(?: in the workplace)?",
}
_NAMES = tuple((re.compile(pattern, re.IGNORECASE), name) for name, pattern in _USUAL.items())
_OTHERS = re.compile(
    r"(?:work[- ]based |workplace |strategic |business |final )*"
    r"(?:project|report|presentation|portfolio|interview|observation|questioning|questions|"
    r"(?:multiple[- ]choice |knowledge )?(?:test|exam(?:ination)?)|case stud(?:y|ies)|showcase|"
    r"simulation|practical)(?: (?:with|of|based|underpinned|report|by|a|showcase|presentation|"
    r"portfolio|evidence|questioning|questions|the)){0,8}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:assessment )?method (\d)|am ?(\d)|(?:epa )?component (\d)", re.IGNORECASE)
_LONGEST = 120  # characters: a longer cell is a statement


def is_tick(cell: str) -> bool:
    """Whether a cell holds a mark and nothing else."""
    return cell.strip("() []") in TICKS


def are_methods(words: str) -> bool:
    """Whether these words name assessment methods and say nothing else."""
    words = words.strip(" .:()[]")
    if not words or len(words) > _LONGEST:
        return False
    parts = [part for part in _SPLIT.split(words) if part]
    return bool(parts) and all(_is_method(part.strip(" .:()[]")) for part in parts)


def method_ids(words: str, methods: Sequence[AssessmentMethod]) -> tuple[str, ...]:
    """Return the ids of the methods that words name, in the order of ``methods``.

    A method is known by its id, its number ("AM2", "Method 2"), its title or the beginning of it,
    and the discussion, the proposal and the employer by the words plans use for them.
    """
    known = [*methods, *([] if any(m.id == EMPLOYER.id for m in methods) else [EMPLOYER])]
    words = words.strip(" .:()[]")
    found = {each.id for each in known if _names(each, words)}
    if not found:
        for part in _SPLIT.split(words):
            part = part.strip(" .:()[]")
            found |= {each.id for each in known if part and _names(each, part)}
    return tuple(each.id for each in known if each.id in found)


def method_label(method: AssessmentMethod) -> str:
    """Return the short word for a method on screen and in the bundle."""
    usual = {"pd": "Discussion", "sbp": "Proposal", EMPLOYER.id: EMPLOYER.title}.get(method.id)
    if usual:
        return usual
    short = re.split(r"[,:;(]| with | underpinned ", method.title, maxsplit=1)[0].strip()
    return short if len(short) <= 40 else f"{short[:39]}…"


def new_method_id(title: str, taken: Sequence[str]) -> str:
    """Return an id for a method of this title: the usual one when its words are the usual ones."""
    usual = next((name for pattern, name in _NAMES if pattern.fullmatch(title.strip())), "")
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:24].strip("-")
    wanted = usual or plain or "method"
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _is_method(part: str) -> bool:
    return (
        any(pattern.fullmatch(part) for pattern, _ in _NAMES)
        or _OTHERS.fullmatch(part) is not None
        or _NUMBER.fullmatch(part) is not None
    )


def _names(method: AssessmentMethod, words: str) -> bool:
    plain, title = words.casefold(), method.title.casefold()
    if plain in (method.id.casefold(), title):
        return True
    number = _NUMBER.match(words)
    if number is not None:
        wanted = int(next(each for each in number.groups() if each))
        if number.end() == len(words) or words[number.end()] in " :-–—.)":
            return method.number == wanted
    if any(name == method.id and pattern.fullmatch(words) for pattern, name in _NAMES):
        return True
    return len(plain) >= 6 and (title.startswith(plain) or plain.startswith(title))
