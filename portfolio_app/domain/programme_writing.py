"""A programme as the text of a file (TOML 1.0) that reads back as the same programme."""

from __future__ import annotations

from typing import Any

from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_fields import HEAD, SECTIONS, Field, Kind
from portfolio_app.domain.programme_reading import SCHEMA

_ABOUT = "# A programme. Everything can be edited; what is not stated is left out."
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def programme_text(programme: Programme) -> str:
    """Return the file's text. Fields that say nothing are left out."""
    lines = [_ABOUT, f"schema = {SCHEMA}", f"id = {_text(programme.id)}"]
    tables: dict[str, list[str]] = {}
    if programme.is_own:
        lines.append("own = true")
    for field in HEAD:
        value = getattr(programme, field.name)
        if not _says(field, value):
            continue
        name = field.keys[-1]
        if field.name == "standard" and programme.standard_is_inferred:
            name = "standard_inferred"
        into = lines if len(field.keys) == 1 else tables.setdefault(field.keys[0], [])
        into.append(f"{name} = {_value(value)}")
    for table, stated in tables.items():
        lines += ["", f"[{table}]", *stated]
    for section in SECTIONS:
        for entry in getattr(programme, section.name):
            lines += ["", f"[[{section.name}]]"]
            lines += [
                f"{field.keys[-1]} = {_value(getattr(entry, field.name))}"
                for field in section.fields
                if _says(field, getattr(entry, field.name))
            ]
    return "\n".join(lines) + "\n"


def _says(field: Field, value: Any) -> bool:
    return value is not field.at_first if field.kind is Kind.YES and field.at_first else bool(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_text(each) for each in value)}]"
    return _text(value)


def _text(value: str) -> str:
    return '"' + "".join(_letter(each) for each in value) + '"'


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    is_control = ord(letter) < 0x20 or ord(letter) == 0x7F
    return f"\\u{ord(letter):04x}" if is_control else letter
