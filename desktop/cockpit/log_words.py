"""The record of a contact told in plain words: times, titles of steps and phrases, promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.contacts.earlier import LOOKED_THROUGH, EarlierContact
from desktop.contacts.editing import DELETED, VALUE, Edit
from desktop.contacts.history import ContactStory, LogRow
from desktop.contacts.record import Contact, ContactEvent, EventKind, StepMove
from desktop.contacts.store import StoredContact
from desktop.contacts.words import IS_OPEN
from desktop.followups.calendar_words import clock, day
from desktop.followups.due import wording
from desktop.followups.promise import Reminder
from desktop.guide.library import Library
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Ending, Manner, Trigger, ended_as
from desktop.insertion.outcome import Verdict
from desktop.ui.log_view import (
    Choices,
    EarlierLink,
    Editable,
    LineKind,
    LineView,
    OldView,
    PromiseView,
    RowView,
    StoryView,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_NOBODY = "Nobody named"
_RUNGS = {1: "First", 2: "Second", 3: "Third"}
_FIELDS = {"reference": "ticket or reference", "trigger": "what it is about"}
_Told = tuple[str, str, LineKind]


def choices(library: Library) -> Choices:
    """What the log can be filtered by."""
    endings = tuple((each.value, each.label) for each in Ending)
    return Choices(
        ((IS_OPEN, "Still open"), *endings),
        endings,
        tuple((each.value, each.label) for each in Trigger),
        tuple((each.value, each.label) for each in Manner),
        tuple((each.id, each.title) for each in library.covers() if not each.is_private),
    )


def row_view(row: LogRow, now: datetime, zone: ZoneInfo | None) -> RowView:
    """A contact in the list.

    Args:
        row: From the record.
        now: Aware.
        zone: Where the agent is; None: as the C library says.
    """
    local, today = row.started_at.astimezone(zone), now.astimezone(zone)
    is_near = abs((local.date() - today.date()).days) <= 1
    when = day(local, today)
    when = clock(local) if when == "today" else f"{when} {clock(local)}" if is_near else when
    about = ", ".join(filter(None, (_term(row.trigger), _term(row.manner).lower())))
    return RowView(
        row.id,
        _who(row.customer, row.reference),
        when,
        row.first_line or about,
        _term(row.outcome) if row.ended_at is not None else "Still open",
        is_open=row.ended_at is None,
        open_promises=row.open_promises,
    )


def story_view(
    story: ContactStory, titles: Titles, now: datetime, zone: ZoneInfo | None
) -> StoryView:
    """One contact, told; steps and phrases by the titles they have now, or else their ids."""
    contact = story.stored.contact
    today = now.astimezone(zone)
    lines = _lines(story, titles, today, zone)
    is_ended = contact.ended_at is not None
    fields = Editable(contact.customer, contact.reference, contact.outcome, contact.note)
    return StoryView(
        contact.id,
        _who(contact.customer, contact.reference),
        _about(contact, today, zone),
        ended_as(contact.outcome) if is_ended else "Still open",
        contact.note,
        fields if is_ended else None,
        _facts(story.stored, titles),
        tuple(_promise(each, now, zone) for each in story.reminders),
        lines,
        _old(story.edits, today, zone),
        story.deleted_at is not None,
        _earlier(story.earlier),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """What a playbook calls things; its texts need not stay in memory."""

    title: str
    steps: Mapping[str, str]
    phrases: Mapping[str, str]
    placeholders: Mapping[str, str]


class Titles:
    """What things are called in the playbooks as they are now, looked up once each."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version = -1
        self._names: dict[str, _Names | None] = {}

    def of_playbook(self, playbook_id: str) -> str:
        """The playbook's title, or its id."""
        found = self._of(playbook_id)
        return found.title if found is not None else playbook_id

    def of_step(self, playbook_id: str, step_id: str) -> str:
        """The step's title, or its id."""
        found = self._of(playbook_id)
        return found.steps.get(step_id, step_id) if found is not None else step_id

    def of_phrase(self, phrase_id: str, playbook_id: str) -> str:
        """The title of a phrase of the playbook in hand first, then of any; or its id."""
        named, _, bare_id = phrase_id.rpartition("/")
        here = self._of(named or playbook_id)
        if here is not None and bare_id in here.phrases:
            return here.phrases[bare_id]
        others = (each.phrase(bare_id) for each in self._library.with_phrase(bare_id, named))
        return next((each.title for each in others if each is not None), phrase_id)

    def of_placeholder(self, name: str, playbook_ids: Iterable[str]) -> str:
        """What is asked for, in the first of these playbooks that has it; "" in none."""
        names = filter(None, map(self._of, sorted(playbook_ids)))
        return next((each.placeholders[name] for each in names if name in each.placeholders), "")

    def _of(self, playbook_id: str) -> _Names | None:
        if self._library.version != self._version:
            self._version = self._library.version
            self._names.clear()
        if playbook_id not in self._names:
            self._names[playbook_id] = _names(self._library.glance(playbook_id))
        return self._names[playbook_id]


def _names(playbook: Playbook | None) -> _Names | None:
    if playbook is None:
        return None
    return _Names(
        playbook.title,
        {step.id: step.title for step in playbook.steps},
        {each.id: each.title for step in playbook.steps for each in step.phrases},
        {each.name: each.label for each in playbook.placeholders},
    )


def _who(customer: str, reference: str) -> str:
    return " · ".join(filter(None, (customer, reference))) or _NOBODY


def _term(value: str) -> str:
    """A word of the vocabulary as people read it; of a newer Poise, too."""
    return value.replace("-", " ").capitalize()


def _about(contact: Contact, today: datetime, zone: ZoneInfo | None) -> tuple[str, ...]:
    began = contact.started_at.astimezone(zone)
    when = f"{_capital(day(began, today))}, {clock(began)}"
    # What was written down afterwards without its minutes ended when it began: nobody knows when.
    if contact.ended_at is not None and contact.ended_at > contact.started_at:
        ended = contact.ended_at.astimezone(zone)
        is_same_day = ended.date() == began.date()
        until = clock(ended) if is_same_day else f"{day(ended, today)} {clock(ended)}"
        when += f" to {until} ({_length(contact.ended_at - contact.started_at)})"
    if contact.channel:
        when += f", {contact.channel}"
    about = ", ".join(filter(None, (_term(contact.trigger), _term(contact.manner).lower())))
    return (when, _capital(about)) if about else (when,)


def _length(spent: timedelta) -> str:
    minutes = round(spent.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(stored: StoredContact, titles: Titles) -> tuple[tuple[str, str], ...]:
    playbooks = {place.playbook for place in stored.path}
    found = []
    for name, words in stored.values.items():
        label = titles.of_placeholder(name, playbooks) or _term(name.replace("_", "-"))
        if name in stored.kinds:
            label = _term(stored.kinds[name])
        if words:
            found.append((_capital(label), words))
    return tuple(found)


def _promise(reminder: Reminder, now: datetime, zone: ZoneInfo | None) -> PromiseView:
    if reminder.is_open:
        is_late = reminder.due_utc <= now
        return PromiseView(reminder.text, wording(reminder, now, zone), True, is_late)
    kept = reminder.done_at
    when = f"kept {day(kept.astimezone(zone), now.astimezone(zone))}" if kept else "kept"
    return PromiseView(reminder.text, when, False)


def _earlier(found: tuple[EarlierContact, ...]) -> EarlierLink | None:
    """Those with the reference; where there are none, those with the name alone."""
    same = [each for each in found if each.is_same_reference]
    group = same or found
    if not group:
        return None
    latest = max(group, key=lambda each: (each.started_at, each.number))
    count = f"{LOOKED_THROUGH} or more" if len(group) >= LOOKED_THROUGH else str(len(group))
    label = f"{count} earlier contact{'s' * (count != '1')}"
    if same:
        return EarlierLink(label, latest.reference, latest.id)
    return EarlierLink(f"{label} of that name", latest.customer, latest.id)


def _old(edits: tuple[Edit, ...], today: datetime, zone: ZoneInfo | None) -> tuple[OldView, ...]:
    found = []
    for edit in reversed(edits):
        if edit.field == DELETED:
            continue
        local = edit.at.astimezone(zone)
        name = edit.field.removeprefix(VALUE).replace("_", " ")
        is_term = edit.field in ("outcome", "trigger", "manner")
        old = _term(edit.old) if is_term else edit.old
        found.append(OldView(_capital(name), old, f"{day(local, today)} {clock(local)}"))
    return tuple(found)


def _lines(
    story: ContactStory, titles: Titles, today: datetime, zone: ZoneInfo | None
) -> tuple[LineView, ...]:
    told: list[tuple[datetime, _Told]] = []
    here = ""
    for event in story.stored.events:
        before = here
        if event.kind in (EventKind.STARTED, EventKind.STEP):
            here = str(event.facts["playbook"])
        text, detail, kind = _TELL.get(event.kind, _other)(event, titles, here)
        if event.kind is EventKind.STEP and here != before:
            detail = ", ".join(filter(None, (titles.of_playbook(here), detail)))
        told.append((event.at, (text, detail, kind)))
    for reminder in story.reminders:
        local = reminder.promised_utc.astimezone(zone)
        by = f"by {day(local, today)} {clock(local)}"
        told.append((reminder.created_at, (f"Promised: {reminder.text}", by, "promise")))
    told.sort(key=lambda each: each[0])  # keeps the order of what happened at one time
    lines = []
    last = ""
    for at, (text, detail, kind) in told:
        local = at.astimezone(zone)
        date = _capital(day(local, today))
        lines.append(LineView(clock(local), text, detail, kind, date if date != last else ""))
        last = date
    return tuple(lines)


def _started(event: ContactEvent, titles: Titles, _here: str) -> _Told:
    return f"Started with {titles.of_playbook(str(event.facts['playbook']))}", "", "quiet"


def _details(event: ContactEvent, titles: Titles, here: str) -> _Told:
    names = event.facts.get("fields", [])
    assert isinstance(names, list)
    words = [
        titles.of_placeholder(name, (here,)).lower() or _FIELDS.get(name, name.replace("_", " "))
        for name in names
    ]
    return f"Wrote down: {', '.join(words)}", "", "quiet"


def _step(event: ContactEvent, titles: Titles, _here: str) -> _Told:
    playbook, step = str(event.facts["playbook"]), str(event.facts["step"])
    title = titles.of_step(playbook, step)
    is_back = event.facts.get("move") == StepMove.BACK
    detail = "the customer has calmed down" if event.facts.get("calmer") else ""
    return f"Back to {title}" if is_back else title, detail, "step"


def _insertion(event: ContactEvent, titles: Titles, here: str) -> _Told:
    title = titles.of_phrase(str(event.facts["phrase"]), here)
    target, reason = str(event.facts.get("target", "")), str(event.facts.get("reason", ""))
    into = f"into {target}" if target else ""
    verdict = str(event.facts["verdict"])
    if verdict == Verdict.REFUSED:
        return f"Not inserted: “{title}”", reason, "refused"
    if verdict == Verdict.COPIED:
        return f"Copied “{title}”", reason, "said"
    if verdict == Verdict.UNCONFIRMED:
        return f"Said “{title}”", ", ".join(filter(None, (into, "not confirmed"))), "said"
    return f"Said “{title}”", into, "said"


def _rung(event: ContactEvent, titles: Titles, _here: str) -> _Told:
    number = event.facts["rung"]
    which = _RUNGS.get(number, str(number)) if isinstance(number, int) else str(number)
    place = titles.of_step(str(event.facts["playbook"]), str(event.facts["step"]))
    return f"{which} rung of the boundaries", place, "rung"


def _ticked(event: ContactEvent, _titles: Titles, _here: str) -> _Told:
    what = "Ticked off" if event.facts["is_on"] else "Not ticked any more"
    return f"{what}: {event.facts['item']}", "", "quiet"


def _note(event: ContactEvent, _titles: Titles, _here: str) -> _Told:
    return f"Note: {event.facts['text']}", "", "note"


def _ended(event: ContactEvent, _titles: Titles, _here: str) -> _Told:
    return ended_as(str(event.facts["outcome"])), "", "end"


def _document(event: ContactEvent, _titles: Titles, _here: str) -> _Told:
    return f"{_term(str(event.facts['document']))}: {event.facts['way']}", "", "quiet"


def _other(event: ContactEvent, _titles: Titles, _here: str) -> _Told:
    return _term(event.kind.value.replace("_", "-")), "", "quiet"


_TELL: Mapping[EventKind, Callable[[ContactEvent, Titles, str], _Told]] = {
    EventKind.STARTED: _started,
    EventKind.DETAILS: _details,
    EventKind.STEP: _step,
    EventKind.INSERTION: _insertion,
    EventKind.RUNG: _rung,
    EventKind.TICKED: _ticked,
    EventKind.NOTE: _note,
    EventKind.DOCUMENT: _document,
    EventKind.SET_ASIDE: lambda _event, _titles, _here: ("Set aside", "", "quiet"),
    EventKind.RESUMED: lambda _event, _titles, _here: ("Taken up again", "", "quiet"),
    EventKind.ENDED: _ended,
}
