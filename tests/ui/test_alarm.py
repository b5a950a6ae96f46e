"""The alarm goes on, whatever becomes of what it told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desktop.app.alarm import Alarm
from desktop.followups.promise import Reminder


class Book:
    """Reminders, of which one is always due soon."""

    def take_newly_due(self) -> Sequence[Reminder]:
        return ()

    def next_wake(self) -> None:
        return None


@pytest.mark.usefixtures("qapp")
def test_a_mistake_in_telling_does_not_stop_it() -> None:
    def fail(_due: object) -> None:
        raise RuntimeError("ours")

    alarm = Alarm(Book(), fail)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        alarm.look()
    assert alarm._timer.isActive()
    alarm.stop()
