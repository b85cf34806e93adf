"""Questions that the person typed: kept as a list, each change a step that can be undone."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

LONGEST = 1_000  # characters of a question
MOST = 500


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question that the person typed; ``ksb_uid`` is "" for none in particular."""

    uid: str
    text: str
    ksb_uid: str = ""


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A list of questions of one's own: under which name it is kept, and whose screens look."""

    key: str
    topic: Topic

    def read(self, store: Store) -> tuple[OwnQuestion, ...]:
        """Return the questions in the order they were typed."""
        plain = queries.portfolio.detail(store, self.key)
        return salvage.read(tuple[OwnQuestion, ...], plain, ()) if plain else ()

    def add(self, store: Store, text: str, ksb_uid: str = "") -> Changes:
        """Add a question; ``focus`` is its uid.

        Raises:
            PortfolioError: nothing was typed ("empty"), or too much ("too-long"), or there are
                500 already ("too-many").
        """
        added = OwnQuestion(new_uid(), _typed(text), ksb_uid)
        kept = (*self.read(store), added)
        if len(kept) > MOST:
            raise PortfolioError(
                f"There are {MOST} questions of your own already. Nothing was added.",
                hint="Remove some first.",
                code="too-many",
            )
        return self._keep(store, kept, "Question added", added.uid)

    def change(self, store: Store, uid: str, text: str, ksb_uid: str = "") -> Changes:
        """Change a question.

        Raises:
            PortfolioError: as ``add``, or it isn't there any more ("gone").
        """
        self._refuse_gone(store, uid)
        changed = OwnQuestion(uid, _typed(text), ksb_uid)
        kept = tuple(changed if each.uid == uid else each for each in self.read(store))
        return self._keep(store, kept, "Question changed", uid)

    def remove(self, store: Store, uid: str) -> Changes:
        """Remove a question.

        Raises:
            PortfolioError: it isn't there any more ("gone").
        """
        self._refuse_gone(store, uid)
        kept = tuple(each for each in self.read(store) if each.uid != uid)
        return self._keep(store, kept, "Question removed")

    def _refuse_gone(self, store: Store, uid: str) -> None:
        if all(each.uid != uid for each in self.read(store)):
            raise PortfolioError(
                "That question isn't there any more. Nothing was changed.",
                hint="Undo may bring it back.",
                code="gone",
            )

    def _keep(
        self, store: Store, kept: tuple[OwnQuestion, ...], told: str, focus: str = ""
    ) -> Changes:
        plain = json.dumps(wire.encode(kept), ensure_ascii=False)
        with store.step(
            "set detail", told, {self.topic}, arguments={"key": self.key}, focus=focus
        ) as step:
            details.enter(step.session, self.key, plain)
        return step.changes


def _typed(text: str) -> str:
    text = one_line(text)
    if not text:
        raise PortfolioError("Nothing was typed, so nothing was kept.", code="empty")
    if len(text) > LONGEST:
        raise PortfolioError(
            f"A question has {LONGEST:,} characters at most. Nothing was changed.", code="too-long"
        )
    return text
