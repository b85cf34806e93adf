"""The outline that is offered: which of its sections are wanted, each with what belongs there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.draft import Block
from portfolio_app.domain.outline import missing, targets
from portfolio_app.domain.word_count import words_words
from portfolio_app.services import outline
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class OutlineDialog(QDialog):
    """``chosen`` carries the blocks to put into the text: headings and empty paragraphs."""

    chosen = Signal(object)  # tuple of Block

    def __init__(self, parent: QWidget, workspace: Workspace, blocks: Sequence[Block]) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("The outline"))
        self.boxes: dict[str, QCheckBox] = {}
        self._build(parent, blocks)
        self._show()

    def _build(self, parent: QWidget, blocks: Sequence[Block]) -> None:
        look = theme()
        offered = outline.offered()
        aims = dict(
            zip(
                (each.title for each in offered.sections),
                targets(offered, outline.middle(self._workspace.store)),
                strict=True,
            )
        )
        column = Column()
        column.words(
            self.tr(
                "None of these is compulsory. Titles, order and targets can be changed; what "
                "belongs in a section is shown there until you write in it, and is never printed."
            )
        )
        for section in missing(offered, blocks):
            aim = aims[section.title]
            words = f" ({words_words(aim)})" if aim else ""
            box = QCheckBox(f"{section.title}{words}".replace("&", "&&"))
            box.setAccessibleDescription(section.purpose)
            box.setChecked(not section.is_appendix)
            box.toggled.connect(lambda _: self._show())
            self.boxes[section.title] = box
            about = label(section.purpose, "caption", wrap=True)
            about.setContentsMargins(look.px(26), 0, 0, 0)
            both = QWidget()
            rows = QVBoxLayout(both)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(look.space("xxs"))
            rows.addWidget(box)
            rows.addWidget(about)
            column.add(both)
        if not self.boxes:
            column.words(self.tr("Every section of the outline is in your proposal."), "strong")
        column.words(offered.source_line, "caption")
        self.use = QPushButton()
        self.use.setProperty("look", "primary")
        cancel = QPushButton(self.tr("Cancel"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (cancel, self.use):
            button.setAutoDefault(False)
            flow.addWidget(button)
        press_by_ctrl_enter(self, self.use)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(column, 1)
        whole.addWidget(buttons)
        if self.boxes:
            next(iter(self.boxes.values())).setFocus()
        self.use.clicked.connect(lambda _=False: self._on_use())
        cancel.clicked.connect(self.reject)
        room = parent.window()
        self.resize(
            min(look.px(640), room.width() - look.space("xl")),
            min(look.px(640), room.height() - look.space("xl")),
        )

    @property
    def titles(self) -> tuple[str, ...]:
        """The sections that are ticked."""
        return tuple(title for title, box in self.boxes.items() if box.isChecked())

    def _show(self) -> None:
        count = len(self.titles)
        self.use.setEnabled(bool(count))
        self.use.setText(
            self.tr("Add 1 section") if count == 1 else self.tr("Add {0} sections").format(count)
        )

    def _on_use(self) -> None:
        self.chosen.emit(outline.begun(self._workspace.store, self.titles))
        self.accept()
