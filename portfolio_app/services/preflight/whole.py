"""The bundle as a whole: its cover, its pieces and pages, how large it is, how files are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import safe_names
from portfolio_app.domain.days import day_words
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.epao import EpaoRule
from portfolio_app.domain.limits import PIECES, rule_in_force
from portfolio_app.domain.options import BundleOptions, FrontSheets, Pictures, Profile
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.problems import Level, Problem
from portfolio_app.services import epao
from portfolio_app.services.preflight.looking import Look, count
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_OWN_PAGES = 9  # cover, how to read, role, contents, annex, index, declarations, list of files
SIZE = "size.bundle"
_MEGABYTE = 1_000_000  # bytes, as portals count


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the bundle as a whole."""
    last = _last(at)
    if at.options.profile is Profile.GATEWAY:
        if not at.items:
            words = "The shortlist is empty. Add items to the shortlist first."
            yield at.found("set.empty", "shortlist", words)
            return
        yield from _cover(at)
        yield from _pieces(at)
        yield from _pages(at)
        yield from _narrative(at)
    yield from _size(at, last)
    yield from _names(at, last)


def too_large(store: Store, options: BundleOptions, name: str, size: int) -> tuple[Problem, ...]:
    """Return what is to be said of a finished file of ``size`` bytes: nothing, or one row."""
    limit = _limit(options, {each.key: each for each in epao.rules(store)})
    if limit is None or size <= limit.bytes:
        return ()
    words = f"{name} is {_mb(size)}; the limit is {limit.words}. Make smaller, or choose smaller "
    words += "pictures."
    return (Problem(Level.SHOULD_CHECK, SIZE, "bundle", words, source=limit.source),)


@dataclass(frozen=True, slots=True)
class _Limit:
    bytes: int
    words: str
    source: str


def _limit(options: BundleOptions, rules: dict[str, EpaoRule]) -> _Limit | None:
    """Return the smaller of the limit typed for this bundle and the EPAO's; None for none."""
    found = []
    if options.limit_mb > 0:
        source = "The limit you typed for this bundle."
        found.append(_Limit(int(options.limit_mb * _MEGABYTE), f"{options.limit_mb:g} MB", source))
    rule = rules.get("max_mb")
    if rule is not None and rule.number > 0:
        most = int(rule.number * _MEGABYTE)
        found.append(_Limit(most, f"{rule.number:g} MB", rule.source_line))
    return min(found, key=lambda each: each.bytes, default=None)


def _cover(at: Look) -> Iterator[Problem]:
    facts = {
        "employer": at.details.employer,
        "training provider": at.details.provider,
        "EPAO": at.details.epao,
        "apprentice reference": at.details.reference,
        "gateway": at.details.gateway,
    }
    blank = [name for name, value in facts.items() if not value.strip()]
    if blank:
        words = f"The cover has a blank line for: {', '.join(blank)}."
        yield at.found("cover.blank", "cover", words, detail=blank)
    if not at.details.role.strip():
        words = "My role and organisation is blank, so the bundle has no such page."
        yield at.found("role.blank", "role", words)


def _pieces(at: Look) -> Iterator[Problem]:
    rule = rule_in_force(at.standard, PIECES)
    if rule is None or rule.value <= 0:
        return
    near = at.check("set.pieces").near_percent / 100
    number, usual = len(at.items), at.limits.pieces
    if usual * (1 - near) <= number <= usual * (1 + near):
        return
    words = "fewer" if number < usual else "more"
    yield at.found(
        "set.pieces",
        "shortlist",
        f"The shortlist has {count(number, 'piece')}, {words} than the usual {usual} or so.",
        detail=(number,),
    )


def _pages(at: Look) -> Iterator[Problem]:
    shown = sum(len(at.shown(each)) or 1 for each in at.items)
    papers = sum(each.item.pages for each in at.papers.values())
    pages = shown + len(at.items) + papers + _OWN_PAGES
    if pages > at.limits.bundle_pages > 0:
        yield at.found(
            "bundle.large",
            "bundle",
            f"The bundle will have about {pages} pages; more than {at.limits.bundle_pages} may "
            "look like padding. Show claimed pages only, or take pieces off.",
            detail=(pages // 10,),
        )


def _narrative(at: Look) -> Iterator[Problem]:
    rule = at.epao.get("narrative_allowed")
    if at.options.front_sheets is not FrontSheets.PART or rule is None or rule.value == "yes":
        return
    if rule.value == "no":
        words = "Your EPAO doesn't allow “My part” on front sheets. Choose other front sheets."
        level = Level.MUST_FIX if rule.may_block else Level.SHOULD_CHECK
    else:
        words = "It isn't known whether your EPAO allows “My part” on front sheets. Ask them."
        level = Level.SHOULD_CHECK
    yield at.found(
        "epao.narrative",
        rule.key,
        words,
        level=level,
        source=rule.source_line,
        detail=(rule.value,),
    )


def _size(at: Look, last: BuiltRecord | None) -> Iterator[Problem]:
    limit = _limit(at.options, dict(at.epao))
    if limit is None:
        return
    size, how = _weight(at, last)
    if size > limit.bytes:
        yield at.found(
            SIZE,
            "bundle",
            f"The bundle {how} {_mb(size)}; the limit is {limit.words}. Make smaller, or choose "
            "smaller pictures.",
            source=limit.source,
            detail=(limit.bytes, size // _MEGABYTE),
        )
    for file in at.files:
        if file.bytes > limit.bytes:
            yield at.found(
                "size.file",
                file.ref or file.path,
                f"{file.path} is {_mb(file.bytes)}; the limit for a file is {limit.words}.",
                source=limit.source,
                detail=(limit.bytes, file.sha256),
            )


def _weight(at: Look, last: BuiltRecord | None) -> tuple[int, str]:
    """Return the bundle's bytes: as last built while nothing changed since, else as its pages."""
    if last is not None and queries.history.changed_at(at.store) < last.built_at:
        return last.bytes, "is, as last built,"
    if at.options.pictures is not Pictures.ORIGINAL or at.options.dots:
        return 0, ""  # what smaller pictures weigh is known once it is built
    size = sum(each.item.bytes for each in at.papers.values() if each.item.pages)
    for item in at.items:
        if item.pages and item.document in (DocumentKind.PDF, DocumentKind.IMAGE):
            size += item.bytes * len(at.shown(item)) // item.pages
    return size, "will be about"


def _names(at: Look, last: BuiltRecord | None) -> Iterator[Problem]:
    rule = at.epao.get("name_length")
    most = int(rule.number) if rule is not None and rule.number > 0 else safe_names.LONGEST
    if last is not None and not last.folder:  # in a folder the names are ours, and safe
        name = Path(last.path).name
        if not safe_names.is_safe(name) or len(name) > most:
            yield at.found(
                "files.name",
                name,
                f"The bundle of {day_words(last.built_at[:10])} is called {name}. Use letters, "
                f"digits and underscores, {most} characters at most.",
                source=rule.source_line if rule is not None and rule.is_own else "",
            )
    for file in at.files:
        name = file.path.rpartition("/")[2]
        if len(name) > most or not safe_names.is_safe(name):
            yield at.found(
                "files.name",
                file.ref or name,
                f"{file.path} has {len(name)} characters in its name; {most} are allowed.",
                source=rule.source_line if rule is not None else "",
            )


def _last(at: Look) -> BuiltRecord | None:
    profile = at.options.profile.value
    return next((b for b in queries.bundles.bundles(at.store) if b.profile == profile), None)


def _mb(size: int) -> str:
    megabytes = size / _MEGABYTE
    return f"{megabytes:,.0f} MB" if megabytes >= 10 else f"{megabytes:.1f} MB"
