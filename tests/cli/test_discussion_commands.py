"""A page of a built bundle is found from the command line, and the plain PDF is proven."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.services import documents


def test_a_page_is_found_the_plain_pdf_is_proven_and_the_answer_is_kept(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    words = documents.pdf(tmp_path / "minutes.pdf", "The board set out three options.")
    (added,) = run("add", folder, words, "--json").json["items"]
    run("claim", folder, added["id"], "K8", "--quote", "three options")
    run("shortlist", folder, added["id"])
    out = tmp_path / "Portfolio.pdf"
    run("bundle", folder, out, check=1)

    found = run("discussion", folder, "k 08", "--json").json["groups"]
    (place,) = found[0]["places"]
    proof = run("discussion", folder, "--prove", "--json").json["ksbs"]
    moved = out.rename(tmp_path / "moved.pdf")
    missing = run("discussion", folder, "k8", check=2).err
    again = run("discussion", folder, "three options", "--file", moved).out
    run("discussion", folder, "--allowed", "EPAO's guide", "--on", "2026-01-05")
    which = run("discussion", folder, "--json").json

    assert (found[0]["key"], place["ref"], place["quote"]) == ("K8", "E01", "three options")
    assert [(each["ksb"], each["reached"]) for each in proof] == [("K8", True)]
    assert [way["page"] for way in proof[0]["ways"]] == [place["page"]] * 2
    assert "not at its place" in missing
    assert "three options" in again
    assert str(place["page"]) in again
    assert which["screen"] == {"is_allowed": True, "who": "EPAO's guide", "day": "2026-01-05"}
    assert not which["is_there"]
