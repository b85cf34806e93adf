import io
import time
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.highlights import colour_name
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle_plan,
    highlights,
    history,
    intake,
    mapping,
    replacing,
    shortlist,
    sorting,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents.test_marks import _line, _mark, _pdf

LINES = ["The chair set out three options.", "We agreed the second of them.", "Any other business."]
YELLOW, NEARLY, GREEN = (1, 1, 0), (1, 0.95, 0.1), (0.4, 0.9, 0.3)


def _saved(document: pikepdf.Pdf, path: Path) -> Path:
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(held.getvalue())
    return path


def _board(path: Path, lines: list[str] = LINES) -> Path:
    document = _pdf(lines, lines)
    _mark(document, _line(0), colour=YELLOW, Contents=pikepdf.String("costs, too"))
    _mark(document, _line(1), colour=NEARLY)
    _mark(document, _line(2), colour=GREEN, page=1)
    return _saved(document, path)


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    return intake.add(store, room, [_board(tmp_path / "board.pdf")]).results[0].item_uid


def _uid(store: Store, code: str) -> str:
    return mapping.ksb_called(store, code).uid


def test_highlights_are_found_on_intake_and_gathered_by_colour(store: Store, item_uid: str) -> None:
    yellow, green = queries.highlights.colours(store)

    assert (yellow.name, yellow.colour, yellow.count, yellow.comments) == (
        "yellow",
        "#ffff00",
        2,
        1,
    )
    assert yellow.samples == (LINES[0], LINES[1])
    assert (green.name, green.count, green.items) == ("green", 1, 1)
    first, second, third = queries.highlights.highlights(store, item_uid)
    assert (first.page, third.page) == (1, 2)
    assert first.anchor.quote == LINES[0]
    assert first.anchor.after.startswith("\r\nWe agreed")
    assert [each.to_place for each in (first, second)] == [False, False]


def test_a_ksb_given_to_a_colour_once_is_applied_to_all_and_undone_at_once(
    store: Store, item_uid: str
) -> None:
    waiting = queries.highlights.highlights(store)
    done = highlights.apply(
        store, "yellow", [_uid(store, "K8"), _uid(store, "S12")], strength=Strength.PARTLY
    )

    assert (done.passages, done.claims, done.theory, done.to_place) == (2, 4, 0, 0)
    assert done.changes.summary == "2 highlights: K8, S12"
    claims = queries.claims.claims(store)
    assert [(c.ksb_code, c.anchor.quote, c.note) for c in claims] == [
        ("K8", LINES[0], "costs, too"),
        ("S12", LINES[0], "costs, too"),
        ("K8", LINES[1], ""),
        ("S12", LINES[1], ""),
    ]
    assert {c.strength for c in claims} == {Strength.PARTLY}
    assert claims[0].anchor == waiting[0].anchor
    assert [g.name for g in queries.highlights.colours(store)] == ["green"]
    used = queries.highlights.highlights(store, state="used")
    assert [each.passage_uid for each in used] == [claims[0].passage_uid, claims[2].passage_uid]
    history.undo(store, done.changes.step)
    assert queries.highlights.highlights(store) == waiting
    assert queries.claims.claims(store) == ()


def test_comments_stay_private(store: Store, item_uid: str) -> None:
    highlights.apply(store, "#ffff00", [_uid(store, "K8")])
    shortlist.add(store, [item_uid])

    assert "costs, too" not in repr(bundle_plan.plan(store))


def test_a_colour_that_is_left_is_not_offered_again(store: Store, item_uid: str) -> None:
    highlights.leave(store, "green")

    assert [each.name for each in queries.highlights.colours(store)] == ["yellow"]
    with pytest.raises(PortfolioError, match="No highlight of this colour"):
        highlights.apply(store, "green", [_uid(store, "K8")])
    with pytest.raises(PortfolioError, match="no such KSB"):
        highlights.apply(store, "yellow", ["nonsense"])


def test_on_the_reading_list_highlights_become_theory_and_never_claims(
    store: Store, item_uid: str
) -> None:
    sorting.read(store, [item_uid])

    done = highlights.apply(store, "yellow", [_uid(store, "K8")])

    assert (done.claims, done.theory) == (0, 2)
    assert queries.claims.claims(store) == ()
    tags = queries.theory.theory(store, ksb_uid=_uid(store, "K8"))
    assert [(each.anchor.quote, each.note) for each in tags] == [
        (LINES[0], "costs, too"),
        (LINES[1], ""),
    ]


def test_a_removed_claim_leaves_its_highlight_and_does_not_offer_it_again(
    store: Store, item_uid: str
) -> None:
    highlights.apply(store, "green", [_uid(store, "K8")])
    (claim,) = queries.claims.claims(store)

    mapping.remove_claim(store, claim.uid)

    assert [each.state.value for each in queries.highlights.highlights(store, state="")] == [
        "waiting", "waiting", "left",
    ]  # fmt: skip


def test_highlights_go_along_to_a_newer_version_and_are_not_doubled(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    highlights.leave(store, "green")
    document = _pdf(["A new cover."], LINES, LINES)
    _mark(document, _line(0), colour=YELLOW, page=1)
    _mark(document, _line(1), colour=GREEN, page=2)
    newer = _saved(document, tmp_path / "board 2.pdf")

    replacing.replace(store, room, item_uid, newer)

    waiting = queries.highlights.highlights(store)
    assert [(each.page, each.anchor.quote) for each in waiting] == [
        (2, LINES[0]),
        (2, LINES[1]),
        (3, LINES[1]),
    ]
    assert not any(each.to_place for each in waiting)


def test_a_waiting_highlight_that_is_gone_is_kept_and_its_passage_waits(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    newer = _saved(_pdf(["Something else entirely."]), tmp_path / "other.pdf")

    done = replacing.replace(store, room, item_uid, newer)
    applied = highlights.apply(store, "yellow", [_uid(store, "K8")])

    assert done.highlights_to_place == 3
    assert applied.to_place == 2
    assert all(each.to_place for each in queries.claims.claims(store))


def test_two_hundred_highlights_come_in_and_are_applied_in_good_time(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    lines = [f"Line {number} says what was agreed on that day." for number in range(40)]
    document = _pdf(*[[f"{page} {line}" for line in lines] for page in range(5)])
    for page in range(5):
        for number in range(40):
            _mark(document, _line(number), page=page, colour=YELLOW)
    path = _saved(document, tmp_path / "many.pdf")

    began = time.perf_counter()
    intake.add(store, room, [path])
    done = highlights.apply(store, "yellow", [_uid(store, "K8")])

    assert (done.passages, done.claims) == (200, 200)
    assert time.perf_counter() - began < 20  # a hang, not a figure


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#ffff00", "yellow"),
        ("#ffd100", "yellow"),
        ("#ff8000", "orange"),
        ("#ff0000", "red"),
        ("#7cfc00", "green"),
        ("#00ff00", "green"),
        ("#00b0f0", "turquoise"),
        ("#0000ff", "blue"),
        ("#8000ff", "purple"),
        ("#ff66cc", "pink"),
        ("#ffb3b3", "pink"),
        ("#808080", "grey"),
        ("#000000", "black"),
        ("#800000", "dark red"),
    ],
)
def test_colours_have_their_usual_names(colour: str, name: str) -> None:
    assert colour_name(colour) == name
