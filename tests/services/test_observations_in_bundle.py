"""Returned forms in the bundle: asked for, filled in, checked, attached, built, and read back."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.filling import SignatureGiven, SignedBy
from portfolio_app.domain.forms import Whose
from portfolio_app.pdf.observations import WHOSE_WORDS
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.services import (
    bundle_plan,
    coverage,
    development,
    epao,
    evidence,
    hiding,
    history,
    intake,
    names_to_hide,
    numbering,
    observing,
    out_of_date,
    pack,
    papers,
    portfolio,
    preflight,
    replacing,
    requests,
    returns,
    shortlist,
    statements,
    witnesses,
)
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services import documents
from tests.services.asked import EMAIL
from tests.services.returning import ACCOUNT, ANSWERS, filled, in_mail, sent

KEPT = "Next time circulate the costings a week ahead, so that nobody meets them in the room."
KEPT_LONG = "\n".join(f"Remark {n}: {KEPT}" for n in range(1, 40))
NAME = "Łucja Śliwińska-Ŵyn"
SCRIPTS = (
    "Zażółć gęślą jaźń, meddai hi – “iawn”…\n"
    "قادت الاجتماع بهدوء وأنصتت إلى الجميع.\n"
    "उन्होंने बैठक का नेतृत्व किया।"
)
LONG = "\n\n".join(f"Part {n}. {ACCOUNT}" for n in range(1, 25))
TICKS = {forms.SAW: "yes", forms.OWN_WORDS: "yes", forms.NOT_RELATED: "yes"}
STROKES = (((0.1, 0.5), (0.3, 0.2), (0.5, 0.8), (0.9, 0.4)),)
MAIL = "Chairing in her own way is what I saw."
SENDER = "robin@example.net"  # not the address in the register


@dataclass
class Made:
    """A portfolio with returned forms in it, and the bundle folder that was built of it."""

    store: Store
    room: Workroom
    place: Path
    uids: dict[str, str] = field(default_factory=dict)  # of the pieces
    arrivals: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # as they came back
    built: pack.Pack | None = None

    @property
    def pack(self) -> pack.Pack:
        assert self.built is not None
        return self.built

    def take_in(
        self, name: str, content: bytes, *, incomplete: bool = False, by_eye: bool = False
    ) -> None:
        """Receive a return, attach it and put it on the shortlist."""
        file = f"{name}.pdf" if content.startswith(b"%PDF") else f"{name}.eml"
        (told,) = returns.receive(self.store, self.room, [(file, content)]).results
        if by_eye:
            returns.check(self.store, self.room, told.arrival_uid)
            returns.read_by_eye(self.store, told.arrival_uid, {forms.seen_field(1): "seen"})
        attached = returns.attach(self.store, self.room, told.arrival_uid, incomplete=incomplete)
        shortlist.add(self.store, [attached.item_uid])
        self.uids[name], self.arrivals[name] = attached.item_uid, told.arrival_uid
        self.files[name] = content

    def by_observer(self, called: str, signature: SignatureGiven, **others: str) -> bytes:
        """Return a form filled in and signed in the observer's window."""
        _, _, form = sent(self.store, self.room)
        request, signed = self.place / f"{called}.pdf", self.place / f"{called}-signed.pdf"
        request.write_bytes(form)
        answers = {**ANSWERS, **TICKS, forms.where_field(1): "", **others}
        del answers[forms.TYPED_SIGNATURE]
        opened = observing.open_request(self.room, request)
        observing.save_signed(self.room, opened, answers, signature, signed)
        return signed.read_bytes()

    def ref(self, name: str) -> str:
        return queries.evidence.item(self.store, self.uids[name]).ref

    def planned(self, name: str) -> PlanItem:
        return planned(self.store, self.uids[name])

    def pages(self, name: str) -> range:
        """Return the pages of a piece in the bundle, from 0: its front sheet, then its own."""
        item = next(each for each in self.pack.bundle.items if each.uid == self.uids[name])
        return range(item.front - 1, item.first_page - 1 + item.pages)


def planned(store: Store, uid: str) -> PlanItem:
    return next(each for each in bundle_plan.plan(store).items if each.uid == uid)


def rows(store: Store, rule: str) -> list[Problem]:
    return [each for each in preflight.findings(store) if each.rule == rule]


@pytest.fixture(scope="module")
def made(room: Workroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    place = tmp_path_factory.mktemp("observed")
    patch = pytest.MonkeyPatch()
    patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    patch.setattr("keyring.get_keyring", MemoryKeychain)
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with portfolio.create(place / "mine.portfolio", facts).store as store:
        made = Made(store, room, place)
        path = documents.pdf(place / "minutes.pdf", "The panel met in room 2.")
        piece = intake.add(store, room, [path], date="2025-11-30").results[0].item_uid
        shortlist.add(store, [piece])
        made.uids["piece"] = piece
        _, _, form = sent(store, room)
        made.take_in("typed", in_mail(filled(form)))
        witness = witnesses.everyone(store)[0]
        witnesses.change(store, witness.uid, replace(witness, refs=(piece,)))
        typed = SignatureGiven(SignedBy.TYPED, typed=NAME)
        scripts = {forms.ACCOUNT: SCRIPTS, forms.NAME: NAME, forms.DEVELOPMENT: KEPT_LONG}
        made.take_in("scripts", made.by_observer("scripts", typed, **scripts))
        drawn = SignatureGiven(SignedBy.DRAWN, strokes=STROKES)
        agreed = {forms.DEVELOPMENT: "Speak up sooner in such a meeting.", **_AGREED}
        made.take_in("drawn", made.by_observer("drawn", drawn, **agreed, **{forms.ACCOUNT: LONG}))
        _, _, form = sent(store, room)
        made.take_in("unsigned", filled(form, **{forms.TYPED_SIGNATURE: ""}), incomplete=True)
        _, request, _ = sent(store, room)
        subject, sender = f"Re: {request.code}", f"Robin Sampleton <{SENDER}>"
        mail = in_mail(None, MAIL, subject=subject, message_id="<2@example.org>", sender=sender)
        made.take_in("mail", mail, by_eye=True)
        made.built = pack.build_pack(store, room, place / "folder", draft=True)
        yield made
    patch.undo()


_AGREED = {forms.DEVELOPMENT_SHOWN: "yes"}


def words_of(path: Path) -> list[str]:
    """Return the words of each page as PDFium reads them."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.fixture(scope="module")
def words(made: Made) -> list[str]:
    return words_of(made.pack.path)


def letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text)
    return Counter(e for e in plain if not e.isspace() and unicodedata.category(e) not in ("Cf",))


def test_nothing_is_wrong_with_what_was_built(made: Made) -> None:
    assert made.pack.inspection.findings == ()
    refs = [made.ref(each) for each in ("piece", "typed", "scripts", "drawn", "unsigned", "mail")]
    assert refs == ["E01", "E02", "E03", "E04", "E05", "E06"]
    assert not rows(made.store, "item.active"), "a form's own request is no file to be told of"


def test_the_section_names_whose_each_is_and_its_signature_word(
    made: Made, words: list[str]
) -> None:
    section = next(s for s in made.pack.bundle.sections if s.key == "observations")
    page = words[section.page - 1]
    assert WHOSE_WORDS in page
    for name, ref, told in (
        ("typed", "OBS-01", "Typed name"),
        ("drawn", "OBS-03", "Drawn signature"),
        ("unsigned", "OBS-04", "Missing"),
    ):
        row = page[page.index(f"{made.ref(name)} {ref}") :]
        row = row[: row.index("OBS-", 10)] if "OBS-" in row[10:] else row
        for each in ("Chairing the placement", "Head of service", "2 Dec 2025", "S20", "B1", told):
            assert each in row, (name, each, row)
    assert letters(f"Sent from {SENDER}, not signed") <= letters(page)


def test_front_sheets_say_how_each_came_and_no_verdict_is_drawn(
    made: Made, words: list[str]
) -> None:
    front = {name: words[made.pages(name)[0]] for name in made.uids}
    assert "Arrived By e-mail, 4 December 2025" in front["typed"]
    assert "Arrived As a file, " in front["drawn"]
    assert "Arrived By e-mail, answers read by eye, 4 December 2025" in front["mail"]
    for name, told in (("typed", "Typed name"), ("unsigned", "Missing"), ("drawn", "Drawn sig")):
        assert f"Signature {told}" in front[name]
        assert WHOSE_WORDS in front[name]
    assert f"Signed observation {made.ref('typed')} (OBS-01), page" in front["piece"]
    assert front["piece"].count("Signed observation") == 3, "only what is signed confirms"
    said = "".join(words[made.pages(name)[0]] for name in made.uids)
    assert not set(said) & set("✓✔☑✗✘🛡")
    assert not any(word in said for word in ("verified on", "Valid", "trusted"))


@pytest.mark.parametrize("reader", ["pdfium", "pypdf", "poppler"])
def test_every_letter_of_every_answer_can_be_read(made: Made, reader: str) -> None:
    path = made.pack.path
    for name in ("typed", "scripts", "drawn", "unsigned"):
        told = queries.observations.answers(made.store, made.arrivals[name])
        hidden = forms.DEVELOPMENT
        answers = "".join(
            value
            for key, value in told.items()
            if not key.endswith((".seen", ".whose")) and key not in (hidden, *TICKS, *_AGREED)
            and key != forms.FACTS_RIGHT
        )  # fmt: skip
        pages = made.pages(name)
        text = read_by(reader, path, pages)
        assert not letters(answers) - letters(text), (name, letters(answers) - letters(text))
    if reader == "pdfium":
        text = read_by(reader, path, made.pages("drawn"))
        assert all(f"Part {n}. The two heads" in text for n in range(1, 25))


def read_by(reader: str, path: Path, pages: range) -> str:
    if reader == "pdfium":
        return " ".join(words_of(path)[pages.start : pages.stop])
    if reader == "pypdf":
        found = pypdf.PdfReader(path).pages[pages.start : pages.stop]
        return "".join(page.extract_text() for page in found)
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("poppler is not on this computer")
    line = [program, "-f", str(pages.start + 1), "-l", str(pages.stop), str(path), "-"]
    return subprocess.run(line, capture_output=True, check=True, text=True).stdout


def test_claims_lead_to_the_page_with_the_words_and_the_index_says_whose_they_are(
    made: Made, words: list[str]
) -> None:
    built = {(each.ref, each.ksb): each for each in made.pack.inspection.claims}
    for name in ("typed", "scripts", "drawn", "unsigned"):
        assert (made.ref(name), "S20") in built
    typed = built[made.ref("typed"), "S20"]
    assert typed.quote == "drew out what they agreed on"
    assert typed.quote in words[typed.page - 1]
    assert typed.page - 1 in made.pages("typed")[1:]
    assert "S20" in words[typed.page - 1][:200], "the stamp says what is claimed there"
    index = next(s for s in made.pack.bundle.sections if s.key == "index")
    text = " ".join(words[index.page - 1 : index.page - 1 + index.pages])
    assert "(observation: Head of service; signature: typed name)" in text
    assert "signature: missing)" in text
    assert text.index("signature: typed name") < text.index("signature: missing")
    annex = next(s for s in made.pack.bundle.sections if s.key == "annex-a")
    cells = words[annex.page - 1]
    row = cells[cells.index("S20") : cells.index("S21")]
    assert str(typed.page) in row.split()
    with pikepdf.open(made.pack.path) as pdf:
        flagged = [
            annotation
            for annotation in pdf.pages[typed.page - 1].obj.get("/Annots", [])
            if annotation.get("/Subtype") == pikepdf.Name.Link
        ]
        assert len(flagged) >= 2, "flags in the margin lead to the index"


def test_what_nobody_signed_is_a_start_everywhere(made: Made) -> None:
    found = {each.ksb.code: each for each in coverage.coverage(made.store)}
    mine = {made.uids["unsigned"], made.uids["mail"]}
    assert all(not c.is_signed for e in found.values() for c in e.claims if c.item_uid in mine)
    assert found["S20"].status is KsbStatus.COVERED
    alone = [made.uids["unsigned"], made.uids["mail"], made.uids["piece"]]
    order = shortlist.set_order(made.store, alone)
    try:
        assert _status(made.store, "S20") is KsbStatus.STARTED
        rows_ = rows(made.store, "item.unsigned-observation")
        assert {each.about_uid for each in rows_} == mine
        by_mail = next(each for each in rows_ if each.about_uid == made.uids["mail"])
        assert "counts only where your EPAO says so" in by_mail.message
        rule = epao.set_rule(
            made.store, "mail_statements", "yes", source="Handbook", checked_on="2025-01-01"
        )
        assert _status(made.store, "S20") is KsbStatus.COVERED
        assert {e.about_uid for e in rows(made.store, "item.unsigned-observation")} == {
            made.uids["unsigned"]
        }
        history.undo(made.store, rule.step)
    finally:
        history.undo(made.store, order.step)


def _status(store: Store, code: str) -> KsbStatus:
    return next(e.status for e in coverage.coverage(store) if e.ksb.code == code)


def test_development_points_are_nowhere_in_the_folder(made: Made, words: list[str]) -> None:
    everything = " ".join(words)
    for name in ("scripts", "drawn"):
        assert development.KEPT in words[made.pages(name)[0]]
        assert "Original held by the apprentice" in words[made.pages(name)[0]]
        assert made.planned(name).held
    assert development.KEPT not in words[made.pages("typed")[0]]
    assert "circulate the costings" not in everything
    assert "Speak up sooner" not in everything
    text = read_by("pypdf", made.pack.path, range(made.pack.bundle.pages))
    for file in made.pack.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"circulate the costings" not in content
            assert made.files["scripts"] != content != made.files["drawn"]
    assert "costings" not in text
    assert "KSBs" in text


def test_they_are_shown_only_where_both_agree(made: Made) -> None:
    store = made.store
    kept = [
        e for e in queries.hides.hides(store, made.uids["scripts"]) if e.origin == "development"
    ]
    assert kept
    with pytest.raises(PortfolioError) as refused:
        hiding.unhide(store, kept[0].uid)
    assert refused.value.code == "not-agreed"
    agreed = [
        e for e in queries.hides.hides(store, made.uids["drawn"]) if e.origin == "development"
    ]
    assert agreed, "the observer agreed; the apprentice has not yet"
    steps = [hiding.unhide(store, each.uid).step for each in agreed]
    assert development.KEPT not in made.planned("drawn").confidentiality
    assert rows(store, "item.development-shown") == []
    for step in reversed(steps):
        history.undo(store, step)
    assert development.KEPT in made.planned("drawn").confidentiality
    # Whatever way they may come to show: no build goes past it.
    with store.step("unhide", "taken away by hand", set()) as step:
        for row in step.session.query(tables.HideRow).filter(
            tables.HideRow.uid.in_([each.uid for each in kept])
        ):
            step.session.delete(row)
    (stops,) = rows(store, "item.development-shown")
    assert (stops.level, stops.stops) == (Level.MUST_FIX, True)
    assert stops.about_uid == made.uids["scripts"]
    history.undo(store, step.changes.step)
    assert rows(store, "item.development-shown") == []


def test_originals_travel_only_where_the_pages_show_all_of_them(made: Made) -> None:
    names = {each.path: each for each in made.pack.files}
    originals = [path for path in names if path.startswith("04_Originals/")]
    assert len(originals) == 2, originals
    held = {name: made.planned(name).held for name in made.uids if name != "piece"}
    assert held == {
        "typed": False, "scripts": True, "drawn": True, "unsigned": False, "mail": True,
    }  # fmt: skip
    item = queries.evidence.item(made.store, made.uids["typed"])
    copies = [(made.pack.folder / path).read_bytes() for path in originals]
    assert made.store.vault.get(item.sha256) in copies, "byte for byte as it was in the mail"
    for file in made.pack.folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert b"Message-ID" not in content, "no mail leaves"
        assert file.suffix not in (".eml", ".msg")


def test_a_name_to_hide_in_the_request_keeps_the_original_here(made: Made) -> None:
    added = names_to_hide.add(made.store, ["County Hall"])
    try:
        assert made.planned("typed").held
    finally:
        history.undo(made.store, added.changes.step)
    assert not made.planned("typed").held


def test_the_register_s_address_of_an_observer_is_in_no_file(made: Made, words: list[str]) -> None:
    assert not [text for text in words if EMAIL in text or EMAIL.partition("@")[0] in text]
    assert EMAIL not in (made.pack.folder / "Files_in_this_bundle.txt").read_text()
    for path in (made.pack.folder / "04_Originals").iterdir():
        assert EMAIL.encode() not in path.read_bytes()
        with pikepdf.open(path) as pdf:
            for stream in (e for e in pdf.objects if isinstance(e, pikepdf.Stream)):
                assert EMAIL.encode() not in stream.read_raw_bytes()


def test_a_later_return_is_told_makes_the_bundle_out_of_date_and_is_undone(made: Made) -> None:
    store, uid = made.store, made.pack.bundle_id
    assert not out_of_date.is_out_of_date(store, uid)
    observation = queries.observations.of_item(store, made.uids["unsigned"])
    assert observation is not None
    form = store.vault.get(observation.requests[-1].form_sha256)
    (told,) = returns.receive(store, made.room, [("again.pdf", filled(form))]).results
    (row,) = rows(store, "item.later-return")
    assert (row.level, row.about_uid) == (Level.INFORMATION, made.uids["unsigned"])
    assert row.message.endswith("a later return of OBS-04 waits to be checked.")
    assert not out_of_date.is_out_of_date(store, uid)
    attached = returns.attach(store, made.room, told.arrival_uid)
    assert rows(store, "item.later-return") == []
    assert made.planned("unsigned").signature == "Typed name"
    assert out_of_date.is_out_of_date(store, uid)
    # Gone back to, the unsigned one is printed as what it is.
    back = replacing.go_back(store, made.room, made.uids["unsigned"])
    assert made.planned("unsigned").signature == "Missing"
    history.undo(store, back.changes.step)
    history.undo(store, attached.changes.step)
    assert made.planned("unsigned").signature == "Missing"
    assert not out_of_date.is_out_of_date(store, uid)


def test_a_piece_replaced_by_any_other_file_has_no_signature_word(
    made: Made, tmp_path: Path
) -> None:
    other = documents.pdf(tmp_path / "other.pdf", "Nobody signed this.")
    replaced = replacing.replace(made.store, made.room, made.uids["typed"], other)
    try:
        plan = made.planned("typed")
        assert (plan.signature, plan.arrived, plan.code) == ("", "", "")
    finally:
        history.undo(made.store, replaced.changes.step)
    assert made.planned("typed").signature == "Typed name"


def test_the_employers_answers_are_printed_while_they_are_about_the_same_piece(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    sent(store, room)  # somebody who can be asked
    paths = [documents.pdf(tmp_path / f"{n}.pdf", f"Piece {n}.") for n in ("one", "two")]
    uids = [each.item_uid for each in intake.add(store, room, paths).results]
    shortlist.set_order(store, uids)
    numbering.fix(store)
    who = witnesses.everyone(store)[0].uid
    uid = _statement(store, room, statements.employer(store, who).focus, "shared", "cannot-say")
    assert papers.employers_answers(store) == {uids[0]: Whose.SHARED, uids[1]: Whose.CANNOT_SAY}
    built = pack.build_pack(store, room, tmp_path / "folder", draft=True)
    text = words_of(built.path)
    section = next(s for s in built.bundle.sections if s.key.startswith("employer-statement"))
    contents = next(s for s in built.bundle.sections if s.key == "contents")
    assert section.page == contents.page + contents.pages
    assert "Cannot say" in text[section.page - 1]
    stamp = text[section.page - 1][:700]
    assert "Signed by Robin Sampleton, Head of service, 3 December 2025." in stamp
    assert "Signature: Typed name." in stamp
    assert WHOSE_WORDS in stamp
    assert "as entered by the apprentice" not in stamp
    fronts = [text[each.front - 1] for each in built.bundle.items]
    assert "Employer says Shared, part as described (employer's statement)" in fronts[0]
    assert "Employer says Cannot say (employer's statement)" in fronts[1]
    declared = text[next(s for s in built.bundle.sections if s.key == "declarations").page - 1]
    assert f"The employer's own statement is on page {section.page}" in declared
    assert "Signature: Typed name." in declared

    new = documents.pdf(tmp_path / "one again.pdf", "Piece one, in full.")
    replacing.replace(store, room, uids[0], new)
    assert planned(store, uids[0]).employer == ""
    (statement,) = bundle_plan.plan(store).papers
    assert statement.note == "Signed for a different set: E01 replaced"
    assert out_of_date.is_out_of_date(store, built.bundle_id)
    draft = statements.supplement(store)
    second = _statement(store, room, draft.focus, "theirs")
    both = {each.kind: each for each in bundle_plan.plan(store).papers}
    assert both["employer-statement"].note.endswith("The supplement was signed for E01")
    assert both["employer-supplement"].signature == "Typed name"
    assert planned(store, uids[0]).employer == "Theirs"
    assert papers.what_changed_since_signing(store, uid) == ()
    assert second != uid
    folder = pack.build_pack(store, room, tmp_path / "second", draft=True)
    assert (folder.folder / "02_Employer_statement_supplement.pdf").is_file()
    evidence.edit(store, uids[1], part="I wrote the costs.")
    assert planned(store, uids[1]).employer == ""


def _statement(store: Store, room: Workroom, observation: str, *whose: str) -> str:
    """Make, send, fill in, sign, receive and attach a statement; return its paper's uid."""
    request = requests.make_form(store, room, observation)
    requests.sent(store, observation)
    answers = {forms.whose_field(n): each for n, each in enumerate(whose, 1)}
    for name in (forms.NAME, forms.JOB_TITLE, forms.RELATIONSHIP, forms.TYPED_SIGNATURE):
        answers[name] = ANSWERS[name]
    answers[forms.SIGNED_ON] = ANSWERS[forms.SIGNED_ON]
    back = filled(store.vault.get(request.form_sha256), answers)
    (told,) = returns.receive(store, room, [("statement.pdf", back)]).results
    return returns.attach(store, room, told.arrival_uid).item_uid


def test_an_unsigned_statement_is_never_called_signed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    sent(store, room)
    path = documents.pdf(tmp_path / "one.pdf", "Piece one.")
    uids = [each.item_uid for each in intake.add(store, room, [path]).results]
    shortlist.set_order(store, uids)
    numbering.fix(store)
    who = witnesses.everyone(store)[0].uid
    request = requests.make_form(store, room, statements.employer(store, who).focus)
    form = store.vault.get(request.form_sha256)
    back = filled(form, {forms.whose_field(1): "theirs", forms.NAME: "Robin Sampleton"})
    (told,) = returns.receive(store, room, [("statement.pdf", back)]).results
    returns.attach(store, room, told.arrival_uid, incomplete=True)
    assert papers.employers_answers(store) == {}
    assert planned(store, uids[0]).employer == ""
    (paper,) = bundle_plan.plan(store).papers
    assert (paper.signed, paper.signature) == ("", "")
    assert paper.arrived.startswith("As a file, ")
    assert rows(store, "paper.employer-statement-unsigned")
    built = pack.build_pack(store, room, tmp_path / "folder", draft=True)
    text = " ".join(words_of(built.path))
    assert "Not signed. Arrived: As a file," in text
    assert "Signed by" not in text
