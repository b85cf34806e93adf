"""Tables brought to be imported: how their cells are separated is told from their lines."""

from __future__ import annotations

import csv
import io
from itertools import product

import pytest

from portfolio_app.documents import rows

HEAD = ["Date", "Hours", "Activity", "Notes"]
BODY = [
    ["2026-01-05", "1.5", "Reading café £5", "n1"],
    ["2026-01-06", "2", "Workshop “one”, and two", "line one\nline two"],
    ["2026-01-07", "0.5", "Shadowing; the board, and more", ""],
]


def written(delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    made = csv.writer(out, delimiter=delimiter, lineterminator=end)
    if end == "\r":  # which would leave a lone line feed without quotes
        made = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    made.writerows([HEAD, *BODY])
    return out.getvalue()


def test_every_separator_line_end_and_encoding_gives_the_same_rows() -> None:
    ways = product(",;\t|", ("\r\n", "\n", "\r"), ("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    for delimiter, end, encoding in ways:
        (found,) = rows.read(written(delimiter, end).encode(encoding), "hours.csv")

        assert found["rows"] == [HEAD, *BODY], (delimiter, end, encoding)
        assert not found["cut"]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\r\n', "\ufeffsep=; \n"])
def test_a_line_that_names_the_separator_is_no_row(first: str) -> None:
    (found,) = rows.read(f"{first}Date;Hours;Activity\r\n05/01/2026;1,5;Reading\r\n".encode(), "a")

    assert found["rows"] == [["Date", "Hours", "Activity"], ["05/01/2026", "1,5", "Reading"]]


def test_two_hundred_thousand_lines_are_cut_and_it_is_said() -> None:
    (found,) = rows.read(b"2026-01-05,1,a\r\n" * 200_000, "hours.csv")

    assert len(found["rows"]) == rows.MOST_ROWS
    assert found["cut"]
