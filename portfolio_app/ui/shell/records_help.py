"""Help on papers that others sign: review record, manager's page, declarations, agreements."""

from __future__ import annotations

from portfolio_app.ui.kit.forms import Column


def add_records_help(column: Column) -> None:
    """Add the part to a page of the help."""
    column.heading("Papers that others sign")
    column.words(
        "A review record, a manager's page, the employer's declaration, a sharing agreement and a "
        "project agreement go out as one PDF each, as an observation request does: you save it or "
        "draft the email, and say when you sent it. They are listed in Observations, and what came "
        "back is kept beside the row they are about, byte for byte. They are not evidence."
    )
    column.words(
        "Where several people sign, each has a part of their own. The form can go round from one "
        "to the next, or each signs a copy: take in every file that comes back. A digital "
        "certificate signs last, or on a copy, because what is added after it spoils it."
    )
    column.words(
        "Each party has a signature word of their own: Typed name, Drawn signature, Signed by hand "
        "(scan), Digital certificate, or Not signed. Nobody's signature counts for anybody else. "
        "When you change what the form says, a new version is made, and what was signed before is "
        "said to be on the version before. A manager's page needs no signature."
    )
