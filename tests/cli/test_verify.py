"""``verify FILE``: what a PDF's signatures say, without a portfolio."""

import io
from pathlib import Path

import pikepdf

from portfolio_app.services import verifying
from portfolio_app.workroom.host import Limits, Workroom
from tests.cli.conftest import Run
from tests.documents import signing
from tests.documents.test_signatures import _set_text


def _file(folder: Path, content: bytes, name: str = "form.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_signed_form_is_said_to_be_unchanged(run: Run, tmp_path: Path) -> None:
    path = _file(tmp_path, signing.one())

    told = run("verify", "--json", path, passphrase=False).json
    plain = run("verify", path, passphrase=False).out

    (signature,) = told["signatures"]
    assert told["verdict"] == signature["verdict"] == "unchanged"
    assert signature["field"] == "signature.digital"
    assert signature["signer"] == "Line Manager"
    assert signature["fingerprint"] == signing.fingerprint()
    assert signature["signed_at"].endswith("Z")
    assert signature["changed_fields"] == []
    assert plain.startswith("signature.digital: Unchanged since it was signed\n")
    assert "by the signer's own clock" in plain
    assert "It does not say who somebody is." in plain


def test_changed_answers_are_findings_and_named(run: Run, tmp_path: Path) -> None:
    path = _file(tmp_path, signing.update(signing.one(), _set_text("Poor")))

    plain = run("verify", path, passphrase=False, check=1).out

    assert "Answers changed after signing" in plain
    assert "Changed: account" in plain


def test_a_form_without_a_signature_has_none(run: Run, tmp_path: Path) -> None:
    path = _file(tmp_path, signing.form())

    told = run("verify", "--json", path, passphrase=False).json

    assert (told["verdict"], told["signatures"]) == (None, [])
    assert told["empty_fields"] == ["signature.digital"]


def test_what_cannot_be_read_is_refused_and_never_without_a_signature(
    run: Run, tmp_path: Path
) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(signing.one())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    files = [
        _file(tmp_path, locked.getvalue(), "locked.pdf"),
        _file(tmp_path, b"Subject: Your form\n\nAttached.\n", "reply.eml"),
        _file(tmp_path, signing.one()[:-400], "cut.pdf"),
        _file(tmp_path, b"", "empty.pdf"),
    ]

    told = run("verify", "--json", files[0], passphrase=False, check=2).json
    plain = run("verify", files[1], passphrase=False, check=2).out

    assert "password" in told["problem"]
    assert told["verdict"] == "changed-or-unverifiable"
    assert plain.splitlines() == [
        "This is not a PDF, so it can't be checked for signatures.",
        "That is not the same as having no signature.",
    ]
    with Workroom(tmp_path / "scratch") as room:
        assert all(verifying.verify(room, path).problem for path in files)


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    told = run("verify", "--json", tmp_path / "nothing.pdf", passphrase=False, check=2).json

    assert told["error"]["code"] == "unreadable"


def test_the_command_as_installed_gives_the_same_verdict(program: Run, tmp_path: Path) -> None:
    path = _file(tmp_path, signing.update(signing.one(), _set_text("Poor")))

    told = program("verify", "--json", path, passphrase=False, check=1)

    assert told.json["verdict"] == "answers-changed"
    assert told.json["signatures"][0]["changed_fields"] == ["account"]
    assert told.err == ""


def test_a_check_that_is_stopped_is_a_problem_and_not_without_a_signature(
    tmp_path: Path,
) -> None:
    with Workroom(tmp_path / "scratch") as room:
        verdicts = [
            verifying.of_content(room, signing.one()).verdict,
            verifying.of_content(_Cramped(room), signing.one()).problem,  # type: ignore[arg-type]
        ]

    assert verdicts[0] == "unchanged"
    assert "the check was stopped" in verdicts[1]


class _Cramped:
    """A workroom that is given no memory to speak of."""

    def __init__(self, room: Workroom) -> None:
        self._room = room

    def call(self, op: str, **more: object) -> object:
        limits = Limits(wall=30.0, cpu=20.0, memory=1_000_000)
        return self._room.call(op, limits=limits, **more)  # type: ignore[arg-type]
