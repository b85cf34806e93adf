"""Facts about the ground we build on that once were otherwise, or would change unnoticed."""

import ast
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", LOCK, re.MULTILINE))

CALLS = 1_000
NOISE = 100  # references that something else may let go of meanwhile


# --- Qt for Python ---------------------------------------------------------------------------


def update(widget: QLabel) -> None:
    widget.update()


def set_text(widget: QLabel) -> None:
    widget.setText("a passage")


def move(widget: QLabel) -> None:
    widget.move(QPoint(1, 1))


def ask_for_nothing(widget: QLabel) -> None:
    assert widget.parentWidget() is None


def ask_what_is_true(widget: QLabel) -> None:
    assert widget.isEnabled() is True


def ask_what_is_false(widget: QLabel) -> None:
    assert widget.isModal() is False


@pytest.mark.parametrize(
    "call", [update, set_text, move, ask_for_nothing, ask_what_is_true, ask_what_is_false]
)
def test_qt_calls_leave_the_references_to_none_true_and_false_alone(
    qtbot: QtBot, call: Callable[[QWidget], None]
) -> None:
    """PySide6 6.12.0 drops one at every void call, which ends Python 3.11 after some thousands."""
    widget = QLabel()
    qtbot.addWidget(widget)
    call(widget)
    before = [sys.getrefcount(value) for value in (None, True, False)]

    for _ in range(CALLS):
        call(widget)

    after = [sys.getrefcount(value) for value in (None, True, False)]
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert max(lost) < NOISE, f"references lost to None, True, False: {lost}"


# --- what is imported when -------------------------------------------------------------------

LOADED = """
import importlib, json, pkgutil, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    if name.endswith(".shell"):
        for found in pkgutil.walk_packages(module.__path__, name + "."):
            importlib.import_module(found.name)
new = [m for n, m in sys.modules.items() if n not in before]
paths = [getattr(m, "__file__", None) or "" for m in new]
outside = {m.__name__.partition(".")[0] for m, p in zip(new, paths) if "site-packages" in p}
print(json.dumps(sorted(outside)))
"""


def exists(module: str) -> bool:
    parent = module.rpartition(".")[0]
    return (not parent or exists(parent)) and importlib.util.find_spec(module) is not None


def packages_loaded_by(*modules: str) -> set[str]:
    """Return the names of the installed packages that importing these modules brings in."""
    command = [sys.executable, "-c", LOADED, *modules]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout))


# sqlcipher3 is SQLAlchemy's driver: some 8 ms, and no portfolio opens without it.
QT_AND_SQLALCHEMY = {
    *("PySide6", "shiboken6"),
    *("sqlalchemy", "sqlcipher3", "typing_extensions", "greenlet"),
}


def test_the_measure_of_imports_sees_a_package_that_is_loaded() -> None:
    assert "pikepdf" in packages_loaded_by("pikepdf")


def test_the_way_in_imports_nothing_but_python() -> None:
    assert packages_loaded_by("portfolio_app.__main__") == set()


def test_start_up_imports_only_qt_and_sqlalchemy_with_its_driver() -> None:
    rooms = ["portfolio_app.app", "portfolio_app.ui.shell", "portfolio_app.ui.home"]
    window = [room for room in rooms if exists(room)]

    loaded = packages_loaded_by("portfolio_app.__main__", *window)

    assert loaded - QT_AND_SQLALCHEMY == set()
    if "portfolio_app.app" in window:
        assert loaded >= {"PySide6", "sqlalchemy"}


@pytest.mark.parametrize("room", ["portfolio_app.workroom.child", "portfolio_app.cli.main"])
def test_what_shows_no_window_imports_no_qt(room: str) -> None:
    if not exists(room):
        pytest.skip(f"{room} is not built yet")

    assert packages_loaded_by(room) & {"PySide6", "shiboken6"} == set()


# --- what is installed -----------------------------------------------------------------------


def wanted() -> list[Requirement]:
    lines = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


def test_the_lock_file_names_no_address_and_no_folder() -> None:
    assert "/" not in LOCK
    assert not re.search(r"^\s*--(?!hash=sha256:)", LOCK, re.MULTILINE)


def test_every_pin_has_a_hash() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())

    assert len(entries) == len(PINS)
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_the_lock_file_pins_what_the_project_asks_for(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def imported_packages() -> set[str]:
    """Return the top-level names of all that the package's modules import from outside Python."""
    names: set[str] = set()
    for path in (ROOT / "portfolio_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"portfolio_app", "__future__"}


def test_every_package_the_code_imports_is_asked_for_by_name() -> None:
    asked = {
        canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]
    }
    carriers = importlib.metadata.packages_distributions()

    unasked = {
        name
        for name in imported_packages()
        if not asked & {canonicalize_name(carrier) for carrier in carriers.get(name, [])}
    }

    assert unasked <= {"shiboken6"}, "shiboken6 comes with PySide6; any other is named in pyproject"


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {
        canonicalize_name(found.metadata["Name"]): found.version
        for found in importlib.metadata.distributions()
    }

    differing = {
        name: (pin, installed[name])
        for name, pin in PINS.items()
        if name in installed and installed[name] != pin
    }

    assert differing == {}
