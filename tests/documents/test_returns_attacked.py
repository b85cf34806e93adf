"""Our own form attacked in more than twenty ways: every one is told, in words.

Three times each; with PORTFOLIO_CORPUS_WHOLE=1 ten times.
"""

import random
from dataclasses import replace

import pytest

from portfolio_app.documents.returned import reading
from portfolio_app.domain.returned import Part
from tests.documents import attacked_returns as attacked
from tests.documents import honest_returns as honest
from tests.documents.attacked_returns import ATTACKS, Attack
from tests.documents.test_returns_honest import ANSWERS, PLAIN, filled, form, signature
from tests.thorough import WHOLE

CONTENT = replace(PLAIN, version=2)
SENT = attacked.drawn(CONTENT)
# Twenty kinds several times; the others are cousins of these, and tried once.
TIMES, COUSINS = 10 if WHOLE else 3, 1
_COUSINS = {
    attacked.other_words_of_a_ksb, attacked.bars_of_another_form, attacked.other_activity,
    attacked.other_observer, attacked.white_box, attacked.stamp_over_text,
    attacked.declaration_changed, attacked.field_added, attacked.field_removed,
    attacked.looks_exchanged, attacked.script_added, attacked.answers_offered_swapped,
}  # fmt: skip


def times(attack: Attack) -> int:
    return COUSINS if attack in _COUSINS else TIMES


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_on_our_part_is_told_in_the_right_words(attack: Attack) -> None:
    part, words = ATTACKS[attack]
    missed = []

    for seed in range(times(attack)):
        back = attack(SENT, CONTENT, random.Random(seed))  # noqa: S311
        found = reading.read(back, SENT, name="form.pdf", content=CONTENT)
        told = [each for each in found.differences or () if each.part is part]
        if not any(words in each.words for each in told):
            missed.append((seed, [each.words for each in found.differences or ()]))

    assert not missed


def test_there_are_twenty_attacks_to_be_made_ten_times() -> None:
    assert len(ATTACKS) - len(_COUSINS) >= 20


def test_what_reads_otherwise_is_told_with_what_was_sent() -> None:
    back = attacked.repainted(SENT, replace(CONTENT, day="2025-12-03"))

    found = reading.read(back, SENT, content=CONTENT)

    told = [each.words for each in found.differences or ()]
    assert told == ["Page 1: the date reads “3 December 2025”; you sent “2 December 2025”."]


def test_an_answer_changed_in_a_form_without_a_digital_signature_is_not_claimed_to_be_seen() -> (
    None
):
    changed = honest.by_pikepdf(filled("plain"), {**ANSWERS, "account": "Something else."})

    found = reading.read(changed, form("plain"), content=PLAIN)

    assert found.differences == ()
    assert found.answer("account") == "Something else."
    assert found.signatures.verdict is None


def test_a_signature_picture_that_was_pasted_is_told_as_a_picture_and_nothing_better() -> None:
    page, box = signature("plain")
    back = honest.flattened(
        honest.stamped(filled("plain"), page, box, honest.autograph(random.Random(5)))  # noqa: S311
    )

    found = reading.read(back, form("plain"), content=PLAIN)

    assert found.differences == ()
    assert [(each.kind, each.in_signature) for each in found.marks] == [("picture", True)]
    assert found.signatures.verdict is None


def test_a_date_changed_on_a_form_that_was_printed_smaller_is_still_told() -> None:
    back = attacked.repainted(SENT, replace(CONTENT, day="2025-12-08"))

    found = reading.read(honest.scaled(back, 0.9, 20, 30), SENT, content=CONTENT)

    told = [each.words for each in found.differences or () if each.part is Part.PART_1]
    assert told == ["Page 1: the date reads “8 December 2025”; you sent “2 December 2025”."]
