"""Turns what was typed into values, or says plainly what was wrong with it."""

from __future__ import annotations

from datetime import date as day

from portfolio_app.domain.passage import Box
from portfolio_app.problems import PortfolioError


def day_of(typed: str, where: str) -> str:
    """Return a day as YYYY-MM-DD; ``where`` names what was typed.

    Raises:
        PortfolioError: it is not a day.
    """
    try:
        return day.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise PortfolioError(f"{where} is not a date: {typed}", hint="Use YYYY-MM-DD.") from error


def box_of(typed: str) -> Box:
    """Return the box "x0,y0,x1,y1" in points.

    Raises:
        PortfolioError: it is not four numbers.
    """
    try:
        x0, y0, x1, y1 = (float(each) for each in typed.split(","))
    except ValueError as error:
        raise PortfolioError(
            f"This is not a box: {typed}",
            hint="Use x0,y0,x1,y1 in points, for example 72,90,300,120.",
        ) from error
    return (x0, y0, x1, y1)


def times_of(typed: str) -> tuple[float, float]:
    """Return the range "00:10-01:20" in seconds from the start.

    Raises:
        PortfolioError: it is not two times.
    """

    def seconds(words: str) -> float:
        total = 0.0
        for each in words.split(":"):
            total = total * 60 + float(each)
        return total

    try:
        start, end = (seconds(each) for each in typed.split("-"))
    except ValueError as error:
        raise PortfolioError(
            f"This is not a time range: {typed}",
            hint="Use minutes and seconds, such as 00:10-01:20.",
        ) from error
    return start, end
