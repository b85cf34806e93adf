"""The bar above the text: the style of the paragraph, strong and emphasis, what can be put in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from portfolio_app.domain.draft import BlockKind
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.labels import ElidedLabel
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

KINDS = tuple(each for each in BlockKind if each.is_text)
INSERTS = ("insert_evidence", "insert_reference", "-", "insert_table", "insert_figure",
           "insert_note", "insert_cross")  # fmt: skip


class StyleBar(QFrame):
    """Shows what the caret is in, and changes it."""

    outline_wanted = Signal(bool)
    side_wanted = Signal(bool)

    def __init__(
        self, actions: Actions, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._editor = editor
        self._build()
        self._connect()
        self.show_caret()

    def show_caret(self) -> None:
        """Show the style at the caret, and what is chosen for the words typed next."""
        found = self._editor.current()
        kind = found.kind if found is not None else BlockKind.BODY
        at = KINDS.index(kind) if kind in KINDS else -1
        if self.kind.currentIndex() != at:
            self.kind.setCurrentIndex(at)
        strong, emphasis = self._editor.marks
        self.strong.setChecked(strong)
        self.emphasis.setChecked(emphasis)
        can = at >= 0 and not self._editor.isReadOnly()
        for each in (self.kind, self.strong, self.emphasis):
            if each.isEnabled() != can:
                each.setEnabled(can)

    def show_panels(self, *, outline: bool, side: bool) -> None:
        """Show which of the panels beside the text are open."""
        self.outline.setChecked(outline)
        self.side.setChecked(side)

    def _build(self) -> None:
        look = theme()
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Style"))
        self.outline = _tool("panel-left", self.tr("Outline"), self.tr("Show or hide the outline"))
        self.side = _tool(
            "panel-right",
            self.tr("Panels"),
            self.tr("Show or hide evidence, references and KSBs"),
        )
        self.kind = ChoiceBox()
        self.kind.setAccessibleName(self.tr("Style of the paragraph"))
        self.kind.setToolTip(self.tr("Style of the paragraph (Ctrl+Alt+0 to 3)"))
        for kind in KINDS:
            self.kind.addItem(self.tr(kind.words), kind)
        self.strong = _letter(self.tr("B"), self.tr("Bold"), self._actions, "strong")
        font = QFont(self.strong.font())
        font.setBold(True)
        self.strong.setFont(font)
        self.emphasis = _letter(self.tr("I"), self.tr("Italic"), self._actions, "emphasis")
        font = QFont(self.emphasis.font())
        font.setItalic(True)
        self.emphasis.setFont(font)
        self.insert = QToolButton()
        self.insert.setText(self.tr("Insert"))
        icons.put(self.insert, "plus")
        self.insert.setToolTip(self.tr("Put evidence, a reference, a table or a figure here"))
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.insert.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(self.insert)
        menu.setToolTipsVisible(True)
        for name in INSERTS:
            if name == "-":
                menu.addSeparator()
            elif name in self._actions:
                menu.addAction(self._actions[name])
        self.insert.setMenu(menu)
        self.state = ElidedLabel()
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(pad, look.space("xxs"), pad, look.space("xxs"))
        row.setSpacing(look.space("xs"))
        for each in (self.outline, self.kind, self.strong, self.emphasis, self.insert):
            row.addWidget(each)
        row.addWidget(self.state, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        self._editor.style_changed.connect(self.show_caret)
        self.kind.activated.connect(self._on_style)
        self.strong.clicked.connect(self._on_strong)
        self.emphasis.clicked.connect(self._on_emphasis)
        self.outline.clicked.connect(self.outline_wanted)
        self.side.clicked.connect(self.side_wanted)

    def _on_style(self, at: int) -> None:
        self._editor.set_kind(KINDS[at])
        self._editor.setFocus()

    def _on_strong(self) -> None:
        self._editor.toggle_strong()
        self._editor.setFocus()

    def _on_emphasis(self) -> None:
        self._editor.toggle_emphasis()
        self._editor.setFocus()


def _tool(icon: str, name: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setAccessibleName(name)
    made.setToolTip(tip)
    icons.put(made, icon)
    return made


def _letter(letter: str, name: str, actions: Actions, action: str) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setText(letter)
    made.setAccessibleName(name)
    keys = actions[action].shortcut().toString() if action in actions else ""
    made.setToolTip(f"{name} ({keys})" if keys else name)
    return made
