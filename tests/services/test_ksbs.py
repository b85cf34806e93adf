"""A KSB's private note, and questions for one without evidence."""

from __future__ import annotations

import pytest

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, ksbs
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def test_a_note_is_kept_and_undone_as_one_step(store: Store) -> None:
    ksb = queries.standard.find_ksb(store, "K8")

    changes = ksbs.note(store, ksb.uid, "ask finance\nfor the model")

    assert queries.standard.find_ksb(store, "K8").note == "ask finance\nfor the model"
    assert "K8" in changes.summary
    history.undo(store, changes.step)
    assert queries.standard.find_ksb(store, "K8").note == ""


def test_a_note_needs_a_ksb(store: Store) -> None:
    with pytest.raises(PortfolioError, match="no such KSB"):
        ksbs.note(store, "x" * 26, "words")


@pytest.mark.parametrize(
    ("kind", "short", "shown"),
    [
        (KsbKind.KNOWLEDGE, "Financial strategy.", "“financial strategy”"),
        (KsbKind.SKILL, "HR policy", "“HR policy”"),
        (KsbKind.BEHAVIOUR, "Works with <b>others</b> & {about}", "“works with <b>others</b> &"),
    ],
)
def test_three_questions_are_made_of_the_wording(kind: KsbKind, short: str, shown: str) -> None:
    asked = ksbs.prompts(Ksb(uid="u", code="K1", kind=kind, text="The statement", short=short))

    assert len(asked) == 3
    assert asked[0].startswith("When did you last")
    assert all(shown in each for each in asked)


def test_every_ksb_of_the_shipped_standard_has_questions(store: Store) -> None:
    for ksb in queries.standard.ksbs(store):
        assert len(set(ksbs.prompts(ksb))) == 3
