from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from portfolio_app.domain.document import PageText
from portfolio_app.ui.evidence.text_map import TextMap
from portfolio_app.ui.kit.page_selection import Caret

BOLD = "\U0001d41b\U0001d428\U0001d425\U0001d41d"  # four letters of two UTF-16 units each


def pages(*texts: str) -> tuple[PageText, ...]:
    return tuple(PageText(index, 595, 842, text) for index, text in enumerate(texts))


def test_lines_of_a_sentence_flow_and_sentences_keep_their_places() -> None:
    text = "The chair set out three\r\noptions and their cost.\r\n\r\nNext steps"

    shown = TextMap(pages(text), "Page {0}").shown

    assert shown.splitlines() == [
        "Page 1",
        "The chair set out three options and their cost.",
        "Next steps",
    ]


def test_positions_after_characters_of_two_units_are_right(qtbot: QtBot) -> None:
    text = f"Targets 🎯🎯 were met.\r\nThe {BOLD} plan passed."
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    found = TextMap(pages("First page.", text), "Page {0}")
    editor.setPlainText(found.shown)
    start = text.index(BOLD)

    cursor = QTextCursor(editor.document())
    cursor.setPosition(found.to_shown(Caret(1, start)))
    cursor.setPosition(found.to_shown(Caret(1, start + 9)), QTextCursor.MoveMode.KeepAnchor)

    assert cursor.selectedText() == f"{BOLD} plan"
    assert found.stretches(cursor.selectionStart(), cursor.selectionEnd()) == (
        (1, start, start + 9),
    )


def test_a_selection_over_a_page_end_has_a_stretch_for_each_page() -> None:
    found = TextMap(pages("One two.", "", "Three four."), "Page {0}")

    everything = found.stretches(0, len(found.shown))

    assert everything == ((0, 0, 8), (2, 0, 11))


@given(
    st.lists(
        st.text(alphabet="ab. \r\n🎯\u2028\x00é,A1\ufffe", max_size=60), min_size=1, max_size=4
    )
)
def test_every_place_with_a_character_comes_back(texts: list[str]) -> None:
    found = TextMap(pages(*texts), "Page {0}")

    for index, text in enumerate(texts):
        for position, character in enumerate(text):
            if character in "\r\n\u2028":
                continue
            place = Caret(index, position)
            assert found.to_page(found.to_shown(place)) == place


@given(st.text(alphabet="ab. \r\n🎯\u2028\x00é,A1\ufffe\ufdd0", max_size=80))
def test_qt_shows_as_many_units_as_were_counted(text: str) -> None:
    found = TextMap(pages(text, "End."), "Page {0}")
    last = found.to_shown(Caret(1, 0))
    encoded = found.shown.encode("utf-16-le")

    assert encoded[2 * last :].decode("utf-16-le") == "End.\n"
