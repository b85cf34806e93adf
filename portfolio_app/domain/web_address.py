"""Web addresses that people bring: which words are one, and the file that keeps one."""

from __future__ import annotations

import re
from html import escape

from portfolio_app.domain.days import day_words

# Names of the two facts in the file, so that it is known again when it is read.
ADDRESS_META = "evidence-address"
SEEN_META = "evidence-date-seen"

_ADDRESS = re.compile(
    r"https?://(?:[^\s/?#@]{1,200}@)?(?:[^\s/?#@:]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?"
    r"(?:[/?#][^\s]{0,4000})?",
    re.IGNORECASE,
)


def is_address(words: str) -> bool:
    """Return whether these words are one web address (http or https) and nothing else."""
    return _ADDRESS.fullmatch(words) is not None


def file_of(address: str, title: str, seen: str, pasted: str) -> str:
    """Return a web page that keeps an address: title, address, day seen, the pasted words.

    It fetches nothing and refers to nothing; ``seen`` is YYYY-MM-DD or empty.
    """
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en-GB"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="{ADDRESS_META}" content="{escape(address)}">',
        f'<meta name="{SEEN_META}" content="{escape(seen)}">',
        "</head><body>",
        f"<h1>{escape(title)}</h1>",
        f'<p><b>Address:</b> <a href="{escape(address)}">{escape(address)}</a><br>',
        f"<b>Seen:</b> {escape(day_words(seen) if seen else 'day not given')}</p>",
    ]
    paragraphs = re.split(r"\n\s*\n", pasted.replace("\r\n", "\n").replace("\r", "\n"))
    lines += [
        "<p>" + "<br>".join(escape(line) for line in each.split("\n")) + "</p>"
        for each in paragraphs
        if each.strip()
    ]
    return "\n".join([*lines, "</body></html>", ""])
