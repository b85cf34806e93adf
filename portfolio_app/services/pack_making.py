"""The files of a bundle folder, made one after the other and put in place together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from portfolio_app.domain import file_list, safe_names
from portfolio_app.domain.annex_table import annex_table
from portfolio_app.domain.bundle import BuiltBundle, BundlePlan, Inspection, PlanFile
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import Paper, PaperKind
from portfolio_app.domain.smaller import megabytes
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Progress, part
from portfolio_app.services import (
    bundle,
    bundle_folder,
    bundle_plan,
    compiling,
    hidden_left,
    out_of_date,
    pack_inspection,
    pack_names,
    proposal_paper,
    supplied,
)
from portfolio_app.services.papers import signed_words
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

PIECES = "05_Pieces"
_ANNEX = "06_Annex_A"
_COPIED = "A copy from the portfolio PDF, with its page numbers"
_PROPOSAL = {
    PaperKind.PROPOSAL: "Proposal.pdf",
    PaperKind.PRESENTATION: "Presentation.pdf",
    PaperKind.SIGN_OFF: "Sign_off.pdf",
}
_ROOM_TO_SPARE = 64 << 20  # bytes


def refuse_bad_folder(store: Store, folder: Path) -> None:
    """Refuse a place that holds anything but a bundle folder of this portfolio, or nothing.

    Raises:
        PortfolioError: something else is there, or the bundle that was handed in ("exists"), or
            the place can't be written to.
    """
    records = [each for each in queries.bundles.bundles(store) if each.folder == str(folder)]
    ours = pack_inspection.files_of_record(store, records[0].uid) if records else None
    if records and records[0].submitted_at and folder.exists():
        raise PortfolioError(
            f"{folder.name} holds the bundle that was handed in. Nothing was changed.",
            hint="Choose another folder.",
            code="exists",
        )
    bundle_folder.refuse_bad_folder(folder, store.folder, ours)


class Making:
    """One build of a folder. ``notes`` are findings of the files that were written.

    A portfolio PDF of more than ``most_bytes`` is refused; 0 takes any.
    """

    def __init__(
        self,
        store: Store,
        room: Workroom,
        folder: Path,
        options: BundleOptions,
        progress: Progress,
        *,
        draft: bool,
        most_bytes: int,
    ) -> None:
        self._store = store
        self._room = room
        self._folder = folder
        self._options = options
        self._progress = progress
        self._draft = draft
        self._most_bytes = most_bytes
        self._written: list[PlanFile] = []
        self.notes: list[Problem] = []

    def gateway(self, staging: Path) -> bundle.Done:
        """Make the portfolio with everything beside it in ``staging``, and put the folder in place.

        Raises:
            PortfolioError: the disk is full, a paper has no pages ("no-pages"), the PDF is too
                large ("too-large"), something was changed meanwhile ("stopped"), or the folder is
                not as promised ("not-as-promised").
            Cancelled: the progress raised it.
        """
        store, progress = self._store, self._progress
        first = bundle_plan.plan(store, draft=self._draft, options=self._options)
        prints = out_of_date.prints(store, first)
        of_papers = out_of_date.prints_of_papers(store, self._options, draft=self._draft)
        needed = sum(each.bytes for each in first.items) + _ROOM_TO_SPARE
        needed += sum(each.bytes for each in first.files)
        bundle_folder.refuse_without_room(self._folder, needed)
        papers = {
            bundle_plan.BESIDE[each.kind]: each
            for each in queries.papers.papers(store)
            if each.kind in bundle_plan.BESIDE
        }
        own = [each for each in first.files if each.path in papers]
        made_papers = {
            each.path: self._paper(
                staging, each.path, papers[each.path], first, part(progress, 0, 0.05)
            )
            for each in own
        }
        planned = replace(
            first, files=tuple(made_papers.get(each.path, each) for each in first.files)
        )
        self.notes += supplied.told(store, planned.items, self._options)
        with compiling.compiled(store, self._room, planned, part(progress, 0.05, 0.8)) as made:
            if made.bundle.bytes > self._most_bytes > 0:
                raise PortfolioError(
                    f"The PDF would have {megabytes(made.bundle.bytes)}, which is more than it "
                    "may.",
                    hint="Your previous bundle is still in place.",
                    code="too-large",
                )
            name = pack_names.portfolio_name(store, planned)
            portfolio = self._write(
                staging,
                name,
                f"The portfolio, {made.bundle.pages} pages",
                bundle_folder.chunks_of(made.file),
            )
            for each in planned.files:
                if each.path not in made_papers:
                    self._original(staging, each)
            self._annex(staging, planned, made.bundle)
            if self._options.item_pdfs:
                self._pieces(staging, planned, made, part(progress, 0.85, 0.93))
        compiling.refuse_hidden_since(store, first, prints)
        self._refuse_changed_papers(of_papers)
        held = [
            file_list.Held(each.ref, each.title, each.sha256) for each in planned.items if each.held
        ]
        files = self._finish(staging, planned, "Gateway bundle", held, first=portfolio)
        path = self._folder / portfolio.path
        return bundle.Done(planned, made, path, portfolio.sha256, prints, str(self._folder), files)

    def proposal(self, staging: Path) -> bundle.Done:
        """Make the proposal, its presentation and its sign-off, each a PDF, as ``gateway`` does.

        Raises:
            PortfolioError: also, neither of the first two is attached ("nothing-attached").
            Cancelled: the progress raised it.
        """
        store = self._store
        papers = [
            each for each in queries.papers.papers(store) if each.kind.profile is Profile.PROPOSAL
        ]
        if not any(each.kind is not PaperKind.SIGN_OFF for each in papers):
            raise PortfolioError(
                "No proposal and no presentation are attached, so there is nothing to build.",
                hint="Attach them first.",
                code="nothing-attached",
            )
        planned = bundle_plan.heading(store, draft=self._draft, options=self._options)
        prints = out_of_date.prints_of_papers(store, self._options, draft=self._draft)
        needed = 2 * sum(each.item.bytes for each in papers) + _ROOM_TO_SPARE
        bundle_folder.refuse_without_room(self._folder, needed)
        pages = links = 0
        problems: list[Problem] = []
        for number, each in enumerate(papers):
            name = ("Draft_" if self._draft else "") + _PROPOSAL[each.kind]
            share = part(
                self._progress, 0.8 * number / len(papers), 0.8 * (number + 1) / len(papers)
            )
            self._paper(staging, name, each, planned, share)
            found = pack_inspection.look_over(self._room, staging / name)
            problems += found.findings
            pages, links = pages + found.pages, links + found.links
        for original in supplied.supplied_papers(store, papers, self._options):
            self._original(staging, original)
        self._refuse_changed_papers(prints)
        first = self._written[0]
        size = sum(each.bytes for each in self._written)
        files = self._finish(staging, planned, "Proposal and presentation", ())
        built = BuiltBundle(pages, size, (), ())
        found = Inspection(pages, (), (), links, tuple(problems), planned.bundle_id)
        made = compiling.Made(self._folder / first.path, built, found)
        return bundle.Done(planned, made, made.file, first.sha256, prints, str(self._folder), files)

    def _refuse_changed_papers(self, prints: str) -> None:
        if out_of_date.prints_of_papers(self._store, self._options, draft=self._draft) != prints:
            raise PortfolioError(
                "The bundle wasn't built: a paper was changed while it was made.",
                hint="Your previous bundle is still in place. Build it again.",
                code="stopped",
            )

    # files

    def _write(
        self, staging: Path, path: str, what: str, chunks: Iterator[bytes] | Sequence[bytes]
    ) -> PlanFile:
        self._progress(f"Writing {path}", 0.82)
        made = bundle_folder.write(
            staging, path, what, chunks, lambda message, _: self._progress(message, 0.82)
        )
        self._written.append(made)
        return made

    def _original(self, staging: Path, planned: PlanFile) -> None:
        """Write an original, byte for byte as it was added."""
        chunks = self._store.vault.open(planned.sha256)
        made = self._write(staging, planned.path, planned.what, chunks)
        self._written[-1] = replace(made, ref=planned.ref, seconds=planned.seconds)

    def _paper(
        self, staging: Path, name: str, paper: Paper, planned: BundlePlan, progress: Progress
    ) -> PlanFile:
        """Write a paper's pages as a PDF of its own.

        Raises:
            PortfolioError: it has none ("no-pages").
        """
        words, item = paper.kind.words, paper.item
        if not item.pages:
            why = item.problem or "The file has no pages that can be shown."
            raise PortfolioError(
                f"The bundle wasn't built: “{words}” can't be made a PDF. {why}",
                hint="Save it as PDF in the program it was written with, and attach that.",
                code="no-pages",
            )
        if item.route.partition(" ")[0] == "simplified":
            told = (
                f"{words}: its pages are a text copy made by the app. Save it as PDF in the "
                "program it was written with, and attach that."
            )
            self.notes.append(
                Problem(Level.SHOULD_CHECK, "paper.text-copy", words, told, about_uid=item.uid)
            )
        progress(f"Reading {words}", 0.0)
        # Our own PDF keeps its tags, bookmarks and links: its pages need no copy.
        is_own = proposal_paper.is_own(self._store, paper) and not queries.hides.hides(
            self._store, item.uid
        )
        with scratch_folder(self._room, 3 * item.bytes + _ROOM_TO_SPARE) as scratch:
            copy, out = scratch / "copy.pdf", scratch / "paper.pdf"
            if is_own:
                copy.write_bytes(self._store.vault.get(item.sha256))
            else:
                copy.write_bytes(
                    compiling.copy_of(self._store, self._room, item.uid, words, progress)
                )
            arguments = {
                "copy": str(copy),
                "out": str(out),
                "title": words,
                "author": planned.apprentice if paper.kind in _PROPOSAL else "",
                "built": planned.built,
                "app": planned.app,
                "draft": self._draft,
                "as_it_is": is_own,
            }
            if is_own and not self._draft:
                out = copy
            else:
                self._room.call("write_paper", arguments, limits=COMPILING, progress=progress)
            what = f"{words}, {item.pages} page{'' if item.pages == 1 else 's'}"
            _, changed = signed_words(self._store, paper)
            if changed:
                what += f". {changed}"
            return self._write(staging, name, what, bundle_folder.chunks_of(out))

    def _annex(self, staging: Path, planned: BundlePlan, built: BuiltBundle) -> None:
        if not (self._options.annex_xlsx or self._options.annex_docx):
            return
        table = annex_table(planned, built)
        if self._options.annex_xlsx:
            from portfolio_app.sheets import annex as sheet

            content = sheet.workbook(planned, table)
            self._write(staging, f"{_ANNEX}.xlsx", "Annex A as an Excel workbook", [content])
        if self._options.annex_docx:
            from portfolio_app.docx import annex as text

            content = text.document(planned, table)
            self._write(staging, f"{_ANNEX}.docx", "Annex A as a Word document", [content])

    def _pieces(
        self, staging: Path, planned: BundlePlan, made: compiling.Made, progress: Progress
    ) -> None:
        """Write the pages of each piece, front sheet first, as a PDF of its own."""
        longest = pack_names.longest(self._store)
        titles = {each.uid: each.title for each in planned.items}
        with scratch_folder(self._room, made.bundle.bytes + _ROOM_TO_SPARE) as scratch:
            prefix = scratch / "piece"
            stretches: list[dict[str, Any]] = [
                {
                    "first": each.front,
                    "last": each.first_page + max(each.pages, 1) - 1,
                    "title": f"{each.ref} {titles[each.uid]}",
                    "out": f"{prefix}-{number}.pdf",
                }
                for number, each in enumerate(made.bundle.items)
            ]
            arguments = {
                "path": str(made.file),
                "out": str(prefix),
                "stretches": stretches,
                "built": planned.built,
            }
            self._room.call("extract", arguments, limits=COMPILING, progress=progress)
            for each, stretch in zip(made.bundle.items, stretches, strict=True):
                name = safe_names.file_name(each.ref, titles[each.uid], longest=longest)
                count = stretch["last"] - stretch["first"] + 1
                what = f"{_COPIED}: {each.ref}, {count} pages"
                out = Path(stretch["out"])
                self._write(staging, f"{PIECES}/{name}", what, bundle_folder.chunks_of(out))
                out.unlink()

    def _finish(
        self,
        staging: Path,
        planned: BundlePlan,
        called: str,
        held: Sequence[file_list.Held],
        first: PlanFile | None = None,
    ) -> tuple[PlanFile, ...]:
        """Write the list, prove the folder by reading it back, and put it in place."""
        ordered = sorted(self._written, key=lambda each: (each is not first, each.path))
        if self._options.file_list:
            draft = "Draft, not for submission. " if planned.draft else ""
            who = f" of {planned.apprentice}" if planned.apprentice.strip() else ""
            about = f"{draft}{called}{who}, built {planned.built_words}"
            text = file_list.written(planned.bundle_id, about, ordered, held)
            ordered.append(self._write(staging, safe_names.LIST_NAME, "This list", [text.encode()]))
        hidden_left.refuse_folder(
            self._store,
            self._room,
            planned,
            staging,
            [each.path for each in ordered],
            progress=part(self._progress, 0.93, 0.96),
        )
        wrong = pack_inspection.differences(staging, ordered, part(self._progress, 0.96, 0.99))
        if wrong:
            raise PortfolioError(
                "The bundle was built but the folder did not pass its own reading back: "
                + " ".join(each.message for each in wrong[:3]),
                hint="Nothing was exported. Your previous bundle is still in place.",
                code="not-as-promised",
            )
        self._progress("Saving", 0.99)
        refuse_bad_folder(self._store, self._folder)  # something may have come there meanwhile
        bundle_folder.put_in_place(staging, self._folder)
        return tuple(ordered)
