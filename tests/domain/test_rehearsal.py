"""Practice questions: who is asked what, and that neighbours are not asked alike."""

from __future__ import annotations

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.rehearsal import Template, cards

TEMPLATES = (
    Template("shown", "{code}: {statement} What of {where}?", for_tagged=True),
    Template("choice", "{code}: {statement} Why {where}?", for_tagged=True),
    Template("missing", "{code}: {statement} Where is it?", for_tagged=False),
)


def ksb(code: str) -> Ksb:
    return Ksb(code.lower(), code, KsbKind.SKILL, f"About  {code}", code)


def test_those_that_are_tagged_are_asked_of_their_sections_in_turn() -> None:
    where = {"s1": ["1 Context"], "s3": ["1 Context", "2 Costs"], "s4": ["2 Costs"]}
    found = cards([ksb(each) for each in ("S1", "S2", "S3", "S4")], where, TEMPLATES)
    assert [each.question for each in found] == [
        "S1: About S1. What of “1 Context”?",
        "S2: About S2. Where is it?",
        "S3: About S3. Why “1 Context” and “2 Costs”?",
        "S4: About S4. What of “2 Costs”?",
    ]
    assert [each.where for each in found][1:3] == [(), ("1 Context", "2 Costs")]


def test_where_no_question_fits_nothing_is_asked() -> None:
    assert cards([ksb("S1")], {}, TEMPLATES[:2]) == ()
