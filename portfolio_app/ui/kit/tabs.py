"""The sub-views at the top of an area, as tabs: left-aligned, elided when there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from portfolio_app.ui.kit.labels import plain_tip


def tab_bar(name: str, titles: Sequence[str]) -> QTabBar:
    """Return a bar of tabs. All of them stay in view: titles are elided rather than scrolled."""
    bar = QTabBar()
    bar.setAccessibleName(name)
    bar.setExpanding(False)
    bar.setDrawBase(False)
    bar.setUsesScrollButtons(False)
    bar.setElideMode(Qt.TextElideMode.ElideRight)
    for index, title in enumerate(titles):
        bar.addTab(title)
        bar.setTabToolTip(index, plain_tip(title))
    return bar
