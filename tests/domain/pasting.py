"""Lists of KSBs as people paste them: the same statements in every usual form."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from portfolio_app.domain.ksb import KsbKind

Statement = tuple[str, KsbKind, str]
Form = Callable[[Sequence[Statement]], str]
HEADINGS = {
    KsbKind.KNOWLEDGE: "Knowledge",
    KsbKind.SKILL: "Skills",
    KsbKind.BEHAVIOUR: "Behaviours",
}


def by_kind(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    return [
        (heading, mine)
        for kind, heading in HEADINGS.items()
        if (mine := [each for each in statements if each[1] is kind])
    ]


def colon(statements: Sequence[Statement]) -> str:
    return "\n".join(f"{code}: {text}" for code, _, text in statements)


def spaced(statements: Sequence[Statement]) -> str:
    return "\n\n".join(f"{code} {text}" for code, _, text in statements)


def dashed(statements: Sequence[Statement]) -> str:
    return "\n".join(f"{code} – {text}" for code, _, text in statements)


def bracketed(statements: Sequence[Statement]) -> str:
    return "\n".join(f"({code}) {text}" for code, _, text in statements)


def stopped(statements: Sequence[Statement]) -> str:
    return "\n".join(f"{code}. {text}" for code, _, text in statements)


def loose_codes(statements: Sequence[Statement]) -> str:
    """Write "S 01: …", with bullets and hard spaces."""
    lines = []
    for code, _, text in statements:
        letters = code.rstrip("0123456789abcdefghijklmnopqrstuvwxyz")
        rest = code[len(letters) :]
        digits = rest.rstrip("abcdefghijklmnopqrstuvwxyz")
        number = f"{int(digits):02d}{rest[len(digits) :]}"
        lines.append(f"  • {letters}\u00a0{number}:\u2003{text.replace(' ', chr(0xA0), 1)}")
    return "\r\n".join(lines)


def tabbed(statements: Sequence[Statement]) -> str:
    return "Ref\tStatement\n" + "\n".join(f"{code}\t{text}" for code, _, text in statements)


def piped(statements: Sequence[Statement]) -> str:
    rows = [f"| {code} | {text} |" for code, _, text in statements]
    return "\n".join(["| KSB | Description |", "|-----|------|", *rows])


def words_first(statements: Sequence[Statement]) -> str:
    return "Statement\tCode\n" + "\n".join(f"{text}\t{code}" for code, _, text in statements)


def alternate(statements: Sequence[Statement]) -> str:
    return "\n".join(f"{code}\n{text}" for code, _, text in statements)


def alternate_with_gaps(statements: Sequence[Statement]) -> str:
    return "\n\n".join(f"{code}\n\n{text}" for code, _, text in statements)


def wrapped(statements: Sequence[Statement]) -> str:
    return "\n".join(
        line
        for code, _, text in statements
        for line in textwrap.wrap(f"{code}: {text}", 64, break_on_hyphens=False)
    )


def official_page(statements: Sequence[Statement]) -> str:
    lines = [
        "Senior leader",
        "Skip to main content",
        "Occupation duties",
        "Duty",
        "KSBs",
        "Duty 1 Set the direction, vision and governance of the organisation.",
        "K1 K2 K3",
        "S1 S2",
        "B1",
        "KSBs",
    ]
    for heading, mine in by_kind(statements):
        lines += [heading, "", *(f"{code}: {text} Back to Duty" for code, _, text in mine), ""]
    lines += ["Qualifications", "English and Maths", "Professional recognition"]
    return "\n".join(lines)


def pdf_pages(statements: Sequence[Statement]) -> str:
    """Wrap as a PDF does, thirty lines a page, with a header and a numbered footer on each."""
    lines = []
    for heading, mine in by_kind(statements):
        lines.append(heading)
        for code, _, text in mine:
            lines += textwrap.wrap(f"{code}: {text}", 80, break_on_hyphens=False)
    pages = [lines[at : at + 30] for at in range(0, len(lines), 30)]
    return "\f".join(
        "\n".join(
            [
                "ST9999 Assessment plan",
                *page,
                "Crown copyright 2026",
                f"Page {number} of {len(pages)}",
            ]
        )
        for number, page in enumerate(pages, start=1)
    )


def with_methods(statements: Sequence[Statement]) -> str:
    rows = [
        f"{code}\t{text}\t{'✓' if n % 2 else ''}\t{'' if n % 2 else 'X'}"
        for n, (code, _, text) in enumerate(statements)
    ]
    head = "KSB\tStatement\tStrategic business proposal\tProfessional discussion"
    return "\n".join([head, *rows])


def plain_bullets(statements: Sequence[Statement]) -> str:
    return "\n".join(
        line
        for heading, mine in by_kind(statements)
        for line in (heading, *(f"• {text}" for _, _, text in mine), "")
    )


def plain_lines(statements: Sequence[Statement]) -> str:
    return "\n".join(
        line
        for heading, mine in by_kind(statements)
        for line in (f"{heading}:", *(text for _, _, text in mine))
    )


def plain_paragraphs(statements: Sequence[Statement]) -> str:
    return "\n\n".join(
        "\n".join(textwrap.wrap(part, 70, break_on_hyphens=False))
        for heading, mine in by_kind(statements)
        for part in (heading.upper(), *(text for _, _, text in mine))
    )


CODED: tuple[Form, ...] = (
    colon, spaced, dashed, bracketed, stopped, loose_codes, tabbed, piped, words_first, alternate,
    alternate_with_gaps, wrapped, official_page, pdf_pages, with_methods,
)  # fmt: skip
PLAIN: tuple[Form, ...] = (plain_bullets, plain_lines, plain_paragraphs)
