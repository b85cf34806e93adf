"""Observers' certificates: first use is said to be first use, changes and doubles are named."""

from dataclasses import replace

import pytest

from portfolio_app.domain.observation import Outcome
from portfolio_app.domain.signatures import Signature, Verdict
from portfolio_app.problems import PortfolioError
from portfolio_app.services import certificates, history
from portfolio_app.store import queries
from portfolio_app.store.database import Store

MANAGER, CHAIR = "manager", "chair"
SIGNED = Signature(
    "signature.digital",
    Verdict.UNCHANGED,
    signer="Line Manager",
    issuer="Line Manager",
    fingerprint="7b7809affa35a9ec" * 4,
    signed_at="2026-12-02T14:05:00Z",
    not_before="2026-01-01T00:00:00Z",
    not_after="2027-01-01T00:00:00Z",
)
OTHER = replace(SIGNED, fingerprint="0123456789abcdef" * 4)


def test_first_use_is_said_to_be_first_use_and_remembered(store: Store) -> None:
    first = certificates.notice(store, MANAGER, SIGNED)
    again = certificates.notice(store, MANAGER, SIGNED)

    assert (first.is_first_use, again.is_first_use) == (True, False)
    (row,) = first.rows("Line Manager")
    assert row.outcome is Outcome.NOTE
    assert row.message == "The first certificate from Line Manager. Nobody has compared it yet."
    assert "Fingerprint 7B78 09AF FA35 A9EC" in row.details
    assert "not compared it yet" in again.rows("Line Manager")[0].message
    (kept,) = queries.certificates.of_witness(store, MANAGER)
    assert (kept.fingerprint, kept.signer) == (SIGNED.fingerprint, "Line Manager")
    assert kept.confirmed_at == ""
    assert queries.certificates.confirmed(store, MANAGER) == frozenset()


def test_comparing_a_fingerprint_confirms_it_for_that_observer_only(store: Store) -> None:
    certificates.notice(store, MANAGER, SIGNED)
    certificates.notice(store, CHAIR, SIGNED)

    changes = certificates.confirm(store, MANAGER, SIGNED.fingerprint)

    assert changes.summary == "Certificate 7B78 09AF FA35 A9EC compared and confirmed"
    assert queries.certificates.confirmed(store, MANAGER) == {SIGNED.fingerprint}
    assert queries.certificates.confirmed(store, CHAIR) == frozenset()
    row = certificates.look(store, MANAGER, SIGNED).rows("Line Manager")[0]
    assert row.outcome is Outcome.FINE
    assert row.message.startswith("The certificate that you compared with Line Manager on ")


def test_a_confirmation_can_be_taken_back_and_every_step_undone(store: Store) -> None:
    noticed = certificates.notice(store, MANAGER, SIGNED)
    confirming = certificates.confirm(store, MANAGER, SIGNED.fingerprint)
    taking_back = certificates.take_back(store, MANAGER, SIGNED.fingerprint)

    assert queries.certificates.confirmed(store, MANAGER) == frozenset()
    history.undo(store, taking_back.step)
    assert queries.certificates.confirmed(store, MANAGER) == {SIGNED.fingerprint}
    history.undo(store, confirming.step)
    assert queries.certificates.confirmed(store, MANAGER) == frozenset()
    assert len(queries.certificates.of_witness(store, MANAGER)) == 1
    history.undo(store, noticed.step)
    assert queries.certificates.of_witness(store, MANAGER) == ()


def test_a_changed_certificate_is_named_and_is_not_confirmed_by_the_old_one(store: Store) -> None:
    certificates.notice(store, MANAGER, SIGNED)
    certificates.confirm(store, MANAGER, SIGNED.fingerprint)

    new = certificates.notice(store, MANAGER, OTHER)

    (row,) = new.rows("Line Manager")
    assert row.outcome is Outcome.LOOK
    assert row.message.startswith("Not the certificate that Line Manager used on ")
    assert "The earlier one: 7B78 09AF FA35 A9EC" in row.details
    assert new.confirmed_at == ""
    assert queries.certificates.confirmed(store, MANAGER) == {SIGNED.fingerprint}


def test_the_same_certificate_under_another_observer_is_named(store: Store) -> None:
    certificates.notice(store, MANAGER, SIGNED)

    noticed = certificates.notice(store, CHAIR, SIGNED)

    assert noticed.others == (MANAGER,)
    assert noticed.rows("Chair", ("Line Manager",))[1].message == (
        "The same certificate was used for Line Manager, too."
    )


def test_a_certificate_out_of_date_and_an_old_method_are_named(store: Store) -> None:
    late = replace(SIGNED, signed_at="2027-06-01T00:00:00Z", note="An old method.")

    rows = certificates.notice(store, MANAGER, late).rows()

    assert [(each.rule, each.outcome) for each in rows] == [
        ("certificate", Outcome.NOTE),
        ("certificate-dates", Outcome.LOOK),
        ("certificate-method", Outcome.NOTE),
    ]
    assert "expired" in rows[1].message


@pytest.mark.parametrize(
    "verdict", [each for each in Verdict if not each.is_green], ids=lambda each: each.value
)
def test_a_certificate_beside_a_broken_signature_is_neither_remembered_nor_trusted(
    store: Store, verdict: Verdict
) -> None:
    broken = replace(SIGNED, verdict=verdict)

    noticed = certificates.notice(store, MANAGER, broken)

    assert queries.certificates.certificates(store) == ()
    assert noticed.rows()[0].outcome is Outcome.LOOK
    certificates.notice(store, MANAGER, SIGNED)
    certificates.confirm(store, MANAGER, SIGNED.fingerprint)
    assert certificates.look(store, MANAGER, broken).confirmed_at == ""


def test_what_never_came_cannot_be_confirmed(store: Store) -> None:
    with pytest.raises(PortfolioError, match="did not come from this observer"):
        certificates.confirm(store, MANAGER, SIGNED.fingerprint)
    with pytest.raises(PortfolioError, match="not known whose it is"):
        certificates.notice(store, "", SIGNED)


def test_noticing_can_be_part_of_a_longer_step(store: Store) -> None:
    certificates.notice(store, CHAIR, OTHER)
    first = certificates.confirm(store, CHAIR, OTHER.fingerprint)
    certificates.notice(store, MANAGER, SIGNED, step=first.step)

    history.undo(store, first.step)

    assert queries.certificates.of_witness(store, MANAGER) == ()
    assert queries.certificates.confirmed(store, CHAIR) == frozenset()
