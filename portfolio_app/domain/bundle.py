"""The compiled portfolio as a plan, as a manifest, and as what a reading back found."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.passage import Quad
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import Problem

# Pages; a longer piece shows its title page, its claimed pages and one either side of each. Our own
# limit, not the standard's.
LONG_PIECE = 20


NO_CHOICES = BundleOptions()
FOR_DISCUSSION = "for the professional discussion"


@dataclass(frozen=True, slots=True)
class PlanKsb:
    """A KSB as the bundle prints it. ``method`` is words ("Discussion", "Proposal", "Not set").

    ``theme`` is the title of its theme, "" when it is in none.
    """

    uid: str
    code: str
    kind: KsbKind
    text: str
    short: str
    method: str
    in_discussion: bool
    theme: str = ""


@dataclass(frozen=True, slots=True)
class PlanMark:
    """Where a claim lies on one page of its piece: page index from 0, quads in page space points.

    ``is_box`` says that the quad is a drawn box rather than words.
    """

    page_index: int
    quads: tuple[Quad, ...]
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class PlanClaim:
    """One claim of one piece. No marks: the whole item. ``place`` is words for a time range."""

    uid: str
    ksb_uid: str
    quote: str
    shows: str
    marks: tuple[PlanMark, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One piece, in shortlist order. ``pages`` is 0 when it gets a slip page instead of pages.

    ``date`` is printed as it is. ``slip`` says plainly why there are no pages. ``made`` says how
    pages were made that are not the original's own, in a few words that are printed on each.
    ``candidates`` are KSBs it may show without a passage yet, by uid: in a draft only, never
    counted. ``redrawn`` are the pages (index from 0) that were redrawn because
    something on them is hidden. ``supplied`` is the name of its file in the bundle folder, "" where
    none goes there; ``held`` says that the apprentice holds the original.
    ``note_pages`` are those (index from 0) that hold a presentation's speaker notes, which no slide
    shows: left out unless something on them is claimed or every page is chosen.
    ``observation`` puts it into the section of observations; ``observer`` is the observer's role,
    ``signature`` the signature word, and ``arrived`` how and when it came, "" where none is
    recorded; ``code`` is its name, ``OBS-04``. ``confirmed_by`` are the observations
    in this bundle, by uid, of the people who can confirm this piece. ``employer`` is what the
    employer's statement says of the piece as it is now, in words. ``pages_shown`` as
    domain.evidence.EvidenceItem.
    """

    uid: str
    ref: str
    title: str
    kind: str
    date: str
    pages: int
    file_name: str
    bytes: int
    sha256: str
    context: str = ""
    part: str = ""
    confirm: str = ""
    confidentiality: str = ""
    slip: str = ""
    made: str = ""
    claims: tuple[PlanClaim, ...] = ()
    candidates: tuple[str, ...] = ()
    redrawn: tuple[int, ...] = ()
    supplied: str = ""
    held: bool = False
    observation: bool = False
    pages_shown: str = ""
    note_pages: tuple[int, ...] = ()
    observer: str = ""
    signature: str = ""
    arrived: str = ""
    code: str = ""
    confirmed_by: tuple[str, ...] = ()
    employer: str = ""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A paper of the pack whose pages are in the bundle: the employer's statement, a chart.

    ``kind`` is a domain.papers.PaperKind. ``signed`` says who signed and when, as the person
    entered it or as the form says that came back, "" when it is not signed; ``note`` is printed
    below it. ``signature`` is the signature word and ``arrived`` how and when it came, "" for a
    paper that did not come through the exchange.
    """

    uid: str
    kind: str
    title: str
    pages: int
    sha256: str
    signed: str = ""
    note: str = ""
    signature: str = ""
    arrived: str = ""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file supplied beside the PDF: its place in the bundle folder, what it is, bytes, SHA-256.

    ``ref`` is the piece it belongs to, "" for none. ``seconds`` is the length of a recording.
    """

    path: str
    what: str
    bytes: int
    sha256: str
    ref: str = ""
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Everything the compiled portfolio will hold, in order; nothing that is not printed.

    Empty cover facts print as a blank line to fill in. ``notice`` is the wording notice of the
    standard, empty once the wording was accepted. ``built`` is a UTC instant (ISO 8601), and
    ``built_words`` the same as printed ("3 March 2026"). Pieces of more than ``long_piece`` pages
    are shown in part. ``purpose`` is printed below the title, or empty. ``hidden``
    are sentences that say what was hidden and why; ``files`` are supplied beside the PDF. ``best``
    are claims by uid, the best first: the order the index prints; a claim not in it follows in the
    order of the pieces.
    """

    bundle_id: str
    built: str
    built_words: str
    standard_name: str
    standard_short: str
    licence_line: str
    notice: str
    apprentice: str
    employer: str
    provider: str
    epao: str
    reference: str
    gateway: str
    role: str
    ksbs: tuple[PlanKsb, ...]
    items: tuple[PlanItem, ...]
    witnesses: tuple[Witness, ...] = ()
    draft: bool = False
    app: str = ""
    long_piece: int = LONG_PIECE
    purpose: str = FOR_DISCUSSION
    options: BundleOptions = NO_CHOICES
    papers: tuple[PlanPaper, ...] = ()
    hidden: tuple[str, ...] = ()
    files: tuple[PlanFile, ...] = ()
    best: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltItem:
    """Where a piece lies in the bundle: all pages count from 1 and are PDF pages.

    ``front`` is its front sheet, ``first_page`` its first evidence page (or slip page), ``pages``
    how many of its pages are shown, ``of`` how many the piece has. ``sha256`` is the original's.
    """

    uid: str
    ref: str
    front: int
    first_page: int
    pages: int
    of: int
    title: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BuiltClaim:
    """A claim as the assessor finds it: on PDF page ``page``, counted from 1."""

    uid: str
    ksb: str
    ref: str
    page: int
    quote: str


@dataclass(frozen=True, slots=True)
class BuiltSection:
    """A section that is no piece: its title, its first PDF page (from 1) and how many it fills.

    ``key`` is the name of its place in the PDF ("annex-a"). ``sha256`` is the original's where its
    pages are a paper's: an employer's statement, a chart.
    """

    key: str
    title: str
    page: int
    pages: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BuiltBundle:
    """What a build made. ``peak_bytes`` is the compiling process's own peak memory.

    ``declared``: the PDF says that it is PDF/UA-1; else ``problems`` say what is in the way.
    """

    pages: int
    bytes: int
    items: tuple[BuiltItem, ...]
    claims: tuple[BuiltClaim, ...]
    peak_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    sections: tuple[BuiltSection, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in the PDF at Root /PieceInfo /PortfolioApp /Private, nothing that is unprinted.

    Sections and pieces together are every page. Bundles of an older app list no sections.
    """

    schema: int
    bundle_id: str
    built: str
    pages: int
    standard: str
    items: tuple[ManifestItem, ...]
    claims: tuple[ManifestClaim, ...]
    sections: tuple[BuiltSection, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A piece in the manifest: pages count from 1; ``sha256`` is the original's."""

    ref: str
    title: str
    sha256: str
    front: int
    first_page: int
    pages: int
    of: int


@dataclass(frozen=True, slots=True)
class ManifestClaim:
    """A claim in the manifest: the PDF page (from 1) on which ``quote`` stands, word for word."""

    ksb: str
    ref: str
    page: int
    quote: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What reading a bundle back found. Must-fix ``findings`` mean it is not as promised.

    ``declared``: the PDF says that it is PDF/UA-1.
    """

    pages: int
    items: tuple[ManifestItem, ...]
    claims: tuple[ManifestClaim, ...]
    links: int
    findings: tuple[Problem, ...]
    bundle_id: str = ""
    sections: tuple[BuiltSection, ...] = ()
    declared: bool = False
