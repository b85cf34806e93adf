"""Prints one JSON line a figure: ``python -m tests.bench [names]``. Names may be parts of names."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

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
from tests.bench.measure import Figure, SideError

FIGURES: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": start.figures,
    "store": storing.figures,
    "read": reading.figures,
    "search": searching.figures,
    "bundle-18": bundles.usual,
    "bundle-100": bundles.hundred,
    "bundle-200": bundles.large,
    "bundle-1gb": large_bundles.gigabyte,
    "photos-60": large_bundles.photos,
    "cancel": large_bundles.cancelling,
    "stalls": stalls.figures,
    "frames": frames.figures,
    "ready": evidence.ready,
    "highlights": evidence.highlights,
    "suggest": evidence.suggestions,
    "memory": evidence.memory,
    "pen": reader.pen,
    "pages": reader.page_turns,
    "observation": exchange.figures,
    "proposal": writing.figures,
    "proposal-stalls": writing_stalls.figures,
    "export": exporting.figures,
    "plan": plan.figures,
    "discussion": discussion.figures,
    "hours": hours.figures,
    "cribs": cribs.figures,
    "plan_papers": plan_papers.figures,
}


def main() -> int:
    """Measure what the arguments name, all without; the exit code is always 0."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(FIGURES))
    wanted = parser.parse_args().names
    for name, figures in FIGURES.items():
        if wanted and not any(each in name for each in wanted):
            continue
        try:
            for figure in figures():
                _print(figure.line())
        except SideError as error:
            _print(json.dumps({"figure": name, "reached": False, "error": str(error)}))
    return 0


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
