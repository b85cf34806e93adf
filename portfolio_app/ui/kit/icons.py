"""The app's icons (Lucide), tinted by the theme and drawn when first needed.

``put(button, "plus")`` gives a button or an action its icon and tints it again when the theme
changes; ``pixmap("circle-dashed", 16, "text.muted")`` is for things that draw themselves.
"""

from __future__ import annotations

import weakref

import shiboken6
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton

from portfolio_app import assets
from portfolio_app.ui.kit.theme import Theme, theme

_sources: dict[str, str] = {}
_pixmaps: dict[tuple[str, int, str], QPixmap] = {}
_targets: weakref.WeakKeyDictionary[QAction | QAbstractButton, tuple[str, str]] = (
    weakref.WeakKeyDictionary()
)
_watched: weakref.WeakSet[Theme] = weakref.WeakSet()


def put(target: QAction | QAbstractButton, name: str, colour: str = "text.normal") -> None:
    """Give a button or an action an icon in a colour of the theme, also when that changes."""
    _watch()
    _targets[target] = (name, colour)
    _apply(target, name, colour)


def icon(name: str, colour: str = "text.normal") -> QIcon:
    """Return the icon in a colour of the theme; disabled, in the colour of disabled text."""
    made = QIcon()
    size, ratio = theme().size("icon"), _density()
    made.addPixmap(pixmap(name, size, colour, ratio), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, size, colour, ratio), QIcon.Mode.Selected)
    made.addPixmap(pixmap(name, size, "text.disabled", ratio), QIcon.Mode.Disabled)
    return made


def in_every_mode(picture: QPixmap) -> QIcon:
    """Return an icon of a picture that a selected row does not wash out."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


def pixmap(name: str, size: int, colour: str = "text.normal", ratio: float = 1.0) -> QPixmap:
    """Return the icon drawn ``size`` device-independent pixels wide.

    Raises:
        FileNotFoundError: resources/icons has no icon of that name.
    """
    tint = theme().colour(colour).name()
    key = (name, round(size * ratio), tint)
    found = _pixmaps.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer

        if name not in _sources:
            _sources[name] = assets.text(f"icons/{name}.svg")
        drawing = QSvgRenderer(QByteArray(_sources[name].replace("currentColor", tint).encode()))
        found = QPixmap(key[1], key[1])
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        drawing.render(painter, QRectF(0, 0, key[1], key[1]))
        painter.end()
        found.setDevicePixelRatio(ratio)
        _pixmaps[key] = found
    return found


def _density() -> float:
    """Return the pixels a point of the densest screen: Qt draws smaller for the others."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


def _watch() -> None:
    here = theme()
    if here not in _watched:
        _watched.add(here)
        here.changed.connect(_tint_again)


def _tint_again() -> None:
    for target, (name, colour) in list(_targets.items()):
        if shiboken6.isValid(target):
            _apply(target, name, colour)


def _apply(target: QAction | QAbstractButton, name: str, colour: str) -> None:
    target.setIcon(icon(name, colour))
    if isinstance(target, QAbstractButton):
        size = theme().size("icon")
        target.setIconSize(QSize(size, size))
