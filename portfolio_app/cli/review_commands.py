"""Commands for review meetings: prepared for, held, followed up, their papers made and read."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.days import day_words
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from datetime import date

    from portfolio_app.domain.planned import Planned
    from portfolio_app.domain.record_answers import PartyAnswer
    from portfolio_app.services.preparing import Prepared
    from portfolio_app.store.database import Store

_STANDINGS = ("open", "started", "done", "dropped")


def add_to(words: Words) -> None:
    """Add review with all its actions."""
    group = words.add_parser(
        "review",
        help="prepare for a review meeting, and follow up what was agreed",
        description="Prepare for a review meeting, and follow up what was agreed.",
    )
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    command(actions, "list", "the reviews and the actions agreed at them", show)

    takes = command(actions, "add", "plan a review meeting", add)
    takes.add_argument("title", metavar="TITLE")
    takes.add_argument("--day", default="", help="YYYY-MM-DD")
    takes.add_argument("--time", default="", help="14:00")
    takes.add_argument("--place", default="", help="where")
    takes.add_argument("--with", dest="who", action="append", default=[], metavar="ROLE")

    _one(actions, "prepare", "what changed, what is thin, what was agreed last time", prepare)
    takes = _one(actions, "raise", "say what to raise; without POINT, take all back", raise_points)
    takes.add_argument("points", nargs="*", metavar="POINT")
    takes = _one(actions, "held", "say that a review was held", held)
    takes.add_argument("--on", default="", metavar="DAY", help="YYYY-MM-DD, its own day without")
    takes = _one(actions, "pack", "save the two-page review pack", pack)
    takes.add_argument("--out", type=Path, required=True, metavar="PACK.pdf")
    takes = _one(actions, "agree", "write down an action that was agreed", agree)
    takes.add_argument("title", metavar="WHAT")
    takes.add_argument("--owner", default="me", help="a role, or me")
    takes.add_argument("--by", default="", help="YYYY-MM-DD")

    takes = command(actions, "follow", "say how far an action came, or what becomes of it", follow)
    takes.add_argument("what", metavar="ACTION", help="its id or its words")
    doing = takes.add_mutually_exclusive_group(required=True)
    doing.add_argument("--stand", choices=_STANDINGS)
    doing.add_argument("--goal", action="store_true", help="a row of the learning plan")
    doing.add_argument("--request", action="store_true", help="a request for an observation")
    takes.add_argument("--ksb", action="append", default=[], help="goal, request: about it")

    for name, help_text in (
        ("page", "save the line manager's page"),
        ("record", "save the record that the parties sign"),
    ):
        takes = _one(actions, name, help_text, paper)
        takes.add_argument("--out", type=Path, required=True, metavar="FORM.pdf")
        takes.add_argument(
            "--asks", action="append", default=[], metavar="ROLE=NAME",
            help="who signs as what: “line manager=NAME”; “apprentice=me”",
        )  # fmt: skip
        takes.add_argument("--eml", type=Path, metavar="FILE", help="the message, not sent")
    _one(actions, "answers", "what came back of its papers, party by party", answers)


def show(asked: argparse.Namespace, out: Printer) -> int:
    """Print the reviews and the actions."""
    from portfolio_app.services import review_actions, reviews

    with open_store(asked, readonly=True) as store:
        known, agreed = reviews.reviews(store), review_actions.actions(store)
        coming = reviews.next_review(store, _today())
    out.result(
        {
            "reviews": [_review_shape(each) for each in known],
            "actions": [_action_shape(each) for each in agreed],
            "next": coming.uid if coming else "",
        },
        [
            *table(
                ["When", "Review", "Stands at", "Id"],
                ([day_words(e.day), e.title, _held(e), e.uid] for e in known),
            ),
            "",
            *_action_lines(agreed),
        ]
        if known or agreed
        else ["No review is planned. Add one with review add."],
    )
    return exit_codes.DONE


def add(asked: argparse.Namespace, out: Printer) -> int:
    """Plan a review."""
    from portfolio_app.domain.planned import Review
    from portfolio_app.services import reviews

    content = Review(time=asked.time, place=asked.place, participants=tuple(asked.who))
    with open_store(asked) as store:
        made = reviews.add(store, asked.title, asked.day, content)
    out.result({"id": made.focus}, [f"{made.summary}.", made.focus])
    return exit_codes.DONE


def prepare(asked: argparse.Namespace, out: Printer) -> int:
    """Print all that a meeting is prepared with."""
    with open_store(asked, readonly=True) as store:
        known = _prepared(store, asked.review)
    out.result(_prepared_shape(known), _prepared_lines(known))
    return exit_codes.DONE


def raise_points(asked: argparse.Namespace, out: Printer) -> int:
    """Say what to raise."""
    from portfolio_app.services import reviews

    with open_store(asked) as store:
        uid = reviews.called(store, asked.review).uid
        reviews.raise_points(store, uid, asked.points)
        known = _prepared(store, uid)
    out.result({"id": uid, "raising": list(known.raised)}, known.raised or ["Nothing to raise."])
    return exit_codes.DONE


def held(asked: argparse.Namespace, out: Printer) -> int:
    """Say that a review was held."""
    from portfolio_app.services import reviews

    with open_store(asked) as store:
        made = reviews.hold(store, reviews.called(store, asked.review).uid, asked.on)
    out.result({"id": made.focus}, [f"{made.summary}."])
    return exit_codes.DONE


def pack(asked: argparse.Namespace, out: Printer) -> int:
    """Save the review pack."""
    from portfolio_app.services import review_pack, reviews

    with open_store(asked) as store, workroom() as room:
        uid = reviews.called(store, asked.review).uid
        saved = review_pack.save(store, room, uid, asked.out.absolute(), _today())
    told = f"{saved.path}: {saved.pages} pages. It quotes no evidence."
    out.result({"id": uid, "path": str(saved.path), "pages": saved.pages}, [told])
    return exit_codes.DONE


def agree(asked: argparse.Namespace, out: Printer) -> int:
    """Write down an action."""
    from portfolio_app.services import review_actions, reviews

    with open_store(asked) as store:
        uid = reviews.called(store, asked.review).uid
        made = review_actions.add_action(store, uid, asked.title, asked.owner, asked.by)
    out.result({"id": made.focus}, [f"{made.summary}."])
    return exit_codes.DONE


def follow(asked: argparse.Namespace, out: Printer) -> int:
    """Say how far an action came, or make something of it."""
    from portfolio_app.domain.planned import Standing
    from portfolio_app.services import mapping, review_actions

    with open_store(asked) as store:
        uid = _action(store, asked.what).uid
        ksbs = [mapping.ksb_called(store, each).uid for each in asked.ksb]
        if asked.goal:
            made = review_actions.into_goal(store, uid, ksbs)
        elif asked.request:
            made = review_actions.into_request(store, uid, ksbs)
        else:
            made = review_actions.stand(store, uid, Standing(asked.stand), _today())
    out.result({"id": uid, "became": made.focus if made.focus != uid else ""}, [f"{made.summary}."])
    return exit_codes.DONE


def paper(asked: argparse.Namespace, out: Printer) -> int:
    """Save the line manager's page, or the record of a review."""
    from portfolio_app.domain.forms import FormKind
    from portfolio_app.services import asking, meeting_papers, requests, reviews

    kind = FormKind.MANAGER_PAGE if asked.action == "page" else FormKind.REVIEW_RECORD
    with open_store(asked) as store, workroom() as room:
        uid = reviews.called(store, asked.review).uid
        signers = [_signer(store, each) for each in asked.asks]
        made = meeting_papers.ask(store, kind, uid, _today(), signers)
        ref = requests.found(store, made.focus).ref
        try:
            saved = requests.save_form(store, room, made.focus, asked.out, progress=out.progress)
            if asked.eml is not None:
                asking.save_message(store, room, made.focus, asked.eml)
        except PortfolioError:
            out.tell(f"{ref} is kept as a draft.")
            raise
    out.result(
        {"id": made.focus, "ref": ref, "path": str(saved.path), "version": saved.request.version},
        [f"{saved.path}: {ref}, version {saved.request.version}. Nothing was sent."],
    )
    return exit_codes.DONE


def answers(asked: argparse.Namespace, out: Printer) -> int:
    """Print what came back of a review's papers."""
    from portfolio_app.services import meeting_papers, reviews

    with open_store(asked, readonly=True) as store:
        uid = reviews.called(store, asked.review).uid
        found = meeting_papers.answers(store, uid)
    out.result({"id": uid, "answers": [_answer_shape(each) for each in found]}, _told(found))
    return exit_codes.DONE


def _one(actions: Words, name: str, help_text: str, run: Any) -> argparse.ArgumentParser:
    takes = command(actions, name, help_text, run)
    takes.add_argument("review", metavar="REVIEW", help="next, its day, its title or its id")
    return takes


def _today() -> date:
    return datetime.now().astimezone().date()


def _prepared(store: Store, words: str) -> Prepared:
    from portfolio_app.services import preparing, reviews

    return preparing.prepare(store, reviews.called(store, words).uid, _today())


def _action(store: Store, words: str) -> Planned:
    from portfolio_app.services import review_actions

    wanted = " ".join(words.split()).casefold()
    found = [
        each
        for each in review_actions.actions(store)
        if wanted in (each.uid.casefold(), each.title.casefold())
    ]
    if len(found) == 1:
        return found[0]
    told = f"{len(found)} actions are called {words}." if found else f"No action is {words}."
    raise PortfolioError(
        told, hint="Give its id: review list shows it.",
        code="ambiguous" if found else "no-such-action",
    )  # fmt: skip


def _signer(store: Store, typed: str) -> Any:
    from portfolio_app.domain.form_lines import Signer
    from portfolio_app.services import witnesses

    role, _, name = (part.strip() for part in typed.partition("="))
    role = role[:1].upper() + role[1:]
    if name.casefold() == "me":
        return Signer(role, is_me=True)
    wanted = name.casefold()
    people = witnesses.everyone(store)
    found = [each for each in people if wanted in (each.name.casefold(), each.uid)]
    if len(found) != 1:
        raise PortfolioError(
            f"Nobody in the register is called {name}. Nothing was changed.",
            hint="Write ROLE=NAME with a name of the register.",
            code="no-such-witness",
        )
    return Signer(role, found[0].uid)


def _held(row: Planned) -> str:
    return "held" if getattr(row.content, "held", False) else "planned"


def _review_shape(row: Planned) -> dict[str, Any]:
    from portfolio_app.domain.reviews import review_of

    content = review_of(row)
    return {
        "id": row.uid, "title": row.title, "day": row.day, "time": content.time,
        "place": content.place, "with": list(content.participants), "held": content.held,
        "annual": content.is_annual, "raising": list(content.raising),
        "pack_saved_at": content.pack_saved_at,
    }  # fmt: skip


def _action_shape(row: Planned) -> dict[str, Any]:
    from portfolio_app.domain.reviews import action_of

    content = action_of(row)
    return {
        "id": row.uid, "title": row.title, "owner": content.owner, "by": row.day,
        "stands": content.standing.value, "done_on": content.done_on, "review": row.parent_uid,
        "became": content.became,
    }  # fmt: skip


def _prepared_shape(known: Prepared) -> dict[str, Any]:
    return {
        "review": _review_shape(known.row),
        "since": known.since.since,
        "pieces": [
            {"ref": e.ref, "title": e.title, "kind": e.kind, "day": e.day}
            for e in known.since.pieces
        ],
        "kept_back": known.since.kept_back,
        "coverage": [
            {"status": e.status.value, "then": e.then, "now": e.now} for e in known.since.counts
        ],
        "newly": [each.code for each in known.since.newly],
        "minutes": known.since.minutes,
        "hours": known.hours,
        "gaps": [{"ksb": e.ksb.code, "status": e.status.value, "step": e.step} for e in known.gaps],
        "last": [_action_shape(each) for each in known.last],
        "agreed": [_action_shape(each) for each in known.agreed],
        "offered": [each.words for each in known.points],
        "raising": list(known.raised),
        "following": known.following,
    }


def _prepared_lines(known: Prepared) -> list[str]:
    from portfolio_app.domain.reviews import RULE

    since = known.since
    told = f"since {day_words(since.since)}" if since.since else "so far"
    codes = " ".join(each.code for each in since.newly)
    return [
        f"{known.row.title}, {day_words(known.row.day) or 'no day yet'}",
        f"New pieces {told}: {len(since.pieces)}. KSBs newly covered: {codes or 'none'}.",
        f"Off-the-job time: {known.hours}.",
        "",
        *table(
            ["KSB", "Stands at", "Next step"],
            ([e.ksb.code, e.status.words, e.step] for e in known.gaps),
        ),
        "",
        "Last time:",
        *_action_lines(known.last),
        "May be raised:",
        *(f"  {each.words}" for each in known.points),
        "To raise:",
        *(f"  {each}" for each in known.raised),
        RULE,
    ]


def _action_lines(rows: tuple[Planned, ...]) -> list[str]:
    from portfolio_app.domain.reviews import action_of

    return table(
        ["By", "Action", "Whose", "Stands at", "Id"],
        (
            [day_words(e.day), e.title, action_of(e).owner, action_of(e).standing.value, e.uid]
            for e in rows
        ),
    ) or ["No actions."]


def _answer_shape(answer: PartyAnswer) -> dict[str, Any]:
    return {
        "ref": answer.ref, "paper": answer.kind.value, "role": answer.role,
        "stage": answer.stage.value, "signature": answer.words, "signed": answer.is_signed,
        "name": answer.given_name,
        "lines": [{"asked": e.line.text, "answer": e.value} for e in answer.lines],
    }  # fmt: skip


def _told(found: tuple[PartyAnswer, ...]) -> list[str]:
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.ref} {each.kind.words}, {each.role}: {each.words}")
        lines += [f"  {e.line.text} {e.value or '–'}" for e in each.lines]
    return lines or ["No paper of it was asked for."]
