"""The wording check: kinds first, then phrases, and only where the plan leaves reflection out."""

import pytest

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.standard import Rule, Source, Standard
from portfolio_app.domain.wording import (
    CONTEXT,
    PART,
    count_words,
    kind_findings,
    limit_of,
    text_findings,
)

NO_REFLECTION = Rule(
    "portfolio.not_allowed", "portfolio", "It should not include reflective accounts"
)


def a_standard(*rules: Rule) -> Standard:
    sources = (Source("epao", "The EPAO's handbook"),)
    return Standard("x", "ST0000", "1", "Any", 7, rules=rules, sources=sources)


STRICT = a_standard(NO_REFLECTION)


@pytest.mark.parametrize(
    "text",
    [
        "I learned that costs matter.",
        "On reflection the board was right.",
        "i feel it went well",
        "In  hindsight, no.",
        "I have since learnt more.",
        "I’ve learned a lot",
        "This was hard.\nLooking back it paid off.",
        "With the benefit of hindsight the timetable was tight.",
        "It taught me to listen.",
        "I came to realise that costs matter.",
        "I reflected on the feedback.",
        "Next time I would start earlier.",
        "I would have handled the meeting differently.",
        "I rated myself as strong.",
        "What went well: the chair listened.",
    ],
)
def test_first_person_reflection_is_found(text: str) -> None:
    (finding,) = text_findings(CONTEXT, text, STRICT)

    assert finding.rule == "wording.reflective"
    assert text[finding.start : finding.end].casefold() in text.casefold()
    assert finding.end > finding.start


@pytest.mark.parametrize(
    "text",
    [
        "I chaired the board and set out three options.",
        "Pupils said what they learned.",
        "The team’s lessons learned log was agreed.",
        "I felled the tree.",  # a longer word
        "Feedback: they feel heard.",
        "I reflected the board's comments in version 2.",
        "I would approach the union first, as agreed in the plan.",
        "I taught a team of six.",
        "",
    ],
)
def test_what_was_done_is_left_alone(text: str) -> None:
    assert text_findings(PART, text, STRICT) == ()


def test_we_in_my_part_is_asked_about_once_and_not_in_the_context() -> None:
    text = "We agreed the plan and we’ve kept to our budget."

    (finding,) = text_findings(PART, text, STRICT)

    assert finding.message == "“We”: say what you did."
    assert text_findings(CONTEXT, text, STRICT) == ()
    assert (
        text_findings(PART, "I weighed the Westminster answer. The house is ready.", STRICT) == ()
    )


def test_a_standard_that_expects_reflection_finds_none() -> None:
    expecting = a_standard(Rule("portfolio.not_allowed", "portfolio", "No videos"))

    for standard in (a_standard(), expecting):
        assert text_findings(CONTEXT, "I learned that costs matter.", standard) == ()
        assert kind_findings(EvidenceKind.LEARNING_LOG, standard) == ()


def test_kinds_that_may_count_as_reflective_say_who_decides() -> None:
    (finding,) = kind_findings(EvidenceKind.LEARNING_LOG, STRICT)

    assert finding.message == (
        "Learning log: this may count as a reflective account; your EPAO decides."
    )
    assert kind_findings(EvidenceKind.MINUTES, STRICT) == ()


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert count_words("Three options – costed – for 2025/26.") == 5
    assert count_words(" \n ") == 0
    assert count_words("don’t re-open it") == 3


def test_limits_are_our_own_until_a_rule_says_otherwise() -> None:
    said = Rule("own.part_words", "evidence", "At most 100 words", 100, "words",
                source="epao", confirmed=True)  # fmt: skip

    assert (limit_of(CONTEXT, STRICT).words, limit_of(PART, STRICT).words) == (40, 150)
    assert limit_of(PART, STRICT).source.startswith("This app's own limit")
    assert limit_of(PART, a_standard(said)).words == 100
    assert limit_of(PART, a_standard(said)).source.startswith("The EPAO's handbook")
