"""Whether a bundle still says what the portfolio says: a hash of everything that it prints."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import NO_CHOICES, BundlePlan
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.pages import Rendition
from portfolio_app.problems import PortfolioError
from portfolio_app.services import bundle_plan
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

# Different in every build, or the app's own.
_NOT_COMPARED = ("bundle_id", "built", "built_words", "app")


def prints(store: Store, planned: BundlePlan) -> str:
    """Return a hash of all that a plan prints: the same for the same pages and words.

    Which build it is and when it is built do not count. What is hidden does, though a plan never
    says it: the pages look different.
    """
    # A size limit is never printed, and a whole number read back from a bundle's row is a float.
    plain = wire.encode(replace(planned, options=replace(planned.options, limit_mb=0.0)))
    for name in _NOT_COMPARED:
        del plain[name]
    shown = {item.uid for item in planned.items} | {paper.uid for paper in planned.papers}
    made = queries.renditions.renditions(store, shown)
    whole: dict[str, Any] = {
        "plan": plain,
        "pages": {uid: _pages(made.get(uid)) for uid in sorted(shown)},
        # None when it was built: since then a piece may have been marked never to leave.
        "stays": sorted(_kept_in(store) & shown),
        "hidden": sorted(
            [each.item_uid, str(wire.encode(each.anchor.spans)), each.anchor.quote, each.label]
            for each in queries.hides.hides(store)
            if each.item_uid in shown
        ),
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def prints_of_papers(store: Store, options: BundleOptions, *, draft: bool) -> str:
    """Return a hash of what the papers of a pack give as files of their own; as ``prints``."""
    papers = [each for each in queries.papers.papers(store) if each.kind.profile is options.profile]
    made = queries.renditions.renditions(store, [each.item.uid for each in papers])
    whole = [
        [
            each.kind.value,
            each.item.sha256,
            each.item.file_name,
            _pages(made.get(each.item.uid)),
            sorted(
                [str(wire.encode(hide.anchor.spans)), hide.anchor.quote, hide.label]
                for hide in queries.hides.hides(store, each.item.uid)
            ),
        ]
        for each in papers
    ]
    chosen = [options.originals, sorted(options.also_originals), options.file_list, draft]
    text = json.dumps([whole, chosen], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_out_of_date(store: Store, bundle_uid: str) -> bool:
    """Return whether the same bundle built now would print something else than it did.

    The choices and the draft mark it was built with hold. One of a version that kept no hash is
    never said to be out of date here.

    Raises:
        PortfolioError: there is no such bundle ("no-such-bundle").
    """
    with store.read() as session:
        found = session.query(
            tables.BundleRow.prints, tables.BundleRow.draft, tables.BundleRow.options
        ).filter_by(uid=bundle_uid)
        row = found.one_or_none()
        if row is None:
            raise no_such_bundle()
        built_prints, draft, options = row
    if not built_prints:
        return False
    chosen = wire.decode(BundleOptions, json.loads(options)) if options else NO_CHOICES
    if chosen.profile is Profile.PROPOSAL:
        return prints_of_papers(store, chosen, draft=bool(draft)) != built_prints
    try:
        planned = bundle_plan.plan(store, draft=bool(draft), options=chosen)
    except PortfolioError as error:
        if error.code == "empty-shortlist":
            return True
        raise
    return prints(store, planned) != built_prints


def no_such_bundle() -> PortfolioError:
    """Return the refusal for a bundle that the portfolio does not know."""
    return PortfolioError(
        "This portfolio has built no such bundle.",
        hint="See the list of bundles for the ones it has.",
        code="no-such-bundle",
    )


def _kept_in(store: Store) -> set[str]:
    """Return the items that are marked Do not export."""
    with store.read() as session:
        return {uid for (uid,) in session.query(tables.ItemRow.uid).filter_by(do_not_export=1)}


def _pages(made: Rendition | None) -> Any:
    if made is None:
        return None
    return [made.file_sha256, made.pages_sha256, made.options, made.pages]
