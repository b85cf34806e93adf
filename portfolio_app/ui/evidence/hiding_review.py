"""Review hidden and possible names: what was found, and one choice for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.hiding import FoundKind, PossibleName, Searched, pages_words
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import hiding, names_to_hide
from portfolio_app.store import queries
from portfolio_app.ui.evidence.hiding_choices import HidingChoices, ReasonLine
from portfolio_app.ui.evidence.hiding_filters import LOOK, TIGHT_FROM, HidingFilters
from portfolio_app.ui.evidence.hiding_rows import FoundRows
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, SETTINGS, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

SIZE = (920, 620)  # pixels at 100 %; never taller than the window it lies over
SHORTLIST, EVERYTHING, THESE = "shortlist", "everything", "these"


class HidingReview(QDialog):
    """Looks through the shortlist, all evidence, or the items given; every choice can be undone.

    ``HidingReview(window, workspace).open()``; from the Reader with ``[item_uid]``.
    """

    def __init__(
        self, parent: QWidget, workspace: Workspace, items: Sequence[str] | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._items = tuple(items) if items is not None else None
        self._searched = Searched(())
        self._job = 0
        self._has_searched = False
        self._last_step = ""
        self._names_then: object = None
        self.setModal(True)
        self.setWindowTitle(self.tr("Names to hide"))
        self._build()
        self._connect()
        self._fit()
        QTimer.singleShot(0, self, self.search)

    @property
    def found(self) -> tuple[PossibleName, ...]:
        """What the last search found, as it stands now."""
        return self._searched.found

    @property
    def is_searching(self) -> bool:
        """Whether a search or a long hiding is going on."""
        return self._job != 0

    def search(self) -> None:
        """Look through the words again."""
        if self._job:
            return
        self._names_then = queries.names_to_hide.names(self.workspace.store)
        self._begin(
            self.workspace.start(
                self.tr("Looking for names"),
                hiding.find,
                self._scope_uids(),
                then=self._on_searched,
                failed=self._on_failed,
            )
        )

    # building

    def _build(self) -> None:
        look = theme()
        pad = look.space("lg")
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addLayout(self._build_top())
        self.filters = HidingFilters()
        column.addWidget(self.filters)
        self._wait = QFrame()
        waiting = QHBoxLayout(self._wait)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(look.space("sm"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far the search is"))
        self._doing = label("", "muted")
        self._doing.setMinimumWidth(look.px(220))
        self.stop_button = QPushButton(self.tr("Stop"))
        waiting.addWidget(self._bar, 1)
        waiting.addWidget(self._doing, 1)
        waiting.addWidget(self.stop_button)
        column.addWidget(self._wait)
        self.rows = FoundRows(self.workspace)
        self._empty = EmptyState(
            "eye-off",
            "",
            primary=(self.tr("List names to look for"), self._on_names),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self.choices = HidingChoices()
        self.other = ReasonLine()
        column.addWidget(self.choices)
        column.addWidget(self.other)
        self._told = label("", "caption", wrap=True)
        self._told.hide()
        column.addWidget(self._told)
        self._pictures = label("", "caption", wrap=True)
        column.addWidget(self._pictures)
        column.addLayout(self._build_foot())

    def _build_top(self) -> QHBoxLayout:
        look = theme()
        self._count = label("", "subtitle", wrap=True)
        self.scope = ChoiceBox()
        self.scope.setAccessibleName(self.tr("Where to look"))
        if self._items is not None:
            self.scope.addItem(self.tr("This item"), THESE)
        self.scope.addItem(self.tr("The shortlist"), SHORTLIST)
        self.scope.addItem(self.tr("All evidence"), EVERYTHING)
        if self._items is None and not queries.shortlist.uids(self.workspace.store):
            self.scope.setCurrentIndex(self.scope.findData(EVERYTHING))
        self.again_button = QPushButton(self.tr("Look again"))
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(self._count, 1)
        row.addWidget(self.scope)
        row.addWidget(self.again_button)
        return row

    def _build_foot(self) -> QHBoxLayout:
        look = theme()
        self.decided = QCheckBox(self.tr("Show what is decided"))
        self.all_button = QPushButton(self.tr("Hide all listed"))
        self.undo_button = QPushButton(self.tr("Undo"))
        self.names_button = QPushButton(self.tr("List of names…"))
        self.close_button = QPushButton(self.tr("Close"))
        self.more_button = QPushButton(self.tr("More"))
        self.more_button.setMenu(self._build_more())
        row = FlowRow(look.space("sm"))
        for each in (
            self.decided, self.undo_button, self.names_button, self.more_button, self.all_button,
            self.close_button,
        ):  # fmt: skip
            if isinstance(each, QPushButton):
                each.setAutoDefault(False)
            row.add(each)
        return row

    def _build_more(self) -> QMenu:
        """Return what stands in a menu instead when large letters leave no room for buttons."""
        menu = QMenu(self)
        menu.addAction(self.tr("Open page")).triggered.connect(self._on_page)
        menu.addAction(self.tr("Undo")).triggered.connect(self._on_undo)
        menu.addAction(self.tr("List of names…")).triggered.connect(self._on_names)
        self._decided_too = menu.addAction(self.tr("Show what is decided"))
        self._decided_too.setCheckable(True)
        return menu

    def _arrange(self) -> None:
        is_tight = theme().scale >= TIGHT_FROM
        for each in (self.decided, self.undo_button, self.names_button):
            each.setVisible(not is_tight)
        self.more_button.setVisible(is_tight)
        self.choices.arrange()
        self._show()

    def _connect(self) -> None:
        work = self.workspace
        work.jobs_changed.connect(self._on_jobs)
        work.changed.connect(self._on_changed)
        work.undo_changed.connect(self._show_undo)
        self.scope.activated.connect(self.search)
        self.again_button.clicked.connect(self.search)
        self.stop_button.clicked.connect(self._on_stop)
        self.rows.selectionModel().currentChanged.connect(self._show_current)
        self.rows.hide_wanted.connect(self._on_hide)
        self.rows.everywhere_wanted.connect(self._on_everywhere)
        self.rows.leave_wanted.connect(self.choices.open_reasons)
        self.rows.page_wanted.connect(self._on_page)
        self.filters.chosen.connect(self._show)
        self.choices.hide_wanted.connect(self._on_hide)
        self.choices.everywhere_wanted.connect(self._on_everywhere)
        self.choices.page_wanted.connect(self._on_page)
        self.choices.left.connect(self._on_reason)
        self.choices.reason_wanted.connect(self.other.ask)
        self.other.given.connect(self._on_reason)
        self.other.dropped.connect(self.rows.setFocus)
        self.decided.toggled.connect(self._show)
        self.all_button.clicked.connect(self._on_all)
        self.undo_button.clicked.connect(self._on_undo)
        self.names_button.clicked.connect(self._on_names)
        self.close_button.clicked.connect(self.reject)
        for keys, call in (
            (QKeySequence.StandardKey.Undo, self._on_undo),
            (QKeySequence.StandardKey.Redo, work.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        self.decided.toggled.connect(self._decided_too.setChecked)
        self._decided_too.toggled.connect(self.decided.setChecked)
        theme().changed.connect(self._arrange)
        self._arrange()
        self._show_undo()

    def _fit(self) -> None:
        parent = self.parentWidget()
        room = parent.size() if parent is not None else self.size()
        look = theme()
        wide, high = (
            min(look.px(SIZE[0]), room.width() - 24),
            min(look.px(SIZE[1]), room.height() - 24),
        )
        self.resize(max(wide, 480), max(high, 420))

    # searching

    def _scope_uids(self) -> list[str] | None:
        chosen = self.scope.currentData()
        if chosen == THESE and self._items is not None:
            return list(self._items)
        if chosen == SHORTLIST:
            items = queries.evidence.items(self.workspace.store)
            return [item.uid for item in items if item.position is not None]
        return None

    def _begin(self, job: int) -> None:
        self._job = job
        self._bar.setValue(0)
        self._doing.setText(self.tr("Beginning…"))
        self._show()

    def _end(self) -> None:
        self._job = 0
        self._show()

    def _on_jobs(self) -> None:
        running = next((job for job in self.workspace.jobs if job.token == self._job), None)
        if running is not None:
            self._bar.setValue(round(running.fraction * 1000))
            self._doing.setText(running.message or self.tr("Waiting for other work…"))
            self.stop_button.setEnabled(not running.stopping)

    def _on_searched(self, searched: Searched) -> None:
        self._searched = searched
        self._has_searched = True
        self._tell("")
        self._end()
        announcer().say(self._count.text())
        if self.rows.model_rows.rows and self.focusWidget() is not self.other.reason:
            self.rows.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._has_searched = True
        self._end()
        if isinstance(error, PortfolioError):
            self._tell(str(error))
        elif isinstance(error, Cancelled):
            self._tell(self.tr("Stopped. Nothing was changed."))
        else:
            self.workspace.trouble.emit(error)

    def _on_stop(self) -> None:
        self.workspace.cancel(self._job)

    # showing

    def _show(self) -> None:
        every = self.found
        waiting = [each for each in every if each.is_open]
        shown = every if self.decided.isChecked() else waiting
        items = len({each.item_uid for each in every})
        if not self._has_searched:
            self._count.setText(self.tr("Looking for names…"))
        else:
            words = self.tr("Found {0} in {1}: {2} to decide").format(
                len(every), _items_words(items), len(waiting)
            )
            self._count.setText(words if every else self.tr("Nothing found"))
        self.filters.show_counts(shown, len(self._searched.to_look_at))
        if self.filters.name == LOOK:
            self.rows.show_rows(self._searched.to_look_at)
        else:
            self.rows.show_rows([each for each in shown if self.filters.keeps(each)])
        self._wait.setVisible(self.is_searching)
        for button in (self.again_button, self.scope):
            button.setEnabled(not self.is_searching)
        self._show_empty()
        self._show_pictures()
        self._show_current()

    def _show_empty(self) -> None:
        has_rows = bool(self.rows.model_rows.rows)
        self._stack.setCurrentWidget(self.rows if has_rows else self._empty)
        names = queries.names_to_hide.names(self.workspace.store)
        if not self._has_searched or self.is_searching:
            words = self.tr("Looking through the words of your evidence…")
        elif self.found and not any(each.is_open for each in self.found):
            words = self.tr("Everything found is decided.")
        elif self.found:
            words = self.tr("Nothing of this kind.")
        elif names:
            words = self.tr("No listed name, number or address was found in the text.")
        else:
            words = self.tr(
                "No number or address was found in the text. List the names that must not be "
                "seen, and they are looked for too."
            )
        self._empty.show_words(words)
        self._empty.buttons[0].setVisible(self._has_searched and not names)

    def _show_pictures(self) -> None:
        pages = self._searched.to_look_at
        told = self.tr("This works on text only.")
        if pages:
            named = [f"{pages_words(each.pages)} of {each.ref or each.title}" for each in pages[:3]]
            rest = len(pages) - 3
            more = self.tr(" and more in {0}").format(_items_words(rest)) if rest > 0 else ""
            told = self.tr(
                "Pictures and handwriting aren't searched. Look at {0}{1} yourself."
            ).format("; ".join(named), more)
        self._pictures.setText(told if self._has_searched else "")

    def _show_current(self) -> None:
        row = self.rows.current()
        found = row if isinstance(row, PossibleName) else None
        may = found is not None and not self.workspace.readonly and not self.is_searching
        used = queries.hides.labels(self.workspace.store) if found is not None else ()
        self.choices.show_row(found, is_any=row is not None, may=may, used=used)
        listed = self._listed()
        self.all_button.setEnabled(
            bool(listed) and not self.is_searching and not self.workspace.readonly
        )
        self.all_button.setToolTip(
            self.tr("Hide all {0} places of listed names in one step").format(len(listed))
            if listed
            else self.tr("No listed name waits to be hidden")
        )

    def _show_undo(self) -> None:
        what = self.workspace.undo_text
        self.undo_button.setEnabled(bool(what))
        self.undo_button.setToolTip(
            self.tr("Undo: {0}").format(what) if what else self.tr("There is nothing to undo")
        )

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))
        announcer().say(words)

    # choosing

    def _current(self) -> PossibleName | None:
        row = self.rows.current()
        may = isinstance(row, PossibleName) and not self.workspace.readonly
        return row if may and isinstance(row, PossibleName) and not self.is_searching else None

    def _listed(self) -> list[PossibleName]:
        return [each for each in self.found if each.is_open and each.kind is FoundKind.NAME]

    def _on_hide(self) -> None:
        found = self._current()
        if found is not None and not found.is_hidden:
            self.workspace.do(
                hiding.hide_found,
                [found],
                self.choices.label.label,
                then=self._on_hidden,
                failed=self._on_failed,
            )

    def _on_everywhere(self) -> None:
        found = self._current()
        if found is not None:
            self._begin(
                self.workspace.start(
                    self.tr("Hiding everywhere"),
                    hiding.hide_everywhere,
                    found.words,
                    self.choices.label.label,
                    kind=found.kind,
                    then=self._on_hidden_many,
                    failed=self._on_failed,
                )
            )

    def _on_all(self) -> None:
        listed = self._listed()
        if listed:
            self._begin(
                self.workspace.start(
                    self.tr("Hiding all listed names"),
                    hiding.hide_found,
                    listed,
                    then=self._on_hidden_many,
                    failed=self._on_failed,
                )
            )

    def _on_hidden_many(self, made: Any) -> None:
        self._end()
        self._on_hidden(made)

    def _on_hidden(self, made: Any) -> None:
        words = made.changes.summary
        if made.skipped:
            words = self.tr("{0}. Not hidden: {1}").format(words, " ".join(made.skipped[:3]))
        self._tell(words)
        self.rows.setFocus()

    def _on_reason(self, reason: str, everywhere: bool) -> None:  # noqa: FBT001 - a slot
        if not reason:
            self._tell(self.tr("Say in a few words why these words may stay."))
            return
        found = self._current()
        if found is not None:
            self.workspace.do(
                names_to_hide.leave,
                found.words,
                reason,
                "" if everywhere else found.item_uid,
                then=self._on_left,
                failed=self._on_failed,
            )

    def _on_left(self, changes: Changes) -> None:
        self._tell(changes.summary)
        self.rows.setFocus()

    def _on_undo(self) -> None:
        if self.workspace.undo_text:
            self._tell(self.tr("Undone: {0}").format(self.workspace.undo_text))
            self.workspace.undo()

    def _on_changed(self, changes: Changes) -> None:
        if Topic.HIDING not in changes.topics:
            return
        marked = hiding.mark_again(self.workspace.store, self.found)
        self._searched = Searched(
            marked, self._searched.to_look_at, self._searched.items, self._searched.pages
        )
        self._show()
        names = queries.names_to_hide.names(self.workspace.store)
        if self._has_searched and names != self._names_then and not self.is_searching:
            self._names_then = names
            self._tell(self.tr("The list of names has changed. Look again to find all of them."))

    # leaving

    def _on_page(self) -> None:
        row = self.rows.current()
        if row is None:
            return
        page = row.page_index if isinstance(row, PossibleName) else row.pages[0] - 1
        self.reject()
        self.workspace.go(Place(EVIDENCE, item=row.item_uid, page=page))

    def _on_names(self) -> None:
        self.reject()
        self.workspace.go(Place(SETTINGS, tab="names"))

    @override
    def reject(self) -> None:
        if self._job:
            self.workspace.cancel(self._job)
        self.rows.crops.forget()
        super().reject()
        self.deleteLater()


class FlowRow(QHBoxLayout):
    """Buttons at the foot, in as many lines as they need."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        holder = QWidget()
        self._flow = FlowLayout(holder, gap)
        self.addWidget(holder)

    def add(self, widget: QWidget) -> None:
        """Add one more at the end."""
        self._flow.addWidget(widget)


def _items_words(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
