"""Help on the programme: what it is for, how sure it is, and what changing it mid-way does."""

from __future__ import annotations

from portfolio_app.ui.kit.forms import Column


def add_programme_help(column: Column) -> None:
    """Add the part to a page of the help."""
    column.heading("Programme")
    column.words(
        "A programme is what your training provider teaches you by: modules, reviews, roles, "
        "documents, assessments. Five come with this app. Each holds what its source says, with "
        "the source named, and nothing else: what was not stated is empty, for you to fill in. "
        "Words such as “wish” or “question” are the source's own. Everything works without a "
        "programme too, and you can make one of your own in Settings, Programme."
    )
    column.heading("What the plan takes from the programme")
    column.words(
        "Modules, reviews, events, documents and assessments become rows of your plan. A row has a "
        "day only where one follows: from a cadence such as “once a term” or “every 12 weeks”, "
        "from a term, or from words such as “end of year one”. Such days are suggestions until you "
        "type the real ones. Terms lie where they usually do in England; your provider's calendar "
        "comes first."
    )
    column.heading("Changing the programme, or its dates")
    column.words(
        "You are shown every row before anything happens. Rows you typed into, rows with hours, "
        "files or forms, and rows of your own always stay. Rows that nobody touched follow the "
        "programme, or go with it. It is one step, and Undo takes all of it back."
    )
    column.heading("A shorter programme")
    column.words(
        "Recognition of prior learning is agreed with your training provider and your employer. "
        "Type the months in all: the planned gateway comes as many months earlier, and what lies "
        "after today is drawn together in its order so that it comes before it. The length it had "
        "stays among the programme's facts."
    )
    column.heading("A programme as a file")
    column.words(
        "Save as a file writes one text file (TOML) that anybody on the same programme can take. A "
        "file that is older, half-filled or wrong in places is read as far as it can be: each "
        "fault is named beside its field, and what did not fit is kept under Other facts."
    )
    column.heading("The programme and the standard")
    column.words(
        "Choosing a programme never changes your standard. Where the two differ you are told, and "
        "can paste another list of KSBs in Standard, Other."
    )
