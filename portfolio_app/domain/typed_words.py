"""Words as they were typed into a form: nothing in them that hides, or that ends a header."""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"  # RFC 5322, 3.2.3: what needs no quotes
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}"
)
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1, less the brackets


def one_line(text: str) -> str:
    """Return a text as one line: white space closed up, control characters left out."""
    return " ".join(_plain(text).split())


def some_lines(text: str) -> str:
    """Return a text with its line breaks; other control characters and blank ends are left out."""
    lines = _plain(text.replace("\r\n", "\n").replace("\r", "\n")).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def is_address(text: str) -> bool:
    """Return whether a text is one e-mail address that every mail program takes.

    Letters beyond ASCII may stand behind the @ only.
    """
    return (
        len(text) <= _LONGEST_ADDRESS
        and not text.startswith(".")
        and ".." not in text
        and ".@" not in text
        and _ADDRESS.fullmatch(text) is not None
    )


def _plain(text: str) -> str:
    # Cc: control characters. Cs: half a pair, which no encoding takes.
    return "".join(
        each for each in text if each.isspace() or unicodedata.category(each) not in ("Cc", "Cs")
    )
