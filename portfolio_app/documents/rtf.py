"""Reads Rich Text (RTF 1.9.1): words with their looks, tables, notes, pictures; nothing is run."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, replace

from portfolio_app.documents import office_properties
from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import UnreadableError
from portfolio_app.documents.rtf_body import Body
from portfolio_app.domain.document import FoundHighlight, Holding
from portfolio_app.domain.simple import Break, Paragraph, Picture, Run, Style
from portfolio_app.domain.simple import words as plain

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_MOST_DEPTH = 500
_MOST_PICTURE = 48_000_000
_SKIPPED = frozenset(
    (
        "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "filetbl",
        "themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "pgptbl",
        "fontemb", "objdata", "nonshppict", "bkmkstart", "bkmkend", "listtext", "pntext", "mmathpr",
        "revtbl", "userprops", "docvar", "template", "fldinst", "atrfstart", "atrfend", "tc", "xe",
    )
)  # fmt: skip
_INFO = frozenset(("title", "author", "operator", "company", "manager", "keywords", "subject"))
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb2312", 136: "cp950",
    161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_LETTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "nestcell": " | ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group and ends with it."""

    target: str = ""  # "": words; else what this destination gathers
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    hidden: bool = False
    deleted: bool = False
    added: bool = False
    colour: int = 0
    in_table: bool = False
    heading: int = 0
    listed: bool = False
    font: int = 0
    skip: int = 1  # letters that stand for a Unicode one in older programs


def read(data: bytes) -> Found:
    """Return what a Rich Text file holds.

    Raises:
        UnreadableError: this is no Rich Text.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError("no rich text")
    reader = _Reader()
    reader.walk(data)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = Found()
        self._state = _State()
        self._stack: list[tuple[_State, Body]] = []
        self._main = self._body = Body()
        self._notes: list[Paragraph] = []
        self._furniture: list[Paragraph] = []
        self._codepage = "cp1252"
        self._fonts: dict[int, str] = {}
        self._colours: list[str] = []
        self._rgb = [0, 0, 0]
        self._gathered: dict[str, list[str]] = {}
        self._pending = bytearray()
        self._unicode_skip = 0
        self._is_starred = False
        self._picture_kind = ""
        self._hidden: list[str] = []
        self._removed: list[str] = []
        self._changes = 0
        self._comments = 0
        self._marked: tuple[int, str] = (0, "")

    def walk(self, data: bytes) -> None:
        """Read the whole file."""
        at = 0
        for token in _TOKEN.finditer(data):
            if token.start() < at:
                continue
            word, figure, byte, sign, brace, said = token.groups()
            if byte is not None:
                self._byte(int(byte, 16))
                continue
            if said is None and byte is None:
                self._flush()
            if brace == b"{":
                if len(self._stack) < _MOST_DEPTH:
                    self._stack.append((self._state, self._body))
                else:
                    raise UnreadableError("too deep")
            elif brace == b"}":
                self._close()
            elif word is not None:
                name = word.decode("ascii")
                number = int(figure) if figure is not None else None
                if name == "bin" and number is not None and number > 0:
                    at = token.end() + number
                else:
                    self._word(name, number)
            elif sign is not None:
                self._sign(sign.decode("latin-1"))
            elif said is not None:
                left_out = min(self._unicode_skip, len(said))
                self._unicode_skip -= left_out
                self._pending += said[left_out:]
        self._flush()
        self._end_paragraph()
        self._body.end_table()
        self._enter()

    def _byte(self, value: int) -> None:
        if self._unicode_skip:
            self._unicode_skip -= 1
        else:
            self._pending.append(value)

    def _flush(self) -> None:
        """Turn the bytes gathered so far into words, in the code page of their font."""
        if not self._pending:
            return
        page = self._fonts.get(self._state.font, self._codepage)
        said = bytes(self._pending).decode(page, "replace")
        self._pending.clear()
        self._say(said)

    def _say(self, said: str) -> None:
        state = self._state
        if state.target:
            self._gathered.setdefault(state.target, []).append(said)
            if state.target == "colortbl" and ";" in said:
                self._colours += ["#{:02x}{:02x}{:02x}".format(*self._rgb)] * said.count(";")
                self._rgb = [0, 0, 0]
            return
        if state.hidden:
            self._hidden.append(said)
            return
        if state.deleted:
            self._removed.append(said)
            self._changes += 1
            return
        self._changes += state.added
        self._mark(said)
        run = Run(
            said,
            bold=state.bold,
            italic=state.italic,
            underline=state.underline,
            strike=state.strike,
        )
        runs = self._body.runs
        if runs and replace(runs[-1], text="") == replace(run, text=""):
            runs[-1] = replace(run, text=runs[-1].text + said)
        else:
            runs.append(run)

    def _mark(self, said: str) -> None:
        """Take notice of a highlighter's colour under shown words."""
        colour, quote = self._marked
        if colour != self._state.colour:
            self._end_mark()
            self._marked = (self._state.colour, said)
        elif colour:
            self._marked = (colour, quote + said)

    def _end_mark(self) -> None:
        colour, quote = self._marked
        if quote.strip() and 0 < colour < len(self._colours):
            told = self._colours[colour]
            if told not in ("#ffffff", "#000000"):
                self.found.highlights.append(FoundHighlight(0, (), quote.strip()[:2000], told))
        self._marked = (0, "")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_starred = True
        elif sign == "~":
            self._say("\u00a0")
        elif sign == "_":
            self._say("\u2011")
        elif sign in "{}\\":
            self._say(sign)
        elif sign in "\r\n":
            self._end_paragraph()

    def _word(self, name: str, number: int | None) -> None:
        is_starred, self._is_starred = self._is_starred, False
        on = number != 0
        state = self._state
        match name:
            case "b" | "i" | "strike" | "striked" | "v" | "deleted" | "revised" | "ul" | "ulnone":
                self._look(name, on=on)
            case "plain":
                self._state = replace(
                    state, bold=False, italic=False, underline=False, strike=False, hidden=False,
                    deleted=False, added=False, colour=0,
                )  # fmt: skip
            case "highlight" | "chcbpat" | "cb":
                self._state = replace(state, colour=number or 0)
            case "f":
                self._state = replace(state, font=number or 0)
                if state.target == "fonttbl":
                    self._gathered["font"] = [str(number or 0)]
            case "fcharset" | "cpg":
                font = int((self._gathered.get("font") or ["0"])[0])
                self._fonts[font] = _page(number or 0, is_charset=name == "fcharset")
            case "ansicpg":
                self._codepage = _page(number or 1252, is_charset=False)
            case "mac":
                self._codepage = "mac_roman"
            case "uc":
                self._state = replace(state, skip=min(max(number or 0, 0), 16))
            case "u":
                self._unicode(number or 0)
            case "red" | "green" | "blue":
                place = ("red", "green", "blue").index(name)
                self._rgb[place] = min(max(number or 0, 0), 255)
            case "pard":
                self._state = replace(state, in_table=False, heading=0, listed=False)
            case "intbl":
                self._state = replace(state, in_table=True)
            case "outlinelevel":
                self._state = replace(state, heading=min((number or 0) + 1, 6))
            case "ls" | "pnlvlblt" | "pnlvlbody":
                self._state = replace(state, listed=True)
            case "par" | "sect":
                self._end_paragraph()
            case "page" | "sbkpage":
                if not state.target:
                    self._end_paragraph()
                    self._body.blocks.append(Break())
            case "cell":
                self._end_mark()
                self._body.end_cell()
            case "row":
                self._body.end_row()
            case name if name in _LETTERS:
                self._say(_LETTERS[name])
            case _:
                self._destination(name, is_starred=is_starred)

    def _look(self, name: str, *, on: bool) -> None:
        state = self._state
        match name:
            case "b":
                self._state = replace(state, bold=on)
            case "i":
                self._state = replace(state, italic=on)
            case "strike" | "striked":
                self._state = replace(state, strike=on)
            case "v":
                self._state = replace(state, hidden=on)
            case "deleted":
                self._state = replace(state, deleted=on)
            case "revised":
                self._state = replace(state, added=on)
            case "ul":
                self._state = replace(state, underline=on)
            case "ulnone":
                self._state = replace(state, underline=False)

    def _unicode(self, code: int) -> None:
        code &= 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._gathered["half"] = [str(code)]
        elif 0xDC00 <= code < 0xE000 and self._gathered.get("half"):
            high = int(self._gathered.pop("half")[0])
            self._say(chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)))
        elif not 0xDC00 <= code < 0xE000:
            self._say(chr(code))
        self._unicode_skip = self._state.skip

    def _destination(self, name: str, *, is_starred: bool) -> None:
        state = self._state
        if state.target and state.target not in ("info",):
            if state.target == "pict" and name.endswith("blip"):
                self._picture_kind = name
            return
        if name in ("fonttbl", "colortbl", "info", "pict") or name in _SKIPPED:
            self._state = replace(state, target=name if name not in _SKIPPED else "skipped")
            self._gathered[self._state.target] = []
            self._picture_kind = ""
        elif name in _INFO and state.target == "info":
            self._state = replace(state, target=f"info-{name}")
        elif name == "footnote":
            self._body.runs.append(Run(f"[{len(self._notes) + 1}]"))
            self._body = Body()
            self._state = replace(state, target="", in_table=False)
        elif name == "annotation":
            self._comments += 1
            self._state = replace(state, target="comment")
        elif name in ("atnauthor", "atnid"):
            self._state = replace(state, target=name)
        elif name.startswith(("header", "footer")) and name not in ("headery", "footery"):
            self._body = Body()
            self._state = replace(state, target="", in_table=False)
        elif name == "object":
            self.found.active.add("attached files")
        elif (
            is_starred and name not in ("shppict", "shpinst", "fldrslt", "shptxt", "fldinst")
        ) or name in ("sp", "sn", "sv"):
            self._state = replace(state, target="skipped")

    def _close(self) -> None:
        if not self._stack:
            return
        body, state = self._body, self._state
        if state.target == "pict":
            before = self._stack[-1][0]
            if before.target != "pict":
                self._picture()
        self._state, outer = self._stack.pop()
        if outer is not body:
            self._end_of(body, outer)
            self._body = outer

    def _end_of(self, body: Body, outer: Body) -> None:
        """Put a note, or a header, where such words go."""
        self._end_paragraph()
        self._body.end_table()
        said = [each for each in body.blocks if isinstance(each, Paragraph)]
        is_note = bool(outer.runs and outer.runs[-1].text == f"[{len(self._notes) + 1}]")
        if is_note:
            mark = f"[{len(self._notes) + 1}] "
            runs = [run for each in said for run in each.runs]
            self._notes.append(Paragraph((Run(mark), *runs), Style.NOTE))
        else:
            self._furniture += [each for each in said if each not in self._furniture]

    def _picture(self) -> None:
        packed = re.sub(r"[^0-9a-fA-F]", "", "".join(self._gathered.pop("pict", [])))
        if self._picture_kind not in ("pngblip", "jpegblip") or len(packed) > 2 * _MOST_PICTURE:
            return
        try:
            data = binascii.unhexlify(packed[: len(packed) // 2 * 2])
        except binascii.Error:
            return
        number = self.found.blob(f"{len(data)}-{hash(data)}", data)
        if number >= 0:
            self._end_paragraph()
            self._body.blocks.append(Picture(number))

    def _end_paragraph(self) -> None:
        state = self._state
        if not state.target:
            self._end_mark()
            self._body.end_paragraph(
                in_table=state.in_table, heading=state.heading, is_listed=state.listed
            )

    def _enter(self) -> None:
        found = self.found
        found.blocks = list(self._main.blocks)
        if self._notes:
            found.blocks += [plain("Footnotes", Style.LABEL), *self._notes]
        if self._furniture:
            label = plain("Headers and footers of its pages", Style.LABEL)
            found.blocks += [label, *self._furniture]
        found.title = self._info("title")
        found.author = self._info("author")
        office_properties.names(found, found.author, self._info("operator"))
        found.hold("company name", 0, [self._info("company")])
        found.hold("comments", self._comments, [
            f"by {each}" for each in dict.fromkeys(self._gathered.get("atnauthor", []))
        ])  # fmt: skip
        if self._changes:
            told = quoted(["".join(self._removed)[:150]])
            found.hold("tracked changes", self._changes, [f"deleted: {each}" for each in told])
        hidden = "".join(self._hidden).strip()
        found.hold("hidden text", 1 if hidden else 0, quoted([hidden]))
        if "attached files" in found.active:
            found.holds.append(Holding("embedded objects"))

    def _info(self, name: str) -> str:
        return "".join(self._gathered.get(f"info-{name}", [])).strip()


def _page(number: int, *, is_charset: bool) -> str:
    if is_charset:
        return _CHARSETS.get(number, "cp1252")
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gb2312"}.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
