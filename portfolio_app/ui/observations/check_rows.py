"""The lines of the check report: a sign, a word and a sentence each, never colour alone.

Green is for one thing only: a digital signature that the rule allows to be shown so, on a form
whose signer the person has confirmed. Everything else that is in order has a plain tick.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from portfolio_app.domain.observation import Arrival, CheckRow, Outcome, SignatureKind
from portfolio_app.domain.returned import Returned
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

LOOKS = {
    Outcome.WRONG: ("circle-x", "status.danger", "Wrong"),
    Outcome.LOOK: ("triangle-alert", "status.warn", "Look"),
    Outcome.FINE: ("check", "text.normal", "Fine"),
    Outcome.NOTE: ("info", "status.info", "Note"),
}
_ORDER = list(LOOKS)
_LONG, _PIECE = re.compile(r"\S{25,}"), re.compile(r".{1,12}")
WORD_WIDTH = 76  # pixels at 100 %
STACK_FROM = 150  # per cent of text size


def is_green(arrival: Arrival, returned: Returned | None) -> bool:
    """Whether a form may be shown green: its word is *verified*, and so are all its signatures."""
    if arrival.signature is not SignatureKind.VERIFIED or returned is None or returned.problem:
        return False
    signatures = returned.signatures
    verdict = signatures.verdict
    return (
        not signatures.problem
        and bool(signatures.signatures)
        and verdict is not None
        and verdict.is_green
        and returned.differences == ()
    )


def soft(words: str) -> str:
    """Return words that may break anywhere in what has no blanks: addresses, checksums, codes."""
    return _LONG.sub(lambda found: "\u200b".join(_PIECE.findall(found[0])), words)


def in_order(rows: Sequence[CheckRow]) -> tuple[CheckRow, ...]:
    """Return the lines with what needs a look first; within a weight, as they were reported."""
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.outcome)))


class SignatureLine(QFrame):
    """The signature word, large. Green only where ``is_green`` says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "well")
        self.is_shown_green = False
        self._name = ""
        self._colour = "text.normal"
        self._sign = QLabel()
        self.words = label("", "strong", wrap=True)
        row = QHBoxLayout(self)
        pad = theme().space("sm")
        row.setContentsMargins(pad, pad, pad, pad)
        row.setSpacing(pad)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        theme().changed.connect(self._tint)

    def show_arrival(self, arrival: Arrival, returned: Returned | None) -> None:
        """Show the signature word of a file that came back."""
        self.is_shown_green = is_green(arrival, returned)
        words = arrival.signature_words or arrival.signature.words(address=arrival.sender)
        is_picture = returned is not None and returned.is_picture
        if not arrival.checked_at:
            words = self.tr("not checked yet")
        elif is_picture and not arrival.by_eye and not arrival.signature.is_signed:
            words = self.tr("not read yet")  # nobody looked at the picture: not that it has none
        self.words.setText(soft(self.tr("Signature: {0}").format(words)))
        self._name, self._colour = "signature", "text.normal"
        if self.is_shown_green:
            self._name, self._colour = "badge-check", "status.ok"
        elif not arrival.signature.is_signed and arrival.checked_at:
            self._name, self._colour = "triangle-alert", "status.warn"
        self.setAccessibleName(self.words.text())
        self._tint()

    def _tint(self) -> None:
        if self._name:
            pixels = theme().size("icon")
            self._sign.setPixmap(icons.pixmap(self._name, pixels, self._colour))


class CheckRows(QWidget):
    """Every line of a report, those that need a look first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the check found"))
        self.rows: tuple[CheckRow, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space("sm"))
        theme().changed.connect(self._fill)

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """Show a report."""
        self.rows = in_order(rows)
        self._fill()

    def _fill(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in self.rows:
            self._column.addWidget(_line(row))


def _line(row: CheckRow) -> QWidget:
    look = theme()
    icon, colour, word = LOOKS[row.outcome]
    holder = QWidget()
    holder.setAccessibleName(f"{word}: {row.message}")
    sign = QLabel()
    sign.setPixmap(icons.pixmap(icon, look.size("icon_small"), colour))
    is_large = look.scale >= STACK_FROM
    head = QWidget()
    beside = QHBoxLayout(head)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(look.space("xs"))
    beside.addWidget(sign)
    beside.addWidget(label(word, "strong"), 1)
    words = QVBoxLayout()
    words.setSpacing(look.space("xxs"))
    message = label(soft(row.message), wrap=True)
    message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.addWidget(message)
    for each in row.details:
        words.addWidget(label(soft(each), "caption", wrap=True))
    if is_large:
        whole: QVBoxLayout | QHBoxLayout = QVBoxLayout(holder)
        whole.setSpacing(look.space("xxs"))
    else:
        whole = QHBoxLayout(holder)
        whole.setSpacing(look.space("sm"))
        head.setFixedWidth(look.px(WORD_WIDTH))
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    whole.addLayout(words, 1)
    return holder
