"""Pictures of every screen and dialog of the sample portfolio, for people to look at.

An area adds its screens by a line in PLACES, its dialogs by a function in DIALOGS. What is tested
is only that a picture was made and is not one flat colour.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.services import names_to_hide, portfolio, scans
from portfolio_app.services.conversion import FileResult, Outcome
from portfolio_app.services.mapping_import import TableIn
from portfolio_app.store import queries
from portfolio_app.ui.evidence.capture_dialog import CaptureDialog
from portfolio_app.ui.evidence.conversion_dialog import ConversionDialog
from portfolio_app.ui.evidence.hiding_review import HidingReview
from portfolio_app.ui.evidence.mapping_dialog import MappingDialog
from portfolio_app.ui.evidence.preview import Preview
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.address_dialog import AddressDialog
from portfolio_app.ui.kit.focus_ring import FocusRing
from portfolio_app.ui.kit.message_dialog import MessageDialog
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    HOME,
    KSBS,
    PROPOSAL,
    SEARCH,
    SETTINGS,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.theme import Choice, Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.ksbs.scan_dialog import ScanDialog
from portfolio_app.ui.observer.observer_window import ObserverWindow
from portfolio_app.ui.proposal.inline_dialogs import CrossDialog, NoteDialog
from portfolio_app.ui.shell.crash_dialog import CrashDialog
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.notices import Notice, Notices, NoticesDialog
from portfolio_app.ui.shell.opening import Opener
from portfolio_app.ui.shell.palette import Palette
from portfolio_app.ui.shell.recovery_dialog import RecoveryDialog
from portfolio_app.ui.shell.welcome import Welcome
from portfolio_app.workroom.host import Workroom
from tests.bench.portfolios import fill_with_rows
from tests.ui import pictured, pictured_forms, pictured_observations
from tests.ui.assessment import pictured_gateway
from tests.ui.observer import pictured as observer_pictured
from tests.ui.plan import pictured_hours, pictured_reviews, pictured_time
from tests.ui.proposal import pictured_counts, pictured_dialogs, pictured_references, pictured_text

pytestmark = pytest.mark.pictures

Find = Callable[[Workspace], Place]


def _tab(area: str, tab: str) -> Find:
    return lambda _work: Place(area, tab=tab)


PLACES: dict[str, Find] = {
    "home": lambda work: Place(HOME),
    "evidence-library": lambda work: Place(EVIDENCE, tab="library"),
    "evidence-shortlist": lambda work: Place(EVIDENCE, tab="shortlist"),
    "evidence-inbox": lambda work: Place(EVIDENCE, tab="inbox"),
    "evidence-reading": lambda work: Place(EVIDENCE, tab="reading"),
    "evidence-bin": lambda work: Place(EVIDENCE, tab="bin"),
    "reader": lambda work: Place(EVIDENCE, item=_claimed(work), page=0),
    "ksbs-coverage": lambda work: Place(KSBS, tab="coverage"),
    "ksbs-ksb": lambda work: Place(KSBS, ksb=queries.standard.find_ksb(work.store, "K8").uid),
    "ksbs-scan": lambda work: _with_scan(work),
    "ksbs-gap": lambda work: _gap(work),
    "proposal-evidence": lambda work: Place(PROPOSAL, tab="write", want="evidence"),
    "proposal-ksbs": lambda work: Place(PROPOSAL, tab="write", want="ksbs"),
    "proposal-checks": lambda work: Place(PROPOSAL, tab="write", want="checks"),
    "proposal-scope": lambda work: Place(PROPOSAL, tab="scope"),
    "proposal-sign-off": lambda work: Place(PROPOSAL, tab="sign-off"),
    "proposal-references": pictured_references.listed,
    "proposal-citing": pictured_references.beside,
    "plan-timeline": pictured_time.timeline_place,
    "plan-timeline-list": pictured_time.list_place,
    **{f"plan-modules-{name}": pictured_time.part(name)
       for name in ("modules", "agreement")},
    "search": lambda work: Place(SEARCH, want="find:board plan"),
    "assessment-compile": lambda work: Place(ASSESSMENT, tab="compile"),
    "assessment-discussion": _tab(ASSESSMENT, "discussion"),
    "assessment-gateway": pictured_gateway.gateway_list,
    "assessment-results": pictured_gateway.told,
    "plan-documents": pictured_gateway.documents,
    "assessment-rehearse": lambda work: Place(ASSESSMENT, tab="rehearse"),
    "assessment-crib-cards": lambda work: Place(ASSESSMENT, tab="rehearse", want="cribs"),
    **pictured_reviews.PLACES,
    "plan-hours": pictured_hours.week,
    **{f"standard-{tab}": _tab(STANDARD, tab)
       for tab in ("compare", "review", "methods", "themes", "rules", "other")},
    **{f"settings-{tab}": _tab(SETTINGS, tab)
       for tab in ("you", "programme", "appearance", "keys", "names", "office",
                   "epao", "standard")},
    **{f"help-{tab}": _tab(HELP, tab)
       for tab in ("shortcuts", "proposal", "plan", "assessment", "data", "standard", "about")},
}  # fmt: skip

EVERY_LOOK = [
    (Choice.LIGHT, 100, (1280, 800)),
    (Choice.DARK, 100, (1280, 800)),
    (Choice.CONTRAST, 100, (1280, 800)),
    (Choice.LIGHT, 100, (1024, 680)),
    (Choice.LIGHT, 200, (1024, 680)),
    (Choice.DARK, 200, (1280, 800)),
]
FOR_PEOPLE = bool(os.environ.get("PORTFOLIO_PICTURES"))  # somebody will look at them all
LOOKS = EVERY_LOOK if FOR_PEOPLE else EVERY_LOOK[:1]
TWO_LOOKS = [(Choice.LIGHT, 100), (Choice.DARK, 200)][: 2 if FOR_PEOPLE else 1]
FULL: dict[str, Path] = {}  # the sample with items of every kind, and what is called what in it
NAMES: dict[str, str] = {}
OBSERVED: dict[str, Path] = {}  # the sample with observations in every state
ASKED: dict[str, str] = {}


@pytest.fixture
def window(qtbot: QtBot, sample: Workspace, settings: QSettings) -> Iterator[MainWindow]:
    made = MainWindow(sample, app.AREAS, settings)
    sample.actions.setParent(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def room(
    qtbot: QtBot,
    sample_copy: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    open_workspace: Callable[..., Workspace],
    settings: QSettings,
) -> Iterator[pictured.Room]:
    """Return a window on the sample with items of every kind, made once."""
    if not FULL:
        with portfolio.open_folder(sample_copy) as store, Workroom(with_programs=False) as made:
            NAMES.update(pictured.fill(store, made, tmp_path / "added"))
            NAMES["claimed"] = pictured.claimed(store).uid
        FULL["folder"] = tmp_path_factory.mktemp("full") / "Full.portfolio"
        shutil.copytree(sample_copy, FULL["folder"])
    copy = tmp_path / "Full copy.portfolio"
    shutil.copytree(FULL["folder"], copy)
    work = open_workspace(portfolio.open_folder(copy), is_sample=True)
    yield from _shown(qtbot, work, settings)


def _shown(qtbot: QtBot, work: Workspace, settings: QSettings) -> Iterator[pictured.Room]:
    made = MainWindow(work, app.AREAS, settings)
    work.actions.setParent(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield pictured.Room(made, NAMES, qtbot)
    made.hide()
    made.deleteLater()


@pytest.fixture
def observed(
    qtbot: QtBot,
    sample_copy: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    open_workspace: Callable[..., Workspace],
    settings: QSettings,
) -> Iterator[pictured.Room]:
    """Return a window on the sample with observations in every state, made once."""
    if not OBSERVED:
        with portfolio.open_folder(sample_copy) as store, Workroom(with_programs=False) as made:
            ASKED.update(pictured_observations.fill(store, made))
        OBSERVED["folder"] = tmp_path_factory.mktemp("observed") / "Observed.portfolio"
        shutil.copytree(sample_copy, OBSERVED["folder"])
    copy = tmp_path / "Observed copy.portfolio"
    shutil.copytree(OBSERVED["folder"], copy)
    work = open_workspace(portfolio.open_folder(copy), is_sample=True)
    made_window = MainWindow(work, app.AREAS, settings)
    work.actions.setParent(made_window)
    with qtbot.waitExposed(made_window):
        made_window.show()
    made_window.activateWindow()
    yield pictured.Room(made_window, ASKED, qtbot)
    made_window.hide()
    made_window.deleteLater()


@pytest.fixture
def empty(qtbot: QtBot, workspace: Workspace, settings: QSettings) -> Iterator[pictured.Room]:
    """Return a window on a new portfolio with nothing in it."""
    yield from _shown(qtbot, workspace, settings)


@pytest.fixture
def shoot(qtbot: QtBot, qapp: QApplication, pictures: Path) -> Callable[[QWidget, str], None]:
    ring = qapp.findChild(FocusRing) or FocusRing(qapp)

    def take(widget: QWidget, name: str) -> None:
        for _ in range(3):  # wrapped words ask for their height a second time
            qtbot.wait(40)
        ring.place_now()
        path = pictures / f"{name}.png"
        picture: QPixmap = widget.grab()

        assert picture.save(str(path))
        image = picture.toImage()
        spots = {
            image.pixel(x, y)
            for x in range(0, image.width(), 7)
            for y in range(0, image.height(), 7)
        }
        assert len(spots) > 2, f"{name} is blank"

    return take


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
def test_every_screen_of_the_sample(
    qtbot: QtBot,
    window: MainWindow,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
    size: tuple[int, int],
) -> None:
    look.choose(choice, scale=scale)
    window.resize(*size)
    for name, find in PLACES.items():
        window.workspace.go(find(window.workspace))
        qtbot.waitUntil(lambda: not window.workspace.busy, timeout=30_000)

        shoot(window, f"{name}-{choice.value}-{scale}-{size[0]}")


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
def test_forms_that_a_button_opens(
    qtbot: QtBot,
    window: MainWindow,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
    size: tuple[int, int],
) -> None:
    look.choose(choice, scale=scale)
    window.resize(*size)
    work = window.workspace
    for before in (_with_scan, pictured_gateway.gateway_list, pictured_gateway.told):
        before(work)
    for name, (place, button) in list(pictured_forms.FORMS.items())[: None if FOR_PEOPLE else 5]:
        work.go(place)
        qtbot.waitUntil(lambda: not work.busy, timeout=30_000)
        qtbot.wait(20)
        if button:
            pictured_forms.press(window, button)
            qtbot.waitUntil(lambda: not work.busy, timeout=30_000)
        shoot(window, f"form-{name}-{choice.value}-{scale}-{size[0]}")
    work.go(pictured_forms.commented(work))
    work.details_wanted.emit()
    qtbot.waitUntil(lambda: not work.busy, timeout=30_000)
    shoot(window, f"form-comments-{choice.value}-{scale}-{size[0]}")


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
def test_every_state(
    room: pictured.Room,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
    size: tuple[int, int],
) -> None:
    look.choose(choice, scale=scale)
    room.window.resize(*size)
    for name, (show, leave) in pictured.STATES.items():
        shoot(show(room), f"state-{name}-{choice.value}-{scale}-{size[0]}")
        leave(room)
        room.settle()


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
def test_observations_in_every_state(
    observed: pictured.Room,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
    size: tuple[int, int],
) -> None:
    look.choose(choice, scale=scale)
    observed.window.resize(*size)
    for name, (show, leave) in pictured_observations.STATES.items():
        shoot(show(observed), f"observations-{name}-{choice.value}-{scale}-{size[0]}")
        leave(observed)
        observed.settle()


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
@pytest.mark.parametrize(("kind", "items"), [("empty", 0), ("large", 400)])
def test_nothing_and_a_great_deal(
    empty: pictured.Room,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
    size: tuple[int, int],
    kind: str,
    items: int,
) -> None:
    look.choose(choice, scale=scale)
    if items:
        fill_with_rows(empty.window.workspace.store, items)
    empty.window.resize(*size)
    for name, place in (pictured.LARGE if items else pictured.EMPTY).items():
        empty.go(place)
        shoot(empty.window, f"{kind}-{name}-{choice.value}-{scale}-{size[0]}")


@pytest.mark.parametrize(("choice", "scale"), TWO_LOOKS)
def test_every_dialog(
    qtbot: QtBot,
    window: MainWindow,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
) -> None:
    look.choose(choice, scale=scale)
    window.workspace.go(Place(HOME))
    for name, make in DIALOGS.items():
        dialog = make(window)
        dialog.open()
        for _ in range(2):  # what is shown may ask for its pictures when it is painted
            qtbot.waitUntil(lambda: not window.workspace.busy, timeout=30_000)
            qtbot.wait(60)
        qtbot.waitUntil(lambda: not window.workspace.busy, timeout=30_000)
        shoot(dialog, f"dialog-{name}-{choice.value}-{scale}")
        dialog.reject()


@pytest.mark.parametrize(("choice", "scale"), TWO_LOOKS)
def test_welcome(
    qtbot: QtBot,
    look: Theme,
    shoot: Callable[[QWidget, str], None],
    choice: Choice,
    scale: int,
) -> None:
    look.choose(choice, scale=scale)
    opener = Opener()
    welcome = Welcome(opener)
    qtbot.addWidget(welcome)
    with qtbot.waitExposed(welcome):
        welcome.show()
    for name, show in (
        ("choices", welcome.show_choices),
        ("form", welcome.show_form),
        ("restore", welcome.show_restore),
    ):
        show()
        qtbot.wait(200)
        shoot(welcome, f"welcome-{name}-{choice.value}-{scale}")
    opener.close()


@pytest.mark.parametrize(("choice", "scale", "size"), LOOKS)
def test_the_observers_window(
    qtbot: QtBot,
    look: Theme,
    settings: QSettings,
    asked: messages.Recorder,
    shoot: Callable[[QWidget, str], None],
    tmp_path: Path,
    choice: Choice,
    scale: int,
    size: tuple[int, int],
) -> None:
    look.choose(choice, scale=scale)
    window = ObserverWindow(settings, tmp_path / "aside")
    with qtbot.waitExposed(window):
        window.show()
    window.resize(*size)
    for name in observer_pictured.states(window, qtbot, tmp_path, asked):
        shoot(window, f"observer-{name}-{choice.value}-{scale}-{size[0]}")
    window.desk.close()
    window.deleteLater()


def _with_scan(work: Workspace) -> Place:
    """Two skills scans, made when first asked for."""
    if not queries.scans.scans(work.store):
        ksbs = queries.standard.ksbs(work.store)
        first = {ksb.uid: (n % 3 + 1, None) for n, ksb in enumerate(ksbs)}
        second = {ksb.uid: (n % 4 + 2, n % 3 + 2) for n, ksb in enumerate(ksbs) if n % 7}
        scans.start_with(work.store, "Start", "2024-09-20", first)
        scans.start_with(work.store, "Mid-point", "2025-09-22", second)
    return Place(KSBS, tab="scan")


def _claimed(work: Workspace) -> str:
    """Return the uid of the item with most claims that has pages."""
    items = [item for item in queries.evidence.items(work.store) if item.pages]
    return max(items, key=lambda item: item.claims).uid


def _import_mapping(window: MainWindow) -> QDialog:
    rows = (
        ("Date", "Activity", "Description", "KSBs hit", "Evidence"),
        ("12/11/2025", "Chaired the pressures board", "Monthly board", "K8, S12", "minutes.docx"),
        ("", "Wrote the options paper", "For the trust's executive", "K3 K9 S1-3 K99", ""),
        ("4 Feb 2026", "", "", "B1", ""),
    )
    tables = (TableIn("Log", rows, cut=False),)
    return MappingDialog(window, window.workspace, "SLA log 2025.xlsx", tables)


def _gap(work: Workspace) -> Place:
    """Return the page of a KSB that nothing shows yet, with what may be near."""
    claimed = {each.ksb_uid for each in queries.claims.claims(work.store)}
    gap = next(each for each in queries.standard.ksbs(work.store) if each.uid not in claimed)
    return Place(KSBS, tab="ksb", ksb=gap.uid, want="find")


def _palette(window: MainWindow) -> QDialog:
    palette = Palette(window, window.workspace, app.AREAS)
    palette.edit.setText("k8")
    palette.edit.textEdited.emit("k8")
    return palette


def _message(window: MainWindow) -> QDialog:
    message = Message(
        "This portfolio is already open on another computer or in another window.",
        "Nothing has been changed.",
        "Close it there, or open a copy you can look at but not change.",
        "warn",
    )
    answers = [Answer("read", "Open to read", "primary"), Answer("", "Cancel")]
    return MessageDialog(window, message, answers)


def _review(window: MainWindow) -> QDialog:
    work = window.workspace
    if not queries.names_to_hide.names(work.store):
        names_to_hide.add(work.store, ["Rowan Field; Director of Finance", "Parent carer forum"])
    return HidingReview(window, work)


def _imported(window: MainWindow) -> QDialog:
    dialog = _import_mapping(window)
    assert isinstance(dialog, MappingDialog)
    dialog._import.click()  # its results come while the picture is waited for
    return dialog


def _converted(window: MainWindow) -> QDialog:
    results = [
        FileResult("a", "Inclusive recruitment policy", "policy.pdf", Outcome.TAKEN, "Taken back."),
        FileResult("b", "All-staff briefing", "briefing.pdf", Outcome.MISSING, "No PDF yet."),
        FileResult(
            "c", "Inclusion staffing budget", "budget.pdf", Outcome.DIFFERENT,
            "Only 31 % of the words of the file are in this PDF, so it was not taken.", 0.31,
        ),
    ]  # fmt: skip
    return ConversionDialog(window, "PDFs taken back", "1 of 3 was taken back.", results)


def _notices(window: MainWindow) -> QDialog:
    kept = Notices()
    for text, action in (
        ("3 files added", ""),
        ("Kept: Staffing options paper", "Undo"),
        ("Recovery key saved", ""),
    ):
        kept.keep(
            Notice(
                text,
                datetime(2026, 1, 12, 18, 4, tzinfo=UTC),
                action,
                (lambda: None) if action else None,
            )
        )
    return NoticesDialog(window, kept)


def _preview(window: MainWindow) -> QDialog:
    item = queries.evidence.item(window.workspace.store, _claimed(window.workspace))
    return Preview(window, window.workspace, item)


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "palette-empty": lambda window: Palette(window, window.workspace, app.AREAS),
    "import-results": _imported,
    "conversion-results": _converted,
    "notices": _notices,
    "notices-none": lambda window: NoticesDialog(window, Notices()),
    "preview": _preview,
    "capture": lambda window: CaptureDialog(window, window.workspace, {}),
    "palette": _palette,
    "message": _message,
    "import-mapping": _import_mapping,
    "web-address": lambda window: AddressDialog(
        window, "https://example.org/board/papers/2025/winter", lambda *_: None
    ),
    "start-scan": lambda window: ScanDialog(window, "Review 2"),
    "names-to-hide": _review,
    "proposal-table": pictured_dialogs.table,
    "proposal-table-new": pictured_dialogs.new_table,
    "proposal-figure": pictured_dialogs.figure,
    "proposal-page": pictured_dialogs.page_chooser,
    "proposal-bring-back": pictured_dialogs.bring_back,
    "proposal-cross": lambda window: CrossDialog(
        window, queries.proposal.blocks(window.workspace.store)
    ),
    "proposal-note": lambda window: NoteDialog(window, "Agreed with finance."),
    "proposal-export": pictured_dialogs.export,
    "proposal-my-words": pictured_text.my_words,
    "proposal-counting": pictured_counts.counting,
    "proposal-outline": pictured_counts.outline,
    "proposal-reference": pictured_references.change,
    "proposal-reference-new": pictured_references.new,
    "proposal-reference-choices": pictured_references.choices,
    "proposal-points": pictured_counts.points,
    "proposal-weeks": pictured_counts.weeks,
    "recovery-key": lambda window: RecoveryDialog(window, window.workspace),
    "crash": lambda window: CrashDialog(window, "Senior Leader Portfolio\n\nTraceback …"),
    **pictured_reviews.DIALOGS,
    **pictured_forms.DIALOGS,
    "hours-log": pictured_hours.log,
    "hours-target": pictured_hours.target,
    "hours-patterns": pictured_hours.patterns,
    "hours-import": pictured_hours.importing,
}
