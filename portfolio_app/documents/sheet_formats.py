"""Numbers of a sheet as a person reads them: days, percentages, decimals, thousands, money."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache

# The formats that have only a number in the file ([ISO 29500] 18.8.30).
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAY_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_MOST_DECIMALS = 12
_LAST_DAY = 2_958_466


@lru_cache(maxsize=2_000)
def _shape(form: str) -> tuple[str, int, bool, str, str]:
    """Return a format's nature, decimals, thousands, and what stands before and after."""
    first = form.split(";")[0]
    bare = _QUIET.sub("", first)
    if bare.strip().lower() in ("general", "@", ""):
        return "general", 0, False, "", ""
    if _DAY_LETTERS.search(bare.replace("General", "")) and "0" not in bare.replace(".0", ""):
        has_day = re.search(r"[dy]", bare, re.IGNORECASE) or (
            re.search(r"m", bare, re.IGNORECASE) and not re.search(r"[hs]", bare, re.IGNORECASE)
        )
        has_time = re.search(r"[hs]", bare, re.IGNORECASE)
        long = "[" in bare
        kind = "span" if long else "both" if has_day and has_time else "day" if has_day else "time"
        return kind, 0, False, "", ""
    if "e+" in bare.lower() or "e-" in bare.lower():
        return "power", 2, False, "", ""
    point = bare.find(".")
    decimals = len(re.match(r"[0#?]*", bare[point + 1 :])[0]) if point >= 0 else 0  # type: ignore[index]
    kind = "percent" if "%" in bare else "fraction" if "/" in bare else "number"
    before, after = _signs(first)
    return kind, min(decimals, _MOST_DECIMALS), "," in bare, before, after


def _signs(form: str) -> tuple[str, str]:
    """Return the money signs and words that a format writes before and after the figures."""
    shown = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", form)
    shown = re.sub(r"\[[^\]]*\]|_.|\*.", "", shown)
    shown = re.sub(r'"([^"]*)"', r"\1", shown).replace("\\", "")
    at = [i for i, letter in enumerate(shown) if letter in "0#?"]
    if not at:
        return "", ""
    before, after = shown[: at[0]], shown[at[-1] + 1 :]
    keep = str.maketrans("", "", "()-+% ,.")
    return before.translate(keep)[:12], (" " + after.translate(keep)).rstrip()[:12]


def number(value: float, form: str, *, from_1904: bool = False) -> str:
    """Return a cell's number in words and figures, as its format shows it."""
    if not math.isfinite(value):
        return "#NUM!"
    kind, decimals, thousands, before, after = _shape(form)
    if kind in ("day", "both", "time"):
        return _moment(value, kind, from_1904=from_1904)
    if kind == "span":
        seconds = round(value * 86_400)
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if kind in ("general", "fraction"):
        return general(value)
    if kind == "power":
        return f"{value:.2E}"
    if kind == "percent":
        return f"{value * 100:,.{decimals}f}%" if thousands else f"{value * 100:.{decimals}f}%"
    if abs(value) >= 1e21:
        return f"{value:.10g}"
    told = f"{abs(value):,.{decimals}f}" if thousands else f"{abs(value):.{decimals}f}"
    sign = "-" if value < 0 and told.strip("0.,") else ""
    return f"{sign}{before}{told}{after}"


def general(value: float) -> str:
    """Return a number without a format: no more digits than it has."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"


def _moment(value: float, kind: str, *, from_1904: bool) -> str:
    if value < 0 or value > _LAST_DAY:
        return general(value)
    # Excel counts 29 February 1900, a day that never was: days before it are one less.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not from_1904 and value < 60:
        start += timedelta(days=1)
    try:
        when = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return general(value)
    if kind == "time":
        return f"{when:%H:%M}" if not when.second else f"{when:%H:%M:%S}"
    if kind == "day" or (not when.hour and not when.minute and not when.second):
        return f"{when.day:02d}/{when.month:02d}/{when.year:04d}"
    return f"{when.day:02d}/{when.month:02d}/{when.year:04d} {when:%H:%M}"
