"""Whose chat is in which window: remembered from where phrases went, to spare the wrong chat.

A window and its title say whose chat is in front, where they say anything at all. Titles are read
of windows into which a phrase went, kept here and nowhere else, and forgotten with the contact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.contacts.desk import Desk
from desktop.contacts.open_contact import OpenContact
from desktop.insertion.ports import Foreground, Target

MOST_CHATS = 8
"""So many are remembered of one contact, the latest."""

_COUNT = r"[(\[{]\s*\d{1,4}\+?\s*[)\]}]"
_AT_THE_START = re.compile(rf"^(?:{_COUNT}|\W)+")
_AT_THE_END = re.compile(rf"(?:{_COUNT}|\W)+$")
_OTHER_TABS = re.compile(r"\band \d+ more (?:pages?|tabs?)\b")
_PASSING = re.compile(
    r"\b(?:new|unread)\b.{0,20}\b(?:messages?|chats?|notifications?)\b"
    r"|\b(?:is|are) (?:typing|writing)\b|^loading\b|\b(?:wrote|says|sent you)\b"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_HONORIFICS = frozenset(["mrs", "miss", "mister", "madam", "sir", "prof", "the", "and", "unknown"])


@dataclass(frozen=True, slots=True)
class Chat:
    """A window with one title, as it is remembered."""

    window: int
    pid: int
    program: str
    title: str = field(repr=False)  # in no trace and no log


@dataclass(frozen=True, slots=True)
class Question:
    """Nothing was inserted, because the chat in front seems to be another customer's.

    Args:
        chat: The one in front.
        owner_id: The contact it seems to belong to.
        contact_id: The contact in hand.
        phrase_id: What was to be inserted, as `PLAYBOOK/PHRASE`.
        target: Where.
    """

    chat: Chat
    owner_id: str
    contact_id: str
    phrase_id: str
    target: Target


class ChatAnswer(StrEnum):
    """What the agent may say to that."""

    GO = "go"  # to the contact whose chat it is; nothing is inserted
    INSERT = "insert"  # it is right so: insert, and do not ask about this chat again
    DROP = "drop"  # neither


class Chats:
    """Remembers the chats of the open contacts.

    It speaks up only on strong evidence, because a wrong question costs more trust than a silent
    moment: just this window with just this title belongs to one other open contact alone.

    Args:
        desk: The open contacts.
        foreground: Which window has the keyboard, and its title.
    """

    def __init__(self, desk: Desk, foreground: Foreground) -> None:
        self._desk = desk
        self._foreground = foreground
        self._chats: dict[str, tuple[Chat, ...]] = {}
        self._shared: set[Chat] = set()  # served more than one contact: such a title tells nothing
        self._ended: tuple[int, ...] = ()  # of contacts that ended: hashes, so no title stays
        self._question: Question | None = None
        self._is_on = True

    def switch(self, is_on: bool) -> None:
        """Remember chats, or forget all and read no title."""
        self._is_on = is_on
        if not is_on:
            self._chats.clear()
            self._shared.clear()
            self._ended = ()
            self._question = None

    @property
    def is_worth_a_look(self) -> bool:
        """Whether a waiting contact's chat is remembered, so that it could come to the front."""
        return any(each.id in self._chats for each in self._desk.waiting)

    def look(self, target: Target) -> Chat | None:
        """The chat in a window now; None where the title tells nothing, or titles are not read."""
        if not self._is_on:
            return None
        title = settled(self._foreground.title(target))
        return Chat(target.window, target.pid, target.program, title) if title else None

    def remember(self, contact_id: str | None, chat: Chat | None) -> None:
        """A phrase for this contact went into this chat."""
        if chat is None or contact_id is None or not self._is_on or not self._is_open(contact_id):
            return
        if any(chat in chats for other, chats in self._chats.items() if other != contact_id):
            self._shared.add(chat)
        own = [each for each in self._chats.get(contact_id, ()) if each != chat]
        self._chats[contact_id] = (*own, chat)[-MOST_CHATS:]

    def owner_beside_mine(self, chat: Chat | None) -> OpenContact | None:
        """The other customer into whose chat a phrase for the contact in hand would go.

        Of a contact without a chat in that program nobody knows whether its title would differ;
        then only a title that names the other customer is evidence enough.
        """
        mine, owner = self._desk.current, self._owner(chat)
        if chat is None or mine is None or owner is None or owner.id == mine.id:
            return None
        own_titles_differ = any(e.program == chat.program for e in self._chats.get(mine.id, ()))
        return owner if own_titles_differ or _names(chat, owner, mine) else None

    def is_customers(self, chat: Chat | None) -> bool:
        """Whether phrases for any customer went into it, also one whose contact has just ended."""
        is_open = any(chat in chats for chats in self._chats.values())
        return chat is not None and (is_open or hash(chat) in self._ended)

    def is_anothers(self, chat: Chat | None, contact_id: str) -> bool:
        """Whether it is known to be the chat of one other contact."""
        owner = self._owner(chat)
        return owner is not None and owner.id != contact_id

    def is_right(self, target: Target, contact_id: str | None, before: Chat | None) -> bool:
        """Whether a window has not turned to another customer's chat, such as another tab.

        Args:
            target: The window.
            contact_id: Whom the text is for.
            before: The chat that it showed when the agent pressed the key.
        """
        if before is None:
            return True
        chat = self.look(target)
        owner = self._owner(chat) if chat != before else None
        return owner is None or owner.id == contact_id

    def offered(self) -> str:
        """The id of the waiting contact whose chat is in front; "" for none."""
        if not self.is_worth_a_look:
            return ""
        front = self._foreground.current()
        if not isinstance(front, Target) or not self._is_known(front):
            return ""
        owner = self._owner(self.look(front))
        mine = self._desk.current
        return "" if owner is None or (mine is not None and mine.id == owner.id) else owner.id

    def ask(self, question: Question | None) -> None:
        """Put a question to the agent; None takes it back."""
        self._question = question

    @property
    def question(self) -> Question | None:
        """What the agent is to answer, while it is about the chat in front and the contact in
        hand; it is dropped once another contact is."""
        asked, mine = self._question, self._desk.current
        if asked is None:
            return None
        if mine is None or mine.id != asked.contact_id or not self._is_open(asked.owner_id):
            self._question = None
            return None
        front = self._foreground.current()
        is_elsewhere = isinstance(front, Target) and self.look(front) != asked.chat
        return None if is_elsewhere else asked

    def forget_ended(self) -> None:
        """Forget the chats of contacts that have ended."""
        for contact_id in [each for each in self._chats if not self._is_open(each)]:
            ended = (*self._ended, *map(hash, self._chats.pop(contact_id)))
            self._ended = ended[-MOST_CHATS:]
        self._shared &= {chat for chats in self._chats.values() for chat in chats}

    def _owner(self, chat: Chat | None) -> OpenContact | None:
        if chat is None or chat in self._shared:
            return None
        mine = self._desk.current
        everyone = (*self._desk.waiting, *(() if mine is None else (mine,)))
        found = [each for each in everyone if chat in self._chats.get(each.id, ())]
        return found[0] if len(found) == 1 else None

    def _is_known(self, target: Target) -> bool:
        return any(
            (each.window, each.pid) == (target.window, target.pid)
            for chats in self._chats.values()
            for each in chats
        )

    def _is_open(self, contact_id: str) -> bool:
        mine = self._desk.current
        return (mine is not None and mine.id == contact_id) or any(
            each.id == contact_id for each in self._desk.waiting
        )


def settled(title: str) -> str:
    """What stays of a title while messages come in; "" while it says something in passing.

    Counters of unread messages, marks of unsaved text and the number of a browser's other tabs come
    and go in the same chat; so do notices that flash in place of the title.
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    text = _OTHER_TABS.sub("", " ".join(text.split()))
    text = _AT_THE_END.sub("", _AT_THE_START.sub("", text))
    return "" if _PASSING.search(text) else " ".join(text.split())


def _names(chat: Chat, owner: OpenContact, mine: OpenContact) -> bool:
    """Whether the title names the one customer, and not the other."""
    in_title = _words(chat.title)
    return bool(_words(owner.customer) & in_title) and not _words(mine.customer) & in_title


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())) - _HONORIFICS
