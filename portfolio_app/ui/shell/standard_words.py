"""What there is to say about the portfolio's standard: which, from where, how sure."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.limits import all_rules, source_of
from portfolio_app.store import queries
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import STANDARD, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.standard_parts import button, buttons_row

PLACES = (
    ("compare", "Compare with the official text"),
    ("review", "To review"),
    ("methods", "Methods"),
    ("themes", "Themes"),
    ("rules", "Rules and limits"),
    ("other", "Another standard"),
)


class StandardWords(Column):
    """The standard's name, its notice, its counts, its rules with their sources; kept true."""

    def __init__(self, workspace: Workspace, title: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._title = title
        workspace.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Say what is so now."""
        self.clear()
        self.words(self._title, "title")
        standard = queries.standard.standard(self._workspace.store)
        self.words(standard.name, "strong")
        if standard.notice:
            notice = QFrame()
            notice.setProperty("look", "notice")
            inside = QVBoxLayout(notice)
            inside.addWidget(label(standard.notice, wrap=True))
            self.add(notice)
        else:
            self.words(f"Wording compared: {standard.wording_accepted}")
        if standard.methods_accepted:
            self.words(f"Assessment methods: {standard.methods_accepted}", "muted")
        kinds: dict[str, int] = {}
        for ksb in standard.ksbs:
            kinds[ksb.kind.value] = kinds.get(ksb.kind.value, 0) + 1
        counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        self.words(f"{len(standard.ksbs)} KSBs: {counted}." if standard.ksbs else "No KSBs.",
                   "muted")  # fmt: skip
        if standard.official_page:
            self.words(f"Official page to compare with: {standard.official_page}", "muted")
        waiting = len(queries.reviews.reviews(self._workspace.store))
        self.add(
            buttons_row(
                *(
                    button(
                        f"{words} ({waiting})" if tab == "review" and waiting else words,
                        partial(self._workspace.go, Place(STANDARD, tab=tab)),
                        "primary" if tab == "compare" and standard.notice else "",
                    )
                    for tab, words in PLACES
                )
            )
        )
        self.heading("Rules the app knows")
        for rule in all_rules(standard):
            value = f" ({rule.value:g} {rule.unit})" if rule.value else ""
            self.words(f"{rule.text}{value}")
            self.words(source_of(standard, rule), "caption")
        if standard.sources:
            self.heading("Sources")
            for source in standard.sources:
                self.words(source.title)
                self.words(
                    " · ".join(part for part in (source.url, source.extent) if part), "caption"
                )
        if standard.wording_accepted and standard.copyright:
            # Unconfirmed wording never carries the copyright line.
            self.words(f"KSB wording: {standard.copyright}, {standard.licence}.", "caption")

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & {Topic.STANDARD, Topic.CLAIMS}:
            self.reload()
