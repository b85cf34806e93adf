from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.domain.finding_again import FoundAgain, Outcome, Sought, find_again
from portfolio_app.domain.page_ends import Stretch
from portfolio_app.domain.quotes import context, find_all
from tests.domain.builders import a_page


def _sought(pages: list[str], quote: str, page: int = 0, nth: int = 0) -> Sought:
    start, end = find_all(pages[page], quote)[nth]
    before, after = context(pages[page], start, end)
    return Sought(pages[page][start:end], before, after, (Stretch(page, start, end),))


def _find(old: list[str], new: list[str], *sought: Sought) -> tuple[FoundAgain, ...]:
    def pages(texts: list[str]) -> list[object]:
        return [a_page(index, text) for index, text in enumerate(texts)]

    return find_again(pages(old), pages(new), sought)  # type: ignore[arg-type]


OLD = [
    "Minutes of the board.\nThe pilot was agreed for eight weeks after long debate.\nAction: CEO.",
    "Risks were reviewed.\nAny other business: none.\nAction: CEO.",
]


def test_words_that_moved_to_another_page_are_found_there() -> None:
    new = ["A new cover page.", *OLD]

    (found,) = _find(OLD, new, _sought(OLD, "agreed for eight weeks"))

    assert found.outcome is Outcome.FOUND
    assert [each.page_index for each in found.stretches] == [1]
    (stretch,) = found.stretches
    assert new[1][stretch.start : stretch.end] == "agreed for eight weeks"


def test_words_that_are_gone_wait_to_be_placed_with_their_old_words() -> None:
    (found,) = _find(OLD, ["Nothing of it is left."], _sought(OLD, "agreed for eight weeks"))

    assert found == FoundAgain(Outcome.TO_PLACE, (), "agreed for eight weeks")


def test_a_small_rewording_is_found_and_said_to_be_one() -> None:
    quote = "The pilot was agreed for eight weeks after long debate"
    new = [OLD[1], OLD[0].replace("eight weeks", "ten weeks")]

    (found,) = _find(OLD, new, _sought(OLD, quote))

    assert found.outcome is Outcome.CHECK
    assert found.quote == "The pilot was agreed for ten weeks after long debate"
    assert found.stretches[0].page_index == 1


def test_what_was_hidden_is_never_found_in_words_that_are_merely_alike() -> None:
    quote = "The pilot was agreed for eight weeks after long debate"
    was = _sought(OLD, quote)
    strict = replace(was, is_strict=True)

    (found,) = _find(OLD, [OLD[0].replace("eight", "ten")], strict)

    assert found.outcome is Outcome.TO_PLACE


def test_a_short_quote_is_not_found_again_inside_another_word() -> None:
    old = ["The port is open."]

    (found,) = _find(old, ["The report is open to all."], _sought(old, "port"))

    assert found.outcome is Outcome.TO_PLACE


def test_the_same_words_at_two_places_stay_two_places_and_surroundings_tell_them_apart() -> None:
    first, second = _sought(OLD, "Action: CEO", 0), _sought(OLD, "Action: CEO", 1)
    new = ["Risks were reviewed.\nAny other business: none.\nAction: CEO.", OLD[0]]

    found = _find(OLD, new, first, second, first)

    assert [each.stretches[0].page_index for each in found] == [1, 0, 1]


def test_when_one_of_two_equal_places_is_gone_the_other_is_not_used_twice() -> None:
    found = _find(OLD, [OLD[1]], _sought(OLD, "Action: CEO", 0), _sought(OLD, "Action: CEO", 1))

    assert [each.outcome for each in found] == [Outcome.TO_PLACE, Outcome.FOUND]


def test_a_place_among_several_without_any_familiar_surroundings_is_not_guessed() -> None:
    old = ["We met the chair of the board in May."]
    new = ["Later the chair of the board left. Then the chair of the board returned twice."]

    (found,) = _find(old, new, _sought(old, "chair of the board"))

    assert found.outcome is Outcome.TO_PLACE


def test_a_quote_that_now_runs_over_a_page_end_is_found_on_both_pages() -> None:
    new = ["Minutes.\nThe pilot was agreed for eight", "weeks after long debate.\nAction: CEO."]

    (found,) = _find(OLD, new, _sought(OLD, "agreed for eight weeks after long"))

    assert found.outcome is Outcome.FOUND
    assert [each.page_index for each in found.stretches] == [0, 1]


def test_another_row_of_a_table_is_no_rewording() -> None:
    quote = "Ward 3 reported 14 falls in the month of June"
    old = [f"Falls by ward. {quote}. Wards 4 to 9 had none."]
    newer = quote.replace("3", "7").replace("14", "44")

    (elsewhere,) = _find(old, [f"Trips. {newer}; see below."], _sought(old, quote))
    (corrected,) = _find(old, [old[0].replace(quote, newer)], _sought(old, quote))

    assert elsewhere.outcome is Outcome.TO_PLACE
    assert (corrected.outcome, corrected.quote) == (Outcome.CHECK, newer)


WORDS = ["audit", "board", "care", "the", "of", "risk", "plan", "seven", "was", "agreed", "not"]
_word = st.sampled_from(WORDS) | st.text("abcdeßfiﬁÅé’-", min_size=1, max_size=8)
_page = st.lists(_word, max_size=60).map(lambda words: [w for w in words if w.strip()])
_edit = st.tuples(
    st.sampled_from(["insert", "delete", "replace", "break", "hyphenate", "move"]),
    st.integers(0, 10_000),
    _word,
)


def _edited(pages: list[list[str]], edits: list[tuple[str, int, str]]) -> list[str]:
    pages = [list(words) for words in pages]
    for kind, where, word in edits:
        page = pages[where % len(pages)] if pages else []
        at = where % (len(page) + 1)
        if kind == "insert":
            page.insert(at, word)
        elif kind == "delete" and page:
            del page[at % len(page)]
        elif kind == "replace" and page:
            page[at % len(page)] = word
        elif kind == "break" and page:
            pages.insert(where % len(pages) + 1, page[at:])
            del page[at:]
        elif kind == "hyphenate" and page:
            old = page[at % len(page)]
            page[at % len(page)] = f"{old[:2]}\u00ad\r\n{old[2:]}"
        elif kind == "move" and pages:
            pages.append(pages.pop(where % len(pages)))
    return ["\n".join(" ".join(p[i : i + 9]) for i in range(0, len(p), 9)) for p in pages]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_page, min_size=1, max_size=4),
    st.lists(_edit, max_size=12),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(1, 14)), max_size=8),
)
def test_every_passage_ends_at_its_own_words_or_waits_to_be_placed(
    pages: list[list[str]],
    edits: list[tuple[str, int, str]],
    marked: list[tuple[int, int, int]],
) -> None:
    old = _edited(pages, [])
    new = _edited(pages, edits)
    sought = []
    for page, first, count in marked:
        words = pages[page % len(pages)]
        if words:
            text = old[page % len(pages)]
            starts = [i for i in range(len(text)) if i == 0 or text[i - 1] in " \n"]
            start = starts[first % len(starts)]
            last = min(first % len(starts) + count, len(starts)) - 1
            end = start + len(text[start:]) if last + 1 >= len(starts) else starts[last + 1] - 1
            sought.append(
                Sought(
                    text[start:end],
                    *context(text, start, end),
                    (Stretch(page % len(pages), start, end),),
                )
            )

    found = _find(old, new, *sought)

    assert len(found) == len(sought)
    for each, was in zip(found, sought, strict=True):
        if each.outcome is Outcome.TO_PLACE:
            assert not each.stretches
            assert each.quote == was.quote
        else:
            there = " ".join(new[s.page_index][s.start : s.end] for s in each.stretches)
            assert each.quote.strip()
            assert find_all(there, each.quote)
        if each.outcome is Outcome.FOUND:
            assert find_all(there, was.quote)
    if old == new:
        assert all(each.outcome is not Outcome.TO_PLACE for each in found)
        for each, was in zip(found, sought, strict=True):
            assert each.stretches == was.stretches
