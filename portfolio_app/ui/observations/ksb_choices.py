"""What the observer is asked to look for: suggestions to tick, and any other KSB."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from portfolio_app.domain.asking import minutes_for_ksbs
from portfolio_app.domain.forms import MOST_KSBS, SUGGESTED_KSBS
from portfolio_app.domain.ksb import Ksb
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import KsbChip, ksb_name
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme


class KsbChoices(QWidget):
    """Holds at most six. ``changed`` follows every tick and every KSB added or taken away."""

    changed = Signal()

    def __init__(self, ksbs: Sequence[Ksb], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ksbs = {ksb.uid: ksb for ksb in ksbs if not ksb.retired}
        self._chosen: list[str] = []
        self._suggested: tuple[tuple[str, str], ...] = ()
        self.ticks: dict[str, QCheckBox] = {}
        self.chips: list[KsbChip] = []
        look = theme()
        self.why = label("", "caption", wrap=True)
        self._offers = QWidget()
        self._offer_flow = FlowLayout(self._offers, look.space("md"))
        self._others = QWidget()
        self._other_flow = FlowLayout(self._others, look.space("xs"))
        self.field = KsbField(list(self._ksbs.values()))
        self.field.edit.setAccessibleName(self.tr("Add a KSB"))
        self.field.edit.setPlaceholderText(self.tr("Add a KSB: a code or a word"))
        self.field.setMaximumWidth(look.px(320))
        self.cost = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        for each in (self.why, self._offers, self._others, self.field, self.cost):
            column.addWidget(each)
        self.setFocusProxy(self.field)
        self.field.changed.connect(self._on_added)
        self._show()

    @property
    def uids(self) -> tuple[str, ...]:
        """The KSBs chosen, in the order in which they were."""
        return tuple(self._chosen)

    def choose(self, uids: Iterable[str]) -> None:
        """Hold exactly these, without telling."""
        self._chosen = [uid for uid in dict.fromkeys(uids) if uid in self._ksbs]
        self._show()

    def suggest(self, suggested: Sequence[tuple[str, str]]) -> None:
        """Offer KSBs by (uid, how things stand: "No evidence yet"), the best first."""
        known = tuple(each for each in suggested if each[0] in self._ksbs)
        if known == self._suggested and self.ticks:
            return
        self._suggested = known
        while self._offer_flow.count():
            item = self._offer_flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.ticks = {}
        for uid, standing in known:
            ksb = self._ksbs[uid]
            tick = QCheckBox(f"{ksb.code}  {standing}")
            tick.setAccessibleName(f"{ksb_name(ksb)}, {standing}")
            tick.setToolTip(plain_tip(f"{ksb.code}: {ksb.text}"))
            tick.clicked.connect(partial(self._on_tick, uid))
            self.ticks[uid] = tick
            self._offer_flow.addWidget(tick)
        self._show()

    def _show(self) -> None:
        full = len(self._chosen) >= MOST_KSBS
        self.why.setVisible(bool(self.ticks))
        self.why.setText(self.tr("Usually best seen by someone else, and thin for you:"))
        self._offers.setVisible(bool(self.ticks))
        for uid, tick in self.ticks.items():
            tick.setChecked(uid in self._chosen)
            tick.setEnabled(not full or uid in self._chosen)
        for chip in self.chips:
            self._other_flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for uid in self._chosen:
            if uid not in self.ticks:
                chip = KsbChip(self._ksbs[uid], removable=True, with_words=True)
                chip.removed.connect(partial(self._on_removed, uid))
                self._other_flow.addWidget(chip)
                self.chips.append(chip)
        self._others.setVisible(bool(self.chips))
        self._follow()
        self.field.setEnabled(not full)
        self.cost.setText(cost_words(len(self._chosen)))
        self.field.edit.setAccessibleDescription(self.cost.text())

    def _follow(self) -> None:
        """Let Tab come to what was made here in its place; it would be the window's last."""
        stops: list[QWidget] = [*self.ticks.values(), *self.chips]
        before = self.field.edit.previousInFocusChain()
        while before is not None and (
            before in stops or before.focusPolicy() is Qt.FocusPolicy.NoFocus
        ):
            before = before.previousInFocusChain()
            if before is self.field.edit:
                return  # nothing else is in the window yet
        if before is None:
            return
        for each in stops:
            QWidget.setTabOrder(before, each)
            before = each

    def _on_tick(self, uid: str, *_: object) -> None:
        if not self.ticks[uid].isChecked():
            self._chosen = [each for each in self._chosen if each != uid]
        elif uid not in self._chosen:
            self._chosen.append(uid)
        self._show()
        self.changed.emit()

    def _on_added(self) -> None:
        fresh = [uid for uid in self.field.uids if uid not in self._chosen]
        if not self.field.uids:
            return
        self.field.clear()
        if fresh and len(self._chosen) < MOST_KSBS:
            self._chosen.append(fresh[0])
            self._show()
            announcer().say(self.cost.text())
            self.changed.emit()

    def _on_removed(self, uid: str) -> None:
        self._chosen.remove(uid)
        self._show()
        self.field.edit.setFocus()
        self.changed.emit()


def cost_words(count: int) -> str:
    """Return how much of the observer's time so many KSBs take."""
    minutes = minutes_for_ksbs(count)
    if count >= MOST_KSBS:
        return f"6 KSBs, which is the most. About {minutes} minutes for the observer."
    if count > SUGGESTED_KSBS:
        return f"Each KSB above 4 adds about two minutes: about {minutes} minutes for the observer."
    if not count:
        return "Choose up to 4, 6 at most."
    return f"About {minutes} minutes for the observer."
