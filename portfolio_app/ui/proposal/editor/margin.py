"""The margin beside the text: the KSBs that each paragraph is tagged with, as chips.

It takes its room from the editor's right edge and draws what is in view, nothing else: a key press
costs it the chips of some twenty paragraphs, each a picture that was drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QTextBlock
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.ui.kit.chips import chip_size, ksb_name, paint_chip
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.block_text import facts
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

WIDE, NARROW = 460, 300  # pixels at 100 %: an editor that has two chips side by side, or one
GONE = Ksb("", "?", KsbKind.KNOWLEDGE, "", "")  # stands for a KSB the accepted list no longer has


def across(editor_width: int) -> int:
    """Return how many chips stand side by side beside a text of so many pixels: 2, 1 or none."""
    look = theme()
    return (editor_width >= look.px(WIDE)) + (editor_width >= look.px(NARROW))


def width(chips: int) -> int:
    """Return how many pixels a margin of so many chips takes, with the text's size."""
    look = theme()
    return chips * (_chip().width() + look.space("xxs")) + 2 * look.space("xs") if chips else 0


def tagged(ksbs: Mapping[str, Ksb], uids: Sequence[str]) -> tuple[Ksb, ...]:
    """Return the KSBs of these uids; ``GONE`` for one that is not there any more."""
    return tuple(ksbs.get(uid, GONE) for uid in uids)


def places(rect: QRect, count: int, chips: int) -> Iterator[QRect]:
    """Yield where chips are drawn in a paragraph's part of the margin, so many in a line.

    At least one line is drawn, however low the paragraph is; what has no room is not.
    """
    size, gap = _chip(), theme().space("xxs")
    rows = max((rect.height() + gap) // (size.height() + gap), 1)
    for number in range(min(count, rows * chips)):
        row, column = divmod(number, chips)
        left = rect.left() + theme().space("xs") + column * (size.width() + gap)
        yield QRect(QPoint(left, rect.top() + row * (size.height() + gap)), size)


def paint_tags(painter: QPainter, rect: QRect, ksbs: Sequence[Ksb], chips: int) -> None:
    """Draw a paragraph's tags into its part of the margin.

    Where not all have room the last chip says how many more there are.
    """
    spots = list(places(rect, len(ksbs), chips))
    hidden = len(ksbs) - len(spots)
    ratio = painter.device().devicePixelRatioF()
    for spot, ksb in zip(spots[: -1 if hidden else None], ksbs, strict=False):
        painter.drawPixmap(spot.topLeft(), _picture(ksb.kind, ksb.code, ratio))
    if hidden:
        painter.setPen(theme().colour("text.muted"))
        painter.setFont(theme().font("caption", strong=True))
        painter.drawText(spots[-1], Qt.AlignmentFlag.AlignCenter, f"+{hidden + 1}")


def names(ksbs: Sequence[Ksb]) -> str:
    """Return tags in words: "Skill S12, Negotiates and influences; Knowledge K2, …"."""
    return "; ".join("a KSB that is not in the list" if k is GONE else ksb_name(k) for k in ksbs)


class TagMargin(QWidget):
    """The margin of an editor. ``pressed`` says whose tags were clicked: the block's uid."""

    pressed = Signal(str)

    def __init__(self, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._ksbs: Mapping[str, Ksb] = {}
        self._chips = 0
        self.setObjectName("tag_margin")
        # The paragraph's tags are said beside the text, where they can be changed by keys.
        self.setAccessibleName(self.tr("Tags of the paragraphs"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        editor.installEventFilter(self)
        editor.arranged.connect(self._place)
        editor.verticalScrollBar().valueChanged.connect(self.update)
        editor.document().contentsChanged.connect(self.update)
        editor.document().documentLayout().documentSizeChanged.connect(self.update)
        theme().changed.connect(self._look_again)
        self._look_again()

    def set_ksbs(self, ksbs: Sequence[Ksb]) -> None:
        """Draw tags of these KSBs."""
        self._ksbs = {each.uid: each for each in ksbs}
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface.surface"))
        for rect, _, ksbs in self._in_view():
            paint_tags(painter, rect, ksbs, self._chips)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for rect, uid, _ in self._in_view():
            if rect.contains(event.position().toPoint()):
                self.pressed.emit(uid)
                return
        super().mousePressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            for rect, _, ksbs in self._in_view():
                if rect.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), plain_tip(names(ksbs)), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def _in_view(self) -> Iterator[tuple[QRect, str, tuple[Ksb, ...]]]:
        """Yield the part of the margin beside each tagged paragraph in view, its uid and tags."""
        editor = self._editor
        view = editor.viewport().rect()
        paragraph = editor.cursorForPosition(view.topLeft()).block()
        layout = editor.document().documentLayout()
        top = editor.verticalScrollBar().value()
        while paragraph.isValid():
            box = layout.blockBoundingRect(paragraph).translated(0, -top)
            if box.top() > view.bottom():
                return
            block = facts(paragraph)
            if block is not None and block.ksbs:
                first = _first_line(paragraph)
                rect = QRect(0, int(box.top() + first), self.width(), int(box.height() - first))
                yield rect, block.uid, tagged(self._ksbs, block.ksbs)
            paragraph = paragraph.next()

    def _look_again(self) -> None:
        _pictures.clear()
        self._place()
        self.update()

    def _place(self) -> None:
        editor = self._editor
        self._chips = across(editor.width())
        room = width(self._chips)
        editor.room.take_right(room)
        view = editor.viewport().geometry()
        self.setGeometry(view.right() + 1, view.top(), room, view.height())
        self.setVisible(bool(self._chips))


def _first_line(paragraph: QTextBlock) -> float:
    """Return how far below its top, in pixels, the first line of a paragraph begins."""
    layout = paragraph.layout()
    return layout.lineAt(0).y() if layout.lineCount() else 0.0


_pictures: dict[tuple[KsbKind, str, float], QPixmap] = {}


def _picture(kind: KsbKind, code: str, ratio: float) -> QPixmap:
    key = (kind, code, ratio)
    if key not in _pictures:
        size = _chip()
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        paint_chip(painter, QRect(QPoint(0, 0), size), kind, code, theme().font("caption"))
        painter.end()
        _pictures[key] = made
    return _pictures[key]


def _chip() -> QSize:
    return chip_size(theme().font("caption"), "S12")
