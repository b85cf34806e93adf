"""The proposal's title and scope: typed, counted, agreed with the employer, and one page of PDF."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.limits import SCOPE_WORDS, limits, rule_in_force, source_of
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.scope import (
    TITLE,
    Scope,
    ScopeCount,
    ScopePage,
    ScopePart,
    count,
    parts_of,
)
from portfolio_app.domain.sound_rows import sound_day
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details, papers, placing
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

KEY = "proposal scope"
NAME = "Proposal_scope.pdf"
LONGEST = 20_000  # characters of one part: a pasted book is not kept here
_TOPICS = {Topic.PROPOSAL}


@dataclass(frozen=True, slots=True)
class SavedScope:
    """The page that was written: where, and how many words it counts."""

    path: Path
    count: ScopeCount


@cache
def parts() -> tuple[ScopePart, ...]:
    """Return the parts that are asked for, in order (resources/proposal/scope.toml)."""
    return parts_of(tomllib.loads(assets.text("proposal/scope.toml")))


def scope(store: Store) -> Scope:
    """Return what was typed so far."""
    plain = queries.portfolio.detail(store, KEY)
    kept = salvage.read(Scope, plain, Scope()) if plain else Scope()
    return replace(kept, agreed_on=sound_day(kept.agreed_on))


def counted(store: Store) -> ScopeCount:
    """Return how many words count, and how many the standard allows."""
    return count(scope(store), parts(), limit(store))


def limit(store: Store) -> int:
    """Return the most words that are allowed; 0 where the standard knows no such limit."""
    standard = queries.standard.standard(store)
    has_rule = rule_in_force(standard, SCOPE_WORDS) is not None
    return limits(standard).scope_words if has_rule else 0


def limit_source(store: Store) -> str:
    """Return where the limit comes from and how sure it is, "" where there is none."""
    standard = queries.standard.standard(store)
    rule = rule_in_force(standard, SCOPE_WORDS)
    return source_of(standard, rule) if rule is not None else ""


def write(store: Store, texts: dict[str, str], *, step: str = "") -> Changes:
    """Keep what was typed into some parts; the others stay. ``step`` goes on with an earlier one.

    Words over the limit are kept too: nothing that was typed is cut.

    Raises:
        PortfolioError: there is no such part ("no-such-part"), a part is longer than is kept
            ("too-long"), or "undone" as ``proposal.keep``. Nothing was changed.
    """
    known = {each.id for each in parts()}
    for name, text in texts.items():
        if name not in known:
            raise PortfolioError(f"There is no part “{name}”.", code="no-such-part")
        if len(text) > LONGEST:
            raise PortfolioError(
                f"That is {len(text):,} characters; {LONGEST:,} are kept of one part. What was "
                "saved before is unchanged.",
                hint="The whole scope has 500 words at most.",
                code="too-long",
            )
    before = scope(store)
    return _keep(store, replace(before, texts={**before.texts, **texts}), "Scope written", step)


def agree(store: Store, by: str, on: str) -> Changes:
    """Note who agreed the scope for the employer, and on which day (YYYY-MM-DD).

    Raises:
        PortfolioError: nobody is named ("no-signer"), or the day is none or lies ahead ("no-day").
    """
    by = " ".join(by.split())
    if not by:
        raise PortfolioError(
            "Nobody is named. Nothing was changed.",
            hint="Say who agreed it: a name, or a role.",
            code="no-signer",
        )
    day = past_day(on, "That day lies ahead, so nothing can have been agreed on it.")
    kept = replace(scope(store), agreed_by=by, agreed_on=day)
    return _keep(store, kept, f"Scope agreed by {by}")


def not_agreed(store: Store) -> Changes:
    """Say that the scope is not agreed after all."""
    kept = replace(scope(store), agreed_by="", agreed_on="")
    return _keep(store, kept, "Scope not agreed")


def save(store: Store, room: Workroom, out: Path) -> SavedScope:
    """Write the scope as one page of PDF; an earlier page of it is replaced whole or not at all.

    Raises:
        PortfolioError: nothing was typed ("empty"), it has too many words ("over-limit") or does
            not fit one page ("too-long"), another file is there ("exists"), or the place can't be
            taken or written to. No file was changed.
    """
    out = placing.refuse_place(store, out, ".pdf", "The scope")
    made = _draw(store, room)
    placing.put(out, made, "The scope", lambda there: TITLE.encode() in there)
    return SavedScope(out, counted(store))


def use(store: Store, room: Workroom, *, progress: Progress = silent) -> papers.Attached:
    """Make the page the gateway pack's scope summary; the one that was there goes to the bin.

    Raises:
        PortfolioError: as ``save``.
    """
    progress("Drawing the page", 0.0)
    made = _draw(store, room)
    with scratch_folder(room, len(made)) as folder:
        path = folder / NAME
        path.write_bytes(made)
        return papers.attach(store, room, PaperKind.SCOPE, path, progress=progress)


def _draw(store: Store, room: Workroom) -> bytes:
    found, counted_now = scope(store), counted(store)
    if found.is_empty:
        raise PortfolioError(
            "The scope is empty, so there is nothing to put on a page.",
            hint="Type a title and what it is about.",
            code="empty",
        )
    if counted_now.over:
        raise PortfolioError(
            f"The scope has {counted_now.words:,} words: {counted_now.over:,} over the limit of "
            f"{counted_now.limit:,}. Your text is saved; no page was made.",
            hint="Shorten it. The limit can be changed in Settings, where your EPAO says another.",
            code="over-limit",
        )
    with scratch_folder(room, 1 << 20) as folder:
        out = folder / NAME
        room.call("draw_scope", {"page": wire.encode(page(store)), "out": str(out)})
        return out.read_bytes()


def page(store: Store) -> ScopePage:
    """Return what the page says, in words."""
    found, numbers, facts = scope(store), counted(store), queries.portfolio.details(store)
    now = datetime.now(UTC)
    agreed = ""
    if found.agreed_by:
        agreed = f"Agreed for the employer by {found.agreed_by}, {day_words(found.agreed_on)}"
    of = f" of at most {numbers.limit:,}" if numbers.limit else ""
    titles = [each.title.lower() for each in parts() if each.counted]
    what = f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) > 1 else titles[0]
    return ScopePage(
        title=found.texts.get("title", ""),
        parts=tuple(
            (each.title, found.texts.get(each.id, "").strip())
            for each in parts()
            if each.id != "title" and found.texts.get(each.id, "").strip()
        ),
        facts=(
            ("Apprentice", facts.name),
            ("Job title", facts.job),
            ("Employer", facts.employer),
            ("Assessment organisation", facts.epao),
            ("Reference", facts.reference),
        ),
        counted=f"{numbers.words:,}{of} words: {what}.",
        agreed=agreed,
        built=now.isoformat(timespec="seconds"),
        built_words=f"Made {day_words(now.astimezone().date().isoformat())}",
    )


def _keep(store: Store, kept: Scope, told: str, step: str = "") -> Changes:
    plain = json.dumps(wire.encode(kept), ensure_ascii=False)
    with store.step("write scope", told, _TOPICS, step=step) as doing:
        details.enter(doing.session, KEY, plain)
    return doing.changes
