"""References as they look in the sample: found, damaged, doubled and cited."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.services import proposal, reference_style, references
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.reference_choices_dialog import ReferenceChoicesDialog
from portfolio_app.ui.proposal.source_dialog import SourceDialog
from portfolio_app.ui.shell.main_window import MainWindow

_COUNCIL = Person("Example Schools Council", is_organisation=True)
_MADE = (
    Source("", SourceKind.ARTICLE, (Person("Okoro", "Ada"), Person("Vale", "Nia"),
           Person("Pell", "Simon"), Person("Harrow", "Judith")), year="2021",
           title="Specialist staffing and pupil outcomes in school trusts",
           container="Journal of Example Leadership", volume="16", issue="3", pages="41-58",
           doi="10.1000/jel.2021.16.3.41"),
    Source("", SourceKind.BOOK, (Person("Harrow", "Judith"),), year="2014",
           title="Leading a trust", edition="3", place="London", publisher="Example Press"),
    Source("", SourceKind.BOOK, (Person("Harrow", "Judith"),), year="2014",
           title="Leading a Trust", publisher=""),
    Source("", SourceKind.LAW, title="Example Equality Act", year="2010", number="15",
           address="https://www.legislation.example/2010/15", accessed="2026-02-03"),
    Source("", SourceKind.WEB_PAGE, (_COUNCIL,), title="What does specialist support cost?",
           address="https://www.council.example/specialist-support/costs-by-year"),
    Source("", SourceKind.CHAPTER, (Person("van der Meer", "Jan"),),
           (Person("Pell", "Simon"), Person("Row", "Kim")), "2019", title="Boards that decide",
           container="A handbook of governance", publisher="Example Press", pages="83-95",
           trouble="Its end was missing. Check that nothing of it is lacking.",
           raw="TY  - CHAP\nAU  - van der Meer, Jan"),
    Source("", SourceKind.INTERNAL, (Person("Example Trust", is_organisation=True),), year="2025",
           title="Options for specialist staffing", publisher="Example Trust",
           more={"type": "Board paper"}),
)  # fmt: skip


def fill(store: Store) -> None:
    """Give the sample references, once, with a paragraph that cites some."""
    if any(each.trouble for each in queries.proposal.sources(store)):
        return
    uids = [references.add(store, each).uid for each in _MADE]
    cite = Inline(InlineKind.SOURCE, cited=(Cited(uids[0], "44-46"), Cited(uids[1])))
    law = Inline(InlineKind.SOURCE, cited=(Cited(uids[3], "149"),))
    words = (Inline(text="Trusts that pool staff spend less "), cite, Inline(text=" and have to "
             "have due regard "), law, Inline(text=", as others say (Author, 2022)."))  # fmt: skip
    blocks = queries.proposal.blocks(store)
    new = Block("references-shown", inlines=words)
    proposal.keep(store, [new], [*(each.uid for each in blocks), new.uid])


def listed(work: Workspace) -> Place:
    """Return the tab with the references of the sample."""
    fill(work.store)
    damaged = next(each for each in queries.proposal.sources(work.store) if each.trouble)
    return Place(PROPOSAL, tab="references", want=f"source:{damaged.uid}")


def beside(work: Workspace) -> Place:
    """Return the panel beside the text."""
    fill(work.store)
    return Place(PROPOSAL, tab="write", want="references", block="references-shown")


def change(window: MainWindow) -> QDialog:
    """Return the form of a reference that was imported damaged."""
    return SourceDialog(window, _style(window), _MADE[5], is_new=False)


def new(window: MainWindow) -> QDialog:
    """Return the form of a new reference."""
    return SourceDialog(window, _style(window), Source("", SourceKind.BOOK), is_new=True)


def choices(window: MainWindow) -> QDialog:
    """Return the points in which universities differ."""
    return ReferenceChoicesDialog(window, _style(window))


def _style(window: MainWindow) -> Style:
    return reference_style.style(window.workspace.store)
