"""The filters above what the review found: all, each kind, and pages only a person can look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from portfolio_app.domain.hiding import FoundKind, PossibleName
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.theme import theme

TIGHT_FROM = 150  # per cent: large letters leave room for the choices, and a menu for the rest
ALL, LOOK = "", "look"  # beside the kinds: everything, and pages that only a person can look at


class HidingFilters(QWidget):
    """Chips of which one is chosen, each with how many there are."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = ALL
        row = FlowLayout(self, theme().space("xs"))
        group = QButtonGroup(self)
        self.chip_of: dict[str, QPushButton] = {}
        for name in (ALL, *FoundKind, LOOK):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setChecked(name == ALL)
            chip.setAutoDefault(False)
            chip.setObjectName(f"filter_{name or 'all'}")
            chip.clicked.connect(partial(self._on_chip, str(name)))
            group.addButton(chip)
            self.chip_of[str(name)] = chip
            row.addWidget(chip)

    def show_counts(self, found: Sequence[PossibleName], to_look_at: int) -> None:
        """Say how many there are of each; ``to_look_at`` counts items, not pages."""
        for name, chip in self.chip_of.items():
            if name == LOOK:
                chip.setText(self.tr("Look yourself {0}").format(to_look_at))
                chip.setVisible(bool(to_look_at))
            elif name == ALL:
                chip.setText(self.tr("All {0}").format(len(found)))
            else:
                number = sum(each.kind == name for each in found)
                chip.setText(f"{FoundKind(name).words} {number}")
                # Large letters leave no room for what there is none of.
                chip.setVisible(bool(number) or theme().scale < TIGHT_FROM or name == self.name)
            chip.setChecked(name == self.name)

    def keeps(self, found: PossibleName) -> bool:
        """Return whether the filter lets this through."""
        return self.name in (ALL, found.kind)

    def _on_chip(self, name: str, *_checked: object) -> None:
        self.name = name
        self.chosen.emit()
