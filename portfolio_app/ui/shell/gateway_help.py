"""Help on the gateway: where its rows come from, what states mean, results, the last export."""

from __future__ import annotations

from portfolio_app.domain.gateway import CAVEAT
from portfolio_app.domain.results import AS_TOLD
from portfolio_app.ui.kit.forms import Column


def add_gateway_help(column: Column) -> None:
    """Add the part to a page of the help."""
    from portfolio_app.services.final_export import KEPT_IN_PORTFOLIO

    column.heading("The gateway list")
    column.words(
        "Rows come from a list that comes with this app and from your standard's own rules; each "
        "says where it is from and whether that was confirmed for your version. A standard without "
        f"such rules has fewer rows. {CAVEAT}"
    )
    column.words(
        "A row shows what the portfolio itself can tell. What you say of it stands beside that, "
        "with its day: done, an agreed exception with who agreed it, or that it doesn't apply to "
        "you. Add rows of your own for what your provider asks besides."
    )
    column.words(
        "English and maths are on for everybody. From 11 February 2025 apprentices who were 19 or "
        "over at the start need not achieve them to complete, if the employer agrees: ask your "
        "provider whether they still apply to you."
    )
    column.heading("The employer's declaration, and what may be shared")
    column.words(
        "Both are forms that go out and come back as observations do. A row is done once its form "
        "came back as it was sent, ticked and signed, was checked, and is kept. Where your EPAO "
        "has forms of its own, those come first: put them into the register of documents, and keep "
        "the signed copies there."
    )
    column.heading("Files kept as proof")
    column.words(
        "A certificate, a signed copy or an EPAO's form can be kept beside a row or a document: "
        "byte for byte, never read, never evidence, in no bundle."
    )
    column.heading("Results and what was handed in")
    column.words(
        f"{AS_TOLD} Re-sit and re-take dates are worked out where your standard states within how "
        "many months; otherwise ask your EPAO. A bundle that was handed in is kept as exactly that "
        "file, and no later build changes it."
    )
    column.heading("Everything, to keep afterwards")
    column.words(
        "File, Export, Export everything writes a zip: bundles as handed in, papers, evidence, "
        "observations, kept files, the plan, hours and results, with a list and the SHA-256 of "
        "each file. Originals in which something is hidden stay, unless you ask for them; the "
        f"list says which and why. {KEPT_IN_PORTFOLIO}"
    )
