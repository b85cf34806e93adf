"""Preferences: the people who can confirm evidence, as the bundle prints them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import ref_number
from portfolio_app.domain.typed_words import is_address
from portfolio_app.domain.witness import Witness
from portfolio_app.services import witnesses as register
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
        self._witnesses = register.everyone(store)
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
            "People who can confirm your evidence or observe you, each by name or by role as they "
            "prefer. The bundle prints those listed in it after “My role and organisation”. Ask "
            "before you give somebody's work contact. E-mail addresses are never printed."
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
                Column("In the bundle", lambda each: self._listed_words(each[1]), width=110),
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
        self.listed = QPushButton(self.tr("List in the bundle"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for button in (self.new, self.change, self.remove, self.listed):
            flow.addWidget(button)
        column.addWidget(buttons)
        self._place = QWidget()
        self._inside = QVBoxLayout(self._place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._place)
        self.new.clicked.connect(lambda _=False: self.open_form(None))
        self.change.clicked.connect(lambda _=False: self._on_change())
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.listed.clicked.connect(lambda _=False: self._on_listed())
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
                Line("job_title", self.tr("Job title"), width=300),
                Line("organisation", self.tr("Organisation"), width=300),
                Line("relationship", self.tr("Relationship to you"), "",
                     self.tr("for example: line manager"), width=300),
                Line("contact", self.tr("Work contact"), width=300),
                Line("email", self.tr("E-mail"), "", self.tr("for requests; never printed"),
                     width=300),
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
                    "job_title": known.job_title,
                    "organisation": known.organisation,
                    "relationship": known.relationship,
                    "contact": known.contact,
                    "email": known.email,
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
        known = (self._refs[uid] for uid in witness.refs if uid in self._refs)
        return ", ".join(sorted(known, key=ref_number))

    def _listed_words(self, witness: Witness) -> str:
        return self.tr("Listed") if witness.in_bundle else self.tr("Not listed")

    def _show_current(self) -> None:
        writes = not self._workspace.readonly
        current = self.table.current_value() if self._witnesses else None
        self.new.setEnabled(writes)
        for button in (self.change, self.remove, self.listed):
            button.setEnabled(writes and current is not None)
        is_listed = current is not None and current[1].in_bundle
        leave, take = self.tr("Leave out of the bundle"), self.tr("List in the bundle")
        self.listed.setText(leave if is_listed else take)

    def _on_change(self) -> None:
        current = self.table.current_value()
        if current is not None and not self._workspace.readonly:
            self.open_form(current[0])

    def _on_remove(self) -> None:
        current = self.table.current_value()
        if current is not None:
            self._put_away()  # its place in the list is another one then
            self._workspace.do(register.remove, current[1].uid, toast=True)

    def _on_listed(self) -> None:
        current = self.table.current_value()
        if current is not None:
            one = current[1]
            self._workspace.do(
                register.list_in_bundle, one.uid, listed=not one.in_bundle, toast=True
            )

    def _on_done(self, answer: dict[str, str]) -> None:
        uids = {ref.casefold(): uid for uid, ref in self._refs.items()}
        typed = re.findall(r"\w+", answer.pop("refs"))
        unknown = [each for each in typed if each.casefold() not in uids]
        if unknown and self.asked is not None:
            words = self.tr("{0} is not on the shortlist.").format(", ".join(unknown))
            self.asked.say_wrong(words)
            return
        if answer["email"] and not is_address(answer["email"].strip()) and self.asked is not None:
            self.asked.say_wrong(self.tr("This is not an e-mail address."))
            return
        refs = tuple(dict.fromkeys(uids[each.casefold()] for each in typed))
        known = Witness(name="") if self._at is None else self._witnesses[self._at]
        # What they confirm beyond the shortlist has no number and is not lost.
        beyond = tuple(uid for uid in known.refs if uid not in self._refs)
        said = replace(
            known,
            name=answer["name"],
            job_title=answer["job_title"],
            organisation=answer["organisation"],
            relationship=answer["relationship"],
            contact=answer["contact"],
            email=answer["email"],
            refs=refs + beyond,
        )
        if self._at is None:
            self._keep(register.add, said)
        else:
            self._keep(register.change, known.uid, said)

    def _keep(self, verb: Callable[..., Changes], *args: object) -> None:
        self._workspace.do(verb, *args, then=self._on_kept, failed=self._on_refused, toast=True)

    def _on_kept(self, _changes: Changes) -> None:
        if self.asked is not None:
            self._on_put_away()

    def _on_refused(self, error: BaseException) -> None:
        if self.asked is not None:  # what was typed stays
            self.asked.say_wrong(str(error))

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
