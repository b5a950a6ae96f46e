"""A contact of which everything is known."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

from desktop.contacts.account import Account
from desktop.guide.vocabulary import Channel, Ending

STARTED = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)

FULL = Account(
    customer="Ms Rivera",
    reference="SR-48213",
    channel="chat",
    agent="Sam",
    medium=Channel.CHAT,
    started_at=STARTED,
    until=STARTED + timedelta(minutes=12),
    outcome=None,
    trigger="Billing",
    manner="Angry",
    methods=("LEAP", "Boundaries"),
    said=("I hear you", "Two ways", "What we do now", "Goodbye"),
    rungs=("rung 1 at 14:12",),
    skipped=(2, 3),
    causes=("the form was sent twice",),
    options=("the full amount back", "a credit for two months"),
    agreed=("the full amount back",),
    promises=("a call on Thursday", "Call back (Thu 26 Nov 15:00)"),
    promised_words=("a call on Thursday",),
    scores=("6",),
    feedback=("I had to explain it three times",),
    remarks=("somebody should check the list",),
    words=(("What it is about", "the double charge"),),
    lines=("Wants a call, not a mail", "Has a new number.\nIt is in the file."),
    note="",
    asked=("Check the amount yourself.",),
)

MARK = "zz-{}-zz"


def marked() -> Account:
    """Every word is the mark of its field, so that it can be found where it comes out."""
    values: dict[str, object] = {}
    for each in fields(Account):
        now, word = getattr(FULL, each.name), MARK.format(each.name)
        if each.name == "words":
            values[each.name] = ((word, word),)
        elif isinstance(now, str) and each.name != "medium":
            values[each.name] = word
        elif isinstance(now, tuple) and each.name != "skipped":
            values[each.name] = (word,)
        else:
            values[each.name] = now
    values["outcome"] = Ending.ESCALATED
    return Account(**values)  # type: ignore[arg-type]  # by its own fields
