"""What the command line prints: one JSON document, or plain lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from portfolio_app.problems import PortfolioError, Problem


class Printer:
    """Prints results to standard output and messages to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def result(self, document: dict[str, Any], lines: Iterable[str]) -> None:
        """Print the result: the document with ``--json``, else the lines."""
        if self._as_json:
            print(json.dumps(document, indent=1))  # noqa: T201
        else:
            for line in lines:
                print(visible(line))  # noqa: T201
        sys.stdout.flush()

    def tell(self, message: str) -> None:
        """Say something that is not part of the result."""
        print(visible(message), file=sys.stderr, flush=True)  # noqa: T201

    def refuse(self, error: PortfolioError) -> None:
        """Say what was refused, what is safe and what to do next."""
        self.tell(str(error))
        self.refusal(error.code, error.message, error.hint)

    def refusal(self, code: str, message: str, hint: str = "") -> None:
        """With ``--json``, print the document that stands for a result where there is none."""
        if self._as_json:
            refusal = {"code": code, "message": message, "hint": hint}
            print(json.dumps({"error": refusal}, indent=1))  # noqa: T201

    def progress(self, message: str, fraction: float) -> None:
        """Show how far long work is: one line that is rewritten, and only on a terminal."""
        if sys.stderr.isatty() and not self._as_json:
            end = "\n" if fraction >= 1 else ""
            sys.stderr.write(f"\r{visible(message):<70.70} {fraction:4.0%}{end}")
            sys.stderr.flush()


def visible(text: str) -> str:
    """Return text that cannot move the cursor or hide: control characters are spelt out.

    Right-to-left overrides and the like are spelt out too, so that a file name shows as it is.
    """
    return "".join(
        c
        if c.isprintable() or c == "\t"
        else {"\n": " "}.get(c, f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
        for c in text
    )


def visible_lines(text: str) -> str:
    """Return text of several lines, each made visible."""
    return "\n".join(visible(line) for line in text.splitlines())


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, widest: int = 48
) -> list[str]:
    """Return lines with columns lined up; long cells are cut with an ellipsis."""
    cells = [[_cut(str(cell), widest) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(len(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [list(headings), *cells]
    ]


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Return one line a finding: its weight in words, what it is about, and the sentence."""
    words = {
        "must-fix": "Must fix",
        "should-check": "Should check",
        "information": "For information",
    }
    return [
        f"{words[each.level.value]}: {each.message}" + (f" [{each.about}]" if each.about else "")
        for each in problems
    ]


def finding_lines(problems: Iterable[Problem]) -> list[str]:
    """Return the lines of the pre-flight: each finding with its rule, its source, its reason."""
    lines = []
    for each in problems:
        lines += problem_lines([each])
        lines.append(f"    {each.rule} · {each.source}")
        if each.accepted:
            lines.append(f"    Accepted, because: {each.accepted}")
    return lines


def _cut(text: str, widest: int) -> str:
    text = visible(text)
    return text if len(text) <= widest else text[: widest - 1] + "…"
