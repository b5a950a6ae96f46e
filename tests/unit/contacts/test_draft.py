"""The draft of a note: plain sentences, the agent's own first, never a phrase."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.contacts.draft import draft
from tests.unit.contacts.accounts import FULL, STARTED, marked


def test_it_tells_the_contact_in_sentences_and_the_agents_own_lines_come_first() -> None:
    assert draft(FULL) == (
        "Wants a call, not a mail. Has a new number. It is in the file. "
        "LEAP and Boundaries in 12 minutes. "
        "Cause: the form was sent twice. "
        "Offered: the full amount back; a credit for two months. "
        "Agreed: the full amount back. "
        "Promised: a call on Thursday; Call back (Thu 26 Nov 15:00). "
        "Noted: somebody should check the list. "
        "Feedback: 6; “I had to explain it three times”. "
        "Rung 1 at 14:12; without rung 2 and 3."
    )


def test_of_a_contact_without_anything_only_its_length_is_told() -> None:
    bare = replace(
        FULL,
        methods=(),
        causes=(),
        options=(),
        agreed=(),
        promises=(),
        scores=(),
        feedback=(),
        remarks=(),
        lines=(),
        rungs=(),
    )
    assert draft(bare) == "12 minutes."
    assert draft(replace(bare, methods=("A", "B", "C"))) == "A, B and C in 12 minutes."


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(hours=-1), "under a minute"),
        (timedelta(seconds=20), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(minutes=135), "2 h 15 min"),
    ],
)
def test_the_time_is_told_as_people_tell_it(took: timedelta, words: str) -> None:
    told = draft(replace(FULL, lines=(), methods=("LEAP",), until=STARTED + took))
    assert told.startswith(f"LEAP in {words}. ")


def test_a_line_keeps_its_own_end() -> None:
    told = draft(replace(FULL, lines=("Really?", "  Yes!  ", "No")))
    assert told.startswith("Really? Yes! No. LEAP")


def test_what_was_said_is_not_in_it() -> None:
    assert "zz-said-zz" not in draft(marked())
    assert "zz-agreed-zz" in draft(marked())
