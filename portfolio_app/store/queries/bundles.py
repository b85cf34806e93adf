"""The bundles that were built."""

from __future__ import annotations

from sqlalchemy import select

from portfolio_app.domain import salvage
from portfolio_app.domain.bundle import PlanFile
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.store.database import Store


def bundles(store: Store) -> tuple[BuiltRecord, ...]:
    """Return every bundle that was built, newest first."""
    from portfolio_app.store.tables import BundleRow  # the mapped rows are not needed at start

    with store.read() as session:
        rows = session.scalars(select(BundleRow).order_by(BundleRow.id.desc())).all()
        return tuple(
            BuiltRecord(
                uid=row.uid,
                built_at=row.built_at,
                path=row.path,
                pages=row.pages,
                bytes=row.bytes,
                sha256=row.sha256,
                items=row.items,
                claims=row.claims,
                is_draft=bool(row.draft),
                profile=row.profile,
                folder=row.folder,
                prints=row.prints,
                submitted_at=row.submitted_at,
                kept_sha256=row.kept_sha256,
            )
            for row in rows
        )


def files_beside(store: Store, uid: str) -> tuple[PlanFile, ...]:
    """Return the files of a bundle's folder as they were built; none for a PDF alone."""
    sql = "SELECT files FROM bundle WHERE uid = ? AND folder != ''"
    with store.read() as session:
        found = session.connection().exec_driver_sql(sql, (uid,)).scalar()
    return salvage.read(tuple[PlanFile, ...], found, ()) if found else ()
