"""Passages on a column of pages: their flags in the margin, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.passage import box_of
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.page_column import PageColumn
from portfolio_app.ui.kit.page_marks import Flag, MarginFlag, Mark
from portfolio_app.ui.kit.theme import theme


class PageFlags(QObject):
    """The marks of a document, and a flag beside the page for each claim of those in view."""

    chosen_changed = Signal(str)  # claim uid, "" when none is
    opened = Signal(str)  # claim uid: its flag was pressed
    removal_wanted = Signal(str)  # claim uid

    def __init__(self, column: PageColumn) -> None:
        super().__init__(column)
        self._column = column
        self._marks: tuple[Mark, ...] = ()
        self._by_page: dict[int, list[Mark]] = {}
        self._flags: dict[str, MarginFlag] = {}
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """The claim uid of the flag that is chosen, empty for none."""
        return self._chosen

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these passages, in reading order."""
        self._marks = tuple(marks)
        self._by_page = {}
        for mark in self._marks:
            for index in dict.fromkeys(span.page_index for span in mark.spans):
                self._by_page.setdefault(index, []).append(mark)
        known = {flag.uid for mark in self._marks for flag in mark.flags}
        if self._chosen and self._chosen not in known:
            self._chosen = ""
            self.chosen_changed.emit("")
        self._show()

    def marks_on(self, page_index: int) -> Sequence[Mark]:
        """Return the passages that touch a page."""
        return self._by_page.get(page_index, ())

    def is_chosen(self, mark: Mark) -> bool:
        """Whether one of a passage's flags is the chosen one."""
        return any(flag.uid == self._chosen for flag in mark.flags)

    def rect_of(self, claim_uid: str) -> QRect | None:
        """Return where a claim's flag stands in the viewport, None while it is out of view."""
        found = self._flags.get(claim_uid)
        return found.geometry() if found is not None else None

    # choosing

    def choose(self, claim_uid: str, *, reveal: bool = True) -> None:
        """Choose a claim's passage, say it, and bring it into view if wanted."""
        for mark in self._marks:
            for flag in mark.flags:
                if flag.uid == claim_uid:
                    self._chosen = claim_uid
                    first = mark.spans[0].page_index
                    if reveal:
                        boxes = [box_of((quad,)) for quad in mark.quads_on(first)]
                        self._column.show_passage(first, boxes)
                    self._show()
                    self.chosen_changed.emit(claim_uid)
                    where = self.tr("{0}. {1}. Page {2}")
                    announcer().say(where.format(flag.name, flag.description, first + 1))
                    return

    def choose_none(self) -> None:
        """Choose no passage."""
        self._chosen = ""
        self._show()
        self.chosen_changed.emit("")

    def choose_at(self, place: QPointF) -> None:
        """Choose the passage that was clicked; a further click takes the next that lies there."""
        at = self._column.on_page(place)
        if at is None:
            return
        page, x, y = at
        here = [
            flag.uid
            for mark in self.marks_on(page)
            if any(
                box[0] <= x <= box[2] and box[1] <= y <= box[3]
                for box in (box_of((quad,)) for quad in mark.quads_on(page))
            )
            for flag in mark.flags
        ]
        if here:
            following = here.index(self._chosen) + 1 if self._chosen in here else 0
            self.choose(here[following % len(here)], reveal=False)
        elif self._chosen:
            self.choose_none()

    def step(self, steps: int) -> None:
        """Go to the next (+1) or previous (-1) passage from the chosen one, or from here."""
        order = [(mark, flag) for mark in self._marks if mark.spans for flag in mark.flags]
        if not order:
            announcer().say(self.tr("No highlights in this document yet"))
            return
        uids = [flag.uid for _, flag in order]
        page = self._column.page
        if self._chosen in uids:
            at = (uids.index(self._chosen) + steps) % len(order)
        elif steps > 0:
            at = next((i for i, (m, _) in enumerate(order) if m.spans[0].page_index >= page), 0)
        else:
            before = [i for i, (m, _) in enumerate(order) if m.spans[0].page_index <= page]
            at = before[-1] if before else len(order) - 1
        self.choose(uids[at])

    # placing

    def restyle(self) -> None:
        """Take up another theme."""
        for flag in self._flags.values():
            flag.show_flag(flag.flag)

    def place(self) -> None:
        """Put the flags of the pages in view beside their passages."""
        if self._column.layout_now is None:
            for widget in self._flags.values():
                widget.deleteLater()
            self._flags.clear()
            return
        wanted = self._places()
        for uid in [each for each in self._flags if each not in wanted]:
            gone = self._flags.pop(uid)
            if gone.hasFocus():
                self._column.setFocus()
            gone.hide()
            gone.deleteLater()
        are_new = not wanted.keys() <= self._flags.keys()
        for uid, (flag, place) in wanted.items():
            if uid not in self._flags:
                self._flags[uid] = self._made(flag)
            widget = self._flags[uid]
            if widget.flag != flag:
                widget.show_flag(flag)
            if widget.is_chosen != (uid == self._chosen):
                widget.is_chosen = uid == self._chosen
                widget.update()
            widget.move(place)
        if are_new:
            before: QWidget = self._column
            for uid in wanted:  # Tab goes from the page to its flags, top to bottom
                QWidget.setTabOrder(before, self._flags[uid])
                before = self._flags[uid]

    def _places(self) -> dict[str, tuple[Flag, QPoint]]:
        """Return the flags in view and where they stand in the viewport, none on another."""
        layout, offset = self._column.layout_now, self._column.offset
        wanted: dict[str, tuple[Flag, QPoint]] = {}
        if layout is None:
            return wanted
        for page in self._column.visible_pages:
            rect = layout.page_rect(page)
            free = -1.0
            begun = [mark for mark in self.marks_on(page) if mark.spans[0].page_index == page]
            begun.sort(key=lambda m: m.quads_on(page)[0][1] if m.quads_on(page) else 0.0)
            for mark in begun:
                quads = mark.quads_on(page)
                y = rect.top() + (quads[0][1] * layout.scale if quads else 0.0)
                for flag in mark.flags:
                    y = max(y, free)
                    corner = QPointF(rect.right() + theme().space("xs"), y) - offset
                    wanted[flag.uid] = (flag, corner.toPoint())
                    free = y + theme().size("target_min") + 2
        return wanted

    def _made(self, flag: Flag) -> MarginFlag:
        made = MarginFlag(flag, self._column.viewport())
        made.clicked.connect(partial(self._on_clicked, flag.uid))
        made.removed.connect(self.removal_wanted)
        made.show()
        return made

    def _on_clicked(self, uid: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - Qt
        self.choose(uid, reveal=False)
        self.opened.emit(uid)

    def _show(self) -> None:
        self.place()
        self._column.viewport().update()
