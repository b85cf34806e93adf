"""What pictures are taken of: items of every kind, and screens as somebody's work leaves them."""

from __future__ import annotations

import wave
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.standard import Theme
from portfolio_app.services import (
    evidence,
    hiding,
    intake,
    mapping,
    numbering,
    pens,
    replacing,
    scans,
    shortlist,
    sorting,
    standard_details,
    standards,
    theory,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.compile_view import CompileView
from portfolio_app.ui.assessment.finding_row import ACCEPT, SHARING
from portfolio_app.ui.evidence.evidence_page import EvidencePage
from portfolio_app.ui.evidence.reader_page import ReaderPage
from portfolio_app.ui.evidence.reader_window import ReaderWindow
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    OBSERVATIONS,
    PLAN,
    PROPOSAL,
    SEARCH,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.workspace import RunningJob
from portfolio_app.ui.ksbs.scan_view import ScanView
from portfolio_app.ui.shell.compare_view import CompareView
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.toast import Toast
from portfolio_app.workroom.host import Workroom
from tests.documents.test_marks import _line, _mark, _pdf
from tests.ui.assessment import pictured_discussion, pictured_rehearsal
from tests.ui.evidence import documents
from tests.ui.proposal import pictured_text
from tests.ui.walk import shown_view

KEY = Qt.Key
WAIT = 30_000  # milliseconds
MARKED = [
    "The trust set out three options and the cost of each.",
    "Heads of service agreed the second of them for one year.",
    "The chair asked for a report on what it changed in May.",
]
MINUTES = (
    "Winter pressures board\n\nThe chair set out three options and the cost of each.\n"
    "The board negotiated an eight-week pilot with both teams.\nNobody disagreed.",
    "Next steps\n\nThe pilot begins in March and is reviewed in May.\nThe chair thanked everyone.",
)
NOTEBOOK = ("Coaching circle", "Module two, day one", "Budget workshop", "Reading for module three")
MAIL = (
    b"From: Head of finance <finance@example.org>\r\nTo: Head of service <me@example.org>\r\n"
    b"Date: Tue, 4 Nov 2025 09:12:00 +0000\r\nSubject: Re: Pooling rules for the winter fund\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe two tables you sent settled it. We agree "
    b"to pool the fund for one year, and to review it with you in May.\r\n--XX\r\n"
    b"Content-Type: text/csv; name=costs.csv\r\nContent-Disposition: attachment; "
    b"filename=costs.csv\r\n\r\noption,cost\r\none,40\r\n--XX--\r\n"
)


def fill(store: Store, room: Workroom, folder: Path) -> dict[str, str]:
    """Add items of every kind to the sample; return their uids by what they are pictures of."""
    folder.mkdir()
    kept = _library(folder)
    added = intake.add(store, room, list(kept.values()))
    uids = {name: result.item_uid for name, result in zip(kept, added.results, strict=True)}
    sorting.to_library(store, list(uids.values()))
    _claims(store, room, uids)
    _newer(store, room, uids, folder)
    theirs = _reading(store, room, folder)
    sorting_uids = _waiting(store, room, folder)
    evidence.bin_items(store, [uids.pop("binned"), uids.pop("binned too")])
    _standard(store)
    own = {
        ksb.uid: (n % 4 + 1, None) for n, ksb in enumerate(queries.standard.ksbs(store)) if n > 2
    }
    scans.start_with(store, "Start", "2024-09-20", own)
    return {**uids, **theirs, **sorting_uids}


def _library(folder: Path) -> dict[str, Path]:
    """Write what goes to the library: PDFs with marks, without text, locked; a recording, a ZIP."""
    marked = _pdf(MARKED, MARKED)
    _mark(marked, _line(0), colour=(1, 1, 0), Contents="what each option costs")
    _mark(marked, _line(1), colour=(1, 1, 0))
    _mark(marked, _line(2), colour=(0.4, 0.9, 0.3), page=1)
    path = folder / "Board paper with my highlights.pdf"
    marked.save(path)
    archive = folder / "Papers of the finance committee.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for name in ("Budget 2026", "Minutes of 3 November", "Risk register"):
            written = documents.pdf(folder / f"inside {name}.pdf", f"{name}\n\nFigures by month.")
            out.write(written, f"November/{name}.pdf")
    return {
        "marked": path,
        "zip": archive,
        "notebook": _notebook(folder / "Module notes exported from a notebook.pdf"),
        "scan": documents.scan(folder / "Signed attendance sheet.pdf"),
        "talk": _recording(folder / "Talk to the board.wav", 252),
        "locked": documents.locked_pdf(folder / "Payroll summary.pdf", "a password"),
        "newer": documents.pdf(folder / "Winter board minutes.pdf", *MINUTES),
        "binned": documents.pdf(folder / "Canteen menu for the away day.pdf", "Soup"),
        "binned too": documents.pdf(folder / "Car park permit.pdf", "Permit"),
    }


def _notebook(path: Path) -> Path:
    document = documents.pdf(path, *(f"{each}\n\nWhat was said, in short." for each in NOTEBOOK))
    with pikepdf.open(document, allow_overwriting_input=True) as opened:
        with opened.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, n) for n, name in enumerate(NOTEBOOK))
        opened.save()
    return document


def _recording(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(1000)
        out.writeframes(bytes([128]) * 1000 * seconds)
    return path


def _claims(store: Store, room: Workroom, uids: dict[str, str]) -> None:
    for number, code in enumerate(("K8", "S12", "B1"), start=1):
        pens.load(store, number, mapping.ksb_called(store, code).uid)
    for code, start, end in (("S12", 12.0, 75.0), ("B1", 130.0, 171.0)):
        anchor = mapping.anchor_for_time(queries.evidence.item(store, uids["talk"]), start, end)
        ksb = mapping.ksb_called(store, code)
        mapping.claim(store, uids["talk"], [ksb.uid], anchor, shows="Answered the treasurer")
    for code, words in (("K8", "The chair set out three options"), ("S12", "an eight-week pilot")):
        anchor = mapping.anchor_for_quote(store, room, uids["newer"], words).anchor
        mapping.claim(store, uids["newer"], [mapping.ksb_called(store, code).uid], anchor)
    anchor = mapping.anchor_for_quote(store, room, uids["notebook"], "What was said", page=2).anchor
    hiding.hide(store, uids["notebook"], anchor, "Head of finance")
    shortlist.add(store, [uids["talk"]])
    sorting.set_candidates(store, uids["zip"], [mapping.ksb_called(store, "K3").uid])


def _newer(store: Store, room: Workroom, uids: dict[str, str], folder: Path) -> None:
    pages = (MINUTES[0].replace("negotiated an eight-week pilot with", "talked to"), MINUTES[1])
    newer = documents.pdf(folder / "Winter board minutes v2.pdf", *pages)
    replacing.replace(store, room, uids["newer"], newer)


def _reading(store: Store, room: Workroom, folder: Path) -> dict[str, str]:
    paths = [
        documents.pdf(folder / f"{name}.pdf", f"{name}\n\nSystems change when their rules do.")
        for name in ("Thinking in systems, chapter two", "Distributed leadership in schools")
    ]
    found = [each.item_uid for each in intake.add(store, room, paths).results]
    sorting.read(store, found)
    anchor = mapping.anchor_for_quote(store, room, found[0], "Systems change").anchor
    theory.tag(store, found[0], [mapping.ksb_called(store, "K3").uid], anchor)
    return {"theory": found[0]}


def _waiting(store: Store, room: Workroom, folder: Path) -> dict[str, str]:
    """Add what waits in the inbox: three versions of a paper, a mail, a file without pages."""
    words = "\n".join(f"Matter {n} of the staffing paper was raised and settled." for n in range(9))
    stack = [
        documents.pdf(folder / f"Staffing paper {end}.pdf", f"Staffing paper {end}\n{words}")
        for end in ("v1", "v2", "v3 FINAL")
    ]
    mail, plan = folder / "Pooling rules.eml", folder / "Project plan.mpp"
    mail.write_bytes(MAIL)
    plan.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048))
    added = intake.add(store, room, [*stack, mail, plan])
    found = [each.item_uid for each in added.results]
    sorting.receive(store, found, step=added.changes.step)
    return {"stack": found[2], "mail": found[3], "no pages": found[4]}


def _standard(store: Store) -> None:
    """Set methods and themes, then accept a list in which one claimed statement is reworded."""
    ksbs = queries.standard.ksbs(store)
    held = queries.standard.standard(store)
    first, second = (each.id for each in held.methods[:2])
    wanted = {k.uid: ((first, second) if n % 9 == 4 else (first,)) for n, k in enumerate(ksbs[:40])}
    standard_details.set_methods(store, wanted, source="Assessment plan v1.2", date="2026-01-12")
    themes = [
        Theme("", "Strategy and direction", ksb_uids=tuple(k.uid for k in ksbs[:5]), passes="Sets"),
        Theme("", "Finance and performance", ksb_uids=tuple(k.uid for k in ksbs[5:9])),
    ]
    standard_details.set_themes(store, themes)
    claimed = queries.claims.claims(store)[0].ksb_code
    text = "\n".join(
        f"{k.code}: {k.text.replace(' and ', ' as well as ') if k.code == claimed else k.text}"
        for k in ksbs
    )
    standards.accept(
        store, standards.compare(store, text), source="Official page", date="2026-01-12"
    )


def other_list(store: Store) -> str:
    """Return a list that has the same statements, reworded, moved, missing and new ones."""
    ksbs = list(queries.standard.ksbs(store))
    lines = {k.code: k.text for k in ksbs}
    lines["K2"] = lines["K2"].replace(" and ", " as well as ")
    lines["K5"], lines["K6"] = lines["K6"], lines["K5"]
    del lines["S4"]
    lines["S99"] = "Uses plain language when writing for people outside the organisation."
    return "\n".join(f"{code}: {text}" for code, text in lines.items())


@dataclass(frozen=True)
class Room:
    """The window, the items in it by name, and what a person does to get it into a state."""

    window: MainWindow
    uids: dict[str, str]
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        self.qtbot.waitUntil(lambda: not self.window.workspace.busy, timeout=WAIT)

    def go(self, place: Place) -> None:
        """Show a place, and wait for what it asks for."""
        self.window.workspace.go(place)
        self.settle()

    @property
    def evidence(self) -> EvidencePage:
        """The Evidence area."""
        page = self.window.page
        assert isinstance(page, EvidencePage)
        return page

    def read(self, name: str, page: int = 0) -> ReaderPage:
        """Open an item in the Reader, its pages drawn when it has any."""
        self.go(Place(EVIDENCE, item=self.uids[name], page=page))
        reader = self.evidence.reader
        if reader.views.document is not None:
            pages = reader.pages
            reader.views.show_text(as_text=False)
            self.qtbot.waitUntil(lambda: pages.is_drawn(pages.page), timeout=WAIT)
            self.qtbot.waitUntil(lambda: pages.chars_of(pages.page) is not None, timeout=WAIT)
        self.settle()
        return reader

    def mark(self, reader: ReaderPage, sentences: int) -> None:
        """Mark the sentence so many further on."""
        for _ in range(sentences):
            QTest.keyClick(reader.pages, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)


def _card(room: Room, name: str) -> QWidget:
    room.go(Place(EVIDENCE, tab="inbox", item=room.uids[name], want="select"))
    return room.window


def _kept(room: Room) -> QWidget:
    _card(room, "stack")
    QTest.keyClick(room.evidence.inbox.page, KEY.Key_K)
    room.settle()
    return room.window


def _kept_back(room: Room) -> None:
    QTest.keyClick(room.evidence.inbox.form.kept.codes, KEY.Key_Escape)
    room.window.workspace.undo()
    room.settle()
    for notice in room.window.findChildren(Toast):
        notice.hide()  # it would lie over what comes next


def _claim_bar(room: Room) -> QWidget:
    reader = room.read("newer")
    room.mark(reader, 2)
    QTest.keyClick(reader.pages, KEY.Key_H)
    room.settle()
    room.qtbot.waitUntil(lambda: reader.bar.isVisible(), timeout=WAIT)
    room.qtbot.waitUntil(lambda: reader.bar.isAncestorOf(room.window.focusWidget()), timeout=WAIT)
    QTest.keyClicks(room.window.focusWidget(), "s12")
    return room.window


def _after_bar(room: Room) -> None:
    reader = room.evidence.reader
    for _ in range(3):
        if reader.bar.isVisible():
            QTest.keyClick(reader.bar.focusWidget(), KEY.Key_Escape)


def _selected(room: Room) -> QWidget:
    _claim_bar(room)
    QTest.keyClick(room.window.focusWidget(), KEY.Key_Return)
    room.settle()
    return room.window


def _colours(room: Room) -> QWidget:
    room.read("marked").offers.show_colours()
    return room.window


def _placing(room: Room) -> QWidget:
    room.read("newer").versions.show_first()
    room.settle()
    return room.window


def _hidden(room: Room) -> QWidget:
    room.read("notebook", 1).side.show_hidden()
    return room.window


def _files(room: Room) -> QWidget:
    room.read("zip").parts.offer_files()
    room.settle()
    return room.window


def _cuts(room: Room) -> QWidget:
    room.read("notebook").parts.offer_cuts()
    room.settle()
    return room.window


def _text(room: Room) -> QWidget:
    reader = room.read("claimed")
    reader.views.show_text(as_text=True)
    room.settle()
    return room.window


def _pen_loader(room: Room) -> QWidget:
    room.read("newer").pens.begin_loading()
    return room.window


def _found(room: Room) -> QWidget:
    reader = room.read("claimed")
    reader.look_for("the")
    room.settle()
    return room.window


def _aside(room: Room) -> QWidget:
    room.go(Place(EVIDENCE, tab="library"))
    uid = room.uids["claimed"]
    room.window.workspace.went.emit(Place(EVIDENCE, item=uid, page=0, want="window"))
    room.settle()
    (aside,) = room.window.findChildren(ReaderWindow)
    pages = aside.reader.pages
    room.qtbot.waitUntil(lambda: pages.is_drawn(pages.page), timeout=WAIT)
    aside.resize(room.window.size().boundedTo(aside.size()))
    return aside


def _close_aside(room: Room) -> None:
    for aside in room.window.findChildren(ReaderWindow):
        aside.close()
    room.qtbot.waitUntil(lambda: not room.window.findChildren(ReaderWindow), timeout=WAIT)


def _compared(room: Room) -> QWidget:
    room.go(Place(STANDARD, tab="compare"))
    assert room.window.page is not None
    (view,) = room.window.page.findChildren(CompareView)
    view.paste.edit.setPlainText(other_list(room.window.workspace.store))
    view.compare()
    room.settle()
    return room.window


def _scan_cards(room: Room) -> QWidget:
    room.go(Place(KSBS, tab="scan"))
    assert room.window.page is not None
    (view,) = room.window.page.findChildren(ScanView)
    view._open_cards()
    return room.window


def _scan_left(room: Room) -> None:
    for view in room.window.findChildren(ScanView):
        view.cards.left.emit()


def _reader(name: str, page: int = 0) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        room.read(name, page)
        return room.window

    return show


def _at(place: Place) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        room.go(place)
        return room.window

    return show


def _renumbering(room: Room) -> QWidget:
    """Fix the numbers, turn the order round, and show old and new."""
    work = room.window.workspace
    work.do(numbering.fix)
    work.do(shortlist.set_order, list(reversed(queries.shortlist.uids(work.store))))
    room.settle()
    room.go(Place(EVIDENCE, tab="shortlist", want="numbers"))
    return room.window


def _numbers_fixed(room: Room) -> QWidget:
    _renumbering(room)
    room.evidence.shortlist.renumbering.cancel.click()
    room.settle()
    return room.window


def _not_renumbering(room: Room) -> None:
    room.evidence.shortlist.renumbering.cancel.click()
    for _ in range(2):
        room.window.workspace.undo()
        room.settle()


def _nothing(_room: Room) -> None:
    """Leave it as it is."""


def _compile(room: Room, *, is_folder: bool = False) -> CompileView:
    """Show the compile screen with everything read, for the PDF alone or the whole folder."""
    room.go(Place(ASSESSMENT, tab="compile"))
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    room.qtbot.waitUntil(lambda: page.is_ready, timeout=WAIT)
    if page.inputs.place.is_folder is not is_folder:
        page.inputs.place.folder_chosen.emit(is_folder)
        _read_again(room, page)
    page._scroll.verticalScrollBar().setValue(0)
    return page


def _read_again(room: Room, page: CompileView) -> None:
    room.settle()
    room.qtbot.waitUntil(lambda: page.is_ready, timeout=WAIT)


def _focused(page: CompileView, widget: QWidget) -> QWidget:
    """Bring a part of the screen into view by giving it the focus, as a person does."""
    QTest.qWait(60)  # what is new in a layout is shown when the events are done
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return page.window()


def _checks(room: Room) -> QWidget:
    page = _compile(room)
    return _focused(page, page.check.again)


def _accepting(room: Room) -> QWidget:
    page = _compile(room)
    row = next(each for each in page.findings.rows if each.finding.may_accept)
    QTest.qWait(60)
    row.open_form(ACCEPT, {"because": "My EPAO takes plain copies, in its mail of 3 March"})
    return page.window()


def _not_accepting(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    for row in page.findings.rows:
        if row.form is not None:
            QTest.keyClick(row.form, KEY.Key_Escape)


def _marked(room: Room) -> QWidget:
    page = _compile(room)
    room.window.workspace.do(
        evidence.edit, room.uids["claimed"], title="OFFICIAL-SENSITIVE: staffing options"
    )
    _read_again(room, page)
    row = next(each for each in page.findings.rows if each.finding.rule == "item.marking")
    QTest.qWait(60)
    row.open_form(SHARING)
    return page.window()


def _not_marked(room: Room) -> None:
    _not_accepting(room)
    room.window.workspace.undo()
    room.settle()
    for notice in room.window.findChildren(Toast):
        notice.hide()  # it would lie over what comes next


def _choices(room: Room) -> QWidget:
    page = _compile(room, is_folder=True)
    page.inputs.choices.more.open()
    return _focused(page, page.inputs.choices.combo("pages"))


def _no_choices(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    page.inputs.choices.more.close_up()


def _signing(room: Room) -> QWidget:
    page = _compile(room)
    paper = page.inputs.papers.rows[PaperKind.EMPLOYER_STATEMENT]
    if paper.paper is None:
        folder = Path(room.window.workspace.store.folder).parent
        path = documents.pdf(folder / "Statement of the employer.pdf", "To whom it may concern")
        page.inputs.papers.attach_wanted.emit(PaperKind.EMPLOYER_STATEMENT, path)
        _read_again(room, page)
    paper.open_form()
    return page.window()


def _not_signing(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    page.inputs.papers.rows[PaperKind.EMPLOYER_STATEMENT].form_done()


def _proposal(room: Room) -> QWidget:
    page = _compile(room)
    page.show_profile(Profile.PROPOSAL)
    _read_again(room, page)
    return page.window()


def _gateway(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    page.show_profile(Profile.GATEWAY)
    _read_again(room, page)


def _building(room: Room) -> QWidget:
    page = _compile(room)
    page.build.show_running(RunningJob(0, "", "Building E07, page 61 of 214", 0.28))
    return _focused(page, page.build.cancel)


def _not_building(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    page.build.show_running(None)


def _build(room: Room, page: CompileView) -> None:
    page.inputs.place.on_place([Path(room.window.workspace.store.folder).parent / "Portfolio.pdf"])
    page.build.build_wanted.emit()
    room.qtbot.waitUntil(lambda: not page.is_building, timeout=120_000)
    _read_again(room, page)
    assert page.build.trouble == ""


def _built(room: Room) -> QWidget:
    page = _compile(room)
    if page.state is not None and page.state.last is None:
        _build(room, page)
    return _focused(page, page.result.open)


def _built_again(room: Room) -> QWidget:
    page = _compile(room)
    if page.state is not None and len(page.state.bundles) < 2:
        if page.state.last is None:
            _build(room, page)
        work = room.window.workspace
        last = len(queries.shortlist.uids(work.store))
        work.do(shortlist.move, room.uids["claimed"], last - 1)
        _read_again(room, page)
        _build(room, page)
    return _focused(page, page.result.table)


def _doing(name: str) -> Callable[[Room], QWidget]:
    """Open a panel below the result: smaller, changed, handed."""

    def show(room: Room) -> QWidget:
        window = _built_again(room)
        page = shown_view(room.window)
        assert isinstance(page, CompileView)
        QTest.qWait(60)
        doings = page.result.doings
        doings.open(getattr(doings, name))
        room.settle()
        return window

    return show


def _not_doing(room: Room) -> None:
    page = shown_view(room.window)
    assert isinstance(page, CompileView)
    for button in page.result.doings.buttons:
        page.result.doings._on_closed(button)


State = tuple[Callable[[Room], QWidget], Callable[[Room], None]]

STATES: dict[str, State] = {
    "inbox-stack": (lambda room: _card(room, "stack"), _nothing),
    "inbox-kept": (_kept, _kept_back),
    "inbox-mail": (lambda room: _card(room, "mail"), _nothing),
    "inbox-no-pages": (lambda room: _card(room, "no pages"), _nothing),
    "shortlist-fixed": (_numbers_fixed, _not_renumbering),
    "shortlist-renumber": (_renumbering, _not_renumbering),
    "reading": (_at(Place(EVIDENCE, tab="reading")), _nothing),
    "reading-read": (_reader("theory"), _nothing),
    "bin": (_at(Place(EVIDENCE, tab="bin")), _nothing),
    "reader-pens": (_reader("claimed"), _nothing),
    "reader-pen-loader": (_pen_loader, lambda room: room.evidence.reader.pen_loader.close_bar()),
    "reader-claim-bar": (_claim_bar, _after_bar),
    "reader-claim-ksb": (_selected, _after_bar),
    "reader-offer": (_reader("marked"), _nothing),
    "reader-colours": (_colours, _nothing),
    "reader-newer": (_reader("newer"), _nothing),
    "reader-to-place": (_placing, _nothing),
    "reader-hidden": (_hidden, _nothing),
    "reader-files-inside": (_files, _nothing),
    "reader-split": (_cuts, _nothing),
    "reader-scan": (_reader("scan"), _nothing),
    "reader-recording": (_reader("talk"), _nothing),
    "reader-locked": (_reader("locked"), _nothing),
    "reader-no-pages": (_reader("no pages"), _nothing),
    "reader-mail": (_reader("mail"), _nothing),
    "reader-text": (_text, _nothing),
    "reader-find": (_found, _nothing),
    "reader-window": (_aside, _close_aside),
    "standard-compared": (_compared, _nothing),
    "standard-to-review": (_at(Place(STANDARD, tab="review")), _nothing),
    "standard-methods-set": (_at(Place(STANDARD, tab="methods")), _nothing),
    "standard-themes-set": (_at(Place(STANDARD, tab="themes")), _nothing),
    "scan-cards": (_scan_cards, _scan_left),
    "compile-checks": (_checks, _nothing),
    "compile-accept": (_accepting, _not_accepting),
    "compile-marked": (_marked, _not_marked),
    "compile-choices": (_choices, _no_choices),
    "compile-signed": (_signing, _not_signing),
    "compile-proposal": (_proposal, _gateway),
    "proposal-found": (pictured_text.found, pictured_text.as_before),
    "proposal-alone": (pictured_text.alone, pictured_text.not_alone),
    "proposal-beside": (pictured_text.beside, pictured_text.closed),
    "proposal-pasted": (pictured_text.pasted, pictured_text.as_before),
    "compile-building": (_building, _not_building),
    "compile-result": (_built, _nothing),
    "compile-earlier": (_built_again, _nothing),
    "compile-smaller": (_doing("smaller"), _not_doing),
    "compile-changed": (_doing("changed"), _not_doing),
    "compile-print": (_doing("paper"), _not_doing),
    "compile-handed": (_doing("handed"), _not_doing),
    "rehearse-asked": (pictured_rehearsal.asked, pictured_rehearsal.left),
    "rehearse-result": (pictured_rehearsal.result, pictured_rehearsal.left),
    "rehearse-times": (pictured_rehearsal.times, pictured_rehearsal.left),
    "discussion-tab": (pictured_discussion.tab, _nothing),
    "discussion-asked": (pictured_discussion.asked, pictured_discussion.not_asked),
    "discussion-page": (pictured_discussion.page, pictured_discussion.left),
    "discussion-facing": (pictured_discussion.facing, pictured_discussion.left),
    "discussion-mock": (pictured_discussion.mock, pictured_discussion.left),
}
"""How each state is reached, and how it is left again."""

EMPTY: dict[str, Place] = {
    "home": Place(HOME),
    "library": Place(EVIDENCE, tab="library"),
    "shortlist": Place(EVIDENCE, tab="shortlist"),
    "inbox": Place(EVIDENCE, tab="inbox"),
    "reading": Place(EVIDENCE, tab="reading"),
    "bin": Place(EVIDENCE, tab="bin"),
    "coverage": Place(KSBS, tab="coverage"),
    "scan": Place(KSBS, tab="scan"),
    "search": Place(SEARCH),
    "search-nothing": Place(SEARCH, want="find:zebra"),
    "review": Place(STANDARD, tab="review"),
    "compile": Place(ASSESSMENT, tab="compile"),
    "plan-hours": Place(PLAN, tab="hours"),
    "observations": Place(OBSERVATIONS),
    "proposal-scope": Place(PROPOSAL, tab="scope"),
    "proposal-locked": Place(PROPOSAL, tab="write"),
    "proposal-references": Place(PROPOSAL, tab="references"),
    "proposal-sign-off": Place(PROPOSAL, tab="sign-off"),
    "planner": Place(OBSERVATIONS, tab="planner"),
    "chase": Place(OBSERVATIONS, tab="chase"),
    "about": Place(HELP, tab="about"),
}

LARGE: dict[str, Place] = {
    "home": Place(HOME),
    "library": Place(EVIDENCE, tab="library"),
    "shortlist": Place(EVIDENCE, tab="shortlist"),
    "coverage": Place(KSBS, tab="coverage"),
    "compile": Place(ASSESSMENT, tab="compile"),
    "search": Place(SEARCH, want="find:programme"),
}


def claimed(store: Store) -> EvidenceItem:
    """Return the item with most claims that has pages."""
    items = [item for item in queries.evidence.items(store) if item.pages]
    return max(items, key=lambda item: item.claims)
