"""Finds the files of resources/, in a checkout, in an installed wheel and in a frozen program."""

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Return the folder that holds icons, fonts, standards, programmes and the sample.

    A wheel and a frozen program carry it inside the package; in a checkout (an editable install
    too) it lies beside the package.

    Raises:
        FileNotFoundError: the program was installed without its resources.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"The resources folder is missing beside {package}; install the program again."
    )


def path(name: str) -> Path:
    """Return where a resource lies, named from resources/ with forward slashes: "standards/x.toml".

    Raises:
        FileNotFoundError: there is no file or folder of that name.
        ValueError: the name points outside resources/.
    """
    parts = name.split("/")
    found = folder().joinpath(*parts)
    if "" in parts or ".." in parts or not found.is_relative_to(folder()):
        raise ValueError(f"A resource is named from resources/, not {name!r}.")
    if not found.exists():
        raise FileNotFoundError(f"There is no resource {name!r} in {folder()}.")
    return found


def text(name: str) -> str:
    """Return a resource's text, read as UTF-8.

    Raises:
        FileNotFoundError: there is no file of that name.
    """
    return path(name).read_text(encoding="utf-8")
