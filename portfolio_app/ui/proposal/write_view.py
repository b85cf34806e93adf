"""The Write tab: the outline, the text, and what is put into it; F6 goes round them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.citing_sources import cited_in
from portfolio_app.domain.draft import BlockKind
from portfolio_app.domain.draft_numbers import numbers
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.band_line import BandLine
from portfolio_app.ui.proposal.bringing import Bringing
from portfolio_app.ui.proposal.editor.caret import CaretPlace
from portfolio_app.ui.proposal.editor.margin import TagMargin
from portfolio_app.ui.proposal.editor.pasting import Pasting
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.editor.spelling import EditorSpelling
from portfolio_app.ui.proposal.held_dialogs import HeldDialogs
from portfolio_app.ui.proposal.inline_dialogs import InlineDialogs
from portfolio_app.ui.proposal.keeping import Keeping
from portfolio_app.ui.proposal.live_count import live_count
from portfolio_app.ui.proposal.lock_line import LockLine
from portfolio_app.ui.proposal.outline_panel import OutlinePanel
from portfolio_app.ui.proposal.panes import Panes
from portfolio_app.ui.proposal.pasted_line import PastedLine
from portfolio_app.ui.proposal.proposal_state import State, read_ksbs, read_labels, read_state
from portfolio_app.ui.proposal.side_panels import NAMES, SidePanels
from portfolio_app.ui.proposal.style_bar import StyleBar

if TYPE_CHECKING:
    from portfolio_app.ui.proposal.find_replace_bar import FindReplaceBar

LABELS = frozenset({Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.BUNDLES, Topic.HIDING,
                    Topic.STANDARD, Topic.PROPOSAL, Topic.REFERENCES})  # fmt: skip
LOW = 260  # pixels at 100 %: a view lower than that is for the text
STYLES = {
    "style_body": BlockKind.BODY,
    "style_heading_1": BlockKind.HEADING_1,
    "style_heading_2": BlockKind.HEADING_2,
    "style_heading_3": BlockKind.HEADING_3,
    "style_appendix": BlockKind.APPENDIX,
    "style_quote": BlockKind.QUOTE,
    "style_bullet": BlockKind.BULLET,
    "style_number": BlockKind.NUMBER,
}


class WriteView(QWidget):
    """The editor with its panels. ``read`` follows when the text has been read."""

    read = Signal()
    handlers_changed = Signal()
    dates_wanted = Signal()
    focus_wanted = Signal(bool)  # the text alone, or everything again

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.is_alone = False  # focus mode
        self._seen = WhenSeen(self, self._read_again)
        self._is_reading = False
        self._reading = 0  # how many times it was asked for
        self._has_read = False
        self._place = CaretPlace("")  # where the caret is to be found again
        self._cited: tuple[str, ...] = ()
        self._must_relabel = False
        self._go_to = ""
        self._section = ""  # that Home carries on with
        self._build()
        self._connect()

    @property
    def is_ready(self) -> bool:
        """Whether the text shown is what is stored."""
        return not self._seen.is_due and not self._is_reading

    def go_to(self, block_uid: str) -> None:
        """Show a block, once the text has been read."""
        if not self._has_read or not self.editor.go_to(block_uid):
            self._go_to = "" if self.is_ready else block_uid

    def flush(self) -> None:
        """Write what stands in the editor."""
        if self._has_read:
            self.keeping.flush()

    def leave(self) -> None:
        """Write what stands in the editor: what is written after it is another step."""
        if self._has_read:
            self._remember_place()
            self.keeping.end_sitting()
            self._remember_section()

    def _remember_section(self) -> None:
        """Let Home know in which section the caret was."""
        from portfolio_app.services import home

        current, heading = self.editor.current(), ""
        for block in self.editor.blocks():
            heading = block.uid if block.kind.level else heading
            if current is not None and block.uid == current.uid:
                break
        if heading and heading != self._section and not self.workspace.readonly:
            self._section = heading
            self.workspace.do(home.remember_section, heading)

    def _remember_place(self) -> None:
        from portfolio_app.services import proposal

        place = self.editor.place
        if place != self._place and not self.workspace.readonly:
            self._place = place
            self.workspace.do(proposal.remember_place, place.uid, place.within)

    def show_side(self, name: str) -> QWidget | None:
        """Show the panel "evidence", "references", "ksbs" or "checks", and return it."""
        if name not in NAMES:
            return None
        panel = self.side.show_panel(name)
        self.parts.show_side(shown=True)
        return panel

    def panes(self) -> tuple[QWidget, ...]:
        """Return what F6 goes to, in order."""
        found = (self.outline, self.middle, self.side)
        return tuple(each for each in found if each.isVisible())

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done with the text now, by name of action."""
        found: dict[str, Handler] = {
            "find": self.find_words,
            "next_unknown": self.spelling.next_wrong,
            "mark_unknown": self.spelling.switch,
            "my_words": self._on_my_words,
            "focus_mode": self.toggle_alone,
            "typewriter": self._on_typewriter,
            "show_outline": self._toggle_outline,
            "show_side": self._toggle_side,
            "check_proposal": partial(self._ask, "checks", "ask"),
        }
        changing: dict[str, Callable[[], None]] = {
            **{name: partial(self.editor.set_kind, kind) for name, kind in STYLES.items()},
            "paste_plain": self.pasting.paste_words,
            "strong": self.editor.toggle_strong,
            "emphasis": self.editor.toggle_emphasis,
            "insert_evidence": partial(self._ask, "evidence", "ask"),
            "insert_reference": partial(self._ask, "references", "ask"),
            "insert_table": self.held.insert_table,
            "insert_figure": self.held.insert_figure,
            "insert_cross": self.inlines.insert_cross,
            "insert_note": self.inlines.insert_note,
            "claim": partial(self._ask, "ksbs", "tag"),
        }
        document = self.editor.document()
        if document.isUndoAvailable():
            found["undo"] = self.editor.undo
        if document.isRedoAvailable():
            found["redo"] = self.editor.redo
        readonly = self.tr("The portfolio is open to read: nothing can be changed.")
        for name, call in changing.items():
            found[name] = readonly if self.workspace.readonly else call
        found.update(self.bringing.handlers())
        return found

    # building

    def _build(self) -> None:
        work = self.workspace
        self.parts = Panes(self)
        room = self.parts.splitter
        self.middle = QWidget(room)
        self.editor = ProposalEditor(self.middle)
        self.editor.setReadOnly(work.readonly)
        self.editor.setProperty("look", "flat")
        self.editor.setProperty("pane", "start")
        self.keeping = Keeping(work, self.editor)
        self.pasting = Pasting(work, self.editor)
        self.spelling = EditorSpelling(work, self.editor)
        self.live = live_count(work, self.editor)
        self.held = HeldDialogs(work, self.editor)
        self.inlines = InlineDialogs(work, self.editor)
        self.bringing = Bringing(work, self, self.flush)
        self.margin = TagMargin(self.editor)
        self.outline = OutlinePanel(work, self.editor, room)
        self.band = BandLine(work, self.editor, self)
        self.find_bar: FindReplaceBar | None = None
        self.lock = LockLine()
        self.styles = StyleBar(work.actions, self.editor, self.middle)
        self._column = QVBoxLayout(self.middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.pasted = PastedLine(self.editor)
        for each in (self.styles, self.lock, self.pasted):
            self._column.addWidget(each)
        self._column.addWidget(self.editor, 1)
        self.side = SidePanels(work, self.editor, room)
        starts: dict[QWidget, QWidget] = {
            self.outline: self.outline.view, self.middle: self.editor, self.side: self.side.tabs,
        }  # fmt: skip
        self.parts.hold(self.outline, self.middle, self.side, starts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.parts, 1)
        column.addWidget(self.band)

    def _connect(self) -> None:
        self.keeping.changed_elsewhere.connect(self._on_changed_elsewhere)
        self.keeping.refused.connect(self._on_refused)
        self.keeping.kept.connect(self._on_kept)
        self.workspace.changed.connect(self._on_changed)
        self.editor.written.connect(self._on_written)
        self.editor.refused.connect(self._on_locked)
        self.pasting.said.connect(self.pasted.show_words)
        self.live.counted.connect(self._show_lock)
        self.lock.dates_wanted.connect(self.dates_wanted)
        self.styles.outline_wanted.connect(self._on_outline)
        self.styles.side_wanted.connect(self._on_side)
        self.editor.installEventFilter(self)
        for changed in (self.editor.undoAvailable, self.editor.redoAvailable):
            changed.connect(lambda _is: self.handlers_changed.emit())
        self.parts.arranged.connect(self._on_arranged)
        self.side.back.clicked.connect(lambda _=False: self.parts.close_over())
        self.margin.pressed.connect(self._on_margin)
        self._on_arranged()

    # the panels

    def _on_arranged(self) -> None:
        is_low, parts = self.height() < theme().px(LOW), self.parts
        self.side.back.setVisible(parts.over is self.side)
        self.outline.back.setVisible(parts.over is self.outline)
        self.band.setVisible(not is_low or parts.over is None)
        self.styles.setVisible(not self.is_alone and not is_low)
        self.band.parts.setVisible(not self.is_alone and not is_low)
        self.styles.show_panels(outline=not self.outline.isHidden(), side=not self.side.isHidden())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_arranged()

    def _toggle_outline(self) -> None:
        self._on_outline(not self.outline.isVisible())

    def _toggle_side(self) -> None:
        self._on_side(not self.side.isVisible())

    def _on_outline(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.parts.show_outline(shown=shown)

    def _on_side(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.parts.show_side(shown=shown)

    def _ask(self, name: str, verb: str) -> None:
        panel = self.show_side(name)
        call = getattr(panel, verb, None)
        if callable(call):
            call()
        elif panel is not None:
            panel.setFocus()

    def _on_margin(self, block_uid: str) -> None:
        self.editor.go_to(block_uid)
        self._ask("ksbs", "tag")

    def find_words(self) -> None:
        """Show the bar that finds and replaces, above the text."""
        from portfolio_app.ui.proposal.find_replace_bar import FindReplaceBar

        if self.find_bar is None:
            self.find_bar = FindReplaceBar(self.workspace, self.editor)
            self._column.insertWidget(self._column.indexOf(self.editor), self.find_bar)
        self.pasted.hide()
        self.find_bar.begin()

    def _on_my_words(self) -> None:
        from portfolio_app.ui.proposal.my_words_dialog import MyWordsDialog

        MyWordsDialog(self, self.workspace).open()

    # focus mode

    def toggle_alone(self) -> None:
        """Show the text alone with its line of words, or everything again."""
        self.is_alone = not self.is_alone
        self.workspace.actions["focus_mode"].setChecked(self.is_alone)
        self.parts.show_alone(alone=self.is_alone)
        self.focus_wanted.emit(self.is_alone)
        self.editor.setFocus()

    def _on_typewriter(self) -> None:
        self.editor.room.set_typewriter(on=self.workspace.actions["typewriter"].isChecked())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self.is_alone
            and watched is self.editor
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            if event.type() is QEvent.Type.KeyPress:
                self.toggle_alone()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    # reading

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.spelling.begin()

    def _on_changed_elsewhere(self) -> None:
        self.editor.flush()
        self._seen.ask()

    def _on_changed(self, changes: Changes) -> None:
        if Topic.STANDARD in changes.topics:
            self.workspace.look(read_ksbs, then=self.margin.set_ksbs, key="proposal ksbs")
        if self._has_read and changes.topics & LABELS and not self.keeping.is_ours(changes):
            self._read_labels()

    def _read_labels(self) -> None:
        blocks = self.editor.blocks()
        self.workspace.look(read_labels, blocks, then=self._on_labels, key="proposal labels")

    def _on_labels(self, labels: object) -> None:
        if isinstance(labels, type(self.editor.objects.labels)):
            self.editor.set_labels(replace(labels, numbers=numbers(self.editor.blocks())))

    def _read_again(self) -> None:
        self._is_reading = True
        self._reading += 1
        then = partial(self._on_read, self._reading, self.keeping.times)
        self.workspace.look(read_state, then=then, key="proposal")

    def _on_read(self, reading: int, times: int, state: State) -> None:
        if reading != self._reading:
            return  # what is read after it is on its way
        is_old = self._has_read and times != self.keeping.times
        if is_old or not self.keeping.is_quiet or self.editor.is_touched:
            # Typed while it was read: that goes first, and then what there is is read again.
            self._seen.is_due = True
            self._is_reading = False
            self.keeping.flush()
            if self.keeping.is_quiet:
                self._seen.if_seen()
            return
        self._is_reading = False
        self.margin.set_ksbs(state.ksbs)
        editor = self.editor
        if self._has_read and state.blocks == editor.blocks():
            editor.set_labels(state.labels, state.pictures)  # what can be undone still can be
        else:
            editor.set_draft(state.blocks, state.labels, state.pictures)
        self._cited = cited_in(state.blocks)
        if not self._has_read:
            self._has_read = True
            editor.put_caret(CaretPlace(*state.place))
            self._place = editor.place
            self._read_labels()  # with what takes longer to find
        if self._go_to:
            editor.go_to(self._go_to)
            self._go_to = ""
        self.read.emit()
        QTimer.singleShot(0, self, self.live.count)  # the text is seen first

    def _on_written(self, _uids: object) -> None:
        """Let numbers and citations follow what is written, before it is stored."""
        labels, blocks = self.editor.objects.labels, self.editor.blocks()
        cited = cited_in(blocks)
        self._must_relabel |= cited != self._cited
        self._cited = cited
        now = numbers(blocks)
        if now != labels.numbers:
            self.editor.set_labels(replace(labels, numbers=now))

    # keeping

    def _on_refused(self, error: object) -> None:
        self.styles.state.setText(self.tr("Not saved yet: the text is kept here, in the window"))
        if isinstance(error, PortfolioError):
            self.workspace.trouble.emit(error)

    def _on_kept(self) -> None:
        if self.keeping.is_quiet:
            self._seen.if_seen()
        if self._must_relabel:  # what is cited tells references of one year apart
            self._must_relabel = False
            self._read_labels()
        if self.styles.state.text():
            self.styles.state.setText("")

    def _show_lock(self) -> None:
        clock = self.live.rules.clock
        words = ""
        if self.live.is_read and not clock.may_write:
            from portfolio_app.domain.clock import NOT_YET

            words = NOT_YET
        if words != self.lock.words.text():
            self.lock.show_words(words)
            self.editor.set_locked(words)

    def _on_locked(self, _why: str) -> None:
        self.lock.say()
