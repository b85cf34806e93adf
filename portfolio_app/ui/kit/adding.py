"""Adding evidence from anywhere: files, folders, what was copied; one way of telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.domain.sorting import SORT_ABOVE
from portfolio_app.domain.web_address import is_address
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages, named_codes
from portfolio_app.ui.kit.places import EVIDENCE, OBSERVATIONS, Place
from portfolio_app.ui.kit.workspace import Workspace


def choose_and_add(workspace: Workspace, parent: QWidget) -> None:
    """Let the person choose files, then add them."""
    title = QCoreApplication.translate("adding", "Add evidence files")
    messages.choose_files(parent, title, partial(add_paths, workspace, parent))


def choose_folder_and_add(workspace: Workspace, parent: QWidget) -> None:
    """Let the person choose a folder, then add every file in it."""
    title = QCoreApplication.translate("adding", "Add every file of a folder")
    messages.choose_folder(parent, title, partial(add_paths, workspace, parent))


def add_paths(workspace: Workspace, parent: QWidget, paths: Sequence[Path]) -> None:
    """Add files, and the files of folders, in the background; the result is told at the end."""
    from portfolio_app.services import intake

    if not paths:
        return
    if workspace.readonly:
        workspace.trouble.emit(PortfolioError("The portfolio is open to read: nothing was added."))
        return
    title = QCoreApplication.translate("adding", "Adding {0}").format(_count(paths))
    workspace.start(
        title,
        intake.add,
        list(paths),
        recursive=any(path.is_dir() for path in paths),
        then=_Told(workspace, parent).on_added,
    )


def paths_of(data: QMimeData) -> list[Path]:
    """Return the local files and folders that are dragged or were copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def paste(workspace: Workspace, parent: QWidget) -> None:
    """Keep what was copied as a new item: files, else a picture, else words."""
    from portfolio_app.services import intake

    data = QGuiApplication.clipboard().mimeData()
    told = _Told(workspace)
    if paths_of(data):
        add_paths(workspace, parent, paths_of(data))
    elif data.hasImage():
        picture = QGuiApplication.clipboard().image()
        words = QCoreApplication.translate("adding", "Pasted picture, {0}").format(_now())
        adding = QCoreApplication.translate("adding", "Adding the copied picture")
        content, name = png_of(picture), "Pasted picture.png"
        workspace.start(adding, intake.add_content, content, name, title=words, then=told.on_added)
    elif is_address(data.text().strip()):
        _ask_about_address(workspace, parent, data.text().strip())
    elif data.text().strip():
        text = data.text()
        title = text.strip().splitlines()[0][:80]
        adding = QCoreApplication.translate("adding", "Adding the copied words")
        content, name = text.encode(), "Pasted words.txt"
        workspace.start(adding, intake.add_content, content, name, title=title, then=told.on_added)
    else:
        workspace.tell(QCoreApplication.translate("adding", "There is nothing copied to add."))


def _ask_about_address(workspace: Workspace, parent: QWidget, address: str) -> None:
    """Ask what the page is called and what it says; then keep it. Nothing is fetched."""
    from portfolio_app.services import addresses
    from portfolio_app.ui.kit import address_dialog

    def add(url: str, title: str, seen: str, words: str) -> None:
        said = QCoreApplication.translate("adding", "Adding the web address")
        told = _Told(workspace)
        workspace.start(said, addresses.add, url, title, seen, words, then=told.on_added)

    if workspace.readonly:
        workspace.trouble.emit(PortfolioError("The portfolio is open to read: nothing was added."))
        return
    address_dialog.ask(parent, address, add)


@dataclass
class _Told:
    """Tells what became of an add."""

    workspace: Workspace
    parent: QWidget | None = None  # asked from, where names of files may hold KSB codes

    def on_added(self, added: Any) -> None:
        """Open the one item of an add; else say how many, and let the library list them."""
        results = added.results
        odd = [each for each in results if each.problem or each.status in ("failed", "duplicate")]
        if len(results) == 1:
            only = results[0]
            if only.status == "returned":  # no evidence: a form that came back
                want = "check" if only.arrival_uid else ""
                self.workspace.go(Place(OBSERVATIONS, item=only.observation_uid, want=want))
            elif only.status == "readable":
                self.workspace.go(Place(EVIDENCE, item=only.item_uid, page=0))
            elif only.item_uid:
                self.workspace.go(Place(EVIDENCE, tab="library", item=only.item_uid, want="select"))
            else:
                self.workspace.go(Place(EVIDENCE, tab="library"))
        elif sum(each.status in ("readable", "kept") for each in results) > SORT_ABOVE:
            self.workspace.go(Place(EVIDENCE, tab="inbox"))  # sorted first
        else:
            self.workspace.go(Place(EVIDENCE, tab="library"))  # which lists what became of each
        self.workspace.tell(_summary(results), added.changes.step)
        if odd or len(results) > 1:
            self.workspace.added.emit(added)
        if self.parent is not None:
            fresh = [each.item_uid for each in results if each.status in ("readable", "kept")]
            named_codes.offer(self.workspace, self.parent, fresh)


def _summary(results: Sequence[Any]) -> str:
    count = {
        status: sum(each.status == status for each in results)
        for status in ("readable", "kept", "duplicate", "returned", "failed")
    }
    fresh = count["readable"] + count["kept"]
    parts = [_files(fresh, "added")] if fresh or not count["returned"] else []
    if count["kept"]:
        parts.append(
            QCoreApplication.translate("adding", "{0} kept whole, not readable here").format(
                count["kept"]
            )
        )
    if count["duplicate"]:
        parts.append(
            QCoreApplication.translate("adding", "{0} already there").format(count["duplicate"])
        )
    if count["returned"]:
        parts.append(
            QCoreApplication.translate("adding", "{0} came back").format(count["returned"])
        )
    if count["failed"]:
        parts.append(QCoreApplication.translate("adding", "{0} not added").format(count["failed"]))
    return " · ".join(parts)


def _files(count: int, what: str) -> str:
    return f"1 file {what}" if count == 1 else f"{count} files {what}"


def _count(paths: Sequence[Path]) -> str:
    return paths[0].name if len(paths) == 1 else f"{len(paths)} files"


def _now() -> str:
    now = datetime.now().astimezone()
    return f"{day_words(now.date().isoformat())} {now:%H:%M}"


def png_of(picture: QImage) -> bytes:
    """Return a picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know only file names
    return bytes(buffer.data().data())
