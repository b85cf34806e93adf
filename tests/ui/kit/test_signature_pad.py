"""The box to sign in: strokes by mouse, pen and finger, taken back and cleared by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QPainterPath, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.signature_pad import SignaturePad, smooth

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(480, 132)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _stroke(pad: SignaturePad, *places: tuple[int, int]) -> None:
    first, *rest = [QPoint(*each) for each in places]
    QTest.mousePress(pad, LEFT, pos=first)
    for each in rest:
        QTest.mouseMove(pad, each)
    QTest.mouseRelease(pad, LEFT, pos=QPoint(*places[-1]))


def test_strokes_are_shares_of_the_box(qtbot: QtBot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.changed):
        _stroke(pad, (48, 66), (240, 33), (432, 66))
    _stroke(pad, (100, 100))

    first, dot = pad.strokes
    assert first[0] == pytest.approx((0.1, 0.5), abs=0.01)
    assert first[1] == pytest.approx((0.5, 0.25), abs=0.01)
    assert len(dot) == 2
    assert not pad.is_empty
    assert all(0 <= each <= 1 for stroke in pad.strokes for point in stroke for each in point)


def test_what_leaves_the_box_stays_at_its_edge(pad: SignaturePad) -> None:
    _stroke(pad, (400, 60), (900, -50))

    assert pad.strokes[0][-1] == (1.0, 0.0)


def test_keys_take_back_and_clear(pad: SignaturePad) -> None:
    _stroke(pad, (10, 10), (60, 60))
    _stroke(pad, (90, 10), (120, 60))

    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    after_one = len(pad.strokes)
    QTest.keyClick(pad, Qt.Key.Key_Delete)

    assert after_one == 1
    assert pad.is_empty
    assert pad.strokes == ()


def test_a_finger_draws_as_a_mouse_does(pad: SignaturePad) -> None:
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    QTest.touchEvent(pad, device).press(0, QPoint(48, 66)).commit()
    QTest.touchEvent(pad, device).move(0, QPoint(240, 33)).commit()
    QTest.touchEvent(pad, device).release(0, QPoint(240, 33)).commit()

    assert len(pad.strokes) == 1
    assert pad.strokes[0][0] == pytest.approx((0.1, 0.5), abs=0.03)  # a made-up screen rounds


def test_a_pen_draws_as_a_mouse_does(pad: SignaturePad) -> None:
    steps = (
        (QEvent.Type.TabletPress, 48, 66, LEFT),
        (QEvent.Type.TabletMove, 240, 33, LEFT),
        (QEvent.Type.TabletRelease, 240, 33, Qt.MouseButton.NoButton),
    )
    for kind, x, y, held in steps:
        place = QPointF(x, y)
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), place, place, 0.5, 0.0, 0.0, 0.0, 0.0,
            0.0, Qt.KeyboardModifier.NoModifier, LEFT, held,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)

    assert [stroke[-1] for stroke in pad.strokes] == [pytest.approx((0.5, 0.25), abs=0.01)]


def test_it_is_a_graphic_that_says_what_it_holds_and_what_to_do_instead(pad: SignaturePad) -> None:
    seen = QAccessible.queryAccessibleInterface(pad)

    assert seen.role() is QAccessible.Role.Graphic
    assert pad.accessibleName() == "Signature, empty; type your name instead"
    _stroke(pad, (10, 10), (60, 60))
    assert pad.accessibleName() == "Signature, drawn"


def test_the_curve_begins_and_ends_where_the_pen_did() -> None:
    points = [QPointF(0, 0), QPointF(10, 20), QPointF(20, 0), QPointF(30, 20)]

    path = smooth(points)

    assert path.elementAt(0).x == 0
    assert path.currentPosition() == points[-1]
    kinds = {path.elementAt(n).type for n in range(path.elementCount())}
    assert QPainterPath.ElementType.CurveToElement in kinds
