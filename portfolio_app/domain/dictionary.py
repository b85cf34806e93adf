"""A dictionary of Hunspell's form: stems with flags, and the endings and beginnings they allow.

Knows what the English dictionaries use of that form: PFX and SFX with cross products, REP and
NOSUGGEST; ordinal numbers are left out, since a word with a digit is never looked at. Nothing is
spelt out when it is loaded: that takes hundredths of a second, and the words few megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class _Affix:
    """One rule: ``taken`` is cut off a stem that fits ``fits``, then ``added`` is put there.

    ``crosses``: an ending may stand with a beginning.
    """

    flag: str
    taken: str
    added: str
    fits: re.Pattern[str]
    crosses: bool


@dataclass(frozen=True)
class Dictionary:
    """The words of a language as stems and rules. Made by ``read``; never changed."""

    stems: dict[str, str] = field(repr=False)
    endings: dict[str, tuple[_Affix, ...]] = field(repr=False)  # by the last letter they add
    beginnings: tuple[_Affix, ...] = field(repr=False)
    swaps: tuple[tuple[str, str], ...] = ()
    never_offered: str = ""

    def has(self, word: str) -> bool:
        """Return whether a word stands in it exactly so, capitals and all."""
        flags = self.stems.get(word)
        if flags is not None and "c" not in flags:  # "1th" and its like, parts of numbers only
            return True
        return self._has_ending(word, "") or any(
            self._has_stem(rest, rule.flag) or self._has_ending(rest, rule.flag)
            for rule in self.beginnings
            if word.startswith(rule.added)
            and (rest := rule.taken + word[len(rule.added) :])
            and rule.fits.match(rest)
        )

    def offers(self, word: str) -> bool:
        """Return whether a stem may be offered for a misspelling."""
        return not self.never_offered or self.never_offered not in self.stems.get(word, "")

    def all_words(self) -> Iterator[str]:
        """Yield every word it spells that may be offered, some more than once."""
        for stem, flags in self.stems.items():
            if "c" in flags or not self.offers(stem) or not stem[:1].isalpha():
                continue
            yield stem
            begun = [stem]
            for rule in self.beginnings:
                if rule.flag in flags and rule.fits.match(stem):
                    begun.append(rule.added + stem[len(rule.taken) :])
                    yield begun[-1]
            for rules in self.endings.values():
                for rule in rules:
                    if rule.flag in flags and rule.fits.search(stem):
                        kept = len(rule.taken)
                        yield from (
                            each[: len(each) - kept] + rule.added
                            for each in (begun if rule.crosses else begun[:1])
                        )

    def _has_stem(self, stem: str, flag: str) -> bool:
        return flag in self.stems.get(stem, "")

    def _has_ending(self, word: str, also: str) -> bool:
        """Return whether it is a stem with an ending; ``also`` is a flag the stem needs besides."""
        for rule in self.endings.get(word[-1:], ()):
            if not word.endswith(rule.added) or (also and not rule.crosses):
                continue
            stem = word[: len(word) - len(rule.added)] + rule.taken
            flags = self.stems.get(stem)
            if flags and rule.flag in flags and also in flags and rule.fits.search(stem):
                return True
        return False


def read(rules: str, words: str) -> Dictionary:
    """Return the dictionary of an .aff and a .dic file's text.

    Raises:
        ValueError: a rule is not written as Hunspell writes them.
    """
    endings: dict[str, list[_Affix]] = {}
    beginnings: list[_Affix] = []
    swaps: list[tuple[str, str]] = []
    crossing: set[str] = set()
    never = ""
    for line in rules.splitlines():
        parts = line.split()
        if not parts or parts[0].startswith("#"):
            continue
        if parts[0] == "NOSUGGEST":
            never = parts[1]
        elif parts[0] == "REP" and len(parts) == 3:
            swaps.append((parts[1], parts[2].replace("_", " ")))
        elif parts[0] in ("SFX", "PFX") and len(parts) == 4:  # the head of its rules
            if parts[2] == "Y":
                crossing.add(parts[0] + parts[1])
        elif parts[0] in ("SFX", "PFX") and len(parts) >= 5:
            flag, taken, added, fits = (each if each != "0" else "" for each in parts[1:5])
            try:
                found = re.compile(f"{fits}$" if parts[0] == "SFX" else fits)
            except re.error as error:
                raise ValueError(f"This rule cannot be read: {line!r}") from error
            rule = _Affix(flag, taken, added, found, parts[0] + flag in crossing)
            if parts[0] == "SFX":
                endings.setdefault(added[-1:], []).append(rule)
            else:
                beginnings.append(rule)
    lines = words.split("\n")[1:]
    stems = {stem: flags for stem, _, flags in (line.rstrip().partition("/") for line in lines)}
    stems.pop("", None)
    by_letter = {letter: tuple(each) for letter, each in endings.items()}
    return Dictionary(stems, by_letter, tuple(beginnings), tuple(swaps), never)
