"""Actions on the words of the proposal: unknown ones, the person's own, and replacing."""

from __future__ import annotations

import argparse

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command


def add_actions(actions: Words) -> None:
    """Add spelling and replace."""
    checks = command(actions, "spelling", "words that no dictionary here knows, and mine", spell)
    checks.add_argument("--add", metavar="WORD", help="let it be right in this portfolio")
    checks.add_argument("--remove", metavar="WORD", help="forget a word that was added")
    swaps = command(actions, "replace", "put words in place of others, everywhere", replace)
    swaps.add_argument("words", metavar="WORDS", help="what is looked for; never in citations")
    swaps.add_argument("by", metavar="BY", help="what comes there; may be empty")
    swaps.add_argument("--match-case", action="store_true", help="capitals as they are typed")
    swaps.add_argument("--whole-words", action="store_true", help="no parts of longer words")


def spell(asked: argparse.Namespace, out: Printer) -> int:
    """List words that are not known with how often they stand, or change the person's own."""
    from collections import Counter

    from portfolio_app.domain.finding_in_draft import words_of
    from portfolio_app.services import spelling
    from portfolio_app.store import queries

    changes_it = bool(asked.add or asked.remove)
    with open_store(asked, readonly=not changes_it) as store:
        done = None
        if asked.add:
            done = spelling.add_word(store, asked.add)
        if asked.remove:
            done = spelling.remove_words(store, [asked.remove])
        right = spelling.load(store)
        counts = Counter(
            word.text
            for block in queries.proposal.blocks(store)
            for word in right.wrong_in(words_of(block))
        )
        own = spelling.own_words(store)
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold()))
    out.result(
        {
            "unknown": [{"word": word, "places": places} for word, places in rows],
            "own": list(own),
            "step": done.changes.step if done else "",
        },
        [
            *([done.changes.summary] if done else []),
            *table(["Not known", "Places"], ([word, str(places)] for word, places in rows)),
        ],
    )
    return exit_codes.DONE


def replace(asked: argparse.Namespace, out: Printer) -> int:
    """Replace words everywhere."""
    from portfolio_app.domain.finding_in_draft import Wanted
    from portfolio_app.services import replacing_words

    wanted = Wanted(asked.words, asked.match_case, asked.whole_words)
    with open_store(asked) as store:
        done = replacing_words.replace_all(store, wanted, asked.by)
    out.result(
        {"step": done.changes.step, "places": done.places, "paragraphs": done.blocks},
        [done.changes.summary],
    )
    return exit_codes.DONE
