"""Building from the window: the question before, the job, and what is said when it did not work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.assessment.build_card import BuildCard
from portfolio_app.ui.assessment.compile_state import CompileState, day, without_safety
from portfolio_app.ui.assessment.place_row import PlaceRow
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.messages import CANCEL, Answer, Message
from portfolio_app.ui.kit.workspace import Workspace

_REF = re.compile(r"\bE\d{2,}\b")
_PAGE = re.compile(r"\bpage (\d+)\b")


class Building(QObject):
    """The one build that may run. ``built`` carries what was made (a Built or a Pack)."""

    built = Signal(object)

    def __init__(self, workspace: Workspace, card: BuildCard, place: PlaceRow) -> None:
        super().__init__(card)
        self._workspace = workspace
        self._card = card
        self._place = place
        self._state: CompileState | None = None
        self._is_draft = False
        self._job = 0
        workspace.jobs_changed.connect(self._on_jobs_changed)
        card.cancel_wanted.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether a build is running."""
        return bool(self._job)

    def begin(self, state: CompileState, *, is_draft: bool) -> None:
        """Build what is chosen; ask first when something that is not ours lies at its place."""
        if self._job:
            return
        self._state, self._is_draft = state, is_draft
        out = self._place.out
        if _is_foreign(out, state, is_folder=self._place.is_folder):
            replace = Message(
                self.tr("There is already something called {0}.").format(out.name),
                safe=self.tr("It was not built by this portfolio, and is as it was."),
                next=self.tr("Replace it, or choose another place."),
                level="warn",
            )
            if self._place.is_folder:
                answers = [Answer("other", self.tr("Choose another place"), "primary"), CANCEL]
            else:
                answers = [
                    Answer("other", self.tr("Choose another place"), "primary"),
                    Answer("replace", self.tr("Replace it")),
                    CANCEL,
                ]
            messages.ask(self._card, replace, answers, self._on_place_answered)
            return
        self._start()

    def begin_again(self, state: CompileState) -> None:
        """Build as before, after something was left out."""
        self._state = state
        self._start()

    def cancel(self) -> None:
        """Ask the running build to stop."""
        if self._job:
            self._workspace.cancel(self._job)

    def _on_place_answered(self, answer: str) -> None:
        if answer == "replace":
            self._start()
        elif answer == "other":
            self._place.choose()

    def _start(self) -> None:
        state = self._state
        if state is None:
            return
        self._card.show_no_trouble()
        verb, place = _verb(is_folder=self._place.is_folder), self._place.out
        self._job = self._workspace.start(
            self.tr("Building {0}").format(place.name),
            verb,
            place,
            options=state.options,
            draft=self._is_draft,
            then=self._on_built,
            failed=self._on_failed,
        )
        self._on_jobs_changed()

    def _on_jobs_changed(self) -> None:
        running = next((job for job in self._workspace.jobs if job.token == self._job), None)
        if self._job and running is not None:
            self._card.show_running(running)

    def _on_built(self, made: Any) -> None:
        self._end()
        words = self.tr("The bundle is built: {0}, {1} pages.")
        announcer().say(words.format(made.path.name, made.bundle.pages))
        if Topic.SHORTLIST in made.changes.topics:  # the first final one fixed the E-numbers
            self._workspace.tell(made.changes.summary)
        self.built.emit(made)

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        last = self._state.last if self._state is not None else None
        safe = self.tr("Nothing was exported.")
        if last is not None and last.state == "there":
            built = day(last.record.built_at)
            safe = self.tr("Your previous bundle, from {0}, is still in place.").format(built)
        if isinstance(error, Cancelled):
            self._card.show_trouble(self.tr("The build was cancelled."), safe, level="notice")
            announcer().say(self.tr("The build was cancelled."))
        elif isinstance(error, PortfolioError):
            ref, page = _about(error)
            if "Nothing was changed." in error.message:
                safe = ""  # it says so itself, and what lies there may be another file by now
            rest = f"{safe} {without_safety(error.hint)}".strip()
            self._card.show_trouble(error.message, rest, ref=ref, page=page)
            announcer().say(error.message, urgent=True)
        else:
            self._card.show_trouble(self.tr("The bundle wasn't built."), safe)
            self._workspace.trouble.emit(error)

    def _end(self) -> None:
        self._job = 0
        self._card.show_running(None)


def _verb(*, is_folder: bool) -> Any:
    from portfolio_app.services import bundle

    if is_folder:
        from portfolio_app.services import pack

        return pack.build_pack
    return bundle.build


def _is_foreign(out: Path, state: CompileState, *, is_folder: bool) -> bool:
    """Whether something lies at the place that this portfolio did not put there."""
    if is_folder:
        known = {Path(each.record.folder) for each in state.bundles if each.record.folder}
        return out not in known and out.is_dir() and any(out.iterdir())
    return out.is_file() and out not in {each.path for each in state.bundles}


def _about(error: PortfolioError) -> tuple[str, int]:
    """Return the E-number, and the page of it, that a refusal names; "" and 0 for none."""
    if error.code not in ("stopped", "hidden-left"):
        return "", 0
    ref, page = _REF.search(error.message), _PAGE.search(error.message)
    return (ref.group() if ref else "", int(page.group(1)) if page and ref else 0)
