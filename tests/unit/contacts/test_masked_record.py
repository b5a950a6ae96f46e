"""A secret number is in no file, whichever field it came in by: record, -wal, log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.contacts.desk import Desk
from desktop.contacts.reflections import Journal
from desktop.followups.book import ReminderBook
from desktop.guide.model import Playbook, Step
from desktop.insertion.outcome import Outcome, Verdict
from desktop.logs import Logs
from desktop.privacy.masker import Masker
from desktop.storage.ledger import Ledger

WAIT_S = 20
LEAP = Playbook("leap", "LEAP", "Short.", (Step("listen", "Listen", "Let them speak."),))
SECRETS = {
    "4111 1111 1111 1111": "41111111111",
    "4111\u200b1111\u20141111-1111": "41111111111",
    "378282246310005": "37828224631",
    "GB29 NWBK 6016 1331 9268 19": "NWBK6016133192",
    "536-90-4399": "536904399",
    "PX-777123": "777123",
}
"""As they are written, and what of them must be nowhere."""


class Room:
    """A desk and a book with a record and a log of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.masker = masker = Masker()
        masker.choose({"policy": "PX-######"}, {})
        masker.on_masked = self.said.append
        self.logs = Logs(folder / "poise.log")
        self.logs.mask_by(masker)
        self.ledger = Ledger(folder / "poise.sqlite3")

        def now() -> datetime:
            return datetime(2026, 11, 21, 14, 5, tzinfo=UTC)

        self.desk = Desk(self.ledger, {"leap": LEAP}.get, now, masker=masker)
        self.book = ReminderBook(self.ledger, now, lambda: ZoneInfo("UTC"), masker)

    def kept(self) -> str:
        """All that is in any file, without what may stand between the signs of a number."""
        self.ledger.settled().result(WAIT_S)
        files = [each for each in self.folder.rglob("*") if each.is_file()]
        assert {"poise.sqlite3", "poise.sqlite3-wal", "poise.log"} <= {each.name for each in files}
        whole = "\n".join(each.read_bytes().decode("utf-8", "replace") for each in files)
        return "".join(sign for sign in whole if sign.isalnum() or sign == "\n")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.ledger.close(WAIT_S)
    made.logs.close()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.plain
def test_in_every_field(room: Room, secret: str) -> None:
    desk, text = room.desk, f"see {secret} please"
    desk.start("leap", text, text, text)
    desk.set_details(customer=f"new {text}", reference=f"new {text}", channel=f"new {text}")
    desk.set_values({"order": text})
    desk.note(f"line\n{text}")
    desk.note_insertion("leap/a", Outcome(Verdict.REFUSED, text, text, 1))
    reminder = room.book.add("tomorrow 10:00", text)
    logging.getLogger("desktop.test").warning("about %s", secret)
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("desktop.test").exception("it failed")
    assert desk.current is not None
    hand = desk.current
    shown = [hand.customer, hand.reference, hand.channel, *hand.values.values(), reminder.text]
    desk.end("solved", text)
    kept = room.kept()
    assert SECRETS[secret] not in kept
    assert "see" in kept
    assert not any(secret in each for each in shown)
    assert len(room.said) == 12


def test_what_is_shown_is_what_is_said_and_kept(room: Room) -> None:
    room.desk.start("leap", "Ms Rivera 4111111111111111")
    room.desk.set_values({"order": "4111111111111111"})
    assert room.desk.current is not None
    assert room.desk.current.customer == "Ms Rivera [card …1111]"
    assert room.desk.current.values == {"order": "[card …1111]"}
    assert room.said == ["A card number was kept out of the record: [card …1111]."] * 2


@pytest.mark.parametrize("secret", SECRETS)
def test_in_a_reflection(room: Room, secret: str) -> None:
    journal = Journal(room.ledger, lambda: datetime(2026, 11, 21, tzinfo=UTC), room.masker)
    text = f"see {secret} please"
    made = journal.keep(text, text, text, wants_person=False)
    assert secret not in made.happened + made.went_well + made.differently
    assert SECRETS[secret] not in room.kept()
