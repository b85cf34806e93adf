"""What can be done in the Reader through menus and shortcuts, and why not when it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.services import originals, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.places import EVIDENCE, Place

if TYPE_CHECKING:
    from portfolio_app.ui.evidence.reader_page import ReaderPage


class ReaderDoings(QObject):
    """The Reader's handlers, and those of them that are no more than a verb or two."""

    def __init__(self, reader: ReaderPage) -> None:
        super().__init__(reader)
        self._reader = reader
        self.workspace = reader.workspace
        # Which items come before and after this one: those of the list it was opened from.
        self.neighbours: Callable[[], tuple[str, ...]] = self._all_items

    def handlers(self, item: EvidenceItem) -> Mapping[str, Handler]:
        """Return what can be done with an item that is open, by action."""
        reader = self._reader
        readonly = self.tr("The portfolio is open to read.") if self.workspace.readonly else ""
        has_pages = reader.views.document is not None
        pages = "" if has_pages else self.tr("This item has no pages to show.")
        alone = self.tr("This window shows one item.") if reader.is_alone else ""
        locked = self.tr("This file is locked with a password.") if item.locked else ""
        is_reading = item.shelf is Shelf.READING
        earlier = queries.earlier.earlier(self.workspace.store, item.uid)
        doing: dict[str, Handler] = {
            "zoom_in": pages or reader.pages.zoom_in,
            "zoom_out": pages or reader.pages.zoom_out,
            "zoom_reset": pages or reader.pages.fit_width,
            "page_or_text": pages or reader.toggle_text,
            "find": pages or reader.begin_find,
            "copy_locator": self._copy_locator,
            "claim": readonly or (reader.claim_whole if pages else reader.claiming.on_claim_wanted),
            "claim_whole": readonly or reader.claim_whole,
            "hide": readonly or pages or reader.hiding.hide,
            "load_pens": readonly or pages or reader.pens.begin_loading,
            "open_window": alone or self._open_window,
            "next_item": alone or partial(self.step_item, 1),
            "previous_item": alone or partial(self.step_item, -1),
            "replace": readonly or reader.versions.replace,
            "earlier_files": readonly
            or (reader.versions.earlier if earlier else self.tr("It has no earlier file.")),
            "split": readonly or pages or reader.parts.offer_cuts,
            "show_original": locked or self.show_original,
            "shortlist": readonly
            or (self.tr("Reading is never evidence.") if is_reading else self._on_shortlist),
        }
        if item.locked:
            doing["unlock"] = readonly or reader.views.whole.first_focus().setFocus
        return doing

    # other items, other windows

    def step_item(self, steps: int) -> None:
        """Open the next (+1) or previous (-1) item of the list this one was opened from."""
        here = self._reader.item_uid
        uids = self.neighbours()
        if here not in uids:
            uids = self._all_items()
        at = uids.index(here) + steps if here in uids else -1
        if 0 <= at < len(uids):
            self.workspace.go(Place(EVIDENCE, item=uids[at]))
        else:
            last = self.tr("This is the last item of the list.")
            self.workspace.tell(last if steps > 0 else self.tr("This is the first item."))

    def _all_items(self) -> tuple[str, ...]:
        found = self.workspace.read(queries.evidence.items)
        return tuple(item.uid for item in found if item.is_evidence)

    def _open_window(self) -> None:
        reader = self._reader
        place = Place(EVIDENCE, item=reader.item_uid, page=reader.views.page, want="window")
        self.workspace.went.emit(place)  # this window stays where it is: nothing for Back

    # the item

    def _on_shortlist(self) -> None:
        item = self._reader.item
        if item is not None:
            verb = shortlist.remove if item.ref else shortlist.add
            self.workspace.do(verb, [item.uid], toast=True)

    def _copy_locator(self) -> None:
        reader = self._reader
        item = reader.item
        if item is None:
            return
        name = item.ref or item.title
        page = reader.views.page + 1
        words = f"{name}, p. {page}" if reader.views.document is not None else name
        QGuiApplication.clipboard().setText(words)
        self.workspace.tell(self.tr("Copied: {0}").format(words))

    def show_original(self) -> None:
        """Open a read-only copy of the file itself in the system's own program for it."""
        item = self._reader.item
        if item is None:
            return
        if not item.active:
            self._take_out(item.uid, "open")
            return
        held = ", ".join(item.active)
        messages.ask(
            self._reader.window(),
            Message(
                self.tr("This file holds active content: {0}.").format(held),
                self.tr("It was never run here. Another program may run it."),
                self.tr("Open it only if you know where it comes from."),
                "warn",
                title=self.tr("Show original file"),
            ),
            [Answer("open", self.tr("Open it")), CANCEL],
            partial(self._take_out, item.uid),
        )

    def _take_out(self, item_uid: str, answer: str) -> None:
        if answer:
            self.workspace.look(originals.take_out, item_uid, then=self._on_taken_out)

    def _on_taken_out(self, path: Path) -> None:
        if opening.open_file(path):
            self.workspace.tell(self.tr("Opened a read-only copy. Changes to it are not kept."))
        else:
            self.workspace.tell(self.tr("No program on this computer opens this kind of file."))
