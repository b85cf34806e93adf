"""Whatever is done in whatever order: undone step by step it is as it was, redone as it became."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from typing_extensions import override

from portfolio_app.domain.comparing import Decision
from portfolio_app.domain.draft import Block, Inline
from portfolio_app.domain.evidence import Check, Shelf
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.hours import Entry, Pattern
from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.observation_planner import Meeting
from portfolio_app.domain.passage import Anchor, Strength
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.scan import Rater
from portfolio_app.domain.splitting import Cut
from portfolio_app.domain.standard import Theme
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    accepting,
    bundle_plan,
    capture,
    chasing,
    clock,
    coverage,
    cribs,
    emptying,
    epao,
    evidence,
    hiding,
    highlights,
    history,
    hours,
    inside,
    intake,
    mapping,
    mapping_import,
    mapping_table,
    markings,
    names_to_hide,
    numbering,
    observation_planner,
    outline,
    pens,
    portfolio,
    preflight,
    projects,
    proposal,
    proposal_words,
    rehearsing,
    replacing,
    requests,
    restore_points,
    scans,
    shortlist,
    sorting,
    splitting,
    standard_details,
    standard_files,
    standards,
    statements,
    theory,
    versions,
    witnesses,
)
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries, tables
from portfolio_app.store.check import check
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services import documents
from tests.services.test_highlights import LINES, _board
from tests.services.test_inside import _message

WORDS = "The pilot was agreed for eight weeks.\nRobin Sampleton spoke about costs.\nNo votes."
MORE = "Any other business: none.\nRobin Sampleton closed the meeting."
OTHER = "K1: Another statement altogether about plans.\nS1: Lead a small team well.\nB1: Be kind."
ROWS = (
    ("Date", "Activity", "Description", "KSBs hit", "Evidence", "Project"),
    ("2025-03-03", "Board day", "Long talk", "K1, S2", "minutes.pdf", "Pilot"),
    ("2025-04-03", "Away day", "We planned", "K2 B1", "", "Pilot"),
    ("", "Coaching", "One to one", "S3, K99", "unknown.docx", ""),
)
Dump = dict[tuple[str, int], tuple[Any, ...]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "notes.txt").write_text("Notes of K1 and costs.\nRobin Sampleton was there.")
    (folder / "rota.eml").write_bytes(_message())
    return (
        documents.pdf(folder / "minutes.pdf", WORDS, MORE, "A last page."),
        documents.pdf(folder / "minutes v2.pdf", "Cover", WORDS.replace("eight", "ten"), MORE),
        _board(folder / "board K3.pdf"),
        _board(folder / "board v2.pdf", [LINES[1], LINES[0], "Something else."]),
        folder / "notes.txt",
        folder / "rota.eml",
        documents.png(folder / "photo.png"),
    )


def recorded(store: Store) -> Dump:
    """Return every recorded row; habits, which no step keeps, are left out."""
    found: Dump = {}
    with store.read() as session:
        connection = session.connection()
        for table in sorted(tables.RECORDED):
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():  # noqa: S608 - our own names
                if table == "detail" and row["key"].startswith(
                    ("sort_run", "folder_projects", "pens", "view ", "closed ")
                ):
                    continue
                if table == "version" and row["kind"] in ("day", "before", "export"):
                    continue  # kept beside the steps, and not taken back with them
                kept = tuple((k, v) for k, v in row.items() if k != "last_page")
                found[table, row["id"]] = kept
    return found


def steps_done(store: Store) -> list[str]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT uid FROM history WHERE undone_at = '' ORDER BY id"
        )
        return [row[0] for row in rows]


NOTHING_WRONG = {
    "a claim on no KSB": "SELECT uid FROM claim WHERE ksb_uid NOT IN (SELECT uid FROM ksb)",
    "a candidate of no KSB": "SELECT uid FROM candidate WHERE ksb_uid NOT IN (SELECT uid FROM ksb)",
    "a tag on no KSB": "SELECT uid FROM theory WHERE ksb_uid NOT IN (SELECT uid FROM ksb)",
    "a mark of no KSB": "SELECT uid FROM rating WHERE ksb_uid NOT IN (SELECT uid FROM ksb)",
    "a passage with nothing on it": """SELECT uid FROM passage
        WHERE id NOT IN (SELECT passage_id FROM claim)
        AND id NOT IN (SELECT passage_id FROM theory)""",
    "a claim twice": "SELECT 1 FROM claim GROUP BY passage_id, ksb_uid HAVING count(*) > 1",
    "a candidate twice": "SELECT 1 FROM candidate GROUP BY item_id, ksb_uid HAVING count(*) > 1",
    "a passage on pages that are not its item's, as if placed": """SELECT passage.uid
        FROM passage JOIN item ON item.id = passage.item_id
        WHERE spans != '[]' AND passage.rendition_id IS NOT item.rendition_id AND to_place = 0""",
    "a hidden place on pages that are not its item's, as if placed": """SELECT hide.uid
        FROM hide JOIN item ON item.id = hide.item_id
        WHERE hide.rendition_id IS NOT item.rendition_id AND to_place = 0""",
    "a used highlight without its passage": """SELECT uid FROM highlight
        WHERE (state = 'used') != (passage_id IS NOT NULL)
        OR passage_id IS NOT NULL AND passage_id NOT IN (SELECT id FROM passage)""",
    "words left alone in an item that is gone": """SELECT uid FROM left_alone
        WHERE item_id IS NOT NULL AND item_id NOT IN (SELECT id FROM item)""",
    "something in the bin or in Reading on the shortlist": """SELECT uid FROM item
        WHERE position IS NOT NULL AND (binned_at != '' OR shelf = 'reading')""",
    "a shortlist with gaps": """SELECT 1 FROM (SELECT max(position) AS last, count(*) AS items,
        count(DISTINCT position) AS places FROM item WHERE position IS NOT NULL)
        WHERE items > 0 AND (last != items - 1 OR places != items)""",
    "a claim on something in Reading": """SELECT claim.uid FROM claim
        JOIN passage ON passage.id = passage_id JOIN item ON item.id = passage.item_id
        WHERE shelf = 'reading'""",
    "two statements of one code": """SELECT code FROM ksb WHERE retired = 0
        GROUP BY lower(code) HAVING count(*) > 1""",
    "two KSBs in one place": "SELECT 1 FROM ksb GROUP BY position HAVING count(*) > 1",
    "a form of a request that is gone": """SELECT uid FROM request
        WHERE observation_id NOT IN (SELECT id FROM observation)""",
    "a form without its file": "SELECT uid FROM request WHERE file_id NOT IN (SELECT id FROM file)",
    "two requests of one name": """SELECT 1 FROM observation
        GROUP BY kind = 'observation', number HAVING count(*) > 1""",
    "versions with a gap": """SELECT 1 FROM request GROUP BY observation_id
        HAVING max(version) != count(*)""",
    "a draft in which nobody of the register is asked": """SELECT uid FROM observation
        WHERE witness_uid != '' AND instr((SELECT value FROM detail WHERE key = 'witnesses'),
        witness_uid) = 0""",
    "words that search does not find": """SELECT id FROM (
        SELECT id * 8 AS id FROM item UNION SELECT id * 8 + 1 FROM passage
        UNION SELECT id * 8 + 2 FROM claim UNION SELECT id * 8 + 3 FROM ksb
        UNION SELECT id * 8 + 4 FROM file) WHERE id NOT IN (SELECT rowid FROM noted_words)""",
    "words that search finds and are gone": """SELECT rowid FROM noted_words
        WHERE rowid NOT IN (SELECT id * 8 FROM item UNION SELECT id * 8 + 1 FROM passage
        UNION SELECT id * 8 + 2 FROM claim UNION SELECT id * 8 + 3 FROM ksb
        UNION SELECT id * 8 + 4 FROM file)""",
}


def wrong_with(store: Store) -> list[str]:
    with store.read() as session:
        connection = session.connection()
        found = [
            name
            for name, sql in NOTHING_WRONG.items()
            if connection.exec_driver_sql(sql).first() is not None
        ]
    usable = {each.uid: each.code for each in queries.standard.ksbs(store)}
    items = (*queries.evidence.items(store), *queries.evidence.items(store, binned=True))
    if any(uid not in usable for _, uid in queries.candidates.candidates(store)):
        found.append("a candidate of a KSB that is no longer in the list")
    if any(set(each.candidates) - set(usable.values()) for each in items):
        found.append("an item shown with a candidate that is no longer in the list")
    chosen = any(each.ref and each.is_evidence for each in items)
    statuses = Counter(each.status for each in coverage.coverage(store, shortlist_only=chosen))
    if queries.counts.statuses(store) != statuses:
        found.append("a count of statuses that is not the rule's")
    here = queries.evidence.items(store), queries.claims.claims(store)
    if (queries.counts.items(store), queries.counts.claims(store)) != tuple(map(len, here)):
        found.append("a wrong count of items or claims")
    for draft in (False, True):
        with contextlib.suppress(PortfolioError):
            planned = bundle_plan.plan(store, draft=draft)
            known = {each.uid for each in planned.ksbs}
            if any({*i.candidates, *(c.ksb_uid for c in i.claims)} - known for i in planned.items):
                found.append("a KSB in the bundle that is not in its list")
            if not draft and any(each.candidates for each in planned.items):
                found.append("candidates in a final bundle")
    # What screens ask for answers, whatever was done.
    chasing.chase(store)
    observation_planner.plan(store)
    coverage.coverage(store)
    queries.sorting.sorting(store)
    queries.reviews.reviews(store)
    queries.highlights.colours(store)
    queries.pens.pens(store)
    preflight.findings(store)
    mapping_table.sheets(store)
    mapping_import.codes_in_names(store)
    with contextlib.suppress(PortfolioError):
        shortlist.suggest(store, 5)
    return found


@dataclass
class Done:
    verb: str
    steps: list[str]
    before: Dump
    after: Dump


class Everything(RuleBasedStateMachine):
    """Verbs in any order, on whatever there is."""

    room: ClassVar[Workroom]
    files: ClassVar[tuple[Path, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[Done] = []
        self.is_going_well = True

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
        self.store = portfolio.create(self.folder / "mine.portfolio", facts).store
        self.start = recorded(self.store)
        intake.add(self.store, self.room, self.files[:1])
        self.done.append(Done("add", steps_done(self.store), self.start, recorded(self.store)))

    def act(self, name: str, verb: Callable[[], object]) -> None:
        self.is_going_well = False
        self._act(name, verb)
        self.is_going_well = True

    def _act(self, name: str, verb: Callable[[], object]) -> None:
        before, known = recorded(self.store), set(steps_done(self.store))
        try:
            verb()
        except PortfolioError:
            assert recorded(self.store) == before, f"{name} was refused and changed something"
            assert set(steps_done(self.store)) == known
            return
        steps = [each for each in steps_done(self.store) if each not in known]
        after = recorded(self.store)
        assert steps or after == before, f"{name} changed something that no step keeps"
        assert wrong_with(self.store) == [], name
        if steps:
            self.done.append(Done(name, steps, before, after))

    def items(self) -> list[str]:
        everything = (*queries.evidence.items(self.store),
                      *queries.evidence.items(self.store, binned=True))  # fmt: skip
        return [each.uid for each in everything]

    def one(self, number: int, of: list[str]) -> str:
        return of[number % len(of)] if of else "nothing"

    def some(self, number: int, of: list[str]) -> list[str]:
        chance = random.Random(number)  # noqa: S311 - no secret
        return chance.sample(of, min(len(of), 1 + number % 3))

    def ksbs(self, *, retired: bool = True) -> list[str]:
        return [each.uid for each in queries.standard.ksbs(self.store, retired=retired)]

    def uids(self, table: str) -> list[str]:
        with self.store.read() as session:
            rows = session.connection().exec_driver_sql(f'SELECT uid FROM "{table}" ORDER BY id')  # noqa: S608 - our own names
            return [row[0] for row in rows]

    @rule(n=st.integers(0, 99))
    def add(self, n: int) -> None:
        paths = [Path(each) for each in self.some(n, [str(each) for each in self.files])]
        self.act("add", lambda: intake.add(self.store, self.room, paths, again=n % 2 == 0))

    @rule(n=st.integers(0, 99), k=st.integers(0, 99), choose=st.booleans())
    def keep(self, n: int, k: int, choose: bool) -> None:
        item, others = self.one(n, self.items()), self.some(k, self.items())
        self.act(
            "keep",
            lambda: sorting.keep(
                self.store,
                item,
                others=others,
                ksb_uids=self.some(k, self.ksbs()) if k % 2 else None,
                project="Pilot" if n % 2 else None,
                part="I led it." if k % 3 else None,
                choose=choose,
            ),
        )

    @rule(n=st.integers(0, 99), which=st.sampled_from(["read", "later", "library", "bin", "back"]))
    def move(self, n: int, which: str) -> None:
        verb = {
            "read": sorting.read,
            "later": sorting.later,
            "library": sorting.to_library,
            "bin": sorting.put_in_bin,
            "back": evidence.restore_items,
        }[which]
        some = self.some(n, self.items())
        self.act(which, lambda: verb(self.store, some))

    @rule(n=st.integers(0, 99))
    def all_at_once(self, n: int) -> None:
        verb = (sorting.rest_for_later, sorting.take_up, emptying.empty_bin, versions.find)[n % 4]
        self.act(verb.__name__, lambda: verb(self.store))

    @rule(
        n=st.integers(0, 99),
        k=st.integers(0, 99),
        what=st.sampled_from(
            ["write", "move", "outline", "point", "rename point", "remove point", "go back",
             "dates", "milestone", "tick", "count"]
        ),
    )  # fmt: skip
    def proposal(self, n: int, k: int, what: str) -> None:
        blocks = list(queries.proposal.blocks(self.store))
        points = [each.uid for each in queries.proposal.versions(self.store)]
        tasks = [each.uid for each in clock.milestones(self.store)]
        ksbs = tuple(self.some(k, self.ksbs()))
        typed = Block(f"{n:026d}", inlines=(Inline(text=f"Written {n}, {k}"),), ksbs=ksbs)
        order = [each.uid for each in blocks if each.uid != typed.uid]
        order.insert(k % (len(order) + 1), typed.uid)
        day = f"2026-0{1 + k % 9}-01"
        verbs: dict[str, Callable[[], object]] = {
            "write": lambda: proposal.keep(self.store, [typed], order),
            "move": lambda: proposal.keep(self.store, [], self.some(k, order) if n % 5 else order),
            "outline": lambda: outline.use(
                self.store, self.some(k, [each.title for each in outline.offer(self.store)])
            ),
            "point": lambda: restore_points.name(self.store, f"Point {k}"),
            "rename point": lambda: restore_points.rename(self.store, self.one(n, points), "Again"),
            "remove point": lambda: restore_points.remove(self.store, self.one(n, points)),
            "go back": lambda: restore_points.go_back(self.store, self.one(n, points)),
            "dates": lambda: clock.set_date(self.store, ("epao", "due", "scope")[n % 3], day),
            "milestone": lambda: clock.set_milestone(self.store, f"To do {n}", day),
            "tick": lambda: clock.tick_milestone(self.store, self.one(n, tasks), done=k % 2 == 0),
            "count": lambda: proposal_words.choose(self.store, self.some(k, ["body", "notes"])),
        }
        self.act(what, verbs[what])

    @rule(n=st.integers(0, 99), k=st.integers(0, 99))
    def candidates(self, n: int, k: int) -> None:
        item, some = self.one(n, self.items()), self.some(k, self.ksbs())
        self.act("candidates", lambda: sorting.set_candidates(self.store, item, some))

    @rule(
        n=st.integers(0, 99),
        k=st.integers(0, 99),
        what=st.sampled_from(
            ["accept", "take back", "mark", "agreed", "hidden", "unanswer", "epao", "reset"]
        ),
    )
    def before_building(self, n: int, k: int, what: str) -> None:
        item = self.one(n, self.items())
        found = [each for each in preflight.findings(self.store) if each.may_accept]
        key = ("max_mb", "file_names", "notes_allowed", "narrative_allowed")[n % 4]
        said = {"source": f"Page {k}", "checked_on": "2025-02-01"}
        verbs: dict[str, Callable[[], object]] = {
            "mark": lambda: evidence.edit(self.store, item, title="CONFIDENTIAL note"),
            "agreed": lambda: markings.answer(self.store, item, by="Chair", on="2025-02-01"),
            "hidden": lambda: markings.answer(self.store, item, MarkingAnswer.HIDDEN),
            "unanswer": lambda: markings.unanswer(self.store, item),
            "epao": lambda: epao.set_rule(self.store, key, "yes" if k % 2 else "7", **said),
            "reset": lambda: epao.reset_rule(self.store, key),
        }
        if found:
            one = found[k % len(found)]
            verbs["accept"] = lambda: accepting.accept(self.store, one, f"Because {k}")
            verbs["take back"] = lambda: accepting.take_back(self.store, one)
        if what in verbs:
            self.act(what, verbs[what])

    @rule(n=st.integers(0, 99), k=st.integers(0, 99))
    def rehearse(self, n: int, k: int) -> None:
        ksb = self.one(k, [each.uid for each in queries.standard.ksbs(self.store)])
        own = [each.uid for each in rehearsing.own_questions(self.store)]
        verbs: tuple[Callable[[], object], ...] = (
            lambda: rehearsing.rate(self.store, "Why?", Rating(k % 3 + 1), ksb_uid=ksb, seconds=k),
            lambda: rehearsing.forget(self.store),
            lambda: rehearsing.add_question(self.store, f"Question {k}?", ksb),
            lambda: rehearsing.remove_question(self.store, self.one(k, own)),
            lambda: cribs.write(self.store, ksb, ["Prompt"] * (k % 4), "" if k % 2 else "Figure"),
        )
        self.act("rehearse", verbs[n % 5])

    @rule(n=st.integers(0, 99), name=st.sampled_from(["Pilot", "Costs", "pilot"]))
    def project(self, n: int, name: str) -> None:
        some = self.some(n, self.items())
        verbs: tuple[Callable[[], object], ...] = (
            lambda: projects.add(self.store, some, name),
            lambda: projects.remove(self.store, some, name),
            lambda: projects.rename(self.store, name, "Renamed"),
            lambda: projects.set_projects(self.store, some[0] if some else "", [name, "Both"]),
        )
        self.act("project", verbs[n % 4])

    @rule(n=st.integers(0, 99), join=st.booleans())
    def group(self, n: int, join: bool) -> None:
        some = self.some(n, self.items())
        verb = versions.group if join else versions.ungroup
        self.act("group", lambda: verb(self.store, some))

    @rule(n=st.integers(0, 99), ticked=st.booleans())
    def describe(self, n: int, ticked: bool) -> None:
        item = self.one(n, self.items())
        check_of = list(Check)[n % 4]
        self.act("tick", lambda: evidence.tick(self.store, item, check_of, ticked=ticked))
        self.act("edit", lambda: evidence.edit(self.store, item, title=f"Title {n}", part="Mine."))

    @rule(n=st.integers(0, 99), what=st.sampled_from(["set", "add", "remove", "move", "use"]))
    def choose(self, n: int, what: str) -> None:
        some = self.some(n, self.items())
        verbs: dict[str, Callable[[], object]] = {
            "set": lambda: shortlist.set_order(self.store, some),
            "add": lambda: shortlist.add(self.store, some),
            "remove": lambda: shortlist.remove(self.store, some),
            "move": lambda: shortlist.move(self.store, self.one(n, shortlist.order(self.store)), n),
            "use": lambda: shortlist.use(self.store, shortlist.suggest(self.store, 3)),
        }
        self.act(f"shortlist {what}", verbs[what])

    def anchor(self, item: str, n: int) -> Anchor:
        quotes = ("pilot was agreed", "Robin Sampleton", "second of them", "Any other business")
        with contextlib.suppress(PortfolioError):
            if n % 5 == 0:
                return mapping.anchor_for_box(self.store, item, 1, (60.0, 60.0, 200.0, 90.0))
            if n % 5 < 4:
                quote = quotes[n % 4]
                return mapping.anchor_for_quote(self.store, self.room, item, quote).anchor
        return mapping.WHOLE

    @rule(n=st.integers(0, 99), k=st.integers(0, 99))
    def claim(self, n: int, k: int) -> None:
        item, some = self.one(n, self.items()), self.some(k, self.ksbs())
        self.act(
            "claim",
            lambda: mapping.claim(self.store, item, some, self.anchor(item, k), shows="It shows."),
        )

    @rule(n=st.integers(0, 99), k=st.integers(0, 99),
          what=st.sampled_from(["add", "move", "note", "change", "remove", "place", "checked",
                                "move back", "everything", "looked", "box"]))  # fmt: skip
    def change_claims(self, n: int, k: int, what: str) -> None:
        claim_uid, passage = self.one(n, self.uids("claim")), self.one(n, self.uids("passage"))
        ksb, other = self.one(k, self.ksbs()), self.one(k + 7, self.ksbs())
        here = Anchor()
        with contextlib.suppress(PortfolioError):
            here = self.anchor(queries.passages.passage(self.store, passage).item_uid, k)
        verbs: dict[str, Callable[[], object]] = {
            "add": lambda: mapping.add_ksbs(self.store, passage, [ksb, other]),
            "move": lambda: mapping.move_claim(self.store, claim_uid, ksb),
            "note": lambda: mapping.note(self.store, passage, f"Note {k}"),
            "change": lambda: mapping.change_claim(
                self.store, claim_uid, strength=Strength.PARTLY, shows=f"Shows {k}"
            ),
            "remove": lambda: mapping.remove_claim(self.store, claim_uid),
            "place": lambda: replacing.place(self.store, passage, here),
            "checked": lambda: replacing.checked(self.store, passage),
            "move back": lambda: standards.move_claim(self.store, claim_uid, ksb),
            "everything": lambda: standards.move_everything(self.store, other, ksb),
            "looked": lambda: standards.looked_at(self.store, other),
            "box": lambda: replacing.place(self.store, passage, here),
        }
        self.act(f"claim {what}", verbs[what])

    @rule(n=st.integers(0, 99), k=st.integers(0, 99), tag=st.booleans())
    def theory(self, n: int, k: int, tag: bool) -> None:
        item, some = self.one(n, self.items()), self.some(k, self.ksbs())
        if tag:
            if n % 2:
                self.act("read", lambda: sorting.read(self.store, [item]))
            self.act(
                "tag", lambda: theory.tag(self.store, item, some, self.anchor(item, k), note="N")
            )
        else:
            self.act("untag", lambda: theory.untag(self.store, self.one(n, self.uids("theory"))))

    @rule(n=st.integers(0, 99), load=st.booleans())
    def pen(self, n: int, load: bool) -> None:
        ksb = self.one(n, self.ksbs())
        verb = (lambda: pens.load(self.store, 1 + n % 10, ksb)) if load else (
            lambda: pens.unload(self.store, 1 + n % 10))  # fmt: skip
        self.act("pen", verb)

    @rule(n=st.integers(0, 99), k=st.integers(0, 99),
          what=st.sampled_from(["hide", "everywhere", "unhide", "relabel", "name", "edit name",
                                "remove name", "leave", "again", "own"]))  # fmt: skip
    def hide(self, n: int, k: int, what: str) -> None:
        item, place = self.one(n, self.items()), self.one(n, self.uids("hide"))
        name = self.one(n, self.uids("name_to_hide"))
        label = ("", "Director of Finance", "Pupil A")[k % 3]
        verbs: dict[str, Callable[[], object]] = {
            "hide": lambda: hiding.hide(self.store, item, self.anchor(item, k), label),
            "everywhere": lambda: hiding.hide_everywhere(
                self.store, self.room, ("Robin Sampleton", "costs")[k % 2], label
            ),
            "unhide": lambda: hiding.unhide(self.store, place),
            "relabel": lambda: hiding.relabel(self.store, place, label),
            "name": lambda: names_to_hide.add(self.store, ["Robin Sampleton"], label),
            "edit name": lambda: names_to_hide.edit(self.store, name, label=label),
            "remove name": lambda: names_to_hide.remove(self.store, [name]),
            "leave": lambda: names_to_hide.leave(
                self.store, "costs", "A word", item if k % 2 else ""
            ),
            "again": lambda: names_to_hide.look_again(
                self.store, self.one(n, self.uids("left_alone"))
            ),
            "own": lambda: names_to_hide.look_for_own(self.store, wanted=k % 2 == 0),
        }
        self.act(what, verbs[what])

    @rule(n=st.integers(0, 99), colour=st.sampled_from(["yellow", "green"]), use=st.booleans())
    def highlights(self, n: int, colour: str, use: bool) -> None:
        item = self.one(n, self.items()) if n % 2 else ""
        some = self.some(n, self.ksbs())
        if use:
            verb: Callable[[], object] = lambda: highlights.apply(  # noqa: E731
                self.store, colour, some, item_uid=item
            )
        else:
            verb = lambda: highlights.leave(self.store, colour, item_uid=item)  # noqa: E731
        self.act("highlights", verb)

    @rule(n=st.integers(0, 99), k=st.integers(0, 99), back=st.booleans())
    def replace(self, n: int, k: int, back: bool) -> None:
        item = self.one(n, self.items())
        if back:
            with self.store.read() as session:
                rows = session.connection().exec_driver_sql(
                    "SELECT item.uid FROM earlier JOIN item ON item.id = item_id ORDER BY item.id"
                )
                item = self.one(n, [row[0] for row in rows])
            self.act("go back", lambda: replacing.go_back(self.store, self.room, item))
        else:
            path = self.files[k % len(self.files)]
            self.act("replace", lambda: replacing.replace(self.store, self.room, item, path))

    @rule(n=st.integers(0, 99), shelf=st.sampled_from([None, Shelf.READING, Shelf.LIBRARY]))
    def split(self, n: int, shelf: Shelf | None) -> None:
        item = self.one(n, self.items())
        cuts = [Cut(0, "One"), Cut(1, "Two")]
        self.act("split", lambda: splitting.split(self.store, self.room, item, cuts, shelf))

    @rule(n=st.integers(0, 99))
    def take(self, n: int) -> None:
        item = self.one(n, self.items())
        self.act("take", lambda: inside.take(self.store, self.room, item, [1, 2]))

    @rule(n=st.integers(0, 99), k=st.integers(0, 99))
    def capture(self, n: int, k: int) -> None:
        paths = (self.files[n % len(self.files)],) if n % 2 else ()
        some = tuple(self.some(k, self.ksbs())) if k % 2 else ()
        typed = capture.Capture("We met.", "2025-03-04", 30, paths, (), some, "A note")
        self.act("capture", lambda: capture.capture(self.store, self.room, typed))

    @rule(n=st.integers(0, 99), k=st.integers(0, 1600), what=st.sampled_from(
        ("log", "change", "remove", "target", "patterns", "captures")))  # fmt: skip
    def hours(self, n: int, k: int, what: str) -> None:
        day = f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}"
        entry = Entry(self.one(n, self.uids("hours")), day, k, f"Reading {n}", note="Mine")
        verbs: dict[str, Callable[[], object]] = {
            "log": lambda: hours.log_many(self.store, [entry] * (1 + n % 3), sure=n % 2 == 0),
            "change": lambda: hours.change(self.store, entry, sure=n % 2 == 0),
            "remove": lambda: hours.remove(self.store, entry.uid),
            "target": lambda: hours.set_target(self.store, k * 60),
            "patterns": lambda: hours.set_patterns(self.store, [Pattern(n % 7, k, "Reading")]),
            "captures": lambda: hours.log_captures(self.store),
        }
        self.act(f"hours {what}", verbs[what])

    @rule(n=st.integers(0, 99))
    def import_rows(self, n: int) -> None:
        table = mapping_import.TableIn("Sheet", ROWS, cut=False)
        lines = mapping_import.preview(self.store, table, mapping_import.guess(self.store, table))
        folder = self.files[0].parent if n % 2 else None
        self.act(
            "import",
            lambda: mapping_import.import_lines(self.store, self.room, lines, folder=folder),
        )
        found = mapping_import.codes_in_names(self.store)
        if found:
            self.act("note names", lambda: mapping_import.note_names(self.store, found))

    @rule(n=st.integers(0, 99), what=st.sampled_from(["accept", "other", "again"]))
    def standard(self, n: int, what: str) -> None:
        held = queries.standard.ksbs(self.store, retired=what == "again")
        lines = [f"{each.code}: {each.text}" for each in held]
        chance = random.Random(n)  # noqa: S311 - no secret
        chance.shuffle(lines)
        lines = lines[: max(1, len(lines) - n % 4)]
        if n % 3 == 0:
            lines = [f"K{40 + n}: A statement that is new here, of number {n}.", *lines]
        text = OTHER if what == "other" else "\n".join(lines)
        if what == "other" and n % 2:
            read = standard_files.import_standard(text, title="Team leader", reference="ST9999")
            verb: Callable[[], object] = lambda: standard_files.adopt(  # noqa: E731
                self.store, read, source="A page", date="2026-03-03"
            )
        else:
            compared = standards.compare(self.store, text)
            rows = compared.comparison.differences
            decided = {each.key: chance.choice(list(Decision)) for each in rows}
            verb = lambda: standards.accept(  # noqa: E731
                self.store, compared, decided, source="A page", date="2026-03-03"
            )
        self.act(f"standard {what}", verb)

    @rule(n=st.integers(0, 99))
    def plan_words(self, n: int) -> None:
        ksbs, methods = self.ksbs(), queries.standard.standard(self.store).methods
        if ksbs:
            ids = [methods[n % len(methods)].id] if methods else ["employer"]
            some = dict.fromkeys(self.some(n, ksbs), ids)
            self.act("methods", lambda: standard_details.set_methods(self.store, some))
        themes = [Theme("", "First", "", tuple(self.some(n, ksbs)), "Pass", "Distinction")]
        self.act("themes", lambda: standard_details.set_themes(self.store, themes))
        self.act("add method", lambda: standard_details.add_method(self.store, f"Talk {n}"))
        rules = queries.standard.standard(self.store).rules
        if rules:
            rule_id = rules[n % len(rules)].id
            said = {"said_by": "My EPAO", "said_on": "2026-01-05"}
            self.act(
                "rule",
                lambda: (
                    standard_details.set_rule(self.store, rule_id, value=n, **said)
                    if n % 3
                    else standard_details.reset_rule(self.store, rule_id)
                ),
            )

    @rule(n=st.integers(0, 99), k=st.integers(0, 99),
          what=st.sampled_from(["start", "rate", "note", "rename", "remove"]))  # fmt: skip
    def scan(self, n: int, k: int, what: str) -> None:
        if not self.uids("scan"):
            self.act("scan start", lambda: scans.start(self.store))
        scan, ksb = self.one(n, self.uids("scan")), self.one(k, self.ksbs())
        verbs: dict[str, Callable[[], object]] = {
            "start": lambda: scans.start(self.store),
            "rate": lambda: scans.rate(self.store, scan, ksb, k % 6 or None, by=list(Rater)[n % 2]),
            "note": lambda: scans.note(self.store, scan, ksb, "Private"),
            "rename": lambda: scans.rename(self.store, scan, f"Scan {n}"),
            "remove": lambda: scans.remove(self.store, scan),
        }
        self.act(f"scan {what}", verbs[what])

    @rule(n=st.integers(0, 99), k=st.integers(0, 99),
          what=st.sampled_from(["new", "change", "form", "sent", "withdraw", "take up", "remove",
                                "employer", "supplement"]))  # fmt: skip
    def ask(self, n: int, k: int, what: str) -> None:
        witness = self.one(k, [each.uid for each in witnesses.everyone(self.store)])
        uid = self.one(n, self.uids("observation"))
        ksbs = tuple(self.some(k, self.ksbs(retired=n % 7 == 0)))
        asked = Asked(f"Meeting {n}", day="2025-12-02", ksb_uids=ksbs, statement="We agree.")
        kind = FormKind.STATEMENT if n % 5 == 0 else FormKind.OBSERVATION
        verbs: dict[str, Callable[[], object]] = {
            "new": lambda: requests.new(self.store, asked, witness, kind),
            "change": lambda: requests.change(self.store, uid, asked, witness if k % 2 else None),
            "form": lambda: requests.make(self.store, self.room, uid),
            "sent": lambda: requests.sent(self.store, uid, "2025-12-03" if k % 2 else ""),
            "withdraw": lambda: requests.withdraw(self.store, uid),
            "take up": lambda: requests.take_up(self.store, uid),
            "remove": lambda: requests.remove(self.store, uid),
            "employer": lambda: statements.employer(self.store, witness),
            "supplement": lambda: statements.supplement(self.store),
        }
        self.act(f"ask {what}", verbs[what])
        if what in ("new", "employer") and k % 3:
            made = self.one(-1, self.uids("observation"))
            self.act("ask form", lambda: requests.make(self.store, self.room, made))
            self.act("ask sent", lambda: requests.sent(self.store, made))

    @rule(n=st.integers(0, 99), k=st.integers(0, 99),
          what=st.sampled_from(["add", "change", "list", "remove", "fix", "renumber", "meeting",
                                "no meeting", "requests", "best"]))  # fmt: skip
    def prepare(self, n: int, k: int, what: str) -> None:
        witness = self.one(n, [each.uid for each in witnesses.everyone(self.store)])
        meeting = self.one(n, [each.uid for each in observation_planner.meetings(self.store)])
        day = (date.today() + timedelta(days=1 + k)).isoformat()  # noqa: DTZ011 - the person's own day
        ksbs = tuple(self.some(k, self.ksbs()))
        coming = Meeting("", f"Meeting {n}", day, witness_uid=witness, ksb_uids=ksbs)
        who = Witness(f"Person {n}", email=f"person{k}@example.org")
        verbs: dict[str, Callable[[], object]] = {
            "add": lambda: witnesses.add(self.store, who, in_bundle=k % 2 == 0),
            "change": lambda: witnesses.change(self.store, witness, who),
            "list": lambda: witnesses.list_in_bundle(self.store, witness, listed=k % 2 == 0),
            "remove": lambda: witnesses.remove(self.store, witness),
            "fix": lambda: numbering.fix(self.store),
            "renumber": lambda: numbering.renumber(self.store),
            "meeting": lambda: observation_planner.add_meeting(self.store, coming),
            "no meeting": lambda: observation_planner.remove_meeting(self.store, meeting),
            "requests": lambda: observation_planner.turn_into_requests(self.store),
            "best": lambda: observation_planner.set_best_seen(
                self.store, self.one(k, self.ksbs()), best=n % 2 == 0
            ),
        }
        self.act(f"prepare {what}", verbs[what])

    @rule()
    def undo_and_redo(self) -> None:
        if self.done:
            last = self.done[-1]
            for step in reversed(last.steps):
                history.undo(self.store, step)
            assert recorded(self.store) == last.before, f"{last.verb} undone"
            assert wrong_with(self.store) == [], f"{last.verb} undone"
            for step in last.steps:
                history.redo(self.store, step)
            assert recorded(self.store) == last.after, f"{last.verb} done again"

    @rule()
    def undo(self) -> None:
        if len(self.done) > 1:
            last = self.done.pop()
            for step in reversed(last.steps):
                history.undo(self.store, step)
            assert recorded(self.store) == last.before, f"{last.verb} undone"
            assert wrong_with(self.store) == [], f"{last.verb} undone"

    @override
    def teardown(self) -> None:
        store = getattr(self, "store", None)
        if store is None:
            return
        try:
            if not self.is_going_well:
                return
            end = recorded(store)
            for each in reversed(self.done):
                assert recorded(store) == each.after, f"before undoing {each.verb}"
                for step in reversed(each.steps):
                    history.undo(store, step)
            assert recorded(store) == self.start
            assert wrong_with(store) == []
            for each in self.done:
                for step in each.steps:
                    history.redo(store, step)
                assert recorded(store) == each.after, f"{each.verb} done again"
            assert recorded(store) == end
            assert wrong_with(store) == []
            assert check(store).ok
        finally:
            store.close()
            shutil.rmtree(self.folder)


def test_every_verb_in_any_order_can_be_undone_and_done_again(
    room: Workroom,
    files: tuple[Path, ...],
    keychain: MemoryKeychain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    Everything.room, Everything.files = room, files
    room_was, room.with_programs = room.with_programs, False
    try:
        run_state_machine_as_test(
            Everything,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
                print_blob=False,
            ),
        )
    finally:
        room.with_programs = room_was


EXAMPLES, STEPS = 5, 40
