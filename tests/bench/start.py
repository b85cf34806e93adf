"""From process start to Home usable, against a bare window with the same heavy imports."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, compare, figure_of, in_child

ROUNDS = 9
_PATIENCE = 60.0  # seconds


def figures(items: int = 400, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Yield the figure of starting with a portfolio of so many items."""
    from tests.bench.portfolios import key_of, prepared

    folder = prepared(items, 2 * items, items, shortlisted=min(items, 18))
    key = key_of(folder)

    with material.scratch() as place:

        def ours() -> dict[str, Any]:
            return _since_began("ours", folder=str(folder), key=key, habits=str(place))

        def floor() -> dict[str, Any]:
            return _since_began("floor")

        _ = ours(), floor()  # compiled modules and files in memory, for both
        compared = compare(ours, floor, rounds)
    told = f"start to Home usable, {items} items"
    yield figure_of(
        told,
        compared,
        2.0,
        painted_seconds=compared.last_ours["painted_seconds"],
        ours_peak_bytes=compared.last_ours["peak_bytes"],
    )


def _since_began(side: str, **arguments: Any) -> dict[str, Any]:
    # The monotonic clock is one for all processes.
    return in_child(f"tests.bench.start:{side}", began=time.monotonic(), **arguments)


def ours(began: float, folder: str, key: str, habits: str) -> dict[str, Any]:
    """Start the app on the portfolio through its own way in; its key is in a keychain."""
    import os

    os.environ["XDG_CONFIG_HOME"] = habits
    sys.argv = ["portfolio-app", "open", folder]
    from portfolio_app import __main__, app
    from portfolio_app.store import keychain

    seen: dict[str, float] = {}
    really_found = keychain._find

    def found() -> Any:
        really_found()  # looking for the system's keychain takes its time here too
        from tests.keychain import MemoryKeychain

        keychain._REAL[MemoryKeychain.__module__] = "the benchmark's keychain"
        memory = MemoryKeychain()
        identity = _portfolio_id(Path(folder))
        memory.set_password(keychain.SERVICE, identity, key)
        return memory

    keychain._find = found

    def is_home_up(application: Any) -> Any:
        windows = (each for each in application.topLevelWidgets() if hasattr(each, "page_of"))
        window = next(windows, None)
        return window.page if window is not None and window.isVisible() else None

    app.QApplication = _watching(app.QApplication, is_home_up, seen)
    __main__.main()
    return {
        "seconds": seen["idle"] - began,
        "painted_seconds": seen["painted"] - began,
    }


def _portfolio_id(folder: Path) -> str:
    import json

    return str(json.loads((folder / "portfolio.json").read_text(encoding="utf-8"))["id"])


def floor(began: float) -> dict[str, Any]:
    """Show a bare main window in a process that imports SQLAlchemy's ORM and SQLCipher too."""
    import sqlalchemy.orm  # noqa: F401
    import sqlcipher3  # noqa: F401
    from PySide6.QtWidgets import QApplication, QMainWindow

    seen: dict[str, float] = {}
    windows: list[QMainWindow] = []

    def is_up(_application: Any) -> Any:
        return windows[0] if windows and windows[0].isVisible() else None

    application = _watching(QApplication, is_up, seen)(["bare"])
    window = QMainWindow()
    windows.append(window)
    window.resize(1280, 800)
    window.show()
    application.exec()
    return {"seconds": seen["idle"] - began}


def _watching(base: Any, find: Callable[[Any], Any], seen: dict[str, float]) -> Any:
    """Return a kind of application that ends when what ``find`` gives was painted and all is idle.

    It looks every few milliseconds, so it finds out a little late: the same for both sides.
    """

    class Watching(base):  # type: ignore[misc]
        def exec(self) -> int:
            from PySide6.QtCore import QEvent, QObject, Qt, QTimer

            class Painted(QObject):
                def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802
                    if event.type() == QEvent.Type.Paint:
                        seen.setdefault("painted", time.monotonic())
                    return False

            given_up = time.monotonic() + _PATIENCE
            filtered: list[Any] = []
            painted = Painted(self)
            timer = QTimer(self)

            def idle() -> None:
                seen["idle"] = time.monotonic()
                self.exit(0)

            def look() -> None:
                if time.monotonic() > given_up:
                    self.exit(1)
                widget = find(self)
                if widget is not None and widget not in filtered:
                    filtered.append(widget)
                    widget.installEventFilter(painted)
                    widget.update()
                if "painted" in seen:
                    timer.stop()
                    QTimer.singleShot(0, idle)  # comes after all that is already waiting

            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(look)
            timer.start(4)
            return int(super().exec())

    return Watching
