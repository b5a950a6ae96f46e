"""HTML as plain text: paragraphs, lists and the addresses of links stay, all else goes."""

from __future__ import annotations

import re
from html import unescape

MAX_HTML = 100_000
"""Characters."""

# Not html.parser: before CPython's gh-135462 it takes a minute for 60 kB of broken tags, and it
# fails with broken declarations. For plain text we need the names of tags and one attribute.
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]{0,2000})|[!?][^<>]{0,2000})>")
_ADDRESS = re.compile(r"""\bhref\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = frozenset((*_HEADINGS, "p", "ul", "ol", "blockquote", "pre", "table"))
_BLOCKS = _PARAGRAPHS | frozenset(
    (
        *("address", "article", "aside", "div", "dl", "fieldset", "figure", "footer", "form"),
        *("header", "main", "nav", "section", "tr"),
    )
)
_SILENT = frozenset(("script", "style", "head", "title", "template"))
_PICTURES = frozenset(("img", "video", "audio", "iframe", "object", "svg"))
_FORMS = frozenset((*_HEADINGS, "b", "strong", "i", "em", "u", "font", "mark"))


class HtmlText:
    """Reads one piece of HTML.

    Args:
        html: At most `MAX_HTML` characters of it are read.
    """

    def __init__(self, html: str) -> None:
        self.has_pictures = False
        self.has_formatting = False
        """Whether there were bold words, colours or the like."""
        self._pieces: list[str] = []
        self._silent = 0
        self._lists: list[int] = []  # the number of the next item; -1 where they have none
        self._link_at: tuple[str, int] | None = None  # its address, and where its words begin
        self._read(_without_comments(html[:MAX_HTML]))

    def _read(self, html: str) -> None:
        position = 0
        for tag in _TAG.finditer(html):
            self._words(html[position : tag.start()])
            position = tag.end()
            if tag[1]:
                self._close(tag[2].lower())
            elif tag[2]:
                self._open(tag[2].lower(), tag[3])
        self._words(html[position:])

    @property
    def text(self) -> str:
        """The words, paragraphs separated by an empty line."""
        whole = "".join(self._pieces).replace("\xa0", " ")
        whole = "\n".join(line.strip(" ") for line in whole.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", whole).strip()

    def _open(self, tag: str, attributes: str) -> None:
        if tag in _SILENT:
            self._silent += not attributes.endswith("/")
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "li":
            self._item()
        elif tag in _PICTURES:
            self.has_pictures = True
        elif tag == "a":
            found = _ADDRESS.search(attributes)
            address = unescape(found[1] or found[2] or found[3] or "") if found else ""
            self._link_at = (address, len(self._pieces))  # links do not stand within links
        elif tag in ("td", "th"):
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            self._break(tag)
            if tag in ("ul", "ol"):
                self._lists.append(1 if tag == "ol" else -1)
        self.has_formatting = self.has_formatting or tag in _FORMS

    def _close(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._link_at is not None:
            self._link(*self._link_at)
            self._link_at = None
        elif tag in _BLOCKS:
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._break(tag)

    def _words(self, html: str) -> None:
        if self._silent or not html:
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", unescape(html))
        if not self._pieces or self._pieces[-1].endswith(("\n", " ")):
            words = words.removeprefix(" ")
        if words:
            self._pieces.append(words)

    def _break(self, tag: str) -> None:
        end = self._pieces[-1] if self._pieces else "\n\n"
        is_nested = bool(self._lists)
        if tag in _PARAGRAPHS and not is_nested:
            self._pieces.append("\n\n")
        elif not end.endswith("\n"):
            self._pieces.append("\n")

    def _item(self) -> None:
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append("\n")
        number = self._lists[-1] if self._lists else -1
        if number > 0:
            self._lists[-1] += 1
        self._pieces.append(f"{number}. " if number > 0 else "- ")

    def _link(self, address: str, start: int) -> None:
        words = "".join(self._pieces[start:]).strip()
        bare = address.removeprefix("mailto:").strip()
        if bare.startswith(("http://", "https://")) or address.startswith("mailto:"):
            if not words:
                self._pieces.append(bare)
            elif bare.rstrip("/") not in words:
                self._pieces.append(f" ({bare})")


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0:
        pieces.append(html[position:start])
        end = html.find("-->", start + 4)
        position = end + 3 if end >= 0 else len(html)
    return "".join((*pieces, html[position:]))
