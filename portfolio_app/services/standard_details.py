"""What the person says of their standard: methods, themes, and rules with who said so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import day_words
from portfolio_app.domain.limits import OWN_RULES, rule_in_force
from portfolio_app.domain.method_words import EMPLOYER, new_method_id
from portfolio_app.domain.standard import AssessmentMethod, Standard, Theme
from portfolio_app.problems import PortfolioError
from portfolio_app.services.standards import known_day
from portfolio_app.store import queries, tables
from portfolio_app.store import standards as standard_rows
from portfolio_app.store.database import Store

LONGEST_TITLE = 120  # characters


def set_methods(
    store: Store, methods: Mapping[str, Sequence[str]], *, source: str = "", date: str = ""
) -> Changes:
    """Set the assessment methods of some KSBs, by KSB uid; no method means "not set".

    With a source and a date (a day) they are confirmed and the two are recorded. "employer" is
    added to the standard's methods when it is first used.

    Raises:
        PortfolioError: there is no such KSB or method, or a source comes without a date.
    """
    held = queries.standard.standard(store)
    by_uid = {each.uid: each for each in held.ksbs}
    known = {each.id for each in held.methods} | {EMPLOYER.id}
    unknown = {each for ids in methods.values() for each in ids} - known
    if unknown or methods.keys() - by_uid.keys():
        raise PortfolioError(
            "This standard has no such method or KSB. Nothing was changed.", code="no-such-method"
        )
    source = " ".join(source.split())[:200]
    said = f"{source}, {day_words(known_day(date))}" if source else ""
    order = [*(each.id for each in held.methods), EMPLOYER.id]
    count = len(methods)
    with store.step(
        "set methods",
        f"Methods set for {count} {'KSB' if count == 1 else 'KSBs'}",
        {Topic.STANDARD},
        arguments={"source": source, "date": date},
        focus=next(iter(methods)) if count == 1 else "",
    ) as step:
        for row in step.session.query(tables.KsbRow):
            if row.uid in methods:
                wanted = set(methods[row.uid])
                row.methods = json.dumps([each for each in order if each in wanted])
                row.methods_confirmed = int(bool(said))
        if any(EMPLOYER.id in ids for ids in methods.values()):
            held = _with_employer(held)
        if said:
            held = replace(held, methods_accepted=said)
        standard_rows.write_body(step.session, held)
    return step.changes


def add_method(store: Store, title: str) -> Changes:
    """Add an assessment method to the standard.

    Raises:
        PortfolioError: the title is empty, too long, or there already.
    """
    title = " ".join(title.split())
    held = queries.standard.standard(store)
    if not title or len(title) > LONGEST_TITLE:
        raise PortfolioError(
            "A method needs a title of 120 characters at most.", hint="Type it as the plan has it."
        )
    if any(each.title.casefold() == title.casefold() for each in held.methods):
        raise PortfolioError(f"{title} is there already.")
    taken = [each.id for each in held.methods]
    number = max((each.number for each in held.methods), default=0) + 1
    made = AssessmentMethod(new_method_id(title, taken), title, number)
    return _write(store, replace(held, methods=(*held.methods, made)), "add method",
                  f"Method added: {title}")  # fmt: skip


def set_themes(store: Store, themes: Sequence[Theme]) -> Changes:
    """Set the themes with their KSBs and descriptors; their order orders every list of KSBs.

    Raises:
        PortfolioError: a theme has no title, or names a KSB this standard does not have.
    """
    held = queries.standard.standard(store)
    known = {each.uid for each in held.ksbs}
    made = []
    for number, theme in enumerate(themes, start=1):
        if not theme.title.strip():
            raise PortfolioError("A theme has no title. Nothing was changed.")
        if set(theme.ksb_uids) - known:
            raise PortfolioError(
                f"{theme.title} names a KSB this standard does not have.", code="no-such-ksb"
            )
        made.append(replace(theme, id=f"theme-{number}", title=theme.title.strip()))
    count = len(made)
    words = f"{count} {'theme' if count == 1 else 'themes'} set" if made else "Themes removed"
    return _write(store, replace(held, themes=tuple(made)), "set themes", words)


def set_rule(
    store: Store,
    rule_id: str,
    *,
    said_by: str,
    said_on: str,
    value: float | None = None,
    text: str | None = None,
    unit: str | None = None,
) -> Changes:
    """Set a rule as the person was told it ("my EPAO says so"); it may then block.

    ``said_on`` is a day. What the pack said is kept and comes back with ``reset_rule``.

    Raises:
        PortfolioError: there is no such rule, nobody said it, the date is none or still to come, or
            the value is not a number from 0.
    """
    held = queries.standard.standard(store)
    rule = rule_in_force(held, rule_id)
    if rule is None:
        raise PortfolioError("This standard has no such rule.", code="no-such-rule")
    said_by = " ".join(said_by.split())[:200]
    if not said_by:
        raise PortfolioError("Who said so is missing.", hint="Such as: my EPAO, by e-mail.")
    if value is not None and not 0 <= value <= 1_000_000:
        raise PortfolioError("The value is not a number from 0 to 1,000,000.")
    if text is not None and not text.strip():
        raise PortfolioError("The rule has no words.", hint="Type what holds, or reset it.")
    changed = replace(
        rule,
        value=rule.value if value is None else value,
        text=rule.text if text is None else " ".join(text.split()),
        unit=rule.unit if unit is None else unit.strip(),
        said_by=said_by,
        said_on=known_day(said_on),
    )
    given = held.given_rules
    is_own = all(each.id != rule_id for each in held.rules)
    if not is_own and all(each.id != rule_id for each in given):
        given = (*given, rule)
    rules = (
        (*held.rules, changed)
        if is_own
        else tuple(changed if each.id == rule_id else each for each in held.rules)
    )
    return _write(store, replace(held, rules=rules, given_rules=given), "set rule",
                  f"Rule changed: {changed.text[:60]}")  # fmt: skip


def reset_rule(store: Store, rule_id: str) -> Changes:
    """Set a rule back to what the pack (or the app) says.

    Raises:
        PortfolioError: the rule was not changed.
    """
    held = queries.standard.standard(store)
    rule = held.rule(rule_id)
    given = next((each for each in held.given_rules if each.id == rule_id), None)
    is_own = any(each.id == rule_id for each in OWN_RULES)
    if rule is None or (given is None and not is_own):
        raise PortfolioError("This rule was not changed.", code="no-such-rule")
    rules = tuple(
        kept for each in held.rules if (kept := given if each.id == rule_id else each) is not None
    )
    left = tuple(each for each in held.given_rules if each.id != rule_id)
    return _write(store, replace(held, rules=rules, given_rules=left), "reset rule",
                  f"Rule reset: {rule.text[:60]}")  # fmt: skip


def _with_employer(held: Standard) -> Standard:
    if any(each.id == EMPLOYER.id for each in held.methods):
        return held
    return replace(held, methods=(*held.methods, EMPLOYER))


def _write(store: Store, held: Standard, verb: str, summary: str) -> Changes:
    with store.step(verb, summary, {Topic.STANDARD}) as step:
        standard_rows.write_body(step.session, held)
    return step.changes
