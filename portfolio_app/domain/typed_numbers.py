"""Figures as people type them: read exactly or not at all, and written again in one way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

MINUS = "−"
PER_CENT = "%"
MOST_DIGITS = 18  # of a figure in full: a quintillion; longer runs are codes, not amounts
_MOST_DECIMALS = 6
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

_TIMES = {
    "": 0,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
}
_CURRENCIES = {"£": "£", "gbp": "£", "€": "€", "eur": "€", "$": "$", "usd": "$"}
_SPACES = "\u0020\u00a0\u2007\u2009\u202f"
_CURRENCY = r"(?:£|€|\$|gbp|eur|usd)"
_NUMBER = re.compile(
    rf"""(?P<minus>[-+{MINUS}–])?[{_SPACES}]*
    (?P<before>{_CURRENCY})?[{_SPACES}]*
    (?P<minus_after>[-{MINUS}–])?[{_SPACES}]*
    (?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]*)
    (?:\.(?P<part>[0-9]*))?
    [{_SPACES}]*(?P<times>k|thousand|mn|m|million|bn|billion)?
    [{_SPACES}]*(?P<after>%|per[{_SPACES}]*cent|{_CURRENCY})?""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTHING = frozenset({"", "-", "–", "—", MINUS, "nil"})


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that was read: its exact value in full, and its unit ("", "%", "£", "€", "$").

    ``decimals`` is how many digits after the point its value in full needs as it was typed.
    """

    value: Decimal
    unit: str = ""
    decimals: int = 0


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no amount: blank, a dash, or "nil"."""
    return text.strip().casefold() in _NOTHING


def read(text: str) -> Number | None:
    """Return the figure that a cell says, exactly; None for anything that could be read two ways.

    Read as such: "1200", "1,200.50", "£ 1,200.50", "1 200" (any kind of space), "-300", "−300",
    "£-300", "(300)" and "(£300)" (below nothing), "5k", "1.2m", "3 bn", "1.2 million", "12%",
    "12 per cent", "GBP 300". Not read: "1.200,50" and "1,20" (a comma that parts no thousands),
    "2-3", "c. 300", "1e5", "½", digits of other scripts.
    """
    plain = text.strip()
    below = False
    for opening in ("(", *(f"{each}(" for each in "£€$")):
        if plain.startswith(opening) and plain.endswith(")"):
            plain = opening[:-1] + plain[len(opening) : -1].strip()
            below = True
            break
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    whole = re.sub(rf"[,{_SPACES}]", "", found["whole"])
    part = found["part"] or ""
    signs = [each for each in (found["minus"], found["minus_after"]) if each]
    if not whole + part or len(signs) > 1 or (below and signs) or len(part) > _MOST_DECIMALS:
        return None
    unit = _unit(found["before"], found["after"])
    power = _TIMES[(found["times"] or "").casefold()]
    if unit is None or len(whole.lstrip("0")) + power > MOST_DIGITS:
        return None
    value = Decimal(f"{whole or '0'}.{part or '0'}").scaleb(power, _EXACT)
    if below or (signs and signs[0] != "+"):
        value = -value
    return Number(value + 0, unit, max(len(part) - power, 0))


def _unit(before: str | None, after: str | None) -> str | None:
    """Return the unit; None when two of them contradict each other."""
    units = {_CURRENCIES.get(each.casefold(), PER_CENT) for each in (before, after) if each}
    if len(units) > 1:
        return None
    return units.pop() if units else ""


def written(value: Decimal | Fraction, unit: str = "", decimals: int = 0) -> str:
    """Return a figure in plain digits with thousands parted: "£1,200.50", "−£300", "12.5%".

    Rounded half away from nothing to ``decimals`` digits after the point, and never "−0".
    """
    rounded = at_most(value, decimals)
    figures = f"{abs(rounded):,.{decimals}f}"
    minus = MINUS if rounded < 0 else ""
    if unit == PER_CENT:
        return f"{minus}{figures}{unit}"
    return f"{minus}{unit}{figures}"


def at_most(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Return the value rounded to so many digits after the point, half away from nothing."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals, _EXACT)


def digits_needed(value: Decimal | Fraction, most: int) -> int:
    """Return how many digits after the point write a value exactly, up to ``most``."""
    for decimals in range(most):
        if Fraction(at_most(value, decimals)) == Fraction(value):
            return decimals
    return most


def common_unit(numbers: Iterable[Number]) -> str | None:
    """Return the one unit that the figures have; None for several.

    A figure without a unit has that of the amounts beside it, but "7" beside "80%" is another.
    """
    found = {each.unit for each in numbers}
    units = found if PER_CENT in found else found - {""}
    if len(units) > 1:
        return None
    return units.pop() if units else ""


def decimals_of(numbers: Iterable[Number], unit: str) -> int:
    """Return the digits after the point that a column of figures is written with.

    Pounds and pence have two or none; any other as many as the longest that was typed.
    """
    most = max((each.decimals for each in numbers), default=0)
    return max(most, 2) if most and unit in ("£", "€", "$") else most
