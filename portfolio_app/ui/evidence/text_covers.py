"""Hidden words in the flowing text: blocks or the label, unit for unit in place of the words.

Nothing moves: every position of the shown text stands for the same place of a page as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portfolio_app.domain.hiding import BLOCK
from portfolio_app.ui.evidence.text_map import TextMap
from portfolio_app.ui.kit.page_hides import Cover
from portfolio_app.ui.kit.page_selection import Caret

_LONE = "surrogatepass"


def places(covers: Sequence[Cover], text: TextMap) -> Iterator[tuple[int, int]]:
    """Yield the Qt positions from and to of every hidden run of words in the shown text."""
    for _, begin, end in _runs(covers, text):
        yield begin, end


def covered(shown: str, covers: Sequence[Cover], text: TextMap) -> str:
    """Return the shown text with blocks in place of hidden words; line ends stay.

    Where the label has room it stands there, followed by blocks.
    """
    units = shown.encode("utf-16-le", _LONE)
    for cover, begin, end in _runs(covers, text):
        words = units[2 * begin : 2 * end].decode("utf-16-le", _LONE)
        length = end - begin
        label = cover.label if len(cover.label.encode("utf-16-le", _LONE)) // 2 <= length else ""
        instead = label + BLOCK * (length - len(label.encode("utf-16-le", _LONE)) // 2)
        if "\n" in words:
            instead = "".join(
                "\n" if word == "\n" else BLOCK * (1 + (word > "\uffff")) for word in words
            )
        units = units[: 2 * begin] + instead.encode("utf-16-le", _LONE) + units[2 * end :]
    return units.decode("utf-16-le", _LONE)


def _runs(covers: Sequence[Cover], text: TextMap) -> Iterator[tuple[Cover, int, int]]:
    pages = set(text.pages)
    for cover in covers:
        for span in cover.spans:
            if span.start < span.end and span.page_index in pages:
                begin = text.to_shown(Caret(span.page_index, span.start))
                end = text.to_shown(Caret(span.page_index, span.end))
                if begin < end:
                    yield cover, begin, end
