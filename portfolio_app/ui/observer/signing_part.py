"""Four ways to sign: draw, type the name, a picture, a digital certificate. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.filling import SignatureGiven, SignedBy
from portfolio_app.domain.form_words import FormWords
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.flow import side_by_side
from portfolio_app.ui.kit.forms import above, bring_into_view
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.signature_pad import SignaturePad
from portfolio_app.ui.kit.tabs import tab_bar, turn_by_keys
from portfolio_app.ui.kit.theme import theme

_ENDINGS = (".p12", ".pfx")
_PICTURES = "*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp"


class SigningPart(QWidget):
    """``edited`` follows what is drawn, typed or chosen."""

    edited = Signal()
    picture_chosen = Signal(object)  # its path: whoever hears it shows it with ``show_preview``

    def __init__(self, words: FormWords) -> None:
        super().__init__()
        self.picture: Path | None = None
        self.certificate: Path | None = None
        self.folder: Callable[[], Path] = Path.home  # where choosing a file begins
        self._is_touched = False
        look = theme()
        self._ways = tuple(SignedBy)
        self.tabs = tab_bar(self.tr("How to sign"), [each.words for each in self._ways])
        self._pages = (
            self._build_drawing(),
            self._build_typing(words.say("sign.typed")),
            self._build_picture(),
            self._build_certificate(),
        )
        self.tabs.currentChanged.connect(self._on_tab)
        turn_by_keys(self.tabs, self)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Signature"), "strong"))
        column.addWidget(self.tabs)
        for page in self._pages:  # no stack: that is as tall as its tallest page
            column.addWidget(page)
        column.addWidget(self._wrong)
        self._on_tab(0)

    # what was given

    @property
    def by(self) -> SignedBy:
        """The way whose tab is in view."""
        return self._ways[self.tabs.currentIndex()]

    @property
    def given(self) -> SignatureGiven:
        """The signature of the tab in view."""
        if self.by is SignedBy.DRAWN:
            return SignatureGiven(self.by, strokes=self.pad.strokes)
        if self.by is SignedBy.TYPED:
            return SignatureGiven(self.by, typed=self.typed.text().strip())
        return SignatureGiven(self.by)

    @property
    def password(self) -> str:
        """The certificate's password as typed; forgotten by ``forget``."""
        return self._password.text()

    @property
    def is_given(self) -> bool:
        """Whether something was drawn, typed or chosen here since the last signing."""
        typed = self.typed.text().strip()
        return self._is_touched and bool(
            self.pad.strokes or typed or self.picture or self.certificate
        )

    def missing(self) -> str:
        """Return what is still to do here, "" when a signature is given."""
        if self.by is SignedBy.PICTURE:
            return "" if self.picture else self.tr("Your signature: choose its picture")
        if self.by is SignedBy.CERTIFICATE:
            return "" if self.certificate else self.tr("Your signature: choose a certificate")
        if self.given.is_there:
            return ""
        if self.by is SignedBy.TYPED:
            return self.tr("Your signature: type your full name")
        return self.tr("Your signature")

    def show_way(self, by: SignedBy) -> None:
        """Turn to a tab."""
        self.tabs.setCurrentIndex(self._ways.index(by))

    def forget(self) -> None:
        """Take away what was given: a signature is given anew for each signing."""
        self.pad.set_strokes(())
        self.typed.clear()
        self._password.clear()
        self.picture = self.certificate = None
        self._is_touched = False
        self._show_chosen()

    def forget_password(self) -> None:
        """Empty the field of the password."""
        self._password.clear()

    def go_to(self) -> None:
        """Bring it into view, with the focus where the signature is given."""
        bring_into_view(self.tabs)
        first = self._firsts[self.tabs.currentIndex()]
        if self.by is SignedBy.CERTIFICATE and self.certificate is not None:
            first = self._password
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_wrong(self, words: str) -> None:
        """Say below what is wrong with it."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def show_preview(self, png: bytes) -> None:
        """Show a small picture of what was chosen."""
        picture = QPixmap()
        if self.picture is None or not picture.loadFromData(QByteArray(png)):
            return
        room = QSize(theme().px(320), theme().px(88))
        mode = Qt.TransformationMode.SmoothTransformation
        self._preview.setPixmap(picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, mode))
        self._preview.setAccessibleName(self.tr("The picture of your signature"))
        self._preview.show()

    # building

    def _build_drawing(self) -> QWidget:
        page, column = _page()
        self.pad = SignaturePad()
        self.pad.changed.connect(self._on_changed)
        column.addWidget(self.pad)
        self.clear = QPushButton(self.tr("Clear"))
        self.back = QPushButton(self.tr("Take back the last stroke"))
        column.addWidget(side_by_side(self.clear, self.back))
        hint = self.tr("Can't draw? Turn to Type and write your full name: it counts as well.")
        column.addWidget(label(hint, "caption", wrap=True))
        column.addStretch()
        self.clear.clicked.connect(self.pad.clear)
        self.back.clicked.connect(self.pad.take_back)
        return page

    def _build_typing(self, title: str) -> QWidget:
        page, column = _page()
        self.typed = LineField()
        self.typed.setAccessibleName(title)
        self.typed.textEdited.connect(lambda _: self._on_changed())
        column.addWidget(above(title, self.typed))
        hint = self.tr("It is called “Typed name” in the portfolio.")
        column.addWidget(label(hint, "caption", wrap=True))
        column.addStretch()
        return page

    def _build_picture(self) -> QWidget:
        page, column = _page()
        self.choose_picture = QPushButton(self.tr("Choose a picture…"))
        icons.put(self.choose_picture, "image")
        self._picture_name = label("", wrap=True)
        self._preview = QLabel()
        self._preview.hide()
        column.addWidget(side_by_side(self.choose_picture))
        column.addWidget(self._picture_name)
        column.addWidget(self._preview)
        hint = self.tr("A photo or scan of your signature on white paper, as PNG or JPEG.")
        column.addWidget(label(hint, "caption", wrap=True))
        column.addStretch()
        self.choose_picture.clicked.connect(self._on_choose_picture)
        return page

    def _build_certificate(self) -> QWidget:
        page, column = _page()
        self.choose_certificate = QPushButton(self.tr("Choose a certificate…"))
        icons.put(self.choose_certificate, "key-round")
        self._certificate_name = label("", wrap=True)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        title = self.tr("Its password")
        self._password.setAccessibleName(title)
        hint = self.tr(
            "Only if you have one: a file that ends in .p12 or .pfx. The password is used for this "
            "signing and not kept. The certificate stays on this computer."
        )
        self._password.setAccessibleDescription(hint)
        column.addWidget(side_by_side(self.choose_certificate))
        column.addWidget(self._certificate_name)
        column.addWidget(above(title, self._password))
        column.addWidget(label(hint, "caption", wrap=True))
        column.addStretch()
        self.choose_certificate.clicked.connect(self._on_choose_certificate)
        self._firsts: tuple[QWidget, ...] = (
            self.pad, self.typed, self.choose_picture, self.choose_certificate,
        )  # fmt: skip
        self._show_chosen()
        return page

    # reacting

    def _on_tab(self, index: int) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == index)
        self.say_wrong("")

    def _on_changed(self) -> None:
        self._is_touched = True
        self.say_wrong("")
        self.edited.emit()

    def _on_choose_picture(self) -> None:
        title = self.tr("Choose a picture of your signature")
        filters = self.tr("Pictures ({0});;All files (*)").format(_PICTURES)
        messages.choose_files(self, title, self._on_picture, self.folder(), filters)

    def _on_picture(self, paths: list[Path]) -> None:
        self.picture = paths[0]
        self._show_chosen()
        self._on_changed()
        self.picture_chosen.emit(paths[0])

    def _on_choose_certificate(self) -> None:
        title = self.tr("Choose your certificate, a file that ends in .p12 or .pfx")
        filters = self.tr("Certificates ({0})").format(" ".join(f"*{end}" for end in _ENDINGS))
        messages.choose_files(self, title, self._on_certificate, self.folder(), filters)

    def _on_certificate(self, paths: list[Path]) -> None:
        if paths[0].suffix.lower() not in _ENDINGS:
            self.say_wrong(self.tr("A certificate is a file that ends in .p12 or .pfx."))
            return
        self.certificate = paths[0]
        self._show_chosen()
        self._on_changed()
        self._password.setFocus()

    def _show_chosen(self) -> None:
        none = self.tr("None chosen")
        self._certificate_name.setText(self.certificate.name if self.certificate else none)
        self._picture_name.setText(self.picture.name if self.picture else none)
        self._preview.hide()


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, theme().space("sm"), 0, 0)
    column.setSpacing(theme().space("sm"))
    return page, column
