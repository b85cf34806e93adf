"""A pack for a buddy: a slice of the portfolio with fields to comment in, and what came back.

Fields are called ``buddy.<number of the piece>.<id of the question>``; 0 is the pack as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.typed_words import one_line, some_lines

PREFIX = "buddy"
CODE, SAID_BY = f"{PREFIX}.code", f"{PREFIX}.name"
LONGEST = 20_000  # characters of one comment
MOST = 500  # comments of one pack


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the comment pages, by its id in the data."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The words of the comment pages (resources/buddy/questions.toml)."""

    title: str
    lead: str
    name: str
    whole: str
    questions: tuple[Question, ...]

    def text(self, field: str) -> str:
        """Return the question of a field, "" for a note on a page."""
        return next((each.text for each in self.questions if each.id == field), "")


@dataclass(frozen=True, slots=True)
class CommentedPiece:
    """A piece as the comment pages name it: its pages of the pack count from 1."""

    ref: str
    title: str
    page: int
    pages: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What the comment pages of a pack print. ``code`` is a code of domain.request_code."""

    code: str
    title: str
    apprentice: str
    built: str
    built_words: str
    questions: Questions
    pieces: tuple[CommentedPiece, ...]


@dataclass(frozen=True, slots=True)
class PageNote:
    """A note that a reader put on a page (from 0) of a pack, with the words it marks, or ""."""

    page_index: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadPack:
    """What a pack holds that came back: its code ("" when it is none), answers, notes, pages.

    ``answers`` are (name of the field, words).
    """

    code: str
    answers: tuple[tuple[str, str], ...]
    notes: tuple[PageNote, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class PackItem:
    """A piece of a pack, as it was sent: ``first`` to ``last`` are its pages there, from 1."""

    uid: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BuddyPack:
    """A pack that was made. ``sha256`` and ``bytes`` are those of its file as it was made."""

    uid: str
    code: str
    made_at: str
    sha256: str
    bytes: int
    title: str = ""
    items: tuple[PackItem, ...] = ()

    def item_of_page(self, page: int) -> str:
        """Return the uid of the piece on a page (from 1), "" for a page of the app's own."""
        return next((each.uid for each in self.items if each.first <= page <= each.last), "")


@dataclass(frozen=True, slots=True)
class Comment:
    """A buddy's words on one piece ("" for all of it). ``state`` is "new" or "done".

    ``field`` is the question they answer, by its id, or "page 12" for a note on a page.
    """

    uid: str
    pack_uid: str
    item_uid: str
    text: str
    said_by: str = ""
    field: str = ""
    state: str = "new"
    arrived_at: str = ""


def questions_of(data: Mapping[str, Any]) -> Questions:
    """Return the questions that data (TOML, already parsed) holds."""
    return Questions(
        title=str(data["title"]),
        lead=str(data["lead"]),
        name=str(data["name"]),
        whole=str(data["whole"]),
        questions=tuple(Question(str(q["id"]), str(q["text"])) for q in data["questions"]),
    )


def field_name(number: int, question: str) -> str:
    """Return the name of a field: of a piece by its number from 1, 0 for the whole."""
    return f"{PREFIX}.{number}.{question}"


def said(read: ReadPack, pack: BuddyPack) -> tuple[tuple[str, str, str], ...]:
    """Return what was written: (item uid or "", field, words), in the order of the pieces.

    Answers of pieces that the pack does not have are kept, as words on the whole.
    """
    found: list[tuple[str, str, str]] = []
    for name, value in read.answers:
        words = some_lines(value)[:LONGEST]
        prefix, _, rest = name.partition(".")
        number, _, question = rest.partition(".")
        if prefix != PREFIX or not words or name in (CODE, SAID_BY):
            continue
        place = int(number) if number.isdecimal() and len(number) < 5 else 0
        uid = pack.items[place - 1].uid if 0 < place <= len(pack.items) else ""
        found.append((uid, one_line(question)[:40], words))
    for note in read.notes:
        words = some_lines(note.text)[:LONGEST]
        if words:
            page = note.page_index + 1
            found.append((pack.item_of_page(page), f"page {page}", words))
    order = {each.uid: index for index, each in enumerate(pack.items)}
    found.sort(key=lambda one: order.get(one[0], -1))
    return tuple(dict.fromkeys(found))[:MOST]


def new_ones(
    found: Iterable[tuple[str, str, str]], known: Iterable[Comment], pack_uid: str
) -> tuple[tuple[str, str, str], ...]:
    """Return what was not there yet: a pack may come back twice."""
    had = {(c.item_uid, c.field, c.text) for c in known if c.pack_uid == pack_uid}
    return tuple(each for each in found if each not in had)
