"""What every test stands on: no screen, no home, no keychain of the person who runs it."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before PySide6 is imported, by anyone
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # child processes have none
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"  # nor a way to the desktop's

import keyring
import pytest
from hypothesis import settings

from tests.keychain import MemoryKeychain

CORPUS = os.environ.get("PORTFOLIO_CORPUS", "")

# The suite tries the same examples every time, so that it fails for a change and not by chance.
# PORTFOLIO_EXAMPLES=new looks for new ones; what it finds becomes a test of its own.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", print_blob=True)
settings.load_profile("new" if os.environ.get("PORTFOLIO_EXAMPLES") == "new" else "same")


# Begun first, so that at the end no core waits for another that is still at one of these.
LONG = (
    "test_main_window.py", "test_standard_page.py", "test_bench_runs.py", "test_office_corpus.py",
    "test_returns_attacked.py", "test_pictures.py", "test_returns_honest.py",
    "test_first_evening.py", "test_observations_in_bundle.py", "test_truth_order.py",
    "test_reading_the_corpus.py", "test_returns_codes.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest before all others."""
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONG)))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real and hostile files; skip the test where it is not at hand."""
    if not CORPUS:
        pytest.skip("PORTFOLIO_CORPUS does not name the corpus folder")
    folder = Path(CORPUS).absolute()
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip("PORTFOLIO_CORPUS names a folder that does not hold the corpus")
    return folder


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return the folder that pictures go to: build/pictures under ``dev.py pictures``."""
    folder = Path(os.environ.get("PORTFOLIO_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, which this test and its children take for the person's own."""
    folder = tmp_path_factory.mktemp("home")
    (folder / ".run").mkdir(mode=0o700)
    places = {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
        "XDG_CACHE_HOME": ".cache",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_RUNTIME_DIR": ".run",
        "XDG_STATE_HOME": ".local/state",
    }
    for name, place in places.items():
        monkeypatch.setenv(name, str(folder / place))
    if qtcore := sys.modules.get("PySide6.QtCore"):
        settings = qtcore.QSettings
        for layout in (settings.Format.IniFormat, settings.Format.NativeFormat):
            settings.setPath(layout, settings.Scope.UserScope, str(folder / ".config"))
    return folder


@pytest.fixture(autouse=True)
def keychain() -> Iterator[MemoryKeychain]:
    """Return the keychain in memory that stands where keyring would reach for the real one."""
    before = keyring.get_keyring()
    backend = MemoryKeychain()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


class _Stray(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def warnings_logged() -> Iterator[list[logging.LogRecord]]:
    """Return the warnings and errors logged so far; those a test leaves in the list fail it.

    A test that means to see one looks at the list, then clears it.
    """
    handler = _Stray()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.records
    root.removeHandler(handler)
    if handler.records:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in handler.records]
        pytest.fail("logged and not looked at:\n" + "\n".join(lines), pytrace=False)
