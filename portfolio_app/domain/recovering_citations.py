"""Citations found again in words: a copy that comes back only has what they printed.

A citation is live again where its words stand as they were printed, at their place in the paragraph
they were in. Where somebody changed the words, the words stay and the citation is told as lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import Match, SequenceMatcher

from portfolio_app.domain.draft import Inline, InlineKind
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.word_copy import Piece

_ATOM = re.compile(r"\s+|\w+\s*|[^\w\s]\s*")
_NOTE = "\ufffc"
_AROUND = 8  # words that must stand beside a citation that is looked for in another paragraph
_LONG = 6_000  # atoms; longer texts are compared roughly
_GLUE = frozenset("-\u2010\u2011\u2013\u2014/&")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word or a sign with the space after it. ``key`` is what is compared.

    ``owner`` is the number of the citation whose printed words it is a part of, -1 for none.
    """

    key: str
    text: str
    strong: bool = False
    emphasis: bool = False
    owner: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a paragraph: where it is from, itself, and the words it printed."""

    uid: str
    number: int
    inline: Inline
    printed: str


@dataclass(slots=True)
class Source:
    """An old paragraph as it was printed."""

    atoms: list[Atom] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)


@dataclass(slots=True)
class Target:
    """A new paragraph: its atoms, and which citations stand where (begin, end, which)."""

    atoms: list[Atom]
    found: list[tuple[int, int, Cited]] = field(default_factory=list)

    def is_free(self, begin: int, end: int) -> bool:
        """Return whether no citation stands in a stretch yet."""
        return all(end <= a or b <= begin for a, b, _ in self.found)


def source(uid: str, inlines: Sequence[Inline], printed: Sequence[str]) -> Source:
    """Return an old paragraph as it was printed.

    ``printed`` are the words of its inlines other than typed ones, in order.
    """
    made = Source()
    words = iter(printed)
    number = 0
    pieces: list[tuple[str, Inline, int]] = []
    for inline in inlines:
        if inline.kind is InlineKind.WORDS:
            pieces.append((inline.text, inline, -1))
            continue
        said = next(words, "")
        if inline.kind is InlineKind.NOTE:
            pieces.append((_NOTE, inline, -1))
        elif said.strip():
            pieces.append((said, inline, len(made.cited)))
            made.cited.append(Cited(uid, number, inline, said))
        number += 1
    made.atoms = list(_atoms(pieces))
    return made


def target(pieces: Sequence[Piece]) -> Target:
    """Return a new paragraph, in which citations can be found."""
    told: list[tuple[str, Inline, int]] = []
    for piece in pieces:
        if piece.note:
            told.append((_NOTE, Inline(InlineKind.NOTE, piece.note), -1))
        elif piece.text:
            text = re.sub(r"[\t\n]", " ", piece.text)
            told.append((text, Inline(strong=piece.strong, emphasis=piece.emphasis, text=text), -1))
    return Target(list(_atoms(told)))


def _atoms(pieces: Sequence[tuple[str, Inline, int]]) -> Iterator[Atom]:
    """Cut the pieces' words, put together, into atoms; looks and owners are of the first letter."""
    whole = "".join(text for text, _, _ in pieces)
    starts: list[int] = []
    at = 0
    for text, _, _ in pieces:
        starts.append(at)
        at += len(text)
    piece = 0
    for match in _ATOM.finditer(whole):
        begin, end = match.span()
        while begin < end:  # a change of look or owner inside a word divides it
            while piece + 1 < len(starts) and starts[piece + 1] <= begin:
                piece += 1
            stop = starts[piece + 1] if piece + 1 < len(starts) else len(whole)
            text, inline, owner = pieces[piece]
            if owner < 0 and inline.kind is not InlineKind.NOTE:
                stop = end if _owner_at(pieces, starts, end - 1, piece) < 0 else min(stop, end)
            part = whole[begin : min(stop, end)]
            if inline.kind is InlineKind.NOTE and text == _NOTE:
                yield Atom(f"note {_folded(inline.text)}", "", note=inline.text)
                if len(part) > 1:
                    yield Atom(" ", part[1:])
            else:
                yield Atom(_folded(part), part, inline.strong, inline.emphasis, owner)
            begin += len(part)


def _owner_at(
    pieces: Sequence[tuple[str, Inline, int]], starts: Sequence[int], place: int, piece: int
) -> int:
    while piece + 1 < len(starts) and starts[piece + 1] <= place:
        if pieces[piece + 1][2] >= 0 or pieces[piece + 1][1].kind is InlineKind.NOTE:
            return 0
        piece += 1
    return pieces[piece][2]


def _folded(text: str) -> str:
    return normalise(text).text.strip() or " "


def locate(sources: Sequence[Source], into: Target, used: set[tuple[str, int]]) -> None:
    """Find the sources' citations in a new paragraph; those found are added to ``used``."""
    atoms: list[Atom] = []
    cited: list[Cited] = []
    for each in sources:
        shift = len(cited)
        atoms += [replace(a, owner=a.owner + shift) if a.owner >= 0 else a for a in each.atoms]
        cited += each.cited
    wanted = [n for n, each in enumerate(cited) if (each.uid, each.number) not in used]
    if not wanted:
        return
    spans = _spans(atoms)
    old, new = [a.key for a in atoms], [a.key for a in into.atoms]
    rough = len(old) + len(new) > _LONG
    blocks = SequenceMatcher(None, old, new, autojunk=rough).get_matching_blocks()
    left: list[int] = []
    for number in wanted:
        begin, end = spans[number]
        keys = old[begin:end]
        twins = [n for n in range(len(cited)) if old[slice(*spans[n])] == keys]
        places = _places(new, keys)
        is_clear = len(twins) == 1 or len(places) == len(twins)
        is_clear &= _is_telling(cited[number].printed) and _plain(atoms, keys) == 0
        for block in blocks:
            if block.a <= begin and end <= block.a + block.size:
                at = block.b + begin - block.a
                beside = _is_beside(old, block, begin, end)
                same = _cased(into.atoms[at : at + len(keys)]) == _cased(atoms[begin:end])
                if same and (is_clear or beside) and _fits(into, at, at + len(keys)):
                    into.found.append((at, at + len(keys), cited[number]))
                    used.add((cited[number].uid, cited[number].number))
                    break
        else:
            left.append(number)
    for number in left:
        keys = old[slice(*spans[number])]
        if not _is_telling(cited[number].printed) or _plain(atoms, keys):
            continue  # words that may be nothing but words
        rivals = [n for n in left if old[slice(*spans[n])] == keys]
        mine = _cased(atoms[slice(*spans[number])])
        places = [
            p
            for p in _places(new, keys)
            if _fits(into, p, p + len(keys)) and _cased(into.atoms[p : p + len(keys)]) == mine
        ]
        targets = {_target(cited[n].inline) for n in rivals}
        if (len(places) == 1 == len(rivals)) or (places and len(targets) == 1):
            at = places[0]
            into.found.append((at, at + len(keys), cited[number]))
            used.add((cited[number].uid, cited[number].number))


def _is_telling(printed: str) -> bool:
    """Return whether printed words can hardly be anything but a citation: they have a figure.

    A piece without a number prints its title, and "Budget" is a word like any other.
    """
    return any(each.isdigit() for each in printed)


def _plain(atoms: Sequence[Atom], keys: Sequence[str]) -> int:
    """Return how often words stand in an old paragraph without being a citation."""
    owners = [each.owner for each in atoms]
    places = _places([each.key for each in atoms], keys)
    return sum(any(owner < 0 for owner in owners[at : at + len(keys)]) for at in places)


def _cased(atoms: Sequence[Atom]) -> list[str]:
    """Return the capitals and small letters of atoms, without signs that programs change."""
    return [letter for each in atoms for letter in each.text if letter.isalnum()]


def _is_beside(old: Sequence[str], block: Match, begin: int, end: int) -> bool:
    """Return whether a word or sign beside a citation stayed beside it."""
    before = [key for key in old[block.a : begin] if key.strip()]
    after = [key for key in old[end : block.a + block.size] if key.strip()]
    return bool(before or after)


def locate_elsewhere(
    sources: Sequence[Source], targets: Sequence[Target], used: set[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    """Find citations that went to another paragraph together with words around them.

    They must stand, with eight of the words and signs that stood beside them and beside nothing
    else, at one place of all targets. Returns the number of the target by the citation's paragraph
    and number.
    """
    gone: dict[tuple[str, int], int] = {}
    before = [[atom.key for atom in each.atoms] for each in sources]
    for each in sources:
        spans = _spans(each.atoms)
        old = [atom.key for atom in each.atoms]
        for number, cited in enumerate(each.cited):
            if (cited.uid, cited.number) in used:
                continue
            begin, end = spans[number]
            hits: set[tuple[int, int]] = set()
            for low, high in ((begin - _AROUND, end), (begin, end + _AROUND)):
                if low < 0 or high > len(old):
                    continue
                keys = old[low:high]
                if sum(len(_places(all_old, keys)) for all_old in before) != 1:
                    continue
                for which, into in enumerate(targets):
                    for place in _places([atom.key for atom in into.atoms], keys):
                        hits.add((which, place + begin - low))
            free = {
                (which, at) for which, at in hits if _fits(targets[which], at, at + end - begin)
            }
            if len(hits) == 1 and free:
                which, at = free.pop()
                targets[which].found.append((at, at + end - begin, cited))
                used.add((cited.uid, cited.number))
                gone[cited.uid, cited.number] = which
    return gone


def inlines(into: Target) -> tuple[Inline, ...]:
    """Return a new paragraph with its citations live; looks and spaces as they came back."""
    made: list[Inline] = []
    at = 0
    for begin, end, cited in sorted(into.found, key=lambda each: each[0]):
        made += _words(into.atoms[at:begin])
        made.append(cited.inline)
        last = into.atoms[end - 1]
        space = last.text[len(last.text.rstrip()) :]
        if space:
            made.append(Inline(text=space))
        at = end
    made += _words(into.atoms[at:])
    return tidy(made)


def tidy(made: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return inlines so that no two of the same look stand beside each other; ends trimmed."""
    joined: list[Inline] = []
    for each in made:
        if each.kind is InlineKind.WORDS:
            if not each.text:
                continue
            if joined and joined[-1].kind is InlineKind.WORDS:
                last = joined[-1]
                alike = (last.strong, last.emphasis) == (each.strong, each.emphasis)
                if alike or not each.text.strip():
                    joined[-1] = replace(last, text=last.text + each.text)
                    continue
        joined.append(each)
    if joined and joined[0].kind is InlineKind.WORDS:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    if joined and joined[-1].kind is InlineKind.WORDS:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(each for each in joined if each.kind is not InlineKind.WORDS or each.text)


def _words(atoms: Sequence[Atom]) -> list[Inline]:
    made = []
    for each in atoms:
        if each.note:
            made.append(Inline(InlineKind.NOTE, each.note))
        else:
            made.append(Inline(text=each.text, strong=each.strong, emphasis=each.emphasis))
    return made


def _spans(atoms: Sequence[Atom]) -> dict[int, tuple[int, int]]:
    """Return where each citation's printed words are among the atoms."""
    found: dict[int, tuple[int, int]] = {}
    for at, atom in enumerate(atoms):
        if atom.owner >= 0:
            begin = found.get(atom.owner, (at, at))[0]
            found[atom.owner] = (begin, at + 1)
    return found


def _places(keys: Sequence[str], wanted: Sequence[str]) -> list[int]:
    size = len(wanted)
    return [
        at
        for at in range(len(keys) - size + 1)
        if keys[at] == wanted[0] and list(keys[at : at + size]) == list(wanted)
    ]


def _fits(into: Target, begin: int, end: int) -> bool:
    """Return whether words stand apart from what is around them, and no citation is there yet."""
    if not into.is_free(begin, end):
        return False
    before = into.atoms[begin - 1] if begin else None
    after = into.atoms[end] if end < len(into.atoms) else None
    first, last = into.atoms[begin], into.atoms[end - 1]
    if before is not None and not before.note and before.text[-1:].strip():
        glued = before.key[-1:].isalnum() and first.key[:1].isalnum()
        if glued or before.key[-1:] in _GLUE or _is_figure_sign(before, into, begin - 2):
            return False
    if after is not None and not after.note and last.text[-1:].strip():
        if last.key[-1:].isalnum() and after.key[:1].isalnum():
            return False
        following = into.atoms[end + 1] if end + 1 < len(into.atoms) else None
        runs_on = following is not None and following.key[:1].isalnum() and after.text == after.key
        if runs_on and (after.key in _GLUE or after.key in (".", ",")):
            return False
    return True


def _is_figure_sign(before: Atom, into: Target, at: int) -> bool:
    """Return whether a full stop or comma before is one inside a figure."""
    return before.key in (".", ",") and at >= 0 and into.atoms[at].text[-1:].isdigit()


def _target(inline: Inline) -> object:
    return replace(inline, text="", strong=False, emphasis=False)
