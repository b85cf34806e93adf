"""Skills scans: rate each KSB, alone or with the line manager, and see what changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.scan import Rater, Row, Scan, rows
from portfolio_app.problems import PortfolioError
from portfolio_app.services import scans
from portfolio_app.store import queries
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.scan_areas import ScanAreas
from portfolio_app.ui.ksbs.scan_cards import ScanCards
from portfolio_app.ui.ksbs.scan_dialog import ScanDialog
from portfolio_app.ui.ksbs.scan_plot import CodeDelegate, PlotDelegate

_PLOT, _MINE, _THEIRS, _CHANGE = range(2, 6)
_LARGE = 150  # per cent of text size


class _ScanTable(ListTable):
    """The rows of a scan; number keys give the current KSB its mark, Delete takes it away."""

    def __init__(self, view: ScanView, columns: tuple[Column, ...], name: str) -> None:
        super().__init__(columns, key=lambda row: row.ksb.uid, name=name, many=False)
        self._view = view

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and 1 <= digit <= 9 and self._view.mark_current(digit):
            return
        if plain and event.key() == Qt.Key.Key_Delete and self._view.mark_current(None):
            return
        super().keyPressEvent(event)


class ScanView(QWidget):
    """The KSBs area's second tab. Private: nothing of it is ever part of the bundle."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._scans: tuple[Scan, ...] = ()
        self._ksbs: tuple[Ksb, ...] = ()
        self._seen = WhenSeen(self, self._load)
        self._wanted = ""  # uid of the scan to show next
        self._build()
        self._seen.listen(workspace, {Topic.SCANS, Topic.STANDARD})

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        if self._stack.currentWidget() is self.cards:
            return self.cards.first_focus()
        if self._stack.currentWidget() is self.areas:
            return self.areas.first_focus()
        return self.table if self._scans else self._empty.buttons[0]

    @property
    def scan(self) -> Scan | None:
        """The scan that is shown, None when there is none."""
        return self._chosen(self.later)

    def mark_current(self, mark: int | None) -> bool:
        """Give the current KSB a mark (None takes it away); return whether that could be done."""
        row: Row | None = self.table.current_value()
        scan = self.scan
        if row is None or scan is None or self.workspace.readonly:
            return False
        if mark is not None and mark > len(scan.scale):
            return False
        by = Rater(self.whose.currentData())  # Qt hands it back as a plain text
        self.workspace.do(scans.rate, scan.uid, row.ksb.uid, mark, by=by)
        return True

    # building

    def _build(self) -> None:
        look = theme()
        self.later = ChoiceBox()
        self.earlier = ChoiceBox()
        self.whose = ChoiceBox()
        self.whose.addItem(self.tr("My marks"), Rater.OWN)
        self.whose.addItem(self.tr("Line manager's marks"), Rater.MANAGER)
        self.by_area = QPushButton(self.tr("By area"))
        self.by_area.setToolTip(self.tr("The mean of my marks in each area, then and now"))
        self.learn = QPushButton(self.tr("Add to learning plan"))
        self.learn.setToolTip(self.tr("Adds the KSB that is chosen; its marks stay here"))
        self._new = QPushButton(self.tr("Start a scan…"))
        self._cards = QPushButton(self.tr("Rate one by one"))
        self._save = QPushButton(self.tr("Save for provider…"))
        self._remove = QPushButton(self.tr("Remove"))
        icons.put(self._new, "plus")
        icons.put(self._save, "download")
        icons.put(self._remove, "trash-2")
        self._tools = QWidget()
        flow = FlowLayout(self._tools)
        self._pairs: list[QWidget] = []
        for words, combo in (
            (self.tr("Scan"), self.later),
            (self.tr("Compare with"), self.earlier),
            (self.tr("Keys 1 to 9 give"), self.whose),
        ):
            combo.setAccessibleName(words)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            name = label(words, "muted")
            name.setBuddy(combo)
            row.addWidget(name)
            row.addWidget(combo)
            flow.addWidget(pair)
            self._pairs.append(pair)
        self._more = QPushButton(self.tr("More"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._arrange)
        flow.addWidget(self._more)
        for button in (
            self._cards, self.by_area, self.learn, self._new, self._save, self._remove
        ):  # fmt: skip
            flow.addWidget(button)
        lock = QLabel()
        lock.setPixmap(icons.pixmap("lock", look.size("icon_small"), "text.muted"))
        banner = QHBoxLayout()
        banner.addWidget(lock)
        banner.addWidget(
            label(self.tr("Private. Never part of the bundle."), "muted", wrap=True), 1
        )
        self._legend = label("", "caption", wrap=True)
        self.table = _ScanTable(self, self._columns(), self.tr("Skills scan"))
        self._plot = PlotDelegate(self.table)
        self.table.setItemDelegateForColumn(0, CodeDelegate(self.table))
        self.table.setItemDelegateForColumn(_PLOT, self._plot)
        words = self.tr("Take 15 minutes with your line manager. You can stop and come back.")
        self._empty = EmptyState("list", words, primary=(self.tr("Start a scan"), self._on_new))
        listed = QWidget()
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.space("sm"))
        inner.addWidget(self._tools)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._legend)
        self.cards = ScanCards()
        self._stack = QStackedWidget()
        self.areas = ScanAreas()
        for part in (listed, self._empty, self.cards, self.areas):
            self._stack.addWidget(part)
        self._listed = listed
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addLayout(banner)
        column.addWidget(self._stack, 1)
        self._connect()
        self._arrange()

    def _arrange(self) -> None:
        """With large letters the marks stand as words alone, and the rarer choices wait."""
        is_large = theme().scale >= _LARGE
        self.table.setColumnHidden(_PLOT, is_large)
        self.table.setColumnHidden(_CHANGE, is_large)
        if is_large:  # the number alone: its word is the cell's tip and what is spoken
            look = theme()
            self.table.setColumnWidth(_MINE, look.px(64))
            self.table.setColumnWidth(_THEIRS, look.px(112))
        self._more.setVisible(is_large)
        shown = not is_large or self._more.isChecked()
        for part in (
            *self._pairs[1:],
            self._cards,
            self.by_area,
            self.learn,
            self._new,
            self._save,
            self._remove,
            self._legend,
        ):
            part.setVisible(shown)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("KSB"), lambda row: row.ksb.code, width=84, sortable=False),
            Column(self.tr("What it asks for"), lambda row: row.ksb.short, stretch=True,
                   tip=lambda row: row.ksb.text, sortable=False),
            Column(self.tr("Then and now"), lambda _: "", width=260, spoken=self._spoken,
                   tip=self._spoken, sortable=False),
            self._marks_column(self.tr("Mine"), lambda row: row.later.own),
            self._marks_column(self.tr("Line manager"), lambda row: row.later.manager),
            Column(self.tr("Change"), self._change, width=72, right=True,
                   sort=lambda row: row.change if row.change is not None else -99),
        )  # fmt: skip

    def _marks_column(self, title: str, mark: Callable[[Row], int | None]) -> Column:
        def words(row: Row) -> str:
            return self._mark(mark(row))

        return Column(title, lambda row: self._short(mark(row)), width=150, spoken=words, tip=words)

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self._cards.clicked.connect(lambda: self._open_cards())
        self.learn.clicked.connect(self._on_learn)
        self.by_area.clicked.connect(self._on_by_area)
        self.areas.left.connect(self._on_left)
        self._save.clicked.connect(self._on_save)
        self._remove.clicked.connect(self._on_remove)
        theme().changed.connect(self._arrange)
        self.later.activated.connect(self._show)
        self.earlier.activated.connect(self._show)
        self.table.opened.connect(lambda row: self._open_cards(row.ksb.uid))
        self.cards.rated.connect(self._on_rated)
        self.cards.noted.connect(self._on_noted)
        self.cards.left.connect(self._on_left)

    # showing

    def _load(self) -> None:
        store = self.workspace.store
        self._scans = queries.scans.scans(store)
        self._ksbs = tuple(k for k in queries.standard.ksbs(store) if not k.retired)
        chosen, compared = self._wanted or self.later.currentData(), self.earlier.currentData()
        self._wanted = ""
        self.later.clear()
        self.earlier.clear()
        self.earlier.addItem(self.tr("Nothing"), "")
        for scan in self._scans:
            self.later.addItem(scans.name(scan), scan.uid)
            self.earlier.addItem(scans.name(scan), scan.uid)
        at = self.later.findData(chosen)
        self.later.setCurrentIndex(at if at >= 0 else self.later.count() - 1)
        first = self._scans[0].uid if len(self._scans) > 1 else ""
        self.earlier.setCurrentIndex(max(self.earlier.findData(compared or first), 0))
        self._show()

    def _show(self) -> None:
        scan, earlier = self.scan, self._chosen(self.earlier)
        if scan is None:
            self._stack.setCurrentWidget(self._empty)
            self._empty.buttons[0].setEnabled(not self.workspace.readonly)
            return
        if self._stack.currentWidget() is self._empty:
            self._stack.setCurrentWidget(self._listed)
        earlier = None if earlier is not None and earlier.uid == scan.uid else earlier
        self._plot.steps = len(scan.scale)
        self.table.show_rows(rows(self._ksbs, earlier, scan))
        if self.table.current_value() is None and self._ksbs:
            self.table.selectRow(0)
        self.table.viewport().update()
        told = self.tr("{0} of {1} rated.").format(scan.rated, len(self._ksbs))
        told += " " + self.tr("Filled circle: {0}. Upright line: line manager.").format(scan.title)
        if earlier is not None:
            told += " " + self.tr("Hollow circle: {0}.").format(earlier.title)
        steps = " · ".join(f"{n} {w}" if w != str(n) else w for n, w in enumerate(scan.scale, 1))
        self._legend.setText(f"{told}\n{steps}")
        for button in (self._cards, self.learn, self._new, self._remove):
            button.setEnabled(not self.workspace.readonly)
        if self._stack.currentWidget() is self.cards:
            self.cards.show_scan(scan)
        elif self._stack.currentWidget() is self.areas:
            self._show_areas()

    def _chosen(self, combo: QComboBox) -> Scan | None:
        return next((each for each in self._scans if each.uid == combo.currentData()), None)

    def _mark(self, mark: int | None) -> str:
        scan = self.scan
        if mark is None or scan is None or mark > len(scan.scale):
            return "–"
        word = scan.scale[mark - 1]
        return word if word == str(mark) else f"{mark} {word}"

    def _short(self, mark: int | None) -> str:
        """Return a mark as the table has room for it."""
        words = self._mark(mark)
        return str(mark) if mark is not None and theme().scale >= _LARGE else words

    def _change(self, row: Row) -> str:
        if row.change is None:
            return ""
        return f"+{row.change}" if row.change > 0 else str(row.change).replace("-", "\u2212")

    def _spoken(self, row: Row) -> str:
        before = self._mark(row.earlier.own)
        return self.tr("before {0}, now {1}, line manager {2}").format(
            before, self._mark(row.later.own), self._mark(row.later.manager)
        )

    # reacting

    def _on_new(self) -> None:
        name = (
            self.tr("Start") if not self._scans else self.tr("Review {0}").format(len(self._scans))
        )
        dialog = ScanDialog(self, name)
        dialog.wanted.connect(self._on_wanted)
        dialog.open()

    def _on_wanted(self, title: str, day: str, scale: list[str]) -> None:
        self.workspace.do(scans.start, title, day, scale, then=self._on_started)

    def _on_started(self, made: scans.Started) -> None:
        self._wanted = made.uid
        self._seen.now()
        self._open_cards()

    def _open_cards(self, ksb_uid: str = "") -> None:
        scan = self.scan
        if scan is not None and not self.workspace.readonly:
            self.cards.open(scan, self._ksbs, ksb_uid)
            self._stack.setCurrentWidget(self.cards)
            self.cards.first_focus().setFocus()

    def _on_rated(self, ksb_uid: str, mark: int, by: Rater) -> None:
        scan = self.scan
        if scan is not None:
            self.workspace.do(scans.rate, scan.uid, ksb_uid, mark, by=by)

    def _on_noted(self, ksb_uid: str, text: str) -> None:
        scan = self.scan
        if scan is not None:
            self.workspace.do(scans.note, scan.uid, ksb_uid, text)

    def _on_left(self) -> None:
        self._stack.setCurrentWidget(self._listed)
        self.table.setFocus()

    def _on_by_area(self) -> None:
        if self.scan is not None:
            self._show_areas()
            self._stack.setCurrentWidget(self.areas)
            self.areas.first_focus().setFocus()

    def _show_areas(self) -> None:
        scan, earlier = self.scan, self._chosen(self.earlier)
        if scan is not None:
            before = "" if earlier is None or earlier.uid == scan.uid else earlier.uid
            means = scans.comparison(self.workspace.store, before, scan.uid)[1]
            then = earlier.title if before and earlier is not None else ""
            self.areas.show_means(means, len(scan.scale), then, scan.title)

    def _on_learn(self) -> None:
        from portfolio_app.services import learning

        row: Row | None = self.table.current_value()
        scan = self.scan
        if row is not None and scan is not None:
            self.workspace.do(
                learning.add_ksbs, [row.ksb.uid], scan.uid, toast=True, failed=self._on_refused
            )

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self.workspace.trouble.emit(error)

    def _on_remove(self) -> None:
        scan = self.scan
        if scan is not None:
            self.workspace.do(scans.remove, scan.uid, toast=True)

    def _on_save(self) -> None:
        scan = self.scan
        if scan is not None:
            start = Path.home() / f"Skills scan {scan.title}.pdf".replace("/", "-")
            filters = self.tr("PDF (*.pdf);;Excel workbook (*.xlsx);;CSV (*.csv)")
            messages.choose_save(self, self.tr("Save for provider"), self._on_place, start, filters)

    def _on_place(self, paths: list[Path]) -> None:
        scan, earlier = self.scan, self._chosen(self.earlier)
        if scan is None:
            return
        (out,) = paths
        done = partial(self._on_saved, out)
        if out.suffix.casefold() == ".pdf":
            compare = earlier.uid if earlier else ""
            self.workspace.start(
                self.tr("Saving"), scans.save_pdf, scan.uid, out, then=done, compare_uid=compare
            )
        else:
            self.workspace.start(self.tr("Saving"), scans.save_table, scan.uid, out, then=done)

    def _on_saved(self, out: Path, _: object) -> None:
        self.workspace.tell(self.tr("Saved: {0}").format(out.name))
