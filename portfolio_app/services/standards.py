"""The list of KSBs is the person's: compare it with an official one, accept that, look again.

::

    compared = standards.compare(store, text)
    standards.accept(store, compared, {row.key: Decision.APART}, source="…", date="2026-03-03")

Methods, themes and rules are set in ``standard_details``, other standards are read in
``standard_files``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as day
from typing import TypeVar

from portfolio_app.domain import comparing
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.comparing import Comparison, Decision, Row, RowStatus
from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.method_words import method_ids
from portfolio_app.domain.pasted import Note, Pasted, read_list
from portfolio_app.domain.standard import Standard, Theme
from portfolio_app.problems import PortfolioError
from portfolio_app.services import proposal_tags
from portfolio_app.store import queries, tables
from portfolio_app.store import standards as standard_rows
from portfolio_app.store.database import Session, Store

Movable = TypeVar("Movable", tables.ClaimRow, tables.CandidateRow, tables.TheoryRow)
SHORT = 60  # characters of a statement that stand for it where it has no short wording
REWORDED = "The wording changed on {day} ({source}). Check that what is claimed still fits."
NOT_IN_LIST = "Not in the list of {day} ({source}). Move what is claimed here to another KSB."


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, what the reading of the paste noted, and the list it was compared with."""

    comparison: Comparison
    notes: tuple[Note, ...]
    held: tuple[Ksb, ...]


def compare(store: Store, text: str) -> Compared:
    """Compare the portfolio's list with a pasted one. Nothing is changed.

    Raises:
        PortfolioError: the text holds no statements ("no-list").
    """
    found = read_list(text)
    if not found.statements:
        raise PortfolioError(
            "There is no list of KSBs in this text. Nothing was changed.",
            hint="Copy the statements with their codes, such as “K1: …”, or with the headings "
            "Knowledge, Skills and Behaviours.",
            code="no-list",
        )
    return compare_with(store, found.statements, found.notes)


def compare_with(
    store: Store, statements: Sequence[Pasted], notes: tuple[Note, ...] = ()
) -> Compared:
    """Compare the portfolio's list with statements that were already read."""
    held = queries.standard.ksbs(store, retired=True)
    return Compared(comparing.compare(held, statements), notes, held)


def accept(
    store: Store,
    compared: Compared,
    decisions: Mapping[str, Decision] | None = None,
    *,
    source: str,
    date: str,
    with_methods: bool = False,
    standard: Standard | None = None,
    is_official: bool = True,
) -> Changes:
    """Make a compared list the portfolio's own, in one step.

    Claims follow the wording. A reworded statement that holds anything waits for review with its
    old wording kept; a missing one is retired with everything on it and waits likewise. The notice
    that the list was not compared goes once no row was left. ``decisions`` by ``Row.key``, those
    not named as ``comparing.first_decisions`` has them. ``date`` is a day. ``with_methods`` takes
    the assessment methods that stood in the list too. ``standard``: everything else of another
    standard takes the place of this one's (its rules, methods, themes, name). Not ``is_official``:
    the list is taken as a working list, and the notice stays or comes back.

    Raises:
        PortfolioError: there is no source, the date is none or still to come, the portfolio's list
            changed since ("changed-since"), or two statements would have the same code.
    """
    source = _source(source)
    date = known_day(date)
    if queries.standard.ksbs(store, retired=True) != compared.held:
        raise PortfolioError(
            "The list of KSBs has changed since it was compared. Nothing was changed now.",
            hint="Compare again.",
            code="changed-since",
        )
    rows = compared.comparison.rows
    decided = {**comparing.first_decisions(compared.comparison), **(decisions or {})}
    _refuse_same_codes(rows, decided)
    held = standard or queries.standard.standard(store)
    hanging = queries.reviews.attached(store)
    when = {"day": day_words(date), "source": source}
    left = sum(decided.get(row.key) is Decision.LEAVE for row in rows)
    taken = sum(row.differs for row in rows) - left
    summary = f"KSB list accepted: {taken} {'change' if taken == 1 else 'changes'}"
    if left:
        summary += f", {left} left as before"
    with store.step(
        "accept list",
        summary,
        {Topic.STANDARD, Topic.CLAIMS},
        arguments={"source": source, "date": date},
    ) as step:
        by_uid = {each.uid: each for each in step.session.query(tables.KsbRow)}
        writing = _Writing(step.session, by_uid, held, when, with_methods=with_methods)
        writing.is_official = is_official
        writing.is_other = standard is not None
        for row in rows:
            there = hanging.get(row.uid, queries.reviews.NOTHING)
            writing.take(row, decided.get(row.key, Decision.ACCEPT), is_used=there.anything)
        writing.put_in_order()
        if not is_official:
            held = replace(held, wording_accepted="")
        elif not left:
            held = replace(held, wording_accepted=f"{source}, {day_words(date)}")
        if standard is not None:
            held = replace(held, themes=writing.themes())
        if writing.took_methods:
            held = replace(held, methods_accepted=f"{source}, {day_words(date)}")
        standard_rows.write_body(step.session, held)
    return step.changes


def looked_at(store: Store, ksb_uid: str) -> Changes:
    """Take a reworded KSB off the review list: the person has looked at what is claimed for it.

    Raises:
        PortfolioError: there is no such KSB, or it is retired and still holds claims.
    """
    ksb = _ksb(store, ksb_uid)
    if ksb.retired and queries.reviews.attached(store).get(ksb.uid, _NOTHING).to_move:
        raise PortfolioError(
            f"{ksb.code} is no longer in the list, and claims are still on it. "
            "They count nowhere until they are moved.",
            hint="Move them to another KSB, or remove them.",
            code="not-empty",
        )
    with store.step("looked at", f"{ksb.code} looked at", {Topic.STANDARD}, focus=ksb_uid) as step:
        step.session.query(tables.KsbRow).filter_by(uid=ksb_uid).one().review = ""
    return step.changes


def move_claim(store: Store, claim_uid: str, ksb_uid: str) -> Changes:
    """Move one claim to another KSB. Where that passage is claimed for it already, one stays.

    Raises:
        PortfolioError: there is no such claim or KSB, or the KSB is retired.
    """
    claim = queries.claims.claim(store, claim_uid)
    ksb = _target(store, ksb_uid)
    with store.step(
        "move claim",
        f"Claim moved from {claim.ksb_code} to {ksb.code}",
        {Topic.CLAIMS, Topic.STANDARD},
        focus=claim.item_uid,
    ) as step:
        _move(step.session, tables.ClaimRow, {"uid": claim_uid}, ksb.uid)
        _settle(step.session, claim.ksb_uid)
    return step.changes


def move_everything(store: Store, from_uid: str, to_uid: str) -> Changes:
    """Move all claims, candidates and tags of a KSB to another, in one step.

    Those of theory and of the proposal's paragraphs, too.

    Raises:
        PortfolioError: there is no such KSB, or the one to move to is retired.
    """
    old, ksb = _ksb(store, from_uid), _target(store, to_uid)
    with store.step(
        "move claims",
        f"Everything on {old.code} moved to {ksb.code}",
        {Topic.CLAIMS, Topic.STANDARD},
        focus=to_uid,
    ) as step:
        everything_there = {"ksb_uid": from_uid}
        _move(step.session, tables.ClaimRow, everything_there, to_uid)
        _move(step.session, tables.CandidateRow, everything_there, to_uid)
        _move(step.session, tables.TheoryRow, everything_there, to_uid)
        if proposal_tags.retag(step.session, from_uid, to_uid):
            step.topics.add(Topic.PROPOSAL)
        _settle(step.session, from_uid)
    return step.changes


def known_day(typed: str) -> str:
    """Return a day that has come, YYYY-MM-DD.

    Raises:
        PortfolioError: it is no day, or still to come.
    """
    try:
        known = day.fromisoformat(typed.strip())
    except ValueError as error:
        raise PortfolioError(f"This is not a date: {typed}", hint="Use YYYY-MM-DD.") from error
    if known > day.today():  # noqa: DTZ011 - the person's own day
        raise PortfolioError(
            f"{day_words(known.isoformat())} is still to come.", hint="Give the day it was read."
        )
    return known.isoformat()


class _Writing:
    """Writes the rows of one accepted list."""

    def __init__(
        self,
        session: Session,
        by_uid: dict[str, tables.KsbRow],
        standard: Standard,
        when: dict[str, str],
        *,
        with_methods: bool,
    ) -> None:
        self._session = session
        self._by_uid = by_uid
        self._standard = standard
        self._when = when
        self._with_methods = with_methods
        self._order: list[tables.KsbRow] = []
        self._given = {each.code: each for each in standard.ksbs}
        self.is_official = True
        self.is_other = False
        self.took_methods = False

    def take(self, row: Row, decision: Decision, *, is_used: bool) -> None:
        """Write one row as it was decided."""
        kept = self._by_uid.get(row.uid)
        if decision is Decision.LEAVE:
            if kept is not None and not kept.retired:
                self._order.append(kept)
            return
        if row.status is RowStatus.MISSING or (decision is Decision.APART and kept is not None):
            if kept is not None and not row.returns:
                self._retire(kept, is_used=is_used)
            if row.status is RowStatus.MISSING:
                return
            kept = None
        if kept is None:
            kept = self._add(row)
        else:
            self._change(kept, row, is_used=is_used)
        kept.wording_confirmed = int(self.is_official)
        self._take_methods(kept, row)
        self._order.append(kept)

    def put_in_order(self) -> None:
        """Give every row its place: the accepted list's order, retired ones last."""
        placed = {id(each) for each in self._order}
        rest = [each for each in self._by_uid.values() if id(each) not in placed]
        rest.sort(key=lambda each: each.position)
        for position, each in enumerate([*self._order, *rest]):
            if each.position != position:
                each.position = position

    def themes(self) -> tuple[Theme, ...]:
        """Return the standard's themes with the uids of the portfolio's own KSBs."""
        own = {each.code: each.uid for each in self._order}
        codes = {each.uid: each.code for each in self._standard.ksbs}
        return tuple(
            replace(
                theme,
                ksb_uids=tuple(
                    own[codes[uid]] for uid in theme.ksb_uids if codes.get(uid, "") in own
                ),
            )
            for theme in self._standard.themes
        )

    def _retire(self, kept: tables.KsbRow, *, is_used: bool) -> None:
        kept.retired = 1
        kept.review = NOT_IN_LIST.format(**self._when) if is_used else ""

    def _add(self, row: Row) -> tables.KsbRow:
        made = tables.KsbRow(
            position=len(self._by_uid) + len(self._order),
            code=row.code_after,
            kind=row.kind.value,
            text=row.text_after,
            short=short_of(row.text_after),
        )
        given = self._given.get(row.code_after)
        if given is not None and given.text == row.text_after:
            made.short, made.area = given.short, given.area
        self._session.add(made)
        return made

    def _change(self, kept: tables.KsbRow, row: Row, *, is_used: bool) -> None:
        if row.is_reworded and not row.returns:
            kept.was = kept.text
            kept.review = REWORDED.format(**self._when) if is_used else ""
            if kept.short == short_of(kept.text) or row.by_code:
                kept.short = short_of(row.text_after)
        if row.returns:
            kept.retired = 0
            kept.review = ""
        kept.code, kept.text, kept.kind = row.code_after, row.text_after, row.kind.value

    def _take_methods(self, kept: tables.KsbRow, row: Row) -> None:
        if self.is_other:
            kept.methods, kept.methods_confirmed = "[]", 0  # the other standard's do not apply
        if not (self._with_methods and row.methods):
            return
        words = " , ".join(row.methods)
        ids = method_ids(words, self._standard.methods)
        if ids:
            kept.methods = json.dumps(ids)
            kept.methods_confirmed = int(self.is_official)
            self.took_methods = self.is_official


def short_of(text: str) -> str:
    """Return the beginning of a statement, to stand for it in lists."""
    text = text.rstrip(".")
    if len(text) <= SHORT:
        return text
    return f"{text[:SHORT].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _refuse_same_codes(rows: Sequence[Row], decided: Mapping[str, Decision]) -> None:
    codes: dict[str, int] = {}
    for row in rows:
        is_left = decided.get(row.key) is Decision.LEAVE
        code = row.code_before if is_left else row.code_after
        if code and not (is_left and row.status is RowStatus.NEW):
            codes[code.casefold()] = codes.get(code.casefold(), 0) + 1
    doubled = [code.upper() for code, times in codes.items() if times > 1]
    if doubled:
        raise PortfolioError(
            f"{', '.join(doubled)} would stand for two statements at once. Nothing was changed.",
            hint="Where codes changed places, accept all of those rows or leave all of them.",
            code="same-code",
        )


def _source(typed: str) -> str:
    source = " ".join(typed.split())
    if not source:
        raise PortfolioError(
            "Where the list comes from is missing. Nothing was changed.",
            hint="Say which page or document it was, such as “Skills England page, v1.2”.",
            code="no-source",
        )
    return source[:200]


def _ksb(store: Store, uid: str) -> Ksb:
    for each in queries.standard.ksbs(store, retired=True):
        if each.uid == uid:
            return each
    raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")


def _target(store: Store, uid: str) -> Ksb:
    ksb = _ksb(store, uid)
    if ksb.retired:
        raise PortfolioError(
            f"{ksb.code} is no longer in the list.", hint="Choose another KSB.", code="no-such-ksb"
        )
    return ksb


_NOTHING = queries.reviews.NOTHING


def _move(
    session: Session,
    kind: type[Movable],
    which: dict[str, str],
    to_uid: str,
) -> None:
    place = "item_id" if kind.__tablename__ == "candidate" else "passage_id"
    for row in session.query(kind).filter_by(**which).all():
        same_place = {place: getattr(row, place)}
        there = session.query(kind).filter_by(ksb_uid=to_uid, **same_place).first()
        if there is None:
            row.ksb_uid = to_uid
        elif there is not row:
            session.delete(row)  # the same passage is claimed for it already


def _settle(session: Session, ksb_uid: str) -> None:
    """Take a retired KSB off the review list once nothing hangs on it."""
    session.flush()
    holding = (
        session.query(tables.ClaimRow.id).filter_by(ksb_uid=ksb_uid),
        session.query(tables.CandidateRow.id).filter_by(ksb_uid=ksb_uid),
        session.query(tables.TheoryRow.id).filter_by(ksb_uid=ksb_uid),
    )
    if any(each.first() is not None for each in holding) or proposal_tags.is_tagged(
        session, ksb_uid
    ):
        return
    row = session.query(tables.KsbRow).filter_by(uid=ksb_uid).one_or_none()
    if row is not None and row.retired:
        row.review = ""
