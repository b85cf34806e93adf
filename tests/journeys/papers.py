"""Board papers of several pages, made for a journey: headings, paragraphs, no sentence twice."""

from __future__ import annotations

from pathlib import Path
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

_WHO = (
    "The chair", "The finance lead", "The deputy head", "The working group", "The trust board",
    "Our partners", "The pilot team", "The scrutiny panel", "The audit committee", "The sponsor",
)  # fmt: skip
_DID = (
    "set out", "challenged", "agreed", "costed", "reviewed", "rejected", "compared", "revised",
    "published", "defended",
)  # fmt: skip
_WHAT = (
    "three staffing options", "the winter plan", "the reserves policy", "a shared service",
    "the risk appetite", "an eight-week trial", "the consultation response", "the equality duty",
    "a new supplier", "the data-sharing agreement",
)  # fmt: skip
_WHY = (
    "because demand had doubled", "before the March deadline", "after a long debate",
    "with evidence from both sites", "so that nobody lost a place", "against earlier advice",
    "within the budget envelope", "in the light of two incidents", "at the request of parents",
    "under the revised terms",
)  # fmt: skip


def paper(path: Path, number: int, paragraphs: int) -> Path:
    """Write a paper; ``number`` decides its words, ``paragraphs`` its length (about 8 a page)."""
    random = Random(number)  # noqa: S311 - a paper, not a secret
    styles = getSampleStyleSheet()
    parts: list[Flowable] = [Paragraph(f"Paper {number} to the board", styles["Title"])]
    told = 0
    for place in range(paragraphs):
        if place % 4 == 0:
            parts.append(Paragraph(f"{place // 4 + 1} Matters arising", styles["Heading2"]))
        sentences = []
        for _ in range(random.randint(2, 4)):
            told += 1
            who, did, what, why = (random.choice(each) for each in (_WHO, _DID, _WHAT, _WHY))
            sentences.append(f"{who} {did} {what} {why} (item {number}.{told}).")
        parts += [Paragraph(" ".join(sentences), styles["BodyText"]), Spacer(1, 6)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(parts)
    return path
