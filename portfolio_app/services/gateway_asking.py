"""Asks the employer at the gateway: the declaration, and what may be shared. Reads what came back.

Both are records that travel as observations do (services.records): sent by the person, read back,
compared, checked, kept byte for byte. Nothing is called signed that is not.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from portfolio_app import assets
from portfolio_app.domain.form_lines import FormLine, LineKind, Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.gateway_facts import SignedForm
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import records, witnesses
from portfolio_app.services.requests import Made
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

MOST_WORDS = 380  # of the list of pieces: more would not fit one line of a form
_MANAGER = "line manager"


@dataclass(frozen=True, slots=True)
class AskedForm:
    """One of the two forms: its kind, the gateway row it is about, title and lines."""

    name: str
    kind: FormKind
    row_id: str
    title: str
    lines: tuple[FormLine, ...]


def asked_form(store: Store, name: str) -> AskedForm:
    """Return the form of a name ("declaration", "sharing") as it would be asked now.

    Raises:
        PortfolioError: there is no such form ("no-such-form").
    """
    data = _data()
    if name not in data or name == "schema":
        raise PortfolioError(
            f"There is no form “{name}” for the gateway. Nothing was changed.",
            hint="Use declaration or sharing.",
            code="no-such-form",
        )
    form = data[name]
    standard = queries.standard.standard(store)
    words = _words(store)
    lines = tuple(
        FormLine(
            LineKind(each["kind"]),
            str(each["text"]).format(**words),
            str(each.get("title", "")),
            must=bool(each.get("must", False)),
        )
        for each in form["lines"]
        if not each.get("needs") or standard.rule(each["needs"]) is not None
    )
    return AskedForm(name, FormKind(form["kind"]), form["row"], form["title"], lines)


def ask(
    store: Store,
    room: Workroom,
    name: str,
    witness_uid: str = "",
    *,
    progress: Progress = silent,
) -> Made:
    """Draft a form for the employer and make it, in one step; it is sent as an observation is.

    Without a ``witness_uid`` it is the line manager of the register, if there is one.

    Raises:
        PortfolioError: there is no such form ("no-such-form"), nobody is known to ask
            ("no-observer"), or as ``records.ask``. Nothing was changed.
        Cancelled: ``progress`` raised it; the draft stays.
    """
    form = asked_form(store, name)
    witness = witness_uid or _manager(store)
    if not witness:
        raise PortfolioError(
            "Nobody is known yet who could sign this for your employer. Nothing was changed.",
            hint="Add your line manager to the witnesses first.",
            code="no-observer",
        )
    signer = Signer("Line manager", witness)
    return records.ask(
        store, room, form.kind, form.row_id, form.title, form.lines, (signer,), progress=progress
    )


def came(store: Store, row_id: str) -> SignedForm | None:
    """Return what came of the newest form about a row, None where none was asked."""
    live = [each for each in records.records(store, row_id) if each.is_live]
    if not live:
        return None
    newest = live[-1]
    made = newest.observation.newest
    parties = newest.parties
    back = [each for each in parties if each.arrived_at]
    return SignedForm(
        sent_on=_day(made.sent_at) if made else "",
        came_on=_day(max(each.arrived_at for each in back)) if back else "",
        signature=" · ".join(each.words for each in back),
        is_signed=bool(parties) and all(each.is_signed for each in parties),
        is_whole=newest.is_whole,
        open_lines=sum(line.is_open for each in back for line in each.lines),
    )


def request_uid(store: Store, row_id: str) -> str:
    """Return the uid of the newest live request about a row, "" without one."""
    live = [each for each in records.records(store, row_id) if each.is_live]
    return live[-1].observation.uid if live else ""


def _manager(store: Store) -> str:
    known = witnesses.everyone(store)
    return next((w.uid for w in known if w.relationship.casefold() == _MANAGER), "")


def _words(store: Store) -> dict[str, str]:
    details = queries.portfolio.details(store)
    chosen = [each for each in queries.evidence.items(store) if each.position is not None]
    chosen.sort(key=lambda each: each.position or 0)
    refs = queries.shortlist.refs(store)
    titles = [f"{refs.get(each.uid, '')} {each.title}".strip() for each in chosen]
    listed = "; ".join(titles)
    if len(listed.split()) > MOST_WORDS:
        listed = "a list of them goes with this form"
    count = "1 piece" if len(chosen) == 1 else f"{len(chosen)} pieces"
    return {
        "standard": queries.standard.standard(store).name,
        "pieces": f"The portfolio of evidence, {count}: {listed}." if chosen else
        "The portfolio of evidence. Its pieces are not chosen yet.",
        "epao": details.epao or "The assessment organisation",
        "provider": details.provider or "the training provider",
    }  # fmt: skip


def _day(instant: str) -> str:
    if not instant:
        return ""
    try:
        return datetime.fromisoformat(instant).astimezone().date().isoformat()
    except ValueError:
        return instant[:10]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(assets.text("gateway/asked.toml"))
