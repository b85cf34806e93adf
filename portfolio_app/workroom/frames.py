"""One message over a pipe: a length, a JSON header that states its blobs' lengths, the raw bytes.

Nothing is ever unpickled. Both sides check lengths before they make room for them, because the
other side may have been taken over by the file it was reading.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

LARGEST_HEADER = 256 * 1024 * 1024
LARGEST_BLOB = 2 * 1024 * 1024 * 1024
MOST_BLOBS = 1_000  # a document may hold hundreds of pictures

_LENGTH = struct.Struct(">I")
_BLOBS = "blob_lengths"


class FrameError(Exception):
    """The other side ended in the middle of a message, or sent something that is not one."""


def write_frame(
    pipe: BinaryIO, header: dict[str, Any], blobs: Sequence[bytes | memoryview] = ()
) -> None:
    """Write one message and flush it; ``header`` is plain JSON.

    Raises:
        OSError: the other side has closed its end.
    """
    views = [memoryview(blob).cast("B") for blob in blobs]
    packed = json.dumps({**header, _BLOBS: [view.nbytes for view in views]}).encode("ascii")
    _write_all(pipe, memoryview(_LENGTH.pack(len(packed)) + packed))
    for view in views:
        _write_all(pipe, view)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> tuple[dict[str, Any], tuple[bytes, ...]] | None:
    """Return the next message's header and blobs; None when the other side closed its end.

    Raises:
        FrameError: the message is cut off, too large or not one of ours.
    """
    first = pipe.read(_LENGTH.size)
    if not first:
        return None
    if len(first) < _LENGTH.size:
        raise FrameError("a message was cut off")
    (length,) = _LENGTH.unpack(first)
    if length > LARGEST_HEADER:
        raise FrameError("a message's header is too large")
    try:
        header = json.loads(_read_all(pipe, length))
    except (ValueError, RecursionError) as error:
        raise FrameError("a message's header is not JSON") from error
    lengths = header.pop(_BLOBS, None) if isinstance(header, dict) else None
    if (
        not isinstance(lengths, list)
        or len(lengths) > MOST_BLOBS
        or not all(type(each) is int and 0 <= each <= LARGEST_BLOB for each in lengths)
    ):
        raise FrameError("a message's blobs are not stated")
    return header, tuple(_read_all(pipe, each) for each in lengths)


def _write_all(pipe: BinaryIO, view: memoryview) -> None:
    while view.nbytes:
        view = view[pipe.write(view) or 0 :]


def _read_all(pipe: BinaryIO, length: int) -> bytes:
    # A buffered pipe reads straight into one bytes object of this size: no second copy.
    data = pipe.read(length)
    if len(data) < length:
        raise FrameError("a message was cut off")
    return data
