"""The gateway list of this portfolio: what is left and whose it is, what was said, its proof."""

from __future__ import annotations

import secrets
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain import gateway as rules
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.gateway import Gateway, GatewayData, GatewayRow
from portfolio_app.domain.gateway_facts import facts
from portfolio_app.domain.planned import GatewaySaid, GatewayState, Planned, PlannedKind
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import plan, records_kept
from portfolio_app.services.gateway_known import known, there
from portfolio_app.services.records_kept import Kept
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Session, Store

LONGEST_NOTE = 4_000  # characters
_AHEAD = "That day lies ahead, so nothing can have been agreed on it."


@cache
def data() -> GatewayData:
    """Return the rows as data (resources/gateway/rows.toml)."""
    return rules.gateway_data(tomllib.loads(assets.text("gateway/rows.toml")))


def gateway(store: Store) -> Gateway:
    """Return the list as it stands now."""
    standard = queries.standard.standard(store)
    files = Counter(each.about_uid for each in queries.records.records(store))
    shown = facts(known(store, standard, data()))
    said = queries.plan.rows(store, PlannedKind.GATEWAY)
    return rules.gateway(data(), standard, shown, there(store), said, files)


def row(store: Store, row_id: str) -> GatewayRow:
    """Return a row by its id.

    Raises:
        PortfolioError: the list has no such row ("no-such-row").
    """
    found = gateway(store)
    wanted = found.row(row_id)
    if wanted is None:
        raise PortfolioError(
            f"The gateway list has no row “{row_id}”. Nothing was changed.",
            hint=f"Use one of: {', '.join(each.id for each in found.rows)}.",
            code="no-such-row",
        )
    return wanted


def say(
    store: Store,
    row_id: str,
    state: GatewayState | None,
    *,
    note: str | None = None,
    agreed_by: str = "",
    on: str = "",
    owner: str | None = None,
) -> Changes:
    """Say where a row stands; None leaves it to what the portfolio shows.

    ``note`` and ``owner`` stay as they are where they are None. An exception needs a note, who
    agreed it and on which day.

    Raises:
        PortfolioError: no such row ("no-such-row"), an exception without a note ("no-note") or
            without who agreed it ("no-signer"), a day that is none or lies ahead ("no-day"), or a
            note that is too long ("too-long"). Nothing was changed.
    """
    about = row(store, row_id)
    before = _said(store, about)
    note = before.note if note is None else note.strip()
    agreed_by = one_line(agreed_by)
    if len(note) > LONGEST_NOTE:
        raise PortfolioError(
            f"The note has {len(note):,} characters; {LONGEST_NOTE:,} is the most. Nothing was "
            "changed.",
            hint="Keep long texts as a file beside the row.",
            code="too-long",
        )
    if state is GatewayState.EXCEPTION and not note:
        raise PortfolioError(
            "The note is missing. Nothing was changed.",
            hint="Say what was agreed, so that it can be read later.",
            code="no-note",
        )
    if state is GatewayState.EXCEPTION and not agreed_by:
        raise PortfolioError(
            "Nobody is named. Nothing was changed.",
            hint="Say who agreed the exception: your training provider, or your EPAO.",
            code="no-signer",
        )
    day = past_day(on or _today(), _AHEAD)
    made = replace(
        before,
        state=state.value if state else "",
        note=note,
        agreed_by=agreed_by if state is GatewayState.EXCEPTION else "",
        owner=before.owner if owner is None else one_line(owner),
        is_off=False,
    )
    words = rules.state_words(state) if state else "as the portfolio shows it"
    return _keep(store, about, made, day if state else "", f"{about.title}: {words.lower()}")


def switch(store: Store, row_id: str, *, is_off: bool, note: str = "") -> Changes:
    """Say that a row does not apply, or that it does after all.

    Raises:
        PortfolioError: no such row ("no-such-row").
    """
    about = row(store, row_id)
    before = _said(store, about)
    made = replace(before, is_off=is_off, note=note.strip()[:LONGEST_NOTE] or before.note)
    words = "doesn't apply" if is_off else "applies"
    return _keep(store, about, made, _today() if is_off else "", f"{about.title}: {words}")


def add_own(store: Store, group: str, title: str, owner: str = rules.YOU) -> Changes:
    """Add a row of one's own; ``focus`` is the uid of its row of the plan.

    Raises:
        PortfolioError: there is no such group ("no-such-group"), or no title. Nothing was changed.
    """
    if group not in dict(data().groups):
        raise PortfolioError(
            f"There is no group “{group}”. Nothing was changed.",
            hint=f"Use one of {', '.join(each for each, _ in data().groups)}.",
            code="no-such-group",
        )
    said = GatewaySaid(owner=one_line(owner) or rules.YOU, group=group)
    origin = f"{rules.OWN}{secrets.token_hex(6)}"
    made = Planned(PlannedKind.GATEWAY, title, origin=origin, content=said)
    return plan.add(store, made, f"Gateway row added: {one_line(title)}")


def remove_own(store: Store, row_id: str) -> Changes:
    """Remove a row of one's own with what was said of it.

    Raises:
        PortfolioError: no such row ("no-such-row"), or it comes from data ("not-own"): such a row
            can be said not to apply.
    """
    about = row(store, row_id)
    if not about.is_own:
        raise PortfolioError(
            f"“{about.title}” isn't a row of your own. Nothing was changed.",
            hint="Say that it doesn't apply to you.",
            code="not-own",
        )
    return plan.remove(store, about.uid)


def keep(store: Store, row_id: str, path: Path, *, progress: Progress = silent) -> Kept:
    """Keep a file as proof of a row.

    Raises:
        PortfolioError: no such row ("no-such-row"), or as ``records_kept.keep``.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    about = row(store, row_id)
    if about.uid:
        return records_kept.keep(store, about.uid, path, about=about.title, progress=progress)
    enter = partial(_enter, about=about)
    return records_kept.keep(store, "", path, about=about.title, enter=enter, progress=progress)


def _enter(session: Session, *, about: GatewayRow) -> str:
    made = Planned(PlannedKind.GATEWAY, about.title, origin=about.id, content=GatewaySaid())
    return plan.enter(session, plan.checked(made))


def _said(store: Store, about: GatewayRow) -> GatewaySaid:
    if not about.uid:
        return GatewaySaid()
    content = queries.plan.row(store, about.uid).content
    return content if isinstance(content, GatewaySaid) else GatewaySaid()


def _keep(store: Store, about: GatewayRow, said: GatewaySaid, day: str, told: str) -> Changes:
    made = Planned(
        PlannedKind.GATEWAY, about.title, day=day, uid=about.uid, origin=about.id, content=said
    )
    return plan.change(store, made, told) if about.uid else plan.add(store, made, told)


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
