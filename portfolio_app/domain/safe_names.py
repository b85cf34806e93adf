"""File names that every system takes: letters, digits and underscores, at most 60 characters."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # characters, the ending included
LIST_NAME = "Files_in_this_bundle.txt"

_PLAIN = re.compile(r"[A-Za-z0-9_]+(\.[a-z0-9]{1,8})?")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# Names Windows keeps for devices, whatever their ending (Microsoft, "Naming Files, Paths").
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
# What a double click runs: no evidence, and mail and portals refuse it.
_PROGRAMS = frozenset(
    {
        "apk", "app", "appimage", "bat", "bin", "chm", "cmd", "com", "command", "cpl", "deb", "dll",
        "dmg", "elf", "exe", "gadget", "hta", "iso", "jar", "js", "jse", "lnk", "msc", "msi", "msp",
        "pif", "pkg", "ps1", "psm1", "py", "reg", "rpm", "run", "scr", "sct", "sh", "url", "vb",
        "vbe", "vbs", "wsc", "wsf", "wsh", "xll",
    }
)  # fmt: skip
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
                          "đ": "d", "Đ": "D", "œ": "oe", "Œ": "Oe", "’": "", "'": ""})  # fmt: skip


def slug(text: str) -> str:
    """Return words as letters, digits and underscores; "" when none of it has a plain form."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join("" if unicodedata.combining(each) else each for each in apart)
    return re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")


def ending_of(file_name: str) -> str:
    """Return the ending of a file's name in small letters, without its dot; "" for none."""
    found = _ENDING.search(file_name.strip())
    return found[1].lower() if found else ""


def is_program(file_name: str) -> bool:
    """Return whether a double click on a file of this name would run it."""
    return ending_of(file_name) in _PROGRAMS


def file_name(
    first: str, title: str = "", last: str = "", ending: str = "pdf", *, longest: int = LONGEST
) -> str:
    """Return ``first``, as much of the title as there is room for, and ``last``, joined by "_".

    ``first`` and ``last`` are plain already ("E13", "0412"); ``ending`` has no dot, "" for none.
    ``longest`` is how many characters a name may have, the ending included.
    """
    dot = f".{ending}" if ending else ""
    tail = f"_{last}" if last else ""
    room = max(min(longest, LONGEST) - len(first) - len(tail) - len(dot) - 1, 0)
    words = slug(title)
    if len(words) > room:
        cut = words[: room + 1].rpartition("_")[0]  # at a word's end, where that leaves enough
        words = cut if len(cut) > room // 2 else words[:room].rstrip("_")
    return f"{first}{'_' + words if words else ''}{tail}{dot}"


def unique(name: str, taken: set[str]) -> str:
    """Return the name, numbered where another in ``taken`` (small letters) has it; taken then."""
    stem, dot, ending = name.partition(".")
    number = 2
    while name.casefold() in taken:
        tail = f"_{number}{dot}{ending}"
        name = f"{stem[: LONGEST - len(tail)]}{tail}"
        number += 1
    taken.add(name.casefold())
    return name


def is_safe(name: str) -> bool:
    """Return whether a name is letters, digits, underscores and perhaps an ending, and no device.

    The name of one file or folder, without what it lies in.
    """
    return (
        len(name) <= LONGEST and _PLAIN.fullmatch(name) is not None and _DEVICES.match(name) is None
    )
