"""The sample's proposal: fictional, made from resources/sample by the same verbs as real work."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table, TableKind
from portfolio_app.domain.references import Source
from portfolio_app.services import clock, mapping, proposal, references, scope
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

_CITED = re.compile(r"\{(?P<kind>[esx]):(?P<name>[^}#@]+)(?:#(?P<words>[^}]+)|@(?P<page>[^}]+))?\}")


def fill(store: Store, items: Mapping[str, str]) -> None:
    """Write the sample's proposal; ``items`` are the uids of its pieces by file name."""
    data = tomllib.loads(assets.text("sample/proposal.toml"))
    texts = dict(data["scope"])
    by, on = texts.pop("agreed_by"), texts.pop("agreed_on")
    scope.write(store, texts)
    scope.agree(store, by, on)
    clock.set_date(store, "epao", data["dates"]["clock"])
    sources = _sources(store, data["sources"])
    named = {each["name"]: new_uid() for each in data["blocks"] if "name" in each}
    blocks = [
        _block(store, entry, _Finding(store, items, sources, named)) for entry in data["blocks"]
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])


def _sources(store: Store, entries: list[dict[str, Any]]) -> dict[str, str]:
    """Add the references; return their uids by key."""
    made = {}
    for entry in entries:
        authors = [{"family": each, "is_organisation": True} for each in entry["authors"]]
        source = wire.decode(Source, {**entry, "uid": "", "authors": authors})
        made[source.key] = references.add(store, source).uid
    return made


class _Finding:
    """Finds what a text of the sample points at."""

    def __init__(
        self,
        store: Store,
        items: Mapping[str, str],
        sources: Mapping[str, str],
        named: Mapping[str, str],
    ) -> None:
        self._items, self._sources, self.named = items, sources, named
        self._claims = queries.claims.claims(store)

    def inlines(self, text: str) -> Iterator[Inline]:
        at = 0
        for hit in _CITED.finditer(text):
            if hit.start() > at:
                yield Inline(text=text[at : hit.start()])
            yield self._cited(hit["kind"], hit["name"], hit["words"] or "", hit["page"] or "")
            at = hit.end()
        if at < len(text):
            yield Inline(text=text[at:])

    def _cited(self, kind: str, name: str, words: str, page: str) -> Inline:
        if kind == "s":
            return Inline(InlineKind.SOURCE, cited=(Cited(self._sources[name], page),))
        if kind == "x":
            return Inline(InlineKind.CROSS, block_uid=self.named[name])
        item = self._items[name]
        passage = next(
            each.passage_uid
            for each in self._claims
            if each.item_uid == item and each.anchor.quote.startswith(words)
        )
        return Inline(InlineKind.EVIDENCE, item_uid=item, passage_uid=passage)


def _block(store: Store, entry: dict[str, Any], finding: _Finding) -> Block:
    kind = BlockKind(entry["kind"])
    uid = finding.named.get(entry.get("name", ""), "") or new_uid()
    ksbs = tuple(mapping.ksb_called(store, code).uid for code in entry.get("ksbs", ()))
    if kind is not BlockKind.TABLE:
        inlines = tuple(finding.inlines(entry["text"]))
        return Block(uid, kind, inlines, ksbs=ksbs, target=int(entry.get("target", 0)))
    table = Table(
        TableKind(entry["table"]),
        entry["caption"],
        entry["summary"],
        tuple(entry["columns"]),
        tuple(tuple(row) for row in entry["rows"]),
        tuple(entry.get("weights", ())),
        tuple(entry.get("roles", ())),
    )
    return Block(uid, kind, ksbs=ksbs, table=table)
