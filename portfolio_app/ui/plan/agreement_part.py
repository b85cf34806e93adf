"""The project agreement: what it says, who agreed, and the form that goes round to be signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.form_lines import FormLine, Signer
from portfolio_app.domain.planned import Agreement, Party, Planned
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import agreements, witnesses
from portfolio_app.services.agreements import Stands
from portfolio_app.services.requests import Made
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.fields import Named
from portfolio_app.ui.plan.review_dialogs import PEOPLE, SignersDialog
from portfolio_app.ui.plan.timeline_state import Agreed, State

KEEPS_MS = 900
LONGEST_ROLE = 34  # characters shown above a day
_LINES = {"focus": 3, "people": 2, "data": 2, "parties": 4}


@dataclass(frozen=True, slots=True)
class Form:
    """What the form would say, and who could sign it."""

    uid: str
    lines: tuple[FormLine, ...]
    signers: tuple[Signer, ...]
    people: tuple[Witness, ...]


def read_form(store: Store, uid: str) -> Form:
    """Return what the form of an agreement would say now."""
    row = agreements.found(store, uid)
    who = agreements.signers(store, row)
    return Form(uid, agreements.lines(row), who, witnesses.everyone(store))


class AgreementPart(QWidget):
    """Words are kept as they are typed; the parties and their days below."""

    kept = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.agreed: Agreed | None = None
        self.dialog: SignersDialog | None = None
        self._is_typed = False
        self._is_writing = False
        self.days: dict[str, DayField] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEEPS_MS)
        self._rest.timeout.connect(self._keep)
        self._build()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.fields["focus"]

    def show_state(self, state: State) -> None:
        """Show the agreement that was kept, else one to begin with."""
        found = state.agreements[0] if state.agreements else state.proposed
        if found is None:
            return
        self.agreed = found
        if not self._is_typed and not self._is_writing:
            self._fill(found.row)
        self._show_parties(found)

    def can_leave(self) -> bool:
        """Write down what was typed."""
        if self._is_typed:
            self._keep()
        return True

    def _build(self) -> None:
        look = theme()
        may = not self.workspace.readonly
        self.column = Column()
        self.column.words(
            self.tr(
                "What the workplace project is about, and which people and data you may use for "
                "it. Everyone named below agrees."
            ),
            "muted",
        )
        self.fields: dict[str, WordsField] = {}
        for key, words, hint in (
            ("focus", self.tr("What the project is &about"), ""),
            ("people", self.tr("Access to &people"),
             self.tr("Whom you may ask, watch or work with, as roles.")),
            ("data", self.tr("Access to &data"),
             self.tr("What you may use, and in what form.")),
            ("parties", self.tr("&Who agrees, one role on each line"), ""),
        ):  # fmt: skip
            field = WordsField()
            field.setReadOnly(not may)
            high = field.fontMetrics().lineSpacing() * _LINES[key] + look.space("lg")
            field.setFixedHeight(high)
            field.textChanged.connect(self._on_typed)
            self.fields[key] = field
            self.column.add(Named(words, field, hint))
        self.column.heading(self.tr("Who agreed"))
        self.left = label("", wrap=True)
        self.column.add(self.left)
        self._parties = QWidget()
        self._rows = QVBoxLayout(self._parties)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.space("sm"))
        self.column.add(self._parties)
        self.column.words(
            self.tr(
                "A day you note is your own word. For signatures, make the form: it goes round as "
                "one PDF, or each signs a copy."
            ),
            "caption",
        )
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        self.form = QPushButton(self.tr("Make the form to sign…"))
        icons.put(self.form, "signature")
        self.form.setEnabled(may)
        self.form.clicked.connect(lambda _=False: self._on_form())
        self.asked = QPushButton(self.tr("Go to what was asked"))
        self.asked.clicked.connect(lambda _=False: self.workspace.go(Place(OBSERVATIONS)))
        for each in (self.form, self.asked):
            flow.addWidget(each)
        self.column.add(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.column)

    def _fill(self, row: Planned) -> None:
        said = row.content if isinstance(row.content, Agreement) else Agreement()
        values = {
            "focus": said.focus,
            "people": said.people,
            "data": said.data,
            "parties": "\n".join(each.role for each in said.parties),
        }
        for key, words in values.items():
            field = self.fields[key]
            if field.toPlainText() != words:
                field.blockSignals(True)  # noqa: FBT003 - Qt's own
                field.setPlainText(words)
                field.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _show_parties(self, agreed: Agreed) -> None:
        focused = next((role for role, field in self.days.items() if field.hasFocus()), "")
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.days.clear()
        said = agreed.row.content
        noted = {each.role: each.signed_on for each in said.parties} if isinstance(
            said, Agreement
        ) else {}  # fmt: skip
        is_kept = bool(agreed.row.uid)
        for each in agreed.stands:
            self._rows.addWidget(self._party(each, noted.get(each.role, ""), is_kept=is_kept))
        self.left.setText(agreed.left if is_kept else self.tr("Nothing is kept yet: type above."))
        self.left.setVisible(bool(self.left.text()))
        self.form.setEnabled(is_kept and not self.workspace.readonly)
        if focused in self.days:
            self.days[focused].setFocus()

    def _party(self, stands: Stands, day: str, *, is_kept: bool) -> QWidget:
        look = theme()
        row = QWidget()
        flow = FlowLayout(row, look.space("sm"))
        field = DayField(self.tr("Day on which {0} agreed").format(stands.role), day)
        field.setFixedWidth(look.px(190))
        field.setReadOnly(self.workspace.readonly or not is_kept or stands.is_signed)
        field.setEnabled(is_kept)
        field.day_changed.connect(partial(self._on_day, stands.role))
        role = stands.role if len(stands.role) <= LONGEST_ROLE else f"{stands.role[:LONGEST_ROLE]}…"
        named = Named((role[:1].upper() + role[1:]).replace("&", "&&"), field)
        field.setAccessibleName(self.tr("Day on which {0} agreed").format(stands.role))
        named.setMinimumWidth(look.px(240))
        self.days[stands.role] = field
        flow.addWidget(named)
        words = label(stands.words, "" if stands.is_agreed else "muted")
        flow.addWidget(words)
        return row

    def _on_typed(self) -> None:
        self._is_typed = True
        self._rest.start()

    def _row(self) -> Planned | None:
        if self.agreed is None:
            return None
        row = self.agreed.row
        said = row.content if isinstance(row.content, Agreement) else Agreement()
        known = {each.role.casefold(): each for each in said.parties}
        lines = [each.strip() for each in self.fields["parties"].toPlainText().splitlines()]
        parties = tuple(known.get(each.casefold(), Party(each)) for each in lines if each)
        content = replace(
            said,
            focus=self.fields["focus"].toPlainText().strip(),
            people=self.fields["people"].toPlainText().strip(),
            data=self.fields["data"].toPlainText().strip(),
            parties=parties,
        )
        return replace(row, content=content)

    def _keep(self) -> None:
        self._rest.stop()
        row = self._row()
        if row is None or self.workspace.readonly or self._is_writing:
            return
        self._is_typed, self._is_writing = False, True
        self.workspace.do(agreements.keep, row, then=self._on_kept, failed=self._on_not_kept)

    def _on_kept(self, changes: Changes) -> None:
        self._is_writing = False
        if self.agreed is not None and not self.agreed.row.uid:
            row = replace(self.agreed.row, uid=changes.focus)
            self.agreed = Agreed(row, self.agreed.stands, self.agreed.left)
        if self._is_typed:
            self._rest.start()
        self.kept.emit()

    def _on_not_kept(self, error: BaseException) -> None:
        self._is_writing = False
        self._is_typed = True
        self._told(error)

    def _on_day(self, role: str, day: str) -> None:
        if self.agreed is not None and self.agreed.row.uid:
            self.workspace.do(
                agreements.agreed, self.agreed.row.uid, role, day, toast=True, failed=self._told
            )

    def _on_form(self) -> None:
        if self._is_typed:
            self._keep()
        if self.agreed is None or not self.agreed.row.uid:
            return
        self.workspace.look(
            read_form, self.agreed.row.uid, then=self._on_form_read, failed=self._told,
            key="agreement's form",
        )  # fmt: skip

    def _on_form_read(self, found: Form) -> None:
        title = self.tr("Who signs the project agreement")
        dialog = SignersDialog(self.window(), title, found.signers, found.people, found.lines)
        dialog.done_with.connect(partial(self._on_signers, dialog, found.uid))
        dialog.people_wanted.connect(partial(self.workspace.go, PEOPLE))
        self.dialog = dialog
        dialog.open()

    def _on_signers(self, dialog: SignersDialog, uid: str, signers: tuple[Signer, ...]) -> None:
        self.workspace.do(
            agreements.ask, uid, signers,
            then=partial(self._on_made, dialog), failed=dialog.failed(self.workspace),
        )  # fmt: skip

    def _on_made(self, dialog: SignersDialog, made: Made) -> None:
        dialog.accept()
        self.workspace.go(Place(OBSERVATIONS, item=made.changes.focus))

    def _told(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self.workspace.trouble.emit(error)
