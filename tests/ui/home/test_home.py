"""Next three by fixed rules, coverage in words, and where one left off."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.coverage import CAVEAT
from portfolio_app.domain.draft import Block, Inline
from portfolio_app.domain.planned import Planned, PlannedKind, Review
from portfolio_app.domain.proposal_coverage import assessed
from portfolio_app.domain.this_week import DONE
from portfolio_app.services import clock, home, mapping, plan, proposal, shortlist, sorting
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.tables import ItemRow
from portfolio_app.ui.home import home_page
from portfolio_app.ui.home.home_page import HomePage
from portfolio_app.ui.home.home_state import HomeState, read_state
from portfolio_app.ui.home.reminder_dialog import ReminderDialog
from portfolio_app.ui.home.suggestions import place_of
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.places import EVIDENCE, HOME, KSBS, PLAN, PROPOSAL, Place
from portfolio_app.ui.kit.theme import Choice, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell import reminding
from portfolio_app.ui.shell.main_window import MainWindow

Idle = Callable[[Workspace], None]


@pytest.fixture
def page(qtbot: QtBot, sample: Workspace, idle: Idle) -> HomePage:
    made = HomePage(sample)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.show_place(Place(HOME))
    idle(sample)
    return made


def test_the_sample_is_asked_for_neither_backup_nor_key(page: HomePage) -> None:
    assert page.suggestions
    assert all(place_of(each) is not None for each in page.suggestions)


def test_gaps_come_first_and_lead_to_their_ksb(page: HomePage, sample: Workspace) -> None:
    claimed = {each.ksb_uid for each in queries.claims.claims(sample.store)}

    place = place_of(page.suggestions[0])
    assert place is not None
    assert (place.area, place.want) == (KSBS, "find")
    assert place.ksb not in claimed


def test_a_claim_takes_its_gap_off_the_list(page: HomePage, sample: Workspace, idle: Idle) -> None:
    first = page.suggestions[0]
    item = queries.evidence.items(sample.store)[0]

    sample.do(mapping.claim, item.uid, [first.ksb_uid], mapping.WHOLE)
    idle(sample)

    assert first.words not in [each.words for each in page.suggestions]
    why = next(each for each in page._next.findChildren(QPushButton) if each.isCheckable())
    after = why.nextInFocusChain()
    while not (after.isVisible() and after.focusPolicy() & Qt.FocusPolicy.TabFocus):
        after = after.nextInFocusChain()
    assert page._week.isAncestorOf(after)  # what is made anew would else come last in the window


def test_coverage_is_in_numbers_and_words_with_its_caveat(page: HomePage) -> None:
    words = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]

    assert any(CAVEAT in each for each in words)
    assert "two sources" in page._discussion.words
    assert page._discussion.accessibleName().startswith("KSBs for the discussion: ")


def test_once_the_proposal_is_begun_a_bar_says_which_ksbs_its_text_shows(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    sample.do(proposal.keep, [], [])
    idle(sample)
    assert "proposal only" in page._proposal.title
    first, *others = assessed(queries.standard.standard(sample.store))
    block = Block("b", inlines=(Inline(text="Three options."),), ksbs=(first.uid,))

    sample.do(proposal.keep, [block], ["b"])
    idle(sample)

    assert page._proposal.accessibleName() == (
        f"KSBs in the proposal's text: 0 two sections, 1 in the text, 0 started, {len(others)} gap"
    )
    went: list[Place] = []
    sample.went.connect(went.append)
    page._proposal.click()
    assert went == [Place(PROPOSAL, tab="write", want="ksbs")]


def test_it_says_when_the_whole_library_is_counted(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    assert "shortlist." in page._counted.text()

    sample.do(shortlist.set_order, [])
    idle(sample)

    assert "whole library" in page._counted.text()


def test_what_was_read_is_carried_on_with_its_page(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    from portfolio_app.services import evidence

    item = next(each for each in queries.evidence.items(sample.store) if each.pages > 1)
    sample.do(evidence.remember_place, item.uid, 2)
    idle(sample)
    page.show_place(Place(HOME))
    idle(sample)
    been: list[Place] = []
    sample.went.connect(been.append)

    button = next(b for b in page.findChildren(QPushButton) if item.title in b.accessibleName())
    button.click()

    assert f"page 2 of {item.pages}" in button.accessibleName()
    assert been == [Place(EVIDENCE, item=item.uid)]


def test_an_empty_portfolio_shows_one_card(qtbot: QtBot, workspace: Workspace, idle: Idle) -> None:
    page = HomePage(workspace)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.show_place(Place(HOME))
    idle(workspace)

    assert page._first_card.isVisible()
    assert not page._usual.isVisible()
    assert page.first_focus() is page._first_card.button


# --- not now, this week -----------------------------------------------------------------------


def button(page: HomePage, words: str) -> QPushButton:
    QCoreApplication.sendPostedEvents()  # what was just built shows then
    return next(
        each for each in page.findChildren(QPushButton) if each.isVisible() and each.text() == words
    )


def words_of(page: HomePage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def test_not_now_leaves_one_out_and_undo_brings_it_back(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    first = page.suggestions[0]
    button(page, "Not now").click()
    idle(sample)
    assert first not in page.suggestions
    assert len(page.suggestions) == 3

    sample.undo()
    idle(sample)

    assert page.suggestions[0] == first


def test_the_week_can_be_done_and_undone(page: HomePage, sample: Workspace, idle: Idle) -> None:
    button(page, "Done for this week").click()
    idle(sample)
    assert DONE in words_of(page)

    sample.undo()
    idle(sample)

    assert DONE not in words_of(page)
    assert button(page, "Done for this week")


def test_what_of_the_proposal_is_due_this_week_is_said(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    assert not any(each.startswith("5  Proposal") for each in words_of(page))
    today = clock.today().isoformat()
    sample.do(clock.set_milestone, "Costs checked with finance", today)
    idle(sample)
    been: list[Place] = []
    sample.went.connect(been.append)

    assert any(each.startswith("5  Proposal: Costs checked") for each in words_of(page))
    button(page, "Open proposal").click()

    assert (been[0].area, been[0].tab) == (PROPOSAL, "write")
    sample.do(clock.tick_milestone, clock.milestones(sample.store)[0].uid)
    idle(sample)
    assert not any(each.startswith("5  Proposal") for each in words_of(page))


@pytest.mark.parametrize("count", [0, 2])
def test_what_waits_on_the_inbox_is_counted_and_sorted_from_here(
    page: HomePage, sample: Workspace, count: int, idle: Idle
) -> None:
    with sample.store.step("add", "To sort", {Topic.EVIDENCE}) as step:
        for number, row in enumerate(step.session.query(ItemRow)):
            row.shelf = "inbox" if number < count else "library"
    sample._on_done(None, False, step.changes)
    idle(sample)
    been: list[Place] = []
    sample.went.connect(been.append)

    if count:
        assert any("Inbox: 2 to sort" in each for each in words_of(page))
        button(page, "Sort").click()
        assert been == [Place(EVIDENCE, tab="inbox", want="sort")]
    else:
        assert any("nothing to sort" in each for each in words_of(page))


def test_the_gap_to_think_about_is_not_one_of_the_three(page: HomePage) -> None:
    shown = page._week._shown
    assert shown is not None
    assert shown.gap is not None
    assert shown.gap.uid not in {each.ksb_uid for each in page.suggestions}


def test_what_was_kept_for_ksbs_is_listed_until_it_has_its_passages(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    kept = [each for each in queries.evidence.items(sample.store) if each.is_evidence][:6]
    claimed = {each.ksb_uid for each in queries.claims.claims(sample.store)}
    unclaimed = [k.uid for k in queries.standard.ksbs(sample.store) if k.uid not in claimed]
    for each in kept:
        sample.do(sorting.set_candidates, each.uid, unclaimed[:2])
    idle(sample)
    page.show_place(Place(HOME))
    idle(sample)
    rows = [b.accessibleName() for b in page._carry_on.findChildren(QPushButton) if b.isVisible()]
    assert len(rows) == 4, "Home never grows"
    assert sum("needs a passage for" in each for each in rows) == 4

    for each in kept:
        sample.do(sorting.set_candidates, each.uid, [])
    idle(sample)
    rows = [b.accessibleName() for b in page._carry_on.findChildren(QPushButton) if b.isVisible()]
    assert not any("needs a passage for" in each for each in rows)


def test_the_focus_stays_on_home_when_its_letters_grow(
    qtbot: QtBot, page: HomePage, sample: Workspace, idle: Idle
) -> None:
    first = page.first_focus()
    assert first is not None
    page.activateWindow()
    first.setFocus()
    theme().choose(Choice.LIGHT, scale=200)
    idle(sample)
    qtbot.wait(20)
    assert page.first_focus() is not None
    assert page.window().focusWidget() is page.first_focus()

    bar = page._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    page.show_place(Place(HOME))
    assert bar.value() == 0


def test_home_never_scrolls_at_the_usual_size(
    qtbot: QtBot, sample: Workspace, settings: QSettings, idle: Idle
) -> None:
    window = MainWindow(sample, app.AREAS, settings)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    window.begin()
    idle(sample)
    qtbot.wait(50)
    page = window.page
    assert page is not None
    scroll = page.findChild(QScrollArea)
    assert scroll is not None

    assert scroll.verticalScrollBar().maximum() == 0
    window.hide()


def test_home_is_read_again_past_midnight(
    page: HomePage, sample: Workspace, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[datetime] = []

    def reading(store: Store, now: datetime, **given: bool) -> HomeState:
        read.append(now)
        return read_state(store, now, **given)

    monkeypatch.setattr(home_page, "read_state", reading)
    new_day().came.emit()
    idle(sample)
    assert len(read) == 1


def test_the_section_of_the_proposal_is_carried_on_with(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    heading = next(each for each in queries.proposal.blocks(sample.store) if each.kind.level == 1)
    home.remember_section(sample.store, heading.uid)
    page.show_place(Place(HOME))
    idle(sample)
    names = [each.accessibleName() for each in page.findChildren(QPushButton)]
    (name,) = (each for each in names if each.endswith(", in the proposal"))
    assert heading.text in name
    gone: list[Place] = []
    sample.went.connect(gone.append)
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == name).click()
    assert gone == [Place(PROPOSAL, tab="write", block=heading.uid)]
    home.remember_section(sample.store, "gone")
    assert read_state(sample.store, datetime.now().astimezone()).section is None


def test_a_review_that_is_near_leads_to_its_preparation_and_stands_among_what_comes(
    page: HomePage, sample: Workspace, idle: Idle
) -> None:
    day = (datetime.now().astimezone().date() + timedelta(days=3)).isoformat()
    row = Planned(PlannedKind.REVIEW, "Coach <b>visit</b>", day, content=Review())
    sample.do(plan.add, row)
    idle(sample)
    been: list[Place] = []
    sample.went.connect(been.append)

    first = page.suggestions[0]
    assert (first.words, first.button) == ("Review: Coach <b>visit</b>: in 3 days.", "Prepare")
    button(page, "Prepare").click()
    (coming,) = [b for b in page.coming.findChildren(QPushButton) if "visit" in b.text()]
    coming.click()

    uid = queries.plan.rows(sample.store, PlannedKind.REVIEW)[0].uid
    assert been == [Place(PLAN, tab="reviews", row=uid)] * 2


def test_the_weekly_reminder_is_chosen_once_told_once_and_saved_for_a_calendar(
    page: HomePage,
    sample: Workspace,
    idle: Idle,
    asked: messages.Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    button(page, "Remind me weekly…").click()
    (dialog,) = page.window().findChildren(ReminderDialog)
    QCoreApplication.sendPostedEvents()
    assert dialog.time.height() >= dialog.time.sizeHint().height()
    dialog.time.setText("25:00")
    dialog.remind.click()
    idle(sample)
    assert "25:00" in dialog.wrong.text()
    assert dialog.time.text() == "25:00"
    out = tmp_path / "weekly.ics"
    asked.paths.append([out])
    dialog.day.setCurrentIndex(2)
    dialog.time.setText("9.05")
    dialog.calendar.click()
    idle(sample)
    assert b"RRULE:FREQ=WEEKLY" in out.read_bytes()
    assert button(page, "Reminder: Wednesdays, 09:05. Change…")

    wednesday = datetime(2026, 3, 4, 9, 6).astimezone()
    monkeypatch.setattr(reminding, "now", lambda: wednesday)
    told: list[str] = []
    sample.toasted.connect(lambda words, _step: told.append(words))
    teller = reminding.Reminding(sample, page)
    for _ in range(3):
        teller.look()
        idle(sample)
    assert told == ["The weekly ten minutes: Home, This week."]
