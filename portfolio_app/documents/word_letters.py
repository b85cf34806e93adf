"""The letters of one paragraph of a Word document, with who put them in or took them out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Protocol

from portfolio_app.documents.ooxml import (
    attribute,
    child,
    children,
    chosen,
    descendants,
    is_on,
    local,
)
from portfolio_app.documents.word_comments import Comments
from portfolio_app.documents.word_styles import Look, Styles
from portfolio_app.domain.word_copy import Hand, Piece, Tracked, WordParagraph, WordTable

_DEEPEST = 40
# Letters that no text shows or may hold: half pairs, objects, what turns the order of letters.
_UNSEEN = re.compile(
    "[\\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)
_MOST_LETTERS = 100_000  # of a paragraph
_MOST_PIECES = 10_000  # of a paragraph
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo", "hyperlink"})
_SPACES = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t", "softHyphen": ""}
_GONE = {"del": Tracked.DELETED, "moveFrom": Tracked.DELETED}
_NEW = {"ins": Tracked.INSERTED, "moveTo": Tracked.INSERTED}


class TooLongError(Exception):
    """A paragraph, or a document, holds more letters or pieces than are ever compared."""


class Desk(Protocol):
    """What a paragraph needs of the document that it stands in."""

    comments: Comments
    footnotes: dict[str, str]
    fields: list[str]
    styles: Styles

    def leave_out(self, what: str) -> None:
        """Remember that something of this kind is not read."""

    def hand(self, element: Any) -> int:
        """Return the number of whoever made a tracked change."""

    def mark(self, element: Any) -> None:
        """A bookmark begins or ends here."""

    def picture(self, relation_id: str, around: Any) -> Piece | None:
        """Return a piece for a picture."""

    def boxed(self, element: Any) -> list[WordParagraph | WordTable]:
        """Return the paragraphs of a text box."""


def hand_of(element: Any) -> Hand:
    """Return who made a tracked change, and when."""
    return Hand(attribute(element, "author")[:200], attribute(element, "date")[:40])


class Letters:
    """Gathers the pieces of a paragraph while its elements are walked.

    ``boxes`` are the paragraphs of text boxes that hang in it; ``began_contents``: a list of
    contents begins in it.
    """

    def __init__(self, desk: Desk, look: Look) -> None:
        self.pieces: list[Piece] = []
        self.boxes: list[WordParagraph | WordTable] = []
        self.began_contents = False
        self._desk = desk
        self._look = look
        self._tracked = Tracked.KEPT
        self._hand = -1
        self._is_nothing = 0  # inside what was put in and taken out again
        self._depth = 0
        self._letters_read = 0

    def walk(self, element: Any) -> None:
        """Read the elements of a paragraph, or of something that wraps a part of it.

        Raises:
            TooLongError: it holds more than is ever compared.
        """
        if self._depth > _DEEPEST:
            self._desk.leave_out("what is nested very deep")
            return
        self._depth += 1
        for each in children(element):
            match local(each):
                case "r":
                    self._run(each)
                case "ins" | "moveTo" | "del" | "moveFrom":
                    self._change(each)
                case "fldSimple":
                    self._desk.fields.append(attribute(each, "instr"))
                    self.walk(each)
                    self._desk.fields.pop()
                case "bookmarkStart" | "bookmarkEnd":
                    self._desk.mark(each)
                case "commentRangeStart" | "commentRangeEnd":
                    self._desk.comments.mark(each)
                case "oMath" | "oMathPara":
                    self._desk.leave_out("the layout of formulas")
                    self._add("".join(part.text or "" for part in descendants(each, "t")), None)
                case "AlternateContent":
                    self.walk(chosen(each))
                case name if name in _WRAPPERS:
                    self.walk(each)
        self._depth -= 1

    def _change(self, element: Any) -> None:
        kind = _GONE.get(local(element)) or _NEW[local(element)]
        before = self._tracked, self._hand
        is_both = Tracked.KEPT not in (kind, before[0]) and kind is not before[0]
        self._is_nothing += is_both
        self._tracked, self._hand = kind, self._desk.hand(element)
        self.walk(element)
        self._tracked, self._hand = before
        self._is_nothing -= is_both

    def _run(self, element: Any) -> None:
        looks = child(element, "rPr")
        vanish = child(looks, "vanish")
        is_hidden = bool(self._look.hidden) if vanish is None else is_on(vanish)
        # A run's own marks say the same in files of some programs: [ISO 29500] 17.13.5.
        for name, kind in (("del", Tracked.DELETED), ("ins", Tracked.INSERTED)):
            found = child(looks, name)
            if found is not None and self._tracked is Tracked.KEPT:
                self._tracked, self._hand = kind, self._desk.hand(found)
                self._letters(element, looks, is_hidden=is_hidden)
                self._tracked, self._hand = Tracked.KEPT, -1
                return
        self._letters(element, looks, is_hidden=is_hidden)

    def _letters(self, element: Any, looks: Any, *, is_hidden: bool) -> None:
        for each in children(element):
            name = local(each)
            match name:
                case "t" | "delText":
                    if is_hidden:
                        self._desk.leave_out("hidden words")
                    else:
                        self._add(each.text or "", looks)
                case "br":
                    if attribute(each, "type") not in ("page", "column"):
                        self._add("\n", looks)
                case "tab" | "cr" | "noBreakHyphen" | "ptab" | "softHyphen":
                    self._add(_SPACES[name], looks)
                case "sym":
                    self._add(_symbol(attribute(each, "char")), looks)
                case "footnoteReference" | "endnoteReference":
                    kind = name.removesuffix("Reference")
                    said = self._desk.footnotes.get(f"{kind} {attribute(each, 'id')}", "")
                    if said:
                        self._put(Piece(note=said))
                case "commentReference":
                    number = self._desk.comments.mark(each)
                    if number is not None:
                        self._hang(number)
                case "fldChar":
                    self._field(attribute(each, "fldCharType"))
                case "instrText":
                    if self._desk.fields:
                        self._desk.fields[-1] += each.text or ""
                        self.began_contents |= self._desk.fields[-1].split()[:1] == ["TOC"]
                case "drawing" | "pict" | "object":
                    self._drawing(each)
                case "AlternateContent":
                    for part in children(chosen(each)):
                        if local(part) in ("drawing", "pict", "object"):
                            self._drawing(part)

    def _field(self, kind: str) -> None:
        if kind == "begin" and len(self._desk.fields) < _DEEPEST:
            self._desk.fields.append("")
        elif kind == "end" and self._desk.fields:
            self._desk.fields.pop()

    def _drawing(self, element: Any) -> None:
        boxes = list(descendants(element, "txbxContent"))
        if boxes:
            self.boxes += self._desk.boxed(boxes[0])
            return
        seen = False
        for each in descendants(element, "blip", "imagedata"):
            uid = attribute(each, "embed") or attribute(each, "id")
            if not uid:
                self._desk.leave_out("pictures from elsewhere")
                continue
            piece = self._desk.picture(uid, element)
            if piece is not None and not seen:
                seen = True
                self._put(piece)
        if not seen and next(descendants(element, "chart", "relIds"), None) is not None:
            self._desk.leave_out("charts and diagrams")

    def _hang(self, number: int) -> None:
        """A comment without a range hangs on the words before it."""
        if self.pieces:
            last = self.pieces.pop()
            self.pieces.append(replace(last, comments=(*last.comments, number)))
        else:
            self.pieces.append(Piece(comments=(number,)))

    def _put(self, piece: Piece) -> None:
        if self._is_nothing:
            return
        self._count(0)
        self.pieces.append(
            replace(
                piece, tracked=self._tracked, hand=self._hand, comments=self._desk.comments.running
            )
        )

    def _add(self, said: str, looks: Any) -> None:
        said = _UNSEEN.sub("", said)
        if not said or self._is_nothing:
            return
        self._count(len(said))
        if self._tracked is not Tracked.DELETED:
            self._desk.comments.words(said)
        strong, slanted = self._looks(looks)
        piece = Piece(said, strong, slanted, self._tracked, self._hand,
                      comments=self._desk.comments.running)  # fmt: skip
        if self.pieces:
            last = self.pieces[-1]
            if replace(last, text="") == replace(piece, text="") and last.text:
                self.pieces[-1] = replace(last, text=last.text + said)
                return
        self.pieces.append(piece)

    def _count(self, letters: int) -> None:
        """Stop at once where there is too much: what is read first is not thrown away last."""
        self._letters_read += letters
        if self._letters_read > _MOST_LETTERS or len(self.pieces) >= _MOST_PIECES:
            raise TooLongError

    def _looks(self, looks: Any) -> tuple[bool, bool]:
        """Return whether letters are bold and italic where their paragraph's style is not."""
        told = {local(each): each for each in children(looks)}
        named = (
            self._desk.styles.look(attribute(told["rStyle"], "val")) if "rStyle" in told else Look()
        )
        strong = is_on(told["b"]) if "b" in told else bool(named.bold)
        slanted = is_on(told["i"]) if "i" in told else bool(named.italic)
        return strong and not self._look.bold, slanted and not self._look.italic


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
