"""A programme's file (TOML) as plain data; what it means is the domain's to say."""

from __future__ import annotations

import math
import tomllib
from datetime import date, datetime, time
from typing import Any

from portfolio_app.domain.toml_text import parsed
from portfolio_app.problems import PortfolioError

LONGEST_NUMBER = 4000  # bits
DEEPEST = 40  # tables within tables; our own limit


def read(data: bytes) -> dict[str, Any]:
    """Return what the file says: texts, numbers, lists and tables, days as YYYY-MM-DD.

    Numbers that are none ("nan", "inf") come as words.

    Raises:
        PortfolioError: it can't be read as TOML; says in which line ("not-a-programme").
    """
    text = _decoded(data)
    try:
        found: dict[str, Any] = _plain(parsed(text), 0)
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it goes too deep"
        raise PortfolioError(
            f"This can't be read as a programme: {said[:200]}. Nothing was changed.",
            hint="Use a file that this app saved, or mend that place in a text editor and read it "
            "again.",
            code="not-a-programme",
        ) from error
    return found


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {str(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
        return f"{hex(value)[:40]}…"  # its decimal figures would take too long to work out
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
