"""Keep a web address as evidence: title, address, day seen, pasted words. Nothing is fetched."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from portfolio_app.domain.web_address import file_of, is_address
from portfolio_app.problems import PortfolioError
from portfolio_app.services import intake
from portfolio_app.services.intake import Added
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_LONGEST_TITLE = 200
_LONGEST_TEXT = 400_000  # characters


def add(
    store: Store, room: Workroom, url: str, title: str = "", seen: str = "", text: str = ""
) -> Added:
    """Store a web address with what was typed and pasted beside it; then read it.

    ``seen`` is the day the page was seen (YYYY-MM-DD), or empty. The pages show the title, the
    address, that day, and the pasted words.

    Raises:
        PortfolioError: this is no web address, ``seen`` is not a day, or the words are too many.
    """
    url = url.strip()
    if not is_address(url):
        raise PortfolioError(
            "This is not a web address.",
            hint="Copy it from the browser: it begins with https:// or http://.",
            code="no-address",
        )
    if seen:
        try:
            seen = date.fromisoformat(seen).isoformat()
        except ValueError as error:
            raise PortfolioError(
                f"This is not a date: {seen}", hint="Give the day as YYYY-MM-DD, or leave it out."
            ) from error
    if len(text) > _LONGEST_TEXT:
        raise PortfolioError(
            f"The pasted text has {len(text):,} characters; {_LONGEST_TEXT:,} is the most.",
            hint="Paste the part that counts. Nothing was changed.",
        )
    host = urlsplit(url).hostname or "web"
    shown = " ".join(title.split())[:_LONGEST_TITLE] or host
    content = file_of(url, shown, seen, text).encode("utf-8", "replace")
    return intake.add_content(store, room, content, f"{_file_name(shown)}.html", title=shown)


def _file_name(title: str) -> str:
    kept = "".join(each if each.isalnum() or each in " -._()" else " " for each in title)
    return " ".join(kept.split())[:80].strip(" .") or "Web address"
