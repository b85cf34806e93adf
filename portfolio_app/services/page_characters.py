"""Where the characters of a page copy lie, before any item has these pages."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from secrets import token_hex

from portfolio_app.domain.document import PageChars, PageText
from portfolio_app.workroom.host import Workroom


class PageCopyCharacters:
    """Asks the workroom for one page after the other, each once, and only when it is needed."""

    def __init__(self, room: Workroom, page_copy: bytes, pages: Iterable[PageText]) -> None:
        self._room = room
        self._copy = page_copy
        self._texts = {page.index: page.text for page in pages}
        self._known: dict[int, PageChars] = {}
        self._key = ""

    def page(self, page_index: int) -> PageChars:
        """Return the stored text of a page with its characters' places.

        Without places where the page copy does not have these words.

        Raises:
            PortfolioError: the page copy, or this page of it, cannot be opened.
        """
        known = self._known.get(page_index)
        if known is None:
            known = self._known[page_index] = self._read(page_index)
        return known

    def _read(self, page_index: int) -> PageChars:
        if not self._key:
            self._key = f"characters-{token_hex(8)}"
            self._room.call("open", {"key": self._key}, [self._copy])
        reply = self._room.call("chars", {"key": self._key, "page": page_index})
        boxes = array("f")
        boxes.frombytes(reply.blobs[0])
        words = self._texts[page_index]
        return PageChars(page_index, words, tuple(boxes) if reply.result["text"] == words else ())
