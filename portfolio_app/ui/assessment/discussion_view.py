"""The Discussion tab: which bundle, whether the screen is allowed, open it, and the plain PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.discussion import BundleIndex
from portfolio_app.domain.mock_discussion import Mock
from portfolio_app.domain.plain_ways import PlainProof
from portfolio_app.problems import PortfolioError
from portfolio_app.services import discussion
from portfolio_app.services.discussion import Allowed, Choice, HeldBundle
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.colleague_window import ColleagueWindow
from portfolio_app.ui.assessment.discussion_window import DiscussionWindow
from portfolio_app.ui.kit import icons, messages, opening
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import side_by_side
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.only_these import OnlyThese
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from portfolio_app.ui.kit.screen_room import beside
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

MEASURE = 860  # pixels at 100 %: the widest the cards are
_TOPICS = {Topic.BUNDLES, Topic.PORTFOLIO, Topic.STANDARD}
_FILTER = "PDF documents (*.pdf)"


@dataclass(frozen=True, slots=True)
class DiscussionState:
    """What the tab shows: the bundles that can be spoken about, and what was answered."""

    choices: tuple[Choice, ...]
    allowed: Allowed | None


def read_state(store: Store) -> DiscussionState:
    """Read what the tab shows."""
    return DiscussionState(discussion.choices(store), discussion.allowed(store))


class DiscussionView(QWidget):
    """``Place(ASSESSMENT, tab="discussion", want="start")`` opens the bundle at once (F5)."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.state: DiscussionState | None = None
        self.window_shown: DiscussionWindow | None = None
        self.colleague: ColleagueWindow | None = None
        self._answer: Allowed | None = None  # of this sitting, where nothing may be written
        self._where: dict[str, Path] = {}  # found in this sitting, where nothing may be written
        self._index: tuple[str, BundleIndex] | None = None  # of the bundle opened last
        self._uid = ""  # the bundle chosen
        self._then: Callable[[], None] | None = None  # what waits for the state or the answer
        self._then_answered: Callable[[], None] | None = None
        self._is_asking = False
        self._is_opening = False
        self._only = OnlyThese()
        self._seen = WhenSeen(self, self._read)
        self._seen.listen(workspace, _TOPICS)
        self._build()
        self._measure()
        theme().changed.connect(self._measure)

    # what the shell asks for

    def show_place(self, place: Place) -> None:
        """Show the tab; ``want="start"`` opens the bundle, ``want="mock"`` a mock discussion."""
        if place.want in ("start", "mock"):
            self._then = self.start if place.want == "start" else self.start_mock
        self._seen.if_seen()
        if self.state is not None and self.is_ready:
            self._go_on()

    def handlers(self) -> Mapping[str, Handler]:
        """Return nothing of the table: F5 is the shell's."""
        return {}

    def first_focus(self) -> QWidget | None:
        """Return the question while it is open, else the button that opens the bundle."""
        if self.state is None:
            return None
        if not self.state.choices:
            return self._empty.buttons[0]
        if not self.form.isHidden():
            return self.form.fields["who"]
        return self.open if self.open.isEnabled() else self.locate

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self.state is not None and not self._seen.is_due

    @property
    def chosen(self) -> Choice | None:
        """The bundle to speak about."""
        known = self.state.choices if self.state is not None else ()
        return next((each for each in known if each.record.uid == self._uid), None)

    # building

    def _build(self) -> None:
        self._cards = QWidget()
        self._cards.setProperty("look", "window")
        self._column = QVBoxLayout(self._cards)
        for card in (self._build_bundle(), self._build_asked(), self._build_open(), self._plain()):
            self._column.addWidget(card)
        self._column.addStretch()
        self._scroll = scrolled(self._cards)
        self._empty = EmptyState(
            "messages-square",
            self.tr("No bundle has been built yet. Discussion mode shows a built bundle only."),
            primary=(self.tr("Compile bundle"), self._on_compile),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _build_bundle(self) -> QFrame:
        card, column = _card(self.tr("The bundle"))
        self.which = ChoiceBox()
        self.which.setAccessibleName(self.tr("Which bundle"))
        self.which.currentIndexChanged.connect(self._on_which)
        self.about = label("", wrap=True)
        self._older, self.older = _notice("notice")
        self._wrong, self.wrong = _notice("warning")
        self.locate = QPushButton(self.tr("Locate the file…"))
        icons.put(self.locate, "folder-open")
        self.locate.clicked.connect(lambda _=False: self._on_locate())
        self._locate_row = side_by_side(self.locate)
        for widget in (self.which, self.about, self._older, self._wrong, self._locate_row):
            column.addWidget(widget)
        return card

    def _build_asked(self) -> QFrame:
        card, column = _card(self.tr("Does your EPAO allow this screen during the discussion?"))
        self.answer = label("", wrap=True)
        self.change = QPushButton(self.tr("Change…"))
        self.change.clicked.connect(lambda _=False: self._ask())
        self.form = InlineForm(
            (
                Line(
                    "who",
                    self.tr("Who said so"),
                    self.tr("Say who said so, or choose Practice only."),
                    hint=self.tr("EPAO's guide, page 3"),
                ),
                Line("day", self.tr("When"), self.tr("Say on which day."), is_day=True),
            ),
            self.tr("Yes, it is allowed"),
            about=self.tr("Does your EPAO allow this screen during the discussion?"),
            other=self.tr("Practice only"),
            flat=True,
            note=self.tr("Your portfolio is yours to use. Whether on this screen, your EPAO says."),
        )
        self.form.done.connect(self._on_yes)
        self.form.extra.connect(self._on_practice)
        self.form.put_away.connect(self._on_put_away)
        for widget in (self.answer, side_by_side(self.change), self.form):
            column.addWidget(widget)
        return card

    def _build_open(self) -> QFrame:
        card, column = _card(self.tr("Find any page while others wait"))
        column.addWidget(
            label(
                self.tr(
                    "Type a KSB, an E-number, words or a page; Enter opens it. The line at the top "
                    "is what to say aloud. Nothing else is on the screen."
                ),
                wrap=True,
            )
        )
        self.open = QPushButton(self.tr("Open full screen"))
        self.open.setProperty("look", "primary")
        self.open.setToolTip("F5")
        self.open.clicked.connect(lambda _=False: self.start())
        self.mock = QPushButton(self.tr("Mock with a colleague"))
        self.mock.setAccessibleDescription(self.tr("They see the questions, you see the bundle."))
        self.mock.clicked.connect(lambda _=False: self.start_mock())
        self.screen_choice = ChoiceBox()
        self.screen_choice.setAccessibleName(self.tr("Screen for the bundle"))
        self.opening = label("", "muted", wrap=True)
        self.held_words = label("", "strong", wrap=True)
        self.held_rows = label("", wrap=True)
        column.addWidget(side_by_side(self.open, self.mock, self.screen_choice))
        note = self.tr(
            "Mock: a second window has practice questions, not your EPAO's, for whoever asks you. "
            "With two screens each has its own; in a call, share the bundle's window only."
        )
        for widget in (
            self.opening,
            self.held_words,
            self.held_rows,
            label(note, "caption", wrap=True),
        ):
            column.addWidget(widget)
        for widget in (self.opening, self.held_words, self.held_rows):
            widget.hide()
        return card

    def _plain(self) -> QFrame:
        card, column = _card(self.tr("Without this app"))
        words = self.tr(
            "The plain PDF leads to any KSB's page in any reader: open the bookmark of annex A and "
            "choose a page number, or open the index among the bookmarks."
        )
        self.prove = QPushButton(self.tr("Check the plain PDF"))
        self.prove.clicked.connect(lambda _=False: self._on_prove())
        self.reader = QPushButton(self.tr("Open it in your PDF reader"))
        icons.put(self.reader, "external-link")
        self.reader.clicked.connect(lambda _=False: self._on_reader())
        self.proof = label("", wrap=True)
        self.proof.hide()
        for widget in (label(words, wrap=True), side_by_side(self.prove, self.reader), self.proof):
            column.addWidget(widget)
        return card

    def _measure(self) -> None:
        look = theme()
        pad = look.space("lg")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(look.space("md"))
        self._cards.setMaximumWidth(look.px(MEASURE))

    # reading

    def _read(self) -> None:
        self.workspace.look(read_state, then=self._on_read, key="discussion")

    def _on_read(self, state: DiscussionState) -> None:
        had_focus = self.state is None
        self.state = state
        self._stack.setCurrentWidget(self._scroll if state.choices else self._empty)
        usual = discussion.usual(state.choices)
        if self.chosen is None:
            self._uid = usual.record.uid if usual is not None else ""
        with QSignalBlocker(self.which):
            self.which.clear()
            for each in state.choices:
                words = f"{each.what[:1].upper()}{each.what[1:]} · {Path(each.record.path).name}"
                self.which.addItem(words, each.record.uid)
            self.which.setCurrentIndex(max(self.which.findData(self._uid), 0))
        self.which.setVisible(len(state.choices) > 1)
        self._show_screens()
        self._show_chosen()
        self._show_answer()
        if had_focus and self.isVisible() and self._then is None:
            first = self.first_focus()
            if first is not None and not self.isAncestorOf(self.window().focusWidget()):
                first.setFocus()
        self._go_on()

    def _go_on(self) -> None:
        """Do what waited for the state."""
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_chosen(self) -> None:
        choice = self.chosen
        self._older.hide()
        self._say_wrong("")
        self.proof.hide()
        if choice is None:
            return
        is_there = choice.is_there or choice.record.uid in self._where
        self.about.setText(choice.words)
        self._locate_row.setVisible(not is_there)
        for button in (self.open, self.mock, self.prove):
            button.setEnabled(is_there and not self._is_opening)
        self.reader.setEnabled(is_there and self._path(choice) is not None)
        if not is_there:
            where = Path(choice.place)
            self._say_wrong(
                self.tr("{0} is not at its place any more: {1}.").format(where.name, where.parent)
            )
        self.workspace.look(
            discussion.is_changed_since,
            choice.record.uid,
            then=partial(self._on_changed_since, choice.record.uid),
            key="discussion changed",
        )

    def _on_changed_since(self, uid: str, is_changed: bool) -> None:  # noqa: FBT001 - a slot
        if uid == self._uid:
            self.older.setText(
                self.tr(
                    "Your portfolio was changed since. Discussion mode shows this bundle as it is."
                )
            )
            self._older.setVisible(is_changed)

    def _show_answer(self) -> None:
        given = self._given()
        self.form.setVisible(self._is_asking)
        self.answer.setVisible(not self._is_asking)
        self.change.setVisible(not self._is_asking)
        unasked = self.tr("Not answered yet. You are asked once, when you first press F5.")
        self.answer.setText(given.words if given is not None else unasked)
        self.change.setText(self.tr("Change…") if given is not None else self.tr("Answer…"))

    def _given(self) -> Allowed | None:
        return self._answer or (self.state.allowed if self.state is not None else None)

    def _show_screens(self) -> None:
        screens = QApplication.screens()
        self.screen_choice.clear()
        self.screen_choice.addItem(self.tr("On this screen"), None)
        for number, each in enumerate(screens, 1):
            if each is not self.screen():
                name = self.tr("On screen {0}").format(number)
                self.screen_choice.addItem(name, each)
        self.screen_choice.setVisible(len(screens) > 1)

    def _on_which(self, _row: int) -> None:
        self._uid = str(self.which.currentData() or "")
        self._show_chosen()

    # the question

    def _ask(self, then: Callable[[], None] | None = None) -> None:
        """Ask whether the screen is allowed; ``then`` follows the answer."""
        self._then_answered = then
        given = self._given()
        today = date.today().isoformat()  # noqa: DTZ011 - the person's day
        self.form.fill({"who": given.who if given else "", "day": (given and given.day) or today})
        self._is_asking = True
        self._show_answer()
        self.form.say_wrong("")
        self.form.focus()
        self._scroll.ensureWidgetVisible(self.form)

    def _on_yes(self, answer: dict[str, str]) -> None:
        self._keep(is_allowed=True, who=answer["who"], day=answer["day"])

    def _on_practice(self) -> None:
        self._keep(is_allowed=False)

    def _on_put_away(self) -> None:
        self._then_answered = None
        self._is_asking = False
        self._show_answer()
        self.change.setFocus()

    def _keep(self, *, is_allowed: bool, who: str = "", day: str = "") -> None:
        try:
            answer = discussion.checked_answer(is_allowed=is_allowed, who=who, day=day)
        except PortfolioError as error:
            self.form.say_wrong(str(error))
            return
        if self.workspace.readonly:
            self._answer = answer  # nothing may be written: it holds for this sitting
            self._on_kept()
            return
        self.workspace.do(
            discussion.allow,
            is_allowed=is_allowed,
            who=who,
            day=day,
            then=partial(self._on_answered, answer),
            failed=self._on_refused,
        )

    def _on_answered(self, answer: Allowed, _changes: object) -> None:
        if self.state is not None:
            self.state = DiscussionState(self.state.choices, answer)
        self._on_kept()

    def _on_refused(self, error: BaseException) -> None:
        self.form.say_wrong(str(error))

    def _on_kept(self) -> None:
        self._is_asking = False
        self._show_answer()
        then, self._then_answered = self._then_answered, None
        if then is not None:
            then()
        else:
            self.change.setFocus()

    # opening

    def start(self) -> None:
        """Open the bundle, full screen; ask first whether that is allowed if nobody was asked."""
        if not self._may_open(self.start):
            return
        self._hold(partial(self._on_held, with_colleague=False))

    def start_mock(self) -> None:
        """Open the bundle for a mock discussion, and the questions in a window of their own."""
        if self._may_open(self.start_mock, asks=False):
            self._hold(partial(self._on_held, with_colleague=True))

    def _may_open(self, again: Callable[[], None], *, asks: bool = True) -> bool:
        if self.window_shown is not None:
            self.window_shown.raise_()
            self.window_shown.activateWindow()
            return False
        choice = self.chosen
        if choice is None or self._is_opening:
            first = self.first_focus()
            if first is not None:
                first.setFocus()
            return False
        if not self.open.isEnabled():
            self.locate.setFocus()
            return False
        if asks and self._given() is None:
            self._ask(again)
            return False
        return True

    def _hold(self, then: Callable[[HeldBundle], None]) -> None:
        choice = self.chosen
        if choice is None:
            return
        self._set_opening(self.tr("Opening the bundle …"))
        self.workspace.look(
            discussion.hold,
            choice.record.uid,
            where=self._where.get(choice.record.uid),
            then=then,
            failed=self._on_not_held,
        )

    def _set_opening(self, words: str) -> None:
        self._is_opening = bool(words)
        self.opening.setText(words)
        self.opening.setVisible(bool(words))
        for button in (self.open, self.mock, self.prove):
            button.setEnabled(not words)

    def _on_not_held(self, error: BaseException) -> None:
        self._set_opening("")
        if not isinstance(error, PortfolioError):
            self.workspace.trouble.emit(error)
            return
        self._say_wrong(str(error))
        self._locate_row.show()
        self.locate.setFocus()

    def _on_held(self, held: HeldBundle, *, with_colleague: bool) -> None:
        self._set_opening("")
        choice = self.chosen
        if choice is None:
            held.close()
            return
        known = self._index
        given = self._given()
        shown = DiscussionWindow(
            self.workspace,
            held,
            about=choice.words,
            is_practice=with_colleague or given is None or not given.is_allowed,
            index=known[1] if known is not None and known[0] == held.uid else None,
        )
        self.window_shown = shown
        shown.ready.connect(partial(self._on_indexed, held.uid))
        shown.closed.connect(self._on_left)
        screen = self.screen_choice.currentData() or self.screen()
        alone = len(QApplication.screens()) < 2
        self._only.put_away((shown,))
        shown.open_on(screen, full=not (with_colleague and alone))
        if with_colleague:
            self.workspace.look(discussion.mock_questions, held, then=self._on_questions)

    def _on_indexed(self, uid: str, index: BundleIndex) -> None:
        self._index = (uid, index)

    def _on_questions(self, questions: tuple[object, ...]) -> None:
        from portfolio_app.services import rehearsing

        shown = self.window_shown
        if shown is None:
            return
        self.colleague = asking = ColleagueWindow(questions, shown.index, rehearsing.source())  # type: ignore[arg-type]
        asking.ended.connect(self._on_mock_ended)
        shown.page_opened.connect(asking.page_opened)
        other = next((s for s in QApplication.screens() if s is not shown.screen()), None)
        if other is not None:
            asking.move(other.availableGeometry().topLeft())
        else:
            least = asking.minimumWidth(), shown.minimumWidth()
            asking.setGeometry(beside(shown.screen().availableGeometry(), *least)[0])
        asking.show()

    def _on_mock_ended(self, mock: Mock) -> None:
        self.colleague = None
        if not mock.asked:
            return
        self.held_words.setText(mock.words)
        self.held_rows.setText("\n".join(each.words for each in mock.asked))
        self.held_words.show()
        self.held_rows.show()

    def _on_left(self) -> None:
        self.window_shown = None
        if self.colleague is not None:
            self.colleague.close()
        self._only.bring_back()
        window = self.window()
        window.show()
        window.activateWindow()
        self.open.setFocus()

    # the file

    def _on_locate(self) -> None:
        choice = self.chosen
        if choice is not None:
            start = Path(choice.record.path).parent
            messages.choose_files(
                self, self.tr("Locate the bundle"), self._on_located, start, _FILTER
            )

    def _on_located(self, paths: list[Path]) -> None:
        choice = self.chosen
        if choice is None or not paths:
            return
        uid = choice.record.uid
        self.workspace.do(
            discussion.locate,
            uid,
            paths[0],
            then=partial(self._on_place, uid),
            failed=self._on_not_held,
        )

    def _on_place(self, uid: str, path: Path) -> None:
        self._where[uid] = path
        self._show_chosen()
        self.open.setFocus()

    def _path(self, choice: Choice) -> Path | None:
        """Return the file of a bundle as it lies outside, None for a copy that is kept alone."""
        path = self._where.get(choice.record.uid) or Path(choice.place or choice.record.path)
        return path if path.is_file() else None

    def _on_reader(self) -> None:
        choice = self.chosen
        path = self._path(choice) if choice is not None else None
        if path is None or not opening.open_file(path):
            self.workspace.tell(self.tr("No program for PDFs was found."))

    def _say_wrong(self, words: str) -> None:
        self.wrong.setText(words)
        self._wrong.setVisible(bool(words))

    # the plain PDF

    def _on_prove(self) -> None:
        self._hold(self._on_held_to_prove)

    def _on_held_to_prove(self, held: HeldBundle) -> None:
        self._set_opening("")
        proof: PlainProof = discussion.ways(held)
        held.close()
        self.proof.setText(proof.words)
        self.proof.show()
        self.prove.setFocus()

    def _on_compile(self) -> None:
        self.workspace.go(Place(ASSESSMENT, tab="compile"))


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    look = theme()
    card = QFrame()
    card.setProperty("look", "card")
    card.setAccessibleName(title)
    column = QVBoxLayout(card)
    pad = look.space("lg")
    column.setContentsMargins(pad, look.space("md"), pad, pad)
    column.setSpacing(look.space("sm"))
    column.addWidget(label(title, "subtitle", wrap=True))
    return card, column


def _notice(look: str) -> tuple[QFrame, QLabel]:
    frame = QFrame()
    frame.setProperty("look", look)
    words = label("", wrap=True)
    column = QVBoxLayout(frame)
    column.addWidget(words)
    frame.hide()
    return frame, words
