"""The actions of ``observe`` that ask: request, change, sent, withdraw, remove, list, remind.

None takes a word of the observer's part.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.observe_shapes import observation_lines, observation_shape
from portfolio_app.cli.opening import open_store, workroom
from portfolio_app.cli.printing import Printer, table
from portfolio_app.cli.words import Words, command
from portfolio_app.domain.observation import Role
from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.domain.observation import Asked
    from portfolio_app.domain.witness import Witness
    from portfolio_app.services.requests import Saved
    from portfolio_app.store.database import Store
    from portfolio_app.workroom.host import Workroom

_ROLES = tuple(each.value.replace(" ", "-") for each in Role)


def add_actions(actions: Words) -> None:
    """Add the actions that ask."""
    takes = command(actions, "request", "ask somebody to observe, and save the form", request)
    takes.add_argument("--activity", required=True, help="what there is to see")
    takes.add_argument("--observer", required=True, metavar="NAME", help="a name or a role")
    _facts(takes)
    observer_words(takes)
    _files(takes, is_needed=True)

    takes = command(actions, "change", "change what a request asks", change)
    _which(takes)
    takes.add_argument("--activity", help="what there is to see")
    takes.add_argument("--observer", metavar="NAME", help="ask somebody else")
    _facts(takes)
    observer_words(takes)
    _files(takes, is_needed=False)

    takes = command(actions, "sent", "say that a request was sent", sent)
    _which(takes)
    takes.add_argument("--on", default="", metavar="DAY", help="YYYY-MM-DD; today if none")

    takes = command(actions, "withdraw", "say that a request holds no longer", withdraw)
    _which(takes)
    takes.add_argument("--back", action="store_true", help="take it up again")

    takes = command(actions, "remove", "remove a request for which nothing came back", remove)
    _which(takes)

    command(actions, "list", "list observations and statements", list_them)

    takes = command(actions, "remind", "who to remind, or a reminder's words", remind)
    takes.add_argument("request", nargs="?", metavar="REQUEST", help="OBS-01, an id, or a code")
    takes.add_argument("--eml", type=Path, metavar="FILE", help="save it as a mail, not sent")


def request(asked: argparse.Namespace, out: Printer) -> int:
    """Draft a request, make its form, and save it."""
    from portfolio_app.domain.observation import Asked
    from portfolio_app.services import requests

    with open_store(asked) as store, workroom() as room:
        refuse_taken(asked.out, asked.eml, asked.ics)
        facts = requests.tidied(store, _changed(store, Asked(title=asked.activity), asked))
        witness_uid = observer_uid(store, asked)
        uid = requests.new(store, facts, witness_uid).focus
        try:
            saved = _save(store, room, uid, asked, out)
        except PortfolioError:
            out.tell(f"{requests.found(store, uid).ref} is kept as a draft.")
            raise
        _tell(store, uid, saved, out)
    return exit_codes.DONE


def change(asked: argparse.Namespace, out: Printer) -> int:
    """Change a request; a form that is saved with it is a new version where facts differ."""
    from portfolio_app.services import requests

    with open_store(asked) as store, workroom() as room:
        known = requests.called(store, asked.request)
        facts = _changed(store, known.asked, asked)
        if asked.activity is not None:
            facts = replace(facts, title=asked.activity)
        facts = requests.tidied(store, facts, known.kind)
        witness_uid = observer_uid(store, asked) if asked.observer else None
        requests.change(store, known.uid, facts, witness_uid)
        saved = _save(store, room, known.uid, asked, out)
        _tell(store, known.uid, saved, out)
    return exit_codes.DONE


def sent(asked: argparse.Namespace, out: Printer) -> int:
    """Note that a request was sent."""
    from portfolio_app.services import requests

    with open_store(asked) as store:
        uid = requests.called(store, asked.request).uid
        done = requests.sent(store, uid, asked.on)
        _one(store, uid, done.summary, out)
    return exit_codes.DONE


def withdraw(asked: argparse.Namespace, out: Printer) -> int:
    """Withdraw a request, or take it up again."""
    from portfolio_app.services import requests

    with open_store(asked) as store:
        uid = requests.called(store, asked.request).uid
        done = (requests.take_up if asked.back else requests.withdraw)(store, uid)
        _one(store, uid, done.summary, out)
    return exit_codes.DONE


def remove(asked: argparse.Namespace, out: Printer) -> int:
    """Remove a request."""
    from portfolio_app.services import requests

    with open_store(asked) as store:
        known = requests.called(store, asked.request)
        done = requests.remove(store, known.uid)
    out.result({"removed": known.uid, "ref": known.ref}, [done.summary])
    return exit_codes.DONE


def list_them(asked: argparse.Namespace, out: Printer) -> int:
    """List observations and statements."""
    from portfolio_app.store import queries

    with open_store(asked, readonly=True) as store:
        known = queries.observations.observations(store)
        codes = _codes(store)
        out.result(
            {"observations": [observation_shape(each, codes) for each in known]},
            observation_lines(known, codes) or ["Nobody was asked yet."],
        )
    return exit_codes.DONE


def remind(asked: argparse.Namespace, out: Printer) -> int:
    """Print the chase list, or draft a reminder."""
    from portfolio_app.services import asking, chasing, requests

    if asked.request is None:
        with open_store(asked, readonly=True) as store:
            waiting = chasing.chase(store)
        out.result(
            {
                "waiting": [
                    {
                        "id": each.uid,
                        "ref": each.ref,
                        "title": each.title,
                        "observer": each.witness,
                        "days_since_sent": each.days_since_sent,
                        "days_since_activity": each.days_since_activity,
                        "due": each.is_due,
                        "words": each.words,
                        "next": each.next,
                    }
                    for each in waiting
                ]
            },
            table(
                ["Name", "What", "Observer", "How it stands", "What next"],
                ([e.ref, e.title, e.witness, e.words, e.next] for e in waiting),
            )
            or ["Nobody has to be reminded."],
        )
        return exit_codes.DONE
    with open_store(asked, readonly=True) as store:
        uid = requests.called(store, asked.request).uid
        drafted = asking.reminder(store, uid)
        if asked.eml is not None:
            with workroom() as room:
                asking.save_message(store, room, uid, asked.eml, remind=True)
    document = {"to": drafted.to, "subject": drafted.subject, "text": drafted.text}
    if asked.eml is not None:
        document["eml"] = str(asked.eml)
    out.result(document, [drafted.subject, "", *drafted.text.split("\n")])
    out.tell("Nothing was sent.")
    return exit_codes.DONE


def _facts(takes: argparse.ArgumentParser) -> None:
    takes.add_argument("--day", help="YYYY-MM-DD")
    takes.add_argument("--time", help="14:00")
    takes.add_argument("--minutes", type=int, help="how long it lasts")
    takes.add_argument("--place")
    takes.add_argument("--present", help="who else is there: roles, not names")
    takes.add_argument("--as", dest="role", choices=_ROLES, help="as what they observe")
    takes.add_argument("--ksb", action="append", metavar="KSB", help="what to look for; up to 6")
    takes.add_argument("--context", help="what it is about: facts, 120 words at most")
    takes.add_argument("--confidential", help="what may not go further")
    takes.add_argument(
        "--signature-field", action="store_true", help="with a field for a digital signature"
    )


def observer_words(takes: argparse.ArgumentParser) -> None:
    """Add what can be said of an observer besides the name."""
    takes.add_argument("--job-title", help="the observer's")
    takes.add_argument("--organisation", help="the observer's")
    takes.add_argument("--relationship", help="the observer's, to the apprentice")
    takes.add_argument("--email", help="where the message goes: kept on this computer only")


def _files(takes: argparse.ArgumentParser, *, is_needed: bool) -> None:
    takes.add_argument("--out", type=Path, required=is_needed, metavar="FORM.pdf")
    takes.add_argument("--eml", type=Path, metavar="FILE", help="the message, not sent")
    takes.add_argument("--ics", type=Path, metavar="FILE", help="an entry for a calendar")


def _which(takes: argparse.ArgumentParser) -> None:
    takes.add_argument("request", metavar="REQUEST", help="OBS-01, an id, a code, or a title")


def _changed(store: Store, facts: Asked, asked: argparse.Namespace) -> Asked:
    """Return what is asked with everything that was typed in its place."""
    from portfolio_app.services import mapping

    typed: dict[str, Any] = {
        name: value
        for name in ("day", "time", "minutes", "place", "present", "context", "confidential")
        if (value := getattr(asked, name)) is not None
    }
    facts = replace(facts, **typed)
    if asked.role is not None:
        facts = replace(facts, observed_as=Role(asked.role.replace("-", " ")))
    if asked.ksb is not None:
        uids = [mapping.ksb_called(store, each).uid for each in asked.ksb]
        facts = replace(facts, ksb_uids=tuple(uids))
    if asked.signature_field:
        facts = replace(facts, signature_field=True)
    return facts


def observer_uid(store: Store, asked: argparse.Namespace) -> str:
    """Return the uid of the observer that is named: known already, or added to the register.

    Raises:
        PortfolioError: as ``services.witnesses.called`` and ``add``.
    """
    from portfolio_app.domain.witness import Witness
    from portfolio_app.services import witnesses

    typed: dict[str, str] = {
        name: value
        for name in ("job_title", "organisation", "relationship", "email")
        if (value := getattr(asked, name)) is not None
    }
    try:
        known = witnesses.called(store, asked.observer)
    except PortfolioError as error:
        if error.code != "no-such-witness":
            raise
        fresh: Witness = Witness(
            asked.observer,
            organisation=typed.get("organisation", ""),
            relationship=typed.get("relationship", ""),
            job_title=typed.get("job_title", ""),
            email=typed.get("email", ""),
        )
        return witnesses.add(store, fresh, in_bundle=False).focus
    described = replace(
        known,
        organisation=typed.get("organisation", known.organisation),
        relationship=typed.get("relationship", known.relationship),
        job_title=typed.get("job_title", known.job_title),
        email=typed.get("email", known.email),
    )
    if described != known:
        witnesses.change(store, known.uid, described)
    return known.uid


def refuse_taken(*places: Path | None) -> None:
    """Refuse places that are taken before anything is made: of a new request no file is ours.

    Raises:
        PortfolioError: code "exists".
    """
    for each in places:
        if each is not None and each.exists():
            raise PortfolioError(
                f"There is a file called {each.name} already. Nothing was changed.",
                hint="Choose another name.",
                code="exists",
            )


def _save(
    store: Store, room: Workroom, uid: str, asked: argparse.Namespace, out: Printer
) -> Saved | None:
    from portfolio_app.services import asking, requests

    saved = None
    if asked.out is not None:
        saved = requests.save_form(store, room, uid, asked.out, progress=out.progress)
    if asked.eml is not None:
        asking.save_message(store, room, uid, asked.eml)
    if asked.ics is not None:
        asking.save_calendar(store, uid, asked.ics)
    return saved


def _tell(store: Store, uid: str, saved: Saved | None, out: Printer) -> None:
    """Print what was made, and say what to look at."""
    from portfolio_app.services import requests

    known = requests.found(store, uid)
    for each in requests.remarks(store, known.asked, known.witness_uid, known.kind):
        out.tell(each.message)
    document = observation_shape(known, _codes(store))
    if saved is not None:
        document["path"] = str(saved.path)
    lines = observation_lines([known], _codes(store))
    if saved is not None:
        lines.append(f"{saved.path}: version {saved.request.version}. Nothing was sent.")
    out.result(document, lines)


def _one(store: Store, uid: str, told: str, out: Printer) -> None:
    from portfolio_app.services import requests

    out.result(observation_shape(requests.found(store, uid), _codes(store)), [told])


def _codes(store: Store) -> dict[str, str]:
    from portfolio_app.store import queries

    return {each.uid: each.code for each in queries.standard.ksbs(store, retired=True)}
