"""What is left of a stored value that was damaged: whatever of it can still be read.

A value of the store is decoded strictly (:mod:`portfolio_app.domain.wire`). Only where that fails
is it gone through field by field, so that one bad field never takes the others with it.
"""

from __future__ import annotations

import json
import math
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, BlockKind, Figure
from portfolio_app.domain.references import Source

T = TypeVar("T")

LOST = "This reference was damaged where it is stored. Check that nothing of it is lacking."
_ERRORS = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
_UNFIT = re.compile("[\ud800-\udfff\0\ufffc]")
_DEEPEST_LEVEL = 8
_LARGEST_TARGET = 1_000_000
_NOTHING = object()


def loads(content: object) -> Any:
    """Return what JSON says; None where it is none."""
    try:
        return json.loads(cast("str", content))
    except _ERRORS:
        return None


def read(kind: type[T], content: object, otherwise: T) -> T:
    """Return a stored value, or what is left of it; ``otherwise`` where nothing can be read."""
    found, _ = salvaged(kind, loads(content))
    return otherwise if found is None else found


def salvaged(kind: type[T], plain: Any) -> tuple[T | None, bool]:
    """Return what can be read of a plain form, and whether that is all of it."""
    try:
        return wire.decode(kind, plain), True
    except _ERRORS:
        found = _left(kind, plain)
        return (None if found is _NOTHING else found), False


def block(uid: str, content: object) -> tuple[Block, bool]:
    """Return a block of the proposal as far as it can be read, and whether it is whole.

    ``uid`` is that of its row, which holds whatever the content says. A block of which nothing is
    left is an empty paragraph.
    """
    plain = loads(content)
    found, is_whole = salvaged(Block, {**plain, "uid": uid} if isinstance(plain, dict) else None)
    if found is None:
        return Block(uid), False
    if isinstance(content, str) and "\\u" in content:
        found = cast("Block", _fit(found))
    whole = _sound(found)
    return whole, is_whole and whole == found and plain.get("uid", uid) == uid


def blocks(plain: Any) -> tuple[tuple[Block, ...], bool]:
    """Return the blocks of a restore point as far as they can be read, and whether all are."""
    if not isinstance(plain, list):
        return (), False
    found: dict[str, Block] = {}
    is_whole = True
    for each in plain:
        uid = each.get("uid") if isinstance(each, dict) else None
        if not isinstance(uid, str) or not uid or uid in found:
            is_whole = False
            continue
        one, is_sound = salvaged(Block, each)
        found[uid] = _sound(one) if one is not None else Block(uid)
        is_whole &= is_sound and found[uid] == one
    return tuple(found.values()), is_whole


def source(uid: str, content: object) -> Source:
    """Return a reference as far as it can be read; one that was damaged says so."""
    plain = loads(content)
    found, is_whole = salvaged(Source, {**plain, "uid": uid} if isinstance(plain, dict) else None)
    if found is None:
        return Source(uid, trouble=LOST)
    if isinstance(content, str) and "\\u" in content:
        found = cast("Source", _fit(found))
    return found if is_whole else replace(found, trouble=f"{found.trouble} {LOST}".strip())


def sound(found: Block) -> Block:
    """Return a block that came from elsewhere as one that could have been written here."""
    return _sound(cast("Block", _fit(found)))


def _sound(found: Block) -> Block:
    """Return a block that is what its kind says: nothing that could not have been written."""
    level = min(max(found.level, 0), _DEEPEST_LEVEL)
    target = min(max(found.target, 0), _LARGEST_TARGET)
    kind, table, figure = found.kind, found.table, found.figure
    if kind.is_text and not found.inlines and (table is not None or figure is not None):
        kind = BlockKind.TABLE if table is not None else BlockKind.FIGURE
    elif kind is BlockKind.TABLE and table is None:
        kind = BlockKind.BODY
    elif kind is BlockKind.FIGURE and figure is None:
        kind, figure = (BlockKind.BODY, None) if found.inlines else (kind, Figure())
    table = table if kind is BlockKind.TABLE else None
    figure = figure if kind is BlockKind.FIGURE else None
    if figure is not None and not (math.isfinite(figure.width) and 0 < figure.width <= 1):
        figure = replace(figure, width=1.0)
    if (level, target, kind) == (found.level, found.target, found.kind) and (
        table is found.table and figure is found.figure
    ):
        return found
    return replace(found, level=level, target=target, kind=kind, table=table, figure=figure)


def _left(hint: Any, plain: Any) -> Any:
    """Return what of a plain form fits a type, or ``_NOTHING``."""
    try:
        return wire.decode(hint, plain)
    except _ERRORS:
        pass
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        found = (_left(each, plain) for each in inner if each is not type(None))
        best = next((each for each in found if each is not _NOTHING), _NOTHING)
        return None if best is _NOTHING and type(None) in inner else best
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_each(inner[0], plain)) if isinstance(plain, list) else _NOTHING
    if origin is frozenset:
        return frozenset(_each(inner[0], plain)) if isinstance(plain, list) else _NOTHING
    if origin is dict and isinstance(plain, dict):
        kept = ((str(key), _left(inner[1], value)) for key, value in plain.items())
        return {key: value for key, value in kept if value is not _NOTHING}
    if hint is str and isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return str(plain)
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(plain, dict):
        hints = typing.get_type_hints(hint)
        given = {
            each.name: value
            for each in fields(hint)
            if each.name in plain
            and (value := _left(hints[each.name], plain[each.name])) is not _NOTHING
        }
        try:
            return hint(**given)
        except _ERRORS:
            return _NOTHING
    return _NOTHING


def _each(hint: Any, plain: Iterable[Any]) -> Iterable[Any]:
    found = (_left(hint, each) for each in plain)
    return (each for each in found if each is not _NOTHING)


def _fit(value: Any) -> Any:
    """Return a value without characters that no text can hold."""
    if isinstance(value, str):
        return value if type(value) is not str else _UNFIT.sub("", value)
    if isinstance(value, tuple):
        return tuple(_fit(each) for each in value)
    if isinstance(value, dict):
        return {key: _fit(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _fit(getattr(value, each.name))
                                 for each in fields(value)})  # fmt: skip
    return value
