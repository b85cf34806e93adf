"""The list of files in a bundle folder: text for people, which is also read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from portfolio_app.domain.bundle import PlanFile
from portfolio_app.domain.days import length_words

_HEAD = "Files in this bundle"
_LAST = "SHA-256 of the lines above"
_BUNDLE = re.compile(r"Bundle ([0-9A-F]{4}-[0-9A-F]{4})\b")
_HASH = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"([0-9][0-9,]*) bytes")
_MOST = 4 << 20  # characters of a list that are read


@dataclass(frozen=True, slots=True)
class Held:
    """An original that stays with the apprentice: its piece, and its SHA-256."""

    ref: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileList:
    """What a list says: which bundle it is, and its files. ``is_whole``: nobody changed it."""

    bundle_id: str
    files: tuple[PlanFile, ...]
    is_whole: bool


def written(
    bundle_id: str, about: str, files: Iterable[PlanFile], held: Iterable[Held] = ()
) -> str:
    """Return the list as text; ``about`` says in a line what the bundle is. Lines end in CRLF."""
    lines = [_HEAD, "", f"Bundle {bundle_id}", _one_line(about), ""]
    for each in files:
        lines += [each.path, f"    What it is  {_one_line(each.what)}"]
        if each.seconds:
            lines.append(f"    Length      {length_words(each.seconds)}")
        lines += [f"    Size        {each.bytes:,} bytes", f"    SHA-256     {each.sha256}", ""]
    kept = list(held)
    if kept:
        lines += ["Originals held by the apprentice; can be inspected", ""]
        for one in kept:
            lines += [_one_line(f"{one.ref} {one.title}"), f"    SHA-256     {one.sha256}", ""]
    above = "\r\n".join(lines) + "\r\n"
    return f"{above}{_LAST}  {_digest(above)}\r\n"


def read(text: str) -> FileList | None:
    """Return what a list says, None when it is none of ours."""
    lines = text[:_MOST].replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _HEAD:
        return None
    named = next((found for line in lines[:6] if (found := _BUNDLE.match(line))), None)
    if named is None:
        return None
    files: list[PlanFile] = []
    path = what = ""
    size = -1
    for line in lines[5:]:
        if line.startswith("Originals held"):
            break
        if line and not line.startswith(" "):
            path, what, size = line.strip(), "", -1
        word, _, value = line.strip().partition("  ")
        if word == "What it is":
            what = value.strip()
        elif word == "Size" and (found := _SIZE.fullmatch(value.strip())):
            size = int(found[1].replace(",", ""))
        elif word == "SHA-256" and path and size >= 0 and _HASH.fullmatch(value.strip()):
            files.append(PlanFile(path, what, size, value.strip()))
    above, last, digest = text.rpartition(_LAST)
    return FileList(named[1], tuple(files), bool(last) and digest.strip() == _digest(above))


def _digest(above: str) -> str:
    # Mail and version control may write line ends in another way.
    plain = above.replace("\r\n", "\n")
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _one_line(words: str) -> str:
    """Return words in one line that begins with no space and holds no sign that hides others."""
    shown = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(shown.split())
