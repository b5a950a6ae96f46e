"""What is suggested for a contact, and why."""

from __future__ import annotations

import pytest

from desktop.guide.model import Cover
from desktop.guide.ranking import suggest
from desktop.guide.vocabulary import Channel, Manner, Trigger


def book(name: str, triggers: str = "", manners: str = "", channels: str = "") -> Cover:
    return Cover(
        name,
        name,
        triggers=tuple(map(Trigger, triggers.split())),
        manners=tuple(map(Manner, manners.split())),
        channels=tuple(map(Channel, channels.split())),
    )


ANY = book("any")
DELAY = book("delay", "service-delay", "angry stressed")
BILLING = book("billing", "billing")
LADDER = book("ladder", "", "abusive")
LETTER = book("letter", "service-delay", "", "email")
ALL = (ANY, BILLING, DELAY, LADDER, LETTER)


@pytest.mark.parametrize(
    ("trigger", "manner", "channel", "expected"),
    [
        (None, None, None, "any billing ladder letter delay"),
        (Trigger.SERVICE_DELAY, None, None, "delay letter any ladder billing"),
        (Trigger.SERVICE_DELAY, Manner.ANGRY, None, "delay letter any ladder billing"),
        (Trigger.SERVICE_DELAY, None, Channel.CHAT, "delay any ladder billing"),
        (Trigger.BILLING, Manner.ABUSIVE, None, "ladder billing any letter delay"),
    ],
)
def test_what_fits_comes_first(
    trigger: Trigger | None, manner: Manner | None, channel: Channel | None, expected: str
) -> None:
    found = suggest(ALL, trigger, manner, channel)
    assert [each.cover.id for each in found] == expected.split()


def test_it_says_why() -> None:
    first, *others = suggest(ALL, Trigger.SERVICE_DELAY, Manner.ANGRY)
    assert first.why == "Made for: Angry · Service delay"
    assert [each.why for each in others if each.cover is ANY] == [""]
