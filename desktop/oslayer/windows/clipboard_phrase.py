"""A phrase in the formats in which programs read text."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from desktop.oslayer.windows import clipboard_access as access

TEXT, OEM_TEXT, UNICODE_TEXT = 1, 7, 13
HTML = access.register_format("HTML Format")
RICH_TEXT = access.register_format("Rich Text Format")

_HTML_HEAD = (
    "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\n"
    "StartFragment:{:010}\r\nEndFragment:{:010}\r\n"
)
_HTML_OPEN, _HTML_CLOSE = (
    "<html><body>\r\n<!--StartFragment-->",
    "<!--EndFragment-->\r\n</body></html>",
)


def text_bytes(text: str) -> bytes:
    """A text as CF_UNICODETEXT wants it: CRLF, UTF-16, a zero at the end."""
    return (_lines(text, "\r\n") + "\0").encode("utf-16-le", "surrogatepass")


def phrase_bytes(number: int, text: str) -> bytes | None:
    """A text in any of the formats that hold text; None when the format is none of them."""
    if number == UNICODE_TEXT:
        return text_bytes(text)
    if number in (TEXT, OEM_TEXT):
        codec = "mbcs" if number == TEXT else "oem"
        return _lines(text, "\r\n").encode(codec, "replace") + b"\0"
    if number == HTML:
        return _html(text)
    if number == RICH_TEXT:
        return _rich_text(text)
    return None


def _lines(text: str, line_break: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", line_break)


def _html(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    fragment = _lines(escaped, "<br>").encode("utf-8", "replace")
    start = len(_HTML_HEAD.format(0, 0, 0, 0))
    begin = start + len(_HTML_OPEN)
    end = begin + len(fragment)
    head = _HTML_HEAD.format(start, end + len(_HTML_CLOSE), begin, end)
    return (head + _HTML_OPEN).encode() + fragment + _HTML_CLOSE.encode() + b"\0"


def _rich_text(text: str) -> bytes:
    units = _lines(text, "\n").encode("utf-16-le", "surrogatepass")
    body = []
    for low, high in zip(units[::2], units[1::2], strict=True):
        code = low | high << 8
        if code == ord("\n"):
            body.append("\\par ")
        elif chr(code) in "\\{}":
            body.append("\\" + chr(code))
        elif 32 <= code < 127:
            body.append(chr(code))
        else:
            body.append(f"\\u{code - 0x10000 if code > 0x7FFF else code}?")
    return ("{\\rtf1\\ansi\\uc1 " + "".join(body) + "}\0").encode("ascii")
