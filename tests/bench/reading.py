"""``add`` of corpus files until read, against pikepdf, PDFium and Pillow doing the least of it."""

import io
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, compare, figure_of, in_child

ROUNDS = 5
_THUMBNAIL = 256


def figures(count: int = 200, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Yield the figure of reading."""
    found, source = material.real_files(count)
    files = [str(path) for path in found]
    compared = compare(
        lambda: in_child("tests.bench.reading:ours", files=files),
        lambda: in_child("tests.bench.reading:floor", files=files),
        rounds,
    )
    told = compared.last_ours["statuses"]
    yield figure_of("add until read", compared, 3.0, files=len(files), source=source, statuses=told)


def ours(files: list[str]) -> dict[str, Any]:
    """Add the files to a new portfolio; timed until all are stored and read."""
    from portfolio_app.services import intake
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import new_portfolio

    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        paths = [Path(each) for each in files]
        began = time.perf_counter()
        with Workroom() as room:
            added = intake.add(store, room, paths)
            seconds = time.perf_counter() - began
    statuses = Counter(each.status for each in added.results)
    return {"seconds": seconds, "statuses": dict(statuses)}


def floor(files: list[str]) -> dict[str, Any]:
    """Open and save, get the text, draw a thumbnail of each file; nothing is kept."""
    warnings.simplefilter("ignore")
    began = time.perf_counter()
    for each in files:
        path = Path(each)
        content = path.read_bytes()
        with suppress(Exception):
            if path.suffix.lower() == ".pdf":
                _pdf(content)
            elif path.suffix.lower() == ".txt":
                content.decode("utf-8", "replace")
            else:
                _picture(content)
    return {"seconds": time.perf_counter() - began}


def _pdf(content: bytes) -> None:
    import pikepdf
    import pypdfium2

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(io.BytesIO())
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            words = page.get_textpage()
            words.get_text_range()
            words.close()
            page.close()
        first = document[0]
        scale = _THUMBNAIL / max(*first.get_size(), 1.0)
        first.render(scale=scale).to_pil().save(io.BytesIO(), "PNG")
        first.close()
    finally:
        document.close()


def _picture(content: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        image.load()
        image.convert("RGB").save(io.BytesIO(), "PDF")
        image.thumbnail((_THUMBNAIL, _THUMBNAIL))
        image.save(io.BytesIO(), "PNG")
