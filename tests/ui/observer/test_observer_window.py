"""The observer's window: a request is opened, filled in, kept, signed, and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from portfolio_app.app import House
from portfolio_app.domain import forms, request_code
from portfolio_app.domain.filling import TICKED, SignedBy
from portfolio_app.domain.form_lines import FormLine, FormParty, LineKind
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb, ScheduleRow
from portfolio_app.pdf import forms as drawn_forms
from portfolio_app.services import observing
from portfolio_app.ui.kit import messages, paper
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.observer import desk as desk_module
from portfolio_app.ui.observer.entries import Choices
from portfolio_app.ui.observer.form_page import FormPage
from portfolio_app.ui.observer.observer_window import ObserverWindow
from portfolio_app.ui.observer.view_button import ViewButton
from portfolio_app.workroom.host import Workroom
from tests.ui import walk

WHO = {
    forms.NAME: "Siân Llŷr",
    forms.JOB_TITLE: "Director",
    forms.RELATIONSHIP: "Line manager",
    forms.SIGNED_ON: "03/12/2025",
}
ANSWERS = WHO | {
    forms.FACTS_RIGHT: forms.FACTS_YES,
    forms.ACCOUNT: "She asked what would change his mind, and wrote it on the board.",
    forms.seen_field(1): "seen",
    forms.seen_field(2): "part",
    forms.SAW: TICKED,
    forms.OWN_WORDS: TICKED,
    forms.NOT_RELATED: TICKED,
    forms.ORGANISATION: "Northmoor Council",
    forms.CONTACT: "line.manager@example.org",
}
CONTENT = FormContent(
    FormKind.OBSERVATION, "OBS-04", 1, request_code.new_code("portfolio"),
    "Chairing the <b>SEND</b> panel", apprentice="Test Apprentice", day="2025-12-02",
    observer="Line manager", made_on="2025-11-20",
    ksbs=(
        FormKsb("S12", "Negotiates and influences", "Negotiate and influence.", "Gets agreement."),
        FormKsb("B1", "Works collaboratively", "Work collaboratively.", "Works with others."),
    ),
)  # fmt: skip
EMPLOYER = FormContent(
    FormKind.EMPLOYER_STATEMENT, "ST-01", 1, request_code.new_code("portfolio"), "The portfolio",
    apprentice="Test Apprentice", made_on="2025-11-20",
    schedule=(ScheduleRow("u1", "E01", "Options paper", "2025-03-01", 4, "I wrote it.", "", ""),),
)  # fmt: skip
RECORD = FormContent(
    FormKind.REVIEW_RECORD, "ST-02", 1, request_code.new_code("portfolio"), "Second review",
    apprentice="Test Apprentice", made_on="2025-11-20",
    parties=(FormParty("Line manager", "A. B"), FormParty("Tutor", "C. D")),
    lines=(
        FormLine(LineKind.SAID, "The <b>paper</b> went to the board.", "What was discussed"),
        FormLine(LineKind.TICK, "This is what we discussed and agreed."),
        FormLine(LineKind.WORDS, "Anything to add? (optional)", must=False),
    ),
)  # fmt: skip
MADE: dict[FormKind, bytes] = {}


def written(folder: Path, content: FormContent = CONTENT) -> Path:
    if content.kind not in MADE:
        MADE[content.kind] = drawn_forms.draw(content)[0]
    path = folder / f"{content.kind.value}.pdf"
    path.write_bytes(MADE[content.kind])
    return path


class Desk:
    """The window, and ways to wait for it."""

    def __init__(self, window: ObserverWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    @property
    def page(self) -> FormPage:
        assert self.window.page is not None
        return self.window.page

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.window.desk.busy, timeout=30_000)
        QTest.qWait(1)

    def open(self, path: Path) -> None:
        self.window.open_file(path)
        self.settle()
        self._qtbot.waitUntil(lambda: not self.window.desk.busy, timeout=30_000)
        self.settle()

    def answer(self, answers: dict[str, str]) -> None:
        self.page.entries.fill(answers)
        self.page.entries.edited.emit(forms.NAME)


@pytest.fixture
def make(
    qtbot: QtBot,
    settings: QSettings,
    tmp_path: Path,
    room: Workroom,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Desk]]:
    made: list[ObserverWindow] = []
    monkeypatch.setattr(desk_module.Desk, "_workroom", lambda _desk: room)  # one child for them all

    def build() -> Desk:
        window = ObserverWindow(settings, tmp_path / "aside")
        made.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return Desk(window, qtbot)

    yield build
    for window in made:
        window.desk.close()
        window.hide()
        window.deleteLater()


@pytest.fixture
def desk(make: Callable[[], Desk]) -> Desk:
    return make()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    with Workroom(tmp_path_factory.mktemp("scratch")) as made:
        yield made


def test_a_request_is_filled_in_signed_and_opened_again_locked(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom
) -> None:
    request = written(tmp_path)
    before = request.read_bytes()
    desk.open(request)
    desk.answer(ANSWERS)
    QTest.keyClicks(desk.page.entries.field(forms.where_field(1)), "in the first line")
    desk.page.signing.show_way(SignedBy.TYPED)
    QTest.keyClicks(desk.page.signing.typed, "Siân Llŷr".encode("ascii", "ignore").decode())
    asked.paths = [[tmp_path / "signed.pdf"]]

    desk.page.sign.click()
    desk.settle()

    assert asked.asked == []
    assert "Signed copy saved: signed.pdf" in desk.page.notice.said
    made = observing.open_request(room, tmp_path / "signed.pdf")
    assert made.sha256 in desk.page.notice.said
    assert made.is_signed
    assert made.is_as_signed
    told = {each: words for each, words in made.answers.items() if each != forms.TYPED_SIGNATURE}
    assert told == ANSWERS | {forms.where_field(1): "in the first line"}
    assert desk.page.is_locked
    assert not desk.page.sign.isEnabled()
    assert request.read_bytes() == before
    assert not any((tmp_path / "aside").glob("*"))
    desk.open(tmp_path / "signed.pdf")
    assert "signed and locked" in desk.page.notice.said
    assert desk.page.entries.field(forms.ACCOUNT).isReadOnly()
    saw, seen = desk.page.entries.field(forms.SAW), desk.page.entries.field(forms.seen_field(1))
    assert isinstance(seen, Choices)
    for each in (saw, seen.button("not")):
        QTest.keyClick(each, Qt.Key.Key_Space)
        QTest.mouseClick(each, Qt.MouseButton.LeftButton)
    assert saw.isEnabled()
    assert saw.isChecked()
    assert seen.value == "seen"
    assert not any((tmp_path / "aside").glob("*"))


def test_nothing_is_signed_until_all_is_there_and_it_says_what_is_missing(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, said: list[str]
) -> None:
    desk.open(written(tmp_path))
    desk.answer({each: words for each, words in ANSWERS.items() if each != forms.ACCOUNT})

    desk.page.sign.click()

    assert asked.choosers == []
    todo = [each.text() for each in desk.page.todo.buttons]
    assert todo == ["What you saw, in your own words", "Your signature"]
    account = desk.page.entries.field(forms.ACCOUNT)
    assert account.hasFocus()
    assert account.property("wrong")
    assert any("What you saw" in each for each in said)
    QTest.keyClicks(account, "She asked.")
    assert not account.property("wrong")
    desk.page.sign.click()
    assert [each.text() for each in desk.page.todo.buttons] == ["Your signature"]
    assert list(tmp_path.glob("*.pdf")) == [tmp_path / "observation.pdf"]


def test_what_may_stay_open_is_said_before_it_is_signed(
    desk: Desk, asked: messages.Recorder, tmp_path: Path
) -> None:
    desk.open(written(tmp_path))
    desk.answer({each: w for each, w in ANSWERS.items() if each != forms.seen_field(2)})
    desk.page.signing.show_way(SignedBy.TYPED)
    desk.page.signing.typed.setText("Line Manager")
    asked.answers = [""]

    desk.page.sign.click()

    assert "B1" in asked.asked[0].safe
    assert asked.choosers == []
    assert desk.page.todo.isHidden()


def test_a_draft_is_saved_as_it_is_typed(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom, qtbot: QtBot
) -> None:
    draft = tmp_path / "draft.pdf"
    desk.open(written(tmp_path))
    asked.paths = [[draft]]
    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), "First.")

    desk.page.draft.click()
    desk.settle()
    first = draft.read_bytes()
    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), " Second.")
    qtbot.waitUntil(lambda: draft.read_bytes() != first, timeout=10_000)
    desk.settle()

    assert observing.open_request(room, draft).answers == {forms.ACCOUNT: "First. Second."}
    assert not any((tmp_path / "aside").glob("*"))
    asked.answers = ["discard"]
    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), " Third.")
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=10_000)
    assert observing.open_request(room, draft).answers[forms.ACCOUNT].endswith("Third.")
    assert asked.asked == []


def test_words_survive_a_crash_before_a_place_was_chosen(
    make: Callable[[], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    request = written(tmp_path)
    first = make()
    first.open(request)
    QTest.keyClicks(first.page.entries.field(forms.ACCOUNT), "Half a sentence")
    qtbot.waitUntil(lambda: any((tmp_path / "aside").glob("*.pdf")), timeout=10_000)
    first.settle()

    second = make()  # the first one is never closed
    second.open(request)

    assert second.page.entries.answers() == {forms.ACCOUNT: "Half a sentence"}
    assert "typed before" in second.page.notice.said
    second.page.notice.buttons[1].click()
    assert second.page.entries.answers() == {}
    assert not any((tmp_path / "aside").glob("*.pdf"))


def test_leaving_asks_where_words_should_be_kept(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, qtbot: QtBot, room: Workroom
) -> None:
    desk.open(written(tmp_path))
    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), "Kept")

    desk.window.close()
    stayed = desk.window.isVisible()
    asked.answers = ["save"]
    asked.paths = [[tmp_path / "kept.pdf"]]
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=10_000)

    assert stayed
    assert len(asked.asked) == 2
    assert observing.open_request(room, tmp_path / "kept.pdf").answers == {forms.ACCOUNT: "Kept"}


def test_a_draft_that_cannot_be_written_is_said_and_the_words_stay(
    desk: Desk, asked: messages.Recorder, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.pdf"
    desk.open(written(tmp_path))
    asked.paths = [[draft]]
    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), "First.")
    desk.page.draft.click()
    desk.settle()
    draft.write_bytes(b"%PDF- of another program")

    QTest.keyClicks(desk.page.entries.field(forms.ACCOUNT), " Second.")
    desk.page.draft.click()
    desk.settle()

    assert "Your last words aren't saved" in desk.page.notice.said
    assert desk.page.entries.answers()[forms.ACCOUNT] == "First. Second."
    assert draft.read_bytes() == b"%PDF- of another program"
    asked.paths = [[tmp_path / "other.pdf"]]
    desk.page.notice.buttons[0].click()
    desk.settle()
    assert (tmp_path / "other.pdf").is_file()
    assert "Draft saved" in desk.page.notice.said


def test_changing_a_signed_copy_is_said_first_and_makes_a_new_version(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom
) -> None:
    form = observing.open_request(room, written(tmp_path))
    typed = observing.SignatureGiven(SignedBy.TYPED, typed="Line Manager")
    signed = observing.save_signed(room, form, ANSWERS, typed, tmp_path / "signed.pdf")
    before = signed.path.read_bytes()
    desk.open(signed.path)

    desk.page.notice.buttons[0].click()
    still_locked = desk.page.is_locked
    asked.answers = ["change"]
    desk.page.notice.buttons[0].click()

    assert still_locked
    assert "stays as it is" in asked.asked[0].safe
    assert not desk.page.is_locked
    assert not desk.page.signing.given.is_there
    asked.paths = [[tmp_path / "new.pdf"]]
    QTest.keyClicks(desk.page.entries.field(forms.CONTACT), "x")
    desk.page.draft.click()
    desk.settle()
    assert not observing.open_request(room, tmp_path / "new.pdf").is_signed
    assert signed.path.read_bytes() == before


def test_a_paper_form_travels_inside_without_a_signature_on_screen(
    desk: Desk,
    asked: messages.Recorder,
    tmp_path: Path,
    room: Workroom,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(MADE.get(FormKind.OBSERVATION) or drawn_forms.draw(CONTENT)[0])
    desk.open(written(tmp_path))
    asked.paths = [[scan], [tmp_path / "with paper.pdf"]]

    desk.page.attach_paper.click()
    desk.page.draft.click()
    desk.settle()

    made = observing.open_request(room, tmp_path / "with paper.pdf")
    assert made.paper == "signed-proforma.pdf"
    assert not made.is_signed
    assert "Email this file back" in desk.page.notice.said
    ((start, filters),) = asked.begun
    assert start == tmp_path  # a scan is looked for beside the form
    assert "*.pdf" in filters
    assert "*.jpg" in filters


def test_what_is_no_request_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "minutes.pdf"
    other.write_bytes(b"%PDF-1.4 nothing")

    desk.open(other)

    assert desk.window.page is None
    assert "minutes.pdf wasn't opened" in desk.window.start.notice.said
    assert desk.window.start.list.count() == 0


def test_the_list_remembers_where_files_lie_and_nothing_of_them(
    make: Callable[[], Desk], settings: QSettings, tmp_path: Path, asked: messages.Recorder
) -> None:
    first = make()
    first.open(written(tmp_path))
    first.answer(ANSWERS)
    asked.answers = ["discard"]
    first.page.leave.click()
    first.settle()
    settings.sync()

    second = make()
    kept = Path(settings.fileName()).read_text()

    assert second.window.start.list.count() == 1
    item = second.window.start.list.item(0)
    assert item is not None
    assert "observation.pdf" in item.text()
    assert not any(words in kept for words in ("Siân", "SEND", "Test Apprentice", "mind"))
    QTest.keyClick(second.window.start.list, Qt.Key.Key_Return)
    second.settle()
    second.settle()
    assert second.window.page is not None
    second.page.leave.click()
    QTest.keyClick(second.window.start.list, Qt.Key.Key_Delete)
    assert second.window.start.list.count() == 0


def test_the_employers_statement_has_a_row_for_each_piece(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom
) -> None:
    desk.open(written(tmp_path, EMPLOYER))
    desk.answer(WHO)
    desk.page.signing.show_way(SignedBy.TYPED)
    desk.page.signing.typed.setText("Line Manager")
    desk.page.sign.click()
    todo = [each.text() for each in desk.page.todo.buttons]
    row = desk.page.entries.field(forms.whose_field(1))
    assert isinstance(row, Choices)

    row.button("shared").click()
    asked.paths, asked.answers = [[tmp_path / "signed.pdf"]], ["sign"]
    desk.page.sign.click()
    desk.settle()

    assert todo == ["E01: whose work it is"]
    made = observing.open_request(room, tmp_path / "signed.pdf")
    assert made.answers[forms.whose_field(1)] == "shared"


@pytest.mark.parametrize("scale", [100, 200])
def test_keys_reach_everything_and_everything_has_a_name(
    desk: Desk, look: Theme, tmp_path: Path, scale: int
) -> None:
    look.choose(Choice.LIGHT, scale=scale)
    desk.window.resize(1024, 680)
    desk.open(written(tmp_path))
    QTest.qWait(150)

    for way in SignedBy:
        desk.page.signing.show_way(way)
        QTest.qWait(20)
        assert walk.problems(desk.window) == []
        assert walk.small_targets(desk.window) == []
        desk.page.leave.setFocus()
        order = walk.tab_order(desk.window)
        left = walk.unreached(desk.window, order)
        assert [each for each in left if not isinstance(each, QRadioButton)] == []
    assert walk.clipped(desk.window) == []


def test_words_of_a_form_are_never_taken_for_markup(desk: Desk, tmp_path: Path) -> None:
    desk.open(written(tmp_path))

    from PySide6.QtWidgets import QLabel

    shown = [each.text() for each in desk.page.findChildren(QLabel)]
    formats = {each.textFormat() for each in desk.page.findChildren(QLabel) if each.text()}
    assert "Chairing the <b>SEND</b> panel" in shown
    assert formats == {Qt.TextFormat.PlainText}


def test_the_house_opens_a_form_without_any_portfolio(
    qapp: QApplication, settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    house = House(qapp, settings)
    window = house.show_observer(written(tmp_path))
    qtbot.waitUntil(lambda: window.page is not None, timeout=30_000)

    assert house.windows == []
    assert house.welcome is None
    assert window.windowTitle().startswith("Observation: Chairing")
    window.close()
    qtbot.waitUntil(lambda: house.observer is None, timeout=10_000)
    welcome = house.show_welcome()
    welcome.observer_wanted.emit()
    assert house.observer is not None
    assert house.welcome is None
    house.observer.close()
    house.opener.close()


def test_the_form_is_printed_with_its_answers_for_a_signature_on_paper(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = tmp_path / "on paper.pdf"

    def printer(_parent: object, then: Callable[[QPrinter], None]) -> None:
        made = paper.a4_printer()
        made.setResolution(72)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        then(made)

    monkeypatch.setattr(paper, "ask_printer", printer)
    request = written(tmp_path)
    desk.open(request)
    desk.answer(ANSWERS)

    desk.page.print.click()
    desk.settle()

    assert len(pypdf.PdfReader(printed).pages) == len(pypdf.PdfReader(request).pages)


def test_a_name_typed_as_a_signature_elsewhere_is_no_answer_and_is_not_kept_in_a_draft(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom, qtbot: QtBot
) -> None:
    writer = pypdf.PdfWriter(clone_from=written(tmp_path))
    filled = {forms.TYPED_SIGNATURE: "Line Manager", forms.SIGNED_ON: "3 Dec 2025"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled)
    writer.write(tmp_path / "elsewhere.pdf")

    desk.open(tmp_path / "elsewhere.pdf")
    shown = desk.page.signing.given
    answers = desk.page.entries.answers()
    asked.paths = [[tmp_path / "draft.pdf"]]
    desk.page.draft.click()
    desk.settle()
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=10_000)

    assert shown.by is SignedBy.TYPED
    assert shown.typed == "Line Manager"
    assert answers == {forms.SIGNED_ON: "3 Dec 2025"}
    assert observing.open_request(room, tmp_path / "draft.pdf").answers == answers
    assert asked.asked == []


def test_text_size_and_colours_can_be_chosen_here(
    desk: Desk, look: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.open(written(tmp_path))
    view = desk.page.findChild(ViewButton)
    assert view is not None
    menu = view.menu()

    menu.aboutToShow.emit()
    words = [each.text() for each in menu.actions() if each.text()]
    next(each for each in menu.actions() if each.text() == "Text at 150 %").trigger()
    QTest.keyClick(desk.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    larger = look.scale
    QTest.keyClick(desk.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    next(each for each in menu.actions() if each.text() == "Dark").trigger()

    assert "Text at 200 %" in words
    assert (larger, look.scale, look.choice) == (175, 100, Choice.DARK)


def test_a_signature_that_is_in_no_signed_copy_is_asked_about_before_leaving(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, qtbot: QtBot, room: Workroom
) -> None:
    desk.open(written(tmp_path))
    asked.paths = [[tmp_path / "draft.pdf"]]
    desk.answer(ANSWERS)
    desk.page.draft.click()
    desk.settle()
    assert desk.page.notice.said
    desk.page.signing.pad.set_strokes([((0.1, 0.5), (0.4, 0.2), (0.9, 0.6))])
    desk.answer({forms.ACCOUNT: "More"})
    passed = desk.page.notice.said

    desk.window.close()
    stayed = desk.window.isVisible()
    asked.answers = ["leave"]
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=10_000)

    assert passed == ""  # "Draft saved" gives its room back to the form
    assert stayed
    assert "no signed copy" in asked.asked[0].what
    assert not observing.open_request(room, tmp_path / "draft.pdf").is_signed


def test_the_wheel_scrolls_past_the_ways_to_sign_and_a_wrong_password_is_typed_again(
    desk: Desk,
    asked: messages.Recorder,
    tmp_path: Path,
    room: Workroom,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    desk.open(written(tmp_path))
    tabs = desk.page.signing.tabs
    middle = QPointF(tabs.rect().center())
    turned = QWheelEvent(
        middle, tabs.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(tabs, turned)
    by_wheel = desk.page.signing.by
    desk.page.signing.show_way(SignedBy.CERTIFICATE)
    asked.paths = [[tmp_path / "mine.p12"]]
    desk.page.signing.choose_certificate.click()
    desk.page.leave.setFocus()

    desk.page.signing.go_to()

    assert asked.begun == [(tmp_path, "Certificates (*.p12 *.pfx)")]
    assert by_wheel is SignedBy.DRAWN
    field = desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_one_form_goes_round_and_each_party_answers_and_signs_in_a_part_of_their_own(
    desk: Desk, asked: messages.Recorder, tmp_path: Path, room: Workroom
) -> None:
    desk.open(written(tmp_path, RECORD))
    page = desk.page
    assert [page.parties.itemText(n) for n in range(2)] == ["Line manager: A. B", "Tutor: C. D"]
    assert page.entries.asks("line.2")
    assert page.title == "Review record: Second review"
    agreed = next(e for e in page.findChildren(QLabel) if e.text() == RECORD.lines[1].text)
    QTest.mouseClick(agreed, Qt.MouseButton.LeftButton)
    assert page.entries.answers() == {"line.2": TICKED}
    page.sign.click()
    assert "Still to do: Your name" in page.todo.said + desk.page._said.text()
    desk.answer(WHO | {"line.2": TICKED, "line.3": "Mornings are free."})
    page.signing.show_way(SignedBy.TYPED)
    page.signing.typed.setText("A. B")
    asked.paths = [[tmp_path / "first.pdf"], [tmp_path / "draft.pdf"], [tmp_path / "second.pdf"]]
    asked.answers = ["sign", "sign"]
    page.sign.click()
    desk.settle()
    assert observing.open_request(room, tmp_path / "first.pdf").signed_parties == {1}

    desk.open(tmp_path / "first.pdf")
    page = desk.page
    assert page.parties.itemText(0) == "Line manager: A. B (signed)"
    assert (page.party, page.is_locked) == (2, False)
    assert set(page.entries.answers()) == set()
    page.parties.setCurrentIndex(0)
    page.parties.activated.emit(0)
    desk.settle()
    assert (desk.page.party, desk.page.is_locked) == (1, True)
    desk.page.parties.activated.emit(1)
    desk.settle()
    desk.answer({f"p2-{name}": told for name, told in (WHO | {"line.2": TICKED}).items()})
    desk.page.draft.click()
    desk.settle()
    desk.page.signing.show_way(SignedBy.TYPED)
    desk.page.signing.typed.setText("C. D")
    desk.page.sign.click()
    desk.settle()
    made = observing.open_request(room, tmp_path / "second.pdf")
    assert made.signed_parties == {1, 2}
    assert made.others["line.3" if made.party == 2 else "p2-line.2"]


def test_a_page_that_needs_no_signature_says_so(desk: Desk, tmp_path: Path) -> None:
    party = replace(RECORD.parties[0], must_sign=False)
    desk.open(written(tmp_path, replace(RECORD, kind=FormKind.MANAGER_PAGE, parties=(party,))))
    told = [each.text() for each in desk.page.findChildren(QLabel)]
    assert any("You need not sign" in each for each in told)
    assert not hasattr(desk.page, "parties")
