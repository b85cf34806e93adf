"""Names in references: initials, who stands first, and where a name stands in the alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from portfolio_app.domain.references import Person

PARTICLES = frozenset(
    {
        "af", "al", "ap", "auf", "da", "de", "degli", "dei", "del", "della", "den", "der", "des",
        "di", "do", "dos", "du", "el", "la", "las", "le", "les", "lo", "los", "op", "'t", "’t",
        "te", "ten", "ter", "van", "vande", "vander", "vom", "von", "y", "zu", "zum", "zur",
    }
)  # fmt: skip
_SUFFIXES = {"jr": "Jr.", "jnr": "Jr.", "sr": "Sr.", "snr": "Sr.",
             "ii": "II", "iii": "III", "iv": "IV"}  # fmt: skip
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
        "ß": "ss",
    }
)
_LONGEST_BARE = 3  # capital letters that are initials without stops: "JRR"


def initials(given: str, *, together: bool = True) -> str:
    """Return the initials of given names: "J.K.", "J.-P."; "J. K." where not ``together``.

    A name in a script without capital letters is kept whole, and so are particles.
    """
    tokens = [each for each in _split(given) if _suffix(each) == ""]
    made: list[str] = []
    for token in tokens:
        if token.casefold().rstrip(".") in PARTICLES and token.islower():
            made.append(f" {token}" if made else token)
            continue
        for each in _of_token(token, alone=len(tokens) == 1):
            close = together and each.endswith(".") and made and made[-1].endswith(".")
            made.append(each if close or not made else f" {each}")
    return "".join(made).strip()


def suffix(given: str) -> str:
    """Return "Jr.", "III" … where given names end with it; "" for none."""
    tokens = _split(given)
    return _suffix(tokens[-1]) if len(tokens) > 1 else ""


def family(person: Person) -> str:
    """Return the family name, or an organisation's, as it is printed."""
    name = _line(person.family) or _line(person.given)
    if person.is_organisation:
        return name
    end = suffix(person.given) if person.family.strip() else ""
    return f"{name} {end}".strip()


def turned(person: Person, *, together: bool = True) -> str:
    """Return a name with the family first: "Author, A.B."; an organisation's as it is."""
    first = "" if person.is_organisation or not person.family.strip() else person.given
    short = initials(first, together=together)
    if not short:
        return family(person)
    return f"{family(person)}, {short}"


def in_order(person: Person, *, together: bool = True) -> str:
    """Return a name with the initials first: "A.B. Author"."""
    first = "" if person.is_organisation or not person.family.strip() else person.given
    return f"{initials(first, together=together)} {family(person)}".strip()


def sort_key(text: str, ignored: Sequence[str] = ()) -> str:
    """Return what a name or a title is sorted by: without accents, case and punctuation.

    A first word in ``ignored`` does not count, unless it is all there is.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(
        each if each.isalnum() else " " if each.isspace() or each in "-\u2010–—/" else ""
        for each in plain
        if not unicodedata.combining(each)
    )
    words = letters.split()
    if len(words) > 1 and words[0] in ignored:
        words = words[1:]
    return " ".join(words)


def person_key(person: Person, *, particles: bool, ignored: Sequence[str]) -> tuple[str, str]:
    """Return what a person or an organisation is sorted by.

    ``particles`` says whether "de", "van" and the like count.
    """
    if person.is_organisation:
        return sort_key(person.family, ignored), ""
    words = _line(person.family).split()
    if not particles:
        while len(words) > 1 and words[0].casefold() in PARTICLES:
            words = words[1:]
    return sort_key(" ".join(words) or person.given), sort_key(initials(person.given))


def _of_token(token: str, *, alone: bool) -> list[str]:
    if "." in token:
        return [each for part in token.split(".") if part for each in _of_token(part, alone=False)]
    bare = alone and len(token) <= _LONGEST_BARE and token.isalpha() and token.isupper()
    if bare and len(token) > 1:
        return [f"{each}." for each in token]
    pieces = [each for each in re.split("[-\u2010\u2011]", token) if each]
    found = [_initial(each) for each in pieces]
    return ["-".join(found)] if found else []


def _initial(word: str) -> str:
    letters = unicodedata.normalize("NFC", word)
    start = next((at for at, each in enumerate(letters) if each.isalpha()), None)
    if start is None:
        return letters
    if letters[start].lower() == letters[start].upper():
        return letters  # a script without capitals: an initial would say nothing
    end = start + 1
    while end < len(letters) and unicodedata.combining(letters[end]):
        end += 1
    return f"{letters[start:end]}."


def _split(given: str) -> list[str]:
    return _line(given).replace(",", " ").split()


def _suffix(token: str) -> str:
    bare = token.rstrip(".")
    found = _SUFFIXES.get(bare.casefold(), "")
    return found if found and (bare.isupper() or not found.isupper()) else ""


def _line(text: str) -> str:
    return " ".join(text.split())
