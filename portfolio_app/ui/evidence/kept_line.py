"""What may be said of a piece just kept, in one line of keys: KSBs, a project, what I did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain import wording
from portfolio_app.domain.codes_in_text import Codes, read_codes
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.standard import Standard
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.counted_edit import CountedEdit, LineField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme


class KeptLine(QFrame):
    """All of it is optional: Enter in any field goes on, Esc goes back to the card."""

    submitted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ksbs: tuple[Ksb, ...] = ()
        self._projects = QStringListModel(self)
        self.setProperty("look", "card")
        self._build()
        self._connect()

    def begin(
        self,
        standard: Standard,
        projects: Sequence[str],
        candidates: Sequence[str],
        held: Sequence[str],
        part: str,
    ) -> None:
        """Empty the line for a piece: what it has already (codes, projects, words) is shown."""
        self._ksbs = standard.ksbs
        self.part.set_standard(standard)
        self._projects.setStringList(list(projects))
        self.codes.setText(" ".join(candidates))
        self.project.clear()
        said = self.tr("in: {0}").format(", ".join(held)) if held else self.tr("a name")
        self.project.setPlaceholderText(said)
        self.part.set_text(part)
        self._show_codes()

    @property
    def typed(self) -> Codes:
        """The KSBs that the typed codes name, and the codes nobody knows."""
        return read_codes(self.codes.text(), self._ksbs)

    def refuse_unknown(self) -> bool:
        """Say which codes are unknown and go back to them; return whether there were any."""
        found = self.typed
        words = self.codes.text().strip()
        if not found.unknown and (found.uids or not words):
            return False
        unknown = ", ".join(found.unknown) or words
        said = self.tr("This standard has no {0}. Correct it, or clear it.").format(unknown)
        self._told.setText(said)
        self._mark(is_wrong=True)
        announcer().say(said, urgent=True)
        self.codes.setFocus()
        self.codes.selectAll()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("sm")] * 4)
        column.setSpacing(look.space("xs"))
        self._head = label(self.tr("Kept. What may it show? All of this is optional."), "strong",
                           wrap=True)  # fmt: skip
        self.codes = LineField()
        self.codes.setPlaceholderText(self.tr("k8 s12"))
        self._told = label("", "caption", wrap=True)
        self.project = LineField()
        completer = QCompleter(self._projects, self.project)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.project.setCompleter(completer)
        self.part = CountedEdit(wording.PART, self.tr("What I did"), lines=2, submits=True)
        column.addWidget(self._head)
        for words, field in (
            (self.tr("KSB &codes"), self.codes),
            (self.tr("Pro&ject"), self.project),
            (self.tr("What I &did (my part)"), self.part.edit),
        ):
            name = label(words)
            name.setBuddy(field)
            if not field.accessibleName():
                field.setAccessibleName(words.replace("&", ""))
            column.addWidget(name)
            column.addWidget(self.part if field is self.part.edit else field)
            if field is self.codes:
                column.addWidget(self._told)

    def _connect(self) -> None:
        self.codes.textEdited.connect(self._show_codes)
        self.codes.returnPressed.connect(self.submitted)
        self.project.returnPressed.connect(self.submitted)
        self.part.submitted.connect(self.submitted)

    def _show_codes(self) -> None:
        found = self.typed
        by_uid = {ksb.uid: ksb for ksb in self._ksbs}
        parts = [f"{by_uid[uid].code} {by_uid[uid].short}" for uid in found.uids]
        if found.unknown:
            parts.append(self.tr("not in this standard: {0}").format(", ".join(found.unknown)))
        words = " · ".join(parts)
        self._told.setText(words or self.tr("A candidate is not a claim: it needs a passage."))
        self.codes.setAccessibleDescription(words)
        self._mark(is_wrong=False)

    def _mark(self, *, is_wrong: bool) -> None:
        if bool(self.codes.property("wrong")) != is_wrong:
            self.codes.setProperty("wrong", is_wrong)
            restyle(self.codes)
