"""Next three by fixed rules, coverage in words, and where one left off."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.coverage import CAVEAT, KsbCoverage, KsbStatus, coverage
from portfolio_app.domain.portfolio import Details
from portfolio_app.services import mapping, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.home.home_page import HomePage
from portfolio_app.ui.home.suggestions import next_three, weeks_until
from portfolio_app.ui.kit.places import EVIDENCE, HOME, KSBS, SETTINGS, Place
from portfolio_app.ui.kit.workspace import Workspace

Idle = Callable[[Workspace], None]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SAFE = Details(
    backup_folder="/elsewhere",
    backed_up_at=(NOW - timedelta(days=1)).isoformat(),
    recovery_key_saved=NOW.isoformat(),
)


@pytest.fixture
def page(qtbot: QtBot, sample: Workspace) -> HomePage:
    made = HomePage(sample)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.show_place(Place(HOME))
    return made


def counted(workspace: Workspace) -> tuple[KsbCoverage, ...]:
    standard = queries.standard.standard(workspace.store)
    claims = queries.claims.claims(workspace.store)
    return coverage(standard.ksbs, claims, shortlist_only=False)


def test_no_backup_for_seven_days_comes_first(sample: Workspace) -> None:
    items = queries.evidence.items(sample.store)
    old = (NOW - timedelta(days=8)).isoformat()
    for details in (
        Details(recovery_key_saved="x"),
        Details(backup_folder="/elsewhere", backed_up_at=old, recovery_key_saved="x"),
    ):
        first = next_three(details, items, counted(sample), NOW)[0]

        assert "backup" in first.words
        assert first.place == Place(SETTINGS, tab="keys") or first.action == "back_up"


def test_the_recovery_key_is_asked_for_from_ten_items_on(sample: Workspace) -> None:
    items = queries.evidence.items(sample.store)
    assert len(items) >= 10
    unsaved = Details(backup_folder=SAFE.backup_folder, backed_up_at=SAFE.backed_up_at)

    asked = next_three(unsaved, items, counted(sample), NOW)
    earlier = next_three(unsaved, items[:9], counted(sample), NOW)

    assert asked[0].action == "recovery_key"
    assert all(each.action != "recovery_key" for each in earlier)


def test_gaps_come_before_thin_ones_and_lead_to_their_ksb(sample: Workspace) -> None:
    found = next_three(SAFE, queries.evidence.items(sample.store), counted(sample), NOW)
    gaps = {each.ksb.uid for each in counted(sample) if each.status is KsbStatus.GAP}

    assert gaps
    assert found[0].place is not None
    assert found[0].place.area == KSBS
    assert found[0].place.ksb in gaps


def test_the_sample_is_asked_for_neither_backup_nor_key(page: HomePage) -> None:
    assert all(each.place is not None for each in page.suggestions)


def test_a_claim_takes_its_gap_off_the_list(page: HomePage, sample: Workspace, idle: Idle) -> None:
    first = page.suggestions[0]
    assert first.place is not None
    item = queries.evidence.items(sample.store)[0]

    sample.do(mapping.claim, item.uid, [first.place.ksb], mapping.WHOLE)
    idle(sample)

    assert first.words not in [each.words for each in page.suggestions]


def test_coverage_is_in_numbers_and_words_with_its_caveat(page: HomePage) -> None:
    words = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]

    assert any(CAVEAT in each for each in words)
    assert "two sources" in page._discussion.words
    assert page._discussion.accessibleName().startswith("KSBs for the discussion: ")


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
    been: list[Place] = []
    sample.went.connect(been.append)

    button = next(b for b in page.findChildren(QPushButton) if item.title in b.accessibleName())
    button.click()

    assert f"page 2 of {item.pages}" in button.accessibleName()
    assert been == [Place(EVIDENCE, item=item.uid)]


def test_an_empty_portfolio_shows_one_card(qtbot: QtBot, workspace: Workspace) -> None:
    page = HomePage(workspace)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.show_place(Place(HOME))

    assert page._first_card.isVisible()
    assert not page._usual.isVisible()
    assert page.first_focus() is page._first_card.button


@pytest.mark.parametrize(
    ("day", "weeks"), [("2026-11-17", 37), ("2026-03-05", 0), ("2026-02-20", -2), ("", None)]
)
def test_weeks_until_gateway(day: str, weeks: int | None) -> None:
    assert weeks_until(day, date(2026, 3, 3)) == weeks
