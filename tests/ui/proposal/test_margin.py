"""Tags in the margin: as many as have room, the rest counted; none where the text needs it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.ui.proposal.editor import margin

KSBS = [Ksb(f"k{n}", f"K{n}", KsbKind.KNOWLEDGE, "", f"About {n}") for n in range(1, 8)]


def test_chips_stand_in_lines_as_far_as_the_paragraph_reaches(qapp: QApplication) -> None:
    high = margin._chip().height()
    low = list(margin.places(QRect(0, 0, 200, 5), 7, 2))
    assert len(low) == 2, "one line at least"
    tall = list(margin.places(QRect(0, 10, 200, 2 * high + 10), 7, 2))
    assert len(tall) == 4
    assert len({each.top() for each in tall}) == 2
    assert not any(a.intersects(b) for n, a in enumerate(tall) for b in tall[n + 1 :])


def test_a_narrow_text_has_fewer_chips_beside_it_or_none(qapp: QApplication) -> None:
    assert [margin.across(width) for width in (1000, 400, 200)] == [2, 1, 0]
    assert margin.width(0) == 0
    assert margin.width(2) > margin.width(1) > margin._chip().width()


def test_what_has_no_room_is_counted_and_what_is_gone_is_shown(qapp: QApplication) -> None:
    known = {each.uid: each for each in KSBS}
    tags = margin.tagged(known, ["k1", "nothing"])
    assert margin.names(tags) == "Knowledge K1, About 1; a KSB that is not in the list"

    def drawn(ksbs: list[Ksb]) -> QImage:
        image = QImage(200, 30, QImage.Format.Format_ARGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        margin.paint_tags(painter, image.rect(), ksbs, 2)
        painter.end()
        return image

    assert drawn(KSBS[:2]) != drawn(KSBS[:1])
    assert drawn(KSBS[:3]) != drawn(KSBS[:4]), "+2 and +3"
    assert drawn(KSBS[:3]) == drawn([KSBS[0], KSBS[4], KSBS[5]]), (
        "what is not shown is only counted"
    )
