"""Notifications: asked for once, shown without a sound, and told when macOS shows none."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from desktop.errors import Cannot
from tests.macos.conftest import Import
from tests.macos.world import World
from tests.rig import wait

DUE = ("Poise: a promise is due", "Call back")
ALERT = 4


class Late:
    """threading.Timer, whose time comes when the test says so."""

    daemon = False

    def __init__(self, seconds: float, call: Any) -> None:
        assert seconds > 1
        self.call, self.is_cancelled = call, False

    def start(self) -> None:
        assert self.daemon, "Poise would wait for it when it leaves"

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def otherwise() -> list[str]:
    return []


@pytest.fixture
def module(room: Import, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    return room("notices")


@pytest.fixture
def notices(module: Any) -> Any:
    return module.Notices()


def test_nothing_is_asked_before_the_first_promise(notices: Any, module: Any, world: World) -> None:
    module.ability()
    world.run_main()
    assert world.calls == []


def test_macos_asks_once_for_banners_alone(notices: Any, world: World) -> None:
    notices.prepare()
    notices.prepare()
    world.run_main()
    assert world.named("macOS asks") == [(ALERT,)]
    assert world.notices == []


def test_a_notification_is_shown_by_macos(notices: Any, world: World, otherwise: list[str]) -> None:
    assert notices.notify(*DUE, lambda: otherwise.append("tray")) is None
    assert world.notices == [], "the answer came on another thread"
    world.run_main()
    assert (world.notices, otherwise) == ([DUE], [])


def test_two_in_a_row_do_not_replace_each_other(notices: Any, world: World) -> None:
    for _ in range(2):
        notices.notify(*DUE, lambda: None)
    world.run_main()
    names = world.named("addNotificationRequest")
    assert len(set(names)) == 2


def test_a_refusal_of_the_agent_sends_it_to_the_tray_icon(
    notices: Any, world: World, otherwise: list[str]
) -> None:
    world.notices_answer = False
    for _ in range(2):
        assert notices.notify(*DUE, lambda: otherwise.append("tray")) is None
        world.run_main()
    assert (world.notices, otherwise) == ([], ["tray", "tray"])
    assert len(world.named("macOS asks")) == 1


def test_a_refusal_of_macos_sends_it_to_the_tray_icon(
    notices: Any, world: World, otherwise: list[str]
) -> None:
    world.notices_refuse = True
    notices.notify(*DUE, lambda: otherwise.append("tray"))
    world.run_main()
    assert (world.notices, otherwise) == ([], ["tray"])


@pytest.mark.parametrize("why", ["python", "no identifier", "macOS does not know it"])
def test_only_an_app_that_macos_knows_asks_and_shows(
    notices: Any, world: World, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "python":
        monkeypatch.delattr(sys, "frozen")
        world.bundle = "org.python.python"
    elif why == "no identifier":
        world.bundle = None
    else:
        world.is_unknown_app = True
    notices.prepare()
    assert isinstance(notices.notify(*DUE, pytest.fail), Cannot)
    world.run_main()
    assert (world.calls, world.notices) == ([], [])


@pytest.mark.parametrize(
    ("status", "is_fine", "words"),
    [(0, True, "first promise"), (1, False, "Notifications"), (2, True, "permitted")],
)
def test_doctor_tells_how_it_stands(
    module: Any, world: World, status: int, is_fine: bool, words: str
) -> None:
    world.notices_status = status
    ability = module.ability()
    assert (ability.cannot is None) is is_fine
    assert words in (ability.note or ability.cannot.remedy)
    assert not ability.is_needed, "the panel's card is enough"
    assert world.calls == []


def test_doctor_does_not_wait_for_a_macos_that_is_silent(
    module: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)
    world.notices_are_silent = True
    assert "does not say" in module.ability().cannot.reason


def test_a_question_left_alone_sends_it_elsewhere_and_shows_nothing_late(
    module: Any,
    notices: Any,
    world: World,
    otherwise: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    world.notices_are_silent = True
    assert notices.notify(*DUE, lambda: otherwise.append("tray")) is None
    wait.until(lambda: world.on_main, "the patience to end")
    assert otherwise == [], "it ended on another thread"
    world.run_main()
    assert otherwise == ["tray"]
    assert "in time" in caplog.text
    world.unanswered[0](True, None)
    world.run_main()
    assert (world.notices, otherwise) == ([], ["tray"]), "the panel has shown it long since"


def test_an_answer_in_time_is_the_end_of_the_waiting(
    module: Any, notices: Any, world: World, otherwise: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Late] = []

    def make(seconds: float, call: Any) -> Late:
        made.append(Late(seconds, call))
        return made[0]

    monkeypatch.setattr(module, "Timer", make)
    notices.notify(*DUE, lambda: otherwise.append("tray"))
    world.run_main()
    assert made[0].is_cancelled
    made[0].call()  # it was about to
    world.run_main()
    assert (world.notices, otherwise) == ([DUE], [])


def test_a_click_on_a_notification_is_told_on_the_main_thread(notices: Any, world: World) -> None:
    told: list[str] = []
    notices.hear_clicks(lambda: told.append("clicked"))
    world.click_notice()
    assert told == []
    world.run_main()
    assert told == ["clicked"]


def test_where_macos_does_not_know_the_app_no_click_comes(notices: Any, world: World) -> None:
    world.is_unknown_app = True
    notices.hear_clicks(pytest.fail)
    assert world.notice_delegate is None


def test_doctor_says_what_helps_where_macos_does_not_know_the_app(
    module: Any, world: World
) -> None:
    world.is_unknown_app = True
    assert "Applications folder" in module.ability().cannot.remedy


def test_a_mistake_of_ours_does_not_leave_the_block(
    module: Any, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """What is raised in a block of the main queue ends the program on a Mac."""

    def fail(_status: int) -> None:
        raise RuntimeError("ours")

    module.tell_status(fail)
    world.run_main()
    assert "could not be dealt with" in caplog.text
