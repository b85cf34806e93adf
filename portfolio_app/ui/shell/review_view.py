"""What waits after a list was accepted: reworded statements, and claims whose KSB has gone."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.comparing import word_differences
from portfolio_app.domain.passage import Claim
from portfolio_app.store import queries
from portfolio_app.store.queries.reviews import Review
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.tables import Column as TableColumn
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import (
    MarkedText,
    Says,
    WideColumn,
    button,
    buttons_row,
    hide_when_large,
)

MINE = frozenset({Topic.STANDARD, Topic.CLAIMS, Topic.EVIDENCE})


class ReviewView(WideColumn):
    """The list, both wordings of the current one, its claims, and where they may go."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._must_read = True
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show what waits now."""
        store = self._workspace.store
        found = queries.reviews.reviews(store)
        self.table.show_rows(found)
        if found and self.table.current_value() is None:
            self.table.selectRow(0)
        target = self.target.currentData()
        self.target.clear()
        for ksb in queries.standard.ksbs(store):
            self.target.addItem(f"{ksb.kind.mark} {ksb.code}  {ksb.short}", ksb.uid)
        self.target.setCurrentIndex(max(self.target.findData(target), 0))
        self._empty.setVisible(not found)
        self.table.setVisible(bool(found))
        self._on_current(self.table.current_value())

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.table

    def _build(self) -> None:
        look = theme()
        self.words(self.tr("To review"), "title")
        self.words(
            self.tr(
                "Statements whose wording changed under a claim, and claims whose KSB is no longer "
                "in the list. Nothing of yours was removed."
            )
        )
        self._empty = label(self.tr("Nothing waits for you here."), "muted", wrap=True)
        self.add(self._empty)
        self.table = ListTable(
            (
                TableColumn(self.tr("KSB"), lambda r: r.ksb.code, width=70),
                TableColumn(self.tr("What"), what, width=170),
                TableColumn(
                    self.tr("Claims"), lambda r: str(r.attached.claims), width=70, right=True
                ),
                TableColumn(self.tr("Why"), lambda r: r.ksb.review, stretch=True),
            ),
            lambda r: r.ksb.uid,
            self.tr("To review"),
            sortable=False,
            many=False,
        )
        self.table.setMinimumHeight(look.px(180))
        hide_when_large(self.table, 3)
        self.table.current_changed.connect(self._on_current)
        self.add(self.table)
        self._detail = QWidget()
        self.add(self._detail)
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self._detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        self._why = label("", wrap=True)
        column.addWidget(self._why)
        self._was_title = label(self.tr("Before (what went is struck through)"), "strong")
        self.was = MarkedText(self.tr("Before"), struck=True)
        self._now_title = label(self.tr("Now (what is new is underlined)"), "strong")
        self.now = MarkedText(self.tr("Now"))
        for each in (self._was_title, self.was, self._now_title, self.now):
            column.addWidget(each)
        self._looked = button(self.tr("I looked at it"), self._on_looked, "primary")
        self.claims = ListTable(
            (
                TableColumn(self.tr("Where"), where, width=130),
                TableColumn(self.tr("Item"), lambda c: c.item_title, width=240),
                TableColumn(self.tr("Words"), words_of, stretch=True),
            ),
            lambda c: c.uid,
            self.tr("Claims on this KSB"),
            sortable=False,
            many=False,
        )
        self.claims.setMinimumHeight(look.px(140))
        hide_when_large(self.claims, 1)
        self.claims.opened.connect(self._on_claim)
        column.addWidget(label(self.tr("Claims (Enter opens the page)"), "strong"))
        column.addWidget(self.claims)
        self.target = ChoiceBox()
        self.target.setAccessibleName(self.tr("Move to"))
        self.target.setMinimumContentsLength(24)
        self.target.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        move_to = label(self.tr("Move to"))
        move_to.setBuddy(self.target)
        self._one = button(self.tr("Move this claim"), self._on_move_one)
        self._every = button(self.tr("Move everything"), self._on_move_all)
        column.addWidget(buttons_row(move_to, self.target, self._one, self._every))
        self.says = Says()
        column.addWidget(self.says)
        column.addWidget(buttons_row(self._looked))
        for action in (self._looked, self._one, self._every):
            action.setEnabled(not self._workspace.readonly)

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & MINE:
            self.reload()

    def _on_current(self, review: Review | None) -> None:
        self._detail.setVisible(review is not None)
        self.says.say("")
        if review is None:
            return
        ksb = review.ksb
        self._why.setText(ksb.review)
        self._why.setVisible(bool(ksb.review))
        before, after = (ksb.was, ksb.text) if ksb.was and not ksb.retired else ("", ksb.text)
        removed, added = word_differences(before, after) if before else ((), ())
        self.was.show_text(before, removed)
        self.now.show_text(after, added)
        for each in (self._was_title, self.was):
            each.setVisible(bool(before))
        self._now_title.setText(
            self.tr("The statement that has gone")
            if ksb.retired
            else self.tr("Now (what is new is underlined)")
        )
        self.claims.show_rows(queries.claims.claims(self._workspace.store, None, ksb.uid))
        if self.claims.rows_model.rows and self.claims.current_value() is None:
            self.claims.selectRow(0)
        self._looked.setVisible(not ksb.retired)

    def _current_uid(self) -> str:
        review = self.table.current_value()
        return review.ksb.uid if review is not None else ""

    def _on_looked(self) -> None:
        from portfolio_app.services import standards

        self._workspace.do(
            standards.looked_at, self._current_uid(), failed=self._on_refused, toast=True
        )

    def _on_move_one(self) -> None:
        from portfolio_app.services import standards

        claim: Claim | None = self.claims.current_value()
        if claim is not None:
            self._workspace.do(
                standards.move_claim, claim.uid, self.target.currentData(),
                failed=self._on_refused, toast=True,
            )  # fmt: skip

    def _on_move_all(self) -> None:
        from portfolio_app.services import standards

        self._workspace.do(
            standards.move_everything, self._current_uid(), self.target.currentData(),
            failed=self._on_refused, toast=True,
        )  # fmt: skip

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)

    def _on_claim(self, claim: Claim) -> None:
        page = max(claim.page - 1, 0)
        self._workspace.go(Place(EVIDENCE, item=claim.item_uid, claim=claim.uid, page=page))


def what(review: Review) -> str:
    """Return why a KSB waits, in two words."""
    return "No longer in the list" if review.ksb.retired else "Reworded"


def where(claim: Claim) -> str:
    """Return the page a claim is on."""
    return f"Page {claim.page}" if claim.page else "Whole item"


def words_of(claim: Claim) -> str:
    """Return a claim's words, else what it shows."""
    return claim.anchor.quote or claim.shows
