"""Quick capture: what happened, in under half a minute, from anywhere."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.minutes import parse_minutes
from portfolio_app.problems import PortfolioError
from portfolio_app.services import capture
from portfolio_app.services.capture import Capture, Captured
from portfolio_app.store import queries
from portfolio_app.ui.evidence.attachments import Attachments
from portfolio_app.ui.kit import adding, icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace

LINES = 2


class CaptureDialog(QDialog):
    """One question that must be answered, and a few that may be.

    ``draft`` belongs to the window: what was typed and not saved is there the next time.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, draft: dict[str, Any]) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._draft = draft
        self._again = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Capture"))
        self._build(parent)
        self._connect()
        self._begin()

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        self.what = self._words(LINES)
        self.day = DayField(self.tr("When"))
        self.minutes = QLineEdit()
        self.minutes.setPlaceholderText(self.tr("0h 45"))
        self.attachments = Attachments()
        ksbs = self._workspace.read(queries.standard.ksbs)
        self.ksbs = KsbField([ksb for ksb in ksbs if not ksb.retired])
        self.note = self._words(LINES)
        inside = QWidget()
        inside.setProperty("look", "window")
        rows = QWidget()
        form = QFormLayout(rows)
        form.setContentsMargins(0, 0, 0, 0)
        around = QVBoxLayout(inside)
        around.setContentsMargins(0, 0, look.space("sm"), 0)
        around.addWidget(rows)
        around.addStretch()
        form.setSpacing(look.space("sm"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (self.tr("&What happened?"), self.what),
            (self.tr("W&hen"), self.day),
            (self.tr("&Off-the-job time"), self.minutes),
            (self.tr("&Attach"), self.attachments),
            (self.tr("&KSBs it may show"), self.ksbs),
        ):
            self._row(form, words, field)
        self._note_open = QToolButton()
        self._note_open.setText(self.tr("Private note, never exported"))
        self._note_open.setCheckable(True)
        self._note_open.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.put(self._note_open, "chevron-right")
        self._note_box = QWidget()
        column = QVBoxLayout(self._note_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addWidget(self.note)
        column.addWidget(label(self.tr("Only you see this. It's never exported."), "caption",
                               wrap=True))  # fmt: skip
        self.note.setAccessibleName(self.tr("Private note, never exported"))
        private = QHBoxLayout()
        private.addWidget(self._note_open)
        private.addWidget(PrivateSign(self.tr("Never exported")))
        private.addStretch()
        form.addRow(private)
        form.addRow(self._note_box)
        scroll = scrolled(inside)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._another = QPushButton(self.tr("Save and add another"))
        self._save = QPushButton(self.tr("Save"))
        self._save.setProperty("look", "primary")
        self._save.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addStretch()
        for button in (cancel, self._another, self._save):
            row.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("lg")] * 4)
        outer.setSpacing(look.space("md"))
        outer.addWidget(scroll, 1)
        outer.addWidget(self._wrong)
        outer.addLayout(row)
        self._note_box.hide()
        # Never taller than the smallest window there is.
        self.resize(look.px(560), min(look.px(440), 640))
        self.setMaximumHeight(max(parent.height(), 640))

    def _words(self, lines: int) -> WordsField:
        field = WordsField()
        field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + theme().space("lg"))
        return field

    def _row(self, form: QFormLayout, words: str, field: QWidget) -> None:
        name = label(words)
        name.setBuddy(field.focusProxy() or field)  # a label's key asks the field itself
        name.setMinimumHeight(theme().size("control_height"))
        if not field.accessibleName():
            field.setAccessibleName(words.replace("&", ""))
        form.addRow(name, field)

    def _connect(self) -> None:
        self._save.clicked.connect(partial(self._on_save, again=False))
        self._another.clicked.connect(partial(self._on_save, again=True))
        for keys, again in (("Ctrl+Return", False), ("Ctrl+Enter", False),
                            ("Ctrl+Shift+Return", True), ("Ctrl+Shift+Enter", True)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._on_save, again=again))
        self._save.setToolTip("Ctrl+Enter")
        self._another.setToolTip("Ctrl+Shift+Enter")
        self._note_open.toggled.connect(self._on_note)
        self.attachments.paste_wanted.connect(self._on_paste)
        self.ksbs.submitted.connect(partial(self._on_save, again=False))
        self.what.installEventFilter(self)

    def _begin(self) -> None:
        """Start empty, for today, or with what was typed and not saved."""
        held = dict(self._draft)
        self._draft.clear()
        today = date.today().isoformat()  # noqa: DTZ011 - the person's own calendar
        self.what.setPlainText(held.get("what", ""))
        self.day.set_day(held.get("day", today))
        self.minutes.setText(held.get("minutes", ""))
        self.attachments.hold(held.get("paths", ()), held.get("pasted", ()))
        self.ksbs.choose(held.get("ksbs", ()))
        self.note.setPlainText(held.get("note", ""))
        self._note_open.setChecked(bool(self.note.toPlainText()))
        self.what.setFocus()

    # reacting

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.what
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and self._can_attach()
        ):
            self._on_paste()
            return True
        return super().eventFilter(watched, event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if adding.paths_of(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.attachments.add_paths(adding.paths_of(event.mimeData()))

    @override
    def reject(self) -> None:
        if self._save.isEnabled():
            self._keep_draft()
            super().reject()

    def _keep_draft(self) -> None:
        if self.what.toPlainText().strip() or self.note.toPlainText().strip():
            self._draft.update(
                what=self.what.toPlainText(),
                day=self.day.day or "",
                minutes=self.minutes.text(),
                paths=self.attachments.paths,
                pasted=self.attachments.pasted,
                ksbs=self.ksbs.uids,
                note=self.note.toPlainText(),
            )

    def _can_attach(self) -> bool:
        data = QGuiApplication.clipboard().mimeData()
        return bool(adding.paths_of(data)) or (data.hasImage() and not data.hasText())

    def _on_paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if adding.paths_of(data):
            self.attachments.add_paths(adding.paths_of(data))
        elif data.hasImage():
            content = adding.png_of(QGuiApplication.clipboard().image())
            self.attachments.add_content("Pasted picture.png", content)
        elif data.text().strip():
            self.attachments.add_content("Pasted words.txt", data.text().encode())
        else:
            self._refuse(self.tr("There is nothing copied to attach."), None)

    def _on_note(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        icons.put(self._note_open, "chevron-down" if shown else "chevron-right")
        self._note_box.setVisible(shown)
        if shown and self.isVisible():
            self.note.setFocus()

    def _on_save(self, *_: object, again: bool) -> None:
        if not self._save.isEnabled():
            return
        what = self.what.toPlainText().strip()
        minutes = parse_minutes(self.minutes.text())
        if not what:
            self._refuse(self.tr("Say in a sentence what happened."), self.what)
        elif self.day.day is None:
            self._refuse(self.tr(NO_DAY), self.day)
        elif minutes is None:
            self._refuse(self.tr("Type the time like 45, 0h 45 or 1:30."), self.minutes)
        else:
            self._refuse("", None)
            self._again = again
            self._allow(possible=False)
            typed = Capture(
                what,
                day=self.day.day,
                minutes=minutes,
                paths=tuple(self.attachments.paths),
                pasted=tuple(self.attachments.pasted),
                ksb_uids=self.ksbs.uids,
                note=self.note.toPlainText(),
            )
            self._workspace.do(capture.keep, typed, then=self._on_kept, failed=self._on_failed)

    def _on_kept(self, kept: Captured) -> None:
        words = " ".join((f"{kept.changes.summary}.", *kept.problems))
        self._workspace.tell(words, kept.changes.step)
        self._workspace.start(self.tr("Reading what you captured"), capture.read, kept)
        self._allow(possible=True)
        if not self._again:
            self.accept()
            return
        self._draft.clear()
        self._begin()
        announcer().say(kept.changes.summary)

    def _on_failed(self, error: BaseException) -> None:
        self._allow(possible=True)
        if isinstance(error, PortfolioError):
            self._refuse(self.tr("{0} What you typed is still here.").format(str(error)), self.what)
        else:
            self._keep_draft()
            self._workspace.trouble.emit(error)

    def _allow(self, *, possible: bool) -> None:
        for button in (self._save, self._another):
            button.setEnabled(possible)
        self._save.setText(self.tr("Save") if possible else self.tr("Saving…"))

    def _refuse(self, words: str, field: QWidget | None) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        for each in (self.what, self.day, self.minutes):
            if bool(each.property("wrong")) != (each is field):
                each.setProperty("wrong", each is field)
                restyle(each)
        if words:
            announcer().say(words, urgent=True)
        if field is not None:
            field.setFocus()
