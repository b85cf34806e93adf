"""The proposal as it leaves: its blocks resolved to words, with everything that stands around them.

Nothing private goes with it: no tag but in the annex, no aim or purpose, no note, and of the
portfolio's facts only those of the title page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Block
from portfolio_app.domain.finished import AnnexRow, Fact, FinishedProposal, Line, Place
from portfolio_app.domain.finishing import Finishing, finish, linked, one_line
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.standard import Standard
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store

SUBTITLE = "Strategic business proposal"
WORDS_COUNTED = "Words counted"


@dataclass(frozen=True, slots=True)
class Ready:
    """The finished proposal with the blocks and the labels that it was made of."""

    proposal: FinishedProposal
    blocks: tuple[Block, ...]
    labels: Labels


def title(store: Store) -> str:
    """Return what the proposal is called: as its scope says, else what it is."""
    from portfolio_app.services import scope

    return one_line(scope.scope(store).texts.get("title", "")) or SUBTITLE


def finished(store: Store, version: str = "") -> Ready:
    """Return the proposal as it leaves now, as the restore point ``version``.

    Raises:
        PortfolioError: nothing is written ("empty").
    """
    from portfolio_app.services import citing, proposal_words

    blocks = queries.proposal.blocks(store)
    labels = citing.labels(store, blocks=blocks)
    made = finish(blocks, labels, queries.proposal.pictures(store))
    if not (made.parts or made.appendices):
        raise PortfolioError(
            "Nothing is written yet, so there is nothing to export.",
            hint="Write something first, or bring a Word document in.",
            code="empty",
        )
    facts, standard = queries.portfolio.details(store), queries.standard.standard(store)
    called, now = title(store), datetime.now(UTC)
    day = day_words(now.astimezone().date().isoformat())
    has_title = called != SUBTITLE
    proposal = FinishedProposal(
        title=called,
        subtitle=SUBTITLE if has_title else one_line(standard.name),
        facts=tuple(
            Fact(name, one_line(value))
            for name, value in (
                ("Apprentice", facts.name),
                ("Job title", facts.job),
                ("Employer", facts.employer),
                ("Training provider", facts.provider),
                ("Assessment organisation", facts.epao),
                ("Reference", facts.reference),
                ("Standard", standard.name if has_title else ""),
                (WORDS_COUNTED, "0"),  # one word, whatever the number
                ("Date", day),
            )
            if one_line(value)
        ),
        parts=made.parts,
        references=_references(store, blocks),
        appendices=made.appendices,
        annex=_annex(standard, blocks, made),
        notes=made.notes,
        header=called,
        foot=" · ".join(each for each in (one_line(facts.name), day) if each),
        author=one_line(facts.name),
        built=now.isoformat(timespec="seconds"),
        made=day,
        version=version,
        licence=standard.wording_line,
    )
    around = proposal_words.around_of(proposal)
    words = proposal_words.tally_of(store, blocks, labels, around).counted
    facts_told = tuple(
        replace(each, words=f"{words:,}") if each.name == WORDS_COUNTED else each
        for each in proposal.facts
    )
    return Ready(replace(proposal, facts=facts_told), blocks, labels)


def _references(store: Store, blocks: tuple[Block, ...]) -> tuple[Line, ...]:
    """Return the list of references: those that are cited, as the style writes them."""
    from portfolio_app.services import references

    return tuple(
        linked((run.text, run.italic) for run in each) for each in references.listed(store, blocks)
    )


def _annex(standard: Standard, blocks: tuple[Block, ...], made: Finishing) -> tuple[AnnexRow, ...]:
    """Return the KSBs that are shown somewhere, with the sections that do."""
    from portfolio_app.domain.proposal_annex import annex

    rows = []
    for entry in annex(standard, blocks):
        places = tuple(
            Place(one_line(each.words), made.places[each.block_uid])
            for each in entry.places
            if each.block_uid in made.places
        )
        if places:
            rows.append(AnnexRow(entry.ksb.code, one_line(entry.ksb.text), places))
    return tuple(rows)
