"""Pages of an open document as the page view asks for them: drawn by the workroom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.services.reading import OpenDocument
from portfolio_app.ui.kit.workspace import Workspace


class Verbs(Protocol):
    """The verbs of what is open: services.reading for an item, services.return_pages for a form."""

    @property
    def draw(self) -> Callable[..., PageImage]:
        """Draw a page."""

    @property
    def chars(self) -> Callable[..., PageChars]:
        """Say where its characters lie."""


class HeldPages:
    """The pages of one document that the workroom holds open. Page indexes count from 0."""

    def __init__(self, workspace: Workspace, document: OpenDocument, verbs: Verbs) -> None:
        self._workspace = workspace
        self._document = document
        self._verbs = verbs

    @property
    def sizes(self) -> Sequence[tuple[float, float]]:
        """Width and height of every page in points, as shown."""
        return self._document.sizes

    def draw(
        self,
        page_index: int,
        scale: float,
        then: Callable[[PageImage], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Draw a page at ``scale`` pixels a point."""
        uid = self._document.item_uid
        self._workspace.look(self._verbs.draw, uid, page_index, scale, then=then, failed=failed)

    def chars(
        self,
        page_index: int,
        then: Callable[[PageChars], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Say where each character of a page lies."""
        uid = self._document.item_uid
        self._workspace.look(self._verbs.chars, uid, page_index, then=then, failed=failed)
