"""Progress of a part fills its share of the whole and is a place to stop."""

import pytest

from portfolio_app.progress import Cancelled, part, silent


def test_a_part_fills_its_share_and_never_more() -> None:
    seen: list[tuple[str, float]] = []
    report = part(lambda message, fraction: seen.append((message, fraction)), 0.25, 0.75)

    for fraction in (0.0, 0.5, 1.0, 7.0, -1.0):
        report("reading", fraction)

    assert [fraction for _, fraction in seen] == pytest.approx([0.25, 0.5, 0.75, 0.75, 0.25])
    assert {message for message, _ in seen} == {"reading"}


def test_parts_nest() -> None:
    seen: list[float] = []
    outer = part(lambda _, fraction: seen.append(fraction), 0.5, 1.0)

    part(outer, 0.5, 1.0)("last quarter", 0.5)

    assert seen == pytest.approx([0.875])


def test_a_wish_to_stop_passes_through() -> None:
    def stop(message: str, fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        part(stop, 0.0, 1.0)("reading", 0.5)
    silent("nobody listens", 1.0)
