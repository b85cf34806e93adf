"""Dialogs of words, outline, restore points and weeks as they look in the sample."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QDialog

from portfolio_app.domain.draft import BlockKind, Inline
from portfolio_app.services import clock, proposal, restore_points
from portfolio_app.store import queries
from portfolio_app.ui.proposal.counting_dialog import CountingDialog
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.live_count import live_count, read_rules
from portfolio_app.ui.proposal.outline_dialog import OutlineDialog
from portfolio_app.ui.proposal.proposal_state import read_state
from portfolio_app.ui.proposal.restore_points_dialog import RestorePointsDialog
from portfolio_app.ui.proposal.weeks_dialog import WeeksDialog
from portfolio_app.ui.shell.main_window import MainWindow


def counting(window: MainWindow) -> QDialog:
    """Return the choice of what is counted."""
    editor = ProposalEditor(window)
    editor.hide()
    state = read_state(window.workspace.store)
    editor.set_draft(state.blocks, state.labels, state.pictures)
    live = live_count(window.workspace, editor)
    live.rules = read_rules(window.workspace.store)
    live.count()
    return CountingDialog(window, window.workspace, live)


def outline(window: MainWindow) -> QDialog:
    """Return the offer of the outline."""
    return OutlineDialog(window, window.workspace, queries.proposal.blocks(window.workspace.store))


def points(window: MainWindow) -> QDialog:
    """Return restore points with something that was changed since."""
    store = window.workspace.store
    restore_points.name(store, "Before the board's comments")
    blocks = queries.proposal.blocks(store)
    body = next(each for each in blocks if each.kind is BlockKind.BODY and each.inlines)
    words = body.inlines[0].text.replace(" the ", " our ", 1) + "In May it was costed again. "
    changed = replace(body, inlines=(Inline(text=words), *body.inlines[1:]))
    gone = next(each for each in blocks if each.kind is BlockKind.QUOTE)
    order = [each.uid for each in blocks if each is not gone]
    proposal.keep(store, [changed], order)
    return RestorePointsDialog(window, window.workspace)


def weeks(window: MainWindow) -> QDialog:
    """Return the weeks with milestones done, late and to come."""
    store = window.workspace.store
    now = clock.now(store)
    clock.set_milestone(store, "Costs checked with finance", now.begins(2))
    clock.set_milestone(store, "Draft of sections 1 to 3 to my line manager", now.begins(5))
    clock.set_milestone(store, "Sign-off at the board", now.begins(12))
    clock.tick_milestone(store, clock.milestones(store)[0].uid)
    return WeeksDialog(window, window.workspace)
