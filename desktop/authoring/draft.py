"""A phrase as its author sees it: fields to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from desktop.authoring.written import Plain, without_empty
from desktop.guide.source import ListNode, MapNode, Node, TextNode
from desktop.phrases.template import clean

_LONGEST_ID = 48
_TITLE_WORDS, _LONGEST_TITLE = 5, 40
_GAP = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a phrase has, besides what this window does not change.

    Args:
        id: Its name within the file.
        title: What the agent looks for; "" makes it the first words of the text.
        text: For a chat.
        wordings: Other ways to say it.
        email, spoken: Where these are worded otherwise.
        tags: More words to find it by.
        tone: One of `guide.vocabulary.Tone`, or "".
    """

    id: str = ""
    title: str = ""
    text: str = ""
    wordings: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tone: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not any(getattr(self, name) for name in FIELDS)

    def entries(self) -> dict[str, Plain]:
        """What it says, by the keys of the file, in the file's order."""
        title = self.title or title_from(self.text)
        order: dict[str, str | tuple[str, ...]] = {"id": self.id, "title": title}
        order |= {"tags": self.tags, "tone": self.tone, "text": self.text}
        return without_empty(
            {**order, "wordings": self.wordings, "email": self.email, "spoken": self.spoken}
        )


FIELDS = tuple(each.name for each in fields(Draft) if each.name != "id")
"""What can be changed."""


def draft_of(node: MapNode) -> Draft:
    """A phrase of a file."""

    def line(key: str) -> str:
        return " ".join(_text(node.get(key)).split())

    return Draft(
        id=_text(node.get("id")),
        title=line("title"),
        text=_text(node.get("text")),
        wordings=_texts(node.get("wordings")),
        email=_texts(node.get("email")),
        spoken=_texts(node.get("spoken")),
        tags=tuple(" ".join(each.split()) for each in _texts(node.get("tags"))),
        tone=_text(node.get("tone")),
    )


def changes(before: Draft, after: Draft) -> Mapping[str, Plain]:
    """The fields that differ, as they are to be written."""
    old, new = before.entries(), after.entries()
    return {
        name: new.get(name, "")
        for name in FIELDS
        if getattr(before, name) != getattr(after, name) and old.get(name) != new.get(name)
    }


def merged(base: Draft, mine: Draft, theirs: Draft) -> Draft:
    """What another program wrote, with all that the agent changed."""
    own = {name: getattr(mine, name) for name in FIELDS}
    kept = {name: what for name, what in own.items() if what != getattr(base, name)}
    return replace(theirs, **kept)


def title_from(text: str) -> str:
    """A title for a phrase that was given none: its first words."""
    words = clean(_GAP.sub("…", text)).split()[:_TITLE_WORDS]
    return " ".join(words).strip(" .,;:!?")[:_LONGEST_TITLE].strip() or "…"


def new_id(title: str, taken: Collection[str]) -> str:
    """An id for a new phrase that no other one has."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST_ID].strip("-") or "phrase"
    base = slug if slug.startswith("my-") else f"my-{slug}"
    number, found = 2, base
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _text(node: Node | None) -> str:
    return node.value.rstrip("\n") if isinstance(node, TextNode) else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    found = node.items if isinstance(node, ListNode) else (node,)
    return tuple(text for item in found if (text := _text(item)).strip())
