"""Digital signatures of what came back: four verdicts, the signer, and the fingerprint to compare.

A certificate says nothing about who somebody is until the person has compared its fingerprint with
them, once. Green is allowed by ``check_rows.is_green`` alone, never here.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from portfolio_app.domain.signatures import Signature
from portfolio_app.store.queries.arrivals import Held
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class CertificateBox(QFrame):
    """Hidden where there is no digital signature. ``changed`` follows a confirmation."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("Digital signatures"))
        self._column = QVBoxLayout(self)
        pad = theme().space("sm")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme().space("xs"))
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_held(self, held: Held) -> None:
        """Show the signatures of a file that came back."""
        returned = held.returned
        found = returned.signatures if returned is not None else None
        now = (found, held.observation.witness_uid if held.observation else "")
        if now == self._shown:
            return
        self._shown = now
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        has_any = found is not None and bool(found.signatures or found.problem)
        self.setVisible(has_any)
        if found is None:
            return
        if found.problem:
            words = self.tr("Digital signatures cannot be checked. {0}").format(found.problem)
            self._column.addWidget(label(words, "warn", wrap=True))
        for each in found.signatures:
            self._add(each)

    def _add(self, signature: Signature) -> None:
        head = label(signature.verdict.words, "strong", wrap=True)
        self._column.addWidget(head)
        signer = signature.signer or self.tr("a name that can't be read")
        self._column.addWidget(label(self.tr("By {0}").format(signer), wrap=True))
        if signature.why:
            self._column.addWidget(label(signature.why, "caption", wrap=True))
        if signature.short_fingerprint:
            words = self.tr("Fingerprint {0}").format(signature.short_fingerprint)
            line = label(words, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(line)
