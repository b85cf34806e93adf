"""What keys do in the text: every key that changes it is here, the rest is left to Qt."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from portfolio_app.ui.proposal.editor import changing

_Key, _Mod = Qt.Key, Qt.KeyboardModifier
_Standard, _Move = QKeySequence.StandardKey, QTextCursor.MoveOperation
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_REMOVING = (
    (_Standard.DeleteStartOfWord, True, _Move.PreviousWord),
    (_Standard.DeleteEndOfWord, False, _Move.NextWord),
    (_Standard.DeleteEndOfLine, False, _Move.EndOfLine),
    (_Standard.Delete, False, _Move.NextCharacter),
)
_MOVING = frozenset({
    _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End,
    _Key.Key_PageUp, _Key.Key_PageDown,
})  # fmt: skip
_OTHER = (_Standard.Copy, _Standard.Paste, _Standard.SelectAll)


def typed(event: QKeyEvent) -> str:
    """Return the words that a key types, "" for any other key."""
    held = event.modifiers() & ~(_Mod.ShiftModifier | _Mod.KeypadModifier)
    if held not in (_Mod.NoModifier, _Mod.GroupSwitchModifier, _ALT_GR):
        return ""
    text = event.text()
    return "" if any(unicodedata.category(each) in _NO_LETTERS for each in text) else text


_NO_LETTERS = frozenset({"Cc", "Cs", "Zl", "Zp"})  # spaces and joiners of all kinds are typed
_ALT_GR = _Mod.ControlModifier | _Mod.AltModifier  # as Windows says it


def is_enter(event: QKeyEvent) -> bool:
    """Whether a key begins a new paragraph."""
    held = event.modifiers() & ~(_Mod.ShiftModifier | _Mod.KeypadModifier)
    return event.key() in _ENTER and held == _Mod.NoModifier


def removes(event: QKeyEvent) -> bool:
    """Whether a key removes something."""
    return any(event.matches(each) for each, _, _ in _REMOVING) or _is_back(event)


def changes_nothing(event: QKeyEvent) -> bool:
    """Whether a key moves, selects or copies, or pastes: what Qt may do by itself."""
    return _Key(event.key()) in _MOVING or any(event.matches(each) for each in _OTHER)


def remove(event: QKeyEvent, cursor: QTextCursor) -> None:
    """Remove what a key removes."""
    for standard, back, step in _REMOVING:
        if event.matches(standard):
            (changing.remove_back if back else changing.remove_on)(cursor, step)
            return
    changing.remove_back(cursor)


def shifts(event: QKeyEvent, cursor: QTextCursor) -> int:
    """Return by how many levels Tab or Shift+Tab shifts points of a list; 0 outside of lists."""
    if event.modifiers() & (_Mod.ControlModifier | _Mod.AltModifier):
        return 0
    by = {_Key.Key_Tab: 1, _Key.Key_Backtab: -1}.get(_Key(event.key()), 0)
    return by if is_in_list(cursor) else 0


def is_in_list(cursor: QTextCursor) -> bool:
    """Whether a point of a list is chosen."""
    return any(changing.of(each).kind in changing.LISTS for each in changing.chosen(cursor))


def leaves(event: QKeyEvent) -> bool:
    """Whether a key leaves the text whatever the caret is in: Ctrl+Tab and Ctrl+Shift+Tab."""
    is_tab = event.key() in (_Key.Key_Tab, _Key.Key_Backtab)
    return is_tab and bool(event.modifiers() & _Mod.ControlModifier)


def is_heading(cursor: QTextCursor) -> bool:
    """Whether all that is chosen is headings: where words may be typed before the twelve weeks."""
    return all(changing.of(each).kind.level for each in changing.chosen(cursor))


def _is_back(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(_Mod.ShiftModifier | _Mod.KeypadModifier)
    return event.key() == _Key.Key_Backspace and held == _Mod.NoModifier
