"""Draws what annotations should show where they bring no appearance of their own."""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents.layers import Layers
from portfolio_app.documents.pdf_values import Box


class Fields:
    """Draws missing looks for one document."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers) -> None:
        self._pdf = pdf
        self._layers = layers

    def is_shown(self, content: Any) -> bool:
        """Return whether the layer an annotation is on is shown."""
        return self._layers.is_shown(content)

    def must_be_drawn(self, annotation: Any, look: Any) -> bool:
        """Return whether an appearance that is there does not show the field's value."""
        return False

    def draw(self, annotation: Any, kind: str, rectangle: Box, look: Any) -> Any:
        """Return an appearance stream, or None."""
        return look
