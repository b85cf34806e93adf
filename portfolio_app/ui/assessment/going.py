"""Where a finding leads: the words on its button, and the place they go to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from portfolio_app.domain.options import Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Problem
from portfolio_app.ui.assessment.compile_state import CompileState
from portfolio_app.ui.kit.places import (
    EVIDENCE,
    KSBS,
    OBSERVATIONS,
    PROPOSAL,
    SETTINGS,
    STANDARD,
    Place,
)

NAMES, PAPERS, CHOICES, SMALLER = "names", "papers", "choices", "smaller"
# Fields that the details pane holds, beside the shortlist: there they can be written at once.
_DETAILS = {
    "item.do-not-export": "do_not_export",
    "item.no-context": "context",
    "item.words": "context",
    "item.reflective-kind": "kind",
    "item.reflective": "context",
    "item.we": "part",
    "item.date": "date",
    "item.undated": "date",
    "item.long": "pages_shown",
    "item.twice": "title",
    "item.text-copy": "",
    "item.file-missing": "",
}
CHECKED = "item.observation-wrong"  # an observation that came back, and what its check says
UNSIGNED = ("-unsigned", "-other-set")
_CHOICES = ("bundle.large", "size.", "epao.narrative")
_OF_TEXT = "proposal."  # the proposal as it is written here
_OF_PAPERS = ("paper.marking", "paper.personal", "paper.scope-long", "paper.unreadable")
_FIXED = {
    "cover.": Place(SETTINGS, tab="you", want="field:blank"),
    "role.": Place(SETTINGS, tab="you", want="field:role"),
    "witness": Place(SETTINGS, tab="you", want="field:witnesses"),
    "standard.review": Place(STANDARD, tab="review"),
    "standard.rule": Place(STANDARD, tab="rules"),
    "standard.method": Place(STANDARD, tab="methods"),
    "standard.": Place(STANDARD, tab="compare"),
    "epao.": Place(SETTINGS, tab="epao"),
    "files.": Place(SETTINGS, tab="epao"),
    "set.": Place(EVIDENCE, tab="shortlist"),
    "shortlist.": Place(EVIDENCE, tab="shortlist"),
    "observations.": Place(OBSERVATIONS),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a finding leads: a place, or something this screen does (``here``)."""

    words: str
    place: Place | None = None
    here: str = ""
    paper: PaperKind | None = None


def way_of(finding: Problem, state: CompileState) -> Way | None:
    """Return where a finding leads; None where there is nowhere to go."""
    if finding.rule.startswith(_OF_TEXT):
        want = "ksbs" if "ksb" in finding.rule else ""
        place = Place(PROPOSAL, tab="write", block=finding.about_uid, want=want)
        return Way(_tr("Go to the text"), place)
    paper = _paper(finding, state)
    if finding.rule.startswith(_OF_PAPERS) and finding.about_uid:
        page = max(finding.page - 1, 0)
        return Way(_tr("Open"), Place(EVIDENCE, item=finding.about_uid, page=page))
    if paper is not None:
        words = _tr("Attach…") if state.paper(paper) is None else _tr("Go to {0}")
        if finding.rule.endswith(UNSIGNED):
            words = _tr("Say who signed")
        return Way(words.format(paper.words), here=PAPERS, paper=paper)
    if finding.rule.startswith(("names.", "item.names", "item.personal", "personal.")):
        return Way(_tr("Review and hide"), here=NAMES)
    last = state.last
    if finding.rule == "size.bundle" and last is not None and last.state == "there":
        return Way(_tr("Make smaller…"), here=SMALLER)
    if finding.rule.startswith(_CHOICES):
        return Way(_tr("Change"), here=CHOICES)
    for start, place in _FIXED.items():
        if finding.rule.startswith(start):
            return Way(_fixed_words(finding.rule), place)
    return _way_to_thing(finding, state)


def _way_to_thing(finding: Problem, state: CompileState) -> Way | None:
    uid = finding.about_uid
    item = next((each for each in state.items if each.uid == uid), None)
    item = item or state.item(finding.about)
    if item is not None:
        words = _tr("Go to {0}").format(item.ref)
        if finding.rule == CHECKED:
            return Way(_tr("See its check"), Place(OBSERVATIONS, item=item.uid, want="check"))
        if finding.page:
            words = _tr("Go to {0}, page {1}").format(item.ref, finding.page)
            return Way(words, Place(EVIDENCE, item=item.uid, page=finding.page - 1))
        for start, field in _DETAILS.items():
            if finding.rule.startswith(start):
                field = "part" if field == "context" and "My part" in finding.message else field
                want = f"select:{field}" if field else "select"
                return Way(words, Place(EVIDENCE, tab="shortlist", item=item.uid, want=want))
        return Way(words, Place(EVIDENCE, item=item.uid))
    row = next((each for each in state.rows if uid and each.ksb.uid == uid), None)
    if row is not None:
        words = _tr("Go to {0}").format(row.ksb.code)
        return Way(words, Place(KSBS, tab="ksb", ksb=uid))
    if finding.rule.startswith("ksb"):
        return Way(_tr("Show gaps"), Place(KSBS, tab="coverage", want="filter:gaps"))
    return None


def _paper(finding: Problem, state: CompileState) -> PaperKind | None:
    """Return the paper a finding is about: by its item, by its name, or by the rule."""
    for each in state.papers:
        if finding.about_uid and each.uid == finding.about_uid:
            return each.kind
    start, _, rest = finding.rule.partition(".")
    if start not in ("paper", "papers", "employer", "scope", "proposal"):
        return None
    for kind in PaperKind:
        if kind.value in (finding.about, start) or kind.value in rest:
            return kind
        if kind.words == finding.about:
            return kind
    return {
        "employer": PaperKind.EMPLOYER_STATEMENT,
        "scope": PaperKind.SCOPE,
        "proposal": PaperKind.PROPOSAL,
    }.get(start, _first_of(state.options.profile))


def _first_of(profile: Profile) -> PaperKind:
    gateway = profile is Profile.GATEWAY
    return PaperKind.EMPLOYER_STATEMENT if gateway else PaperKind.PROPOSAL


def _fixed_words(rule: str) -> str:
    if rule.startswith(("cover.", "role.", "witness")):
        return _tr("Fill in")
    if rule.startswith(("standard.wording", "standard.no-list")):
        return _tr("Compare")
    if rule.startswith("observations."):
        return _tr("Go to observations")
    if rule.startswith("standard."):
        return _tr("Go to the standard")
    return (
        _tr("Go to the rules")
        if rule.startswith(("epao.", "files."))
        else _tr("Open the shortlist")
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("going", words)
