"""The one-key mode at work: what its keys mean at this step, and when it has to end early."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.views import SUGGESTIONS
from desktop.errors import Cannot, Trouble
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.one_key import BACK, DIGITS, LEAVE, NEXT, OPEN_MS, Deed, OneKey
from desktop.insertion.ports import Foreground, KeySender, PasswordField, SecureInput, Target
from desktop.ui.view import OneKeyView

if TYPE_CHECKING:
    from desktop.ui.panel import Panel


class OneKeyMode:
    """Opens the mode for the field that has the keyboard, and shows it on the panel.

    Args:
        keys: The bare keys.
        cockpit: What they are for.
        foreground: Which window has the keyboard.
        secure_input: Tells password fields apart; the mode is not for them.
        panel: Shown while the mode is open, so that no key is ever borrowed unseen.
        tell: Shows a trouble to the agent.
        refresh: Shows what is true now.
    """

    def __init__(
        self,
        keys: OneKey,
        cockpit: Cockpit,
        foreground: Foreground,
        secure_input: SecureInput,
        panel: Panel,
        tell: Callable[[Trouble], None],
        refresh: Callable[[], None],
    ) -> None:
        self._keys = keys
        self._cockpit = cockpit
        self._foreground = foreground
        self._secure_input = secure_input
        self._panel = panel
        self._tell = tell
        self._refresh = refresh
        self._target: Target | None = None
        self._place: object = None
        self._times_opened = 0
        self._is_panel_lent = False  # shown for the mode only
        self.close = keys.close
        self.abandon = keys.abandon
        self.pressed = keys.pressed
        keys.on_changed(self._on_changed)

    @property
    def is_open(self) -> bool:
        """Whether a bare key would do something now."""
        return self._keys.is_open

    def view(self) -> OneKeyView | None:
        """What the panel shows of it; None while it is not open."""
        if not self.is_open:
            return None
        refused = frozenset(self._keys.refused)
        return OneKeyView(self._times_opened, OPEN_MS / 1000, refused)

    def open(self) -> None:
        """Lend the keys.

        Raises:
            Trouble: No window of another program has the keyboard, or its field hides what is
                typed, or every key is taken.
        """
        target = self._foreground.current()
        if isinstance(target, Cannot):
            raise Trouble(target.reason, target.remedy)
        self._secure_input.ask(target.window)  # answered while the keys are registered
        self._target, self._place = target, self._place_now()
        refusal = self._keys.open(self._deeds(target))
        if refusal is not None:
            raise Trouble(f"No bare key can be had. {refusal.reason}", "Use the chords.")
        if self._secure_input.answer(target.window) is PasswordField.YES:
            self._keys.drop()
            what = "A password field has the keyboard, so its keys are left to it."
            raise Trouble(what, "Click into the chat first.")

    def keep_panel(self) -> None:
        """The panel has something to show: it stays when the mode ends."""
        self._is_panel_lent = False

    def look(self) -> None:
        """End it when a key would mean something else by now than when it was opened."""
        if self.is_open and self._place_now() != self._place:
            self.close()

    def on_foreground_changed(self) -> None:
        """End it when the keyboard went elsewhere."""
        if self.is_open and self._foreground.current() != self._target:
            self.close()

    def _place_now(self) -> object:
        cockpit, contact = self._cockpit, self._cockpit.desk.current
        walk = cockpit.aside or (contact.walk if contact is not None else None)
        who = contact.id if contact is not None else ""
        return (who, walk, self._branches(), self._playbooks())

    def _playbooks(self) -> tuple[str, ...]:
        """Those that can be started, while there is no contact, in the order of the panel."""
        if self._cockpit.aside is not None or self._cockpit.desk.current is not None:
            return ()
        shown = len(DIGITS) if self._cockpit.is_showing_all else SUGGESTIONS
        return tuple(each.cover.id for each in self._cockpit.suggestions()[:shown])

    def _branches(self) -> dict[str, str]:
        step = self._cockpit.step
        branches = step.branches if step is not None else ()
        offered = [each for each in branches if self._cockpit.speaker.is_offered(each)]
        return {each.key.upper(): each.id for each in offered if each.key}

    def _deeds(self, target: Target) -> dict[str, Deed]:
        playbooks = self._playbooks()

        def say(slot: int) -> Deed:
            if slot <= len(playbooks):
                return self._done(lambda: self._cockpit.choose_playbook(playbooks[slot - 1]))
            return self._done(lambda: self._cockpit.insert_slot(slot, target=target))

        def follow(branch_id: str) -> Deed:
            return self._done(lambda: self._cockpit.next(branch_id))

        return {
            **{key: follow(branch_id) for key, branch_id in self._branches().items()},
            **{digit: say(slot) for slot, digit in enumerate(DIGITS, 1)},
            NEXT: self._done(self._cockpit.go_on),
            BACK: self._done(self._cockpit.back),
            LEAVE: lambda: None,
        }

    def _done(self, work: Deed) -> Deed:
        def deed() -> None:
            try:
                work()
            except Trouble as trouble:
                self._tell(trouble)

        return deed

    def _on_changed(self) -> None:
        if self.is_open:
            self._times_opened += 1
            self._is_panel_lent = self._is_panel_lent or not self._panel.isVisible()
            self._panel.show()
        elif self._is_panel_lent:
            self._is_panel_lent = False
            self._panel.hide()
        self._refresh()


class GivingWay:
    """A `KeySender` that gives the bare keys back before any key of Poise's own goes out.

    Args:
        keys: Sends the keys.
        give_way: Gives the bare keys back.
    """

    def __init__(self, keys: KeySender, give_way: Callable[[], None]) -> None:
        self._keys = keys
        self._give_way = give_way

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        return self._keys.held(keys)

    def is_any_down(self) -> bool:
        return self._keys.is_any_down()

    def press(self, chord: Chord) -> Cannot | None:
        self._give_way()
        return self._keys.press(chord)

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        self._give_way()
        return self._keys.type_text(text, may_go_on)
