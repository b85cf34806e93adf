"""One function a command: opens the portfolio, calls the verb, prints what it returned."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date as day
from pathlib import Path
from typing import Any

from portfolio_app.cli.printing import Printer, problem_lines, table
from portfolio_app.domain.passage import Box, Claim, Strength
from portfolio_app.problems import Level, PortfolioError, Problem

Command = Callable[[argparse.Namespace, Printer], int]

_DONE, _FINDINGS, _REFUSED = 0, 1, 2


def new(asked: argparse.Namespace, out: Printer) -> int:
    """Make an empty portfolio."""
    from portfolio_app.services import portfolio

    facts = portfolio.NewPortfolio(
        name=asked.name,
        start=_day(asked.start, "--start"),
        gateway=_day(asked.gateway, "--gateway"),
        standard_id=asked.standard,
        programme_id=asked.programme,
    )
    made = portfolio.create(asked.folder, facts, passphrase=_passphrase(asked))
    with made.store as store:
        out.tell(f"Made {store.folder}. Its key is kept in {made.key_in}.")
        if asked.recovery_key_file:
            portfolio.write_recovery_key(store, asked.recovery_key_file)
            out.tell(f"The recovery key is in {asked.recovery_key_file}. Keep it somewhere else.")
        elif sys.stdout.isatty() and not asked.json:
            key = portfolio.make_recovery_key(store)
            portfolio.recovery_key_was_kept(store)
            out.tell(f"Recovery key, shown this once:\n  {key}\nWrite it down and keep it apart.")
        else:
            out.tell("No recovery key yet: make one in the window, or with --recovery-key-file.")
        out.result(
            {"path": str(store.folder), "id": store.id, "key_in": made.key_in}, [str(store.folder)]
        )
    return _DONE


def demo(asked: argparse.Namespace, out: Printer) -> int:
    """Make the sample portfolio, and its bundle beside it."""
    from portfolio_app.services import demo as sample

    made = sample.make(asked.folder, progress=out.progress)
    if made.passphrase:
        out.tell(f'The sample\'s passphrase is "{made.passphrase}". Its content is fictional.')
    built = made.built
    out.result(
        {
            "path": str(made.folder),
            "key_in": made.key_in,
            "items": made.items,
            "claims": made.claims,
            "bundle": _bundle_json(built),
        },
        [
            f"Sample portfolio: {made.folder}",
            f"Its bundle: {built.path} ({built.bundle.pages} pages)",
        ],
    )
    return _DONE


def add(asked: argparse.Namespace, out: Printer) -> int:
    """Store files and read them."""
    from portfolio_app.services import intake

    with _open(asked) as store, _room() as room:
        added = intake.add(
            store,
            room,
            asked.files,
            title=asked.title,
            date=_day(asked.date, "--date") if asked.date else "",
            recursive=asked.recursive,
            progress=out.progress,
        )
    items = [
        {
            "id": each.item_uid,
            "title": each.title,
            "kind": each.kind.value,
            "pages": each.pages,
            "bytes": each.bytes,
            "sha256": each.sha256,
            "status": each.status,
            "problem": each.problem,
            "path": each.path,
        }
        for each in added.results
    ]
    rows = table(
        ["Status", "Pages", "Title", "Note"],
        ([each.status, each.pages or "", each.title, each.problem] for each in added.results),
        widest=90,
    )
    out.result({"items": items}, rows)
    failed = sum(each.status == "failed" for each in added.results)
    if failed:
        out.tell(f"{failed} of {len(added.results)} files couldn't be added. The others are safe.")
    if failed == len(added.results):
        return _REFUSED
    return _FINDINGS if failed else _DONE


def list_things(asked: argparse.Namespace, out: Printer) -> int:
    """List evidence, claims, KSBs or bundles."""
    from portfolio_app.store import queries

    with _open(asked, readonly=True) as store:
        if asked.what == "evidence":
            items = queries.evidence.items(store)
            document = [
                {
                    "id": each.uid,
                    "ref": each.ref,
                    "title": each.title,
                    "file": each.file_name,
                    "kind": each.document.value,
                    "pages": each.pages,
                    "sha256": each.sha256,
                    "date": each.date,
                    "claims": each.claims,
                    "status": each.status.value,
                    "problem": each.problem,
                }
                for each in items
            ]
            lines = table(
                ["Id", "Ref", "Title", "Date", "Pages", "Claims"],
                ([i.uid, i.ref, i.title, i.date, i.pages or "", i.claims] for i in items),
            )
        elif asked.what == "claims":
            claims = queries.claims.claims(store)
            document = [_claim_json(each) for each in claims]
            lines = _claim_lines(claims)
        elif asked.what == "ksbs":
            standard = queries.standard.standard(store)
            document = [_ksb_json(each) for each in standard.ksbs]
            lines = table(
                ["Code", "Method", "Statement"],
                ([k.code, ", ".join(k.methods) or "not set", k.text] for k in standard.ksbs),
                widest=100,
            )
            _notice(standard.notice, out)
        else:
            built = queries.bundles.bundles(store)
            document = [
                {
                    "id": b.uid,
                    "built": b.built_at,
                    "path": b.path,
                    "pages": b.pages,
                    "bytes": b.bytes,
                    "sha256": b.sha256,
                    "draft": b.is_draft,
                }
                for b in built
            ]
            lines = table(
                ["Bundle", "Built", "Pages", "File"],
                ([b.uid, b.built_at, b.pages, b.path] for b in built),
                widest=80,
            )
        # architecture.md section 9: evidence is listed as items, everything else by its own name
        key = "items" if asked.what == "evidence" else asked.what
        out.result({key: document}, lines)
    return _DONE


def claim(asked: argparse.Namespace, out: Printer) -> int:
    """Claim a passage, a box, a time range or a whole item for one KSB."""
    from portfolio_app.services import mapping
    from portfolio_app.store import queries

    if sum(bool(each) for each in (asked.quote, asked.box, asked.time)) > 1:
        raise PortfolioError("A claim has one place.", hint="Give --quote, or --box, or --time.")
    if asked.box and not asked.page:
        raise PortfolioError("A box needs its page.", hint="Add --page N, counted from 1.")
    with _open(asked) as store, _room() as room:
        item = queries.evidence.find(store, asked.item)
        ksb = mapping.ksb_called(store, asked.ksb)
        if asked.quote:
            found = mapping.anchor_for_quote(store, room, item.uid, asked.quote, page=asked.page)
            anchor = found.anchor
            if found.others:
                out.tell(
                    f"These words stand in {found.others + 1} places; the one on page "
                    f"{anchor.spans[0].page_index + 1} was taken. Use --page to choose another."
                )
        elif asked.box:
            anchor = mapping.anchor_for_box(store, item.uid, asked.page, _box(asked.box))
        elif asked.time:
            anchor = mapping.anchor_for_time(item, *_times(asked.time))
        elif asked.page:
            raise PortfolioError(
                "A page alone is not a passage.", hint="Add --quote or --box, or leave --page out."
            )
        else:
            anchor = mapping.WHOLE
        made = mapping.claim(
            store, item.uid, [ksb.uid], anchor, strength=Strength(asked.strength), shows=asked.shows
        )
        claims = [c for c in queries.claims.claims(store, item_uid=item.uid) if c.uid in made.uids]
        out.result({"claims": [_claim_json(each) for each in claims]}, _claim_lines(claims))
    return _DONE


def shortlist(asked: argparse.Namespace, out: Printer) -> int:
    """Print the shortlist, or set, change or suggest it."""
    from portfolio_app.services import shortlist as verbs
    from portfolio_app.store import queries

    changing = bool(asked.items or asked.add or asked.remove)
    with _open(asked, readonly=not changing) as store:

        def uids(words: list[str]) -> list[str]:
            return [queries.evidence.find(store, each).uid for each in words]

        if asked.items:
            verbs.set_order(store, uids(asked.items))
        if asked.add:
            verbs.add(store, uids(asked.add))
        if asked.remove:
            verbs.remove(store, uids(asked.remove))
        if asked.suggest is not None:
            suggested = verbs.suggest(store, asked.suggest)
            by_uid = {each.uid: each for each in queries.evidence.items(store)}
            why = dict(suggested.reasons)
            codes = {k.uid: k.code for k in queries.standard.standard(store).ksbs}
            chosen = [
                {"id": uid, "title": by_uid[uid].title, "why": why.get(uid, "")}
                for uid in suggested.chosen
            ]
            out.result(
                {"suggested": chosen, "uncovered": [codes[uid] for uid in suggested.uncovered]},
                [
                    *table(["Id", "Title", "Why"], (list(each.values()) for each in chosen)),
                    "Left uncovered: "
                    + (", ".join(codes[u] for u in suggested.uncovered) or "none"),
                    "Nothing was changed. Give the items to shortlist to use this set.",
                ],
            )
            return _DONE
        items = [each for each in queries.evidence.items(store) if each.ref]
        items.sort(key=lambda each: each.position or 0)
        out.result(
            {"items": [{"ref": i.ref, "id": i.uid, "title": i.title} for i in items]},
            table(["Ref", "Title", "Id"], ([i.ref, i.title, i.uid] for i in items)),
        )
    return _DONE


def standard(asked: argparse.Namespace, out: Printer) -> int:
    """Show the standard the portfolio holds, and how sure its parts are."""
    from portfolio_app.store import queries

    with _open(asked, readonly=True) as store:
        held = queries.standard.standard(store)
        rules = [
            {
                "id": rule.id,
                "text": rule.text,
                "confirmed": rule.confirmed,
                "source": held.source_line(rule),
            }
            for rule in held.rules
        ]
        out.result(
            {
                "id": held.id,
                "name": held.name,
                "notice": held.notice,
                "ksbs": [_ksb_json(each) for each in held.ksbs],
                "rules": rules,
            },
            [
                held.name,
                *([held.notice] if held.notice else []),
                f"{len(held.ksbs)} KSBs",
                *(f"{rule['text']} ({rule['source']})" for rule in rules),
            ],
        )
    return _DONE


def set_detail(asked: argparse.Namespace, out: Printer) -> int:
    """Set one fact of the portfolio: name, employer, provider, epao, reference, dates or role."""
    from portfolio_app.services import portfolio

    with _open(asked) as store:
        changes = portfolio.set_detail(store, asked.key, asked.value)
    out.result({"key": asked.key, "value": asked.value}, [changes.summary])
    return _DONE


def coverage(asked: argparse.Namespace, out: Printer) -> int:
    """Print every KSB with its status."""
    from portfolio_app.domain.coverage import CAVEAT, RULE
    from portfolio_app.services import coverage as verbs

    with _open(asked, readonly=True) as store:
        covered = verbs.coverage(store)
        _notice(verbs.notice(store), out)
        names = verbs.method_words(store)
        out.result(
            {
                "ksbs": [
                    {
                        "code": each.ksb.code,
                        "status": each.status.value,
                        "claims": len(each.claims),
                        "method": names[each.ksb.uid],
                    }
                    for each in covered
                ]
            },
            [
                *table(
                    ["KSB", "Status", "Claims", "What it asks for"],
                    (
                        [
                            f"{c.ksb.kind.mark} {c.ksb.code}",
                            c.status.words,
                            len(c.claims),
                            c.ksb.short,
                        ]
                        for c in covered
                    ),
                ),
                RULE,
                CAVEAT,
            ],
        )
    return _DONE


def search(asked: argparse.Namespace, out: Printer) -> int:
    """Find words in the text of the evidence."""
    from portfolio_app.store import queries

    with _open(asked, readonly=True) as store:
        hits = queries.text.search(store, " ".join(asked.query), limit=50)
        titles = {each.uid: each.title for each in queries.evidence.items(store)}
        out.result(
            {
                "hits": [
                    {"item": h.item_uid, "page": h.page, "snippet": h.snippet, "score": h.score}
                    for h in hits
                ]
            },
            table(
                ["Title", "Page", "Words"], ([titles[h.item_uid], h.page, h.snippet] for h in hits)
            ),
        )
    return _DONE


def text(asked: argparse.Namespace, out: Printer) -> int:
    """Print an item's text, page by page."""
    from portfolio_app.store import queries

    with _open(asked, readonly=True) as store:
        item = queries.evidence.find(store, asked.item)
        pages = queries.text.page_texts(store, item.uid)
        if not pages and item.problem:
            out.tell(item.problem)
        lines: list[str] = []
        for each in pages:
            lines += [f"--- page {each.index + 1}", *each.text.splitlines()]
        out.result(
            {"pages": [{"page": each.index + 1, "text": each.text} for each in pages]}, lines
        )
    return _DONE


def bundle(asked: argparse.Namespace, out: Printer) -> int:
    """Build the compiled portfolio PDF."""
    from portfolio_app.services import bundle as verbs

    with _open(asked) as store, _room() as room:
        built = verbs.build(store, room, asked.out, draft=asked.draft, progress=out.progress)
    out.result(
        _bundle_json(built),
        [
            f"{built.path}: {built.bundle.pages} pages, {built.bundle.bytes:,} bytes, "
            f"{built.seconds:.1f} s",
            *problem_lines(built.findings),
        ],
    )
    return _exit_for(built.findings)


def inspect(asked: argparse.Namespace, out: Printer) -> int:
    """Read a built bundle back; works without the portfolio."""
    from portfolio_app.services import bundle as verbs

    with _room() as room:
        found = verbs.inspect(room, asked.bundle, progress=out.progress)
    ok = not any(each.level is Level.MUST_FIX for each in found.findings)
    out.result(
        {
            "ok": ok,
            "bundle_id": found.bundle_id,
            "pages": found.pages,
            "links": found.links,
            "items": [asdict(each) for each in found.items],
            "claims": [asdict(each) for each in found.claims],
            "findings": [_problem_json(each) for each in found.findings],
        },
        [
            f"{found.pages} pages, {len(found.items)} pieces, {len(found.claims)} claims, "
            f"{found.links} links",
            *problem_lines(found.findings),
            "As promised." if ok else "Not as promised.",
        ],
    )
    return _DONE if ok else _FINDINGS


def check(asked: argparse.Namespace, out: Printer) -> int:
    """Verify the database and every stored file."""
    from portfolio_app.services import portfolio

    with _open(asked, readonly=True) as store:
        report = portfolio.check(store, progress=out.progress)
    out.result(
        {
            "ok": report.ok,
            "files": report.files,
            "damaged": list(report.damaged),
            "missing": list(report.missing),
            "findings": [_problem_json(each) for each in report.findings],
        },
        [f"{report.files} files checked.", *problem_lines(report.findings)]
        + (["All as it was stored."] if report.ok else []),
    )
    return _DONE if report.ok else _FINDINGS


def backup(asked: argparse.Namespace, out: Printer) -> int:
    """Add what is new to a sealed backup."""
    from portfolio_app.services import backup as verbs

    with _open(asked) as store:
        done = verbs.back_up(
            store, asked.dest, single_file=asked.single_file, progress=out.progress
        )
        if not store.header.has_recovery_key:
            out.tell("Recovery key not saved: this backup opens only with this computer's key.")
    out.result(
        {"path": str(done.path), "files": done.files, "bytes": done.bytes},
        [f"{done.path}: {done.files} files, {done.bytes:,} bytes"],
    )
    return _DONE


def restore(asked: argparse.Namespace, out: Printer) -> int:
    """Make a portfolio again from a backup."""
    from portfolio_app.services import backup as verbs

    recovery = ""
    if asked.recovery_key_file:
        recovery = _read_secret(asked.recovery_key_file)
    done = verbs.restore(
        asked.backup,
        asked.folder,
        recovery=recovery or None,
        passphrase=_passphrase(asked),
        progress=out.progress,
    )
    out.result(
        {"path": str(done.path), "files": done.files, "bytes": done.bytes},
        [f"{done.path}: {done.files} files, {done.bytes:,} bytes"],
    )
    return _DONE


@contextmanager
def _open(asked: argparse.Namespace, *, readonly: bool = False) -> Iterator[Any]:
    from portfolio_app.services import portfolio

    passphrase = _passphrase(asked)
    try:
        store = portfolio.open_folder(asked.folder, passphrase=passphrase, readonly=readonly)
    except PortfolioError as error:
        if error.code != "key-needed" or passphrase is not None or not sys.stdin.isatty():
            raise
        typed = getpass.getpass("Passphrase: ")
        store = portfolio.open_folder(asked.folder, passphrase=typed, readonly=readonly)
    with store:
        yield store


@contextmanager
def _room() -> Iterator[Any]:
    from portfolio_app.workroom.host import Workroom

    with Workroom() as room:
        yield room


def _passphrase(asked: argparse.Namespace) -> str | None:
    if asked.passphrase_file is None:
        return None
    if asked.passphrase_file == "-":  # noqa: S105 - not a secret: the usual word for standard input
        return sys.stdin.readline().rstrip("\r\n")
    return _read_secret(Path(asked.passphrase_file))


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()[0].strip(os.linesep)
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise PortfolioError(
            f"{path} could not be read.", hint="Give a text file whose first line is the secret."
        ) from error


def _day(typed: str, where: str) -> str:
    try:
        return day.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise PortfolioError(f"{where} is not a date: {typed}", hint="Use YYYY-MM-DD.") from error


def _box(typed: str) -> Box:
    try:
        x0, y0, x1, y1 = (float(each) for each in typed.split(","))
    except ValueError as error:
        raise PortfolioError(
            f"This is not a box: {typed}",
            hint="Use x0,y0,x1,y1 in points, for example 72,90,300,120.",
        ) from error
    return (x0, y0, x1, y1)


def _times(typed: str) -> tuple[float, float]:
    def seconds(words: str) -> float:
        total = 0.0
        for each in words.split(":"):
            total = total * 60 + float(each)
        return total

    try:
        start, end = (seconds(each) for each in typed.split("-"))
    except ValueError as error:
        raise PortfolioError(
            f"This is not a time range: {typed}",
            hint="Use minutes and seconds, such as 00:10-01:20.",
        ) from error
    return start, end


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.uid,
        "item": claim.item_uid,
        "ref": claim.ref,
        "ksb": claim.ksb_code,
        "page": claim.page,
        "quote": claim.anchor.quote,
        "strength": int(claim.strength),
        "shows": claim.shows,
    }


def _claim_lines(claims: Any) -> list[str]:
    return table(
        ["KSB", "Ref", "Page", "Words", "Shows"],
        ([c.ksb_code, c.ref, c.page or "all", c.anchor.quote, c.shows] for c in claims),
        widest=60,
    )


def _ksb_json(ksb: Any) -> dict[str, Any]:
    return {
        "id": ksb.uid,
        "code": ksb.code,
        "kind": ksb.kind.value,
        "text": ksb.text,
        "methods": list(ksb.methods),
        "wording_confirmed": ksb.wording_confirmed,
    }


def _bundle_json(built: Any) -> dict[str, Any]:
    return {
        "path": str(built.path),
        "bundle_id": built.bundle_id,
        "pages": built.bundle.pages,
        "bytes": built.bundle.bytes,
        "seconds": round(built.seconds, 3),
        "peak_bytes": built.peak_bytes,
        "items": [
            {
                "ref": each.ref,
                "id": each.uid,
                "first_page": each.first_page,
                "pages": each.pages,
                "of": each.of,
            }
            for each in built.bundle.items
        ],
        "claims": [{"ksb": c.ksb, "ref": c.ref, "page": c.page} for c in built.bundle.claims],
        "findings": [_problem_json(each) for each in built.findings],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "level": problem.level.value,
        "rule": problem.rule,
        "about": problem.about,
        "message": problem.message,
    }


def _exit_for(findings: tuple[Problem, ...]) -> int:
    return _FINDINGS if any(each.level is Level.MUST_FIX for each in findings) else _DONE


def _notice(notice: str, out: Printer) -> None:
    if notice:
        out.tell(notice)
