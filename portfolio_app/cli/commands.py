"""One function a command: opens the portfolio, calls the verb, prints what it returned."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict

from portfolio_app.cli.opening import open_store, passphrase_of, read_secret, workroom
from portfolio_app.cli.printing import Printer, problem_lines, table
from portfolio_app.cli.shapes import (
    bundle_shape,
    claim_lines,
    claim_shape,
    ksb_shape,
    problem_shape,
)
from portfolio_app.cli.typed import box_of, day_of, times_of
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import Level, PortfolioError, Problem

Command = Callable[[argparse.Namespace, Printer], int]

_DONE, _FINDINGS, _REFUSED = 0, 1, 2


def new(asked: argparse.Namespace, out: Printer) -> int:
    """Make an empty portfolio."""
    from portfolio_app.services import portfolio

    facts = portfolio.NewPortfolio(
        name=asked.name,
        start=day_of(asked.start, "--start"),
        gateway=day_of(asked.gateway, "--gateway"),
        standard_id=asked.standard,
        programme_id=asked.programme,
    )
    made = portfolio.create(asked.folder, facts, passphrase=passphrase_of(asked))
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
            "bundle": bundle_shape(built),
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

    with open_store(asked) as store, workroom() as room:
        added = intake.add(
            store,
            room,
            asked.files,
            title=asked.title,
            date=day_of(asked.date, "--date") if asked.date else "",
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
    """List evidence, the inbox, reading, claims, KSBs or bundles."""
    from portfolio_app.store import queries

    if asked.what in ("inbox", "reading"):
        from portfolio_app.cli.sorting_commands import list_shelf

        return list_shelf(asked, out)
    with open_store(asked, readonly=True) as store:
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
            document = [claim_shape(each) for each in claims]
            lines = claim_lines(claims)
        elif asked.what == "ksbs":
            standard = queries.standard.standard(store)
            document = [ksb_shape(each) for each in standard.ksbs]
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

    if sum(each is not None for each in (asked.quote, asked.box, asked.time)) > 1:
        raise PortfolioError("A claim has one place.", hint="Give --quote, or --box, or --time.")
    if asked.box is not None and asked.page is None:
        raise PortfolioError("A box needs its page.", hint="Add --page N, counted from 1.")
    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        ksb = mapping.ksb_called(store, asked.ksb)
        if asked.quote is not None:
            found = mapping.anchor_for_quote(store, room, item.uid, asked.quote, page=asked.page)
            anchor = found.anchor
            if found.others:
                out.tell(
                    f"These words stand in {found.others + 1} places; the one on page "
                    f"{anchor.spans[0].page_index + 1} was taken. Use --page to choose another."
                )
        elif asked.box is not None:
            anchor = mapping.anchor_for_box(store, item.uid, asked.page, box_of(asked.box))
        elif asked.time is not None:
            anchor = mapping.anchor_for_time(item, *times_of(asked.time))
        elif asked.page is not None:
            raise PortfolioError(
                "A page alone is not a passage.", hint="Add --quote or --box, or leave --page out."
            )
        else:
            anchor = mapping.WHOLE
        made = mapping.claim(
            store, item.uid, [ksb.uid], anchor, strength=Strength(asked.strength), shows=asked.shows
        )
        claims = [c for c in queries.claims.claims(store, item_uid=item.uid) if c.uid in made.uids]
        out.result({"claims": [claim_shape(each) for each in claims]}, claim_lines(claims))
    return _DONE


def shortlist(asked: argparse.Namespace, out: Printer) -> int:
    """Print the shortlist, or set, change or suggest it."""
    from portfolio_app.services import shortlist as verbs
    from portfolio_app.store import queries

    changing = bool(asked.items or asked.add or asked.remove)
    with open_store(asked, readonly=not changing) as store:

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
    from portfolio_app.domain.limits import all_rules, source_of
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        held = queries.standard.standard(store)
        rules = [
            {
                "id": rule.id,
                "text": rule.text,
                "value": rule.value,
                "unit": rule.unit,
                "confirmed": rule.confirmed,
                "may_block": rule.may_block,
                "source": source_of(held, rule),
            }
            for rule in all_rules(held)
        ]
        out.result(
            {
                "id": held.id,
                "name": held.name,
                "notice": held.notice,
                "ksbs": [ksb_shape(each) for each in held.ksbs],
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

    with open_store(asked) as store:
        changes = portfolio.set_detail(store, asked.key, asked.value)
    out.result({"key": asked.key, "value": asked.value}, [changes.summary])
    return _DONE


def coverage(asked: argparse.Namespace, out: Printer) -> int:
    """Print every KSB with its status."""
    from portfolio_app.domain.coverage import CAVEAT, RULE
    from portfolio_app.services import coverage as verbs

    with open_store(asked, readonly=True) as store:
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


def text(asked: argparse.Namespace, out: Printer) -> int:
    """Print an item's text, page by page."""
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
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

    with open_store(asked) as store, workroom() as room:
        built = verbs.build(store, room, asked.out, draft=asked.draft, progress=out.progress)
    out.result(
        bundle_shape(built),
        [
            f"{built.path}: {built.bundle.pages} pages, {built.bundle.bytes:,} bytes, "
            f"{built.seconds:.1f} s",
            *problem_lines(built.findings),
        ],
    )
    return _exit_code(built.findings)


def inspect(asked: argparse.Namespace, out: Printer) -> int:
    """Read a built bundle back; works without the portfolio."""
    from portfolio_app.services import bundle as verbs

    with workroom() as room:
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
            "findings": [problem_shape(each) for each in found.findings],
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

    with open_store(asked, readonly=True) as store:
        report = portfolio.check(store, progress=out.progress)
    out.result(
        {
            "ok": report.ok,
            "files": report.files,
            "damaged": list(report.damaged),
            "missing": list(report.missing),
            "findings": [problem_shape(each) for each in report.findings],
        },
        [f"{report.files} files checked.", *problem_lines(report.findings)]
        + (["All as it was stored."] if report.ok else []),
    )
    return _DONE if report.ok else _FINDINGS


def backup(asked: argparse.Namespace, out: Printer) -> int:
    """Add what is new to a sealed backup."""
    from portfolio_app.services import backup as verbs

    with open_store(asked) as store:
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
        recovery = read_secret(asked.recovery_key_file)
    done = verbs.restore(
        asked.backup,
        asked.folder,
        recovery=recovery or None,
        passphrase=passphrase_of(asked),
        progress=out.progress,
    )
    out.result(
        {"path": str(done.path), "files": done.files, "bytes": done.bytes},
        [f"{done.path}: {done.files} files, {done.bytes:,} bytes"],
    )
    return _DONE


def _exit_code(findings: tuple[Problem, ...]) -> int:
    return _FINDINGS if any(each.level is Level.MUST_FIX for each in findings) else _DONE


def _notice(notice: str, out: Printer) -> None:
    if notice:
        out.tell(notice)
