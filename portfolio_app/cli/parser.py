"""The words of the command line: which commands there are and what each of them takes."""

from __future__ import annotations

import argparse
from pathlib import Path

from portfolio_app.cli import (
    commands,
    hiding_commands,
    inside_commands,
    mapping_commands,
    passage_commands,
    search_commands,
    sorting_commands,
    standard_commands,
)


def build() -> argparse.ArgumentParser:
    """Return the parser; each command carries the function that does it as ``run``."""
    parser = argparse.ArgumentParser(
        prog="portfolio-app",
        description="Build your senior leader portfolio. Nothing leaves this computer.",
        epilog="With no command, or with open FOLDER, the window opens.",
    )
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    new = _command(words, "new", "make an empty, encrypted portfolio", commands.new)
    new.add_argument("--name", required=True, help="the apprentice's name, for the cover")
    new.add_argument("--start", required=True, help="start date, YYYY-MM-DD")
    new.add_argument("--gateway", required=True, help="planned gateway, YYYY-MM-DD")
    new.add_argument("--standard", default="st0480-v1.2", help="a standard's id")
    new.add_argument("--programme", default="", help="a programme's id")
    new.add_argument("--recovery-key-file", type=Path, help="write the recovery key to this file")

    _command(
        words, "demo", "make the sample portfolio and build its bundle beside it", commands.demo
    )

    add = _command(words, "add", "store files, then read each", commands.add)
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--title", default="", help="the title to give (one file only)")
    add.add_argument("--date", default="", help="the evidence's own day, YYYY-MM-DD")
    add.add_argument("--recursive", action="store_true", help="take sub-folders too")

    inside = _command(
        words, "inside", "list the files in an item, or take some out", inside_commands.inside
    )
    inside.add_argument("item", metavar="ITEM")
    inside.add_argument(
        "--take", nargs="+", type=int, default=[], metavar="N", help="make items of these files"
    )

    recognise = _command(
        words, "recognise", "read the words of scanned pages", inside_commands.recognise
    )
    recognise.add_argument("item", metavar="ITEM")

    address = _command(
        words, "address", "keep a web address; nothing is fetched", inside_commands.address
    )
    address.add_argument("url", metavar="URL")
    address.add_argument("--title", default="", help="the page's title")
    address.add_argument("--seen", default="", help="the day it was seen, YYYY-MM-DD")
    address.add_argument("--text-file", type=Path, help="a text file with the words of the page")

    listing = _command(words, "list", "list what the portfolio holds", commands.list_things)
    listing.add_argument(
        "what",
        nargs="?",
        default="evidence",
        choices=["evidence", "inbox", "reading", "claims", "ksbs", "bundles"],
    )

    sort = _command(words, "sort", "keep, read, put off or bin an item", sorting_commands.sort)
    sort.add_argument("item", metavar="ITEM")
    where = sort.add_mutually_exclusive_group(required=True)
    where.add_argument("--keep", action="store_true", help="into the library")
    where.add_argument("--reading", action="store_true", help="among what is read; no evidence")
    where.add_argument("--later", action="store_true", help="put off")
    where.add_argument("--bin", action="store_true", help="into the bin, for 30 days at least")
    sort.add_argument("--ksb", nargs="+", default=[], metavar="KSB", help="may show these: K8 S12")
    sort.add_argument("--project", default="", metavar="P", help="add it to this project")
    sort.add_argument("--did", default="", help="what you did (my part in it)")

    claim = _command(words, "claim", "say that a passage shows a KSB", commands.claim)
    claim.add_argument("item", metavar="ITEM")
    claim.add_argument("ksb", metavar="KSB", help="a code such as K8")
    claim.add_argument("--quote", help="the exact words of the passage")
    claim.add_argument("--page", type=int, help="the page, counted from 1")
    claim.add_argument("--box", help="x0,y0,x1,y1 in points from the page's top left corner")
    claim.add_argument("--time", help="a part of a recording, such as 00:10-01:20")
    claim.add_argument("--strength", type=int, choices=[1, 2, 3], default=2)
    claim.add_argument("--shows", default="", help="what this shows, up to 200 characters")

    hide = _command(
        words, "hide", "hide words or an area from everything exported", hiding_commands.hide
    )
    hide.add_argument("item", metavar="ITEM")
    hide.add_argument("--quote", default="", help="the exact words to hide")
    hide.add_argument("--page", type=int, help="the page, counted from 1")
    hide.add_argument("--box", help="x0,y0,x1,y1 in points from the page's top left corner")
    hide.add_argument("--label", default="", help="what stands there instead, such as “Pupil A”")
    hide.add_argument("--everywhere", action="store_true", help="these words in all evidence")
    hide.add_argument("--unhide", default="", metavar="ID", help="let a hidden place be seen again")

    names = _command(
        words, "names", "list the names to hide, or look for them", hiding_commands.names
    )
    names.add_argument("--add", action="append", default=[], metavar="NAME")
    names.add_argument("--remove", action="append", default=[], metavar="NAME")
    names.add_argument("--label", default="", help="what stands in place of the names added")
    names.add_argument("--part-of-word", action="store_true", help="find them inside words, too")
    names.add_argument("--find", action="store_true", help="look for names, numbers and addresses")

    shortlist = _command(
        words, "shortlist", "print, set or change the shortlist", commands.shortlist
    )
    shortlist.add_argument("items", nargs="*", metavar="ITEM")
    shortlist.add_argument("--add", nargs="+", default=[], metavar="ITEM")
    shortlist.add_argument("--remove", nargs="+", default=[], metavar="ITEM")
    shortlist.add_argument("--suggest", type=int, metavar="N", help="suggest at most N items")

    standard = _command(
        words,
        "standard",
        "show the standard, compare or accept its list, set methods and themes, import another",
        standard_commands.standard,
    )
    standard_commands.add_arguments(standard)

    setting = _command(words, "set", "set one of the cover's facts", commands.set_detail)
    setting.add_argument("key", metavar="KEY")
    setting.add_argument("value", metavar="VALUE")

    _command(words, "coverage", "say which KSBs are covered, started or gaps", commands.coverage)

    search = _command(
        words, "search", "find words in everything the portfolio holds", search_commands.search
    )
    search.add_argument(
        "query",
        nargs="+",
        metavar="QUERY",
        help='words, "a phrase", ksb:k8 type:minutes from:2024-09 to: is:shortlisted project:',
    )

    text = _command(words, "text", "print an item's text, page by page", commands.text)
    text.add_argument("item", metavar="ITEM")

    mapping = _command(
        words, "mapping", "write the mapping as a table, or import one", mapping_commands.mapping
    )
    mapping.add_argument("action", choices=["export", "import"])
    mapping.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx; export also .json")
    mapping.add_argument("--sheet", default="", help="the sheet to import, by its name")
    mapping.add_argument("--evidence", type=Path, help="a folder with the files the rows name")
    mapping.add_argument("--preview", action="store_true", help="say what each row would do")

    newer = _command(
        words, "replace", "replace an item with a newer version of it", passage_commands.replace
    )
    newer.add_argument("item", metavar="ITEM")
    newer.add_argument("file", type=Path, metavar="FILE")

    marked = _command(
        words, "highlights", "list or use highlights files brought", passage_commands.highlights
    )
    marked.add_argument("item", nargs="?", default="", metavar="ITEM")
    marked.add_argument(
        "--apply", nargs="+", metavar="WORD", help="a colour, then the codes it stands for"
    )

    split = _command(words, "split", "split an item into parts", passage_commands.split)
    split.add_argument("item", metavar="ITEM")
    where = split.add_mutually_exclusive_group()
    where.add_argument("--at", metavar="PAGES", help="where parts begin, such as 3,8")
    where.add_argument("--bookmarks", action="store_true", help="at the PDF's bookmarks")
    where.add_argument("--titles", action="store_true", help="at the titles of pages")
    split.add_argument("--list", action="store_true", help="only list where it may be split")

    scan = _command(words, "scan", "skills scans: private marks", mapping_commands.scan)
    scan.add_argument("action", choices=["list", "start", "rate", "save"])
    scan.add_argument("marks", nargs="*", metavar="KSB=MARK")
    scan.add_argument("--scan", default="", help="its id or title; the last one without")
    scan.add_argument("--title", default="")
    scan.add_argument("--day", default="", help="YYYY-MM-DD; today without")
    scan.add_argument("--scale", nargs="*", default=[], help="the words, lowest first")
    scan.add_argument("--manager", action="store_true", help="the line manager's marks")
    scan.add_argument("--out", type=Path, help="write it for the provider: .pdf, .csv or .xlsx")

    bundle = _command(words, "bundle", "build the compiled portfolio PDF", commands.bundle)
    bundle.add_argument("out", type=Path, metavar="OUT.pdf")
    bundle.add_argument("--draft", action="store_true", help="mark it as a draft in any case")

    inspect = _command(words, "inspect", "read a built bundle back", commands.inspect, folder=False)
    inspect.add_argument("bundle", type=Path, metavar="BUNDLE.pdf")

    _command(words, "check", "verify the database and every file", commands.check)

    backup = _command(words, "backup", "add what is new to a sealed backup", commands.backup)
    backup.add_argument("dest", type=Path, metavar="DEST")
    backup.add_argument("--single-file", action="store_true", help="one file instead of a folder")

    restore = _command(
        words, "restore", "make a portfolio again from a backup", commands.restore, folder=False
    )
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("folder", type=Path, metavar="FOLDER")
    restore.add_argument(
        "--recovery-key-file", type=Path, help="a file that holds the recovery key"
    )
    _passphrase(restore)
    return parser


def _command(
    words: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    run: commands.Command,
    *,
    folder: bool = True,
) -> argparse.ArgumentParser:
    made = words.add_parser(
        name, help=help_text, description=help_text[0].upper() + help_text[1:] + "."
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="print one JSON document")
    if folder:
        made.add_argument("folder", type=Path, metavar="FOLDER", help="the portfolio's folder")
        _passphrase(made)
    return made


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="a file that holds the passphrase (- for standard input), when no keychain does",
    )
