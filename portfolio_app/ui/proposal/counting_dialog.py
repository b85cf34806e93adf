"""What is counted: each part with its words now, to be ticked; and who of the EPAO says so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.word_count import RULE, words_words
from portfolio_app.services import proposal_words
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.proposal.live_count import LiveCount


class CountingDialog(QDialog):
    """Ticks what counts; the sum follows every tick, and is kept with *Keep*."""

    def __init__(self, parent: QWidget, workspace: Workspace, live: LiveCount) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self._live = live
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("What is counted?"))
        self.boxes: dict[str, QCheckBox] = {}
        self._by_part = dict(live.tally.by_part)
        self._build(parent)
        self._show()
        workspace.look(proposal_words.around, then=self._on_around, key="proposal around")

    def _build(self, parent: QWidget) -> None:
        look = theme()
        counting, parts = self._live.rules.counting, proposal_words.parts()
        column = Column()
        column.words(
            self.tr(
                "Check with your EPAO what counts, then tick it here. The usual choices come from "
                "word limits of this kind, not from the plan."
            )
        )
        rows = QWidget()
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.space("xs"))
        for part in parts.parts:
            box = QCheckBox()
            box.setChecked(part.id in counting.counts)
            box.setAccessibleDescription(part.about)
            box.setEnabled(not self._workspace.readonly)
            box.toggled.connect(lambda _: self._show())
            self.boxes[part.id] = box
            about = label(part.about, "caption", wrap=True)
            about.setContentsMargins(look.px(26), 0, 0, 0)
            inside.addWidget(box)
            inside.addWidget(about)
        column.add(rows)
        column.heading(self.tr("If your EPAO said so"))
        self.said_by = LineField()
        self.said_by.setText(counting.said_by)
        self.said_by.setPlaceholderText(self.tr("Such as: my EPAO's handbook, page 4"))
        self.said_on = DayField(self.tr("When it was said"), counting.said_on)
        column.add(above(self.tr("Who &says so"), self.said_by))
        column.add(above(self.tr("O&n which day"), self.said_on))
        column.heading(self.tr("How words are counted"))
        column.words(self.tr(RULE))
        column.words(self._live.rules.band.source, "caption")
        self.sum = label("", "strong", wrap=True)
        self.wrong = WrongLine()
        self.usual = QPushButton(self.tr("As usual"))
        self.usual.setToolTip(self.tr("Tick what usually counts"))
        cancel = QPushButton(self.tr("Cancel"))
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setProperty("look", "primary")
        self.keep.setEnabled(not self._workspace.readonly)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.usual, cancel, self.keep):
            button.setAutoDefault(False)
            flow.addWidget(button)
        press_by_ctrl_enter(self, self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(column, 1)
        for widget in (self.sum, self.wrong, buttons):
            whole.addWidget(widget)
        next(iter(self.boxes.values())).setFocus()
        self.usual.clicked.connect(lambda _=False: self._on_usual())
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        room = parent.window()
        self.resize(
            min(look.px(640), room.width() - look.space("xl")),
            min(look.px(640), room.height() - look.space("xl")),
        )

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the parts that are ticked."""
        return frozenset(part for part, box in self.boxes.items() if box.isChecked())

    def _show(self) -> None:
        for part in proposal_words.parts().parts:
            count = self._by_part.get(part.id, 0)
            words = f" ({words_words(count)})" if count else ""
            self.boxes[part.id].setText(f"{part.title}{words}".replace("&", "&&"))
        counted = sum(words for part, words in self._by_part.items() if part in self.chosen)
        self.sum.setText(self._live.rules.band.said(counted))

    def _on_around(self, words: dict[str, int]) -> None:
        self._by_part.update(words)
        self._show()

    def _on_usual(self) -> None:
        for part, box in self.boxes.items():
            box.setChecked(part in proposal_words.parts().usual)
        self.said_by.setText("")
        self.said_on.set_day("")

    def _on_keep(self) -> None:
        day = self.said_on.day
        if self.said_by.text().strip() and not day:
            self.wrong.say(self.tr("Give the day on which it was said. Type it like 3 March 2026."))
            self.said_on.setFocus()
            return
        usual = self.chosen == proposal_words.parts().usual and not self.said_by.text().strip()
        if usual:
            self._workspace.do(proposal_words.as_usual, then=self._on_kept, failed=self._on_failed)
            return
        self._workspace.do(
            proposal_words.choose,
            self.chosen,
            said_by=self.said_by.text(),
            said_on=day or "",
            then=self._on_kept,
            failed=self._on_failed,
        )

    def _on_kept(self, _changes: object) -> None:
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))
