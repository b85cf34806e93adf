"""What the manager's page and the record of a review say: facts and the apprentice's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import FormLine, LineKind
from portfolio_app.domain.number_words import counted
from portfolio_app.domain.planned import Planned
from portfolio_app.domain.reviews import ME, Since, action_of

SCHEMA = 1
_NOTHING = "Nothing yet."
_MOST_CODES = 12


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What one paper asks: its title with names in braces, its ticks and its questions."""

    title: str
    ticks: tuple[tuple[str, bool], ...]  # the statement, and whether it has to be ticked
    questions: tuple[str, ...]

    def lines(self) -> tuple[FormLine, ...]:
        """Return what every party ticks and answers."""
        return (
            *(FormLine(LineKind.TICK, text, must=must) for text, must in self.ticks),
            *(FormLine(LineKind.WORDS, text, must=False) for text in self.questions),
        )


def paper_words(data: Mapping[str, Any], name: str) -> PaperWords:
    """Return the words of one paper from resources/plan/review-papers.toml, already parsed.

    Raises:
        ValueError: they are of another schema.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError("These are not words that this version of the app can read.")
    part = data[name]
    return PaperWords(
        str(part["title"]),
        tuple((str(each["text"]), bool(each.get("must"))) for each in part.get("ticks", [])),
        tuple(str(each["text"]) for each in part.get("questions", [])),
    )


def said(title: str, lines: Iterable[str]) -> FormLine:
    """Return fixed words under a title: one line each, "Nothing yet." for none."""
    text = "\n".join(each for each in lines if each)
    return FormLine(LineKind.SAID, text or _NOTHING, title)


def changed(since: Since, pieces: int) -> FormLine:
    """Return what changed since the last review, by numbers and codes; no piece is quoted."""
    title = (
        f"What changed since {day_words(since.since)}" if since.since else "What there is so far"
    )
    told = [f"{counted(pieces, 'new piece')} of evidence."]
    if since.newly:
        codes = [each.code for each in since.newly]
        shown = ", ".join(codes[:_MOST_CODES])
        more = f" and {len(codes) - _MOST_CODES} more" if len(codes) > _MOST_CODES else ""
        has = "has its" if len(codes) == 1 else "have their"
        told.append(f"{counted(len(codes), 'KSB')} {has} first chosen passage: {shown}{more}.")
    counts = {each.status.value: each for each in since.counts}
    if "gap" in counts:
        gap = counts["gap"]
        then = f" (then {gap.then})" if since.since else ""
        told.append(f"KSBs without any evidence: {gap.now}{then}.")
    if len(told) > 1:
        told.append("These numbers count what was chosen. They can't say whether it is enough.")
    return said(title, told)


def action_lines(rows: Sequence[Planned], *, standing: bool) -> tuple[str, ...]:
    """Return one line for each action: what, whose, by when and (``standing``) how far it came."""
    made = []
    for row in rows:
        content = action_of(row)
        who = "apprentice" if content.owner in ("", ME) else content.owner
        parts = [who, f"by {day_words(row.day)}" if row.day else ""]
        if standing:
            parts.append(content.standing.value)
        made.append(f"{row.title} ({', '.join(filter(None, parts))})")
    return tuple(made)
