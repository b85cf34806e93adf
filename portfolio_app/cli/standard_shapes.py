"""How a standard, a comparison with another list, and reviews are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from portfolio_app.cli.printing import table

if TYPE_CHECKING:
    from portfolio_app.domain.pasted import Note
    from portfolio_app.services.standards import Compared
    from portfolio_app.store.queries.reviews import Review


def compared_shape(compared: Compared) -> dict[str, Any]:
    """Return a comparison: every row, counts by status, the notes of the reading."""
    from portfolio_app.domain.comparing import RowStatus

    comparison = compared.comparison
    return {
        "counts": {each.value: comparison.count(each) for each in RowStatus},
        "rows": [
            {
                "status": row.status.value,
                "reworded": row.is_reworded,
                "id": row.uid,
                "code_before": row.code_before,
                "code_after": row.code_after,
                "text_before": row.text_before,
                "text_after": row.text_after,
                "words_before": [row.text_before[a:b] for a, b in row.before_ranges],
                "words_after": [row.text_after[a:b] for a, b in row.after_ranges],
                "methods": list(row.methods),
            }
            for row in comparison.rows
        ],
        "notes": notes_shape(compared.notes),
    }


def compared_lines(compared: Compared) -> list[str]:
    """Return a comparison as lines: a count, then every difference as a table."""
    comparison = compared.comparison
    same = len(comparison.rows) - len(comparison.differences)
    lines = [f"{same} the same, {len(comparison.differences)} different."]
    lines += table(
        ["What", "Yours", "Pasted", "Words only in yours", "Words only in the paste"],
        (
            [
                f"{row.status.value}, reworded"
                if row.is_reworded and row.code_before != row.code_after and row.code_before
                else row.status.value,
                row.code_before,
                row.code_after,
                " … ".join(row.text_before[a:b] for a, b in row.before_ranges)
                or ("" if row.text_after else row.text_before),
                " … ".join(row.text_after[a:b] for a, b in row.after_ranges)
                or ("" if row.text_before else row.text_after),
            ]
            for row in comparison.differences
        ),
        widest=60,
    )
    return [*lines, *note_lines(compared.notes)]


def notes_shape(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return what a reading left aside or took otherwise."""
    return [
        {"kind": n.kind.value, "line": n.line, "message": n.message, "text": n.text} for n in notes
    ]


def note_lines(notes: Iterable[Note]) -> list[str]:
    """Return the notes of a reading, a line each."""
    return [
        (f"Line {n.line}: " if n.line else "") + n.message + (f": {n.text}" if n.text else "")
        for n in notes
    ]


def review_shape(review: Review) -> dict[str, Any]:
    """Return a KSB that changed under what is attached to it."""
    return {
        "id": review.ksb.uid,
        "code": review.ksb.code,
        "retired": review.ksb.retired,
        "why": review.ksb.review,
        "was": review.ksb.was,
        "text": review.ksb.text,
        "claims": review.attached.claims,
        "candidates": review.attached.candidates,
    }
