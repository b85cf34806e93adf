"""The sample portfolio: fictional, made from resources/sample by the same verbs as real work."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio_app import assets
from portfolio_app.domain.observation import Asked, Role
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.witness import Witness
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import (
    bundle,
    demo_plan,
    demo_proposal,
    evidence,
    intake,
    mapping,
    portfolio,
    requests,
    shortlist,
    sorting,
    witnesses,
)
from portfolio_app.store import library, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

PASSPHRASE = "sample"  # noqa: S105 - printed by the command line: the sample's content is fictional


@dataclass(frozen=True, slots=True)
class Demo:
    """The sample that was made. ``passphrase`` is empty when a keychain keeps its key."""

    folder: Path
    built: bundle.Built
    items: int
    claims: int
    key_in: str
    passphrase: str


def make(folder: Path, *, progress: Progress = silent) -> Demo:
    """Make the sample portfolio in ``folder`` and build its bundle beside it.

    Raises:
        PortfolioError: the folder is there already, or cannot be written.
    """
    folder = folder.absolute()
    made = fill(folder, progress=part(progress, 0.0, 0.7))
    with made.store as store, Workroom() as room:
        out = folder.with_name(f"{folder.name.removesuffix('.portfolio')}.pdf")
        built = bundle.build(store, room, out, progress=part(progress, 0.7, 1.0))
        claims = len(queries.claims.claims(store))
        items = len(queries.evidence.items(store))
    secret = PASSPHRASE if made.key_in == portfolio.IN_PASSPHRASE else ""
    return Demo(folder, built, items, claims, made.key_in, secret)


def fill(
    folder: Path, *, in_keychain: bool = True, progress: Progress = silent
) -> portfolio.Opened:
    """Make the sample portfolio with its items, claims and shortlist; leave it open.

    A sample that will be thrown away leaves no key behind when it is kept out of the keychain.

    Raises:
        PortfolioError: the folder is there already, or cannot be written.
    """
    data = tomllib.loads(assets.text("sample/sample.toml"))
    facts = data["portfolio"]
    made = portfolio.create(
        folder,
        portfolio.NewPortfolio(
            name=facts["name"],
            start=str(facts["start"]),
            gateway=str(facts["gateway"]),
            standard_id=facts.get("standard", library.DEFAULT_STANDARD),
            programme_id=facts.get("programme", ""),
        ),
        passphrase=None if in_keychain and portfolio.has_keychain() else PASSPHRASE,
        in_keychain=in_keychain,
    )
    try:
        # The sample is the same everywhere: no program that may be there makes its pages.
        with Workroom(with_programs=False) as room:
            _fill(made.store, room, data, progress)
    except BaseException:
        made.store.close()
        raise
    return made


def _fill(store: Store, room: Workroom, data: dict[str, Any], progress: Progress) -> None:
    facts = data["portfolio"]
    for key in ("job", "employer", "provider", "epao", "reference", "role"):
        if facts.get(key):
            portfolio.set_detail(store, key, str(facts[key]))
    entries = data["items"]
    paths = [assets.path(f"sample/{each['file']}") for each in entries]
    added = intake.add(store, room, paths, progress=part(progress, 0.0, 0.7))
    uids = {
        each["file"]: result.item_uid for each, result in zip(entries, added.results, strict=True)
    }
    for entry in entries:
        words = {k: str(entry[k]) for k in _FIELDS if entry.get(k)}
        evidence.edit(store, uids[entry["file"]], **words)
    sorting.to_library(store, list(uids.values()))  # nothing of the sample waits to be sorted
    shortlist.set_order(store, [uids[each] for each in data["shortlist"]])
    portfolio.set_witnesses(
        store,
        [
            Witness(
                name=each.get("name") or each["role"],
                organisation=each.get("organisation", ""),
                relationship=each.get("relationship", ""),
                contact=each.get("contact", ""),
                email=each.get("email", ""),
                refs=tuple(uids[file] for file in each.get("items", ()) if file in uids),
            )
            for each in data.get("witnesses", ())
        ],
    )
    for number, entry in enumerate(data["claims"]):
        progress(f"Claiming {entry['ksb']}", 0.7 + 0.3 * number / len(data["claims"]))
        _claim(store, room, uids[entry["item"]], entry)
    for entry in data["observations"]:
        _ask(store, room, entry)
    demo_proposal.fill(store, uids)
    demo_plan.fill(store)
    progress("Sample made", 1.0)


_FIELDS = ("title", "kind", "date", "context", "part", "confirm", "confidentiality")


def _ask(store: Store, room: Workroom, entry: dict[str, Any]) -> None:
    """Ask for an observation: sent and waiting, or a draft."""
    facts: dict[str, Any] = {key: str(entry[key]) for key in _ASKED if entry.get(key)}
    asked = Asked(
        **facts,
        minutes=entry["minutes"],
        observed_as=Role(entry["as"]),
        ksb_uids=tuple(mapping.ksb_called(store, code).uid for code in entry["ksbs"]),
    )
    uid = requests.new(store, asked, witnesses.called(store, entry["observer"]).uid).focus
    if entry.get("sent"):
        requests.make_form(store, room, uid)
        requests.sent(store, uid)


_ASKED = ("title", "day", "time", "place", "present", "context", "confidential")


def _claim(store: Store, room: Workroom, item_uid: str, entry: dict[str, Any]) -> None:
    anchor = mapping.WHOLE
    if entry.get("quote"):
        anchor = mapping.anchor_for_quote(
            store, room, item_uid, entry["quote"], page=entry.get("page")
        ).anchor
    elif entry.get("box"):
        x0, y0, x1, y1 = (float(each) for each in entry["box"])
        anchor = mapping.anchor_for_box(store, item_uid, entry.get("page", 1), (x0, y0, x1, y1))
    ksb = mapping.ksb_called(store, entry["ksb"])
    mapping.claim(
        store,
        item_uid,
        [ksb.uid],
        anchor,
        strength=Strength(entry.get("strength", 2)),
        shows=entry.get("shows", ""),
    )
