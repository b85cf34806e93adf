"""Forms that come back on paper: known by their bars, read by eye, claimed where their rows are."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from portfolio_app.domain import forms
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.domain.passage import box_of
from portfolio_app.domain.receiving import ReceivedAs
from portfolio_app.problems import PortfolioError
from portfolio_app.services import intake, requests, returns
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.returning import filled, in_mail, sent

SEEN = {forms.seen_field(1): "seen", forms.seen_field(2): "part"}


def scanned(form: bytes, *, pages: int = 3, skew: float = 2.0) -> bytes:
    """Return a form as a scanner gives it back: pictures at 150 dpi, not quite straight."""
    document = pypdfium2.PdfDocument(form)
    try:
        document.init_forms()
        shots = [
            document[index].render(scale=150 / 72).to_pil().convert("L")
            for index in range(min(pages, len(document)))
        ]
    finally:
        document.close()
    turned = [each.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255) for each in shots]
    out = io.BytesIO()
    turned[0].save(out, "PDF", resolution=150, save_all=True, append_images=turned[1:])
    return out.getvalue()


def photo(form: bytes) -> bytes:
    document = pypdfium2.PdfDocument(form)
    try:
        document.init_forms()
        shot = document[1].render(scale=2.2).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    shot.save(out, "JPEG", quality=85)
    return out.getvalue()


def test_a_scan_is_known_by_its_bars_read_by_eye_and_signed_by_the_persons_word_alone(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    scan = scanned(filled(form))

    (added,) = intake.add_content(store, room, scan, "Scan_0007.pdf").results
    assert (added.status, added.observation_uid) == ("returned", observation.uid)

    report = returns.check(store, room, added.arrival_uid)
    told = {each.rule: each for each in report.rows}
    assert told["part-1"].outcome.value == "look"
    assert told["read-by"].message == ("Fields can't be read from a picture: tick what you see")
    assert report.signature is SignatureKind.MISSING
    with pytest.raises(PortfolioError):
        returns.attach(store, room, added.arrival_uid)
    with pytest.raises(PortfolioError) as no_field:
        returns.read_by_eye(store, added.arrival_uid, {"anything": "x"})
    assert no_field.value.code == "no-such-field"

    read = returns.read_by_eye(store, added.arrival_uid, SEEN, signed_by_hand=True)
    assert (read.signature, read.signature_words) == (
        SignatureKind.BY_HAND,
        "Signed by hand (scan)",
    )
    assert {each.rule: each for each in read.rows}["read-by"].message == (
        "Read by eye: you ticked what you see"
    )
    attached = returns.attach(store, room, added.arrival_uid)
    arrival = requests.found(store, observation.uid).arrivals[0]
    assert arrival.by_eye
    assert arrival.matched_by == "barcode"
    claims = {each.ksb_code: each for each in queries.claims.claims(store, attached.item_uid)}
    assert set(claims) == {"S20", "B1"}
    sent_pages = queries.text.page_texts(store, attached.item_uid)
    for each in claims.values():
        (span,) = each.anchor.spans
        assert each.page == 2  # where the form has its KSB rows
        left, top, right, bottom = box_of(span.quads)
        assert 0 <= left < right <= sent_pages[1].width + 1
        assert 0 <= top < bottom <= sent_pages[1].height + 1
        assert each.is_exact
        assert each.is_signed
    assert (
        box_of(claims["S20"].anchor.spans[0].quads)[1]
        < (box_of(claims["B1"].anchor.spans[0].quads)[1])
    )


def test_pages_with_answers_scanned_without_the_guidance_are_enough(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    for pages, outcome in ((2, "fine"), (1, "wrong")):
        scan = scanned(filled(form, **{forms.NAME: f"Robin {pages}"}), pages=pages)
        (came,) = returns.receive(store, room, [(f"{pages}.pdf", scan)]).results
        returns.check(store, room, came.arrival_uid)
        report = returns.read_by_eye(store, came.arrival_uid, SEEN, signed_by_hand=True)
        told = {each.rule: each for each in report.rows}
        assert told.get("structure", told["part-1"]).outcome.value in (outcome, "look")
        assert bool(report.hindrances) is (pages == 1), report.hindrances
        if pages == 2:
            assert told["noticed"].outcome.value == "look"
            said = "2 of your form's 3 pages came back, as pictures"
            assert told["noticed"].details[0].startswith(said)
            returns.attach(store, room, came.arrival_uid)


def test_a_photo_in_a_mail_is_known_by_its_bars_or_by_the_mail(
    store: Store, room: Workroom
) -> None:
    observation, request, form = sent(store, room)
    (told,) = returns.receive(store, room, [("IMG_1.jpg", photo(filled(form)))]).results
    assert (told.outcome, told.matched_by) == (ReceivedAs.MATCHED, "barcode")

    noise = Image.effect_noise((900, 700), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG")
    mail = in_mail(out.getvalue(), "Signed.", subject=f"Re: ({request.code})", name="IMG_2.jpg")
    (by_mail,) = returns.receive(store, room, [("Re.eml", mail)]).results
    assert (by_mail.outcome, by_mail.name) == (ReceivedAs.MATCHED, "IMG_2.jpg")
    assert by_mail.matched_by == "printed"
    assert len(requests.found(store, observation.uid).arrivals) == 2
