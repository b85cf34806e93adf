"""What a citation prints: found again whenever it is shown, so that it follows every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from portfolio_app.domain.draft import Inline, InlineKind

GONE = "[missing]"


@dataclass(frozen=True, slots=True)
class EvidenceLabel:
    """What a citation of evidence prints, and what is wrong with it ("" for nothing).

    ``text`` is "E07, p. 4" while drafting and "Portfolio p. 47" once a bundle is fixed; ``about``
    says it at length: the piece's title and the first words of the passage.
    """

    text: str
    about: str = ""
    trouble: str = ""


def _no_source(_inline: Inline) -> str:
    return GONE


@dataclass(frozen=True)
class Labels:
    """All that inlines print. ``evidence`` is by passage uid, and by item uid for whole items.

    ``numbers`` is what a heading, table or figure is called, by block uid: "Section 2.1",
    "Table 2", "Figure 1", "Appendix A". ``cite`` writes a citation of sources; ``cite_runs`` the
    same in stretches, each with whether it is italic, where that is known.
    """

    evidence: Mapping[str, EvidenceLabel] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    cite: Callable[[Inline], str] = _no_source
    cite_runs: Callable[[Inline], Iterable[tuple[str, bool]]] | None = None

    def evidence_of(self, inline: Inline) -> EvidenceLabel:
        """Return the label of a citation of evidence; one that says it is missing if it is."""
        found = self.evidence.get(inline.passage_uid or inline.item_uid)
        if found is not None:
            return found
        item = self.evidence.get(inline.item_uid)
        if item is not None:
            return replace(item, trouble="The passage it cites was removed. Its piece is there.")
        return EvidenceLabel(GONE, trouble="What it cites isn't in the portfolio any more.")

    def of(self, inline: Inline) -> str:
        """Return the words that an inline prints in the line; a note prints none there."""
        match inline.kind:
            case InlineKind.WORDS:
                return inline.text
            case InlineKind.EVIDENCE:
                return self.evidence_of(inline).text
            case InlineKind.SOURCE:
                return self.cite(inline)
            case InlineKind.CROSS:
                return self.numbers.get(inline.block_uid, GONE)
            case InlineKind.NOTE:
                return ""
