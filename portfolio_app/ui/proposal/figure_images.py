"""The images of figures as the editor draws them: fetched when first looked at, a few kept."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from portfolio_app.domain.document import PageImage
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

LONGEST = 1400  # pixels of the longer side: sharp across the text of a large window
_MOST_BYTES = 96 << 20


class FigureImages(QObject):
    """Gives the editor its images; one that is on its way is drawn as soon as it is there."""

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        editor.set_images(self.image)

    def image(self, picture_uid: str) -> QImage | None:
        """Return a picture's image; None while it is on its way, or when it can't be had."""
        from portfolio_app.services import pictures

        found = self._kept.get(picture_uid)
        if found is not None:
            self._kept.move_to_end(picture_uid)
            return found
        picture = self._editor.objects.pictures.get(picture_uid)
        if picture is not None and picture_uid not in self._asked:
            self._asked.add(picture_uid)
            self._workspace.look(
                pictures.drawn, picture, LONGEST, then=partial(self.keep, picture_uid),
                failed=self._on_failed, key=f"figure {picture_uid}",
            )  # fmt: skip
        return None

    def keep(self, picture_uid: str, drawn: PageImage) -> None:
        """Keep an image and have the text drawn again."""
        self._asked.discard(picture_uid)
        self._kept[picture_uid] = qimage(drawn).copy()
        while sum(each.sizeInBytes() for each in self._kept.values()) > _MOST_BYTES:
            if len(self._kept) == 1:
                break
            self._kept.popitem(last=False)
        self._editor.viewport().update()

    def _on_failed(self, _error: BaseException) -> None:
        """Leave it: a picture that can't be had stays asked for, and its frame says its name."""
