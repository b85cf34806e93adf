"""Rules of references by single cases: places, editions, letters, and what looks alike."""

from __future__ import annotations

import tomllib

import pytest

from portfolio_app import assets
from portfolio_app.domain.citing_sources import Cites
from portfolio_app.domain.draft import Cited, Inline, InlineKind
from portfolio_app.domain.reference_flags import duplicates
from portfolio_app.domain.reference_style import style_of
from portfolio_app.domain.reference_words import day_and_month, locator, ordinal
from portfolio_app.domain.references import Person, Source, SourceKind

HARVARD = style_of(tomllib.loads(assets.text("references/harvard.toml")))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("4", "p. 4"),
        ("p.4", "p. 4"),
        ("4-6", "pp. 4–6"),
        ("pp 4 - 6", "pp. 4–6"),
        ("4, 9", "pp. 4, 9"),
        ("4ff", "pp. 4ff"),
        ("xii", "p. xii"),
        ("s 149", "s. 149"),
        ("para 3.2", "para. 3.2"),
        ("the preface", "the preface"),
        ("", ""),
    ],
)
def test_a_place_is_one_page_or_several(typed: str, printed: str) -> None:
    assert locator(typed, page="p. ", pages="pp. ") == printed


def test_ordinals_of_every_ten() -> None:
    said = [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 111, 112, 113, 121)]
    assert said == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "101st",
        "111th", "112th", "113th", "121st",
    ]  # fmt: skip


def test_days_without_a_month_or_a_day() -> None:
    typed = ("2024-02-29", "2024-02", "2024", "2024-13", "Spring")
    assert [*map(day_and_month, typed)] == ["29 February", "February", "", "2024-13", "Spring"]


def test_an_act_takes_no_letter_and_works_of_one_year_do() -> None:
    acts = [Source(uid, SourceKind.LAW, title="Equality Act 2010", year="2010") for uid in "ab"]
    books = [
        Source(uid, SourceKind.BOOK, (Person("Harrow", "J."),), year="2014", title=f"Book {uid}")
        for uid in "cd"
    ]
    cites = Cites(HARVARD, [*acts, *books], ["d", "c", "b", "a"])

    def said(uid: str, place: str = "") -> str:
        return cites.cite(Inline(InlineKind.SOURCE, cited=(Cited(uid, place),)))

    assert "2010a" not in said("a") + cites.entry("a").text
    assert said("a") == said("b")
    assert [said(uid) for uid in "cd"] == ["(Harrow, 2014a)", "(Harrow, 2014b)"]
    assert said("d", "4-6") == "(Harrow, 2014b, pp. 4–6)"
    assert cites.entry("d").text.startswith("Harrow, J. (2014b) ")


def test_one_doi_is_one_work_whatever_it_is_called() -> None:
    def article(uid: str, title: str, doi: str = "", year: str = "2020") -> Source:
        return Source(uid, SourceKind.ARTICLE, (Person("Harrow", "J."),), year=year, title=title,
                      doi=doi)  # fmt: skip

    found = duplicates(
        [
            article("a", "Leading a trust", "10.1000/ABC"),
            article("b", "Leading trusts", "https://doi.org/10.1000/abc", "2021"),
            article("c", "The leading a trust"),
            article("d", "Leading a trust", year="2019"),
        ]
    )
    assert set(found) == {"a", "b", "c"}
    assert len(set(found.values())) == 1
