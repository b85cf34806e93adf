"""Observers' certificates: remembered at first use, confirmed by comparing the fingerprint."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain.certificates import Noticed
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.signatures import Signature
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now

_TOPICS = {Topic.OBSERVATIONS}


def look(store: Store, witness_uid: str, signature: Signature) -> Noticed:
    """Return what is known about a signature's certificate for this observer; nothing is kept."""
    held = bool(signature.fingerprint) and signature.verdict.is_green
    if not signature.fingerprint:
        return Noticed(signature, is_remembered=False)
    mine = queries.certificates.of_witness(store, witness_uid)
    known = next((each for each in mine if each.fingerprint == signature.fingerprint), None)
    same = queries.certificates.with_fingerprint(store, signature.fingerprint)
    return Noticed(
        signature,
        known=known if held else None,
        earlier=tuple(each for each in mine if each is not known),
        others=tuple(each.witness_uid for each in same if each.witness_uid != witness_uid),
        is_remembered=held,
    )


def notice(store: Store, witness_uid: str, signature: Signature, *, step: str = "") -> Noticed:
    """Remember the certificate of a signature for this observer; return what was known before.

    Only one whose signature holds (a green verdict) is remembered: beside a broken signature
    anybody's certificate may lie. ``step`` continues an earlier step, so that both are undone
    together.

    Raises:
        PortfolioError: there is no observer to remember it for.
    """
    if not witness_uid:
        raise PortfolioError(
            "The certificate was not remembered: it is not known whose it is.",
            hint="Say first to which request the file belongs.",
            code="no-observer",
        )
    noticed = look(store, witness_uid, signature)
    if not noticed.is_remembered or noticed.known is not None:
        return noticed
    told = f"Certificate {signature.short_fingerprint} seen for the first time"
    with store.step("notice certificate", told, _TOPICS, step=step) as doing:
        doing.session.add(
            tables.CertificateRow(
                witness_uid=witness_uid,
                fingerprint=signature.fingerprint,
                signer=signature.signer,
                not_before=signature.not_before,
                not_after=signature.not_after,
            )
        )
    return replace(noticed, step=doing.changes.step)


def confirm(store: Store, witness_uid: str, fingerprint: str) -> Changes:
    """Record that the person compared this fingerprint with the observer, now.

    Raises:
        PortfolioError: no such certificate came from this observer.
    """
    return _set(store, witness_uid, fingerprint, at=now())


def take_back(store: Store, witness_uid: str, fingerprint: str) -> Changes:
    """Take the confirmation of a certificate back: its signatures are "not verified" again.

    Raises:
        PortfolioError: no such certificate came from this observer.
    """
    return _set(store, witness_uid, fingerprint, at="")


def _set(store: Store, witness_uid: str, fingerprint: str, *, at: str) -> Changes:
    known = next(
        (
            each
            for each in queries.certificates.of_witness(store, witness_uid)
            if each.fingerprint == fingerprint
        ),
        None,
    )
    if known is None:
        raise PortfolioError(
            "This certificate did not come from this observer, so nothing was changed.",
            hint="Check the file that came back first.",
            code="no-such-certificate",
        )
    verb = "confirm certificate" if at else "take back certificate"
    told = f"Certificate {known.short_fingerprint} "
    told += "compared and confirmed" if at else "no longer confirmed"
    with store.step(verb, told, _TOPICS, focus=witness_uid) as step:
        row = step.session.query(tables.CertificateRow).filter_by(uid=known.uid).one()
        row.confirmed_at = at
    return step.changes
