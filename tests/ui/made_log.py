"""A contact log of any size, made as it is asked for, which answers when the test lets it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from desktop.app.log_source import Failed, OnAnchors, OnRows
from desktop.errors import Trouble
from desktop.ui.log_list import PAGE
from desktop.ui.log_view import (
    Choices,
    EarlierLink,
    Editable,
    LineView,
    LogQuery,
    OldView,
    PromiseView,
    RowView,
    StoryView,
)

TODAY = date(2026, 11, 22)
CHOICES = Choices(
    (("solved", "Solved"), ("waiting", "Waiting"), ("escalated", "Escalated"), ("lost", "Lost")),
    (("solved", "Solved"), ("waiting", "Waiting"), ("escalated", "Escalated"), ("lost", "Lost")),
    (("billing", "Billing"), ("service-delay", "Service delay")),
    (("angry", "Angry"), ("stressed", "Stressed")),
    (("leap", "LEAP"), ("boundaries", "Boundaries")),
)
_NAMES = ("Ms Rivera", "Mr Okafor", "Ana Nováková", "Dr Chen", "Bartholomew Featherstonehaugh", "")
_NOTES = (
    "Charged twice for the subscription in October; refund agreed, on the account in 3–5 days.",
    "Parcel left with a neighbour nobody knows. Search at the carrier is on, call back Tuesday.",
    "",
    "Wants to speak to a manager about the cancelled appointment.",
)
_ENDINGS = ("Solved", "Waiting", "Solved", "Escalated", "Solved", "Ended for conduct")


def row(number: int) -> RowView:
    """The row of a contact; the higher the number, the earlier it began."""
    who = " · ".join(filter(None, (_NAMES[number % 6], f"SR-{48213 + number}")))
    promises = 1 + number % 2 if number % 5 == 1 else 0
    when = ("14:05", "yesterday 09:12", "Thu 19 Nov", "3 Mar 2025")[min(number // 3, 3)]
    ending = _ENDINGS[number % 6] if number else "Still open"
    line = _NOTES[number % 4]
    return RowView(f"c-{number}", who, when, line, ending, not number, promises)


def story(number: int) -> StoryView:
    """One contact, with one of everything."""
    shown = row(number)
    return StoryView(
        shown.id,
        shown.who,
        ("Thu 19 Nov, 14:05 to 14:31 (26 min), chat", "Billing, angry"),
        "Ended: " + shown.outcome,
        _NOTES[0] + "\nShe will write again if it is not there on Friday.",
        None if shown.is_open else Editable(_NAMES[number % 6], "SR-1", "solved", _NOTES[0]),
        (("Agreed", "Refund of the second charge"), ("Root cause", "Payment provider, retries")),
        (
            PromiseView("call Ms Rivera back about the refund", "due tomorrow 15:00", True),
            PromiseView("ask the provider for the receipt", "was due yesterday 10:00", True, True),
            PromiseView("send the form", "kept Fri 20 Nov", False),
        ),
        (
            LineView("14:05", "Started with LEAP", day="Thu 19 Nov"),
            LineView("14:05", "Listen", "LEAP", "step"),
            LineView("14:06", "Said “Name the feeling”", "into chromium", "said"),
            LineView("14:09", "Empathise", "LEAP", "step"),
            LineView(
                "14:09", "Not inserted: “Own it”", "The window changed meanwhile.", kind="refused"
            ),
            LineView("14:12", "Copied “Own it”", "", "said"),
            LineView("14:15", "First rung of the boundaries", "Boundaries: Name it", "rung"),
            LineView("14:20", "Promised: call Ms Rivera back", "by Fri 20 Nov 15:00", "promise"),
            LineView(
                "14:22", "Note: asked for the bank statement, she sends it tonight", "", "note"
            ),
            LineView("14:25", "Set aside"),
            LineView("09:10", "Taken up again", day="Fri 20 Nov"),
            LineView("09:31", "Ended: solved", kind="end"),
        ),
        (
            OldView("Note", "Charged twice.", "today 09:12"),
            OldView("Customer", "Rivera", "yesterday 17:40"),
        ),
        earlier=EarlierLink("2 earlier contacts", "okafor", row(number + 6).id),
    )


class MadeLog:
    """A `LogSource` over contacts 0 to `total` - 1; words are looked for in the row's words.

    With `is_prompt` it answers at once, otherwise as many questions as `answer` lets it.
    """

    def __init__(self, total: int, *, is_prompt: bool = True) -> None:
        self.total = total
        self.is_prompt = is_prompt
        self.trouble: Trouble | None = None
        self.asked: list[str] = []
        self.deleted: set[str] = set()
        self.changed: dict[str, Editable] = {}
        self.stamp_now = 0
        self._waiting: deque[Callable[[], None]] = deque()

    def answer(self, place: int = 0) -> None:
        """Answer the question at this place in the line; -1: the one asked last."""
        work = self._waiting[place]
        del self._waiting[place]
        work()

    @property
    def waiting(self) -> int:
        """How many questions wait for an answer."""
        return len(self._waiting)

    def stamp(self, then: Callable[[object], None]) -> None:
        then(self.stamp_now)

    def first_page(self, wanted: LogQuery, then: OnRows, failed: Failed) -> None:
        self.asked.append(f"first {wanted.words}".strip())
        self._later(lambda: then(self._rows(self._fitting(wanted)[:PAGE])), failed)

    def anchors(self, wanted: LogQuery, then: OnAnchors, failed: Failed) -> None:
        self.asked.append("anchors")
        fitting = self._fitting(wanted)
        self._later(lambda: then(len(fitting), fitting[::PAGE]), failed)

    def page(self, wanted: LogQuery, number: int, then: OnRows, failed: Failed) -> None:
        fitting = self._fitting(wanted)
        place = fitting.index(number)
        self.asked.append(f"page {place // PAGE}")
        self._later(lambda: then(self._rows(fitting[place : place + PAGE])), failed)

    def story(
        self, contact_id: str, then: Callable[[StoryView | None], None], failed: Failed
    ) -> None:
        self.asked.append(f"story {contact_id}")
        self._later(lambda: then(self._story(contact_id)), failed)

    def change(
        self,
        contact_id: str,
        before: Editable,
        after: Editable,
        then: Callable[[], None],
        failed: Failed,
    ) -> None:
        self.changed[contact_id] = after
        self._later(then, failed)

    def delete(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        self.deleted.add(contact_id)
        self._later(then, failed)

    def restore(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        self.deleted.discard(contact_id)
        self._later(then, failed)

    def _later(self, work: Callable[[], None], failed: Failed) -> None:
        def answer() -> None:
            if self.trouble is not None:
                failed(self.trouble)
            else:
                work()

        if self.is_prompt:
            answer()
        else:
            self._waiting.append(answer)

    def _fitting(self, wanted: LogQuery) -> Sequence[int]:
        if wanted.is_deleted:
            return sorted(int(each[2:]) for each in self.deleted)
        if not wanted.words and not self.deleted:
            return range(self.total)
        words = wanted.words.casefold()
        numbers = (n for n in range(self.total) if f"c-{n}" not in self.deleted)
        return [n for n in numbers if words in row(n).spoken.casefold()]

    def _rows(self, numbers: Sequence[int]) -> list[RowView]:
        return [row(number) for number in numbers]

    def _story(self, contact_id: str) -> StoryView | None:
        told = story(int(contact_id[2:]))
        fields = self.changed.get(contact_id)
        if fields is not None:
            told = replace(told, fields=fields, note=fields.note)
        return replace(told, is_deleted=contact_id in self.deleted)
