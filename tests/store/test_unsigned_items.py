"""Which pieces count as unsigned: by the file they have now, line by line of the rule."""

import json

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.store.database import Store
from portfolio_app.store.queries import unsigned
from portfolio_app.store.tables import ArrivalRow, EpaoRuleRow, ItemRow
from tests.store.builders import add_item

_FINE = [{"rule": "signature", "outcome": "fine"}]
_WRONG = [*_FINE, {"rule": "part-1", "outcome": "wrong"}]
_SIGNED = [each.value for each in SignatureKind if each.is_signed]


def _is_unsigned(
    store: Store, state: str, signature: str, report: list[dict[str, str]], rule: str = ""
) -> bool:
    """Return what is said of a piece whose file came back so, the EPAO's rule being this."""
    uid, _ = add_item(store, f"{state} {signature} {len(report)} {rule}")
    other, _ = add_item(store, f"beside {uid}")
    with store.step("attach", "attached", {Topic.OBSERVATIONS}) as step:
        item = step.session.query(ItemRow).filter_by(uid=uid).one()
        for row in step.session.query(EpaoRuleRow):
            step.session.delete(row)
        step.session.flush()
        if rule:
            step.session.add(EpaoRuleRow(key=unsigned.MAIL_COUNTS, value=rule))
        told = json.dumps(report)
        step.session.add(
            ArrivalRow(
                file_id=item.file_id, item_id=item.id, state=state, signature=signature, report=told
            )
        )
        step.session.flush()
        found = unsigned.items(step.session)
        beside = step.session.query(ItemRow).filter_by(uid=other).one().id
        assert beside not in found, "a piece that did not come back is nobody's to sign"
        return item.id in found


def test_a_signed_return_counts_unless_it_is_incomplete_or_was_found_wrong(store: Store) -> None:
    for signature in _SIGNED:
        assert not _is_unsigned(store, "attached", signature, _FINE)
        assert not _is_unsigned(store, "earlier", signature, _FINE)
        assert _is_unsigned(store, "incomplete", signature, _FINE)
        assert _is_unsigned(store, "earlier", signature, _WRONG)


def test_a_missing_signature_never_counts_and_a_mail_only_where_the_rule_says_yes(
    store: Store,
) -> None:
    for state in ("attached", "incomplete", "earlier"):
        assert _is_unsigned(store, state, "missing", _FINE, "yes")
    for rule in ("", "no", "unknown"):
        assert _is_unsigned(store, "attached", "mail", _FINE, rule)
    assert not _is_unsigned(store, "attached", "mail", _FINE, "yes")
    assert _is_unsigned(store, "incomplete", "mail", _FINE, "yes")
