"""The one command a fresh machine needs: what it finds missing, what it says, what it makes."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_SUCH_LIBRARY = {"libnosuchthing.so.77": "libnosuchthing77"}
writes_a_shell_script = pytest.mark.skipif(os.name == "nt", reason="stands in with a shell script")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev() -> ModuleType:
    return load(ROOT / "packaging" / "dev.py")


@pytest.fixture
def on_linux(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux with apt-get, a library missing, and a working virtual environment."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "QT_LIBRARIES", NO_SUCH_LIBRARY)
    monkeypatch.setattr(dev, "WINDOW_LIBRARIES", {})
    monkeypatch.setattr(dev, "venv_works", lambda folder: True)
    monkeypatch.setattr(dev.shutil, "which", lambda program: f"/usr/bin/{program}")


def test_an_older_python_is_told_so_in_plain_words(tmp_path: Path) -> None:
    source = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    older = source.replace("import sys\n", "import sys\nsys.version_info = (3, 9, 2)\n", 1)
    (tmp_path / "dev.py").write_text(older, encoding="utf-8")

    answer = subprocess.run(
        [sys.executable, tmp_path / "dev.py", "run"], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith("This needs Python 3.11 or newer; this is Python 3.9.")
    assert "Traceback" not in answer.stderr


def test_python_3_7_can_read_the_file_far_enough_to_be_refused() -> None:
    import ast

    source = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 7))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_on_linux_a_screen_is_known_by_the_environment(
    dev: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    expected: bool,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "WINDOWS", False)

    assert dev.has_display(environment) is expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux loader")
def test_a_library_the_loader_does_not_find_is_missing(dev: ModuleType) -> None:
    assert dev.missing_libraries({**NO_SUCH_LIBRARY, "libc.so.6": "libc6"}) == NO_SUCH_LIBRARY


@pytest.mark.parametrize(
    ("machine", "version", "expected"),
    [
        ("x86_64", "2.31", "glibc 2.31; Qt for Python needs 2.34"),
        ("x86_64", "2.36", ""),
        ("aarch64", "2.36", "glibc 2.36; Qt for Python needs 2.39"),
    ],
)
def test_a_system_that_qt_has_no_packages_for_is_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, machine: str, version: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev.platform, "machine", lambda: machine)
    monkeypatch.setattr(dev.platform, "libc_ver", lambda: ("glibc", version))

    said = dev.too_old()

    assert expected in said
    assert bool(said) is bool(expected)


@pytest.mark.usefixtures("on_linux")
def test_without_rights_the_one_line_to_run_is_said_and_tests_stop(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)

    with pytest.raises(dev.SetupError) as refused:
        dev.prepare_system(needs_qt=True)

    line = "sudo apt-get update && sudo apt-get install --yes libnosuchthing77"
    assert line in str(refused.value).splitlines()[-1]


@pytest.mark.usefixtures("on_linux")
def test_a_command_that_shows_no_window_goes_on_without_qts_libraries(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)

    dev.prepare_system(needs_qt=False)

    said = capsys.readouterr()
    assert "libnosuchthing77" in said.err
    assert said.out == ""


@pytest.mark.usefixtures("on_linux")
def test_another_linux_is_told_the_names_of_the_libraries(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda program: None)

    with pytest.raises(dev.SetupError, match=r"libnosuchthing\.so\.77"):
        dev.prepare_system(needs_qt=True)


@pytest.mark.usefixtures("on_linux")
def test_root_gets_the_missing_packages_installed_and_no_others(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(dev, "is_root", lambda: True)
    monkeypatch.setattr(dev, "QT_LIBRARIES", {**NO_SUCH_LIBRARY, "libc.so.6": "libc6"})
    monkeypatch.setattr(dev, "apt_install", lambda packages: asked.append(list(packages)))

    with pytest.raises(dev.SetupError, match="still not found"):
        dev.prepare_system(needs_qt=False)  # the pretended apt-get installed nothing

    assert asked == [["libnosuchthing77"]]


@pytest.mark.usefixtures("on_linux")
def test_a_missing_ensurepip_joins_the_line_of_packages(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "QT_LIBRARIES", {})
    monkeypatch.setattr(dev, "venv_works", lambda folder: False)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

    with pytest.raises(dev.SetupError, match=f"install --yes {package}"):
        dev.prepare_system(needs_qt=False)


def test_a_half_made_environment_in_a_folder_with_spaces_is_made_again(
    dev: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "a folder of mine" / ".venv"
    folder.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = nowhere\n", encoding="utf-8")
    assert not dev.venv_works(folder)

    dev.make_venv(folder)

    assert dev.venv_works(folder)
    pip = next(folder.rglob("site-packages/pip"))
    shutil.rmtree(pip)
    assert not dev.venv_works(folder), "an environment without pip is half made"


def test_an_environment_that_is_a_link_is_replaced_and_its_target_left_alone(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("keep", encoding="utf-8")
    link = tmp_path / ".venv"
    try:
        link.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    monkeypatch.setattr(dev.venv, "create", lambda folder, **_: folder.mkdir())

    dev.make_venv(link)

    assert not link.is_symlink()
    assert (elsewhere / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_debians_way_of_leaving_without_ensurepip_is_explained(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_made(folder: Path, **_: bool) -> None:
        folder.mkdir()
        raise SystemExit(1)

    monkeypatch.setattr(dev.venv, "create", half_made)

    with pytest.raises(dev.SetupError, match="could not make a virtual environment"):
        dev.make_venv(tmp_path / ".venv")

    assert not (tmp_path / ".venv").exists()


def test_the_environment_is_renewed_when_a_pin_changes_or_the_folder_moves(
    dev: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "packaging").mkdir()
    lock = tmp_path / "packaging" / "requirements.lock"
    lock.write_text("a==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    first = dev.stamp(tmp_path)
    moved = tmp_path.with_name("moved")
    shutil.copytree(tmp_path, moved)

    lock.write_text("a==2\n", encoding="utf-8")

    assert dev.stamp(tmp_path) != first
    assert dev.stamp(moved) != first


def test_what_would_lead_an_environments_python_astray_is_left_out(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "somewhere")
    monkeypatch.setenv("PIP_TARGET", "somewhere")
    monkeypatch.setenv("PORTFOLIO_CORPUS", "corpus")

    kept = dev.clean_environment()

    assert not {"PYTHONHOME", "PIP_TARGET"} & set(kept)
    assert kept["PORTFOLIO_CORPUS"] == "corpus"


@writes_a_shell_script
def test_without_a_screen_run_builds_the_sample_and_says_where_it_is(
    dev: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = tmp_path / "portfolio-app"
    app.write_text('#!/bin/sh\nmkdir "$2" && echo pages > "$2/../Bundle.pdf"\n', encoding="utf-8")
    app.chmod(0o755)
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    codes = [dev.build_sample(app), dev.build_sample(app)]

    said = capsys.readouterr().err
    assert codes == [0, 0]
    assert "no screen here, so no window can be opened" in said
    assert str(tmp_path / "build" / "sample-1" / "Bundle.pdf") in said
    assert str(tmp_path / "build" / "sample-2" / "Bundle.pdf") in said, "the first is not replaced"


@writes_a_shell_script
def test_a_sample_that_fails_is_not_called_done(
    dev: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = tmp_path / "portfolio-app"
    app.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    app.chmod(0o755)
    monkeypatch.setattr(dev, "ROOT", tmp_path)

    code = dev.build_sample(app)

    assert code == 3
    assert "was not built" in capsys.readouterr().err
    assert list((tmp_path / "build").iterdir()) == []


def test_without_a_screen_an_asked_for_window_is_refused_in_plain_words(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "prepare", lambda needs_qt: Path(".venv"))
    monkeypatch.setattr(dev, "has_display", lambda: False)

    code = dev.run(["open", "folder"])

    assert code == 2
    assert "no window can be opened" in capsys.readouterr().err


def test_arguments_after_run_reach_the_app_unread(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(dev, "prepare", lambda needs_qt: Path(".venv"))
    monkeypatch.setattr(dev, "become", lambda words: became.append(list(words[1:])) or 0)

    code = dev.main(["run", "list", "a folder", "--json", "--help"])

    assert code == 0
    assert became == [["list", "a folder", "--json", "--help"]]


def test_a_refusal_is_said_without_a_traceback(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(needs_qt: bool) -> Path:
        raise dev.SetupError("Some system libraries are missing. Run this line once")

    monkeypatch.setattr(dev, "prepare", refuse)

    assert dev.main(["test"]) == 1
    assert capsys.readouterr().err == "Some system libraries are missing. Run this line once\n"


def test_a_program_run_by_the_app_answers_through_the_environment_made(dev: ModuleType) -> None:
    made = Path(sys.prefix)
    if not (made / "stamp").exists():
        pytest.skip("these tests do not run in the environment that dev.py makes")

    assert dev.venv_works(made)
    assert os.access(dev.in_venv(made, "portfolio-app"), os.X_OK)
