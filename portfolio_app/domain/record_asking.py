"""What a record asks: the rules its lines and parties keep before a form is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain.form_lines import (
    LONGEST_LINE_TITLE,
    MOST_ASKED_WORDS,
    MOST_LINE_WORDS,
    MOST_LINES,
    MOST_PARTIES,
    FormLine,
    LineKind,
    Signer,
)
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.typed_words import one_line, some_lines
from portfolio_app.domain.wording import count_words
from portfolio_app.problems import PortfolioError

LEAST_MINUTES = 2
_LINES_A_MINUTE, _WORDS_A_MINUTE = 3, 200


def minutes(lines: Sequence[FormLine]) -> int:
    """Return how many minutes a party needs to read a record and to answer."""
    words = sum(count_words(each.text) for each in lines)
    asked = sum(each.kind is not LineKind.SAID for each in lines)
    return max(LEAST_MINUTES, round(words / _WORDS_A_MINUTE + asked / _LINES_A_MINUTE))


def tidied(
    lines: Sequence[FormLine], signers: Sequence[Signer], kind: FormKind
) -> tuple[tuple[FormLine, ...], tuple[Signer, ...]]:
    """Return lines and parties as they are kept; lines without words are left out.

    Raises:
        PortfolioError: nobody is to sign ("no-party"), there are too many parties or lines
            ("too-many-parties", "too-many-lines"), one party is there twice ("party-twice"), a line
            is for a party that is not there ("no-such-party"), or longer than fits
            ("too-many-words", "too-long"). Nothing was changed.
    """
    if not kind.is_record:
        return (), ()
    parties = tuple(replace(each, role=one_line(each.role)) for each in signers)
    _refuse_parties(parties)
    if len(lines) > MOST_LINES:
        raise PortfolioError(
            f"{len(lines)} lines are too many for one form; {MOST_LINES} is the most. Nothing was "
            "changed.",
            hint="Put what belongs together into one line.",
            code="too-many-lines",
        )
    made = []
    for each in lines:
        line = replace(each, text=some_lines(each.text), title=one_line(each.title))
        if not line.text:
            continue
        _refuse_line(line, len(parties))
        made.append(line)
    return tuple(made), parties


def _refuse_parties(parties: Sequence[Signer]) -> None:
    if not parties:
        raise PortfolioError(
            "Nobody is to sign this yet. Nothing was changed.",
            hint="Choose at least one party.",
            code="no-party",
        )
    if len(parties) > MOST_PARTIES:
        raise PortfolioError(
            f"{len(parties)} parties are too many for one form; {MOST_PARTIES} is the most. "
            "Nothing was changed.",
            hint="Make a second form for the others.",
            code="too-many-parties",
        )
    known = [each.witness_uid for each in parties if not each.is_me and each.witness_uid]
    if len(set(known)) < len(known) or sum(each.is_me for each in parties) > 1:
        raise PortfolioError(
            "One of the parties is there twice. Nothing was changed.",
            hint="Each party signs once.",
            code="party-twice",
        )


def _refuse_line(line: FormLine, parties: int) -> None:
    if not 0 <= line.party <= parties:
        raise PortfolioError(
            f"A line is for party {line.party}, and there are {parties}. Nothing was changed.",
            code="no-such-party",
        )
    if len(line.title) > LONGEST_LINE_TITLE:
        raise PortfolioError(
            f"A heading has {len(line.title)} characters; {LONGEST_LINE_TITLE} is the most. "
            "Nothing was changed.",
            hint="Shorten it.",
            code="too-long",
        )
    words = count_words(line.text)
    most = MOST_LINE_WORDS if line.kind is LineKind.SAID else MOST_ASKED_WORDS
    # A word without blanks can be a page long in some scripts.
    if words > most or len(line.text) > most * 20:
        said = f"“{line.title or line.text[:40]}”"
        raise PortfolioError(
            f"{said} has {words} words; {most} is the most. Nothing was changed.",
            hint="Shorten it: the form says what was agreed, not all that was said.",
            code="too-many-words",
        )
