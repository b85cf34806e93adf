"""The list of names to hide, and what was left alone. Private: nothing of it is ever exported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.hiding import LABEL_LIMIT, words_key
from portfolio_app.domain.names import folded
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store

NAME_LIMIT = 120  # characters of a listed name
_TOPICS = {Topic.HIDING}


@dataclass(frozen=True, slots=True)
class Listed:
    """The names one step put on the list. ``known`` were on it already, ``refused`` say why not."""

    changes: Changes
    uids: tuple[str, ...]
    known: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def add(store: Store, names: Sequence[str], label: str = "", *, whole_word: bool = True) -> Listed:
    """Put names on the list, one step for all of them.

    A line may carry its label after a tab, a semicolon or "=": "Alex Exampleton; Pupil A".

    Raises:
        PortfolioError: none of them can be listed, or the label is too long.
    """
    listed = {folded(each.text) for each in queries.names_to_hide.names(store)}
    ready: list[tuple[str, str]] = []
    known: list[str] = []
    refused: list[str] = []
    for text, own_label in _lines(names):
        if folded(text) in listed:
            known.append(text)
        elif wrong := _wrong_with(text, own_label or label):
            refused.append(wrong)
        else:
            listed.add(folded(text))
            ready.append((text, " ".join((own_label or label).split())))
    if not ready:
        if known and not refused:
            raise PortfolioError(f"{known[0]} is on the list already.", code="listed-already")
        raise PortfolioError(
            refused[0] if refused else "There is no name to add.",
            hint="Give a name of at least two letters. Nothing was changed.",
        )
    told = f"{ready[0][0]} added to the names to hide"
    if len(ready) > 1:
        told = f"{len(ready)} names added to the names to hide"
    uids: list[str] = []
    with store.step("add name to hide", told, _TOPICS) as step:
        for text, its_label in ready:
            row = tables.NameToHideRow(text=text, label=its_label, whole_word=int(whole_word))
            step.session.add(row)
            uids.append(row.uid)
    return Listed(step.changes, tuple(uids), tuple(known), tuple(refused))


def edit(
    store: Store,
    name_uid: str,
    *,
    text: str | None = None,
    label: str | None = None,
    whole_word: bool | None = None,
) -> Changes:
    """Change a listed name. A new label is given to its hidden places by ``hiding.relabel`` only.

    Raises:
        PortfolioError: there is no such name, or the text or the label can't be used.
    """
    known = queries.names_to_hide.name(store, name_uid)
    new_text = known.text if text is None else " ".join(text.split())
    new_label = known.label if label is None else " ".join(label.split())
    if wrong := _wrong_with(new_text, new_label):
        raise PortfolioError(wrong, hint="The name was left as it is.")
    with store.step("edit name to hide", f"{new_text} changed", _TOPICS) as step:
        row = step.session.query(tables.NameToHideRow).filter_by(uid=name_uid).one()
        row.text = new_text
        row.label = new_label
        if whole_word is not None:
            row.whole_word = int(whole_word)
    return step.changes


def remove(store: Store, name_uids: Sequence[str]) -> Changes:
    """Take names off the list. What is hidden already stays hidden.

    Raises:
        PortfolioError: one of them is not on the list.
    """
    names = [queries.names_to_hide.name(store, uid) for uid in name_uids]
    told = f"{names[0].text} taken off the names to hide" if len(names) == 1 else ""
    told = told or f"{len(names)} names taken off the names to hide"
    with store.step("remove name to hide", told, _TOPICS) as step:
        for each in names:
            step.session.delete(
                step.session.query(tables.NameToHideRow).filter_by(uid=each.uid).one()
            )
    return step.changes


def leave(store: Store, words: str, reason: str, item_uid: str = "") -> Changes:
    """Remember that these words are to stay, in one item or everywhere (``item_uid`` "").

    Raises:
        PortfolioError: there are no words, no reason, or no such item.
    """
    words, reason = " ".join(words.split()), " ".join(reason.split())
    if not words or not reason:
        raise PortfolioError(
            "Say which words are to stay, and why.", hint="A few words are enough."
        )
    item = queries.evidence.item(store, item_uid) if item_uid else None
    where = f"in {item.title}" if item else "everywhere"
    told = f"Left as it is {where}: {reason}"
    with store.step("leave", told, _TOPICS, focus=item_uid) as step:
        item_id = None
        if item is not None:
            item_id = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one().id
        for row in step.session.query(tables.LeftAloneRow).filter_by(item_id=item_id).all():
            if words_key(row.text) == words_key(words):
                step.session.delete(row)
        step.session.add(tables.LeftAloneRow(text=words, item_id=item_id, reason=reason))
    return step.changes


def look_again(store: Store, left_uid: str) -> Changes:
    """Forget that words were left alone: the next search offers them again.

    Raises:
        PortfolioError: nothing of that uid was left alone.
    """
    known = next(
        (each for each in queries.names_to_hide.left_alone(store) if each.uid == left_uid), None
    )
    if known is None:
        raise PortfolioError("That isn't on the list any more.", code="no-such-words")
    with store.step("look again", f"Looked for again: {known.text}", _TOPICS) as step:
        step.session.delete(step.session.query(tables.LeftAloneRow).filter_by(uid=left_uid).one())
    return step.changes


def look_for_own(store: Store, *, wanted: bool) -> Changes:
    """Say yes or no to looking for the apprentice's own and the witnesses' names."""
    told = "Own names are looked for, too" if wanted else "Own names are not looked for"
    changes = details.change(
        store, queries.names_to_hide.OWN_NAMES_TOO, "yes" if wanted else "", told
    )
    return Changes(changes.summary, changes.topics | _TOPICS, changes.step, changes.focus)


def _lines(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for block in names:
        for line in block.splitlines():
            text, label = line, ""
            for sign in ("\t", ";", "="):
                if sign in line:
                    text, _, label = line.partition(sign)
                    break
            text = " ".join(text.split()).strip(" •-–*")
            if text:
                yield text, label.strip()


def _wrong_with(text: str, label: str) -> str:
    if sum(letter.isalnum() for letter in text) < 2:
        return f"“{text}” is too short to look for."
    if len(text) > NAME_LIMIT:
        return f"“{text[:30]}…” is longer than a name: {NAME_LIMIT} characters is the most."
    if len(" ".join(label.split())) > LABEL_LIMIT:
        return f"The label of “{text}” is too long: {LABEL_LIMIT} characters is the most."
    return ""
