"""A look at an item's first page without opening it: Space shows it, Space or Esc puts it away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.document import PageImage
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.services import sorting
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_SHARE = 0.8  # of the window's height


class Preview(QDialog):
    """The first page, as large as the window allows; what there is no page of says so."""

    def __init__(self, parent: QWidget, workspace: Workspace, item: EvidenceItem) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(item.title)
        look = theme()
        room = parent.window().size() * _SHARE
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("First page of {0}").format(item.title))
        self._words = label(self.tr("Drawing the first page"), "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.addWidget(label(item.title, "strong", wrap=True))
        column.addWidget(self.picture, 1)
        column.addWidget(self._words)
        self.resize(room.height() * 3 // 4, room.height())
        if not item.pages:
            self._words.setText(item.problem or self.tr("There is no page to show."))
            return
        ratio = self.devicePixelRatioF()
        width, height = int(room.width() * ratio), int((room.height() - look.px(110)) * ratio)
        workspace.look(
            sorting.first_page, item.uid, width, height, then=self._on_drawn,
            failed=self._on_failed, key="preview",
        )  # fmt: skip

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Return):
            self.reject()
            return
        super().keyPressEvent(event)

    def _on_drawn(self, page: PageImage) -> None:
        image = qimage(page).copy()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(QPixmap.fromImage(image))
        self._words.hide()

    def _on_failed(self, error: BaseException) -> None:
        self._words.setText(str(error))
