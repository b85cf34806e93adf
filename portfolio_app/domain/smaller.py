"""How finely pictures are kept in a bundle, step by step, and what each piece costs in bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portfolio_app.domain.options import BundleOptions, Pictures

MEGABYTE = 1_000_000  # as portals and file managers count


@dataclass(frozen=True, slots=True)
class PictureStep:
    """The most dots an inch a picture keeps on the page, and the JPEG quality (1 to 95)."""

    dots: int
    quality: int

    @property
    def words(self) -> str:
        """The words on screen."""
        return f"{self.dots} dots an inch, quality {self.quality}"


_QUALITY = {Pictures.PRINT: 82, Pictures.SCREEN: 75}
# From the gentlest to the hardest: first fewer dots, then less quality, then both.
STEPS = (
    PictureStep(200, 82),
    PictureStep(150, 80),
    PictureStep(110, 75),
    PictureStep(110, 60),
    PictureStep(96, 50),
    PictureStep(72, 45),
    PictureStep(72, 30),
)


def step_of(options: BundleOptions) -> PictureStep | None:
    """Return how finely these choices keep pictures; None keeps them as they are."""
    if options.dots:
        return PictureStep(options.dots, options.quality or 75)
    if options.pictures is Pictures.ORIGINAL:
        return None
    return PictureStep(options.pictures.dots, _QUALITY[options.pictures])


def with_step(options: BundleOptions, step: PictureStep | None) -> BundleOptions:
    """Return the choices with pictures kept as this step says; None: as ``pictures`` says."""
    if step is None:
        return replace(options, dots=0, quality=0)
    return replace(options, dots=step.dots, quality=step.quality)


def steps_from(step: PictureStep | None) -> tuple[PictureStep, ...]:
    """Return the steps that are harder than the one in force."""
    if step is None:
        return STEPS
    return tuple(
        each for each in STEPS
        if each.dots <= step.dots and each.quality <= step.quality and each != step
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weight:
    """What one piece's shown pages weigh, in bytes: all of them, and the pictures among that."""

    uid: str
    bytes: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What one piece costs in the bundle, in bytes. ``kept`` says why it is never touched, or "".

    ``pictures`` of ``bytes`` are pictures: only they can become smaller.
    """

    uid: str
    ref: str
    title: str
    bytes: int
    pictures: int
    kept: str = ""

    @property
    def words(self) -> str:
        """A line for a list: "E07 12.4 MB"."""
        return f"{self.ref} {megabytes(self.bytes)}"


def megabytes(count: int) -> str:
    """Return bytes as people say them: "12.4 MB"; never "0.0 MB" for something."""
    return f"{max(count / MEGABYTE, 0.1 if count else 0.0):.1f} MB"
