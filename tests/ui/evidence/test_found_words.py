"""What a search found is shown on its page, selected, ready to be claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.domain.found import FoundGroup
from portfolio_app.store import queries
from portfolio_app.ui.kit.found_list import beside, place_of
from tests.services import documents
from tests.ui.evidence.conftest import Room


@pytest.mark.parametrize(
    ("typed", "words"),
    [('"set out three"', "set out three"), ("options", "options"), ("three opt", "three options")],
)
def test_a_found_page_opens_with_its_words_selected(
    room: Room, tmp_path: Path, typed: str, words: str
) -> None:
    room.add(
        documents.pdf(
            tmp_path / "minutes.pdf", "Three options first", "Plain", "We set out three options."
        )
    )
    found = queries.search.everything(room.workspace.store, typed).of(FoundGroup.PAGE)
    on_three = next(each for each in found if each.page == 3)

    room.workspace.go(place_of(on_three))
    room.settle()

    assert room.reader.pages.page == 2
    assert room.reader.pages.selected_text() == words
    assert room.reader.first_focus().hasFocus()


def test_a_found_item_may_be_read_in_a_second_window(room: Room, tmp_path: Path) -> None:
    room.add(documents.pdf(tmp_path / "minutes.pdf", "One", "We set out three options."))
    (found,) = queries.search.everything(room.workspace.store, "options").of(FoundGroup.PAGE)
    before = room.reader.item_uid

    room.workspace.go(beside(place_of(found)))
    room.settle()

    assert room.reader.item_uid == before
    assert [window.reader.item_uid for window in room.page._aside] == [found.item_uid]
    room.page._aside[0].close()
