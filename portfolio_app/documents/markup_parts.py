"""What web markup is made of: elements by what they do, and the parser they are fed to."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

DROPPED = frozenset(
    {"script", "style", "template", "svg", "math", "iframe", "object", "applet", "embed", "audio",
     "video", "canvas", "map", "select", "datalist", "xml", "noframes", "frameset"}
)  # fmt: skip
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr", "frame", "basefont", "bgsound", "keygen"}
)  # fmt: skip
BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address",
     "figure", "figcaption", "form", "fieldset", "legend", "center", "dd", "dt", "dl", "details",
     "summary", "hgroup", "body", "html", "blockquote", "pre", "ul", "ol", "li", "hr", "menu",
     "h1", "h2", "h3", "h4", "h5", "h6", "option", "dir", "listing", "xmp", "caption"}
)  # fmt: skip
FOLDED = re.compile(r"[ \t\r\n\f\v]+")
TINY = 3  # pixels: no picture for eyes


def feed(markup: str, target: Any) -> None:
    """Tell a target each element of markup (lxml's target interface).

    Nothing is fetched, no entity is opened: it only reads what it is given. Builds no tree, so a
    huge one costs nothing but the time to read it.

    Raises:
        lxml.etree.LxmlError: it is nested too deep, or there is nothing in it at all.
    """
    parser = etree.HTMLParser(
        target=target, recover=True, no_network=True, huge_tree=True, remove_comments=True
    )
    parser.feed(_without_traps(markup))
    parser.close()


def pixels(size: str) -> float:
    """Return a size in pixels; -1 when it is not said in pixels."""
    bare = size.strip().lower().removesuffix("px")
    try:
        found = float(bare) if len(bare) < 8 else -1.0
    except ValueError:
        return -1.0
    return found if 0 <= found < 20_000 else -1.0


def _without_traps(markup: str) -> str:
    """Return markup without what the parser stops at: NUL, and a comment that never ends."""
    last = markup.rfind("<!--")
    if last >= 0 and markup.find("-->", last) < 0:
        end = markup.rfind("-->") + 3 if "-->" in markup else 0
        markup = markup[:end] + markup[end:].replace("<!--", "")
    return markup.replace("\0", "\ufffd")
