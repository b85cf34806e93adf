"""The observer's side of a form: open a request, keep a draft, sign, print. No portfolio is needed.

Only files are touched, where the person said: the draft is the PDF itself. Nothing is sent.
"""

from __future__ import annotations

import hashlib
import secrets
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import filling, forms, request_code, wire
from portfolio_app.domain.document import DocumentKind, Facts, PageImage
from portfolio_app.domain.filling import Filling, FormRead, Missing, SignatureGiven, SignedBy
from portfolio_app.domain.form_lines import of_party, party_of
from portfolio_app.domain.form_words import FormWords, form_words_from_data
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.safe_names import ending_of, file_name
from portfolio_app.domain.signature_words import is_a_name
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services.printing import DOTS, Sheet
from portfolio_app.store import disk
from portfolio_app.workroom.host import Workroom

LARGEST = 100_000_000  # bytes of a form with what is attached to it
LARGEST_PAPER = 25_000_000  # bytes of a signed paper form: mail programs take little more
_LARGEST_CERTIFICATE = 1_000_000
_MOST_DOTS = 600


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form as it was opened or last saved.

    ``pdf`` is the file's content and ``sha256`` its hash; both are of what lies at ``path``.
    ``is_draft``: this window wrote it, so it may write it again. ``is_signed``: it holds a
    signature, which any change takes away. ``is_as_signed``: its answers are those that were signed
    (True where this window signed nothing). ``paper`` names a signed paper form inside, or is "".
    ``lost`` are questions whose answer has a letter that can't be drawn. ``signed_by`` is how this
    window signed it, None where it did not.

    Where several sign the one form, all of this is about one of them: ``party``, counted from 1, 0
    for a form of one part. ``others`` are the others' answers, ``signed_parties`` who signed.
    """

    path: Path
    content: FormContent
    answers: Mapping[str, str]
    known: frozenset[str]
    pdf: bytes = field(repr=False)
    sha256: str
    is_draft: bool = False
    is_signed: bool = False
    is_as_signed: bool = True
    paper: str = ""
    lost: tuple[str, ...] = ()
    signed_by: SignedBy | None = None
    party: int = 0
    others: Mapping[str, str] = field(default_factory=dict)
    signed_parties: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A digital certificate with its key (PKCS#12); its password is for one signing, never kept."""

    path: Path
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy: where it is, its SHA-256 and size in bytes, and the form as it now stands."""

    path: Path
    sha256: str
    bytes: int
    form: OpenForm


def open_request(room: Workroom, path: Path) -> OpenForm:
    """Return the form in a file: a request, a draft, or a signed copy. The file is left as it is.

    Raises:
        PortfolioError: it can't be read ("unreadable"), is no PDF or no form of ours
            ("not-a-form"), is locked, damaged, or changed, or needs a newer version of the app.
    """
    content = _content(path, LARGEST, "This form")
    if b"%PDF-" not in content[:1024]:
        raise PortfolioError(
            f"{path.name} isn't a PDF, so it can't be an observation request.",
            hint="Choose the PDF that came with the request, saved from the mail to a folder.",
            code="not-a-form",
        )
    return _opened(room, path, content)


def save_draft(
    room: Workroom,
    form: OpenForm,
    answers: Mapping[str, str],
    path: Path,
    *,
    paper: Path | None = None,
    keep_paper: bool = True,
) -> OpenForm:
    """Write the form with these answers to ``path``, unsigned, and return it as it now stands.

    ``paper`` is a signed paper form to put inside; else the one inside stays if ``keep_paper``. A
    signature is never part of a draft.

    Raises:
        PortfolioError: another file is there ("exists"), the draft was changed by another program
            since ("changed-elsewhere"), or it can't be written. What was there is untouched.
    """
    path = _as_pdf(path)
    inside, carried = _paper(room, form, paper, keep=keep_paper)
    wanted = Filling(
        _told(answers, form.party), form.party, forms.DRAFT, at=_now(),
        heading=_heading(form.content), paper=inside,
    )  # fmt: skip
    made, lost, _ = _filled(room, form, wanted, b"", carried)
    over = form.sha256 if form.is_draft and path == form.path else ""
    _put(path, made, over, "The draft")
    return replace(
        form, path=path, signed_parties=form.signed_parties - {form.party},
        answers=dict(wanted.answers), pdf=made, sha256=_hash(made), is_draft=True,
        is_signed=False, is_as_signed=True, paper=inside, lost=lost,
    )  # fmt: skip


def save_signed(
    room: Workroom,
    form: OpenForm,
    answers: Mapping[str, str],
    signature: SignatureGiven,
    path: Path,
    *,
    certificate: Certificate | None = None,
    picture: Path | None = None,
    paper: Path | None = None,
    keep_paper: bool = True,
    progress: Progress = silent,
) -> SignedCopy:
    """Write a signed, locked copy to a new file. ``form`` itself and its draft are left alone.

    Raises:
        PortfolioError: something is still to do ("incomplete"), there is no signature
            ("no-signature"), its picture or certificate can't be used, a file is there already
            ("exists"), or it can't be written. Nothing is written then.
    """
    path = _as_pdf(path)
    _refuse_taken(path)
    _refuse_incomplete(form, answers, signature, certificate, picture)
    progress("Drawing the answers", 0.1)
    inside, carried = _paper(room, form, paper, keep=keep_paper)
    told = _told(answers, form.party)
    wanted = Filling(
        told, form.party, state=forms.SIGNED, is_locked=True, signature=signature, at=_now(),
        checksum=filling.checksum(form.content, told, signature.by),
        heading=_heading(form.content), paper=inside,
    )  # fmt: skip
    drawn = b""
    if signature.by is SignedBy.PICTURE and picture is not None:
        drawn = _content(picture, LARGEST_PAPER, "The picture")
    made, lost, place = _filled(room, form, wanted, drawn, carried)
    if certificate is not None and signature.by is SignedBy.CERTIFICATE:
        progress("Signing", 0.6)
        made = _signed(room, made, certificate, place, form.party)
    progress("Looking at what was made", 0.8)
    again = _opened(room, path, made, form.party)
    is_whole = dict(again.answers) == _expected(form, told, signature)
    is_whole &= dict(again.others) == dict(form.others)
    is_whole &= again.signed_parties == form.signed_parties | ({form.party} - {0})
    if not is_whole or not again.is_signed:
        raise PortfolioError(
            "The signed copy didn't hold every answer when it was read again, so it was not kept. "
            "Your draft is safe.",
            hint="Save a draft, then try again.",
            code="not-whole",
        )
    _put(path, made, "", "The signed copy")
    progress("Saved", 1.0)
    again = replace(again, lost=lost)
    return SignedCopy(path, again.sha256, len(made), again)


def still_to_do(form: OpenForm, answers: Mapping[str, str]) -> tuple[Missing, ...]:
    """Return what is still to do before the form can be signed, the signature left out."""
    return filling.missing(form.content, answers, form.known, max(form.party, 1))


def as_party(room: Workroom, form: OpenForm, party: int) -> OpenForm:
    """Return a form that several sign as one of them, counted from 1, sees it.

    Raises:
        PortfolioError: the form has no such party ("no-such-party").
    """
    if not 1 <= party <= len(form.content.parties):
        raise PortfolioError("This form has no such part.", code="no-such-party")
    return _opened(room, form.path, form.pdf, party)


def print_form(
    room: Workroom,
    form: OpenForm,
    answers: Mapping[str, str],
    put: Callable[[Sheet], None],
    *,
    dots: int = DOTS,
    progress: Progress = silent,
) -> int:
    """Draw the form with its answers and an empty signature box, page by page; return how many.

    A signed form whose answers these are is drawn as it was signed. Each page is given to ``put``,
    drawn at ``dots`` an inch, 600 at most.

    Raises:
        PortfolioError: a page can't be drawn.
        Cancelled: ``progress`` raised it.
    """
    made = form.pdf
    told = _told(answers, form.party)
    if not form.is_signed or told != _told(form.answers, form.party):
        wanted = Filling(
            told, form.party, is_locked=True, at=_now(), heading=_heading(form.content)
        )
        made, _, _ = _filled(room, form, wanted, b"", b"")
    key = f"form-{secrets.token_hex(6)}"
    flat = room.call("read", {"name": "form.pdf"}, [made])
    sizes = room.call("open", {"key": key}, [flat.blobs[0]]).result["pages"]
    scale = min(max(dots, 72), _MOST_DOTS) / 72
    for number, (width, height) in enumerate(sizes, 1):
        progress(f"Printing page {number}", (number - 1) / len(sizes))
        drawn = room.call("draw", {"key": key, "page": number - 1, "scale": scale})
        found = drawn.result
        image = PageImage(found["width"], found["height"], found["stride"], drawn.blobs[0])
        put(Sheet(number, width, height, image))
    progress("Printed", 1.0)
    return len(sizes)


def preview(room: Workroom, path: Path) -> bytes:
    """Return a small PNG of a picture that somebody chose; empty when it can't be shown.

    Raises:
        PortfolioError: it can't be read from its place, or is too large.
    """
    content = _content(path, LARGEST_PAPER, "The picture")
    blobs = room.call("read", {"name": path.name}, [content]).blobs
    return blobs[1] if len(blobs) > 1 else b""


def same_file(path: Path, sha256: str) -> bool:
    """Whether the file at a path is still the one with this hash."""
    try:
        return _hash(path.read_bytes()) == sha256
    except OSError:
        return False


@cache
def words(kind: FormKind) -> FormWords:
    """Return the words of a kind of form: those that are printed on it."""
    return form_words_from_data(tomllib.loads(assets.text(f"forms/{kind.value}.toml")))


def usual_name(content: FormContent, last: str) -> str:
    """Return what a file of a form is best called: ``OBS_04_Chairing_the_panel_signed.pdf``."""
    return file_name(content.ref.replace("-", "_"), content.title, last)


def free_place(folder: Path, content: FormContent, last: str) -> Path:
    """Return a place in a folder where no file lies yet, named as ``usual_name`` has it."""
    number = 1
    while True:
        named = last if number == 1 else f"{last}_{number}"
        place = folder / usual_name(content, named)
        if not place.exists():
            return place
        number += 1


def aside(folder: Path, content: FormContent, party: int = 0) -> Path:
    """Return where words are kept until a place for the draft is chosen; each party's apart."""
    code = request_code.read(content.code) or _hash(content.code.encode())[:16]
    return folder / (f"{code}-{party}.pdf" if party > 1 else f"{code}.pdf")


def keep_aside(room: Workroom, form: OpenForm, answers: Mapping[str, str], folder: Path) -> None:
    """Keep what was typed until a place for the draft is chosen, so that a crash loses no word.

    Raises:
        PortfolioError: it can't be written.
    """
    wanted = Filling(
        _told(answers, form.party), form.party, forms.DRAFT, at=_now(),
        heading=_heading(form.content), paper=form.paper,
    )  # fmt: skip
    made, _, _ = _filled(room, form, wanted, b"", b"")
    with disk.in_words("What you typed"):
        disk.make_folder(folder)
        disk.write_whole(aside(folder, form.content, form.party), made)


def kept_aside(room: Workroom, form: OpenForm, folder: Path) -> OpenForm | None:
    """Return a form with the words that were kept aside for it; None when there are none."""
    place = aside(folder, form.content, form.party)
    if not place.is_file():
        return None
    try:
        found = open_request(room, place)
    except PortfolioError:
        return None  # what was cut off in the middle is no help
    if found.content != form.content or found.party != form.party or not found.answers:
        return None
    return replace(form, answers=found.answers)


def forget_aside(form: OpenForm, folder: Path) -> None:
    """Remove what was kept aside for a form."""
    with suppress(OSError):
        aside(folder, form.content, form.party).unlink(missing_ok=True)


# inside


def _opened(room: Workroom, path: Path, content: bytes, party: int = 0) -> OpenForm:
    read = wire.decode(FormRead, room.call("read_form", blobs=[content]).result)
    by = SignedBy(read.signed_by) if read.signed_by in set(SignedBy) else None
    is_ours = read.state == forms.SIGNED
    signed = _signed_parties(read)
    if len(read.content.parties) > 1:
        party = party or _next_party(read, signed)
        is_ours &= read.party == party
    else:
        party = 0
    mine = {n: told for n, told in read.answers.items() if not party or party_of(n)[0] == party}
    typed = of_party(forms.TYPED_SIGNATURE, party)
    without = {name: told for name, told in mine.items() if name != typed}
    agrees = (
        not is_ours or by is None or filling.checksum(read.content, without, by) == read.checksum
    )
    if party:
        is_signed, is_free = party in signed, party not in signed
    else:
        is_signed = is_ours or read.has_signature or read.is_marked
        is_free = not read.has_signature and not read.is_marked
    return OpenForm(
        path=path,
        content=read.content,
        answers=mine,
        known=read.known,
        pdf=content,
        sha256=_hash(content),
        is_draft=read.state == forms.DRAFT and is_free and read.party == party,
        is_signed=is_signed,
        is_as_signed=agrees and (not is_ours or by is not None),
        paper=read.paper,
        signed_by=by if is_ours else None,
        party=party,
        others={name: told for name, told in read.answers.items() if name not in mine},
        signed_parties=signed if party else frozenset(),
    )


def _signed_parties(read: FormRead) -> frozenset[int]:
    """Return who signed their part: a name typed, ink or a stamp in the box, a certificate."""
    typed = {
        number
        for number in range(1, len(read.content.parties) + 1)
        if is_a_name(read.answers.get(of_party(forms.TYPED_SIGNATURE, number), ""))
    }
    return frozenset(typed | set(read.marked))


def _next_party(read: FormRead, signed: frozenset[int]) -> int:
    """Return whose part is best opened: that of the draft, else of the first who didn't sign."""
    parties = range(1, len(read.content.parties) + 1)
    if read.state == forms.DRAFT and read.party in parties:
        return read.party
    free = [number for number in parties if number not in signed]
    others = [number for number in free if not read.content.parties[number - 1].is_me]
    return next(iter([*others, *free]), read.party if read.party in parties else 1)


def _refuse_incomplete(
    form: OpenForm,
    answers: Mapping[str, str],
    signature: SignatureGiven,
    certificate: Certificate | None,
    picture: Path | None,
) -> None:
    stopping = [each.words for each in still_to_do(form, answers) if each.stops]
    if stopping:
        raise PortfolioError(
            f"The form isn't signed yet. Still to do: {'; '.join(stopping)}.",
            hint="Fill that in, or save a draft and finish later.",
            code="incomplete",
        )
    beside = {SignedBy.CERTIFICATE: certificate, SignedBy.PICTURE: picture}
    if not signature.is_there or beside.get(signature.by, True) is None:
        raise PortfolioError(
            "There is no signature yet, so nothing was signed.",
            hint="Draw it, type your full name, or choose a picture or a certificate.",
            code="no-signature",
        )


def _expected(form: OpenForm, told: Mapping[str, str], signature: SignatureGiven) -> dict[str, str]:
    """Return the answers that a signed copy has when it is read again."""
    wanted = {name: words for name, words in told.items() if words.strip() and name in form.known}
    typed = of_party(forms.TYPED_SIGNATURE, form.party)
    if signature.by is SignedBy.TYPED and typed in form.known:
        wanted[typed] = signature.typed.strip()
    return wanted


def _filled(
    room: Workroom, form: OpenForm, wanted: Filling, picture: bytes, paper: bytes
) -> tuple[bytes, tuple[str, ...], Any]:
    """Return the filled form, questions that lost a letter, and where the signature's box is."""
    blobs = [form.pdf, picture, paper]
    reply = room.call("fill_form", {"filling": wire.encode(wanted)}, blobs)
    return reply.blobs[0], tuple(reply.result["lost"]), reply.result["place"]


def _signed(room: Workroom, made: bytes, certificate: Certificate, place: Any, party: int) -> bytes:
    key = _content(certificate.path, _LARGEST_CERTIFICATE, "The certificate")
    arguments = {"password": certificate.password, "place": place, "party": party}
    return room.call("sign_pdf", arguments, [made, key]).blobs[0]


def _paper(room: Workroom, form: OpenForm, paper: Path | None, *, keep: bool) -> tuple[str, bytes]:
    """Return the name of the signed paper form that goes inside, and its content if it is new."""
    if paper is None:
        return (form.paper if keep else ""), b""
    content = _content(paper, LARGEST_PAPER, "The signed proforma")
    facts = wire.decode(Facts, room.call("kind", {"name": paper.name}, [content]).result["facts"])
    ending = ending_of(paper.name)
    if facts.kind not in (DocumentKind.PDF, DocumentKind.IMAGE) or (
        ending not in forms.PAPER_ENDINGS
    ):
        raise PortfolioError(
            f"{paper.name} isn't a PDF or a picture, so it was not attached.",
            hint="Scan the signed paper, or take a photo of every page.",
            code="not-a-paper",
        )
    return f"{forms.PAPER_STEM}.{ending}", content


def _told(answers: Mapping[str, str], party: int) -> dict[str, str]:
    """Return what a party entered, without what is empty; a signature is no answer."""
    return {
        name: words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip()
        for name, words in answers.items()
        if words.strip()
        and party_of(name)[1] != forms.TYPED_SIGNATURE
        and (not party or party_of(name)[0] == party)
    }


def _heading(content: FormContent) -> str:
    code = request_code.shown(request_code.read(content.code) or content.code)
    return f"{content.kind.words} {content.ref}, version {content.version}, code {code}"


def _content(path: Path, most: int, what: str) -> bytes:
    try:
        if path.stat().st_size > most:
            raise PortfolioError(
                f"{what} is larger than {most // 1_000_000} MB, so it was not opened.",
                hint="Choose another file, or make this one smaller.",
                code="too-large",
            )
        return path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} can't be read.",
            hint="Check that the file is there and may be opened. Nothing was changed.",
            code="unreadable",
        ) from error


def _as_pdf(path: Path) -> Path:
    path = path.absolute()
    disk.refuse_bad_name(path)
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise PortfolioError(
            f"There is a file called {path.name} there already. Nothing was written.",
            hint="Choose another name: no file is written over.",
            code="exists",
        )


def _put(path: Path, made: bytes, over: str, what: str) -> None:
    """Put a whole file in place: over the one with the hash ``over``, or where none is."""
    if not over or not path.exists():
        _refuse_taken(path)
    elif not same_file(path, over):
        raise PortfolioError(
            f"{path.name} was changed by another program since, so it was not written over.",
            hint="Save the draft under another name. What you typed is still here.",
            code="changed-elsewhere",
        )
    with disk.in_words(what):
        if over:
            disk.write_whole(path, made)
        else:
            _put_new(path, made)


def _put_new(path: Path, made: bytes) -> None:
    """Put a file where none is; a name that was taken meanwhile is refused."""
    try:
        disk.write_new(path, made)
    except FileExistsError:
        _refuse_taken(path)
        raise


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
