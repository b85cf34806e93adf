"""Draws a figure in the text: its picture, its caption and its source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QStaticText

from portfolio_app.domain.draft import Block, Figure, Picture
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.held_look import HeldLook, caption_words, frame, wrapped

NARROWEST = 0.1  # of the text's width
_TALLEST = 1.3  # times the text's width: about a page's height
_EMPTY = 0.3  # the height of a place without a picture, as a share of its width


def picture_size(figure: Figure, width: float, picture: Picture | None) -> QSizeF:
    """Return the picture's own size in pixels when the text is ``width`` pixels wide."""
    wide = width * min(max(figure.width, NARROWEST), 1.0)
    if picture is None or picture.width < 1 or picture.height < 1:
        return QSizeF(wide, wide * _EMPTY)
    high = wide * picture.height / picture.width
    if high > width * _TALLEST:
        wide, high = wide * width * _TALLEST / high, width * _TALLEST
    return QSizeF(wide, max(high, 1.0))


def size(block: Block, width: float, look: HeldLook, picture: Picture | None) -> QSizeF:
    """Return what a figure needs, in pixels, when the text is ``width`` pixels wide."""
    figure = block.figure or Figure()
    gap = theme().space("xs")
    texts = _texts(figure, width, look)
    high = picture_size(figure, width, picture).height() + 2 * gap
    return QSizeF(width, high + sum(each.size().height() + gap for each, _, _ in texts))


def paint(
    painter: QPainter,
    rect: QRectF,
    block: Block,
    look: HeldLook,
    picture: Picture | None,
    image: QImage | None,
) -> None:
    """Draw a figure; without an ``image`` (it is being fetched, or is missing) a frame says so."""
    figure = block.figure or Figure()
    colours, gap = theme(), theme().space("xs")
    painter.save()
    painter.translate(rect.topLeft())
    wanted = picture_size(figure, rect.width(), picture)
    place = QRectF(QPointF((rect.width() - wanted.width()) / 2, gap), wanted)
    if image is not None and not image.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, colours.colour("surface.paper"))
        painter.drawImage(place, image)
        painter.setPen(QPen(colours.colour("line.subtle"), 1))
        painter.drawRect(place)
    else:
        painter.fillRect(place, colours.colour("surface.sunken"))
        painter.setPen(QPen(colours.colour("line.strong"), 1))
        painter.drawRect(place)
        painter.setFont(look.font)
        painter.setPen(colours.colour("text.muted"))
        told = _none_yet() if picture is None else picture.name
        told = QFontMetricsF(look.font).elidedText(
            told, Qt.TextElideMode.ElideMiddle, place.width() - 2 * gap
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, told)
    y = place.bottom() + gap
    for text, font, colour in _texts(figure, rect.width(), look):
        painter.setFont(look.strong if font == "strong" else look.small)
        painter.setPen(colours.colour(colour))
        painter.drawStaticText(QPointF(theme().space("sm"), y), text)
        y += text.size().height() + gap
    painter.restore()
    if look.is_chosen:
        frame(painter, rect)


def words(block: Block, look: HeldLook) -> str:
    """Return what a figure is, for those who do not see it."""
    figure = block.figure or Figure()
    named = caption_words(look.number or block.kind.words, figure.caption, _no_caption())
    return " ".join(filter(None, (f"{named.rstrip('.')}.", figure.alternative.strip())))


def _texts(figure: Figure, width: float, look: HeldLook) -> list[tuple[QStaticText, str, str]]:
    inside = width - 2 * theme().space("sm")
    caption = caption_words(look.number, figure.caption, _no_caption())
    colour = "text.normal" if figure.caption.strip() else "status.warn"
    made = [(wrapped(caption, look.strong, inside), "strong", colour)]
    if figure.source.strip():
        said = QCoreApplication.translate("figure_object", "Source: {0}")
        said = said.replace("{0}", figure.source.strip())
        made.append((wrapped(said, look.small, inside), "small", "text.muted"))
    if look.tells and figure.picture_uid and not figure.alternative.strip():
        said = QCoreApplication.translate(
            "figure_object", "It doesn't say in words what it shows yet. Enter opens the figure."
        )
        made.append((wrapped(said, look.small, inside), "small", "status.warn"))
    return made


def _no_caption() -> str:
    return QCoreApplication.translate("figure_object", "no caption yet")


def _none_yet() -> str:
    return QCoreApplication.translate("figure_object", "No picture yet. Enter opens the figure.")
