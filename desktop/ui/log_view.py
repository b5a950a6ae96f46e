"""What the contact log shows, as values: rows, one contact, and what is looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

LineKind = Literal["step", "said", "refused", "note", "rung", "promise", "end", "quiet"]


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is looked for.

    Args:
        words: Beginnings of words; "" for all contacts.
        first, last: Days on which a contact may have begun, both included; None: open.
        trigger, manner, outcome, playbook: Ids; "" for any.
        has_promise: Whether only those with a promise are wanted.
        is_deleted: Whether the deleted ones are wanted instead.
    """

    words: str = ""
    first: date | None = None
    last: date | None = None
    trigger: str = ""
    manner: str = ""
    outcome: str = ""
    playbook: str = ""
    has_promise: bool = False
    is_deleted: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is looked for: every contact fits."""
        return self == LogQuery()


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in the filters, each an id and a label.

    Of the outcomes `endings` are those that a contact can be given.
    """

    outcomes: tuple[tuple[str, str], ...] = ()
    endings: tuple[tuple[str, str], ...] = ()
    triggers: tuple[tuple[str, str], ...] = ()
    manners: tuple[tuple[str, str], ...] = ()
    playbooks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """One contact in the list, all in words.

    Args:
        id: Of the contact.
        who: Customer and reference.
        when: When it began.
        line: The first line of its note, or what else there is to say.
        outcome: How it ended.
        is_open: Whether it has not ended yet.
        open_promises: How many promises of it are not kept yet.
    """

    id: str
    who: str
    when: str
    line: str = ""
    outcome: str = ""
    is_open: bool = False
    open_promises: int = 0

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        promises = f"{self.open_promises} open promise" + "s" * (self.open_promises != 1)
        parts = (self.who, self.when, self.outcome, promises if self.open_promises else "")
        return ". ".join(part for part in (*parts, self.line) if part)


@dataclass(frozen=True, slots=True)
class LineView:
    """One thing that happened.

    Args:
        time: The clock, "14:05".
        text: What happened, in a few words.
        detail: More about it, or "".
        kind: How it is marked.
        day: The day it begins, where another one begins with it; else "".
    """

    time: str
    text: str
    detail: str = ""
    kind: LineKind = "quiet"
    day: str = ""


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise made in the contact; `when` says until when, or that it was kept."""

    text: str
    when: str
    is_open: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class OldView:
    """What a field said before it was changed; `when` says when that was."""

    field: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Editable:
    """What the agent may change in a contact that has ended."""

    customer: str = ""
    reference: str = ""
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EarlierLink:
    """The way to earlier contacts: what it says, words that find them, and the latest one's id."""

    label: str
    words: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """One contact, told.

    Args:
        id: Of the contact.
        title: Whom it was with.
        about: When, how long, on which channel, about what; lines.
        outcome: How it ended, in words.
        fields: What may be changed; None where it has not ended yet.
        facts: What was written down, each a label and the words.
        promises: What was promised.
        lines: What happened, in order.
        old: What changed fields said before, the latest first.
        is_deleted: Whether it was deleted.
        earlier: What else there was with the customer before, in words, and where to find it.
    """

    id: str
    title: str
    about: tuple[str, ...] = ()
    outcome: str = ""
    note: str = ""
    fields: Editable | None = None
    facts: tuple[tuple[str, str], ...] = ()
    promises: tuple[PromiseView, ...] = ()
    lines: tuple[LineView, ...] = ()
    old: tuple[OldView, ...] = field(default=())
    is_deleted: bool = False
    earlier: EarlierLink | None = None

    def as_text(self) -> str:
        """The contact as plain text, to be pasted somewhere."""
        parts = [self.title, *self.about]
        if self.outcome:
            parts.append(self.outcome)
        if self.note:
            parts += ["", self.note]
        if self.facts:
            parts += ["", *(f"{label}: {words}" for label, words in self.facts)]
        if self.promises:
            parts += ["", *(f"{each.text} ({each.when})" for each in self.promises)]
        if self.lines:
            parts.append("")
        for line in self.lines:
            if line.day:
                parts.append(line.day)
            told = f"{line.text} ({line.detail})" if line.detail else line.text
            parts.append(f"{line.time}  {told}")
        return "\n".join(parts) + "\n"
