"""Files that were added as evidence, but are forms that came back: taken in as such instead.

Looked at after they were read, so that an ordinary file costs next to nothing: its words are at
hand, and only what may hold a code is opened a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import request_code
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.receiving import ReceivedAs, ReceivedFile
from portfolio_app.domain.returned import MatchedBy
from portfolio_app.problems import PortfolioError
from portfolio_app.services.receiving import Desk, Form, forms_in, summary_of
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_MOST_PAGES = 24  # of a file that may be a form with all its answers
_MOST_PICTURES = 8  # added at once; of more, what came back is told with "Attach returned"
_MOST_SCANNED = 6  # pages of a scan whose bars are looked for
_LARGEST = 40 << 20  # bytes
_WORDS_OF_A_REPLY = 12  # fewer in a mail that was only added, and it is no answer
_TAKEN = frozenset(
    {
        ReceivedAs.MATCHED, ReceivedAs.WRITTEN, ReceivedAs.OLDER, ReceivedAs.WITHDRAWN,
        ReceivedAs.DUPLICATE, ReceivedAs.AS_SENT, ReceivedAs.UNKNOWN_CODE,
        ReceivedAs.OTHER_PORTFOLIO,
    }
)  # fmt: skip
_NAMES_OF_FORMS = tuple(normalise(each.words).text for each in FormKind if " " in each.words)


@dataclass(frozen=True, slots=True)
class Diverted:
    """What was no evidence: by the uid that its item had, what became of it."""

    changes: Changes | None
    files: dict[str, tuple[ReceivedFile, ...]]


def divert(store: Store, room: Workroom, item_uids: Sequence[str], *, step: str) -> Diverted:
    """Take in those of these new items that are forms which came back; the items are no more.

    Part of the step that added them. Whatever can't be looked at stays what it is.

    Raises:
        PortfolioError: the disk is full, or became read-only.
    """
    packs = _packs(store, room, item_uids, step=step)
    wanted = frozenset(item_uids) - packs.files.keys()
    asked = queries.arrivals.any_request(store)
    items = [each for each in queries.evidence.items(store) if each.uid in wanted]
    pictures = sum(_is_picture(each) for each in items)
    found = {
        item.uid: forms
        for item in items
        if _may_be_one(store, item, asked=asked, pictures=pictures <= _MOST_PICTURES)
        and (forms := _forms(store, room, item))
    }
    if not found:
        return packs
    done: dict[str, tuple[ReceivedFile, ...]] = {}
    topics = {Topic.EVIDENCE, Topic.OBSERVATIONS}
    told = queries.history.summary(store, step)
    with store.step("receive", told, topics, step=step) as this:
        desk = Desk(store)
        for uid, forms in found.items():
            row = this.session.query(tables.ItemRow).filter_by(uid=uid).one()
            done[uid] = tuple(desk.take(this.session, _with_file(form, row)) for form in forms)
            _forget(this.session, row)
        results = [each for several in done.values() for each in several]
        came = summary_of(results)
        this.summary = came if len(done) == len(wanted) or not told else f"{told}. {came}"
        this.focus = next((each.observation_uid for each in results if each.observation_uid), "")
    return Diverted(this.changes, {**packs.files, **done})


def _packs(store: Store, room: Workroom, item_uids: Sequence[str], *, step: str) -> Diverted:
    """Take in those that are packs for a buddy with words in them; the items are no more."""
    if not queries.buddies.packs(store):
        return Diverted(None, {})
    from portfolio_app.services import buddies

    done: dict[str, tuple[ReceivedFile, ...]] = {}
    changes: Changes | None = None
    for uid in item_uids:
        pack = buddies.pack_in(store, uid)
        if pack is None:
            continue
        item = queries.evidence.item(store, uid)
        content = store.vault.get(item.sha256)
        topics = {Topic.EVIDENCE, Topic.BUDDIES}
        with store.step("receive comments", "", topics, step=step) as this:
            row = this.session.query(tables.ItemRow).filter_by(uid=uid).one()
            told = buddies.take_in(store, room, this.session, pack, content, row.file_id)
            _forget(this.session, row)
            this.summary = told
        changes = this.changes
        done[uid] = (ReceivedFile(item.file_name, item.file_name, ReceivedAs.MATCHED, told),)
    return Diverted(changes, done)


def _is_picture(item: EvidenceItem) -> bool:
    if item.document is DocumentKind.IMAGE:
        return True
    is_pdf = item.document is DocumentKind.PDF
    return is_pdf and bool(item.picture_pages) and item.pages <= _MOST_SCANNED


def _may_be_one(store: Store, item: EvidenceItem, *, asked: bool, pictures: bool) -> bool:
    """Whether a file is worth opening again: it names a code, or it is a picture of pages.

    ``pictures`` is whether there are few enough of them that their bars can be looked for.
    """
    if item.bytes > _LARGEST or item.pages > _MOST_PAGES:
        return False
    if item.document is DocumentKind.MAIL:
        has_files = any(each.what == "attachments" for each in item.holds)
        return (asked and has_files) or _names_a_code(store, item)
    if item.document is DocumentKind.IMAGE:
        return asked and pictures
    if item.document is not DocumentKind.PDF:
        return False
    is_scan = pictures and _is_picture(item)
    is_filled_in = any(each.what == "form answers" for each in item.holds)
    return (asked and (is_scan or is_filled_in)) or _names_a_code(store, item)


def _names_a_code(store: Store, item: EvidenceItem) -> bool:
    text = "\n".join(page.text for page in queries.text.page_texts(store, item.uid))
    codes = request_code.found_in(text)
    if any(request_code.of_portfolio(each, store.id) for each in codes):
        return True
    # Four words of four letters may look like a code of somebody else's: a form says that it is.
    return bool(codes) and any(name in normalise(text).text for name in _NAMES_OF_FORMS)


def _forms(store: Store, room: Workroom, item: EvidenceItem) -> list[Form]:
    """Return the forms in a file that belong to no evidence; none where it is evidence."""
    try:
        content = store.vault.get(item.sha256)
    except PortfolioError:
        return []
    file = Form(item.file_name, item.file_name, item.folder, content, item.sha256)
    forms = forms_in(store, room, file, thorough=False)
    desk = Desk(store)
    outcomes = [desk.look(form) for form in forms]
    if any(each.outcome not in _TAKEN for each in outcomes):
        return []
    for form, told in zip(forms, outcomes, strict=True):
        if told.outcome is ReceivedAs.WRITTEN and len(form.written.split()) < _WORDS_OF_A_REPLY:
            return []
        is_sure = any(each.by is not MatchedBy.PRINTED for each in form.codes)
        if told.outcome is ReceivedAs.OTHER_PORTFOLIO and not is_sure:
            return []
    return forms


def _with_file(form: Form, row: tables.ItemRow) -> Form:
    """Return a form that takes over the row of the file that was added: itself, or its mail."""
    if form.mail is not None and form.mail_sha256:
        return replace(form, mail_file_id=row.file_id)
    return replace(form, file_id=row.file_id)


def _forget(session: Session, row: tables.ItemRow) -> None:
    for each in session.query(tables.HighlightRow).filter_by(item_id=row.id):
        session.delete(each)
    session.flush()
    session.delete(row)
    session.flush()
