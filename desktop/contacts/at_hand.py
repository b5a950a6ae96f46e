"""The contact in hand and those set aside, as they stand; nothing is written down here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from desktop.contacts import missing
from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble


class AtHand:
    """Holds every contact that has not ended."""

    def __init__(self) -> None:
        self.current: OpenContact | None = None
        """The one in hand."""
        self.waiting: tuple[OpenContact, ...] = ()
        """The others, the one set aside last first."""

    @property
    def everyone(self) -> tuple[OpenContact, ...]:
        """All of them, the one in hand first."""
        return self.waiting if self.current is None else (self.current, *self.waiting)

    def in_hand(self) -> OpenContact:
        """The one in hand.

        Raises:
            Trouble: there is none.
        """
        if self.current is None:
            raise missing.no_contact()
        return self.current

    def place_of(self, contact_id: str) -> int:
        """Where in the row it waits.

        Raises:
            Trouble: no such contact waits.
        """
        for place, each in enumerate(self.waiting):
            if each.id == contact_id:
                return place
        raise self.unknown(contact_id)

    def unknown(self, contact_id: str) -> Trouble:
        """What to answer to an id that none of them has."""
        return missing.no_such_contact(contact_id, (each.id for each in self.everyone))

    def put_aside(self, now: datetime) -> None:
        """Put the one in hand with those that wait.

        Raises:
            Trouble: there is none.
        """
        self.waiting = (replace(self.in_hand(), aside_since=now), *self.waiting)
        self.current = None

    def take(self, contact_id: str) -> OpenContact:
        """Take a waiting one in hand, where none is.

        Raises:
            Trouble: no such contact waits.
        """
        found = self._take_out(self.place_of(contact_id))
        self.current = replace(found, aside_since=None)
        return self.current

    @contextmanager
    def lent(self, contact_id: str) -> Iterator[None]:
        """A waiting one is in hand for the length of a block; see `Desk.lent`.

        Raises:
            Trouble: no such contact waits.
        """
        place = self.place_of(contact_id)
        mine, self.current = self.current, self._take_out(place)
        try:
            yield
        finally:
            if self.current is not None:
                self.waiting = (*self.waiting[:place], self.current, *self.waiting[place:])
            self.current = mine

    def change(self, contact_id: str, change: Callable[[OpenContact], OpenContact]) -> None:
        """Change one of them, wherever it is; nothing where it has ended."""
        if self.current is not None and self.current.id == contact_id:
            self.current = change(self.current)
        self.waiting = tuple(
            change(each) if each.id == contact_id else each for each in self.waiting
        )

    def _take_out(self, place: int) -> OpenContact:
        found = self.waiting[place]
        self.waiting = (*self.waiting[:place], *self.waiting[place + 1 :])
        return found
