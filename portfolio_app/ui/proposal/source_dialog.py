"""One reference typed or changed: fields of its kind, and how the list will print it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.reference_entries import entry
from portfolio_app.domain.reference_flags import missing
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.reference_typing import (
    DAYS,
    FIELDS,
    MORE,
    PEOPLE,
    hint_of,
    lines_of,
    name_of,
    people_of,
)
from portfolio_app.domain.references import Source, SourceKind
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import parse_day
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.forms import Column, field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.runs_view import RunsView

WIDTH, HEIGHT = 640, 620  # pixels at 100 %
LARGE = 150  # per cent: from there on a field stands below its name
PEOPLE_LINES = 3
TAKEN = ("year", "title", "publisher", "place", "container", "doi", "address", "number")
_LONGEST = 40  # characters of a file's name


class SourceDialog(QDialog):
    """``kept`` carries the reference as it was typed, ``dropped`` a file that was dropped here."""

    kept = Signal(object)  # Source
    dropped = Signal(object)  # Path

    def __init__(self, parent: QWidget, style: Style, source: Source, *, is_new: bool) -> None:
        super().__init__(parent)
        self._style = style
        self._source = source
        self._document: Path | None = None
        self.edits: dict[str, QLineEdit | QPlainTextEdit] = {}
        self.setWindowTitle(self.tr("New reference") if is_new else self.tr("Change reference"))
        self._build()
        self._fill()

    @property
    def typed(self) -> Source:
        """The reference as it stands in the fields."""
        kind = SourceKind(self.kind.currentData())
        said: dict[str, Any] = {name: _text(edit) for name, edit in self.edits.items()}
        for name in DAYS & set(said):
            said[name] = parse_day(said[name]) or said[name]
        more = dict(self._source.more)
        more |= {name: said.pop(name) for name in MORE if name in said}
        said |= {name: people_of(said[name]) for name in PEOPLE if name in said}
        more = {name: value for name, value in more.items() if value}
        return replace(self._source, kind=kind, more=more, **said)

    @property
    def document(self) -> Path | None:
        """The file that is to be kept with the reference, if it is wanted."""
        return self._document if self.with_document.isChecked() else None

    def set_document(self, path: Path | None) -> None:
        """Offer to keep a file in Reading."""
        self._document = path
        if path is not None:
            self.with_document.setText(self.tr("Keep {0} in &Reading").format(plain_name(path)))
        self.with_document.setVisible(path is not None)
        self.with_document.setChecked(path is not None)

    def take(self, path: Path, found: Source) -> None:
        """Fill what is empty with what a dropped file says of itself, and offer to keep it."""
        typed = self.typed
        lacking = {
            name: getattr(found, name)
            for name in (*TAKEN, *PEOPLE)
            if hasattr(typed, name) and not getattr(typed, name)
        }
        self._source = replace(typed, more={**found.more, **typed.more}, **lacking)
        self.trouble.setText(self._trouble_words())
        self._fill()
        self.set_document(path)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self.with_document = QCheckBox()
        self.with_document.setToolTip(self.tr("It opens from its reference; it is never evidence"))
        self.with_document.hide()
        look = theme()
        self.kind = ChoiceBox()
        for each in SourceKind:
            self.kind.addItem(each.words, each.value)
        self.kind.setAccessibleName(self.tr("What it is"))
        self.kind.setCurrentIndex(list(SourceKind).index(self._source.kind))
        self.column = Column()
        self.trouble = label(self._trouble_words(), "warn", wrap=True)
        self.trouble.setVisible(bool(self._trouble_words()))
        self.shown = RunsView(self.tr("In the list"))
        self.lacks = label("", "muted", wrap=True)
        self.keep = QPushButton(self.tr("Keep reference"))
        self.keep.setProperty("look", "primary")
        self.keep.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        foot = QWidget()
        inner = QVBoxLayout(foot)
        inner.setContentsMargins(*[look.space("lg")] * 4)
        inner.setSpacing(look.space("sm"))
        inner.addWidget(label(self.tr("In the list"), "caption"))
        inner.addWidget(self.shown)
        inner.addWidget(self.lacks)
        inner.addWidget(self.with_document)
        inner.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.column, 1)
        whole.addWidget(foot)
        self.resize(fitting(self, look.px(WIDTH), look.px(HEIGHT)))
        press_by_ctrl_enter(self, self.keep)
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)
        self.kind.currentIndexChanged.connect(self._on_kind)

    def _fill(self) -> None:
        """Make the fields of the kind; what was typed stays."""
        kind = SourceKind(self.kind.currentData())
        self.kind.setParent(None)
        self.trouble.setParent(None)
        self.column.clear()
        self.column.add(self.trouble)
        form = self.column.form(stacked=theme().scale >= LARGE)
        field(form, self.tr("What it is"), self.kind)
        self.edits = {}
        for name in FIELDS[kind]:
            edit = self._edit(name)
            field(form, self.tr(name_of(kind, name)), edit, self.tr(hint_of(kind, name)))
            self.edits[name] = edit
        self.trouble.setVisible(bool(self.trouble.text()))
        self.kind.show()
        next(iter(self.edits.values())).setFocus()
        self._show()
        QTimer.singleShot(0, self, self._show_focus)  # when the fields have their places

    def _show_focus(self) -> None:
        first = next(iter(self.edits.values()))
        if first.hasFocus():
            self.column.ensureWidgetVisible(first)

    def _edit(self, name: str) -> QLineEdit | QPlainTextEdit:
        if name in PEOPLE:
            edit = WordsField()
            edit.setPlainText(lines_of(getattr(self._source, name)))
            edit.setFixedHeight(
                edit.fontMetrics().lineSpacing() * PEOPLE_LINES + theme().space("lg")
            )
            edit.textChanged.connect(self._show)
            edit.viewport().setAcceptDrops(False)  # a file is for the whole form
            return edit
        line = LineField()
        line.setText(
            self._source.more.get(name, "") if name in MORE else getattr(self._source, name)
        )
        line.textChanged.connect(self._show)
        line.setAcceptDrops(False)
        return line

    def _trouble_words(self) -> str:
        source = self._source
        if source.more.get("check"):
            return self.tr("Taken from the document: check every field against the page.")
        if not source.trouble:
            return ""
        words = self.tr("As it was imported: {0} {1}")
        return words.format(source.trouble, " ".join(source.raw.split())[:300])

    def _on_kind(self) -> None:
        self._source = self.typed
        self._fill()

    def _show(self) -> None:
        if len(self.edits) < len(FIELDS[SourceKind(self.kind.currentData())]):
            return
        typed = self.typed
        self.shown.show_runs(entry(self._style, typed))
        lacking = ", ".join(missing(self._style, typed))
        self.lacks.setText(self.tr("Missing: {0}").format(lacking) if lacking else "")
        says = typed.title or typed.authors or typed.editors or typed.address
        self.keep.setEnabled(bool(says))
        self.keep.setToolTip("" if says else self.tr("Type a title, an author or an address first"))

    def _on_keep(self) -> None:
        if self.keep.isEnabled():
            self.kept.emit(replace(self.typed, trouble=""))
            self.accept()


def _text(edit: QLineEdit | QPlainTextEdit) -> str:
    return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()


def _file(mime: QMimeData) -> Path | None:
    return next((Path(each.toLocalFile()) for each in mime.urls() if each.isLocalFile()), None)


def plain_name(path: Path) -> str:
    """Return a file's name for a button: short, and "&" as it is."""
    name = path.name if len(path.name) <= _LONGEST else f"{path.name[: _LONGEST - 1]}…"
    return name.replace("&", "&&")
