"""Orders that two gave are joined: nothing that one of them put in is lost."""

from __future__ import annotations

from portfolio_app.domain.placing_order import joined


def test_what_another_put_in_stays_where_it_stood_and_what_was_taken_out_stays_out() -> None:
    assert joined("ab", "ab", "ab") == ("a", "b")
    assert joined("axb", "ab", "ab") == ("a", "x", "b")
    assert joined("ba", "aXYb", "ab") == ("b", "a", "X", "Y")
    assert joined("ac", "XabYc", "abc") == ("X", "a", "Y", "c")
    assert joined("", "aX", "a") == ("X",)
    assert joined("b", "aXb", "ab") == ("X", "b")
