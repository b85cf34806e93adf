"""Spelling: British English, offline, with the person's own words and the portfolio's names.

The dictionary is data of ours and read once; the portfolio adds its names and the words that the
person taught it. Load it off the window's thread (it takes some hundredths of a second); asking it
is quick enough for every key, finding what was meant is not and belongs in a lane too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from portfolio_app import assets
from portfolio_app.domain import spelling
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.spelling import Spelling
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Store

if TYPE_CHECKING:
    from portfolio_app.domain.dictionary import Dictionary
    from portfolio_app.domain.spelling_offers import Near

OWN_WORDS = "proposal own words"
MOST_OWN = 2_000
_FOLDER = "dictionaries"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The person's own words as they stand after a step, and that step."""

    changes: Changes
    words: tuple[str, ...]


def load(store: Store) -> Spelling:
    """Return what this portfolio takes for right.

    Raises:
        FileNotFoundError: the program was installed without its dictionary.
    """
    own = frozenset(each.casefold() for each in own_words(store))
    return Spelling(_dictionary(), _further(), own, _names(store))


def offers(store: Store, word: str, used: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return up to six words that may be meant by a misspelt one, the likeliest first.

    ``used`` are words (folded) that stand in the text already. An ending 's stays as it was typed.
    """
    from portfolio_app.domain import spelling_offers

    right = load(store)
    words = _near()
    plain = next((each.text for each in spelling.words_of(word)), word)
    ending = word[-2:] if plain.endswith("'s") and len(plain) > 3 else ""
    if ending:
        plain = plain[:-2]
    if "-" not in plain:
        found = spelling_offers.offers(plain, words, used)
        return tuple(each + ending for each in found if not (ending and "'" in each))
    parts = plain.split("-")
    wrong = [at for at, part in enumerate(parts) if not right.is_right(part)]
    if len(wrong) != 1:
        return ()
    return tuple(
        "-".join([*parts[: wrong[0]], each, *parts[wrong[0] + 1 :]]) + ending
        for each in spelling_offers.offers(parts[wrong[0]], words, used)
    )


def own_words(store: Store) -> tuple[str, ...]:
    """Return the words the person taught, in the order of the alphabet."""
    kept = queries.portfolio.detail(store, OWN_WORDS)
    try:
        found = json.loads(kept) if kept else []
    except ValueError:
        return ()
    if not isinstance(found, list):
        return ()
    return tuple(sorted({each for each in found if isinstance(each, str)}, key=str.casefold))


def add_word(store: Store, word: str) -> OwnWords:
    """Let a word be right from now on, as one step.

    Raises:
        PortfolioError: it is no word, it is there already, or there are too many.
    """
    bare = next((each.text for each in spelling.words_of(word.strip())), word.strip())
    before = own_words(store)
    if not bare or len(word.split()) != 1 or len(bare) > spelling.LONGEST:
        raise PortfolioError(
            "This is not one word.", hint="Add words one at a time. Nothing was changed."
        )
    if bare.casefold() in {each.casefold() for each in before}:
        raise PortfolioError(f"“{bare}” is one of your words already.", code="listed-already")
    if len(before) >= MOST_OWN:
        raise PortfolioError(
            f"There are {MOST_OWN:,} words of your own already.",
            hint="Remove some of them first. Nothing was changed.",
        )
    return _keep(store, [*before, bare], f"“{bare}” added to my words")


def remove_words(store: Store, words: Iterable[str]) -> OwnWords:
    """Forget words the person taught, as one step.

    Raises:
        PortfolioError: none of them is one of the person's words.
    """
    gone = {each.casefold() for each in words}
    before = own_words(store)
    left = [each for each in before if each.casefold() not in gone]
    removed = [each for each in before if each.casefold() in gone]
    if not removed:
        raise PortfolioError("This is none of your words. Nothing was changed.")
    told = f"“{removed[0]}” removed" if len(removed) == 1 else f"{len(removed)} words removed"
    return _keep(store, left, f"{told} from my words")


def _keep(store: Store, words: Sequence[str], summary: str) -> OwnWords:
    ordered = sorted(words, key=str.casefold)
    changes = details.change(store, OWN_WORDS, json.dumps(ordered, ensure_ascii=False), summary)
    return OwnWords(changes, tuple(ordered))


def _names(store: Store) -> frozenset[str]:
    """Return the words of all that the portfolio names: people, organisations, titles."""
    facts = queries.portfolio.details(store)
    names = [facts.name, facts.employer, facts.provider, facts.epao]
    for witness in facts.witnesses:
        names += [witness.name, witness.organisation]
    titles = [facts.job, *(item.title for item in queries.evidence.items(store))]
    for source in queries.proposal.sources(store):
        names += [part for each in (*source.authors, *source.editors)
                  for part in (each.family, each.given)]  # fmt: skip
        titles += [source.title, source.container, source.publisher, source.place]
    return spelling.name_words(names, titles)


@cache
def _dictionary() -> Dictionary:
    from portfolio_app.domain import dictionary

    return dictionary.read(assets.text(f"{_FOLDER}/en_GB.aff"), assets.text(f"{_FOLDER}/en_GB.dic"))


@cache
def _further() -> frozenset[str]:
    return frozenset(assets.text(f"{_FOLDER}/further-words.txt").casefold().split())


@cache
def _near() -> Near:
    from portfolio_app.domain import spelling_offers

    words = _dictionary()
    further = assets.text(f"{_FOLDER}/further-words.txt").split()
    return spelling_offers.near([*words.all_words(), *further], words.swaps)
