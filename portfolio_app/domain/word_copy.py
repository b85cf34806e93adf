"""A Word document as it was read: paragraphs, tracked changes, comments; nothing of it decided yet.

``accepted`` gives what it says when every tracked change is taken, and which of its paragraphs each
one came from: a tracked paragraph mark joins and divides paragraphs too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Tracked(StrEnum):
    """What a tracked change did to words; a move is a deletion here and an insertion there."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


class Manner(StrEnum):
    """What a paragraph is by its style, as far as we know styles."""

    BODY = "body"
    HEADING = "heading"
    APPENDIX = "appendix"
    TITLE = "title"
    SUBTITLE = "subtitle"
    QUOTE = "quote"
    BULLET = "bullet"
    NUMBER = "number"
    CAPTION = "caption"
    NOTE = "note"  # under a table or a figure
    CONTENTS = "contents"
    BIBLIOGRAPHY = "bibliography"


class Stretch(StrEnum):
    """Where in our own documents a paragraph stands, by the bookmark around it."""

    NONE = ""
    TITLE_PAGE = "title page"
    CONTENTS = "contents"
    TEXT = "text"
    REFERENCES = "references"
    APPENDICES = "appendices"
    ANNEX = "annex"

    @property
    def is_ours(self) -> bool:
        """Whether what stands there was made at export, and nobody typed it."""
        return self not in (Stretch.NONE, Stretch.TEXT, Stretch.APPENDICES)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed something, and when (as the file says it; "" when it doesn't)."""

    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one look. A line feed in ``text`` is a line break.

    ``note`` is what a footnote says that is called here, ``picture`` the number of a picture that
    stands here, from 0; -1 for none. ``text`` is empty then. ``hand`` is a number in
    ``WordCopy.hands``, -1 where nobody changed it while changes were tracked. ``comments`` are
    numbers in ``WordCopy.comments``.
    """

    text: str = ""
    strong: bool = False
    emphasis: bool = False
    tracked: Tracked = Tracked.KEPT
    hand: int = -1
    note: str = ""
    picture: int = -1
    alternative: str = ""
    comments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph as it stands in the file; ``mark`` is what happened to its end.

    ``level`` is a heading's, from 1, or a list point's, from 0. ``marker`` is the number or sign
    that Word puts before it.
    """

    pieces: tuple[Piece, ...] = ()
    manner: Manner = Manner.BODY
    level: int = 0
    marker: str = ""
    mark: Tracked = Tracked.KEPT
    hand: int = -1
    stretch: Stretch = Stretch.NONE


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its words with all tracked changes taken, and with none."""

    text: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of a table. A tracked change may have put it in or taken it out."""

    cells: tuple[WordCell, ...] = ()
    tracked: Tracked = Tracked.KEPT
    hand: int = -1


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: ``heads`` rows at its top are heads. ``comments`` as in ``Piece``."""

    rows: tuple[WordRow, ...] = ()
    heads: int = 0
    comments: tuple[int, ...] = ()
    stretch: Stretch = Stretch.NONE


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment. ``about`` are the words it hangs on.

    ``answers`` says which comment (a number) it answers, -1 for none; ``is_done``: it was marked as
    resolved.
    """

    text: str
    author: str = ""
    at: str = ""
    about: str = ""
    answers: int = -1
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture in the file: its name there; its bytes travel beside."""

    name: str
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class WordCopy:
    """What was read of a document. ``version`` is the restore point it was exported with, or "".

    ``notes`` say what was left out of reading. ``program`` wrote the file last, as it says.
    """

    parts: tuple[WordParagraph | WordTable, ...] = ()
    comments: tuple[Comment, ...] = ()
    hands: tuple[Hand, ...] = ()
    pictures: tuple[WordPicture, ...] = ()
    version: str = ""
    program: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_tracked(self) -> bool:
        """Whether any change was tracked in it."""
        return bool(self.hands)


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph or a table as it reads with all tracked changes taken.

    ``came_from`` are the paragraphs (numbers in ``Reading.before``) that words of it were in before
    any tracked change, with how many words each; ``hands`` who changed something in it.
    """

    pieces: tuple[Piece, ...] = ()
    manner: Manner = Manner.BODY
    level: int = 0
    marker: str = ""
    table: WordTable | None = None
    came_from: tuple[tuple[int, int], ...] = ()
    hands: tuple[int, ...] = ()
    comments: tuple[int, ...] = ()
    stretch: Stretch = Stretch.NONE

    @property
    def text(self) -> str:
        """Its words, without footnotes."""
        return "".join(each.text for each in self.pieces)

    @property
    def picture(self) -> Piece | None:
        """The first picture that stands in it."""
        return next((each for each in self.pieces if each.picture >= 0), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its tracked changes taken, and the paragraphs it had without any of them.

    ``gone`` are comments (numbers) on words that are not there any more, by the number of the
    paragraph after which they stood; -1 before the first.
    """

    after: tuple[Said, ...]
    before: tuple[str, ...]
    gone: tuple[tuple[int, int], ...] = ()


def accepted(copy: WordCopy) -> Reading:
    """Return the document with every tracked change taken."""
    after: list[Said] = []
    before: list[str] = []
    gone: list[tuple[int, int]] = []
    old: list[str] = []  # words of the paragraph before changes that is not ended yet
    run: list[tuple[WordParagraph, int]] = []  # paragraphs of the new one that is not ended yet
    for part in copy.parts:
        if isinstance(part, WordTable):
            after += _joined(run, after, gone)
            run = []
            after.append(Said(table=part, comments=part.comments, stretch=part.stretch))
            continue
        run.append((part, len(before)))
        old += [each.text for each in part.pieces if each.tracked is not Tracked.INSERTED]
        if part.mark is not Tracked.INSERTED:
            before.append("".join(old))
            old = []
        if part.mark is not Tracked.DELETED:
            after += _joined(run, after, gone)
            run = []
    if old:
        before.append("".join(old))
    after += _joined(run, after, gone)
    return Reading(tuple(after), tuple(before), tuple(gone))


def _joined(
    run: Sequence[tuple[WordParagraph, int]], after: Sequence[Said], gone: list[tuple[int, int]]
) -> list[Said]:
    """Return the paragraph that these make together; none where all of it was deleted."""
    if not run:
        return []
    pieces: list[Piece] = []
    lost: list[int] = []
    came: Counter[int] = Counter()
    hands: dict[int, None] = {}
    last = run[-1][0]
    for paragraph, number in run:
        for piece in paragraph.pieces:
            if piece.tracked is not Tracked.KEPT and piece.hand >= 0:
                hands.setdefault(piece.hand)
            if piece.tracked is Tracked.DELETED:
                lost += piece.comments
                continue
            if piece.tracked is Tracked.KEPT:
                came[number] += len(piece.text.split())
            pieces.append(piece)
        if paragraph.mark is not Tracked.KEPT and paragraph.hand >= 0:
            hands.setdefault(paragraph.hand)
    was_deleted = any(
        piece.tracked is Tracked.DELETED for paragraph, _ in run for piece in paragraph.pieces
    ) or any(paragraph.mark is Tracked.DELETED for paragraph, _ in run)
    here = dict.fromkeys(number for piece in pieces for number in piece.comments)
    missing = [number for number in dict.fromkeys(lost) if number not in here]
    if not any(each.text.strip() or each.note or each.picture >= 0 for each in pieces):
        gone += [(number, len(after) - 1) for number in (*here, *missing)]
        if was_deleted or not pieces:
            return []
    kept = Said(
        tuple(replace(each, tracked=Tracked.KEPT) for each in pieces),
        last.manner,
        last.level,
        last.marker,
        came_from=tuple((number, count) for number, count in came.items() if count),
        hands=tuple(hands),
        comments=(*here, *missing),
        stretch=last.stretch,
    )
    return [kept] if kept.text.strip() or any(p.note or p.picture >= 0 for p in pieces) else []
