import pytest

from portfolio_app.domain.codes_in_text import codes_in_name, read_codes
from portfolio_app.domain.ksb import Ksb, KsbKind

CODES = ("K1", "K2", "K3", "K8", "K9", "S1", "S3", "S12", "B1", "B2", "B3", "Ethics")
KSBS = tuple(Ksb(code, code, KsbKind.SKILL, code, code) for code in CODES)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("k8 s12", ["K8", "S12"]),
        ("K 08; S-12,b.1", ["K8", "S12", "B1"]),
        ("K1-3", ["K1", "K2", "K3"]),
        ("K1–K3 and B1 to B3", ["K1", "K2", "K3", "B1", "B2", "B3"]),
        ("K8, 9", ["K8", "K9"]),
        ("k8/k9 & S1", ["K8", "K9", "S1"]),
        ("K8K9", []),
        ("ETHICS, K2", ["Ethics", "K2"]),
        ("", []),
        ("none yet", []),
        ("K8 K8 k8", ["K8"]),
    ],
)
def test_a_typed_line_names_ksbs_in_any_usual_form(typed: str, named: list[str]) -> None:
    assert list(read_codes(typed, KSBS).uids) == named


def test_what_looks_like_a_code_and_is_none_is_named() -> None:
    found = read_codes("K8 K99 S1-3", KSBS)

    assert found.uids == ("K8", "S1", "S3")
    assert found.unknown == ("K99", "S2")


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("K8_S12 board minutes.pdf", ["K8", "S12"]),
        ("S12 - K3 options v2 A4 2025.docx", ["S12", "K3"]),
        ("Minutes 12 March 2025.pdf", []),
        ("Q3 budget K99.xlsx", []),
        ("b1.b2.pdf", ["B1", "B2"]),
    ],
)
def test_a_file_name_names_only_ksbs_the_standard_has(name: str, named: list[str]) -> None:
    assert list(codes_in_name(name, KSBS)) == named
