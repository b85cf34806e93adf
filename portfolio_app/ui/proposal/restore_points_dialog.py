"""Restore points: named, gone back to, and compared with each other or with how it is now."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.clock import day_this_year
from portfolio_app.domain.day_points import KEPT
from portfolio_app.domain.draft import Version
from portfolio_app.domain.draft_compare import Comparison
from portfolio_app.domain.word_count import words_words
from portfolio_app.services import restore_points
from portfolio_app.store import queries
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.proposal.compare_text import CompareText

NOW = restore_points.NOW


class RestorePointsDialog(QDialog):
    """At the left the points, newest first; at the right the chosen one beside another, or now."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self._versions: tuple[Version, ...] = ()
        self._found: tuple[str, str, Comparison] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Restore points"))
        self._build(parent)
        workspace.changed.connect(self._on_changed)
        self._read()

    @property
    def chosen(self) -> str:
        """The uid of the chosen point, "" when there is none."""
        item: QListWidgetItem | None = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        self.name = LineField()
        self.name.setPlaceholderText(self.tr("Such as: before my tutor's comments"))
        self.keep = QPushButton(self.tr("Keep as it is now"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Restore points, newest first"))
        self.list.setWordWrap(True)
        self.list.setSpacing(look.space("xxs"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = label(
            self.tr(
                "None yet. One is kept by itself before your first change of a day, and before "
                "anything that changes much."
            ),
            "muted",
            wrap=True,
        )
        self.stays = label(KEPT, "caption", wrap=True)
        left = QWidget()
        points = QVBoxLayout(left)
        points.setContentsMargins(0, 0, look.space("sm"), 0)
        points.addWidget(above(self.tr("&Name"), self.name))
        points.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        points.addWidget(self.none)
        points.addWidget(self.list, 1)
        points.addWidget(self.stays)
        self.other = ChoiceBox()
        self.only = QCheckBox(self.tr("&Only what differs"))
        self.only.setChecked(True)
        self.sum = label("", "strong", wrap=True)
        self.text = CompareText()
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(look.space("sm"), 0, 0, 0)
        beside.addWidget(above(self.tr("&Compared with"), self.other))
        beside.addWidget(self.sum)
        beside.addWidget(self.only)
        beside.addWidget(self.text, 1)
        self.splitter = QSplitter()
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.back = QPushButton(self.tr("Go back to this"))
        self.back.setToolTip(self.tr("How it is now is kept as a restore point first"))
        self.rename = QPushButton(self.tr("Rename"))
        self.rename.setToolTip(self.tr("Gives the chosen point the name that is typed above"))
        self.remove = QPushButton(self.tr("Remove"))
        self.close_button = QPushButton(self.tr("Close"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.back, self.rename, self.remove, self.close_button):
            flow.addWidget(button)
        for button in (self.keep, self.back, self.rename, self.remove, self.close_button):
            button.setAutoDefault(False)
        self.wrong = WrongLine()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        self.name.returnPressed.connect(self._on_keep)
        self.list.currentItemChanged.connect(lambda *_: self._on_chosen())
        self.other.currentIndexChanged.connect(lambda _: self._compare())
        self.only.toggled.connect(lambda _: self._draw())
        self.back.clicked.connect(lambda _=False: self._on_back())
        self.rename.clicked.connect(lambda _=False: self._on_rename())
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.close_button.clicked.connect(self.reject)
        room = parent.window()
        wide = min(look.px(960), room.width() - look.space("xl"))
        self.resize(wide, min(look.px(640), room.height() - look.space("xl")))
        self.splitter.setSizes([wide * 3 // 10, wide * 7 // 10])

    # reading

    def _on_changed(self, changes: Changes) -> None:
        if Topic.PROPOSAL in changes.topics:
            self._read()

    def _read(self) -> None:
        self.workspace.look(
            queries.proposal.versions, then=self._on_read, key="proposal restore points"
        )

    def _on_read(self, versions: tuple[Version, ...]) -> None:
        chosen, place = self.chosen, max(self.list.currentRow(), 0)
        self._versions = versions
        with QSignalBlocker(self.list):
            self.list.clear()
            for each in versions:
                item = QListWidgetItem(f"{each.about}\n{_made(each)} · {words_words(each.words)}")
                item.setData(Qt.ItemDataRole.UserRole, each.uid)
                self.list.addItem(item)
            uids = [each.uid for each in versions]
            if uids:
                at = uids.index(chosen) if chosen in uids else min(place, len(uids) - 1)
                self.list.setCurrentRow(at)
        self.none.setVisible(not versions)
        self.stays.setVisible(bool(versions))
        self._on_chosen()

    def _on_chosen(self) -> None:
        chosen, other = self.chosen, self.other.currentData()
        with QSignalBlocker(self.other):
            self.other.clear()
            self.other.addItem(self.tr("How it is now"), NOW)
            for each in self._versions:
                if each.uid != chosen:
                    self.other.addItem(f"{each.about} ({_made(each)})", each.uid)
            self.other.setCurrentIndex(max(self.other.findData(other), 0))
        may = bool(chosen) and not self.workspace.readonly
        for button in (self.back, self.rename, self.remove):
            button.setEnabled(may)
        self.keep.setEnabled(not self.workspace.readonly)
        self._compare()

    def _compare(self) -> None:
        chosen, other = self.chosen, str(self.other.currentData() or NOW)
        if not chosen:
            self._found = None
            self.sum.setText("")
            self.text.clear_all()
            return
        older, newer = self._in_order(chosen, other)

        def show(found: Comparison) -> None:
            if {older, newer} == {self.chosen, str(self.other.currentData() or NOW)}:
                self._found = (older, newer, found)
                self._draw()

        self.workspace.look(
            restore_points.compared, older, newer, then=show, key="proposal comparison"
        )

    def _in_order(self, chosen: str, other: str) -> tuple[str, str]:
        """Return the two with the older first: what it was, then what became of it."""
        if other == NOW:
            return chosen, NOW
        uids = [each.uid for each in self._versions]  # newest first
        return (other, chosen) if uids.index(other) > uids.index(chosen) else (chosen, other)

    def _draw(self) -> None:
        if self._found is None:
            return
        older, newer, found = self._found
        self.sum.setText(found.words)
        self.text.show_comparison(
            found, self._name_of(older), self._name_of(newer), only_changes=self.only.isChecked()
        )

    def _name_of(self, uid: str) -> str:
        version = next((each for each in self._versions if each.uid == uid), None)
        return version.about if version is not None else self.tr("How it is now")

    # doing

    def _on_keep(self) -> None:
        if self.workspace.readonly:
            return
        self.wrong.say("")
        self.workspace.do(
            restore_points.name, self.name.text(), then=self._on_named, failed=self._on_failed
        )

    def _on_named(self, changes: Changes) -> None:
        self.name.clear()
        announcer().say(changes.summary)

    def _on_rename(self) -> None:
        self.wrong.say("")
        self.workspace.do(
            restore_points.rename,
            self.chosen,
            self.name.text(),
            then=self._on_named,
            failed=self._on_failed,
        )

    def _on_remove(self) -> None:
        self.wrong.say("")
        self.workspace.do(restore_points.remove, self.chosen, toast=True, failed=self._on_failed)

    def _on_back(self) -> None:
        self.wrong.say("")
        self.workspace.do(
            restore_points.go_back,
            self.chosen,
            toast=True,
            then=lambda _: self.accept(),
            failed=self._on_failed,
        )

    def _on_failed(self, error: BaseException) -> None:
        self.wrong.say(str(error))


def _made(version: Version) -> str:
    moment = datetime.fromisoformat(version.made_at).astimezone()
    today = datetime.now(UTC).astimezone().date().isoformat()
    return f"{day_this_year(moment.date().isoformat(), today)}, {moment:%H:%M}"
