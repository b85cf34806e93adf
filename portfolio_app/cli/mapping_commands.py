"""The mapping as a table, in and out, and skills scans, on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.problems import PortfolioError


def add_to(words: Words) -> None:
    """Add mapping and scan."""
    takes = command(words, "mapping", "write the mapping as a table, or import one", mapping)
    takes.add_argument("action", choices=["export", "import"])
    takes.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx; export also .json")
    takes.add_argument("--sheet", default="", help="the sheet to import, by its name")
    takes.add_argument("--evidence", type=Path, help="a folder with the files the rows name")
    takes.add_argument("--preview", action="store_true", help="say what each row would do")

    takes = command(words, "scan", "skills scans: private marks", scan)
    takes.add_argument("action", choices=["list", "start", "rate", "save"])
    takes.add_argument("marks", nargs="*", metavar="KSB=MARK")
    takes.add_argument("--scan", default="", help="its id or title; the last one without")
    takes.add_argument("--title", default="")
    takes.add_argument("--day", default="", help="YYYY-MM-DD; today without")
    takes.add_argument("--scale", nargs="*", default=[], help="the words, lowest first")
    takes.add_argument("--manager", action="store_true", help="the line manager's marks")
    takes.add_argument("--out", type=Path, help="write it for the provider: .pdf, .csv or .xlsx")


def mapping(asked: argparse.Namespace, out: Printer) -> int:
    """Write the mapping to a file, or take over one that was kept in a spreadsheet."""
    if asked.action == "export":
        from portfolio_app.services import mapping_table

        with open_store(asked, readonly=True) as store:
            count = mapping_table.export(store, asked.file)
        out.result(
            {"path": str(asked.file), "claims": count}, [f"{count} claims written to {asked.file}."]
        )
        return exit_codes.DONE
    return _import(asked, out)


def _import(asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import mapping_import

    with open_store(asked, readonly=asked.preview) as store, workroom() as room:
        tables = mapping_import.read_table(room, asked.file)
        chosen = next((t for t in tables if not asked.sheet or t.name == asked.sheet), None)
        if chosen is None:
            raise PortfolioError(
                f"There is no sheet “{asked.sheet}”.",
                hint=f"Choose one of: {', '.join(t.name for t in tables)}.",
            )
        lines = mapping_import.preview(store, chosen, mapping_import.guess(store, chosen))
        code_of = {ksb.uid: ksb.code for ksb in mapping_import.ksbs(store)}
        if asked.preview:
            rows = [
                {
                    "row": line.number,
                    "title": line.title,
                    "date": line.date,
                    "ksbs": [code_of[uid] for uid in line.ksb_uids],
                    "unknown": list(line.unknown),
                    "items": list(line.item_uids),
                    "problem": line.problem,
                }
                for line in lines
            ]
            shown = (
                [
                    line.number,
                    line.title,
                    " ".join(code_of[uid] for uid in line.ksb_uids),
                    " ".join(line.unknown),
                    line.problem,
                ]
                for line in lines
            )
            out.result({"rows": rows}, table(["Row", "Title", "KSBs", "Unknown", "Note"], shown))
            return exit_codes.DONE
        done = mapping_import.import_lines(
            store, room, lines, folder=asked.evidence, progress=out.progress
        )
    results = [
        {"row": r.number, "outcome": r.outcome, "item": r.item_uid, "message": r.message}
        for r in done.results
    ]
    shown = ([r["row"], r["outcome"], r["message"]] for r in results)
    out.result({"rows": results}, table(["Row", "Outcome", "Note"], shown, widest=90))
    return (
        exit_codes.FINDINGS if any(r.outcome == "failed" for r in done.results) else exit_codes.DONE
    )


def scan(asked: argparse.Namespace, out: Printer) -> int:
    """List skills scans, start or rate one, or write one for the training provider."""
    from portfolio_app.domain.scan import Rater
    from portfolio_app.services import mapping as mapping_verbs
    from portfolio_app.services import scans
    from portfolio_app.store import queries

    if asked.action == "list":
        with open_store(asked, readonly=True) as store:
            found = queries.scans.scans(store)
        listed = [
            {"id": s.uid, "title": s.title, "day": s.day, "steps": len(s.scale), "rated": s.rated}
            for s in found
        ]
        shown = ([s["id"], s["title"], s["day"], s["rated"]] for s in listed)
        out.result({"scans": listed}, table(["Id", "Title", "Day", "Rated"], shown))
        return exit_codes.DONE
    with open_store(asked) as store:
        if asked.action == "start":
            started = scans.start(store, asked.title, asked.day, asked.scale)
            out.result({"id": started.uid}, [started.uid])
            return exit_codes.DONE
        known = queries.scans.scans(store)
        chosen = next((s for s in reversed(known) if asked.scan in ("", s.uid, s.title)), None)
        if chosen is None:
            raise PortfolioError("There is no such skills scan.", hint="Start one first.")
        if asked.action == "rate":
            for pair in asked.marks:
                code, _, mark = pair.partition("=")
                ksb = mapping_verbs.ksb_called(store, code)
                if mark and not mark.isdigit():
                    raise PortfolioError(f"“{pair}” is no mark.", hint="Write it as K8=3.")
                by = Rater.MANAGER if asked.manager else Rater.OWN
                scans.rate(store, chosen.uid, ksb.uid, int(mark) if mark else None, by=by)
            out.result({"id": chosen.uid}, [f"{len(asked.marks)} marks written."])
            return exit_codes.DONE
        if asked.out is None:
            raise PortfolioError("Where to?", hint="Add --out and a .pdf, .csv or .xlsx file.")
        if asked.out.suffix.casefold() == ".pdf":
            with workroom() as room:
                scans.save_pdf(store, room, chosen.uid, asked.out)
        else:
            scans.save_table(store, chosen.uid, asked.out)
    out.result({"path": str(asked.out)}, [str(asked.out)])
    return exit_codes.DONE
