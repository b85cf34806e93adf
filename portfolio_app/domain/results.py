"""Results of the assessment, method by method, and until when a failed one can be taken again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.days import day_words, months_after
from portfolio_app.domain.planned import MethodResult, Planned
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.standard import AssessmentMethod, Rule, Standard

OVERALL = "overall"
AS_TOLD = "As your EPAO told you. This app doesn't work out a result."


@dataclass(frozen=True, slots=True)
class AgainKind:
    """A way of taking a method again: its id, its words, and the standard's rule for when."""

    id: str
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class ResultsData:
    """What assessments can come to. ``also`` are (rule, method or "") shown beside a failed one."""

    outcomes: tuple[str, ...]
    failed: tuple[str, ...]
    again: tuple[AgainKind, ...]
    also: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AgainOffer:
    """By when a method can be taken again: ``by`` is a day, "" where the standard states none.

    ``words`` say what it is and where it comes from.
    """

    id: str
    words: str
    by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class MethodShown:
    """One method with what was told of it, oldest attempt first, and the bundle handed in."""

    id: str
    title: str
    results: tuple[Planned, ...] = ()
    is_passed: bool = False
    is_failed: bool = False
    again: tuple[AgainOffer, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The newest result with its day, or that there is none."""
        if not self.results:
            return "No result yet"
        return result_words(self.results[-1])


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A bundle that was handed in: it is kept as it was. ``is_kept``: its copy is there."""

    record: BuiltRecord
    is_kept: bool

    @property
    def words(self) -> str:
        """When it was handed in and built, how many pages; that it was a draft."""
        what = f"Handed in on {day_words(self.record.submitted_at)} · {self.record.pages} pages"
        return f"{what} · a draft, marked not for submission" if self.record.is_draft else what


def results_data(data: Mapping[str, Any]) -> ResultsData:
    """Return what resources/gateway/results.toml (already parsed) describes."""
    return ResultsData(
        tuple(data["outcomes"]),
        tuple(data["failed"]),
        tuple(AgainKind(each["id"], each["words"], each["rule"]) for each in data["again"]),
        tuple((each["rule"], each.get("method", "")) for each in data.get("also", ())),
    )


def methods(
    data: ResultsData, standard: Standard, told: Sequence[Planned]
) -> tuple[MethodShown, ...]:
    """Return each method of the standard with its results, then those told of others, then all.

    ``told`` are the rows of the plan that hold results.
    """
    known = [*standard.methods, AssessmentMethod(OVERALL, "Overall, as your EPAO told you")]
    ids = [each.id for each in known]
    others = [
        each.content.method
        for each in told
        if isinstance(each.content, MethodResult) and each.content.method not in ids
    ]
    known[-1:-1] = [AssessmentMethod(each, each) for each in dict.fromkeys(others) if each]
    return tuple(_shown(data, standard, each, told) for each in known)


def offers(
    data: ResultsData, standard: Standard, method: str, told_on: str
) -> tuple[AgainOffer, ...]:
    """Return in which ways, and until when, a method that was failed can be taken again."""
    if method == OVERALL and standard.methods:
        return ()  # it is the method that is taken again
    made = []
    for each in data.again:
        rule = standard.rule(each.rule)
        if rule is None:
            made.append(AgainOffer(each.id, each.words, "", "Ask your EPAO by when."))
            continue
        by = months_after(told_on, rule.months) if rule.months and told_on else ""
        what = f"{each.words}. {_sentence(rule.text)}"
        made.append(AgainOffer(each.id, what, by, standard.source_line(rule)))
    return tuple(made)


def result_words(row: Planned) -> str:
    """Return a result in words: "Pass, told on 3 March 2027 · second attempt"."""
    content = row.content
    if not isinstance(content, MethodResult):
        return ""
    told = f", told on {day_words(row.day)}" if row.day else ""
    words = f"{content.result or 'Awaited'}{told}"
    if content.attempt > 1:
        words += f" · attempt {content.attempt}"
    if content.again:
        by = f" by {day_words(content.again_by)}" if content.again_by else ", no date yet"
        words += f" · {content.again}{by}"
    return words


def _shown(
    data: ResultsData, standard: Standard, method: AssessmentMethod, told: Sequence[Planned]
) -> MethodShown:
    mine = [
        (each.content.attempt, each.day, each)
        for each in told
        if isinstance(each.content, MethodResult) and (each.content.method or OVERALL) == method.id
    ]
    mine.sort(key=lambda each: each[:2])
    rows = tuple(each for _, _, each in mine)
    newest = rows[-1] if rows else None
    result = newest.content.result if newest and isinstance(newest.content, MethodResult) else ""
    is_failed = result in data.failed
    again = offers(data, standard, method.id, newest.day) if newest and is_failed else ()
    also = [
        rule
        for name, only in data.also
        if is_failed and only in ("", method.id) and (rule := standard.rule(name)) is not None
    ]
    return MethodShown(
        method.id,
        method.title,
        rows,
        is_passed=bool(result) and not is_failed,
        is_failed=is_failed,
        again=again,
        notes=tuple(_note(standard, each) for each in also),
    )


def _note(standard: Standard, rule: Rule) -> str:
    return f"{_sentence(rule.text)} ({standard.source_line(rule)})"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]
