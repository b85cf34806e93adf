"""Records to sign: each party is asked, answers and signs by itself, and no word says more."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain import forms, request_code
from portfolio_app.domain.filling import TICKED, SignatureGiven, SignedBy
from portfolio_app.domain.form_lines import FormLine, LineKind, Signer, line_field, of_party
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import ObservationState, SignatureKind
from portfolio_app.domain.record_answers import Stage
from portfolio_app.pdf import forms as drawing
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    asking,
    attaching,
    chasing,
    checking,
    history,
    observing,
    portfolio,
    records,
    requests,
    returns,
    witnesses,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents import honest_returns, signing
from tests.pdf.form_contents import REVIEW
from tests.services.record_forms import (
    AGREED,
    EMAILS,
    LINES,
    ME,
    TUTOR,
    answers,
    asked,
    came,
    filled,
    people,
    three,
)
from tests.services.returning import in_mail, retouched


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return one portfolio for all of this file: every test asks for a record of its own."""
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    folder = tmp_path_factory.mktemp("records") / "mine.portfolio"
    passphrase = "four plain words"  # noqa: S105 - a test's
    made = portfolio.create(folder, facts, passphrase=passphrase, in_keychain=False)
    with made.store as it:
        yield it


def _words(store: Store, about: str) -> list[tuple[str, bool]]:
    return [(each.words, each.is_signed) for each in records.answers(store, about)]


def test_each_party_signs_by_itself_and_the_record_is_whole_with_the_last_one(
    store: Store, room: Workroom
) -> None:
    uid, _, form = asked(store, room, about="round")
    assert [each.stage for each in records.answers(store, "round")] == [Stage.ASKED] * 3

    first = filled(form, answers(1, line__4="Mornings are fine."))
    one = came(store, room, first)
    assert _words(store, "round") == [("Typed name", True), *[("Nothing has come back", False)] * 2]
    attaching.attach(store, room, one)
    manager, tutor, _ = records.answers(store, "round")
    assert (manager.stage, manager.is_whole, tutor.is_whole) == (Stage.KEPT, True, False)
    assert (manager.given_name, manager.signed_on) == ("Robin Sampleton", "2025-12-03")
    assert [each.value for each in manager.lines] == ["yes", "Mornings are fine."]
    assert requests.found(store, uid).state is ObservationState.CHECKED
    in_ten_days = datetime.now(UTC).date() + timedelta(days=10)
    (waits,) = [each for each in chasing.chase(store, today=in_ten_days) if each.uid == uid]
    assert waits.words.endswith("Not signed yet: Practice tutor, Apprentice")
    assert (waits.is_due, waits.may_remind) == (True, True)

    second = came(store, room, filled(first, answers(2, TUTOR)), "round.pdf")
    mine = came(store, room, filled(form, answers(3, ME)), "mine.pdf")
    assert [each.arrival_uid for each in records.answers(store, "round")] == [one, second, mine]
    for each in (second, mine):
        attaching.attach(store, room, each)
    assert records.record(store, uid).is_whole
    assert requests.found(store, uid).state is ObservationState.IN_PORTFOLIO
    assert uid not in {each.uid for each in chasing.chase(store, today=in_ten_days)}
    with pytest.raises(PortfolioError, match=f"{TUTOR} was asked for"):
        witnesses.remove(store, people(store)[1])
    kept = queries.records.records(store, "round")
    assert [each.name for each in kept] == ["back.pdf", "round.pdf", "mine.pdf"]
    assert store.vault.get(kept[0].sha256) == first

    gone = attaching.detach(store, mine)
    assert len(queries.records.records(store, "round")) == 2
    assert not records.record(store, uid).is_whole
    history.undo(store, gone.step)
    assert records.record(store, uid).is_whole


def test_no_signature_covers_for_another_and_none_is_made_of_what_is_no_name(
    store: Store, room: Workroom
) -> None:
    uid, _, form = asked(store, room, about="unsigned")
    unsigned = came(store, room, filled(form, answers(1, signature__typed="")))
    assert _words(store, "unsigned")[0] == ("Not signed", False)
    with pytest.raises(PortfolioError, match="Nobody signed this file"):
        attaching.attach(store, room, unsigned)
    attaching.attach(store, room, unsigned, incomplete=True)
    (kept, *_) = records.answers(store, "unsigned")
    assert (kept.is_incomplete, kept.is_signed, kept.is_whole) == (True, False, False)

    for typed in ("to be signed", ME):  # the last is the apprentice's own name
        came(
            store, room, filled(form, answers(1, signature__typed=typed), answers(2, TUTOR)), typed
        )
        told = _words(store, "unsigned")
        assert told == [("Not signed", False), ("Typed name", True),
                        ("Nothing has come back", False)], typed  # fmt: skip
    assert not records.record(store, uid).is_whole
    arrival = requests.found(store, uid).arrivals[-1]
    assert arrival.signature is SignatureKind.TYPED
    assert "Line manager: Missing" in arrival.signature_words


def test_words_changed_on_the_form_and_other_portfolios_count_for_nobody(
    store: Store, room: Workroom
) -> None:
    _, _, form = asked(store, room, about="changed")
    signed = filled(form, answers(1), answers(2, TUTOR), answers(3, ME))
    for was, now in ((AGREED, "Friday"), ("discussed and agreed.", "agreed and more.")):
        changed = retouched(signed, was.split()[-1], now) if was == AGREED else _retold(signed)
        uid = came(store, room, changed, f"{now}.pdf")
        assert not any(each.is_signed for each in records.answers(store, "changed")), now
        with pytest.raises(PortfolioError, match="Nothing was attached"):
            attaching.attach(store, room, uid)
    words = [each.words for each in records.answers(store, "changed")]
    assert words == ["Typed name, but the file is not as it was sent"] * 3

    (told,) = returns.receive(store, room, [("theirs.pdf", _of_another())]).results
    assert told.outcome.value == "other-portfolio"


def _retold(form: bytes) -> bytes:
    """Return a form with a statement that was ticked drawn over by another one."""
    with pikepdf.open(io.BytesIO(form)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        (_, rect, _), *_ = honest_returns.places(form)[line_field(3)]
        x, y = rect[2] + 6, rect[1]
        drawn = f" q 1 1 1 rg {x} {y - 2} 300 16 re f 0 g BT /F9 11 Tf {x} {y + 2} Td (No) Tj ET Q"
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + drawn.encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _of_another() -> bytes:
    """Return a form with the code of another portfolio."""
    code = request_code.new_code("somebody else's")
    return drawing.draw(replace(REVIEW, code=code))[0]


def test_ink_a_scan_and_a_certificate_are_told_party_by_party(store: Store, room: Workroom) -> None:
    _, _, form = asked(store, room, about="ink")
    unsigned = filled(form, answers(1, signature__typed=""), answers(2, TUTOR, signature__typed=""))
    page, (x0, _, _, y1), _ = honest_returns.places(form)[of_party(forms.TYPED_SIGNATURE, 2)][0]
    spot = (x0 - 240, y1 - 50, x0 - 40, y1 - 8)
    inked = honest_returns.inked(unsigned, [(page, spot)], random.Random(1))  # noqa: S311
    came(store, room, inked, "inked.pdf")
    assert _words(store, "ink") == [
        ("Not signed", False), ("Drawn signature", True), ("Nothing has come back", False),
    ]  # fmt: skip

    _, _, form = asked(store, room, about="scan")
    scan = honest_returns.scanned(filled(form, answers(1)), "PDF", degrees=1.0)
    uid = came(store, room, scan, "scan.pdf")
    assert not any(each.is_signed for each in records.answers(store, "scan"))
    checking.read_by_eye(
        store, uid, {of_party(forms.NAME, 2): TUTOR, of_party(checking.BY_HAND, 2): "yes"}
    )
    assert [each[0] for each in _words(store, "scan")][:2] == [
        "Nothing has come back", "Signed by hand (scan)",
    ]  # fmt: skip


def test_a_certificate_counts_for_its_own_party_and_for_no_file_that_went_on_after_it(
    store: Store, room: Workroom
) -> None:
    people(store)
    _, _, form = asked(store, room, about="certificate", signers=three(store))
    plain = filled(form, answers(2, TUTOR, signature__typed=""))
    arguments = {"password": signing.PASSWORD, "party": 2}
    signed = room.call("sign_pdf", arguments, [plain, signing.p12("rsa")]).blobs[0]
    came(store, room, signed, "signed.pdf")
    assert _words(store, "certificate") == [
        ("Nothing has come back", False),
        ("Digital certificate present, not verified", True),
        ("Nothing has come back", False),
    ]

    went_on = _appended(signed, answers(1))
    came(store, room, went_on, "went on.pdf")
    assert [each for each, _ in _words(store, "certificate")][:2] == [
        "Not signed",  # the file that went on can't be verified, so that it counts for nobody
        "Digital certificate present, not verified",  # in the file that came first
    ]


def _appended(content: bytes, told: dict[str, str]) -> bytes:
    """Return a form with answers filled in as a viewer does it: appended to what is there."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.form_tools import enumerate_fields_in
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields = writer.root["/AcroForm"]["/Fields"]
    for name, _, each in enumerate_fields_in(fields, refs_seen=set(), target_field_type="/Tx"):
        if name in told:
            field = each.get_object()
            field[generic.pdf_name("/V")] = generic.pdf_string(told[name])
            writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_our_window_signs_one_part_after_the_other_and_leaves_the_others_as_they_are(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    _, _, form = asked(store, room, about="window")
    place = tmp_path / "form.pdf"
    place.write_bytes(form)
    opened = observing.open_request(room, place)
    assert (opened.party, opened.is_signed) == (1, False)
    told = answers(1, line__3=TICKED)
    left = [each.words for each in observing.still_to_do(opened, {})]
    assert left[:2] == ["The tick at “This is what we discussed and agreed.”", "Your name"]
    with pytest.raises(PortfolioError, match="Your name"):
        observing.save_signed(
            room, opened, {}, SignatureGiven(SignedBy.TYPED, "R"), tmp_path / "no.pdf"
        )
    ink = SignatureGiven(SignedBy.DRAWN, strokes=(((0.1, 0.5), (0.5, 0.2), (0.9, 0.6)),))
    first = observing.save_signed(room, opened, told, ink, tmp_path / "first.pdf")
    assert first.form.signed_parties == {1}

    again = observing.open_request(room, first.path)
    assert (again.party, again.is_signed, again.is_draft) == (2, False, False)
    assert observing.as_party(room, again, 1).is_as_signed
    draft = observing.save_draft(
        room, again, answers(2, TUTOR, line__3=TICKED), tmp_path / "draft.pdf"
    )
    assert (draft.is_draft, draft.is_signed) == (True, False)
    reopened = observing.open_request(room, draft.path)
    assert (reopened.party, dict(reopened.answers)) == (2, dict(draft.answers))
    typed = SignatureGiven(SignedBy.TYPED, TUTOR)
    second = observing.save_signed(room, draft, draft.answers, typed, tmp_path / "second.pdf")
    assert second.form.signed_parties == {1, 2}
    assert second.form.others[forms.NAME] == "Robin Sampleton"

    uid = came(store, room, second.path.read_bytes(), "second.pdf")
    assert _words(store, "window") == [
        ("Drawn signature", True), ("Typed name", True), ("Nothing has come back", False),
    ]  # fmt: skip
    attaching.attach(store, room, uid)
    assert [each.is_whole for each in records.answers(store, "window")] == [True, True, False]


def test_a_part_is_not_written_into_a_form_that_another_party_signed_digitally(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    _, _, form = asked(store, room, about="digital")
    place = tmp_path / "form.pdf"
    arguments = {"password": signing.PASSWORD, "party": 1}
    signed = room.call("sign_pdf", arguments, [form, signing.p12("rsa")]).blobs[0]
    place.write_bytes(signed)
    opened = observing.open_request(room, place)
    assert (opened.party, sorted(opened.signed_parties)) == (2, [1])
    with pytest.raises(PortfolioError, match="would break their signature"):
        observing.save_draft(room, opened, answers(2, TUTOR), tmp_path / "draft.pdf")
    assert place.read_bytes() == signed
    came(store, room, signed)
    assert _words(store, "digital")[:2] == [
        ("Digital certificate present, not verified", True), ("Nothing has come back", False),
    ]  # fmt: skip


def test_a_managers_page_needs_no_signature_and_is_never_called_signed_without_one(
    store: Store, room: Workroom
) -> None:
    manager, _ = people(store)
    lines = (
        FormLine(LineKind.SAID, "182 hours logged.", "Hours"),
        FormLine(LineKind.TICK, "I can observe on 2 April.", must=False),
        FormLine(LineKind.TICK, "Fridays stay free.", must=False),
        FormLine(LineKind.WORDS, "One sentence", must=False),
    )
    uid, _, form = asked(
        store, room, FormKind.MANAGER_PAGE, (Signer("Line manager", manager, must_sign=False),),
        lines, "page",
    )  # fmt: skip
    back = filled(form, answers(1, signature__typed="", line__3="", line__2="Yes", line__4="Well."))
    attaching.attach(store, room, came(store, room, back))
    (told,) = records.answers(store, "page")
    assert [each.value for each in told.lines] == ["yes", "", "Well."]
    assert (told.words, told.is_signed, told.is_whole) == ("Not signed", False, True)
    assert records.record(store, uid).is_whole
    assert asking.message(store, uid).subject.startswith("One page for you: Second review")


def test_a_new_version_is_signed_anew_and_a_mail_is_no_signature(
    store: Store, room: Workroom
) -> None:
    manager, _ = people(store)
    signer = (Signer("Line manager", manager),)
    uid, _, form = asked(store, room, FormKind.DECLARATION, signer, about="declared")
    came(store, room, filled(form, answers(1)))
    assert _words(store, "declared") == [("Typed name", True)]
    records.change(store, uid, "Second review", (*LINES, LINES[2]), signer, day="2025-12-02")
    requests.make(store, room, uid)
    assert _words(store, "declared") == [("Typed name, on version 1", False)]
    with pytest.raises(PortfolioError, match="version 1"):
        attaching.attach(store, room, requests.found(store, uid).arrivals[0].uid)

    code = requests.found(store, uid).requests[-1].code
    mail = in_mail(None, "Yes, that is what we agreed, and I am content.", subject=code)
    (result,) = returns.receive(store, room, [("mail.eml", mail)]).results
    returns.check(store, room, result.arrival_uid)
    (told,) = records.answers(store, "declared")
    assert not told.is_signed
    arrival = requests.found(store, uid).arrivals[-1]
    assert arrival.signature is SignatureKind.MAIL
    assert arrival.signature_words == f"Sent from {EMAILS[0]}, not signed"


def test_each_party_has_a_message_and_nobody_is_asked_twice_or_for_nothing(
    store: Store, room: Workroom
) -> None:
    uid, _, _ = asked(store, room, about="mail")
    assert [asking.message(store, uid, party=each).to for each in (0, 1, 2, 3)] == [
        EMAILS[0], EMAILS[0], EMAILS[1], "",
    ]  # fmt: skip
    text = asking.message(store, uid, party=2).text
    assert text.startswith(f"Dear {TUTOR},")
    assert AGREED in text
    with pytest.raises(PortfolioError, match="no such party"):
        asking.message(store, uid, party=4)
    assert len(records.answers(store, "mail")) == 3
    withdrawn = requests.withdraw(store, uid)
    assert records.answers(store, "mail") == ()  # nobody is waited for any more
    assert [each.is_live for each in records.records(store, "mail")] == [False]
    history.undo(store, withdrawn.step)

    manager, tutor = people(store)
    one = Signer("Line manager", manager)
    for signers, lines, code in (
        ((), LINES, "no-party"),
        ((one, one), LINES, "party-twice"),
        (tuple(Signer("A", f"w{n}") for n in range(7)), LINES, "too-many-parties"),
        ((one,), (FormLine(LineKind.TICK, "So", party=2),), "no-such-party"),
        ((one,), (FormLine(LineKind.SAID, "word " * 500),), "too-many-words"),
        ((one,), (FormLine(LineKind.TICK, "word " * 130),), "too-many-words"),
        ((one,), LINES * 20, "too-many-lines"),
    ):
        with pytest.raises(PortfolioError) as raised:
            records.draft(store, FormKind.AGREEMENT, "none", "Project", lines, signers)
        assert raised.value.code == code
    with pytest.raises(PortfolioError):
        records.draft(store, FormKind.STATEMENT, "none", "No record", LINES, (one,))
    assert records.answers(store, "none") == ()
    assert tutor
