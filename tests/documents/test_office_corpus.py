"""Office files nobody here wrote: whatever the usual libraries open gives its words here too.

Every third file; with PORTFOLIO_CORPUS_WHOLE=1 every one.
"""

from __future__ import annotations

import re
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from portfolio_app.domain.document import Facts, ReadStatus
from portfolio_app.domain.wire import decode
from portfolio_app.workroom.host import Workroom
from tests.thorough import WHOLE

_WORDS = re.compile(r"\w{2,}")
_FOLDERS = ("word", "slides", "spreadsheets", "malformed/office", "encrypted", "active-content")
# Words that are kept off the pages on purpose, and the one word of a million letters.
_HIDDEN = {"word/testWORD_features.docx", "malformed/office/poc-shared-strings.xlsx"}
# Nothing that could be shown: no words, no pictures, or only a drawing that can't be drawn.
_EMPTY = {
    "malformed/office/testWORD_missing_ooxml_bean1.docx",
    "slides/no-slides.pptx",
    "word/TestTableColumns.docx",
    "word/comment.docx",
    "word/external-picture.docx",
}


def _docx(path: Path) -> list[str]:
    import docx

    said: list[str] = []

    def tables(found) -> None:  # type: ignore[no-untyped-def]
        for row in (row for table in found for row in table.rows):
            for cell in row.cells:
                said.extend(each.text for each in cell.paragraphs)
                tables(cell.tables)

    document = docx.Document(str(path))
    said.extend(each.text for each in document.paragraphs)
    tables(document.tables)
    for section in document.sections:
        for part in (section.header, section.footer):
            said.extend(each.text for each in part.paragraphs)
    return said


def _pptx(path: Path) -> list[str]:
    import pptx

    said: list[str] = []

    def walk(shapes) -> None:  # type: ignore[no-untyped-def]
        for shape in shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                said.extend(cell.text for row in shape.table.rows for cell in row.cells)
            if hasattr(shape, "shapes"):
                walk(shape.shapes)

    for slide in pptx.Presentation(str(path)).slides:
        if slide._element.get("show") != "0":
            walk(slide.shapes)
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                said.append(slide.notes_slide.notes_text_frame.text)
    return said


def _xlsx(path: Path) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return [
        value
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    ]


_READERS: dict[str, Callable[[Path], list[str]]] = {"docx": _docx, "pptx": _pptx, "xlsx": _xlsx}


def test_what_the_usual_libraries_open_gives_all_its_words_and_nothing_harms(
    corpus: Path,
) -> None:
    opened = {}
    for line in (corpus / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        file, reader, result = line.split("\t")
        if reader in _READERS and result.startswith("ok"):
            opened[file] = reader
    counts: Counter[str] = Counter()
    words = found = 0
    missing: dict[str, list[str]] = {}
    slowest = (0.0, "")
    with Workroom() as room:
        room.warm()
        first = room.child_pid
        paths = sorted(p for folder in _FOLDERS for p in (corpus / folder).iterdir())
        for path in paths if WHOLE else paths[::3]:
            name = path.relative_to(corpus).as_posix()
            if not path.is_file() or path.suffix == ".pdf":
                continue
            began = time.monotonic()
            reply = room.call("read", {"name": path.name}, [path.read_bytes()])
            slowest = max(slowest, (time.monotonic() - began, name))
            facts = decode(Facts, reply.result["facts"])
            counts[f"{facts.kind}: {facts.status} {facts.code}"] += 1
            if name not in opened:
                continue
            if name in _EMPTY:
                assert facts.code == "empty", name
                continue
            assert facts.status is ReadStatus.READABLE, f"{name}: {facts.problem}"
            assert facts.route == "simplified", name
            theirs = _theirs(path, opened[name])
            flat = "".join("".join(page["text"].split()) for page in reply.result["pages"])
            lost = [word for word in theirs if word not in flat.casefold()]
            words += len(theirs)
            found += len(theirs) - len(lost)
            if lost:
                missing[name] = lost
        assert room.child_pid == first  # no file ended the child
    print(f"\n{counts.total()} files, slowest {slowest}; {found} of {words} words")  # noqa: T201
    for what, count in sorted(counts.items()):
        print(f"{count:5} {what}")  # noqa: T201
    assert missing.keys() <= _HIDDEN, missing
    assert words > (2_500 if WHOLE else 800)
    assert slowest[0] < 30


def _theirs(path: Path, reader: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = _READERS[reader](path)
    return {word for each in said for word in _WORDS.findall(each.casefold())}


def test_locked_office_files_say_so(corpus: Path) -> None:
    names = (
        "testEXCEL_protected_passtika.xlsx",
        "testPPT_protected_passtika.pptx",
        "testWORD_protected_passtika.docx",
        "testODTEncrypted.odt",
        "password.xls",
    )
    with Workroom() as room:
        for name in names:
            path = corpus / "encrypted" / name
            reply = room.call("read", {"name": name}, [path.read_bytes()])
            facts = decode(Facts, reply.result["facts"])
            assert (facts.code, facts.locked) == ("locked", True), name


def test_hidden_parts_of_real_files_are_found(corpus: Path) -> None:
    wanted = {
        "word/comments.docx": "comments",
        "word/delins.docx": "tracked changes",
        "word/testWORD_custom_props.docx": "custom properties",
        "word/testWORD_features.docx": "hidden text",
        "word/testMailMerge.docx": "mail merge settings",
        "slides/sld-notes.pptx": "slides with speaker notes",
        "slides/testPPT_comment.pptx": "comments",
        "slides/bar-chart.pptx": "embedded objects",
        "spreadsheets/TwoSheetsOneHidden.xlsx": "hidden sheets",
        "spreadsheets/AE_England_data.xls": "hidden sheets",
        "active-content/testWORD_macros.docm": "macros",
        "active-content/testAttachedTemplate.docx": "links to other files",
        "active-content/testExternalRefs.docx": "fields that fetch from elsewhere",
        "active-content/testODTMacro.odt": "macros",
    }
    with Workroom() as room:
        for name, what in wanted.items():
            path = corpus / name
            reply = room.call("read", {"name": path.name}, [path.read_bytes()])
            facts = decode(Facts, reply.result["facts"])
            assert what in {each.what for each in facts.holds}, f"{name}: {facts.holds}"
