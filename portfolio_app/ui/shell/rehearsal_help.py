"""Help on rehearsal: where questions come from, how a run goes, crib cards, what stays private."""

from __future__ import annotations

from portfolio_app.domain.decks import FEWEST_PASSAGES, WEAKEST_RULE
from portfolio_app.ui.kit.forms import Column


def add_rehearsal_help(column: Column) -> None:
    """Add the part to a page of the help."""
    column.heading("Rehearsal: the questions")
    column.words(
        "Questions are made from your standard's own wording and from what you claim, by patterns "
        "that come with this app. They are practice questions, not your EPAO's: no list of those "
        "is public. No answer is ever made up; what is shown is your own evidence. "
        f"{FEWEST_PASSAGES} passages have to be mapped first, or a question of your own typed."
    )
    column.words(f"Weakest first: {WEAKEST_RULE}")
    column.words(
        "Themes with their pass and distinction descriptors stand beside a question once you have "
        "pasted them in Standard, Themes; decks can then be chosen by theme, else by area."
    )
    column.heading("A run by the clock")
    column.words(
        "The times come from your standard's rules, with their source; where yours says otherwise, "
        "change them in Standard, Rules, or for practice alone by Times. A full run asks first "
        "about what you have evidence for, and goes on past the fewest questions while there is "
        "time. Pause stops both clocks. Time that is over is counted on and never cut off. "
        "Each rating is kept at once; a question that is skipped leaves nothing."
    )
    column.words(
        "Both in one sitting is the presentation with its questions and then the discussion. Ask "
        "your EPAO in which order yours come."
    )
    column.heading("Pages in rehearsal")
    column.words(
        "Pages are those of the bundle that was handed in, else of the newest one that you built, "
        "draft or not. Before one is built, E-numbers and the pages of the pieces are shown."
    )
    column.heading("Crib cards")
    column.words(
        "A card holds the place to turn to, three prompts and one figure in your own words, and "
        "theory that you tagged in your reading. Rules on notes differ: type your EPAO's in "
        "Settings, EPAO, and cards are offered in the form that is allowed. Cards are A6, four to "
        "an A4 sheet with marks to cut along: print on both sides, flipped on the long edge. "
        "A list on one sheet is the other form."
    )
    column.heading("Rehearsal: what stays private")
    column.words(
        "Ratings, times, your own questions and crib cards are never part of a bundle or of "
        "anything else that is handed on. Crib cards leave as a file only when you save them."
    )
