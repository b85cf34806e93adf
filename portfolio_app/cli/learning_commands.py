"""Commands for the individual learning plan: its rows, and what of a skills scan they are made."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.services.learning import GoalRow
    from portfolio_app.store.database import Store

_STANDINGS = ("open", "started", "done", "dropped")
_SHOWN = 8  # KSBs that are offered to people


def add_to(words: Words) -> None:
    """Add learning with all its actions."""
    group = words.add_parser(
        "learning",
        help="the individual learning plan",
        description="The individual learning plan: goals, who helps, by when.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    command(actions, "list", "the plan's rows, and the KSBs to make some of next", show)
    takes = command(actions, "add", "add rows: for KSBs, or one with a goal of your own", add)
    takes.add_argument("--ksb", action="append", default=[], metavar="CODE")
    takes.add_argument("--goal", default="", help="the goal; without it each KSB has its own row")
    _facts(takes)
    takes = command(actions, "change", "change a row, or say how far it came", change)
    takes.add_argument("row", metavar="ROW", help="its id, goal, or the only KSB it is about")
    takes.add_argument("--goal", default=None)
    takes.add_argument("--ksb", action="append", default=None, metavar="CODE")
    takes.add_argument("--stand", choices=_STANDINGS)
    _facts(takes)
    takes = command(actions, "ask", "draft a request for an observation from a row", ask)
    takes.add_argument("row", metavar="ROW", help="its id, goal, or the only KSB it is about")
    takes = command(actions, "save", "write the plan as a table", save)
    takes.add_argument("--out", type=Path, required=True, metavar="FILE.csv|.xlsx")


def show(asked: argparse.Namespace, out: Printer) -> int:
    """Print the plan and what it could hold next."""
    from portfolio_app.services import learning

    with open_store(asked, readonly=True) as store:
        rows, offered = learning.goals(store), learning.offered(store)
    next_ones = [each for each in offered if not each.is_there]
    out.result(
        {
            "rows": [_shape(each) for each in rows],
            "offered": [{"ksb": e.ksb.code, "status": e.status.value} for e in next_ones],
        },
        [
            *(
                table(
                    ["About", "Goal", "Activity", "With", "By", "Stands at", "Id"],
                    (
                        [
                            e.about,
                            e.row.title,
                            e.goal.activity,
                            e.goal.with_whom,
                            day_words(e.row.day),
                            e.goal.standing.value,
                            e.row.uid,
                        ]
                        for e in rows
                    ),
                )
                or ["The plan has no rows yet. Add some with learning add --ksb."]
            ),
            "",
            "Thin ones first: " + " ".join(each.ksb.code for each in next_ones[:_SHOWN]),
        ],
    )
    return exit_codes.DONE


def add(asked: argparse.Namespace, out: Printer) -> int:
    """Add rows."""
    from portfolio_app.domain.planned import Goal
    from portfolio_app.services import learning, mapping

    with open_store(asked) as store:
        ksbs = tuple(mapping.ksb_called(store, each).uid for each in asked.ksb)
        if asked.goal:
            goal = Goal(ksbs, **{k: v for k, v in _given(asked).items() if v is not None})
            made = learning.add(store, asked.goal, goal, asked.by or "")
        elif ksbs:
            made = learning.add_ksbs(store, ksbs)
        else:
            raise PortfolioError(
                "There is nothing to add. Nothing was changed.",
                hint="Add --ksb CODE or --goal WORDS.",
                code="nothing",
            )
    out.result({"id": made.focus}, [f"{made.summary}."])
    return exit_codes.DONE


def change(asked: argparse.Namespace, out: Printer) -> int:
    """Change a row."""
    from portfolio_app.domain.planned import Standing
    from portfolio_app.services import learning, mapping

    with open_store(asked) as store:
        known = _row(store, asked.row)
        given = {name: value for name, value in _given(asked).items() if value is not None}
        if asked.ksb is not None:
            given["ksb_uids"] = tuple(mapping.ksb_called(store, e).uid for e in asked.ksb)
        uid = known.row.uid
        if given or asked.goal is not None or asked.by is not None:
            title = known.row.title if asked.goal is None else asked.goal
            by = known.row.day if asked.by is None else asked.by
            learning.change(store, uid, title, replace(known.goal, **given), by)
        if asked.stand:
            today = datetime.now().astimezone().date()
            learning.stand(store, uid, Standing(asked.stand), today)
        made = learning.goal(store, uid)
    out.result(_shape(made), [f"{made.row.title}: {made.goal.standing.value}."])
    return exit_codes.DONE


def ask(asked: argparse.Namespace, out: Printer) -> int:
    """Draft a request."""
    from portfolio_app.services import learning

    with open_store(asked) as store:
        made = learning.ask_for_observation(store, _row(store, asked.row).row.uid)
    out.result({"request": made.focus}, [f"{made.summary}. Nothing was sent."])
    return exit_codes.DONE


def save(asked: argparse.Namespace, out: Printer) -> int:
    """Write the plan as a table."""
    from portfolio_app.services import learning

    with open_store(asked, readonly=True) as store:
        learning.save_table(store, asked.out.absolute())
    out.result({"path": str(asked.out)}, [f"{asked.out}: no mark of a skills scan is in it."])
    return exit_codes.DONE


def _facts(takes: argparse.ArgumentParser) -> None:
    takes.add_argument("--area", default=None, help="what it is about, without a KSB")
    takes.add_argument("--activity", default=None, help="what you will do")
    takes.add_argument("--kind", default=None, help="shadowing, project, reading, module …")
    takes.add_argument("--with", dest="who", default=None, help="who helps, as a role")
    takes.add_argument("--by", default=None, help="YYYY-MM-DD")
    takes.add_argument("--note", default=None)


def _given(asked: argparse.Namespace) -> dict[str, Any]:
    return {
        "area": asked.area, "activity": asked.activity, "activity_kind": asked.kind,
        "with_whom": asked.who, "note": asked.note,
    }  # fmt: skip


def _row(store: Store, words: str) -> GoalRow:
    from portfolio_app.services import learning

    wanted = " ".join(words.split()).casefold()
    found = [
        each
        for each in learning.goals(store)
        if wanted in (each.row.uid, each.row.title.casefold(), each.about.casefold())
    ]
    if len(found) == 1:
        return found[0]
    told = f"{len(found)} rows are called {words}." if found else f"No row is called {words}."
    raise PortfolioError(
        told, hint="Give its id: learning list shows it.",
        code="ambiguous" if found else "no-such-row",
    )  # fmt: skip


def _shape(row: GoalRow) -> dict[str, Any]:
    return {
        "id": row.row.uid, "ksbs": list(row.codes), "area": row.goal.area, "goal": row.row.title,
        "activity": row.goal.activity, "kind": row.goal.activity_kind, "with": row.goal.with_whom,
        "by": row.row.day, "stands": row.goal.standing.value, "done_on": row.goal.done_on,
        "note": row.goal.note,
    }  # fmt: skip
