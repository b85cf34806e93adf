"""Where the person was in each item: page, zoom, pages or words. A habit, so nothing to undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.services import evidence
from portfolio_app.store import queries
from portfolio_app.ui.evidence.reader_views import ReaderViews
from portfolio_app.ui.kit.workspace import Workspace

REST_MS = 1000  # after the last move, before it is written down


class ReaderMemory(QObject):
    """Writes down where the person is a second after they came to rest, and on leaving."""

    def __init__(self, workspace: Workspace, views: ReaderViews, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.views = views
        self._item: EvidenceItem | None = None
        self._kept_page = 0
        self._kept_view = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._write)
        views.page_changed.connect(self._on_moved)
        views.pages.zoom_changed.connect(self._on_moved)
        views.turned.connect(self._on_moved)

    def begin(self, item: EvidenceItem) -> None:
        """Remember places of another item from now on."""
        self._item = item
        self._kept_page = item.last_page
        self._kept_view = queries.evidence.last_view(self.workspace.store, item.uid)

    @property
    def page(self) -> int:
        """The page the item was left on, from 0."""
        return max(self._kept_page - 1, 0)

    @property
    def was_text(self) -> bool:
        """Whether its words were in front."""
        return self._kept_view.startswith("text")

    @property
    def zoom(self) -> float:
        """The zoom it was left at, 1.0 is 100 %; 0.0 when the page fitted the window."""
        words = self._kept_view.split()
        return float(words[1]) if len(words) == 2 else 0.0

    def leave(self) -> None:
        """Write down what waits."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def _on_moved(self, *_: object) -> None:
        if not self.workspace.readonly and self.views.document is not None:
            self._timer.start()

    def _write(self) -> None:
        item, views = self._item, self.views
        if item is None or views.document is None or views.is_whole:
            return
        page, pages = views.page + 1, views.pages
        view = "text" if views.is_text else "page"
        if not pages.fits_width:
            view = f"{view} {pages.zoom:.3f}"
        if (page, view) != (self._kept_page, self._kept_view):
            self._kept_page, self._kept_view = page, view
            self.workspace.do(evidence.remember_place, item.uid, page, view)
