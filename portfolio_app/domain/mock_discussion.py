"""A mock discussion with a colleague: which question, which page was opened, how soon. Private.

It is kept while the app is open and is part of nothing that is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portfolio_app.domain.days import clock, length_words


@dataclass(frozen=True, slots=True)
class AskedThen:
    """A question that was asked. ``code`` is its KSB's, "" for a question about none.

    ``page`` is the first page opened while it was asked that shows the KSB, else the first that was
    opened at all; 0 for none. ``shows`` says whether that page shows it. ``found`` is how many
    seconds after the question it was opened, ``seconds`` how long the question lasted.
    """

    question: str
    code: str = ""
    page: int = 0
    shows: bool = False
    found: float = 0.0
    seconds: float = 0.0

    @property
    def words(self) -> str:
        """What became of it: "K7: page 47 after 6 seconds", "K8: no page opened"."""
        name = self.code or self.question
        if not self.page:
            return f"{name}: no page opened"
        told = f"{name}: page {self.page:,} after {length_words(self.found)}"
        if self.code and not self.shows:
            told += f", which has no passage for {self.code}"
        return told


@dataclass(frozen=True, slots=True)
class Mock:
    """A mock discussion that was held: the questions in order, and how long it was in seconds."""

    asked: tuple[AskedThen, ...]
    seconds: float

    @property
    def words(self) -> str:
        """The whole in a sentence."""
        count = len(self.asked)
        found = sum(1 for each in self.asked if each.shows)
        questions = f"{count} question{'' if count == 1 else 's'}"
        return (
            f"Mock discussion: {questions} in {clock(self.seconds)}. A page that shows the KSB was "
            f"opened for {found or 'none'} of them."
        )


class MockClock:
    """Notes which page is opened after which question. Instants are seconds of one clock."""

    def __init__(self) -> None:
        self._asked: list[AskedThen] = []
        self._pages: Collection[int] = ()
        self._since = 0.0
        self._began: float | None = None

    def ask(self, question: str, code: str, pages: Iterable[int], at: float) -> None:
        """Note that a question is asked now; ``pages`` show its KSB."""
        self.end(at)
        if self._began is None:
            self._began = at
        self._asked.append(AskedThen(question, code))
        self._pages = frozenset(pages)
        self._since = at

    def opened(self, page: int, at: float) -> AskedThen | None:
        """Note that a page is opened now; return the question as it stands, None before any."""
        if not self._asked:
            return None
        now = self._asked[-1]
        shows = page in self._pages
        if not now.page or (shows and not now.shows):
            now = AskedThen(now.question, now.code, page, shows, at - self._since)
            self._asked[-1] = now
        return now

    def end(self, at: float) -> Mock:
        """Note that the question in hand is over; return all so far."""
        if self._asked and not self._asked[-1].seconds:
            now = self._asked[-1]
            seconds = at - self._since
            self._asked[-1] = AskedThen(
                now.question, now.code, now.page, now.shows, now.found, seconds
            )
        began = self._began if self._began is not None else at
        return Mock(tuple(self._asked), at - began)
