"""Decks of practice questions: who is asked about, in which order, in which words."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from portfolio_app import assets
from portfolio_app.domain import decks
from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.decks import Asked, DeckKind, KsbPractice, QuestionTemplate
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.domain.standard import Standard, Theme
from tests.domain.builders import a_ksb

TEMPLATES = (
    QuestionTemplate("did", "“{statement}” Your part?", "claim", ("skill",)),
    QuestionTemplate("piece", "“{statement}” Take me to “{title}”.", "claim"),
    QuestionTemplate("own", "You write “{shows}”", "shows"),
    QuestionTemplate("gap", "“{statement}” Where?", "gap"),
)


def practised(code: str, rating: Rating, day: int) -> Practised:
    return Practised(f"p{day}", "?", f"ksb-{code}", rating, 60, f"2026-03-{day:02d}T10:00:00")


def standings(
    *codes: str,
    statuses: Mapping[str, KsbStatus] | None = None,
    said: Sequence[Practised] = (),
) -> tuple[KsbPractice, ...]:
    rows = [
        KsbCoverage(a_ksb(code), (statuses or {}).get(code, KsbStatus.COVERED), ())
        for code in codes
    ]
    return decks.stands(rows, said)


def test_the_weakest_come_first_by_the_rule_that_is_shown() -> None:
    said = [
        practised("S1", Rating.AGAIN, 1),
        practised("K1", Rating.NEARLY, 3),
        practised("K2", Rating.WELL, 4),
        practised("S1", Rating.WELL, 5),  # the last one holds
        practised("K3", Rating.NEARLY, 2),
    ]
    known = standings("K1", "K2", "K3", "S1", "S2", "B1", statuses={"B1": KsbStatus.GAP}, said=said)
    found = [each.ksb.code for each in decks.weakest(known)]
    assert found == ["K3", "K1", "B1", "S2", "K2", "S1"]
    s1 = known[3]
    assert (s1.rating, s1.times, s1.seconds, s1.last[:10]) == (Rating.WELL, 2, 120, "2026-03-05")


def test_chance_gives_the_same_order_again_with_the_same_seed() -> None:
    known = standings(*[f"K{n}" for n in range(1, 20)])
    one, two, other = (
        decks.order(DeckKind.RANDOM, known, chance=random.Random(seed))  # noqa: S311 - cards
        for seed in (7, 7, 8)
    )
    assert one == two
    assert one != other
    assert set(one) == set(known)


def test_groups_are_themes_else_areas_else_kinds_and_leave_nobody_out() -> None:
    ksbs = [a_ksb(code) for code in ("K1", "S1", "B1")]
    bare = Standard("x", "X", "", "X", 7, tuple(ksbs))
    assert [each.title for each in decks.groups(bare, ksbs)] == [
        "Knowledge", "Skills", "Behaviours",
    ]  # fmt: skip
    ksbs[0] = replace(ksbs[0], area="money")
    with_areas = replace(bare, areas=(("money", "Finance"), ("empty", "Nobody's")))
    assert [(g.title, g.ksb_uids) for g in decks.groups(with_areas, ksbs)] == [
        ("Finance", ("ksb-K1",)),
        ("Others", ("ksb-S1", "ksb-B1")),
    ]
    theme = Theme("t", "Leading", ksb_uids=("ksb-S1", "gone"), passes="P", distinction="D")
    themed = decks.groups(replace(with_areas, themes=(theme,)), ksbs)
    assert [(g.title, g.ksb_uids, g.passes) for g in themed] == [
        ("Leading", ("ksb-S1",), "P"),
        ("Others", ("ksb-K1", "ksb-B1"), ""),
    ]
    one_kind = replace(bare, ksbs=(ksbs[1],))  # such a list need not say what is a skill
    assert decks.groups(one_kind, one_kind.ksbs) == ()
    assert [each.title for each in decks.groups(bare, ksbs[1:2])] == ["Skills"]


def test_questions_name_what_is_claimed_and_neighbours_are_asked_differently() -> None:
    known = standings("S1", "K1", "K2", "S2")
    asked = {
        "ksb-S1": Asked("Minutes {shows}"),
        "ksb-K1": Asked("Report", "I led it"),
        "ksb-S2": Asked("Letter"),
    }
    made = decks.questions(known, asked, TEMPLATES, ["And then?"], (), 0)
    assert [each.text for each in made] == [
        "“S1.” Your part?",
        "“K1.” Take me to “Report”.",
        "“K2.” Where?",
        "“S2.” Your part?",
    ]
    assert made[0].parted == ("“S1.”", "Your part?")
    own = replace(made[0], own=True)
    assert own.parted == ("", own.text)
    more = decks.questions(known[:2], asked, TEMPLATES, [], (), 5)
    assert [each.text for each in more] == [
        "“S1.” Your part?",
        "“K1.” Take me to “Report”.",
        "“S1.” Take me to “Minutes {shows}”.",  # what is filled in is no gap
        "You write “I led it.”",
        "“S1.” Your part?",
    ]
    assert more[3].parted == ("", "You write “I led it.”")
    again = decks.questions([replace(known[0], times=1)], asked, TEMPLATES, [], (), 0)
    assert again[0].text.endswith("Take me to “Minutes {shows}”.")
    assert decks.questions((), asked, TEMPLATES, [], (), 8) == ()
    alike = {f"ksb-K{n}": Asked("Report", "I led it") for n in (1, 2, 3)}
    three = decks.questions(standings("K1", "K2", "K3"), alike, TEMPLATES, [], (), 0)
    assert [each.text.startswith("You write") for each in three] == [False, True, False]


def test_the_questions_that_come_with_the_app_ask_about_every_kind_and_invent_nothing() -> None:
    data = tomllib.loads(assets.text("rehearsal/questions.toml"))
    templates = decks.templates_of(data)
    for code in ("K1", "S1", "B1"):
        for known in (None, Asked("A piece"), Asked("A piece", "My words")):
            for times in range(6):
                stand = replace(standings(code)[0], times=times)
                asked = {f"ksb-{code}": known} if known else {}
                (made,) = decks.questions([stand], asked, templates, [], (), 0)
                assert made.text.endswith("?")
                assert code in made.text
                assert "{" not in made.text
    assert data["questions"]["source"] == "Practice questions, not your EPAO's"
    with pytest.raises(ValueError, match="schema"):
        decks.templates_of({**data, "schema": 2})
