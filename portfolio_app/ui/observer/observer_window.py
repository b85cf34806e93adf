"""The observer's window: requests opened here, or one form to fill in, sign and send back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.observer.desk import Desk
from portfolio_app.ui.observer.form_page import FormPage
from portfolio_app.ui.observer.form_work import FormWork
from portfolio_app.ui.observer.recent import Recent
from portfolio_app.ui.observer.start_page import StartPage
from portfolio_app.ui.observer.view_button import zoom_by_keys

if TYPE_CHECKING:
    from portfolio_app.services.observing import OpenForm

_NAME = "Senior Leader Portfolio"


class ObserverWindow(QWidget):
    """Knows files and nothing of any portfolio. ``ended`` follows its closing."""

    unexpected = Signal(object)
    ended = Signal()

    def __init__(self, settings: QSettings | None, aside: Path) -> None:
        """``aside`` is the folder in which words are kept until a place for them is chosen."""
        super().__init__()
        self.desk = Desk(self)
        self.work: FormWork | None = None
        self._aside = aside
        self._settings = settings
        self._recent = Recent(settings)
        self._may_close = False
        self.setProperty("look", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.start = StartPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        width, height = (int(each) for each in tokens.numbers("size.window_min"))
        self.setMinimumSize(width // 2, height // 2)
        self.resize(fitting(self, width, height))
        self.show_start()

    @property
    def page(self) -> FormPage | None:
        """The form in view, None while there is none."""
        return self.work.page if self.work is not None else None

    def open_file(self, path: Path) -> None:
        """Open a request, a draft or a signed copy; what is open is kept first."""
        self._leave(partial(self._open, path))

    def show_start(self) -> None:
        """Show the list of what was opened here."""
        if self.work is not None:
            page, self.work = self.work.page, None
            self._stack.removeWidget(page)
            page.deleteLater()
        self._stack.setCurrentWidget(self.start)
        self.start.show_opened(self._recent.all())
        self.setWindowTitle(f"{self.tr('Observation requests')} – {_NAME}")
        self.start.take_focus()

    # building

    def _connect(self) -> None:
        self.start.open_wanted.connect(self._on_open_wanted)
        self.start.chosen.connect(self.open_file)
        self.start.forgotten.connect(self._on_forgotten)
        for keys, call in (("Ctrl+O", self._on_open_wanted), ("Ctrl+W", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        zoom_by_keys(self)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._on_save_key)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._on_print_key)

    # opening

    def _open(self, path: Path) -> None:
        from portfolio_app.services import observing

        self.start.notice.show_words(self.tr("Opening {0}").format(path.name))
        self.desk.do(
            observing.open_request,
            path.absolute(),
            then=self._on_opened,
            failed=partial(self._on_refused, path),
        )

    def _on_opened(self, form: OpenForm) -> None:
        if form.is_draft or form.is_signed:
            self._show(form, None)
            return
        from portfolio_app.services import observing

        self.desk.do(
            observing.kept_aside,
            form,
            self._aside,
            then=partial(self._show, form),
            failed=self._on_trouble,
        )

    def _show(self, form: OpenForm, before: OpenForm | None) -> None:
        """Show a form; ``before`` has words that were typed earlier and are in no draft yet."""
        if self.work is not None:
            self.show_start()
        self.start.notice.put_away()
        self.note_recent(form)
        self.work = work = FormWork(self, self.desk, form, before, self._aside)
        work.left.connect(self._on_left)
        work.party_wanted.connect(self._on_party_wanted)
        work.saved.connect(self.note_recent)
        work.trouble.connect(self._on_trouble)
        self._stack.addWidget(work.page)
        self._stack.setCurrentWidget(work.page)
        self.setWindowTitle(f"{work.page.title} – {_NAME}")
        work.page.take_focus()

    def _on_party_wanted(self, party: int) -> None:
        self._leave(partial(self._as_party, party))

    def _as_party(self, party: int) -> None:
        """Open the form in view as another of its parties sees it."""
        from portfolio_app.services import observing

        if self.work is not None:
            self.desk.do(
                observing.as_party,
                self.work.form,
                party,
                then=self._on_opened,
                failed=self._on_trouble,
            )

    def _on_refused(self, path: Path, error: BaseException) -> None:
        if not isinstance(error, PortfolioError):
            self._on_trouble(error)
            return
        self.show_start()
        self.start.notice.show_words(
            self.tr("{0} wasn't opened.").format(path.name), str(error), look="warning"
        )
        announcer().say(str(error), urgent=True)

    def note_recent(self, form: OpenForm) -> None:
        """Remember where a form's file lies."""
        state = "signed" if form.is_signed else "draft" if form.is_draft else "request"
        today = date.today().isoformat()  # noqa: DTZ011 - the person's own calendar
        self._recent.note(form.path, state, today)

    # leaving

    def _leave(self, then: Callable[[], None]) -> None:
        if self.work is None:
            then()
        else:
            self.work.leave(then)

    def _on_left(self) -> None:
        self._leave(self.show_start)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.work is not None and not self._may_close:
            event.ignore()
            self._leave(self._close_now)
            return
        event.accept()
        self.desk.close()
        self.ended.emit()

    def _close_now(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)  # Qt closes nothing while it is being closed

    # reacting

    def _on_open_wanted(self) -> None:
        messages.choose_files(self, self.tr("Open an observation request"), self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        self.open_file(paths[0])

    def _on_forgotten(self, path: str) -> None:
        self._recent.forget(path)
        self.start.show_opened(self._recent.all())

    def _on_save_key(self) -> None:
        if self.work is not None:
            self.work.save_draft()

    def _on_print_key(self) -> None:
        if self.work is not None:
            self.work.print_form()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    def _on_trouble(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self.unexpected.emit(error)


def _dropped(event: QDropEvent | QDragEnterEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
