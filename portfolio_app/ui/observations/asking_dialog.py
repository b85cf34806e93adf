"""What the dialogs of a request have in common: kept as it is typed, three ways to hand it over."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked, Observation
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.draft_keeping import DraftKeeping
from portfolio_app.ui.observations.next_steps import Step
from portfolio_app.ui.observations.observer_fields import ObserverFields

WIDTH, HEIGHT = 760, 620  # pixels at 100 %
TALLEST = 640


class AskingDialog(QDialog):
    """A form that is a draft from its first word on. A subclass fills ``column`` and says more.

    ``handed`` carries what to do with it once it is kept; ``register_wanted`` leads to Settings.
    """

    handed = Signal(str, object)  # observation uid, Step
    register_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        kind: FormKind,
        observation: Observation | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kind = kind
        self.observation = observation
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._wrong_fields: tuple[QWidget, ...] = ()
        self._was_told = False
        self._build_frame()
        self.build()
        asked = observation.asked if observation is not None else Asked()
        self.fill(asked)
        uid = observation.uid if observation is not None else ""
        self.keeping = DraftKeeping(workspace, kind, self.observer, self.asked, uid)
        self.keeping.begin()
        self.keeping.kept.connect(self._on_kept)
        self.keeping.refused.connect(self._on_refused)
        self.observer.changed.connect(self.keeping.note)
        self.observer.register_wanted.connect(self._on_register)

    # what a subclass says

    def build(self) -> None:
        """Make the fields and add them to ``column``."""
        raise NotImplementedError

    def fill(self, asked: Asked) -> None:
        """Show what is asked."""
        raise NotImplementedError

    def asked(self) -> Asked:
        """Return what the fields say."""
        raise NotImplementedError

    def first_wrong(self) -> tuple[str, QWidget] | None:
        """Return what keeps it from being handed over, and where; None for nothing."""
        raise NotImplementedError

    # building

    def _build_frame(self) -> None:
        look = theme()
        self.inside = QWidget()
        self.inside.setProperty("look", "window")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, look.space("md"), 0)
        self.column.setSpacing(look.space("md"))
        self.observer = ObserverFields(
            self.tr("Observer") if self.kind is FormKind.OBSERVATION else self.tr("Who signs it")
        )
        self.around = QScrollArea()
        self.around.setWidgetResizable(True)
        self.around.setFrameShape(QFrame.Shape.NoFrame)
        self.around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.around.setWidget(self.inside)
        self.note = label("", "caption", wrap=True)
        self.wrong = label("", "danger", wrap=True)
        self.wrong.hide()
        self.leave = QPushButton(self.tr("Close"))
        self.leave.clicked.connect(self.reject)
        self.save_form = QPushButton(self.tr("Save fillable PDF"))
        self.save_request = QPushButton(self.tr("Save request file"))
        self.save_request.setToolTip(self.tr("The same PDF, for an observer who has this app"))
        self.message = QPushButton(self.tr("Draft email"))
        self.save_form.setProperty("look", "primary")
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        for button, step in (
            (self.leave, None),
            (self.save_form, Step.SAVE_FORM),
            (self.save_request, Step.SAVE_REQUEST),
            (self.message, Step.MESSAGE),
        ):
            button.setAutoDefault(False)
            flow.addWidget(button)
            if step is not None:
                button.clicked.connect(partial(self._on_hand, step))
        press_by_ctrl_enter(self, self.save_form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(self.around, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(self.note)
        whole.addWidget(holder)
        parent = self.parentWidget()
        room = parent.window().height() if parent is not None else TALLEST
        wide = parent.window().width() if parent is not None else WIDTH
        self.resize(min(look.px(WIDTH), wide - look.space("xl")), min(look.px(HEIGHT), room,
                    max(TALLEST, room - look.space("xl"))))  # fmt: skip

    # reacting

    def note_typed(self, *_: object) -> None:
        """Something was typed: it is kept a moment later."""
        self._mark(None, "")
        self._was_told = False
        self.keeping.note()

    def refuse(self, words: str, field: QWidget | None) -> None:
        """Say what is wrong, and go there."""
        self._mark(field, words)
        if words:
            announcer().say(words, urgent=True)
        if field is not None:
            field.setFocus()
            self.around.ensureWidgetVisible(field)

    def _mark(self, field: QWidget | None, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        for each in (*self._wrong_fields, *([field] if field is not None else [])):
            if bool(each.property("wrong")) != (each is field):
                each.setProperty("wrong", each is field)
                restyle(each)
        self._wrong_fields = (field,) if field is not None else ()

    def _on_hand(self, step: Step, *_: object) -> None:
        wrong = self.first_wrong()
        if wrong is not None:
            self.refuse(*wrong)
            return
        self.keeping.flush(partial(self._hand_over, step))

    def _hand_over(self, step: Step) -> None:
        self.handed.emit(self.keeping.uid, step)
        self.accept()

    def _on_kept(self) -> None:
        if self.keeping.uid and self.observation is None:
            self.note.setText(self.saved_words())

    def saved_words(self) -> str:
        """Return the line at the foot once there is a draft."""
        return self.tr("Saved as a draft. You can close this and go on later.")

    def _on_refused(self, words: str) -> None:
        self.refuse(self.tr("{0} What you typed is still here.").format(words), None)

    def _on_register(self) -> None:
        self.register_wanted.emit()
        self.accept()

    @override
    def reject(self) -> None:
        """Close; what could not be kept as it stands is said once before it is left behind."""
        if self.keeping.is_refused and not self._was_told:
            self._was_told = True
            words = self.tr("Close again to leave this as it was last saved.")
            self.refuse(f"{self.wrong.text()} {words}".strip(), None)
            return
        super().reject()

    @override
    def done(self, result: int) -> None:
        self.keeping.end()
        super().done(result)
