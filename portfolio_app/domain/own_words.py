"""The words that the app may print whoever's portfolio it is: those its own code is made of."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from functools import cache
from types import CodeType

from portfolio_app.domain.normalising import normalise

_WORD = re.compile(r"\w+")
# What is printed is written in these: whole packages, and single modules.
_PACKAGES = ("portfolio_app.pdf", "portfolio_app.docx", "portfolio_app.sheets")
_MODULES = (
    *(
        f"portfolio_app.domain.{each}"
        for each in (
            "annex_table", "bundle", "days", "evidence", "file_list", "ksb", "options", "ordering",
            "papers", "slip",
        )
    ),
    *(f"portfolio_app.services.{each}" for each in ("hidden_said", "pack", "supplied")),
)  # fmt: skip


def are_own(words: str) -> bool:
    """Return whether each of these words is one that the app prints by itself: "page", "claims"."""
    found = _WORD.findall(normalise(words).text)
    return bool(found) and all(each in _vocabulary() or each.isdigit() for each in found)


@cache
def _vocabulary() -> frozenset[str]:
    names = list(_MODULES)
    for package in _PACKAGES:
        found = importlib.util.find_spec(package)
        places = found.submodule_search_locations if found is not None else None
        names += [f"{package}.{each.name}" for each in pkgutil.iter_modules(places or [])]
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
