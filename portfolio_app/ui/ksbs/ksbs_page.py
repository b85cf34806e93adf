"""The KSBs area: coverage, skills scans, and one KSB's own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, STANDARD, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import stack_under, tab_bar
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.coverage_map import Counting, CoverageMap, read_map, where
from portfolio_app.ui.ksbs.coverage_screen import CoverageScreen
from portfolio_app.ui.ksbs.ksb_page import KsbPage
from portfolio_app.ui.ksbs.ksb_panel import KsbPanel
from portfolio_app.ui.ksbs.scan_view import ScanView

MINE = frozenset({
    Topic.CLAIMS, Topic.SHORTLIST, Topic.EVIDENCE, Topic.STANDARD, Topic.PORTFOLIO, Topic.PROPOSAL,
})  # fmt: skip
TABS = ("coverage", "scan")


class KsbsPage(Page):
    """Coverage of every KSB, and a KSB in full: ``Place(KSBS, ksb=uid)`` shows one.

    With ``want="find"`` its page looks at once for more pages that may be near.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._known: CoverageMap | None = None
        self._counting: Counting | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._is_reading = False
        self._ksb = ""  # uid of the KSB whose page is in view
        self._must_find = False  # once its page is shown, what is near is looked for
        self._build()
        self._connect()

    # what the shell asks for

    @override
    def show_place(self, place: Place) -> None:
        if place.want == "filter:gaps":
            self.coverage.show_only_gaps()
        if place.ksb and place.tab != "coverage":
            self._ksb = place.ksb
            self._must_find = place.want == "find"
            was_here = self.isAncestorOf(self.window().focusWidget())
            self._stack.setCurrentWidget(self.ksb_page)
            self._show_ksb_page()
            if was_here and self._known is not None:
                self.ksb_page.first_focus().setFocus()
        else:
            self.ksb_page.flush()
            self._ksb = ""
            self._stack.setCurrentWidget(self._tabbed)
            self.tabs.setCurrentIndex(TABS.index(place.tab) if place.tab in TABS else 0)
            self.title_changed.emit(self.tr("KSBs"))
            if place.ksb:
                self.coverage.show_ksb(place.ksb)
        self._seen.if_seen()
        self.handlers_changed.emit()

    @override
    def handlers(self) -> Mapping[str, Handler]:
        if self._ksb or self._is_scan:
            return {}
        whole: Handler = self.coverage.claim_current_whole
        if self.workspace.readonly:
            whole = self.tr("The portfolio is open to read: nothing can be changed.")
        elif self.coverage.is_list:
            whole = self.tr("Choose a cell of the map first.")
        return {
            "find": self.coverage.choices.filter.setFocus,
            "open_item": self.coverage.open_current,
            "claim_whole": whole,
            "copy_locator": self._on_copy,
        }

    @override
    def details(self) -> QWidget | None:
        return None if self._ksb or self._is_scan else self._panel

    @override
    def first_focus(self) -> QWidget | None:
        if self._ksb:
            return self.ksb_page.first_focus()
        return self.scan.first_focus() if self._is_scan else self.coverage.first_focus()

    @override
    def can_leave(self) -> bool:
        self.ksb_page.flush()
        return True

    @property
    def _is_scan(self) -> bool:
        return not self._ksb and self.tabs.currentIndex() == TABS.index("scan")

    @property
    def is_ready(self) -> bool:
        """Whether the map has been read and nothing changed since."""
        return self._known is not None and not self._seen.is_due and not self._is_reading

    # building

    def _build(self) -> None:
        self.coverage = CoverageScreen(readonly=self.workspace.readonly)
        self._panel = KsbPanel()
        self._panel.setAccessibleName(self.tr("Details of the KSB"))
        self._panel.show_nothing(self.tr("Choose a KSB to see its statement and passages."))
        self.ksb_page = KsbPage(self.workspace)
        self.scan = ScanView(self.workspace)
        self.tabs = tab_bar(self.tr("KSBs"), (self.tr("Coverage"), self.tr("Skills scan")))
        self._tabbed = QWidget()
        stack_under(self.tabs, self._tabbed, (self.coverage, self.scan))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tabbed)
        self._stack.addWidget(self.ksb_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self._seen.listen(self.workspace, MINE)
        screen = self.coverage
        screen.claim_opened.connect(self._on_claim)
        screen.ksb_opened.connect(self._on_ksb)
        screen.item_opened.connect(self._on_item)
        screen.current_changed.connect(self._on_current)
        screen.counting_wanted.connect(self._on_counting)
        screen.whole_wanted.connect(self._on_whole)
        screen.add_wanted.connect(self.workspace.actions["add_files"].trigger)
        screen.shortlist_wanted.connect(self._on_shortlist)
        screen.sources_wanted.connect(self._on_sources)
        screen.choices.shape_changed.connect(lambda _: self.handlers_changed.emit())
        for panel in (self._panel, self.ksb_page.panel):
            panel.claim_opened.connect(self._on_claim)
            panel.evidence_wanted.connect(self._on_evidence)
        self._panel.page_wanted.connect(self._on_ksb)
        self.ksb_page.back_wanted.connect(self._on_back)
        self.ksb_page.ksb_wanted.connect(self._on_ksb)
        self.ksb_page.reviewed.connect(self._on_reviewed)
        self.tabs.currentChanged.connect(self._on_tab)

    # reading

    def _read_again(self) -> None:
        self._is_reading = True
        today = date.today()  # noqa: DTZ011 - the person's own day
        self.workspace.look(read_map, self._counting, today, then=self._on_read, key="coverage map")

    def _on_read(self, known: CoverageMap) -> None:
        had_focus = self.focusWidget() is None or self._known is None
        self._known = known
        self._is_reading = False
        self.coverage.show_map(known)
        self._show_ksb_page()
        if had_focus and self.isVisible() and self.window().focusWidget() in (None, self):
            first = self.first_focus()
            if first is not None:
                first.setFocus()
        self.handlers_changed.emit()

    def _show_ksb_page(self) -> None:
        known = self._known
        if not self._ksb or known is None:
            return
        row = known.row_of(self._ksb)
        if row is None:
            self.ksb_page.show_nothing(self.tr("This standard has no such KSB any more."))
            return
        self.ksb_page.show_ksb(known, row)
        self._panel.show_ksb(known, row)
        self.title_changed.emit(row.ksb.code)
        if self._must_find:
            self._must_find = False
            self.ksb_page.find_more()

    # reacting

    def _on_tab(self, index: int) -> None:
        self.workspace.here(Place(KSBS, tab=TABS[index]))
        self.handlers_changed.emit()

    def _on_current(self, uid: str) -> None:
        known = self._known
        row = known.row_of(uid) if known is not None and uid else None
        if known is None or row is None:
            self._panel.show_nothing(self.tr("Choose a KSB to see its statement and passages."))
        else:
            self._panel.show_ksb(known, row)

    def _on_counting(self, counting: Counting) -> None:
        self._counting = counting
        self._seen.ask()

    def _on_claim(self, claim: Claim) -> None:
        page = max(claim.page - 1, 0)
        self.workspace.go(Place(EVIDENCE, item=claim.item_uid, claim=claim.uid, page=page))

    def _on_item(self, uid: str) -> None:
        self.workspace.go(Place(EVIDENCE, item=uid))

    def _on_ksb(self, uid: str) -> None:
        self.workspace.go(Place(KSBS, tab="ksb", ksb=uid))

    def _on_back(self) -> None:
        self.workspace.go(Place(KSBS, tab="coverage", ksb=self._ksb))

    def _on_reviewed(self, uid: str) -> None:
        from portfolio_app.services import standards

        self.workspace.do(standards.looked_at, uid, toast=True)

    def _on_evidence(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="library"))

    def _on_shortlist(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="shortlist"))

    def _on_sources(self) -> None:
        self.workspace.go(Place(STANDARD, tab="compare"))

    def _on_whole(self, ksb_uid: str, item_uid: str) -> None:
        from portfolio_app.services import mapping

        self.workspace.do(mapping.claim, item_uid, [ksb_uid], mapping.WHOLE, toast=True)

    def _on_copy(self) -> None:
        claims = self.coverage.current_claims()
        if claims:
            QGuiApplication.clipboard().setText(where(claims[0]))
            self.workspace.tell(self.tr("Copied: {0}").format(where(claims[0])))
        else:
            self.workspace.tell(self.tr("There is no passage here to copy the place of."))
