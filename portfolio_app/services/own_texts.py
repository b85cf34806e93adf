"""Texts to compare an observer's words with: the apprentice's own, and those of other observers."""

from __future__ import annotations

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.forms import OBSERVERS_WORDS
from portfolio_app.store import queries
from portfolio_app.store.database import Store

# Pieces that are the apprentice's own writing by their kind.
_OWN_WRITING = frozenset(
    {
        EvidenceKind.NOTES,
        EvidenceKind.LEARNING_LOG,
        EvidenceKind.SELF_ASSESSMENT,
        EvidenceKind.ASSIGNMENT,
    }
)


def own_texts(store: Store) -> dict[str, str]:
    """Return what the apprentice wrote, by what it is called: notes, "my part", what claims show.

    Of pieces only those that are their own writing by kind; a document may be anybody's.
    """
    texts: dict[str, str] = {"your role and organisation": queries.portfolio.details(store).role}
    items = [
        each for each in queries.evidence.items(store) if each.kind is not EvidenceKind.OBSERVATION
    ]
    for item in items:
        about = (item.context, item.part, item.private_note)
        texts[f"what you wrote about “{item.title}”"] = "\n".join(filter(None, about))
    for claim in queries.claims.claims(store):
        told = filter(None, (claim.shows, claim.note))
        name = f"what you wrote on {claim.ksb_code} in “{claim.item_title}”"
        texts[name] = "\n".join((texts.get(name, ""), *told))
    for ksb in queries.standard.ksbs(store, retired=True):
        texts[f"your note on {ksb.code}"] = ksb.note
    own = [each for each in items if each.kind in _OWN_WRITING and each.pages]
    renditions = queries.text.renditions_of(store, [each.uid for each in own])
    uids = {item_uid: made.uid for item_uid, made in renditions.items()}
    pages = queries.text.texts_of_renditions(store, tuple(uids.values()))
    for item in own:
        texts[f"“{item.title}”"] = "\n".join(
            page.text for page in pages.get(uids.get(item.uid, ""), ())
        )
    return {name: text for name, text in texts.items() if text.strip()}


def others_accounts(store: Store, observation_uid: str) -> dict[str, str]:
    """Return what came back for other requests, in its observers' words, by what it is called."""
    names = {
        each.uid: f"{each.ref} by {each.witness}" if each.witness else each.ref
        for each in queries.observations.observations(store)
    }
    found: dict[str, str] = {}
    for uid, answers, written in queries.arrivals.said(store):
        if uid == observation_uid or uid not in names:
            continue
        told = [answers.get(name, "") for name in OBSERVERS_WORDS]
        account = "\n\n".join(filter(None, (found.get(names[uid], ""), *told, written)))
        if account.strip():
            found[names[uid]] = account
    return found
