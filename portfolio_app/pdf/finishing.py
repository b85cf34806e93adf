"""What the finished PDF says about itself: title, language, labels, and readable fonts."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from portfolio_app.pdf import fonts, to_unicode, ua
from portfolio_app.pdf.manifest import pdf_date


@dataclass(frozen=True, slots=True)
class Identity:
    """What readers show of a document. ``built`` is a UTC instant (ISO 8601)."""

    title: str
    author: str
    built: str
    app: str = ""


def finish(pdf: Pdf, identity: Identity) -> None:
    """Keep nothing in the catalog that is not ours, and set what readers show of a document."""
    describe(pdf, identity)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    for key in ("/StructTreeRoot", "/Outlines", "/Names"):
        pdf.Root[key] = pdf.make_indirect(Dictionary())  # append_tail fills them
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    _mend_to_unicode(pdf)


def describe(pdf: Pdf, identity: Identity) -> None:
    """Empty the catalog but for pages and language; say title, author, day, and nothing else."""
    for key in list(pdf.Root.keys()):
        if key not in ("/Type", "/Pages", "/Lang"):
            del pdf.Root[key]
    pdf.Root.Lang = "en-GB"
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    title, author = fonts.clean(identity.title), fonts.clean(identity.author.strip())
    pdf.Root.Metadata = Stream(pdf, _xmp(title, author, identity))
    pdf.Root.Metadata.Type = Name.Metadata
    pdf.Root.Metadata.Subtype = Name.XML
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo.Title = title
    if author:
        pdf.docinfo.Author = author
    if identity.app:
        pdf.docinfo.Creator = identity.app
    pdf.docinfo.CreationDate = pdf.docinfo.ModDate = pdf_date(identity.built)


def _xmp(title: str, author: str, identity: Identity) -> bytes:
    creator = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        if author
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        "</dc:title>"
        f"{creator}"
        "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{escape(identity.built)}</xmp:CreateDate>"
        f"<xmp:CreatorTool>{escape(identity.app)}</xmp:CreatorTool>"
        f"</rdf:Description>{ua.ROOM.decode()}</rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    ).encode()


def _mend_to_unicode(pdf: Pdf) -> None:
    """Leave out that unused codes mean U+0000, which reportlab writes (engineering notes 5)."""
    seen: set[tuple[int, int]] = set()
    fonts_used = pdf.pages[0].obj.Resources.get("/Font")
    if not isinstance(fonts_used, Dictionary):
        return
    for font in fonts_used.values():
        if not isinstance(font, Dictionary) or font.objgen in seen:
            continue
        seen.add(font.objgen)
        stream = font.get("/ToUnicode")
        if isinstance(stream, Stream):
            stream.write(to_unicode.mended(stream.read_bytes()))
