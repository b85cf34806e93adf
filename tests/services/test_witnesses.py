"""The register: everybody has a uid, addresses stay here, nobody who was asked is forgotten."""

from __future__ import annotations

import json

import pytest

from portfolio_app.domain import wire
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.typed_words import is_address, one_line, some_lines
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details, history, portfolio, requests, witnesses
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def refused(code: str, verb: object, *args: object, **words: object) -> PortfolioError:
    with pytest.raises(PortfolioError) as error:
        verb(*args, **words)  # type: ignore[operator]
    assert error.value.code == code, error.value
    return error.value


def test_somebody_is_added_changed_listed_and_removed_each_undone_as_one_step(
    store: Store,
) -> None:
    chair = Witness("  Chair of\nthe board ", "Exampleshire", email="chair@example.org")
    added = witnesses.add(store, chair, in_bundle=False)

    (known,) = witnesses.everyone(store)
    assert (known.name, known.uid, known.in_bundle) == ("Chair of the board", added.focus, False)

    changed = witnesses.change(
        store, known.uid, Witness("Chair", job_title="Chair", in_bundle=False)
    )
    assert witnesses.witness(store, known.uid).job_title == "Chair"
    history.undo(store, changed.step)
    assert witnesses.everyone(store) == (known,)

    witnesses.list_in_bundle(store, known.uid, listed=True)
    assert witnesses.witness(store, known.uid).in_bundle
    gone = witnesses.remove(store, known.uid)
    assert witnesses.everyone(store) == ()
    history.undo(store, gone.step)
    assert [each.uid for each in witnesses.everyone(store)] == [known.uid]


def test_what_can_be_nobody_or_no_address_is_refused_and_nothing_changes(store: Store) -> None:
    one = witnesses.add(store, Witness("Chair", "Exampleshire")).focus

    refused("nobody", witnesses.add, store, Witness(" \n "))
    for odd in ("chair", "a@b", "a@b.c\nBcc: x@y.org", "a b@example.org", "x@example.org, y@z.org"):
        refused("no-address", witnesses.add, store, Witness("X", email=odd))
    refused("known-already", witnesses.add, store, Witness("CHAIR", "Exampleshire"))
    refused("no-such-witness", witnesses.change, store, "nobody", Witness("X"))
    refused("no-such-witness", witnesses.remove, store, "nobody")
    assert [each.uid for each in witnesses.everyone(store)] == [one]


def test_old_entries_get_a_uid_that_stays(store: Store) -> None:
    old = [{"name": "Head of service", "refs": []}, {"name": "Coach"}]
    details.change(store, "witnesses", json.dumps(old), "as it was before people had a uid")

    first = witnesses.everyone(store)
    assert first == witnesses.everyone(store)
    assert len({each.uid for each in first}) == 2
    witnesses.remove(store, first[0].uid)
    assert witnesses.everyone(store) == (first[1],)
    assert queries.portfolio.details(store).witnesses == (first[1],)


def test_the_uid_of_an_old_entry_is_written_with_the_first_request(store: Store) -> None:
    details.change(store, "witnesses", json.dumps([{"name": "Coach"}]), "old")
    (coach,) = witnesses.everyone(store)

    requests.new(store, Asked("Chairing the panel"), coach.uid)

    (asked,) = queries.observations.observations(store)
    assert asked.witness == "Coach"
    gone = refused("was-asked", witnesses.remove, store, coach.uid)
    assert "OBS-01" in gone.message
    refused("was-asked", portfolio.set_witnesses, store, [])


def test_a_person_is_found_by_what_one_would_type(store: Store) -> None:
    for name in ("Head of service", "Head of finance", "Coach"):
        witnesses.add(store, Witness(name))

    assert witnesses.called(store, "coach").name == "Coach"
    assert witnesses.called(store, "finance").name == "Head of finance"
    assert "2 people" in refused("ambiguous", witnesses.called, store, "head").message
    refused("no-such-witness", witnesses.called, store, "nobody")
    refused("no-such-witness", witnesses.called, store, "")


def test_the_whole_register_is_set_and_says_no_more_than_was_typed(store: Store) -> None:
    portfolio.set_witnesses(store, [Witness("A", contact="01632 960001"), Witness("B")])

    kept = queries.portfolio.details(store).witnesses
    assert [(each.name, each.in_bundle, bool(each.uid)) for each in kept] == [
        ("A", True, True),
        ("B", True, True),
    ]
    portfolio.set_witnesses(store, kept[::-1])
    assert queries.portfolio.details(store).witnesses == kept[::-1]
    refused("refused", witnesses.set_all, store, [kept[0], kept[0]])
    assert wire.decode(Witness, wire.encode(kept[0])) == kept[0]


def test_words_are_taken_in_every_script_and_nothing_that_hides_is_kept() -> None:
    for words in ("Siân Ŵyn", "محمد علي", "श्री शर्मा", "👩🏽‍💼 “Chair” – ok"):
        assert one_line(words) == words
    assert one_line("a\r\nBcc: x\x00\ud800 \u2028 b\x1b[2J") == "a Bcc: x b[2J"
    assert some_lines(" \n one\x07 \r\ntwo\n\n three\t") == "one\ntwo\n\n three"
    assert is_address("o'neil+a@exämple.org.uk")
    assert not is_address("sián@example.org")
