"""Every action of the app in one place: text, shortcut, tip, icon, and where its menu item stands.

The shell builds the menus from this table. What an action does is said by whoever can do it: the
shell for its own, and the page in view through ``Page.handlers`` for the rest. A page that cannot
do it now says why, and that stands in the tip: unavailable actions stay visible.

An area that needs a new action adds a line to TABLE. Keys of one letter do not belong here: they
act only while their view has the focus, and the view handles them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from portfolio_app.ui.kit import icons

Handler = Callable[[], None] | str  # what to do, or the plain sentence why it cannot be done now

ALSO = {"redo": ("Ctrl+Y",), "find": ("Ctrl+H",)}  # keys that other programs use for the same


@dataclass(frozen=True, slots=True)
class Spec:
    """One line of the table. ``menu`` "" keeps it out of the menus; "-" in ``name`` is a line."""

    name: str
    menu: str = ""
    text: str = ""
    keys: str = ""
    tip: str = ""
    icon: str = ""
    checkable: bool = False
    of_page: bool = False  # done by the page in view


FILE, EDIT, VIEW, EVIDENCE, OBSERVATIONS, PROPOSAL, PLAN, ASSESSMENT, HELP = (
    "&File", "&Edit", "&View", "E&vidence", "&Observations", "&Proposal", "P&lan", "&Assessment",
    "&Help",
)  # fmt: skip
# What leaves, in the submenu File, Export; of other menus they stand there as well.
EXPORTS = (
    "compile", "export_proposal", "save_form", "export_review_pack", "crib_cards", "export_hours",
    "gateway_checklist", "calendar_file", "export_mapping", "export_everything",
)  # fmt: skip
MENUS = (FILE, EDIT, VIEW, EVIDENCE, OBSERVATIONS, PROPOSAL, PLAN, ASSESSMENT, HELP)

TABLE = (
    Spec("new_portfolio", FILE, "&New portfolio…", "", "Start another portfolio",
         "folder-plus"),
    Spec("open_portfolio", FILE, "&Open portfolio…", "Ctrl+O", "Open another portfolio",
         "folder-open"),
    Spec("-", FILE),
    Spec("add_files", FILE, "&Add evidence files…", "Ctrl+Shift+O", "Choose files to add", "plus"),
    Spec("add_folder", FILE, "Add a &folder…", "", "Add every file of a folder", "folder-plus"),
    Spec("-", FILE),
    Spec("import_mapping", FILE, "Import a &mapping spreadsheet…", "",
         "Take over a mapping you kept in Excel or as CSV", "table"),
    Spec("export_review_pack", FILE, "Save the &review pack…", "",
         "Prepare the next review, and save its two pages", "calendar"),
    Spec("export_hours", FILE, "Save the off-the-job &time…", "", "As PDF, CSV or Excel", "clock"),
    Spec("export_mapping", FILE, "Export the &mapping…", "",
         "Which KSB is claimed where, as CSV, Excel or JSON", "download"),
    Spec("export_everything", FILE, "Export &everything…", "",
         "All that is yours in one zip, to keep after the apprenticeship", "archive"),
    Spec("-", FILE),
    Spec("back_up", FILE, "&Back up now", "", "Copy what is new to your backup place",
         "hard-drive"),
    Spec("restore_backup", FILE, "Res&tore from a backup…", "",
         "Make a portfolio again from its backup, in a new folder", "rotate-ccw"),
    Spec("recovery_key", FILE, "Save your &recovery key…", "", "Shown once, to be written down",
         "key-round"),
    Spec("check", FILE, "&Check portfolio", "", "Check the database and every stored file",
         "file-check"),
    Spec("-", FILE),
    Spec("quit", FILE, "&Quit", "Ctrl+Q", "Close the app; everything is saved"),
    Spec("undo", EDIT, "&Undo", "Ctrl+Z", "Take back the last change", "undo-2"),
    Spec("redo", EDIT, "&Redo", "Ctrl+Shift+Z", "Bring back what was undone", "redo-2"),
    Spec("-", EDIT),
    Spec("paste_evidence", EDIT, "Paste as &evidence", "Ctrl+Shift+E",
         "Keep what you copied (picture, text or files) as a new item", "paperclip"),
    Spec("paste_plain", EDIT, "Paste as &words alone", "Ctrl+Shift+V",
         "Paste what you copied without its headings, lists and tables", of_page=True),
    Spec("copy_locator", EDIT, "Copy &locator", "Ctrl+Shift+C",
         "Copy where this is, for example “E07, p. 4”", of_page=True),
    Spec("find", EDIT, "&Find in view", "Ctrl+F", "Filter this list, or find words",
         "search", of_page=True),
    Spec("search_all", EDIT, "Search &everything…", "Ctrl+Shift+F",
         "Find words in everything: pages, passages, notes, titles, KSBs", "search"),
    Spec("names_to_hide", EDIT, "&Names to hide…", "",
         "Look for names, numbers and addresses to hide before you export", "eye-off"),
    Spec("-", EDIT),
    Spec("preferences", EDIT, "&Preferences", "Ctrl+,", "You, appearance, keys and backups",
         "settings"),
    Spec("-", VIEW),
    Spec("back", VIEW, "&Back", "Alt+Left", "Back to where you were", "arrow-left"),
    Spec("forward", VIEW, "&Forward", "Alt+Right", "Forward again", "arrow-right"),
    Spec("palette", VIEW, "&Go to or find…", "Ctrl+K", "Go to a KSB, an item or an action",
         "search"),
    Spec("-", VIEW),
    Spec("details", VIEW, "&Details", "F8", "Show or hide the details pane", "panel-right",
         checkable=True),
    Spec("sidebar", VIEW, "&Sidebar", "F9", "Labels or icons only", "panel-left",
         checkable=True),
    Spec("page_or_text", VIEW, "Page or &text view", "F7", "See the page, or its words",
         "scroll-text", of_page=True),
    Spec("zoom_in", VIEW, "Zoom &in", "Ctrl+=", "Larger page", "zoom-in", of_page=True),
    Spec("zoom_out", VIEW, "Zoom &out", "Ctrl+-", "Smaller page", "zoom-out", of_page=True),
    Spec("zoom_reset", VIEW, "Fit page &width", "Ctrl+0", "As wide as the window", "maximize",
         of_page=True),
    Spec("-", VIEW),
    Spec("next_item", VIEW, "Ne&xt item", "Alt+PgDown", "The next item of the list",
         "arrow-down", of_page=True),
    Spec("previous_item", VIEW, "Pre&vious item", "Alt+PgUp", "The item before this one",
         "arrow-up", of_page=True),
    Spec("-", VIEW),
    Spec("text_larger", VIEW, "&Larger text", "Ctrl+Shift+=", "Larger text everywhere"),
    Spec("text_smaller", VIEW, "S&maller text", "Ctrl+Shift+-", "Smaller text everywhere"),
    Spec("text_normal", VIEW, "&Normal text size", "Ctrl+Shift+0", "Text at 100 %"),
    Spec("capture", EVIDENCE, "Quick &capture…", "Ctrl+N",
         "Keep in a sentence what has just happened", "pencil"),
    Spec("-", EVIDENCE),
    Spec("open_item", EVIDENCE, "&Open", "", "Open the item in the reader", "book-open",
         of_page=True),
    Spec("open_window", EVIDENCE, "Open in a second &window", "",
         "Beside this one, for two monitors", "external-link", of_page=True),
    Spec("claim", EVIDENCE, "&Map to KSBs", "Ctrl+Shift+K", "Say which KSB this shows", "link-2",
         of_page=True),
    Spec("claim_whole", EVIDENCE, "Map the &whole item", "", "Say what the whole item shows",
         "file-check", of_page=True),
    Spec("hide", EVIDENCE, "&Hide selection", "Ctrl+Shift+X",
         "Hide words or an area: nothing exported will hold it", "eye-off", of_page=True),
    Spec("load_pens", EVIDENCE, "&Load pens…", "", "Load a pen with a KSB: it claims at once",
         "highlighter", of_page=True),
    Spec("buddy_pack", EVIDENCE, "Pack for a b&uddy…", "",
         "A slice of the portfolio, with names hidden and pages to comment on", "mail"),
    Spec("buddy_comments", EVIDENCE, "Ta&ke in a buddy's comments…", "",
         "Comments of a pack that came back stand beside the pieces", "messages-square"),
    Spec("shortlist", EVIDENCE, "Add to or remove from &shortlist", "Ctrl+D",
         "Choose the item for the bundle, or not", "bookmark", of_page=True),
    Spec("-", EVIDENCE),
    Spec("rename", EVIDENCE, "&Rename", "F2", "Change the title", "pencil", of_page=True),
    Spec("bin", EVIDENCE, "Move to &bin", "Del", "Kept for 30 days; Undo brings it back", "trash-2",
         of_page=True),
    Spec("restore", EVIDENCE, "Restore from b&in", "", "Put it back in the library", "rotate-ccw",
         of_page=True),
    Spec("show_original", EVIDENCE, "Show ori&ginal file", "",
         "Open a read-only copy in its own program", "external-link", of_page=True),
    Spec("replace", EVIDENCE, "Replace with ne&wer version…", "",
         "Every passage is found again or kept to place", "rotate-ccw", of_page=True),
    Spec("earlier_files", EVIDENCE, "&Earlier versions…", "",
         "The files this item had before", "archive", of_page=True),
    Spec("split", EVIDENCE, "Split into pa&rts…", "",
         "Make items of its chapters or chosen pages", "layers", of_page=True),
    Spec("make_pdfs", EVIDENCE, "Make P&DFs in Word…", "",
         "Write the shortlisted Office files to a folder, to save each as PDF", "download"),
    Spec("take_pdfs", EVIDENCE, "&Take PDFs back…", "",
         "Use the PDFs you made as the pages of those files", "rotate-ccw"),
    Spec("unlock", EVIDENCE, "Enter &password…", "", "Read a file that is locked with a password",
         "lock-open", of_page=True),
    Spec("new_request", OBSERVATIONS, "&New request…", "Ctrl+Shift+R",
         "Ask somebody to watch you and to write what they saw", "eye"),
    Spec("new_statement", OBSERVATIONS, "New s&tatement to sign…", "",
         "A statement of one page for somebody to sign", "signature"),
    Spec("statement_supplement", OBSERVATIONS, "Make a s&upplement…", "",
         "About the pieces that changed after the employer's statement", "signature",
         of_page=True),
    Spec("employer_statement", OBSERVATIONS, "&Employer's statement…", "",
         "With a schedule of every piece on the shortlist", "signature"),
    Spec("-", OBSERVATIONS),
    Spec("change_request", OBSERVATIONS, "C&hange the request…", "",
         "Go on with a draft, or make a new version of what was sent", "pencil", of_page=True),
    Spec("save_form", OBSERVATIONS, "Save &fillable PDF…", "",
         "The form, to be filled in with any PDF reader or by hand", "download", of_page=True),
    Spec("save_request_file", OBSERVATIONS, "Save &request file…", "",
         "The same PDF, for an observer who has this app", "save", of_page=True),
    Spec("draft_request", OBSERVATIONS, "&Draft email…", "",
         "The message, ready to copy or to open in your mail program", "mail", of_page=True),
    Spec("request_sent", OBSERVATIONS, "I have &sent it", "",
         "This app sends nothing: say when you have", "check", of_page=True),
    Spec("draft_reminder", OBSERVATIONS, "Draft a re&minder…", "",
         "A polite message, to send yourself", "clock", of_page=True),
    Spec("withdraw_request", OBSERVATIONS, "&Withdraw", "",
         "What went out and what came back is kept", "x", of_page=True),
    Spec("take_up_request", OBSERVATIONS, "Ta&ke it up again", "",
         "Ask again what was withdrawn", "rotate-ccw", of_page=True),
    Spec("-", OBSERVATIONS),
    Spec("attach_returned", OBSERVATIONS, "&Attach returned proforma…", "Ctrl+Shift+A",
         "A PDF, a scan, a photo or an e-mail that came back", "paperclip"),
    Spec("check_returned", OBSERVATIONS, "&Check what came back", "",
         "What can be trusted in it, and what can't", "file-check", of_page=True),
    Spec("-", OBSERVATIONS),
    Spec("plan_observations", OBSERVATIONS, "&Plan meetings…", "",
         "The fewest meetings that would close most gaps", "calendar"),
    Spec("chase_list", OBSERVATIONS, "Wh&om to chase", "",
         "What was sent and hasn't come back, the oldest first", "list"),
    Spec("insert_evidence", PROPOSAL, "Insert &evidence", "Ctrl+'",
         "Look for a passage and cite it where the caret is", "layers", of_page=True),
    Spec("insert_reference", PROPOSAL, "Insert &reference", "Ctrl+;",
         "Look for a reference and cite it where the caret is", "book-open", of_page=True),
    Spec("insert_table", PROPOSAL, "Insert &table…", "",
         "A table, an options appraisal, costs, risks or milestones", "table", of_page=True),
    Spec("insert_figure", PROPOSAL, "Insert &figure…", "",
         "A picture, with its caption and what it shows in words", "image", of_page=True),
    Spec("insert_note", PROPOSAL, "Insert foot&note…", "", "A note at the foot of the page", "",
         of_page=True),
    Spec("insert_cross", PROPOSAL, "Insert &cross-reference…", "",
         "“Table 2” or “Section 3.1”, which follows every renumbering", "link-2", of_page=True),
    Spec("-", PROPOSAL),
    Spec("style_body", PROPOSAL, "&Body", "Ctrl+Alt+0", "Let the paragraph be body text",
         of_page=True),
    Spec("style_heading_1", PROPOSAL, "Heading &1", "Ctrl+Alt+1", "A section", of_page=True),
    Spec("style_heading_2", PROPOSAL, "Heading &2", "Ctrl+Alt+2", "A part of a section",
         of_page=True),
    Spec("style_heading_3", PROPOSAL, "Heading &3", "Ctrl+Alt+3", "A part of a part",
         of_page=True),
    Spec("style_appendix", PROPOSAL, "&Appendix heading", "", "Begin an appendix", of_page=True),
    Spec("style_quote", PROPOSAL, "&Quotation", "Ctrl+Alt+Q", "Let the paragraph be a quotation",
         of_page=True),
    Spec("style_bullet", PROPOSAL, "Bulleted &list", "Ctrl+Shift+8", "Points; Tab sinks a level",
         of_page=True),
    Spec("style_number", PROPOSAL, "Numbered list", "Ctrl+Shift+7", "Numbers; Tab sinks a level",
         of_page=True),
    Spec("strong", PROPOSAL, "Bold", "Ctrl+B", "Let what is selected be bold", of_page=True),
    Spec("emphasis", PROPOSAL, "&Italic", "Ctrl+I", "Let what is selected be italic",
         of_page=True),
    Spec("-", PROPOSAL),
    Spec("bring_back", PROPOSAL, "Brin&g back a Word copy…", "",
         "What a reviewer changed and said, to be taken or left", "undo-2", of_page=True),
    Spec("import_word", PROPOSAL, "I&mport a Word document…", "",
         "Let a Word document be the proposal", "file-text", of_page=True),
    Spec("check_proposal", PROPOSAL, "C&heck proposal", "",
         "Words, sign-off, KSBs, citations, captions, names", "file-check", of_page=True),
    Spec("export_proposal", PROPOSAL, "E&xport the proposal…", "",
         "As Word or PDF, for others to read", "download", of_page=True),
    Spec("restore_points", PROPOSAL, "Restore &points…", "",
         "Name how it is now, compare, go back", "clock", of_page=True),
    Spec("proposal_weeks", PROPOSAL, "&Dates and weeks…", "",
         "The dates of the twelve weeks, and what is to be done", "calendar", of_page=True),
    Spec("what_counts", PROPOSAL, "What is co&unted…", "", "Which parts count as words",
         "circle-help", of_page=True),
    Spec("next_unknown", PROPOSAL, "Next unknown word", "Alt+F7",
         "Go to the next word the dictionary does not know, with what may be meant", of_page=True),
    Spec("mark_unknown", PROPOSAL, "Underline un&known words", "",
         "Spelling in British English, on this computer", of_page=True, checkable=True),
    Spec("my_words", PROPOSAL, "My &words…", "", "Words you taught the dictionary", of_page=True),
    Spec("-", PROPOSAL),
    Spec("show_outline", PROPOSAL, "&Outline panel", "", "Show or hide the outline",
         of_page=True),
    Spec("show_side", PROPOSAL, "Panels be&side the text", "",
         "Show or hide evidence, references and KSBs", of_page=True),
    Spec("focus_mode", PROPOSAL, "Focus mode", "F11", "The text alone; Esc or F11 leaves",
         "maximize", of_page=True, checkable=True),
    Spec("typewriter", PROPOSAL, "T&ypewriter scrolling", "",
         "Keep the line you write in the middle", of_page=True, checkable=True),
    Spec("log_hours", PLAN, "&Log off-the-job time…", "Ctrl+L",
         "A day, minutes and what it was", "clock"),
    Spec("import_hours", PLAN, "&Import off-the-job time…", "",
         "Your provider's record, as CSV or Excel", "table"),
    Spec("add_module", PLAN, "Add a &module…", "", "With its dates and its reading list",
         "book-open"),
    Spec("add_event", PLAN, "Add an &event…", "", "A workshop, a block, a visit", "calendar"),
    Spec("plan_break", PLAN, "&Break in learning…", "",
         "What it moves is shown before anything is changed", "clock"),
    Spec("additional_time", PLAN, "&Additional time…", "",
         "Days added to the programme, and what they move", "clock"),
    Spec("calendar_file", PLAN, "Save a &calendar file…", "",
         "Everything dated, for the calendar you use", "download"),
    Spec("prepare_review", PLAN, "&Prepare for meeting…", "",
         "What changed since the last review, and what to raise", "calendar"),
    Spec("learning_plan", PLAN, "Learning pla&n", "",
         "Goals, what you will do, who helps, by when", "list"),
    Spec("weekly_reminder", PLAN, "&Weekly reminder…", "",
         "A day and a time for the weekly ten minutes", "bell"),
    Spec("programme", PLAN, "&Your programme", "",
         "What it says, its dates, another one, a shorter length", "graduation-cap"),
    Spec("gateway", ASSESSMENT, "&Gateway list", "",
         "What is left before the gateway, and whose it is", "graduation-cap"),
    Spec("gateway_checklist", ASSESSMENT, "Save gateway check&list…", "",
         "The list as a PDF for the gateway meeting", "download"),
    Spec("compile", ASSESSMENT, "&Compile bundle", "Ctrl+E", "Build the PDF for your assessor",
         "package-check"),
    Spec("rehearse", ASSESSMENT, "&Rehearse", "Ctrl+R",
         "Practice questions by the clock, with your evidence behind them", "messages-square"),
    Spec("crib_cards", ASSESSMENT, "Cri&b cards…", "",
         "Your own prompts for each KSB, on screen or on paper; private", "file-text"),
    Spec("discussion", ASSESSMENT, "&Discussion mode", "F5",
         "Find any page of your bundle while others wait", "maximize"),
    Spec("results", ASSESSMENT, "Res&ults", "",
         "Results as your EPAO told you, and the bundles handed in", "file-check"),
    Spec("shortcuts", HELP, "&Keyboard shortcuts", "Ctrl+/", "Every shortcut on one page", "list"),
    Spec("where_data", HELP, "&Where your data is kept", "", "The folder, the key, the backup",
         "hard-drive"),
    Spec("compare_standard", HELP, "Co&mpare with the official text", "",
         "Paste the official list of KSBs and see what differs", "scroll-text"),
    Spec("standard_sources", HELP, "&Standard version and sources", "",
         "Which standard, from where", "scroll-text"),
    Spec("about", HELP, "&About", "", "Version and licences", "info"),
    Spec("notices", VIEW, "N&otices", "", "Everything that was said, newest first", "bell"),
    Spec("focus_toast", "", "Go to the notice", "Ctrl+Shift+N", "Move the focus to the notice"),
    Spec("next_pane", "", "Next pane", "F6", "Sidebar, header, content, details, status bar"),
    Spec("previous_pane", "", "Previous pane", "Shift+F6", "The same, backwards"),
)  # fmt: skip


class Actions(QObject):
    """All actions, by name: ``actions["undo"]``. One set a window, which owns them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._specs: dict[str, Spec] = {}
        for spec in TABLE:
            if spec.name != "-":
                self._make(spec)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def spec(self, name: str) -> Spec:
        """Return an action's line of the table.

        Raises:
            KeyError: there is no action of that name.
        """
        return self._specs[name]

    @property
    def of_page(self) -> tuple[str, ...]:
        """The names of the actions that the page in view does."""
        return tuple(name for name, spec in self._specs.items() if spec.of_page)

    def show_icon(self, name: str) -> None:
        """Draw an action's icon: done when its menu or button is first shown."""
        if self._specs[name].icon and self._actions[name].icon().isNull():
            icons.put(self._actions[name], self._specs[name].icon)

    def allow(self, name: str, reason: str = "") -> None:
        """Make an action available, or say in its tip why it is not now."""
        action = self._actions[name]
        action.setEnabled(not reason)
        tip = reason or self.tr(self._specs[name].tip)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({keys})" if keys and not reason else tip)
        action.setStatusTip("")

    def _make(self, spec: Spec) -> None:
        action = QAction(self.tr(spec.text), self)
        action.setObjectName(spec.name)
        if spec.keys:
            also = ALSO.get(spec.name, ())
            action.setShortcuts([QKeySequence(each) for each in (spec.keys, *also)])
        action.setCheckable(spec.checkable)
        self._actions[spec.name] = action
        self._specs[spec.name] = spec
        self.allow(spec.name)
