"""A portfolio that an earlier version of the app made: a bundle comes of it, hides hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    hiding,
    intake,
    mapping,
    options,
    out_of_date,
    pack,
    pack_inspection,
    shortlist,
)
from portfolio_app.store import database, migrations, queries
from portfolio_app.workroom.host import Workroom
from tests.services.documents import pdf
from tests.store.test_migrations import DATA, FIXTURE_KEY


@pytest.mark.parametrize("version", range(1, migrations.NEWEST))
def test_a_portfolio_of_an_older_version_builds_a_bundle(
    room: Workroom, tmp_path: Path, version: int
) -> None:
    with zipfile.ZipFile(DATA / f"version-{version}.zip") as packed:
        packed.extractall(tmp_path)

    with database.open_store(tmp_path / "P", FIXTURE_KEY) as store:
        assert store.header.schema == migrations.NEWEST
        assert options.options(store, Profile.GATEWAY) == BundleOptions()
        uid = queries.evidence.find(store, "E01").uid
        for each in queries.hides.hides(store):  # its place is not found on pages made anew
            with pytest.raises(PortfolioError) as caught:
                pack.build_pack(store, room, tmp_path / "Hand in")
            assert caught.value.code == "stopped"
            hiding.unhide(store, each.uid)
        path = pdf(tmp_path / "minutes.pdf", "One", "The board set out three options.")
        new = intake.add(store, room, [path]).results[0].item_uid
        anchor = mapping.anchor_for_quote(store, room, new, "set out three options").anchor
        mapping.claim(store, new, [mapping.ksb_called(store, "K8").uid], anchor)
        shortlist.add(store, [new])

        built = pack.build_pack(store, room, tmp_path / "Hand in")

        old, piece = built.bundle.items
        assert (old.uid, piece.uid, piece.pages) == (uid, new, 2)
        assert ("K8", piece.first_page + 1) in [(e.ksb, e.page) for e in built.bundle.claims]
        assert not out_of_date.is_out_of_date(store, built.bundle_id)
        assert pack_inspection.inspect_pack(room, built.folder).is_as_promised
