"""The telling words of a statement: those that say what it is about, for finding near passages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from portfolio_app.domain.marking import folded

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARED = 2  # telling words that a passage must share to count as near

# Words that stand in most statements and most papers, and tell nothing apart.
_PLAIN = frozenset(
    (
        "able", "about", "above", "across", "after", "again", "against", "all", "also", "among",
        "and", "any", "apply", "approach", "approaches", "appropriate", "are", "around", "based",
        "because", "been", "before", "being", "between", "both", "but", "can", "could", "current",
        "does", "doing", "done", "each", "effective", "effectively", "ensure", "ensuring", "etc",
        "every", "for", "from", "full", "further", "future", "had", "has", "have", "having",
        "her", "his", "how", "identify", "impact", "implement", "implementing", "improve",
        "improves", "including", "into", "its", "key", "know", "knowing", "knowledge", "lead",
        "leading", "leads", "level", "like", "made", "make", "makes", "making", "manage",
        "manages", "managing", "many", "may", "might", "more", "most", "must", "new", "not",
        "off", "one", "only", "organisation", "organisational", "organisations", "other",
        "others", "our", "out", "over", "own", "part", "position", "provide", "provides",
        "providing", "range", "relevant", "role", "senior", "set", "sets", "shape", "she",
        "should", "skills", "some", "such", "take", "takes", "taking", "than", "that", "the",
        "their", "them", "then", "there", "these", "they", "this", "those", "through", "time",
        "to", "together", "too", "under", "understand", "understanding", "upon", "use", "used",
        "uses", "using", "various", "was", "way", "ways", "well", "were", "what", "when", "where",
        "which", "while", "who", "whole", "whose", "why", "will", "with", "within", "work",
        "working", "works", "would", "you", "your",
    )
)  # fmt: skip


@lru_cache(maxsize=512)
def telling_words(text: str, most: int = 12) -> tuple[str, ...]:
    """Return the words of a statement that tell what it is about, in its order, each once."""
    words = dict.fromkeys(folded(each) for each in _WORD.findall(text))
    return tuple(each for each in words if each not in _PLAIN)[:most]


@lru_cache(maxsize=8192)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(folded(each) for each in _WORD.findall(text))


def near_count(statement: str, texts: Iterable[str]) -> int:
    """Return how many texts share two telling words or more with a statement."""
    wanted = set(telling_words(statement, 40))
    return sum(1 for text in texts if len(wanted & _words_of(text)) >= _SHARED)
