"""RIS and BibTeX as databases write them and as they come damaged: nothing is lost, all is told."""

from __future__ import annotations

import time

import pytest

from portfolio_app.documents import references_file
from portfolio_app.documents.latex_letters import address, letters
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.references_read import MOST_BYTES, ReadReferences
from portfolio_app.problems import PortfolioError


def read(text: str | bytes, name: str = "a.bib") -> ReadReferences:
    return references_file.read(text.encode() if isinstance(text, str) else text, name)


def one(text: str | bytes) -> Source:
    (source,) = read(text).sources
    return source


def test_a_whole_ris_entry_is_read_whatever_ends_its_lines() -> None:
    lines = [
        "TY  - JOUR", "AU  - Harrow, Judith K.", "A1  - Department for Examples", "AU  - Pell, S",
        "PY  - 2016/06/14/", "TI  - On boards", "  and budgets", "JO  - Journal of Examples",
        "VL  - 3", "IS  - 2", "SP  - 10", "EP  - 20", "DO  - 10.1000/x", "UR  - https://e.org",
        "Y2  - 2024/02/03", "ID  - Harrow2016", "AB  - Long.", "KW  - a", "ER  - ", "",
    ]  # fmt: skip
    for ending in ("\n", "\r\n", "\r"):
        found = read(ending.join(lines))

        assert found.format == "RIS"
        (source,) = found.sources
        assert source.authors == (
            Person("Harrow", "Judith K."),
            Person("Pell", "S"),
            Person("Department for Examples", is_organisation=True),
        )
        assert (source.kind, source.year, source.title) == (
            SourceKind.ARTICLE, "2016", "On boards and budgets",
        )  # fmt: skip
        assert (source.container, source.volume, source.issue, source.pages) == (
            "Journal of Examples", "3", "2", "10-20",
        )  # fmt: skip
        assert (source.doi, source.address, source.accessed, source.key, source.trouble) == (
            "10.1000/x", "https://e.org", "2024-02-03", "Harrow2016", "",
        )  # fmt: skip


def test_damaged_ris_is_read_as_far_as_it_goes_and_kept_as_it_was() -> None:
    found = read(
        "Provider: Example Database\nContent: text\n\n"
        "TY  - BOOK\nTI  - No end\nAU  - Foo, B\n"
        "TY  - XXXX\nT1  - Odd\nER  -\n"
        "AU  - Notype, A\nTI  - Hello\nER  - \n"
        "TY  - JOUR\nER  - \n"
        "TY  - THES\nTI  - Cut o"
    )

    assert [each.title for each in found.sources] == ["No end", "Odd", "Hello", "", "Cut o"]
    said = ["end was missing", "XXXX", "no type", "Nothing in it", "end was missing"]
    for source, words in zip(found.sources, said, strict=True):
        assert words in source.trouble
        assert source.raw
    assert found.sources[0].raw == "TY  - BOOK\nTI  - No end\nAU  - Foo, B"
    assert found.left_out == ("2 lines outside the entries",)


def test_kinds_of_ris_are_told_and_web_pages_are_their_organisations() -> None:
    kinds = {"BOOK": "book", "CHAP": "chapter", "RPRT": "report", "NEWS": "news", "STAT": "law",
             "CPAPER": "conference", "THES": "thesis", "GEN": "other"}  # fmt: skip
    for said, kind in kinds.items():
        assert one(f"TY  - {said}\nTI  - T\nER  - \n").kind.value == kind
    page = one("TY  - ELEC\nTI  - Page\nPB  - Example Council\nUR  - https://e.org\nER  - \n")
    assert page.authors == (Person("Example Council", is_organisation=True),)
    chapter = one("TY  - CHAP\nTI  - Part\nT2  - Whole\nA2  - Row, Kim\nER  - \n")
    assert (chapter.container, chapter.editors) == ("Whole", (Person("Row", "Kim"),))


def test_letters_of_every_usual_encoding_are_read() -> None:
    text = "TY  - BOOK\r\nTI  - Café £5\r\nAU  - Müller, É\r\nER  - \r\n"
    for data in (
        text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"),
        text.encode("cp1252"), text.encode("utf-16-le"),
    ):  # fmt: skip
        source = one(data)
        assert (source.title, source.authors[0].family) == ("Café £5", "Müller")


def test_a_whole_bibtex_file_is_read() -> None:
    found = read(
        '% @article{no, title={commented}}\n@comment{x}\n@preamble{"\\newcommand"}\n'
        '@STRING{pub = "Example" # { Press}}\n'
        '@Book{key1,\n author = {M{\\"u}ller, J{\\"o}rg and {Department for Examples} and\n'
        "  Ludwig van der Meer and Jones, Jr., Bob and others},\n"
        ' title = "The {UK} way: {\\emph{a} guide} -- {\\&} more", publisher = pub # ", " # 2020,\n'
        " year = 2020, address = {London}, edition = {2nd}, }\n"
        '@inproceedings(key2, author="A. B. Smith", title={Paper {nested {deep}}},'
        ' crossref={Conf}, pages="1--4")\n'
        "@proceedings{conf, title={Proceedings}, year=1999, editor={E. D. Itor}}\n"
        "@misc{w, title={Web}, howpublished={\\url{https://e.org/a_b~c}}, urldate={2024-02-03}}\n"
        "@mastersthesis{m, title={T}, school={Example University}, year={2019}, month=feb}\n"
    )

    book, paper, _, page, thesis = found.sources
    assert all(not each.trouble for each in found.sources)
    assert found.left_out == ("2 comments",)
    assert book.authors == (
        Person("Müller", "Jörg"),
        Person("Department for Examples", is_organisation=True),
        Person("van der Meer", "Ludwig"),
        Person("Jones", "Bob Jr."),
    )
    assert (book.title, book.publisher, book.place, book.edition) == (
        "The UK way: a guide – & more", "Example Press, 2020", "London", "2nd",
    )  # fmt: skip
    assert (paper.kind, paper.container, paper.year, paper.title) == (
        SourceKind.CONFERENCE, "Proceedings", "1999", "Paper nested deep",
    )  # fmt: skip
    assert paper.editors == (Person("Itor", "E. D."),)
    assert (page.kind, page.address, page.accessed) == (
        SourceKind.WEB_PAGE, "https://e.org/a_b~c", "2024-02-03",
    )  # fmt: skip
    assert thesis.more == {"type": "Master’s thesis"}


def test_damaged_bibtex_ends_where_the_next_entry_begins() -> None:
    found = read(
        "@article{a, author = {Foo, B, title = {Half way}, year = 2001\r\n"
        "@article{b, title = {Fine}, journal = jou}\r\n"
        "@weird{c, title = {Odd}}\r\n@article{d}\r\n@book{e, crossref={nowhere}, title={Lone}}\r\n"
        '@book{f, title = "Open, year = 1999,\r\n publisher = {P}}\r\n'
        "@book{g, title={never closed\r\n"
    )

    titles = ["Half way", "Fine", "Odd", "", "Lone", "Open", "never closed"]
    assert [each.title for each in found.sources] == titles
    said = ["don't match", "“jou” stands", "@weird", "Nothing in it", "nowhere", "don't match",
            "don't match"]  # fmt: skip
    for source, words in zip(found.sources, said, strict=True):
        assert words in source.trouble
        assert source.raw.startswith("@")
    assert found.sources[0].year == "2001"
    assert found.sources[5].publisher == "P"


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (
            r"M{\"u}ller, \'{E}mile, \c{C}elik, {\O}ster, Stra{\ss}e",
            "Müller, Émile, Çelik, Øster, Straße",
        ),
        (r"na{\"\i}ve \v{S}koda \H{o} \aa\ \AE{}on {\l}", "naïve Škoda ő å Æon ł"),
        (
            r"``Quoted'' 1--2---3 50\% \& \$5 \textit{and} \emph{so}",
            "“Quoted” 1–2—3 50% & $5 and so",
        ),
        (r"$\alpha$ \textsuperscript{2} \unknown{kept} a~b\\c", "\u03b1 2 kept a b c"),
        (r"\'", ""),
        ("\\", ""),
        (r"{{{{", ""),
        (r"\'{\'{\'{e}}}", "é\u0301\u0301"),
    ],
)
def test_latex_becomes_letters(latex: str, plain: str) -> None:
    assert letters(latex) == plain


def test_addresses_keep_their_signs() -> None:
    assert address(r"\url{https://e.org/a\_b\%20~c}") == "https://e.org/a_b%20~c"


def test_files_made_to_take_for_ever_end_soon() -> None:
    hostile = {
        "braces": b"@article{a," + b"{" * 200_000,
        "fields": b"@article{a," + b"a={x\n" * 30_000,
        "entries": b"@a{} " * 30_000,
        "accents": b"@a{k, title={" + b"\\'{" * 50_000 + b"}" * 50_000 + b"}}",
        "strings": b"".join(b"@string{s%d = s%d # s%d}\n" % (n + 1, n, n) for n in range(60)),
        "dots": b"@a{k," + b"a.a." * 100_000,
        "lines": b"TY  - JOUR\nTI  - x\n" + b"more\n" * 90_000,
        "parents": b"".join(b"@a{k%d, crossref={k%d}}\n" % (n, n + 1) for n in range(2_000)),
        "circle": b"@a{x, crossref={y}, title={t}}\n@a{y, crossref={x}, title={u}}\n",
    }
    for name, data in hostile.items():
        began = time.monotonic()
        read(data)
        assert time.monotonic() - began < 3, name


def test_what_is_no_file_of_references_says_what_it_looks_like() -> None:
    for data, words in (
        (b"", "no references"),
        (b"\x00\xff\x00\x01" * 100, "no references"),
        (b"PMID- 1\nTI  - x\n", "PubMed"),
        (b"%0 Book\n%A X\n", "EndNote"),
        (b"<?xml version='1.0'?><xml/>", "XML"),
        (b'[{"type": "book"}]', "JSON"),
        (b"a@b.example wrote: {hello}", "no references"),
    ):
        with pytest.raises(PortfolioError, match=words):
            read(data)
    with pytest.raises(PortfolioError, match="Nothing was changed") as refused:
        read(b"x" * (MOST_BYTES + 1))
    assert refused.value.code == "too-large"


def test_letters_that_no_text_holds_are_left_out_of_a_field() -> None:
    data = "TY  - JOUR\nTI  - A\u202eB\ufffcC\x01D\nER  - \n".encode()
    assert references_file.read(data, "a.ris").sources[0].title == "A B C D"
