"""Pictures whose numbers are larger than a screen's, as grey."""

from __future__ import annotations

from PIL import Image


def levelled(image: Image.Image) -> Image.Image:
    """Return a picture of large numbers as grey, its darkest black and its brightest white."""
    numbers = image.convert("F")
    low, high = numbers.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return numbers.convert("L")
    scale = 255.0 / (high - low)
    return numbers.point(lambda value: value * scale - low * scale).convert("L")
