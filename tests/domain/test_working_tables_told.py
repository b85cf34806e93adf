"""What working tables tell and refuse, by single cases: each a sum that would be wrong."""

from __future__ import annotations

from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.shown_table import WEIGHT
from portfolio_app.domain.typed_numbers import read
from portfolio_app.domain.working_tables import Shown, shown


def costs(*rows: tuple[str, ...], roles: tuple[str, ...] = ("cost", "benefit")) -> Shown:
    heads = ("Item", "Year 1", "Year 2")
    return shown(Table(TableKind.COSTS, columns=heads, rows=rows, roles=roles))


def of(table: Shown, name: str) -> tuple[str, ...]:
    return next(row for row in table.rows if row[0] == name)[1:]


def test_a_figure_in_millions_needs_no_pence() -> None:
    figures = [read(each) for each in ("£1.25m", "£1.25", "1.2345k")]
    assert [each.decimals for each in figures if each is not None] == [0, 2, 1]
    assert of(costs(("Plant", "£1.25m", "5k")), "Total costs") == (
        "£1,250,000", "£5,000", "£1,255,000",
    )  # fmt: skip


def test_a_benefit_that_is_not_known_leaves_the_net_unknown() -> None:
    made = costs(("Plant", "100", "50"), ("Savings", "some", "200"))
    assert of(made, "Total benefits") == ("–", "200", "–")
    assert of(made, "Net") == ("–", "150", "–")
    assert of(made, "Cumulative net") == ("–", "–", "")
    assert made.notes[-1] == "Payback: not worked out, as a figure can't be read."


def test_a_cost_below_nothing_is_told_and_a_benefit_below_nothing_is_not() -> None:
    made = costs(("Plant", "-100", "50"), ("Savings", "-20", "200"))
    assert list(made.beside) == [(0, 1)]
    assert of(made, "Net") == ("80", "150", "230")


def test_paid_back_to_the_penny_is_paid_back() -> None:
    made = costs(("Plant", "£100", ""), ("Savings", "", "£100"))
    assert "Payback: 2 years." in made.notes[-1]


def test_scores_of_several_units_have_no_total() -> None:
    heads = ("Criterion", "A", "B", "C")
    rows = (("Cost", "80%", "£3", "70"), ("Risk", "7", "€4", "8"))
    made = shown(Table(TableKind.OPTIONS, columns=heads, rows=rows))
    assert of(made, "Total score") == ("–", "–", "78")
    assert len([each for each in made.troubles if "several units" in each]) == 2


def test_a_weight_of_nothing_is_a_weight_and_one_below_is_not() -> None:
    def weighted(*weights: str) -> Shown:
        rows = (("Cost", "3"), ("Risk", "5"))
        return shown(
            Table(TableKind.OPTIONS, columns=("Criterion", "A"), rows=rows, weights=weights)
        )

    assert of(weighted("100", "0"), "Weighted score") == ("100", "3")
    below = weighted("110", "-10")
    assert of(below, "Weighted score") == ("–", "–")
    assert below.beside[1, WEIGHT] == "A weight can't be below nothing."
    nothing = weighted("0", "0")
    assert of(nothing, "Weighted score") == ("0", "–")
    assert "The weights add up to nothing, so there is no total." in nothing.troubles
    assert of(weighted("60%", "40"), "Weighted score")[0] == "100"


def test_a_risk_below_nothing_has_no_score() -> None:
    heads = ("Risk", "Likelihood", "Impact")
    made = shown(Table(TableKind.RISKS, columns=heads, rows=(("Delay", "-2", "-3"),)))
    assert made.rows == (("Delay", "-2", "-3", "–"),)
    assert list(made.beside) == [(0, 1), (0, 2)]


def test_likelihood_and_impact_are_found_by_their_heads_wherever_they_stand() -> None:
    def score(*heads: str) -> str:
        row = tuple(str(at + 2) for at in range(len(heads)))
        made = shown(Table(TableKind.RISKS, columns=heads, rows=(row,)))
        return made.rows[0][made.columns.index("Score")]

    assert score("Risk", "Likelihood", "Impact") == "12"
    assert score("Risk", "Impact", "Owner", "Likelihood (1 to 5)") == "15"
    assert score("Risk", "Impact", "How likely") == "12"  # the one that is not named is the other
    assert score("Risk", "How likely", "Impact") == "12"
    assert score("Risk", "Description of impact", "Likelihood", "Impact") == "20"
    assert score("Risk", "Likelihood", "Impact", "Residual likelihood", "Residual impact") == "12"


def test_dates_of_milestones_are_in_the_column_that_says_so() -> None:
    def troubles(*heads: str, day: str = "3 March 2028") -> tuple[str, ...]:
        row = tuple(day if head in ("Date", "Done by", "Target") else "CFO" for head in heads)
        return shown(Table(TableKind.MILESTONES, columns=heads, rows=(row,))).troubles

    assert troubles("Milestone", "Owned by", "Date") == ()
    assert troubles("Milestone", "Lead", "Done by") == ()
    assert troubles("Milestone", "Target", "Lead") == ()
    assert troubles("Milestone", "Date", day="29 February 2028") == ()
    assert len(troubles("Milestone", "Date", day="29 February 2027")) == 1
    assert len(troubles("Milestone", "Date", day="3 March 2028 or later")) == 1


def test_milestones_of_one_day_are_in_order() -> None:
    rows = (("Costed", "3 March 2028"), ("Read", "3 March 2028"))
    made = shown(Table(TableKind.MILESTONES, columns=("Milestone", "Date"), rows=rows))
    assert (made.troubles, made.notes) == ((), ())


def test_a_plain_table_has_columns_of_figures_to_the_right_and_no_empty_ones() -> None:
    rows = (("North", "1,200", "", "5"), ("South", "£3", " ", "five"))
    made = shown(Table(columns=("Area", "Cost", "Note", "Staff"), rows=rows))
    assert made.right == {1}


def test_heads_that_are_missing_or_doubled_are_told_by_their_column() -> None:
    made = shown(Table(columns=("Area", "Cost", " cost ", ""), rows=(("North", "1", "2", "3"),)))
    assert dict(made.beside) == {
        (-1, 2): "Two columns are headed “cost”.",
        (-1, 3): "Column 4 has no heading.",
    }
