"""Which words are marked, and what is offered for them: with the dictionary that is shipped."""

from __future__ import annotations

import gc
import random
import string
import time
import warnings
from functools import cache

from portfolio_app import assets
from portfolio_app.domain import dictionary, spelling_offers
from portfolio_app.domain.dictionary import Dictionary
from portfolio_app.domain.spelling import Spelling, name_words, words_of
from portfolio_app.domain.spelling_offers import Near
from tests.thorough import WHOLE

SAMPLE = 400 if WHOLE else 100  # words asked of both readers, and as many spoilt ones


@cache
def words() -> Dictionary:
    return dictionary.read(
        assets.text("dictionaries/en_GB.aff"), assets.text("dictionaries/en_GB.dic")
    )


@cache
def nearby() -> Near:
    return spelling_offers.near(words().all_words(), words().swaps)


def wrong(text: str, own: str = "", names: frozenset[str] = frozenset()) -> list[str]:
    speller = Spelling(words(), own=frozenset(own.casefold().split()), names=names)
    return [each.text for each in speller.wrong_in(text)]


def test_misspelt_words_are_found_where_they_stand() -> None:
    text = "The goverment’s “stratagy”, reviewed teh next week: accomodation-led."

    found = Spelling(words()).wrong_in(text)

    assert [each.text for each in found] == ["goverment's", "stratagy", "teh", "accomodation-led"]
    assert [text[each.start : each.end] for each in found] == [
        "goverment’s", "stratagy", "teh", "accomodation-led"
    ]  # fmt: skip


def test_what_is_no_plain_word_is_never_marked() -> None:
    for text in (
        "KSBs and KSB's, the NHS’s, SEND, TUPE'd",
        "E07, 3rd, 2026-03-03, £1.2m, Q3, COVID-19, S14b",
        "https://exmple.org/wrds?q=dfgh www.exmple.uk fictonal@exmple.org @hndle #tagg",
        "C:\\Usrs\\fle budgt.xlsx a_b_cdef data.gov.uk council.gov.uk/sndd",
        "SharePoint, iPhone, McArthur, SENCo's, eBay",
        "\ufffc and \ufffcs, \ufffc-\ufffc",
        "Протокол 会議 مراجعة हिन्दी",
        "i.e. e.g. etc. et al. pp. vs. ibid. iii xiv",
        "x y A. B. 'n' rock 'n' roll",
        "a" * 60,
    ):
        assert wrong(text) == [], text


def test_apostrophes_and_hyphens_of_every_kind_are_right() -> None:
    for text in (
        "don't don’t don\u02bct, the trusts’ plans, the boys' school, ‘quoted’ 'quoted' “quoted”",
        "it’s the children’s, Charles's and James’",
        "co-operate re-assessing multi-agency non-statutory well-being cross-sector self-assessed",
        "non\u2011executive mid\u2010year re\u00adsource long-term, board-wide, risk- and so on",
        "up-to-date decision-making — half-hearted",
        "café naïve cafe\u0301 résumé façade",
        "organise organize organisation's organizations realising realizing",
    ):
        assert wrong(text) == [], text
    assert wrong("childrens' dont shouldnt mid-yaer analyze programe") == [
        "childrens", "dont", "shouldnt", "mid-yaer", "analyze", "programe",
    ]  # fmt: skip


def test_own_words_and_names_of_the_portfolio_are_right_in_every_form() -> None:
    names = name_words(["Zanthia Quillbrook", "Brambleford-Hexley Trust"], ["Review of the Vantex"])

    assert wrong("Reablementish", own="reablementish") == []
    assert wrong("Quillbrook’s plan, Brambleford and Hexley, Vantex", names=names) == []
    assert wrong("the quillbrook plan", names=names) == ["quillbrook"]
    assert wrong("zanthia") == ["zanthia"]


def test_the_words_of_a_place_are_counted_in_letters_of_the_text() -> None:
    text = "👍 naïve \U0001d4af teh"

    found = list(words_of(text))

    assert [text[each.start : each.end] for each in found][-1] == "teh"


def test_what_is_meant_comes_first() -> None:
    meant = {
        "teh": "the", "recieve": "receive", "definately": "definitely", "dont": "don't",
        "accomodation": "accommodation", "stakehodlers": "stakeholders", "alot": "a lot",
        "thesame": "the same", "Londn": "London", "Recomendation": "Recommendation",
        "childrens": "children's", "BUDJET": "BUDGET", "untill": "until",
    }  # fmt: skip

    if not WHOLE:  # one of each kind: letters swapped, left out, apostrophes, spaces, capitals
        kinds = ("teh", "definately", "dont", "thesame", "BUDJET")
        meant = {word: meant[word] for word in kinds}
    offered = {word: spelling_offers.offers(word, nearby()) for word in meant}

    assert {word: each[0] for word, each in offered.items()} == meant
    assert all(1 <= len(each) <= 6 for each in offered.values())


def test_a_word_that_stands_in_the_text_is_likelier() -> None:
    assert spelling_offers.offers("definatly", nearby())[0] == "defiantly"
    used = frozenset({"definitely"})
    assert spelling_offers.offers("definatly", nearby(), used)[0] == "definitely"


def test_no_rude_word_is_offered_but_it_is_not_marked_either() -> None:
    rude = [stem for stem, flags in words().stems.items() if "!" in flags]
    assert rude
    assert all(words().has(each) for each in rude)
    assert not any(nearby().has(each) for each in rude)


def test_anything_can_be_asked_for_without_harm() -> None:
    for odd in ("", "-", "'", "ß", "ﬁ", "\u0301", "🙂", "x" * 40, "\u02bcn", "İstanbul"):
        assert isinstance(wrong(odd), list)
        assert isinstance(spelling_offers.offers(odd, nearby()), tuple)


def test_it_agrees_with_another_reader_of_the_same_dictionary() -> None:
    from spylls.hunspell import Dictionary as Other

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its files open
        other = Other.from_files(str(assets.path("dictionaries") / "en_GB"))
        gc.collect()
    chance = random.Random(6)  # noqa: S311 - no secret
    every = sorted(set(words().all_words()))
    sample = chance.sample(every, SAMPLE)
    spoilt = []
    for word in chance.sample(every, SAMPLE):
        at = chance.randrange(len(word))
        spoilt.append(word[:at].lower() + chance.choice(string.ascii_lowercase) + word[at + 1 :])

    assert len(every) > 120_000
    assert all(words().has(word) and other.lookup(word) for word in sample)
    assert [each for each in spoilt if words().has(each) != other.lookup(each)] == []


def test_five_thousand_words_are_looked_through_in_a_moment() -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    every = sorted(set(words().all_words()))
    text = " ".join(chance.choice(every) for _ in range(5_000))
    speller = Spelling(words())
    speller.wrong_in(text)
    began = time.thread_time()

    assert speller.wrong_in(text) == []

    assert time.thread_time() - began < 0.1
