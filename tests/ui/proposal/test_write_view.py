"""Writing in the window: what is typed is stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest

from portfolio_app.store import queries
from portfolio_app.ui.proposal.proposal_page import ProposalPage


def test_what_is_typed_is_stored(page: ProposalPage, settle: Callable[[], None]) -> None:
    QTest.keyClicks(page.write.editor, "Three options")

    settle()

    stored = queries.proposal.blocks(page.workspace.store)
    assert [each.text for each in stored] == ["Three options"]
