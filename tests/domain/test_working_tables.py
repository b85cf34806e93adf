"""Working tables against sums done another way: whole pence, and fractions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.shown_table import WEIGHT
from portfolio_app.domain.typed_numbers import read, written
from portfolio_app.domain.working_tables import Shown, shown

_QUICK = settings(max_examples=60, deadline=None)
_PENCE = st.integers(-5_000_000, 5_000_000)


def _pence(text: str) -> int:
    """Read what is printed, without the reader under test: "−£1,200.50" is -120050."""
    sign = -1 if text.startswith("−") else 1
    pounds, _, rest = text.lstrip("−").lstrip("£").replace(",", "").partition(".")
    return sign * (int(pounds) * 100 + int((rest + "00")[:2]))


def _typed(pence: int, way: int) -> str:
    pounds, rest = divmod(abs(pence), 100)
    plain = f"{pounds:,}.{rest:02d}" if way % 2 else f"{pounds}.{rest:02d}"
    if pence < 0:
        return (f"({plain})", f"-£{plain}", f"−{plain}")[way % 3]
    return (plain, f"£{plain}", f"£ {plain}")[way % 3]


def _row(table: Shown, name: str) -> list[str]:
    return list(next(row for row in table.rows if row[0] == name)[1:])


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("1200", "1200", ""),
        ("£ 1,200.50", "1200.50", "£"),
        ("£1,200.50", "1200.50", "£"),
        ("(300)", "-300", ""),
        ("(£300)", "-300", "£"),
        ("£(300)", "-300", "£"),
        ("-£300", "-300", "£"),
        ("£-300", "-300", "£"),
        ("−300", "-300", ""),
        ("+5", "5", ""),
        ("1.2m", "1200000", ""),
        ("£1.2 million", "1200000", "£"),
        ("5k", "5000", ""),
        ("3 bn", "3000000000", ""),
        ("12%", "12", "%"),
        ("12.5 per cent", "12.5", "%"),
        ("1 200", "1200", ""),
        ("1\u00a0234\u202f567", "1234567", ""),
        ("GBP 300", "300", "£"),
        ("300 €", "300", "€"),
        (".5", "0.5", ""),
        ("0", "0", ""),
        ("-0", "0", ""),
    ],
)
def test_figures_are_read_as_people_type_them(typed: str, value: str, unit: str) -> None:
    found = read(typed)

    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert str(found.value) != "-0"


def test_what_could_be_read_two_ways_is_not_read() -> None:
    wrong = (
        "",
        " ",
        "-",
        "high",
        "1.200,50",
        "1,20",
        "12,34,567",
        "1,2m",
        "2-3",
        "c. 300",
        "~5",
        "1e5",
        "½",
        "3/4",
        "1_000",
        "--5",
        "-(5)",
        "(-5)",
        "(5",
        "5)",
        "£5%",
        "£5 EUR",
        "٣",
        "\uff11",
        "1 20",
        "1.2.3",
        "0x10",
        "NaN",
        "inf",
        "5 kg",
        "TBC",
        "9" * 19,
        "1" * 5000,
        "9" * 12 + "bn",
        "0.1234567",
        "5\n6",
        "k",
        "£",
        "1,234 567",
    )

    assert [each for each in wrong if read(each) is not None] == []


@_QUICK
@given(st.fractions(), st.integers(0, 4))
def test_what_is_written_is_the_nearest_and_can_be_read_again(value: Fraction, most: int) -> None:
    again = read(written(value % 10**9, "£", most))

    assert again is not None
    assert abs(Fraction(again.value) - value % 10**9) <= Fraction(1, 2 * 10**most)


@_QUICK
@given(
    st.lists(st.lists(_PENCE, min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.lists(_PENCE, min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 5),
)
def test_costs_and_benefits_add_up_to_the_penny(
    costs: list[list[int]], benefits: list[list[int]], way: int
) -> None:
    rows = [
        (f"row {number}", *(_typed(each, way + number) for each in years))
        for number, years in enumerate([*costs, *benefits])
    ]
    roles = ("cost",) * len(costs) + ("benefit",) * len(benefits)

    table = shown(
        Table(
            TableKind.COSTS,
            columns=("Item", "Year 0", "Year 1", "Year 2"),
            rows=tuple(rows),
            roles=roles,
        )
    )

    out = [sum(years) for years in zip(*costs, strict=True)]
    back = [sum(years) for years in zip(*benefits, strict=True)]
    net = [gain - cost for cost, gain in zip(out, back, strict=True)]
    assert [_pence(each) for each in _row(table, "Total costs")] == [*out, sum(out)]
    assert [_pence(each) for each in _row(table, "Total benefits")] == [*back, sum(back)]
    assert [_pence(each) for each in _row(table, "Net")] == [*net, sum(net)]
    assert [_pence(each) for each in _row(table, "Cumulative net")[:3]] == [
        sum(net[: count + 1]) for count in range(3)
    ]
    assert {table.rows[index][0] for index in table.totals} == {
        "Total costs",
        "Total benefits",
        "Net",
        "Cumulative net",
    }
    for number, years in enumerate([*costs, *benefits]):
        assert _pence(_row(table, f"row {number}")[-1]) == sum(years)


@_QUICK
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.lists(st.integers(0, 50), min_size=2, max_size=2)),
        min_size=1,
        max_size=6,
    )
)
def test_weighted_scores_are_those_of_fractions(criteria: list[tuple[int, list[int]]]) -> None:
    share = sum(weight for weight, _ in criteria)

    table = shown(
        Table(
            TableKind.OPTIONS,
            columns=("Criterion", "A", "B"),
            rows=tuple(
                ("c", *(str(Fraction(each, 10) * 1.0) for each in scores)) for _, scores in criteria
            ),
            weights=tuple(str(weight) for weight, _ in criteria),
        )
    )

    assert table.rows[-1][:2] == ("Weighted score", str(share))
    for option in range(2):
        exact = sum(Fraction(scores[option], 10) * weight for weight, scores in criteria) / share
        assert abs(Fraction(table.rows[-1][2 + option]) - exact) <= Fraction(1, 200)
    assert any("not 100" in each for each in table.troubles) == (share not in (1, 100))
    assert f"÷ {share}" in table.notes[0] or share == 1


def test_the_rule_of_weighted_scores_is_printed_and_holds_by_hand() -> None:
    table = shown(
        Table(
            TableKind.OPTIONS,
            columns=("Criterion", "Do nothing", "Hub", "Partner"),
            rows=(("Cost", "5", "2", "3"), ("Quality", "1", "4", "4.5"), ("Speed", "3", "3", "3")),
            weights=("40", "35%", "25"),
        )
    )

    # 5*40 + 1*35 + 3*25 = 310; 2*40 + 4*35 + 3*25 = 295; 3*40 + 4.5*35 + 3*25 = 352.5
    assert table.rows[-1] == ("Weighted score", "100", "3.10", "2.95", "3.53")
    assert table.notes == (
        "Weighted score = score × weight ÷ 100, added up.",
        "Rounded to 2 decimal places.",
    )
    assert table.right == {1, 2, 3, 4}
    assert not table.troubles


def test_a_score_that_cannot_be_read_is_told_and_leaves_its_option_without_a_total() -> None:
    table = Table(
        TableKind.OPTIONS,
        columns=("Criterion", "A", "B", "C"),
        rows=(("Cost", "5", "high", "1"), ("Quality", "1", "4", "")),
    )

    found = shown(table)

    assert found.rows[-1] == ("Total score", "6", "–", "–")
    assert found.beside == {
        (0, 2): "“high” can't be read as a number.",
        (1, 3): "No score yet, so this option has no total.",
    }
    assert "Cost, B: “high” can't be read as a number." in found.troubles


def test_a_weight_that_cannot_be_read_leaves_no_option_with_a_total() -> None:
    found = shown(
        Table(
            TableKind.OPTIONS,
            columns=("Criterion", "A"),
            rows=(("Cost", "5"), ("Quality", "1"), ("Speed", "2")),
            weights=("60", "much", ""),
        )
    )

    assert found.rows[-1] == ("Weighted score", "–", "–")
    assert set(found.beside) == {(1, WEIGHT), (2, WEIGHT)}
    assert found.notes == ()


def _costs(rows: dict[str, tuple[str, ...]], heads: tuple[str, ...]) -> Shown:
    return shown(
        Table(
            TableKind.COSTS,
            columns=("Item", *heads),
            rows=tuple((name, *cells) for name, cells in rows.items()),
            roles=tuple("benefit" if name.startswith("Saving") else "cost" for name in rows),
        )
    )


def test_payback_counts_part_of_a_year_and_says_how() -> None:
    heads = ("Year 0", "Year 1", "Year 2", "Year 3")

    found = _costs({"Kit": ("1,000", "", "-", "nil"), "Savings": ("", "400", "400", "500")}, heads)

    assert found.notes[-1] == (
        "Payback: 2.4 years. 200 was still to come back after Year 2, and Year 3 brings 500: "
        "2 + 200 ÷ 500, if it comes evenly over the year."
    )
    later = _costs(
        {"Kit": ("1,000", "", ""), "Savings": ("400", "400", "500")}, ("2026", "2027", "2028")
    )
    assert later.notes[-1].startswith("Payback: 2.4 years.")
    third = _costs({"Kit": ("1,000", ""), "Savings": ("", "3,000")}, ("Year 0", "Year 1"))
    assert third.notes[-1].startswith("Payback: about 0.3 years.")
    whole = _costs({"Kit": ("500", ""), "Savings": ("", "500")}, ("Now", "Year 1"))
    assert whole.notes[-1].startswith("Payback: 1 year.")


def test_payback_that_never_comes_or_is_never_owed_is_said() -> None:
    heads = ("Year 0", "Year 1", "Year 2")

    never = _costs({"Kit": ("£1,000", "", ""), "Savings": ("", "£400", "£400")}, heads)
    owed = _costs({"Kit": ("10", "", ""), "Savings": ("20", "", "")}, heads)
    again = _costs({"Kit": ("10", "", "50"), "Savings": ("", "20", "")}, heads)
    unread = _costs({"Kit": ("10", "about 5", "")}, heads)

    assert never.notes[-1] == (
        "Payback: not within the years shown; the cumulative net at the end is −£200."
    )
    assert owed.notes[-1] == "Payback: the cumulative net is never below nothing."
    assert again.notes[-2].startswith("Payback: 0.5 years.")
    assert again.notes[-1] == "The cumulative net is below nothing again in Year 2."
    assert unread.notes[-1] == "Payback: not worked out, as a figure can't be read."
    assert _row(unread, "Net") == ["−10", "–", "0", "–"]


def test_what_would_be_counted_twice_or_in_two_currencies_is_told() -> None:
    found = _costs(
        {"Staff": ("£5", "6"), "Total": ("5", "6"), "Fee": ("(2)", "")}, ("2026", "Total")
    )
    mixed = _costs({"Staff": ("£5",), "Travel": ("$6",)}, ("2026",))
    share = _costs({"Staff": ("£5",), "Tax": ("20%",)}, ("2026",))

    assert set(found.beside) == {(-1, 2), (1, 0), (2, 1)}
    assert _row(mixed, "Total costs") == ["–", "–"]
    assert "There is more than one currency, so nothing is added up." in mixed.troubles
    assert share.beside == {(1, 1): "A percentage can't be added to amounts."}


@_QUICK
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_risks_are_multiplied_and_the_highest_stands_first(pairs: list[tuple[int, int]]) -> None:
    rows = tuple((f"r{n}", str(a), str(b), "") for n, (a, b) in enumerate(pairs))
    heads = ("Risk", "Likelihood", "Impact", "Response")

    typed = shown(Table(TableKind.RISKS, columns=heads, rows=rows))
    ordered = shown(Table(TableKind.RISKS, columns=heads, rows=rows, in_order=True))

    assert typed.columns == ("Risk", "Likelihood", "Impact", "Score", "Response")
    assert [int(row[3]) for row in typed.rows] == [a * b for a, b in pairs]
    assert [int(row[3]) for row in ordered.rows] == sorted((a * b for a, b in pairs), reverse=True)
    assert sorted(ordered.rows) == sorted(typed.rows)


def test_a_risk_in_words_has_no_score_and_stands_last() -> None:
    found = shown(
        Table(
            TableKind.RISKS,
            columns=("Risk", "Owner", "Impact", "Probability"),
            rows=(("Fire", "", "5", "High"), ("Leave", "", "£40,000", "20%")),
            in_order=True,
        )
    )

    assert found.columns == ("Risk", "Owner", "Impact", "Probability", "Score")
    assert [row[-1] for row in found.rows] == ["£8,000", "–"]
    assert found.beside == {(0, 3): "“High” can't be read as a number."}


def test_milestones_are_read_as_days_and_put_in_order_when_asked() -> None:
    table = Table(
        TableKind.MILESTONES,
        columns=("Milestone", "Due", "Lead"),
        rows=(("Go", "1 May 2026", ""), ("Plan", "Monday 2 March 2026", ""), ("Tell", "soon", "")),
    )

    found = shown(table)
    ordered = shown(Table(table.kind, columns=table.columns, rows=table.rows, in_order=True))

    assert found.notes == ("From 2 March 2026 to 1 May 2026: 8 weeks and 4 days.",)
    assert set(found.beside) == {(1, 1), (2, 1)}
    assert [row[0] for row in ordered.rows] == ["Plan", "Go", "Tell"]
    assert set(ordered.beside) == {(2, 1)}


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(TableKind),
    st.lists(st.text(max_size=6), max_size=5),
    st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=5),
    st.lists(st.sampled_from(["", "5", "x", "cost", "benefit"]), max_size=6),
    st.booleans(),
)
def test_whatever_is_typed_every_row_fits_and_no_word_is_lost(
    kind: TableKind,
    heads: list[str],
    rows: list[list[str]],
    beside: list[str],
    in_order: bool,
) -> None:
    table = Table(
        kind,
        columns=tuple(heads),
        rows=tuple(map(tuple, rows)),
        weights=tuple(beside),
        roles=tuple(beside),
        in_order=in_order,
    )

    found = shown(table)

    assert all(len(row) == len(found.columns) for row in found.rows)
    cells = [each for row in found.rows for each in row]
    for row in rows:
        for each in row:
            assert each in cells or not each.strip()
    for head in heads:
        assert head in found.columns
    assert all(0 <= column < len(found.columns) for column in found.right)
    assert all(0 <= row < len(found.rows) for row in found.totals)


def test_rows_at_the_end_that_nothing_was_typed_into_are_not_shown() -> None:
    typed = (("Cost", "1", "2"), ("", "", ""), ("Speed", "1", "3"))
    table = Table(TableKind.OPTIONS, "", columns=("Criterion", "Weight", "Keep"), rows=typed)
    open_end = replace(table, rows=(*typed, ("", " ", ""), ("", "", "")))

    assert shown(open_end) == shown(table)
    assert len(shown(replace(table, kind=TableKind.PLAIN)).rows) == 3
    rows = (("Staff", "Cost", "4"),)
    costs = Table(TableKind.COSTS, "", columns=("Item", "Kind", "Year 0"), rows=rows)
    assert shown(replace(costs, rows=(*costs.rows, ("", "Benefit", "")))) == shown(costs)
