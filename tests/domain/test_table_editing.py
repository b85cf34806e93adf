from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain import pasted_grid, table_editing
from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.domain.shown_table import WEIGHT
from portfolio_app.services import proposal_tables

_CELLS = st.text(alphabet='ab\t\n"£ ,', max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_cells_copied_are_the_same_when_they_are_pasted(rows: list[list[str]]) -> None:
    again = pasted_grid.read(pasted_grid.written(rows) + "\n")

    assert again == tuple(map(tuple, rows))


def test_what_spreadsheets_copy_is_read_as_cells() -> None:
    excel = 'Item\tYear 1\r\n"Staff\nand ""temps"""\t£1,200.50\r\nKit\t(300)\r\n'
    inches = '5" pipe\t3\n"no end\t4'

    assert pasted_grid.read(excel) == (
        ("Item", "Year 1"),
        ('Staff\nand "temps"', "£1,200.50"),
        ("Kit", "(300)"),
    )
    assert pasted_grid.read(inches) == (('5" pipe', "3"), ('"no end', "4"))
    assert pasted_grid.read("") == (("",),)
    assert pasted_grid.read("a\tb\nc") == (("a", "b"), ("c", ""))


def test_a_million_letters_are_read_at_once_and_cut_to_size() -> None:
    begun = time.perf_counter()
    many = pasted_grid.read("1\t2\n" * 250_000)
    kept, is_cut = pasted_grid.cut_to_size(many)
    taken = time.perf_counter() - begun

    assert taken < 0.5  # some milliseconds
    assert (len(kept), is_cut) == (pasted_grid.MOST_ROWS, True)
    assert pasted_grid.read('"' + "a" * 200_000)[0][0].startswith('"a')
    assert len(pasted_grid.read('"a' * 100_000)[0][0]) == 200_000


def test_pasting_grows_the_table_and_fills_weights_and_roles_where_they_stand() -> None:
    table = table_editing.squared(Table(TableKind.OPTIONS, columns=("C", "A"), rows=(("", ""),)))

    pasted = table_editing.with_grid(
        table, 0, 0, (("Cost", "40", "5", "2"), ("Speed", "60", "1", "3"))
    )
    costs = table_editing.squared(
        Table(TableKind.COSTS, columns=("Item", "Year 1"), rows=(("", ""),))
    )
    costs = table_editing.with_grid(
        costs, 0, 0, (("Staff", "Cost", "5"), ("Sales", "benefits", "9"))
    )

    assert pasted.weights == ("40", "60")
    assert pasted.columns == ("C", "A", "")
    assert pasted.rows == (("Cost", "5", "2"), ("Speed", "1", "3"))
    assert costs.roles == ("cost", "benefit")
    assert costs.rows == (("Staff", "5"), ("Sales", "9"))


def test_a_table_never_grows_past_its_limits() -> None:
    table = Table(columns=("A",), rows=(("",),))

    grown = table_editing.with_grid(table, 0, 0, (("x",) * 40,) * 300)

    assert len(grown.rows) == pasted_grid.MOST_ROWS
    assert len(grown.columns) == pasted_grid.MOST_COLUMNS


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_weights_and_roles_stay_with_their_rows_whatever_is_done(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from((TableKind.OPTIONS, TableKind.COSTS)))
    names = ("cost", "benefit", "") if kind is TableKind.COSTS else ("1", "2", "")
    rows = tuple((f"row {n}", names[n % 3]) for n in range(5))
    beside = tuple(cell for _, cell in rows)
    table = Table(
        kind,
        columns=("Name", "Copy"),
        rows=rows,
        **{"weights" if kind is TableKind.OPTIONS else "roles": beside},
    )

    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(table.rows)))
        table = data.draw(
            st.sampled_from(
                (
                    table_editing.add_row(table, at),
                    table_editing.remove_rows(table, [at]),
                    table_editing.move_row(table, at, data.draw(st.sampled_from((-1, 1)))),
                )
            )
        )

    for number, row in enumerate(table.rows):
        assert len(row) == 2
        if row[0]:
            assert table_editing.cell(table, number, WEIGHT) == row[1]
    side = table.weights if kind is TableKind.OPTIONS else table.roles
    assert len(side) == len(table.rows)


def test_columns_are_added_moved_and_removed_with_their_cells() -> None:
    table = Table(columns=("A", "B", "C"), rows=(("1", "2", "3"), ("4", "5", "6")))

    moved = table_editing.move_column(table, 0, 1)
    added = table_editing.add_column(moved, 1, "New")
    left = table_editing.remove_columns(added, [0, 1])

    assert (moved.columns, moved.rows[1]) == (("B", "A", "C"), ("5", "4", "6"))
    assert (added.columns, added.rows[0]) == (("B", "New", "A", "C"), ("2", "", "1", "3"))
    assert (left.columns, left.rows) == (("A", "C"), (("1", "3"), ("4", "6")))
    assert table_editing.move_column(table, 2, 1) == table


def test_figures_are_tidied_to_one_look_without_changing_what_they_say() -> None:
    table = Table(
        TableKind.COSTS,
        columns=("Item", "Year 1", "Year 2"),
        rows=(("Staff 2", "1.2m", "(300)"), ("Kit", "£ 1,200.50", "TBC")),
        roles=("cost", "cost"),
    )

    assert table_editing.tidied(table).rows == (
        ("Staff 2", "£1,200,000.00", "−£300.00"),
        ("Kit", "£1,200.50", "TBC"),
    )


def test_a_table_becomes_one_of_another_kind_with_nothing_lost() -> None:
    plain = Table(
        columns=("Criterion", "Weight", "A"), rows=(("Cost", "60%", "5"), ("Time", "40%", "2"))
    )
    costs = Table(
        columns=("Item", "Type", "Year 1"), rows=(("Staff", "Cost", "5"), ("Sale", "benefit", "9"))
    )

    options = table_editing.as_kind(plain, TableKind.OPTIONS)
    told = table_editing.as_kind(costs, TableKind.COSTS)
    kept = table_editing.as_kind(replace(costs, rows=(("Staff", "pay", "5"),)), TableKind.COSTS)

    assert (options.columns, options.weights) == (("Criterion", "A"), ("60%", "40%"))
    assert table_editing.as_kind(options, TableKind.PLAIN) == plain
    assert (told.columns, told.roles) == (("Item", "Year 1"), ("cost", "benefit"))
    assert kept.rows == (("Staff", "pay", "5"),)


def test_every_table_that_is_offered_is_empty_but_for_its_heads() -> None:
    offered = proposal_tables.offered()

    assert {each.table.kind for each in offered} == set(TableKind)
    for each in offered:
        assert each.title
        assert each.about
        assert each.ask
        assert not any(cell for row in each.table.rows for cell in row)
        assert table_editing.squared(each.table).rows == each.table.rows
        assert each.table.caption == each.table.summary == ""
