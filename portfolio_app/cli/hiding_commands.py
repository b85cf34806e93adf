"""Hidden places and the names to hide: the words of the command line that are about them."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.typed import box_of
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.hiding import Hide, PossibleName, pages_words
from portfolio_app.domain.names import folded
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries

if TYPE_CHECKING:
    from portfolio_app.store.database import Store


def add_to(words: Words) -> None:
    """Add hide and names."""
    takes = command(words, "hide", "hide words or an area from everything exported", hide)
    takes.add_argument("item", metavar="ITEM")
    takes.add_argument("--quote", default="", help="the exact words to hide")
    takes.add_argument("--page", type=int, help="the page, counted from 1")
    takes.add_argument("--box", help="x0,y0,x1,y1 in points from the page's top left corner")
    takes.add_argument("--label", default="", help="what stands there instead, such as “Pupil A”")
    takes.add_argument("--everywhere", action="store_true", help="these words in all evidence")
    takes.add_argument(
        "--unhide", default="", metavar="ID", help="let a hidden place be seen again"
    )

    takes = command(words, "names", "list the names to hide, or look for them", names)
    takes.add_argument("--add", action="append", default=[], metavar="NAME")
    takes.add_argument("--remove", action="append", default=[], metavar="NAME")
    takes.add_argument("--label", default="", help="what stands in place of the names added")
    takes.add_argument("--part-of-word", action="store_true", help="find them inside words, too")
    takes.add_argument("--find", action="store_true", help="look for names, numbers and addresses")


def hide(asked: argparse.Namespace, out: Printer) -> int:
    """Hide words or an area of an item, show one again, or list the hidden places."""
    from portfolio_app.services import hiding, mapping

    wanted = [bool(asked.quote), bool(asked.box), bool(asked.unhide)]
    if sum(wanted) > 1:
        raise PortfolioError("Give one of --quote, --box and --unhide.")
    if asked.everywhere and not asked.quote:
        raise PortfolioError("--everywhere needs the words.", hint="Give them with --quote.")
    if asked.box and not asked.page:
        raise PortfolioError("--box needs the page.", hint="Give it with --page, from 1.")
    if not any(wanted):
        with open_store(asked, readonly=True) as store:
            item = queries.evidence.find(store, asked.item)
            _print_hides(out, queries.hides.hides(store, item.uid))
        return exit_codes.DONE
    with open_store(asked) as store, workroom() as room:
        item = queries.evidence.find(store, asked.item)
        if asked.unhide:
            known = queries.hides.hide(store, asked.unhide)
            if known.item_uid != item.uid:
                raise PortfolioError("That hidden place is another item's.", code="no-such-hide")
            out.tell(hiding.unhide(store, asked.unhide).summary)
            _print_hides(out, queries.hides.hides(store, item.uid))
            return exit_codes.DONE
        if asked.everywhere:
            made = hiding.hide_everywhere(
                store, room, asked.quote, asked.label, progress=out.progress
            )
        elif asked.quote:
            found = mapping.anchor_for_quote(store, room, item.uid, asked.quote, page=asked.page)
            made = hiding.hide(store, item.uid, found.anchor, asked.label)
            if found.others:
                out.tell(f"These words also stand in {found.others} other places of the item.")
        else:
            anchor = mapping.anchor_for_box(store, item.uid, asked.page, box_of(asked.box))
            made = hiding.hide(store, item.uid, anchor, asked.label)
        out.tell(made.changes.summary)
        for each in made.skipped:
            out.tell(f"Not hidden: {each}")
        every = queries.hides.hides(store, None if asked.everywhere else item.uid)
        _print_hides(out, [each for each in every if each.uid in made.uids])
    return exit_codes.DONE


def names(asked: argparse.Namespace, out: Printer) -> int:
    """Add to the names to hide, take some off, list them, or look for them."""
    from portfolio_app.services import hiding, names_to_hide

    changes = bool(asked.add or asked.remove)
    document: dict[str, Any] = {}
    with open_store(asked, readonly=not changes) as store:
        if asked.add:
            made = names_to_hide.add(
                store, asked.add, asked.label, whole_word=not asked.part_of_word
            )
            out.tell(made.changes.summary)
            for each in (
                *(f"{name} is on the list already." for name in made.known),
                *made.refused,
            ):
                out.tell(each)
        if asked.remove:
            out.tell(names_to_hide.remove(store, _listed(store, asked.remove)).summary)
        listed = queries.names_to_hide.names(store)
        document["names"] = [
            {
                "id": each.uid,
                "text": each.text,
                "label": each.label,
                "whole_word": each.whole_word,
                "own": each.is_own,
            }
            for each in listed
        ]
        rows = table(
            ["Name", "Label", "Whole word"],
            ([n.text, n.label, "yes" if n.whole_word else "no"] for n in listed),
            widest=60,
        )
        if asked.find:
            began = time.monotonic()
            with workroom() as room:
                searched = hiding.find(store, room, progress=out.progress)
            document["found"] = [_found_shape(each) for each in searched.found]
            document["look_at"] = [
                {"item": each.item_uid, "ref": each.ref, "pages": list(each.pages)}
                for each in searched.to_look_at
            ]
            document["pages"] = searched.pages
            document["seconds"] = round(time.monotonic() - began, 3)
            rows = table(
                ["Item", "Page", "Kind", "Words", "State"],
                (
                    [f.ref or f.title, f.page, f.kind.one, f.words, _state(f)]
                    for f in searched.found
                ),
                widest=48,
            )
            for look in searched.to_look_at:
                out.tell(
                    f"Pictures aren't searched. Look at {pages_words(look.pages)} of "
                    f"{look.ref or look.title} yourself."
                )
    out.result(document, rows)
    return exit_codes.DONE


def _listed(store: Store, texts: list[str]) -> list[str]:
    by_name = {folded(each.text): each.uid for each in queries.names_to_hide.names(store)}
    uids = []
    for text in texts:
        uid = by_name.get(folded(text))
        if uid is None:
            raise PortfolioError(f"{text} isn't on the list.", code="no-such-name")
        uids.append(uid)
    return uids


def _print_hides(out: Printer, hides: tuple[Hide, ...] | list[Hide]) -> None:
    out.result(
        {
            "hides": [
                {
                    "id": each.uid,
                    "item": each.item_uid,
                    "ref": each.ref,
                    "page": each.page,
                    "quote": each.anchor.quote,
                    "label": each.label,
                    "origin": each.origin,
                    "to_place": each.to_place,
                }
                for each in hides
            ]
        },
        table(
            ["Id", "Ref", "Page", "Words", "Label"],
            ([h.uid, h.ref, h.page, h.anchor.quote or "(area)", h.label] for h in hides),
            widest=60,
        ),
    )


def _found_shape(found: PossibleName) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "item": found.item_uid,
        "ref": found.ref,
        "page": found.page,
        "start": found.start,
        "end": found.end,
        "quote": found.words,
        "before": found.before,
        "after": found.after,
        "label": found.label,
        "hidden": found.is_hidden,
        "left": found.left,
    }


def _state(found: PossibleName) -> str:
    if found.is_hidden:
        return f"hidden as {found.label}" if found.label else "hidden"
    return f"left: {found.left}" if found.left else ""
