"""What nobody expected is shown to be copied, and the app goes on."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app import __version__
from portfolio_app.ui.shell.crash import Reporter, report_text


def error(words: str) -> ValueError:
    try:
        fail(words, secret="".join(["what the", " person wrote"]))
    except ValueError as caught:
        return caught
    raise AssertionError


def fail(words: str, secret: str) -> None:
    assert secret
    raise ValueError(words)


def test_a_report_names_the_way_to_the_error_and_no_local_values() -> None:
    text = report_text(error("it broke"))

    assert __version__ in text
    assert "it broke" in text
    assert "test_crash.py" in text
    assert "what the person wrote" not in text


def test_one_report_is_shown_at_a_time_and_can_be_copied(
    qtbot: QtBot, qapp: QApplication, warnings_logged: list[object]
) -> None:
    reporter = Reporter()
    reporter.report(error("first"))
    dialog = reporter.dialog
    assert dialog is not None
    reporter.report(error("second"))
    assert reporter.dialog is dialog

    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy report")
    copy.click()

    assert "first" in QGuiApplication.clipboard().text()
    dialog.accept()
    assert reporter.dialog is None
    assert len(warnings_logged) == 2
    warnings_logged.clear()
