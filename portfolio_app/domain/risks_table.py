"""A risk register: likelihood times impact, as typed or with the highest score first."""

from __future__ import annotations

from fractions import Fraction

from portfolio_app.domain.draft import Table
from portfolio_app.domain.shown_table import NOT_KNOWN, Shown, Typed, typed
from portfolio_app.domain.typed_numbers import PER_CENT, Number, digits_needed, written

_LIKELIHOOD = ("likelihood", "probability", "chance")
_IMPACT = ("impact", "severity", "consequence")
_RULE = "Score = likelihood × impact."


def places(columns: tuple[str, ...]) -> tuple[int, int] | None:
    """Return which columns (from 0) are likelihood and impact: by their heads, else the next two.

    None when there are fewer than three columns.
    """
    if len(columns) < 3:
        return None
    heads = [each.casefold() for each in columns]

    def named(words: tuple[str, ...]) -> int | None:
        found = [at for at, head in enumerate(heads) if at and any(w in head for w in words)]
        begins = (at for at in found if heads[at].strip().startswith(words))
        return next(begins, found[0] if found else None)

    likelihood, impact = named(_LIKELIHOOD), named(_IMPACT)
    if likelihood == impact:  # one head names both, or neither does
        return 1, 2
    if likelihood is None:
        likelihood = next(at for at in (1, 2) if at != impact)
    if impact is None:
        impact = next(
            at for at in (likelihood + 1, 1, 2) if 0 < at < len(heads) and at != likelihood
        )
    return likelihood, impact


def shown(table: Table) -> Shown:
    """Return the risks with their scores in a column behind likelihood and impact."""
    known = typed(table)
    at = places(known.columns)
    if at is None:
        return Shown(known.columns, known.rows, troubles=known.troubles(), beside=known.beside)
    worked = [_score(known, row, *at) for row in range(len(known.rows))]
    scores = [each[0] if each else None for each in worked]
    order = list(range(len(known.rows)))
    if table.in_order:
        order.sort(key=lambda row: (scores[row] is None, -(scores[row] or 0)))
    behind = max(at) + 1
    columns = (*known.columns[:behind], "Score", *known.columns[behind:])
    rows = tuple(
        (*known.rows[row][:behind], _words(known, row, worked[row]), *known.rows[row][behind:])
        for row in order
    )
    notes = [_RULE] if any(each is not None for each in scores) else []
    if notes and table.in_order:
        notes.append("Highest score first.")
    return Shown(
        columns,
        rows,
        frozenset({*at, behind}),
        notes=tuple(notes),
        troubles=known.troubles(),
        beside=known.beside,
    )


def _score(known: Typed, row: int, likelihood: int, impact: int) -> tuple[Fraction, str] | None:
    """Return a risk's score and its unit; None, and told beside the cells, without figures."""
    if known.is_blank(row):
        return None
    found: list[Number] = []
    for column in (likelihood, impact):
        number = known.figure(row, column)
        if number is not None and number.value < 0:
            known.beside[row, column] = "A likelihood or impact can't be below nothing."
        elif number is not None:
            found.append(number)
    if len(found) < 2:
        return None
    product = Fraction(found[0].value) * Fraction(found[1].value)
    for each in found:
        product /= 100 if each.unit == PER_CENT else 1
    units = [each.unit for each in found if each.unit not in ("", PER_CENT)]
    return product, units[0] if len(units) == 1 else ""


def _words(known: Typed, row: int, score: tuple[Fraction, str] | None) -> str:
    if score is None:
        return "" if known.is_blank(row) else NOT_KNOWN
    value, unit = score
    return written(value, unit, digits_needed(value, 4))
