"""What lies in one cell of the coverage map: its passages, and what else can be done there.

It lies inside the window rather than in a window of its own: there the focus ring shows, and the
window keeps the focus. It closes when the focus leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit.labels import ElidedLabel, label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.claims_view import ClaimsView
from portfolio_app.ui.ksbs.coverage_map import MapColumn

_MOST_ITEMS, _TITLE = 3, 40  # candidates that are offered, and characters of a title
_WIDTH, _HEIGHT = 420, 360  # pixels at 100 %: the width, and the most the list may take


class PassagesPopup(QFrame):
    """Shown under a cell. Enter opens the page, + claims the whole item, Esc closes."""

    claim_opened = Signal(object)  # Claim
    whole_wanted = Signal()
    ksb_wanted = Signal()
    item_wanted = Signal(str)  # uid of an item that may show the KSB

    def __init__(
        self,
        parent: QWidget,
        opener: QWidget,
        row: KsbCoverage,
        column: MapColumn,
        claims: tuple[Claim, ...],
        *,
        why_not_whole: str = "",
        candidates: Sequence[EvidenceItem] = (),
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._left = False
        self._opener = opener
        self.setProperty("look", "toast")
        self._claims = claims
        self._can_claim = not why_not_whole
        name = column.label.replace("\n", " ")
        self.setAccessibleName(self.tr("{0}, {1}: passages").format(row.ksb.code, name))
        self._build(row, column, why_not_whole, candidates)

    def show_at(self, cell: QRect) -> None:
        """Show it below a cell (in the parent's pixels), above where there is no room."""
        self.adjustSize()
        inside = self._over.rect().adjusted(4, 4, -4, -4)
        left = max(min(cell.left(), inside.right() - self.width()), inside.left())
        top = cell.bottom() + 2
        if top + self.height() > inside.bottom():
            top = max(cell.top() - self.height() - 2, inside.top())
        self.move(QPoint(left, top))
        self.show()
        self.raise_()
        first = self.list if self._claims else self._first_button()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self._over.installEventFilter(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "+" and self._can_claim:
            self._on_whole()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._over:
            self.leave()
        return False

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside: from the last thing to the first and back. Esc leaves."""
        stops: list[QWidget] = [
            each for each in (self.list, *self.items, self.whole, self.about) if each.isVisible()
        ]
        if not stops:  # Qt asks while it hides this: the focus is to leave
            return super().focusNextPrevChild(forward)
        focus = self.focusWidget()
        at = stops.index(focus) if focus in stops else -1
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _build(
        self,
        row: KsbCoverage,
        column: MapColumn,
        why_not_whole: str,
        candidates: Sequence[EvidenceItem],
    ) -> None:
        look = theme()
        name = column.label.replace("\n", " ")
        title = ElidedLabel(self.tr("{0} in {1}").format(row.ksb.code, name))
        title.setFont(look.font("body", strong=True))
        about = ElidedLabel(column.words if len(column.items) == 1 else row.ksb.short)
        self.list = ClaimsView(tall=False)
        self.list.show_claims(self._claims)
        self.list.opened.connect(self._on_opened)
        self.list.clicked.connect(self._on_clicked)
        column_layout = QVBoxLayout(self)
        pad = look.space("md")
        column_layout.setContentsMargins(pad, pad, pad, pad)
        column_layout.setSpacing(look.space("sm"))
        column_layout.addWidget(title)
        column_layout.addWidget(about)
        width = look.px(_WIDTH)
        if self._claims:
            wanted, most = self.list.wanted_height(width - 2 * pad - 2), look.px(_HEIGHT)
            if wanted <= most:
                self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.list.setFixedHeight(min(wanted, most))
            column_layout.addWidget(self.list)
        else:
            words = self.tr("No passage here yet.")
            if candidates:
                words = self.tr("It may show this, but needs a passage. It doesn't count yet.")
            column_layout.addWidget(label(words, "muted", wrap=True))
            self.list.hide()
        self.items = [self._item_button(each) for each in candidates[:_MOST_ITEMS]]
        for button in self.items:
            column_layout.addWidget(button)
        if why_not_whole:
            column_layout.addWidget(label(why_not_whole, "caption", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        self.whole = QPushButton(self.tr("Claim the whole item"))
        self.whole.setToolTip(self.tr("Plus does the same"))
        self.whole.setEnabled(self._can_claim)
        if not self._can_claim:
            self.whole.hide()
        self.whole.clicked.connect(self._on_whole)
        self.about = QPushButton(self.tr("About {0}").format(_short(row.ksb.code)))
        self.about.clicked.connect(self._on_about)
        buttons.addWidget(self.whole)
        buttons.addWidget(self.about)
        buttons.addStretch()
        column_layout.addLayout(buttons)
        self.setFixedWidth(max(width, self.sizeHint().width()))

    def _item_button(self, item: EvidenceItem) -> QPushButton:
        title = item.title if len(item.title) <= _TITLE else f"{item.title[: _TITLE - 1]}…"
        made = QPushButton(self.tr("Open {0}").format(title).replace("&", "&&"))
        made.setToolTip(plain_tip(item.title))
        made.setProperty("item", item.uid)
        made.clicked.connect(self._on_item)
        return made

    def _first_button(self) -> QPushButton:
        if self.items:
            return self.items[0]
        return self.whole if self._can_claim else self.about

    def leave(self) -> None:
        """Close, and give the focus back to the map if it is still in here."""
        if self._left:
            return
        self._left = True
        is_inside = self.isAncestorOf(self._over.focusWidget())
        if is_inside and shiboken6.isValid(self._opener):
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.deleteLater()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._left and not self.isAncestorOf(new):
            # Not at once: hiding in the middle of a change of focus ends in Qt's own focus chain.
            QTimer.singleShot(0, self.leave)

    def _on_clicked(self) -> None:
        claim = self.list.current_claim()
        if claim is not None:
            self._on_opened(claim)

    def _on_opened(self, claim: Claim) -> None:
        self.leave()
        self.claim_opened.emit(claim)

    def _on_item(self) -> None:
        uid = self.sender().property("item")
        self.leave()
        self.item_wanted.emit(uid)

    def _on_whole(self) -> None:
        self.leave()
        self.whole_wanted.emit()

    def _on_about(self) -> None:
        self.leave()
        self.ksb_wanted.emit()


def _short(code: str) -> str:
    return code if len(code) <= 20 else f"{code[:19]}…"
