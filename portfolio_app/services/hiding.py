"""Hide places of the evidence: words or areas that nothing exported will hold.

Hidden places are a layer: originals and page copies stay as they are. Every verb is one step that
can be undone. The same words have the same label throughout, wherever they are hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.hiding import LABEL_LIMIT, FoundKind, Hide, PossibleName, words_key
from portfolio_app.domain.names import Name, NameFinder
from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import development, mapping
from portfolio_app.services.hide_rows import add_hide
from portfolio_app.services.possible_names import find as find
from portfolio_app.services.possible_names import find_words as find_words
from portfolio_app.services.possible_names import mark_again as mark_again
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.HIDING}


@dataclass(frozen=True, slots=True)
class Hidden:
    """The places that one step hid. ``skipped`` are places that could not be: why, in words."""

    changes: Changes
    uids: tuple[str, ...]
    skipped: tuple[str, ...] = ()


def hide(
    store: Store, item_uid: str, anchor: Anchor, label: str = "", *, origin: str = ""
) -> Hidden:
    """Hide words or a drawn area of an item.

    Without a label the words get the one they have elsewhere; with one, all hidden places of the
    same words and the listed name get it.

    Raises:
        PortfolioError: the anchor is no place on a page ("no-place"), it is hidden already
            ("hidden-already"), the label is too long, or there is no such item.
    """
    label = _tidy_label(label)
    _refuse_unplaced(anchor)
    item = queries.evidence.item(store, item_uid)
    for known in queries.hides.hides(store, item_uid):
        if known.anchor.spans == anchor.spans and not known.to_place:
            raise PortfolioError(
                "This is hidden already.",
                hint="Choose it in the list of hidden places to change its label.",
                code="hidden-already",
            )
    origin = origin or ("drawn" if anchor.is_box else "words")
    alike = _Alike(store)
    page = anchor.spans[0].page_index + 1
    with store.step(
        "hide",
        f"Hidden on page {page} of {item.title}",
        _TOPICS,
        arguments={"item": item_uid},
        focus=item_uid,
    ) as step:
        uid = _add(step.session, item_uid, anchor, label or alike.label(anchor.quote), origin)
        if label:
            alike.relabel(step.session, anchor.quote, label)
    return Hidden(step.changes, (uid,))


def hide_found(
    store: Store,
    room: Workroom,
    found: Sequence[PossibleName],
    label: str = "",
    *,
    progress: Progress = silent,
) -> Hidden:
    """Hide places that a search found, all in one step; those hidden already are left out.

    Raises:
        PortfolioError: none of them could be hidden; the label is too long.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    label = _tidy_label(label)
    alike = _Alike(store)
    wanted = [each for each in found if not each.is_hidden]
    ready: list[tuple[PossibleName, Anchor]] = []
    skipped: list[str] = []
    for number, each in enumerate(wanted):
        progress(f"{each.ref or each.title}, page {each.page}", number / len(wanted))
        try:
            stretch = (each.page_index, each.start, each.end)
            anchor = mapping.anchor_for_stretches(store, room, each.item_uid, [stretch])
            _refuse_unplaced(anchor)
        except PortfolioError as error:
            skipped.append(f"{each.ref or each.title}, page {each.page}: {error.message}")
        else:
            ready.append((each, anchor))
    if not ready:
        raise PortfolioError(
            " ".join(["Nothing was hidden.", *skipped[:3]]),
            hint="Draw an area over it in the reader instead." if skipped else "",
            code="no-place" if skipped else "nothing-to-hide",
        )
    count = len(ready)
    told = f"Hidden on page {ready[0][0].page} of {ready[0][0].title}"
    if count > 1:
        items = len({each.item_uid for each, _ in ready})
        told = f"{count} places hidden in {items} item{'s' if items > 1 else ''}"
    uids: list[str] = []
    with store.step("hide", told, _TOPICS, focus=ready[0][0].item_uid) as step:
        for each, anchor in ready:
            origin = (
                each.kind.value if each.name_uid or each.kind is not FoundKind.NAME else "words"
            )
            name = label or each.label or alike.label(anchor.quote)
            uids.append(_add(step.session, each.item_uid, anchor, name, origin))
        if label:
            for words in dict.fromkeys(each.words for each, _ in ready):
                alike.relabel(step.session, words, label)
    return Hidden(step.changes, tuple(uids), tuple(skipped))


def hide_everywhere(
    store: Store,
    room: Workroom,
    words: str,
    label: str = "",
    *,
    kind: FoundKind | None = None,
    scope: Sequence[str] | None = None,
    progress: Progress = silent,
) -> Hidden:
    """Hide every place where these words stand as whole words, as one step.

    ``kind`` says that they are a number or an address, which is then found however it is written.
    ``scope`` names items by uid; without it all evidence is looked through.

    Raises:
        PortfolioError: the words stand nowhere ("no-such-words"), or all of it is hidden already.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    found = find_words(
        store, room, words, kind=kind, scope=scope, progress=part(progress, 0.0, 0.5)
    )
    if not found:
        raise PortfolioError(
            "These words stand nowhere in the text of your evidence. Nothing was hidden.",
            hint="Words in pictures are not searched: draw an area over them.",
            code="no-such-words",
        )
    if all(each.is_hidden for each in found):
        raise PortfolioError("These words are hidden everywhere already.", code="hidden-already")
    return hide_found(store, room, found, label, progress=part(progress, 0.5, 1.0))


def unhide(store: Store, hide_uid: str) -> Changes:
    """Show a hidden place again.

    Raises:
        PortfolioError: there is no such place, or it keeps development points that the observer
            didn't agree to show ("not-agreed").
    """
    known = queries.hides.hide(store, hide_uid)
    if known.origin == development.ORIGIN and not development.may_show(store, known.item_uid):
        raise PortfolioError(
            "The observer didn't tick that their development points may be printed. Nothing was "
            "changed.",
            hint="Ask the observer. If they agree, ask for a new return with the tick.",
            code="not-agreed",
        )
    with store.step(
        "unhide",
        f"No longer hidden: page {known.page} of {known.item_title}",
        _TOPICS,
        focus=known.item_uid,
    ) as step:
        step.session.delete(step.session.query(tables.HideRow).filter_by(uid=hide_uid).one())
    return step.changes


def relabel(store: Store, hide_uid: str, label: str) -> Changes:
    """Change what stands in place of hidden words, wherever the same words are hidden.

    Raises:
        PortfolioError: there is no such place, or the label is too long.
    """
    label = _tidy_label(label)
    known = queries.hides.hide(store, hide_uid)
    alike = _Alike(store)
    told = f"Labelled “{label}”" if label else "Label removed"
    with store.step("relabel", told, _TOPICS, focus=known.item_uid) as step:
        count = 1
        step.session.query(tables.HideRow).filter_by(uid=hide_uid).one().label = label
        if known.anchor.quote:
            count = alike.relabel(step.session, known.anchor.quote, label)
        if count > 1:
            step.summary = f"{told} in {count} places"
    return step.changes


class _Alike:
    """Which hidden places are about the same words: equal, or forms of the same listed name."""

    def __init__(self, store: Store) -> None:
        self._names = {each.uid: each for each in queries.names_to_hide.names(store)}
        self._finder = NameFinder([Name(n.uid, n.text, n.whole_word) for n in self._names.values()])
        self._hides = queries.hides.hides(store)

    def label(self, words: str) -> str:
        """Return the label these words have already, "" for none."""
        subject = self._subject(words)
        if subject in self._names and self._names[subject].label:
            return self._names[subject].label
        return next(
            (each.label for each in self._hides if each.label and self._is_about(each, subject)), ""
        )

    def relabel(self, session: Session, words: str, label: str) -> int:
        """Give every hidden place of these words this label; return how many there are."""
        subject = self._subject(words)
        uids = [each.uid for each in self._hides if self._is_about(each, subject)]
        for uid in uids:
            session.query(tables.HideRow).filter_by(uid=uid).one().label = label
        if subject in self._names:
            session.query(tables.NameToHideRow).filter_by(uid=subject).one().label = label
        return len(uids)

    def _is_about(self, hide: Hide, subject: str) -> bool:
        return bool(subject) and self._subject(hide.anchor.quote) == subject

    def _subject(self, words: str) -> str:
        bare = words.strip()
        for hit in self._finder.find(bare):
            if (hit.start, hit.end) == (0, len(bare)):
                return hit.uid
        return words_key(words)


def _add(session: Session, item_uid: str, anchor: Anchor, label: str, origin: str) -> str:
    item = session.query(tables.ItemRow).filter_by(uid=item_uid).one()
    return add_hide(session, item, anchor, label, origin)


def _tidy_label(label: str) -> str:
    label = " ".join(label.split())
    if len(label) > LABEL_LIMIT:
        raise PortfolioError(
            f"A label has {LABEL_LIMIT} characters at most; this one has {len(label)}.",
            hint="Use a role, such as “Pupil A”. Nothing was changed.",
        )
    return label


def _refuse_unplaced(anchor: Anchor) -> None:
    if not anchor.spans:
        raise PortfolioError(
            "Only words or an area of a page can be hidden.",
            hint="To keep the whole item out, take it off the shortlist or mark it Do not export.",
            code="no-place",
        )
    if not all(span.quads for span in anchor.spans):
        # Without its place nothing could be removed there: never call it hidden.
        raise PortfolioError(
            "Where these words lie on the page isn't known, so they can't be hidden as words.",
            hint="Draw an area over them instead.",
            code="no-place",
        )
