"""The ground the other tests stand on does what it says."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import QSettings, QStandardPaths

from tests.keychain import MemoryKeychain

pytest_plugins = ["pytester"]


def test_the_keychain_is_in_memory_and_starts_empty(keychain: MemoryKeychain) -> None:
    assert keyring.get_password("portfolio", "someone") is None

    keyring.set_password("portfolio", "someone", "secret")

    assert keychain.secrets == {("portfolio", "someone"): "secret"}


def test_a_child_process_finds_no_keychain() -> None:
    ask = "import keyring; print(type(keyring.get_keyring()).__module__)"

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "keyring.backends.fail"


def test_qt_and_python_look_for_the_home_inside_the_test_folder(home: Path) -> None:
    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "portfolio-app", "test"
    )
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)

    assert Path.home() == home
    assert Path(settings.fileName()).is_relative_to(home)
    if sys.platform.startswith("linux"):
        assert Path(data).is_relative_to(home)


def test_a_stray_warning_fails_the_test_that_logged_it(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Before what is installed: some packages bring a folder called tests of their own.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    ground = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(ground)
    pytester.makepyfile(
        """
        import logging

        def test_that_warns():
            logging.getLogger("portfolio_app.store").warning("disk nearly full")

        def test_that_looks(warnings_logged):
            logging.getLogger("portfolio_app.store").warning("disk nearly full")
            assert warnings_logged[0].getMessage() == "disk nearly full"
            warnings_logged.clear()

        def test_that_only_informs():
            logging.getLogger("portfolio_app.store").info("opened")
        """
    )

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*WARNING portfolio_app.store: disk nearly full*"])


def test_qt_draws_without_a_screen_in_tests() -> None:
    assert os.environ["QT_QPA_PLATFORM"]


def test_a_test_may_log_what_is_not_a_warning(
    warnings_logged: list[logging.LogRecord],
) -> None:
    logging.getLogger("portfolio_app").info("nothing to see")

    assert warnings_logged == []
