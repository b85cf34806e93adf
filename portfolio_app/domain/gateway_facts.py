"""What the portfolio itself shows of each row of the gateway list: facts in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.days import day_words, months_after
from portfolio_app.domain.gateway import Fact, LeastMonths

_MOST_DAYS = 3_650  # of breaks: more is a slip


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A form that was sent round for a row: when, and what came back.

    ``signature`` is the signature word of what came back, "" before. ``is_whole``: signed, nothing
    open, found as it was sent, and kept. ``open_lines`` are statements that were not ticked.
    """

    sent_on: str = ""
    came_on: str = ""
    signature: str = ""
    is_signed: bool = False
    is_whole: bool = False
    open_lines: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """All that rows look at. Days are YYYY-MM-DD, "" where not known; hours are minutes."""

    start: str = ""
    gateway: str = ""
    break_days: int = 0
    typical_months: int = 0  # as the standard says, 0 where it does not
    least: LeastMonths | None = None
    handed_in: tuple[int, int] = (0, 0)  # of how many
    documents: tuple[int, int] = (0, 0)
    english: str = ""  # the state's words
    english_held: bool = False
    maths: str = ""
    maths_held: bool = False
    ksbs: tuple[int, int] = (0, 0)
    pieces: tuple[int, int] = (0, 0)
    wording_accepted: str = ""
    bundle_on: str = ""
    bundle_is_draft: bool = False
    handed_in_on: str = ""
    observations: tuple[int, int] = (0, 0)
    scope_words: int = 0
    scope_limit: int = 0
    scope_title: str = ""
    scope_agreed_by: str = ""
    scope_agreed_on: str = ""
    scope_approved_on: str = ""
    declaration: SignedForm | None = None
    sharing: SignedForm | None = None
    statement: str = ""  # who signed the employer's statement and when, in words
    statement_changed: str = ""
    has_statement: bool = False
    logged: int = 0
    target: int = 0
    epao_forms: tuple[int, int] = (0, 0)
    epao_rules: tuple[int, int] = (0, 0)
    markings_open: int = 0
    no_export: int = 0


def facts(known: Known) -> dict[str, Fact]:
    """Return what is shown, by the name of the check."""
    return {
        "time": _time(known),
        "work": _of(known.handed_in, "handed in"),
        "documents": _of(known.documents, "complete"),
        "english": Fact(known.english or "Nothing in the register", known.english_held),
        "maths": Fact(known.maths or "Nothing in the register", known.maths_held),
        "ksbs": _of(known.ksbs, "with a passage"),
        "pieces": _pieces(known),
        "wording": Fact(
            f"Compared with: {known.wording_accepted}" if known.wording_accepted else
            "Not compared yet", bool(known.wording_accepted),
        ),
        "bundle": _bundle(known),
        "handed_in": Fact(
            f"Handed in on {day_words(known.handed_in_on)}; that copy is kept"
            if known.handed_in_on else "Not handed in", bool(known.handed_in_on),
        ),
        "observations": _of(known.observations, "back and signed"),
        "scope": _scope(known),
        "scope_agreed": Fact(
            f"Agreed by {known.scope_agreed_by}, {day_words(known.scope_agreed_on)}, "
            "as you noted" if known.scope_agreed_by else "Not agreed yet",
            bool(known.scope_agreed_by),
        ),
        "scope_approved": Fact(
            f"Approved on {day_words(known.scope_approved_on)}, as you noted"
            if known.scope_approved_on else "No day of approval noted",
            bool(known.scope_approved_on),
        ),
        "declaration": _form(known.declaration),
        "sharing": _form(known.sharing),
        "statement": _statement(known),
        "hours": _hours(known),
        "epao_forms": _of(known.epao_forms, "sent", "No form in the register"),
        "epao_rules": _of(known.epao_rules, "typed in"),
        "markings": _markings(known),
    }  # fmt: skip


def least_for(start: str, known: Sequence[LeastMonths]) -> LeastMonths | None:
    """Return the least time on programme that holds for a start date, None without one."""
    if not start:
        return None
    return next(
        (
            each
            for each in known
            if (not each.since or each.since <= start) and (not each.until or start <= each.until)
        ),
        None,
    )


def _of(counted: tuple[int, int], verb: str, none: str = "") -> Fact:
    done, total = counted
    if not total:
        return Fact(none or "None yet", is_done=False)
    return Fact(f"{done} of {total} {verb}", done >= total)


def _time(known: Known) -> Fact:
    if not known.start or not known.gateway:
        return Fact("Start or planned gateway not typed in", is_done=False)
    months = known.typical_months or (known.least.months if known.least else 0)
    words = f"{day_words(known.start)} to {day_words(known.gateway)}"
    if not months:
        return Fact(words)
    until = date.fromisoformat(months_after(known.start, months))
    until += timedelta(days=min(known.break_days, _MOST_DAYS))
    what = "typically" if known.typical_months else "at least"
    words += f"; {what} {months} months"
    if known.break_days:
        words += f", and {known.break_days} days of breaks"
    is_long = known.gateway >= until.isoformat()
    if known.typical_months or known.least is None:
        return Fact(words, is_long)
    return Fact(words, is_long, source=known.least.source, confirmed=known.least.confirmed)


def _pieces(known: Known) -> Fact:
    chosen, usual = known.pieces
    return Fact(f"{chosen} chosen; about {usual} is usual", bool(usual) and chosen >= usual)


def _bundle(known: Known) -> Fact:
    if not known.bundle_on:
        return Fact("Not built", is_done=False)
    if known.bundle_is_draft:
        return Fact(f"A draft, built on {day_words(known.bundle_on)}", is_done=False)
    return Fact(f"Built on {day_words(known.bundle_on)}", is_done=True)


def _scope(known: Known) -> Fact:
    if not known.scope_words:
        return Fact("Nothing written yet", is_done=False)
    of = f" of at most {known.scope_limit:,}" if known.scope_limit else ""
    words = f"{known.scope_words:,}{of} words"
    fits = not known.scope_limit or known.scope_words <= known.scope_limit
    if not known.scope_title:
        return Fact(f"{words}; no title", is_done=False)
    return Fact(words, fits)


def _form(form: SignedForm | None) -> Fact:
    if form is None:
        return Fact("Not asked for", is_done=False)
    if not form.came_on:
        sent = f"Sent on {day_words(form.sent_on)}; nothing back yet" if form.sent_on else (
            "Made, not sent"
        )  # fmt: skip
        return Fact(sent, is_done=False, is_waiting=bool(form.sent_on))
    words = f"Back on {day_words(form.came_on)} · {form.signature}"
    if form.open_lines:
        lines = "1 line" if form.open_lines == 1 else f"{form.open_lines} lines"
        words += f" · {lines} not ticked"
    elif form.is_signed and not form.is_whole:
        words += " · to check and keep in Observations"
    return Fact(words, form.is_whole, is_waiting=not form.is_signed or bool(form.open_lines))


def _statement(known: Known) -> Fact:
    if not known.has_statement:
        return Fact("Not attached", is_done=False)
    if not known.statement:
        return Fact("Attached, not signed", is_done=False)
    if known.statement_changed:
        return Fact(f"{known.statement}. {known.statement_changed}", is_done=False)
    return Fact(known.statement, is_done=True)


def _hours(known: Known) -> Fact:
    logged = _hour_words(known.logged)
    if not known.target:
        return Fact(f"{logged} logged; your own total isn't typed in", is_done=False)
    return Fact(f"{logged} of {_hour_words(known.target)} logged", known.logged >= known.target)


def _hour_words(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    return f"{hours:,} h {left:02d} min" if left else f"{hours:,} h"


def _markings(known: Known) -> Fact:
    told = []
    if known.markings_open:
        one = known.markings_open == 1
        told.append("1 piece to answer" if one else f"{known.markings_open} pieces to answer")
    if known.no_export:
        told.append(f"{known.no_export} chosen but marked Do not export")
    return Fact(", ".join(told) or "Nothing open", not told)
