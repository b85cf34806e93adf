"""The details of an item, saved as they are typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain import wording
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import route_words
from portfolio_app.domain.evidence import Check, EvidenceItem, EvidenceKind
from portfolio_app.domain.options import PagesShown, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import evidence, options, projects
from portfolio_app.store import queries
from portfolio_app.ui.evidence.checks_box import ChecksBox
from portfolio_app.ui.evidence.comments_box import CommentsBox
from portfolio_app.ui.evidence.holds_box import HoldsBox
from portfolio_app.ui.evidence.hours_box import HoursBox
from portfolio_app.ui.evidence.whole_item_view import fact_rows
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.tags_field import TagsField
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace


class DetailsPane(QWidget):
    """One item's fields, or how many items are chosen."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._item: EvidenceItem | None = None
        self._is_filling = False
        self._wanted = ("", "")  # the item and the field that is to have the focus
        self._autosave = Autosave(self._save, self)
        self._build()
        self._connect()
        self.show_item(None)

    def show_item(self, item: EvidenceItem | None) -> None:
        """Show an item; what is being typed in a field stays as it is."""
        other = (item.uid if item else "") != (self._item.uid if self._item else "")
        if other:
            self.flush()
        self._item = item
        self._fields.setVisible(item is not None)
        self._nothing.setVisible(item is None)
        if item is not None:
            self._fill(item, everything=other)
            if self._wanted[0] == item.uid:
                QTimer.singleShot(0, self, self._go_to_wanted)

    def go_to(self, uid: str, name: str) -> None:
        """Give a field the focus, by its name, as soon as this item is shown."""
        self._wanted = (uid, name)
        if self._item is not None and self._item.uid == uid:
            QTimer.singleShot(0, self, self._go_to_wanted)  # when the list has had the focus

    def flush(self) -> None:
        """Save what is typed, now."""
        self._date.editingFinished.emit()
        self._autosave.flush()

    # building

    def _build(self) -> None:
        look = theme()
        self.setAccessibleName(self.tr("Details"))
        self.setObjectName("item_details")
        self._nothing = label(self.tr("Choose an item to see its details."), "muted", wrap=True)
        self._fields = QWidget()
        column = QVBoxLayout(self)
        pad = look.space("lg")
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(self._nothing)
        column.addWidget(self._fields)
        column.addStretch()
        self._rows = QVBoxLayout(self._fields)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.space("xs"))
        self._head = label("", "subtitle", wrap=True)
        self._head.setAccessibleName(self.tr("Details"))
        self._rows.addWidget(self._head)
        self._problem = label("", wrap=True)
        self._problem_box = QFrame()
        self._problem_box.setProperty("look", "warning")
        inside = QVBoxLayout(self._problem_box)
        inside.addWidget(self._problem)
        self._rows.addWidget(self._problem_box)
        self._open = QPushButton(self.tr("Open"))
        icons.put(self._open, "book-open")
        self._rows.addWidget(self._open)

        self._holds = HoldsBox()
        self._rows.addWidget(self._holds)
        self.comments = CommentsBox(self.workspace)
        self._rows.addWidget(self.comments)
        self.hours = HoursBox(self.workspace)
        self._rows.addWidget(self.hours)
        self._route = label("", "caption", wrap=True)
        self._rows.addWidget(self._route)
        self._title = LineField()
        self._row(self.tr("&Title"), self._title)
        self._date = DayField(self.tr("Date"))
        self._date_note = self._row(self.tr("&Date"), self._date, note=True)
        self._date_right = QPushButton(self.tr("The date is right"))
        self._date_right.setProperty("look", "quiet")
        self._rows.addWidget(self._date_right, 0, Qt.AlignmentFlag.AlignLeft)
        self._kind = ChoiceBox()
        for kind in EvidenceKind:
            self._kind.addItem(kind.words, kind)
        self._row(self.tr("&Kind"), self._kind)
        self._context = self._words(3)
        self._context_note = self._row(self.tr("&What this is (context)"), self._context, note=True)
        self._part = self._words(5)
        self._part_note = self._row(self.tr("&My part in it"), self._part, note=True)
        self._projects = TagsField(self.tr("Projects"))
        self._row(self.tr("P&rojects"), self._projects)
        self._confirm = LineField()
        self._confirm.setPlaceholderText(self.tr("A role, for example: line manager"))
        self._row(self.tr("Who can &confirm it"), self._confirm)
        self._confidence = ChoiceBox()  # usual answers to choose from; any other is typed
        self._confidence.setEditable(True)
        self._confidence.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._confidence.addItems(
            ["", self.tr("Names hidden"), self.tr("Public (address)"), self.tr("Roles only")]
        )
        self._confidence.setCurrentIndex(-1)
        self._confidence.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._confidence.setMinimumContentsLength(8)
        self._confidentiality = self._confidence.lineEdit() or QLineEdit(self._confidence)
        self._confidentiality.setPlaceholderText(self.tr("For example: names hidden; public"))
        self._confidentiality.setAccessibleName(self.tr("Confidentiality"))
        self._row(self.tr("C&onfidentiality"), self._confidence)
        self._shown = ChoiceBox()
        self._shown.addItem(self.tr("As the bundle's choices say"), "")
        for shown in (PagesShown.CLAIMED, PagesShown.ALL):
            self._shown.addItem(shown.words, shown.value)
        self._row(self.tr("Pa&ges shown in the bundle"), self._shown)
        self._paper = ChoiceBox()
        self._paper.addItem(self.tr("Evidence"), "")
        for paper in PaperKind:
            self._paper.addItem(paper.words, paper.value)
        self._row(self.tr("Goes into the bundle as"), self._paper)
        for combo in (self._shown, self._paper):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(8)
        self._original = QCheckBox(self.tr("Its original goes beside the PDF"))
        self._original.setToolTip(
            self.tr("In the bundle folder, untouched, where nothing of it is hidden or left out")
        )
        self._rows.addWidget(self._original)
        self._keep_back = QCheckBox(self.tr("Do not &export"))
        self._keep_back.setToolTip(self.tr("It stops a build while it is on the shortlist"))
        self._rows.addWidget(self._keep_back)
        self._rows.addSpacing(look.space("sm"))
        self._checks = ChecksBox()
        self._rows.addWidget(self._checks)
        self._rows.addSpacing(look.space("sm"))
        lock = QHBoxLayout()
        words = label(self.tr("&Private note, never exported"), "strong")
        lock.addWidget(PrivateSign(self.tr("Never exported")))
        lock.addWidget(words, 1)
        self._rows.addLayout(lock)
        self._private = self._words(4)
        self._private.setPlaceholderText(self.tr("Only you see this. It's never exported."))
        self._private.setAccessibleName(self.tr("Private note, never exported"))
        words.setBuddy(self._private)
        self._rows.addWidget(self._private)
        self._rows.addSpacing(look.space("sm"))
        self._facts = label("", "caption", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(self._facts)
        self._on_theme()

    def _row(self, name: str, field: QWidget, *, note: bool = False) -> QLabel:
        plain = name.replace("&", "")
        title = label(name, "strong")
        title.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(plain)
        told = label("", "caption", wrap=True)
        self._rows.addSpacing(theme().space("xs"))
        self._rows.addWidget(title)
        self._rows.addWidget(field)
        if note:
            self._rows.addWidget(told)
        else:
            told.deleteLater()
        return told

    def _words(self, lines: int) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setProperty("lines", lines)
        return field

    def _connect(self) -> None:
        for name, field in (
            ("title", self._title),
            ("confirm", self._confirm),
            ("confidentiality", self._confidentiality),
        ):
            field.textEdited.connect(lambda text, name=name: self._note(name, text))
            field.editingFinished.connect(self._autosave.flush)
        self._confidence.activated.connect(self._on_confidence)
        for name, words in (
            ("context", self._context),
            ("part", self._part),
            ("private_note", self._private),
        ):
            words.textChanged.connect(lambda name=name, words=words: self._on_words(name, words))
        self._date.day_changed.connect(lambda day: self._note("date", day, now=True))
        self._kind.activated.connect(self._on_kind)
        self._original.clicked.connect(self._on_original)
        self._shown.activated.connect(self._on_shown)
        self._paper.activated.connect(self._on_paper)
        self._keep_back.clicked.connect(self._on_keep_back)
        self._date_right.clicked.connect(self._on_date_right)
        self._projects.changed.connect(self._on_projects)
        self._checks.ticked.connect(self._on_check)
        self._open.clicked.connect(self._on_open)
        self.workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._on_theme)

    # filling

    def _fill(self, item: EvidenceItem, *, everything: bool) -> None:
        self._is_filling = True
        self._head.setText(f"{item.ref}  {item.title}" if item.ref else item.title)
        for name, field, value in (
            ("title", self._title, item.title),
            ("confirm", self._confirm, item.confirm),
            ("confidentiality", self._confidentiality, item.confidentiality),
        ):
            typing = field.hasFocus() or self._autosave.holds(item.uid, name)
            if field.text() != value and (everything or not typing):
                field.setText(value)
                field.setCursorPosition(0)  # a long title shows how it begins
        for name, words, value in (
            ("context", self._context, item.context),
            ("part", self._part, item.part),
            ("private_note", self._private, item.private_note),
        ):
            typing = words.hasFocus() or self._autosave.holds(item.uid, name)
            if words.toPlainText() != value and (everything or not typing):
                words.setPlainText(value)
        if everything or not self._date.hasFocus():
            self._date.set_day(item.date)
        self._kind.setCurrentIndex(self._kind.findData(item.kind))
        self._keep_back.setChecked(item.do_not_export)
        chosen = self.workspace.read(options.options, Profile.GATEWAY)
        self._original.setChecked(item.uid in chosen.also_originals)
        self._shown.setCurrentIndex(max(self._shown.findData(item.pages_shown), 0))
        self._paper.setCurrentIndex(max(self._paper.findData(item.paper), 0))
        self._show_date_note(item)
        self._holds.show_holds(item.holds)
        self.comments.show_comments(self.workspace.read(queries.buddies.comments, item.uid))
        self.hours.show_entries(self.workspace.read(queries.hours.of_item, item.uid))
        self._route.setText(route_words(item.route))
        self._route.setVisible(bool(item.route))
        known = [name for name, _ in self.workspace.read(queries.projects.projects)]
        self._projects.show_names(item.projects, known)
        self._problem.setText(item.problem)
        self._problem_box.setVisible(bool(item.problem))
        self._facts.setText("\n".join(f"{name}: {words}" for name, words in fact_rows(item)))
        editable = not self.workspace.readonly and not item.binned_at
        for line in self._fields.findChildren(QLineEdit):
            line.setReadOnly(not editable)
        for text in self._fields.findChildren(QPlainTextEdit):
            text.setReadOnly(not editable)
        for each in (
            self._kind, self._keep_back, self._confidence, self._shown, self._paper,
            self._original,
        ):  # fmt: skip
            each.setEnabled(editable)
        self._date_right.setEnabled(editable)
        self._projects.set_editable(editable)
        self._checks.show_item(item, editable=editable)
        self._open.setEnabled(not item.binned_at)
        self._show_counts()
        self._is_filling = False

    def _show_date_note(self, item: EvidenceItem) -> None:
        if item.date and item.date_source and item.date_source != "typed":
            words = self.tr("From the {0}. To check.").format(item.date_source)
        elif not item.date:
            words = self.tr("No date was found.")
        else:
            words = ""
        self._date_note.setText(words)
        self._date_note.setVisible(bool(words))
        self._date_right.setVisible(bool(item.date and words))

    def _show_counts(self) -> None:
        """Say how long the words are, and what in them may read as reflection."""
        standard = self.workspace.read(queries.standard.standard)
        for name, field, note in (
            (wording.CONTEXT, self._context, self._context_note),
            (wording.PART, self._part, self._part_note),
        ):
            text = field.toPlainText()
            count, limit = wording.count_words(text), wording.limit_of(name, standard)
            over = count > limit.words
            words = self.tr("{0} of {1} words").format(count, limit.words)
            if over:
                words += self.tr(": shorten it, or it won't fit its page")
            found = wording.text_findings(name, text, standard)
            if name == wording.CONTEXT and self._item is not None:
                found = (*wording.kind_findings(self._item.kind, standard), *found)
            note.setText("\n".join((words, *(each.message for each in found))))
            note.setToolTip(limit.source)
            role = "warn" if over or found else "caption"
            if note.property("role") != role:
                note.setProperty("role", role)
                restyle(note)

    def _go_to_wanted(self) -> None:
        fields: dict[str, QWidget] = {
            "title": self._title, "date": self._date, "kind": self._kind, "context": self._context,
            "part": self._part, "confirm": self._confirm, "confidentiality": self._confidence,
            "do_not_export": self._keep_back, "pages_shown": self._shown,
        }  # fmt: skip
        uid, name = self._wanted
        if self._item is not None and self._item.uid == uid and name in fields:
            self._wanted = ("", "")
            fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
            around = self.parentWidget()
            while around is not None and not isinstance(around, QScrollArea):
                around = around.parentWidget()
            if around is not None:
                around.ensureWidgetVisible(fields[name])

    # reacting

    def _note(self, name: str, value: str | bool, *, now: bool = False) -> None:  # noqa: FBT001
        if self._item is None or self._is_filling or self.workspace.readonly:
            return
        if name == "title" and not str(value).strip():
            return  # an empty title is not saved; the old one comes back on leaving
        self._autosave.note(self._item.uid, name, value)
        if now:
            self._autosave.flush()

    def _on_words(self, name: str, words: QPlainTextEdit) -> None:
        self._show_counts()
        self._note(name, words.toPlainText())

    def _on_kind(self) -> None:
        self._note("kind", self._kind.currentData().value, now=True)

    def _on_confidence(self) -> None:
        self._note("confidentiality", self._confidence.currentText(), now=True)

    def _on_keep_back(self, checked: bool) -> None:  # noqa: FBT001 - a slot
        self._note("do_not_export", checked, now=True)

    def _on_shown(self) -> None:
        self._note("pages_shown", self._shown.currentData(), now=True)

    def _on_original(self, chosen: bool) -> None:  # noqa: FBT001 - a slot
        if self._item is None:
            return
        kept = options.options(self.workspace.store, Profile.GATEWAY)
        others = [uid for uid in kept.also_originals if uid != self._item.uid]
        wanted = (*others, self._item.uid) if chosen else tuple(others)
        self.workspace.do(options.choose, replace(kept, also_originals=wanted))

    def _on_paper(self) -> None:
        """Make it a paper of the pack, or evidence again."""
        from portfolio_app.services import papers, sorting

        item, chosen = self._item, str(self._paper.currentData())
        if item is None or chosen == item.paper:
            return
        if chosen:
            kind, failed = PaperKind(chosen), self._on_no_paper
            self.workspace.do(papers.attach_item, kind, item.uid, toast=True, failed=failed)
        else:
            self.workspace.do(sorting.to_library, [item.uid], toast=True)

    def _on_no_paper(self, error: BaseException) -> None:
        if self._item is not None:
            self._paper.setCurrentIndex(max(self._paper.findData(self._item.paper), 0))
        self.workspace.trouble.emit(error)

    def _on_date_right(self) -> None:
        if self._item is not None:
            self._note("date", self._item.date, now=True)

    def _on_projects(self, names: tuple[str, ...]) -> None:
        if self._item is not None and not self.workspace.readonly:
            self.workspace.do(projects.set_projects, self._item.uid, names)

    def _on_check(self, check: Check, ticked: bool) -> None:  # noqa: FBT001 - a slot
        if self._item is not None:
            self.workspace.do(evidence.tick, self._item.uid, check, ticked=ticked)

    def _on_open(self) -> None:
        if self._item is not None:
            self.workspace.go(Place(EVIDENCE, item=self._item.uid))

    def _save(self, uid: str, fields: dict[str, str | bool]) -> None:
        self.workspace.do(
            evidence.edit,
            uid,
            **fields,  # type: ignore[arg-type] # an item's fields, none of them do's own
        )

    def _on_changed(self, changes: Changes) -> None:
        mine = {
            Topic.EVIDENCE, Topic.SHORTLIST, Topic.PAPERS, Topic.BUNDLES, Topic.BUDDIES,
            Topic.HOURS,
        }  # fmt: skip
        if self._item is None or not changes.topics & mine:
            return
        try:
            item = queries.evidence.item(self.workspace.store, self._item.uid)
        except PortfolioError:
            self.show_item(None)
            return
        self._item = item
        self._fill(item, everything=False)

    def _on_theme(self) -> None:
        look = theme()
        for field in (self._context, self._part, self._private):
            lines = int(field.property("lines"))
            field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + look.space("lg"))
