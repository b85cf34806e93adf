"""What programs put on the clipboard becomes blocks; what is left out is said; nothing is lost."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from portfolio_app.documents import pasted
from portfolio_app.domain.draft import Block, BlockKind, InlineKind
from portfolio_app.domain.pasted_draft import Pasted, from_plain, letters, said
from tests.documents import pasted_samples as samples
from tests.thorough import WHOLE


def read(markup: str, text: str = "", rich: bytes = b"") -> Pasted:
    return pasted.read(markup, text, rich)[0]


def told(found: Pasted) -> list[tuple[str, int, str]]:
    """Return kind, level and words of each block: *strong*, /emphasis/, [note]."""
    lines = []
    for block in found.blocks:
        words = ""
        for each in block.inlines:
            sign = "*" * each.strong + "/" * each.emphasis
            is_note = each.kind is InlineKind.NOTE
            words += f"[{each.text}]" if is_note else f"{sign}{each.text}{sign[::-1]}"
        lines.append((block.kind.value, block.level, words))
    return lines


def table_of(found: Pasted) -> Block:
    return next(each for each in found.blocks if each.table is not None)


WORD_SAYS = [
    ("heading-1", 0, "Case for change"),
    ("body", 0, "The service spent more than it had[From the annual accounts.], and *four options*"
     " were /costed/ over 10³ hours. See the plan."),
    ("heading-2", 0, "Options"),
    ("bullet", 0, "Do nothing"),
    ("bullet", 1, "with /risks/"),
    ("bullet", 0, "Pool the posts"),
    ("number", 0, "Agree the rules"),
    ("number", 1, "Ask the board"),
    ("quote", 0, "We /cannot/ go on like this."),
    ("body", 0, "Kept added words."),
    ("table", 0, ""),
]  # fmt: skip


def test_word_on_windows_and_on_a_mac_keeps_what_the_proposal_knows() -> None:
    for sample in (samples.WORD, samples.WORD_MAC):
        found = read(sample)

        assert told(found) == [*WORD_SAYS, ("body", 0, "Cost by year")]
        table = table_of(found).table
        assert table is not None
        assert table.caption == "Cost of each option"
        assert table.columns == ("Option", "Cost", "Cost")
        assert table.rows == (("Nothing", "£512,000", "high rising"), ("", "£0", "none"))
        assert said(found) == (
            "Kept: 2 headings, 3 paragraphs, 1 quotation, 5 list points, 1 table, 1 footnote. "
            "Left out: 1 picture that was not copied with it, 1 comment, 1 deletion that was "
            "tracked, 1 stretch of hidden words, the address behind 1 link, the list of contents "
            "and fonts and colours. Changed: 2 merged cells of tables are apart."
        )


def test_a_picture_of_word_is_taken_from_the_rich_text_beside_it() -> None:
    rich = b"{\\rtf1\\ansi Words {\\pict\\pngblip\\picw40\\pich30 " + samples.png().hex().encode()

    found, pictures = pasted.read(samples.WORD, "", rich + b"}}")

    figure = found.blocks[-1].figure
    assert pictures == (samples.png(),)
    assert figure is not None
    assert (figure.picture_uid, figure.caption) == ("0", "Cost by year")
    assert figure.alternative == "A rising line"
    assert "picture" not in " ".join(found.dropped)


def test_word_on_the_web_google_docs_outlook_and_excel_are_known() -> None:
    assert told(read(samples.WORD_ONLINE)) == [
        ("heading-2", 0, "Options appraisal"),
        ("body", 0, "*Three* options, costed"),
        ("bullet", 0, "First point"),
        ("bullet", 1, "Second level"),
        ("number", 0, "Numbered"),
        ("table", 0, ""),
    ]
    google = read(samples.GOOGLE)
    assert told(google)[:5] == [
        ("heading-2", 0, "Stakeholders"),
        ("body", 0, "Heads *agreed*/ in part/[Minutes of the heads.]."),
        ("bullet", 0, "One"),
        ("bullet", 1, "One deeper"),
        ("number", 0, "Two"),
    ]
    assert google.dropped == ("1 picture from the web", "fonts and colours")
    outlook = read(samples.OUTLOOK)
    assert [each[2] for each in told(outlook)] == [
        "Dear all,", "Agreed:", "the pooled post", "from May.", "Rules first",
        "*From:* A colleague", "*Sent:* 2 March 2026",
    ]  # fmt: skip
    assert outlook.blocks[4].kind is BlockKind.BULLET
    assert outlook.dropped[0] == "1 picture that nobody can see"
    excel = table_of(read(samples.EXCEL)).table
    assert excel is not None
    assert (excel.columns, excel.rows) == (("Item", "2026", "2027"), (("Posts", "1,200", "900"),))


def test_nothing_of_hostile_markup_is_fetched_run_or_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it reached out")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)

    found, pictures = pasted.read(samples.HOSTILE, "", b"")

    assert told(found) == [
        ("heading-1", 0, "Real words"),
        ("body", 0, "One"),
        ("body", 0, "two three"),
        ("body", 0, "<script>steal()</script> is only words."),
    ]
    assert pictures == ()
    assert "steal" not in said(found)
    assert "evil" not in said(found)
    assert found.dropped[:6] == (
        "3 pictures from the web",
        "2 pictures that nobody can see",
        "2 pictures that were not copied with it",
        "2 pictures that could not be read",
        "2 scripts",
        "5 embedded pages, films or drawings",
    )


def test_words_are_kept_however_deep_long_or_broken_the_markup_is() -> None:
    words = "The board agreed to pool the posts across the schools. "
    paragraph = f"<p class=MsoNormal style='margin:0'><span lang=EN-GB>{words * 6}</span></p>\n"
    whole = paragraph * (1_000_000 // len(paragraph))
    deep = {
        "div": "<div>" * 10_000 + "bottom" + "</div>" * 10_000 + "<p>after",
        "span": "<p>" + "<span style='color:red'>a " * 9_000 + "bottom" + "</span>" * 9_000 + "after",  # noqa: E501
        "list": "<ul><li>" * 3_000 + "bottom" + "</li></ul>" * 3_000 + "<p>after",
        "table": "<table><tr><td>" * 3_000 + "bottom" + "</table>" * 3_000 + "<p>after",
        "bold": "<b>" * 50_000 + "bottom</b>after",
        "comment": "<p>bottom<!-- <p>after",
        "condition": "<![if" * 10_000 + "<p>bottom after",
        "style": "<p style='" + "font-weight:bold;" * 9_000 + "'>bottom <i style='" + "(" * 9_000
        + "'>after",
    }  # fmt: skip

    for name, markup in deep.items():
        text = " ".join(each.text for each in read(markup).blocks)
        assert "bottom" in text, name
        assert name == "condition" or "after" in text, name
    assert letters(read(whole).blocks) == len("".join(words.split())) * 6 * whole.count("<p")
    one = read("<p>" + words * 18_000).blocks
    assert len(one) > 40
    assert max(len(each.text) for each in one) <= 20_000
    assert "".join(each.text for each in one) == (words * 18_000).strip()


def test_a_huge_table_is_kept_in_part_and_that_is_said() -> None:
    row = "<tr>" + "".join(f"<td>{each}" for each in range(35)) + "</tr>"

    rows = 2_000 if WHOLE else 500
    found = read("<table>" + row * rows + "</table>")

    table = table_of(found).table
    assert table is not None
    assert (len(table.rows), len(table.columns)) == (400, 30)
    assert found.dropped == (
        f"{rows - 401:,} rows of a very long table",
        "5 columns of a very wide table",
    )
    titled = "<table><tr><td colspan=2>What it cost</tr><tr><th>A<th>B</tr><tr><td>1<td>2</table>"
    table = table_of(read(titled)).table
    assert table is not None
    assert (table.caption, table.columns) == ("What it cost", ("A", "B"))
    wide = "<table><tr><td colspan=99999 rowspan=99999>a<td>b</tr><tr><td>c</table>"
    assert "a" in str(table_of(read(wide)).table)


def test_markup_that_lost_the_words_is_not_gone_by() -> None:
    found = read("<p>Only <script>", "Only the plain words are whole.\nAll of them.")

    assert [each.text for each in found.blocks] == [
        "Only the plain words are whole.", "All of them."
    ]  # fmt: skip


def test_naughty_strings_are_only_words(corpus: Path) -> None:
    naughty = (corpus / "text/blns.txt").read_text(encoding="utf-8")

    plain = from_plain(naughty)
    marked = read("<p>" + naughty.replace("&", "&amp;").replace("<", "&lt;") + "</p>")

    shown = {each for each in naughty if each.isprintable() and not each.isspace()}
    for found in (plain, marked):
        words = "".join(each.text for each in found.blocks)
        assert shown - {*words} <= {"\ufffc", "\ufffd"}
        assert not any(each in words for each in "\0\u202e\u2028\ufeff\ufffc\n\r\t")


def test_plain_lines_become_paragraphs_points_and_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The board agreed in November to pool the posts of four schools,\n"
        "because the agency bill had risen for the third year and no one\n"
        "school could keep a specialist of its own through the whole of\n"
        "the year.\n\nA second paragraph."
    )

    assert [each.text for each in from_plain(wrapped).blocks] == [
        wrapped.split("\n\n", maxsplit=1)[0].replace("\n", " "), "A second paragraph."
    ]  # fmt: skip
    found = from_plain("Aims\r\n• one\r\n• two\r\n- a dash alone\r\n1. first\r\n2. second\r\n2026")
    assert [(each.kind.value, each.text) for each in found.blocks] == [
        ("body", "Aims"), ("bullet", "one"), ("bullet", "two"), ("body", "- a dash alone"),
        ("number", "first"), ("number", "second"), ("body", "2026"),
    ]  # fmt: skip
    assert from_plain("\u2028\n \t\n").blocks == ()


def test_web_pages_nobody_here_wrote_keep_their_words(corpus: Path) -> None:
    for name, phrase in (
        ("text/lorem-ipsum.htm", "Lorem ipsum dolor sit amet"),
        ("text/testHTML_utf8.html", "åäö"),
        ("active-content/testHTMLBadScript.html", "This is a test"),
    ):
        found = read((corpus / name).read_text(encoding="utf-8", errors="replace"))
        assert phrase in " ".join(each.text for each in found.blocks), (name, told(found)[:9])


@pytest.mark.skipif(
    not os.environ.get("PORTFOLIO_CORPUS_WHOLE"), reason="asks LibreOffice for every Word file"
)
def test_every_word_file_as_libreoffice_copies_it_keeps_its_words(
    corpus: Path, tmp_path: Path
) -> None:
    files = sorted((corpus / "word").glob("*.docx"))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
         "--convert-to", "html:HTML (StarWriter):EmbedImages", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    looked = 0
    for file in files:
        made, plain = tmp_path / f"{file.stem}.html", tmp_path / f"{file.stem}.txt"
        if not made.exists() or not plain.exists():
            continue
        found = read(made.read_text(encoding="utf-8", errors="replace"))
        wanted = {*plain.read_text(encoding="utf-8-sig", errors="replace").split()}
        kept = " ".join(each.text for block in found.blocks for each in block.inlines) + str(
            [each.table for each in found.blocks if each.table]
        )
        missing = {each for each in wanted if each.isalpha() and each not in kept}
        assert len(missing) <= 0.03 * len(wanted) + 3, (file.name, sorted(missing)[:20])
        looked += 1
    assert looked > 30


def test_a_note_of_a_cell_is_in_the_cell_with_its_words() -> None:
    sign = '<a href="#sdfootnote{0}sym" name="sdfootnote{0}anc"><sup>{0}</sup></a>'
    found = read(
        f"<table><tr><td>Cost{sign.format(1)}</td><td>Years</td></tr><tr><td>£4</td>"
        f"<td>2{sign.format(2)}</td></tr></table>"
        '<div id="sdfootnote1"><p><a href="#sdfootnote1anc" name="sdfootnote1sym">1</a>At prices '
        "of today</p></div>"
    )
    table = table_of(found).table
    assert table is not None
    assert table.columns == ("Cost (At prices of today)", "Years")
    assert table.rows == (("£4", "2"),)
