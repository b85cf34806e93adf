"""Help on Discussion mode: what it shows, what to say aloud, the plain PDF, a mock discussion."""

from __future__ import annotations

from portfolio_app.ui.kit.forms import Column

IN_DISCUSSION = (
    ("Enter", "Open the first place, or the one chosen"),
    ("Down Up", "The next place, or the one before"),
    ("Esc", "Clear what is typed"),
    ("Alt+Left Alt+Right", "Back, forward"),
    ("Page Down Page Up", "The next page, or the one before"),
    ("Ctrl+Down Ctrl+Up", "Down the page, or up"),
    ("Ctrl+Home", "The contents"),
    ("F7", "Facing pages"),
    ("F9", "The other screen"),
    ("Ctrl++ Ctrl+- Ctrl+0", "Larger, smaller, as large as fits"),
    ("Alt+L", "Leave"),
)


def add_discussion_help(column: Column) -> None:
    """Add the part to a page of the help."""
    column.heading("Discussion mode: what it shows")
    column.words(
        "One bundle that was built, as it is: what you handed in if you marked it so, else the "
        "newest one. The copy that was kept is shown, or the file, if it is that very file. If it "
        "was moved, locate it. No notes, no private words and no notices are shown, and nothing "
        "can be changed. It works while the portfolio is open to read only."
    )
    column.heading("Finding a page")
    column.words(
        "Press F5 and type: a KSB (k7), an E-number (e7), words, or a page (47). Enter opens the "
        "first place. The line at the top is what to say aloud: the page, the piece, and where on "
        "the page: a number that is printed there, a paragraph counted from the top, or the part "
        "of the page. A flag that is named stands in the page's margin."
    )
    column.heading("Whether the screen is allowed")
    column.words(
        "Ask your EPAO whether this screen may be used during the discussion. You are asked once "
        "and can change the answer. Rules on notes differ as well: ask about them too."
    )
    column.heading("The discussion without this app")
    column.words(
        "The plain PDF leads to any KSB's page in any reader by annex A or the bookmarks. Check "
        "the plain PDF counts the steps to each: about 2.7 seconds for each thing to choose, by "
        "the keystroke-level model of Card, Moran and Newell (1980)."
    )
    column.heading("A mock discussion")
    column.words(
        "A colleague reads practice questions from a window of their own; you see the bundle. "
        "Afterwards you see which page you opened for each, and how soon. It is kept only until "
        "the app is closed, and is part of nothing that is handed on."
    )
