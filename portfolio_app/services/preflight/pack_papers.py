"""The papers of the pack: there, readable, signed for this very set, and of the right length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.limits import PROPOSAL_WORDS, SCOPE_WORDS, band_of, rule_in_force
from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import Paper, PaperKind
from portfolio_app.domain.wording import count_words
from portfolio_app.problems import Level, Problem
from portfolio_app.services import papers as verbs
from portfolio_app.services import proposal_paper
from portfolio_app.services.preflight.looking import Look, listed
from portfolio_app.store import queries

_A_FEW = 1.1  # times the limit: headings and a name are among the words of a page
_AFTER_THE_TEXT = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:references|reference\s+list|bibliography|appendix|appendices|annex(?:es)?)"
    r"(?:\s+[A-Z0-9]{1,2})?\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF = re.compile(
    r"\bsign(?:ed)?[\s-]?off\b|\bapproved\s+by\b|\bendorsed\s+by\b", re.IGNORECASE
)


def look(at: Look) -> Iterator[Problem]:
    """Yield what is to be said of the papers."""
    if at.options.profile is Profile.GATEWAY:
        if at.items:
            yield from _employer_statement(at)
        yield from _scope(at)
    else:
        yield from _proposal(at)
    for paper in at.papers.values():
        if not paper.item.pages:
            yield at.found(
                "paper.unreadable",
                paper.kind.value,
                f"{paper.kind.words} ({paper.item.title}) has no pages that can be shown. Attach "
                "it as a PDF.",
                about_uid=paper.item.uid,
                detail=(paper.item.sha256,),
            )


def _employer_statement(at: Look) -> Iterator[Problem]:
    kind = PaperKind.EMPLOYER_STATEMENT
    check = f"paper.{kind.value}-missing"
    if rule_in_force(at.standard, at.check(check).rule) is None:
        return  # this standard asks for none
    paper = at.papers.get(kind)
    if paper is None:
        words = "The employer's statement is missing: that the evidence is valid, and yours."
        yield at.found(check, kind.value, words)
    else:
        yield from _signed_for_this(at, paper)
        supplement = at.papers.get(PaperKind.EMPLOYER_SUPPLEMENT)
        if supplement is not None:
            yield from _signed_for_this(at, supplement)


def _signed_for_this(at: Look, paper: Paper) -> Iterator[Problem]:
    kind, item = paper.kind, paper.item
    if paper.signing is None:
        words = f"{kind.words} ({item.title}) is not signed, as far as this app knows. Say who "
        words += "signed it and when, or have it signed."
        if item.signed:
            words = f"{kind.words} ({item.title}) carries a digital signature. Say who signed it "
            words += "and when, so that a later change of the set is noticed."
        yield at.found(
            f"paper.{kind.value}-unsigned",
            kind.value,
            words,
            about_uid=item.uid,
            level=Level.SHOULD_CHECK if item.signed else None,
            detail=(item.sha256,),
        )
        return
    changed = verbs.what_changed_since_signing(at.store, item.uid)
    if changed:
        yield at.found(
            f"paper.{kind.value}-other-set",
            kind.value,
            f"{kind.words} was signed for a different set: {listed(changed)}. Have it signed "
            "again, or ask for a supplement.",
            about_uid=item.uid,
            detail=changed,
        )


def _scope(at: Look) -> Iterator[Problem]:
    rule = rule_in_force(at.standard, SCOPE_WORDS)
    if rule is None or not at.options.scope:
        return
    paper = at.papers.get(PaperKind.SCOPE)
    if paper is None:
        words = "The summary of the proposal's title and scope is not attached."
        yield at.found("paper.scope-missing", PaperKind.SCOPE.value, words)
        return
    words_there = count_words("\n".join(_pages(at, paper.item)))
    most = at.limits.scope_words
    if words_there > most > 0:
        # A page also says whose it is: only well above the limit is it a fact.
        level = None if words_there > most * _A_FEW else Level.SHOULD_CHECK
        yield at.found(
            "paper.scope-long",
            PaperKind.SCOPE.value,
            f"The scope summary has about {words_there:,} words with its headings; the limit is "
            f"{most:,}.",
            about_uid=paper.item.uid,
            level=level,
            detail=(paper.item.sha256, most),
        )


def _proposal(at: Look) -> Iterator[Problem]:
    proposal = at.papers.get(PaperKind.PROPOSAL)
    for kind in (PaperKind.PROPOSAL, PaperKind.PRESENTATION):
        if kind not in at.papers:
            yield at.found(
                f"paper.{kind.value}-missing", kind.value, f"{kind.words}: not attached."
            )
    text = ""
    if proposal is not None:
        text = "\n".join(_pages(at, proposal.item))
        yield from _band(at, proposal, text)
        if proposal_paper.is_older(at.store):
            yield at.found(
                "paper.proposal-older",
                PaperKind.PROPOSAL.value,
                "The proposal's text was changed after this PDF was made of it. Put it into its "
                "pack again, or leave it as it was handed over.",
                about_uid=proposal.item.uid,
                detail=(proposal.item.sha256,),
            )
    kind = PaperKind.SIGN_OFF
    if rule_in_force(at.standard, at.check(f"paper.{kind.value}-missing").rule) is None:
        return
    paper = at.papers.get(kind)
    if paper is not None:
        yield from _signed_for_this(at, paper)
        return
    words, level = "There is no evidence of sign-off by the board or a senior leader.", None
    if _SIGN_OFF.search(text):
        words = "No sign-off is attached; the proposal speaks of one. Check that it shows who "
        words += "signed off, and when."
        level = Level.SHOULD_CHECK
    yield at.found(
        f"paper.{kind.value}-missing",
        kind.value,
        words,
        level=level,
        detail=(proposal.item.sha256,) if proposal is not None and level is not None else (),
    )


def _band(at: Look, paper: Paper, text: str) -> Iterator[Problem]:
    rule = rule_in_force(at.standard, PROPOSAL_WORDS)
    if rule is None or rule.value <= 0 or not text.strip():
        return
    low, high = band_of(rule)
    words = count_words(_without_back(text))
    if not low <= words <= high:
        yield at.found(
            "paper.proposal-band",
            PaperKind.PROPOSAL.value,
            f"The proposal has about {words:,} words, headings and tables counted, references and "
            f"appendices not; the band is {low:,} to {high:,}.",
            about_uid=paper.item.uid,
            detail=(paper.item.sha256, low, high),
        )


def _without_back(text: str) -> str:
    """Return the text up to its references or appendices, where these stand in its second half."""
    for hit in _AFTER_THE_TEXT.finditer(text, len(text) // 2):
        return text[: hit.start()]
    return text


def _pages(at: Look, item: EvidenceItem) -> list[str]:
    return [page.text for page in queries.text.page_texts(at.store, item.uid)]
