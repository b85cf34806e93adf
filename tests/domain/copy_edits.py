"""A proposal of many paragraphs, and what a reviewer does to a copy of it, by chance.

Every paragraph of the edited copy knows which ones of the proposal it is made of.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.word_copy import Manner, Piece, WordCopy, WordParagraph

_BEGINS = (
    "the board",
    "our team",
    "each ward",
    "the trust",
    "a panel of managers",
    "finance",
    "the steering group",
    "staff side",
    "the programme office",
    "every service lead",
)
_DOES = (
    "agreed",
    "reviewed",
    "costed",
    "tested",
    "questioned",
    "delayed",
    "supported",
    "rejected",
    "measured",
    "recorded",
    "compared",
    "forecast",
)
_WHAT = (
    "the pilot",
    "waiting times",
    "the staffing model",
    "a shared rota",
    "the savings",
    "patient feedback",
    "the capital bid",
    "three options",
    "the risk register",
    "training days",
    "the supplier contract",
    "digital referrals",
    "community clinics",
    "bank spending",
    "the estates plan",
    "carbon targets",
    "sickness absence",
    "the recovery plan",
)
_HOW = (
    "in the second quarter",
    "against the national tariff",
    "with both unions present",
    "before any money was spent",
    "after two public meetings",
    "without further delay",
    "over the next three years",
    "at a cost of £{n},000",
    "within {n} weeks",
    "for the {n} people affected",
    "because demand rose by {n} per cent",
    "although the evidence was thin",
    "as the regulator had asked",
    "by a narrow majority",
)
_WHERE = (
    "at both sites",
    "in every region",
    "across the north of the county",
    "in community teams",
    "on the acute wards",
    "for outpatients",
    "among junior staff",
    "at executive level",
    "in the winter months",
    "on weekends",
    "at the main campus",
    "in theatres",
)


@dataclass
class Para:
    """A paragraph of the copy: its words, and the blocks that it is made of.

    ``copied`` are blocks that some of its words were copied from: their citations may have come
    with them, their tags never.
    """

    text: str
    manner: Manner = Manner.BODY
    level: int = 0
    origins: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()


@dataclass
class Written:
    """A proposal, what its citations print, and its paragraphs as they were exported."""

    blocks: tuple[Block, ...]
    labels: Labels
    paras: list[Para] = field(default_factory=list)


def _sentence(rng: random.Random) -> str:
    said = f"{rng.choice(_BEGINS)} {rng.choice(_DOES)} {rng.choice(_WHAT)} {rng.choice(_WHERE)}"
    said += f" {rng.choice(_HOW)}"
    return (said[0].upper() + said[1:]).format(n=rng.randint(2, 97))


def write(rng: random.Random, count: int = 80) -> Written:
    """Return a proposal with headings, tags, citations, twins and near twins."""
    blocks: list[Block] = []
    evidence: dict[str, EvidenceLabel] = {}
    for number in range(count):
        uid = f"b{number:025d}"
        if number % 9 == 0:
            words = f"{rng.choice(_WHAT)} and {rng.choice(_WHAT)}".capitalize()
            kind = rng.choice([BlockKind.HEADING_1, BlockKind.HEADING_2])
            tags = (f"tag{number}",) if rng.random() < 0.3 else ()
            blocks.append(Block(uid, kind, (Inline(text=words),), ksbs=tags))
            continue
        tags = (f"tag{number}",) if rng.random() < 0.6 else ()
        inlines: list[Inline] = []
        if rng.random() < 0.08:
            inlines.append(Inline(text="To be confirmed with finance."))
        elif rng.random() < 0.1:
            inlines.append(Inline(text=f"Option {number} costs £{rng.randint(10, 99)},000 a year."))
        else:
            for _ in range(rng.randint(1, 5)):
                inlines.append(Inline(text=_sentence(rng)))
                if rng.random() < 0.4:
                    passage = f"p{rng.randint(0, 60)}"
                    page = int(passage[1:]) % 7 + 1  # several passages print the same
                    evidence[passage] = EvidenceLabel(f"E{int(passage[1:]) % 11:02d}, p. {page}")
                    inlines.append(Inline(text=" ("))
                    inlines.append(Inline(InlineKind.EVIDENCE, item_uid="i", passage_uid=passage))
                    inlines.append(Inline(text=")"))
                elif rng.random() < 0.2:
                    inlines.append(Inline(text=" "))
                    cited = (Cited(f"s{rng.randint(0, 9)}"),)
                    inlines.append(Inline(InlineKind.SOURCE, cited=cited))
                inlines.append(Inline(text=". "))
            inlines[-1] = Inline(text=".")
        kind = BlockKind.BULLET if rng.random() < 0.15 else BlockKind.BODY
        blocks.append(Block(uid, kind, tuple(inlines), ksbs=tags))
    labels = Labels(evidence, {}, lambda each: f"(Author {each.cited[0].source_uid}, 2024)")
    made = Written(tuple(blocks), labels)
    for block in blocks:
        text = "".join(labels.of(each) for each in block.inlines)
        manner = Manner.HEADING if block.kind.level else Manner.BODY
        manner = Manner.BULLET if block.kind is BlockKind.BULLET else manner
        made.paras.append(Para(text, manner, block.kind.level, frozenset({block.uid})))
    return made


def edit(rng: random.Random, paras: list[Para], edits: int) -> list[Para]:
    """Return the paragraphs after so many edits of every kind, each at a random place."""
    copy = [replace(each) for each in paras]
    for _ in range(edits):
        if len(copy) < 5:
            break
        at = rng.randrange(len(copy))
        one = copy[at]
        words = one.text.split(" ")
        match rng.choice(("move", "move many", "split", "merge", "reword", "reword", "reword",
                          "delete", "insert", "twin", "swap", "cite", "sentence")):  # fmt: skip
            case "move":
                copy.insert(rng.randrange(len(copy)), copy.pop(at))
            case "move many":
                size = min(rng.randint(2, 5), len(copy) - at)
                run = copy[at : at + size]
                del copy[at : at + size]
                place = rng.randrange(len(copy) + 1)
                copy[place:place] = run
            case "split" if len(words) > 8:
                cut = rng.randrange(2, len(words) - 2)
                first, second = " ".join(words[:cut]), " ".join(words[cut:])
                copy[at : at + 1] = [replace(one, text=first), replace(one, text=second)]
            case "merge" if at + 1 < len(copy) and one.manner is not Manner.HEADING:
                other = copy[at + 1]
                whole = f"{one.text} {other.text}"
                origins = one.origins | other.origins
                copied = one.copied | other.copied
                copy[at : at + 2] = [replace(one, text=whole, origins=origins, copied=copied)]
            case "reword":
                share = rng.choice((0.05, 0.1, 0.2, 0.4))
                changed = [
                    rng.choice(("new", "other", "revised", "wholly", "23", "again"))
                    if rng.random() < share
                    else word
                    for word in words
                ]
                copy[at] = replace(one, text=" ".join(changed))
            case "delete":
                del copy[at]
            case "insert":
                text = ". ".join(_sentence(rng) for _ in range(rng.randint(1, 4))) + "."
                copy.insert(at, Para(text))
            case "twin":  # like another, but a new statement of its own
                changed = [word for word in words if rng.random() < 0.5]
                text = " ".join([*changed, _sentence(rng)])
                copy.insert(at, Para(text, copied=one.origins | one.copied))
            case "swap" if ". " in one.text:
                parts = one.text.split(". ")
                rng.shuffle(parts)
                copy[at] = replace(one, text=". ".join(parts))
            case "cite":
                copy[at] = replace(one, text=one.text.replace(", p. ", ", p. 1", 1))
            case "sentence" if ". " in one.text and at + 1 < len(copy):
                first, rest = one.text.split(". ", 1)
                other = copy[at + 1]
                copy[at] = replace(one, text=rest)
                copy[at + 1] = replace(
                    other,
                    text=f"{other.text} {first}.",
                    origins=other.origins | one.origins,
                    copied=other.copied | one.copied,
                )
    return copy


def as_copy(paras: list[Para]) -> WordCopy:
    """Return paragraphs as they are read from a document."""
    return WordCopy(
        tuple(WordParagraph((Piece(each.text),), each.manner, each.level) for each in paras)
    )


def table(caption: str) -> Table:
    """Return a small plain table."""
    return Table(caption=caption, columns=("Option", "Cost"), rows=(("A", "10"), ("B", "20")))
