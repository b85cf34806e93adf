"""The look: every pair of colours that meets, sizes that scale, a ring that is seen."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio_app import tokens
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.focus_ring import FocusRing
from portfolio_app.ui.kit.theme import SCALES, Choice, Theme

SCHEMES = ("light", "dark", "contrast")
SURFACES = ("window", "surface", "raised", "sunken", "sidebar", "hover", "selected")
TEXTS = (
    *("text.normal", "text.muted", "text.link", "accent.fill"),
    *("ksb.knowledge", "ksb.skill", "ksb.behaviour"),
    *("status.ok", "status.warn", "status.danger", "status.info"),
)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_every_text_colour_can_be_read_on_every_surface(scheme: str, surface: str) -> None:
    ground = tokens.text(f"{scheme}.surface.{surface}")

    for name in TEXTS:
        assert contrast(tokens.text(f"{scheme}.{name}"), ground) >= 4.5, name


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_control_outlines_are_seen_on_every_surface(scheme: str, surface: str) -> None:
    outline = tokens.text(f"{scheme}.line.strong")

    assert contrast(outline, tokens.text(f"{scheme}.surface.{surface}")) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_fills_and_tints_can_be_read(scheme: str) -> None:
    colour = tokens.colours(scheme)

    assert contrast(colour["accent.on_fill"], colour["accent.fill"]) >= 4.5
    for kind in ("knowledge", "skill", "behaviour"):
        assert contrast(colour[f"ksb.{kind}"], colour[f"ksb.{kind}_tint"]) >= 4.5
    for level in (1, 2, 3):
        assert contrast(colour[f"heat.on_level{level}"], colour[f"heat.level{level}"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_tone_of_the_focus_ring_stands_out_from_anything_beneath(scheme: str) -> None:
    colour = tokens.colours(scheme)
    tones = (colour["focus.outer"], colour["focus.inner"])

    for name, ground in colour.items():
        if name.startswith(("surface.", "accent.fill", "ksb.", "status.")):
            assert max(contrast(tone, ground) for tone in tones) >= 3.0, name


def test_sizes_follow_the_text_size_and_targets_never_fall_below_24(look: Theme) -> None:
    for scale in SCALES:
        look.choose(scale=scale)

        assert look.space("lg") == round(16 * scale / 100)
        assert look.size("target_min") >= 24
        assert look.row_height >= 24


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK, Choice.CONTRAST])
@pytest.mark.parametrize("scale", [90, 200])
def test_buttons_keep_their_target_in_every_theme_and_size(
    qtbot: QtBot, look: Theme, choice: Choice, scale: int
) -> None:
    look.choose(choice, scale=scale)
    button = QPushButton("Add")
    qtbot.addWidget(button)

    assert button.sizeHint().height() >= 24
    assert look.scheme == choice.value


def test_a_theme_is_drawn_on_what_is_already_there(qtbot: QtBot, look: Theme) -> None:
    button = QPushButton("Add")
    button.setProperty("look", "primary")
    icons.put(button, "plus", "accent.on_fill")
    qtbot.addWidget(button)
    button.resize(200, 40)
    for choice in (Choice.LIGHT, Choice.DARK):
        look.choose(choice)

        pixel = button.grab().toImage().pixelColor(10, 20)

        assert pixel.name() == look.colour("accent.fill").name()


def test_an_unknown_icon_is_an_error_not_a_blank() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 18)


def ring(qapp: QApplication) -> FocusRing:
    return qapp.findChild(FocusRing) or FocusRing(qapp)


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK, Choice.CONTRAST])
def test_the_focus_ring_is_drawn_in_both_tones_outside_the_control(
    qtbot: QtBot, qapp: QApplication, look: Theme, choice: Choice
) -> None:
    look.choose(choice)
    follower = ring(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    follower.place_now()

    image = window.grab().toImage()
    corner = second.mapTo(window, QPoint(0, second.height() // 2))

    assert image.pixelColor(corner.x() - 1, corner.y()).name() == look.colour("focus.inner").name()
    assert image.pixelColor(corner.x() - 3, corner.y()).name() == look.colour("focus.outer").name()


def test_the_focus_ring_stays_inside_a_scrolled_area(qtbot: QtBot, qapp: QApplication) -> None:
    follower = ring(qapp)
    area = QScrollArea()
    qtbot.addWidget(area)
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(n)) for n in range(30)]
    for button in buttons:
        column.addWidget(button)
    area.setWidget(inside)
    area.resize(200, 200)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    area.verticalScrollBar().setValue(600)
    follower.place_now()

    assert follower.rect is None


def test_the_focus_ring_is_at_once_where_the_focus_goes_from_a_scrolled_view(
    qtbot: QtBot, qapp: QApplication
) -> None:
    follower = ring(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    text, field = QPlainTextEdit("\n".join(map(str, range(3000)))), QLineEdit()
    column.addWidget(text)
    column.addWidget(field)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    text.verticalScrollBar().setValue(2500)  # a place, and not a delay

    field.setFocus()
    qtbot.waitUntil(lambda: follower.rect == field.geometry(), timeout=500)


def test_the_focus_ring_is_seen_in_a_notice_that_has_the_focus(
    qtbot: QtBot, qapp: QApplication
) -> None:
    follower = ring(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    notice = QFrame(window)
    notice.setProperty("look", "toast")
    button = QPushButton("Undo", notice)
    window.resize(300, 200)
    notice.setGeometry(20, 20, 200, 100)
    button.move(30, 30)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    follower.place_now()

    over = [each for each in window.children() if isinstance(each, QWidget)]
    assert over[-1].objectName() == "focus_ring", "nothing lies over the ring"
