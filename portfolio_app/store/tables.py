"""The rows, as SQLAlchemy sees them. migrations.py makes the tables; a test keeps the two alike."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from typing_extensions import override

from portfolio_app.store.stamps import new_uid, now


class Text(TypeDecorator[str]):
    """Text that always fits: half characters, as in the names of odd files, become a mark."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        if value is None or value.isascii():
            return value
        return value.encode("utf-8", "replace").decode("utf-8")


class Row(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row: an integer key that stays inside. It never leaves its ``with store.session()``."""

    __abstract__ = True
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text}

    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class UidRow(Row, kw_only=True):
    """A row that the outside knows by a random uid of 26 characters."""

    __abstract__ = True

    uid: Mapped[str] = mapped_column(default_factory=new_uid)


class DetailRow(Row, kw_only=True):
    """One fact about the portfolio; values are text, witnesses are JSON."""

    __tablename__ = "detail"

    key: Mapped[str]
    value: Mapped[str] = mapped_column(default="")


class StandardRow(Row, kw_only=True):
    """The portfolio's own copy of its standard, without the KSBs, as JSON (domain.wire)."""

    __tablename__ = "standard"

    body: Mapped[str]


class KsbRow(UidRow, kw_only=True):
    """One statement of the standard. ``methods`` is a JSON list of ids."""

    __tablename__ = "ksb"

    position: Mapped[int]
    code: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    short: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    methods: Mapped[str] = mapped_column(default="[]")
    methods_confirmed: Mapped[int] = mapped_column(default=0)
    wording_confirmed: Mapped[int] = mapped_column(default=0)


class FileRow(UidRow, kw_only=True):
    """A file as it arrived: its content is in the vault under ``sha256``. Only ever added."""

    __tablename__ = "file"

    sha256: Mapped[str]
    bytes: Mapped[int]
    name: Mapped[str]
    folder: Mapped[str] = mapped_column(default="")
    added_at: Mapped[str] = mapped_column(default_factory=now)


class RenditionRow(UidRow, kw_only=True):
    """The pages made of a file, once. ``pages_sha256`` names them in the vault; "" when in derived.

    Only ever added: what passages point at stays.
    """

    __tablename__ = "rendition"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    maker: Mapped[str]
    options: Mapped[str] = mapped_column(default="")
    pages_sha256: Mapped[str] = mapped_column(default="")
    pages: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[str] = mapped_column(default_factory=now)


class PageTextRow(Row, kw_only=True):
    """The words of one page of a rendition: index from 0, size in points. Triggers index it."""

    __tablename__ = "page_text"

    rendition_id: Mapped[int] = mapped_column(ForeignKey("rendition.id"))
    page_index: Mapped[int]
    width: Mapped[float]
    height: Mapped[float]
    text: Mapped[str]


class ItemRow(UidRow, kw_only=True):
    """One piece of evidence. ``position`` is its place on the shortlist, None when not there.

    ``active`` and ``picture_pages`` are JSON lists. ``binned_at`` is an instant or "".
    """

    __tablename__ = "item"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    rendition_id: Mapped[int | None] = mapped_column(ForeignKey("rendition.id"), default=None)
    title: Mapped[str]
    kind: Mapped[str]
    document: Mapped[str]
    status: Mapped[str]
    pages: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[str] = mapped_column(default_factory=now)
    date: Mapped[str] = mapped_column(default="")
    date_source: Mapped[str] = mapped_column(default="")
    context: Mapped[str] = mapped_column(default="")
    part: Mapped[str] = mapped_column(default="")
    confirm: Mapped[str] = mapped_column(default="")
    confidentiality: Mapped[str] = mapped_column(default="")
    do_not_export: Mapped[int] = mapped_column(default=0)
    private_note: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    locked: Mapped[int] = mapped_column(default=0)
    restricted: Mapped[int] = mapped_column(default=0)
    signed: Mapped[int] = mapped_column(default=0)
    active: Mapped[str] = mapped_column(default="[]")
    picture_pages: Mapped[str] = mapped_column(default="[]")
    position: Mapped[int | None] = mapped_column(default=None)
    last_page: Mapped[int] = mapped_column(default=0)
    binned_at: Mapped[str] = mapped_column(default="")


class PassageRow(UidRow, kw_only=True):
    """An exact place in an item. ``spans`` is JSON (domain.wire of a tuple of Span)."""

    __tablename__ = "passage"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rendition_id: Mapped[int | None] = mapped_column(ForeignKey("rendition.id"), default=None)
    spans: Mapped[str] = mapped_column(default="[]")
    quote: Mapped[str] = mapped_column(default="")
    text_before: Mapped[str] = mapped_column(default="")
    text_after: Mapped[str] = mapped_column(default="")
    time_from: Mapped[float | None] = mapped_column(default=None)
    time_to: Mapped[float | None] = mapped_column(default=None)
    made_at: Mapped[str] = mapped_column(default_factory=now)


class ClaimRow(UidRow, kw_only=True):
    """A passage said to show a KSB, which it names by uid: codes may change, uids never do."""

    __tablename__ = "claim"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    ksb_uid: Mapped[str]
    strength: Mapped[int]
    shows: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class BundleRow(UidRow, kw_only=True):
    """A bundle that was built: where it was put, and what it was."""

    __tablename__ = "bundle"

    built_at: Mapped[str] = mapped_column(default_factory=now)
    path: Mapped[str]
    pages: Mapped[int]
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(default="")
    items: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)
    draft: Mapped[int] = mapped_column(default=0)


class HistoryRow(UidRow, kw_only=True):
    """One step: the verb and what it said. ``undone_at`` is an instant while it is undone."""

    __tablename__ = "history"

    done_at: Mapped[str] = mapped_column(default_factory=now)
    verb: Mapped[str]
    arguments: Mapped[str] = mapped_column(default="{}")
    summary: Mapped[str]
    topics: Mapped[str] = mapped_column(default="[]")
    focus: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[str] = mapped_column(default="")


class ChangeRow(Row, kw_only=True):
    """What one step did to one row: JSON images; "" where the row was not there.

    A new or removed row is kept whole, a changed one as the columns that differ.
    """

    __tablename__ = "change"

    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str]
    after: Mapped[str]


# Tables whose rows a step can take back, and the columns that are habits rather than work.
RECORDED = frozenset({"detail", "standard", "ksb", "item", "passage", "claim", "bundle"})
NOT_RECORDED_COLUMNS = {"item": frozenset({"last_page"})}
