"""Header lines of a mail, in ASCII and folded: nothing typed can end one or begin another.

Written here, as the standard library (3.11) puts blanks between the stretches of a long name in
another script, and takes some names apart into addresses.
"""

from __future__ import annotations

import base64
import re

from portfolio_app.domain.typed_words import one_line

_LONGEST = 76  # RFC 2047, 2: a line that holds an encoded word
_WORD_BYTES = 39  # base 64 makes 52 characters of them: with frame and name they fit into a line
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*")
_PLAIN = re.compile(r"[\x21-\x7e]{1,60}(?: [\x21-\x7e]{1,60})*")


def text_header(name: str, text: str) -> bytes:
    """Return a header whose value is text, such as a subject, ended by CRLF."""
    line = one_line(text)
    is_plain = _PLAIN.fullmatch(line) is not None and "=?" not in line
    return _folded(name, line.split(" ") if is_plain else _encoded_words(line))


def mailbox_header(name: str, display: str, address: str) -> bytes:
    """Return a header that names one mailbox; ``address`` is one that ``is_address`` knows, ASCII.

    Raises:
        ValueError: the address holds what could end it.
    """
    if not address.isascii() or re.search(r"[\s<>,;:\"()\[\]\\]", address):
        raise ValueError(address)
    line = one_line(display)
    is_plain = len(line) <= _LONGEST - len(name) and _ATOMS.fullmatch(line) is not None
    words = line.split(" ") if is_plain else _encoded_words(line)
    return _folded(name, [*(word for word in words if word), f"<{address}>"])


def _encoded_words(text: str) -> list[str]:
    """Return a text as encoded words (RFC 2047), cut between characters; readers join them."""
    stretches: list[bytes] = []
    held = b""
    for each in text:
        octets = each.encode("utf-8", "replace")
        if len(held) + len(octets) > _WORD_BYTES:
            stretches.append(held)
            held = b""
        held += octets
    if held:
        stretches.append(held)
    return [f"=?utf-8?b?{base64.b64encode(each).decode()}?=" for each in stretches]


def _folded(name: str, words: list[str]) -> bytes:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LONGEST:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"
