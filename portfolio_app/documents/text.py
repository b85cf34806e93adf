"""Plain text, whatever its encoding."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_IN_TEXT = bytes(each for each in range(32) if each not in b"\t\n\r\f\b\x1a\x1b") + b"\x7f"
_MOST_CONTROLS = 0.01
_SAMPLE = 65536


def decode(data: bytes) -> str | None:
    """Return the text of a text file, or None when the bytes are not text.

    A byte order mark decides; else UTF-8; else UTF-16 when every other byte is mostly zero; else
    Windows-1252, which most old text files are in. A character cut off at the end is left out.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data:
        return _utf16(data)
    sample = data[:_SAMPLE]
    controls = sum(sample.count(each) for each in _NOT_IN_TEXT)
    if controls > max(len(sample) * _MOST_CONTROLS, 40):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        pass
    if controls > len(sample) * _MOST_CONTROLS:
        return None
    return data.decode("cp1252", "replace")


def _utf16(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    for encoding, zeros in (
        ("utf-16-le", sample[1::2].count(0)),
        ("utf-16-be", sample[0::2].count(0)),
    ):
        others = sample.count(0) - zeros
        if zeros > half * 0.6 and others <= half * 0.01:
            return data.decode(encoding, "replace")
    return None
