"""The answers in a form that came back: from its fields, from what they show, from the page.

A field's value is the answer; where its look says something else, both are told. Where fields were
drawn into the page (flattened, printed), the words in a field's place are its answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops

from portfolio_app.documents.answers import begins, same
from portfolio_app.documents.pdf_values import Box
from portfolio_app.documents.returned import letters
from portfolio_app.documents.returned.compared import Compared, Pair
from portfolio_app.documents.returned.dots import Drawings
from portfolio_app.documents.returned.fields import Widget, by_name
from portfolio_app.documents.returned.letters import Letter
from portfolio_app.documents.returned.places import area, within
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import forms
from portfolio_app.domain.returned import Answer, AnswerFrom, Difference, Part

_TICKED = 0.05  # of a button's place that is inked
_LIKE_OURS = 0.4  # how alike a mark is to the one that the form draws itself
_PARAGRAPH = 1.75  # of the size of the letters between two lines
_TICKS = frozenset("✓✔✗✘●•■lun48HXx\u2b24\uf06c\uf034")
_OVER_THE_EDGE = 3  # letters that a line may lose at the edge of its field
_PUSHED_IN = 2  # letters of ours that another program's wider ones may push into a field
_LINES = 1 << 12  # ISO 32000-2, 12.7.5.3: a field of many lines
_FOOT = 1.1  # of the size of the letters, from the last line to the foot of its place
CUT_OFF = (
    "Page {0}: an answer fills its place to the foot, so more of it may be cut off. Ask for the "
    "form itself, saved and not printed."
)
_NOT_ASKED = (forms.CODE, forms.VERSION)
_YES = "yes"


def of_fields(found: Compared) -> Iterator[Answer]:
    """Yield what the fields hold, in the order of the form; those that are empty are left out."""
    theirs = by_name(found.back_fields)
    for field in by_name(found.sent_fields):
        widgets = theirs.get(field, [])
        if not widgets or field in _NOT_ASKED or widgets[0].kind == "/Sig":
            continue
        one = widgets[0]
        if one.is_button:
            yield from _of_button(field, widgets)
        elif one.value.strip():
            yield Answer(field, "\n".join(one.value.splitlines()))
        elif shown := _shown(widgets):
            yield Answer(field, shown, AnswerFrom.LOOK)


def _of_button(field: str, widgets: Sequence[Widget]) -> Iterator[Answer]:
    value = widgets[0].value
    shown = next((each.shows for each in widgets if each.shows), "")
    is_tick = len({each.on for each in widgets if each.on}) <= 1
    told = value or shown
    if told:
        source = AnswerFrom.FIELD if value else AnswerFrom.LOOK
        yield Answer(field, _YES if is_tick else told, source)


def _shown(widgets: Sequence[Widget]) -> str:
    return next((each.shows.strip() for each in widgets if each.shows and each.shows.strip()), "")


def of_disagreement(found: Compared) -> Iterator[Difference]:
    """Yield fields whose value and look say different things."""
    for field, widgets in by_name(found.back_fields).items():
        one = widgets[0]
        if field in _NOT_ASKED or one.kind == "/Sig":
            continue
        asked = _asked(found.sent_fields, field) or one.question or field
        if one.is_button:
            shows = {each.shows for each in widgets if each.shows}
            if shows and shows != {one.value} and (one.value or len(shows) > 1):
                yield _differs(asked, one, ", ".join(sorted(shows)), one.value)
            elif one.value and not shows and any(each.shows is not None for each in widgets):
                yield _differs(asked, one, "nothing", one.value)
            elif (drawn := _drawn(found, field)) and _is_another(found, one, shows, drawn):
                yield _differs(asked, one, ", ".join(sorted(drawn)), one.value)
            continue
        for each in widgets:
            shown = (each.shows or "").strip()
            if shown and not _agree(shown, each.value):
                yield _differs(asked, each, shown, each.value)
                break


def _drawn(found: Compared, field: str) -> set[str]:
    """Return which of a field's buttons are seen to be on, whatever the file says of them."""
    return {
        widget.on or _YES
        for pair in found.pairs
        if pair.filled is not None and not pair.is_redrawn
        for widget in found.sent_fields
        if widget.name == field
        and widget.page_index == pair.place.index
        and pair.filled.added(_inner(widget.box)) > _TICKED
    }


def _is_another(found: Compared, one: Widget, shows: set[str], drawn: set[str]) -> bool:
    """Whether what is seen is not what the field holds: the looks of its buttons were exchanged.

    Ink over a button whose field holds nothing is an answer by hand, and no disagreement.
    """
    if held := one.value or next(iter(shows), ""):
        return held not in drawn
    pair = next((e for e in found.pairs if e.place.index == one.page_index), None)
    return pair is not None and pair.over is None


def _asked(sent: Sequence[Widget], field: str) -> str:
    return next((each.question for each in sent if each.name == field), "")


def _agree(shown: str, value: str) -> bool:
    """Whether a look shows a value, or as much of it as its fonts and its room allow."""
    shown = forms.without_remark(shown)
    if same(shown, value) or begins(value, shown):
        return True
    # A program without our letters leaves out what it can't write, or writes "?" instead.
    plain, told = (_plain(each) for each in (value, shown))
    if not plain and told:
        return False
    return told in plain or _is_within(told, plain) or _is_cut(shown, value)


def _plain(words: str) -> str:
    return "".join(e for e in letters.folded(words) if e.isascii() and e != "?")


def _is_within(short: str, long: str) -> bool:
    """Whether letters come in this order: what was left out is only what a font lacks."""
    if len(short) < len(long) * 0.9:
        return False
    rest = iter(long)
    return all(each in rest for each in short)


def _is_cut(shown: str, value: str) -> bool:
    """Whether lines follow one another as in the value, cut only where a field's edge may cut them.

    Some viewers let a line run over the edge by a letter or two, and write quotes and dashes with
    letters that nobody can read back; lines below the foot are gone.
    """
    long = _letters(value)
    lines = [each for each in map(_letters, shown.splitlines()) if each]
    at = 0
    for line in lines:
        found = long.find(line, at, at + len(line) + _OVER_THE_EDGE)
        if found < 0:
            return False
        at = found + len(line)
    return bool(lines)


def _letters(words: str) -> str:
    return "".join(each for each in _plain(words) if each.isalnum())


def _differs(asked: str, widget: Widget, shown: str, value: str) -> Difference:
    holds = f"holds “{_piece(value)}”" if value.strip() else "holds no answer"
    shows = f"shows “{_piece(shown)}”" if shown != "nothing" else "shows nothing"
    return Difference(
        Part.ANSWERS,
        f"Page {widget.page_index + 1}: the answer to “{_piece(asked)}” {holds}, but the page "
        f"{shows}.",
        widget.page_index, value, "" if shown == "nothing" else shown,
    )  # fmt: skip


def _piece(words: str) -> str:
    short = one_line(words)
    return short if len(short) <= 70 else f"{short[:69]}…"


def of_pages(found: Compared) -> Iterator[Answer]:
    """Yield the answers that were drawn into the page: words in a field's place, our own ticks."""
    known = {each.name for each in of_fields(found)}
    for pair in found.pairs:
        seen = [each for each in pair.letters if not each.unseen]
        for widget in (e for e in found.sent_fields if e.page_index == pair.place.index):
            if widget.name in (*_NOT_ASKED, *known) or area(widget.box) == 0:
                continue
            if not widget.is_button:
                told = words_in(seen, widget.box) if widget.kind == "/Tx" else ""
                if len(letters.folded(told)) > (_PUSHED_IN if pair.is_redrawn else 0):
                    if _fills_to_the_foot(seen, widget):
                        found.notes.append(CUT_OFF.format(pair.place.index + 1))
                    yield Answer(widget.name, told, AnswerFrom.PAGE)
            elif is_marked(pair, widget) and (
                _has_tick(seen, widget.box) or _is_ours(found, pair, widget)
            ):
                several = [e for e in found.sent_fields if e.name == widget.name]
                value = widget.on if len(several) > 1 else _YES
                yield Answer(widget.name, value, AnswerFrom.PAGE)


def _fills_to_the_foot(seen: Sequence[Letter], widget: Widget) -> bool:
    """Whether words of many lines reach the foot of their place, so that more may be cut off."""
    if not widget.flags & _LINES:
        return False
    inside = [each for each in seen if within(*each.middle, widget.box, 1.0)]
    last = min(inside, key=lambda each: each.base)
    return last.base - widget.box[1] < _FOOT * last.size


def words_in(seen: Sequence[Letter], box: Box) -> str:
    """Return the words in a place, a line feed between paragraphs."""
    inside = [each for each in seen if within(*each.middle, box, 1.0)]
    told: list[str] = []
    last: float | None = None
    for line in letters.lines(inside):
        if last is not None:
            told.append("\n" if last - line[0].base > _PARAGRAPH * line[0].size else " ")
        told.append(letters.joined(line))
        last = line[0].base
    return "".join(told).strip()


def is_marked(pair: Pair, widget: Widget) -> bool:
    """Return whether something was drawn into a button on the page itself."""
    return pair.drawings.added(_inner(widget.box)) > _TICKED


def _inner(box: Box) -> Box:
    edge = (box[2] - box[0]) * 0.18
    return box[0] + edge, box[1] + edge, box[2] - edge, box[3] - edge


def _has_tick(seen: Sequence[Letter], box: Box) -> bool:
    return any(each.text in _TICKS and within(*each.middle, box) for each in seen)


def _is_ours(found: Compared, pair: Pair, widget: Widget) -> bool:
    """Whether a mark looks like the one that the form itself draws in a button."""
    index = pair.place.index
    on = Drawings(found.sent.pictures[index], found.sent.ticked(index), pair.place.height)
    ours, theirs = (each.patch(_inner(widget.box)) for each in (on, pair.drawings))
    both = _weight(ours) + _weight(theirs)
    return both > 0 and 1 - _weight(ImageChops.difference(ours, theirs)) / both > _LIKE_OURS


def _weight(picture: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(picture.histogram()) if count)
