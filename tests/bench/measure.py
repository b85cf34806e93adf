"""How things are measured: two sides in turn, each in a process of its own; medians; JSON lines."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Side = Callable[[], Mapping[str, Any]]


class SideError(Exception):
    """A side could not be measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the ratio (or the value, where there is no other side) and what is to be reached.

    ``reach`` is the most it may be; ``extras`` are printed after them, in order.
    """

    name: str
    value: float
    reach: float
    measure: str = "ratio"
    extras: Mapping[str, Any] = field(default_factory=dict)
    also_reached: bool = True

    def line(self) -> str:
        """Return the figure as one line of JSON."""
        told = {
            "figure": self.name,
            self.measure: round(self.value, 3),
            "reach": self.reach,
            "reached": self.value <= self.reach and self.also_reached,
        }
        return json.dumps({**told, **{k: _short(v) for k, v in self.extras.items()}})


@dataclass(frozen=True, slots=True)
class Compared:
    """What both sides took, in seconds: medians over the rounds, and the median of the ratios."""

    ratio: float
    ratios: tuple[float, ...]
    ours: float
    floor: float
    last_ours: Mapping[str, Any]
    last_floor: Mapping[str, Any]


def compare(ours: Side, floor: Side, rounds: int, *, key: str = "seconds") -> Compared:
    """Measure both sides in turn, so that a busy moment of the machine meets both alike.

    The ratio is taken round by round. The order changes every round.
    """
    taken: dict[str, list[Mapping[str, Any]]] = {"ours": [], "floor": []}
    for number in range(rounds):
        sides = [("ours", ours), ("floor", floor)]
        for name, side in sides if number % 2 else reversed(sides):
            taken[name].append(side())
    pairs = zip(taken["ours"], taken["floor"], strict=True)
    ratios = tuple(our[key] / their[key] for our, their in pairs)
    return Compared(
        statistics.median(ratios),
        ratios,
        statistics.median(each[key] for each in taken["ours"]),
        statistics.median(each[key] for each in taken["floor"]),
        taken["ours"][-1],
        taken["floor"][-1],
    )


def in_child(function: str, **arguments: Any) -> dict[str, Any]:
    """Run ``module:function`` of this package in a process of its own and return what it returns.

    Added to it: ``wall_seconds`` from before the process starts to after it ends, and
    ``peak_bytes``, the most memory it used.
    """
    command = [sys.executable, "-m", "tests.bench.child", function, json.dumps(arguments)]
    began = time.perf_counter()
    unseen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}  # no window flashes by
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False, env=unseen)
    wall = time.perf_counter() - began
    if done.returncode:
        raise SideError(f"{function} ended with {done.returncode}; its own words are above")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**answer, "wall_seconds": wall}


def figure_of(
    name: str, compared: Compared, reach: float, *, also: bool = True, **extras: Any
) -> Figure:
    """Return the figure of two sides that were compared."""
    told = {
        "ours_seconds": compared.ours,
        "floor_seconds": compared.floor,
        "ratios": [round(each, 2) for each in compared.ratios],
    }
    return Figure(name, compared.ratio, reach, extras={**told, **extras}, also_reached=also)


def _short(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
