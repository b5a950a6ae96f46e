"""Which playbooks fit a contact, best first, with one line why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.guide.model import Cover
from desktop.guide.vocabulary import Channel, Manner, Trigger

# What the customer is upset about says more about the way to go than how they show it. Abuse is
# the exception: then nothing else comes first.
_TRIGGER, _MANNER, _ABUSE = 4, 2, 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A playbook to start with.

    Args:
        cover: The playbook's.
        why: What of the contact it is made for; "" where it is made for anything.
    """

    cover: Cover
    why: str = ""


def suggest(
    covers: Iterable[Cover],
    trigger: Trigger | None = None,
    manner: Manner | None = None,
    channel: Channel | None = None,
) -> tuple[Suggestion, ...]:
    """All playbooks that can be used on the channel, those that fit best first.

    Args:
        covers: Of all playbooks, in the order in which equals stay.
        trigger, manner: None while nobody said.
        channel: The same; then all channels do.
    """
    fitting = [
        each for each in covers if channel is None or not each.channels or channel in each.channels
    ]
    ranked = sorted(fitting, key=lambda each: -_worth(each, trigger, manner))
    return tuple(Suggestion(each, _why(each, trigger, manner)) for each in ranked)


def _worth(playbook: Cover, trigger: Trigger | None, manner: Manner | None) -> int:
    if trigger is None and manner is None:
        # Nobody has said anything: what is made for anything is the safest to begin with.
        return -len(playbook.triggers) - len(playbook.manners)
    worth = 0
    if trigger is not None and playbook.triggers:
        worth += _TRIGGER if trigger in playbook.triggers else -_TRIGGER
    if manner is not None and playbook.manners:
        weight = _ABUSE if manner is Manner.ABUSIVE else _MANNER
        worth += weight if manner in playbook.manners else -_MANNER
    return worth


def _why(playbook: Cover, trigger: Trigger | None, manner: Manner | None) -> str:
    fits = []
    if manner is not None and manner in playbook.manners:
        fits.append(manner.label)
    if trigger is not None and trigger in playbook.triggers:
        fits.append(trigger.label)
    return f"Made for: {' · '.join(fits)}" if fits else ""
