"""The address in the header that says who sent a mail; the name before it may say anything."""

from __future__ import annotations

import email.utils
import re

_BARE = re.compile(r"[^\s<>()\[\];,\"]{1,200}@[^\s<>()\[\];,\"]{1,200}")
_LAST = re.compile(r"<([^\s<>]{1,400})>\s*\Z")


def bare_address(sender: str) -> str:
    """Return the address in a From header, without the name; "" when there is none.

    It is the one in brackets at the end: a name may look like an address itself.
    """
    last = _LAST.search(sender[:4000])
    if last is not None and "@" in last[1]:
        return last[1]
    try:
        bare = email.utils.parseaddr(sender[:1000])[1]
    except (ValueError, IndexError, TypeError):
        bare = ""
    if "@" in bare:
        return bare
    found = _BARE.search(sender[:4000])
    return found[0] if found else ""
