"""Which method assesses which KSB: one grid, or the plan's own table pasted."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.mapping_tables import read_methods
from portfolio_app.domain.method_words import EMPLOYER, method_label
from portfolio_app.store import queries
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.methods_grid import MethodsGrid
from portfolio_app.ui.shell.standard_parts import (
    PasteBox,
    Says,
    SourceForm,
    WideColumn,
    button,
    buttons_row,
    note_lines,
)


class MethodsView(WideColumn):
    """The grid, the paste box with its preview, and where it was read."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._read: dict[str, tuple[str, ...]] = {}
        self._build()
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show what is set now."""
        held = queries.standard.standard(self._workspace.store)
        self.grid.methods_model.show_standard(held)
        unset = sum(not ksb.methods for ksb in held.ksbs)
        words = self.tr("Method not set for {0} of {1} KSBs.").format(unset, len(held.ksbs))
        if held.methods_accepted:
            words += " " + self.tr("Methods read from: {0}.").format(held.methods_accepted)
        self._state.setText(words if held.ksbs else held.notice)

    def first_focus(self) -> QWidget:
        """Where to begin."""
        return self.grid

    def _build(self) -> None:
        self.words(self.tr("Assessment methods"), "title")
        self._state = label("", "strong", wrap=True)
        self.add(self._state)
        self.words(
            self.tr(
                "A KSB may have several methods. One without any is “method not set”: it counts "
                "for the discussion until you know better, and it never stops you."
            )
        )
        self.source = SourceForm(
            self.tr("Source"), self.tr("for example: assessment plan v1.2, page 14")
        )
        self.add(self.source)
        self.words(
            self.tr("With a source, what you set is marked as confirmed; without one it is not."),
            "caption",
        )
        self.grid = MethodsGrid()
        self.grid.toggled.connect(self._on_toggled)
        self.add(self.grid)
        self.title_edit = QLineEdit()
        self.title_edit.setAccessibleName(self.tr("Another method"))
        self.title_edit.setPlaceholderText(self.tr("Another method, as the plan calls it"))
        self.title_edit.returnPressed.connect(self._on_add)
        self.title_edit.setMinimumWidth(260)
        add = button(self.tr("Add method"), self._on_add)
        self.add(buttons_row(self.title_edit, add))
        self.heading(self.tr("Or paste the plan's table"))
        self.paste = PasteBox(
            self._workspace,
            self.tr("The plan's mapping"),
            self.tr("Professional discussion: K1, K2–K5, S3 … or a table with ticks."),
            height=110,
        )
        self.paste.add_button(self.tr("Preview"), self.preview)
        self.add(self.paste)
        self._preview = label("", wrap=True)
        self.add(self._preview)
        self.apply_button = button(self.tr("Set these methods"), self.apply, "primary")
        self.apply_button.setEnabled(False)
        self.add(buttons_row(self.apply_button))
        self.says = Says()
        self.add(self.says)
        if self._workspace.readonly:
            for each in (add, self.apply_button, self.title_edit):
                each.setEnabled(False)

    def preview(self) -> None:
        """Say what the pasted table would set; nothing changes."""
        held = queries.standard.standard(self._workspace.store)
        found = read_methods(self.paste.text, held)
        self._read = dict(found.methods)
        names = {each.id: method_label(each) for each in (EMPLOYER, *held.methods)}
        codes = {each.uid: each.code for each in held.ksbs}
        by_method: dict[str, list[str]] = {}
        for uid, ids in found.methods.items():
            for each in ids:
                by_method.setdefault(each, []).append(codes[uid])
        lines = [f"{names.get(each, each)}: {', '.join(of)}" for each, of in by_method.items()]
        if found.notes:
            lines.append(note_lines(found.notes))
        self._preview.setText(
            "\n".join(lines) or self.tr("There is no mapping of KSBs to methods in this text.")
        )
        self.apply_button.setEnabled(bool(self._read) and not self._workspace.readonly)

    def apply(self) -> None:
        """Set what the preview shows."""
        self._set(self._read)
        self.apply_button.setEnabled(False)

    def _on_toggled(self, ksb_uid: str, method: str) -> None:
        if self._workspace.readonly:
            return
        ksb = next(each for each in self.grid.methods_model.ksbs if each.uid == ksb_uid)
        ids = tuple(each for each in ksb.methods if each != method)
        self._set({ksb_uid: ids if method in ksb.methods else (*ids, method)})

    def _set(self, methods: dict[str, tuple[str, ...]]) -> None:
        from portfolio_app.services import standard_details

        self.says.say("")
        self._workspace.do(
            standard_details.set_methods,
            methods,
            source=self.source.source,
            date=self.source.day if self.source.source else "",
            failed=self._on_refused,
        )

    def _on_add(self) -> None:
        from portfolio_app.services import standard_details

        if self.title_edit.text().strip():
            self._workspace.do(
                standard_details.add_method,
                self.title_edit.text(),
                then=self._on_added,
                failed=self._on_refused,
            )

    def _on_added(self, _changes: Changes) -> None:
        self.title_edit.clear()

    def _on_refused(self, error: BaseException) -> None:
        self.says.refuse(self._workspace, error)

    def _on_changed(self, changes: Changes) -> None:
        if Topic.STANDARD in changes.topics:
            self.reload()
