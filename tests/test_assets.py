"""Resources are found where they lie: in a checkout and in a wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portfolio_app import assets

ROOT = Path(__file__).resolve().parent.parent
STANDARD = "standards/st0480-v1.2.toml"


def test_a_checkout_reads_the_folder_beside_the_package() -> None:
    assert assets.path(STANDARD) == ROOT / "resources" / "standards" / "st0480-v1.2.toml"
    assert "ST0480" in assets.text(STANDARD)


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(FileNotFoundError, match=r"standards/none\.toml"):
        assets.path("standards/none.toml")


@pytest.mark.parametrize("name", ["../pyproject.toml", "standards/../../pyproject.toml"])
def test_a_name_that_leads_out_of_the_resources_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="named from resources"):
        assets.path(name)


def test_an_absolute_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")

    with pytest.raises(ValueError, match="named from resources"):
        assets.path(str(tmp_path / "secret.txt"))


def test_an_installed_wheel_carries_every_resource_and_finds_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed here"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)

    ask = f"from portfolio_app import assets; print(assets.path({STANDARD!r}))"
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )

    expected = installed / "portfolio_app" / "resources"
    assert Path(answer.stdout.strip()) == expected / STANDARD
    shipped = {p.relative_to(expected) for p in expected.rglob("*") if p.is_file()}
    kept = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*")}
    assert shipped == {p for p in kept if (ROOT / "resources" / p).is_file()}
    assert not (installed / "tests").exists()
