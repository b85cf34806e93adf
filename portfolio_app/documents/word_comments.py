"""Comments and notes of a Word document: who says what about which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portfolio_app.documents.ooxml import attribute, child, children, descendants, local
from portfolio_app.domain.word_copy import Comment

_MOST = 5_000
_LONGEST = 20_000
_LONGEST_ABOUT = 600
_MOST_RUNNING = 60  # at one place


@dataclass(slots=True)
class _Open:
    """A comment as the file keeps it, and the words that stand between its marks."""

    text: str
    author: str
    at: str
    paragraph: str  # its last paragraph's id, by which answers name it
    about: list[str] = field(default_factory=list)


class Comments:
    """The comments of a document; while it is walked, it is told where they begin and end."""

    def __init__(self, root: Any, extended: Any) -> None:
        self._by_id: dict[str, _Open] = {}
        for each in children(root):
            if local(each) == "comment" and len(self._by_id) < _MOST:
                paragraphs = list(descendants(each, "p"))
                said = "\n".join(_plain(p) for p in paragraphs).strip()
                last = attribute(paragraphs[-1], "paraId") if paragraphs else ""
                self._by_id.setdefault(
                    attribute(each, "id"),
                    _Open(
                        said[:_LONGEST],
                        attribute(each, "author")[:200],
                        attribute(each, "date")[:40],
                        last,
                    ),
                )
        self._answers: dict[str, str] = {}
        self._done: set[str] = set()
        for each in children(extended):
            if local(each) == "commentEx":
                paragraph = attribute(each, "paraId")
                if parent := attribute(each, "paraIdParent"):
                    self._answers[paragraph] = parent
                if attribute(each, "done") in ("1", "true", "on"):
                    self._done.add(paragraph)
        self._numbers: dict[str, int] = {}
        self._running: dict[str, None] = {}

    @property
    def count(self) -> int:
        """How many comments were met so far."""
        return len(self._numbers)

    @property
    def running(self) -> tuple[int, ...]:
        """The numbers of the comments that the words read now belong to."""
        return tuple(self._numbers[uid] for uid in self._running)

    def mark(self, element: Any) -> int | None:
        """A comment begins, ends, or is named here; return its number when it is named first."""
        uid = attribute(element, "id")
        if uid not in self._by_id:
            return None
        is_new = uid not in self._numbers
        self._numbers.setdefault(uid, len(self._numbers))
        match local(element):
            case "commentRangeStart":
                if len(self._running) < _MOST_RUNNING:
                    self._running.setdefault(uid)
            case "commentRangeEnd":
                self._running.pop(uid, None)
            case _:
                self._running.pop(uid, None)
                return self._numbers[uid] if is_new else None
        return None

    def words(self, said: str) -> None:
        """Take notice of words that comments may be about."""
        for uid in self._running:
            self._by_id[uid].about.append(said)

    def found(self) -> tuple[Comment, ...]:
        """Return all comments, those that hang on nothing last."""
        for uid in self._by_id:
            self._numbers.setdefault(uid, len(self._numbers))
        by_paragraph = {
            each.paragraph: self._numbers[uid]
            for uid, each in self._by_id.items()
            if each.paragraph
        }
        found: list[Comment] = []
        for uid, _ in sorted(self._numbers.items(), key=lambda each: each[1]):
            one = self._by_id[uid]
            about = " ".join("".join(one.about).split())
            parent = self._answers.get(one.paragraph, "")
            found.append(
                Comment(
                    one.text,
                    one.author,
                    one.at,
                    about[:_LONGEST_ABOUT],
                    by_paragraph.get(parent, -1) if parent else -1,
                    one.paragraph in self._done,
                )
            )
        return tuple(found)


def notes_of(kind: str, root: Any) -> dict[str, str]:
    """Return what foot or end notes say, by kind and id: "footnote 3"."""
    found: dict[str, str] = {}
    for each in children(root):
        if local(each) != kind or attribute(each, "type") in (
            "separator", "continuationSeparator", "continuationNotice",
        ):  # fmt: skip
            continue
        said = " ".join(" ".join(_plain(p) for p in descendants(each, "p")).split())
        found[f"{kind} {attribute(each, 'id')}"] = said[:_LONGEST]
    return found


def _plain(paragraph: Any) -> str:
    """Return a paragraph's words with its tracked changes taken."""
    told: list[str] = []

    def walk(element: Any, depth: int) -> None:
        for each in children(element):
            match local(each):
                case "t":
                    told.append(each.text or "")
                case "tab":
                    told.append(" " if child(each) is None else "")
                case "br" | "cr":
                    told.append("\n")
                case "noBreakHyphen":
                    told.append("\u2011")
                case "del" | "moveFrom" | "pPr" | "rPr":
                    continue
                case _ if depth < 40:
                    walk(each, depth + 1)

    walk(paragraph, 0)
    return "".join(told)
