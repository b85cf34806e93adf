"""One KSB in full: statement, method, status with its rule, best example, every claim."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.coverage import CAVEAT, KsbCoverage, KsbStatus
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import theme_of
from portfolio_app.domain.passage import Claim, Strength
from portfolio_app.domain.proposal_coverage import RULE, ProposalKsb
from portfolio_app.ui.kit.chips import KsbChip, StatusLabel
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.claims_view import ClaimsView
from portfolio_app.ui.ksbs.coverage_map import (
    Counting,
    CoverageMap,
    has_code,
    passages,
    rule_of,
    where,
)

FIRST = 20  # claims shown until all are asked for


class KsbPanel(QWidget):
    """What the details pane and the KSB's own page show; the page has more room and no title."""

    claim_opened = Signal(object)  # Claim
    page_wanted = Signal(str)  # uid: show this KSB on its own page
    evidence_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_page: bool = False) -> None:
        super().__init__(parent)
        self._is_page = is_page
        self._row: KsbCoverage | None = None
        self._claims: tuple[Claim, ...] = ()
        self._build()

    def show_nothing(self, words: str) -> None:
        """Say why no KSB is shown."""
        self._row = None
        self._whole.hide()
        self._nothing.setText(words)
        self._nothing.show()

    def show_ksb(self, known: CoverageMap, row: KsbCoverage) -> None:
        """Show a KSB as this map knows it."""
        same = self._row is not None and self._row.ksb.uid == row.ksb.uid
        self._row = row
        self._show_head(row.ksb)
        self._statement.setText(row.ksb.text)
        theme_of_it = theme_of(known.standard, row.ksb.uid)
        in_theme = self.tr("Theme: {0}.").format(theme_of_it.title) if theme_of_it else ""
        self._method.setText(f"{self._method_words(known, row.ksb)} {in_theme}".strip())
        self._status.set_status(row.status, late=known.is_late)
        self._show_written(known.proposal.get(row.ksb.uid))
        self._rule.setText(rule_of(row.status))
        counted = {claim.uid for claim in row.claims}
        others = [each for each in known.everything.get(row.ksb.uid, ()) if each.uid not in counted]
        self._claims = (*row.claims, *others)
        self._others.setText(self._others_words(known, len(row.claims), len(others)))
        best = row.claims[0] if row.claims else None
        self._best.setVisible(best is not None and self._is_page)
        if best is not None:
            words = self.tr("Open the best example: {0}")
            if best.strength is not Strength.BEST:
                words = self.tr("No best example chosen yet. Open the strongest: {0}")
            self._best.setText(words.format(where(best)))
        self._empty.setVisible(not self._claims)
        self._list.setVisible(bool(self._claims))
        self._show_claims(len(self._claims) if same and self._all.isHidden() else FIRST)
        self._nothing.hide()
        self._whole.show()

    @property
    def has_claims(self) -> bool:
        """Whether any claim is shown."""
        return bool(self._claims)

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the claims, or the way to find some."""
        return self._list if self._claims else self._find

    # building

    def _build(self) -> None:
        look = theme()
        self._nothing = label("", "muted", wrap=True)
        self._whole = QWidget()
        outer = QVBoxLayout(self)
        pad = 0 if self._is_page else look.space("lg")
        outer.setContentsMargins(pad, pad, pad, pad)
        outer.addWidget(self._nothing)
        outer.addWidget(self._whole)
        outer.addStretch()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        self._head = QHBoxLayout()
        self._head.setSpacing(look.space("sm"))
        column.addLayout(self._head)
        self._short = label("", "subtitle", wrap=True)
        self._statement = self._readable()
        self._method = label("", "muted", wrap=True)
        self._status = StatusLabel(KsbStatus.GAP)
        self._rule = label("", "muted", wrap=True)
        self._written = label("", "muted", wrap=True)
        self._written.setToolTip(plain_tip(RULE))
        self._caveat = label(CAVEAT, "caption", wrap=True)
        self._best = QPushButton()
        self._best.setProperty("look", "link")
        self._best.clicked.connect(self._on_best)
        self._others = label("", "strong", wrap=True)
        self._list = ClaimsView(tall=True)
        self._list.opened.connect(self.claim_opened)
        self._all = QPushButton()
        self._all.setProperty("look", "quiet")
        self._all.clicked.connect(self._on_all)
        above: tuple[QWidget, ...] = (self._short, self._statement, self._method, _line())
        below: tuple[QWidget, ...] = (
            self._status, self._rule, self._written, self._caveat, _line(), self._others,
        )  # fmt: skip
        for widget in (*above, *below):
            column.addWidget(widget)
        column.addWidget(self._best, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._build_empty())
        column.addWidget(self._list)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._is_page:
            self._more = QPushButton(self.tr("Open this KSB"))
            self._more.clicked.connect(self._on_more)
            column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._whole.hide()

    def _build_empty(self) -> QWidget:
        self._empty = QWidget()
        row = QVBoxLayout(self._empty)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("sm"))
        words = self.tr("Open a piece of evidence, highlight the words that show this, and map it.")
        row.addWidget(label(words, "muted", wrap=True))
        self._find = QPushButton(self.tr("Find evidence"))
        self._find.clicked.connect(lambda: self.evidence_wanted.emit())
        row.addWidget(self._find, 0, Qt.AlignmentFlag.AlignLeft)
        self._find.setVisible(not self._is_page)  # the page itself has Find more
        return self._empty

    def _readable(self) -> QLabel:
        made = label(wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setFont(theme().reading_font())
        theme().changed.connect(self._on_look_changed)
        return made

    # showing

    def _show_head(self, ksb: Ksb) -> None:
        while (item := self._head.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        chip = KsbChip(ksb)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._head.addWidget(chip)
        self._head.addWidget(label(ksb.kind.value.capitalize(), "muted"))
        self._head.addStretch()
        self._short.setText(ksb.short)
        self._short.setVisible(has_code(ksb) and not self._is_page)

    def _method_words(self, known: CoverageMap, ksb: Ksb) -> str:
        if not ksb.methods:
            return self.tr(
                "Method not set: nobody has said how this is assessed. "
                "It counts as one to show in the portfolio."
            )
        words = self.tr("Assessed by: {0}.").format(known.methods.get(ksb.uid, ""))
        if not ksb.methods_confirmed:
            words += " " + self.tr("Not confirmed for this version of the standard.")
        return words

    def _others_words(self, known: CoverageMap, counted: int, others: int) -> str:
        if not counted and not others:
            return self.tr("No evidence yet")
        words = passages(counted)[:1].upper() + passages(counted)[1:]
        if known.counting is Counting.SHORTLIST:
            words += " " + self.tr("on the shortlist")
            if others:
                words += self.tr(", {0} more in the library").format(others)
        return words

    def _show_written(self, written: ProposalKsb | None) -> None:
        self._written.setVisible(written is not None)
        if written is not None:
            places = ", ".join(dict.fromkeys(each.where for each in written.paragraphs))
            words = self.tr("In the proposal: {0}.").format(written.words)
            self._written.setText(f"{words} {places}".strip())

    def _show_claims(self, most: int) -> None:
        self._list.show_claims(self._claims[:most])
        hidden = len(self._claims) - most
        self._all.setVisible(hidden > 0)
        self._all.setText(self.tr("Show all {0}").format(len(self._claims)))

    # reacting

    def _on_all(self) -> None:
        self._show_claims(len(self._claims))
        self._list.setFocus()

    def _on_best(self) -> None:
        if self._row is not None and self._row.claims:
            self.claim_opened.emit(self._row.claims[0])

    def _on_more(self) -> None:
        if self._row is not None:
            self.page_wanted.emit(self._row.ksb.uid)

    def _on_look_changed(self) -> None:
        self._statement.setFont(theme().reading_font())


def _line() -> QFrame:
    made = QFrame()
    made.setProperty("look", "line")
    return made
