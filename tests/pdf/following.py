"""Follows everything that points to a page in a bundle, as a person with another reader would.

pypdf says where links, bookmarks and named places lead; PDFium says what stands there in print.
Nothing of what the app says about the bundle is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

SECTIONS = {
    "Annex A": "Annex A: KSB evidence map",
    "Index": "Index by KSB",
}


@dataclass(frozen=True)
class Told:
    """A piece as it should be in the bundle: each claim is a KSB's code, page from 1, and words."""

    ref: str
    title: str
    pages: int
    claims: tuple[tuple[str, int, str], ...] = ()


class Reading:
    """A bundle as two other readers see it; pages count from 1."""

    def __init__(
        self, path: Path, pieces: Sequence[Told], headings: Mapping[str, str] | None = None
    ) -> None:
        self._headings = headings or {}
        self._pypdf = pypdf.PdfReader(path)
        self._numbers = {
            page.indirect_reference.idnum: number  # type: ignore[union-attr]
            for number, page in enumerate(self._pypdf.pages, 1)
        }
        self._pdfium = pypdfium2.PdfDocument(path)
        self._text_pages = [page.get_textpage() for page in self._pdfium]
        self.texts = [" ".join(each.get_text_range().split()) for each in self._text_pages]
        self._pieces = {each.ref: each for each in pieces}
        self._fronts: dict[str, int] = {}
        self._passages: dict[tuple[str, str], set[int]] = {}

    def close(self) -> None:
        """Let go of the file."""
        for each in self._text_pages:
            each.close()
        self._pdfium.close()

    def wrongs(self) -> list[str]:
        """Return everything that is not as it should be."""
        return [
            *self._in_pieces(),
            *self._in_labels(),
            *self._in_links(),
            *self._in_bookmarks(),
            *self._in_names(),
            *self._in_index(),
        ]

    def _in_pieces(self) -> Iterator[str]:
        """Every piece follows the one before it; its pages and its claimed words are there."""
        before = 0
        for ref, piece in self._pieces.items():
            heads = [n for n, text in enumerate(self.texts, 1)
                     if text.startswith(f"{ref} {piece.title} ")]  # fmt: skip
            if len(heads) != 1 or heads[0] <= before:
                yield f"{ref} has its front sheet on {heads}, after {before}"
                continue
            self._fronts[ref] = before = heads[0]
            stamped = [n for n, text in enumerate(self.texts, 1)
                       if re.match(rf"{ref} (?:page \d+ of|no pages)", text)]  # fmt: skip
            first = before + 1
            while first <= len(self.texts) and first not in stamped:
                first += 1  # a front sheet of many claims goes on
            if stamped != list(range(first, first + max(piece.pages, 1))):
                yield f"the pages of {ref} are {stamped}"
                continue
            before = stamped[-1]
            for number, page in enumerate(stamped, 1):
                if not piece.pages:
                    continue
                if not self._page(page).startswith(f"{ref} page {number} of {piece.pages} "):
                    yield f"page {page} is not page {number} of {ref}"
                if words_of(piece.title, number, 1) not in self._page(page):
                    yield f"page {page} does not hold what page {number} of {ref} holds"
            for code, page, words in piece.claims:
                place = stamped[page - 1] if piece.pages else stamped[0]
                self._passages.setdefault((code, ref), set()).add(place)
                if words not in self._page(place):
                    yield f"the words of {code} in {ref} are not on page {place}"

    def _in_labels(self) -> Iterator[str]:
        count = len(self.texts)
        if self._pypdf.page_labels != [str(n) for n in range(1, count + 1)]:
            yield "labels"
        for number in range(2, count + 1):
            if f"Page {number} of {count}" not in self._page(number):
                yield f"page {number} is not called so"

    def _in_links(self) -> Iterator[str]:
        count = 0
        for number, page in enumerate(self._pypdf.pages, 1):
            for each in page.get("/Annots", ()):
                link: Any = each.get_object()
                count += 1
                to = self._numbers[link["/Dest"][0].idnum]
                box = [float(side) for side in link["/Rect"]]
                shown = self._text_pages[number - 1].get_text_bounded(*box)
                shown = " ".join(shown.split())
                said = str(link["/Contents"])
                if not self._is_right(said, to) or not self._is_shown_right(shown, to):
                    yield f"page {number}: “{shown}” ({said}) leads to page {to}"
        if count < 4 * len(self.texts) // 2:
            yield f"only {count} links"

    def _is_right(self, said: str, to: int) -> bool:
        if found := re.fullmatch(r"(?:Go to the f|F)ront sheet of (E\d+)", said):
            return self._fronts.get(found[1]) == to
        if found := re.fullmatch(r"(\w+) in the index", said):
            return self._heading(found[1]) in self._page(to)
        if found := re.fullmatch(r"(\w+) in (E\d+), page (\d+)", said):
            return to == int(found[3]) and to in self._passages.get((found[1], found[2]), ())
        if said == "Go to the passage":
            return any(to in places for places in self._passages.values())
        if found := re.fullmatch(r"Go to (.+)", said):
            return self._page(to).startswith(SECTIONS.get(found[1], found[1]))
        return False

    def _is_shown_right(self, shown: str, to: int) -> bool:
        """What is printed where a person clicks is what they get."""
        if found := re.match(r"(\d\d+|\d)(?: \(\d+\))?$", shown):
            is_piece = self._fronts.get(f"E{int(found[1]):02d}") == to  # the head of annex A
            return int(found[1]) == to or is_piece
        if found := re.search(r"front sheet p (\d+)", shown):
            return int(found[1]) == to
        if found := re.search(r"“(\w+ of \w+ line \w+)", shown):
            return found[1] in self._page(to)
        return True

    def _in_bookmarks(self) -> Iterator[str]:
        seen = set()
        waiting: list[Any] = [self._pypdf.outline]
        while waiting:
            for each in waiting.pop():
                if isinstance(each, list):
                    waiting.append(each)
                    continue
                title = str(each.title)
                seen.add(title)
                to = self._pypdf.get_destination_page_number(each) + 1  # type: ignore[operator]
                if not self._is_marked_right(title, to):
                    yield f"bookmark {title} leads to page {to}"
        wanted = {f"{ref} {piece.title}" for ref, piece in self._pieces.items()}
        if not wanted <= seen:
            yield f"no bookmark for {wanted - seen}"

    def _is_marked_right(self, title: str, to: int) -> bool:
        if title == "Cover":
            return to == 1
        if title == "Evidence":
            return to == min(self._fronts.values())
        if re.match(r"[KSB]\d+ ", title):
            return f"{title} " in self._page(to) and "E0" not in self._page(to)[:3]
        return self._page(to).startswith(title)

    def _in_names(self) -> Iterator[str]:
        named = {
            name: self._numbers[place.page.idnum]  # type: ignore[union-attr]
            for name, place in self._pypdf.named_destinations.items()
        }
        for ref, front in self._fronts.items():
            if named.get(ref) != front:
                yield f"the name {ref} leads to page {named.get(ref)}"
        for name, to in named.items():
            is_ksb = re.fullmatch(r"[KSB]\d+", name)
            if is_ksb and self._heading(name) not in self._page(to):
                yield f"the name {name} leads to page {to}"

    def _in_index(self) -> Iterator[str]:
        """Every claim stands in the index once, with the page that its words are on."""
        start = next(n for n, text in enumerate(self.texts) if text.startswith("Index by KSB"))
        end = next(n for n, text in enumerate(self.texts) if text.startswith("Declarations"))
        printed = " ".join(self.texts[start:end])
        rows = re.findall(r"(\d+) (E\d+) (?:“(.+?)”|Whole item)", printed)
        claims = sum(len(piece.claims) for piece in self._pieces.values())
        if len(rows) != claims:
            yield f"the index has {len(rows)} passages of {claims}"
        for page, ref, words in rows:
            if not self._page(int(page)).startswith(f"{ref} ") or words not in self._page(
                int(page)
            ):
                yield f"the index says page {page} of {ref} for {words}"

    def _heading(self, code: str) -> str:
        """Return what the index prints above the passages of a KSB."""
        return self._headings.get(code, f"{code} Short wording of {code} ")

    def _page(self, number: int) -> str:
        return self.texts[number - 1]


def words_of(title: str, page: int, line: int) -> str:
    """Return words that stand on one line of one page of one piece, and nowhere else."""
    return f"{_letters(title)} of {_letters(str(page))} line {_letters(str(line))}"


def _letters(value: str) -> str:
    """Return letters for figures, so that no number of ours is mistaken for a page."""
    return "".join(chr(ord("p") + int(each)) if each.isdigit() else "" for each in value) or "p"
