"""Briefs and summaries made from a template that the team can change: words with gaps, no code.

A line of a template is written once for each thing its gap holds, and left out when it holds
nothing; a paragraph in which nothing could be filled in is left out with all its lines. Lines
that begin with `#` are remarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.contacts.account import Account
from desktop.errors import Trouble
from desktop.followups.calendar_words import MONTHS
from desktop.guide.vocabulary import Channel, Ending
from desktop.phrases.template import CURSOR, TemplateError, parse

LAST_PHRASES = 3
"""So many phrases are named in a brief, the latest last."""

Words = Mapping[str, tuple[str, ...]]
"""What the gaps of a template can hold."""


class DocumentKind(StrEnum):
    """What can be made of a contact."""

    BRIEF = "brief"  # for a supervisor
    SUMMARY = "summary"  # for the customer


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A template that was checked.

    Args:
        kind: What it makes.
        text: As it was written.
    """

    kind: DocumentKind
    text: str

    def fill(self, account: Account) -> str:
        """The document; plain text, no line break at its end."""
        words = words_for(self.kind, account)
        paragraphs: list[list[str]] = [[]]
        for line in _lines(self.text):
            if line.strip():
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        made = filter(None, (_paragraph(lines, words) for lines in paragraphs))
        return "\n\n".join(made)


def read_template(kind: DocumentKind, text: str, path: Path) -> DocumentTemplate:
    """Check a template.

    Args:
        kind: What it is to make.
        text: The content of its file.
        path: The file, for messages.

    Raises:
        Trouble: a brace stands alone, or a gap has a name that this document does not know.
    """
    known = _NAMES[kind]
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        place = f"{path}:{number}"
        try:
            template = parse(line)
        except TemplateError as error:
            raise Trouble(f"{place}: {error.what}", error.remedy) from error
        if CURSOR in line:
            what = f"{place}: a document has no place for the caret."
            raise Trouble(what, f"Take {CURSOR} out.")
        for name in template.names:
            if name in known:
                continue
            if name in _INTERNAL:
                what = f"{place}: {{{name}}} is not for the customer."
            else:
                what = f"{place}: there is nothing called {{{name}}}."
            allowed = ", ".join(f"{{{each}}}" for each in sorted(known))
            raise Trouble(what, f"A {kind.value} may use: {allowed}.")
    if not any(line.strip() for line in _lines(text)):
        raise Trouble(f"{path} is empty.", "Write what the document says, or remove the file.")
    return DocumentTemplate(kind, text)


def words_for(kind: DocumentKind, account: Account) -> Words:
    """What the gaps of a document hold; those of a summary hold nothing internal."""
    return _words_for_customer(account) if kind is DocumentKind.SUMMARY else _words(account)


def _words_for_customer(account: Account) -> Words:
    """Only what the customer has been told, or said."""
    return {
        "customer": _one(account.customer),
        "reference": _one(account.reference),
        "agent": _one(account.agent),
        "occasion": (_OCCASIONS[account.medium],),
        "date": (f"{account.started_at.day} {MONTHS[account.started_at.month - 1]}",),
        "offered": account.options,
        "agreed": account.agreed,
        "promised": account.promised_words,
    }


_OCCASIONS = {
    Channel.CHAT: "our chat",
    Channel.EMAIL: "our e-mails",
    Channel.PHONE: "our call",
    Channel.VIDEO: "our video call",
    None: "our conversation",
}


def _words(account: Account) -> Words:
    is_about_conduct = bool(account.rungs) or account.outcome is Ending.ENDED_FOR_CONDUCT
    details = (account.reference, account.channel)
    said = " · ".join(f"“{each}”" for each in account.said[-LAST_PHRASES:])
    return {
        **_words_for_customer(account),
        "who": (", ".join((account.who, *(e for e in details if e and e != account.who))),),
        "state": (_state(account),),
        "concern": _one(", ".join(filter(None, (account.trigger, account.manner.lower())))),
        "channel": _one(account.channel),
        "cause": account.causes,
        "methods": _one(" · ".join(account.methods)),
        "promised": account.promises,
        "rungs": (account.ladder,) if is_about_conduct else (),
        "said": _one(said),
        "words": tuple(f"{label}: {word}" for label, word in account.words),
        "remarks": account.remarks,
        "feedback": (*account.scores, *account.feedback),
        "lines": tuple(" ".join(each.split()) for each in account.lines),
        "note": _one(" ".join(account.note.split())),
        "asked": account.asked or (_usual_request(account),),
    }


def _state(account: Account) -> str:
    if account.outcome is None:
        return f"Not ended yet, {account.minutes} min so far."
    length = f", after {account.minutes} min" if account.has_length else ""
    return f"{account.outcome.label} at {account.until:%H:%M}{length}."


def _usual_request(account: Account) -> str:
    if account.outcome is Ending.ENDED_FOR_CONDUCT:
        return f"Decide how we go on with {account.who}."
    kept = ", and keep what was promised" if account.promises else ""
    return f"Take over and get in touch with {account.who}{kept}."


def _one(word: str) -> tuple[str, ...]:
    return (word,) if word else ()


_FOR_CUSTOMER = frozenset(
    ["agent", "agreed", "customer", "date", "occasion", "offered", "promised", "reference"]
)
_INTERNAL = frozenset(
    [
        *("asked", "cause", "channel", "concern", "feedback", "lines", "methods", "note"),
        *("remarks", "rungs", "said", "state", "who", "words"),
    ]
)
_NAMES = {
    DocumentKind.BRIEF: _FOR_CUSTOMER | _INTERNAL,
    DocumentKind.SUMMARY: _FOR_CUSTOMER,
}


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if not line.startswith("#")]


def _paragraph(lines: list[str], words: Words) -> str:
    has_gaps = is_filled = False
    made: list[str] = []
    for line in lines:
        template = parse(line)
        if not template.names:
            made.append(template.fill({}).text)
            continue
        has_gaps = True
        held = {name: words[name] for name in template.names}
        if not all(held.values()):
            continue
        is_filled = True
        for number in range(max(map(len, held.values()))):
            now = {name: each[min(number, len(each) - 1)] for name, each in held.items()}
            made.append(template.fill(now).text)
    return "\n".join(made) if is_filled or not has_gaps else ""
