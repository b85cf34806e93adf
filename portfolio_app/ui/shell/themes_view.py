"""Themes with their KSBs and descriptors, pasted or typed; they then order everything."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.standard import Theme
from portfolio_app.domain.theme_tables import read_themes, themes_text
from portfolio_app.store import queries
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import (
    PasteBox,
    Says,
    WideColumn,
    button,
    buttons_row,
    note_lines,
)


class ThemesView(WideColumn):
    """A box that holds the themes as text, what was understood of it, and a button to set them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown = ""  # the text as it was last filled in from what is stored
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show what is set now; what is being typed stays."""
        text = themes_text(queries.standard.standard(self._workspace.store))
        if self.paste.text.strip() in ("", self._shown.strip()):
            self.paste.edit.setPlainText(text)
        self._shown = text
        self.preview()

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.paste.edit

    def preview(self) -> tuple[Theme, ...]:
        """Say what the text would set, and return it; nothing changes."""
        held = queries.standard.standard(self._workspace.store)
        themes, notes = read_themes(self.paste.text, held)
        codes = {each.uid: each.code for each in held.ksbs}
        lines = []
        for number, theme in enumerate(themes, start=1):
            known = ", ".join(codes[uid] for uid in theme.ksb_uids)
            has = [
                word
                for word, there in (
                    (self.tr("pass"), theme.passes),
                    (self.tr("distinction"), theme.distinction),
                )
                if there
            ]
            lines.append(
                f"{number}. {theme.title}: {known or self.tr('no KSBs')}"
                + (f" ({', '.join(has)})" if has else "")
            )
        if notes:
            lines.append(note_lines(notes))
        self._preview.setText(
            "\n".join(lines)
            or self.tr("No themes: KSBs are listed as knowledge, skills and behaviours.")
        )
        return themes

    def apply(self) -> None:
        """Set the themes in the box; an empty box removes them."""
        from portfolio_app.services import standard_details

        self.says.say("")
        themes = self.preview()
        if not themes and self.paste.text.strip():
            self.says.say(self.tr("There are no themes in this text. Nothing was changed."), "warn")
            return
        self._workspace.do(
            standard_details.set_themes, themes, failed=self._on_refused, toast=True,
            then=self._on_set,
        )  # fmt: skip

    def _build(self) -> None:
        self.words(self.tr("Themes"), "title")
        self.words(
            self.tr(
                "The plan groups KSBs by themes. With them, coverage, Annex A and the index follow "
                "the order of the themes."
            )
        )
        self.paste = PasteBox(
            self._workspace,
            self.tr("Themes"),
            self.tr("Theme: Strategy (K1, K2, S1)\nPass: …\nDistinction: …"),
            height=260,
        )
        self.paste.add_button(self.tr("Preview"), self._on_preview)
        self.add(self.paste)
        self._preview = label("", wrap=True)
        self.add(self._preview)
        self.apply_button = button(self.tr("Set these themes"), self.apply, "primary")
        self.apply_button.setEnabled(not self._workspace.readonly)
        self.add(buttons_row(self.apply_button))
        self.says = Says()
        self.add(self.says)

    def _on_preview(self) -> None:
        self.preview()

    def _on_set(self, _changes: Changes) -> None:
        self._shown = themes_text(queries.standard.standard(self._workspace.store))
        self.paste.edit.setPlainText(self._shown)
        self.preview()

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)

    def _on_changed(self, changes: Changes) -> None:
        if Topic.STANDARD in changes.topics:
            self.reload()
