"""Where KSBs are shown in the proposal, from the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_paragraph_is_tagged_and_the_list_says_where(run: Run, folder: Path) -> None:
    assert run("proposal", "ksbs", folder, "--json").json["ksbs"] == []
    run("proposal", "outline", folder, "--use", "Summary")
    (heading, *_) = run("proposal", "ksbs", folder, "--json").json["paragraphs"]
    refused = run("proposal", "tag", folder, heading["id"], "S2", check=2)
    assert "Tag the paragraph that shows it." in refused.err
    listed = run("proposal", "ksbs", folder, "--json").json["ksbs"]
    assert {each["proposal_status"] for each in listed} == {"gap"}
    assert all(each["assessed"] for each in listed)
    coverage = run("coverage", folder, "--json").json["ksbs"]
    assert {each["proposal_status"] for each in coverage} == {"", "gap"}
