"""Actions on the proposal's text: its words, its outline, its restore points, its checks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store
from portfolio_app.cli.printing import Printer, finding_lines, table
from portfolio_app.cli.shapes import finding_shape
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.draft import Version
    from portfolio_app.domain.draft_compare import Row, Run
    from portfolio_app.store.database import Store

NOW = "now"


def add_actions(actions: Words) -> None:
    """Add words, outline, versions, restore, compare, check."""
    takes = command(actions, "words", "count the words, and say what counts", words)
    takes.add_argument(
        "--count", nargs="*", metavar="PART", default=None,
        help="the parts that count, all of them; none named: as usual",
    )  # fmt: skip
    takes.add_argument("--said-by", default="", help="who of your EPAO says so")
    takes.add_argument("--date", default="", help="when that was said, YYYY-MM-DD")

    takes = command(actions, "outline", "show the outline that is offered, or use it", outline)
    takes.add_argument(
        "--use", nargs="*", metavar="TITLE", default=None,
        help="put these sections into the proposal; none named: every one that is not there yet",
    )  # fmt: skip

    takes = command(actions, "versions", "list restore points; name or remove one", versions)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument("--name", default="", help="keep the proposal as it is under this name")
    doing.add_argument("--remove", metavar="VERSION", default="", help="remove a restore point")

    takes = command(actions, "restore", "go back to a restore point", restore)
    takes.add_argument("version", metavar="VERSION", help="its id, or its name")

    takes = command(
        actions, "compare", "compare a restore point with another, or with now", compare
    )
    takes.add_argument("old", metavar="VERSION", help="its id, or its name")
    takes.add_argument("new", metavar="VERSION", nargs="?", default=NOW, help="now if none")

    command(actions, "check", "what to look at before the proposal is handed in", check)


def words(asked: argparse.Namespace, out: Printer) -> int:
    """Count the words; with ``--count`` choose what counts first."""
    from portfolio_app.services import proposal_words as verbs

    with open_store(asked, readonly=asked.count is None) as store:
        if asked.count:
            verbs.choose(store, asked.count, said_by=asked.said_by, said_on=asked.date)
        elif asked.count is not None:
            verbs.as_usual(store)
        tally, band, counting = verbs.counted(store), verbs.band(store), verbs.counting(store)
    parts = [
        {
            "part": each.id,
            "title": each.title,
            "words": tally.by_part.get(each.id, 0),
            "counts": each.id in tally.counts,
        }
        for each in verbs.parts().parts
    ]
    out.result(
        {
            "counted": tally.counted,
            "not_counted": tally.not_counted,
            "minimum": band.low,
            "maximum": band.high,
            "where": band.where(tally.counted),
            "source": band.source,
            "said_by": counting.said_by,
            "said_on": counting.said_on,
            "parts": parts,
            "sections": [
                {
                    "id": each.uid,
                    "title": each.title,
                    "words": each.words,
                    "target": each.target,
                    "appendix": each.is_appendix,
                }
                for each in tally.sections
            ],
        },
        [
            band.said(tally.counted),
            *table(
                ["Part", "Words", "Counts"],
                ([p["title"], p["words"], "yes" if p["counts"] else "no"] for p in parts),
            ),
            *table(
                ["Section", "Words", "Target"],
                (
                    [each.title or "Before the first heading", each.words, each.target or ""]
                    for each in tally.sections
                ),
            ),
            "Check with your EPAO what counts.",
        ],
    )
    return exit_codes.DONE


def outline(asked: argparse.Namespace, out: Printer) -> int:
    """Show the outline; with ``--use`` put sections of it into the proposal."""
    from portfolio_app.domain.outline import targets
    from portfolio_app.services import outline as verbs

    with open_store(asked, readonly=asked.use is None) as store:
        if asked.use is not None:
            titles = asked.use or [each.title for each in verbs.offer(store)]
            if titles:
                verbs.use(store, titles)
        left = {each.title for each in verbs.offer(store)}
        aims = targets(verbs.offered(), verbs.middle(store))
    sections = [
        {
            "title": each.title,
            "purpose": each.purpose,
            "target": aim,
            "appendix": each.is_appendix,
            "there": each.title not in left,
        }
        for each, aim in zip(verbs.offered().sections, aims, strict=True)
    ]
    out.result(
        {"sections": sections, "source": verbs.offered().source_line},
        [
            *table(
                ["There", "Target", "Section", "What belongs there"],
                (
                    ["yes" if s["there"] else "", s["target"] or "", s["title"], s["purpose"]]
                    for s in sections
                ),
                widest=110,
            ),
            verbs.offered().source_line,
        ],
    )
    return exit_codes.DONE


def versions(asked: argparse.Namespace, out: Printer) -> int:
    """List the restore points; name or remove one."""
    from portfolio_app.services import restore_points
    from portfolio_app.store import queries

    with open_store(asked, readonly=not (asked.name or asked.remove)) as store:
        if asked.name:
            restore_points.name(store, asked.name)
        elif asked.remove:
            restore_points.remove(store, _find(store, asked.remove).uid)
        found = queries.proposal.versions(store)
    out.result(
        {"versions": [_shape(each) for each in found]},
        table(
            ["Made", "Words", "What", "Id"],
            ([each.made_at, each.words, each.about, each.uid] for each in found),
            widest=60,
        )
        or ["There are no restore points yet."],
    )
    return exit_codes.DONE


def restore(asked: argparse.Namespace, out: Printer) -> int:
    """Go back to a restore point; how it was is kept as another."""
    from portfolio_app.services import proposal_words, restore_points

    with open_store(asked) as store:
        version = _find(store, asked.version)
        restore_points.go_back(store, version.uid)
        counted = proposal_words.counted(store).counted
    out.result(
        {"version": version.uid, "counted": counted},
        [f"The proposal is as it was: {version.about}. How it was before is a restore point too."],
    )
    return exit_codes.DONE


def compare(asked: argparse.Namespace, out: Printer) -> int:
    """Compare two restore points, or one with the proposal as it is."""
    from portfolio_app.domain.draft_compare import Change
    from portfolio_app.services import restore_points

    with open_store(asked, readonly=True) as store:
        old = _find(store, asked.old).uid
        new = NOW if asked.new == NOW else _find(store, asked.new).uid
        found = restore_points.compared(store, old, new)
    rows = [_row_shape(each) for each in found.rows]
    lines = [found.words]
    for each in found.rows:
        if each.change is not Change.SAME:
            lines.append(f"{each.change.value}{': ' if each.said else ''}{'; '.join(each.said)}")
            lines += [f"  - {_run_line(each.old)}"] if each.old else []
            lines += [f"  + {_run_line(each.new)}"] if each.new else []
    out.result(
        {
            "changes": found.changes,
            "words_added": found.words_added,
            "words_removed": found.words_removed,
            "rows": rows,
        },
        lines,
    )
    return exit_codes.DONE


def check(asked: argparse.Namespace, out: Printer) -> int:
    """Say what to look at before the proposal is handed in."""
    from portfolio_app.services import proposal_checks

    with open_store(asked, readonly=True) as store:
        found = proposal_checks.check(store)
    out.result(
        {
            "ok": exit_codes.of(found) == exit_codes.DONE,
            "findings": [finding_shape(each) for each in found],
        },
        finding_lines(found) or ["Nothing was found."],
    )
    return exit_codes.of(found)


def _find(store: Store, asked: str) -> Version:
    from portfolio_app.store import queries

    found = queries.proposal.versions(store)
    exact = [each for each in found if each.uid == asked]
    named = exact or [each for each in found if each.about.casefold() == asked.casefold()]
    if len(named) == 1:
        return named[0]
    several = "Several restore points are" if named else "No restore point is"
    raise PortfolioError(
        f"{several} called {asked}. Nothing was changed.",
        hint="Give its id; proposal versions lists them.",
        code="no-such-version",
    )


def _shape(version: Version) -> dict[str, Any]:
    return {
        "id": version.uid,
        "kind": version.kind.value,
        "name": version.name,
        "about": version.about,
        "made_at": version.made_at,
        "words": version.words,
    }


def _row_shape(row: Row) -> dict[str, Any]:
    return {
        "change": row.change.value,
        "old": [{"text": each.text, "removed": each.is_marked} for each in row.old],
        "new": [{"text": each.text, "added": each.is_marked} for each in row.new],
        "said": list(row.said),
    }


def _run_line(runs: tuple[Run, ...]) -> str:
    return "".join(f"[{each.text}]" if each.is_marked else each.text for each in runs)
