"""A signed paper form that travels inside the file that came back is received with it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from portfolio_app.domain import forms
from portfolio_app.domain.filling import TICKED, SignatureGiven, SignedBy
from portfolio_app.domain.receiving import ReceivedAs
from portfolio_app.services import observing, paper_inside, requests, returns
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.returning import ANSWERS, sent


def test_a_paper_form_inside_is_received_for_the_same_request(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    observation, request, form = sent(store, room)
    (tmp_path / "form.pdf").write_bytes(form)
    Image.effect_noise((700, 990), 90).save(tmp_path / "photo.jpg")
    photo = (tmp_path / "photo.jpg").read_bytes()
    asked = observing.open_request(room, tmp_path / "form.pdf")
    empty = observing.save_draft(room, asked, {}, tmp_path / "e.pdf", paper=tmp_path / "photo.jpg")
    typed = SignatureGiven(SignedBy.TYPED, typed="Robin Sampleton")
    answers = {
        name: TICKED if words == forms.ON else words
        for name, words in ANSWERS.items()
        if name != forms.TYPED_SIGNATURE
    }
    whole = observing.save_signed(
        room, asked, answers, typed, tmp_path / "w.pdf", paper=tmp_path / "photo.jpg"
    )

    only_paper = returns.receive(store, room, [empty.path]).results
    both = returns.receive(store, room, [whole.path]).results

    assert [each.outcome for each in only_paper] == [ReceivedAs.MATCHED] * 2
    assert [each.name for each in only_paper] == ["e.pdf", "signed-proforma.jpg"]
    assert {each.code for each in only_paper} == {request.code}
    assert store.vault.get(only_paper[1].sha256) == photo
    assert [each.name for each in both] == ["signed-proforma.jpg", "w.pdf"]
    assert [each.outcome for each in both] == [ReceivedAs.DUPLICATE, ReceivedAs.MATCHED]
    arrivals = requests.found(store, observation.uid).arrivals
    assert [each.file_name for each in arrivals] == ["e.pdf", "signed-proforma.jpg", "w.pdf"]


def test_a_form_without_one_or_a_broken_file_has_none(store: Store, room: Workroom) -> None:
    _, _, form = sent(store, room)

    assert paper_inside.paper_in(room, form) is None
    assert paper_inside.paper_in(room, form[: len(form) // 2]) is None
    assert paper_inside.paper_in(room, b"no PDF") is None
