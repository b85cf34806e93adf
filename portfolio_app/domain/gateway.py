"""The gateway list: rows from data and from the standard's own rules, where each stands, and words.

It says what is left and whose it is. It never says that anything is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portfolio_app.domain.days import day_words
from portfolio_app.domain.planned import GatewaySaid, GatewayState, Planned
from portfolio_app.domain.standard import Rule, Standard

YOU, MANAGER, PROVIDER, EPAO = "you", "line manager", "training provider", "EPAO"
OWNERS = (YOU, MANAGER, PROVIDER, EPAO)
NOTHING_LEFT = "Nothing on this list is left. Your training provider and your EPAO decide."
EPAO_FIRST = "Your EPAO's instructions come first."
TITLE = "Gateway checklist"  # of its PDF, by which an earlier one is known
CAVEAT = "It says what is left and whose it is. It can't say whether it is enough."
OWN = "own:"  # how the ids of one's own rows begin
_LONGEST_TITLE = 200  # characters
RULE = "rule:"  # and those of rows made of a standard's rule that no row names


@dataclass(frozen=True, slots=True)
class LeastMonths:
    """The least months on programme for starts from ``since`` to ``until`` (days, "" for open)."""

    months: int
    since: str = ""
    until: str = ""
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RowRule:
    """A row as the data describes it. ``needs``: "" always, else what must be there."""

    id: str
    group: str
    title: str
    owner: str = YOU
    check: str = ""
    rules: tuple[str, ...] = ()
    needs: str = ""
    place: str = ""
    asks: str = ""  # the form that is sent round for it: "declaration", "sharing"
    note: str = ""
    source: str = ""
    confirmed: bool = False
    is_ours: bool = False  # no rule of anybody's: the app's own, or the person's own doing


@dataclass(frozen=True, slots=True)
class GatewayData:
    """The gateway's rows as data. ``groups`` are (id, title)."""

    groups: tuple[tuple[str, str], ...]
    rows: tuple[RowRule, ...]
    least_months: tuple[LeastMonths, ...] = ()
    rules_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What the portfolio itself shows of a row. ``is_done`` None: it can't show that.

    ``source`` and ``confirmed`` are of what it was held against, where that is no rule of the
    standard.
    """

    words: str = ""
    is_done: bool | None = None
    is_waiting: bool = False  # it lies with somebody else now, whoever owns the row
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """One row as it stands.

    ``uid`` is that of what was said of it (a row of the plan), "" while nothing was. ``fact`` is
    what the portfolio shows, ``said`` what the person said, both in words. ``source`` says where
    the row comes from and how sure that is. ``by_hand``: the state is what the person said.
    """

    id: str
    group: str
    title: str
    owner: str
    state: GatewayState
    uid: str = ""
    fact: str = ""
    said: str = ""
    note: str = ""
    rule: str = ""
    source: str = ""
    confirmed: bool = False
    place: str = ""
    asks: str = ""
    files: int = 0
    is_off: bool = False
    by_hand: bool = False
    agreed_by: str = ""
    said_on: str = ""

    @property
    def is_left(self) -> bool:
        """Whether somebody still has to do something."""
        return not self.is_off and self.state in (GatewayState.TO_DO, GatewayState.ELSEWHERE)

    @property
    def is_own(self) -> bool:
        """Whether the person added it."""
        return self.id.startswith(OWN)

    @property
    def state_words(self) -> str:
        """The state's words on screen."""
        return "Doesn't apply" if self.is_off else state_words(self.state)

    @property
    def proof(self) -> str:
        """What proves it, in words: what the portfolio shows, and the files kept."""
        kept = f"{self.files} file kept" if self.files == 1 else f"{self.files} files kept"
        return " · ".join(part for part in (self.fact, kept if self.files else "") if part)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The whole list: groups with their rows in order; groups without rows are left out."""

    groups: tuple[tuple[str, str], ...] = ()
    rows: tuple[GatewayRow, ...] = ()

    def of_group(self, group: str) -> tuple[GatewayRow, ...]:
        """Return the rows of a group."""
        return tuple(each for each in self.rows if each.group == group)

    def row(self, row_id: str) -> GatewayRow | None:
        """Return a row by its id, None when it is not there."""
        return next((each for each in self.rows if each.id == row_id), None)

    @property
    def words(self) -> str:
        """For example "6 things left: 2 yours, 3 your line manager's, 1 your EPAO's"."""
        return left_words(self.rows)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist as it is printed. ``facts`` are (label, value); nothing in it is private.

    ``built`` is a UTC instant, ``built_words`` what is printed of it.
    """

    facts: tuple[tuple[str, str], ...]
    gateway: Gateway
    standard: str
    apprentice: str
    built: str
    built_words: str


def state_words(state: GatewayState) -> str:
    """Return the words on screen for a state."""
    return state.value.capitalize()


def left_words(rows: Iterable[GatewayRow]) -> str:
    """Say how many things are left, and whose they are."""
    left = Counter(each.owner for each in rows if each.is_left)
    total = sum(left.values())
    if not total:
        return NOTHING_LEFT
    order = [*OWNERS, *sorted(set(left) - set(OWNERS))]
    whose = ", ".join(f"{left[owner]} {whose_words(owner)}" for owner in order if left[owner])
    return f"{total} {'thing' if total == 1 else 'things'} left: {whose}"


def whose_words(owner: str) -> str:
    """Return the possessive of an owner: "yours", "your line manager's", "the head's"."""
    if owner == YOU:
        return "yours"
    article = "your" if owner in OWNERS else "the"
    return f"{article} {owner}{'’' if owner.endswith('s') else '’s'}".replace("’", "'")


def owner_words(owner: str) -> str:
    """Return an owner as a row names it: "You", "Line manager"."""
    return owner[:1].upper() + owner[1:]


def gateway_data(data: Mapping[str, Any]) -> GatewayData:
    """Return the rows that resources/gateway/rows.toml (already parsed) describes."""
    return GatewayData(
        groups=tuple((str(each["id"]), str(each["title"])) for each in data["groups"]),
        rows=tuple(
            RowRule(**{**each, "rules": tuple(each.get("rules", ()))}) for each in data["rows"]
        ),
        least_months=tuple(
            LeastMonths(
                int(each["months"]),
                str(each.get("from", "")),
                str(each.get("until", "")),
                str(each.get("source", "")),
                bool(each.get("confirmed", False)),
            )
            for each in data.get("least_months", ())
        ),
        rules_for=tuple(data.get("rules_for", ())),
    )


def gateway(
    data: GatewayData,
    standard: Standard,
    facts: Mapping[str, Fact],
    there: Iterable[str],
    said: Sequence[Planned] = (),
    files: Mapping[str, int] | None = None,
) -> Gateway:
    """Return the list as it stands.

    ``facts`` are what the portfolio shows, by check; ``there`` what it has that rows need
    ("documents", "observations" …); ``said`` what the person said, ``files`` how many files are
    kept beside each of those, by uid, or by the row's id for a form that came back.
    """
    files, has = files or {}, set(there)
    by_id = {each.origin: each for each in said if each.origin}
    rows: list[GatewayRow] = []
    for each in data.rows:
        rule = next((found for name in each.rules if (found := standard.rule(name))), None)
        if each.needs == "rule" and rule is None:
            continue
        if each.needs not in ("", "rule") and each.needs not in has:
            continue
        rows.append(_row(each, rule, standard, facts, by_id.get(each.id), files))
    named = {name for each in data.rows for name in each.rules}
    first = data.groups[0][0]
    for rule in standard.rules:
        if rule.applies_to in data.rules_for and rule.id not in named:
            made = RowRule(f"{RULE}{rule.id}", first, _short(_sentence(rule.text) or rule.id))
            rows.append(_row(made, rule, standard, facts, by_id.get(made.id), files))
    for own in said:
        if own.origin.startswith(OWN) and isinstance(own.content, GatewaySaid):
            group = own.content.group
            group = group if group in dict(data.groups) else first
            made = RowRule(own.origin, group, own.title, source="Added by you", is_ours=True)
            rows.append(_row(made, None, standard, facts, own, files))
    order = {group: at for at, (group, _) in enumerate(data.groups)}
    rows.sort(key=lambda row: order[row.group])
    used = {row.group for row in rows}
    return Gateway(tuple(each for each in data.groups if each[0] in used), tuple(rows))


def _row(
    made: RowRule,
    rule: Rule | None,
    standard: Standard,
    facts: Mapping[str, Fact],
    kept: Planned | None,
    files: Mapping[str, int],
) -> GatewayRow:
    fact = facts.get(made.check, Fact())
    said = kept.content if kept and isinstance(kept.content, GatewaySaid) else GatewaySaid()
    if rule is None and fact.source:
        made = replace(made, source=fact.source, confirmed=fact.confirmed)
    owner = said.owner or made.owner
    if said.state in set(GatewayState):
        state = GatewayState(said.state)
    elif fact.is_done:
        state = GatewayState.DONE
    elif fact.is_waiting or owner != YOU:
        state = GatewayState.ELSEWHERE
    else:
        state = GatewayState.TO_DO
    row = GatewayRow(
        id=made.id,
        group=made.group,
        title=made.title,
        owner=owner,
        state=state,
        uid=kept.uid if kept else "",
        fact=fact.words,
        note=made.note,
        rule=_sentence(rule.text) if rule else "",
        source=_source(made, rule, standard),
        confirmed=rule.may_block if rule else made.confirmed,
        place=made.place,
        asks=made.asks,
        files=files.get(made.id, 0) + (files.get(kept.uid, 0) if kept else 0),
        is_off=said.is_off,
        by_hand=bool(said.state),
        agreed_by=said.agreed_by,
        said_on=kept.day if kept else "",
    )
    return replace(row, said=_said_words(said, kept.day if kept else "", row.is_own))


def _source(made: RowRule, rule: Rule | None, standard: Standard) -> str:
    if rule is not None:
        return standard.source_line(rule)
    if made.is_ours:
        return f"{made.source}."
    sure = "" if made.confirmed else " Not confirmed."
    return f"{made.source}.{sure} {EPAO_FIRST}"


def _said_words(said: GatewaySaid, day: str, is_own: bool) -> str:  # noqa: FBT001
    on = f", {day_words(day)}" if day else ""
    if said.is_off:
        words = f"You said it doesn't apply to you{on}"
    elif said.state == GatewayState.EXCEPTION:
        by = f" with {said.agreed_by}" if said.agreed_by else ""
        words = f"Exception agreed{by}{on}"
    elif said.state and not is_own:
        words = f"You said: {said.state}{on}"
    else:
        words = ""
    return ". ".join(part for part in (words, said.note.strip().rstrip(".")) if part)


def _short(text: str) -> str:
    """Return a title that a row can have; the whole of it stands with the row as its rule."""
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1].rstrip()}…"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]
