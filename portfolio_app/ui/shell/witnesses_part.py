"""Preferences: the people who can confirm evidence, as the bundle prints them (decision D16)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.witness import Witness
from portfolio_app.services import portfolio
from portfolio_app.store import queries
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import bring_into_view
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

_MOST_ROWS = 8


class WitnessesPart(QWidget):
    """The list, and a form in place for one of them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._refs: dict[str, str] = {}
        self._witnesses: tuple[Witness, ...] = ()
        self._at: int | None = None  # the one being changed, None for a new one
        self.asked: InlineForm | None = None
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show what is stored; a form being filled in stays."""
        store = self._workspace.store
        self._refs = queries.shortlist.refs(store)
        self._witnesses = queries.portfolio.details(store).witnesses
        self.table.show_rows(tuple(enumerate(self._witnesses)))
        self.table.setVisible(bool(self._witnesses))
        self._nothing.setVisible(not self._witnesses)
        rows = min(len(self._witnesses), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme().row_height + 4)
        self._show_current()

    def _build(self) -> None:
        look = theme()
        self.setAccessibleName(self.tr("Witnesses"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("md"))
        about = self.tr(
            "People who can confirm your evidence, each by name or by role as they prefer. "
            "The bundle prints them after “My role and organisation”. Ask before you give "
            "somebody's work contact."
        )
        column.addWidget(label(about, "muted", wrap=True))
        self._nothing = label(self.tr("No witnesses yet."), "muted")
        column.addWidget(self._nothing)
        self.table = ListTable(
            (
                Column("Name or role", lambda each: each[1].name, stretch=True),
                Column("Organisation", lambda each: each[1].organisation, width=170),
                Column("Relationship", lambda each: each[1].relationship, width=130),
                Column("Confirms", lambda each: self._said(each[1]), width=120),
            ),
            key=lambda each: str(each[0]),
            name=self.tr("Witnesses"),
            sortable=False,
            many=False,
        )
        column.addWidget(self.table)
        self.new = QPushButton(self.tr("Add a witness"))
        self.change = QPushButton(self.tr("Change"))
        self.remove = QPushButton(self.tr("Remove"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.new, self.change, self.remove):
            flow.addWidget(button)
        column.addWidget(buttons)
        self._place = QWidget()
        self._inside = QVBoxLayout(self._place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._place)
        self.new.clicked.connect(lambda _=False: self.open_form(None))
        self.change.clicked.connect(lambda _=False: self._on_change())
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.table.opened.connect(lambda _: self._on_change())
        self.table.current_changed.connect(lambda _: self._show_current())

    def open_form(self, at: int | None) -> None:
        """Ask for one witness: the one at this place in the list, or a new one."""
        self._put_away()
        self._at = at
        form = InlineForm(
            (
                Line("name", self.tr("Name or role"), self.tr("Say who: a name or a role."),
                     self.tr("as they prefer"), width=300),
                Line("organisation", self.tr("Organisation"), width=300),
                Line("relationship", self.tr("Relationship to you"), "",
                     self.tr("for example: line manager"), width=300),
                Line("contact", self.tr("Work contact"), width=300),
                Line("refs", self.tr("Can confirm"), "", "E01, E03", width=300),
            ),
            self.tr("Keep") if at is not None else self.tr("Add"),
            about=self.tr("Witness"),
            note=self.tr("E-numbers as the shortlist shows them. They follow its order."),
        )  # fmt: skip
        if at is not None:
            known = self._witnesses[at]
            form.fill(
                {
                    "name": known.name,
                    "organisation": known.organisation,
                    "relationship": known.relationship,
                    "contact": known.contact,
                    "refs": self._said(known),
                }
            )
        form.done.connect(self._on_done)
        form.put_away.connect(self._on_put_away)
        self.asked = form
        self._inside.addWidget(form)
        form.follow(self.remove)
        form.focus()
        bring_into_view(form.verb)

    def _said(self, witness: Witness) -> str:
        return ", ".join(sorted(self._refs[uid] for uid in witness.refs if uid in self._refs))

    def _show_current(self) -> None:
        writes = not self._workspace.readonly
        has = self.table.current_value() is not None and bool(self._witnesses)
        self.new.setEnabled(writes)
        self.change.setEnabled(writes and has)
        self.remove.setEnabled(writes and has)

    def _on_change(self) -> None:
        current = self.table.current_value()
        if current is not None and not self._workspace.readonly:
            self.open_form(current[0])

    def _on_remove(self) -> None:
        current = self.table.current_value()
        if current is not None:
            self._put_away()  # its place in the list is another one then
            kept = [each for at, each in enumerate(self._witnesses) if at != current[0]]
            self._keep(kept)

    def _on_done(self, answer: dict[str, str]) -> None:
        uids = {ref.casefold(): uid for uid, ref in self._refs.items()}
        typed = re.findall(r"\w+", answer.pop("refs"))
        unknown = [each for each in typed if each.casefold() not in uids]
        if unknown and self.asked is not None:
            words = self.tr("{0} is not on the shortlist.").format(", ".join(unknown))
            self.asked.say_wrong(words)
            return
        refs = tuple(dict.fromkeys(uids[each.casefold()] for each in typed))
        kept = list(self._witnesses)
        if self._at is None:
            kept.append(Witness(refs=refs, **answer))
        else:
            # What they confirm beyond the shortlist has no number and is not lost.
            beyond = tuple(uid for uid in kept[self._at].refs if uid not in self._refs)
            kept[self._at] = replace(kept[self._at], refs=refs + beyond, **answer)
        self._on_put_away()
        self._keep(kept)

    def _keep(self, kept: Sequence[Witness]) -> None:
        self._workspace.do(portfolio.set_witnesses, kept, toast=True)

    def _on_put_away(self) -> None:
        self._put_away()
        (self.new if self._at is None else self.change).setFocus()

    def _put_away(self) -> None:
        if self.asked is not None:
            self.asked.hide()
            self.asked.deleteLater()
            self.asked = None

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & {Topic.PORTFOLIO, Topic.SHORTLIST, Topic.EVIDENCE}:
            self.reload()
