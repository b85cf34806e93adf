"""Not attached as it is: a signed form that was changed, and one whose original is not whole."""

import io

import pikepdf
import pytest

from portfolio_app.domain.observation import ArrivalState
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, requests, returns
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.returning import filled, sent


def test_a_signed_form_whose_part_1_was_changed_is_refused_and_the_message_says_so(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    with pikepdf.open(io.BytesIO(filled(form))) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"q 1 1 1 rg 40 560 520 100 re f Q"))
        out = io.BytesIO()
        pdf.save(out)
    (told,) = returns.receive(store, room, [("back.pdf", out.getvalue())]).results
    assert returns.check(store, room, told.arrival_uid).signature.is_signed

    with pytest.raises(PortfolioError) as refused:
        returns.attach(store, room, told.arrival_uid)

    assert refused.value.code == "incomplete"
    assert refused.value.message.endswith("Nothing was attached.")
    assert queries.evidence.items(store) == ()
    assert requests.found(store, observation.uid).arrivals[0].state is ArrivalState.NEW


def test_a_form_whose_original_was_damaged_is_refused_though_its_pages_are_at_hand(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    (told,) = returns.receive(store, room, [("back.pdf", filled(form))]).results
    history.undo(store, returns.attach(store, room, told.arrival_uid).changes.step)
    place = store.vault.path_of(told.sha256)
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.chmod(0o600)
    place.write_bytes(content)

    with pytest.raises(PortfolioError) as refused:
        returns.attach(store, room, told.arrival_uid)

    assert "damaged" in refused.value.code
    assert queries.evidence.items(store) == ()
