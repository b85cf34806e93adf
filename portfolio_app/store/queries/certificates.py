"""Certificates that came with observers' signatures."""

from __future__ import annotations

from portfolio_app.domain.certificates import Certificate
from portfolio_app.store.database import Store

_COLUMNS = (
    "uid, witness_uid, fingerprint, signer, not_before, not_after, first_seen_at, confirmed_at"
)
_ALL = f"SELECT {_COLUMNS} FROM certificate ORDER BY first_seen_at, id"  # noqa: S608 - fixed words


def certificates(store: Store) -> tuple[Certificate, ...]:
    """Return every certificate, the one that was seen first before the others."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_ALL).fetchall()
    return tuple(Certificate(*row) for row in rows)


def of_witness(store: Store, witness_uid: str) -> tuple[Certificate, ...]:
    """Return the certificates of one observer, the first one first."""
    return tuple(each for each in certificates(store) if each.witness_uid == witness_uid)


def with_fingerprint(store: Store, fingerprint: str) -> tuple[Certificate, ...]:
    """Return a certificate as it is remembered for each observer who used it."""
    return tuple(each for each in certificates(store) if each.fingerprint == fingerprint)


def confirmed(store: Store, witness_uid: str) -> frozenset[str]:
    """Return the fingerprints that the person compared with this observer."""
    known = of_witness(store, witness_uid)
    return frozenset(each.fingerprint for each in known if each.confirmed_at)
