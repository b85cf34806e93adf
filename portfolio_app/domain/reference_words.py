"""Fields of a reference as they are printed: pages, editions, days, DOIs, quotation marks."""

from __future__ import annotations

import re
from datetime import date

from portfolio_app.domain.days import day_words

_FIRST = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NUMBER = r"(?:\d+[a-z]?|[ivxlcdm]+|[A-Z]{1,2}\d+)"
_ONE_PAGE = re.compile(rf"{_NUMBER}(?:ff?\.?)?", re.ASCII)
_PAGES = re.compile(
    rf"{_NUMBER}(?:ff?\.?)?(?:\s*(?:[-–—]+|,|;|&|and)\s*{_NUMBER}(?:ff?\.?)?)*", re.ASCII
)
_PAGE_WORD = re.compile(r"(?:pp?|pgs?|pages?)\b\.?\s*", re.I)
_PART_WORDS = (
    (re.compile(r"(?:paragraphs|paras)\b\.?\s*", re.I), "paras. "),
    (re.compile(r"(?:paragraph|para|¶)\b\.?\s*", re.I), "para. "),
    (re.compile(r"(?:sections|ss)\b\.?\s*(?=\d)", re.I), "ss. "),
    (re.compile(r"(?:section|sect?|s)\b\.?\s*(?=\d)|§\s*", re.I), "s. "),
    (re.compile(r"(?:chapter|chap|ch)\b\.?\s*(?=\d)", re.I), "ch. "),
    (re.compile(r"(?:schedule|sch)\b\.?\s*(?=\d)", re.I), "sch. "),
    (re.compile(r"(?:regulation|reg)\b\.?\s*(?=\d)", re.I), "reg. "),
    (re.compile(r"(?:article|art)\b\.?\s*(?=\d)", re.I), "art. "),
    (re.compile(r"(?:figure|fig)\b\.?\s*(?=\d)", re.I), "fig. "),
)
_ARTICLE_NUMBER = re.compile(r"(?:e|article\s*)\d+|\d{6,}", re.I)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.I)


def locator(typed: str, *, page: str, pages: str, one: str = "", many: str = "") -> str:
    """Return a place in a source as it is printed: "p. 4", "pp. 4–6", "s. 149", "para. 3".

    ``one`` and ``many`` stand before plain numbers in place of ``page`` and ``pages``. What is no
    number is printed as it was typed.
    """
    text = " ".join(typed.split()).strip(" ,;")
    said = _PAGE_WORD.match(text)
    bare = text[said.end() :] if said else text
    if not _PAGES.fullmatch(bare):
        for word, short in _PART_WORDS:
            if (found := word.match(text)) and text[found.end() :]:
                return short + dashed(text[found.end() :])
        return dashed(text)
    single = _ONE_PAGE.fullmatch(bare) is not None and "ff" not in bare
    before = (page, pages) if said or not one else (one, many or one)
    return before[0 if single else 1] + dashed(bare)


def page_range(typed: str, *, page: str, pages: str) -> str:
    """Return the pages of an article or a chapter as they are printed; an article's number bare."""
    text = " ".join(typed.split()).strip(" .,;")
    if _ARTICLE_NUMBER.fullmatch(text):
        return text
    return locator(text, page=page, pages=pages)


def dashed(text: str) -> str:
    """Return text with the lines between numbers as en dashes, without spaces."""
    return re.sub(r"(?<=[\w.])\s*(?:-{1,3}|–|—)\s*(?=\d|[ivxlcdm]+\b|[A-Z]{1,2}\d)", "–", text)


def edition(typed: str, word: str) -> str:
    """Return "2nd edn"; "" for a first edition, which is not said."""
    text = re.sub(r"\W*\b(?:edition|edn|ed|eds)\b\.?\W*$", "", " ".join(typed.split()), flags=re.I)
    text = text.strip(" .,;")
    plain = text.casefold()
    number = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", plain)
    if number or plain in _FIRST:
        count = int(number[1]) if number else _FIRST.index(plain) + 1
        return f"{ordinal(count)} {word}" if count > 1 else ""
    if not text:
        return ""
    if plain in ("revised", "rev"):
        text = "Rev."
    return f"{text} {word}"


def ordinal(count: int) -> str:
    """Return "1st", "2nd", "3rd", "11th" …."""
    tail = (
        "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    )
    return f"{count}{tail}"


def whole_day(typed: str) -> str:
    """Return "3 March 2026" for a day of the form YYYY-MM-DD; anything else as it was typed."""
    text = " ".join(typed.split())
    try:
        return day_words(date.fromisoformat(text).isoformat())
    except ValueError:
        return text


def day_and_month(typed: str) -> str:
    """Return "3 March" for YYYY-MM-DD, "March" for YYYY-MM; anything else as it was typed."""
    text = " ".join(typed.split())
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text)
    if found is None or not 1 <= int(found[2]) <= len(_MONTHS):
        return "" if re.fullmatch(r"\d{4}", text) else text
    return " ".join(each for each in (str(int(found[3])) if found[3] else "",
                                      _MONTHS[int(found[2]) - 1]) if each)  # fmt: skip


def doi(typed: str) -> str:
    """Return a DOI alone ("10.1000/182") from any of its forms; "" where there is none."""
    found = _DOI.fullmatch("".join(typed.split()))
    return found[1].rstrip(".,;") if found else ""


def quoted(title: str, outer: tuple[str, str], inner: tuple[str, str]) -> str:
    """Return a title in quotation marks; those within it become the inner ones."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", title)
    opening, closing = inner
    for pattern in (r"“([^“”]*)”", r'"([^"]*)"', r"‘([^‘]*?)’(?!\w)", r"(?<!\w)'([^']+)'(?!\w)"):
        text = re.sub(pattern, lambda found: f"{opening}{found[1]}{closing}", text)
    return f"{outer[0]}{without_stop(text)}{outer[1]}"


def without_stop(title: str) -> str:
    """Return a title without the stop that somebody typed after it; "U.K." and "…" keep theirs."""
    text = title.rstrip()
    if not text.endswith(".") or text.endswith(".."):
        return text
    last = text.split()[-1][:-1]
    return text if "." in last or len(last) <= 1 else text[:-1]
