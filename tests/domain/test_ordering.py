"""KSBs stand by theme where there are themes, else K, S, B."""

from dataclasses import replace

from portfolio_app.domain.ordering import ksb_order, theme_of
from portfolio_app.domain.standard import Standard, Theme
from tests.domain.builders import a_ksb

NONE = Standard(id="x", reference="", version="", title="", level=7)


def codes(standard: Standard) -> list[str]:
    return [ksb.code for ksb in ksb_order(standard)]


def test_without_themes_knowledge_comes_before_skills_and_behaviours() -> None:
    mixed = replace(NONE, ksbs=tuple(map(a_ksb, ("S2", "B1", "K3", "S1", "K1"))))

    assert codes(mixed) == ["K3", "K1", "S2", "S1", "B1"]


def test_themes_come_in_their_order_and_what_is_in_none_after_them() -> None:
    themed = replace(
        NONE,
        ksbs=tuple(map(a_ksb, ("K1", "K2", "K3", "S1", "B1"))),
        themes=(
            Theme("people", "People", ksb_uids=("ksb-B1", "ksb-K2")),
            Theme("money", "Money", ksb_uids=("ksb-K2", "ksb-S1")),
        ),
    )

    assert codes(themed) == ["B1", "K2", "S1", "K1", "K3"]
    first = theme_of(themed, "ksb-K2")
    assert first is not None
    assert first.title == "People"
    assert theme_of(themed, "ksb-K1") is None


def test_what_the_accepted_list_no_longer_has_comes_last() -> None:
    gone = replace(a_ksb("K1"), retired=True)

    assert codes(replace(NONE, ksbs=(gone, a_ksb("K2"), a_ksb("B1")))) == ["K2", "B1", "K1"]
