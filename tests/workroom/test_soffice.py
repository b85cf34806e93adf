"""LibreOffice, where it is installed: it makes pages, fetches nothing and leaves nothing behind."""

from __future__ import annotations

import base64
import io
import socket
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from portfolio_app.progress import Cancelled
from portfolio_app.workroom import soffice
from portfolio_app.workroom.limits import Limits
from portfolio_app.workroom.soffice import Source

PROGRAM = soffice.find()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed here")


def run(folder: Path, *sources: Source, **more: object) -> list[bytes]:
    assert PROGRAM is not None
    return soffice.convert(folder, sources, PROGRAM, **more)  # type: ignore[arg-type]


def document(words: str = "Twelve beds were opened") -> bytes:
    made = docx.Document()
    made.add_paragraph(words)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine that writes down who asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    asked, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(asked.recv(200))
                asked.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        stop.set()
        thread.join()


def pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(
            isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
            for each in opened.objects
        )


def with_picture(address: str) -> bytes:
    """Return a document that shows a picture from an address."""
    out = io.BytesIO()
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006'
        '/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://'
        'schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" '
        'name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rIdX" xmlns:r="http:'
        '//schemas.openxmlformats.org/officeDocument/2006/relationships"/><a:stretch><a:fillRect/>'
        '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" '
        'cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="{address}" TargetMode="External"/></Relationships>'
    )
    with (
        zipfile.ZipFile(io.BytesIO(document())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else None
            if name == "word/document.xml" and content:
                content = content.replace("<w:sectPr", f"{drawing}<w:sectPr", 1)
            if name == "word/_rels/document.xml.rels" and content:
                content = content.replace("</Relationships>", relation, 1)
            new.writestr(name, content if content is not None else old.read(name))
    return out.getvalue()


def page(address: str) -> bytes:
    return f'<html><body><p>Beds</p><img src="{address}" width="90"></body></html>'.encode()


def test_several_files_become_pdfs_in_one_run_and_a_damaged_one_becomes_none(
    tmp_path: Path,
) -> None:
    made = run(
        tmp_path,
        Source("same.docx", document()),
        Source("same.docx", document("Another document")),
        Source("broken.docx", document()[:500]),
    )
    assert [bool(each) for each in made] == [True, True, False]
    assert made[0] != made[1]
    for each in made[:2]:
        with pikepdf.open(io.BytesIO(each)) as opened:
            assert len(opened.pages) == 1
    assert list(tmp_path.iterdir()) == []  # neither the copies nor the profile stay


def test_nothing_is_fetched_over_the_network(
    tmp_path: Path, listener: tuple[int, list[bytes]]
) -> None:
    port, heard = listener
    address = f"http://127.0.0.1:{port}/tracking.png"
    made = run(tmp_path, Source("a.docx", with_picture(address)), Source("b.html", page(address)))
    assert made[0]
    assert made[1]
    time.sleep(0.3)
    assert heard == []


def test_no_other_file_of_this_computer_gets_into_the_pages(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (120, 120), (201, 13, 77)).save(secret)
    address = secret.as_uri()
    made = run(
        tmp_path / "work", Source("a.docx", with_picture(address)), Source("b.html", page(address))
    )
    assert made[0]
    assert made[1]
    assert [pictures(each) for each in made] == [0, 0]


def test_a_picture_of_its_own_does_get_into_the_pages(tmp_path: Path) -> None:
    """So that the test above would see one."""
    held = io.BytesIO()
    Image.new("RGB", (120, 120), (201, 13, 77)).save(held, "PNG")
    address = "data:image/png;base64," + base64.b64encode(held.getvalue()).decode("ascii")
    assert pictures(run(tmp_path, Source("b.html", page(address)))[0]) == 1


def test_stopping_ends_it_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    def stop(_message: str, _fraction: float) -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        run(tmp_path, Source("a.docx", document()), progress=stop)
    assert time.monotonic() - began < 5
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_long_or_too_much_is_ended(tmp_path: Path) -> None:
    for limits in (
        Limits(wall=0.3, cpu=90.0, memory=3_000_000_000),
        Limits(wall=60.0, cpu=90.0, memory=60_000_000),
    ):
        began = time.monotonic()
        assert run(tmp_path, Source("a.docx", document()), limits=limits) == [b""]
        assert time.monotonic() - began < 30
        assert list(tmp_path.iterdir()) == []


def test_asking_for_its_version_writes_nothing_into_the_persons_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert PROGRAM is not None
    assert soffice.version.__wrapped__(PROGRAM)[0].isdigit()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets among the files there")
def test_a_run_that_is_ended_leaves_no_socket_beside_other_programs_files(tmp_path: Path) -> None:
    def sockets() -> set[Path]:
        return set(Path("/tmp").glob("OSL_PIPE_*"))  # noqa: S108 - where LibreOffice puts them

    def is_dead(path: Path) -> bool:
        with socket.socket(socket.AF_UNIX) as asked:
            try:
                asked.connect(str(path))
            except ConnectionRefusedError:
                return True
            except OSError:
                return False
            return False

    before = sockets()
    seen: set[Path] = set()

    def stop_when_it_listens(_message: str, _fraction: float) -> None:
        seen.update(sockets() - before)
        if seen:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(tmp_path, Source("a.docx", document()), progress=stop_when_it_listens)
    assert [path for path in seen if is_dead(path)] == []
