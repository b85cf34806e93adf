"""The JSON shapes other tools rely on, and the lines people read in their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from portfolio_app.cli.printing import table
from portfolio_app.problems import Problem

if TYPE_CHECKING:
    from portfolio_app.domain.bundle import PlanFile
    from portfolio_app.domain.ksb import Ksb
    from portfolio_app.domain.passage import Claim
    from portfolio_app.services.bundle import Built
    from portfolio_app.services.intake import AddedFile
    from portfolio_app.services.pack import Pack


def added_shape(added: AddedFile) -> dict[str, Any]:
    """Return what became of one file."""
    return {
        "id": added.item_uid,
        "title": added.title,
        "kind": added.kind.value,
        "pages": added.pages,
        "bytes": added.bytes,
        "sha256": added.sha256,
        "status": added.status,
        "problem": added.problem,
    }


def added_lines(added: Iterable[AddedFile]) -> list[str]:
    """Return what became of files as a table."""
    return table(
        ["Status", "Pages", "Title", "Note"],
        ([each.status, each.pages or "", each.title, each.problem] for each in added),
        widest=90,
    )


def claim_shape(claim: Claim) -> dict[str, Any]:
    """Return a claim; its page counts from 1, 0 for a whole item or while it is to be placed.

    ``signed`` is false for an observation that nobody has signed: the claim is a start only.
    """
    return {
        "id": claim.uid,
        "item": claim.item_uid,
        "ref": claim.ref,
        "ksb": claim.ksb_code,
        "page": claim.page,
        "quote": claim.anchor.quote,
        "strength": int(claim.strength),
        "shows": claim.shows,
        "to_place": claim.to_place,
        "signed": claim.is_signed,
    }


def claim_lines(claims: Iterable[Claim]) -> list[str]:
    """Return claims as a table."""
    return table(
        ["KSB", "Ref", "Page", "Words", "Shows"],
        (
            [
                c.ksb_code,
                c.ref,
                c.page or ("to place" if c.to_place else "all"),
                c.anchor.quote,
                c.shows,
            ]
            for c in claims
        ),
        widest=60,
    )


def ksb_shape(ksb: Ksb) -> dict[str, Any]:
    """Return a KSB as the portfolio holds it."""
    return {
        "id": ksb.uid,
        "code": ksb.code,
        "kind": ksb.kind.value,
        "text": ksb.text,
        "methods": list(ksb.methods),
        "wording_confirmed": ksb.wording_confirmed,
    }


def bundle_shape(built: Built | Pack) -> dict[str, Any]:
    """Return what a build made; pages count from 1 and are PDF pages."""
    return {
        "path": str(built.path),
        "bundle_id": built.bundle_id,
        "pages": built.bundle.pages,
        "bytes": built.bundle.bytes,
        "seconds": round(built.seconds, 3),
        "peak_bytes": built.peak_bytes,
        "items": [
            {
                "ref": each.ref,
                "id": each.uid,
                "first_page": each.first_page,
                "pages": each.pages,
                "of": each.of,
            }
            for each in built.bundle.items
        ],
        "claims": [{"ksb": c.ksb, "ref": c.ref, "page": c.page} for c in built.bundle.claims],
        "findings": [problem_shape(each) for each in built.findings],
    }


def pack_shape(built: Pack) -> dict[str, Any]:
    """Return what building a folder made: as of a bundle, and every file; bytes are of all."""
    return {
        **bundle_shape(built),
        "bytes": built.bytes,
        "folder": str(built.folder),
        "files": [file_shape(each) for each in built.files],
    }


def file_shape(file: PlanFile) -> dict[str, Any]:
    """Return a file of a bundle folder."""
    return {
        "path": file.path,
        "what": file.what,
        "ref": file.ref,
        "bytes": file.bytes,
        "sha256": file.sha256,
    }


def finding_shape(problem: Problem) -> dict[str, Any]:
    """Return a finding of the pre-flight with all that is known of it."""
    return {
        **problem_shape(problem),
        "id": problem.about_uid,
        "page": problem.page,
        "source": problem.source,
        "stops": problem.stops,
        "may_accept": problem.may_accept,
        "accepted": problem.accepted,
    }


def problem_shape(problem: Problem) -> dict[str, Any]:
    """Return a finding."""
    return {
        "level": problem.level.value,
        "rule": problem.rule,
        "about": problem.about,
        "message": problem.message,
    }
