"""The child's side of the workroom: takes a request, calls one room, answers.

The only importer of ``documents`` and ``pdf``. Runs with few rights (``guard``, ``limits``) and
imports a library only when a request needs it. Each operation takes plain arguments and blobs and
returns plain JSON and blobs.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from portfolio_app.domain.simple import SimpleDocument
from portfolio_app.domain.wire import decode, encode
from portfolio_app.problems import PortfolioError
from portfolio_app.workroom import frames, limits
from portfolio_app.workroom.guard import Guard

Arguments = dict[str, Any]
Blobs = Sequence[bytes]
Answer = tuple[Any, Sequence[bytes]]
Report = Callable[[str, float], None]

# A bundle makes a million small values, hardly any of them garbage that counting does not find.
_SELDOM = (50_000, 20, 20)
# Need much memory once, and none of it afterwards.
_LARGE = frozenset({"compile", "extract", "inspect", "redact", "search_hidden", "smaller"})


def main() -> int:
    """Serve requests from standard input until it ends; return the exit code."""
    requests, replies = _take_over_pipes()
    limits.restrict_for_life()
    guard = Guard(os.environ.get("PORTFOLIO_SCRATCH") or str(Path.cwd()))
    guard.install()
    gc.set_threshold(*_SELDOM)
    while (request := frames.read_frame(requests)) is not None:
        header, blobs = request
        if not _serve(header, blobs, replies, guard):
            return 1
    sys.stderr.flush()
    os._exit(0)  # all is said: tidying up so many libraries only makes the parent wait


def _take_over_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes as private files; a library's stray print goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(requests.fileno(), os.O_BINARY)
        msvcrt.setmode(replies.fileno(), os.O_BINARY)
    return requests, replies


def _serve(header: Arguments, blobs: Blobs, replies: BinaryIO, guard: Guard) -> bool:
    """Answer one request; return whether this process is fit for another."""

    def report(message: str, fraction: float) -> None:
        frames.write_frame(replies, {"progress": [message, fraction]})

    arguments = header["arguments"]
    limits.restrict_call(**header["limits"])
    guard.allow_output(*([arguments["out"]] if "out" in arguments else []))
    fit = True
    try:
        result, answer_blobs = OPERATIONS[header["op"]](arguments, blobs, report)
        answer = {"result": encode(result)}
    except PortfolioError as error:
        told = {"message": error.message, "hint": error.hint, "code": error.code}
        answer, answer_blobs = {"error": told}, ()
    except MemoryError:
        answer, answer_blobs = _too_large(header["limits"]["memory"]), ()
        fit = False
    except Exception:  # noqa: BLE001 - the border: the parent is told, and reports it
        answer, answer_blobs = _failed(traceback.format_exc()), ()
    if not fit:
        answer["ending"] = True
    frames.write_frame(replies, answer, answer_blobs)
    if header["op"] in _LARGE:
        limits.give_back_memory()
    return fit


def _too_large(memory: int) -> Arguments:
    return {
        "error": {
            "message": f"This needed more than {memory / 1e9:.1f} GB of memory to open, so it was "
            "stopped. Nothing stored was changed.",
            "hint": "The file is kept and can be mapped as a whole. A copy with smaller pictures "
            "may open.",
            "code": "memory-limit",
        }
    }


def _failed(detail: str) -> Arguments:
    return {
        "error": {
            "message": "The part of the app that opens files could not finish this. Nothing "
            "stored was changed.",
            "hint": "Try again. If it fails again, the file is kept and can be mapped as a whole.",
            "code": "child-died",
            "detail": detail[-4000:],
        }
    }


def _read(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import reading
    from portfolio_app.domain.pages import MAKER

    made = (blobs[1], arguments["route"]) if len(blobs) > 1 else None
    read = reading.read(
        blobs[0],
        arguments["name"],
        _set_text,
        _set_pages,
        most_pages=arguments.get("max_text_pages", reading.MOST_PAGES),
        password=arguments.get("password", ""),
        made=made,
    )
    result = {"facts": read.facts, "pages": read.pages, "maker": MAKER}
    return result, (read.page_copy, read.thumbnail)


def _set_text(text: str, title: str) -> bytes:
    from portfolio_app.pdf import text_pages

    return text_pages.render(text, title)


def _set_pages(document: SimpleDocument, pictures: Sequence[bytes]) -> bytes:
    from portfolio_app.pdf import simple_pages

    return simple_pages.render(document, pictures)


def _inside(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import inside

    return {"inside": inside.listed(blobs[0], arguments["name"])}, ()


def _take(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import inside

    name, content = inside.content(blobs[0], arguments["name"], arguments["number"])
    return {"name": name}, (content,)


def _lay_words(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import page_reading
    from portfolio_app.domain.pages import MAKER
    from portfolio_app.domain.recognised import ReadPage
    from portfolio_app.pdf import words_beneath

    pages = [decode(ReadPage, each) for each in arguments["pages"]]
    made = words_beneath.lay(blobs[0], pages)
    read = page_reading.read_pages(made)
    return {"pages": read.texts, "maker": MAKER}, (made,)


def _for_pages(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import word_markup

    return {}, (word_markup.without_markup(blobs[0]),)


def _redact(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import as_drawn
    from portfolio_app.domain.redrawing import HiddenArea
    from portfolio_app.pdf import redraw

    areas = [decode(HiddenArea, each) for each in arguments["areas"]]
    texts = {int(index): text for index, text in arguments["texts"].items()}
    return {}, (redraw.redraw(blobs[0], areas, arguments["seed"], as_drawn.pages, texts),)


def _search_hidden(arguments: Arguments, _blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.documents import words_of_pages
    from portfolio_app.domain.hidden_left import Search
    from portfolio_app.pdf import hidden_left

    wanted = decode(Search, arguments["search"])
    return hidden_left.search(Path(arguments["path"]), wanted, words_of_pages.words_of, report), ()


def _search_package(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import package_words

    return {"left": package_words.hold(Path(arguments["path"]), arguments["words"])}, ()


def _kind(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import reading

    return {"facts": reading.kept_as_a_whole(blobs[0], arguments["name"])}, ()


def _rows(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import rows

    return rows.read(blobs[0], arguments["name"]), ()


def _open(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import opened

    return {"pages": opened.open_document(arguments["key"], blobs[0])}, ()


def _open_file(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import opened

    return {"pages": opened.open_file(arguments["key"], Path(arguments["path"]))}, ()


def _draw(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import opened

    image = opened.draw(arguments["key"], arguments["page"], arguments["scale"])
    size = {"width": image.width, "height": image.height, "stride": image.stride}
    return size, (image.pixels,)


def _chars(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import opened

    text, boxes = opened.characters(arguments["key"], arguments["page"])
    return {"text": text}, (boxes,)


def _thumb(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import opened

    return {}, (opened.thumbnail(arguments["key"], arguments["page"], arguments["pixels"]),)


def _offers(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import cutting

    return cutting.offers(blobs[0], blobs[1]), ()


def _cut(arguments: Arguments, blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.documents import cutting

    ranges = arguments["ranges"]
    made = []
    for number, part in enumerate(cutting.cut(blobs[0], ranges)):
        report("Cutting the pages", number / len(ranges))
        made.append(part)
    days = [{"date": day, "source": source} for _, day, source in made]
    return days, tuple(copy for copy, _, _ in made)


def _find_code(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents.returned import codes

    wanted = {"seconds": arguments["seconds"]} if "seconds" in arguments else {}
    return {"codes": codes.find(blobs[0], arguments["name"], **wanted)}, ()


def _read_return(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents.returned import reading
    from portfolio_app.domain.forms import FormContent

    content = decode(FormContent, arguments["content"]) if "content" in arguments else None
    sent = blobs[1] if len(blobs) > 1 else None
    return {"returned": reading.read(blobs[0], sent, name=arguments["name"], content=content)}, ()


def _compile(arguments: Arguments, _blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.domain.bundle import BundlePlan
    from portfolio_app.pdf import assemble

    plan = decode(BundlePlan, arguments["plan"])
    sources = {uid: Path(path) for uid, path in arguments["sources"].items()}
    return list(assemble.build_bundle(plan, sources, Path(arguments["out"]), report)), ()


def _smaller(arguments: Arguments, _blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.domain.smaller import PictureStep
    from portfolio_app.pdf import smaller

    step = decode(PictureStep, arguments["step"])
    prefix = arguments["out"]
    copies = [
        (Path(path), Path(f"{prefix}-{number}.pdf"))
        for number, path in enumerate(arguments["paths"])
    ]
    made = smaller.reduce_copies(copies, step, report)
    return [str(out) if is_made else "" for (_, out), is_made in zip(copies, made, strict=True)], ()


def _weigh(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.bundle import BundlePlan
    from portfolio_app.pdf import smaller

    plan = decode(BundlePlan, arguments["plan"])
    return smaller.weigh(plan, {uid: Path(p) for uid, p in arguments["sources"].items()}), ()


def _scan_report(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.scan import ScanReport
    from portfolio_app.pdf import scan_report

    report = decode(ScanReport, arguments["report"])
    return {"pages": scan_report.render(report, Path(arguments["out"]))}, ()


def _review_pack(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.review_pack import ReviewPack
    from portfolio_app.pdf import review_pack

    pack = decode(ReviewPack, arguments["pack"])
    return {"pages": review_pack.render(pack, Path(arguments["out"]))}, ()


def _draw_cribs(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.crib import CribPages
    from portfolio_app.pdf import crib_cards

    pages = decode(CribPages, arguments["pages"])
    return {"pages": crib_cards.render(pages, Path(arguments["out"]))}, ()


def _hours_report(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.hours_report import HoursReport
    from portfolio_app.pdf import hours_report

    report = decode(HoursReport, arguments["report"])
    return {"pages": hours_report.render(report, Path(arguments["out"]))}, ()


def _gateway_checklist(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.gateway import Checklist
    from portfolio_app.pdf import gateway_checklist

    checklist = decode(Checklist, arguments["checklist"])
    return {"pages": gateway_checklist.render(checklist, Path(arguments["out"]))}, ()


def _write_word(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.docx import proposal
    from portfolio_app.domain.finished import FinishedProposal

    names = arguments["pictures"]
    template = bytes(blobs[len(names)]) if arguments["has_template"] else None
    made = proposal.write(
        decode(FinishedProposal, arguments["proposal"]),
        dict(zip(names, map(bytes, blobs[: len(names)]), strict=True)),
        template,
    )
    return {}, (made,)


def _write_proposal(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.finished import FinishedProposal
    from portfolio_app.pdf import proposal

    pictures = dict(zip(arguments["pictures"], map(bytes, blobs), strict=True))
    finished = decode(FinishedProposal, arguments["proposal"])
    return {"pages": proposal.write(finished, pictures, Path(arguments["out"]))}, ()


def _draw_scope(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.scope import ScopePage
    from portfolio_app.pdf import scope_page

    scope_page.render(decode(ScopePage, arguments["page"]), Path(arguments["out"]))
    return {}, ()


def _ready(_arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    """Import what compiling takes, so that the first bundle does not wait for it."""
    with suppress(ImportError):
        import page  # noqa: F401
    from portfolio_app.pdf import assemble, words_back  # noqa: F401

    return {}, ()


def _inspect(arguments: Arguments, _blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.pdf import inspect

    return inspect.inspect_bundle(Path(arguments["path"]), report), ()


def _bundle_map(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.pdf import bundle_map

    return bundle_map.read_map(Path(arguments["path"])), ()


def _bundle_words(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import words_of_pages

    first, last = arguments["first"], arguments["last"]
    return {"words": words_of_pages.words_between(Path(arguments["path"]), first, last)}, ()


def _look_over(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.pdf import look_over

    return look_over.look_over(Path(arguments["path"])), ()


def _write_paper(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.pdf import paper_file
    from portfolio_app.pdf.finishing import Identity

    copy, out = Path(arguments["copy"]), Path(arguments["out"])
    if arguments["as_it_is"]:
        return paper_file.write_as_it_is(copy, out), ()
    identity = Identity(*(arguments[each] for each in ("title", "author", "built", "app")))
    return paper_file.write(copy, identity, out, draft=arguments["draft"]), ()


def _extract(arguments: Arguments, _blobs: Blobs, report: Report) -> Answer:
    from portfolio_app.pdf import extracting

    stretches = [
        extracting.Stretch(each["first"], each["last"], each["title"], Path(each["out"]))
        for each in arguments["stretches"]
    ]
    extracting.extract(Path(arguments["path"]), stretches, arguments["built"], report)
    return {}, ()


def _read_reply(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import reply

    found, files = reply.read(blobs[0], arguments["name"])
    return {"reply": found}, files


def _draw_form(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.forms import FormContent
    from portfolio_app.pdf import forms

    made, pages = forms.draw(decode(FormContent, arguments["content"]))
    return {"pages": pages}, (made,)


def _signatures(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import signatures

    return {"signatures": signatures.read(blobs[0])}, ()


def _sign_pdf(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import signatures
    from portfolio_app.pdf import signing

    at = arguments.get("place")
    place = decode(signing.Place, at) if at else None
    party = arguments.get("party", 0)
    made = signing.sign(blobs[0], blobs[1], arguments["password"], place=place, party=party)
    found = signatures.read(made)
    if not found.signatures or not found.signatures[-1].verdict.is_green:
        raise signing.does_not_hold()
    return {"signatures": found}, (made,)


def _read_form(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import form_reading

    return form_reading.read(blobs[0]), ()


def _fill_form(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import form_filling
    from portfolio_app.domain.filling import Filling

    wanted = decode(Filling, arguments["filling"])
    filled = form_filling.fill(blobs[0], wanted, *blobs[1:3])
    place = {"page": filled.place[0], "box": filled.place[1]} if filled.place else None
    return {"pages": filled.pages, "lost": filled.lost, "place": place}, (filled.pdf,)


def _read_word_copy(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import word_copy

    with_pictures = arguments.get("pictures", False)
    copy, pictures = word_copy.read(blobs[0], arguments["name"], with_pictures=with_pictures)
    return {"copy": copy}, pictures


def _clean_picture(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import clean_picture

    made = clean_picture.clean(blobs[0], arguments["name"])
    return {"width": made.width, "height": made.height, "ending": made.ending}, (made.content,)


def _page_picture(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import clean_picture

    made = clean_picture.of_page(blobs[0], arguments["page"])
    return {"width": made.width, "height": made.height, "ending": made.ending}, (made.content,)


def _draw_picture(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import clean_picture

    image = clean_picture.pixels(blobs[0], arguments["longest"])
    size = {"width": image.width, "height": image.height, "stride": image.stride}
    return size, (image.pixels,)


def _read_references(arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import references_file

    return references_file.read(blobs[0], arguments["name"]), ()


def _programme_file(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import programme_file

    return programme_file.read(bytes(blobs[0])), ()


def _read_pasted(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import pasted

    markup, text = (bytes(each).decode("utf-8") for each in blobs[:2])
    found, pictures = pasted.read(markup, text, bytes(blobs[2]))
    return {"pasted": found}, pictures


def _add_comments(arguments: Arguments, _blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.domain.buddy import CommentForm
    from portfolio_app.pdf import buddy_pages

    form = decode(CommentForm, arguments["form"])
    pages = buddy_pages.append(Path(arguments["pack"]), form, Path(arguments["out"]))
    return {"pages": pages}, ()


def _read_pack(_arguments: Arguments, blobs: Blobs, _report: Report) -> Answer:
    from portfolio_app.documents import pack_comments

    return pack_comments.read(blobs[0]), ()


OPERATIONS: dict[str, Callable[[Arguments, Blobs, Report], Answer]] = {
    "read": _read,
    "add_comments": _add_comments,
    "read_pack": _read_pack,
    "kind": _kind,
    "for_pages": _for_pages,
    "inside": _inside,
    "take": _take,
    "lay_words": _lay_words,
    "redact": _redact,
    "search_hidden": _search_hidden,
    "search_package": _search_package,
    "rows": _rows,
    "open": _open,
    "open_file": _open_file,
    "draw": _draw,
    "chars": _chars,
    "thumb": _thumb,
    "offers": _offers,
    "cut": _cut,
    "find_code": _find_code,
    "read_return": _read_return,
    "compile": _compile,
    "inspect": _inspect,
    "ready": _ready,
    "look_over": _look_over,
    "bundle_map": _bundle_map,
    "bundle_words": _bundle_words,
    "write_paper": _write_paper,
    "extract": _extract,
    "scan_report": _scan_report,
    "gateway_checklist": _gateway_checklist,
    "hours_report": _hours_report,
    "draw_cribs": _draw_cribs,
    "review_pack": _review_pack,
    "draw_form": _draw_form,
    "draw_scope": _draw_scope,
    "write_word": _write_word,
    "write_proposal": _write_proposal,
    "read_form": _read_form,
    "fill_form": _fill_form,
    "smaller": _smaller,
    "weigh": _weigh,
    "read_reply": _read_reply,
    "read_references": _read_references,
    "signatures": _signatures,
    "sign_pdf": _sign_pdf,
    "clean_picture": _clean_picture,
    "page_picture": _page_picture,
    "draw_picture": _draw_picture,
    "read_word_copy": _read_word_copy,
    "read_pasted": _read_pasted,
    "programme_file": _programme_file,
}
