"""The words that our own pages may print whoever's portfolio it is: those our code is made of."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from functools import cache
from types import CodeType

import portfolio_app.domain
import portfolio_app.pdf
from portfolio_app.domain.normalising import normalise

_WORD = re.compile(r"\w+")
_PRINTING = ("bundle", "days", "evidence", "ksb", "options", "papers", "slip", "ordering")


def are_own(words: str) -> bool:
    """Return whether each of these words is one that the app prints by itself: "page", "claims"."""
    found = _WORD.findall(normalise(words).text)
    return bool(found) and all(each in _vocabulary() or each.isdigit() for each in found)


@cache
def _vocabulary() -> frozenset[str]:
    names = [
        f"portfolio_app.pdf.{each.name}"
        for each in pkgutil.iter_modules(portfolio_app.pdf.__path__)
    ]
    names += [f"portfolio_app.domain.{each}" for each in _PRINTING]
    texts: list[str] = []
    for name in names:
        spec = importlib.util.find_spec(name)
        find = getattr(spec.loader, "get_code", None) if spec is not None else None
        code = find(name) if find is not None else None
        if isinstance(code, CodeType):
            _collect(code, texts)
    return frozenset(_WORD.findall(normalise(" \n ".join(texts)).text))


def _collect(code: CodeType, texts: list[str]) -> None:
    for each in code.co_consts:
        if isinstance(each, str):
            texts.append(each)
        elif isinstance(each, tuple):
            texts.extend(part for part in each if isinstance(part, str))
        elif isinstance(each, CodeType):
            _collect(each, texts)
