"""A good portfolio, and the faults that can be put into it, one finding each."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import docx
import pikepdf

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.options import FrontSheets, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import (
    epao,
    evidence,
    intake,
    mapping,
    names_to_hide,
    options,
    papers,
    portfolio,
    replacing,
    shortlist,
    sorting,
    standards,
    versions,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents import office_files
from tests.documents.forms import Form
from tests.services.documents import pdf

DAY = "2025-01-10"
PIECES = 17  # of one page each; E18 is a recording
STATEMENT = PaperKind.EMPLOYER_STATEMENT

Found = tuple[str, str]  # rule, and the uid of what it is about or what that is called


@dataclass
class Case:
    """A portfolio while faults are put into it."""

    store: Store
    room: Workroom
    place: Path
    uids: list[str] = field(default_factory=list)  # of the 18 pieces, in their first order

    def uid(self, ref: str) -> str:
        """Return a piece by the number it had at first: observations move to the end."""
        return self.uids[int(ref[1:]) - 1]

    def ksb(self, code: str) -> str:
        return mapping.ksb_called(self.store, code).uid

    def add(self, path: Path, *, day: str = DAY) -> str:
        """Add a piece in which nothing is wrong but what its file brings."""
        code = f"S{len(shortlist.order(self.store)) - PIECES}"  # another one for each
        uid = intake.add(self.store, self.room, [path], date=day, again=True).results[0].item_uid
        sorting.to_library(self.store, [uid])
        words = {"title": path.stem, "context": "A paper that went to the board.", "date": day}
        evidence.edit(self.store, uid, **words)
        shortlist.add(self.store, [uid])
        mapping.claim(self.store, uid, [self.ksb(code)], mapping.WHOLE)
        return uid

    def claim(self, ref: str, quote: str, *codes: str) -> None:
        uid = self.uid(ref)
        anchor = mapping.anchor_for_quote(self.store, self.room, uid, quote).anchor
        mapping.claim(self.store, uid, [self.ksb(code) for code in codes], anchor)

    def unclaim(self, ref: str, code: str = "") -> None:
        uid = self.uid(ref)
        for each in queries.claims.claims(self.store):
            if each.item_uid == uid and code in ("", each.ksb_code):
                mapping.remove_claim(self.store, each.uid)

    def choose(self, **choices: object) -> None:
        now = options.options(self.store, Profile.GATEWAY)
        options.choose(self.store, replace(now, **choices))  # type: ignore[arg-type]

    def sign(self) -> None:
        paper = queries.papers.of_kind(self.store, STATEMENT)
        assert paper is not None
        papers.sign(self.store, paper.item.uid, "Director of Education", "2025-02-01")


@dataclass(frozen=True)
class Fault:
    """Something wrong: how it gets in, and what is found then.

    ``about`` is a piece as it was numbered at first, a KSB's code, or what the finding calls it; ""
    is the piece that ``put_in`` adds and returns by its uid.
    """

    rule: str
    about: str
    put_in: Callable[[Case], object]

    def key(self, case: Case, made: object) -> Found:
        if not self.about:
            return self.rule, str(made)
        if re.fullmatch(r"E\d\d", self.about):
            return self.rule, case.uid(self.about)
        if self.rule.startswith("ksb."):
            return self.rule, case.ksb(self.about)
        return self.rule, self.about


def good(store: Store, room: Workroom, place: Path) -> Case:
    """Fill a portfolio with 18 pieces in which nothing is wrong."""
    case = Case(store, room, place)
    for key, value in {
        "employer": "Example Trust",
        "provider": "Example Provider",
        "epao": "Example EPAO",
        "reference": "A-100",
        "role": "The trust runs five schools. I lead inclusion and report to the director.",
    }.items():
        portfolio.set_detail(store, key, value)
    held = queries.standard.ksbs(store)
    text = "\n".join(f"{each.code}: {each.text}" for each in held)
    standards.accept(store, standards.compare(store, text), source="Page", date="2025-01-05")
    codes = [each.code for each in held]
    paths = [
        pdf(
            place / f"Paper_{number:02d}.pdf",
            f"Paper {number} to the board\nThe {_WORDS[number % 9]} plan was set out in full.\n"
            "Three options were costed.\nThe second was chosen.\nA date was agreed.",
        )
        for number in range(1, PIECES + 1)
    ]
    added = intake.add(store, room, [*paths, wav(place / "Board talk.wav", 240)], date=DAY)
    uids = [each.item_uid for each in added.results]
    sorting.to_library(store, uids)
    for number, uid in enumerate(uids, start=1):
        context = f"Paper {number} that went to the board."
        evidence.edit(store, uid, context=context, date=DAY, title=f"Paper number {number}")
    evidence.edit(store, uids[-1], title="Talk to the whole board about the winter plan")
    shortlist.set_order(store, uids)
    case.uids += uids
    for number in range(PIECES):
        mine = codes[number::PIECES]
        case.claim(f"E{number + 1:02d}", "Three options were costed", *mine)
    mapping.claim(store, uids[-1], [case.ksb("K1")], mapping.WHOLE)
    papers.attach(store, room, STATEMENT, pdf(place / "Statement.pdf", "I confirm the evidence."))
    papers.attach(store, room, PaperKind.SCOPE, pdf(place / "Scope.pdf", "A plan for winter."))
    case.sign()
    return case


_WORDS = ("winter", "summer", "staffing", "budget", "risk", "change", "school", "digital", "care")


def wav(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(100)
        file.writeframes(bytes(100 * seconds))
    return path


def _locked(place: Path, *, user: str, owner: str) -> Path:
    plain = pdf(place / f"plain{user}{owner}.pdf", "A paper with a password\nand some words.")
    path = place / ("Locked paper.pdf" if user else "Restricted paper.pdf")
    allowed = pikepdf.Permissions(extract=True, modify_other=False, print_highres=False)
    with pikepdf.open(plain) as opened:
        opened.save(path, encryption=pikepdf.Encryption(user=user, owner=owner, allow=allowed))
    return path


def _file_missing(case: Case) -> None:
    sha256 = queries.evidence.item(case.store, case.uid("E02")).sha256
    case.store.vault.path_of(sha256).unlink()


def _no_claims(case: Case) -> None:
    case.claim("E16", "The second was chosen", *_codes(case, "E03"))
    case.unclaim("E03")


def _candidates_only(case: Case) -> None:
    moved = _codes(case, "E04")
    case.claim("E17", "The second was chosen", *moved)
    case.unclaim("E04")
    sorting.set_candidates(case.store, case.uid("E04"), [case.ksb(moved[0])])


def _codes(case: Case, ref: str) -> list[str]:
    return list(queries.evidence.item(case.store, case.uid(ref)).ksb_codes)


def _many_ksbs(case: Case) -> None:
    case.claim("E07", "The second was chosen", "S1", "S2", "S3")
    case.claim("E07", "A date was agreed", "S4", "S5")


def _whole_only(case: Case) -> None:
    case.unclaim("E10", "K10")
    mapping.claim(case.store, case.uid("E10"), [case.ksb("K10")], mapping.WHOLE)


def _many_items(case: Case) -> None:
    for ref in ("E11", "E12", "E14", "E15"):
        case.claim(ref, "A date was agreed", "K2")


def _work_of_another_year(case: Case) -> None:
    evidence.edit(case.store, case.uid("E17"), date="2025-09-01", kind="observation")
    _replace(case, "E17", "Observation by my manager\nThe second was chosen.\nThree options were "
             "costed.\nSigned: A Manager   Date: 1 September 2025")  # fmt: skip


def _replace(case: Case, ref: str, text: str) -> None:
    path = pdf(case.place / f"{ref} newer.pdf", text)
    replacing.replace(case.store, case.room, case.uid(ref), path)
    for each in queries.passages.waiting(case.store):
        if each.was and not each.to_place:
            replacing.checked(case.store, each.uid)


def _learner_worded(case: Case) -> None:
    said = "I chaired the panel and set out the three options with the cost of each one."
    evidence.edit(case.store, case.uid("E16"), kind="observation", part=said)
    _replace(case, "E16", "Observation\nThree options were costed. The second was chosen.\nI "
             "chaired the panel and set out the three options\nwith the cost of each one.\n"
             "Signature: A Manager")  # fmt: skip


def _twice(case: Case) -> str:
    uid = case.add(pdf(case.place / "Again.pdf", "The same paper, a little later."))
    versions.group(case.store, [case.uid("E01"), uid])
    return uid


def _many_pieces(case: Case) -> None:
    for number in range(25 - len(shortlist.order(case.store))):
        case.add(pdf(case.place / f"More {number}.pdf", f"One more paper, number {number}."))


def _badly_named(case: Case) -> None:
    """Leave a bundle that was built as a PDF alone, under a name of the person's own."""
    with case.store.step("built", "Built", {Topic.BUNDLES}) as step:
        path = "Documents/Portfolio (final).pdf"
        step.session.add(tables.BundleRow(path=path, pages=90, bytes=9_000))


def _narrative(case: Case) -> None:
    case.choose(front_sheets=FrontSheets.PART)
    said = {"source": "Handbook, page 4", "checked_on": "2025-02-01"}
    epao.set_rule(case.store, "narrative_allowed", "no", **said)


def _edit(ref: str, **words: str | bool) -> Callable[[Case], object]:
    return lambda case: evidence.edit(case.store, case.uid(ref), **words)


def _added(name: str, text: str) -> Callable[[Case], object]:
    return lambda case: case.add(pdf(case.place / f"{name}.pdf", text))


def _written(name: str, data: Callable[[], bytes]) -> Callable[[Case], object]:
    def put_in(case: Case) -> str:
        path = case.place / name
        path.write_bytes(data())
        return case.add(path)

    return put_in


def _plain_word() -> bytes:
    made = docx.Document()
    made.add_paragraph("A policy in a word processor.")
    return office_files.saved(made)


def _under_a_box() -> bytes:
    form = Form()
    form.label("Report about", 60, 780)
    form.label("a pupil at the school", 130, 780)
    form.pdf.pages[0].contents_add(b"0 g 125 776 120 14 re f")
    return form.made()


def _white_words() -> bytes:
    form = Form()
    form.label("Report of a day", 60, 780)
    form.pdf.pages[0].contents_add(b"1 g")
    form.label("a pupil nobody sees", 60, 740)
    return form.made()


def _above_the_page() -> bytes:
    form = Form()
    form.label("Report of a week", 60, 780)
    form.label("a running header", 60, 1000)
    return form.made()


def _unseen_answer() -> bytes:
    form = Form()
    form.label("A record of one day of work", 60, 780)
    form.text("note", "Answer of a hidden field", (180, 700, 400, 720)).F = 2
    return form.made()


def _other_answer() -> bytes:
    form = Form()
    form.label("A record of one more day", 60, 780)
    looks = form.saying("An earlier answer")
    form.text("did", "Chaired the review", (180, 700, 400, 720), AP=looks)
    return form.made()


_LONG = "I chaired the panel. " * 14

# In this order: later ones may stand on earlier ones, and are taken back in the opposite order.
FAULTS = (
    Fault("item.do-not-export", "E01", _edit("E01", do_not_export=True)),
    Fault("item.file-missing", "E02", _file_missing),
    Fault("item.no-claims", "E03", _no_claims),
    Fault("item.candidates-only", "E04", _candidates_only),
    Fault("item.no-context", "E05", _edit("E05", context="")),
    Fault("item.words", "E06", _edit("E06", context=_LONG)),
    Fault("item.many-ksbs", "E07", _many_ksbs),
    Fault("item.passage-ksbs", "E08",
          lambda case: case.claim("E08", "A date was agreed", "S6", "S7", "S8", "B1")),
    Fault("ksb.no-passage", "K9", lambda case: case.unclaim("E09", "K9")),
    Fault("ksb.whole-only", "K10", _whole_only),
    Fault("item.date-outside", "E11", _edit("E11", date="2019-05-01")),
    Fault("item.undated", "E12", _edit("E12", date="")),
    Fault("item.reflective-kind", "E13", _edit("E13", kind="learning log")),
    Fault("item.reflective", "E14", _edit("E14", context="On reflection I learned a lot.")),
    Fault("item.we", "E15", _edit("E15", part="We wrote the paper and took it to the board.")),
    Fault("item.learner-worded", "E16", _learner_worded),
    Fault("item.no-work-product", "E17", _work_of_another_year),
    Fault("item.long-recording", "E18",
          lambda case: replacing.replace(case.store, case.room, case.uid("E18"),
                                         wav(case.place / "Long talk.wav", 360))),
    Fault("item.marking", "",
          _added("Pay paper", "CONFIDENTIAL\nThe pay of the team.\nIt was agreed.")),
    Fault("item.personal", "",
          _added("Case paper", "A case at the panel.\nNHS number 943 476 5919 was checked.")),
    Fault("item.personal-contact", "",
          _added("Letter", "A letter to the school.\nTelephone 01632 960983 for the office.")),
    Fault("item.names", "E09",
          lambda case: names_to_hide.add(case.store, ["Paper 9"])),
    Fault("item.text-copy", "", _written("Policy.docx", _plain_word)),
    Fault("item.restricted", "",
          lambda case: case.add(_locked(case.place, user="", owner="kept"))),
    Fault("item.locked", "",
          lambda case: case.add(_locked(case.place, user="secret", owner="kept"))),
    Fault("item.unsigned-observation", "E10", _edit("E10", kind="observation")),
    Fault("ksb.many-items", "K2", _many_items),
    Fault("set.pieces", "shortlist", _many_pieces),
    Fault("item.covered-text", "", _written("Report.pdf", _under_a_box)),
    Fault("item.unseen-text", "", _written("White report.pdf", _white_words)),
    Fault("item.cut-off-text", "", _written("Cut report.pdf", _above_the_page)),
    Fault("item.unseen-answers", "", _written("Record.pdf", _unseen_answer)),
    Fault("item.other-answers", "", _written("Second record.pdf", _other_answer)),
    Fault("item.twice", "", _twice),
    Fault("bundle.large", "bundle",
          lambda case: case.add(pdf(case.place / "Big.pdf", *["A page."] * 230))),
    Fault("cover.blank", "cover",
          lambda case: portfolio.set_detail(case.store, "epao", "")),
    Fault("role.blank", "role",
          lambda case: portfolio.set_detail(case.store, "role", "")),
    Fault("paper.scope-long", "scope",
          lambda case: papers.attach(case.store, case.room, PaperKind.SCOPE, pdf(
              case.place / "Long scope.pdf", *["\n".join(["ten words " * 5] * 30)] * 2))),
    Fault("epao.narrative", "narrative_allowed", _narrative),
    Fault("files.name", "Portfolio (final).pdf", _badly_named),
    Fault("size.bundle", "bundle", lambda case: case.choose(limit_mb=0.038)),
    Fault("paper.employer-statement-other-set", "employer-statement",
          _edit("E05", part="I wrote the first draft alone.")),
)  # fmt: skip
