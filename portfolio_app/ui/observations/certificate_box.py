"""Digital signatures of what came back: four verdicts, the signer, and the fingerprint to compare.

A certificate says nothing about who somebody is until the person has compared its fingerprint with
them, once. Green is allowed by ``check_rows.is_green`` alone, never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.certificates import Noticed
from portfolio_app.domain.changes import Changes
from portfolio_app.store.database import Store
from portfolio_app.store.queries.arrivals import Held
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.observations_state import short_day


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the certificates of what came back; ``who`` is the observer's name."""

    noticed: tuple[Noticed, ...] = ()
    who: str = ""
    witness_uid: str = ""


def read_standing(store: Store, held: Held) -> Standing:
    """Read what is known of every certificate in a file that came back."""
    from portfolio_app.services import certificates

    observation, returned = held.observation, held.returned
    if observation is None or returned is None:
        return Standing()
    uid = observation.witness_uid
    noticed = tuple(certificates.look(store, uid, each) for each in returned.signatures.signatures)
    return Standing(noticed, observation.witness, uid)


class CertificateBox(QFrame):
    """Hidden where there is no digital signature. ``changed`` follows a confirmation."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.buttons: list[QPushButton] = []
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("Digital signatures"))
        self._column = QVBoxLayout(self)
        pad = theme().space("sm")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme().space("xs"))
        self._held: Held | None = None
        self.hide()

    def show_held(self, held: Held) -> None:
        """Show the signatures of a file that came back."""
        self._held = held
        returned = held.returned
        found = returned.signatures if returned is not None else None
        has_any = found is not None and bool(found.signatures or found.problem)
        if not has_any:
            self.hide()
            return
        self.workspace.look(
            read_standing, held, then=self._on_standing, key=f"certificates {held.arrival.uid}"
        )

    def _on_standing(self, standing: Standing) -> None:
        returned = self._held.returned if self._held is not None else None
        if returned is None:
            return
        had_focus = any(each.hasFocus() for each in self.buttons)
        self.buttons = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if returned.signatures.problem:
            words = self.tr("Digital signatures cannot be checked. {0}")
            words = words.format(returned.signatures.problem)
            self._column.addWidget(label(words, "warn", wrap=True))
        for each in standing.noticed:
            self._add(each, standing)
        self.show()
        if had_focus and self.buttons:
            self.buttons[0].setFocus()

    def _add(self, noticed: Noticed, standing: Standing) -> None:
        signature = noticed.signature
        who = standing.who or self.tr("this observer")
        role = "strong" if signature.verdict.is_green else "danger"
        self._column.addWidget(label(signature.verdict.words, role, wrap=True))
        signer = signature.signer or self.tr("a name that can't be read")
        self._column.addWidget(label(self.tr("Signed by {0}").format(signer), wrap=True))
        if signature.why:
            self._column.addWidget(label(signature.why, "caption", wrap=True))
        if signature.short_fingerprint:
            words = self.tr("Fingerprint {0}").format(signature.short_fingerprint)
            line = label(words, "strong", wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(line)
        if not noticed.is_remembered:
            return  # beside a broken signature anybody's certificate may lie
        confirmed = noticed.confirmed_at
        if confirmed:
            told = self.tr("You compared it with {0} on {1}.").format(who, short_day(confirmed))
            self._column.addWidget(label(told, "caption", wrap=True))
            self._button(self.tr("Take that back"), signature.fingerprint, confirms=False)
            return
        if noticed.earlier:
            told = self.tr("Not the certificate that {0} used before.").format(who)
            self._column.addWidget(label(told, "warn", wrap=True))
        else:
            told = self.tr("First use by {0}.").format(who)
            self._column.addWidget(label(told, "caption", wrap=True))
        told = self.tr(
            "Compare the fingerprint with {0}: by phone, or face to face. Not by a reply to the "
            "same e-mail."
        )
        self._column.addWidget(label(told.format(who), wrap=True))
        self._button(self.tr("It is the same: confirm"), signature.fingerprint, confirms=True)

    def _button(self, words: str, fingerprint: str, *, confirms: bool) -> None:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setEnabled(not self.workspace.readonly)
        button.clicked.connect(partial(self._on_pressed, fingerprint, confirms=confirms))
        self.buttons.append(button)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_pressed(self, fingerprint: str, *_: object, confirms: bool) -> None:
        from portfolio_app.services import certificates

        observation = self._held.observation if self._held is not None else None
        if observation is None:
            return
        verb = certificates.confirm if confirms else certificates.take_back
        self.workspace.do(
            verb, observation.witness_uid, fingerprint, toast=True, then=self._on_changed
        )

    def _on_changed(self, _changes: Changes) -> None:
        self.changed.emit()
