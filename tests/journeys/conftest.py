"""The whole app on a screen that is not there; what a person answers in dialogs is put in."""

from tests.ui.conftest import asked, look, none_left, real_keychain, settings

__all__ = ["asked", "look", "none_left", "real_keychain", "settings"]
