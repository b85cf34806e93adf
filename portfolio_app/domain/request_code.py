"""The code of a form that goes out: 16 Crockford characters, by which it is known when it returns.

Decision D12: five characters name the portfolio, nine the request (45 bits, unguessable), two check
the other fourteen. Every version of a request has a code of its own, so that an older version is
known by its code alone, on paper too.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PORTFOLIO, _REQUEST, LENGTH = 5, 9, 16
_PRIME = 1021  # below 32 × 32: every single wrong character and every swap of two is seen
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})  # as Crockford has it
# Four groups, or one stretch; what people and text extraction put between the groups. It takes no
# letter away, as a word of four letters may stand before a code: "Code 7F3A-…".
_WRITTEN = re.compile(
    r"(?<![0-9A-Za-z])(?=((?:[0-9A-Za-z]{4}[ \t\u00a0\u2010-\u2015-]{0,3}){3}[0-9A-Za-z]{4})"
    r"(?![0-9A-Za-z]))"
)


def portfolio_part(portfolio_id: str) -> str:
    """Return the five characters that stand for a portfolio; the same every time."""
    number = int.from_bytes(hashlib.sha256(portfolio_id.encode()).digest()[:4], "big")
    return _written(number, _PORTFOLIO)


def new_code(portfolio_id: str) -> str:
    """Return a new code of this portfolio: 16 characters without separators."""
    body = portfolio_part(portfolio_id) + "".join(secrets.choice(_LETTERS) for _ in range(_REQUEST))
    return body + _check(body)


def shown(code: str) -> str:
    """Return a code as people read it: ``7F3A-22C1-9KQM-X0T4``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(words: str) -> str:
    """Return the code that these words are, without separators; "" when they are none.

    Small letters, spaces and dashes are taken as typed; O is read as 0, I and L as 1.
    """
    code = re.sub(r"[\s\u00a0\u2010-\u2015-]", "", words).upper().translate(_LOOKS_LIKE)
    if len(code) != LENGTH or any(each not in _LETTERS for each in code):
        return ""
    return code if _check(code[:-2]) == code[-2:] else ""


def found_in(text: str) -> tuple[str, ...]:
    """Return every code that stands in a text, in order, each once."""
    return tuple(dict.fromkeys(_every(text)))


def of_portfolio(code: str, portfolio_id: str) -> bool:
    """Whether a code was made for this portfolio."""
    return code[:_PORTFOLIO] == portfolio_part(portfolio_id)


def _every(text: str) -> Iterator[str]:
    for hit in _WRITTEN.finditer(text):
        if code := read(hit[1]):
            yield code


def _check(body: str) -> str:
    number = 0
    for letter in body:
        number = (number * 32 + _LETTERS.index(letter)) % _PRIME
    return _written(number, 2)


def _written(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, at = divmod(number, 32)
        letters.append(_LETTERS[at])
    return "".join(reversed(letters))
