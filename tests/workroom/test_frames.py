import io
import json
import struct

import pytest

from portfolio_app.workroom.frames import FrameError, read_frame, write_frame


def test_a_message_comes_back_as_it_was_sent():
    pipe = io.BytesIO()
    write_frame(pipe, {"op": "read", "name": "Ŵ"}, [b"first", memoryview(b"second"), b""])
    write_frame(pipe, {"op": "next"})
    pipe.seek(0)

    assert read_frame(pipe) == ({"op": "read", "name": "Ŵ"}, (b"first", b"second", b""))
    assert read_frame(pipe) == ({"op": "next"}, ())
    assert read_frame(pipe) is None


def _packed(header: object, rest: bytes = b"") -> io.BytesIO:
    packed = header if isinstance(header, bytes) else json.dumps(header).encode()
    return io.BytesIO(struct.pack(">I", len(packed)) + packed + rest)


@pytest.mark.parametrize(
    "pipe",
    [
        io.BytesIO(b"\0\0"),
        io.BytesIO(b"\xff\xff\xff\xff{}"),
        _packed(b"not json"),
        _packed([1, 2]),
        _packed({"op": "x"}),
        _packed({"blob_lengths": [5]}, b"abc"),
        _packed({"blob_lengths": [-1]}),
        _packed({"blob_lengths": [10**15]}),
        _packed({"blob_lengths": ["5"]}, b"abcde"),
        _packed({"blob_lengths": [True]}, b"a"),
        _packed(b"[" * 100_000),
    ],
)
def test_nonsense_is_refused_before_room_is_made_for_it(pipe):
    with pytest.raises(FrameError):
        read_frame(pipe)
