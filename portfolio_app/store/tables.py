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
    """One statement of the standard. ``methods`` is a JSON list of ids.

    ``was`` is its wording before the last accepted comparison, ``review`` why the person should
    look at it ("" when nothing waits), ``retired`` that the accepted list no longer has it;
    ``note`` is private.
    """

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
    was: Mapped[str] = mapped_column(default="")
    review: Mapped[str] = mapped_column(default="")
    retired: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")


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

    ``active``, ``picture_pages``, ``projects``, ``holds`` (domain.wire) and ``checks`` are JSON
    lists. ``binned_at`` is an instant or "". ``parent_id`` is the item it came out of, ``part_of``
    says which part. Items of one ``version_group`` are versions of one another. ``number`` is its
    own while numbers are fixed (queries.shortlist says when it counts), off the shortlist too.
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
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), default=None)
    shelf: Mapped[str] = mapped_column(default="library")
    part_of: Mapped[str] = mapped_column(default="")
    projects: Mapped[str] = mapped_column(default="[]")
    version_group: Mapped[str] = mapped_column(default="")
    holds: Mapped[str] = mapped_column(default="[]")
    code: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    duration: Mapped[float] = mapped_column(default=0.0)
    address: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=0)
    checks: Mapped[str] = mapped_column(default="[]")
    paper: Mapped[str] = mapped_column(default="")
    signing: Mapped[str] = mapped_column(default="")
    pages_shown: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None] = mapped_column(default=None)


class PassageRow(UidRow, kw_only=True):
    """An exact place in an item. ``spans`` is JSON (domain.wire of a tuple of Span).

    ``to_place``: its words were not found in the item's newest version; it waits to be placed.
    ``was`` holds the words it had before the newest version, where these differ a little: to check.
    ``note`` is private.
    """

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
    to_place: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    was: Mapped[str] = mapped_column(default="")


class ClaimRow(UidRow, kw_only=True):
    """A passage said to show a KSB, which it names by uid: codes may change, uids never do."""

    __tablename__ = "claim"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    ksb_uid: Mapped[str]
    strength: Mapped[int]
    shows: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class CandidateRow(UidRow, kw_only=True):
    """A KSB that a whole item may show, said while sorting: it never counts as covered."""

    __tablename__ = "candidate"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    ksb_uid: Mapped[str]
    made_at: Mapped[str] = mapped_column(default_factory=now)


class TheoryRow(UidRow, kw_only=True):
    """A passage of something read that is theory for a KSB: no claim, never in the bundle."""

    __tablename__ = "theory"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    ksb_uid: Mapped[str]
    made_at: Mapped[str] = mapped_column(default_factory=now)


class HighlightRow(UidRow, kw_only=True):
    """A highlight that was in the file already. ``state``: waiting, used (its passage) or left."""

    __tablename__ = "highlight"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rendition_id: Mapped[int | None] = mapped_column(ForeignKey("rendition.id"), default=None)
    spans: Mapped[str] = mapped_column(default="[]")
    quote: Mapped[str] = mapped_column(default="")
    text_before: Mapped[str] = mapped_column(default="")
    text_after: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="waiting")
    passage_id: Mapped[int | None] = mapped_column(default=None)


class HideRow(UidRow, kw_only=True):
    """A place that is removed from everything exported. ``label`` stands in its stead, or "".

    ``origin``: drawn, words, name, or the id of a pattern. ``to_place`` as with passages.
    """

    __tablename__ = "hide"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rendition_id: Mapped[int | None] = mapped_column(ForeignKey("rendition.id"), default=None)
    spans: Mapped[str] = mapped_column(default="[]")
    quote: Mapped[str] = mapped_column(default="")
    text_before: Mapped[str] = mapped_column(default="")
    text_after: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="drawn")
    to_place: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[str] = mapped_column(default_factory=now)


class NameToHideRow(UidRow, kw_only=True):
    """A name that is looked for everywhere before export, and the role that stands for it."""

    __tablename__ = "name_to_hide"

    text: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    whole_word: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[str] = mapped_column(default_factory=now)


class LeftAloneRow(UidRow, kw_only=True):
    """Words that were found and are to stay, with the reason; in one item, or everywhere."""

    __tablename__ = "left_alone"

    text: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), default=None)
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class EarlierRow(UidRow, kw_only=True):
    """A file that an item had before it was replaced with a newer version; it stays stored."""

    __tablename__ = "earlier"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    rendition_id: Mapped[int | None] = mapped_column(ForeignKey("rendition.id"), default=None)
    replaced_at: Mapped[str] = mapped_column(default_factory=now)


class ScanRow(UidRow, kw_only=True):
    """One skills scan. ``scale`` is a JSON list of words, lowest first. Private."""

    __tablename__ = "scan"

    title: Mapped[str]
    day: Mapped[str]
    scale: Mapped[str]
    made_at: Mapped[str] = mapped_column(default_factory=now)


class RatingRow(UidRow, kw_only=True):
    """One KSB of a scan: the apprentice's own mark and the line manager's, from 1; None unset."""

    __tablename__ = "rating"

    scan_id: Mapped[int] = mapped_column(ForeignKey("scan.id"))
    ksb_uid: Mapped[str]
    own: Mapped[int | None] = mapped_column(default=None)
    manager: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class BundleRow(UidRow, kw_only=True):
    """A bundle that was built: where it was put, and what it was.

    ``options`` (BundleOptions), ``contents`` (BuiltBundle) and ``files`` (of its folder) are JSON.
    ``prints`` is a hash of everything it printed: another one now means that it is out of date.
    ``submitted_at`` is the day on which it was handed in, as the person said, or "";
    ``kept_sha256`` then names the PDF in the vault.
    """

    __tablename__ = "bundle"

    built_at: Mapped[str] = mapped_column(default_factory=now)
    path: Mapped[str]
    pages: Mapped[int]
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(default="")
    items: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)
    draft: Mapped[int] = mapped_column(default=0)
    profile: Mapped[str] = mapped_column(default="gateway")
    folder: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(default="")
    contents: Mapped[str] = mapped_column(default="")
    files: Mapped[str] = mapped_column(default="[]")
    prints: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[str] = mapped_column(default="")
    kept_sha256: Mapped[str] = mapped_column(default="")


class AcceptedRow(UidRow, kw_only=True):
    """A finding that the person left as it is, and why. ``said`` is the sentence they accepted."""

    __tablename__ = "accepted"

    finding: Mapped[str]
    because: Mapped[str]
    said: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class MarkingRow(UidRow, kw_only=True):
    """The answer to an item's protective markings: "hidden", or "agreed" by whom and when.

    ``markings`` is a JSON list of the markings that were answered: a new one asks again.
    """

    __tablename__ = "marking"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    answer: Mapped[str]
    by: Mapped[str] = mapped_column(default="")
    day: Mapped[str] = mapped_column(default="")
    markings: Mapped[str] = mapped_column(default="[]")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class EpaoRuleRow(Row, kw_only=True):
    """What the person found out about one of their EPAO's rules, with source and day checked."""

    __tablename__ = "epao_rule"

    key: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class ObservationRow(UidRow, kw_only=True):
    """An observation, or a statement to sign: what is asked now, and where it has got to.

    ``number`` counts observations from 1, and statements by themselves. ``asked`` is JSON
    (domain.observation.Asked); every version that went out is a RequestRow. ``item_id`` is the
    piece of evidence or the paper that it became.
    """

    __tablename__ = "observation"

    number: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    witness_uid: Mapped[str] = mapped_column(default="")
    asked: Mapped[str] = mapped_column(default="{}")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), default=None)
    made_at: Mapped[str] = mapped_column(default_factory=now)


class RequestRow(UidRow, kw_only=True):
    """One version of a request. ``content`` is JSON (domain.forms.FormContent).

    ``file_id`` is the form as it was made, kept to compare with. ``sent_at`` is an instant or "".
    """

    __tablename__ = "request"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    version: Mapped[int]
    code: Mapped[str]
    content: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    made_at: Mapped[str] = mapped_column(default_factory=now)
    sent_at: Mapped[str] = mapped_column(default="")


class ArrivalRow(UidRow, kw_only=True):
    """A file that came back. ``file_id`` is the form, ``mail_file_id`` the mail it came in.

    ``returned`` (domain.returned.Returned) and ``report`` (CheckRows) are JSON; ``by_eye`` is a
    JSON list of Answers that a person read from a picture, ``claimed`` one of the uids of the
    claims that attaching it made. ``written`` are the words of a reply in a mail. ``parties`` is a
    JSON list of PartyWords: who of a record signed in this file.
    """

    __tablename__ = "arrival"

    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"), default=None)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), default=None)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    mail_file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), default=None)
    state: Mapped[str] = mapped_column(default="new")
    arrived_at: Mapped[str] = mapped_column(default_factory=now)
    matched_by: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="")
    written: Mapped[str] = mapped_column(default="")
    returned: Mapped[str] = mapped_column(default="")
    by_eye: Mapped[str] = mapped_column(default="[]")
    signature: Mapped[str] = mapped_column(default="missing")
    signature_words: Mapped[str] = mapped_column(default="")
    report: Mapped[str] = mapped_column(default="[]")
    checked_at: Mapped[str] = mapped_column(default="")
    claimed: Mapped[str] = mapped_column(default="[]")
    parties: Mapped[str] = mapped_column(default="[]")


class CertificateRow(UidRow, kw_only=True):
    """A certificate that came with an observer's signature. ``confirmed_at`` is an instant or "".

    Confirmed means that the person compared its fingerprint with the observer.
    """

    __tablename__ = "certificate"

    witness_uid: Mapped[str]
    fingerprint: Mapped[str]
    signer: Mapped[str] = mapped_column(default="")
    not_before: Mapped[str] = mapped_column(default="")
    not_after: Mapped[str] = mapped_column(default="")
    first_seen_at: Mapped[str] = mapped_column(default_factory=now)
    confirmed_at: Mapped[str] = mapped_column(default="")


class BlockRow(UidRow, kw_only=True):
    """A block of the proposal (domain.draft.Block): ``place`` orders it, ``content`` is JSON."""

    __tablename__ = "block"

    place: Mapped[int]
    kind: Mapped[str]
    content: Mapped[str]


class PictureRow(UidRow, kw_only=True):
    """The file of a figure. Blocks and restore points name it by uid; ``item_uid`` may be ""."""

    __tablename__ = "picture"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    name: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    item_uid: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class SourceRow(UidRow, kw_only=True):
    """A reference (domain.references.Source) as JSON."""

    __tablename__ = "source"

    kind: Mapped[str]
    content: Mapped[str]
    made_at: Mapped[str] = mapped_column(default_factory=now)


class VersionRow(UidRow, kw_only=True):
    """A restore point: ``content`` is a JSON list of the blocks as they were.

    ``printed`` is, of an export, what its citations and numbers were then (domain.printed) as JSON.
    """

    __tablename__ = "version"

    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)
    words: Mapped[int] = mapped_column(default=0)
    content: Mapped[str]
    printed: Mapped[str] = mapped_column(default="")


class WordCopyRow(UidRow, kw_only=True):
    """A Word copy that came back: what was read of it, and what was decided, both JSON."""

    __tablename__ = "word_copy"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    name: Mapped[str]
    arrived_at: Mapped[str] = mapped_column(default_factory=now)
    state: Mapped[str] = mapped_column(default="new")
    read: Mapped[str] = mapped_column(default="")
    decided: Mapped[str] = mapped_column(default="")


class ProgrammeRow(UidRow, kw_only=True):
    """A programme the person is or was on (domain.programme.Programme), as JSON.

    ``since`` and ``until`` are instants; that with until "" holds now.
    """

    __tablename__ = "programme"

    body: Mapped[str]
    since: Mapped[str] = mapped_column(default_factory=now)
    until: Mapped[str] = mapped_column(default="")


class PlannedRow(UidRow, kw_only=True):
    """One row of the plan (domain.planned). ``content`` is JSON by kind.

    ``parent_uid`` is the module of an assignment, the review of an action; ``origin`` says what of
    a programme or of a data file it was made from, "" for one of the person's own.
    """

    __tablename__ = "planned"

    kind: Mapped[str]
    place: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    day: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")
    parent_uid: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="{}")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class HoursRow(UidRow, kw_only=True):
    """Off-the-job time of one day. ``origin`` is the import it came with, ``raw`` its line there.

    ``item_uid`` is a capture or a piece of evidence, ``module_uid`` a planned row.
    """

    __tablename__ = "hours"

    day: Mapped[str]
    minutes: Mapped[int]
    activity: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    module_uid: Mapped[str] = mapped_column(default="")
    item_uid: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    raw: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default_factory=now)


class RecordRow(UidRow, kw_only=True):
    """A file kept as proof of a planned row, byte for byte: a certificate, an EPAO's form."""

    __tablename__ = "record"

    about_uid: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    name: Mapped[str]
    arrived_at: Mapped[str] = mapped_column(default_factory=now)
    content: Mapped[str] = mapped_column(default="{}")


class PracticeRow(UidRow, kw_only=True):
    """One practised question and how it went (domain.practice). Private."""

    __tablename__ = "practice"

    run_uid: Mapped[str] = mapped_column(default="")
    ksb_uid: Mapped[str] = mapped_column(default="")
    question: Mapped[str]
    rating: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    practised_at: Mapped[str] = mapped_column(default_factory=now)
    content: Mapped[str] = mapped_column(default="{}")


class CribRow(UidRow, kw_only=True):
    """The person's own words on the crib card of a KSB (domain.crib), as JSON. Private."""

    __tablename__ = "crib"

    ksb_uid: Mapped[str]
    content: Mapped[str] = mapped_column(default="{}")


class BuddyPackRow(UidRow, kw_only=True):
    """A slice of the portfolio made for a buddy: its code, its file, and what it held (JSON)."""

    __tablename__ = "buddy_pack"

    code: Mapped[str]
    made_at: Mapped[str] = mapped_column(default_factory=now)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    content: Mapped[str] = mapped_column(default="{}")


class CommentRow(UidRow, kw_only=True):
    """A buddy's words on a piece, as they came back. ``file_id`` is the pack that came back."""

    __tablename__ = "comment"

    pack_uid: Mapped[str]
    item_uid: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    said_by: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="new")
    arrived_at: Mapped[str] = mapped_column(default_factory=now)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))


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
RECORDED = frozenset(
    {
        "detail", "standard", "ksb", "item", "passage", "claim", "bundle", "candidate", "theory",
        "highlight", "hide", "name_to_hide", "left_alone", "earlier", "scan", "rating",
        "accepted", "marking", "epao_rule", "observation", "request", "arrival", "certificate",
        "block", "picture", "source", "version", "word_copy",
        "programme", "planned", "hours", "record", "practice", "crib", "buddy_pack", "comment",
    }
)  # fmt: skip
NOT_RECORDED_COLUMNS = {"item": frozenset({"last_page"})}
