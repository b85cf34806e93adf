"""The part of a search that finds passages: by their words, their claims and their notes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.domain.found import Found, FoundGroup
from portfolio_app.store.queries.search_context import Context, listed
from portfolio_app.store.queries.search_noted import Noted, NotedKind

_PASSAGES = """
    SELECT passage.id, passage.item_id, passage.spans, passage.quote, passage.note,
        passage.uid, claim.uid, claim.ksb_uid, claim.shows, claim.strength
    FROM passage JOIN item ON item.id = passage.item_id
    LEFT JOIN claim ON claim.passage_id = passage.id
    WHERE
"""


@dataclass(slots=True)
class _Claimed:
    """A passage with its claims: (uid, KSB uid, what it shows, strength)."""

    item_id: int
    spans: str
    quote: str
    note: str
    uid: str
    claims: list[tuple[str, str, str, int]] = field(default_factory=list)

    @property
    def page(self) -> int:
        spans = json.loads(self.spans)
        return int(spans[0]["page_index"]) + 1 if spans else 0


class Passages:
    """Finds passages within a search."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, noted: Noted) -> list[Found]:
        """Return the passages the query finds, strongest for the KSBs asked for first."""
        wanted, values, scores = self._wanted(noted)
        if not wanted:
            return []
        sql = f"{_PASSAGES} ({wanted}) AND {self._context.fits.sql} ORDER BY passage.id, claim.id"
        held: dict[int, _Claimed] = {}
        for row in self._context.connection.exec_driver_sql(
            sql, (*values, *self._context.fits.values)
        ):
            passage = held.setdefault(row[0], _Claimed(*row[1:6]))
            if row[6] is not None:
                passage.claims.append(row[6:10])
        first = self._context.typed_ksb
        asked = {*self._context.fits.ksb_uids, *([first] if first else [])}
        ranked = []
        for passage_id, passage in held.items():
            if self._context.fits.ksb_uids and not any(each[1] in asked for each in passage.claims):
                continue
            best = max((each[3] for each in passage.claims if each[1] in asked), default=0)
            ranked.append((-best, -scores.get(passage_id, 0.0), passage_id, passage))
        ranked.sort(key=lambda each: each[:3])
        ranked = ranked[: self._context.limit + 1]
        self._context.load(each[3].item_id for each in ranked)
        return [self._row(passage, -score, asked) for _, score, _, passage in ranked]

    def _wanted(self, noted: Noted) -> tuple[str, list[Any], dict[int, float]]:
        """Return a condition on passages with its values, and the scores of those found by words.

        Without a word all passages of the KSBs asked for are wanted.
        """
        ours = "passage.id IN (SELECT passage_id FROM claim WHERE claim.ksb_uid = ?)"
        if not self._context.query.match:
            if not self._context.query.ksbs:
                return "", [], {}
            uids = self._context.fits.ksb_uids
            return " OR ".join([ours] * len(uids)), list(uids), {}
        scores = dict(noted[NotedKind.PASSAGE])
        if noted[NotedKind.CLAIM]:
            sql = f"SELECT id, passage_id FROM claim WHERE id IN ({listed(noted[NotedKind.CLAIM])})"  # noqa: S608
            for claim_id, passage_id in self._context.connection.exec_driver_sql(sql):
                score = noted[NotedKind.CLAIM][claim_id]
                scores[passage_id] = max(scores.get(passage_id, 0.0), score)
        parts = [f"passage.id IN ({listed(scores)})"] if scores else []
        values: list[Any] = []
        if self._context.typed_ksb:
            parts.append(ours)
            values.append(self._context.typed_ksb)
        return " OR ".join(parts), values, scores

    def _row(self, passage: _Claimed, score: float, asked: set[str]) -> Found:
        claims = sorted(passage.claims, key=lambda each: (each[1] not in asked, -each[3]))
        shows = next((each[2] for each in claims if self._context.has_any(each[2])), "")
        candidates = [passage.quote, shows]
        is_private = not any(map(self._context.has_any, candidates)) and self._context.has_any(
            passage.note
        )
        text = next((each for each in candidates if self._context.has_any(each)), "")
        text = passage.note if is_private else text or passage.quote or _first_shows(claims)
        shown = self._context.excerpt(text)
        codes = dict.fromkeys(self._context.code.get(each[1], "") for each in claims)
        return self._context.of_item(
            FoundGroup.PASSAGE,
            self._context.items[passage.item_id],
            shown,
            page=passage.page,
            score=score,
            is_private=is_private,
            codes=tuple(each for each in codes if each),
            claim_uid=claims[0][0] if claims else "",
            ksb_uid=claims[0][1] if claims else "",
            find="" if claims else passage.quote,
            passage_uid=passage.uid,
        )


def _first_shows(claims: Sequence[tuple[str, str, str, int]]) -> str:
    return next((each[2] for each in claims if each[2]), "")
