"""Small finished values for the tests of domain."""

from portfolio_app.domain.document import DocumentKind, PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.passage import Anchor, Claim, Span, Strength


def a_ksb(code: str, *methods: str) -> Ksb:
    kind = {"K": KsbKind.KNOWLEDGE, "S": KsbKind.SKILL, "B": KsbKind.BEHAVIOUR}[code[0]]
    return Ksb(uid=f"ksb-{code}", code=code, kind=kind, text=code, short=code, methods=methods)


def an_item(
    uid: str,
    *,
    date: str = "",
    position: int | None = None,
    do_not_export: bool = False,
    binned_at: str = "",
) -> EvidenceItem:
    return EvidenceItem(
        uid=uid,
        title=uid,
        kind=EvidenceKind.REPORT,
        document=DocumentKind.PDF,
        status=ReadStatus.READABLE,
        pages=4,
        bytes=1000,
        sha256="",
        file_name=f"{uid}.pdf",
        folder="",
        added_at="",
        date=date,
        position=position,
        do_not_export=do_not_export,
        binned_at=binned_at,
    )


def a_claim(
    item: str,
    code: str,
    strength: Strength = Strength.CLEARLY,
    *,
    whole: bool = False,
    ref: str = "E01",
    page_index: int = 0,
    uid: str = "",
) -> Claim:
    anchor = Anchor() if whole else Anchor(spans=(Span(page_index, 3, 9, ()),), quote="quoted")
    return Claim(
        uid=uid or f"{item}-{code}-{strength}",
        passage_uid=f"{item}-{code}",
        item_uid=item,
        item_title=item,
        ref=ref,
        ksb_uid=f"ksb-{code}",
        ksb_code=code,
        anchor=anchor,
        strength=strength,
        shows="",
    )


def a_page(index: int, text: str) -> PageText:
    return PageText(index, 595.0, 842.0, text)
