"""A figure: its picture, its caption, what it shows in words, how wide it is, where it is from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.document import PageImage
from portfolio_app.domain.draft import Figure, Picture
from portfolio_app.services import pictures
from portfolio_app.services.pictures import Appendix
from portfolio_app.ui.kit import adding, messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal import kept_or_left
from portfolio_app.ui.proposal.page_chooser import PageChooser

_WIDTHS = (1.0, 0.75, 0.5, 0.25)
_PREVIEW = 200  # pixels of height, whatever the size of the text


class FigureDialog(QDialog):
    """A figure being written; ``figure`` None begins one.

    ``written`` carries the Figure; ``picture_added`` each Picture as soon as it is kept;
    ``pages_taken`` an Appendix, chosen instead of one figure.
    """

    written = Signal(object)
    picture_added = Signal(object)
    pages_taken = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        figure: Figure | None = None,
        picture: Picture | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_new = figure is None
        self._given = figure or Figure()
        self._picture_uid = self._given.picture_uid
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("New figure") if self._is_new else self.tr("Figure"))
        self._build()
        self._show_given()
        if picture is not None:
            self._draw(picture)

    @property
    def figure(self) -> Figure:
        """The figure as it is written now."""
        return Figure(
            self._picture_uid,
            caption=" ".join(self.caption.text().split()),
            alternative=self.alternative.toPlainText().strip(),
            width=float(self.width_choice.currentData()),
            source=" ".join(self.source.text().split()),
        )

    # building

    def _build(self) -> None:
        look = theme()
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.space("sm"), 0)
        column.setSpacing(look.space("md"))
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumHeight(look.px(72))
        self.preview.setFrameShape(QFrame.Shape.StyledPanel)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setText(self.tr("No picture yet"))
        column.addWidget(self.preview)
        ways = QWidget()
        row = FlowLayout(ways, look.space("sm"))
        self.file_button = QPushButton(self.tr("Choose a &file…"))
        self.paste_button = QPushButton(self.tr("Paste a &copied picture"))
        self.page_button = QPushButton(self.tr("A &page of your evidence…"))
        for button, do in (
            (self.file_button, self._on_file),
            (self.paste_button, self.paste),
            (self.page_button, self._on_page),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(do)
            row.addWidget(button)
        column.addWidget(ways)
        self.told = label("", "caption", wrap=True)
        self.told.setText(
            self.tr(
                "Place, camera, author and other hidden details are taken out of pictures. Hidden "
                "places stay hidden on pages of your evidence."
            )
        )
        column.addWidget(self.told)
        self.caption = self._line(self.tr("Caption, below the figure"))
        column.addWidget(above(self.tr("Cap&tion, below the figure"), self.caption))
        self.alternative = WordsField()
        lines = 3 * self.alternative.fontMetrics().lineSpacing()
        self.alternative.setFixedHeight(lines + look.space("lg"))
        named = self.tr("What it &shows, in words, for those who don't see it")
        self.alternative.setAccessibleName(named.replace("&", ""))
        self.alternative.setPlaceholderText(
            self.tr("What should a reader take from it? Name the figures that matter.")
        )
        column.addWidget(above(named, self.alternative))
        self.source = self._line(self.tr("Source, printed below"))
        self.source.setPlaceholderText(self.tr("Where the picture or its figures come from"))
        column.addWidget(above(self.tr("S&ource, printed below"), self.source))
        self.width_choice = ChoiceBox()
        self.width_choice.setAccessibleName(self.tr("Width"))
        names = (
            self.tr("As wide as the text"), self.tr("Three quarters"), self.tr("Half"),
            self.tr("A quarter"),
        )  # fmt: skip
        for name, share in zip(names, _WIDTHS, strict=True):
            self.width_choice.addItem(name, share)
        column.addWidget(above(self.tr("&Width"), self.width_choice))
        column.addStretch()
        scroll = scrolled(inside)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.done_button = QPushButton(
            self.tr("Put into the text") if self._is_new else self.tr("Save figure")
        )
        self.done_button.setProperty("look", "primary")
        self.done_button.clicked.connect(self._on_done)
        press_by_ctrl_enter(self, self.done_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.done_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("lg")] * 4)
        outer.setSpacing(look.space("md"))
        outer.addWidget(scroll, 1)
        outer.addLayout(buttons)
        self.resize(fitting(self, look.px(620), look.px(640)))

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setMaxLength(500)
        return line

    def _show_given(self) -> None:
        self.caption.setText(self._given.caption)
        self.alternative.setPlainText(self._given.alternative)
        self.source.setText(self._given.source)
        nearest = min(range(len(_WIDTHS)), key=lambda at: abs(_WIDTHS[at] - self._given.width))
        if _WIDTHS[nearest] != self._given.width:  # one that was set elsewhere stays possible
            share = self._given.width
            self.width_choice.addItem(self.tr("{0} per cent").format(round(share * 100)), share)
            nearest = self.width_choice.count() - 1
        self.width_choice.setCurrentIndex(nearest)
        self.done_button.setEnabled(bool(self._picture_uid))
        (self.file_button if not self._picture_uid else self.caption).setFocus()

    # where pictures come from

    def add_file(self, path: Path) -> None:
        """Take a picture from a file."""
        self._take(path, "")

    def paste(self) -> None:
        """Take the picture that was copied, or the file."""
        data = QGuiApplication.clipboard().mimeData()
        paths = adding.paths_of(data)
        if paths:
            self.add_file(paths[0])
        elif data.hasImage():
            content = adding.png_of(QGuiApplication.clipboard().image())
            self._take(content, "Pasted picture.png")
        else:
            self._say(self.tr("There is no copied picture to paste."), urgent=True)

    def _take(self, source: Path | bytes, name: str) -> None:
        self._say(self.tr("Cleaning the picture"))
        self._allow(possible=False)
        self._workspace.look(
            pictures.add, source, name, then=self._on_added, failed=self._on_failed
        )

    def _on_file(self) -> None:
        kinds = " ".join(f"*.{each}" for each in pictures.ENDINGS)
        messages.choose_files(
            self,
            self.tr("Choose a picture"),
            self._on_files,
            filters=self.tr("Pictures ({0})").format(kinds),
        )

    def _on_files(self, paths: list[Path]) -> None:
        if paths:
            self.add_file(paths[0])

    def _on_page(self) -> None:
        chooser = PageChooser(self, self._workspace)
        chooser.page_taken.connect(self._on_added)
        chooser.pages_taken.connect(self._on_pages)
        chooser.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if adding.paths_of(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._on_files(adding.paths_of(event.mimeData()))

    # reacting

    def _on_added(self, picture: Picture) -> None:
        self._allow(possible=True)
        self._picture_uid = picture.uid
        self.picture_added.emit(picture)
        self.done_button.setEnabled(True)
        self._say(
            self.tr("{0}: {1} by {2} pixels").format(picture.name, picture.width, picture.height)
        )
        self._draw(picture)
        self.caption.setFocus()

    def _on_pages(self, made: Appendix) -> None:
        self.pages_taken.emit(made)
        super().accept()

    def _on_failed(self, error: BaseException) -> None:
        self._allow(possible=True)
        self._say(str(error), urgent=True)

    def _draw(self, picture: Picture) -> None:
        longest = round(_PREVIEW * 3 * self.devicePixelRatioF())
        self._workspace.look(
            pictures.drawn, picture, longest, then=self._on_drawn, failed=self._on_failed,
            key="figure preview",
        )  # fmt: skip
        self.preview.setAccessibleName(picture.name)

    def _on_drawn(self, drawn: PageImage) -> None:
        image = QPixmap.fromImage(qimage(drawn).copy())
        room = self.preview.contentsRect().width() or theme().px(400)
        self.preview.setPixmap(
            image.scaled(
                max(room, 64),
                _PREVIEW,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )

    def _allow(self, *, possible: bool) -> None:
        for each in (self.file_button, self.paste_button, self.page_button):
            each.setEnabled(possible)
        self.done_button.setEnabled(possible and bool(self._picture_uid))

    def _say(self, words: str, *, urgent: bool = False) -> None:
        self.told.setText(words)
        announcer().say(words, urgent=urgent)

    def _on_done(self) -> None:
        self.written.emit(self.figure)
        self.accept()

    @override
    def reject(self) -> None:
        nearest = replace(self._given, width=float(self.width_choice.currentData()))
        if self.figure == self._given or (self.figure == nearest and not self._picture_uid):
            super().reject()
            return
        said = self.tr("The figure was changed.")
        kept_or_left.ask(self, said, keep=self._on_done, leave=super().reject)
