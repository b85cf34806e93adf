"""Which pieces of evidence keep a bundle from being PDF/UA-1, and why, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Dictionary, Pdf, PdfError, Stream

from portfolio_app.pdf import evidence_fonts
from portfolio_app.pdf.evidence_fonts import Fault
from portfolio_app.pdf.ua import Failure, Opinion, Said
from portfolio_app.problems import Level, Problem

SOURCE = "PDF/UA-1, ISO 14289-1:2014."
_DEPTH = 12
_FONT = re.compile(r"font object (\d+) (\d+)")
_PAGE = re.compile(r"page (\d+)")
_INVISIBLE = re.compile(rb"(?<![\d.])3\s+Tr\b")  # text that is there to be searched, not seen
_SHOWN = re.compile(rb"""[^()<>\[\]\s][)>\]\s]+(?:TJ|Tj|'|")""")  # something between the brackets
_ARTIFACT = re.compile(rb"/Artifact\s*(?:BMC|/\w+\s+BDC|<<)")

# What the checker's rules mean for a piece of evidence: the first part of a rule's name decides.
_MEANINGS = (
    ("FONT-EMBEDDING", Fault("tagging.fonts", "a font is not in the file")),
    ("FONT-UNICODE", Fault("tagging.letters", "the file does not say which letters a font draws")),
    ("NOTDEF", Fault("tagging.glyphs", "a letter has no shape in its font")),
    ("FONT-GLYPH-PRESENCE", Fault("tagging.glyphs", "a letter has no shape in its font")),
    (
        "FONT-GLYPH-WIDTH",
        Fault("tagging.glyphs", "the widths of letters differ from those in their font"),
    ),
    (
        "FONT-TYPE1-CHARSET",
        Fault("tagging.glyphs", "a font does not list its letters as the standard asks"),
    ),
    (
        "CID-SUBSET",
        Fault("tagging.glyphs", "a font does not list its letters as the standard asks"),
    ),
    (
        "TRUETYPE",
        Fault("tagging.encoding", "a font's table of letters is not as the standard asks"),
    ),
    ("CID", Fault("tagging.encoding", "a font's table of letters is not as the standard asks")),
    ("CMAP", Fault("tagging.encoding", "a font's table of letters is not as the standard asks")),
    (
        "TYPE0",
        Fault("tagging.encoding", "a font's table of letters is not as the standard asks"),
    ),
    (
        "ARTIFACT",
        Fault("tagging.marks", "its own marks for headers and footers are inside its pages"),
    ),
    ("TAGGED-CONTENT", Fault("tagging.marks", "its own marks are inside its pages")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Pages of one piece in the bundle, counted from 1: ``first`` to ``last``."""

    ref: str
    uid: str
    first: int
    last: int


@dataclass(slots=True)
class Survey:
    """What our own look at the evidence found: for each piece, what is wrong with it."""

    found: dict[str, tuple[Place, dict[Fault, None]]] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether something was found that no checker could agree with."""
        return any(fault.sure for _, faults in self.found.values() for fault in faults)

    def add(self, place: Place, fault: Fault) -> None:
        """Note a fault of a piece."""
        self.found.setdefault(place.uid, (place, {}))[1].setdefault(fault)


def survey(pdf: Pdf, places: Sequence[Place]) -> Survey:
    """Return what is plainly wrong with the fonts that the evidence's pages draw with."""
    found = Survey()
    known: dict[tuple[int, int], tuple[Fault, ...]] = {}
    pages = [page.obj for page in pdf.pages]
    for place in places:
        noted: set[tuple[int, int]] = set()
        for number in range(place.first, place.last + 1):
            for name, font, holder in _fonts(_evidence(pages[number - 1]), 0, set()):
                key = font.objgen
                if key == (0, 0) or key not in known:
                    known[key] = evidence_fonts.faults(font)
                if not known[key] or (key != (0, 0) and key in noted):
                    continue
                use = _use(name, holder)
                if use is None:
                    continue  # it is offered, but nothing is drawn with it here
                noted.add(key)
                for fault in known[key]:
                    doubt = Fault(fault.rule, fault.words, sure=fault.sure and use)
                    found.add(place, doubt)
    return found


def problems(
    found: Survey, opinion: Opinion | None, pdf: Pdf | None, places: Sequence[Place]
) -> list[Problem]:
    """Return why PDF/UA-1 was not declared: nothing when the checker agreed.

    Args:
        found: our own look at the evidence.
        opinion: what the checker said; None when it was not asked, because ``found`` is sure.
        pdf: the finished bundle, whose object numbers the checker names where it saw failures.
        places: where the pieces are.

    Raises:
        ValueError: the checker saw failures and there is no ``pdf`` to find them in.
    """
    if opinion is not None:
        if opinion.said is Said.AGREED:
            return []
        if opinion.said is not Said.BROKEN and not found.sure:
            return [_not_checked(opinion.said)]
        for failure in opinion.failures:
            if pdf is None:
                raise ValueError("where the checker saw failures the bundle is needed")
            _blame(found, failure, pdf, places)
    told = [
        _told(place, rule, [fault.words for fault in faults if fault.rule == rule])
        for place, faults in found.found.values()
        for rule in dict.fromkeys(fault.rule for fault in faults)
    ]
    if opinion is not None and opinion.said is Said.BROKEN and not told:
        told.append(_unknown(opinion.failures))
    return told


def _told(place: Place, rule: str, words: Sequence[str]) -> Problem:
    why = "; ".join(dict.fromkeys(words))
    return Problem(
        Level.INFORMATION,
        rule,
        place.ref,
        f"{place.ref} keeps the bundle from being declared PDF/UA-1 (made for screen readers): "
        f"{why}. The bundle is tagged all the same.",
        about_uid=place.uid,
        source=SOURCE,
    )


def _not_checked(said: Said) -> Problem:
    why = {
        Said.TOO_LARGE: "it is too large for the check",
        Said.MISSING: "the checker is not installed on this computer",
    }.get(said, "the checker could not read it to the end")
    return Problem(
        Level.INFORMATION,
        "tagging.not-checked",
        "",
        f"The bundle is tagged, but it is not declared PDF/UA-1 because it was not checked: {why}.",
        source=SOURCE,
    )


def _unknown(failures: Sequence[Failure]) -> Problem:
    rules = ", ".join(dict.fromkeys(each.rule for each in failures[:5]))
    return Problem(
        Level.INFORMATION,
        "tagging.other",
        "",
        f"The bundle is tagged, but it is not declared PDF/UA-1: the checker names {rules}.",
        source=SOURCE,
    )


def _blame(found: Survey, failure: Failure, pdf: Pdf, places: Sequence[Place]) -> None:
    """Find the pieces behind what the checker says; it names the first place of each rule only."""
    short = failure.rule.removeprefix("PDFUA1-")
    fault = next(
        (meaning for start, meaning in _MEANINGS if short.startswith(start)),
        Fault("tagging.other", f"the checker names {failure.rule}"),
    )
    pages = [page.obj for page in pdf.pages]
    if fault.rule == "tagging.marks":
        for place in places:
            if any(_has_artifacts(_evidence(pages[n - 1]), 0, set()) for n in _numbers(place)):
                found.add(place, fault)
        return
    font = _FONT.search(failure.message)
    if font is not None:
        wanted = (int(font[1]), int(font[2]))
        for place in places:
            if any(
                each.objgen == wanted or evidence_fonts.descendant(each).objgen == wanted
                for n in _numbers(place)
                for _, each, _ in _fonts(_evidence(pages[n - 1]), 0, set())
            ):
                found.add(place, fault)
        return
    page = _PAGE.search(failure.message)
    if page is not None:
        for place in places:
            if place.first <= int(page[1]) <= place.last:
                found.add(place, fault)


def _numbers(place: Place) -> range:
    return range(place.first, place.last + 1)


def _evidence(page: Any) -> Any:
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    return forms.get("/Ev") if isinstance(forms, Dictionary) else None


def _parts(form: Any, kind: str) -> Iterator[tuple[str, Any]]:
    resources = form.get("/Resources") if isinstance(form, Dictionary | Stream) else None
    some = resources.get(kind) if isinstance(resources, Dictionary) else None
    if isinstance(some, Dictionary):
        yield from some.items()


def _inner(form: Any) -> Iterator[Any]:
    """Yield what a form draws with that may hold words of its own."""
    for _, each in _parts(form, "/XObject"):
        if isinstance(each, Stream) and each.get("/Subtype") == "/Form":
            yield each
    for _, each in _parts(form, "/Pattern"):
        if isinstance(each, Stream):
            yield each


def _fonts(form: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[tuple[str, Any, Stream]]:
    """Yield name, font, and the form that draws with it; each form once."""
    if not isinstance(form, Stream) or form.objgen in seen or depth > _DEPTH:
        return
    seen.add(form.objgen)
    for name, font in _parts(form, "/Font"):
        if isinstance(font, Dictionary):
            yield name, font, form
    for each in _inner(form):
        yield from _fonts(each, depth + 1, seen)


def _use(name: str, holder: Stream) -> bool | None:
    """Return whether a form surely shows words in a font; None when it does not name it."""
    try:
        data = holder.read_bytes()
    except PdfError:
        return False
    plain = re.escape(name.encode("utf-8", "surrogateescape"))
    if b"#" not in data and re.search(plain + rb"(?![^\s/\[\]<>(){}%])", data) is None:
        return None
    if _INVISIBLE.search(data):
        return False
    return any(  # many programs choose a font and then show nothing with it
        _SHOWN.search(data, chosen.end(), _next_font(data, chosen.end()))
        for chosen in re.finditer(plain + rb"\s+[-+.\d]+\s+Tf\b", data)
    )


def _next_font(data: bytes, after: int) -> int:
    found = data.find(b"Tf", after)
    return found if found >= 0 else len(data)


def _has_artifacts(form: Any, depth: int, seen: set[tuple[int, int]]) -> bool:
    if not isinstance(form, Stream) or form.objgen in seen or depth > _DEPTH:
        return False
    seen.add(form.objgen)
    try:
        if _ARTIFACT.search(form.read_bytes()):
            return True
    except PdfError:
        return False
    return any(_has_artifacts(each, depth + 1, seen) for each in _inner(form))
