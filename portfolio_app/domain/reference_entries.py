"""One reference as a style writes it: its entry in the list, and what stands for it in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portfolio_app.domain import reference_names as naming
from portfolio_app.domain import reference_words as wording
from portfolio_app.domain.reference_style import KindStyle, Naming, Style
from portfolio_app.domain.reference_template import Run, Runs, is_ended, joined
from portfolio_app.domain.references import Person, Source, SourceKind

_NO_DATE = frozenset(("", "nd", "nodate", "undated", "sd"))
_CHAPTER = re.compile(r"(?:c|ch|chapter)\.?\s*(\d+)|(\d+)", re.I)
_OWN_CHAPTER = re.compile(r"(?:asp|asc|anaw|nawm|dc)\s*\d+", re.I)


def entry(style: Style, source: Source, letter: str = "") -> Runs:
    """Return a reference as the list prints it, with the letter that follows its year."""
    how = kind_style(style, source)
    values = fields(style, source, letter)
    runs = joined((*how.entry.write(values), *style.list.tail.write(values)))
    if not runs:
        return (Run(style.words.no_title),)
    last = runs[-1]
    if is_ended(last.text) or (last.address and not style.list.stop_after_address):
        return runs
    return joined((*runs, Run(".")))


def label(style: Style, source: Source, *, told_apart: bool = False) -> Runs:
    """Return what stands for the names in the text: names, or a title or a newspaper's.

    ``told_apart`` gives the first author's initials too.
    """
    how = kind_style(style, source)
    values = dict(fields(style, source))
    standing = names(source, how)
    if standing:
        values["names"] = _cited_names(style, standing, told_apart=told_apart)
    return how.label.write(values) or (Run(style.words.no_title),)


def kind_style(style: Style, source: Source) -> KindStyle:
    """Return how a source of its kind is written."""
    return style.kind(source.kind, has_names=bool(people(source.authors)))


def names(source: Source, how: KindStyle) -> tuple[Person, ...]:
    """Return who stands first in its entry; nobody when its title does."""
    for role in how.names:
        found = people(source.authors if role == "authors" else source.editors)
        if found:
            return found
    return ()


def people(persons: Sequence[Person]) -> tuple[Person, ...]:
    """Return those who have a name."""
    return tuple(each for each in persons if each.family.strip() or each.given.strip())


def year_of(source: Source) -> str:
    """Return the year that is printed; "" where there is no date."""
    text = " ".join(source.year.split())
    if re.sub(r"[^a-z]", "", text.casefold()) not in _NO_DATE or any(map(str.isdigit, text)):
        return text
    found = re.match(r"\d{4}", source.day.strip())
    return found[0] if found and not text else ""


def year_words(style: Style, source: Source, letter: str = "") -> str:
    """Return the year with its letter: "2024a", "no date b"."""
    year = year_of(source)
    if year:
        return year + letter
    return style.words.no_date + (style.text.before_no_date_letter + letter if letter else "")


def title_of(style: Style, source: Source) -> str:
    """Return the title; a web page without one is called by its address."""
    title = _line(source.title)
    if not title and source.kind is SourceKind.WEB_PAGE:
        title = re.sub(r"^https?://(?:www\.)?", "", _line(source.address)).rstrip("/")
    return title or style.words.no_title


def fields(style: Style, source: Source, letter: str = "") -> Mapping[str, Runs]:
    """Return what a template may print of a source, by name; what is empty is left out."""
    how = kind_style(style, source)
    words = style.words
    title = title_of(style, source)
    quoted = wording.quoted(title, words.quotes, words.inner_quotes)
    container = _line(source.container)
    pages = wording.page_range(source.pages, page=words.page, pages=words.pages)
    plain = {
        "year": year_words(style, source, letter),
        "title": title,
        "title_year": _title_year(title, year_of(source)),
        "quoted": quoted,
        "container": container,
        "edition": wording.edition(source.edition, words.edition),
        "volume": _line(source.volume),
        "issue": _line(source.issue),
        "pages": pages,
        "pages_bare": wording.page_range(source.pages, page="", pages=""),
        "publisher": _line(source.publisher),
        "accessed": wording.whole_day(source.accessed),
        "day": wording.day_and_month(source.day),
        "type": _line(source.more.get("type", "")),
        "internal_type": _lowered(_line(source.more.get("type", ""))) or "report",
        **_numbers(source),
        **_places(style, source),
        **_editors(style, source, how),
    }
    values: dict[str, Runs] = {name: (Run(text),) for name, text in plain.items() if text}
    values |= _addresses(source)
    standing = names(source, how)
    if standing:
        values["names"] = _listed_names(style, standing, as_editors=not people(source.authors))
    if container:
        values["in_container"] = (Run(quoted), Run(", "), Run(container, italic=True))
    return values


def join_names(shown: Sequence[str], how: Naming, and_: str, et_al: str) -> Runs:
    """Return names put together: "A", "A and B", "A, B and C", "A et al."."""
    if how.et_al_from and len(shown) >= how.et_al_from:
        first = ", ".join(shown[: how.et_al_keeps])
        return Run(f"{first} "), Run(et_al, how.et_al_italic)
    if len(shown) == 1:
        return (Run(shown[0]),)
    comma = how.comma_before_and == "always" or (how.comma_before_and == "three" and len(shown) > 2)
    last = f"{how.and_ or and_} {shown[-1]}"
    return (Run(f"{', '.join(shown[:-1])}{',' if comma else ''} {last}"),)


def _listed_names(style: Style, standing: Sequence[Person], *, as_editors: bool) -> Runs:
    shown = [naming.turned(each, together=style.list.initials_together) for each in standing]
    runs = join_names(shown, style.list.naming, style.words.and_, style.words.et_al)
    if not as_editors:
        return runs
    role = style.words.editor if len(standing) == 1 else style.words.editors
    return *runs, Run(f" {role}")


def _cited_names(style: Style, standing: Sequence[Person], *, told_apart: bool) -> Runs:
    together = style.list.initials_together
    shown = [naming.family(each) for each in standing]
    if told_apart:
        shown[0] = naming.in_order(standing[0], together=together)
    return join_names(shown, style.text.naming, style.words.and_, style.words.et_al)


def _editors(style: Style, source: Source, how: KindStyle) -> dict[str, str]:
    found = people(source.editors)
    if not found:
        return {}
    together = style.list.initials_together
    in_order = [naming.in_order(each, together=together) for each in found]
    turned = [naming.turned(each, together=together) for each in found]
    shown = turned if style.list.editors_turned else in_order

    def listed(them: Sequence[str]) -> str:
        runs = join_names(them, style.list.naming, style.words.and_, style.words.et_al)
        return "".join(each.text for each in runs)

    role = style.words.editor if len(found) == 1 else style.words.editors
    made = {"editors": f"{listed(shown)} {role}"}
    if people(source.authors) and "editors" in how.names:
        made["edited_by"] = f"{style.words.edited_by} {listed(in_order)}"
    return made


def _numbers(source: Source) -> dict[str, str]:
    number = _line(source.number).strip("()")
    if source.kind is not SourceKind.LAW:
        return {"number": number}
    if _OWN_CHAPTER.fullmatch(number):
        return {"chapter": number}
    chapter = _CHAPTER.fullmatch(number)
    if chapter:
        return {"chapter": f"c. {chapter[1] or chapter[2]}"}
    return {"number": f"SI {number}" if re.fullmatch(r"\d{4}/\d+", number) else number}


def _places(style: Style, source: Source) -> dict[str, str]:
    place = _line(source.place)
    held = wording.dashed(_line(source.more.get("held", "")))
    venue = _line(source.more.get("venue", ""))
    if source.kind is SourceKind.CONFERENCE:
        held = held or wording.day_and_month(source.day)
        if not venue and not source.publisher.strip():
            venue, place = place, ""
    return {"place": place if style.list.show_place else "", "venue": venue, "held": held}


def _addresses(source: Source) -> dict[str, Runs]:
    address = "".join(source.address.split())
    found = wording.doi(source.doi) or (wording.doi(address) if "doi.org/" in address else "")
    if found:
        link = f"https://doi.org/{found}"
        return {"doi": (Run(link, address=link),)}
    if not address:
        return {}
    leads = address if re.match(r"https?://", address, re.I) else ""
    return {"address": (Run(address, address=leads),)}


def _title_year(title: str, year: str) -> str:
    if not year or re.search(rf"(?<!\d){re.escape(year)}(?!\d)", title):
        return title
    return f"{title} {year}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _line(text: str) -> str:
    return " ".join(text.split())
