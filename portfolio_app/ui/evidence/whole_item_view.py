"""What the Reader shows of an item without pages: facts, why, and what can still be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.days import clock, day_words
from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.ui.evidence.time_range import TimeRange
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

WRAP_FROM = 48  # characters: shorter facts stay on one line
KIND_WORDS = {
    DocumentKind.PDF: "PDF document",
    DocumentKind.WORD: "Word document",
    DocumentKind.SLIDES: "Slides",
    DocumentKind.SHEET: "Spreadsheet",
    DocumentKind.MAIL: "E-mail",
    DocumentKind.IMAGE: "Picture",
    DocumentKind.TEXT: "Plain text",
    DocumentKind.WEB: "Web page",
    DocumentKind.RECORDING: "Recording",
    DocumentKind.ARCHIVE: "Archive",
    DocumentKind.NOTEBOOK: "OneNote notebook",
    DocumentKind.UNKNOWN: "Unknown kind of file",
}


def size_words(count: int) -> str:
    """Return a number of bytes in words: "38 kB", "1.2 MB"."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def fact_rows(item: EvidenceItem) -> tuple[tuple[str, str], ...]:
    """Return what is known of the file, as (name, words); empty ones are left out."""
    rows = (
        ("File", item.file_name),
        ("Kind", KIND_WORDS[item.document]),
        ("Size", size_words(item.bytes)),
        ("Pages", str(item.pages) if item.pages else ""),
        ("Length", clock(item.duration) if item.duration else ""),
        ("Added", day_words(item.added_at[:10])),
        ("Signed", "There is a signature; it has not been verified." if item.signed else ""),
        (
            "Active content",
            f"{', '.join(item.active)}: never run, and never in the bundle." if item.active else "",
        ),
        ("Restrictions", "Its author restricted printing or copying." if item.restricted else ""),
    )
    return tuple((name, words) for name, words in rows if words)


class WholeItemView(QScrollArea):
    """An item without pages: claimed as a whole or by its times, unlocked, or looked at outside."""

    whole_wanted = Signal()
    unlock_wanted = Signal(str)  # the password typed
    original_wanted = Signal()  # open the file itself in the system's own program

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item_uid = ""
        self._build()

    def show_item(self, item: EvidenceItem, trouble: str = "") -> None:
        """Show an item; ``trouble`` says why its pages could not be opened just now."""
        waits = item.status is ReadStatus.WAITING
        if item.locked:
            head = self.tr("This file is locked with a password.")
            why = self.tr(
                "It has been added but can't be read yet. Enter the password to make an unlocked "
                "copy for your portfolio; the original stays locked."
            )
        elif waits:
            head = self.tr("This file is still being read.")
            why = self.tr("Its pages appear here when that is done. The file itself is safe.")
        elif item.document is DocumentKind.RECORDING and not (trouble or item.problem):
            head = self.tr("A recording. Say which part of it counts.")
            why = self.tr(
                "Play it in your own player, then type where the part begins and ends. Each part "
                "is a passage with its times; the recording itself stays as it is."
            )
        else:
            kind = KIND_WORDS[item.document]
            known = trouble or item.problem or self.tr("{0}: kept as it is.").format(kind)
            head, _, why = known.partition(". ")
            head = head if head.endswith(".") else f"{head}."
            why = why or self.tr(
                "The file is kept byte for byte and can be mapped as a whole. To highlight "
                "passages, save it as PDF and add that."
            )
        self._head.setText(head)
        self._why.setText(why)
        is_recording = item.document is DocumentKind.RECORDING
        self._lock_box.setVisible(item.locked)
        self.times.setVisible(is_recording)
        self.times.show_length(item.duration)
        if item.uid != self._item_uid:
            self._item_uid = item.uid
            self.times.clear()
        self._original.setVisible(not (is_recording or waits or item.locked))
        self._problem.hide()
        self._password.clear()
        self._whole.setEnabled(not waits)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, words in fact_rows(item):
            value = label(words, wrap=len(words) > WRAP_FROM)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(self.tr(name), "muted"), value)
        self.setAccessibleName(f"{item.title}. {head}")

    def say_wrong(self, words: str) -> None:
        """Say that the password was wrong, and let it be typed again."""
        self._unlock.setEnabled(True)
        self._problem.setText(words)
        self._problem.show()
        self._password.selectAll()
        self._password.setFocus()
        announcer().say(words, urgent=True)

    def first_focus(self) -> QWidget:
        """Return what should have the focus: the password, the times, or the claim button."""
        if self._lock_box.isVisibleTo(self):
            return self._password
        return self.times.first_focus() if self.times.isVisibleTo(self) else self._whole

    def _build(self) -> None:
        look = theme()
        self.setObjectName("whole_item")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head = label("", "subtitle", wrap=True)
        self._why = label("", wrap=True)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(look.space("lg"))
        self._facts.setVerticalSpacing(look.space("sm"))
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password of this file"))
        self._password.setPlaceholderText(self.tr("Password of this file"))
        self._password.setObjectName("password")
        self._unlock = QPushButton(self.tr("Unlock for this portfolio"))
        self._unlock.setProperty("look", "primary")
        self._problem = label("", "danger", wrap=True)
        self._lock_box = QWidget()
        lock = QVBoxLayout(self._lock_box)
        lock.setContentsMargins(0, 0, 0, 0)
        lock.addWidget(self._password)
        lock.addWidget(self._unlock, 0, Qt.AlignmentFlag.AlignLeft)
        lock.addWidget(self._problem)
        self.times = TimeRange()
        self._original = QPushButton(self.tr("Show original file"))
        self._original.setObjectName("show_original")
        self._whole = QPushButton(self.tr("Claim the whole item"))
        self._whole.setObjectName("claim_whole")
        card = QFrame()
        card.setProperty("look", "card")
        card.setMaximumWidth(look.px(720))
        column = QVBoxLayout(card)
        column.setContentsMargins(*[look.space("xl")] * 4)
        column.setSpacing(look.space("md"))
        for each in (self._head, self._why, self._lock_box, self.times):
            column.addWidget(each)
        column.addLayout(self._facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        buttons.addWidget(self._whole)
        buttons.addWidget(self._original)
        buttons.addStretch()
        column.addLayout(buttons)
        inside = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 8)
        across.addStretch(1)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(*[look.space("xl")] * 4)
        outer.addLayout(across)
        outer.addStretch()
        self.setWidget(inside)
        self._whole.clicked.connect(self.whole_wanted)
        self._original.clicked.connect(self.original_wanted)
        self.times.player_wanted.connect(self.original_wanted)
        self._unlock.clicked.connect(self._on_unlock)
        self._password.returnPressed.connect(self._on_unlock)

    def _on_unlock(self) -> None:
        if self._password.text():
            self._unlock.setEnabled(False)
            self._problem.hide()
            self.unlock_wanted.emit(self._password.text())
        else:
            self.say_wrong(self.tr("Type the password first."))
