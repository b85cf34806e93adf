"""Which words of a text a dictionary is asked about, and which of them it does not know.

Left alone: citations and other objects of the editor, addresses, words with digits or inner
capitals, words all in capitals ("KSB", "KSBs", "NHS's"), letters of other scripts, and what the
person's own list or the portfolio itself names. Both ways of ending (-ise and -ize) are British.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

MOST_KNOWN = 20_000  # words whose verdict is remembered; more begin again
LONGEST = 40  # letters; a longer run of letters is no word

_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
_HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}-"  # the last is no range within brackets
_IGNORED = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NON-JOINER}"
_JOINING = f"{_IGNORED}{_APOSTROPHES}{_HYPHENS}"
_MARKS = "\u0300-\u036f"  # accents that stand beside their letter
# A run of what words are made of, with the marks inside that hold it together; and what stands
# against it without a space, which makes it an address, a name of a file or a code.
_RUN = re.compile(
    rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{_JOINING}](?=[^\W_])|[_@./\\:#&=?%+~]+(?=[^\W_]))*"
)
_ADDRESS = re.compile(
    r"://|@|\\|^www\.|_|[#&=?%+~]|\.[a-z]{2,}/|^[^/]*\.(?:com|org|net|uk|gov|edu|eu|info|io|ac|nhs|"
    r"example|docx?|pdf|xlsx?|pptx?|txt|csv|html?|jpe?g|png|zip)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[^./:]+")
_BEGINNINGS = frozenset(
    {"anti", "auto", "bi", "by", "co", "counter", "cross", "de", "e", "ever", "ex", "extra",
     "hyper", "infra", "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mis",
     "multi", "neo", "non", "off", "on", "over", "para", "part", "post", "pre", "pro", "proto",
     "pseudo", "quasi", "re", "self", "semi", "sub", "super", "supra", "trans", "tri", "ultra",
     "un", "under", "up", "well"}
)  # fmt: skip
_ENDINGS = frozenset(
    {"esque", "fold", "ish", "less", "like", "wide"}
)  # fmt: skip
_ROMAN = re.compile(r"^(?=.)x{0,3}(?:ix|iv|v?i{0,3})$")
_SHORTENED = frozenset(
    {"e.g", "i.e", "etc", "cf", "al", "vs", "viz", "ibid", "ed", "eds", "vol", "vols", "pp", "ch",
     "chs", "para", "paras", "incl", "approx", "dept", "dr", "mr", "mrs", "ms", "mx", "prof",
     "rev", "st", "no", "nos", "fig", "figs", "govt", "est", "op", "cit", "seq", "et", "ie", "eg"}
)  # fmt: skip
_ISE = re.compile(r"i([z])(?=(?:e|es|ed|er|ers|ing|ings|able|ation|ations|ational)$)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it begins and ends (code points), and how it is looked up."""

    start: int
    end: int
    text: str


class Words(Protocol):
    """What knows words: a dictionary."""

    def has(self, word: str) -> bool:
        """Return whether it is a word, written exactly so."""
        ...


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text that a dictionary can be asked about, in order."""
    for run in _RUN.finditer(text):
        whole = run.group()
        if len(whole) == 1 or _ADDRESS.search(whole) or _is_handle(text, run.start()):
            continue
        if _plain(whole).lower() in _SHORTENED:
            continue
        for part in _PARTS.finditer(whole):
            yield from _word(whole, part.start(), part.end(), run.start())


def _is_handle(text: str, start: int) -> bool:
    """Return whether a name of the web begins here: "@someone", "#subject"."""
    return start > 0 and text[start - 1] in "@#"


def _word(whole: str, low: int, high: int, offset: int) -> Iterator[Word]:
    bare = whole[low:high]
    while bare and bare[-1] in _JOINING:
        bare = bare[:-1]
    while bare and bare[0] in _JOINING:
        bare = bare[1:]
        low += 1
    plain = _plain(bare)
    if len(plain) > 1 and not _is_left_alone(plain):
        yield Word(offset + low, offset + low + len(bare), plain)


def _plain(word: str) -> str:
    """Return a word as it is looked up: one kind of apostrophe and hyphen, accents composed."""
    if word.isascii():
        return word
    for each in _IGNORED:
        word = word.replace(each, "")
    word = unicodedata.normalize("NFKC", word)
    for each in _APOSTROPHES[1:]:
        word = word.replace(each, "'")
    for each in _HYPHENS[:2]:
        word = word.replace(each, "-")
    return word


def _is_left_alone(word: str) -> bool:
    if len(word) > LONGEST or any(each.isdigit() for each in word):
        return True
    letters = word.removesuffix("'s").removesuffix("'")
    if letters.isupper() or (letters[:-1].isupper() and letters[-1] == "s" and len(letters) > 2):
        return True
    if any(each.isupper() for part in re.split("[-']", letters) for each in part[1:]):
        return True  # a name such as SharePoint, SENCo or McArthur
    if not word.isascii() and not all(
        each in "'-" or "LATIN" in unicodedata.name(each, "") for each in word
    ):
        return True
    return _ROMAN.match(word) is not None


def name_words(names: Iterable[str], titles: Iterable[str] = ()) -> frozenset[str]:
    """Return the words of names, and of titles those with a capital, and the parts of each."""
    found: set[str] = set()
    for texts, every in ((names, True), (titles, False)):
        for text in texts:
            for word in words_of(text):
                plain = word.text.removesuffix("'s")
                parts = [plain, *plain.split("-")]
                found.update(each for each in parts if every or each[:1].isupper())
    return frozenset(found)


@dataclass
class Spelling:
    """What is right: a dictionary, further words, the person's own, the portfolio's names.

    ``more`` are words besides the dictionary's and ``own`` the person's, both folded; ``names``
    are what the portfolio names, as it writes them (``name_words``). Remembers what it was asked.
    """

    words: Words
    more: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    def wrong_in(self, text: str) -> list[Word]:
        """Return the words of a text that are not known, in order."""
        known = self._known
        found: list[Word] = []
        for word in words_of(text):
            right = known.get(word.text)
            if right is None:
                right = self.is_right(word.text)
            if not right:
                found.append(word)
        return found

    def is_right(self, word: str) -> bool:
        """Return whether a word, as ``words_of`` gives it, is known."""
        right = self._known.get(word)
        if right is None:
            right = self._looked_up(word)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[word] = right
        return right

    def _looked_up(self, word: str) -> bool:
        if self._is_one(word):
            return True
        if "-" not in word:
            return False
        if self._is_one(word.replace("-", "")):  # half-hearted, and a word parted at a line's end
            return True
        parts = word.split("-")
        return all(
            self._is_one(part)
            or (part.lower() in _BEGINNINGS and at < len(parts) - 1)
            or (part.lower() in _ENDINGS and at > 0)
            or len(part) < 2
            or part.isupper()
            for at, part in enumerate(parts)
        )

    def _is_one(self, word: str) -> bool:
        if self._is_listed(word):
            return True
        stem = word.removesuffix("'s")
        if word.endswith("s'"):
            stem = word[:-1]
        if stem != word and stem and self._is_listed(stem):
            return True
        bare = _without_accents(word)
        return bare != word and self._is_listed(bare)

    def _is_listed(self, word: str) -> bool:
        low = word.casefold()
        if low in self.own or low in self.more or word in self.names or low in self.names:
            return True
        if self._in_dictionary(word):
            return True
        other = _ISE.sub("is", word)
        return other != word and self._in_dictionary(other)

    def _in_dictionary(self, word: str) -> bool:
        if self.words.has(word):
            return True
        lower = word.lower()
        if lower == word:
            return False
        # A capital at the beginning of a sentence, or all in capitals.
        return self.words.has(lower) or (word.isupper() and self.words.has(word.capitalize()))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word)
    return "".join(each for each in apart if not unicodedata.combining(each))
