"""Markdown as plain text: its signs go, the addresses of links stay."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(([^()\s]{1,500})(?:[ ][^()\n]{0,200})?\)")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ ]+", re.MULTILINE)
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^\n*_~]{1,500}?)(?<=\S)\1")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_SLANTED = re.compile(r"(?<![\w*])([*_])(?=\S)([^\n*_]{1,500}?)(?<=\S)\1(?![\w*])")


def markdown_text(markdown: str) -> str:
    """What a reader sees, without the signs for bold, italic, code, headings and quotations."""
    text = _LINK.sub(r"\1 (\2)", markdown)
    for signs in (_HEADING, _QUOTE):
        text = signs.sub("", text)
    for marks in (_STRONG, _SLANTED):
        text = marks.sub(r"\2", text)
    return _CODE.sub(r"\1", text)
