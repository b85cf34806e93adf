"""Honest titles: which of the titles a file gives itself a person may have meant."""

from __future__ import annotations

import re

LONGEST = 200
_NO_TITLE = re.compile(
    r"^(microsoft (word|powerpoint|excel|office|visio|outlook)\b.*|word document.*"
    r"|new (microsoft )?(word |office )?(document|presentation|worksheet)\b.*"
    r"|untitled\b.*|unbenannt\b.*|sans titre.*|title( of .*)?|titel|(click|tap) (to|here).*"
    r"|(insert|enter|type) (the |your |document )?title.*|\[.*title.*\]|document ?title|subtitle"
    r"|document ?\d*|doc ?\d*|presentation ?\d*|powerpoint[ -]pr[eéä]sentation.*|slide ?\d*"
    r"|(slide|diapositive|folie) ?(number )?\d+|book ?\d*|mappe ?\d*|classeur ?\d*|sheet ?\d*"
    r"|workbook ?\d*|scan(ned)?\b.*|image ?\d*|img[_ -]?\d+.*|dsc[_ -]?\d+.*|print(ed)?|about:blank"
    r"|blank( page)?|null|none|n/?a|undefined|no title|default|temp|tmp|test|\d+|full page photo"
    r"|crystal reports.*|layout ?\d*|template|pdf|page ?\d*|cover( page)?|contents|normal\.dotm?"
    r"|adobe (photoshop|illustrator|indesign|acrobat)\b.*|header|footer|heading ?\d*|name"
    r"|text ?\d+.*"
    r"|object|home|index|attachment|noname|no subject|\(?no subject\)?|acr[0-9a-f]+\.tmp.*"
    r"|official(-sensitive)?( sensitive)?|confidential|restricted|private and confidential|draft)$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\.(pdf|docx?|dotx?|docm|pptx?|potx?|xlsx?|xlsm|rtf|odt|odp|ods|indd|qxd|qxp|ai|eps|ps|dvi|tex"
    r"|pub|pmd|fm|html?|txt|jpe?g|png|tiff?|vsdx?|cdr|wpd|pages|key|tmp|md|csv|msg|eml)"
    r"(\s*[\[(](read[- ]only|compatibility mode|autosaved|draft)[\])])*$",
    re.IGNORECASE,
)
_PATH = re.compile(r"^(?:[a-z]:[\\/]|\\\\|/(?:users|home|tmp|var|private|volumes)/|file:)", re.I)
_NO_SUBJECT = re.compile(
    r"^\W*(?:(?:no|kein|sans|aucun) (?:subject|title|betreff|objet))?\W*$", re.I
)
_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|sv|vs|tr)\s*:\s*|\[external\]\s*)+", re.IGNORECASE)


def sensible_title(title: str, name: str) -> str:
    """Return a document's own title if a person may have meant it, else nothing.

    ``name`` is the file's name. A title that only repeats it in one word says no more than it.
    """
    title = one_line(title)
    if " " not in title and name.lower().startswith(title.lower()):
        return ""
    letters = sum(each.isalpha() for each in title)
    if letters < 3 or "\ufffd" in title or _NO_TITLE.match(title) or _FILE_NAME.search(title):
        return ""
    if "\\" in title or "://" in title or _PATH.match(title):
        return ""
    if title.count("_") > 2 and " " not in title:
        return ""
    return title


def sensible_heading(heading: str) -> str:
    """Return a page's heading if it says what the document is, else nothing."""
    heading = one_line(heading).strip(" -–—:;,.|•·*#…")
    if not sensible_title(heading, "") or len(heading) > 160 or len(heading.split()) > 24:
        return ""
    letters = sum(each.isalpha() for each in heading)
    if " " not in heading and letters < 6:
        return ""
    if letters < 4 or letters * 2 < len(heading.replace(" ", "")) or heading[0].islower():
        return ""
    return heading


def subject_title(subject: str) -> str:
    """Return a message's subject without "RE:" and "FW:"; empty when nothing is left."""
    bare = _PREFIX.sub("", one_line(subject)).strip()
    return "" if _NO_SUBJECT.match(bare) else bare


def one_line(words: str) -> str:
    """Return words on one line, without control characters, at most 200 characters."""
    kept = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(kept.split())[:LONGEST].strip()
