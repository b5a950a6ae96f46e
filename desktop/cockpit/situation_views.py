"""What the panel shows of hard moments: whose chat is this, the ladder, the hand-over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from desktop.cockpit.chats import ChatAnswer
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.hand_overs import HandOver
from desktop.contacts.open_contact import OpenContact
from desktop.guide.model import Step
from desktop.hotkeys.bindings import Bindings, State
from desktop.ui.view import BreathingView, ChoiceView, HandOverView, QuestionView, RungView

RUNGS = {1: "Asked", 2: "Named", 3: "Warned"}
"""What each rung of the boundaries ladder is about, in a word."""


def question_view(cockpit: Cockpit, bindings: Bindings) -> QuestionView | None:
    """What the agent is asked before a phrase goes into another customer's chat."""
    asked, mine = cockpit.speaker.chats.question, cockpit.desk.current
    if asked is None or mine is None:
        return None
    owner = next((each for each in cockpit.desk.waiting if each.id == asked.owner_id), None)
    if owner is None:
        return None
    theirs, own = _name(owner), _name(mine)
    switch = bindings["switch"]
    chord = f" Or press {switch.chord}." if switch.state is State.ACTIVE else ""
    return QuestionView(
        f"This looks like the chat with {theirs or 'another customer'}.",
        f"You have {own or 'a contact without a name'} in hand. Nothing was inserted.",
        (
            ChoiceView(
                ChatAnswer.GO,
                f"Go to {theirs or 'that contact'}",
                f"Inserts nothing.{chord}",
            ),
            ChoiceView(
                ChatAnswer.INSERT,
                f"Insert here for {own}" if own else "Insert here all the same",
                "Does not ask about this chat again.",
            ),
        ),
    )


def breathing_view(step: Step) -> BreathingView | None:
    """The rhythm to breathe in at a step; None where it has none."""
    pace = step.breathing
    return BreathingView(pace.in_s, pace.out_s, pace.rounds, pace.hold_s) if pace else None


def ladder_view(
    contact: OpenContact | None, now: datetime, to_local: Callable[[datetime], datetime]
) -> tuple[RungView, ...]:
    """The rungs of the boundaries ladder, where the talk has come to one."""
    if contact is None or not contact.climbs:
        return ()
    return tuple(_rung(contact, number, now, to_local) for number in RUNGS)


def hand_over_views(found: Iterable[HandOver]) -> tuple[HandOverView, ...]:
    """What is still to be passed on."""
    return tuple(
        HandOverView(
            each.contact_id,
            f"Hand over: {each.who}",
            "\n".join(
                filter(
                    None,
                    (
                        each.ladder,
                        f"Said last: {each.said}" if each.said else "",
                        f"Help with the brief: {each.then}" if each.then else "",
                    ),
                )
            ),
        )
        for each in found
    )


def duration(minutes: int) -> str:
    """A time that has gone by, as a person says it."""
    if minutes < 1:
        return "now"
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h"


def _rung(
    contact: OpenContact, number: int, now: datetime, to_local: Callable[[datetime], datetime]
) -> RungView:
    times = [each.at for each in contact.climbs if each.rung == number]
    if not times:
        return RungView(number, RUNGS[number])
    is_current = number == contact.rung
    ago = duration(max(0, int((now - times[-1]).total_seconds() // 60)))
    note = to_local(times[-1]).strftime("%H:%M")
    if is_current:
        note = ago if ago == "now" else f"{ago} ago"
    if len(times) > 1:
        note = f"{len(times)} × · {note}"
    return RungView(number, RUNGS[number], note, is_current)


def _name(contact: OpenContact) -> str:
    return contact.customer or contact.reference
