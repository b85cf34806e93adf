"""Selecting words on pages: by sentence and by word, over pages whose words are still to come."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from portfolio_app.domain import sentences
from portfolio_app.domain.document import PageChars
from portfolio_app.domain.lines import nearest, quads_for
from portfolio_app.domain.passage import Quad, box_of
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_selection import (
    Caret,
    Part,
    Selection,
    next_run,
    run_around,
    sentence_at,
)
from portfolio_app.ui.kit.page_supply import PageSupply


class PageSelector(QObject):
    """What is selected on the pages of a column, and how the keys move it."""

    changed = Signal()

    def __init__(self, column: PageColumn, supply: PageSupply) -> None:
        super().__init__(column)
        self._column = column
        self._supply = supply
        self._selection: Selection | None = None
        self._is_spent = False
        self._quads: dict[int, tuple[Quad, ...]] = {}
        self._waiting: tuple[int, bool] | None = None  # a step: to which page, whether it extends

    @property
    def selection(self) -> Selection | None:
        """The two ends of what is selected, None for nothing."""
        return self._selection

    @property
    def is_spent(self) -> bool:
        """Whether what is selected was claimed already."""
        return self._is_spent

    def spend(self) -> None:
        """Take note that what is selected was claimed."""
        self._is_spent = self._selection is not None

    @property
    def pages_waited_for(self) -> tuple[int, ...]:
        """The pages without whose words the selection or a step cannot be completed."""
        pages = tuple(self._selection.pages) if self._selection else ()
        return pages if self._waiting is None else (*pages, self._waiting[0])

    def parts(self) -> tuple[Part, ...] | None:
        """Return what is selected page by page, empty for nothing; None while words are to come."""
        return self._selection.parts(self._supply.chars) if self._selection is not None else ()

    def text(self) -> str:
        """Return the words selected, as the page has them."""
        return "\n".join(chars.text[start:end] for chars, start, end in self.parts() or ())

    def quads_on(self, page: int) -> tuple[Quad, ...]:
        """Return the corners of what is selected on a page, points, as far as it is known."""
        chars = self._supply.chars.get(page)
        if self._selection is None or page not in self._selection.pages or chars is None:
            return ()
        if page not in self._quads:
            self._quads[page] = quads_for(chars, *self._selection.on_page(chars))
        return self._quads[page]

    def set(self, selection: Selection | None) -> None:
        """Select this and nothing else."""
        self._is_spent = False
        if selection != self._selection:
            self._selection = selection
            self._quads.clear()
            self.changed.emit()

    def stop_waiting(self) -> None:
        """Give up a step to a page whose words are still to come."""
        self._waiting = None

    def caret_at(self, place: QPointF) -> Caret | None:
        """Return the place between two characters nearest to a point of the viewport."""
        here = self._column.on_page(place)
        chars = self._supply.chars.get(here[0]) if here is not None else None
        found = nearest(chars, here[1], here[2]) if here is not None and chars else None
        if found is None or chars is None:
            return None
        return Caret(chars.index, found.position + found.after)

    def learn(self, chars: PageChars) -> bool:
        """Take note of a page's words; return whether they belong to what is selected.

        A step that waited for them goes on.
        """
        self._quads.pop(chars.index, None)
        if self._waiting is not None and self._waiting[0] == chars.index:
            _, extends = self._waiting
            here = self._selection
            steps = 1 if here is None or chars.index >= here.end.page_index else -1
            self._waiting = None
            self._enter_page(chars, steps, extends=extends)
            return False
        return self._selection is not None and chars.index in self._selection.pages

    # by sentence

    def step_sentence(self, steps: int, *, extends: bool = False) -> None:
        """Select the next (+1) or previous (-1) sentence, or extend the selection by one."""
        if not self._column.pages:
            return
        here = self._selection
        if here is None or (not extends and self._is_out_of_view(here)):
            self._begin(steps)
            return
        edge = here.moving if extends else (here.end if steps > 0 else here.start)
        chars = self._supply.chars.get(edge.page_index)
        if chars is None:
            self._wait_for(edge.page_index, extends=extends)
            return
        runs = sentences.sentences(chars.text)
        around = None if extends else run_around(runs, here)
        run = around or next_run(runs, edge.position, steps)
        if run is None:
            self._step_to_page(edge.page_index + steps, steps, extends=extends)
            return
        self._take_run(chars.index, run, steps, extends=extends)

    def _is_out_of_view(self, selection: Selection) -> bool:
        """Whether somebody scrolled on: the keys then begin with what is seen."""
        layout, moving = self._column.layout_now, selection.moving
        if layout is None or moving.page_index not in self._column.visible_pages:
            return True
        quads = self.quads_on(moving.page_index)
        if not quads:
            return False
        top = self._column.offset.y()
        edge = quads[-1] if moving == selection.end else quads[0]
        place = layout.box_rect(moving.page_index, box_of((edge,)))
        return place.bottom() < top or place.top() > top + self._column.viewport().height()

    def _begin(self, steps: int) -> None:
        page = self._column.page
        chars = self._supply.chars.get(page)
        if chars is None:
            self._wait_for(page, extends=False)
            return
        first = self._first_in_view(chars)
        found = sentence_at(chars, first) if first is not None else None
        if found is None:
            self._step_to_page(page + steps, steps, extends=False)
        else:
            self._take(found)

    def _wait_for(self, page: int, *, extends: bool) -> None:
        self._waiting = (page, extends)
        self._supply.ask()

    def _step_to_page(self, page: int, steps: int, *, extends: bool) -> None:
        if not 0 <= page < self._column.pages:
            announcer().say(self.tr("No more text"))
            return
        chars = self._supply.chars.get(page)
        if chars is None:
            self._wait_for(page, extends=extends)
        else:
            self._enter_page(chars, steps, extends=extends)

    def _enter_page(self, chars: PageChars, steps: int, *, extends: bool) -> None:
        runs = sentences.sentences(chars.text)
        if not runs:
            if chars.index != self._column.page or self._selection is not None:
                self._step_to_page(chars.index + steps, steps, extends=extends)
            else:
                announcer().say(self.tr("This page has no text to select"))
            return
        run = runs[0] if steps > 0 else runs[-1]
        self._take_run(chars.index, run, steps, extends=extends)

    def _take_run(self, page: int, run: tuple[int, int], steps: int, *, extends: bool) -> None:
        start, end = Caret(page, run[0]), Caret(page, run[1])
        if extends and self._selection is not None:
            self._take(Selection(self._selection.fixed, end if steps > 0 else start))
        else:
            self._take(Selection(start, end))

    def _take(self, selection: Selection) -> None:
        """Select, bring the end that moved into view, and say the words."""
        self.set(selection)
        moving = selection.moving
        chars = self._supply.chars.get(moving.page_index)
        if chars is not None:
            start, end = selection.on_page(chars)
            quads = quads_for(chars, start, end)
            edge = quads[-1:] if moving == selection.end else quads[:1]
            self._column.show_passage(moving.page_index, [box_of((quad,)) for quad in edge])
            announcer().say(self.text())

    def _first_in_view(self, chars: PageChars) -> int | None:
        layout = self._column.layout_now
        if layout is None:
            return None
        top = layout.to_page(chars.index, self._column.offset)[1]
        boxes = chars.boxes
        return next(
            (
                position
                for position in range(len(boxes) // 4)
                if boxes[4 * position + 3] > boxes[4 * position + 1] >= top
            ),
            None,
        )

    # by word

    def step_word(self, steps: int) -> None:
        """Take the next word on to the selection (+1), or go back by one (-1)."""
        if self._selection is None:
            return
        fixed, moving = self._selection.fixed, self._selection.moving
        chars = self._supply.chars.get(moving.page_index)
        if chars is None:
            return
        run = next_run(sentences.words(chars.text), moving.position, steps)
        if run is not None:
            caret = Caret(chars.index, run[1] if steps > 0 else run[0])
            if fixed != caret:
                self._take(Selection(fixed, caret))
