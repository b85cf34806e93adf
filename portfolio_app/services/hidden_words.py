"""Words that are hidden somewhere, looked for in what names and lists say."""

from __future__ import annotations

from portfolio_app.domain import quotes
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.store import queries
from portfolio_app.store.database import Store


class HiddenWords:
    """Finds hidden words and names to hide in short texts. Made once for a bundle."""

    def __init__(self, store: Store) -> None:
        quoted = {" ".join(hide.anchor.quote.split()) for hide in queries.hides.hides(store)}
        self._quotes = sorted(quoted - {""})
        listed = [
            Name(each.uid, each.text, each.whole_word)
            for each in queries.names_to_hide.names(store)
        ]
        self._names = NameFinder(listed, queries.names_to_hide.own_names(store))

    def shows(self, text: str) -> bool:
        """Return whether a text holds any of them; words may be joined by "_", "-" or dots."""
        apart = " ".join(text.replace("_", " ").replace("-", " ").replace(".", " ").split())
        return any(
            bool(self._names.find(each)) or any(quotes.find_all(each, one) for one in self._quotes)
            for each in dict.fromkeys((text, apart))
        )
