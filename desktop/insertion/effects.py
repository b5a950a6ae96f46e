"""What a transaction is asked to do, its waits, and what it asks for on the way."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.hotkeys.chord import Chord
from desktop.insertion.outcome import Outcome
from desktop.insertion.ports import Target


@dataclass(frozen=True, slots=True)
class Timing:
    """Waits in milliseconds.

    Args:
        key_poll_ms: Between two looks at the real keyboard.
        key_wait_ms: How long fingers may stay on the keys before the insertion is refused.
        keep_wait_ms: How long the clipboard's present owner may take to hand everything over.
        receipt_wait_ms: After this without a receipt the agent is told "unconfirmed".
        late_wait_ms: How long an unread offer stands for a target that hangs; giving the old
            clipboard back sooner would let it paste that instead.
        return_wait_ms: How long giving the clipboard back may take before it is given up.
        quiet_ms: Silence after the last read before the clipboard goes back; programs read
            more than once.
        reread_wait_ms: How long an offer stands for reads that a program is known to make and
            has not made yet: Chromium reads twice, and only the second, once the page's own
            program has dealt with the paste, goes into the field.
        unknown_wait_ms: How long it stands while it is not known how often the program reads.
        lag_max_ms: An offer stands longer by as much as the first read was late, up to this.
        caret_max_ms: So long after the paste key at most is the caret moved; later the agent may
            be typing.
    """

    key_poll_ms: int = 1
    key_wait_ms: int = 1500
    keep_wait_ms: int = 8000
    receipt_wait_ms: int = 1500
    late_wait_ms: int = 10_000
    return_wait_ms: int = 3000
    quiet_ms: int = 120
    reread_wait_ms: int = 3000
    unknown_wait_ms: int = 1000
    lag_max_ms: int = 3000
    caret_max_ms: int = 800


@dataclass(frozen=True, slots=True)
class Request:
    """What to insert, where, and which keys the agent pressed to ask for it.

    `even_as_password`: the agent was warned of the password field there, and asked again.
    `after_cursor`: how many characters of the text stand behind the place of the caret.
    """

    text: str
    target: Target
    keys: tuple[str, ...] = ()
    even_as_password: bool = False
    after_cursor: int = 0


# Effects: what the machine asks for. The docstring names the event that answers it.
@dataclass(frozen=True, slots=True)
class LookAtKeys:
    """Answer with `on_keys`."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Answer with `on_kept`."""

    selection: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Answer with `on_offered`; reads come as `on_read`, losing it as `on_lost`."""

    text: str
    selection: str
    target: Target


@dataclass(frozen=True, slots=True)
class LookAtTarget:
    """Answer with `on_target`; look at the keyboard and the field in the same breath."""

    target: Target


@dataclass(frozen=True, slots=True)
class Press:
    """Answer with `on_pressed`."""

    chord: Chord


@dataclass(frozen=True, slots=True)
class Type:
    """Answer with `on_pressed`. Line breaks are Shift+Enter, and only there if at all."""

    text: str
    target: Target


@dataclass(frozen=True, slots=True)
class MoveCaret:
    """Press Left so often, as long as the target has the keyboard and no key is down. Answer
    with `on_moved`."""

    moves: int
    target: Target


@dataclass(frozen=True, slots=True)
class Remark:
    """Tell the agent something about the outcome that was reported."""

    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Answer with `on_copied`."""

    text: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Answer with `on_given_back`. `is_read`: whether the target has read the text."""

    is_read: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """Drop what was kept."""


@dataclass(frozen=True, slots=True)
class Wake:
    """Call `on_time` at this moment (milliseconds); replaces an earlier wish."""

    at_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the agent. A later report replaces an earlier one (a receipt that came late)."""

    outcome: Outcome


Effect = (
    LookAtKeys
    | Keep
    | Offer
    | LookAtTarget
    | Press
    | Type
    | MoveCaret
    | Remark
    | Copy
    | GiveBack
    | Forget
    | Wake
    | Report
)
Effects = tuple[Effect, ...]
