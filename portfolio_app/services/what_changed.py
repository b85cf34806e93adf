"""What is different in a bundle since an earlier one: from what each build noted, no PDF needed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import BuiltBundle
from portfolio_app.domain.bundle_changes import BundleChanges, compared
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.problems import PortfolioError
from portfolio_app.services.out_of_date import no_such_bundle
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """Two bundles of this portfolio, and what is different in the newer one."""

    old: BuiltRecord
    new: BuiltRecord
    changes: BundleChanges


def what_changed(store: Store, bundle_uid: str, since_uid: str = "") -> WhatChanged:
    """Return what is different in a bundle since an earlier one, without one since the last of it.

    The last one is the build before of the same pack. Use :func:`last_submitted` for the one that
    was handed in last.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), it is the first one ("first-bundle"), or
            one of both was built by a version that noted too little ("not-noted").
    """
    records = queries.bundles.bundles(store)
    new = _known(records, bundle_uid)
    old = _known(records, since_uid) if since_uid else previous(store, bundle_uid)
    if old is None:
        raise PortfolioError(
            "This is the first bundle that was built, so there is nothing to compare it with.",
            code="first-bundle",
        )
    return WhatChanged(old, new, compared(contents(store, old.uid), contents(store, new.uid)))


def previous(store: Store, bundle_uid: str) -> BuiltRecord | None:
    """Return the build before this one of the same pack, None for the first."""
    return next(iter(_before(store, bundle_uid)), None)


def last_submitted(store: Store, bundle_uid: str) -> BuiltRecord | None:
    """Return the last one before this of the same pack that was handed in, None where none was."""
    return next((each for each in _before(store, bundle_uid) if each.submitted_at), None)


def contents(store: Store, bundle_uid: str) -> BuiltBundle:
    """Return where everything was in a bundle, as its build noted it.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), or a version built it that did not note
            it ("not-noted").
    """
    with store.read() as session:
        row = session.query(tables.BundleRow.contents).filter_by(uid=bundle_uid).one_or_none()
    if row is None:
        raise no_such_bundle()
    if not row[0]:
        raise PortfolioError(
            "This bundle was built by an earlier version of the app, which did not note what was "
            "on which page.",
            hint="Build it again; from then on changes can be told.",
            code="not-noted",
        )
    return wire.decode(BuiltBundle, json.loads(row[0]))


def _before(store: Store, bundle_uid: str) -> list[BuiltRecord]:
    """Return the builds before this one of the same pack, the newest first."""
    records = queries.bundles.bundles(store)
    one = _known(records, bundle_uid)
    earlier = records[records.index(one) + 1 :]
    return [each for each in earlier if each.profile == one.profile]


def _known(records: tuple[BuiltRecord, ...], bundle_uid: str) -> BuiltRecord:
    for each in records:
        if each.uid == bundle_uid:
            return each
    raise no_such_bundle()
