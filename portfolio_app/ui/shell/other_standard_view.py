"""Another standard: paste its list or take a file, see what it holds, make it this portfolio's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.comparing import Decision, RowStatus
from portfolio_app.ui.kit.forms import field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import (
    PasteBox,
    Says,
    SourceForm,
    WideColumn,
    button,
    buttons_row,
    note_lines,
)

if TYPE_CHECKING:
    from portfolio_app.services.standard_files import ReadStandard
    from portfolio_app.services.standards import Compared


class OtherStandardView(WideColumn):
    """The page. ``read`` is the standard that was read, None before."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.read: ReadStandard | None = None
        self._compared: Compared | None = None
        self._build()

    def reload(self) -> None:
        """Show nothing new: what is typed stays."""

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.paste.edit

    def _build(self) -> None:
        self.words(self.tr("Another standard"), "title")
        self.words(
            self.tr(
                "For an apprentice on another standard: paste its list of KSBs, or take a standard "
                "pack (TOML, JSON) or a CSV file with the columns code and text. Claims on "
                "statements with the same words stay; the others wait in review."
            )
        )
        self.paste = PasteBox(
            self._workspace, self.tr("The other standard"), self.tr("K1: …, K2: …, S1: …")
        )
        self.paste.add_button(self.tr("Preview"), self.preview)
        self.add(self.paste)
        form = self.form()
        self.title = QLineEdit()
        self.reference = QLineEdit()
        self.level = QLineEdit()
        self.version = QLineEdit()
        for words, edit, hint in (
            (self.tr("Title"), self.title, self.tr("for example: Team leader")),
            (self.tr("Reference"), self.reference, "ST0384"),
            (self.tr("Level"), self.level, "3"),
            (self.tr("Version"), self.version, "1.3"),
        ):
            edit.setPlaceholderText(hint)
            field(form, words, edit)
        self._preview = label("", wrap=True)
        self.add(self._preview)
        self.source = SourceForm(self.tr("Source"), self.tr("where the list comes from"))
        self.add(self.source)
        self.official = QCheckBox(self.tr("This is the official wording"))
        self.add(self.official)
        self.adopt_button = button(self.tr("Use this standard"), self.adopt, "primary")
        self.adopt_button.setEnabled(False)
        self.add(buttons_row(self.adopt_button))
        self.says = Says()
        self.add(self.says)

    def preview(self) -> None:
        """Read what was given and say what it would change; nothing changes."""
        from portfolio_app.problems import PortfolioError
        from portfolio_app.services import standard_files

        self.says.say("")
        level = self.level.text().strip()
        try:
            self.read = standard_files.import_standard(
                self.paste.text,
                title=self.title.text(),
                reference=self.reference.text(),
                level=int(level) if level.isdecimal() else 0,
                version=self.version.text(),
            )
        except PortfolioError as error:
            self.read = None
            self._preview.setText("")
            self.adopt_button.setEnabled(False)
            self.says.say(str(error), "danger")
            if error.code == "no-title":
                self.title.setFocus()
            return
        self._workspace.look(
            standard_files.compare_standard, self.read, then=self._on_compared, key="other standard"
        )

    def adopt(self) -> None:
        """Make it this portfolio's standard, in one step."""
        from portfolio_app.services import standard_files

        if self.read is None:
            return
        self._workspace.do(
            standard_files.adopt,
            self.read,
            source=self.source.source,
            date=self.source.day,
            is_official=self.official.isChecked(),
            compared=self._compared,
            then=self._on_adopted,
            failed=self._on_refused,
            toast=True,
        )

    def _on_compared(self, compared: Compared) -> None:
        if self.read is None:
            return
        self._compared = compared
        from portfolio_app.services import standard_files

        held, comparison = self.read.standard, compared.comparison
        decided = standard_files.adopting(self._workspace.store, self.read, compared)
        apart = sum(each is Decision.APART for each in decided.values())
        new = comparison.count(RowStatus.NEW) + apart
        gone = comparison.count(RowStatus.MISSING) + apart
        kinds: dict[str, int] = {}
        for ksb in held.ksbs:
            kinds[ksb.kind.value] = kinds.get(ksb.kind.value, 0) + 1
        counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        lines = [
            held.name,
            f"{len(held.ksbs)} KSBs: {counted}" if held.ksbs else self.tr("No KSBs yet"),
            self.tr("{0} with the words of one of yours, {1} new; {2} of yours go").format(
                len(held.ksbs) - new, new, gone
            ),
        ]
        if self.read.notes:
            lines.append(note_lines(self.read.notes))
        self._preview.setText("\n".join(lines))
        self.adopt_button.setEnabled(not self._workspace.readonly)

    def _on_adopted(self, _changes: Changes) -> None:
        self.adopt_button.setEnabled(False)
        self.read = self._compared = None
        self.paste.edit.clear()
        self._preview.setText("")

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)
