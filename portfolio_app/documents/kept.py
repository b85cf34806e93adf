"""Why a file is kept as a whole, in words: what it is, what is safe, what to do next."""

from __future__ import annotations

from portfolio_app.documents.kinds import Told
from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus

_KEPT = "The file has been kept and can be mapped as a whole."
_FRESH_COPY = "Ask for a fresh copy and add that."
_AS_PDF = "To highlight passages, save it as PDF and add that."

_PROGRAMS = {
    "doc": "Word", "docx": "Word", "docm": "Word", "dotx": "Word", "rtf": "Word",
    "ppt": "PowerPoint", "pptx": "PowerPoint", "pptm": "PowerPoint", "ppsx": "PowerPoint",
    "xls": "Excel", "xlsx": "Excel", "xlsm": "Excel", "xlsb": "Excel",
    "odt": "LibreOffice", "odp": "LibreOffice", "ods": "LibreOffice",
    "pages": "Pages", "key": "Keynote", "numbers": "Numbers",
}  # fmt: skip
_NOUNS = {
    DocumentKind.PDF: "PDF",
    DocumentKind.WORD: "document",
    DocumentKind.SLIDES: "presentation",
    DocumentKind.SHEET: "spreadsheet",
    DocumentKind.MAIL: "e-mail",
    DocumentKind.IMAGE: "picture",
    DocumentKind.TEXT: "text file",
    DocumentKind.WEB: "web page",
    DocumentKind.RECORDING: "recording",
    DocumentKind.ARCHIVE: "ZIP file",
    DocumentKind.NOTEBOOK: "OneNote file",
    DocumentKind.UNKNOWN: "file",
}


def as_a_whole(told: Told, *, is_empty: bool = False) -> Facts:
    """Return the facts of a file that is kept but not shown, with the reason in plain words."""
    if is_empty:
        return _facts(
            told,
            "empty",
            "This file is empty: it holds no bytes at all. It has been kept as it is. Look for "
            "the original, or ask for a fresh copy, and add that.",
        )
    if told.locked:
        return _facts(told, "locked", _locked(told))
    if told.damaged:
        return _facts(told, "damaged", damaged(told.kind))
    return _facts(told, "unsupported", _unsupported(told))


def too_large(told: Told) -> Facts:
    """Return the facts of a file that is too large to open."""
    noun = _NOUNS[told.kind]
    sentence = (
        f"This {noun} is larger than 512 MB, so it isn't opened. {_KEPT} To highlight passages, "
        "add the part that counts as a smaller PDF."
    )
    if told.kind is DocumentKind.RECORDING:
        sentence = f"This recording is larger than 512 MB. {_KEPT}"
    return _facts(told, "huge", sentence)


def damaged(kind: DocumentKind) -> str:
    """Return the sentence for a file whose content is not what it should be."""
    return f"This {_NOUNS[kind]} is damaged and can't be shown. {_KEPT} {_FRESH_COPY}"


def _facts(told: Told, code: str, problem: str) -> Facts:
    return Facts(
        told.kind,
        ReadStatus.KEPT,
        problem=problem,
        code=code,
        locked=told.locked,
        active=told.active,
    )


def _locked(told: Told) -> str:
    if told.kind is DocumentKind.ARCHIVE:
        return (
            f"This ZIP file is locked with a password. {_KEPT} To highlight passages, unpack it "
            "with the password and add the files inside."
        )
    program = _PROGRAMS.get(told.form)
    where = f" in {program}" if program else ""
    return (
        f"This {_NOUNS[told.kind]} is locked with a password. {_KEPT} To highlight passages, open "
        f"it{where} with the password, save it as PDF and add that."
    )


def _unsupported(told: Told) -> str:
    match told.kind:
        case DocumentKind.WORD | DocumentKind.SLIDES | DocumentKind.SHEET:
            return _office(told)
        case DocumentKind.IMAGE:
            return (
                f"This app can't show .{told.form} pictures. {_KEPT} To mark a part of it, save it "
                "as JPEG or PNG and add that."
            )
        case DocumentKind.ARCHIVE:
            return (
                f"This app doesn't look inside .{told.form} files. {_KEPT} To highlight passages, "
                "unpack it and add the files inside."
            )
        case DocumentKind.NOTEBOOK:
            return _notebook(told.form)
        case _:
            return _unknown(told.form)


def _office(told: Told) -> str:
    program = _PROGRAMS.get(told.form)
    if program:
        what = f"{program} {_NOUNS[told.kind]}s"
        how = f"save it as PDF in {program} and add that."
    else:
        what, how = f".{told.form} {_NOUNS[told.kind]}s", "save it as PDF and add that."
    return f"This app can't show {what}. {_KEPT} To highlight passages, {how}"


def _notebook(form: str) -> str:
    if form == "onetoc2":
        return (
            "This is only OneNote's list of a notebook's sections: it holds no notes. It has been "
            "kept. Open the notebook in OneNote, choose File › Export › Section › Word or PDF, "
            "and add what that makes."
        )
    what = "notebooks" if form == "onepkg" else "sections"
    return (
        f"This app can't show OneNote {what}. {_KEPT} To highlight passages, open it in OneNote, "
        "choose File › Export › Section › Word or PDF, choose PDF, and add what that makes."
    )


def _unknown(form: str) -> str:
    if not form or not form.isalnum() or len(form) > 10:
        return f"This app can't tell what kind of file this is. {_KEPT} {_AS_PDF}"
    return f"This app can't show .{form} files. {_KEPT} {_AS_PDF}"


def too_many_pixels(told: Told) -> Facts:
    """Return the facts of a picture that would fill the memory."""
    return _facts(
        told,
        "huge",
        "This picture has more than 200 million pixels, so it isn't opened. "
        f"{_KEPT} Save a smaller copy and add that.",
    )


def bomb(told: Told) -> Facts:
    """Return the facts of a package whose parts unpack to more than is ever read."""
    return _facts(
        told,
        "huge",
        f"This {_NOUNS[told.kind]} unpacks to more than 300 MB, so it isn't opened. {_KEPT} "
        f"{_AS_PDF}",
    )


def without_words(told: Told) -> Facts:
    """Return the facts of a file with nothing but white space in it."""
    return _facts(
        told,
        "empty",
        f"This {_NOUNS[told.kind]} holds no words. It has been kept as it is. Look for the "
        "original, or ask for a fresh copy, and add that.",
    )


def without_files(told: Told) -> Facts:
    """Return the facts of an archive with no file in it."""
    return _facts(
        told,
        "empty",
        "This ZIP file holds no files. It has been kept as it is. Look for the original, or ask "
        "for a fresh copy, and add that.",
    )
