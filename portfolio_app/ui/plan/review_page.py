"""One review meeting: what changed, what to raise, what was agreed, its papers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.coverage import CAVEAT
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.planned import Planned, Review
from portfolio_app.domain.reviews import RULE, Gap, review_of, told
from portfolio_app.domain.typed_words import some_lines
from portfolio_app.services import hours, review_actions, review_pack, reviews
from portfolio_app.services.review_pack import PackSaved
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.new_day import now
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.plan.action_table import LARGE, ActionTable, refuser
from portfolio_app.ui.plan.raise_box import RaiseBox
from portfolio_app.ui.plan.review_dialogs import ActionDialog, owner_box, owner_of
from portfolio_app.ui.plan.review_papers import ReviewPapers
from portfolio_app.ui.plan.reviews_state import (
    ReviewShown,
    counts_words,
    since_words,
    when_words,
)

MOST_CHIPS = 24
LINES = 4  # of text in a field for sentences
PDF = "PDF documents (*.pdf)"


class ReviewPage(QWidget):
    """``back_wanted`` leads to the list; ``change_wanted`` carries the row to be changed."""

    back_wanted = Signal()
    change_wanted = Signal(object)  # Planned

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.shown: ReviewShown | None = None
        self._autosave = Autosave(self._save_words, self)
        self._owners: tuple[str, ...] = ()
        self.dialog: ActionDialog | None = None
        self._build()
        self._connect()

    def first_focus(self) -> QWidget:
        """Return what should have the focus: the first point to raise."""
        return self.raising.first() if self.shown is not None else self.back

    def flush(self) -> None:
        """Save what is typed, now."""
        self._autosave.flush()

    # building

    def _build(self) -> None:
        look = theme()
        self.back = QPushButton(self.tr("Back to the list"))
        icons.put(self.back, "arrow-left")
        self.pack = QPushButton(self.tr("Save review pack…"))
        self.pack.setProperty("look", "primary")
        icons.put(self.pack, "download", "accent.on_fill")
        self.held = QPushButton()
        self.change = QPushButton(self.tr("Change"))
        self.follow = QPushButton(self.tr("Plan the next one"))
        bar = QFrame()
        bar.setProperty("look", "foot")
        line = QVBoxLayout(bar)
        line.setContentsMargins(look.space("xl"), look.space("sm"), look.space("xl"),
                                look.space("sm"))  # fmt: skip
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.back, self.pack, self.held, self.follow, self.change):
            flow.addWidget(button)
        line.addWidget(buttons)
        self.column = Column()
        self.title = label("", "subtitle", wrap=True)
        self.about = label("", "muted", wrap=True)
        self.column.add(self.title)
        self.column.add(self.about)
        self._changed()
        self.column.heading(self.tr("What to raise"))
        self.raising = RaiseBox()
        self.column.add(self.raising)
        self.column.heading(self.tr("Last time"))
        self.last_words = label("", "muted", wrap=True)
        self.column.add(self.last_words)
        self.last = ActionTable(self.workspace, self.tr("Actions of the time before"))
        self.column.add(self.last)
        self.column.heading(self.tr("Agreed now"))
        self.agreed = ActionTable(self.workspace, self.tr("Actions agreed now"))
        self.column.add(self.agreed)
        self._new_action()
        self._words()
        self.column.heading(self.tr("Papers"))
        self.papers = ReviewPapers(self.workspace)
        self.column.add(self.papers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self.column, 1)
        look.changed.connect(self._measure)
        self._measure()

    def _changed(self) -> None:
        self.since = label("", "strong", wrap=True)
        self.counts = label("", "muted", wrap=True)
        self.hours = label("", wrap=True)
        self._chips = QWidget()
        FlowLayout(self._chips, theme().space("xs"))
        self.gaps = Disclosure("")
        self._gap_lines = label("", wrap=True)
        self.gaps.column.addWidget(self._gap_lines)
        self.gaps.column.addWidget(label(RULE, "caption", wrap=True))
        for part in (self.since, self.counts, self._chips, self.hours, self.gaps):
            self.column.add(part)

    def _new_action(self) -> None:
        look = theme()
        self.action = LineField()
        self.action.setAccessibleName(self.tr("Action"))
        self.owner = owner_box(())
        for named in filter(None, (self.owner, self.owner.lineEdit())):
            named.setAccessibleName(self.tr("Whose"))
        self.by = DayField(self.tr("By"))
        self.add = QPushButton(self.tr("Add the action"))
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        self._pairs = (
            (above(self.tr("Action"), self.action), 300),
            (above(self.tr("Whose"), self.owner), 190),
            (above(self.tr("By"), self.by), 170),
        )
        for pair, _ in self._pairs:
            flow.addWidget(pair)
        self.column.add(holder)
        self.wrong = WrongLine()
        self.column.add(self.wrong)
        self.column.add(self.add)
        self.add.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _words(self) -> None:
        self.summary = WordsField()
        self.summary.setAccessibleName(self.tr("What was discussed, for the record"))
        self.column.heading(self.tr("What was discussed"))
        self.column.words(self.tr("The review record says this; the pack does not."), "caption")
        self.column.add(self.summary)
        self.notes = WordsField()
        self.notes.setAccessibleName(self.tr("My notes, never exported"))
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PrivateSign(self.tr("Private: never exported")))
        row.addWidget(label(self.tr("My notes, never exported"), "strong"), 1)
        self.column.add(head)
        self.column.add(self.notes)

    def _measure(self) -> None:
        look = theme()
        for pair, width in self._pairs:
            pair.setFixedWidth(min(look.px(width), look.px(300)))
        for edit in (self.summary, self.notes):
            edit.setFixedHeight(LINES * edit.fontMetrics().lineSpacing() + look.space("lg"))
        if self.shown is not None:
            self._say_held(is_held=self.shown.prepared.review.held)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _=False: self.back_wanted.emit())
        self.pack.clicked.connect(lambda _=False: self._on_pack())
        self.held.clicked.connect(lambda _=False: self._on_held())
        self.follow.clicked.connect(lambda _=False: self._on_follow())
        self.change.clicked.connect(lambda _=False: self._on_change())
        self.raising.chosen.connect(self._on_raised)
        self.add.clicked.connect(lambda _=False: self._on_add())
        for field in (self.action, self.by):
            field.returnPressed.connect(self._on_add)
        for table in (self.last, self.agreed):
            table.change_wanted.connect(self._on_change_action)
        self.summary.textChanged.connect(partial(self._on_typed, "summary", self.summary))
        self.notes.textChanged.connect(partial(self._on_typed, "notes", self.notes))

    # showing

    def show_review(self, shown: ReviewShown) -> None:
        """Show a review as it was read."""
        before = self.shown.prepared.row.uid if self.shown is not None else ""
        if before != shown.prepared.row.uid:
            self.flush()
        self.shown = shown
        known, review = shown.prepared, shown.prepared.review
        row = known.row
        self.title.setText(row.title)
        facts = (when_words(row), review.place, ", ".join(review.participants))
        held = (self.tr("Held"),) if review.held else ()
        self.about.setText(" · ".join(filter(None, (*facts, *held))))
        self.since.setText(since_words(known.since))
        self.counts.setText(f"{counts_words(known.since)}. {CAVEAT}")
        words = self.tr("Off-the-job time: {0}. {1}").format(known.hours, hours.rules().record)
        self.hours.setText(words)
        self._show_chips(known.since.newly)
        self._show_gaps(known.gaps)
        self.raising.show_points(known, readonly=self.workspace.readonly)
        words = told(known.last)
        if known.before is None:
            words = self.tr("No review before this one is said to be held.")
        self.last_words.setText(words or self.tr("No actions were written down."))
        self.last.show_rows(known.last)
        self.agreed.show_rows(known.agreed)
        self._show_owners(known.owners)
        self._fill(self.summary, "summary", review.summary)
        self._fill(self.notes, "notes", review.notes)
        self.papers.show_review(shown)
        self._show_allowed(row, review)
        if self.action.hasFocus():  # the list above it grew
            QTimer.singleShot(0, self, partial(self.column.ensureWidgetVisible, self.add))

    def _show_allowed(self, row: Planned, review: Review) -> None:
        writes = not self.workspace.readonly
        for each in (self.held, self.change, self.add, self.follow):
            each.setEnabled(writes)
        for edit in (self.action, self.summary, self.notes):
            edit.setReadOnly(not writes)
        self._say_held(is_held=review.held)
        is_ahead = bool(row.day) and row.day > now().date().isoformat()
        self.held.setEnabled(writes and (review.held or not is_ahead))
        self.held.setToolTip(self.tr("Its day lies ahead") if is_ahead else "")
        following = self.shown.prepared.following if self.shown is not None else ""
        self.follow.setVisible(review.held and bool(following))

    def _say_held(self, *, is_held: bool) -> None:
        """Name the buttons; with large letters in a word or two, for one line of them."""
        is_large = theme().scale >= LARGE
        said = self.tr("It was not held") if is_held else self.tr("It was held")
        self.held.setText(said)
        self.back.setText(self.tr("Back") if is_large else self.tr("Back to the list"))
        self.pack.setText(self.tr("Save pack…") if is_large else self.tr("Save review pack…"))

    def _show_chips(self, ksbs: tuple[Ksb, ...]) -> None:
        layout = self._chips.layout()
        while layout is not None and layout.count():
            item = layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for ksb in ksbs[:MOST_CHIPS]:
            if layout is not None:
                layout.addWidget(KsbChip(ksb))
        if layout is not None and len(ksbs) > MOST_CHIPS:
            layout.addWidget(label(self.tr("and {0} more").format(len(ksbs) - MOST_CHIPS)))
        self._chips.setVisible(bool(ksbs))

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        count = len(gaps)
        said = self.tr("1 KSB needs evidence") if count == 1 else self.tr("{0} KSBs need evidence")
        self.gaps.set_title(said.format(count))
        self.gaps.setVisible(bool(gaps))
        lines = [f"{g.ksb.code} {g.ksb.short} ({g.status.words}): {g.step}" for g in gaps]
        self._gap_lines.setText("\n".join(lines))

    def _show_owners(self, owners: tuple[str, ...]) -> None:
        if owners == self._owners:
            return
        self._owners = owners
        made = owner_box(owners)
        self.owner.clear()
        for at in range(made.count()):
            self.owner.addItem(made.itemText(at), made.itemData(at))
        made.deleteLater()

    def _fill(self, edit: WordsField, name: str, words: str) -> None:
        uid = self.shown.prepared.row.uid if self.shown is not None else ""
        if some_lines(edit.toPlainText()) != words and not self._autosave.holds(uid, name):
            edit.blockSignals(True)  # noqa: FBT003 - Qt's own
            edit.setPlainText(words)
            edit.blockSignals(False)  # noqa: FBT003 - Qt's own

    # doing

    @property
    def _row(self) -> Planned | None:
        return self.shown.prepared.row if self.shown is not None else None

    def _on_typed(self, name: str, edit: WordsField) -> None:
        if self._row is not None:
            self._autosave.note(self._row.uid, name, edit.toPlainText())

    def _save_words(self, uid: str, fields: dict[str, str | bool]) -> None:
        summary, notes = (fields.get(name) for name in ("summary", "notes"))
        self.workspace.do(
            reviews.write, uid, failed=refuser(self, self.workspace),
            summary=None if summary is None else str(summary),
            notes=None if notes is None else str(notes),
        )  # fmt: skip

    def _on_raised(self, words: tuple[str, ...]) -> None:
        if self._row is not None:
            self.workspace.do(
                reviews.raise_points, self._row.uid, words, failed=refuser(self, self.workspace)
            )

    def _on_add(self) -> None:
        row, title = self._row, self.action.text().strip()
        if row is None or self.workspace.readonly:
            return
        if not title:
            self.wrong.say(self.tr("Say what was agreed."))
            self.action.setFocus()
        elif self.by.day is None:
            self.wrong.say(self.tr(NO_DAY))
            self.by.setFocus()
        else:
            self.wrong.say("")
            self.workspace.do(
                review_actions.add_action, row.uid, title, owner_of(self.owner), self.by.day,
                then=self._on_added, failed=refuser(self, self.workspace),
            )  # fmt: skip

    def _on_added(self, _changes: Changes) -> None:
        self.action.clear()
        self.by.set_day("")
        self.action.setFocus()

    def _on_change_action(self, row: Planned) -> None:
        dialog = ActionDialog(self.window(), row, self._owners)
        dialog.done_with.connect(partial(self._on_action, dialog, row.uid))
        self.dialog = dialog
        dialog.open()

    def _on_action(self, dialog: ActionDialog, uid: str, given: tuple[str, str, str]) -> None:
        self.workspace.do(
            review_actions.change_action, uid, *given, then=dialog.kept,
            failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_change(self) -> None:
        if self._row is not None:
            self.change_wanted.emit(self._row)

    def _on_held(self) -> None:
        row = self._row
        if row is not None:
            verb = reviews.not_held if review_of(row).held else reviews.hold
            self.workspace.do(verb, row.uid, toast=True, failed=refuser(self, self.workspace))

    def _on_follow(self) -> None:
        if self.shown is not None:
            known = self.shown.prepared
            self.workspace.do(
                reviews.plan_following, known.row.uid, known.following, toast=True,
                failed=refuser(self, self.workspace),
            )  # fmt: skip

    # the pack

    def _on_pack(self) -> None:
        row = self._row
        if row is None:
            return
        self.flush()
        start = Path.home() / review_pack.usual_name(row)
        title = self.tr("Save review pack")
        messages.choose_save(self, title, partial(self._on_place, row.uid), start, PDF)

    def _on_place(self, uid: str, paths: list[Path]) -> None:
        if paths:
            self.workspace.start(
                self.tr("Making the review pack"), review_pack.save, uid, paths[0], now().date(),
                then=self._on_saved, failed=refuser(self, self.workspace),
            )  # fmt: skip

    def _on_saved(self, saved: PackSaved) -> None:
        self.workspace.tell(self.tr("Saved: {0}, 2 pages").format(saved.path.name))
