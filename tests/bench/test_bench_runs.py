"""The benchmarks run, at a scale that says nothing about speed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_app.store import keys
from tests.bench import (
    bundles,
    cribs,
    discussion,
    evidence,
    exchange,
    exporting,
    frames,
    hours,
    large_bundles,
    material,
    plan,
    plan_papers,
    reader,
    reading,
    searching,
    stalls,
    start,
    storing,
    writing,
    writing_stalls,
)
from tests.bench.measure import Figure


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "CACHE", tmp_path)
    # A passphrase that is worked out in no time opens what is measured here.
    monkeypatch.setattr(keys, "_MEMORY_KIB", 8)
    monkeypatch.setattr(keys, "_passes_for_this_machine", lambda _salt: 1)
    monkeypatch.delenv("PORTFOLIO_CORPUS", raising=False)


def test_every_figure_is_measured_and_printed_as_json() -> None:
    for figure in _small():
        told = json.loads(figure.line())

        assert told["figure"] == figure.name
        assert figure.value > 0
        assert told["reach"] == figure.reach
        assert isinstance(told["reached"], bool)


def test_a_figure_above_its_reach_is_not_reached() -> None:
    assert json.loads(Figure("x", 3.1, 3.0).line())["reached"] is False
    assert json.loads(Figure("x", 2.9, 3.0).line())["reached"] is True
    assert json.loads(Figure("x", 2.9, 3.0, also_reached=False).line())["reached"] is False


def _small() -> Iterator[Figure]:
    yield from cribs.figures(rounds=1)
    yield from plan_papers.figures(items=4, claims=6, rounds=1)
    yield from discussion.figures(items=1, pages=3, claims=2)
    yield from storing.figures(count=3, size=1000, rounds=1)
    yield from reading.figures(count=3, rounds=1)
    yield from searching.figures(items=4, words=40, queries=4)
    yield from bundles.figures(2, 4, 3, reach=4.0, rounds=1)
    yield from bundles.warm(2, 4, 3, reach=4.0, seconds=1.0, rounds=1)
    yield from bundles.command_line(2, 4, 3, seconds=2.0, rounds=1)
    yield from large_bundles.gigabyte(pages=10, page_bytes=2000)
    yield from large_bundles.photos(count=2, width=400, height=300, rounds=1)
    yield from large_bundles.cancelling(items=2, pages=4, claims=3)
    yield from stalls.figures(count=2, items=2, pages=4, rest=0.1)
    yield from start.figures(items=3, rounds=1)
    yield from frames.figures(rows=4, columns=3, items=20)
    yield from evidence.ready(files=2, pages=2)
    yield from evidence.highlights(count=4, pages=2)
    yield from evidence.suggestions(items=6, ksbs=5, rounds=1)
    yield from evidence.memory(items=3)
    yield from reader.pen(passages=5, pages=3)
    yield from reader.page_turns(pages=8)
    yield from exchange.figures(rounds=1)
    yield from writing.figures(words=60, sources=2, letters=12, openings=2)
    yield from writing_stalls.figures(120, 3, pasted=2000, rest=0.02)
    yield from exporting.figures(words=60, sources=2, rounds=1)
    yield next(plan.figures(events=20, frames=4))
    yield from hours.figures(entries=20, rounds=2)
