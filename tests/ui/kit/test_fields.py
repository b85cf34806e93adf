"""Fields and small widgets: by keyboard, by name, and with words that look like markup."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.store import library
from portfolio_app.ui.kit.chips import KsbChip, ksb_name
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.day_field import DayField, parse_day
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.ksb_field import KsbField, matching
from portfolio_app.ui.kit.labels import ElidedLabel, plain_tip
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

KSBS = library.standard("st0480-v1.2").ksbs


@pytest.fixture
def field(qtbot: QtBot) -> KsbField:
    made = KsbField(KSBS)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.edit.setFocus()
    return made


def test_a_code_and_enter_chooses_and_enter_again_submits(qtbot: QtBot, field: KsbField) -> None:
    QTest.keyClicks(field.edit, "k8")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)

    assert [ksb.code for ksb in field.chosen] == ["K8"]
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("typed", ["s12", "S 12", "s-12", " s012 "])
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert matching(KSBS, typed)[0].code == "S12"


def test_words_of_the_wording_find_a_ksb() -> None:
    wanted = next(ksb for ksb in KSBS if ksb.code == "K8")

    assert wanted in matching(KSBS, " ".join(word[:4] for word in wanted.short.split()))


def test_nothing_fits_nonsense() -> None:
    assert matching(KSBS, "zzqx") == ()


def test_backspace_takes_the_last_one_back_and_escape_leaves(qtbot: QtBot, field: KsbField) -> None:
    for code in ("k1", "s2"):
        QTest.keyClicks(field.edit, code)
        QTest.keyClick(field.edit, Qt.Key.Key_Return)

    QTest.keyClick(field.edit, Qt.Key.Key_Backspace)

    assert [ksb.code for ksb in field.chosen] == ["K1"]
    with qtbot.waitSignal(field.dismissed):
        QTest.keyClick(field.edit, Qt.Key.Key_Escape)


def test_one_ksb_is_not_chosen_twice(field: KsbField) -> None:
    for _ in range(2):
        QTest.keyClicks(field.edit, "k1")
        QTest.keyClick(field.edit, Qt.Key.Key_Return)

    codes = [ksb.code for ksb in field.chosen]
    assert codes.count("K1") == 1


def test_delete_on_a_chip_takes_it_away(qtbot: QtBot, field: KsbField) -> None:
    field.choose([KSBS[0].uid, KSBS[1].uid])
    chip = field.findChildren(KsbChip)[0]

    QTest.keyClick(chip, Qt.Key.Key_Delete)

    assert field.uids == (KSBS[1].uid,)


def test_a_chip_says_kind_code_and_wording(qtbot: QtBot) -> None:
    ksb = Ksb("u", "S12", KsbKind.SKILL, "Negotiates <b>well</b>", "Negotiates and influences")
    chip = KsbChip(ksb, removable=True)
    qtbot.addWidget(chip)

    assert ksb_name(ksb) == "Skill S12, Negotiates and influences"
    assert chip.accessibleName() == ksb_name(ksb)
    assert "<b>" not in chip.toolTip()
    assert chip.sizeHint().height() >= 24


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 March 2026", "2026-03-03"),
        ("3/3/26", "2026-03-03"),
        ("03.03.2026", "2026-03-03"),
        ("2026-03-03", "2026-03-03"),
        ("3rd Mar 2026", "2026-03-03"),
        ("", ""),
        ("31 February 2026", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: str | None) -> None:
    assert parse_day(typed) == day


def test_a_day_field_shows_whole_words_and_marks_what_is_no_day(qtbot: QtBot) -> None:
    field = DayField("Start date")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.day_changed) as changed:
        QTest.keyClicks(field, "16/9/24")
        QTest.keyClick(field, Qt.Key.Key_Return)

    assert changed.args == ["2024-09-16"]
    assert field.text() == "16 September 2024"
    field.clear()
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.property("wrong")
    assert "isn't a day" in field.accessibleDescription()


def test_words_that_look_like_markup_are_shown_as_they_are(qtbot: QtBot) -> None:
    label = ElidedLabel("<h1>big</h1> " * 30)
    qtbot.addWidget(label)
    label.resize(100, 30)

    assert label.accessibleName().startswith("<h1>big</h1>")
    assert "<h1>" not in label.toolTip()
    assert plain_tip("a < b") == "<qt>a &lt; b</qt>"


Row = tuple[str, str, int]


@pytest.fixture
def table(qtbot: QtBot) -> ListTable:
    columns = (
        Column("Title", lambda row: row[1], stretch=True),
        Column("Pages", lambda row: str(row[2]), right=True, sort=lambda row: row[2]),
    )
    made = ListTable(columns, key=lambda row: row[0], name="Library")
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_list_keeps_what_was_chosen_when_it_is_loaded_again(table: ListTable) -> None:
    rows = [(str(n), f"item {n}", n) for n in range(30)]
    table.show_rows(rows)
    table.selectRow(12)

    table.show_rows([("new", "newest", 1), *rows])

    assert table.current_value() == rows[12]
    assert table.selected_values() == (rows[12],)


def test_when_the_chosen_row_goes_the_next_one_is_chosen(table: ListTable) -> None:
    rows = [(str(n), f"item {n}", n) for n in range(5)]
    table.show_rows(rows)
    table.selectRow(2)

    table.show_rows([row for row in rows if row[0] != "2"])

    assert table.current_value() == rows[3]


def test_a_list_sorts_by_its_own_key_and_enter_opens(qtbot: QtBot, table: ListTable) -> None:
    table.show_rows([("a", "one", 10), ("b", "two", 9), ("c", "three", 100)])
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)

    assert [row[2] for row in table.rows_model.rows] == [9, 10, 100]
    table.selectRow(0)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [("b", "two", 9)]


def test_tab_leaves_a_list(table: ListTable) -> None:
    assert isinstance(table, QTableView)
    assert not table.tabKeyNavigation()


def test_cells_say_their_column(table: ListTable) -> None:
    table.show_rows([("a", "one", 10)])
    index: Callable[..., object] = table.rows_model.index

    cell = table.rows_model.data(index(0, 1), Qt.ItemDataRole.AccessibleTextRole)  # type: ignore[arg-type]

    assert cell == "Pages: 10"


def test_what_is_offered_is_tall_enough_to_hit(field: KsbField) -> None:
    QTest.keyClicks(field.edit, "fin")

    assert field._list.isVisible()
    assert field._list.sizeHintForRow(0) >= 24
    field._list.hide()


def test_what_was_said_of_a_field_goes_when_it_is_mended(qtbot: QtBot) -> None:
    form = InlineForm((Line("by", "Signed by", "Say who signed it."),), "Keep")
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    QTest.mouseClick(form.verb, Qt.MouseButton.LeftButton)
    said = next(each for each in form.findChildren(QLabel) if each.text() == "Say who signed it.")
    assert said.isVisible()
    assert form.fields["by"].property("wrong")

    QTest.keyClicks(form.fields["by"], "L")

    assert not said.isVisible()
    assert not form.fields["by"].property("wrong")


def test_a_form_is_never_wider_than_the_room_it_has(qtbot: QtBot) -> None:
    form = InlineForm((Line("because", "Because"), Line("on", "on", is_day=True)), "Accept")
    qtbot.addWidget(form)
    form.resize(300, 200)
    with qtbot.waitExposed(form):
        form.show()

    assert form.width() == 300
    ends = [each.mapTo(form, each.rect().topRight()).x() for each in form.fields.values()]
    assert max(ends) < 300
    form.resize(900, 200)
    qtbot.waitUntil(lambda: form.fields["because"].width() == theme().px(420))


def test_the_wheel_scrolls_past_a_list_of_choices_and_changes_nothing(qtbot: QtBot) -> None:
    box = ChoiceBox()
    box.addItems(["Context and claims", "With “My part”", "Claims only"])
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    box.setFocus()
    chosen: list[int] = []
    box.activated.connect(chosen.append)
    at = QPointF(box.rect().center())
    turned = QWheelEvent(
        at, QPointF(box.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip

    box.event(turned)

    assert box.currentIndex() == 0
    assert not chosen
    assert not turned.isAccepted()  # it is for what lies around it
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert chosen == [1]
