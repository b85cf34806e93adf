"""What an export printed that nobody typed: labels change, a copy on somebody's desk does not.

Kept with the restore point, so that a copy that comes back months later is read with the words that
its citations had then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio_app.domain import finished
from portfolio_app.domain.draft import Block, InlineKind
from portfolio_app.domain.labels import Labels


@dataclass(frozen=True, slots=True)
class Printed:
    """The words that an export printed and that nobody typed.

    ``citations`` are, by block uid, the words of its inlines other than typed ones, in order; ""
    for a footnote. ``numbers`` is what a heading, table or figure was called, by block uid.
    ``around`` are the paragraphs of the title page, the references and the annex.
    """

    citations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    around: tuple[str, ...] = ()


def printed(
    blocks: Sequence[Block], labels: Labels, document: finished.FinishedProposal | None = None
) -> Printed:
    """Return what is printed of these blocks with these labels, and around them in a document."""
    citations = {
        block.uid: words
        for block in blocks
        if (
            words := tuple(
                labels.of(each) for each in block.inlines if each.kind is not InlineKind.WORDS
            )
        )
    }
    known = {block.uid for block in blocks}
    numbers = {uid: words for uid, words in labels.numbers.items() if uid in known}
    return Printed(citations, numbers, _around(document) if document is not None else ())


def _around(document: finished.FinishedProposal) -> tuple[str, ...]:
    found = [document.title, document.subtitle]
    for fact in document.facts:
        found += [f"{fact.name} {fact.words}", fact.name, fact.words]
    found += [finished.CONTENTS]
    if document.references:
        found += [finished.REFERENCES, *map(finished.plain, document.references)]
    if document.annex:
        found += [finished.ANNEX, finished.ANNEX_ABOUT, document.licence]
    return tuple(dict.fromkeys(each for each in found if each.strip()))
