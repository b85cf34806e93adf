"""Costs and benefits by year: totals, net, cumulative net, and when it has paid itself back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portfolio_app.domain.draft import Table
from portfolio_app.domain.shown_table import NOT_KNOWN, WEIGHT, Shown, Typed, typed
from portfolio_app.domain.typed_numbers import (
    PER_CENT,
    Number,
    at_most,
    common_unit,
    decimals_of,
    digits_needed,
    is_nothing,
    written,
)

COST, BENEFIT = "cost", "benefit"
_TOTAL = re.compile(
    r"(?:grand|sub|overall)?[\s-]*totals?(?:\s+(?:costs?|benefits?))?|net(?:\s+benefit)?|sum"
    r"|cumulative(?:\s+net)?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"(?:year|yr|y)?\s*0|now|today|at the start|start|outset", re.IGNORECASE)


@dataclass(slots=True)
class _Sums:
    """Sums by year, None where a figure cannot be read."""

    costs: list[Decimal | None]
    benefits: list[Decimal | None]

    @property
    def net(self) -> list[Decimal | None]:
        return [
            None if cost is None or benefit is None else benefit - cost
            for cost, benefit in zip(self.costs, self.benefits, strict=True)
        ]


def shown(table: Table) -> Shown:
    """Return costs, their totals, benefits, theirs, the net and the cumulative net, by year.

    Every column but the first is a year. Rows are as typed, costs before benefits, each with the
    sum of its years. A blank cell, a dash and "nil" are nothing. Where a figure cannot be read, or
    there is more than one currency, what depends on it is not worked out.
    """
    known = typed(table)
    years = range(1, len(known.columns))
    figures = _figures(known, years)
    numbers = [each for each in figures.values() if each is not None]
    unit = common_unit(numbers)
    if unit is None:
        known.general.append("There is more than one currency, so nothing is added up.")
        figures = dict.fromkeys(figures)
    unit = unit or ""
    decimals = decimals_of(numbers, unit)
    costs, benefits, neither = _by_role(known)
    _tell_totals(known, years)

    rows: list[tuple[str, ...]] = []
    totals: set[int] = set()

    def say(values: list[Decimal | None]) -> tuple[str, ...]:
        return tuple(
            NOT_KNOWN if each is None else written(each, unit, decimals) for each in values
        )

    def worked_out(name: str, values: list[Decimal | None], *, whole: bool = True) -> None:
        totals.add(len(rows))
        rows.append((name, *say(values), *(say([_sum(values)]) if whole else ("",))))

    sums = _Sums(_sums(figures, costs, years), _sums(figures, benefits, years))
    rows.extend((*known.rows[row], "") for row in neither)
    for members, name, values in (
        (costs, "Total costs", sums.costs),
        (benefits, "Total benefits", sums.benefits),
    ):
        for row in members:
            own = [_sum([_sum_of(figures, row, year) for year in years])]
            rows.append((*known.rows[row], *(("",) if known.is_blank(row) else say(own))))
        if members and years:
            worked_out(name, values)
    notes: list[str] = []
    cumulative: list[Decimal | None] = []
    if (costs or benefits) and years:
        worked_out("Net", sums.net)
        cumulative = _running(sums.net)
        worked_out("Cumulative net", cumulative, whole=False)
    if (costs or benefits) and any(not is_nothing(cell) for row in known.rows for cell in row[1:]):
        notes.append("Net = benefits − costs. Cumulative net = the net of all years so far.")
        notes.extend(_payback(known.columns[1:], sums.net, cumulative, unit, decimals))
    width = len(known.columns)
    columns = (*known.columns, "Total") if years else known.columns
    if not years:
        rows = [row[:width] for row in rows]
    return Shown(
        columns,
        tuple(rows),
        frozenset(range(1, len(columns))),
        frozenset(totals),
        tuple(notes),
        known.troubles(),
        known.beside,
    )


def _by_role(known: Typed) -> tuple[list[int], list[int], list[int]]:
    """Return the rows of costs, of benefits, and (told) of neither unless they are blank."""
    found: dict[str, list[int]] = {COST: [], BENEFIT: [], "": []}
    for row in range(len(known.rows)):
        role = known.roles[row].strip().casefold()
        if role in (COST, BENEFIT):
            found[role].append(row)
        elif not known.is_blank(row):
            found[""].append(row)
            known.beside[row, WEIGHT] = "Neither a cost nor a benefit yet, so it isn't added up."
    return found[COST], found[BENEFIT], found[""]


def _figures(known: Typed, years: range) -> dict[tuple[int, int], Number | None]:
    """Return every cell's figure; nothing typed is 0, None (and told) what can't be read."""
    found: dict[tuple[int, int], Number | None] = {}
    for row in range(len(known.rows)):
        is_cost = known.roles[row].strip().casefold() == COST
        for year in years:
            cell = known.rows[row][year]
            if is_nothing(cell):
                found[row, year] = Number(Decimal(0))
                continue
            figure = known.figure(row, year)
            if figure is not None and figure.unit == PER_CENT:
                known.beside[row, year] = "A percentage can't be added to amounts."
                figure = None
            elif figure is not None and is_cost and figure.value < 0:
                known.beside[row, year] = (
                    "A cost below nothing lowers the total. Costs are typed without a minus."
                )
            found[row, year] = figure
    return found


def _tell_totals(known: Typed, years: range) -> None:
    """Tell rows and columns that look like totals: they would be counted twice."""
    for year in years:
        if _TOTAL.fullmatch(known.columns[year].strip()):
            known.beside.setdefault(
                (-1, year),
                f"“{known.columns[year].strip()}” is added up as if it were a year. Remove this "
                "column: totals are worked out.",
            )
    for row in range(len(known.rows)):
        name = known.rows[row][0].strip() if known.rows[row] else ""
        if known.roles[row].strip() and _TOTAL.fullmatch(name):
            known.beside.setdefault(
                (row, 0),
                "This row is added up with the others. Remove it: totals are worked out.",
            )


def _sum_of(figures: dict[tuple[int, int], Number | None], row: int, year: int) -> Decimal | None:
    found = figures[row, year]
    return None if found is None else found.value


def _sums(
    figures: dict[tuple[int, int], Number | None], members: list[int], years: range
) -> list[Decimal | None]:
    return [_sum([_sum_of(figures, row, year) for row in members]) for year in years]


def _sum(values: list[Decimal | None]) -> Decimal | None:
    """Return the exact sum; None when one of them is not known."""
    total = Fraction(0)
    for each in values:
        if each is None:
            return None
        total += Fraction(each)
    return at_most(total, 12)  # no figure has more than six decimals: this rounds nothing


def _running(net: list[Decimal | None]) -> list[Decimal | None]:
    return [_sum(net[: count + 1]) for count in range(len(net))]


def _payback(
    heads: tuple[str, ...],
    net: list[Decimal | None],
    cumulative: list[Decimal | None],
    unit: str,
    decimals: int,
) -> list[str]:
    """Return when the cumulative net is first no longer below nothing, with part years.

    The first column lies at the start when it is headed as such ("Year 0", "Now"); each other is
    a whole year, within which the net is taken to come evenly.
    """
    if any(each is None for each in cumulative):
        return ["Payback: not worked out, as a figure can't be read."]
    known = [each for each in cumulative if each is not None]
    starts_at_once = bool(heads) and _AT_ONCE.fullmatch(heads[0].strip()) is not None
    below = next((index for index, each in enumerate(known) if each < 0), None)
    if below is None:
        return ["Payback: the cumulative net is never below nothing."]
    back = next((index for index in range(below, len(known)) if known[index] >= 0), None)
    if back is None:
        left = written(known[-1], unit, decimals)
        return [f"Payback: not within the years shown; the cumulative net at the end is {left}."]
    before, gain = -known[back - 1], net[back] or Decimal(1)
    part = Fraction(before) / Fraction(gain)
    whole = back - 1 if starts_at_once else back
    exact = whole + part
    years = written(exact, "", digits_needed(exact, 1))
    is_exact = digits_needed(exact, 2) <= 1
    owed, brings = written(before, unit, decimals), written(gain, unit, decimals)
    head, last = (heads[at].strip() or f"column {at + 2}" for at in (back, back - 1))
    when = "years" if years != "1" else "year"
    told = [
        f"Payback: {'' if is_exact else 'about '}{years} {when}. {owed} was still to come back "
        f"after {last}, and {head} brings {brings}: {whole} + {owed} ÷ {brings}, if it comes "
        "evenly over the year."
    ]
    again = next((index for index in range(back, len(known)) if known[index] < 0), None)
    if again is not None:
        told.append(f"The cumulative net is below nothing again in {heads[again].strip()}.")
    return told
