"""Results as the EPAO told them, re-sit and re-take dates, and the bundles that were handed in."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import results as rules
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.planned import MethodResult, Planned, PlannedKind
from portfolio_app.domain.results import AgainOffer, HandedIn, MethodShown, ResultsData
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import plan
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_AHEAD = "That day lies ahead, so no result can have been told on it."


@cache
def data() -> ResultsData:
    """Return the outcomes and what may follow them (resources/gateway/results.toml)."""
    return rules.results_data(tomllib.loads(assets.text("gateway/results.toml")))


def methods(store: Store) -> tuple[MethodShown, ...]:
    """Return each assessment method with what was told of it; the overall result stands last."""
    standard = queries.standard.standard(store)
    return rules.methods(data(), standard, queries.plan.rows(store, PlannedKind.RESULT))


def method(store: Store, method_id: str) -> MethodShown:
    """Return one method, by its id or its title.

    Raises:
        PortfolioError: there is no such method ("no-such-method").
    """
    found = methods(store)
    wanted = method_id.strip().casefold()
    for each in found:
        if wanted in (each.id.casefold(), each.title.casefold()):
            return each
    raise PortfolioError(
        f"There is no assessment method “{method_id}”. Nothing was changed.",
        hint=f"Use one of: {', '.join(each.id for each in found)}.",
        code="no-such-method",
    )


def record(
    store: Store, method_id: str, result: str, on: str, *, note: str = "", uid: str = ""
) -> Changes:
    """Note a result that the EPAO told on a day; ``uid`` mends one noted before.

    The attempt is the next one of its method. The bundle handed in last goes with it.

    Raises:
        PortfolioError: no such method ("no-such-method"), no result given ("no-result"), the day is
            none or lies ahead ("no-day"), or the row is gone ("gone"). Nothing was changed.
    """
    about = method(store, method_id)
    result = one_line(result)
    if not result:
        raise PortfolioError(
            "The result is missing. Nothing was changed.",
            hint=f"Type it as your EPAO words it: {', '.join(data().outcomes)}.",
            code="no-result",
        )
    known = {each.casefold(): each for each in data().outcomes}
    result = known.get(result.casefold(), result)
    day = past_day(on, _AHEAD)
    told = f"{about.title}: {result}"
    if uid:
        row, content = _result(store, uid)
        made = replace(content, result=result, note=note.strip() or content.note)
        if result not in data().failed:
            made = replace(made, again="", again_by="")
        return plan.change(store, replace(row, day=day, content=made), told)
    handed = handed_in(store)
    content = MethodResult(
        method=about.id,
        result=result,
        attempt=1 + max((_result_of(each).attempt for each in about.results), default=0),
        bundle_uid=handed[0].record.uid if handed else "",
        note=note.strip(),
    )
    return plan.add(store, Planned(PlannedKind.RESULT, about.title, day=day, content=content), told)


def take_again(store: Store, uid: str, again: str, by: str = "") -> Changes:
    """Say that a failed method is taken again, and by when; "" for ``again`` takes it back.

    Without a day it is the last one that the standard's rule allows.

    Raises:
        PortfolioError: the result isn't there ("gone") or is no failed one ("not-failed"), there is
            no such way ("no-such-way"), or the day is none, or lies before the result ("no-day").
    """
    row, content = _result(store, uid)
    if again and content.result not in data().failed:
        raise PortfolioError(
            f"“{row.title}” was not failed, so it isn't taken again. Nothing was changed.",
            hint="A pass can't be raised to a distinction by taking it again.",
            code="not-failed",
        )
    offered = {each.id: each for each in offers(store, content.method, row.day)}
    if again and again not in offered:
        raise PortfolioError(
            f"A method can't be taken again as “{again}”. Nothing was changed.",
            hint=f"Use {' or '.join(offered)}." if offered else "Choose the method it was.",
            code="no-such-way",
        )
    day = plan.plan_day(by) or (offered[again].by if again else "")
    if day and row.day and day < row.day:
        raise PortfolioError(
            "That day lies before the result was told. Nothing was changed.",
            hint="Check the date.",
            code="no-day",
        )
    made = replace(content, again=again, again_by=day if again else "")
    told = f"{row.title}: {again}" if again else f"{row.title}: not taken again"
    return plan.change(store, replace(row, content=made), told)


def offers(store: Store, method_id: str, told_on: str) -> tuple[AgainOffer, ...]:
    """Return in which ways, and until when, a failed method can be taken again."""
    return rules.offers(data(), queries.standard.standard(store), method_id, told_on)


def handed_in(store: Store) -> tuple[HandedIn, ...]:
    """Return the bundles that were handed in, the last one first; each is kept as it was."""
    found = [each for each in queries.bundles.bundles(store) if each.submitted_at]
    found.sort(key=lambda each: each.submitted_at, reverse=True)
    return tuple(
        HandedIn(each, bool(each.kept_sha256) and store.vault.has(each.kept_sha256))
        for each in found
    )


def _result(store: Store, uid: str) -> tuple[Planned, MethodResult]:
    row = queries.plan.row(store, uid)
    if row.kind is not PlannedKind.RESULT:
        raise PortfolioError("That is no result. Nothing was changed.", code="gone")
    return row, _result_of(row)


def _result_of(row: Planned) -> MethodResult:
    return row.content if isinstance(row.content, MethodResult) else MethodResult()
