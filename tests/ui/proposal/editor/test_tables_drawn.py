"""Tables and figures take the room they say, and say what they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from portfolio_app.domain.draft import Block, BlockKind, Figure, Picture, Table, TableKind
from portfolio_app.ui.kit.theme import Theme, theme
from portfolio_app.ui.proposal.editor import figure_object, table_object
from portfolio_app.ui.proposal.editor.held_look import HeldLook

COSTS = Table(
    TableKind.COSTS,
    caption="Costs",
    summary="It pays back in the third year.",
    columns=("Item", "Year 0", "Year 1", "Year 2"),
    rows=(("Two coordinators", "£ 144,200.50", "", "12"), ("Saved", "", "£95,000", "£180,000")),
    roles=("cost", "benefit"),
)
BLOCK = Block("t", BlockKind.TABLE, table=COSTS)


def drawn(block: Block, width: float, look: HeldLook) -> QImage:
    size = table_object.size(block, width, look)
    image = QImage(round(width), round(size.height()) + 20, QImage.Format.Format_RGB32)
    image.fill(theme().colour("surface.surface"))
    painter = QPainter(image)
    table_object.paint(painter, QRectF(0, 0, width, size.height()), block, look)
    painter.end()
    return image


def test_a_table_is_drawn_within_the_room_it_asks_for(look: Theme) -> None:
    plain = HeldLook(theme().reading_font(), "Table 2")
    ground = theme().colour("surface.surface").rgb()

    for width in (200.0, 420.0, 800.0):
        image = drawn(BLOCK, width, plain)
        below = {
            image.pixel(x, y)
            for y in range(image.height() - 18, image.height())
            for x in range(0, image.width(), 3)
        }
        assert below == {ground}
        inside = range(30, image.height() - 20)
        rows = sum(len({image.pixel(x, y) for x in range(image.width())}) > 3 for y in inside)
        assert rows > len(inside) / 4  # words on many of its lines
    assert drawn(BLOCK, 420, plain) != drawn(BLOCK, 420, HeldLook(plain.font, "Table 2", True))
    narrow, wide = (table_object.size(BLOCK, each, plain).height() for each in (200, 800))
    assert narrow > wide


def test_figures_of_a_table_stay_on_one_line_where_there_is_little_room(look: Theme) -> None:
    plain = HeldLook(theme().reading_font(), "Table 2")

    laid = table_object._of(BLOCK, 400, plain)

    assert laid.scale < 1.0
    fonts = table_object._fonts(plain, laid.scale)
    figures = [each for each in laid.texts if each[0].text().startswith(("£", "−"))]
    assert len(figures) >= 8
    for text, _, font, _ in figures:
        assert text.size().height() < 1.5 * QFontMetricsF(fonts[font]).height(), text.text()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 400), st.floats(0, 400)), min_size=1, max_size=9),
    st.floats(40, 1500),
)
def test_columns_share_the_width_and_get_what_they_need_where_that_is_possible(
    needs: list[tuple[float, float]], width: float
) -> None:
    least = [each for each, _ in needs]

    shared = table_object.shared_out(least, [low + more for low, more in needs], width)

    assert sum(shared) == pytest.approx(width)
    if sum(least) <= width:
        assert all(got >= low - 1e-6 for got, low in zip(shared, least, strict=True))


def test_a_table_and_a_figure_say_what_they_are(look: Theme) -> None:
    plain = HeldLook(theme().font(), "Table 2")
    figure = Block("f", BlockKind.FIGURE, figure=Figure("p", "Beds", "Beds rose by a third."))

    assert table_object.words(BLOCK, plain) == (
        "Table 2: Costs. 5 columns, 6 rows. It pays back in the third year."
    )
    assert figure_object.words(figure, HeldLook(theme().font(), "Figure 1")) == (
        "Figure 1: Beds. Beds rose by a third."
    )


def test_a_figure_is_as_wide_as_chosen_and_never_higher_than_a_page(look: Theme) -> None:
    plain = HeldLook(theme().font(), "Figure 1")
    upright = Picture("p", "scan.png", "", 1, 100, 400)
    flat = Picture("p", "scan.png", "", 1, 400, 100)

    assert figure_object.picture_size(Figure(width=0.5), 600, flat).toTuple() == (300, 75)
    tall = figure_object.picture_size(Figure(), 600, upright)
    assert tall.height() <= 800
    assert tall.width() / tall.height() == pytest.approx(0.25)
    block = Block("f", BlockKind.FIGURE, figure=Figure("p", "Beds"))
    room = figure_object.size(block, 600, plain, flat)
    assert room.width() == 600
    assert room.height() > 150
