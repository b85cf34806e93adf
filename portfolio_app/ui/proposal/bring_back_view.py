"""A Word copy that came back beside the proposal: each change taken or left, each comment read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.bringing_back import Change, Decision, Plan, Row
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.draft import Block
from portfolio_app.domain.draft_compare import Change as Side
from portfolio_app.domain.draft_compare import Comparison
from portfolio_app.domain.draft_compare import Row as SideRow
from portfolio_app.domain.number_words import counted
from portfolio_app.services import word_copies
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.queries.word_copies import Decided
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.proposal.comment_card import CommentCard
from portfolio_app.ui.proposal.compare_text import CompareText
from portfolio_app.ui.proposal.copy_words import (
    about_copy,
    decision_words,
    row_words,
    shortened,
    told_of_row,
)

_ROW = Qt.ItemDataRole.UserRole
ABOUT = -2  # stands for the copy as a whole where a row's number is asked for
_PADDING = 40  # pixels at 100 % beside the words of the list
_ROOM_AROUND = 260  # pixels at 100 % of the two sides
_SIDES = {
    "inserted": Side.ADDED,
    "removed": Side.REMOVED,
    "moved": Side.MOVED_TO,
}


def read(store: Store, uid: str) -> tuple[Plan, Decided, str]:
    """Return what a copy would change, what was decided, and the name of its file."""
    known = next((each for each in queries.word_copies.copies(store) if each.uid == uid), None)
    name = known.name if known is not None else ""
    return word_copies.plan(store, uid), queries.word_copies.decided(store, uid), name


class BringBackView(QDialog):
    """At the left the paragraphs; at the right the chosen one as it is and as the copy has it.

    T takes and L leaves what is chosen in the list; Up and Down go on.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, copy_uid: str) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self.copy_uid = copy_uid
        self.plan = Plan()
        self.decided = Decided({})
        self.is_ready = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Bring back a Word copy"))
        self._build(parent)
        workspace.changed.connect(self._on_changed)
        self._read()

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        self.sum = label(self.tr("Reading the copy…"), "strong", wrap=True)
        self.only = QCheckBox(self.tr("&Only differences and comments"))
        self.only.setChecked(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Paragraphs. T takes a change, L leaves it"))
        self.list.setSpacing(look.space("xxs"))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, look.space("sm"), 0)
        column.addWidget(self.only)
        column.addWidget(self.list, 1)
        self.text = CompareText()
        self.said = label("", "", wrap=True)
        self.said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.comments = QWidget()
        self._comments = QVBoxLayout(self.comments)
        self._comments.setContentsMargins(0, 0, 0, 0)
        beside = QScrollArea()
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, look.space("sm"), look.space("xs"), 0)
        words.addWidget(self.said)
        words.addWidget(self.comments)
        words.addStretch(1)
        beside.setWidget(told)
        self.take = QPushButton(self.tr("&Take"))
        self.take.setToolTip(self.tr("Have it as the copy has it (T in the list)"))
        self.leave = QPushButton(self.tr("&Leave"))
        self.leave.setToolTip(self.tr("Keep it as it is (L in the list)"))
        for button in (self.take, self.leave):
            button.setCheckable(True)
        one = QWidget()
        pair = FlowLayout(one, look.space("sm"))
        pair.addWidget(self.take)
        pair.addWidget(self.leave)
        self.upright = QSplitter(Qt.Orientation.Vertical)
        self.upright.addWidget(self.text)
        self.upright.addWidget(beside)
        self.upright.setStretchFactor(0, 1)
        self.upright.setStretchFactor(1, 1)
        self.upright.setChildrenCollapsible(False)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(look.space("sm"), 0, 0, 0)
        column.addWidget(self.upright, 1)
        column.addWidget(one)
        self.splitter = QSplitter()
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.take_all = QPushButton(self.tr("Take &all"))
        self.take_all.setToolTip(
            self.tr("Marks what is not decided; what needs a look of its own stays for you")
        )
        self.leave_all = QPushButton(self.tr("L&eave all"))
        self.do = QPushButton(self.tr("Change the proposal"))
        self.do.setProperty("look", "primary")
        self.away = QPushButton(self.tr("&Put away"))
        self.away.setToolTip(self.tr("The file is kept; what is not taken stays as it is"))
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setToolTip(self.tr("What you decided is kept"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.do, self.take_all, self.leave_all, self.away, self.close_button):
            button.setAutoDefault(False)
            flow.addWidget(button)
        for button in (self.take, self.leave):
            button.setAutoDefault(False)
        self.wrong = WrongLine()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(self.sum)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        self.only.toggled.connect(lambda _: self._fill())
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.take.clicked.connect(lambda _=False: self.say(Decision.TAKE))
        self.leave.clicked.connect(lambda _=False: self.say(Decision.LEAVE))
        self.take_all.clicked.connect(lambda _=False: self._on_take_all())
        self.leave_all.clicked.connect(lambda _=False: self._on_leave_all())
        self.do.clicked.connect(lambda _=False: self._on_do())
        self.away.clicked.connect(lambda _=False: self._on_away())
        self.close_button.clicked.connect(self.reject)
        room = parent.window()
        wide = min(look.px(1080), room.width() - look.space("xl"))
        self.resize(wide, min(look.px(640), room.height() - look.space("xl")))
        self.upright.setSizes([self.height() * 52 // 100, self.height() * 48 // 100])
        self.splitter.setSizes([wide * 36 // 100, wide * 64 // 100])
        self._say_buttons()
        self.list.setFocus()

    # reading

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PROPOSAL in changes.topics:
            self._read()

    def _read(self) -> None:
        self.is_ready = False
        self.workspace.look(
            read, self.copy_uid, then=self._on_read, failed=self._on_failed, key="word copy"
        )

    def _on_read(self, found: tuple[Plan, Decided, str]) -> None:
        self.plan, self.decided, name = found
        counts = [
            counted(len(self.plan.changes), "difference", "differences"),
            counted(len(self.plan.comments), "comment", "comments"),
        ]
        self.sum.setText(f"{name}: {', '.join(counts)}")
        self.is_ready = True
        self._fill()

    def _fill(self) -> None:
        chosen = self._row_number()
        with QSignalBlocker(self.list):
            self.list.clear()
            if about := about_copy(self.plan):
                item = QListWidgetItem(self.tr("About the copy") + f"\n{about[0]}")
                item.setData(_ROW, ABOUT)
                item.setSizeHint(self._size(item))
                self.list.addItem(item)
            for number, row in enumerate(self.plan.rows):
                if self.only.isChecked() and not row.changes and not row.comments:
                    continue
                item = QListWidgetItem(self._line(row))
                words = "".join(run.text for run in row.theirs or row.yours)
                item.setToolTip(plain_tip(shortened(words)))
                item.setData(_ROW, number)
                item.setSizeHint(self._size(item))
                self.list.addItem(item)
            numbers = [self.list.item(at).data(_ROW) for at in range(self.list.count())]
            if numbers:
                near = min(range(len(numbers)), key=lambda at: abs(numbers[at] - chosen))
                self.list.setCurrentRow(near)
        if not self.list.count() and self.is_ready:
            self.list.addItem(self.tr("Nothing differs."))
        self._show()

    def _size(self, item: QListWidgetItem) -> QSize:
        lines = item.text().count("\n") + 1
        high = self.list.fontMetrics().lineSpacing() * lines + 2 * theme().space("xs")
        return QSize(0, high)  # as wide as the list

    def _line(self, row: Row) -> str:
        said = row_words(self.plan, self.decided, row)
        runs = row.theirs or row.yours
        first = "".join(run.text for run in runs).strip().split("\n")[0]
        wide = self.list.viewport().width() - theme().px(_PADDING)
        mode = Qt.TextElideMode.ElideRight
        words = self.list.fontMetrics().elidedText(first, mode, max(wide, theme().px(80)))
        words = words or self.tr("(no words)")
        return f"{said}\n{words}" if said else words

    def _row_number(self) -> int:
        at = self.list.currentRow()
        number = self.list.item(at).data(_ROW) if at >= 0 else None
        return int(number) if number is not None else -1

    @property
    def row(self) -> Row | None:
        """The chosen paragraph."""
        number = self._row_number()
        return self.plan.rows[number] if 0 <= number < len(self.plan.rows) else None

    def _show(self) -> None:
        row, number = self.row, self._row_number()
        while (item := self._comments.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.text.setVisible(number != ABOUT)
        if row is None:
            self.text.clear_all()
            self.said.setText("\n".join(about_copy(self.plan)) if number == ABOUT else "")
            self.said.setVisible(bool(self.said.text()))
            self._say_buttons()
            return
        # What stands before and after, where there is room for it.
        has_room = self.text.height() >= theme().px(_ROOM_AROUND)
        first, last = (max(number - 1, 0), number + 2) if has_room else (number, number + 1)
        near = self.plan.rows[first:last]
        rows = tuple(self._side(each, is_chosen=each is row) for each in near)
        self.text.show_comparison(
            Comparison(rows, 0, 0), self.tr("Yours"), self.tr("The copy"), only_changes=False
        )
        self.said.setText("\n".join(told_of_row(self.plan, row)))
        self.said.setVisible(bool(self.said.text()))
        for each in row.comments:
            self._comments.addWidget(self._comment(each))
        self._say_buttons()

    def _side(self, row: Row, *, is_chosen: bool) -> SideRow:
        kinds = [self.plan.by_key[key].kind.value for key in row.changes]
        side = Side.SAME
        if kinds and is_chosen:
            side = next((_SIDES[each] for each in kinds if each in _SIDES), Side.CHANGED)
        block = Block("", row.kind)
        has_both = bool(row.yours), bool(row.theirs)
        return SideRow(
            side,
            row.yours,
            row.theirs,
            block if has_both[0] else None,
            block if has_both[1] else None,
        )

    def _comment(self, number: int) -> QWidget:
        card = CommentCard(
            self.plan.comments[number],
            is_done=number in self.decided.comments,
            readonly=self.workspace.readonly,
        )
        card.ticked.connect(partial(self._on_comment, number))
        return card

    def _say_buttons(self) -> None:
        may = self.is_ready and not self.workspace.readonly
        changes = self._changes()
        said = {self.decided.changes.get(each.key, "") for each in changes}
        for button, decision in ((self.take, Decision.TAKE), (self.leave, Decision.LEAVE)):
            button.setEnabled(may and bool(changes))
            button.setChecked(bool(changes) and said == {decision.value})
        if all(each.barred for each in changes):
            self.take.setEnabled(False)
        taken = sum(1 for each in self._taken())
        self.do.setEnabled(may and bool(taken))
        self.do.setText(
            self.tr("Change the proposal")
            if not taken
            else self.tr("Take 1 change into the proposal")
            if taken == 1
            else self.tr("Take {0} changes into the proposal").format(taken)
        )
        for button in (self.take_all, self.leave_all):
            button.setEnabled(may and bool(self.plan.changes))
        self.away.setEnabled(may)

    def _changes(self) -> list[Change]:
        row = self.row
        return [self.plan.by_key[key] for key in row.changes] if row is not None else []

    def _taken(self) -> list[Change]:
        said = self.decided.changes
        return [each for each in self.plan.changes if said.get(each.key) == Decision.TAKE]

    # deciding

    def say(self, decision: Decision) -> None:
        """Take or leave the changes of the chosen paragraph; said again, it is undecided."""
        changes = [
            each for each in self._changes() if not (each.barred and decision is Decision.TAKE)
        ]
        if not changes or self.workspace.readonly:
            self._say_buttons()
            return
        is_said = all(self.decided.changes.get(each.key) == decision for each in changes)
        self._decide({each.key: None if is_said else decision for each in changes})
        announcer().say(self._line_of_current())

    def _line_of_current(self) -> str:
        return " · ".join(decision_words(self.decided, each) for each in self._changes())

    def _decide(self, said: dict[str, Decision | None]) -> None:
        kept = dict(self.decided.changes)
        for key, decision in said.items():
            if decision is None:
                kept.pop(key, None)
            else:
                kept[key] = decision.value
        self.decided = Decided(kept, self.decided.comments, self.decided.base)
        self._keep(said)
        for at in range(self.list.count()):
            item = self.list.item(at)
            number = item.data(_ROW)
            if number is None or number < 0:
                continue
            if set(self.plan.rows[number].changes) & set(said):
                item.setText(self._line(self.plan.rows[number]))
        self._say_buttons()

    def _keep(self, said: dict[str, Decision | None]) -> None:
        self.workspace.do(
            word_copies.decide, self.copy_uid, said, then=_nothing, failed=self._on_failed
        )

    def _on_comment(self, number: int, is_done: bool) -> None:  # noqa: FBT001 - a slot
        done = set(self.decided.comments)
        (done.add if is_done else done.discard)(number)
        self.decided = Decided(self.decided.changes, frozenset(done), self.decided.base)
        self.workspace.do(
            word_copies.decide, self.copy_uid, comments={number: is_done}, then=_nothing,
            failed=self._on_failed,
        )  # fmt: skip

    def _on_take_all(self) -> None:
        chosen = word_copies.takeable(self.plan, self.decided)
        self._decide({each.key: Decision.TAKE for each in chosen})
        left = sum(
            1
            for each in self.plan.changes
            if each.needs_a_look and each.key not in self.decided.changes
        )
        words = counted(len(chosen), "difference", "differences") + self.tr(" marked to be taken.")
        if left:
            words += " " + counted(left, "needs", "need") + self.tr(" a look of their own.")
        self.wrong.say("")
        announcer().say(words)
        self.workspace.tell(words)

    def _on_leave_all(self) -> None:
        self._decide({each.key: Decision.LEAVE for each in self.plan.changes})

    def _on_do(self) -> None:
        self.wrong.say("")
        self.workspace.start(
            self.tr("Changing the proposal"), word_copies.take, self.copy_uid,
            then=lambda _: self.list.setFocus(), failed=self._on_failed, toast=True,
        )  # fmt: skip

    def _on_away(self) -> None:
        self.workspace.do(
            word_copies.close, self.copy_uid, then=lambda _: self.accept(),
            failed=self._on_failed, toast=True,
        )  # fmt: skip

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_ready:
            self._fill()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in (Qt.Key.Key_T, Qt.Key.Key_L):
                self.say(Decision.TAKE if event.key() == Qt.Key.Key_T else Decision.LEAVE)
                return True
        return super().eventFilter(watched, event)


def _nothing(_: object) -> None:
    """A decision changes nothing that is shown elsewhere."""
