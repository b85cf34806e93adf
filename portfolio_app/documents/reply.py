"""Reads a mail that came back: its words, and the files in it, those of messages inside it too."""

from __future__ import annotations

from portfolio_app.documents import kinds, mail, markup, outlook
from portfolio_app.documents.letter import Letter
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.mail_addresses import bare_address
from portfolio_app.domain.reply import Reply, ReplyFile
from portfolio_app.domain.simple import Paragraph, Style

MOST_FILES = 20
LARGEST = 100 << 20  # bytes of all files together
_DEEPEST = 3
_MOST_WORDS = 200_000  # characters
_WORDS_OF_HTML = 0.5  # fewer in the plain part, and the marked-up one says more
_MESSAGE = ("eml", "msg")


def read(data: bytes, name: str) -> tuple[Reply | None, tuple[bytes, ...]]:
    """Return a mail and the bytes of its files, in order; None when the file is no mail."""
    found = _letter(data, name)
    if found is None:
        return None, ()
    files: list[tuple[str, bytes]] = []
    is_cut = _collect(found, files, 0)
    reply = Reply(
        sender=found.sender,
        address=bare_address(found.sender),
        sent_at=found.sent.isoformat(timespec="seconds") if found.sent is not None else found.day,
        subject=found.subject,
        message_id=found.message_id,
        answers=found.answers,
        words=_words(found)[:_MOST_WORDS],
        files=tuple(ReplyFile(each, len(content)) for each, content in files),
        is_cut=is_cut,
    )
    return reply, tuple(content for _, content in files)


def _letter(data: bytes, name: str) -> Letter | None:
    told = kinds.tell(data, name)
    if told.kind is not DocumentKind.MAIL:
        return None
    return outlook.open_letter(data) if told.form == "msg" else mail.open_letter(data)


def _collect(found: Letter, files: list[tuple[str, bytes]], depth: int) -> bool:
    """Add a message's files to a list; return whether some were left out."""
    is_cut = False
    for each in found.attachments:
        if len(files) >= MOST_FILES or each.size + sum(len(c) for _, c in files) > LARGEST:
            return True
        content = each.content()
        if not content:
            continue
        ending = each.name.rsplit(".", 1)[-1].lower()
        inner = _letter(content, each.name) if ending in _MESSAGE else None
        if inner is not None and depth < _DEEPEST:
            is_cut |= _collect(inner, files, depth + 1)
        else:
            files.append((each.name, content))
    return is_cut


def _words(found: Letter) -> str:
    """Return the words of a message; of a marked-up one, quotes are begun with ">"."""
    plain = found.plain.replace("\r\n", "\n").replace("\r", "\n")
    if not found.html.strip():
        return plain
    marked_up = markup.read(found.html)
    if len(plain.strip()) >= len(marked_up.text) * _WORDS_OF_HTML:
        return plain
    lines: list[str] = []
    for block in marked_up.blocks:
        if isinstance(block, Paragraph):
            mark = "> " if block.style is Style.QUOTE else ""
            lines += [mark + line for line in block.text.split("\n")]
        else:
            rows = getattr(block, "rows", ())
            lines += [p.text for row in rows for cell in row for p in cell.paragraphs]
        lines.append("")
    return "\n".join(lines)
