"""Files that are named with KSB codes: the person is asked once an add whether to note them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.workspace import Workspace

_SHOWN = 3
Found = Mapping[str, Sequence[str]]


def offer(workspace: Workspace, parent: QWidget, item_uids: Sequence[str]) -> None:
    """Ask about the codes in these items' names, when there are any; nothing is noted unasked."""
    from portfolio_app.services import mapping_import

    if item_uids and not workspace.readonly:
        asked = partial(_ask, workspace, parent)
        workspace.look(mapping_import.codes_in_names, list(item_uids), then=asked, key="codes")


def _ask(workspace: Workspace, parent: QWidget, found: Found) -> None:
    if not found:
        return
    code_of = {ksb.uid: ksb.code for ksb in workspace.read(queries.standard.ksbs)}
    items = {item.uid: item.title for item in workspace.read(queries.evidence.items)}
    shown = [
        f"{' '.join(code_of.get(uid, '') for uid in uids)}: “{items.get(item, '')}”"
        for item, uids in list(found.items())[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        shown.append(_tr("and {0} more").format(len(found) - _SHOWN))
    what = _tr("1 file is named with KSB codes.")
    if len(found) > 1:
        what = _tr("{0} files are named with KSB codes.").format(len(found))
    message = Message(
        what,
        "; ".join(shown) + ".",
        _tr("Noted, they are candidates: each still needs a passage."),
        title=_tr("KSB codes in file names"),
    )
    answers = [Answer("note", _tr("Note the codes"), "primary"), Answer("", _tr("Leave them"))]
    messages.ask(parent, message, answers, partial(_on_answer, workspace, found))


def _on_answer(workspace: Workspace, found: Found, answer: str) -> None:
    from portfolio_app.services import mapping_import

    if answer == "note":
        workspace.do(mapping_import.note_names, found, toast=True)


def _tr(words: str) -> str:
    return QCoreApplication.translate("named_codes", words)
