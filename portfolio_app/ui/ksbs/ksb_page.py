"""One KSB's own page: everything there is on it, what may be near, and a private note."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.found import Found
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Theory
from portfolio_app.domain.proposal_coverage import ProposalKsb
from portfolio_app.domain.telling import telling_words
from portfolio_app.store import queries
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.found_list import FoundList, beside, place_of
from portfolio_app.ui.kit.labels import ElidedLabel, label, plain_tip
from portfolio_app.ui.kit.places import EVIDENCE, PROPOSAL, Place
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.coverage_map import CoverageMap, has_code
from portfolio_app.ui.ksbs.ksb_panel import KsbPanel

MEASURE = 760  # pixels at 100 %: the widest the page is
NEAR = 20  # pages that Find more shows
NOTE_LINES = 3


class KsbPage(QWidget):
    """Shows a KSB of a CoverageMap. What is to be shown elsewhere is said by signals."""

    back_wanted = Signal()
    ksb_wanted = Signal(str)  # uid of the KSB before or after
    reviewed = Signal(str)  # uid: its changed wording was looked at

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._ksb: Ksb | None = None
        self._near_of = ""  # uid of the KSB whose near pages are shown or asked for
        self._near_words: tuple[str, ...] = ()
        self._build()
        self._connect()

    # what others ask for

    def show_ksb(self, known: CoverageMap, row: KsbCoverage) -> None:
        """Show a KSB as this map knows it."""
        is_other = self._ksb is None or self._ksb.uid != row.ksb.uid
        if is_other:
            self.flush()
        self._ksb = row.ksb
        self._title.setText(row.ksb.short if has_code(row.ksb) else row.ksb.code)
        self._notice.setText(known.standard.notice)
        self._notice.setVisible(bool(known.standard.notice))
        self._show_review(row.ksb)
        self.panel.show_ksb(known, row)
        self._show_neighbours(known, row.ksb)
        self._show_candidates(known, row.ksb)
        self._show_prompts(row.ksb, has_claims=bool(known.everything.get(row.ksb.uid)))
        self._show_written(known.proposal.get(row.ksb.uid))
        self._show_theory(self.workspace.read(queries.theory.theory, row.ksb.uid))
        self._show_note(row.ksb, is_other=is_other)
        if is_other:
            self._near_of = ""
            self._near.hide()
            self._near_said.hide()
            self._scroll.verticalScrollBar().setValue(0)
        self._body.show()

    def show_nothing(self, words: str) -> None:
        """Say why there is no KSB to show."""
        self.flush()
        self._ksb = None
        self._title.setText("")
        self._body.hide()
        self.panel.show_nothing(words)

    def find_more(self) -> None:
        """Look for the KSB's telling words in every page."""
        ksb = self._ksb
        if ksb is None:
            return
        words = telling_words(f"{ksb.short} {ksb.text}")
        self._near_of = ksb.uid
        self._near_words = words
        self.workspace.look(
            queries.search.near, words, NEAR, then=partial(self._on_near, ksb.uid), key="near"
        )

    def flush(self) -> None:
        """Save a note that is still being typed."""
        self._autosave.flush()

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the claims, or the way to find some."""
        return self.panel.first_focus() if self.panel.has_claims else self.more

    # building

    def _build(self) -> None:
        look = theme()
        self._title = label("", "title", wrap=True)
        self._notice = label("", "caption", wrap=True)
        self.panel = KsbPanel(is_page=True)
        self._autosave = Autosave(self._save, self)
        inside = QWidget()
        inside.setProperty("look", "window")
        self._inside = inside
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(*[look.space("lg")] * 4)
        inner.setSpacing(look.space("md"))
        inner.addWidget(self._title)
        inner.addWidget(self._notice)
        inner.addWidget(self._build_review())
        inner.addWidget(self.panel)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(look.space("md"))
        self._prompts = self._section(body, self.tr("Questions to start from"))
        self._candidates = self._section(body, self.tr("May show it: needs a passage"))
        self._written = self._section(body, self.tr("In the proposal"))
        self._theory = self._section(body, self.tr("Theory, from your reading"))
        self._build_find(body)
        self._build_note(body)
        inner.addWidget(self._body)
        inner.addStretch()
        self._scroll = scroll = scrolled(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space("sm"), look.space("sm"), 0, 0)
        column.addLayout(self._build_head())
        column.addWidget(scroll, 1)

    def _build_head(self) -> QHBoxLayout:
        self.back = QPushButton(self.tr("All KSBs"))
        self.back.setProperty("look", "quiet")
        icons.put(self.back, "arrow-left")
        self.previous, self.next = QPushButton(), QPushButton()
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch()
        for button, keys in ((self.previous, "Ctrl+PgUp"), (self.next, "Ctrl+PgDown")):
            button.setProperty("look", "quiet")
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
            row.addWidget(button)
        return row

    def _build_review(self) -> QFrame:
        look = theme()
        self._review = QFrame()
        self._review.setProperty("look", "notice")
        self._review_words = label("", wrap=True)
        self._was = label("", "muted", wrap=True)
        self._looked = QPushButton(self.tr("I have looked at this"))
        column = QVBoxLayout(self._review)
        column.setSpacing(look.space("sm"))
        column.addWidget(self._review_words)
        column.addWidget(self._was)
        column.addWidget(self._looked, 0, Qt.AlignmentFlag.AlignLeft)
        return self._review

    @staticmethod
    def _section(body: QBoxLayout, title: str) -> QWidget:
        """Return an empty section under a heading; it is hidden while there is nothing in it."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(label(title, "strong", wrap=True))
        body.addWidget(made)
        made.hide()
        return made

    def _build_find(self, body: QBoxLayout) -> None:
        self.more = QPushButton(self.tr("Find more"))
        icons.put(self.more, "search")
        self._near_said = label("", "muted", wrap=True)
        self._near_said.hide()
        self._near = FoundList(tall=True)
        self._near.setAccessibleName(self.tr("Pages that may be near"))
        self._near.hide()
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self._near_said)
        body.addWidget(self._near)

    def _build_note(self, body: QBoxLayout) -> None:
        look = theme()
        head = QHBoxLayout()
        head.setSpacing(look.space("sm"))
        private = self.tr("Private note, never exported")
        head.addWidget(PrivateSign(private))
        words = label(private, "strong")
        head.addWidget(words)
        head.addStretch()
        body.addLayout(head)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(private)
        self.note.setPlaceholderText(self.tr("Only you see this. It's never exported."))
        self.note.setReadOnly(self.workspace.readonly)
        words.setBuddy(self.note)
        body.addWidget(self.note)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.back_wanted.emit())
        self.more.clicked.connect(self.find_more)
        self._near.opened.connect(self._on_found)
        self._near.opened_beside.connect(self._on_found_beside)
        self._looked.clicked.connect(self._on_looked)
        self.note.textChanged.connect(self._on_note)
        self.previous.clicked.connect(partial(self._on_neighbour, self.previous))
        self.next.clicked.connect(partial(self._on_neighbour, self.next))
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        look = theme()
        self._inside.setMaximumWidth(look.px(MEASURE))
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * NOTE_LINES + look.px(20))

    # showing

    def _show_review(self, ksb: Ksb) -> None:
        waits = bool(ksb.review) or ksb.retired
        self._review.setVisible(waits)
        gone = self.tr("The accepted list no longer has this KSB.") if ksb.retired else ""
        self._review_words.setText(" ".join(part for part in (gone, ksb.review) if part))
        self._was.setText(self.tr("The wording before: {0}").format(ksb.was))
        self._was.setVisible(bool(ksb.was) and ksb.was != ksb.text)
        self._looked.setVisible(bool(ksb.review) and not self.workspace.readonly)

    def _show_neighbours(self, known: CoverageMap, ksb: Ksb) -> None:
        rows = [row.ksb for row in known.rows]
        at = next((n for n, each in enumerate(rows) if each.uid == ksb.uid), -1)
        for button, words, step in (
            (self.previous, self.tr("Previous: {0}"), -1),
            (self.next, self.tr("Next: {0}"), 1),
        ):
            there = rows[at + step] if at >= 0 and 0 <= at + step < len(rows) else None
            button.setEnabled(there is not None)
            button.setProperty("ksb", there.uid if there is not None else "")
            shown = (there.code if has_code(there) else there.code[:20]) if there else ""
            button.setText(words.format(shown) if there else words.format("–"))

    def _show_candidates(self, known: CoverageMap, ksb: Ksb) -> None:
        column = _emptied(self._candidates)
        uids = known.candidates.get(ksb.uid, ())
        for uid in uids:
            item = known.items[uid]
            title = f"{item.ref}  {item.title}" if item.ref else item.title
            column.addWidget(self._row(title, "", Place(EVIDENCE, item=uid)))
        self._candidates.setVisible(bool(uids))

    def _show_prompts(self, ksb: Ksb, *, has_claims: bool) -> None:
        from portfolio_app.services import ksbs

        column = _emptied(self._prompts)
        if not has_claims:
            for words in ksbs.prompts(ksb):
                column.addWidget(label(words, wrap=True))
        self._prompts.setVisible(not has_claims)

    def _show_written(self, written: ProposalKsb | None) -> None:
        column = _emptied(self._written)
        for each in written.paragraphs if written is not None else ():
            place = Place(PROPOSAL, tab="write", block=each.block_uid)
            column.addWidget(self._row(each.words or each.where, each.where, place))
        self._written.setVisible(written is not None and bool(written.paragraphs))

    def _show_theory(self, found: tuple[Theory, ...]) -> None:
        column = _emptied(self._theory)
        for each in found:
            page = each.anchor.spans[0].page_index if each.anchor.spans else -1
            quote = " ".join(each.anchor.quote.split())
            want = f"find:{quote}" if quote else ""
            place = Place(EVIDENCE, item=each.item_uid, page=page, want=want)
            where = f"{each.item_title}, p. {page + 1}" if page >= 0 else each.item_title
            column.addWidget(self._row(f"“{quote}”" if quote else each.item_title, where, place))
        if found:
            words = self.tr("Theory is never a claim and never in the bundle.")
            column.addWidget(label(words, "caption", wrap=True))
        self._theory.setVisible(bool(found))

    def _row(self, words: str, below: str, place: Place) -> QPushButton:
        made = _Row(words, below)
        made.setAccessibleName(f"{words}, {below}" if below else words)
        made.setToolTip(plain_tip(words))
        made.clicked.connect(partial(self._go, place))
        return made

    def _show_note(self, ksb: Ksb, *, is_other: bool) -> None:
        if self.note.toPlainText() == ksb.note:
            return
        # What is being typed is newer than what was read.
        if is_other or not (self.note.hasFocus() or self._autosave.holds(ksb.uid, "note")):
            with QSignalBlocker(self.note):
                self.note.setPlainText(ksb.note)

    # reacting

    def _on_near(self, uid: str, found: tuple[Found, ...]) -> None:
        if uid != self._near_of or self._ksb is None:
            return
        known = {
            (claim.item_uid, claim.page)
            for claim in self.workspace.read(queries.claims.claims, None, uid)
        }
        fresh = [each for each in found if (each.item_uid, each.page) not in known]
        self._near.show_found(fresh, headings=False)
        self._near.setVisible(bool(fresh))
        words = ", ".join(self._near_words)
        said = self.tr("Nothing near was found. Looked for: {0}.")
        if fresh:
            said = self.tr("Pages with some of these words: {0}. Open one to claim a passage.")
        self._near_said.setText(said.format(words))
        self._near_said.show()
        announcer().say(self.tr("{0} pages").format(len(fresh)))
        if fresh and (self.more.hasFocus() or self.focusWidget() in (None, self)):
            self._near.setFocus()

    def _on_found(self, found: Found) -> None:
        self.workspace.go(place_of(found))

    def _on_found_beside(self, found: Found) -> None:
        self.workspace.go(beside(place_of(found)))

    def _on_neighbour(self, button: QPushButton, *_checked: object) -> None:
        uid = button.property("ksb")
        if uid:
            self.ksb_wanted.emit(uid)

    def _on_looked(self) -> None:
        if self._ksb is not None:
            self.reviewed.emit(self._ksb.uid)

    def _on_note(self) -> None:
        if self._ksb is not None and not self.workspace.readonly:
            self._autosave.note(self._ksb.uid, "note", self.note.toPlainText())

    def _save(self, uid: str, fields: dict[str, str | bool]) -> None:
        from portfolio_app.services import ksbs

        self.workspace.do(ksbs.note, uid, str(fields["note"]))

    def _go(self, place: Place, *_checked: object) -> None:
        self.workspace.go(place)


class _Row(QPushButton):
    """A row to press: words that are elided, and where they stand."""

    def __init__(self, words: str, below: str) -> None:
        super().__init__()
        look = theme()
        self.setProperty("look", "row")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            look.space("sm"), look.space("xs"), look.space("sm"), look.space("xs")
        )
        self._column.setSpacing(0)
        for each in (words, below):
            if each:
                self._column.addWidget(ElidedLabel(each))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A button does not ask its layout; fonts are only known once it is on the screen.
        self.setMinimumHeight(self._column.sizeHint().height())


def _emptied(section: QWidget) -> QBoxLayout:
    """Return a section's column with nothing but its heading left in it."""
    column = section.layout()
    if not isinstance(column, QBoxLayout):
        raise TypeError("a section is a column")
    while column.count() > 1:
        item = column.takeAt(1)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    return column
