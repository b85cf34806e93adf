"""Words in common: KSBs whose wording shares words with a passage; and whether that is wanted."""

from __future__ import annotations

from portfolio_app.domain.shared_words import SharedWords, shared_words
from portfolio_app.store.database import Store
from portfolio_app.store.queries.portfolio import detail
from portfolio_app.store.queries.standard import ksbs

KEY = "words_in_common"
OFF = "off"


def is_on(store: Store) -> bool:
    """Return whether words in common are shown: unless they were switched off."""
    return detail(store, KEY) != OFF


def words_in_common(store: Store, passage: str) -> tuple[SharedWords, ...]:
    """Return up to three KSBs that share telling words with a passage; none when switched off."""
    return shared_words(ksbs(store), passage) if is_on(store) else ()
