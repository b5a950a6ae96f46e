"""Putting a foreign text together as a template of ours."""

from __future__ import annotations

import re

from desktop.guide.source import UNPRINTABLE
from desktop.phrases.template import CURSOR

_PERSONS = ("customer", "agent")


class Wording:
    """A template in the making: plain pieces, gaps, and one place for the caret."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str]] = []  # ("", words), ("gap", name) or ("cursor", "")
        self._has_cursor = False
        self.is_asked = False
        """Whether the agent fills in a word that the foreign program asked for, too."""

    def literal(self, text: str) -> None:
        """Words that stand as they are, whatever braces are in them."""
        if text:
            self._pieces.append(("", tidied(text)))

    def gap(self, name: str, is_asked: bool = True) -> None:
        """A placeholder, by name.

        A first and a last name are two gaps elsewhere and one here: `{customer} {customer}`
        becomes `{customer}`.

        Args:
            name: As it stands in the braces.
            is_asked: False where the foreign program filled it in by itself.
        """
        self.is_asked = self.is_asked or is_asked
        if name in _PERSONS and self._pieces[-2:] == [("gap", name), ("", " ")]:
            self._pieces.pop()
        else:
            self._pieces.append(("gap", name))

    def cursor(self) -> bool:
        """The place of the caret; False where there was one already."""
        if self._has_cursor:
            return False
        self._has_cursor = True
        self._pieces.append(("cursor", ""))
        return True

    def add(self, other: Wording) -> None:
        """Another wording behind this one; its caret counts where this one has none."""
        for kind, value in other._pieces:
            if kind == "cursor":
                self.cursor()
            elif kind == "gap":
                self.gap(value, other.is_asked)
            else:
                self.literal(value)

    @property
    def names(self) -> frozenset[str]:
        """The placeholders used."""
        return frozenset(value for kind, value in self._pieces if kind == "gap")

    @property
    def plain(self) -> str:
        """Its fixed words only, with `…` for each gap."""
        stand_ins = {"gap": "…", "cursor": ""}
        return "".join(stand_ins.get(kind, value) for kind, value in self._pieces).strip()

    @property
    def text(self) -> str:
        """As a template; line breaks around it are gone, so is a caret at the very end."""
        pieces: list[str] = []
        for kind, value in self._pieces:
            if kind == "":
                pieces.append(value.replace("{", "{{").replace("}", "}}"))
            else:
                pieces.append(CURSOR if kind == "cursor" else f"{{{value}}}")
        whole = "".join(pieces).strip("\n")
        if whole.endswith(CURSOR) and self._has_cursor:
            whole = whole.removesuffix(CURSOR).strip("\n")
        return whole if whole.strip() else ""


def tidied(text: str) -> str:
    """The text with `\\n` for every kind of line break, and without invisible controls."""
    lines = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return UNPRINTABLE.sub("", lines)


def one_line(text: str, longest: int) -> str:
    """The text on one line, without controls, cut where it gets too long."""
    line = " ".join(tidied(text[: 4 * longest + 100]).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
