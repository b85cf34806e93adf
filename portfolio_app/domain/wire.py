"""Frozen values to plain JSON and back: what crosses to the workroom, the manifest and --json."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")

_SCALARS = frozenset((str, int, float, bool, type(None)))


def encode(value: object) -> Any:
    """Return the plain-JSON form of a dataclass, enum, tuple, list, dict or scalar.

    Raises:
        TypeError: the value holds something that has no plain form (bytes, for one).
    """
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    names = _names(kind)
    if names is not None:
        return {name: encode(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (tuple, list)):
        return [encode(each) for each in value]
    if isinstance(value, (frozenset, set)):
        return sorted((encode(each) for each in value), key=repr)  # a set has no order of its own
    if isinstance(value, dict):
        return {str(key): encode(each) for key, each in value.items()}
    raise TypeError(f"{type(value).__name__} has no plain form")


def decode(kind: type[T], plain: Any) -> T:
    """Return a ``kind`` made from its plain form; fields that are missing take their defaults.

    Raises:
        ValueError: the plain form does not fit the type.
    """
    return cast("T", _decode(kind, plain))


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields; None for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((name, hints[name]) for name in _names(kind) or ())


@cache
def _parts(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return typing.get_origin(kind), typing.get_args(kind)


def _decode(kind: Any, plain: Any) -> Any:
    if kind in _SCALARS and type(plain) is kind:
        return plain
    origin, inner = _parts(kind)
    if kind is Any:
        return plain
    if origin in (typing.Union, types.UnionType):
        if plain is None:
            return None
        choices = [each for each in inner if each is not type(None)]
        return _decode(choices[0] if len(choices) == 1 else _chosen(choices, plain), plain)
    if origin is tuple:
        if not isinstance(plain, (list, tuple)):
            raise ValueError(f"a list was expected, not {type(plain).__name__}")
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_decode(inner[0], each) for each in plain)
        if len(inner) != len(plain):
            raise ValueError(f"{len(inner)} values were expected, not {len(plain)}")
        return tuple(_decode(each, value) for each, value in zip(inner, plain, strict=True))
    if origin is frozenset:
        if not isinstance(plain, list):
            raise ValueError(f"a list was expected, not {type(plain).__name__}")
        return frozenset(_decode(inner[0], each) for each in plain)
    if origin is dict:
        if not isinstance(plain, dict):
            raise ValueError(f"an object was expected, not {type(plain).__name__}")
        return {key: _decode(inner[1], value) for key, value in plain.items()}
    if isinstance(kind, type):
        return _decode_class(kind, plain)
    raise ValueError(f"{kind!r} cannot be decoded")


def _chosen(choices: list[Any], plain: Any) -> Any:
    """Return the dataclass of a union whose fields are exactly those that were written."""
    if isinstance(plain, dict):
        for each in choices:
            names = _names(each) if isinstance(each, type) else None
            if names is not None and set(names) == set(plain):
                return each
    raise ValueError("this fits none of the kinds it could be")


def _decode_class(kind: type, plain: Any) -> Any:
    if is_dataclass(kind):
        if not isinstance(plain, dict):
            raise ValueError(f"an object was expected for {kind.__name__}")
        known = {name: _decode(hint, plain[name]) for name, hint in _hints(kind) if name in plain}
        try:
            return kind(**known)
        except TypeError as error:
            raise ValueError(str(error)) from error
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if not isinstance(plain, kind) or (kind is not bool and isinstance(plain, bool)):
        raise ValueError(f"{kind.__name__} was expected, not {type(plain).__name__}")
    return plain
