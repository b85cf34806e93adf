"""The sample's proposal: fictional, made from resources/sample by the same verbs as real work."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import wire
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.draft import Block, BlockKind, Cited, Inline, InlineKind, Table, TableKind
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.services import clock, mapping, proposal, scope
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid

_CITED = re.compile(r"\{(?P<kind>[esx]):(?P<name>[^}#@]+)(?:#(?P<words>[^}]+)|@(?P<page>[^}]+))?\}")
_FACTS = ("title", "year", "publisher", "place", "container", "volume", "issue", "pages",
          "address", "accessed", "key")  # fmt: skip


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
    made = {}
    with store.step("add source", "References added", {Topic.PROPOSAL}) as step:
        for entry in entries:
            facts = {name: str(entry[name]) for name in _FACTS if name in entry}
            authors = tuple(Person(each, is_organisation=True) for each in entry["authors"])
            source = Source(new_uid(), SourceKind(entry["kind"]), authors, **facts)
            content = json.dumps(wire.encode(source), ensure_ascii=False)
            row = tables.SourceRow(uid=source.uid, kind=source.kind.value, content=content)
            step.session.add(row)
            made[source.key] = source.uid
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
