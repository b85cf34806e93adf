"""What a person chooses about a bundle: which pack, how its pages look, what goes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Which pack is built: the portfolio for gateway, or the proposal with its presentation."""

    GATEWAY = "gateway"
    PROPOSAL = "proposal"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {"gateway": "Gateway", "proposal": "Proposal and presentation"}[self.value]


class FrontSheets(StrEnum):
    """How much a front sheet says: EPAOs differ on narrative."""

    CONTEXT = "context"
    PART = "part"
    CLAIMS = "claims"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "context": "Context and claims",
            "part": "With “My part”",
            "claims": "Claims only",
        }[self.value]


class AnnexPlace(StrEnum):
    """Where annex A stands."""

    AFTER_CONTENTS = "after-contents"
    END = "end"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {"after-contents": "After contents", "end": "At the end"}[self.value]


class PagesShown(StrEnum):
    """Which pages of a piece are shown. ``USUAL``: long pieces in part, all others whole."""

    USUAL = "usual"
    CLAIMED = "claimed"
    ALL = "all"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "usual": "Long pieces in part",
            "claimed": "Only claimed pages and one either side",
            "all": "Every page",
        }[self.value]


class Pictures(StrEnum):
    """How finely pictures are kept. ``ORIGINAL`` keeps them as they are."""

    ORIGINAL = "original"
    PRINT = "print"
    SCREEN = "screen"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "original": "As they are",
            "print": "For print (200 dots an inch)",
            "screen": "For the screen (110 dots an inch)",
        }[self.value]

    @property
    def dots(self) -> int:
        """The most dots an inch a picture keeps on the page; 0 keeps them as they are."""
        return {"original": 0, "print": 200, "screen": 110}[self.value]


@dataclass(frozen=True, slots=True)
class BundleOptions:
    """The choices of one profile. ``limit_mb`` is the size limit typed by the person, 0 if none.

    ``marks`` off prints flags only: evidence pages carry no coloured marks.
    ``proposal_ksbs``: KSBs assessed by the proposal only are listed in annex A, greyed.
    ``originals`` puts the untouched originals of signed pieces and forms into the folder, where D19
    lets them travel. Nothing is ever embedded in the PDF. ``whole_folder`` is what
    the window's Build makes: the folder with everything beside the PDF, or the PDF alone.
    ``also_originals`` are further items, by uid, whose originals the person wants in the folder.
    """

    profile: Profile = Profile.GATEWAY
    front_sheets: FrontSheets = FrontSheets.CONTEXT
    annex: AnnexPlace = AnnexPlace.AFTER_CONTENTS
    large_print: bool = False
    proposal_ksbs: bool = True
    pages: PagesShown = PagesShown.USUAL
    marks: bool = True
    pictures: Pictures = Pictures.ORIGINAL
    scope: bool = True
    recordings: bool = True
    originals: bool = True
    file_list: bool = True
    item_pdfs: bool = False
    annex_xlsx: bool = False
    annex_docx: bool = False
    limit_mb: float = 0
    dots: int = 0
    quality: int = 0
    whole_folder: bool = True
    also_originals: tuple[str, ...] = ()
