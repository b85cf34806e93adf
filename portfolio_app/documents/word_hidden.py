"""What a Word document's pages do not show: comments, tracked changes, hidden words; highlights."""

from __future__ import annotations

from collections import Counter
from typing import Any

from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import attribute, child, children, descendants, local
from portfolio_app.domain.document import FoundHighlight

_COLOURS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff",
    "blue": "#0000ff", "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080",
    "darkGreen": "#008000", "darkMagenta": "#800080", "darkRed": "#800000",
    "darkYellow": "#808000", "darkGray": "#808080", "lightGray": "#c0c0c0",
}  # fmt: skip
_COLOURFUL = (
    40  # of 255 between the strongest and the weakest part: paler ones are a form's shading
)
_MOST_HIGHLIGHTS = 5_000
_LONGEST = 2_000
_FAR = ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE", "DDEAUTO", "DATABASE", "IMPORT")


class Hidden:
    """Gathers, while a document is walked, what the person should know before it leaves."""

    def __init__(self, comments: Any, settings: Any, people: Any) -> None:
        self._comments: dict[str, tuple[str, str]] = {}
        for each in children(comments):
            if local(each) == "comment":
                said = "\n".join(
                    "".join(t.text or "" for t in descendants(p, "t"))
                    for p in descendants(each, "p")
                ).strip()
                self._comments[attribute(each, "id")] = (attribute(each, "author"), said)
        self._variables = [attribute(each, "name") for each in children(child(settings, "docVars"))]
        self._merges = child(settings, "mailMerge") is not None
        self._people = [attribute(each, "author") for each in children(people)]
        self._insertions: Counter[str] = Counter()
        self._deletions: Counter[str] = Counter()
        self._removed: list[str] = []
        self._vanished: list[str] = []
        self._far: list[str] = []
        self._open: dict[str, list[str]] = {}
        self._ranges: dict[str, str] = {}
        self._colour = ""
        self._quote = ""
        self._during: set[str] = set()
        self._highlights: list[tuple[str, str, set[str]]] = []

    def inserted(self, element: Any) -> None:
        """Count words that were added while changes were tracked."""
        self._insertions[attribute(element, "author")] += 1

    def deleted(self, element: Any, words_in: Any = None) -> None:
        """Count words that were taken out while changes were tracked, and remember them."""
        self._deletions[attribute(element, "author")] += 1
        around = element if words_in is None else words_in
        said = "".join(each.text or "" for each in descendants(around, "delText", "t"))
        if said.strip():
            self._removed.append(said)

    def deleted_words(self, said: str) -> None:
        """Remember deleted words that stand in a run of their own."""
        self._removed.append(said)

    def vanished(self, said: str) -> None:
        """Remember words that are set as hidden."""
        if said.strip():
            self._vanished.append(said)

    def field(self, instruction: str) -> None:
        """Remember a field that would fetch something."""
        first = instruction.split()
        if first and first[0].upper() in _FAR:
            self._far.append(" ".join(first[:2]))

    def begin_comment(self, uid: str) -> None:
        """The words that follow belong to a comment."""
        self._open[uid] = []

    def end_comment(self, uid: str) -> None:
        """The words of a comment end here."""
        self._ranges[uid] = "".join(self._open.pop(uid, ()))

    def words(self, said: str, looks: Any) -> None:
        """Take notice of shown words and their looks."""
        for gathered in self._open.values():
            gathered.append(said)
        colour = _colour(looks)
        if colour != self._colour and (colour or said.strip()):
            self.end_paragraph()
            self._colour = colour
        if self._colour:
            self._quote += said
            self._during.update(self._open)

    def end_paragraph(self) -> None:
        """A highlight never goes on into the next paragraph."""
        if self._colour and self._quote.strip() and len(self._highlights) < _MOST_HIGHLIGHTS:
            self._highlights.append((self._colour, self._quote.strip()[:_LONGEST], self._during))
        self._colour, self._quote, self._during = "", "", set()
        for gathered in self._open.values():
            gathered.append("\n")

    def enter(self, found: Found) -> None:
        """Write what was gathered into what was found."""
        used: set[str] = set()
        for colour, quote, uids in self._highlights:
            comments = [self._comments[uid][1] for uid in sorted(uids) if uid in self._comments]
            used |= uids
            found.highlights.append(
                FoundHighlight(0, (), quote, colour, "\n".join(comments)[:_LONGEST])
            )
        authors = [author for author, _ in self._comments.values()]
        found.hold("comments", len(self._comments), [f"by {each}" for each in authors if each])
        self._changes(found)
        found.hold("hidden text", len(self._vanished), quoted(self._vanished))
        found.hold("document variables", len(self._variables), quoted(self._variables))
        found.hold("fields that fetch from elsewhere", len(self._far), self._far)
        if self._merges:
            found.hold("mail merge settings", 0, ["where its addresses came from"])
        others = {each for each in self._people if each} - set(authors) - {found.author}
        found.hold("names of people who worked on it", len(others), sorted(others))

    def _changes(self, found: Found) -> None:
        count = self._insertions.total() + self._deletions.total()
        if not count:
            return
        told = []
        for number, one, many in (
            (self._insertions.total(), "insertion", "insertions"),
            (self._deletions.total(), "deletion", "deletions"),
        ):
            if number:
                told.append(f"{number} {one if number == 1 else many}")
        names = sorted({*self._insertions, *self._deletions} - {""})
        if names:
            told.append("by " + ", ".join(names))
        if self._removed:
            told.append("deleted: " + ", ".join(quoted(self._removed[:3])))
        found.hold("tracked changes", count, told)


def _colour(looks: Any) -> str:
    highlight = child(looks, "highlight")
    if highlight is not None:
        return _COLOURS.get(attribute(highlight, "val"), "")
    shading = child(looks, "shd")
    if shading is None:
        return ""
    fill = attribute(shading, "fill").lower().lstrip("#")
    try:
        parts = bytes.fromhex(fill)
    except ValueError:
        return ""
    if len(parts) != 3 or max(parts) - min(parts) < _COLOURFUL:
        return ""
    return f"#{fill}"
