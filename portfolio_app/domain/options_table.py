"""An options appraisal: criteria with weights, a score for each option, and their totals."""

from __future__ import annotations

from fractions import Fraction

from portfolio_app.domain.draft import Table
from portfolio_app.domain.shown_table import NOT_KNOWN, WEIGHT, Shown, Typed, typed
from portfolio_app.domain.typed_numbers import Number, common_unit, digits_needed, written

_MOST_DECIMALS = 2
_HUNDRED = Fraction(100)


def shown(table: Table) -> Shown:
    """Return the criteria with their weights, every option's scores, and one row of totals.

    With weights, a total is score × weight, added up over the criteria and divided by the sum of
    the weights (100 when they are per cents, so that it lies on the scale of the scores); without
    any, the scores added up. An option with a score that is missing or cannot be read has no
    total; nor has any while a weight cannot be read.
    """
    known = typed(table)
    counted = [row for row in range(len(known.rows)) if not known.is_blank(row)]
    options = range(1, len(known.columns))
    has_weights = any(each.strip() for each in known.weights)
    weights = _weights(known, counted) if has_weights else None
    scores = {column: _scores(known, counted, column) for column in options}
    share = sum((weights or {}).values(), Fraction(0))
    if has_weights and weights is not None and share <= 0 and weights:
        known.general.append("The weights add up to nothing, so there is no total.")
    exact = {
        column: _total(scores[column], weights, has_weights=has_weights, share=share)
        for column in options
    }
    decimals = max(
        (digits_needed(each, _MOST_DECIMALS) for each in exact.values() if each is not None),
        default=0,
    )
    total = []
    for column in options:
        value, found = exact[column], scores[column]
        unit = (common_unit(found.values()) or "") if found else ""
        total.append(NOT_KNOWN if value is None else written(value, unit, decimals))
    if not counted or not options:
        rows = _plain_rows(known, has_weights=has_weights)
        return _made(known, rows, frozenset(), (), has_weights=has_weights)
    head = ["Weighted score", _sum_of_weights(known, weights)] if has_weights else ["Total score"]
    rows = (*_plain_rows(known, has_weights=has_weights), (*head, *total))
    notes = []
    if any(value is not None for value in exact.values()):
        notes.append(_rule(share, has_weights=has_weights))
        if any(each is not None and _is_longer(each) for each in exact.values()):
            notes.append(f"Rounded to {_MOST_DECIMALS} decimal places.")
    if has_weights and weights is not None and share > 0 and share != _HUNDRED and share != 1:
        known.general.append(f"The weights add up to {_plain(share)}, not 100.")
    return _made(known, rows, frozenset({len(rows) - 1}), tuple(notes), has_weights=has_weights)


def _made(
    known: Typed,
    rows: tuple[tuple[str, ...], ...],
    totals: frozenset[int],
    notes: tuple[str, ...],
    *,
    has_weights: bool,
) -> Shown:
    columns = known.columns
    if has_weights:
        columns = (*columns[:1], "Weight", *columns[1:])
    return Shown(
        columns,
        rows,
        frozenset(range(1, len(columns))),
        totals,
        notes,
        known.troubles(),
        known.beside,
    )


def _plain_rows(known: Typed, *, has_weights: bool) -> tuple[tuple[str, ...], ...]:
    if not has_weights:
        return known.rows
    return tuple(
        (*row[:1], weight, *row[1:]) for row, weight in zip(known.rows, known.weights, strict=True)
    )


def _weights(known: Typed, counted: list[int]) -> dict[int, Fraction] | None:
    """Return each criterion's weight; None, and told, when one of them cannot be read."""
    found: dict[int, Fraction] = {}
    complete = True
    for row in counted:
        if not known.weights[row].strip():
            known.beside[row, WEIGHT] = "No weight yet, so there is no total."
            complete = False
            continue
        weight = known.figure(row, WEIGHT)
        if weight is None:
            complete = False
        elif weight.value < 0:
            known.beside[row, WEIGHT] = "A weight can't be below nothing."
            complete = False
        else:
            found[row] = Fraction(weight.value)
    return found if complete else None


def _scores(known: Typed, counted: list[int], column: int) -> dict[int, Number]:
    """Return an option's scores by row; a row is missing, and told, where there is none."""
    found: dict[int, Number] = {}
    complete = True
    for row in counted:
        if not known.rows[row][column].strip():
            known.beside[row, column] = "No score yet, so this option has no total."
            complete = False
            continue
        score = known.figure(row, column)
        if score is None:
            complete = False
        else:
            found[row] = score
    if complete and common_unit(found.values()) is None:
        known.general.append(
            f"{known.columns[column].strip() or f'Column {column + 1}'}: its scores have several "
            "units, so there is no total."
        )
        complete = False
    return found if complete else {}


def _total(
    scores: dict[int, Number],
    weights: dict[int, Fraction] | None,
    *,
    has_weights: bool,
    share: Fraction,
) -> Fraction | None:
    if not scores or (has_weights and (weights is None or share <= 0)):
        return None
    if weights is None:
        return sum((Fraction(each.value) for each in scores.values()), Fraction(0))
    return (
        sum((Fraction(each.value) * weights[row] for row, each in scores.items()), Fraction(0))
        / share
    )


def _sum_of_weights(known: Typed, weights: dict[int, Fraction] | None) -> str:
    if weights is None:
        return NOT_KNOWN
    per_cent = all("%" in known.weights[row] for row in weights)
    return _plain(sum(weights.values(), Fraction(0))) + ("%" if per_cent else "")


def _is_longer(value: Fraction) -> bool:
    return digits_needed(value, _MOST_DECIMALS + 1) > _MOST_DECIMALS


def _plain(value: Fraction) -> str:
    return written(value, "", digits_needed(value, 6))


def _rule(share: Fraction, *, has_weights: bool) -> str:
    if not has_weights:
        return "Total score = the scores, added up."
    if share == 1:
        return "Weighted score = score × weight, added up."
    if share == _HUNDRED:
        return "Weighted score = score × weight ÷ 100, added up."
    return f"Weighted score = score × weight ÷ {_plain(share)} (the sum of the weights), added up."
