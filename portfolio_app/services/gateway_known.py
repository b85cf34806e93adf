"""Reads what the gateway list looks at: dates, register, KSBs, papers, forms, hours, markings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from portfolio_app.domain.gateway import GatewayData
from portfolio_app.domain.gateway_facts import Known, least_for
from portfolio_app.domain.limits import PIECES, limits, rule_in_force
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Observation,
    ObservationState,
    Outcome,
)
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.planned import Assignment, Break, PlannedKind
from portfolio_app.domain.register import counts, group_of, state_words
from portfolio_app.domain.standard import Standard
from portfolio_app.services import (
    clock,
    coverage,
    epao,
    gateway_asking,
    hours,
    papers,
    register,
    scope,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_OBSERVED = (ObservationState.DRAFT, ObservationState.WITHDRAWN)


def known(store: Store, standard: Standard, data: GatewayData) -> Known:
    """Return all that the rows look at."""
    details = queries.portfolio.details(store)
    rule = standard.rule("gateway.duration")
    months = rule.months if rule is not None else 0
    read = Known(
        start=details.start,
        gateway=details.gateway,
        typical_months=months,
        least=least_for(details.start, data.least_months),
        wording_accepted=standard.wording_accepted,
        logged=queries.hours.total(store),
        target=hours.target(store).minutes,
    )
    read = _of_plan(store, read)
    read = _of_portfolio(store, standard, read)
    read = _of_forms(store, read)
    return _of_scope(store, read)


def there(store: Store) -> frozenset[str]:
    """Return what the portfolio has that some rows need, such as "documents"."""
    found = set()
    if queries.standard.standard(store).ksbs:
        found.add("ksbs")
    if _assignments(store):
        found.add("assignments")
    if any(group_of(each, register.data()) == "agreements" for each in register.documents(store)):
        found.add("documents")
    if _observations(store):
        found.add("observations")
    return frozenset(found)


def _of_plan(store: Store, read: Known) -> Known:
    written = _assignments(store)
    documents = register.documents(store)
    numbers = counts(documents, register.data())
    words: dict[str, str] = {}
    for each in documents:
        group = group_of(each, register.data())
        told = state_words(each.content, register.data())  # type: ignore[arg-type]
        words[group] = f"{words[group]}, {told}" if group in words else told
    breaks = sum(
        row.content.days
        for row in queries.plan.rows(store, PlannedKind.BREAK)
        if isinstance(row.content, Break) and not row.content.extra
    )

    def held(group: str) -> bool:
        return numbers.get(group, (0, 0))[0] > 0

    return replace(
        read,
        break_days=breaks,
        handed_in=(sum(1 for each in written if each.handed_in), len(written)),
        documents=numbers.get("agreements", (0, 0)),
        english=words.get("english", ""),
        english_held=held("english"),
        maths=words.get("maths", ""),
        maths_held=held("maths"),
        epao_forms=numbers.get("epao", (0, 0)),
    )


def _of_portfolio(store: Store, standard: Standard, read: Known) -> Known:
    ksbs = [each for each in coverage.coverage(store) if each.ksb.in_discussion]
    shown = sum(1 for each in ksbs if any(not claim.anchor.is_whole for claim in each.claims))
    chosen = [each for each in queries.evidence.items(store) if each.position is not None]
    usual = limits(standard).pieces if rule_in_force(standard, PIECES) else 0
    built = [
        each for each in queries.bundles.bundles(store) if each.profile == Profile.GATEWAY.value
    ]
    newest = next((each for each in built if not each.is_draft), built[0] if built else None)
    handed = next((each for each in built if each.submitted_at), None)
    rules = epao.rules(store)
    return replace(
        read,
        ksbs=(shown, len(ksbs)),
        pieces=(len(chosen), usual),
        bundle_on=_day(newest.built_at) if newest else "",
        bundle_is_draft=bool(newest and newest.is_draft),
        handed_in_on=handed.submitted_at if handed else "",
        epao_rules=(sum(1 for each in rules if each.may_block), len(rules)),
        markings_open=_markings_open(store, [each.uid for each in chosen]),
        no_export=sum(1 for each in chosen if each.do_not_export),
    )


def _of_forms(store: Store, read: Known) -> Known:
    asked = _observations(store)
    signed = sum(1 for each in asked if any(_is_signed(came) for came in each.arrivals))
    statement = queries.papers.of_kind(store, PaperKind.EMPLOYER_STATEMENT)
    by, changed = papers.signed_words(store, statement) if statement else ("", "")
    return replace(
        read,
        observations=(signed, len(asked)),
        declaration=gateway_asking.came(store, "employer.declaration"),
        sharing=gateway_asking.came(store, "employer.sharing"),
        has_statement=statement is not None,
        statement=by,
        statement_changed=changed,
    )


def _is_signed(came: Arrival) -> bool:
    """Whether a file that came back is signed, and neither incomplete nor found wrong."""
    is_wrong = any(row.outcome is Outcome.WRONG for row in came.report)
    is_sound = came.state is ArrivalState.ATTACHED or not is_wrong
    return came.signature.is_signed and is_sound and came.state is not ArrivalState.INCOMPLETE


def _of_scope(store: Store, read: Known) -> Known:
    typed, numbers = scope.scope(store), scope.counted(store)
    return replace(
        read,
        scope_words=numbers.words,
        scope_limit=numbers.limit,
        scope_title=typed.texts.get("title", "").strip(),
        scope_agreed_by=typed.agreed_by,
        scope_agreed_on=typed.agreed_on,
        scope_approved_on=clock.dates(store).scope_approved,
    )


def _assignments(store: Store) -> list[Assignment]:
    rows = queries.plan.rows(store, PlannedKind.ASSIGNMENT)
    return [each.content for each in rows if isinstance(each.content, Assignment)]


def _observations(store: Store) -> list[Observation]:
    from portfolio_app.domain.forms import FormKind

    return [
        each
        for each in queries.observations.observations(store)
        if each.kind is FormKind.OBSERVATION and each.state not in _OBSERVED
    ]


def _markings_open(store: Store, item_uids: list[str]) -> int:
    from portfolio_app.services.markings import are_open

    return len(are_open(store, item_uids))


def _day(instant: str) -> str:
    try:
        return datetime.fromisoformat(instant).astimezone().date().isoformat()
    except ValueError:
        return instant[:10]
