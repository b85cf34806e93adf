"""Choosing a page of evidence as a picture, or all pages of a piece as an appendix."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.document import PageImage
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.services import pictures, reading
from portfolio_app.store import queries
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_PREVIEW = 240  # pixels of the longer side, whatever the size of the text


class PageChooser(QDialog):
    """``page_taken`` carries a Picture, ``pages_taken`` an Appendix; cancelled, neither."""

    page_taken = Signal(object)
    pages_taken = Signal(object)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._sizes: tuple[tuple[float, float], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("A page of your evidence"))
        self._items = [each for each in workspace.read(queries.evidence.items) if each.pages]
        self._build()
        self._connect()
        self._on_filter("")

    def _build(self) -> None:
        look = theme()
        self.filter = QLineEdit()
        self.filter.setAccessibleName(self.tr("Find a piece by title or E-number"))
        self.filter.setPlaceholderText(self.tr("Title or E-number"))
        self.list = ListTable(
            (
                Column(self.tr("No."), lambda item: item.ref, width=64),
                Column(self.tr("Title"), lambda item: item.title, stretch=True),
                Column(self.tr("Pages"), lambda item: str(item.pages), width=72, right=True,
                       sort=lambda item: item.pages),
            ),
            key=lambda item: item.uid,
            name=self.tr("Evidence with pages"),
            many=False,
        )  # fmt: skip
        self.page = QSpinBox()
        self.page.setAccessibleName(self.tr("Page"))
        self.page.lineEdit().setTextMargins(theme().space("sm"), 0, 0, 0)
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedSize(_PREVIEW, _PREVIEW)
        self._told = label("", "caption", wrap=True)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.all_button = QPushButton(self.tr("All pages, as an appendix"))
        self.take_button = QPushButton(self.tr("Take this page"))
        self.take_button.setProperty("look", "primary")
        self.take_button.setDefault(True)
        side = QVBoxLayout()
        side.setSpacing(look.space("sm"))
        side.addWidget(above(self.tr("&Page"), self.page))
        side.addWidget(self.preview)
        side.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(look.space("md"))
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addStretch()
        for button in (cancel, self.all_button, self.take_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        column.addWidget(above(self.tr("&Find a piece"), self.filter))
        column.addLayout(middle, 1)
        column.addWidget(self._told)
        column.addLayout(row)
        self.resize(fitting(self, look.px(760), look.px(520)))

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.list.current_changed.connect(self._on_item)
        self.list.opened.connect(self._on_take)
        self.page.valueChanged.connect(self._on_page)
        self.take_button.clicked.connect(self._on_take)
        self.all_button.clicked.connect(self._on_all)

    @property
    def item(self) -> EvidenceItem | None:
        """The piece that is chosen."""
        found = self.list.current_value()
        return found if isinstance(found, EvidenceItem) else None

    def _on_filter(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [
            each
            for each in self._items
            if all(part in f"{each.ref} {each.title}".casefold() for part in wanted)
        ]
        self.list.show_rows(found)
        if found and self.item is None:
            self.list.selectRow(0)
        if not found:
            self._say(self.tr("No piece with pages is called that."))
        self._on_item(self.item)

    def _on_item(self, item: EvidenceItem | None) -> None:
        for each in (self.take_button, self.all_button, self.page):
            each.setEnabled(item is not None)
        self.preview.clear()
        if item is None:
            return
        self._say(
            ""
            if item.pages <= pictures.MOST_PAGES
            else self.tr("As an appendix, the first {0} pages are taken.").format(
                pictures.MOST_PAGES
            )
        )
        self.page.setRange(1, item.pages)
        self.page.setValue(1)
        self._on_page()

    def _on_page(self, *_: object) -> None:
        item = self.item
        if item is None:
            return
        self._workspace.look(
            reading.draw, item.uid, self.page.value() - 1, 0.5,
            then=partial(self._on_drawn, item.uid, self.page.value()), failed=self._on_no_preview,
            key="page chooser",
        )  # fmt: skip

    def _on_drawn(self, uid: str, page: int, drawn: PageImage) -> None:
        item = self.item
        if item is None or (item.uid, self.page.value()) != (uid, page):
            return
        image = QPixmap.fromImage(qimage(drawn).copy())
        self.preview.setPixmap(
            image.scaled(
                self.preview.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        self.preview.setAccessibleName(self.tr("Page {0} of {1}").format(page, item.title))

    def _on_no_preview(self, _error: BaseException) -> None:
        self.preview.clear()

    def _on_take(self, *_: object) -> None:
        item = self.item
        if item is None:
            return
        self._allow(possible=False)
        self._workspace.look(
            pictures.add_page, item.uid, self.page.value() - 1,
            then=self._on_page_taken, failed=self._on_failed,
        )  # fmt: skip

    def _on_all(self) -> None:
        item = self.item
        if item is None:
            return
        self._allow(possible=False)
        self._workspace.start(
            self.tr("Taking the pages of {0}").format(item.title),
            pictures.appendix,
            item.uid,
            then=self._on_pages_taken,
            failed=self._on_failed,
        )

    def _on_page_taken(self, picture: object) -> None:
        self.page_taken.emit(picture)
        self.accept()

    def _on_pages_taken(self, made: object) -> None:
        self.pages_taken.emit(made)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self._allow(possible=True)
        self._say(str(error), urgent=True)

    def _allow(self, *, possible: bool) -> None:
        for each in (self.take_button, self.all_button, self.list, self.filter, self.page):
            each.setEnabled(possible)

    def _say(self, words: str, *, urgent: bool = False) -> None:
        self._told.setText(words)
        if words:
            announcer().say(words, urgent=urgent)
