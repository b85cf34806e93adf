"""What there is to say about the portfolio's standard: which, from where, how sure."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from portfolio_app.store import queries
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.workspace import Workspace


def add_standard(column: Column, workspace: Workspace) -> None:
    """Add the standard's name, its notice, its counts, its rules with their sources."""
    standard = queries.standard.standard(workspace.store)
    column.words(standard.name, "strong")
    if standard.notice:
        notice = QFrame()
        notice.setProperty("look", "notice")
        inside = QVBoxLayout(notice)
        inside.addWidget(label(standard.notice, wrap=True))
        column.add(notice)
    else:
        column.words(f"Wording compared: {standard.wording_accepted}")
    kinds: dict[str, int] = {}
    for ksb in standard.ksbs:
        kinds[ksb.kind.value] = kinds.get(ksb.kind.value, 0) + 1
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    column.words(f"{len(standard.ksbs)} KSBs: {counted}." if standard.ksbs else "No KSBs.", "muted")
    if standard.official_page:
        column.words(f"Official page to compare with: {standard.official_page}", "muted")
    if standard.rules:
        column.heading("Rules the app knows")
        for rule in standard.rules:
            column.words(rule.text)
            column.words(standard.source_line(rule), "caption")
    if standard.sources:
        column.heading("Sources")
        for source in standard.sources:
            column.words(source.title)
            column.words(
                " · ".join(part for part in (source.url, source.extent) if part), "caption"
            )
    if standard.wording_accepted and standard.copyright:
        # Unconfirmed wording never carries the copyright line (decision D7).
        column.words(f"KSB wording: {standard.copyright}, {standard.licence}.", "caption")
