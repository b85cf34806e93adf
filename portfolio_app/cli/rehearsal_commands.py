"""Commands of rehearsal: decks of practice questions, ratings, one's own questions, crib cards."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.crib import CribLayout
from portfolio_app.domain.days import clock, day_words
from portfolio_app.domain.decks import DeckKind
from portfolio_app.domain.practice import Rating
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.decks import Question
    from portfolio_app.services.cribs import Card
    from portfolio_app.store.database import Store

_RATINGS = {each.name.lower(): each for each in Rating if each is not Rating.NOT_RATED}


def add_to(words: Words) -> None:
    """Add rehearse and crib."""
    takes = command(
        words, "rehearse", "practice questions for the discussion, not your EPAO's", rehearse
    )
    takes.add_argument(
        "--deck",
        default=DeckKind.WEAKEST.value,
        metavar="DECK",
        help="weakest, random, own, or the name of an area or theme",
    )
    takes.add_argument("--count", type=int, default=8, metavar="N", help="cards; 0 for all")
    takes.add_argument("--seed", type=int, metavar="N", help="chance that comes out again")
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument(
        "--rate",
        nargs=3,
        metavar=("KSB", "HOW", "SECONDS"),
        help=f"keep how an answer went: {', '.join(_RATINGS)}",
    )
    doing.add_argument("--results", action="store_true", help="how it went, by KSB")
    doing.add_argument("--forget", action="store_true", help="remove all ratings")
    doing.add_argument("--add", metavar="QUESTION", help="add a question of your own")
    doing.add_argument("--remove", metavar="ID", help="remove a question of your own")
    doing.add_argument(
        "--times",
        nargs=2,
        metavar=("MINUTES", "QUESTIONS"),
        help="the discussion's minutes and fewest questions; 0 0 for what the standard says",
    )

    takes = command(words, "crib", "crib cards: your own prompts for a KSB; private", crib)
    doing = takes.add_mutually_exclusive_group()
    doing.add_argument("--write", metavar="KSB", help="the card to write; with --prompt, --figure")
    doing.add_argument("--out", type=Path, metavar="CARDS.pdf", help="write the cards as a PDF")
    takes.add_argument("--prompt", action="append", default=[], metavar="WORDS", help="up to three")
    takes.add_argument("--figure", default="", metavar="WORDS", help="one figure or outcome")
    takes.add_argument("--ksb", action="append", default=[], help="these KSBs alone")
    takes.add_argument(
        "--layout",
        choices=[each.value for each in CribLayout],
        help="cards (A6), side or sheet (A4); without it what your EPAO allows",
    )


def rehearse(asked: argparse.Namespace, out: Printer) -> int:
    """Print a deck, keep a rating, change one's own questions, or say how it went."""
    from portfolio_app.services import mapping, rehearsing

    changes_something = asked.rate or asked.forget or asked.add or asked.remove or asked.times
    with open_store(asked, readonly=not changes_something) as store:
        if asked.rate:
            code, how, seconds = asked.rate
            ksb = mapping.ksb_called(store, code)
            rehearsing.rate(
                store,
                f"{ksb.code}: {ksb.text}",
                _rating(how),
                ksb_uid=ksb.uid,
                seconds=_seconds(seconds),
            )
        elif asked.forget:
            rehearsing.forget(store)
        elif asked.add:
            rehearsing.add_question(store, asked.add)
        elif asked.remove:
            rehearsing.remove_question(store, asked.remove)
        elif asked.times:
            _set_times(store, asked.times)
        if asked.add or asked.remove:
            return _own(store, out)
        if asked.rate or asked.results or asked.forget:
            return _results(store, out)
        return _deck(store, asked, out)


def crib(asked: argparse.Namespace, out: Printer) -> int:
    """Print the crib cards, write the words of one, or make their PDF."""
    from portfolio_app.services import cribs, mapping

    if (asked.prompt or asked.figure) and not asked.write:
        raise PortfolioError(
            "Whose card it is was not said. Nothing was changed.",
            hint="Add --write and the KSB.",
            code="no-ksb",
        )
    with open_store(asked, readonly=not asked.write) as store:
        uids = [mapping.ksb_called(store, each).uid for each in asked.ksb]
        if asked.write:
            uid = mapping.ksb_called(store, asked.write).uid
            cribs.write(store, uid, asked.prompt, asked.figure)
            uids = uids or [uid]
        pages = 0
        if asked.out is not None:
            layout = CribLayout(asked.layout) if asked.layout else None
            with workroom() as room:
                pages = cribs.save_pdf(store, room, asked.out, ksb_uids=uids, layout=layout)
        found, rule = cribs.cards(store, uids), cribs.allowed(store)
    shapes = [_card_shape(each) for each in found]
    document: dict[str, Any] = {"allowed": rule.words, "cards": shapes}
    lines = table(
        ["KSB", "Where", "Prompts", "Figure"],
        (
            [each["ksb"], each["place"], " · ".join(p for p in each["prompts"] if p),
             each["figure"]]
            for each in shapes
        ),
        widest=60,
    )  # fmt: skip
    if asked.out is not None:
        document |= {"path": str(asked.out), "pages": pages}
        lines = [f"{asked.out}: {pages} pages. Private; nothing was sent."]
    out.result(document, [rule.words, *lines])
    return exit_codes.DONE


def _deck(store: Store, asked: argparse.Namespace, out: Printer) -> int:
    from portfolio_app.services import rehearsing

    kind, group = _deck_called(store, asked.deck)
    if asked.count < 0:
        raise PortfolioError("A deck has no fewer than 0 cards.", code="no-count")
    found = rehearsing.deck(store, kind, group=group, count=asked.count, seed=asked.seed)
    numbers, pages = rehearsing.numbers(store), rehearsing.pages(store)
    shapes = [_question_shape(store, each) for each in found]
    lines = [f"{rehearsing.source()}. {pages.words}"]
    for number, each in enumerate(shapes, 1):
        lines += ["", f"{number}. {each['ksb']} {each['question']}".replace("  ", " ")]
        lines += [f"   {at['place']}: {at['quote'] or at['title']}" for at in each["evidence"]]
    if not shapes:
        lines += ["There is nothing to ask in this deck."]
    out.result(
        {
            "source": rehearsing.source(),
            "pages": pages.words,
            "minutes": numbers.minutes,
            "questions_at_least": numbers.questions,
            "seconds_each": numbers.seconds_each,
            "rule": numbers.source,
            "confirmed": numbers.confirmed,
            "questions": shapes,
        },
        lines,
    )
    return exit_codes.DONE


def _results(store: Store, out: Printer) -> int:
    from portfolio_app.services import rehearsing

    found = [each for each in rehearsing.standings(store) if each.times]
    out.result(
        {
            "practised": [
                {
                    "ksb": each.ksb.code,
                    "rating": each.rating.name.lower(),
                    "times": each.times,
                    "seconds": each.seconds,
                    "last": each.last,
                }
                for each in found
            ]
        },
        table(
            ["KSB", "Last time", "When", "Times", "Spoken"],
            (
                [
                    each.ksb.code,
                    each.rating.name.capitalize(),
                    day_words(each.last[:10]),
                    each.times,
                    clock(each.seconds),
                ]
                for each in found
            ),
        )
        or ["Nothing was practised yet."],
    )
    return exit_codes.DONE


def _own(store: Store, out: Printer) -> int:
    from portfolio_app.services import rehearsing

    found = rehearsing.own_questions(store)
    out.result(
        {"questions": [{"id": each.uid, "question": each.text} for each in found]},
        table(["Id", "Question"], ([each.uid, each.text] for each in found))
        or ["No questions of your own."],
    )
    return exit_codes.DONE


def _deck_called(store: Store, words: str) -> tuple[DeckKind, str]:
    from portfolio_app.services import rehearsing

    wanted = words.strip().casefold()
    for kind in (DeckKind.WEAKEST, DeckKind.RANDOM, DeckKind.OWN):
        if wanted == kind.value:
            return kind, ""
    groups = rehearsing.groups(store)
    for group in groups:
        if wanted in (group.id.casefold(), group.title.casefold()):
            return DeckKind.GROUP, group.id
    raise PortfolioError(
        f"There is no deck called {words}.",
        hint=f"Use weakest, random, own, or one of {', '.join(each.title for each in groups)}.",
        code="no-such-group",
    )


def _question_shape(store: Store, question: Question) -> dict[str, Any]:
    from portfolio_app.services import rehearsing

    shown = rehearsing.shown(store, question.ksb.uid if question.ksb is not None else "")
    return {
        "question": question.text,
        "ksb": question.ksb.code if question.ksb is not None else "",
        "group": question.group,
        "own": question.own,
        "pass": question.passes,
        "distinction": question.distinction,
        "evidence": [
            {"place": at.place, "page": at.page, "ref": at.ref, "title": at.title,
             "quote": at.quote}
            for at in shown.places
        ],
        "theory": [each.words for each in shown.theory],
    }  # fmt: skip


def _card_shape(each: Card) -> dict[str, Any]:
    return {
        "ksb": each.card.code,
        "place": each.card.place,
        "also": list(each.card.also),
        "prompts": list(each.card.prompts),
        "figure": each.card.figure,
        "theory": list(each.card.theory),
        "rating": each.rating.name.lower().replace("_", " "),
    }


def _set_times(store: Store, typed: list[str]) -> None:
    from portfolio_app.services import rehearsing

    if typed == ["0", "0"]:
        rehearsing.reset_times(store)
        return
    minutes, questions = (int(each) if each.isascii() and each.isdigit() else 0 for each in typed)
    rehearsing.set_times(store, minutes, questions)


def _rating(words: str) -> Rating:
    found = _RATINGS.get(words.strip().casefold())
    if found is None:
        raise PortfolioError(
            f"{words} is no rating. Nothing was changed.",
            hint=f"Use one of {', '.join(_RATINGS)}.",
            code="not-rated",
        )
    return found


def _seconds(words: str) -> float:
    if not words.strip().isascii() or not words.strip().isdigit():
        raise PortfolioError(
            f"{words} are no seconds. Nothing was changed.",
            hint="Type a whole number, such as 300.",
            code="no-time",
        )
    return float(words)
