"""Every frozen value crosses as plain JSON and comes back the same."""

import importlib
import json
import math
import pkgutil
import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app import domain, problems
from portfolio_app.domain import next_three
from portfolio_app.domain.document import Facts, PageImage, PageText
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.passage import Anchor, Claim, Span
from portfolio_app.domain.redrawing import DrawnPage
from portfolio_app.domain.wire import decode, encode
from tests.thorough import WHOLE

# Pixels cross as bytes, beside the JSON; a page drawn to be made anew stays in the workroom;
# Home's facts, a moment's clock among them, never leave; a form's words are read where they are
# drawn.
STAYS = (PageImage, DrawnPage, next_three.Facts, FormWords)
# What the rules of the proposal work with where it is made: patterns, exact numbers, look-ups. What
# they are asked about and what they find crosses, and lies in other modules.
STAYS_IN = {
    "at_page", "bringing_back", "cited", "citing_sources", "copy_entries", "copy_known",
    "copy_rows", "decks", "dictionary", "discussion", "finishing", "gateway_facts", "labels",
    "learning", "matching_paragraphs", "paragraph_places", "plain_ways", "programme_fields",
    "recovering_citations", "reference_flags", "reference_style", "reference_template",
    "register", "results", "reviews", "shown_table", "sitting", "spelling",
    "suggested_milestones", "timeline", "typed_numbers", "word_count",
}  # fmt: skip


def values_that_cross() -> list[type]:
    modules = [
        importlib.import_module(f"{domain.__name__}.{found.name}")
        for found in pkgutil.iter_modules(domain.__path__)
    ]
    return [
        kind
        for module in [*modules, problems]
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and is_dataclass(kind)
        and kind.__module__ == module.__name__
        and not name.startswith("_")
        and kind not in STAYS
        and module.__name__.rpartition(".")[2] not in STAYS_IN
    ]


def any_value(kind: Any) -> st.SearchStrategy[Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([st.none() if a is type(None) else any_value(a) for a in inner])
    if origin is tuple:
        if inner[1:] == (Ellipsis,):
            return st.lists(any_value(inner[0]), max_size=3).map(tuple)
        return st.tuples(*map(any_value, inner))
    if origin is frozenset:
        return st.frozensets(any_value(inner[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(st.text(max_size=5), any_value(inner[1]), max_size=3)
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{f.name: any_value(hints[f.name]) for f in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    plain = {
        str: st.text(max_size=12),
        int: st.integers(),
        bool: st.booleans(),
        float: st.floats(allow_nan=False),
    }
    return plain[kind]


@pytest.mark.parametrize("kind", values_that_cross(), ids=lambda kind: kind.__name__)
@settings(deadline=None, max_examples=20 if WHOLE else 8)
@given(data=st.data())
def test_every_value_comes_back_as_it_went(kind: type, data: st.DataObject) -> None:
    value = data.draw(any_value(kind))

    crossed = json.loads(json.dumps(encode(value)))

    assert decode(kind, crossed) == value


def test_the_values_of_the_contract_are_among_those_tried() -> None:
    names = {kind.__name__ for kind in values_that_cross()}

    assert names >= {"Facts", "PageText", "PageChars", "BundlePlan", "BuiltBundle", "Inspection"}
    assert names >= {"Manifest", "Standard", "EvidenceItem", "Claim", "Changes", "Problem"}


class Size(IntEnum):
    SMALL = 1


@dataclass(frozen=True)
class Nested:
    pair: tuple[int, str]
    many: tuple[Span, ...] = ()
    maybe: float | None = None
    size: Size = Size.SMALL
    table: dict[str, tuple[int, ...]] | None = None


def test_missing_fields_take_their_defaults_and_unknown_ones_are_passed_over() -> None:
    assert decode(Nested, {"pair": [1, "a"], "newer": 1}) == Nested((1, "a"))


def test_a_whole_number_will_do_for_a_float_but_not_the_other_way() -> None:
    value = decode(Nested, {"pair": [1, "a"], "maybe": 2})

    assert math.isclose(value.maybe or 0.0, 2.0)
    assert isinstance(value.maybe, float)
    with pytest.raises(ValueError, match="int was expected"):
        decode(Nested, {"pair": [1.0, "a"]})


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Nested, []),
        (Nested, None),
        (Nested, {}),
        (Nested, {"pair": [1]}),
        (Nested, {"pair": "1a"}),
        (Nested, {"pair": [True, "a"]}),
        (Nested, {"pair": [1, None]}),
        (Nested, {"pair": [1, "a"], "size": 7}),
        (Nested, {"pair": [1, "a"], "table": [1]}),
        (Nested, {"pair": [1, "a"], "table": {"x": 1}}),
        (Nested, {"pair": [1, "a"], "many": {"0": 1}}),
        (Nested, {"pair": [1, "a"], "many": [{"page_index": "0"}]}),
        (Facts, {"kind": "PDF", "status": "kept"}),
        (Facts, {"kind": [], "status": "kept"}),
        (PageText, {"index": 0, "width": "1", "height": 1.0, "text": ""}),
        (Anchor, {"spans": [{"page_index": 0, "start": 0, "end": 1, "quads": [[1, 2, 3]]}]}),
        (bool, 1),
        (int, True),
        (str, 1),
    ],
)
def test_what_does_not_fit_is_refused(kind: type, plain: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(kind, plain)


def test_what_has_no_plain_form_is_refused() -> None:
    for value in (b"bytes", object(), PageImage(1, 1, 4, b"bgrx"), PageText):
        with pytest.raises(TypeError, match="no plain form"):
            encode(value)


def test_sets_cross_in_an_order_of_their_own() -> None:
    assert encode(frozenset("cab")) == ["a", "b", "c"]


@settings(deadline=None)
@given(
    st.sampled_from([Facts, Claim, EvidenceItem]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "status", "uid", "anchor"]), inner, max_size=3
            )
        ),
    ),
)
def test_hostile_answers_raise_nothing_but_value_error(kind: type, plain: Any) -> None:
    try:
        value = decode(kind, plain)
    except ValueError:
        return
    assert isinstance(value, kind)
