"""The parts of a form on screen, one after the other, with the words that are printed on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain import forms
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import LineKind, line_field, of_party
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb, ScheduleRow, Seen, Whose
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observer.entries import Choices, Entries, GrowingField, Tick

_KINDS = {"K": KsbKind.KNOWLEDGE, "S": KsbKind.SKILL, "B": KsbKind.BEHAVIOUR}


def form_parts(
    content: FormContent, words: FormWords, entries: Entries, party: int = 1
) -> list[QWidget]:
    """Return the widgets of a form up to its signature, and take their fields into ``entries``.

    ``party`` counts from 1: whose part is answered, where several sign the one form.
    """
    made = [_facts(content, words, entries)]
    if content.kind.is_record:
        return [*made, *_said(content), _part(content, words, entries, party)]
    if content.kind is FormKind.OBSERVATION:
        made += [_account(words, entries), _ksbs(content, words, entries), _rest(words, entries)]
    elif content.kind is FormKind.EMPLOYER_STATEMENT:
        made.append(_schedule(content, words, entries))
    made.append(_confirmation(content, words, entries))
    return made


def _said(content: FormContent) -> list[QWidget]:
    """Return what a record says, title by title."""
    made = []
    for line in content.lines:
        if line.kind is LineKind.SAID:
            holder, column = _column("xs")
            if line.title:
                column.addWidget(label(line.title, "strong", wrap=True))
            column.addWidget(_statement(line.text))
            made.append(holder)
    return made


def _part(content: FormContent, words: FormWords, entries: Entries, party: int) -> QWidget:
    """Return what one party ticks and answers."""
    holder, column = _column()
    one = len(content.parties) == 1
    role = content.parties[party - 1].role if 0 < party <= len(content.parties) else ""
    title = (
        words.say("answer.title", number=party + 1)
        if one
        else words.say("answer.title_of", number=party + 1, role=role)
    )
    column.addWidget(heading(title, words.say("answer.note")))
    for number, line in enumerate(content.lines, 1):
        if not line.is_for(party):
            continue
        name = of_party(line_field(number), party)
        if line.kind is LineKind.TICK:
            _stated(column, entries, name, line.text)
        else:
            _words(column, entries, name, line.text, 3)
    return holder


class _Stated(QLabel):
    """The words of a statement: a click on them ticks it, as a click on its box does."""

    def __init__(self, words: str, tick: Tick) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(words)
        self.setBuddy(tick)
        self._tick = tick

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the release goes to whatever lies below

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._tick.click()


def _stated(column: QVBoxLayout, entries: Entries, name: str, words: str) -> None:
    """Lay out a tick with its statement beside it: it may be longer than a line."""
    if not entries.asks(name):
        return
    tick = Tick("")
    tick.setAccessibleName(words)
    entries.add(name, tick)
    told = _Stated(words, tick)
    row = QHBoxLayout()
    row.setSpacing(theme().space("sm"))
    row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(told, 1)
    column.addLayout(row)


def who(words: FormWords, entries: Entries, party: int = 1) -> QWidget:
    """Return the fields of who signs, when, and how they can be reached."""
    holder, column = _column()
    for name, key in (
        (forms.NAME, "name"),
        (forms.JOB_TITLE, "job_title"),
        (forms.ORGANISATION, "organisation"),
        (forms.RELATIONSHIP, "relationship"),
        (forms.CONTACT, "contact"),
    ):
        _line(column, entries, of_party(name, party), words.say(f"sign.{key}"))
    signed_on = of_party(forms.SIGNED_ON, party)
    if entries.asks(signed_on):
        title = words.say("sign.date")
        day = DayField(title)
        day.setMaximumWidth(theme().px(220))
        entries.add(signed_on, day)
        column.addWidget(above(title, day))
    return holder


def heading(title: str, note: str = "") -> QWidget:
    """Return a part's heading with what it says beside it, on a line of its own."""
    holder, column = _column("xxs")
    column.addWidget(label(title, "subtitle", wrap=True))
    if note:
        column.addWidget(label(note, "caption", wrap=True))
    return holder


def _facts(content: FormContent, words: FormWords, entries: Entries) -> QWidget:
    """Return part 1: what the apprentice's side fixed, and whether it is right."""
    holder, column = _column()
    column.addWidget(heading(words.say("part1.title"), words.say("part1.note")))
    card = QFrame()
    card.setProperty("look", "card")
    form = QFormLayout(card)
    form.setContentsMargins(*[theme().space("lg")] * 4)
    form.setHorizontalSpacing(theme().space("lg"))
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for key, told in _told(content):
        if told and words.has(f"labels.{key}"):
            form.addRow(label(words.say(f"labels.{key}"), "muted"), label(told, wrap=True))
    column.addWidget(card)
    if content.statement and content.kind is FormKind.STATEMENT:
        column.addWidget(_statement(content.statement))
    if entries.asks(forms.FACTS_RIGHT):
        _facts_right(column, words, entries)
    return holder


def _facts_right(column: QVBoxLayout, words: FormWords, entries: Entries) -> None:
    question = words.say("part1.right")
    answers = [(forms.FACTS_YES, words.say("part1.yes")), (forms.FACTS_NO, _no())]
    right = Choices(answers, question, "")
    entries.add(forms.FACTS_RIGHT, right)
    row = QHBoxLayout()
    row.setSpacing(theme().space("lg"))
    row.addWidget(label(question, "strong"))
    row.addWidget(right, 1)
    column.addLayout(row)
    if not entries.asks(forms.FACTS_NOTE):
        return
    title = words.say("part1.different")
    note = GrowingField(title, 2)
    entries.add(forms.FACTS_NOTE, note)
    below = above(title, note)
    below.setVisible(False)

    def show() -> None:
        below.setVisible(right.value == forms.FACTS_NO or bool(note.toPlainText()))

    right.button(forms.FACTS_YES).toggled.connect(lambda _: show())
    right.button(forms.FACTS_NO).toggled.connect(lambda _: show())
    note.textChanged.connect(show)
    column.addWidget(below)


def _statement(words: str) -> QWidget:
    """Return the words that are signed."""
    frame = QFrame()
    frame.setProperty("look", "well")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(*[theme().space("lg")] * 4)
    inside.addWidget(label(words, wrap=True))
    return frame


def _no() -> str:
    return QCoreApplication.translate("form_parts", "Needs change")


def _told(content: FormContent) -> list[tuple[str, str]]:
    """Return what is fixed, by the name of its label on the form."""
    minutes = f"{content.minutes} minute{'' if content.minutes == 1 else 's'}"
    when = (_day(content.day), content.time, minutes if content.minutes else "", content.place)
    role = content.observed_as
    about = f"observing as {role}" if role else ""
    is_said = content.relationship.casefold() == role.casefold()
    observer = (
        content.observer, content.job_title, content.organisation,
        "" if is_said else content.relationship, about,
    )  # fmt: skip
    return [
        ("apprentice", content.apprentice),
        ("employer", content.employer),
        ("programme", _listed(content.standard, content.provider)),
        ("activity", content.title),
        ("when", _listed(*when)),
        ("present", content.present),
        ("observer", "\n".join(e.words for e in content.parties) or _listed(*observer)),
        ("context", content.context),
        ("confidential", content.confidential),
    ]


def _listed(*parts: str) -> str:
    return ", ".join(each for each in parts if each.strip())


def _day(day: str) -> str:
    try:
        return day_words(day)
    except ValueError:
        return day


def _account(words: FormWords, entries: Entries) -> QWidget:
    holder, column = _column()
    column.addWidget(heading(words.say("part2.title"), words.say("part2.note")))
    _words(column, entries, forms.ACCOUNT, words.say("part2.account"), 9, is_strong=True)
    return holder


def _ksbs(content: FormContent, words: FormWords, entries: Entries) -> QWidget:
    holder, column = _column("lg")
    if content.ksbs:
        column.addWidget(heading(words.say("part2.ksbs"), words.say("part2.ksbs_note")))
    for number, ksb in enumerate(content.ksbs, 1):
        column.addWidget(_ksb(number, ksb, words, entries))
    if content.ksbs and content.wording:
        column.addWidget(label(content.wording, "caption", wrap=True))
    return holder


def _ksb(number: int, ksb: FormKsb, words: FormWords, entries: Entries) -> QWidget:
    card, column = _card()
    kind = _KINDS.get(ksb.code[:1].upper(), KsbKind.KNOWLEDGE)
    chip = KsbChip(Ksb("", ksb.code, kind, ksb.text, ksb.short), with_words=True)
    plain = words.say("part2.plain", plain=ksb.plain) if ksb.plain else ""
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it does nothing: what it says stands below
    chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(label(ksb.text, wrap=True))
    if plain:
        column.addWidget(label(plain, "muted", wrap=True))
    if entries.asks(forms.seen_field(number)):
        answers = [(each.value, each.words) for each in Seen]
        seen = Choices(answers, ksb.code, plain or ksb.text)
        entries.add(forms.seen_field(number), seen)
        column.addWidget(seen)
    name = f"{ksb.code}: {words.say('part2.where')}"
    _line(column, entries, forms.where_field(number), words.say("part2.where"), name)
    return card


def _rest(words: FormWords, entries: Entries) -> QWidget:
    holder, column = _column()
    _words(column, entries, forms.DEVELOPMENT, words.say("part2.development"), 3)
    _tick(column, entries, forms.DEVELOPMENT_SHOWN, words.say("part2.development_shown"))
    _words(column, entries, forms.PRODUCT, words.say("part2.product"), 2)
    return holder


def _schedule(content: FormContent, words: FormWords, entries: Entries) -> QWidget:
    holder, column = _column()
    column.addWidget(heading(words.say("part2.title"), words.say("part2.note")))
    for key in ("theirs", "shared", "cannot_say"):
        column.addWidget(label(words.say(f"part2.{key}"), "muted", wrap=True))
    for number, row in enumerate(content.schedule, 1):
        column.addWidget(_row(number, row, words, entries))
    return holder


def _row(number: int, row: ScheduleRow, words: FormWords, entries: Entries) -> QWidget:
    card, column = _card()
    column.addWidget(label(f"{row.ref}  {row.title}", "strong", wrap=True))
    count = "page" if row.pages == 1 else "pages"
    pages = words.say(f"part2.{count}", count=row.pages) if row.pages else ""
    facts = " · ".join(each for each in (_day(row.date), pages) if each)
    column.addWidget(label(facts, "caption", wrap=True))
    part = row.part or words.say("part2.no_part")
    column.addWidget(label(part, wrap=True))
    if entries.asks(forms.whose_field(number)):
        answers = [(each.value, each.words) for each in Whose]
        whose = Choices(answers, row.ref, f"{row.title}. {part}")
        entries.add(forms.whose_field(number), whose)
        column.addWidget(whose)
    return card


def _confirmation(content: FormContent, words: FormWords, entries: Entries) -> QWidget:
    holder, column = _column()
    column.addWidget(heading(words.say("part3.title"), words.say("part3.note")))
    if content.kind is FormKind.EMPLOYER_STATEMENT:
        column.addWidget(_statement(content.statement or words.say("part3.statement")))
    for name, key in (
        (forms.SAW, "saw"),
        (forms.OWN_WORDS, "own_words"),
        (forms.NOT_RELATED, "not_related"),
        (forms.AGREED, "agreed"),
    ):
        if words.has(f"part3.{key}"):
            _tick(column, entries, name, words.say(f"part3.{key}"))
    if words.has("part3.comment"):
        _words(column, entries, forms.COMMENT, words.say("part3.comment"), 3)
    return holder


def _line(column: QVBoxLayout, entries: Entries, name: str, title: str, spoken: str = "") -> None:
    if not entries.asks(name):
        return
    edit = LineField()
    edit.setAccessibleName(spoken or title)
    entries.add(name, edit)
    column.addWidget(above(title, edit))


def _words(
    column: QVBoxLayout,
    entries: Entries,
    name: str,
    title: str,
    lines: int,
    *,
    is_strong: bool = False,
) -> None:
    if not entries.asks(name):
        return
    edit = GrowingField(title, lines)
    entries.add(name, edit)
    asked = label(title, "strong" if is_strong else "", wrap=True)
    asked.setBuddy(edit)
    column.addWidget(asked)
    column.addWidget(edit)


def _tick(column: QVBoxLayout, entries: Entries, name: str, title: str) -> None:
    if entries.asks(name):
        tick = Tick(title)
        entries.add(name, tick)
        column.addWidget(tick, 0, Qt.AlignmentFlag.AlignLeft)


def _column(gap: str = "sm") -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space(gap))
    return holder, column


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*[theme().space("lg")] * 4)
    column.setSpacing(theme().space("sm"))
    return card, column
