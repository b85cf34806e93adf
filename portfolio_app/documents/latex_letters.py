r"""LaTeX in references as letters: ``M{\"u}ller`` is Müller, ``--`` a dash.

Commands that only change a look go, and so do braces; what is not known leaves its words.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "i": "\u0131",
    "j": "\u0237", "dots": "…", "ldots": "…", "textellipsis": "…", "textendash": "–",
    "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textasciitilde": "~", "textbackslash": "\\",
    "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "degree": "°", "S": "§", "P": "¶", "times": "×",
    "alpha": "\u03b1", "beta": "β", "gamma": "\u03b3", "delta": "δ", "mu": "μ", "pi": "π",
    "sigma": "\u03c3", "omega": "ω", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
    "slash": "/", "space": " ",
    "quad": " ", "newline": " ", "par": " ", "hyp": "-", "guillemotleft": "«",
    "guillemotright": "»", "approx": "≈", "leq": "≤", "geq": "≥", "pm": "±", "rightarrow": "→",
}  # fmt: skip
_NAMED_ACCENTS = frozenset("uvHckrdb")
_MARKS = re.compile(r"[\\{}~$`']|--+")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*? ?")
_BRACES = re.compile(r"\\.|[{}]", re.S)
_DEEPEST = 30


def letters(text: str) -> str:
    """Return the words that LaTeX prints, with their accents composed, on one line."""
    if not _MARKS.search(text):
        return " ".join(text.split())
    made = _letters(text, 0)
    return " ".join(unicodedata.normalize("NFC", made).split())


def address(text: str) -> str:
    """Return a web address or a DOI without what LaTeX puts around it."""
    bare = re.sub(r"\\(?:url|path|href|nolinkurl)\b", "", text)
    return re.sub(r"\s", "", re.sub(r"\\([_%#&~{}$])", r"\1", bare).strip("{} \n\t")).strip("{}")


def group_end(text: str, start: int, limit: int | None = None) -> int:
    """Return where the group that begins at ``start`` with a brace ends; -1: not before a limit."""
    depth = 0
    for found in _BRACES.finditer(text, start, len(text) if limit is None else limit):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.end()
    return -1


def _pairs(text: str) -> dict[int, int]:
    """Return where each group that is closed ends, by where it begins."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACES.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            pairs[opened.pop()] = found.end()
    return pairs


def _letters(text: str, depth: int) -> str:
    made: list[str] = []
    pairs = _pairs(text)
    at = 0
    while found := _MARKS.search(text, at):
        made.append(text[at : found.start()])
        mark, at = found[0], found.end()
        if mark == "\\":
            at = _command(text, found.start(), made, pairs, depth)
        elif mark == "~":
            made.append(" ")
        elif mark in "`'":
            at = _quote(text, found.start(), made)
        elif mark.startswith("--"):
            made.append("–" if len(mark) == 2 else "—")
    made.append(text[at:])
    return "".join(made)


def _quote(text: str, at: int, made: list[str]) -> int:
    pair = text[at : at + 2]
    if pair == "``":
        made.append("“")
    elif pair == "''":
        made.append("”")
    else:
        made.append("‘" if text[at] == "`" else "'")
        return at + 1
    return at + 2


def _command(text: str, at: int, made: list[str], pairs: dict[int, int], depth: int) -> int:
    """Write what a command prints; return where the text goes on."""
    mark = text[at + 1 : at + 2]
    if mark in _ACCENTS and mark not in _NAMED_ACCENTS:
        return _accent(text, at + 2, mark, made, pairs, depth)
    found = _COMMAND.match(text, at)
    if found is None:
        made.append(" " if mark in "\\ \n" else "" if mark in "-/,;:!@" else mark)
        return at + 2
    name, end = found[1], found.end()
    if name in _NAMED_ACCENTS and text[end : end + 1]:
        return _accent(text, end, name, made, pairs, depth)
    if name == "href" and text[end : end + 1] == "{":
        return pairs.get(end, end)
    made.append(_SYMBOLS.get(name, ""))
    return end


def _accent(
    text: str, at: int, accent: str, made: list[str], pairs: dict[int, int], depth: int
) -> int:
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] == "{":
        end = pairs.get(at, -1)
        if end < 0:
            return at
        inner = _letters(text[at + 1 : end - 1], depth + 1) if depth < _DEEPEST else ""
    elif text[at : at + 1] == "\\":
        found = _COMMAND.match(text, at)
        if found is None:
            return at
        inner, end = _SYMBOLS.get(found[1], ""), found.end()
    else:
        inner, end = text[at : at + 1], at + 1
    first = {"\u0131": "i", "\u0237": "j"}.get(inner[:1], inner[:1])
    made.append(f"{first}{_ACCENTS[accent] if first else ''}{inner[1:]}")
    return end
