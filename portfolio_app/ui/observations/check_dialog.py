"""Returned observation check: left what came back, right what can and can't be trusted in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.observation import ArrivalState, ObservationState
from portfolio_app.domain.returned import Answer
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import return_pages
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.store.queries.arrivals import Held
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.held_pages import HeldPages
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.tabs import tab_bar, turn_by_keys
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.observations.by_eye_form import ByEyeForm
from portfolio_app.ui.observations.certificate_box import CertificateBox
from portfolio_app.ui.observations.check_rows import CheckRows, SignatureLine, soft
from portfolio_app.ui.observations.differences_box import DifferencesBox
from portfolio_app.ui.observations.observations_state import moment_words

WIDTH, HEIGHT = 1120, 700  # pixels at 100 %
STACK_FROM = 150  # per cent of text size from which one of the two is shown at a time
_ATTACHED = (ArrivalState.ATTACHED, ArrivalState.INCOMPLETE)


class CheckDialog(QDialog):
    """One file that came back. ``attached`` says what became of it when it was attached."""

    attached = Signal(str, object)  # observation uid, services.attaching.Attached
    match_wanted = Signal(str)  # arrival uid
    correction_wanted = Signal(str)  # arrival uid

    def __init__(self, parent: QWidget, workspace: Workspace, arrival_uid: str) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.arrival_uid = arrival_uid
        self.held: Held | None = None
        self._must_check = True
        self._is_checking = False
        self._is_reading = False
        self._focus_later = False  # what came to be enabled shows with the next reading
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Check what came back"))
        self._build(parent)
        self._connect()
        self._read()
        workspace.look(
            return_pages.open_return, arrival_uid, then=self._on_pages, failed=self._on_no_pages
        )

    @property
    def is_ready(self) -> bool:
        """Whether the check has been made and is shown."""
        waits = self._is_checking or self._must_check or self._is_reading
        return self.held is not None and not waits

    # building

    def _build(self, parent: QWidget) -> None:
        look = theme()
        self.pages = PageView()
        self.pages.setAccessibleName(self.tr("What came back"))
        self.no_pages = EmptyState("file-text", self.tr("Opening what came back"))
        self.written = QPlainTextEdit()
        self.written.setReadOnly(True)
        self.written.setTabChangesFocus(True)
        self.written.setAccessibleName(self.tr("What they wrote in the e-mail"))
        self.left = QStackedWidget()
        for widget in (self.no_pages, self.pages, self.written):
            self.left.addWidget(widget)
        self.whole_mail = QPushButton(self.tr("Show the whole e-mail"))
        self.whole_mail.setCheckable(True)
        self.whole_mail.setAutoDefault(False)
        self.whole_mail.hide()
        beside = QWidget()
        left_column = QVBoxLayout(beside)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.addWidget(self.left, 1)
        left_column.addWidget(self.whole_mail, 0, Qt.AlignmentFlag.AlignLeft)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(beside)
        self.splitter.addWidget(self._build_right())
        is_large = look.scale >= STACK_FROM
        self.sides = tab_bar(
            self.tr("What is shown"), (self.tr("The check"), self.tr("What came back"))
        )
        turn_by_keys(self.sides, self)
        self.sides.setVisible(is_large)
        self.sides.currentChanged.connect(self._on_side)
        self._beside = beside
        beside.setVisible(not is_large)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("md")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(self.sides)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self._build_buttons())
        room = parent.window()
        width = min(look.px(WIDTH), max(room.width() - look.space("xl"), 960))
        height = min(look.px(HEIGHT), max(room.height() - look.space("xl"), 640))
        self.resize(width, height)
        if not is_large:
            self.splitter.setSizes([width * 52 // 100, width * 48 // 100])

    def _build_right(self) -> QWidget:
        look = theme()
        inside = QWidget()
        inside.setProperty("look", "window")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(look.space("md"), 0, look.space("md"), 0)
        self._column.setSpacing(look.space("md"))
        self.head = label("", "subtitle", wrap=True)
        self.came = label("", "caption", wrap=True)
        self.signature = SignatureLine()
        self.certificates = CertificateBox(self.workspace)
        self.differences = DifferencesBox()
        self.rows = CheckRows()
        self.by_eye = QPushButton(self.tr("Read it by eye…"))
        self.by_eye.setAutoDefault(False)
        self.by_eye.hide()
        self.eye_form = ByEyeForm()
        self.eye_form.hide()
        self.wrong = WrongLine()
        for widget in (
            self.head,
            self.came,
            self.signature,
            self.certificates,
            self.differences,
            self.eye_form,
            self.rows,
            self.wrong,
        ):
            self._column.addWidget(widget)
        self._column.insertWidget(5, self.by_eye, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()
        self.around = QScrollArea()
        self.around.setWidgetResizable(True)
        self.around.setFrameShape(QFrame.Shape.NoFrame)
        self.around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.around.setWidget(inside)
        return self.around

    def _build_buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        self.attach = QPushButton(self.tr("Attach to portfolio"))
        self.incomplete = QPushButton(self.tr("Attach, marked incomplete"))
        self.correction = QPushButton(self.tr("Ask for a correction"))
        self.match = QPushButton(self.tr("Match by hand…"))
        self.not_now = QPushButton(self.tr("Not now"))
        self.see = QPushButton(self.tr("Open it"))
        self.take_out = QPushButton(self.tr("Take it out of the portfolio"))
        self.leave = QPushButton(self.tr("Close"))
        for button in (
            self.attach,
            self.incomplete,
            self.correction,
            self.match,
            self.not_now,
            self.see,
            self.take_out,
            self.leave,
        ):
            button.setAutoDefault(False)
            flow.addWidget(button)
        return holder

    def _connect(self) -> None:
        self.attach.clicked.connect(partial(self._on_attach, incomplete=False))
        self.incomplete.clicked.connect(partial(self._on_attach, incomplete=True))
        self.correction.clicked.connect(lambda _=False: self._on_correction())
        self.match.clicked.connect(lambda _=False: self._on_match())
        self.not_now.clicked.connect(lambda _=False: self._on_not_now())
        self.see.clicked.connect(lambda _=False: self._on_open())
        self.take_out.clicked.connect(lambda _=False: self._on_take_out())
        self.leave.clicked.connect(self.reject)
        self.by_eye.clicked.connect(lambda _=False: self.show_eye_form())
        self.eye_form.done.connect(self._on_read_by_eye)
        self.whole_mail.toggled.connect(self._on_whole_mail)
        self.certificates.changed.connect(self._check_again)
        self.differences.page_wanted.connect(self._on_page)
        self.workspace.changed.connect(self._on_changed)

    # reading

    def _on_changed(self, changes: Changes) -> None:
        if Topic.OBSERVATIONS in changes.topics and not self._is_checking:
            self._read()

    def _read(self) -> None:
        self._is_reading = True
        self.workspace.look(
            queries.arrivals.held,
            self.arrival_uid,
            then=self._on_held,
            failed=self._on_no,
            key=f"held {self.arrival_uid}",
        )

    def _on_held(self, held: Held) -> None:
        self._is_reading = False
        self.held = held
        self._show()
        if self._focus_later:
            self._focus_later = False
            self._focus_first()
        if self._must_check:
            self._must_check = False
            if held.request is not None and not self.workspace.readonly:
                self._check()
            else:
                self._focus_first()

    def _check(self) -> None:
        from portfolio_app.services import returns

        self._is_checking = True
        self.came.setText(self.tr("Checking…"))
        self.workspace.start(
            self.tr("Checking what came back"),
            returns.check,
            self.arrival_uid,
            then=self._on_checked,
            failed=self._on_check_failed,
        )

    def _check_again(self) -> None:
        self._must_check = False
        if not self._is_checking and not self.workspace.readonly:
            self._check()

    def _on_checked(self, _report: Any) -> None:
        self._is_checking = False
        self._must_check = False
        self._focus_later = True
        self._read()
        announcer().say(self.tr("Checked"))

    def _on_check_failed(self, error: BaseException) -> None:
        self._is_checking = False
        if self.held is not None:
            self._show()
        self._on_no(error)

    # showing

    def _show(self) -> None:
        held = self.held
        if held is None:
            return
        arrival, observation = held.arrival, held.observation
        name = arrival.file_name or arrival.subject
        if observation is not None:
            words = self.tr("Check: {0} {1}").format(observation.ref, observation.asked.title)
            self.setWindowTitle(words)
            self.head.setText(observation.asked.title or observation.kind.words)
        else:
            self.head.setText(name)
        came = [self.tr("Came {0}").format(moment_words(arrival.arrived_at)), name]
        if arrival.sender:
            came.append(self.tr("from {0}, as the e-mail says").format(arrival.sender))
        self.came.setText(soft(" · ".join(came)))
        self.signature.show_arrival(arrival, held.returned)
        self.certificates.show_held(held)
        self.differences.show_returned(held.returned)
        self.rows.show_rows(arrival.report)
        self._show_words(held)
        self._show_allowed(held)

    def _show_words(self, held: Held) -> None:
        is_written = bool(held.written)
        self.whole_mail.setVisible(is_written)
        if is_written and self.written.toPlainText() != held.written:
            self.written.setPlainText(held.written)
            self.left.setCurrentWidget(self.written)

    def _show_allowed(self, held: Held) -> None:
        from portfolio_app.services.return_report import hindrances

        arrival, observation = held.arrival, held.observation
        writes = not self.workspace.readonly
        is_attached = arrival.state in _ATTACHED
        has_request = held.request is not None
        can = writes and has_request and not is_attached and bool(arrival.checked_at)
        hindering = hindrances(arrival.report)
        is_other = observation is not None and observation.state is ObservationState.IN_PORTFOLIO
        for button in (self.attach, self.incomplete, self.correction, self.not_now):
            button.setVisible(has_request and not is_attached)
        for button in (self.see, self.take_out):
            button.setVisible(is_attached)
        is_record = observation is not None and observation.kind.is_record
        self.attach.setText(self.tr("Keep it") if is_record else self.tr("Attach to portfolio"))
        self.incomplete.setText(
            self.tr("Keep it, marked incomplete")
            if is_record
            else self.tr("Attach, marked incomplete")
        )
        self.see.setVisible(is_attached and not is_record)
        self.see.setEnabled(bool(arrival.item_uid))
        self.take_out.setEnabled(writes)
        self.take_out.setToolTip(
            self.tr("It no longer lies beside what it is about; what came back is kept")
            if is_record
            else self.tr("Its piece goes to the bin with its claims; what came back is kept")
        )
        self.match.setVisible(not has_request)
        self.match.setEnabled(writes)
        self.attach.setEnabled(can and not hindering)
        self.incomplete.setEnabled(can)
        self.correction.setEnabled(writes and bool(arrival.checked_at))
        self.not_now.setEnabled(writes)
        reason = "" if not hindering else self.tr("Not as it is: {0}").format(hindering[0].message)
        if is_other and not is_record:
            reason = reason or self.tr("It takes the place of the one that is attached.")
        self.attach.setToolTip(reason)
        self.attach.setAccessibleDescription(reason)
        returned = held.returned
        is_picture = returned is not None and (returned.is_picture or bool(returned.problem))
        offers = writes and has_request and (is_picture or bool(held.written) or arrival.by_eye)
        self.by_eye.setVisible(offers and not is_attached and self.eye_form.isHidden())
        again = self.tr("Read it by eye again…") if arrival.by_eye else self.tr("Read it by eye…")
        self.by_eye.setText(again)
        must_read = self.by_eye.isVisibleTo(self) and not arrival.by_eye
        first = self.by_eye if must_read else self.correction if hindering else self.attach
        for button in (self.attach, self.correction, self.by_eye):
            wanted = "primary" if button is first and can else ""
            if button.property("look") != wanted:
                button.setProperty("look", wanted)
                restyle(button)

    def _focus_first(self) -> None:
        if self.eye_form.isVisible():
            return
        if self.by_eye.isVisible() and self.held is not None and not self.held.by_eye:
            self.by_eye.setFocus()
        elif self.attach.isVisible() and self.attach.isEnabled():
            self.attach.setFocus()
        elif self.correction.isVisible() and self.correction.isEnabled():
            self.correction.setFocus()
        else:
            self.leave.setFocus()

    # the pages

    def _on_pages(self, document: OpenDocument) -> None:
        name = self.tr("What came back")
        self.pages.open(HeldPages(self.workspace, document, return_pages), name)
        if self.left.currentWidget() is self.no_pages:
            self.left.setCurrentWidget(self.pages)

    def _on_no_pages(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.no_pages.show_words(str(error))
        elif not isinstance(error, Cancelled):
            self.workspace.trouble.emit(error)

    def _on_page(self, page_index: int) -> None:
        if self.sides.isVisible():
            self.sides.setCurrentIndex(1)
        self.left.setCurrentWidget(self.pages)
        self.pages.go_to_page(page_index)

    def _on_whole_mail(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        has_pages = self.pages.layout_now is not None
        whole = self.pages if has_pages else self.no_pages
        self.left.setCurrentWidget(whole if shown else self.written)

    def _on_side(self, index: int) -> None:
        """With large letters there is room for one of the two."""
        self._beside.setVisible(index == 1)
        self.around.setVisible(index == 0)

    # by eye

    def show_eye_form(self) -> None:
        """Ask what the person sees on the page."""
        held = self.held
        if held is None or held.request is None:
            return
        self.eye_form.show_content(held.request.content, held.answers)
        self.eye_form.show()
        self.by_eye.hide()
        first = self.eye_form.first_focus()
        QTimer.singleShot(0, first, first.setFocus)

    def _on_read_by_eye(self, answers: tuple[Answer, ...]) -> None:
        from portfolio_app.services import returns

        self.eye_form.hide()
        self._is_checking = True
        self.workspace.start(
            self.tr("Keeping what you read"),
            returns.read_by_eye,
            self.arrival_uid,
            answers,
            then=self._on_checked,
            failed=self._on_check_failed,
        )

    # deciding

    def _on_attach(self, *_: object, incomplete: bool) -> None:
        from portfolio_app.services import returns

        self._hold(self.tr("Attaching…"))
        self.workspace.start(
            self.tr("Attaching what came back"),
            returns.attach,
            self.arrival_uid,
            incomplete=incomplete,
            then=self._on_attached,
            failed=self._on_failed,
        )

    def _on_attached(self, result: Any) -> None:
        if self.held is not None and self.held.observation is not None:
            self.attached.emit(self.held.observation.uid, result)
        self.accept()

    def _on_correction(self) -> None:
        self.correction_wanted.emit(self.arrival_uid)

    def _on_open(self) -> None:
        if self.held is not None and self.held.arrival.item_uid:
            self.workspace.go(Place(EVIDENCE, item=self.held.arrival.item_uid))
            self.accept()

    def _on_take_out(self) -> None:
        from portfolio_app.services import returns

        self.workspace.do(returns.detach, self.arrival_uid, toast=True, failed=self._on_no)

    def _on_match(self) -> None:
        self.match_wanted.emit(self.arrival_uid)
        self.accept()

    def _on_not_now(self) -> None:
        from portfolio_app.services import returns

        self.workspace.do(returns.put_off, self.arrival_uid, failed=self._on_no)
        self.accept()

    def _hold(self, words: str) -> None:
        for button in (self.attach, self.incomplete, self.correction, self.not_now):
            button.setEnabled(False)
        announcer().say(words)

    def _on_failed(self, error: BaseException) -> None:
        if self.held is not None:
            self._show_allowed(self.held)
        self._on_no(error)

    def _on_no(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.wrong.say(str(error))
        elif not isinstance(error, Cancelled):
            self.workspace.trouble.emit(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Down and Page Up move what the check found, wherever the buttons have the focus."""
        bar = self.around.verticalScrollBar()
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step * bar.pageStep())

    @override
    def done(self, result: int) -> None:
        self.pages.close_document()
        super().done(result)
