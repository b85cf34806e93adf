"""``search``: pages as hits, everything as found; filters; nothing private printed."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.services import documents


def test_words_phrases_and_filters_find_what_the_window_finds(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    minutes = documents.pdf(tmp_path / "board minutes.pdf", "One", "The board set out options.")
    run("add", folder, minutes)
    run("claim", folder, "minutes", "K8", "--quote", "set out options", "--shows", "Costed them")

    answer = run("search", folder, '"set out" board type:document', "--json").json
    by_code = run("search", folder, "k8", "--json").json["found"]
    odd = run("search", folder, "is:odd zebra", "--json")
    people = run("search", folder, "ksb:k8", "opt").out

    (hit,) = answer["hits"]
    assert (hit["page"], hit["score"] > 0) == (2, True)
    assert "set out options" in hit["snippet"]
    (page,) = [each for each in answer["found"] if each["group"] == "page"]
    assert [page["snippet"][a:b] for a, b in page["marks"]] == ["board", "set out"]
    assert by_code[0]["group"] == "ksb"
    assert {each["group"] for each in by_code} >= {"ksb", "evidence", "passage"}
    assert (odd.json["found"], "is:odd" in odd.err) == ([], True)
    assert "[K8] set out options" in people
