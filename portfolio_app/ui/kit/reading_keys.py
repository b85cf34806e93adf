"""The keys of one letter that mark and step through passages: the same in page and text view.

They act only while the view has the focus, and not at all when the person turned them off.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from portfolio_app.ui.kit.habits import habits

PENS = 9
_HELD = Qt.KeyboardModifier
# Some keyboards reach brackets only with AltGr, which comes as one of these.
_ALT_GR = (_HELD.GroupSwitchModifier, _HELD.ControlModifier | _HELD.AltModifier)

ASK, BOX, NEXT, PREVIOUS, STRONGER, WEAKER = "ask", "box", "next", "previous", "stronger", "weaker"
_LETTERS = {
    "h": ASK,
    "H": ASK,
    "b": BOX,
    "B": BOX,
    "n": NEXT,
    "N": PREVIOUS,
    "]": STRONGER,
    "[": WEAKER,
}


def command(event: QKeyEvent) -> str:
    """Return what a key means: ASK … WEAKER, "0" to "9" for a pen (0: Ask), "" for nothing."""
    if not habits().single_keys:
        return ""
    held = event.modifiers() & ~_HELD.KeypadModifier
    text = event.text()
    if held & ~_HELD.ShiftModifier and not (text in ("[", "]") and held in _ALT_GR):
        return ""
    if len(text) == 1 and text in "0123456789":
        return text
    return _LETTERS.get(text, "")
