"""One form on screen: what it is about, its parts, the signature, and three buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain import filling, forms
from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.days import day_words
from portfolio_app.domain.filling import SIGNATURE, Missing
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.foot_frame import FootFrame
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.observer.entries import Entries
from portfolio_app.ui.observer.form_parts import form_parts, heading, who
from portfolio_app.ui.observer.notice import Notice
from portfolio_app.ui.observer.signing_part import SigningPart
from portfolio_app.ui.observer.view_button import ViewButton


class FormPage(QWidget):
    """``edited`` follows every entry; the other signals are what the buttons ask for."""

    edited = Signal(str)
    leave_wanted = Signal()
    draft_wanted = Signal()
    print_wanted = Signal()
    sign_wanted = Signal()
    paper_wanted = Signal()
    paper_unwanted = Signal()
    party_wanted = Signal(int)  # counted from 1, where several sign the one form

    def __init__(
        self,
        content: FormContent,
        words: FormWords,
        known: frozenset[str],
        party: int = 0,
        signed: frozenset[int] = frozenset(),
    ) -> None:
        """``party`` is whose part is answered, ``signed`` are the parties who signed theirs."""
        super().__init__()
        self.entries = Entries(known, self)
        self.is_locked = False
        self.party = max(party, 1)
        self._content = content
        self._build(words, signed)
        self.entries.edited.connect(self.edited)

    # what others ask of it

    def lock(self, *, is_locked: bool) -> None:
        """Show the form to be read, or to be filled in."""
        self.is_locked = is_locked
        self.entries.lock(is_locked=is_locked)
        self.signing.setVisible(not is_locked)
        self._paper.setVisible(not is_locked)
        self.sign.setEnabled(not is_locked)
        self.draft.setEnabled(not is_locked)
        why = self.tr("It is signed and locked. Choose “Change my answers” first.")
        for button in (self.sign, self.draft):
            button.setToolTip(why if is_locked else "")
            button.setAccessibleDescription(why if is_locked else "")

    def say(self, words: str, role: str = "muted") -> None:
        """Say at the foot how things are: where the draft is, what is on its way."""
        self._said.setText(words)
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            restyle(self._said)

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Say at the head what is still to do, each a way there; the first one gets the focus."""
        stops = [each for each in missing if each.stops]
        self.entries.mark(frozenset(each.field for each in stops))
        self.signing.say_wrong(next((m.words for m in stops if m.field == SIGNATURE), ""))
        if not stops:
            self.todo.put_away()
            return
        count = len(stops)
        title = (
            self.tr("1 thing to do before you sign")
            if count == 1
            else self.tr("{0} things to do before you sign").format(count)
        )
        self.todo.show_ways(
            title, [(each.words, partial(self._go_to, each.field)) for each in stops]
        )
        announcer().say(f"{title}: {stops[0].words}", urgent=True)
        self._go_to(stops[0].field)

    def show_paper(self, name: str) -> None:
        """Show which signed paper form travels inside; "" for none."""
        self._paper_name.setText(
            self.tr("Travels inside the file: {0}").format(name) if name else ""
        )
        self._paper_name.setVisible(bool(name))
        self.remove_paper.setVisible(bool(name))

    def take_focus(self) -> None:
        """Go to the first field."""
        asked = filling.fields(self._content, self.party) if self._content.kind.is_record else ()
        for name in (
            *asked, forms.FACTS_RIGHT, forms.whose_field(1), forms.AGREED, forms.ACCOUNT,
        ):  # fmt: skip
            if self.entries.asks(name) and self.entries.go_to(name):
                return
        self.leave.setFocus()

    # building

    def _build(self, words: FormWords, signed: frozenset[int]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        self.notice = Notice()
        column.addWidget(self.notice)
        self.parts = Column()
        self.parts.add(label(self._lead(), "muted", wrap=True))
        self.todo = Notice("warning")
        self.parts.add(self.todo)
        if len(self._content.parties) > 1:
            self.parts.add(self._build_parties(signed))
        for each in form_parts(self._content, words, self.entries, self.party):
            self.parts.add(each)
        self.parts.add(heading(self.tr("You")))
        self.parts.add(who(words, self.entries, self.party))
        if not self._must_sign:
            told = self.tr("You need not sign: choose “Save draft”, and email that file back.")
            self.parts.add(label(told, wrap=True))
        self.signing = SigningPart(words)
        self.parts.add(self.signing)
        self._paper = self._build_paper()
        self.parts.add(self._paper)
        column.addWidget(self.parts, 1)
        column.addWidget(self._build_foot())

    def _build_head(self) -> QWidget:
        look = theme()
        head = QFrame()
        head.setProperty("look", "bar")
        row = QHBoxLayout(head)
        row.setContentsMargins(*[look.space("md")] * 4)
        row.setSpacing(look.space("md"))
        self.leave = QPushButton(self.tr("All requests"))
        self.leave.setProperty("look", "quiet")
        icons.put(self.leave, "arrow-left")
        self.leave.clicked.connect(lambda _=False: self.leave_wanted.emit())
        row.addWidget(self.leave)
        self._name = ElidedLabel(self.title)
        row.addWidget(self._name, 1)
        row.addWidget(ViewButton())
        look.changed.connect(self._on_look)
        self._on_look()
        return head

    @property
    def _must_sign(self) -> bool:
        parties = self._content.parties
        return not parties or parties[min(self.party, len(parties)) - 1].must_sign

    def _build_parties(self, signed: frozenset[int]) -> QWidget:
        """Return the choice of whose part is answered: several sign the one form."""
        self.parties = ChoiceBox()
        for number, each in enumerate(self._content.parties, 1):
            told = self.tr("{0} (signed)") if number in signed else "{0}"
            self.parties.addItem(told.format(each.words), number)
        self.parties.setCurrentIndex(self.party - 1)
        self.parties.activated.connect(self._on_party)
        title = self.tr("You answer and sign as")
        self.parties.setAccessibleName(title)
        return above(title, self.parties)

    def _on_party(self, index: int) -> None:
        wanted = int(self.parties.itemData(index))
        self.parties.setCurrentIndex(self.party - 1)  # until the other part is there
        if wanted != self.party:
            self.party_wanted.emit(wanted)

    def _build_paper(self) -> QWidget:
        look = theme()
        frame = QFrame()
        frame.setProperty("look", "well")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Filled in and signed on paper?"), "strong", wrap=True))
        words = self.tr(
            "Attach a scan or a photo of it. It travels inside the file that you save and send "
            "back; the form on screen may stay empty."
        )
        column.addWidget(label(words, wrap=True))
        self._paper_name = label("", "strong", wrap=True)
        self._paper_name.hide()
        column.addWidget(self._paper_name)
        self.attach_paper = QPushButton(self.tr("Attach a signed proforma…"))
        icons.put(self.attach_paper, "paperclip")
        self.remove_paper = QPushButton(self.tr("Take it out"))
        self.remove_paper.hide()
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        flow.addWidget(self.attach_paper)
        flow.addWidget(self.remove_paper)
        column.addWidget(holder)
        self.attach_paper.clicked.connect(lambda _=False: self.paper_wanted.emit())
        self.remove_paper.clicked.connect(lambda _=False: self.paper_unwanted.emit())
        return frame

    def _build_foot(self) -> QWidget:
        look = theme()
        foot = FootFrame()
        column = QVBoxLayout(foot)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        self._said = label("", "muted", wrap=True)
        self.draft = QPushButton(self.tr("Save draft…"))
        self.print = QPushButton(self.tr("Print…"))
        self.sign = QPushButton(self.tr("Save signed copy…"))
        self.sign.setProperty("look", "primary")
        icons.put(self.draft, "save")
        icons.put(self.sign, "lock", "accent.on_fill")
        holder = QWidget()
        row = FlowLayout(holder, look.space("sm"))
        for button, signal in (
            (self.draft, self.draft_wanted),
            (self.print, self.print_wanted),
            (self.sign, self.sign_wanted),
        ):
            button.clicked.connect(partial(_tell, signal.emit))
            row.addWidget(button)
        column.addWidget(self._said)
        column.addWidget(holder)
        return foot

    @property
    def title(self) -> str:
        """What the form is and is about: "Observation: chairing the SEND panel, 2 December"."""
        kind = {
            FormKind.OBSERVATION: self.tr("Observation"),
            FormKind.EMPLOYER_STATEMENT: self.tr("Employer's statement"),
            FormKind.STATEMENT: self.tr("Statement"),
        }.get(self._content.kind, self.tr(self._content.kind.words))
        about = ", ".join(each for each in (self._content.title, _day(self._content.day)) if each)
        return f"{kind}: {about}" if about else kind

    def _on_look(self) -> None:
        self._name.setFont(theme().font("subtitle", strong=True))

    def _lead(self) -> str:
        return self.tr(
            "About {0} minutes. Nothing is sent: you save a file and email it back."
        ).format(minutes_needed(self._content))

    def _go_to(self, field: str) -> None:
        if field == SIGNATURE:
            self.signing.go_to()
        elif not self.entries.go_to(field):
            QTimer.singleShot(0, self.leave, self.leave.setFocus)


def _day(day: str) -> str:
    try:
        return day_words(day)
    except ValueError:
        return day


def _tell(emit: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
    emit()
