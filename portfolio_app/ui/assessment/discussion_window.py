"""Discussion mode: the bundle alone on the screen, any page of it a few keys away.

It opens nothing but what was built. Nothing is written, told or reminded while it is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.days import clock
from portfolio_app.domain.discussion import BundleIndex, Place
from portfolio_app.domain.document import PageChars
from portfolio_app.domain.spoken_place import spoken_place
from portfolio_app.services import discussion
from portfolio_app.services.discussion import AT_ONCE, HeldBundle
from portfolio_app.ui.assessment.colleague_window import LEAST_SIZE
from portfolio_app.ui.assessment.discussion_pages import DiscussionPages
from portfolio_app.ui.assessment.discussion_places import PlacesList
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.screen_room import beside, fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

FIRST_SIZE = (1280, 860)
LIST_WIDTH = 360  # pixels at 100 %
_LIST_SHARE = 0.36  # of the window's width at most
_TICK_MS = 500
_MOST_TYPED = 200  # characters
_SCROLL = 3  # steps of a scroll bar
_PASSING = (  # keys that the page or the list would take: in this window they belong to Find
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
)


class DiscussionWindow(QWidget):
    """One bundle. ``held`` is closed with the window; ``index`` is given when it was made before.

    ``page_opened`` carries the page (from 1) a person chose to go to.
    """

    closed = Signal()
    ready = Signal(object)  # BundleIndex: the words of all pages were read
    page_opened = Signal(int)

    def __init__(
        self,
        workspace: Workspace,
        held: HeldBundle,
        *,
        about: str,
        is_practice: bool,
        index: BundleIndex | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.workspace = workspace
        self.held = held
        self.index = index or discussion.indexed(held)
        self._texts: list[str] = []
        self._about = about
        self._is_practice = is_practice
        self._trail: list[Place] = []
        self._at = -1
        self._opened: Place | None = None
        self._began: float | None = None  # on the monotonic clock, once it is loaded
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("discussion_window")
        self.setProperty("look", "window")
        self.setWindowTitle(self.tr("Discussion mode"))
        self._build()
        self._connect()
        self.resize(fitting(self, *FIRST_SIZE))
        self.setMinimumSize(640, 420)
        self.pages.open(held, self.tr("bundle"))
        self._show_found()
        self._go(Place(self.index.contents_page(), "", ""), remember=True)
        if self.index.has_words:
            self._begin_clock()
        else:
            self._read_words(1)

    def open_on(self, screen: QScreen | None, *, full: bool = True) -> None:
        """Show the window on a screen, filling it; None for the one where the app is.

        Not ``full``, it leaves the left of the screen to the colleague's questions.
        """
        if screen is not None:
            room = screen.availableGeometry()
            least = LEAST_SIZE[0], self.minimumWidth()
            self.setGeometry(room if full else beside(room, *least)[1])
        if full:
            self.showFullScreen()
        else:
            self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus()

    @property
    def seconds(self) -> float:
        """How long it has been open since everything was loaded; 0 before."""
        return time.monotonic() - self._began if self._began is not None else 0.0

    # building

    def _build(self) -> None:
        look = theme()
        self.field = QLineEdit()
        self.field.setMaxLength(_MOST_TYPED)
        self.field.setAccessibleName(self.tr("Find"))
        self.field.setAccessibleDescription(
            self.tr("A KSB, an E-number, words or a page. Enter opens the first place.")
        )
        self.field.setPlaceholderText(self.tr("k7, e7, words or a page"))
        self.field.setFont(look.font("subtitle"))
        self._field_name = label(self.tr("&Find:"), "subtitle")
        self._field_name.setBuddy(self.field)
        self.line = ElidedLabel()
        self.line.setFont(look.font("title", strong=True))
        self.time = label("00:00", "subtitle")
        self.facing = QToolButton()
        self.facing.setText(self.tr("Facing pages"))
        self.facing.setCheckable(True)
        self.facing.setToolTip(self.tr("Two pages side by side (F7)"))
        self.screens = QToolButton()
        self.screens.setText(self.tr("Other screen"))
        self.screens.setToolTip(self.tr("Show this on the other screen (F9)"))
        self.leave = QPushButton(self.tr("&Leave"))
        icons.put(self.leave, "x")
        for button in (self.facing, self.screens):
            button.setMinimumHeight(look.size("target_min"))
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            button.ensurePolished()
            button.setMinimumWidth(button.sizeHint().width())
        self.places = PlacesList(discussion.kinds(self.workspace.store))
        self.more = label("", "muted", wrap=True)
        self.pages = DiscussionPages(self.workspace)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.places, 1)
        column.addWidget(self.more)
        self.more.setContentsMargins(*(look.space("sm"),) * 4)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.pages)
        self.split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._build_bar())
        whole.addWidget(self.split, 1)
        whole.addWidget(self._build_foot())
        self._screens_changed()

    def _build_bar(self) -> QFrame:
        look = theme()
        bar = QFrame()
        bar.setProperty("look", "bar")
        rows = QVBoxLayout(bar)
        rows.setContentsMargins(
            look.space("md"), look.space("sm"), look.space("md"), look.space("sm")
        )
        rows.setSpacing(look.space("xs"))
        above = QHBoxLayout()
        above.setSpacing(look.space("sm"))
        self.field.setMinimumWidth(look.px(120))
        above.addWidget(self._field_name)
        above.addWidget(self.field, 1)
        for each in (self.time, self.facing, self.screens, self.leave):
            above.addWidget(each)
        rows.addLayout(above)
        rows.addWidget(self.line)
        return bar

    def _build_foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setProperty("look", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(
            look.space("md"), look.space("xs"), look.space("md"), look.space("xs")
        )
        said = self.tr("Built bundle only. Read-only. Notes are off.")
        if self._is_practice:
            said = self.tr("For practice. {0}").format(said)
        self.foot = label(f"{said} {self._about}", wrap=True)
        self.loading = QProgressBar()
        self.loading.setRange(0, max(self.held.pages, 1))
        self.loading.setFixedWidth(look.px(160))
        self.loading.setTextVisible(False)
        self.loading.setAccessibleName(self.tr("Reading the words"))
        row.addWidget(self.foot, 1)
        row.addWidget(self.loading)
        return foot

    def _connect(self) -> None:
        self.field.textChanged.connect(self._show_found)
        self.places.opened.connect(self._on_chosen)
        self.pages.page_changed.connect(self._on_page)
        self.pages.placed.connect(self._on_placed)
        self.leave.clicked.connect(self._on_leave)
        self.facing.toggled.connect(self._on_facing)
        self.screens.clicked.connect(self._on_other_screen)
        keyed: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Alt+Left", partial(self._on_trail, -1)),
            ("Alt+Right", partial(self._on_trail, 1)),
            ("F7", self.facing.toggle),
            ("F9", self._on_other_screen),
            ("Ctrl+Home", self._on_contents),
            ("Ctrl+0", partial(self.pages.zoom, 0)),
            ("Ctrl++", partial(self.pages.zoom, 1)),
            ("Ctrl+=", partial(self.pages.zoom, 1)),
            ("Ctrl+-", partial(self.pages.zoom, -1)),
            ("Ctrl+W", self._on_leave),
        )
        for keys, call in keyed:
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        for widget in (self.field, self.places, self.pages.left, self.leave, self.facing):
            widget.installEventFilter(self)
        self.screens.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = min(theme().px(LIST_WIDTH), round(self.width() * _LIST_SHARE))
        self.split.setSizes([wide, self.width() - wide])

    # loading

    def _read_words(self, first: int) -> None:
        last = min(first + AT_ONCE - 1, self.held.pages)
        self.workspace.look(
            discussion.words,
            self.held,
            first,
            last,
            then=partial(self._on_words, last),
            failed=self._on_no_words,
        )

    def _on_words(self, last: int, texts: tuple[str, ...]) -> None:
        self._texts += texts
        self.loading.setValue(last)
        if last < self.held.pages:
            self._read_words(last + 1)
            return
        self.workspace.look(
            discussion.indexed,
            self.held,
            tuple(self._texts),
            then=self._on_indexed,
            failed=self._on_no_words,
        )

    def _on_indexed(self, index: BundleIndex) -> None:
        self.index = index
        self._begin_clock()
        self._show_found()
        self.ready.emit(index)

    def _on_no_words(self, _error: BaseException) -> None:
        """Go on without them: codes, E-numbers, titles and pages are found all the same."""
        self.loading.hide()
        self._begin_clock()
        self.more.setText(
            self.tr("The words of the pages can't be read. KSBs and pages are found.")
        )

    def _begin_clock(self) -> None:
        self.loading.hide()
        self._began = time.monotonic()
        self._tick.start()
        self._show_time()

    def _show_time(self) -> None:
        self.time.setText(clock(int(self.seconds)))
        self.time.setAccessibleName(self.tr("Open for {0}").format(self.time.text()))

    # finding

    def _show_found(self, *_: object) -> None:
        typed = self.field.text()
        groups = self.index.find(typed)
        self.places.show_groups(groups)
        over = sum(each.total - len(each.places) for each in groups if each.total)
        told = ""
        if typed.strip() and not groups:
            told = self.tr("Nothing found for “{0}”.").format(" ".join(typed.split()))
        if not self.index.has_words and typed.strip() and not self.loading.isHidden():
            told = f"{told} {self.tr('The words of the pages are still being read.')}".strip()
        elif over > 0:
            told = self.tr("{0} more. Type more letters to see fewer.").format(over)
        self.more.setText(told)
        self.more.setVisible(bool(told))
        if typed.strip():
            current = self.places.current()
            found = self.tr("Nothing found")
            if current is not None:
                found = self.tr("First: page {0}, {1}").format(current.page, current.ref)
            announcer().say(found)

    def _on_chosen(self, place: Place) -> None:
        self._go(place, remember=True)
        self.page_opened.emit(place.page)
        self.field.setFocus()
        self.field.selectAll()

    def _go(self, place: Place, *, remember: bool) -> None:
        if remember:
            del self._trail[self._at + 1 :]
            self._trail.append(place)
            self._at = len(self._trail) - 1
        self._opened = place
        # Said first without the place on the page, which may be known only a moment later.
        self._say(place.page, self._flag_of(place))
        self.pages.show_page(place.page, place.quote, is_passage=bool(place.codes))

    def _on_placed(self, chars: PageChars, start: int) -> None:
        place = self._opened
        if place is None or start < 0 or place.page != chars.index + 1:
            return
        is_own = partial(self._is_own, place.page)
        where = spoken_place(chars, start, is_own) if place.ref else ""
        self._say(place.page, where, self._flag_of(place))

    def _flag_of(self, place: Place) -> str:
        """Return the flag printed beside a place, as the first of its KSBs has it."""
        return next(filter(None, (self.index.flag_on(place.page, c) for c in place.codes)), "")

    def _is_own(self, page: int, line: str) -> bool:
        return self.index.is_own(line, page)

    def _on_page(self, page: int) -> None:
        if self._opened is None or self._opened.page != page:
            self._opened = None
            self._say(page)

    def _say(self, page: int, *parts: str) -> None:
        """Show what to say aloud, and let a screen reader say it."""
        where = self.index.where(page)
        place = " · ".join(part for part in parts if part)
        self.line.setText(where.line(place))
        self.line.setAccessibleName(where.aloud(place.replace(" · ", ", ")))
        announcer().say(self.line.accessibleName())

    # keys

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # The page's own letters (H, B, 1 to 9) mean nothing here: they are typed into Find.
            if watched is self.pages.left and _is_typed(event):
                event.accept()
                return True
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field:
                return self._find_key(event)
            presses = isinstance(watched, QAbstractButton) and event.key() == Qt.Key.Key_Space
            if not presses and (_is_typed(event) or event.key() == Qt.Key.Key_Backspace):
                self.field.setFocus()
                QApplication.sendEvent(self.field, event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._on_escape()
                return True
        return super().eventFilter(watched, event)

    def _find_key(self, event: QKeyEvent) -> bool:
        """Do what a key means in Find; return whether it was more than typing."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: self.places.open_current,
            Qt.Key.Key_Enter: self.places.open_current,
            Qt.Key.Key_Down: partial(self.places.step, 1),
            Qt.Key.Key_Up: partial(self.places.step, -1),
            Qt.Key.Key_PageDown: partial(self.pages.turn, 1),
            Qt.Key.Key_PageUp: partial(self.pages.turn, -1),
            Qt.Key.Key_Escape: self._on_escape,
        }
        if held == Qt.KeyboardModifier.ControlModifier:
            calls = {
                Qt.Key.Key_Down: partial(self.pages.move_by, _SCROLL),
                Qt.Key.Key_Up: partial(self.pages.move_by, -_SCROLL),
                Qt.Key.Key_Home: self._on_contents,
            }
        elif held:
            return False
        call = calls.get(Qt.Key(event.key()))
        if call is None:
            return False
        call()
        return True

    def _on_escape(self) -> None:
        self.field.clear()
        self.field.setFocus()

    def _on_contents(self) -> None:
        self._go(Place(self.index.contents_page(), "", ""), remember=True)
        self.page_opened.emit(self.index.contents_page())

    def _on_trail(self, by: int) -> None:
        if 0 <= self._at + by < len(self._trail):
            self._at += by
            self._go(self._trail[self._at], remember=False)

    def _on_facing(self, facing: bool) -> None:  # noqa: FBT001 - a slot
        self.pages.set_facing(facing)
        self.field.setFocus()

    # screens

    def _screens_changed(self, *_: object) -> None:
        self.screens.setVisible(len(QApplication.screens()) > 1)

    def _on_other_screen(self, *_: object) -> None:
        screens = QApplication.screens()
        if len(screens) < 2:
            return
        here = screens.index(self.screen()) if self.screen() in screens else 0
        was_full = self.isFullScreen()
        self.showNormal()
        self.open_on(screens[(here + 1) % len(screens)], full=was_full)

    # ending

    def _on_leave(self, *_: object) -> None:
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        self.pages.close_pages()
        self.held.close()
        self.closed.emit()
        super().closeEvent(event)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether a key types something."""
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _PASSING
