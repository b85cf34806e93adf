"""The choices of a bundle: which pack, how its pages look, what goes beside it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from portfolio_app.domain.options import (
    AnnexPlace,
    BundleOptions,
    FrontSheets,
    PagesShown,
    Pictures,
    Profile,
)
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

LIMIT_WIDTH = 120  # pixels at 100 %


class ChoicesForm(QWidget):
    """``chosen`` carries all choices after one of them changed; ``profile_chosen`` the pack."""

    chosen = Signal(object)  # BundleOptions
    profile_chosen = Signal(object)  # Profile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = BundleOptions()
        self._combos: dict[str, QComboBox] = {}
        self._ticks: dict[str, QCheckBox] = {}
        self._build()

    def show_options(self, options: BundleOptions) -> None:
        """Show these choices; the limit being typed stays."""
        self._options = options
        is_gateway = options.profile is Profile.GATEWAY
        self._profiles[options.profile].setChecked(True)
        for name, combo in self._combos.items():
            combo.setCurrentIndex(combo.findData(getattr(options, name)))
        for name, tick in self._ticks.items():
            tick.setChecked(bool(getattr(options, name)))
        if not self.limit.hasFocus():
            self._show_limit()
        for widget in (*self._of_gateway, self._pages, self._beside):
            widget.setVisible(is_gateway)
        self._show_changed(options)

    def allow(self, *, allowed: bool) -> None:
        """Let the choices be made, or only be seen."""
        for widget in (*self._combos.values(), *self._ticks.values(), self.limit):
            widget.setEnabled(allowed)

    def combo(self, name: str) -> QComboBox:
        """Return the list of one choice, by its name in BundleOptions."""
        return self._combos[name]

    def tick(self, name: str) -> QCheckBox:
        """Return the box of one choice, by its name in BundleOptions."""
        return self._ticks[name]

    def profile(self, profile: Profile) -> QRadioButton:
        """Return the button of a pack."""
        return self._profiles[profile]

    # building

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self._build_profiles())
        first = QWidget()
        flow = FlowLayout(first, look.space("md"))
        sheets = self._choice(self.tr("&Front sheets"), "front_sheets", FrontSheets)
        annex = self._choice(self.tr("&Annex A"), "annex", AnnexPlace)
        self._of_gateway = (sheets, annex)
        for widget in (sheets, annex, self._build_limit()):
            flow.addWidget(widget)
        column.addWidget(first)
        column.addWidget(self._build_more())

    def _build_profiles(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(self.tr("Bundle"))
        flow = FlowLayout(holder, theme().space("md"))
        flow.addWidget(label(self.tr("Bundle"), "strong"))
        group = QButtonGroup(self)
        self._profiles: dict[Profile, QRadioButton] = {}
        for profile in Profile:
            button = QRadioButton(profile.words)
            button.clicked.connect(partial(self._on_profile, profile))
            group.addButton(button)
            flow.addWidget(button)
            self._profiles[profile] = button
        return holder

    def _build_limit(self) -> QWidget:
        self.limit = LineField()
        self._measure()
        theme().changed.connect(self._measure)
        self.limit.setPlaceholderText(self.tr("none"))
        self.limit.setAccessibleName(self.tr("Size limit in MB"))
        self.limit.editingFinished.connect(self._on_limit)
        self.limit.textEdited.connect(lambda _: self._mark(is_wrong=False))
        return above(self.tr("Size &limit in MB"), self.limit)

    def _measure(self) -> None:
        self.limit.setFixedWidth(theme().px(LIMIT_WIDTH))

    def _build_more(self) -> QWidget:
        look = theme()
        self.more = Disclosure(self.tr("More choices"))
        self._pages = QWidget()
        pages = QVBoxLayout(self._pages)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(look.space("xs"))
        row = QWidget()
        flow = FlowLayout(row, look.space("md"))
        flow.addWidget(self._choice(self.tr("&Pages shown"), "pages", PagesShown))
        flow.addWidget(self._choice(self.tr("P&ictures"), "pictures", Pictures))
        pages.addWidget(row)
        for name, words, tip in (
            ("marks", self.tr("Coloured marks on evidence pages"),
             self.tr("Off, passages are shown by flags in the margin only")),
            ("large_print", self.tr("Large print"),
             self.tr("Annex A and every page this app makes in 16 point, landscape. "
                     "Evidence pages stay as they are")),
            ("proposal_ksbs", self.tr("List KSBs that only the proposal is assessed on"),
             self.tr("They stand in annex A, greyed")),
        ):  # fmt: skip
            pages.addWidget(self._tick(name, words, tip))
        self.more.column.addWidget(self._pages)
        self._beside = self._build_beside()
        self.more.column.addWidget(self._beside)
        self.more.column.addWidget(
            self._tick("file_list", self.tr("A list of all files, with their checksums"), "")
        )
        return self.more

    def _build_beside(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(label(self.tr("Beside the PDF, in its folder"), "strong"))
        for name, words, tip in (
            ("scope", self.tr("Proposal scope summary"), ""),
            ("recordings", self.tr("Recordings"), ""),
            ("originals", self.tr("Untouched originals of signed pieces and forms"),
             self.tr("An original never travels when anything is hidden in its pages")),
            ("item_pdfs", self.tr("A PDF of each piece, with the same page numbers"), ""),
            ("annex_xlsx", self.tr("Annex A as an Excel workbook"), ""),
            ("annex_docx", self.tr("Annex A as a Word document"), ""),
        ):  # fmt: skip
            column.addWidget(self._tick(name, words, tip))
        return holder

    def _choice(self, words: str, name: str, values: type[StrEnum]) -> QWidget:
        combo = ChoiceBox()
        combo.setAccessibleName(words.replace("&", ""))
        for value in values:
            combo.addItem(str(value.words), value)  # type: ignore[attr-defined] # ours have words
        combo.activated.connect(partial(self._on_combo, name))
        self._combos[name] = combo
        return above(words, combo)

    def _tick(self, name: str, words: str, tip: str) -> QCheckBox:
        tick = QCheckBox(words)
        tick.setToolTip(tip)
        tick.setAccessibleDescription(tip)
        tick.clicked.connect(partial(self._on_tick, name))
        self._ticks[name] = tick
        return tick

    # reacting

    def _on_profile(self, profile: Profile, *_checked: object) -> None:
        if profile is not self._options.profile:
            self.profile_chosen.emit(profile)

    def _on_combo(self, name: str, *_index: object) -> None:
        self._choose(name, self._combos[name].currentData())

    def _on_tick(self, name: str, *_checked: object) -> None:
        self._choose(name, self._ticks[name].isChecked())

    def _on_limit(self) -> None:
        limit = parse_megabytes(self.limit.text())
        self._mark(is_wrong=limit is None)
        if limit is not None:
            self._choose("limit_mb", limit)
            self._show_limit()

    def _choose(self, name: str, value: Any) -> None:
        chosen = replace(self._options, **{name: value})
        if chosen != self._options:
            self._options = chosen
            self._show_changed(chosen)
            self.chosen.emit(chosen)

    def _show_limit(self) -> None:
        limit = self._options.limit_mb
        self.limit.setText(f"{limit:g}" if limit else "")
        self._mark(is_wrong=False)

    def _mark(self, *, is_wrong: bool) -> None:
        said = self.tr("This isn't a number of megabytes. Empty means no limit.")
        self.limit.setToolTip(said if is_wrong else "")
        self.limit.setAccessibleDescription(said if is_wrong else "")
        if bool(self.limit.property("wrong")) != is_wrong:
            self.limit.setProperty("wrong", is_wrong)
            restyle(self.limit)

    def _show_changed(self, options: BundleOptions) -> None:
        """Say on the closed part how many choices in it are not the usual ones."""
        usual = BundleOptions(profile=options.profile)
        names = ("pages", "pictures", *self._ticks)
        if options.profile is Profile.PROPOSAL:
            names = ("file_list",)
        other = sum(getattr(options, name) != getattr(usual, name) for name in names)
        title = self.tr("More choices")
        if other:
            title = self.tr("More choices, {0} changed").format(other)
        self.more.set_title(title)


def parse_megabytes(typed: str) -> float | None:
    """Return a size in megabytes as typed ("100", "100 MB", "1,5"); 0 for none, None if unclear."""
    plain = typed.strip().casefold().removesuffix("mb").strip().replace(",", ".")
    if not plain:
        return 0.0
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None
