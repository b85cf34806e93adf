"""What the fields of a form say in two states of one PDF: which answers differ, which look differs.

The library's own account of a change is the first word, never the last: here every field's value
and look is compared, whatever way led to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_MOST_NODES = 400_000
_DEEPEST = 60
_MOST_FIELDS = 20_000
_OWN = ("/MaxLen", "/DV", "/Opt", "/I", "/FT", "/DA", "/Q")
_OF_WIDGET = ("/AP", "/AS", "/Rect", "/MK", "/OC", "/DA")
# A signer may lock fields: read-only (field flags), locked (annotation flags). ISO 32000-2, tables
# 227 and 167.
_READ_ONLY, _LOCKED = 1, 64 | 128 | 512
_LEFT_OUT = frozenset({"/Parent", "/P", "/Popup", "/StructParent", "/Length", "/Pg"})


class TooMuch(Exception):  # noqa: N818 - says what it is
    """The form holds more than can be compared."""


@dataclass(slots=True)
class FieldsSeen:
    """What the fields of a form hold: a digest by name for ordinary fields and for signatures.

    ``signed`` are the signature fields that hold a signature. ``fonts`` are digests of the form's
    own fonts by name. ``redraws`` is whether viewers are told to draw the values anew.
    """

    ordinary: dict[str, str] = field(default_factory=dict)
    signatures: dict[str, str] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    fonts: dict[str, str] = field(default_factory=dict)
    look: str = ""
    redraws: bool = False


def fields_of(root: Any) -> FieldsSeen:
    """Return what the fields hold, for the catalogue of one state of a PDF.

    Raises:
        TooMuch: there are too many fields, or they hold too much.
    """
    digests = _Digests()
    seen = FieldsSeen()
    form = _entry(root, "/AcroForm")
    if form is None:
        return seen
    for name, kind, node, widgets in _fields(form):
        digest = digests.of([_entry(node, key) for key in _OWN])
        looks = [digests.of([_raw(widget, key) for key in _OF_WIDGET]) for widget in widgets]
        flags = [_flags(node, "/Ff", _READ_ONLY), *(_flags(w, "/F", _LOCKED) for w in widgets)]
        whole = "|".join([digest, *looks, *flags])
        value = _inherited(node, "/V")
        if kind == "/Sig":
            # Only these two: what else it says may lead to the whole document.
            held = digests.of([_entry(value, key) for key in ("/Contents", "/ByteRange")])
            seen.signatures[name] = f"{held}|{whole}"
            if value is not None:
                seen.signed.add(name)
        else:
            seen.ordinary[name] = f"{digests.of(value)}|{whole}"
    fonts = _entry(_entry(form, "/DR"), "/Font")
    if fonts is not None:
        seen.fonts = {str(key): digests.of(_raw(fonts, key)) for key in list(fonts)}
    seen.look = digests.of([_entry(form, "/DA"), _entry(form, "/Q")])
    seen.redraws = bool(_entry(form, "/NeedAppearances"))
    return seen


def changed_answers(then: FieldsSeen, now: FieldsSeen) -> tuple[str, ...]:
    """Return the names of ordinary fields whose value or look differs, or that came or went."""
    names = {*then.ordinary, *now.ordinary}
    return tuple(sorted(n for n in names if then.ordinary.get(n) != now.ordinary.get(n)))


def touched_signatures(then: FieldsSeen, now: FieldsSeen) -> tuple[str, ...]:
    """Return the names of signature fields that were signed then and are not the same now."""
    return tuple(sorted(n for n in then.signed if then.signatures.get(n) != now.signatures.get(n)))


def drawn_otherwise(then: FieldsSeen, now: FieldsSeen) -> bool:
    """Whether viewers would draw the same values in another way than when it was signed."""
    if any(now.fonts.get(name) != digest for name, digest in then.fonts.items()):
        return True
    if not then.ordinary:
        return False
    return (now.redraws and not then.redraws) or (bool(then.fonts) and then.look != now.look)


def _fields(form: Any) -> Iterator[tuple[str, str, Any, list[Any]]]:
    """Give every terminal field: its whole name, its kind, the field, and its widgets."""
    waiting = [(each, "", "", 0) for each in reversed(_items(_entry(form, "/Fields")))]
    count = 0
    while waiting:
        node, above, kind, depth = waiting.pop()
        count += 1
        if count > _MOST_FIELDS or depth > _DEEPEST:
            raise TooMuch
        if not hasattr(node, "raw_get"):
            continue
        own = _entry(node, "/T")
        name = above if own is None else f"{above}.{own}" if above else str(own)
        kind = str(_entry(node, "/FT") or kind)
        kids = _items(_entry(node, "/Kids"))
        below = [each for each in kids if _entry(each, "/T") is not None]
        if below:
            waiting += [(each, name, kind, depth + 1) for each in reversed(below)]
            continue
        yield name, kind, node, kids or [node]


def _entry(node: Any, key: str) -> Any:
    try:
        found = node[key]
    except (KeyError, TypeError, AttributeError):
        return None
    return found


def _raw(node: Any, key: str) -> Any:
    try:
        return node.raw_get(key)
    except (KeyError, TypeError, AttributeError):
        return None


def _flags(node: Any, key: str, free: int) -> str:
    found = _entry(node, key)
    return str(int(found) & ~free) if isinstance(found, int) else "0"


def _inherited(node: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if node is None:
            return None
        if (found := _entry(node, key)) is not None:
            return found
        node = _entry(node, "/Parent")
    return None


def _items(found: Any) -> list[Any]:
    if not isinstance(found, list):
        return []
    return [each.get_object() if hasattr(each, "get_object") else each for each in found]


class _Digests:
    """Digests of PDF values, references followed, each object worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}
        self._open: set[tuple[int, int]] = set()
        self._left = _MOST_NODES

    def of(self, value: Any, depth: int = 0) -> str:
        """Return the digest of a value: equal for equal content, whatever its object numbers.

        Raises:
            TooMuch: it holds more than can be compared.
        """
        from pyhanko.pdf_utils import generic

        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise TooMuch
        if isinstance(value, generic.IndirectObject):
            key = (value.idnum, value.generation)
            if key in self._known:
                return self._known[key]
            if key in self._open:
                return "above"
            self._open.add(key)
            found = self.of(value.get_object(), depth + 1)
            self._open.discard(key)
            self._known[key] = found
            return found
        if isinstance(value, (list, tuple)):
            return _hashed(b"list", *(self.of(each, depth + 1) for each in value))
        if isinstance(value, generic.DictionaryObject):
            parts: list[str | bytes] = []
            for name in sorted(value):
                if name not in _LEFT_OUT:
                    parts += [str(name), self.of(value.raw_get(name), depth + 1)]
            if isinstance(value, generic.StreamObject):
                parts.append(value.encoded_data or b"")
            return _hashed(b"dictionary", *parts)
        if isinstance(value, (generic.TextStringObject, generic.ByteStringObject)):
            return _hashed(b"string", value.original_bytes)
        return _hashed(b"plain", str(type(value).__name__), str(value))


def _hashed(*parts: str | bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()
