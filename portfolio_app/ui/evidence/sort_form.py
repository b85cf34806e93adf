"""The facts of a card: title, date, kind, versions, what the file also holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.sorting import SortCard
from portfolio_app.domain.standard import Standard
from portfolio_app.domain.wording import kind_findings
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.evidence.folders_offer import FoldersOffer
from portfolio_app.ui.evidence.holds_box import HoldsBox
from portfolio_app.ui.evidence.kept_line import KeptLine
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

STACK_ROWS = 5
_PARTS = 3  # of a path, that say where a file lay


class SortForm(QScrollArea):
    """One card's fields. What is typed is told as ``edited(field, value)``."""

    edited = Signal(str, str)
    version_chosen = Signal(str)  # uid
    apart_wanted = Signal()  # the card's pieces are no versions of one another

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: EvidenceItem | None = None
        self._is_filling = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()
        self._connect()

    def put_on_top(self, *widgets: QWidget) -> None:
        """Take these widgets in, above everything else: where there is no room elsewhere."""
        for place, widget in enumerate(widgets):
            self._rows.insertWidget(place, widget)

    def show_card(
        self, card: SortCard, item: EvidenceItem, standard: Standard, *, is_kept: bool = False
    ) -> None:
        """Show a card, with this one of its versions in front; typing that goes on stays."""
        self.kept.setVisible(is_kept)
        self._stack.setEnabled(not is_kept)
        other = self._item is None or self._item.uid != item.uid
        self._item = item
        self._is_filling = True
        if other or not self.title.hasFocus():
            self.title.setText(item.title)
            self.title.setCursorPosition(0)
        if other or not self.date.hasFocus():
            self.date.set_day(item.date)
        self.kind.setCurrentIndex(self.kind.findData(item.kind))
        self._is_filling = False
        self._date_note.setText(_date_words(item, self.tr("From the {0}. To check.")))
        self._date_note.setVisible(bool(self._date_note.text()))
        found = kind_findings(item.kind, standard)
        self._kind_note.setText("\n".join(finding.message for finding in found))
        self._kind_note.setVisible(bool(found))
        self._folder.setText(_place_words(item.folder))
        self._folder.setVisible(bool(item.folder))
        self._facts.setText(_facts(item))
        self._problem.setText(item.problem)
        self._problem_box.setVisible(bool(item.problem))
        self._holds.show_holds(item.holds)
        self._show_stack(card, item)
        if other:
            self.verticalScrollBar().setValue(0)

    def leave_date(self) -> None:
        """Take the day that is typed, as leaving its field does."""
        self.date.editingFinished.emit()

    # building

    def _build(self) -> None:
        look = theme()
        inside = QWidget()
        inside.setProperty("look", "window")
        self._rows = QVBoxLayout(inside)
        pad = look.space("md")
        self._rows.setContentsMargins(pad, 0, pad, pad)
        self._rows.setSpacing(look.space("xs"))
        self.kept = KeptLine()
        self.offer = FoldersOffer()
        self._rows.addWidget(self.offer)
        self._rows.addWidget(self.kept)
        self._rows.addWidget(self._build_stack())
        self.title = LineField()
        self._row(self.tr("&Title"), self.title)
        self.date = DayField(self.tr("Date"))
        self._row(self.tr("D&ate"), self.date)
        self._date_note = label("", "caption", wrap=True)
        self._rows.addWidget(self._date_note)
        self.kind = ChoiceBox()
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.kind.setSizeAdjustPolicy(policy)
        self.kind.setMinimumContentsLength(8)
        for kind in EvidenceKind:
            self.kind.addItem(kind.words, kind)
        self._row(self.tr("Ki&nd"), self.kind)
        self._kind_note = label("", "warn", wrap=True)
        self._rows.addWidget(self._kind_note)
        self._rows.addSpacing(look.space("xs"))
        self._facts = label("", "caption", wrap=True)
        self._rows.addWidget(self._facts)
        self._folder = ElidedLabel(middle=True)
        self._folder.setFont(look.font("caption"))
        self._rows.addWidget(self._folder)
        self._problem_box = QFrame()
        self._problem_box.setProperty("look", "warning")
        self._problem = label("", wrap=True)
        QVBoxLayout(self._problem_box).addWidget(self._problem)
        self._rows.addWidget(self._problem_box)
        self._holds = HoldsBox()
        self._rows.addWidget(self._holds)
        self._rows.addStretch()
        self.setWidget(inside)

    def _build_stack(self) -> QFrame:
        look = theme()
        self._stack = QFrame()
        self._stack.setProperty("look", "card")
        column = QVBoxLayout(self._stack)
        column.setContentsMargins(*[look.space("sm")] * 4)
        column.setSpacing(look.space("xs"))
        self._stack_words = label("", "strong", wrap=True)
        self.versions = ListTable(
            (
                Column(self.tr("Version"), lambda i: i.file_name, stretch=True, sortable=False),
                Column(self.tr("Date"), columns.date_words, width=104, sortable=False),
            ),
            key=lambda item: item.uid,
            name=self.tr("Versions, the newest first"),
            sortable=False,
            many=False,
        )
        self.versions.horizontalHeader().hide()
        self.apart = QPushButton(self.tr("They aren't versions"))
        self.apart.setProperty("look", "link")
        column.addWidget(self._stack_words)
        column.addWidget(self.versions)
        column.addWidget(self.apart, 0, Qt.AlignmentFlag.AlignLeft)
        return self._stack

    def _row(self, name: str, field: QWidget) -> None:
        words = label(name, "strong")
        words.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name.replace("&", ""))
        self._rows.addSpacing(theme().space("xs"))
        self._rows.addWidget(words)
        self._rows.addWidget(field)

    def _connect(self) -> None:
        self.title.textEdited.connect(self._on_title)
        self.date.day_changed.connect(self._on_day)
        self.kind.activated.connect(self._on_kind)
        self.versions.current_changed.connect(self._on_version)
        self.apart.clicked.connect(self.apart_wanted)

    def _show_stack(self, card: SortCard, item: EvidenceItem) -> None:
        self._stack.setVisible(bool(card.versions) or card.elsewhere > 0)
        count = len(card.versions)
        parts = []
        if count:
            parts.append(self.tr("{0} versions. Keep this one, others to Later.").format(count))
        if card.elsewhere:
            parts.append(
                self.tr("Another version was sorted already.")
                if card.elsewhere == 1
                else self.tr("{0} other versions were sorted already.").format(card.elsewhere)
            )
        self._stack_words.setText(" ".join(parts))
        self.versions.setVisible(bool(count))
        self.apart.setVisible(bool(count))
        if count:
            self._is_filling = True
            self.versions.show_rows(card.versions)
            self.versions.select_keys({item.uid}, item.uid)
            self._is_filling = False
            rows = min(count, STACK_ROWS)
            self.versions.setFixedHeight(rows * theme().row_height + 2)

    def _on_title(self, text: str) -> None:
        if text.strip():
            self.edited.emit("title", text)

    def _on_day(self, day: str) -> None:
        self.edited.emit("date", day)

    def _on_kind(self) -> None:
        self.edited.emit("kind", self.kind.currentData().value)

    def _on_version(self, item: EvidenceItem | None) -> None:
        if item is not None and not self._is_filling:
            self.version_chosen.emit(item.uid)


def _date_words(item: EvidenceItem, words: str) -> str:
    if item.date and item.date_source not in ("", "typed"):
        return words.format(item.date_source)
    return "" if item.date else columns.tr("No date was found.")


def _facts(item: EvidenceItem) -> str:
    pages = "1 page" if item.pages == 1 else f"{item.pages} pages" if item.pages else ""
    minutes = f"{item.duration / 60:.1f} minutes" if item.duration else ""
    parts = [item.file_name, pages, minutes, _size(item.bytes)]
    if item.document is DocumentKind.MAIL and item.author:
        parts.insert(1, item.author)
    if item.signed:
        parts.append(columns.tr("holds a signature, not verified"))
    if item.active:
        parts.append(columns.tr("has active content, never run"))
    return " · ".join(part for part in parts if part)


def _place_words(folder: str) -> str:
    parts = PurePath(folder).parts
    return folder if len(parts) <= _PARTS else str(PurePath("…", *parts[-_PARTS:]))


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def chosen_of(card: SortCard, uid: str) -> EvidenceItem:
    """Return the version of a card that is in front: the one chosen, else the newest."""
    return next((each for each in _all(card) if each.uid == uid), card.item)


def _all(card: SortCard) -> Sequence[EvidenceItem]:
    return card.versions or (card.item,)
