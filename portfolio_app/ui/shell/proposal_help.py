"""Help on the proposal: from its outline and words to what goes out and comes back."""

from __future__ import annotations

from collections.abc import Iterable

from portfolio_app.domain.day_points import KEPT
from portfolio_app.domain.proposal_coverage import RULE as KSB_RULE
from portfolio_app.domain.word_count import RULE
from portfolio_app.ui.kit.forms import Column


def proposal_help() -> Column:
    """Return the page; what usually counts comes from the data."""
    from portfolio_app.services import proposal_words

    parts = proposal_words.parts()
    column = Column("The proposal")
    column.heading("Outline")
    column.words(
        "An outline is offered: sections, what each is for, and a share of the words. None is "
        "compulsory, and titles, order and targets are yours; where your EPAO names sections, use "
        "those. Alt+Up and Alt+Down move a section with all that is in it. What a section is for "
        "is shown in the outline and never printed."
    )
    column.heading("How words are counted")
    column.words(RULE)
    column.words(
        "These parts usually count: "
        + _listed(each.title for each in parts.parts if each.counts)
        + ". These usually don't: "
        + _listed(each.title for each in parts.parts if not each.counts)
        + ". What counts is yours to choose: Proposal, What is counted?, and check with your EPAO."
    )
    column.words(
        "A citation counts as it is printed: “(E07, p. 4)” is three words. A heading's number, a "
        "bullet and the number of a list's point are a part of their own, because LibreOffice "
        "counts each as a word. Text that stands for a picture, the purpose of a section and tags "
        "of KSBs never count: nobody reads them in the text."
    )
    column.words(
        "The count that a file carries is often older than its words. Open the exported file and "
        "let LibreOffice or Word count it again; that count has everything in the file, the title "
        "page, contents, references, appendices and annex too. The counting was compared with "
        "LibreOffice's on ten real texts: it differs by less than one word in a hundred. Word "
        "itself was not tried."
    )
    column.heading("Pasting")
    column.words(
        "What you paste from Word, LibreOffice, Google Docs, mail or the web keeps what the "
        "proposal knows: headings, lists, bold and italic, quotations, footnotes, tables, and "
        "pictures that were copied with it. Fonts, colours, comments, scripts and pictures that "
        "lie on the web are left out, nothing is fetched, and a line above the text says what was "
        "kept and what was not. Paste as words alone leaves out everything but the words."
    )
    column.heading("Spelling")
    column.words(
        "Words that a British English dictionary does not know are underlined with a wave. It is "
        "on this computer; no word leaves it. Names in your portfolio, words in capitals, words "
        "with figures and addresses are left alone; endings in -ise and -ize are both right. F7 "
        "goes to the next such word and opens its menu, the Menu key opens it where you are. Words "
        "that you add belong to this portfolio; Proposal, My words lists them."
    )
    column.heading("Tables and figures")
    column.words(
        "A table is plain, or works out its figures: an options appraisal its totals, costs their "
        "totals and payback, risks their scores. What can't be read as a number is said, and how "
        "each figure comes about stands below the table. A figure is kept without what a camera "
        "writes into it, such as the place; it needs a caption, and words for who can't see it."
    )
    column.heading("Find and replace")
    column.words(
        "Ctrl+F finds words in the text, in tables and in captions, never in a citation. Enter "
        "goes to the next place, Shift+Enter to the one before. Replace all is one step that undo "
        "takes back."
    )
    column.heading("Evidence that is cited")
    column.words(
        "A citation names the passage, not its page: it follows every renumbering. While you draft "
        "it prints the piece and its page, “E07, p. 4”. Once a final portfolio is built, and "
        "nothing that it prints was changed since, it prints the page of that one file, "
        "“Portfolio p. 47”. When you say that a portfolio was handed in, its pages hold for good: "
        "that is what the assessor has. A citation is marked when its piece is in the bin, not on "
        "the shortlist or never to leave, when its passage waits to be placed, and when a part of "
        "it is hidden. Something you read is cited as “Reading: title, p. 3”: it is in no bundle."
    )
    column.heading("References")
    column.words(
        "References are typed, dropped as RIS or BibTeX files, or begun from a PDF, whose fields "
        "are to be checked. They are printed in the Harvard style; where universities differ, you "
        "choose. What is missing, cited without a reference, listed and not cited, or listed twice "
        "is marked. A damaged entry is kept as it came. A document dropped on the list or on the "
        "form can be kept in Reading, which is never evidence, and opens from its reference."
    )
    column.heading("KSBs in the text")
    column.words(
        f"{KSB_RULE} Tag the paragraph that shows a KSB; the margin shows its tags, and the annex "
        "of the exported proposal is made of them. A tag stays with the statement's wording when "
        "you accept another list, whatever its code is then."
    )
    column.heading("Exporting")
    column.words(
        "Proposal, Export writes a Word document or a PDF: title page, contents, text, references, "
        "appendices and the KSBs with their sections and pages. Both say the same words. Aims, "
        "purposes, tags and everything else of the portfolio stay here. Word asks once whether to "
        "update the fields; Yes puts the page numbers of the contents right. With your "
        "organisation's own template its styles, header, footer and page size are used and its own "
        "text is not. An earlier export of ours is replaced; a file that somebody changed never is."
    )
    column.heading("A Word copy that comes back")
    column.words(
        "Proposal, Bring back a Word copy shows what a reviewer changed, tracked or not, beside "
        "what you have, with their comments beside the paragraph. T takes a change, L leaves it; "
        "nothing changes until you take what is marked, which is one step after a restore point. "
        "Paragraphs are known again by their words: moved, reworded, divided and joined ones keep "
        "their tags. A citation stays live where its words stand as they were exported; where "
        "somebody changed them, their words are kept as words and the citation is told as lost. "
        "What isn't found again is listed, never guessed. What you wrote after the export stays. "
        "Changes on the title page, in the references and in the annex are told, not taken: every "
        "export makes those anew. Copies that LibreOffice saved were tried; those that Word and "
        "Google Docs save were not. The file is kept as it came."
    )
    column.heading("Importing a Word document")
    column.words(
        "Proposal, Import a Word document lets any .docx be the proposal: headings, lists, "
        "quotations, bold and italic, tables, pictures with captions, and footnotes. Citations and "
        "references are words. What was left out is said, and what was written before is a restore "
        "point."
    )
    column.heading("Restore points")
    column.words(
        "How the proposal was is kept before your first change of a day, before anything that "
        "changes much, whenever it is exported, and whenever you give it a name. Two of them, or "
        "one and how it is now, stand side by side: what was added is underlined, what was removed "
        "is struck through. Going back is one step that undo takes back, and how it was before is "
        "kept first. " + KEPT
    )
    column.heading("The twelve weeks")
    column.words(
        "What could be read of the plan names two dates that may start the clock: the gateway, and "
        "the approval of the scope. Until you type the date that your EPAO counts from, the "
        "earlier one is used and called “earliest reading, not confirmed”. Before the clock the "
        "outline, sources, evidence and tables can be made, but no text, unless your plan or your "
        "EPAO allows it: who said so, and when, is noted."
    )
    column.heading("Scope, sign-off and presentation")
    column.words(
        "The scope is counted against your standard's limit and becomes one page to agree and "
        "sign. The sign-off is asked for as an observation, or attached as it was signed; this app "
        "never says that something is signed when it isn't. Slides are attached as a file. The "
        "timer and the question cards are for practice: nothing of them is in any bundle."
    )
    column.words(parts.source + ".", "caption")
    return column


def _listed(titles: Iterable[str]) -> str:
    words = [each[:1].lower() + each[1:] for each in titles]
    return "; ".join(words).replace("kSB", "KSB")
