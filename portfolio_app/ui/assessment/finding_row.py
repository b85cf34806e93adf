"""One finding: its weight, its sentence, where the rule comes from, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.problems import Level, Problem
from portfolio_app.ui.assessment.going import Way
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

STACK_FROM = 150  # per cent of text size from which buttons lie below the words
WEIGHT_WIDTH = 124  # pixels at 100 %
LOOKS = {
    Level.MUST_FIX: ("circle-x", "status.danger", "Must fix"),
    Level.SHOULD_CHECK: ("triangle-alert", "status.warn", "Should check"),
    Level.INFORMATION: ("info", "status.info", "For information"),
}
MARKINGS = ("item.marking", "paper.marking")
ANSWERED = "item.sharing-agreed"  # a marking that was answered: the answer can be taken back
LEAVE_OUT = frozenset({"item.locked", "item.unreadable", "item.damaged"})
ACCEPT, SHARING, PUBLIC = "accept", "sharing", "public"
MOST_BESIDE = 2  # buttons that lie beside the words; more of them lie below


class FindingRow(QWidget):
    """A row. What is wanted is told with the finding it is wanted for."""

    go_wanted = Signal(object)  # Problem
    remove_wanted = Signal(str)  # uid of the piece to take off
    accepted = Signal(object, str)  # Problem, because
    taken_back = Signal(object)  # Problem
    # Problem, MarkingAnswer, by whom (a role) or the address, on which day
    marking_answered = Signal(object, object, str, str)
    answer_taken_back = Signal(object)  # Problem

    def __init__(
        self,
        finding: Problem,
        way: Way | None,
        *,
        is_piece: bool,
        readonly: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._way = way
        self._is_piece = is_piece
        self._readonly = readonly
        self.form: InlineForm | None = None
        self._form_kind = ""
        self._is_sent = False  # what is typed is on its way
        self.buttons: list[QPushButton] = []
        self.go: QPushButton | None = None
        self.setAccessibleName(finding.message)
        self._build()

    @property
    def typed(self) -> tuple[str, dict[str, str]]:
        """The open form and what is typed in it; ("", {}) for none, or when it was sent."""
        if self.form is None or self._is_sent:
            return "", {}
        return self._form_kind, self.form.values

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        self._is_sent = False
        if self.form is not None:
            self.form.say_wrong(words)
        return self.form is not None

    def form_done(self) -> None:
        """Put the form away after what it said was kept."""
        if self.form is not None and self._is_sent:
            self._on_put_away()

    def open_form(self, kind: str, typed: dict[str, str] | None = None) -> None:
        """Ask why it is accepted, or who agreed to the sharing."""
        if self.form is not None:
            return
        if kind == ACCEPT:
            line = Line("because", self.tr("Because"), self.tr("Say why it may stay as it is."),
                        self.tr("for example: my EPAO agreed on 3 March"))  # fmt: skip
            form = InlineForm(
                (line,), self.tr("Accept"), about=self.finding.message,
                note=self.tr("Recorded with your reason; never in the bundle."),
            )  # fmt: skip
            form.done.connect(self._on_accepted)
        elif kind == PUBLIC:
            line = Line("by", self.tr("Address"), self.tr("Give where it is public."),
                        "https://")  # fmt: skip
            form = InlineForm((line,), self.tr("Record"), about=self.finding.message)
            form.done.connect(self._on_public)
        else:
            lines = (
                Line("by", self.tr("Sharing agreed by"), self.tr("Say which role agreed."),
                     self.tr("a role, for example: director of finance"), width=300),
                Line("on", self.tr("on"), self.tr("Say on which day."), is_day=True),
            )  # fmt: skip
            form = InlineForm(lines, self.tr("Record"), about=self.finding.message)
            form.done.connect(self._on_sharing)
        form.put_away.connect(self._on_put_away)
        if typed:
            form.fill(typed)
        self.form, self._form_kind = form, kind
        self._words.addWidget(form)
        if self.buttons:
            form.follow(self.buttons[-1])
        form.focus()

    def _build(self) -> None:
        look = theme()
        found = self.finding
        stacked = look.scale >= STACK_FROM
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        whole = QBoxLayout(way, self)
        whole.setContentsMargins(0, 0, 0, look.space("xs"))
        whole.setSpacing(look.space("xs" if stacked else "sm"))
        icon, colour, word = LOOKS[found.level]
        if found.accepted:
            icon, colour, word = "circle-check", "text.muted", "Accepted"
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("sm"))
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, look.size("icon_small"), colour))
        row.addWidget(sign)
        row.addWidget(label(self.tr(word), "strong"), 1)
        if not stacked:
            head.setFixedWidth(look.px(WEIGHT_WIDTH) + look.size("icon_small"))
        whole.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.setSpacing(look.space("xxs"))
        self._words.addWidget(label(found.message, wrap=True))
        if found.accepted:
            because = self.tr("Accepted because: {0}").format(found.accepted)
            self._words.addWidget(label(because, "muted", wrap=True))
        if found.source:
            self._words.addWidget(label(found.source, "caption", wrap=True))
        whole.addLayout(self._words, 1)
        self._add_buttons(whole)

    def _add_buttons(self, whole: QBoxLayout) -> None:
        found = self.finding
        if found.accepted:
            if not self._readonly:
                self._button(self.tr("Take back")).clicked.connect(
                    lambda _=False: self.taken_back.emit(found)
                )
        else:
            self._add_open_buttons()
        if not self.buttons:
            return
        if len(self.buttons) > MOST_BESIDE:
            below = QWidget()
            flow = FlowLayout(below, theme().space("sm"))
            for button in self.buttons:
                flow.addWidget(button)
            self._words.addWidget(below)
            return
        row = QHBoxLayout()
        row.setSpacing(theme().space("sm"))
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if theme().scale >= STACK_FROM:
            row.addStretch()
        whole.addLayout(row)

    def _add_open_buttons(self) -> None:
        found, writes = self.finding, not self._readonly
        is_marking = found.rule in MARKINGS
        if is_marking and writes:
            self._add_answers()
        if found.rule == ANSWERED and writes:
            self._button(self.tr("Take the answer back")).clicked.connect(
                lambda _=False: self.answer_taken_back.emit(found)
            )
        leaves = found.stops or found.rule in LEAVE_OUT or is_marking
        if leaves and self._is_piece and writes:
            off = self._button(self.tr("Take {0} off").format(found.about))
            off.setToolTip(self.tr("Takes it off the shortlist; it stays in the library"))
            off.clicked.connect(lambda _=False: self.remove_wanted.emit(found.about_uid))
        if self._way is not None:
            self.go = self._button(self.tr("Go and hide") if is_marking else self._way.words)
            self.go.clicked.connect(lambda _=False: self.go_wanted.emit(found))
        if found.may_accept and writes:
            accept = self._button(self.tr("Accept…"))
            accept.setProperty("look", "quiet")
            accept.clicked.connect(lambda _=False: self.open_form(ACCEPT))

    def _add_answers(self) -> None:
        """Add the answers to a protective marking; hiding and taking off follow."""
        for words, kind in (
            (self.tr("Sharing agreed…"), SHARING),
            (self.tr("It is public…"), PUBLIC),
        ):
            self._button(words).clicked.connect(lambda _=False, kind=kind: self.open_form(kind))
        hidden = self._button(self.tr("It is hidden"))
        hidden.setToolTip(self.tr("What is confidential in it is hidden"))
        hidden.clicked.connect(
            lambda _=False: self.marking_answered.emit(self.finding, MarkingAnswer.HIDDEN, "", "")
        )

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setAccessibleDescription(self.finding.message)
        self.buttons.append(made)
        return made

    def _on_accepted(self, answer: dict[str, str]) -> None:
        self._is_sent = True
        self.accepted.emit(self.finding, answer["because"])

    def _on_sharing(self, answer: dict[str, str]) -> None:
        self._is_sent = True
        agreed = MarkingAnswer.AGREED
        self.marking_answered.emit(self.finding, agreed, answer["by"], answer["on"])

    def _on_public(self, answer: dict[str, str]) -> None:
        self._is_sent = True
        self.marking_answered.emit(self.finding, MarkingAnswer.PUBLIC, answer["by"], "")

    def _on_put_away(self) -> None:
        has_focus = self.form is not None and self.form.isAncestorOf(self.window().focusWidget())
        if has_focus and self.buttons:
            self.buttons[-1].setFocus()  # first: what is hidden would hand it on to anything
        self._close_form()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._is_sent = False
