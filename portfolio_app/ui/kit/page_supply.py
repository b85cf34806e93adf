"""Pictures and characters of pages, asked for as they are needed and kept while they are in use."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.ui.kit.page_images import Drawn, PageImages

ROUGH_PIXELS = 320.0  # width of the first, quick picture of a page
MOST_PIXELS = 16_000_000  # of one sharp picture: larger zooms are drawn at this and stretched
AT_ONCE = 2  # questions to the source that may be unanswered: what is asked next stays current


class PageSource(Protocol):
    """Where pages come from. Answers come later, on this thread; page indexes count from 0."""

    @property
    def sizes(self) -> Sequence[tuple[float, float]]:
        """Width and height of every page in points, as shown."""

    def draw(
        self,
        page_index: int,
        scale: float,
        then: Callable[[PageImage], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Draw a page at ``scale`` pixels a point."""

    def chars(
        self,
        page_index: int,
        then: Callable[[PageChars], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Say where each character of a page lies."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What is wanted at this moment. Page indexes count from 0.

    ``visible`` are the pages in view and ``scale`` what they are shown at, pixels of the screen a
    point. ``words`` are pages whose characters something waits for. ``is_settled`` is False while
    sharp pictures would soon be of no use.
    """

    visible: range
    scale: float
    words: tuple[int, ...]
    is_settled: bool


class PageSupply(QObject):
    """Asks a source for what is needed most, a little at a time."""

    pictured = Signal(int)  # page index from 0: a picture came, or the reason why there is none
    words_came = Signal(object)  # PageChars; without text where they could not be read

    def __init__(self, needs: Callable[[], Needs], parent: QObject) -> None:
        super().__init__(parent)
        self._needs = needs
        self._source: PageSource | None = None
        self._generation = 0  # answers to an earlier source's questions are not wanted
        self._images = PageImages()
        self._chars: dict[int, PageChars] = {}
        self._broken: dict[int, str] = {}
        self._asked: set[tuple[str, int]] = set()

    def open(self, source: PageSource | None) -> None:
        """Forget everything, and ask another source from now on; None for no more."""
        self._generation += 1
        self._source = source
        self._images.clear()
        self._chars.clear()
        self._broken.clear()
        self._asked.clear()

    @property
    def chars(self) -> Mapping[int, PageChars]:
        """The characters of the pages that are known already."""
        return self._chars

    def picture(self, page_index: int) -> Drawn | None:
        """Return the best picture of a page there is now."""
        return self._images.best(page_index)

    def trouble(self, page_index: int) -> str:
        """Return why a page cannot be drawn, empty for no reason."""
        return self._broken.get(page_index, "")

    def is_drawn(self, page_index: int, scale: float) -> bool:
        """Whether there is a picture as sharp as a page can be at ``scale`` pixels a point."""
        return self._images.has(page_index, self._sharp_scale(page_index, scale))

    def ask(self) -> None:
        """Ask for what is needed most, as far as questions may be open at once."""
        while self._source is not None and len(self._asked) < AT_ONCE:
            needs = self._needs()
            need = self._next(needs)
            if need is None:
                return
            self._asked.add(need)
            what, page = need
            generation = self._generation
            if what == "chars":
                self._source.chars(
                    page,
                    partial(self._on_chars, generation),
                    partial(self._on_no_chars, generation, page),
                )
                continue
            scale = self._sharp_scale(page, needs.scale)
            if what == "rough":
                scale = min(scale, ROUGH_PIXELS / max(self._source.sizes[page][0], 1.0))
            self._source.draw(
                page,
                scale,
                partial(self._on_drawn, generation, what, page, scale),
                partial(self._on_not_drawn, generation, what, page),
            )

    def _sharp_scale(self, page_index: int, scale: float) -> float:
        if self._source is None:
            return 1.0
        width, height = self._source.sizes[page_index]
        return min(scale, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))

    def _next(self, needs: Needs) -> tuple[str, int] | None:
        pages = len(self._source.sizes) if self._source is not None else 0
        visible = needs.visible
        wanted = [("rough", p) for p in visible if self._images.best(p) is None]
        wanted += [("chars", p) for p in needs.words if p not in self._chars]
        if needs.is_settled:
            wanted += [("sharp", p) for p in visible if not self.is_drawn(p, needs.scale)]
        wanted += [("chars", p) for p in visible if p not in self._chars]
        if needs.is_settled and visible:
            wanted += [
                ("sharp", p)
                for p in (visible.stop, visible.start - 1)
                if 0 <= p < pages and not self.is_drawn(p, needs.scale)
            ]
        return next(
            (
                need
                for need in wanted
                if need not in self._asked and not (need[0] != "chars" and need[1] in self._broken)
            ),
            None,
        )

    def _on_drawn(
        self, generation: int, what: str, page: int, scale: float, drawn: PageImage
    ) -> None:
        if generation != self._generation:
            return
        self._asked.discard((what, page))
        if what == "sharp" or self._images.best(page) is None:
            self._images.put(page, what, scale, drawn)
        self.pictured.emit(page)
        self.ask()

    def _on_not_drawn(self, generation: int, what: str, page: int, error: BaseException) -> None:
        if generation != self._generation:
            return
        self._asked.discard((what, page))
        self._broken[page] = getattr(error, "message", "") or self.tr("This page can't be drawn.")
        self.pictured.emit(page)
        self.ask()

    def _on_chars(self, generation: int, chars: PageChars) -> None:
        if generation != self._generation:
            return
        self._asked.discard(("chars", chars.index))
        self._chars[chars.index] = chars
        self.words_came.emit(chars)
        self.ask()

    def _on_no_chars(self, generation: int, page: int, _: BaseException) -> None:
        # Nothing can be selected there; a box still can be drawn.
        if generation == self._generation:
            self._on_chars(generation, PageChars(page, "", ()))
