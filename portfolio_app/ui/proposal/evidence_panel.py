"""Evidence beside the text: search over passages, the whole quote in view, Enter cites it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.at_hand import AtHand, HandFull
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.draft import Inline
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.found_list import beside
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.at_hand_list import AtHandList
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.side_column import scrolling_column

REST_MS = 120  # after the last key; then it is asked
QUOTE_LINES = 7  # of the whole quote that are seen without scrolling
LIST_LINES = 8  # of the list that are always in view
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OURS = frozenset({Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.BUNDLES, Topic.HIDING,
                   Topic.STANDARD})  # fmt: skip


class EvidencePanel(QWidget):
    """What can be cited. Nothing here leaves the screen: a piece is opened beside it."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.editor = editor
        self._asked = ""  # what was last looked for, and what that is whose answer is shown
        self._shown = ""
        self._seen = WhenSeen(self, self._ask, rest_ms=REST_MS)
        self._must_cite = False
        self._build()
        self._connect()

    # what others ask for

    def ask(self) -> None:
        """Take the keys: what is typed is looked for (Ctrl+')."""
        selected = self.editor.textCursor().selectedText().strip()
        if selected and len(selected) < 80:
            self.edit.setText(selected)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown answers what is typed."""
        return not self._seen.is_due and self._asked == self.edit.text()

    @property
    def rows(self) -> tuple[AtHand, ...]:
        """What is shown now."""
        return self.list.rows_model.rows

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key, held = event.key(), event.modifiers()
            if key == Qt.Key.Key_Escape:
                self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if watched is self.edit and key == Qt.Key.Key_Down and self.rows:
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if watched is self.edit and key in _ENTER:
                if held & Qt.KeyboardModifier.ControlModifier:
                    self._open(self.list.current())
                elif self.is_ready:
                    self._cite(self.list.current())
                else:
                    self._must_cite = True
                    self._seen.now()
                return True
        return super().eventFilter(watched, event)

    # building

    def _build(self) -> None:
        self.edit = QLineEdit()
        self.edit.setObjectName("evidence_words")
        self.edit.setAccessibleName(self.tr("Search passages"))
        self.edit.setPlaceholderText(self.tr("Words, E07, or a KSB"))
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(500)
        self.list = AtHandList()
        self._said = label("", "caption", wrap=True)
        self._printing = label("", "caption", wrap=True)
        column = scrolling_column(self)
        column.addWidget(self.edit)
        column.addWidget(self._said)
        column.addWidget(self.list, 1)
        column.addWidget(self._build_whole())
        column.addWidget(self._printing)
        for each in (self.edit, self.list):
            each.installEventFilter(self)

    def _build_whole(self) -> QWidget:
        look = theme()
        self._whole = QFrame()
        self._quote = label("", wrap=True)
        self._quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._quote.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about = label("", "caption", wrap=True)
        self._trouble = label("", "warn", wrap=True)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.space("xs"))
        for each in (self._trouble, self._quote, self._about):
            inner.addWidget(each)
        inner.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(self.tr("The whole passage"))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.insert = QPushButton(self.tr("Insert"))
        self.quote = QPushButton(self.tr("Insert quote"))
        self.open = QPushButton(self.tr("Open"))
        buttons = QWidget()
        row = FlowLayout(buttons, look.space("xs"))
        for button, tip in (
            (self.insert, self.tr("Cite it where the caret is (Enter)")),
            (self.quote, self.tr("Its words in quotation marks, and the citation (Shift+Enter)")),
            (self.open, self.tr("In the reader, in a window beside this one (Ctrl+Enter)")),
        ):
            button.setToolTip(plain_tip(tip))
            button.setAccessibleDescription(tip)
            row.addWidget(button)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self._scroll)
        column.addWidget(buttons)
        return self._whole

    def _connect(self) -> None:
        self.edit.textChanged.connect(lambda _: self._seen.soon())
        self.list.chosen.connect(self._cite)
        self.list.quoting.connect(partial(self._cite, with_words=True))
        self.list.opened.connect(self._open)
        self.list.current_changed.connect(self._show_whole)
        self.list.left_at_top.connect(self.edit.setFocus)
        self.insert.clicked.connect(lambda: self._cite(self.list.current()))
        self.quote.clicked.connect(lambda: self._cite(self.list.current(), with_words=True))
        self.open.clicked.connect(lambda: self._open(self.list.current()))
        self._seen.listen(self.workspace, _OURS)
        theme().changed.connect(self._measure)
        self._show_whole(None)

    # asking

    def _ask(self) -> None:
        from portfolio_app.services import at_hand

        self._asked = self.edit.text()
        self.workspace.look(
            at_hand.find,
            self._asked,
            then=partial(self._on_found, self._asked),
            key="proposal evidence",
        )

    def _on_found(self, asked: str, found: HandFull) -> None:
        if asked != self._asked:
            return  # newer words are on their way
        self.list.show_rows(found.rows, keep=asked == self._shown)
        self._shown = asked
        self._printing.setText(found.printing)
        words = [self._count_words(found), *found.notes]
        self._said.setText(" ".join(each for each in words if each))
        if asked.strip():
            announcer().say(self._said.text())
        if self._must_cite:
            self._must_cite = False
            self._cite(self.list.current())

    def _count_words(self, found: HandFull) -> str:
        if not found.rows and self._asked.strip():
            return self.tr("Nothing found. Fewer words or another spelling may help.")
        if not found.rows:
            return self.tr(
                "Passages that you claim, and theory that you tag in your reading, stand here to "
                "be cited."
            )
        if found.is_cut:
            return self.tr("The first {0}. Type words to find others.").format(len(found.rows))
        if not self._asked.strip():
            return self.tr("In the order of the shortlist, then your reading.")
        one = len(found.rows) == 1
        return self.tr("1 found") if one else self.tr("{0} found").format(len(found.rows))

    # showing

    def _show_whole(self, row: AtHand | None) -> None:
        self._whole.setVisible(row is not None)
        if row is None:
            return
        self._quote.setText(f"“{row.quote}”" if row.quote else "")
        self._quote.setVisible(bool(row.quote))
        codes = f" · {', '.join(row.codes)}" if row.codes else ""
        self._about.setText(f"{row.title}{codes}")
        self._trouble.setText(row.label.trouble)
        self._trouble.setVisible(bool(row.label.trouble))
        self._scroll.verticalScrollBar().setValue(0)
        self.quote.setEnabled(bool(row.quote) and not row.is_hidden)
        self._measure()

    def _measure(self) -> None:
        line = self._quote.fontMetrics().lineSpacing()
        self._scroll.setFixedHeight(line * QUOTE_LINES)
        self.list.setMinimumHeight(line * LIST_LINES)

    # doing

    def _cite(self, row: AtHand | None, *, with_words: bool = False) -> None:
        if row is None:
            return
        quotes = with_words and bool(row.quote) and not row.is_hidden
        refused = self._why_not(quotes=quotes)
        if refused:
            announcer().say(refused)
            self._said.setText(refused)
            return
        cursor = self.editor.textCursor()
        cursor.setPosition(cursor.selectionEnd())  # what is selected stays, and is followed
        cursor.beginEditBlock()
        self.editor.setTextCursor(cursor)
        if quotes:
            self.editor.insert_inline(Inline(text=f"“{row.quote}” "))
        self.editor.insert_inline(row.inline)
        cursor.endEditBlock()
        announcer().say(self.tr("{0} cited").format(row.label.text))
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _why_not(self, *, quotes: bool) -> str:
        """Return why nothing can be put where the caret is, "" when it can."""
        if self.editor.isReadOnly():
            return self.tr("The text can't be changed now.")
        return self.editor.lock if quotes else ""

    def _open(self, row: AtHand | None) -> None:
        if row is None:
            return
        page = row.page_index if row.page_index is not None else -1
        want = f"find:{row.quote}" if row.quote and not row.claim_uid else ""
        place = Place(EVIDENCE, item=row.item_uid, claim=row.claim_uid, page=page, want=want)
        self.workspace.go(beside(place))
