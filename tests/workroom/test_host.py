import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.workroom.host import READING, Limits, Workroom, WorkroomDied
from tests.documents.builders import pdf_of, words_at


@pytest.fixture
def room(tmp_path: Path):
    with Workroom(tmp_path / "scratch") as made:
        yield made


@pytest.fixture(scope="module")
def heavy_pdf() -> bytes:
    """Return a small file that takes many seconds to draw."""
    content = b"0 0 m 300 200 l 0 200 300 0 150 90 c S\n" * 1_000_000

    def pack(pdf: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(pdf, zlib.compress(content, 9))
        stream.Filter = pikepdf.Name.FlateDecode
        pdf.pages[0].obj.Contents = stream

    return pdf_of(b"", change=pack)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_pdf_comes_back_as_facts_pages_copy_and_thumbnail(room):
    reply = room.call("read", {"name": "a.pdf"}, [pdf_of(words_at("Words"), words_at("More"))])

    assert reply.result["facts"]["pages"] == 2
    assert reply.result["maker"]
    assert [page["text"].strip() for page in reply.result["pages"]] == ["Words", "More"]
    assert reply.blobs[0].startswith(b"%PDF-")
    assert reply.blobs[1].startswith(b"\x89PNG")


def test_an_open_document_is_drawn_and_its_letters_placed(room):
    copy = room.call("read", {"name": "a.pdf"}, [pdf_of(words_at("Words"))]).blobs[0]

    opened = room.call("open", {"key": "a"}, [copy])
    drawn = room.call("draw", {"key": "a", "page": 0, "scale": 2.0})
    chars = room.call("chars", {"key": "a", "page": 0})
    thumb = room.call("thumb", {"key": "a", "page": 0, "pixels": 64})

    assert opened.result["pages"] == [[300, 200]]
    assert drawn.result == {"width": 600, "height": 400, "stride": 2400}
    assert len(drawn.blobs[0]) == 2400 * 400
    assert chars.result["text"] == "Words"
    assert len(chars.blobs[0]) == 16 * len("Words")
    assert thumb.blobs[0].startswith(b"\x89PNG")


def test_a_document_that_is_not_open_is_a_plain_refusal(room):
    with pytest.raises(PortfolioError) as refused:
        room.call("draw", {"key": "nothing", "page": 0, "scale": 1.0})

    assert refused.value.code == "not-open"
    assert room.child_pid is not None


def test_only_a_few_documents_stay_open(room):
    data = pdf_of(words_at("Words"))
    for key in "abcde":
        room.call("open", {"key": key}, [data])

    room.call("draw", {"key": "e", "page": 0, "scale": 0.1})
    with pytest.raises(PortfolioError, match="no longer open"):
        room.call("draw", {"key": "a", "page": 0, "scale": 0.1})


def test_a_page_that_is_not_there_is_named(room):
    room.call("open", {"key": "a"}, [pdf_of(words_at("Words"))])

    with pytest.raises(PortfolioError, match="no page 8"):
        room.call("draw", {"key": "a", "page": 7, "scale": 1.0})


def test_work_past_its_time_is_stopped_and_the_next_call_works(room, heavy_pdf):
    room.warm()
    with pytest.raises(WorkroomDied) as died:
        room.call(
            "read",
            {"name": "slow.pdf"},
            [heavy_pdf],
            limits=Limits(wall=0.5, cpu=20, memory=READING.memory),
        )

    assert died.value.code == "time-limit"
    assert "Nothing stored was changed" in died.value.message
    assert room.call("kind", {"name": "a.txt", "bytes": 1}, [b"x"]).result["facts"]


@pytest.mark.skipif(sys.platform != "linux", reason="the CPU limit is the system's own")
def test_work_past_its_processor_time_is_stopped(room, heavy_pdf):
    with pytest.raises(WorkroomDied) as died:
        room.call(
            "read",
            {"name": "slow.pdf"},
            [heavy_pdf],
            limits=Limits(wall=60, cpu=0.2, memory=READING.memory),
        )

    assert died.value.code == "time-limit"


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is the system's own")
def test_work_past_its_memory_is_stopped_and_the_next_call_works(room):
    with pytest.raises(WorkroomDied) as died:
        room.call(
            "read",
            {"name": "large.txt"},
            [b"A line of words.\n" * 2_000_000],
            limits=Limits(wall=30, cpu=20, memory=120_000_000),
        )

    assert died.value.code == "memory-limit"
    reply = room.call("read", {"name": "a.pdf"}, [pdf_of(words_at("Words"))])
    assert reply.result["facts"]["pages"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_child_that_is_killed_is_explained_and_replaced(room, heavy_pdf):
    room.warm()
    first = room.child_pid
    killer = threading.Timer(0.5, os.kill, (first, signal.SIGKILL))
    killer.start()

    with pytest.raises(WorkroomDied) as died:
        room.call("read", {"name": "slow.pdf"}, [heavy_pdf])
    killer.join()

    assert died.value.code == "child-died"
    assert room.call("kind", {"name": "a.txt", "bytes": 1}, [b"x"]).result["facts"]
    assert room.child_pid not in (None, first)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_child_that_ended_between_two_calls_is_replaced_without_a_word(room):
    room.warm()
    os.kill(room.child_pid, signal.SIGKILL)
    time.sleep(0.1)

    assert room.call("kind", {"name": "a.txt", "bytes": 1}, [b"x"]).result["facts"]


def test_cancelling_ends_the_work_at_once(room, heavy_pdf):
    room.warm()
    began = time.monotonic()

    def stop(message: str, fraction: float) -> None:
        if time.monotonic() - began > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        room.call("read", {"name": "slow.pdf"}, [heavy_pdf], progress=stop)

    assert time.monotonic() - began < 3
    assert room.child_pid is None
    assert not (room.folder / "child").exists()
    assert room.call("kind", {"name": "a.txt", "bytes": 1}, [b"x"]).result["facts"]


def test_several_threads_take_turns(room):
    data = pdf_of(words_at("Words"))
    found = []

    def ask() -> None:
        found.append(room.call("read", {"name": "a.pdf"}, [data]).result["facts"]["pages"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found == [1, 1, 1, 1]


def test_a_closed_workroom_leaves_no_process_and_no_file(home):
    room = Workroom()
    room.call("read", {"name": "a.pdf"}, [pdf_of(words_at("Words"))])
    pid, folder = room.child_pid, room.folder

    room.close()
    room.close()

    assert pid is not None
    assert not _is_running(pid)
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_child_outlives_a_parent_that_is_killed(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from portfolio_app.workroom.host import *\n"
        f"room = Workroom(Path({str(tmp_path / 'scratch')!r})); room.warm()\n"
        "print(room.child_pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert _is_running(pid)
        parent.kill()

    deadline = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_running(pid)


def test_a_child_starts_without_the_window_or_the_database():
    program = (
        "import sys; from portfolio_app.workroom import child\n"
        "heavy = ('PySide6', 'sqlalchemy', 'pikepdf', 'pypdfium2', 'PIL', 'reportlab', 'keyring')\n"
        "sys.exit(any(name in sys.modules for name in heavy))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
