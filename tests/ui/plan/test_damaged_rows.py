"""Rows damaged where they are stored: every screen of the plan and the assessment still opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.services import plan_damage
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import ASSESSMENT, HOME, PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan import plan_page
from portfolio_app.ui.plan.plan_page import PlanPage
from portfolio_app.ui.shell.main_window import MainWindow

CONTENT = (
    '{"days": 1e9, "minutes": -1, "time": "25:61", "parties": [{"role": 5, "signed_on": "x"}], '
    '"note": "\\ud800<b>x</b>", "standing": "odd", "done_on": "2026-02-30"}'
)
ROW = (
    "INSERT INTO planned (uid, kind, place, title, day, until, parent_uid, origin, content, "
    "made_at)"
)


def test_every_screen_opens_on_damaged_rows_and_the_plan_says_so(
    qtbot: QtBot,
    workspace: Workspace,
    settings: QSettings,
    idle: Callable[[Workspace], None],
    asked: messages.Recorder,
) -> None:
    with workspace.store.session() as session:
        connection = session.connection()
        for number, kind in enumerate(PlannedKind):
            connection.exec_driver_sql(
                f"{ROW} VALUES (?, ?, 0, ?, ?, ?, ?, '', ?, '')",
                (f"uid{number}", kind.value, f"<b>A</b> {kind}", ("not a day", "\0")[number % 2],
                 "2026-02-30", f"uid{number}", (CONTENT, "[" * 3000)[number % 2]),
            )  # fmt: skip
        connection.exec_driver_sql(
            "INSERT INTO hours (uid, day, minutes, activity, category, note, module_uid, item_uid,"
            " origin, raw, made_at) VALUES ('h', 'soon', -9, '', 'x', '', 'x', 'x', '', '', '')"
        )
    window = MainWindow(workspace, app.AREAS, settings)
    workspace.actions.setParent(window)
    qtbot.addWidget(window)
    window.show()
    places = [Place(HOME), *(Place(PLAN, tab=each.name) for each in plan_page.TABS)]
    places += [Place(ASSESSMENT, tab=each) for each in ("gateway", "results")]

    for place in places:
        workspace.go(place)
        idle(workspace)
        window.grab()  # what is painted asks for every cell

    page = window.page_of(PLAN)
    assert isinstance(page, PlanPage)
    assert not page.damaged.isHidden()
    assert page.damaged_words == "\n".join(plan_damage.told(workspace.store))
    assert "12 rows (" in page.damaged_words
    assert not asked.asked
