"""The one stylesheet, written from the tokens; what it cannot say is drawn by the widgets."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QStandardPaths

from portfolio_app import assets, tokens

_SHEET = Template("""
* { outline: none; }
QWidget { color: $text_normal; }
QMainWindow, QDialog, QWidget[look="window"] { background: $surface_window; }
QWidget[look="surface"] { background: $surface_surface; }
QToolTip { color: $text_normal; background: $surface_raised; border: 1px solid $line_strong;
  padding: ${xs}px ${sm}px; }
QLabel, QCheckBox, QRadioButton { background: transparent; }
QLabel:disabled { color: $text_disabled; }
QLabel[role="caption"] { font-size: ${pt_caption}pt; color: $text_muted; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="subtitle"] { font-size: ${pt_subtitle}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${pt_title}pt; font-weight: 600; }
QLabel[role="display"] { font-size: ${pt_display}pt; font-weight: 600; }
QLabel[role="danger"] { color: $status_danger; }
QLabel[role="warn"] { color: $status_warn; }
QLabel[role="ok"] { color: $status_ok; }

QFrame[look="card"] { background: $surface_surface; border: 1px solid $card_line;
  border-radius: ${r_card}px; }
QFrame[look="well"] { background: $surface_sunken; border: 1px solid $card_line;
  border-radius: ${r_card}px; }
QFrame[look="drop"] { background: $surface_surface; border: 2px dashed $line_strong;
  border-radius: ${r_card}px; }
QFrame[look="drop"][over="true"] { background: $surface_selected; border-color: $accent_fill; }
QFrame[look="bar"] { background: $surface_window; border: 0;
  border-bottom: 1px solid $line_subtle; }
QFrame[look="foot"] { background: $surface_sidebar; border: 0; border-top: 1px solid $line_subtle; }
QFrame[look="sidebar"] { background: $surface_sidebar; border: 0;
  border-right: 1px solid $line_subtle; }
QFrame[look="details"] { background: $surface_surface; border: 0;
  border-left: 1px solid $line_subtle; }
QFrame[look="toast"] { background: $surface_raised; border: 1px solid $line_strong;
  border-radius: ${r_card}px; }
QFrame[look="notice"] { background: $status_info_tint; border: 1px solid $status_info;
  border-radius: ${r_control}px; }
QFrame[look="warning"] { background: $status_warn_tint; border: 1px solid $status_warn;
  border-radius: ${r_control}px; }
QFrame[look="danger"] { background: $status_danger_tint; border: 1px solid $status_danger;
  border-radius: ${r_control}px; }
QFrame[look="notice"] QLabel, QFrame[look="warning"] QLabel, QFrame[look="danger"] QLabel {
  color: $text_normal; }
QFrame[look="line"] { background: $line_subtle; border: 0; max-height: 1px; min-height: 1px; }

QPushButton { background: $surface_surface; color: $text_normal; border: 1px solid $line_strong;
  border-radius: ${r_control}px; padding: 0 ${md}px; min-height: ${control}px; }
QPushButton:hover { background: $surface_hover; }
QPushButton:pressed, QPushButton:checked { background: $surface_selected; }
QPushButton:disabled { color: $text_disabled; border-color: $line_subtle;
  background: $surface_window; }
QPushButton[look="primary"] { background: $accent_fill; color: $accent_on_fill;
  border-color: $accent_fill; font-weight: 600; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled { background: $surface_sunken; color: $text_disabled;
  border-color: $line_subtle; }
QPushButton[look="danger"] { color: $status_danger; border-color: $status_danger; }
QPushButton[look="quiet"], QToolButton { background: transparent; border: 1px solid transparent; }
QPushButton[look="quiet"]:hover, QToolButton:hover { background: $surface_hover;
  border-color: $hover_line; }
QPushButton[look="quiet"]:pressed, QToolButton:pressed, QToolButton:checked {
  background: $surface_selected; border-color: $hover_line; }
QPushButton[look="part"] { background: transparent; border: 0; padding: 0 ${sm}px 0 0;
  text-align: left; }
QPushButton[look="part"]:hover { background: $surface_hover; }
QPushButton[look="link"] { background: transparent; border: 0; color: $text_link;
  text-decoration: underline; padding: 0 ${xs}px; min-height: ${target}px; text-align: left; }
QPushButton[look="link"]:hover { color: $text_normal; }
QPushButton[look="row"] { background: transparent; border: 0; border-radius: ${r_control}px;
  text-align: left; padding: 0 ${sm}px; }
QPushButton[look="row"]:hover { background: $surface_hover; }
QPushButton[look="choice"], QPushButton[look="first-choice"] { text-align: left;
  padding: ${md}px ${lg}px; font-weight: 600; }
QPushButton[look="first-choice"] { background: $accent_fill; color: $accent_on_fill;
  border-color: $accent_fill; }
QPushButton[look="first-choice"]:hover, QPushButton[look="first-choice"]:pressed {
  background: $accent_hover; }
QPushButton::menu-indicator { image: url("$icon_down"); width: ${icon_small}px;
  height: ${icon_small}px; subcontrol-origin: border; subcontrol-position: center right;
  right: ${xs}px; }
QPushButton[look="primary"]::menu-indicator { image: url("$icon_down_on_fill"); }
QPushButton::menu-indicator:disabled { image: url("$icon_down_disabled"); }
QToolButton { border-radius: ${r_control}px; padding: ${xs}px; min-width: ${tool}px;
  min-height: ${tool}px; color: $text_normal; }
QToolButton:disabled { color: $text_disabled; }
QToolButton[look="find"] { background: $surface_surface; border: 1px solid $line_strong;
  color: $text_muted; padding: 0 ${md}px; min-height: ${control}px; }
QToolButton[look="find"]:hover { background: $surface_hover; }
QToolButton[look="nav"] { text-align: left; padding: 0 ${sm}px; min-height: ${nav}px;
  border: 1px solid transparent; }
QToolButton[look="nav"]:checked { background: $surface_selected; font-weight: 600;
  border: 1px solid $hover_line; border-left: 3px solid $accent_fill; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {
  background: $surface_surface; color: $text_normal; border: 1px solid $line_strong;
  border-radius: ${r_control}px; padding: 0 ${sm}px; selection-background-color: $accent_fill;
  selection-color: $accent_on_fill; }
QLineEdit, QDateEdit, QSpinBox, QComboBox { min-height: ${control}px; }
QPlainTextEdit, QTextEdit { padding: ${xs}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QComboBox:disabled {
  color: $text_disabled; background: $surface_window; }
QLineEdit[wrong="true"], QDateEdit[wrong="true"], QPlainTextEdit[wrong="true"] {
  border: 2px solid $status_danger; }
QLineEdit:read-only { background: $surface_window; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: ${control}px; }
QComboBox::down-arrow { image: url("$icon_down"); width: ${icon_small}px; height: ${icon_small}px; }
QComboBox QAbstractItemView { background: $surface_raised; border: 1px solid $line_strong;
  selection-background-color: $surface_selected; selection-color: $text_normal; padding: ${xs}px; }
QComboBox QAbstractItemView::item { min-height: ${control}px; }
QDateEdit::drop-down { border: 0; width: ${control}px; }
QDateEdit::down-arrow { image: url("$icon_calendar"); width: ${icon_small}px;
  height: ${icon_small}px; }
QSpinBox::up-button, QSpinBox::down-button { width: ${control}px; border: 0; background: none; }
QCheckBox, QRadioButton { spacing: ${sm}px; min-height: ${target}px; }
QCheckBox::indicator, QListWidget::indicator, QRadioButton::indicator {
  width: ${tick}px; height: ${tick}px;
  border: 1px solid $line_strong; background: $surface_surface; }
QCheckBox::indicator, QListWidget::indicator { border-radius: ${r_chip}px; }
QRadioButton::indicator { border-radius: ${tick_half}px; }
QCheckBox::indicator:checked, QListWidget::indicator:checked {
  background: $accent_fill; border-color: $accent_fill;
  image: url("$icon_check"); }
QRadioButton::indicator:checked { background: $accent_on_fill; width: ${radio_in}px;
  height: ${radio_in}px; border: ${radio}px solid $accent_fill; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $surface_sunken; }

QAbstractItemView { background: $surface_surface; alternate-background-color: $surface_window;
  border: 1px solid $card_line; border-radius: ${r_control}px; gridline-color: $line_subtle;
  selection-background-color: $surface_selected; selection-color: $text_normal; }
QAbstractItemView::item:hover { background: $surface_hover; }
ListTable::item:hover { background: transparent; }
QAbstractItemView::item:selected, ListTable::item:selected {
  background: $surface_selected; color: $text_normal; }
QAbstractItemView[look="plain"] { border: 0; border-radius: 0; }
QAbstractItemView[look="pages"] { border: 0; border-radius: 0; background: $surface_sunken; }
QListView::item, QTreeView::item, ListTable::item, TableGrid::item { padding: 0 ${sm}px; }
QHeaderView { background: $surface_window; border: 0; }
QHeaderView::section { background: $surface_window; color: $text_muted; border: 0;
  border-bottom: 1px solid $line_strong; padding: 0 ${sm}px; min-height: ${control}px;
  font-weight: 600; }
QHeaderView::section:hover { background: $surface_hover; }
QTableCornerButton::section { background: $surface_window; border: 0; }

QTabWidget::pane { border: 0; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $text_muted; border: 0;
  border-bottom: 3px solid transparent; padding: 0 ${tab}px; min-height: ${control}px;
  margin-right: ${xxs}px; }
QTabBar::tab:hover { color: $text_normal; background: $surface_hover; }
QTabBar::tab:selected { color: $text_normal; border-bottom: 3px solid $accent_fill; }
QTabBar::scroller { width: ${scroller}px; }
QTabBar QToolButton { min-width: 0; padding: 0; border: 0; border-radius: 0;
  background: $surface_window; }
QTabBar QToolButton:hover { background: $surface_hover; }
QTabBar QToolButton::left-arrow { image: url("$icon_left"); width: ${icon_small}px;
  height: ${icon_small}px; }
QTabBar QToolButton::right-arrow { image: url("$icon_right"); width: ${icon_small}px;
  height: ${icon_small}px; }
QTabBar QToolButton::left-arrow:disabled { image: url("$icon_left_disabled"); }
QTabBar QToolButton::right-arrow:disabled { image: url("$icon_right_disabled"); }

QMenuBar { background: $surface_sidebar; border: 0; padding: 0 ${xs}px; }
QMenuBar::item { padding: ${xs}px ${menu}px; min-height: ${target}px; background: transparent;
  border-radius: ${r_chip}px; }
QMenuBar::item:selected { background: $surface_selected; }
QMenuBar QToolButton { min-width: 0; padding: 0; }
QMenu { background: $surface_raised; border: 1px solid $line_strong; padding: ${xs}px; }
QMenu::item { min-height: ${target}px; padding: ${xs}px ${xl}px ${xs}px ${sm}px;
  border-radius: ${r_chip}px; }
QMenu::icon { padding-left: ${sm}px; }
QMenu::item:selected { background: $surface_selected; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line_subtle; margin: ${xs}px ${sm}px; }
QStatusBar { background: $surface_sidebar; border-top: 1px solid $line_subtle; }
QStatusBar::item { border: 0; }

QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: ${bar_handle}px; margin: 3px; }
QScrollBar::handle:vertical { min-height: ${control}px; }
QScrollBar::handle:horizontal { min-width: ${control}px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: 0; width: 0; height: 0; }
QProgressBar { background: $surface_sunken; border: 1px solid $line_strong; text-align: center;
  border-radius: ${r_chip}px; min-height: ${progress}px; max-height: ${progress}px; }
QProgressBar::chunk { background: $accent_fill; border-radius: ${r_chip}px; }
QSplitter::handle { background: $line_subtle; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
""")


def stylesheet(scheme: str, px: Callable[[float], int], points: float) -> str:
    """Return the sheet of a scheme ("light", "dark", "contrast") for a text size.

    ``px`` turns pixels at 100 % into pixels in force; ``points`` is the body's text size.
    """
    colours = tokens.colours(scheme)
    words: dict[str, str] = {name.replace(".", "_"): value for name, value in colours.items()}
    for name in ("xxs", "xs", "sm", "md", "lg", "xl", "xxl"):
        words[name] = str(px(tokens.number(f"space.{name}")))
    for name in ("control", "card", "chip"):
        words[f"r_{name}"] = str(px(tokens.number(f"radius.{name}")))
    for name in ("caption", "body", "subtitle", "title", "display"):
        words[f"pt_{name}"] = f"{points * tokens.number(f'type.{name}'):.2f}"
    high = scheme == "contrast"
    words |= {
        # Qt's min-height is the inside of the border.
        "control": str(px(tokens.number("size.control_height")) - 2),
        "target": str(max(px(tokens.number("size.target_min")), 24)),
        "tool": str(max(px(tokens.number("size.target_min")), 24) - 2),
        "nav": str(px(36)),
        # With large letters tabs are cut before the window is full: words come before air.
        "tab": str(min(px(tokens.number("space.md")), 14)),
        "scroller": str(2 * min(max(px(24), 24), 36)),  # of both arrows
        "menu": str(min(px(tokens.number("space.sm")), 8)),
        "icon_small": str(px(tokens.number("size.icon_small"))),
        "tick": str(px(16)),
        "tick_half": str(px(16) // 2 + 1),
        "radio": str(px(5)),
        "radio_in": str(px(16) + 2 - 2 * px(5)),
        "bar": str(max(px(12), 12)),
        "bar_handle": str(max(px(12), 12) // 2 - 3),
        "progress": str(px(14)),
        "card_line": colours["line.subtle"],
        "hover_line": colours["line.strong"] if high else "transparent",
        "icon_down": _tinted("chevron-down", colours["text.normal"]),
        "icon_left": _tinted("chevron-left", colours["text.normal"]),
        "icon_right": _tinted("chevron-right", colours["text.normal"]),
        "icon_left_disabled": _tinted("chevron-left", colours["text.disabled"]),
        "icon_right_disabled": _tinted("chevron-right", colours["text.disabled"]),
        "icon_down_on_fill": _tinted("chevron-down", colours["accent.on_fill"]),
        "icon_down_disabled": _tinted("chevron-down", colours["text.disabled"]),
        "icon_calendar": _tinted("calendar", colours["text.normal"]),
        "icon_check": _tinted("check", colours["accent.on_fill"]),
    }
    return _SHEET.substitute(words)


@cache
def _folder() -> Path:
    place = QStandardPaths.StandardLocation.GenericCacheLocation
    folder = Path(QStandardPaths.writableLocation(place)) / "portfolio-app" / "look"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _tinted(icon: str, colour: str) -> str:
    """Return the path of an icon in one colour: a stylesheet takes pictures only from files."""
    path = _folder() / f"{icon}-{colour.lstrip('#')}.svg"
    drawing = assets.text(f"icons/{icon}.svg").replace("currentColor", colour).encode()
    if not path.is_file() or path.read_bytes() != drawing:
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(drawing)
        beside.replace(path)
    return path.as_posix()
