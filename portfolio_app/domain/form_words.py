"""The words of a form: questions, labels and guidance, read from editable data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of one kind of form, by dotted name: ``say("part2.account")``."""

    data: Mapping[str, Any]

    def say(self, name: str, **values: object) -> str:
        """Return a text with the values filled in where the data has {names}.

        Raises:
            KeyError: the data has no text of this name, or asks for a value that is not given.
        """
        return str(self._found(name)).format(**values)

    def lines(self, name: str, **values: object) -> list[str]:
        """Return a list of texts with the values filled in.

        Raises:
            KeyError: as :meth:`say`.
        """
        return [str(each).format(**values) for each in self._found(name)]

    def parts(self, name: str) -> list[FormWords]:
        """Return a list of tables.

        Raises:
            KeyError: the data has no list of this name.
        """
        return [FormWords(each) for each in self._found(name)]

    def has(self, name: str) -> bool:
        """Whether the data has anything of this name."""
        try:
            self._found(name)
        except KeyError:
            return False
        return True

    def _found(self, name: str) -> Any:
        found: Any = self.data
        for part in name.split("."):
            found = found[part]
        return found


def form_words_from_data(data: dict[str, Any]) -> FormWords:
    """Return the words that a file of resources/forms/ holds (TOML, already parsed).

    Raises:
        ValueError: it holds none, or is of a newer schema.
    """
    if data.get("schema") != 1 or "title" not in data:
        raise ValueError("This is not a form's words that this version of the app can read.")
    return FormWords(data)
