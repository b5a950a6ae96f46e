"""Runs transactions one at a time: asks the ports what a transaction wants to know."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.insertion.caret import STAYS
from desktop.insertion.effects import (
    Copy,
    Effect,
    Effects,
    Forget,
    GiveBack,
    Keep,
    LookAtKeys,
    LookAtTarget,
    MoveCaret,
    Offer,
    Press,
    Remark,
    Report,
    Request,
    Timing,
    Type,
    Wake,
)
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import (
    Clipboard,
    Foreground,
    KeySender,
    Reader,
    SecureInput,
    Target,
)
from desktop.insertion.quirks import Method, Quirk
from desktop.insertion.transaction import Transaction

News = TypeVar("News")

WARNING_READ_MS, WARNING_COUNTS_MS = 600, 10_000
"""A press this long after a warning of a password field answers it, in milliseconds."""

READS_PAST, READS_ENOUGH = 8, 3
"""So many last insertions tell how often a program reads, and so many that it reads once."""

_NEW_LINE = Chord(frozenset({"Shift"}), "Enter")
_LEFT = Chord(frozenset(), "Left")


class Clock(Protocol):
    """Time and timers of the running program."""

    def now_ms(self) -> float:
        """A clock that never jumps, in milliseconds."""

    def later(self, delay_ms: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call back once after the delay; the returned function cancels it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A request, the quirk of its target, and who wants to know how it went.

    `is_right` is asked when the paste key is about to go out: whether what the window shows is
    still what the text is for.
    `on_remark` is told what else there is to say of the outcome that was told.
    """

    request: Request
    quirk: Quirk
    on_outcome: Callable[[Outcome], None]
    is_right: Callable[[], bool] = lambda: True
    on_remark: Callable[[str], None] = lambda _text: None


class Inserter:
    """The queue of insertions: one runs, at most one waits.

    `Job.on_outcome` may be called twice for one job: "unconfirmed", and "confirmed" when a
    hanging target reads the text late.
    """

    def __init__(
        self,
        foreground: Foreground,
        keys: KeySender,
        clipboard: Clipboard,
        secure_input: SecureInput,
        clock: Clock,
        timing: Timing | None = None,
    ) -> None:
        self._foreground = foreground
        self._keys = keys
        self._clipboard = clipboard
        self._secure_input = secure_input
        self._clock = clock
        self._reads: dict[str, deque[int]] = {}  # by program: how often it read the last times
        self._warned: Target | None = None  # of its password field
        self._warned_ms = 0.0
        self._timing = timing if timing is not None else Timing()
        self._job: Job | None = None
        self._transaction: Transaction | None = None
        self._waiting: Job | None = None
        self._cancel_wake: Callable[[], None] | None = None
        self._on_idle: Callable[[], None] | None = None
        clipboard.listen(self)

    @property
    def is_busy(self) -> bool:
        """Whether the clipboard is not yet as the agent left it."""
        return self._transaction is not None

    def set_timing(self, timing: Timing) -> None:
        """Use other waits from the next insertion on (the settings changed)."""
        self._timing = timing

    def insert(self, job: Job) -> None:
        """Run the job now, or right after the one that runs.

        A job that already waits is refused in favour of the newer one.
        """
        job = replace(job, request=self._as_warned(job.request))
        if self._transaction is None:
            self._start(job)
            return
        if self._transaction.awaits_late_reader:
            if self._transaction.can_hand_over_to(job.quirk):
                self._transaction.hand_over()
                self._start(job, is_offer_standing=True)
            else:
                self._waiting = job  # until the other clipboard is the agent's again
                self._run(self._transaction.cancel("", self._clock.now_ms()))
            return
        if self._waiting is not None:
            reason = "A newer phrase was chosen before this one could be inserted."
            self._refuse(self._waiting, reason)
        self._waiting = job
        self._run(self._transaction.make_way(self._clock.now_ms()))

    def finish(self, on_idle: Callable[[], None]) -> None:
        """Bring everything to its end because Poise is leaving, then call back once.

        A paste key that is already out is given the time for its receipt and for what the target
        reads besides, some seconds where it is slow: taking the offer back would make it paste the
        old clipboard, or nothing.
        """
        if self._waiting is not None:
            self._refuse(self._waiting, "Poise is closing.")
            self._waiting = None
        if self._transaction is None:
            on_idle()
            return
        self._on_idle = on_idle
        if self._transaction.is_being_read:
            self._run(self._transaction.leave_caret())
        else:
            self._run(self._transaction.cancel("Poise is closing.", self._clock.now_ms()))

    # -- what the clipboard tells (ClipboardListener) --------------------------------------

    def on_kept(self, refusal: Cannot | None) -> None:
        if self._transaction is not None:
            self._run(self._transaction.on_kept(refusal, self._clock.now_ms()))

    def on_read(self, reader: Reader) -> None:
        if self._transaction is not None:
            self._run(self._transaction.on_read(reader, self._clock.now_ms()))

    def on_lost(self) -> None:
        if self._transaction is not None:
            self._run(self._transaction.on_lost(self._clock.now_ms()))

    def on_given_back(self, refusal: Cannot | None) -> None:
        if self._transaction is not None:
            self._run(self._transaction.on_given_back(refusal, self._clock.now_ms()))

    # -- the loop --------------------------------------------------------------------------

    def _start(self, job: Job, *, is_offer_standing: bool = False) -> None:
        self._job = job
        if job.quirk.method is not Method.COPY:
            # There is time for the answer until the keys are up.
            self._secure_input.ask(job.request.target.window)
        self._transaction = Transaction(
            job.request,
            job.quirk,
            self._timing,
            is_offer_standing=is_offer_standing,
            reads_expected=self._reads_expected(job),
        )
        self._run(self._transaction.begin(self._clock.now_ms()))

    def _reads_expected(self, job: Job) -> int:
        """How often the program may read: what is known of it, else the most of the last times; 0
        when neither tells.

        Chromium reads twice, but once where a layout without Latin letters is switched on: a
        single read, however often it was seen, does not prove that there is never another.
        """
        if job.quirk.reads:
            return job.quirk.reads
        past = self._reads.get(job.request.target.program, ())
        most = max(past, default=0)
        return most if most > 1 or len(past) >= READS_ENOUGH else 0

    def _as_warned(self, request: Request) -> Request:
        """The request, marked if the agent asks again after a warning; it counts once.

        Judged at the press: one that came before the warning could be read is no answer to it.
        """
        ago_ms = self._clock.now_ms() - self._warned_ms
        is_in_time = WARNING_READ_MS <= ago_ms < WARNING_COUNTS_MS
        is_warned = request.target == self._warned and is_in_time
        if is_warned:
            self._warned = None
        return replace(request, even_as_password=is_warned)

    def _run(self, effects: Effects) -> None:
        transaction = self._transaction
        todo = list(effects)
        try:
            while todo and transaction is not None:
                todo.extend(self._do(todo.pop(0), transaction))
        except Exception:
            self._give_up(transaction)
            raise
        if self._transaction is transaction and transaction is not None and transaction.is_done:
            self._end()
        elif self._on_idle and transaction is not None and transaction.awaits_late_reader:
            self._run(transaction.cancel("Poise is closing.", self._clock.now_ms()))

    def _do(self, effect: Effect, transaction: Transaction) -> Effects:
        now = self._clock.now_ms
        match effect:
            case LookAtKeys(keys):
                return transaction.on_keys(self._keys.held(keys), now())
            case Keep(selection):
                self._clipboard.keep(selection)
            case Offer(text, selection, target):
                return transaction.on_offered(self._clipboard.offer(text, selection, target), now())
            case LookAtTarget(target):
                # The field first, because it may take a moment.
                field = self._secure_input.answer(target.window)
                is_in_front, held = self._foreground.is_in_front(target), self._keys.held()
                is_in_front = is_in_front and (self._job is None or self._job.is_right())
                effects = transaction.on_target(is_in_front, held, field, now())
                if transaction.has_warned:
                    self._warned, self._warned_ms = target, now()
                return effects
            case Press(chord):
                return transaction.on_pressed(self._keys.press(chord), now())
            case Type(text, target):
                return transaction.on_pressed(self._type(text, target), now())
            case MoveCaret(moves, target):
                return transaction.on_moved(self._move_caret(moves, target))
            case Remark(text):
                if self._job is not None:
                    self._tell(self._job.on_remark, text)
            case Copy(text):
                return transaction.on_copied(self._clipboard.put(text), now())
            case GiveBack(is_read):
                self._clipboard.give_back(is_read=is_read)
            case Forget():
                self._clipboard.forget()
            case Wake(at_ms):
                self._wake_at(at_ms, transaction)
            case Report(outcome):
                if self._job is not None:
                    self._tell(self._job.on_outcome, outcome)
        return ()

    def _type(self, text: str, target: Target) -> Cannot | None:
        """Type the lines, with the key between them that never sends."""

        def may_go_on() -> bool:
            return self._foreground.is_in_front(target) and not self._keys.held()

        first, *others = text.split("\n")
        refusal = self._keys.type_text(first, may_go_on)
        for line in others:
            if refusal is None and not may_go_on():
                refusal = Cannot("Typing stopped at the end of a line.", "Look at the field.")
            refusal = (
                refusal or self._keys.press(_NEW_LINE) or self._keys.type_text(line, may_go_on)
            )
        return refusal

    def _move_caret(self, moves: int, target: Target) -> Cannot | None:
        """Press Left, looking before each press whether it is still right to."""
        for _ in range(moves):
            if not self._foreground.is_in_front(target) or self._keys.is_any_down():
                return Cannot("The cursor was not brought to its place.", "Look at the field.")
            if self._keys.press(_LEFT) is not None:
                return Cannot(STAYS)
        return None

    def _tell(self, listener: Callable[[News], None], news: News) -> None:
        """Whoever asked may be gone; what they do with the news must not touch the insertion."""
        try:
            listener(news)
        except Exception as problem:  # noqa: BLE001 - raised again below
            failure = problem

            def fail() -> None:
                raise failure

            self._clock.later(0, fail)  # in a turn of its own, where it is logged

    def _refuse(self, job: Job, reason: str) -> None:
        self._tell(job.on_outcome, Outcome(Verdict.REFUSED, reason, job.request.target.program))

    def _give_up(self, transaction: Transaction | None) -> None:
        """A port broke its word: the clipboard goes back, and the next insertion can run."""
        if transaction is None or self._transaction is not transaction:
            return
        job = self._job
        transaction.hand_over()
        self._clipboard.give_back(is_read=False)
        if self._transaction is transaction:
            self._end()
        if job is not None:
            self._refuse(job, "This is a mistake in Poise; the log says more. Look at the field.")

    def _wake_at(self, at_ms: float, transaction: Transaction) -> None:
        if self._cancel_wake is not None:
            self._cancel_wake()

        def wake() -> None:
            self._cancel_wake = None
            if self._transaction is transaction:
                self._run(transaction.on_time(self._clock.now_ms()))

        self._cancel_wake = self._clock.later(max(0.0, at_ms - self._clock.now_ms()), wake)

    def _end(self) -> None:
        if self._cancel_wake is not None:
            self._cancel_wake()
            self._cancel_wake = None
        if self._transaction is not None and self._transaction.reads and self._job is not None:
            past = self._reads.setdefault(
                self._job.request.target.program, deque(maxlen=READS_PAST)
            )
            past.append(self._transaction.reads)
        self._transaction = self._job = None
        if self._waiting is not None:
            job, self._waiting = self._waiting, None
            self._start(job)
        elif self._on_idle is not None:
            on_idle, self._on_idle = self._on_idle, None
            on_idle()
