"""Reads a Word document (DOCX) that came back: its words with who changed what, and its comments.

Unlike ``word_docx``, which sets a document on pages, this keeps what was deleted apart from what
stands, so that what a reviewer did can be shown and taken change by change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portfolio_app.documents import kinds, word_rows
from portfolio_app.documents.office_drawings import alternative
from portfolio_app.documents.ooxml import (
    Parts,
    TooLargeError,
    UnreadableError,
    attribute,
    child,
    children,
    chosen,
    is_figure,
    is_on,
    local,
    opened,
)
from portfolio_app.documents.word_comments import Comments, notes_of
from portfolio_app.documents.word_letters import Letters, TooLongError, hand_of
from portfolio_app.documents.word_styles import Numbers, Styles, list_of
from portfolio_app.domain import finished
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.word_copy import (
    Hand,
    Manner,
    Piece,
    Stretch,
    Tracked,
    WordCell,
    WordCopy,
    WordParagraph,
    WordPicture,
    WordRow,
    WordTable,
)
from portfolio_app.problems import PortfolioError

_FORMS = ("docx", "docm", "dotx", "dotm")
_DEEPEST = 40
MOST_PARAGRAPHS = 5_000
_MOST_LETTERS = 800_000  # twenty proposals
_MOST_PIECES = 60_000
_MOST_ROWS, _MOST_CELLS = 2_000, 100
_MOST_PICTURES = 200
_LARGEST_PICTURE = 48_000_000
_MOST_PICTURE_BYTES = 160_000_000
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo"})
_STRETCHES = {
    finished.Bookmark.TITLE_PAGE.value: Stretch.TITLE_PAGE,
    finished.Bookmark.CONTENTS.value: Stretch.CONTENTS,
    finished.Bookmark.TEXT.value: Stretch.TEXT,
    finished.Bookmark.REFERENCES.value: Stretch.REFERENCES,
    finished.Bookmark.APPENDICES.value: Stretch.APPENDICES,
    finished.Bookmark.ANNEX.value: Stretch.ANNEX,
}
_MANNERS = {
    "title": Manner.TITLE,
    "subtitle": Manner.SUBTITLE,
    "quote": Manner.QUOTE,
    "intense quote": Manner.QUOTE,
    "quotations": Manner.QUOTE,
    "block text": Manner.QUOTE,
    "caption": Manner.CAPTION,
    "table note": Manner.NOTE,
    "figure source": Manner.NOTE,
    "bibliography": Manner.BIBLIOGRAPHY,
    "appendix heading": Manner.APPENDIX,
    "toc heading": Manner.CONTENTS,
    "contents heading": Manner.CONTENTS,
}


def read(data: bytes, name: str, *, with_pictures: bool = False) -> tuple[WordCopy, list[bytes]]:
    """Return what a Word document says, and its pictures where they are wanted.

    Nothing in it is run or fetched.

    Raises:
        PortfolioError: it is no Word document of the newer kind ("not-word"), is protected by a
            password ("locked"), damaged ("damaged") or too long ("too-long").
    """
    told = kinds.tell(data, name)
    if told.locked:
        raise PortfolioError(
            f"{name} is locked with a password, so it can't be read. It has been kept. Your "
            "proposal hasn't been changed.",
            hint="Open it in Word, take the password off (File › Info › Protect Document), save "
            "it, and bring that back.",
            code="locked",
        )
    if told.kind is not DocumentKind.WORD or told.form not in _FORMS:
        raise _not_word(name, told)
    try:
        parts, main, root = opened(data, "word/document.xml", "document")
        body = child(root, "body")
        if body is None:
            raise _damaged(name)
        reader = _Reader(parts, main, with_pictures=with_pictures)
        return reader.read(body), reader.blobs
    except TooLargeError as error:
        raise _too_long(name) from error
    except UnreadableError as error:
        raise _damaged(name) from error
    except TooLongError as error:
        raise _too_long(name) from error


def _not_word(name: str, told: kinds.Told) -> PortfolioError:
    if told.damaged and told.kind in (DocumentKind.WORD, DocumentKind.UNKNOWN):
        return _damaged(name)
    if told.kind is DocumentKind.WORD:
        what = {
            "doc": "in Word's older format (.doc)",
            "dot": "in Word's older format (.dot)",
            "odt": "an OpenDocument text (.odt)",
            "rtf": "rich text (.rtf)",
        }.get(told.form, f"a .{told.form} file")
        is_is = f"{name} is {what}, not a Word document (.docx)."
    else:
        is_is = f"{name} isn't a Word document (.docx)."
    return PortfolioError(
        f"{is_is} It has been kept. Your proposal hasn't been changed.",
        hint="Open it in the program it is from, save it as Word document (.docx), and bring that "
        "back.",
        code="not-word",
    )


def _damaged(name: str) -> PortfolioError:
    return PortfolioError(
        f"{name} is damaged and can't be read. It has been kept. Your proposal hasn't been "
        "changed.",
        hint="Ask for the file again. Word may also mend it: open it there, and save it under "
        "another name.",
        code="damaged",
    )


def _too_long(name: str) -> PortfolioError:
    return PortfolioError(
        f"{name} holds far more than a proposal, so it wasn't compared. It has been kept. Your "
        "proposal hasn't been changed.",
        hint="Check that it is the right file.",
        code="too-long",
    )


class _Reader:
    """Walks one document; remembers what is open: fields, comments, stretches."""

    def __init__(self, parts: Parts, main: str, *, with_pictures: bool) -> None:
        self._parts = parts
        self._relations = parts.relations(main)
        self._with_pictures = with_pictures
        self._styles = Styles(self._part("styles"))
        self._numbers = Numbers(self._part("numbering"))
        self.comments = Comments(self._part("comments"), self._part("commentsExtended"))
        self.footnotes = {
            **notes_of("footnote", self._part("footnotes")),
            **notes_of("endnote", self._part("endnotes")),
        }
        self.styles = self._styles
        self.hands: list[Hand] = []
        self.blobs: list[bytes] = []
        self._pictures: list[WordPicture] = []
        self._known: dict[str, int] = {}
        self.fields: list[str] = []  # instructions of the fields that are open, outermost first
        self._marks: dict[str, Stretch] = {}
        self._stretch = Stretch.NONE
        self.met_stretch = Stretch.NONE
        self._depth = self._count = self._letters = self._pieces = 0
        self._notes: dict[str, None] = {}

    def _part(self, kind: str) -> Any:
        target = next(
            (r.target for r in self._relations.values() if r.kind == kind and not r.is_external), ""
        )
        return self._parts.xml(target) if target else None

    def read(self, body: Any) -> WordCopy:
        """Return the whole document."""
        found = tuple(self._blocks(body))
        for kind in ("header", "footer"):
            if any(r.kind == kind for r in self._relations.values()):
                self._notes.setdefault("headers and footers")
        if self._parts.is_mended:
            self._notes.setdefault("parts that were damaged")
        properties = self._properties()
        return WordCopy(
            found,
            self.comments.found(),
            tuple(self.hands),
            tuple(self._pictures),
            properties.get(finished.VERSION_PROPERTY, "")[:64],
            properties.get("Application", "")[:80],
            tuple(self._notes),
        )

    def _properties(self) -> dict[str, str]:
        told: dict[str, str] = {}
        for each in children(self._parts.xml("docProps/custom.xml")):
            told[attribute(each, "name")] = "".join(each.itertext()).strip()
        for part in ("docProps/app.xml", "docProps/core.xml"):
            for each in children(self._parts.xml(part)):
                told.setdefault(local(each), (each.text or "").strip())
        return told

    def leave_out(self, what: str) -> None:
        """Remember that something of this kind is not read."""
        self._notes.setdefault(what)

    def hand(self, element: Any) -> int:
        """Return the number of whoever made a tracked change."""
        hand = hand_of(element)
        if hand not in self.hands:
            self.hands.append(hand)
        return self.hands.index(hand)

    def mark(self, element: Any) -> None:
        """A bookmark begins or ends here."""
        uid = attribute(element, "id")
        if local(element) == "bookmarkStart":
            stretch = _STRETCHES.get(attribute(element, "name"))
            if stretch is not None:
                self._marks[uid] = stretch
                self._stretch = self.met_stretch = stretch
        elif uid in self._marks and self._marks.pop(uid) is self._stretch:
            self._stretch = Stretch.NONE

    def picture(self, relation_id: str, around: Any) -> Piece | None:
        """Return a piece for a picture that lies in the file; None for one from elsewhere."""
        relation = self._relations.get(relation_id)
        if relation is None or relation.is_external:
            self.leave_out("pictures from elsewhere")
            return None
        number = self._known.get(relation.target)
        if number is None:
            if len(self._pictures) >= _MOST_PICTURES:
                return None
            size = self._parts.size(relation.target)
            data = b""
            if self._with_pictures:
                total = sum(map(len, self.blobs))
                if size > _LARGEST_PICTURE or total + size > _MOST_PICTURE_BYTES:
                    self.leave_out("pictures that are too large")
                    return None
                data = self._parts.read(relation.target, _LARGEST_PICTURE)
                self.blobs.append(data)
            number = self._known[relation.target] = len(self._pictures)
            self._pictures.append(WordPicture(relation.target.rsplit("/", 1)[-1], size))
        return Piece(picture=number, alternative=alternative(around))

    def _blocks(self, element: Any) -> Iterator[WordParagraph | WordTable]:
        if self._depth > _DEEPEST:
            self.leave_out("what is nested very deep")
            return
        self._depth += 1
        for each in children(element):
            match local(each):
                case "p":
                    yield from self._paragraph(each)
                case "tbl":
                    yield from self._table(each)
                case "AlternateContent":
                    yield from self._blocks(chosen(each))
                case "ins" | "del" | "moveTo" | "moveFrom":
                    yield from self._blocks(each)
                case "bookmarkStart" | "bookmarkEnd":
                    self.mark(each)
                case "commentRangeStart" | "commentRangeEnd":
                    self.comments.mark(each)
                case name if name in _WRAPPERS:
                    yield from self._blocks(each)
        self._depth -= 1

    def _paragraph(self, element: Any) -> Iterator[WordParagraph | WordTable]:
        self._count += 1
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        look = self._styles.look(
            attribute(named, "val") if named is not None else self._styles.default
        )
        stretch = self.met_stretch = self._stretch
        is_contents = self._in_contents()
        letters = Letters(self, look)
        letters.walk(element)
        pieces = letters.pieces
        count = sum(len(each.text) for each in pieces)
        self._letters += count
        self._pieces += len(pieces)
        if (
            self._count > MOST_PARAGRAPHS
            or self._letters > _MOST_LETTERS
            or self._pieces > _MOST_PIECES
        ):
            raise TooLongError
        stretch = stretch or self.met_stretch
        marks = child(properties, "rPr")
        mark, hand = Tracked.KEPT, -1
        for name, kind in (
            ("del", Tracked.DELETED), ("moveFrom", Tracked.DELETED),
            ("ins", Tracked.INSERTED), ("moveTo", Tracked.INSERTED),
        ):  # fmt: skip
            found = child(marks, name)
            if found is not None:
                # An end that was put in and taken out again was never there for anybody else.
                mark, hand = kind, self.hand(found)
                break
        manner, level, marker = self._manner(properties, look, pieces)
        if is_contents or (self._in_contents() and letters.began_contents):
            manner = Manner.CONTENTS
        yield WordParagraph(tuple(pieces), manner, level, marker, mark, hand, stretch)
        yield from letters.boxes

    def boxed(self, element: Any) -> list[WordParagraph | WordTable]:
        """Return the paragraphs of a text box."""
        self.leave_out("the frames of text boxes")
        return list(self._blocks(element))

    def _in_contents(self) -> bool:
        return any(each.split()[:1] == ["TOC"] for each in self.fields)

    def _manner(self, properties: Any, look: Any, pieces: list[Piece]) -> tuple[Manner, int, str]:
        name = look.name
        outline = child(properties, "outlineLvl")
        own = attribute(outline, "val") if outline is not None else ""
        heading = int(own) + 1 if is_figure(own) and int(own) < 9 else look.heading
        uid, at = list_of(properties)
        if not uid and look.numbering:
            uid, at = look.numbering, look.level
        marker = ""
        if uid and uid != "0" and any(each.text.strip() for each in pieces):
            marker = self._numbers.marker(uid, at)
        if name.startswith("toc ") and name not in _MANNERS:
            return Manner.CONTENTS, 0, ""
        if name in _MANNERS:
            return _MANNERS[name], 0, marker
        if heading:
            return Manner.HEADING, min(heading, 6), marker
        if name.startswith(("list bullet", "list number")):
            digits = name[11:].strip()
            at = max(at, int(digits) - 1 if is_figure(digits) else 0)
            is_bullet = name.startswith("list bullet")
            return Manner.BULLET if is_bullet else Manner.NUMBER, min(at, 8), marker
        if marker:
            return Manner.BULLET if _is_sign(marker) else Manner.NUMBER, at, marker
        return Manner.BODY, 0, ""

    def _table(self, element: Any) -> Iterator[WordParagraph | WordTable]:
        rows: list[WordRow] = []
        heads = 0
        before_comments = self.comments.count
        stretch = self._stretch
        listed = list(word_rows.rows(element))
        is_frame = len(listed) == 1 and len(list(word_rows.cells(listed[0]))) == 1
        for row in listed:
            if len(rows) >= _MOST_ROWS:
                self.leave_out(f"rows of a table after {_MOST_ROWS}")
                break
            properties = child(row, "trPr")
            tracked, hand = Tracked.KEPT, -1
            for name, kind in (("del", Tracked.DELETED), ("ins", Tracked.INSERTED)):
                if (found := child(properties, name)) is not None:
                    tracked, hand = kind, self.hand(found)
                    break
            cells = [WordCell()] * min(
                word_rows.figure(child(properties, "gridBefore")), _MOST_CELLS
            )
            for each in word_rows.cells(row):
                told = child(each, "tcPr")
                merge = child(told, "vMerge")
                is_rest = merge is not None and attribute(merge, "val", "continue") == "continue"
                inner = list(self._blocks(each))
                one = _cell(inner)
                if is_rest and not one.text.strip():
                    one = WordCell()
                cells.append(one)
                span = min(max(word_rows.figure(child(told, "gridSpan")), 1), _MOST_CELLS)
                cells += [WordCell()] * (span - 1)
                if is_frame:
                    yield from inner  # a frame around text, not a table
                    return
            head = child(properties, "tblHeader")
            if head is not None and is_on(head) and heads == len(rows):
                heads += 1
            if cells:
                rows.append(WordRow(tuple(cells[:_MOST_CELLS]), tracked, hand))
        if rows:
            numbers = tuple(range(before_comments, self.comments.count))
            yield WordTable(tuple(rows), heads if heads < len(rows) else 0, numbers, stretch)


def _is_sign(marker: str) -> bool:
    return not any(each.isalnum() for each in marker) or marker == "o"


def _cell(inner: list[WordParagraph | WordTable]) -> WordCell:
    """Return what a cell says, with its changes taken and without; its paragraphs are lines."""
    after: list[str] = []
    before: list[str] = []
    for each in inner:
        if isinstance(each, WordTable):
            for row in each.rows:
                after.append(" | ".join(cell.text for cell in row.cells))
                before.append(" | ".join(cell.before for cell in row.cells))
            continue
        after.append("".join(p.text for p in each.pieces if p.tracked is not Tracked.DELETED))
        before.append("".join(p.text for p in each.pieces if p.tracked is not Tracked.INSERTED))
    return WordCell(
        "\n".join(each for each in after if each.strip()),
        "\n".join(each for each in before if each.strip()),
    )
