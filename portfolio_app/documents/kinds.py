from dataclasses import dataclass
from portfolio_app.domain.document import DocumentKind


@dataclass(frozen=True, slots=True)
class Told:
    kind: DocumentKind


def tell(data: bytes, name: str) -> Told:
    return Told(
        DocumentKind.PDF
        if b"%PDF-" in data[:1024] or name.endswith(".pdf")
        else DocumentKind.UNKNOWN
    )
