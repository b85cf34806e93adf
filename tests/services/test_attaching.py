"""Attached: a piece with claims on exact pages, or a paper; one step each, and all of it undone."""

from __future__ import annotations

import re

import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.forms import Whose
from portfolio_app.domain.observation import ArrivalState, ObservationState
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    coverage,
    emptying,
    epao,
    evidence,
    history,
    intake,
    mapping,
    numbering,
    papers,
    replacing,
    requests,
    returns,
    shortlist,
    statements,
    witnesses,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.asked import facts
from tests.services.returning import ACCOUNT, ANSWERS, filled, in_mail, sent

UNSIGNED = {forms.TYPED_SIGNATURE: ""}


def received(store: Store, room: Workroom, content: bytes, name: str = "back.pdf") -> str:
    (told,) = returns.receive(store, room, [(name, content)]).results
    assert told.arrival_uid
    return told.arrival_uid


def statuses(store: Store) -> dict[str, KsbStatus]:
    found = coverage.coverage(store, shortlist_only=False)
    return {each.ksb.code: each.status for each in found if each.claims}


def everything(store: Store) -> tuple[object, ...]:
    return (
        queries.evidence.items(store),
        queries.claims.claims(store),
        queries.observations.observations(store),
        queries.papers.papers(store),
    )


def test_seen_rows_become_claims_on_the_exact_page_and_undo_takes_all_of_it_back(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room, "S20", "B1", "K8")
    back = filled(form, **{forms.seen_field(3): "not"})
    uid = received(store, room, back)
    returns.check(store, room, uid)
    before = everything(store)

    attached = returns.attach(store, room, uid)

    item = queries.evidence.item(store, attached.item_uid)
    assert (item.title, item.kind) == ("Chairing the placement panel", EvidenceKind.OBSERVATION)
    assert item.date == "2025-12-02"
    assert item.confirm == "Robin Sampleton, Head of service, Exampleshire Council"
    assert store.vault.get(item.sha256) == back
    claims = {each.ksb_code: each for each in queries.claims.claims(store)}
    assert set(claims) == {"S20", "B1"}
    assert claims["S20"].anchor.quote == "drew out what they agreed on"
    assert claims["B1"].anchor.quote == ACCOUNT
    assert (claims["S20"].strength, claims["B1"].strength) == (Strength.CLEARLY, Strength.PARTLY)
    for each in claims.values():
        (span,) = each.anchor.spans
        page = queries.text.page_texts(store, item.uid)[span.page_index].text
        assert " ".join(page[span.start : span.end].split()) == each.anchor.quote
        assert span.quads
    assert statuses(store) == {"S20": KsbStatus.COVERED, "B1": KsbStatus.STARTED}
    assert attached.left == ("K8: not this time",)
    assert attached.to_shortlist
    known = requests.found(store, observation.uid)
    assert (known.state, known.item_uid) == (ObservationState.IN_PORTFOLIO, item.uid)
    assert known.arrivals[0].state is ArrivalState.ATTACHED
    words = " ".join(" ".join(p.text.split()) for p in queries.text.page_texts(store, item.uid))
    for answer in ("Robin Sampleton", "Head of service", "Line manager", "3 December 2025"):
        assert answer in words

    history.undo(store, attached.changes.step)
    assert everything(store) == before
    history.redo(store, attached.changes.step)
    assert len(queries.claims.claims(store)) == 2


def test_unsigned_is_refused_then_attached_incomplete_and_never_counts_as_covered(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    uid = received(store, room, filled(form, **UNSIGNED))

    with pytest.raises(PortfolioError) as refused:
        returns.attach(store, room, uid)
    assert refused.value.code == "incomplete"
    assert "There's no signature on this proforma." in str(refused.value)
    assert queries.evidence.items(store) == ()

    attached = returns.attach(store, room, uid, incomplete=True)
    assert attached.incomplete
    known = requests.found(store, observation.uid)
    assert known.arrivals[0].state is ArrivalState.INCOMPLETE
    assert known.arrivals[0].signature_words == "Missing"
    assert statuses(store) == {"S20": KsbStatus.STARTED, "B1": KsbStatus.STARTED}
    # Neither the person's own claim on it, nor a place on the shortlist, makes it count.
    shortlist.add(store, [attached.item_uid])
    ksb = mapping.ksb_called(store, "K8").uid
    anchor = mapping.anchor_for_quote(store, room, attached.item_uid, "one plan with dates").anchor
    mapping.claim(store, attached.item_uid, [ksb], anchor, strength=Strength.BEST)
    assert statuses(store)["K8"] is KsbStatus.STARTED
    counts = queries.counts.statuses(store)
    assert counts[KsbStatus.COVERED] == counts[KsbStatus.STRONG] == 0
    assert counts[KsbStatus.STARTED] == 3


def test_a_better_return_is_a_newer_version_of_the_same_piece_and_keeps_the_persons_words(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    first = received(store, room, filled(form, **UNSIGNED))
    attached = returns.attach(store, room, first, incomplete=True)
    seen = next(e for e in queries.claims.claims(store) if e.ksb_code == "S20")
    mapping.change_claim(store, seen.uid, shows="How I brought two sides to one plan")
    own = mapping.anchor_for_quote(store, room, attached.item_uid, "let each speak").anchor
    mapping.claim(store, attached.item_uid, [mapping.ksb_called(store, "K8").uid], own)
    before = everything(store)
    asked = returns.ask_correction(store, first)
    assert asked.changes.step == ""  # what is attached stays attached: nothing to undo
    assert requests.found(store, observation.uid).arrivals[0].state is ArrivalState.INCOMPLETE

    account = f"On the day I sat at the back. {ACCOUNT}"
    better = filled(form, **{forms.ACCOUNT: account, forms.seen_field(2): "not"})
    second = received(store, room, better, "signed.pdf")
    again = returns.attach(store, room, second)

    assert again.item_uid == attached.item_uid
    item = queries.evidence.item(store, again.item_uid)
    assert store.vault.get(item.sha256) == better
    (earlier,) = queries.earlier.earlier(store, item.uid)
    assert earlier.file_name == "back.pdf"
    claims = {each.ksb_code: each for each in queries.claims.claims(store)}
    assert set(claims) == {"S20", "K8"}  # B1 was not seen after all; the person's own stays
    assert claims["S20"].shows == "How I brought two sides to one plan"
    assert not claims["K8"].to_place
    assert statuses(store) == {"S20": KsbStatus.COVERED, "K8": KsbStatus.COVERED}
    states = [each.state for each in requests.found(store, observation.uid).arrivals]
    assert states == [ArrivalState.EARLIER, ArrivalState.ATTACHED]

    # The file decides: gone back to the unsigned one, nothing in it counts.
    back = replacing.go_back(store, room, item.uid)
    assert set(statuses(store).values()) == {KsbStatus.STARTED}
    history.undo(store, back.changes.step)
    history.undo(store, again.changes.step)
    history.undo(store, receive_step(store))
    assert everything(store) == before


def receive_step(store: Store) -> str:
    steps = queries.history.last_steps(store)
    return next(each.uid for each in steps if each.verb == "receive" and not each.is_undone)


def test_a_correction_names_exactly_what_is_missing(store: Store, room: Workroom) -> None:
    observation, _, form = sent(store, room)
    answers = {**ANSWERS, forms.SIGNED_ON: "", forms.SAW: "", forms.seen_field(2): ""}
    answers[forms.TYPED_SIGNATURE] = ""
    uid = received(store, room, filled(form, answers))
    with pytest.raises(PortfolioError) as refused:
        returns.ask_correction(store, uid)
    assert refused.value.code == "not-checked"
    returns.check(store, room, uid)

    asked = returns.ask_correction(store, uid)

    assert asked.asked == (
        "Not ticked: “I saw this myself”. Tick what is true.",
        "No date beside the signature. Give the day on which you sign.",
        "1 of 2 KSB rows answered: B1 not. Choose Seen, In part or Not this time for each.",
        "It isn't signed. Type your full name, or sign in the box, and give the date.",
    )
    assert asked.message.to == "head.of.service@example.org"
    for number, each in enumerate(asked.asked, 1):
        assert f"{number}. {each}" in asked.message.text
    assert not re.search(r"[!]|please|sorry", asked.message.text, re.IGNORECASE)
    known = requests.found(store, observation.uid)
    assert known.state is ObservationState.SENT
    assert known.arrivals[0].state is ArrivalState.CORRECTION
    history.undo(store, asked.changes.step)
    assert requests.found(store, observation.uid).state is ObservationState.CHECKED
    clean = received(store, room, filled(form, **{forms.SIGNED_ON: _today(store)}))
    returns.check(store, room, clean)
    with pytest.raises(PortfolioError) as nothing:
        returns.correction(store, clean)
    assert nothing.value.code == "nothing-missing"


def _today(store: Store) -> str:
    return requests.found(store, queries.observations.observations(store)[0].uid).made_at[:10]


def test_detaching_and_emptying_the_bin_let_go_and_undo_brings_back(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    uid = received(store, room, filled(form))
    attached = returns.attach(store, room, uid)
    with pytest.raises(PortfolioError) as refused:
        returns.attach(store, room, uid)
    assert refused.value.code == "attached"
    before = everything(store)

    gone = returns.detach(store, uid)
    assert queries.evidence.items(store) == ()
    assert statuses(store) == {}
    known = requests.found(store, observation.uid)
    assert (known.state, known.item_uid) == (ObservationState.CHECKED, "")
    history.undo(store, gone.step)
    assert everything(store) == before

    evidence.bin_items(store, [attached.item_uid])
    emptied = emptying.empty_bin(store)
    known = requests.found(store, observation.uid)
    assert (known.state, known.item_uid) == (ObservationState.CHECKED, "")
    assert store.vault.get(known.arrivals[0].sha256) == filled(form)
    returns.attach(store, room, uid)
    assert requests.found(store, observation.uid).state is ObservationState.IN_PORTFOLIO
    assert emptied.step


def test_a_statement_by_mail_counts_when_the_epao_says_so(store: Store, room: Workroom) -> None:
    observation, request, _ = sent(store, room)
    subject = f"Re: it ({request.code})"
    uid = received(store, room, in_mail(None, ACCOUNT, subject=subject), "Re.eml")
    returns.check(store, room, uid)
    returns.read_by_eye(store, uid, {forms.seen_field(1): "seen"})
    returns.attach(store, room, uid)
    assert statuses(store) == {"S20": KsbStatus.STARTED}
    assert queries.counts.statuses(store)[KsbStatus.COVERED] == 0

    epao.set_rule(store, "mail_statements", "yes", source="Handbook", checked_on="2025-01-01")
    assert statuses(store) == {"S20": KsbStatus.COVERED}
    assert queries.counts.statuses(store)[KsbStatus.COVERED] == 1
    assert requests.found(store, observation.uid).arrivals[0].by_eye


def test_the_employers_statement_becomes_a_paper_bound_to_its_schedule(
    store: Store, room: Workroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("pieces")
    who = facts(store)
    paths = [documents.pdf(place / f"{n}.pdf", f"Piece {n}.") for n in ("one", "two")]
    added = intake.add(store, room, paths)
    uids = [each.item_uid for each in added.results]
    shortlist.set_order(store, uids)
    numbering.fix(store)
    asked = statements.employer(store, who)
    request = requests.make_form(store, room, asked.focus)
    requests.sent(store, asked.focus)
    form = store.vault.get(request.form_sha256)
    answers = {
        forms.whose_field(1): Whose.THEIRS.value,
        forms.whose_field(2): Whose.CANNOT_SAY.value,
        forms.COMMENT: "The second was before my time.",
        forms.NAME: "Robin Sampleton",
        forms.JOB_TITLE: "Head of service",
        forms.RELATIONSHIP: "Line manager",
        forms.SIGNED_ON: "3 December 2026",
        forms.TYPED_SIGNATURE: "Robin Sampleton",
    }
    unsigned = received(store, room, filled(form, {**answers, forms.TYPED_SIGNATURE: ""}))
    with pytest.raises(PortfolioError):
        returns.attach(store, room, unsigned)
    uid = received(store, room, filled(form, answers), "signed.pdf")
    report = returns.check(store, room, uid)
    told = {each.rule: each for each in report.rows}
    assert told["schedule"].message == "2 of 2 pieces answered"
    before = everything(store)

    attached = returns.attach(store, room, uid)

    paper = queries.papers.of_kind(store, PaperKind.EMPLOYER_STATEMENT)
    assert paper is not None
    assert paper.item.uid == attached.item_uid
    signing = paper.signing
    assert signing is not None
    assert (signing.by, signing.on) == ("Robin Sampleton, Head of service", "2026-12-03")
    assert signing.signature == "Typed name"
    assert signing.comment == "The second was before my time."
    assert [(each.ref, each.whose) for each in signing.answers] == [
        ("E01", "theirs"),
        ("E02", "cannot-say"),
    ]
    assert [each[0] for each in signing.items] == uids
    assert papers.what_changed_since_signing(store, paper.item.uid) == ()
    evidence.edit(store, uids[0], part="I wrote the second half.")
    assert papers.what_changed_since_signing(store, paper.item.uid) == ("part of E01 changed",)
    assert len(queries.evidence.items(store)) == 2
    history.undo(store, _last(store))
    shortlist.set_order(store, [uids[1], uids[0]])
    numbering.renumber(store)
    assert papers.what_changed_since_signing(store, paper.item.uid) == (
        "E02 is E01 now",
        "E01 is E02 now",
    )
    history.undo(store, _last(store))
    history.undo(store, _last(store))
    history.undo(store, attached.changes.step)
    assert everything(store) == before


def _last(store: Store) -> str:
    return next(each.uid for each in queries.history.last_steps(store) if not each.is_undone)


def test_a_general_statement_signs_off_the_proposal(store: Store, room: Workroom) -> None:
    who = facts(store)
    asked = statements.general(store, "Sign-off of the proposal", "The board agrees to it.", who)
    request = requests.make_form(store, room, asked.focus)
    form = store.vault.get(request.form_sha256)
    answers = {
        forms.AGREED: forms.ON,
        forms.NAME: "Robin Sampleton",
        forms.JOB_TITLE: "Chair",
        forms.RELATIONSHIP: "Chair of the board",
        forms.SIGNED_ON: "2026-01-04",
        forms.TYPED_SIGNATURE: "Robin Sampleton",
    }
    uid = received(store, room, filled(form, answers))
    attached = returns.attach(store, room, uid)
    paper = queries.papers.of_kind(store, PaperKind.SIGN_OFF)
    assert paper is not None
    assert paper.item.uid == attached.item_uid
    assert paper.signing is not None
    assert paper.signing.by == "Robin Sampleton, Chair"
    assert witnesses.everyone(store)
