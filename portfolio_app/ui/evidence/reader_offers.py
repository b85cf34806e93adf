"""What the Reader offers about the file that is open, besides highlighting it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.services import evidence, highlights
from portfolio_app.store import queries
from portfolio_app.ui.evidence.colours_panel import ColoursPanel
from portfolio_app.ui.evidence.item_claims import ItemClaims
from portfolio_app.ui.evidence.offer_bar import Offer, OfferBar
from portfolio_app.ui.evidence.versioning import Versioning
from portfolio_app.ui.kit.workspace import Workspace

_PROGRAM = {
    DocumentKind.WORD: "Word",
    DocumentKind.SLIDES: "PowerPoint",
    DocumentKind.SHEET: "Excel",
}


class ReaderOffers(QObject):
    """One notice at a time, the weightiest first; closed ones are not shown again."""

    focus_wanted = Signal()
    parts_wanted = Signal()  # show the files inside
    splitting_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        known: ItemClaims,
        versions: Versioning,
        bar: OfferBar,
        colours: ColoursPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.known = known
        self.versions = versions
        self.bar = bar
        self.colours = colours
        self._item: EvidenceItem | None = None
        self._closed: frozenset[str] = frozenset()
        bar.closed.connect(self._on_closed)
        colours.wanted.connect(self._on_colour)
        colours.left.connect(self._on_left)
        colours.closed.connect(self.focus_wanted)
        known.changed.connect(self.refresh)

    def open_item(self, item: EvidenceItem) -> None:
        """Say what there is to say about an item."""
        if self._item is None or self._item.uid != item.uid:
            self.colours.close_panel()
        self._item = item
        self._closed = queries.evidence.closed_offers(self.workspace.store, item.uid)
        self.refresh()

    def refresh(self) -> None:
        """Look again: something changed."""
        item = self._item
        if item is None or self.known.item_uid != item.uid or self.workspace.readonly:
            self.bar.show_offers(())
            return
        found = [
            *self._versions(),
            *self._highlights(item),
            *self._inside(item),
            *self._machine(item),
            *self._layout(item),
            *self._notebook(item),
            *self._holds(item),
        ]
        self.bar.show_offers([each for each in found if each.key not in self._closed])
        if self.colours.isVisible():
            self._show_colours(item)

    # what there is to say

    def _versions(self) -> list[Offer]:
        words = self.versions.report()
        if not words:
            return []
        buttons: list[tuple[str, Callable[[], None]]] = [
            (self.tr("Show me"), self.versions.show_first)
        ]
        if queries.earlier.earlier(self.workspace.store, self.known.item_uid):
            buttons.append((self.tr("Go back to the earlier file"), self.versions.go_back))
        return [Offer("versions", words, tuple(buttons), stays=True)]

    def _highlights(self, item: EvidenceItem) -> list[Offer]:
        groups = queries.highlights.colours(self.workspace.store, item.uid)
        count = sum(group.count for group in groups)
        if not count:
            return []
        one = self.tr("This file has 1 highlight.")
        many = self.tr("This file has {0} highlights in {1}.")
        colours = self.tr("1 colour") if len(groups) == 1 else f"{len(groups)} colours"
        words = one if count == 1 else many.format(count, colours)
        return [
            Offer(
                "highlights",
                f"{words} {self.tr('Give each colour a KSB once.')}",
                ((self.tr("Give KSBs"), self.show_colours),),
            )
        ]

    def _inside(self, item: EvidenceItem) -> list[Offer]:
        count = next((h.count for h in item.holds if h.what in _FILES_INSIDE), 0)
        if not count and item.document is not DocumentKind.ARCHIVE:
            return []
        words = self.tr("{0} files inside.").format(count) if count else self.tr("Files inside.")
        if count == 1:
            words = self.tr("1 file inside.")
        return [Offer("inside", words, ((self.tr("Take out…"), self.parts_wanted.emit),))]

    def _machine(self, item: EvidenceItem) -> list[Offer]:
        if not item.route.startswith("recognised"):
            return []
        words = self.tr(
            "The words of this document were read by machine. Compare a quote with the picture "
            "before you rely on it."
        )
        return [Offer("machine", words)]

    def _layout(self, item: EvidenceItem) -> list[Offer]:
        if not item.route.startswith(("libreoffice", "simplified")):
            return []
        program = _PROGRAM.get(item.document, "")
        if item.document in _PROGRAM:
            words = self.tr(
                "Layout may differ from {0}. For exact pages, save as PDF in {0} and use Replace "
                "with newer version."
            ).format(program)
        elif item.route.startswith("simplified"):
            words = self.tr("These pages are a text copy made by the app, not the original layout.")
        else:
            return []
        return [Offer("layout", words, ((self.tr("Replace…"), self.versions.replace),))]

    def _notebook(self, item: EvidenceItem) -> list[Offer]:
        if item.document is not DocumentKind.NOTEBOOK or item.status is ReadStatus.READABLE:
            return []
        words = self.tr(
            "To read a OneNote notebook here: in OneNote, File › Export › Section › PDF, then add "
            "that PDF. It can be split at its page titles."
        )
        return [Offer("notebook", words)]

    def _holds(self, item: EvidenceItem) -> list[Offer]:
        holds = [each for each in item.holds if each.what not in _FILES_INSIDE]
        if all(each.what in _USUAL for each in holds):
            return []  # the details pane lists it; a notice on every file would be read by nobody
        listed = [f"{each.count} {each.what}" if each.count else each.what for each in holds]
        words = self.tr("This file also holds: {0}.").format(", ".join(listed))
        return [Offer("holds", words, ((self.tr("Details"), partial(self._tell_holds, item)),))]

    def _tell_holds(self, item: EvidenceItem) -> None:
        from portfolio_app.ui.kit import messages

        lines = [f"{each.what}: {each.detail}" if each.detail else each.what for each in item.holds]
        window = self.bar.window()
        messages.tell(
            window,
            messages.Message(
                self.tr("This file also holds"),
                "\n".join(lines),
                self.tr("None of it is on the pages that go into the bundle."),
                title=self.tr("Also in this file"),
            ),
        )

    # colours

    def show_colours(self) -> None:
        """Offer each colour of the item's highlights a KSB."""
        if self._item is not None:
            self._show_colours(self._item)
            self.colours.open_panel()

    def _show_colours(self, item: EvidenceItem) -> None:
        store = self.workspace.store
        groups = queries.highlights.colours(store, item.uid)
        everywhere = sum(count for _, count in queries.home.highlights_waiting(store))
        here = sum(group.count for group in groups)
        ksbs = tuple(self.known.ksbs.values())
        self.colours.show_colours(groups, ksbs, elsewhere=everywhere - here)

    def _on_colour(self, colour: str, ksb_uids: tuple[str, ...], everywhere: bool) -> None:  # noqa: FBT001
        item = self._item
        if item is not None:
            self.workspace.do(
                highlights.apply,
                colour,
                list(ksb_uids),
                item_uid="" if everywhere else item.uid,
                toast=True,
            )

    def _on_left(self, colour: str, everywhere: bool) -> None:  # noqa: FBT001 - a slot
        item = self._item
        if item is not None:
            uid = "" if everywhere else item.uid
            self.workspace.do(highlights.leave, colour, item_uid=uid, toast=True)

    def _on_closed(self, key: str) -> None:
        if self._item is not None:
            self._closed |= {key}
            self.workspace.do(evidence.close_offer, self._item.uid, key)
            self.focus_wanted.emit()


_FILES_INSIDE = frozenset({"attachments", "attachment", "files", "files inside", "embedded files"})
_USUAL = frozenset({"author name", "hidden metadata (XMP)", "camera details"})
