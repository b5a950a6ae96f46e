"""Phrase texts with gaps: `{name}` is filled with a word, `{{` and `}}` are braces, no more.

There is nothing to evaluate in a template, so a playbook from a stranger can do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop.phrases.visible import visible

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What a placeholder may be called."""

CURSOR = "{|}"
"""Where the caret shall stand afterwards; once in a text at most."""

_TOKEN = re.compile(r"\{\{|\}\}|\{\|\}|\{([a-z][a-z0-9_]{0,39})\}|[{}]")
_ATTEMPT = re.compile(r"\{([^{}\n]{0,40})\}")

# Line separators and direction marks count as control characters too: one in a pasted name
# could break the line or turn the rest of the sentence around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# How Python hands on bytes of a command line that are not UTF-8 (PEP 383).
_RAW_BYTES = re.compile("[\udc80-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


class TemplateError(ValueError):
    """A text is no template.

    Args:
        offset: Where in the text, in characters from 0.
        what: One plain sentence saying what is wrong.
        remedy: One plain sentence saying what to write instead.
    """

    def __init__(self, offset: int, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.offset = offset
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its gaps filled.

    Args:
        text: As it will be inserted.
        missing: The gaps that had no value, in reading order.
        after_cursor: How many characters stand behind the place of the caret; 0 for the end.
    """

    text: str
    missing: tuple[str, ...] = ()
    after_cursor: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed phrase text.

    Args:
        literals: The fixed pieces, one more than there are gaps.
        gaps: The placeholder between each two pieces.
        cursor: The piece in which the caret shall stand, and how many of its characters stand
            behind it; None for the end of the text.
    """

    literals: tuple[str, ...]
    gaps: tuple[str, ...]
    cursor: tuple[int, int] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The placeholders used, each once, in reading order."""
        return tuple(dict.fromkeys(self.gaps))

    def fill(self, values: Mapping[str, str], labels: Mapping[str, str] | None = None) -> Filled:
        """Put the values in.

        Args:
            values: By placeholder name. They are cleaned (see `clean`) and taken as plain
                text: braces in a value stay braces. An empty value is a missing one.
            labels: What to call a missing placeholder; its name where there is no label.

        Returns:
            The text, in which a missing placeholder stands as `‹label›`.
        """
        words: dict[str, str] = {}
        missing: list[str] = []
        for name in self.names:
            words[name] = clean(values.get(name, ""))
            if not words[name]:
                missing.append(name)
                words[name] = f"‹{(labels or {}).get(name) or name}›"
        pieces = [self.literals[0]]
        for name, literal in zip(self.gaps, self.literals[1:], strict=True):
            pieces += (words[name], literal)
        after = 0
        if self.cursor is not None:
            piece, behind = self.cursor
            after = behind + sum(map(len, pieces[2 * piece + 1 :]))
        return Filled("".join(pieces), tuple(missing), after)


@lru_cache(maxsize=256)  # the same few phrases are shown again and again
def parse(text: str) -> Template:
    """Read a phrase text.

    Raises:
        TemplateError: A brace stands alone or encloses something that is no name, or there are
            two places for the caret.
    """
    literals: list[str] = []
    gaps: list[str] = []
    pieces: list[str] = []
    cursor: tuple[int, int] | None = None  # while reading: what stands before it
    position = 0
    for token in _TOKEN.finditer(text):
        pieces.append(text[position : token.start()])
        position = token.end()
        if token[1]:
            literals.append("".join(pieces))
            gaps.append(token[1])
            pieces = []
        elif token[0] == CURSOR:
            if cursor is not None:
                what = f"There are two places for the caret ({CURSOR})."
                raise TemplateError(token.start(), what, "Keep one of them.")
            cursor = (len(literals), sum(map(len, pieces)))
        elif len(token[0]) == 2:
            pieces.append(token[0][0])
        else:
            raise _objection(text, token.start())
    pieces.append(text[position:])
    literals.append("".join(pieces))
    if cursor is not None:
        piece, before = cursor
        cursor = (piece, len(literals[piece]) - before)
    return Template(tuple(literals), tuple(gaps), cursor)


def clean(value: str, longest: int | None = None) -> str:
    """A value fit to stand inside a sentence: one line, no control characters, trimmed.

    A value of invisible characters only is empty. What is no character at all (a lone
    surrogate, which neither the record nor a socket can carry) is mended or becomes U+FFFD.

    Args:
        value: Text from anywhere.
        longest: Where to cut, in characters; None: nowhere.
    """
    line = _CONTROL.sub(" ", mended(value)).strip()[:longest].strip()
    return line if _INVISIBLE.sub("", line).strip() else ""


def clean_lines(text: str, longest: int | None = None) -> str:
    """Like `clean` for a text of several lines: its line breaks stay, each as one `\n`."""
    lines = re.split("\r\n|[\r\n\u2028\u2029]", mended(text))
    whole = "\n".join(_CONTROL.sub(" ", line).rstrip() for line in lines)
    whole = whole.strip()[:longest].strip()
    return whole if _INVISIBLE.sub("", whole).strip() else ""


def mended(text: str) -> str:
    """The text without lone surrogates: bytes are read as what they most likely were."""
    if text.isascii():
        return text
    return _SURROGATE.sub("\ufffd", _RAW_BYTES.sub(_decoded, text))


def _decoded(run: re.Match[str]) -> str:
    raw = run[0].encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _objection(text: str, offset: int) -> TemplateError:
    attempt = _ATTEMPT.match(text, offset)
    if attempt is not None:
        what = f"`{visible(attempt[0])}` is no placeholder."
        if not attempt[1].strip():
            what = f"`{visible(attempt[0])}` names no placeholder."
        return TemplateError(
            offset, what, "Use small letters, digits and _ in a name, as in {customer}."
        )
    brace = text[offset]
    what = "A `{` is not closed." if brace == "{" else "A `}` has no `{` before it."
    return TemplateError(offset, what, f"Write {brace}{brace} where a plain brace is meant.")
