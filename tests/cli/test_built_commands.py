"""Everything that can be done with a built bundle, from the command line."""

from pathlib import Path

import pypdf
from PIL import Image

from tests.cli.conftest import Run
from tests.services import documents


def test_a_bundle_is_made_smaller_compared_handed_in_taken_out_and_printed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    soft = Image.effect_noise((200, 150), 80).resize((1600, 1200))
    Image.merge("RGB", [soft, soft, soft]).save(tmp_path / "photo.jpg", quality=92)
    words = documents.pdf(tmp_path / "minutes.pdf", "The board set out three options.")
    added = run("add", folder, words, tmp_path / "photo.jpg", "--json").json["items"]
    first, second = (each["id"] for each in added)
    for each in (first, second):
        run("claim", folder, each, "K8")
    run("shortlist", folder, first, second)
    out = tmp_path / "Portfolio.pdf"
    run("bundle", folder, out, check=1)
    old = out.stat().st_size

    costs = run("smaller", folder, "--costs", "--json").json["items"]
    assert [each["ref"] for each in costs] == ["E02", "E01"]
    wish = (old - 50_000) / 1e6
    made = run("smaller", folder, wish, "--json").json
    assert made["reached"]
    assert out.stat().st_size == made["new_bytes"] <= wish * 1e6 < made["old_bytes"] == old

    assert "Nothing changed" in run("changed", folder).out
    assert "a draft, marked not for submission" in run("submit", folder, "2026-03-03").out
    run("shortlist", folder, "--remove", first)
    bundles = run("built", folder, "--json").json["bundles"]
    assert [each["submitted"] for each in bundles] == ["2026-03-03", ""]
    assert [each["out_of_date"] for each in bundles] == [True, True]
    handed_in = out.read_bytes()
    assert "Choose another name" in run("bundle", folder, out, check=2).err
    alone = tmp_path / "alone"
    alone.mkdir()
    run("bundle", folder, alone / "Later.pdf", check=1)
    assert " pages, 1 piece, 1 claim, " in run("inspect", alone / "Later.pdf", passphrase=False).out
    assert "1 file, " in run("inspect", "--folder", alone, passphrase=False).out
    told = run("changed", folder, "--since", "submitted", "--json").json
    assert [(each["change"], each["old_ref"]) for each in told["items"]] == [
        ("moved", "E02"),
        ("removed", "E01"),
    ]

    run("take-out", folder, tmp_path / "kept.pdf")
    assert (tmp_path / "kept.pdf").read_bytes() == handed_in
    run("submit", folder, "--withdraw", "--bundle", bundles[0]["id"])

    printed = run("print", folder, "annex", tmp_path / "annex.pdf", "--json").json
    reader = pypdf.PdfReader(tmp_path / "annex.pdf")
    assert reader.page_labels[0] == str(printed["first"])
    assert "Annex A" in reader.pages[0].extract_text()
