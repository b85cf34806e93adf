"""Above the map: which KSBs, counted how, as map or list; what the numbers say and mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.coverage import CAVEAT, KsbCoverage, KsbStatus
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import StatusLabel
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.coverage_map import Counting, Group, rule_of, summary

_PAUSE = 120  # milliseconds after the last key before the filter acts


class CoverageChoices(QWidget):
    """The choices; ``chosen`` says that one of them changed the rows."""

    chosen = Signal()
    counting_changed = Signal()
    shape_changed = Signal(bool)  # whether the list is wanted rather than the map
    down_wanted = Signal()  # Down or Enter in the filter: go into the rows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self.chosen)
        self._build()

    @property
    def method(self) -> str:
        """The chosen group: a method's id, "" for not set, or "all"."""
        at = self._group_buttons.checkedId()
        return self._groups[at].method if 0 <= at < len(self._groups) else "all"

    @property
    def words(self) -> str:
        """What is typed into the filter."""
        return self.filter.text()

    @property
    def counting(self) -> Counting:
        """What the columns are, and which claims count."""
        return Counting(self.columns.currentData())

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Offer these groups; the chosen one stays chosen where it is still there."""
        if tuple(groups) == self._groups:
            return
        before = self.method
        for button in self._group_buttons.buttons():
            self._group_buttons.removeButton(button)
            self._group_row.removeWidget(button)
            button.deleteLater()
        self._groups = tuple(groups)
        for at, group in enumerate(self._groups):
            button = QPushButton(f"{group.words} {group.count}")
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Show {0}: {1} KSBs").format(group.words, group.count))
            self._group_buttons.addButton(button, at)
            self._group_row.addWidget(button)
        methods = [group.method for group in self._groups]
        wanted = before if before in methods else "all"
        self._group_buttons.button(methods.index(wanted)).setChecked(True)
        self._groups_box.setVisible(len(self._groups) > 1)

    def show_counting(self, counting: Counting) -> None:
        """Show which columns are in force, without asking for them."""
        self.columns.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.columns.setCurrentIndex(self.columns.findData(counting.value))
        self.columns.blockSignals(False)  # noqa: FBT003

    def show_summary(self, rows: Sequence[KsbCoverage], counting: Counting) -> None:
        """Say in words what the rows in view add up to."""
        words = summary(rows)
        if counting is not Counting.SHORTLIST:
            words += " · " + self.tr("whole library")
        self._summary.setText(words)
        self._counts.setText(
            self.tr("Every piece in the library counts here.")
            if counting is not Counting.SHORTLIST
            else self.tr("Only pieces on the shortlist count here.")
        )

    def show_notice(self, words: str) -> None:
        """Say what must be said of the standard's wording; nothing once it was compared."""
        self._notice_words.setText(words)
        self._notice.setVisible(bool(words))

    def show_shape(self, *, as_list: bool) -> None:
        """Show whether map or list is in view, without asking for it."""
        self._shapes.button(int(as_list)).setChecked(True)

    def show_all(self) -> None:
        """Take every filter away."""
        for widget in (self.only_gaps, self.filter):
            widget.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.only_gaps.setChecked(False)
        self.filter.clear()
        for widget in (self.only_gaps, self.filter):
            widget.blockSignals(False)  # noqa: FBT003
        methods = [group.method for group in self._groups]
        if "all" in methods:
            self._group_buttons.button(methods.index("all")).setChecked(True)
        self.chosen.emit()

    # building

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(self._build_choices())
        column.addWidget(self._build_filter())
        column.addWidget(self._build_words())
        column.addWidget(self._build_rule())
        column.addWidget(self._build_notice())

    def _build_choices(self) -> QWidget:
        look = theme()
        self._group_buttons = QButtonGroup(self)
        self._group_buttons.idClicked.connect(lambda _: self.chosen.emit())
        self._groups_box = _row_box(self.tr("Which KSBs"))
        self._group_row = _row_of(self._groups_box)
        self.columns = ChoiceBox()
        self.columns.addItem(self.tr("Shortlist"), Counting.SHORTLIST.value)
        self.columns.addItem(self.tr("Library by month"), Counting.LIBRARY.value)
        self.columns.addItem(self.tr("Library by type"), Counting.TYPES.value)
        self.columns.setAccessibleName(self.tr("Columns"))
        self.columns.currentIndexChanged.connect(lambda _: self.counting_changed.emit())
        columns_box = _row_box("")
        columns_row = _row_of(columns_box)
        columns_label = label(self.tr("Co&lumns"))
        columns_label.setBuddy(self.columns)
        columns_row.addWidget(columns_label)
        columns_row.addWidget(self.columns)
        shape_box = _row_box(self.tr("Map or list"))
        shape_row = _row_of(shape_box)
        self._shapes = QButtonGroup(self)
        for at, (words, icon) in enumerate(
            ((self.tr("Map"), "grid-3x3"), (self.tr("List"), "list"))
        ):
            button = QPushButton(words)
            button.setCheckable(True)
            icons.put(button, icon)
            self._shapes.addButton(button, at)
            shape_row.addWidget(button)
        self._shapes.button(0).setChecked(True)
        self._shapes.idClicked.connect(lambda at: self.shape_changed.emit(bool(at)))
        box = QWidget()
        flow = FlowLayout(box, look.space("sm"))
        for widget in (self._groups_box, columns_box, shape_box):
            flow.addWidget(widget)
        return box

    def _build_filter(self) -> QWidget:
        look = theme()
        self._summary = label("", "strong")
        self.only_gaps = QCheckBox(self.tr("Only &gaps"))
        self.only_gaps.toggled.connect(lambda _: self.chosen.emit())
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by code or word"))
        self.filter.setAccessibleName(self.tr("Filter by code or word"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(look.px(170))
        self.filter.textChanged.connect(lambda _: self._later.start())
        self.filter.returnPressed.connect(self.down_wanted)
        box = QWidget()
        flow = FlowLayout(box, look.space("md"))
        for widget in (self._summary, self.only_gaps, self.filter):
            flow.addWidget(widget)
        return box

    def _build_words(self) -> QWidget:
        look = theme()
        self._how = QPushButton(self.tr("How is this worked out?"))
        self._how.setProperty("look", "link")
        self._how.setCheckable(True)
        self._how.toggled.connect(self._on_how)
        box = QWidget()
        flow = FlowLayout(box, look.space("sm"))
        flow.addWidget(label(CAVEAT, "muted"))
        flow.addWidget(self._how)
        return box

    def _build_rule(self) -> QWidget:
        look = theme()
        self._rule = QFrame()
        self._rule.setProperty("look", "well")
        self._rule.setAccessibleName(self.tr("How coverage is worked out"))
        column = QVBoxLayout(self._rule)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("xs"))
        for status in KsbStatus:
            row = QHBoxLayout()
            sign = StatusLabel(status)
            sign.setMinimumWidth(look.px(150))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(rule_of(status), wrap=True), 1)
            column.addLayout(row)
        self._counts = label("", "muted", wrap=True)
        column.addWidget(self._counts)
        self._rule.hide()
        return self._rule

    def _build_notice(self) -> QWidget:
        self._notice = QWidget()
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("xs"))
        self._sign = QLabel()
        self._notice_words = label("", "caption", wrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._notice_words, 1)
        self.compare_button = QPushButton(self.tr("Compare…"))
        self.compare_button.setAccessibleName(self.tr("Compare with the official text"))
        row.addWidget(self.compare_button, 0, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._tint)
        self._tint()
        return self._notice

    def _tint(self) -> None:
        size = theme().size("icon_small")
        self._sign.setPixmap(icons.pixmap("info", size, "status.info"))

    def _on_how(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._rule.setVisible(shown)


def _row_box(name: str) -> QWidget:
    box = QWidget()
    box.setAccessibleName(name)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space("xs"))
    return box


def _row_of(box: QWidget) -> QHBoxLayout:
    row = box.layout()
    if not isinstance(row, QHBoxLayout):
        raise TypeError(row)
    return row
