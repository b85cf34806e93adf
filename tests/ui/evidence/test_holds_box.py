"""What a file also holds is said in lines that read well, and covered text is no part of "only"."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from portfolio_app.domain.document import Holding
from portfolio_app.ui.evidence.holds_box import HoldsBox, holding_words


def words(qtbot: QtBot, *holds: Holding) -> str:
    box = HoldsBox()
    qtbot.addWidget(box)
    box.show_holds(holds)
    return "\n".join(each.text() for each in box.findChildren(QLabel))


def test_lines_say_how_many_of_what_can_be_counted() -> None:
    assert holding_words(Holding("comments", 3)) == "3 comments"
    assert holding_words(Holding("passwords typed in, shown as dots", 1)) == (
        "1 password typed in, shown as dots"
    )
    assert holding_words(Holding("covered text", 2, "page 1: A name")) == (
        "covered text: page 1: A name"
    )


def test_covered_text_is_not_said_to_stay_out_of_the_bundle(qtbot: QtBot) -> None:
    assert "The bundle holds only the pages you see." in words(qtbot, Holding("comments", 1))
    told = words(qtbot, Holding("comments", 1), Holding("covered text", 1, "page 1: A name"))
    assert "only the pages you see" not in told
    assert "hide its words to remove it" in told


def test_unseen_and_cut_off_text_is_not_said_to_stay_out_of_the_bundle(qtbot: QtBot) -> None:
    unseen = words(qtbot, Holding("comments", 1), Holding("unseen text", 1, "page 1: A name"))
    cut_off = words(qtbot, Holding("cut-off text", 1, "page 1: A header"))

    assert "hide its words" in unseen
    assert "can be copied out" in cut_off
    assert "only the pages you see" not in unseen + cut_off
