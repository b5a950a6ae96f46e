"""Promises fall due by the wall clock, wherever it jumps, and the desktop says so once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.qt.notices import PATIENCE_MS
from tests.rig import wait
from tests.rig.clock import WallClock
from tests.rig.notices import NoticeService
from tests.rig.poise import Poise, State
from tests.rig.xserver import Desk

DAY = 24 * 60 * 60
TITLE = "Poise: a promise is due"


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[WallClock]:
    """A wall clock that Poise reads, and nobody else."""
    with WallClock(tmp_path / "clock") as found:
        yield found


@pytest.fixture
def poise(clock: WallClock, desk: Desk, tmp_path: Path) -> Iterator[Poise]:
    """Poise by that clock, not yet started."""
    found = Poise(desk, tmp_path / "home")
    found.env |= clock.env
    yield found
    found.close()


@pytest.fixture
def notices(poise: Poise, tmp_path: Path) -> Iterator[NoticeService]:
    """The desktop's notification service."""
    with NoticeService(poise.desk, tmp_path / "notices.jsonl") as found:
        yield found


def reminder(poise: Poise, text: str) -> State:
    """The open reminder with this text."""
    return next(each for each in poise.state()["reminders"] if each["text"] == text)


def is_visible(poise: Poise) -> bool:
    """Whether the panel is on the screen."""
    return bool(poise.state()["panel"]["visible"])


def remind(poise: Poise, when: str, text: str) -> None:
    """Make a reminder."""
    poise.ctl("remind", when, text)
    assert reminder(poise, text)


def look_at_the_clock(poise: Poise) -> None:
    """Make Poise look at the clock now and not within 20 s, as it does after every change."""
    poise.start("leap")
    assert poise.state()["contact"] is not None


def test_reminder_shows_within_a_tick_after_the_clock_jumped(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "tomorrow 10:00", "Call M. Rivera")
    poise.ctl("hide")
    assert not reminder(poise, "Call M. Rivera")["is_due"]
    clock.put(2 * DAY)
    wait.until(lambda: is_visible(poise), "the panel to come back by itself", 23)
    found = reminder(poise, "Call M. Rivera")
    assert found["is_due"]
    assert found["wording"].startswith("since "), found
    wait.until(notices.shown, "the notification")
    assert notices.shown() == [(TITLE, "Call M. Rivera")]


def test_a_clock_put_back_announces_nothing_twice(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "tomorrow 10:00", "first")
    remind(poise, "in 3 days", "second")
    clock.put(2 * DAY)
    look_at_the_clock(poise)
    wait.until(lambda: len(notices.shown()) == 1, "the first notification")
    clock.put(0)
    look_at_the_clock(poise)
    # What was announced stays until it is done, although by this clock it is not due yet.
    assert reminder(poise, "first")["is_due"]
    assert not reminder(poise, "second")["is_due"]
    clock.put(4 * DAY)
    look_at_the_clock(poise)
    wait.until(lambda: len(notices.shown()) == 2, "the second notification")
    assert [text for _, text in notices.shown()] == ["first", "second"]


def test_a_clock_moved_while_poise_was_off(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "tomorrow 10:00", "over night")
    poise.quit()
    clock.put(2 * DAY)
    poise.run()
    assert reminder(poise, "over night")["is_due"]
    wait.until(notices.shown, "the notification at the start")
    poise.quit()
    for jump in (0, 3 * DAY):
        clock.put(jump)
        poise.run()
        assert reminder(poise, "over night")["is_due"]
        poise.quit()
    assert notices.shown() == [(TITLE, "over night")]


MINUTE = 60


def until(moment: str) -> float:
    """How far the clock is to be put so that it is that moment (UTC) now."""
    return (datetime.fromisoformat(moment).replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()


def test_three_minutes_ahead_survive_a_restart(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "in 3 min", "call")
    poise.kill9()
    clock.put(2 * MINUTE)
    poise.run()
    assert not reminder(poise, "call")["is_due"]
    clock.put(4 * MINUTE)
    look_at_the_clock(poise)
    wait.until(notices.shown, "the notification")
    assert notices.shown() == [(TITLE, "call")]


def test_three_minutes_ahead_survive_five_minutes_of_being_stopped(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "in 3 min", "call")
    poise.ctl("hide")
    os.kill(poise.pid, signal.SIGSTOP)
    try:
        clock.put(5 * MINUTE)
    finally:
        os.kill(poise.pid, signal.SIGCONT)
    wait.until(lambda: is_visible(poise), "the panel to come back by itself", 23)
    assert reminder(poise, "call")["wording"] == "2 min overdue"
    wait.until(notices.shown, "the notification")
    assert notices.shown() == [(TITLE, "call")]


def test_three_minutes_ahead_survive_a_clock_moved_both_ways(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    remind(poise, "in 3 min", "call")
    clock.put(-DAY)
    look_at_the_clock(poise)
    assert not reminder(poise, "call")["is_due"]
    clock.put(4 * MINUTE)
    look_at_the_clock(poise)
    wait.until(notices.shown, "the notification")
    clock.put(-DAY)
    look_at_the_clock(poise)
    assert reminder(poise, "call")["is_due"]
    poise.quit()
    poise.run()
    assert reminder(poise, "call")["is_due"]
    assert notices.shown() == [(TITLE, "call")]


def test_three_minutes_ahead_survive_a_journey(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.env["TZ"] = "Europe/Berlin"
    poise.run()
    remind(poise, "in 3 min", "call")
    poise.quit()
    poise.env["TZ"] = "Asia/Tokyo"
    poise.run()
    found = reminder(poise, "call")
    assert not found["is_due"]
    assert found["zone"] == "Europe/Berlin"
    clock.put(4 * MINUTE)
    look_at_the_clock(poise)
    wait.until(notices.shown, "the notification")
    assert notices.shown() == [(TITLE, "call")]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2027-03-28T00:58:00", "in 3 min"),  # 01:58, and the next hour is skipped
        ("2027-03-28T00:58:00", "03:01"),
        ("2027-10-31T00:58:00", "in 3 min"),  # 02:58, and that hour comes again
        ("2027-10-31T00:58:00", "02:01"),  # the second time: the first is past
    ],
)
def test_three_minutes_ahead_over_the_change_of_the_clocks(
    poise: Poise, clock: WallClock, notices: NoticeService, now: str, words: str
) -> None:
    poise.env["TZ"] = "Europe/Berlin"
    ahead = until(now)
    clock.put(ahead)
    poise.run()
    remind(poise, words, "call")
    due = datetime.fromisoformat(reminder(poise, "call")["due"])
    begun = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert MINUTE < (due - begun).total_seconds() < 5 * MINUTE
    assert not reminder(poise, "call")["is_due"]
    clock.put(ahead + 4 * MINUTE)
    look_at_the_clock(poise)
    wait.until(notices.shown, "the notification")
    assert reminder(poise, "call")["is_due"]


def test_a_due_promise_takes_its_contact_up_again(poise: Poise, clock: WallClock) -> None:
    poise.run()
    poise.start("leap", customer="Ms Rivera", reference="SR-1")
    poise.ctl("remind", "call Rivera tomorrow 10:00 re the refund")
    poise.ctl("end", "--outcome", "waiting")
    poise.quit()
    clock.put(2 * DAY)
    poise.run()
    (found,) = poise.state()["reminders"]
    assert (found["headline"], found["is_due"]) == ("Call Rivera · the refund", True)
    poise.ctl("follow-up", found["id"])
    contact = poise.state()["contact"]
    assert (contact["customer"], contact["playbook"]) == ("Ms Rivera", "follow-up-contact")
    assert contact["values"]["promised"] == "the refund"
    poise.ctl("done", found["id"])
    assert poise.state()["reminders"] == []


def test_a_calendar_file_follows_the_reminders(poise: Poise, tmp_path: Path) -> None:
    file = tmp_path / "poise.ics"
    poise.write_settings(f"agent_name: Sam\ncalendar_file: {file}\n")
    poise.run()
    wait.until(file.exists, "the file")
    assert "BEGIN:VEVENT" not in file.read_text(encoding="utf-8")
    poise.ctl("remind", "call Rivera tomorrow 10:00 re the refund")
    wait.until(lambda: "Call Rivera · the refund" in file.read_text("utf-8"), "the promise in it")
    told = poise.command_line("export", "reminders", "--format", "ics").stdout
    assert told.split() == file.read_text(encoding="utf-8").split()
    poise.ctl("done", poise.state()["reminders"][0]["id"])
    wait.until(lambda: "BEGIN:VEVENT" not in file.read_text("utf-8"), "the file without it")


def fall_due(poise: Poise, clock: WallClock, *texts: str) -> None:
    """Make promises, and let the time for them come."""
    for hour, text in enumerate(texts, 10):
        remind(poise, f"tomorrow {hour}:00", text)
    clock.put(2 * DAY)
    look_at_the_clock(poise)


def test_notification_has_the_promise_as_it_was_written(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    fall_due(poise, clock, "Ring <b>R&D</b> – señora 李雷 🙂")
    wait.until(notices.shown, "the notification")
    # This service reads markup, so what looks like it is written in a way that shows it.
    assert notices.shown() == [(TITLE, "Ring &lt;b&gt;R&amp;D&lt;/b&gt; – señora 李雷 🙂")]


def test_several_promises_make_one_notification(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    poise.run()
    fall_due(poise, clock, "one", "two")
    wait.until(notices.shown, "the notification")
    assert notices.shown() == [("Poise: 2 promises", "one\ntwo")]


def test_no_notification_when_the_settings_say_so(
    poise: Poise, clock: WallClock, notices: NoticeService
) -> None:
    settings = poise.home / "config" / "settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("agent_name: Sam\nshow_notifications: no\n", encoding="utf-8")
    poise.run()
    poise.ctl("hide")
    fall_due(poise, clock, "quietly")
    wait.until(lambda: is_visible(poise), "the panel to show the reminder")
    wait.stays(lambda: not notices.shown(), "no notification", 0.5)
    assert notices.calls() == []


def how_long_it_answers(poise: Poise) -> list[float]:
    """Eight answers, in seconds each."""
    times: list[float] = []
    while len(times) < 8:
        begun = time.monotonic()
        poise.state()
        times.append(time.monotonic() - begun)
    return times


def test_a_hung_notification_service_holds_up_nothing(
    poise: Poise, clock: WallClock, tmp_path: Path
) -> None:
    with NoticeService(poise.desk, tmp_path / "mute.jsonl", is_mute=True) as service:
        poise.run()
        poise.ctl("hide")
        remind(poise, "tomorrow 10:00", "still answering")
        clock.put(2 * DAY)
        poise.start("leap")  # looks at the clock a moment later
        times = how_long_it_answers(poise)
        assert service.calls() or service.shown(), "the service was not even asked"
        assert is_visible(poise)
        # Who waits for the service waits so long.
        assert max(times) < PATIENCE_MS / 1000, times
        poise.quit()


def test_without_a_bus_the_panel_alone_shows_it(poise: Poise, clock: WallClock) -> None:
    poise.env.pop("DBUS_SESSION_BUS_ADDRESS")
    poise.run()
    poise.ctl("hide")
    fall_due(poise, clock, "no bus")
    wait.until(lambda: is_visible(poise), "the panel to show the reminder")


def test_doctor_knows_whether_there_is_a_notification_service(poise: Poise, tmp_path: Path) -> None:
    assert "[no] Desktop notifications" in poise.command_line("doctor").stdout
    with NoticeService(poise.desk, tmp_path / "notices.jsonl"):
        assert "[ok] Desktop notifications" in poise.command_line("doctor").stdout
