"""One insertion as a state machine: what happened goes in, what to do next comes out.

The order keeps the promises. Nothing is offered before the agent's clipboard is safe, no key
is sent while a finger is on a modifier or another window is in front, and the old clipboard
comes back only after the target program itself has read the text and gone quiet.
"""

from __future__ import annotations

from enum import Enum

from desktop.errors import Cannot
from desktop.insertion.caret import STAYS, moves_to_caret
from desktop.insertion.effects import (
    Copy,
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
from desktop.insertion.ports import PasswordField, Reader
from desktop.insertion.quirks import Caret, LineBreaks, Method, Quirk
from desktop.insertion.receipts import Receipts

TYPED_CHARACTERS_MAX = 200
PASSWORD_WARNING = (
    "A password field has the keyboard, so nothing was inserted. Press again if you mean it."
)


class Phase(Enum):
    """How far the insertion has come."""

    NEW = "new"
    KEYS = "keys"  # waiting for fingers to leave the keys
    KEEPING = "keeping"  # waiting for the clipboard to be safe
    OFFERED = "offered"  # our text is on the clipboard, no key sent yet
    SENT = "sent"  # the paste key went out
    LINGERING = "lingering"  # refused, while an earlier, unread offer still stands
    RETURNING = "returning"
    DONE = "done"


class Transaction:
    """One insertion, from the key press until the clipboard is as it was."""

    def __init__(
        self,
        request: Request,
        quirk: Quirk,
        timing: Timing | None = None,
        *,
        is_offer_standing: bool = False,
        reads_expected: int = 0,
    ) -> None:
        """
        Args:
            request: What to insert where.
            quirk: The target's ways.
            timing: The waits; None for the usual ones.
            is_offer_standing: Whether an earlier insertion's text is on the clipboard, unread.
            reads_expected: How often the target may read the text, 0 when not known.
        """
        self._is_offer_standing = is_offer_standing
        self._request = request
        self._quirk = quirk
        self._timing = timing if timing is not None else Timing()
        self._text = quirk.shape(request.text)
        moves = moves_to_caret(request.text, request.after_cursor, quirk.shape)
        can_move = moves is not None and quirk.caret is Caret.MOVE
        self._moves = moves if moves and can_move else 0  # to do yet, once the text is there
        self._remark = STAYS if moves != 0 and not can_move else ""
        self.phase = Phase.NEW
        self.has_warned = False  # of a password field
        self._begun_ms = 0.0
        self._keys_up_ms = 0.0
        self._sent_ms = 0.0
        self._receipts = Receipts(quirk, self._timing, reads_expected)
        self._is_key_sent = is_offer_standing
        self._verdict: Verdict | None = None
        self._is_kept_fresh = False
        self._has_waited = False  # for a finger on a key

    @property
    def is_done(self) -> bool:
        """Whether nothing more will come of it."""
        return self.phase is Phase.DONE

    def begin(self, now_ms: float) -> Effects:
        """Start: make the clipboard safe while the fingers are still on the keys."""
        self._begun_ms = self._keys_up_ms = now_ms
        if self._quirk.method is Method.COPY:
            return (Copy(self._text),)
        self.phase = Phase.KEYS
        look = LookAtKeys(self._request.keys)
        if self._quirk.method is Method.TYPE:
            problem = _typing_problem(self._text, self._quirk.line_breaks)
            return self._refuse(problem, now_ms) if problem else (look,)
        return (Keep(self._quirk.selection), look)

    def on_keys(self, held: tuple[str, ...], now_ms: float) -> Effects:
        """Answer to LookAtKeys."""
        if self.phase is not Phase.KEYS:
            return ()
        if held:
            if now_ms - self._begun_ms >= self._timing.key_wait_ms:
                return self._refuse(_held_reason(held), now_ms)
            self._has_waited = True
            return (Wake(now_ms + self._timing.key_poll_ms),)
        self._keys_up_ms = now_ms
        if self._quirk.method is Method.TYPE:
            self.phase = Phase.OFFERED
            return (LookAtTarget(self._request.target),)
        self.phase = Phase.KEEPING
        wake = Wake(now_ms + self._timing.keep_wait_ms)
        if self._has_waited:
            # The agent may have copied something while the keys were down.
            self._is_kept_fresh = False
            return (wake, Keep(self._quirk.selection))
        return (wake, *self._offer_if_kept())

    def on_kept(self, refusal: Cannot | None, now_ms: float) -> Effects:
        """Answer to Keep."""
        if self.phase not in (Phase.KEYS, Phase.KEEPING):
            return ()
        if refusal is not None:
            return self._refuse(str(refusal), now_ms)
        self._is_kept_fresh = True
        return self._offer_if_kept() if self.phase is Phase.KEEPING else ()

    def on_offered(self, refusal: Cannot | None, now_ms: float) -> Effects:
        """Answer to Offer."""
        if refusal is not None:
            return self._refuse(str(refusal), now_ms)
        self.phase = Phase.OFFERED
        if self._quirk.before_ms:
            return (Wake(now_ms + self._quirk.before_ms),)
        return (LookAtTarget(self._request.target),)

    def on_target(
        self, is_in_front: bool, held: tuple[str, ...], field: PasswordField, now_ms: float
    ) -> Effects:
        """Answer to LookAtTarget: the last look before a key goes out."""
        if self.phase is not Phase.OFFERED:
            return ()
        if not is_in_front:
            reason = "Another window came to the front, so nothing was inserted."
            return self._abort(reason, now_ms)
        if held:
            return self._abort(_held_reason(held), now_ms)
        if field is PasswordField.YES and not self._request.even_as_password:
            self.has_warned = True
            return self._abort(PASSWORD_WARNING, now_ms)
        self.phase = Phase.SENT
        self._is_key_sent = True
        self._sent_ms = now_ms
        self._receipts.begin(now_ms)
        if self._quirk.method is Method.TYPE:
            return (Type(self._text, self._request.target),)
        return (Press(self._quirk.paste),)

    def on_pressed(self, refusal: Cannot | None, now_ms: float) -> Effects:
        """Answer to Press and Type."""
        if self.phase is not Phase.SENT:
            return ()
        if self._quirk.method is Method.TYPE:
            if refusal is not None:
                return self._end_unoffered(Verdict.REFUSED, str(refusal), now_ms)
            reason = f"Typed; look at the field. {self._remark}".strip()
            # The keys arrive in order: those of the text are before these.
            move = self._move_caret()
            return (*move, *self._end_unoffered(Verdict.UNCONFIRMED, reason, now_ms))
        if refusal is not None:
            return self._abort(str(refusal), now_ms)
        if self._receipts.is_read:
            return (Wake(self._wake_after_read()),)
        return (Wake(self._sent_ms + self._timing.receipt_wait_ms),)

    def on_read(self, reader: Reader, now_ms: float) -> Effects:
        """The offered text was read."""
        if self.phase is Phase.LINGERING and reader is not Reader.OTHER:
            # It reads for the insertion before this one, late, and may be as slow to read again.
            self._receipts.add(Reader.UNKNOWN, now_ms)
            return (Wake(now_ms + self._timing.reread_wait_ms),)
        if self.phase is not Phase.SENT or reader is Reader.OTHER:
            return ()
        is_first = not self._receipts.is_read
        self._receipts.add(reader, now_ms)
        report = self._report(Verdict.CONFIRMED, self._remark, now_ms) if is_first else ()
        if reader is not Reader.TARGET:
            report += self.leave_caret()  # it may not be there yet
        return (*report, Wake(self._wake_after_read()))

    def on_moved(self, refusal: Cannot | None) -> Effects:
        """Answer to MoveCaret."""
        return () if refusal is None else (Remark(str(refusal)),)

    def on_lost(self, now_ms: float) -> Effects:
        """Another program put something on the clipboard: it wins, and stays."""
        if self.phase is Phase.OFFERED:
            reason = "The clipboard changed at that moment. Your new copy is kept; try again."
            return self._refuse(reason, now_ms)
        if self.phase is Phase.LINGERING:
            self.phase = Phase.DONE
            return (Forget(),)
        if self.phase is not Phase.SENT:
            return ()
        self.phase = Phase.DONE
        self._receipts.reads = 0  # cut short: it does not tell how often the program reads
        if self._receipts.is_read:
            return (Forget(), *self.leave_caret())
        reason = "Something was copied before the text was read. Look at the field."
        return (Forget(), *self._report(Verdict.UNCONFIRMED, reason, now_ms))

    def on_copied(self, refusal: Cannot | None, now_ms: float) -> Effects:
        """Answer to Copy."""
        self.phase = Phase.DONE
        if refusal is not None:
            return self._report(Verdict.REFUSED, str(refusal), now_ms)
        reason = self._quirk.reason or "Copied."
        return self._report(Verdict.COPIED, f"{reason} Paste it yourself.", now_ms)

    def on_given_back(self, refusal: Cannot | None, now_ms: float) -> Effects:
        """Answer to GiveBack."""
        if self.phase is not Phase.RETURNING:
            return ()
        self.phase = Phase.DONE
        if refusal is not None and self._verdict is not None:
            return self._report(self._verdict, str(refusal), now_ms)
        return ()

    def on_time(self, now_ms: float) -> Effects:
        """A wish to be woken came true."""
        if self.phase is Phase.KEYS:
            return (LookAtKeys(self._request.keys),)
        if self.phase is Phase.KEEPING:
            reason = "The program that owns the clipboard does not answer. Copy something else."
            return self._refuse(reason, now_ms)
        if self.phase is Phase.OFFERED:
            return (LookAtTarget(self._request.target),)
        if self.phase is Phase.SENT:
            return self._on_time_sent(now_ms)
        if self.phase is Phase.LINGERING:
            return self._give_back(now_ms)
        if self.phase is Phase.RETURNING:
            reason = "Your earlier clipboard did not come back. Copy it again."
            return self.on_given_back(Cannot(reason), now_ms)
        return ()

    @property
    def awaits_late_reader(self) -> bool:
        """Whether the agent knows the outcome and only a hanging target is waited for."""
        is_unread = self._verdict is Verdict.UNCONFIRMED
        return self.phase is Phase.LINGERING or (self.phase is Phase.SENT and is_unread)

    @property
    def reads(self) -> int:
        """How often the target read the text; 0 too where that does not tell its ways."""
        if self._is_offer_standing:
            return 0  # some of them were for the insertion before
        return 0 if self._receipts.is_cut_short else self._receipts.reads

    @property
    def is_being_read(self) -> bool:
        """Whether the paste key is out and the target may read at any moment, or read again."""
        return self.phase is Phase.SENT and self._verdict is not Verdict.UNCONFIRMED

    def can_hand_over_to(self, quirk: Quirk) -> bool:
        """Whether the next text will stand where ours does: X11 has two clipboards."""
        return self._quirk.selection == quirk.selection

    def make_way(self, now_ms: float) -> Effects:
        """Wait no longer for known reads than for unknown ones: the next insertion waits."""
        self._receipts.is_making_way = True
        is_being_held = self.phase is Phase.SENT and self._receipts.is_read
        return self._on_time_sent(now_ms) if is_being_held else ()

    def hand_over(self) -> None:
        """End without giving the clipboard back: the next insertion offers its text over ours."""
        self.phase = Phase.DONE

    def leave_caret(self) -> Effects:
        """Let the caret stand where the target puts it."""
        moves, self._moves = self._moves, 0
        return (Remark(STAYS),) if moves else ()

    def cancel(self, reason: str, now_ms: float) -> Effects:
        """Stop at once because Poise is leaving: the clipboard goes back first."""
        if self.phase in (Phase.NEW, Phase.KEYS, Phase.KEEPING):
            return self._refuse(reason, now_ms)
        if self.phase is Phase.OFFERED:
            return self._abort(reason, now_ms)
        if self.phase is Phase.SENT:
            report = () if self._verdict else self._report(Verdict.UNCONFIRMED, reason, now_ms)
            return (*report, *self._give_back(now_ms))
        if self.phase is Phase.LINGERING:
            return self._give_back(now_ms)
        return ()

    def _on_time_sent(self, now_ms: float) -> Effects:
        if self._receipts.is_read:
            move: Effects = ()
            if self._moves and now_ms >= self._receipts.there_at():
                is_late = now_ms > self._sent_ms + self._timing.caret_max_ms
                move = self.leave_caret() if is_late else self._move_caret()
            if now_ms < self._receipts.quiet_at():
                return (*move, Wake(self._wake_after_read()))
            return (*move, *self._give_back(now_ms))
        if now_ms < self._sent_ms + self._timing.late_wait_ms:
            reason = "The paste key was sent, but nothing read the text yet. Look at the field."
            late_at = self._sent_ms + self._timing.late_wait_ms
            return (*self._report(Verdict.UNCONFIRMED, reason, now_ms), Wake(late_at))
        return self._give_back(now_ms)

    def _give_back(self, now_ms: float) -> Effects:
        self.phase = Phase.RETURNING
        is_unread = self._is_key_sent and not self._receipts.is_read
        return (Wake(now_ms + self._timing.return_wait_ms), GiveBack(is_read=not is_unread))

    def _move_caret(self) -> Effects:
        moves, self._moves = self._moves, 0
        return (MoveCaret(moves, self._request.target),) if moves else ()

    def _wake_after_read(self) -> float:
        quiet_at = self._receipts.quiet_at()
        return min(quiet_at, self._receipts.there_at()) if self._moves else quiet_at

    def _offer_if_kept(self) -> Effects:
        if not self._is_kept_fresh:
            return ()
        return (Offer(self._text, self._quirk.selection, self._request.target),)

    def _refuse(self, reason: str, now_ms: float) -> Effects:
        """End with our text never having been on offer (or no longer)."""
        if self.phase in (Phase.NEW, Phase.KEYS, Phase.KEEPING):
            return self._end_unoffered(Verdict.REFUSED, reason, now_ms)
        self.phase = Phase.DONE
        return (Forget(), *self._report(Verdict.REFUSED, reason, now_ms))

    def _end_unoffered(self, verdict: Verdict, reason: str, now_ms: float) -> Effects:
        """End without having touched the clipboard, where an earlier text may be on offer."""
        report = self._report(verdict, reason, now_ms)
        if self._is_offer_standing:
            # The target of the earlier text may still read; giving the clipboard back now
            # would let it paste the agent's own content.
            self.phase = Phase.LINGERING
            return (*report, Wake(now_ms + self._timing.late_wait_ms))
        self.phase = Phase.DONE
        return (Forget(), *report)

    def _abort(self, reason: str, now_ms: float) -> Effects:
        """End before the key: take our text back, if it is on offer."""
        if self._quirk.method is Method.TYPE:
            return self._end_unoffered(Verdict.REFUSED, reason, now_ms)
        return (*self._report(Verdict.REFUSED, reason, now_ms), *self._give_back(now_ms))

    def _report(self, verdict: Verdict, reason: str, now_ms: float) -> Effects:
        self._verdict = verdict
        elapsed_ms = round(max(0.0, now_ms - self._keys_up_ms))
        return (Report(Outcome(verdict, reason, self._request.target.program, elapsed_ms)),)


def _held_reason(held: tuple[str, ...]) -> str:
    verb = "is" if len(held) == 1 else "are"
    return f"{' and '.join(held)} {verb} still held down. Let go and press again."


def _typing_problem(text: str, line_breaks: LineBreaks) -> str:
    if "\n" in text and line_breaks is not LineBreaks.SHIFT_ENTER:
        return "Phrases are typed here, and a line break must not be. Copy this one instead."
    if len(text) > TYPED_CHARACTERS_MAX:
        return (
            f"Phrases are typed here, and {len(text)} characters are too many to type. "
            "Copy this one instead."
        )
    return ""
