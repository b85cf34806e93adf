"""A web address was pasted: what the page is called, when it was seen, the words that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.web_address import is_address
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.forms import field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

_LINES = 6

# Called with the address, the title, the day seen (YYYY-MM-DD or "") and the pasted words.
Wanted = Callable[[str, str, str, str], None]


class AddressDialog(QDialog):
    """Asks what the app can't know of a web page, because it never fetches one."""

    def __init__(self, parent: QWidget, address: str, wanted: Wanted) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Add a web address"))
        self._build()
        self._connect()
        self.address.setText(address)
        self.address.setCursorPosition(0)
        self.day.set_day(date.today().isoformat())  # noqa: DTZ011 - the person's own calendar
        self.title.setFocus()

    def _build(self) -> None:
        look = theme()
        self.address = QLineEdit()
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("As it stands on the page"))
        self.day = DayField(self.tr("Seen on"))
        self.words = WordsField()
        self.words.setFixedHeight(
            _LINES * self.words.fontMetrics().lineSpacing() + look.space("lg")
        )
        form = QFormLayout()
        form.setSpacing(look.space("md"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        field(form, self.tr("Address"), self.address)
        field(form, self.tr("Title"), self.title)
        field(form, self.tr("Seen on"), self.day)
        field(
            form,
            self.tr("Words of the page"),
            self.words,
            self.tr("Copy the part that counts from your browser and paste it here."),
        )
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._add = QPushButton(self.tr("Add"))
        self._add.setProperty("look", "primary")
        self._add.setDefault(True)
        self._add.setToolTip("Ctrl+Enter")
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space("sm"))
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._add)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.space("lg")] * 4)
        outer.setSpacing(look.space("md"))
        outer.addWidget(
            label(
                self.tr(
                    "The app fetches nothing from the web. It keeps the address with what you "
                    "give here."
                ),
                wrap=True,
            )
        )
        outer.addLayout(form)
        outer.addWidget(self._wrong)
        outer.addLayout(buttons)
        self.resize(look.px(560), self.sizeHint().height())

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_add)

    def _on_add(self) -> None:
        address, day = self.address.text().strip(), self.day.day
        if not is_address(address):
            self._refuse(
                self.tr("This is not a web address: it begins with https:// or http://."),
                self.address,
            )
        elif day is None:
            self._refuse(self.tr(NO_DAY), self.day)
        else:
            self.accept()
            self._wanted(address, self.title.text().strip(), day, self.words.toPlainText())

    def _refuse(self, why: str, where: QLineEdit) -> None:
        self._wrong.setText(why)
        self._wrong.show()
        where.setFocus()
        where.selectAll()


def ask(parent: QWidget, address: str, wanted: Wanted) -> None:
    """Show the dialog; ``wanted`` is called once the person has said to add it."""
    dialog = AddressDialog(parent.window(), address, partial(wanted))
    dialog.open()
