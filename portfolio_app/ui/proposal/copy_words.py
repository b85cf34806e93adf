"""What is said of a Word copy that came back: of the whole, of a change, of a comment."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from portfolio_app.domain.bringing_back import Change, Decision, Plan, Row
from portfolio_app.domain.days import day_words
from portfolio_app.domain.number_words import counted
from portfolio_app.domain.word_copy import Comment, Hand
from portfolio_app.store.queries.word_copies import Decided

_SHORT = 70  # characters of a paragraph that is named


def about_copy(plan: Plan) -> list[str]:
    """Return what is to be said of the copy as a whole, the shortest first."""
    told = [*plan.notes]
    if plan.unmatched:
        told.append(_tr("Not found in the copy, with what hangs on them:"))
        told += [f"• {each.words}" for each in plan.unmatched]
    if plan.elsewhere:
        told.append(_tr("Changed on the title page, in the references or the annex (not taken):"))
        told += [f"• {each}" for each in plan.elsewhere]
    return told


def decision_words(decided: Decided, change: Change) -> str:
    """Return what was decided about a change, or what is to be."""
    said = decided.changes.get(change.key, "")
    if change.barred:
        return _tr("cannot be taken")
    if said == Decision.TAKE:
        return _tr("take")
    if said == Decision.LEAVE:
        return _tr("leave")
    return _tr("needs a look") if change.needs_a_look else _tr("to decide")


def row_words(plan: Plan, decided: Decided, row: Row) -> str:
    """Return what happens in a paragraph, in one line; "" for nothing."""
    said = []
    for key in row.changes:
        change = plan.by_key[key]
        said.append(f"{_tr(change.kind.words)}: {decision_words(decided, change)}")
    if row.comments:
        said.append(counted(len(row.comments), "comment", "comments"))
    return " · ".join(said)


def told_of_row(plan: Plan, row: Row) -> list[str]:
    """Return what is to be known before a paragraph's changes are taken, a line each."""
    told = []
    if row.written_since:
        told.append(_tr("You wrote this after the export."))
    for key in row.changes:
        change = plan.by_key[key]
        by = [_hand(each) for each in change.hands]
        said = _tr(" by {0}").format("; ".join(by)) if by else ""
        told.append(f"{_tr(change.kind.words)}{said}.")
        told += [each for each in (change.conflict, change.barred, *change.notes) if each]
        for lost in change.lost:
            ends = (
                _tr("Taking it ends what hangs here: {0}. Its words stay.")
                if change.blocks
                else _tr("Taking it ends what hangs here: {0}.")
            )
            told.append(ends.format(lost.words))
    return told


def who(comment: Comment) -> str:
    """Return who said a comment, and when."""
    author = comment.author or "No name"
    told = ", ".join(each for each in (author, _when(comment.at)) if each)
    return f"{told} (resolved in the copy)" if comment.is_done else told


def shortened(text: str) -> str:
    """Return words that name a paragraph, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


def _hand(hand: Hand) -> str:
    return ", ".join(each for each in (hand.author, _when(hand.at)) if each)


def _when(stamp: str) -> str:
    try:
        return day_words(datetime.fromisoformat(stamp.strip()[:10]).date().isoformat())
    except ValueError:
        return ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("CopyWords", words)
