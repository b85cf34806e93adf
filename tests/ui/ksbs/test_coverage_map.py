"""The coverage map as values: columns, cells, groups, filters, words."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus, status_of
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.passage import Anchor, Claim, Span, Strength
from portfolio_app.domain.standard import AssessmentMethod, Rule, Standard
from portfolio_app.services import demo, portfolio
from portfolio_app.ui.ksbs.coverage_map import (
    Counting,
    CoverageMap,
    MapColumn,
    cells_of,
    chosen_rows,
    find_row,
    first_words,
    free_places,
    groups_of,
    read_map,
    rule_of,
    summary,
    where,
)

EXACT = Anchor((Span(3, 0, 10, ()),), quote="exact words")


def ksb(code: str, *, methods: tuple[str, ...] = (), short: str = "Finance") -> Ksb:
    return Ksb(f"uid-{code}", code, KsbKind.KNOWLEDGE, f"Statement of {code}.", short, "", methods)


def claim(
    code: str, item: str = "i1", strength: int = 2, anchor: Anchor = EXACT, ref: str = "E01"
) -> Claim:
    return Claim(
        f"{code}-{item}-{strength}-{anchor.is_whole}", "p", item, f"Title of {item}", ref,
        f"uid-{code}", code, anchor, Strength(strength), "",
    )  # fmt: skip


def row(of: Ksb, *claims: Claim) -> KsbCoverage:
    return KsbCoverage(of, status_of(claims), claims)


def known(*rows: KsbCoverage, standard: Standard | None = None) -> CoverageMap:
    return CoverageMap(Counting.SHORTLIST, standard or Standard("", "", "", "", 0), rows)


def test_a_cell_holds_the_claims_of_its_ksb_on_the_items_of_its_column() -> None:
    rows = [row(ksb("K1"), claim("K1", "i1"), claim("K1", "i2", 3)), row(ksb("K2"))]
    columns = [MapColumn("E01", "One", ("i1",)), MapColumn("Nov\n25", "Nov 2025", ("i2", "i3"))]

    cells = cells_of(rows, columns)

    assert {place: len(found) for place, found in cells.items()} == {
        ("uid-K1", 0): 1,
        ("uid-K1", 1): 1,
    }


def test_groups_are_counted_from_the_data_and_method_not_set_is_one_of_them() -> None:
    standard = Standard("", "", "", "", 0, methods=(AssessmentMethod("showcase", "Showcase"),))
    rows = [
        row(ksb("K1", methods=("pd",))),
        row(ksb("K2", methods=("pd", "sbp"))),
        row(ksb("K3")),
        row(ksb("K4", methods=("showcase",))),
    ]

    groups = groups_of(known(*rows, standard=standard))

    assert [(each.words, each.count) for each in groups] == [
        ("Discussion", 2), ("Proposal", 1), ("Showcase", 1), ("Method not set", 1), ("All", 4),
    ]  # fmt: skip


def test_one_group_alone_is_only_all() -> None:
    assert [each.method for each in groups_of(known(row(ksb("K1")), row(ksb("K2"))))] == ["all"]


def test_filters_go_by_group_gap_code_and_every_word() -> None:
    rows = (
        row(ksb("K1", methods=("pd",), short="Financial strategy")),
        row(ksb("K10", short="Team dynamics"), claim("K10")),
        row(ksb("K2", short="Financial governance"), claim("K2")),
    )
    whole = known(*rows)

    def codes(**wanted: object) -> list[str]:
        return [each.ksb.code for each in chosen_rows(whole, **wanted)]  # type: ignore[arg-type]

    assert codes() == ["K1", "K10", "K2"]
    assert codes(method="") == ["K10", "K2"]
    assert codes(only_gaps=True) == ["K1"]
    assert codes(words="governance FINANCIAL") == ["K2"]
    assert codes(words="k 2") == ["K2"]
    assert codes(words="nothing like it") == []


def test_a_typed_code_finds_its_row_before_rows_that_only_begin_so() -> None:
    rows = [row(ksb("K10")), row(ksb("K1")), row(ksb("S2", short="Strategy"))]

    assert find_row(rows, "k1") == 1
    assert find_row(rows, "K") == 0
    assert find_row(rows, "str") == 2
    assert find_row(rows, "b9") == -1


def test_the_summary_uses_words_that_do_not_promise() -> None:
    rows = [
        row(ksb("K1"), claim("K1")),
        row(ksb("K2"), claim("K2", "i1", 3), claim("K2", "i2")),
        row(ksb("K3"), claim("K3", "i1", 1)),
        row(ksb("K4")),
    ]

    assert summary(rows) == "2 of 4 passage chosen · 1 started · 1 gap"


def test_the_rule_of_every_status_can_be_read() -> None:
    rules = {status: rule_of(status) for status in KsbStatus}

    assert rules[KsbStatus.GAP] == "No claims."
    assert all(rule.endswith(".") and rule[0].isupper() for rule in rules.values())
    assert len(set(rules.values())) == 4


def test_where_a_claim_lies_is_said_as_people_say_it() -> None:
    timed = Anchor(time_from=70.0, time_to=80.0)

    assert where(claim("K1")) == "E01, p. 4"
    assert where(claim("K1"), spoken=True) == "E01, page 4"
    assert where(claim("K1", anchor=Anchor())) == "E01, whole item"
    assert where(claim("K1", anchor=timed)) == "E01, 01:10"
    assert where(claim("K1", ref="")) == "Title of i1, p. 4"


def test_a_long_quote_is_cut_at_a_word_for_the_tip() -> None:
    words = first_words([claim("K1", anchor=Anchor((Span(0, 0, 9, ()),), quote="word " * 99))])

    assert len(words) < 170
    assert words.endswith("word…”")


def test_an_empty_shortlist_shows_as_many_places_as_the_standard_calls_typical() -> None:
    rule = Rule("portfolio.pieces", "", "About 18", value=18)
    standard = Standard("", "", "", "", 0, rules=(rule,))

    assert [each.label for each in free_places(standard)][::17] == ["E01", "E18"]
    assert len(free_places(Standard("", "", "", "", 0))) == 12


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 8, 1)])
def test_the_sample_is_read_with_its_shortlist_months_and_gateway(
    sample_folder: object, today: date
) -> None:
    with portfolio.open_folder(
        sample_folder,
        passphrase=demo.PASSPHRASE,
        readonly=True,  # type: ignore[arg-type]
    ) as store:
        chosen = read_map(store, None, today)
        library = read_map(store, Counting.LIBRARY, today)

    assert chosen.counting is Counting.SHORTLIST
    assert [each.label for each in chosen.columns][:2] == ["E01", "E02"]
    assert sum(len(found) for found in chosen.cells.values()) == sum(
        len(each.claims) for each in chosen.rows
    )
    assert [each.words for each in library.columns] == sorted(
        (each.words for each in library.columns),
        key=lambda words: (
            words[-4:],
            ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May").index(words[:3]),
        ),
    )
    assert sum(len(each.items) for each in library.columns) == len(library.items)
    assert chosen.is_late is (today == date(2026, 8, 1))
