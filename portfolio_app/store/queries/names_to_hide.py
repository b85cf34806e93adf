"""The names to hide, what was left alone, and whose names are never matched. Private."""

from __future__ import annotations

from portfolio_app.domain.hiding import LeftAlone, NameToHide
from portfolio_app.domain.names import folded
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.portfolio import detail, details

OWN_NAMES_TOO = "look_for_own_names"  # the detail that holds the separate yes

_NAMES = "SELECT uid, text, label, whole_word FROM name_to_hide ORDER BY id"
_LEFT = """
    SELECT left_alone.uid, left_alone.text, COALESCE(item.uid, ''), left_alone.reason
    FROM left_alone LEFT JOIN item ON item.id = left_alone.item_id
    ORDER BY left_alone.id
"""


def names(store: Store) -> tuple[NameToHide, ...]:
    """Return the names to hide in the order they were listed."""
    own = {folded(each) for each in own_names(store)}
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_NAMES).fetchall()
    return tuple(
        NameToHide(uid, text, label, bool(whole_word), folded(text) in own)
        for uid, text, label, whole_word in rows
    )


def name(store: Store, uid: str) -> NameToHide:
    """Return one name to hide.

    Raises:
        PortfolioError: code "no-such-name".
    """
    for each in names(store):
        if each.uid == uid:
            return each
    raise PortfolioError("That name isn't on the list any more.", code="no-such-name")


def left_alone(store: Store) -> tuple[LeftAlone, ...]:
    """Return the words that are to stay, oldest first."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql(_LEFT).fetchall()
    return tuple(LeftAlone(*row) for row in rows)


def own_names(store: Store) -> tuple[str, ...]:
    """Return the apprentice's own name and the witnesses', as typed."""
    known = details(store)
    every = (known.name, *(each.name for each in known.witnesses))
    return tuple(each for each in every if each.strip())


def own_names_too(store: Store) -> bool:
    """Whether the apprentice said yes to looking for their own and the witnesses' names, too."""
    return detail(store, OWN_NAMES_TOO) == "yes"
