"""The windows on the screen: what a click does, what opens when, where the keyboard goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QCursor, QGuiApplication

from desktop.cockpit.cockpit import Cockpit, WordsWanted
from desktop.cockpit.finder import entries, row_note
from desktop.cockpit.speech import fill
from desktop.contacts.record import Ending
from desktop.errors import Cannot, Trouble
from desktop.insertion.inserter import Clock
from desktop.insertion.ports import Foreground, Target
from desktop.phrases.search import rank
from desktop.qt.focus import give_focus_back
from desktop.ui.asking import Held
from desktop.ui.panel import Panel
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.form_window import Form
    from desktop.ui.forms import FormSpec
    from desktop.ui.palette import Palette

PALETTE_ROWS = 40


class Stage(QObject):
    """Opens the palette and the forms, and gives the keyboard back to the same field.

    Args:
        panel: The panel; its questions open the forms here.
        theme: The look of every window.
        cockpit: What the answers are for.
        foreground: Which window had the keyboard.
        held: Which keys are physically down.
        clock: For waiting until it has it again.
        run_command: Does a command of the palette by its action's name.
        tell: Shows a trouble to the agent.
    """

    def __init__(
        self,
        panel: Panel,
        theme: Theme,
        cockpit: Cockpit,
        foreground: Foreground,
        held: Held,
        clock: Clock,
        run_command: Callable[[str], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._theme = theme
        self._cockpit = cockpit
        self._foreground = foreground
        self._held = held
        self._clock = clock
        self._run_command = run_command
        self._tell = tell
        self._palette: Palette | None = None
        self._form: Form | None = None
        self._target: Target | None = None
        self._on_submitted: Callable[[dict[str, str]], None] = lambda _values: None
        self._connect_panel(panel)
        panel.details_asked.connect(self.ask_details)
        panel.remind_asked.connect(self.ask_reminder)
        panel.end_asked.connect(self.ask_ending)
        panel.palette_asked.connect(self.open_palette)

    def _connect_panel(self, panel: Panel) -> None:
        cockpit = self._cockpit
        panel.phrase_chosen.connect(lambda each: self._try(lambda: cockpit.insert(each)))
        panel.copy_chosen.connect(lambda each: self._try(lambda: cockpit.copy(each)))
        panel.branch_chosen.connect(lambda each: self._try(lambda: cockpit.next(each)))
        panel.next_chosen.connect(lambda: self._try(cockpit.next))
        panel.back_chosen.connect(lambda: self._try(cockpit.back))
        panel.playbook_chosen.connect(lambda each: self._try(lambda: cockpit.start(each)))
        panel.contact_resumed.connect(lambda each: self._try(lambda: cockpit.resume(each)))
        panel.reminder_done.connect(lambda each: self._try(lambda: cockpit.reminder_done(each)))
        panel.reminder_snoozed.connect(
            lambda each, minutes: self._try(lambda: cockpit.snooze(each, minutes))
        )

    def warm_up(self) -> None:
        """Make the palette before it is needed: its first show must feel like the second."""
        self._the_palette()

    # -- the palette -----------------------------------------------------------------------

    def open_palette(self) -> None:
        """Open the palette for the field that has the keyboard now, or close it."""
        palette = self._the_palette()
        if palette.isVisible():
            palette.on_abandoned()
            return
        self._put_form_away()
        self._remember_target()
        palette.open_at(self._screen())
        self._on_query("")

    def _the_palette(self) -> Palette:
        if self._palette is None:
            from desktop.ui.palette import Palette  # not before the panel is on the screen

            self._palette = Palette(self._theme, self._held)
            self._palette.query_changed.connect(self._on_query)
            self._palette.chosen.connect(self._on_chosen)
            self._palette.cancelled.connect(self._give_back)
        return self._palette

    def _on_query(self, query: str) -> None:
        found = rank(query, entries(self._cockpit), PALETTE_ROWS)
        from desktop.ui.palette import PaletteRow

        rows = [
            PaletteRow(
                each.kind, each.id, each.title, each.text, note=row_note(self._cockpit, each)
            )
            for each in found
        ]
        self._the_palette().show_results(rows)

    def _on_chosen(self, kind: str, chosen: str) -> None:
        if kind == "phrase":
            self._insert_after_return(chosen)
        elif kind == "playbook":
            self._give_back()
            self._try(lambda: self._cockpit.start(chosen))
        else:
            self._give_back(lambda: self._try(lambda: self._run_command(chosen)))

    # -- the forms -------------------------------------------------------------------------

    def ask_words(self, wanted: WordsWanted) -> None:
        """Ask for what a phrase still needs, then insert it into the field it was meant for."""
        if wanted.target is not None:
            self._target = wanted.target
        else:
            self._remember_target()
        phrase, playbook = self._cockpit.find_phrase(wanted.phrase_id)
        from desktop.ui.forms import Field, missing_words_form

        fields = [
            Field(gap.name, gap.label, example=gap.example, is_required=True) for gap in wanted.gaps
        ]
        text = fill(phrase, playbook, self._cockpit.words()).text

        def submit(values: dict[str, str]) -> None:
            self._cockpit.give_words(values)
            self._insert_after_return(wanted.phrase_id)

        self._ask(missing_words_form(fields, text), submit)

    def ask_details(self) -> None:
        """Ask whom the contact is with."""
        from desktop.ui.forms import contact_form

        contact = self._cockpit.desk.current
        if contact is None:
            return
        self._remember_target()

        def submit(values: dict[str, str]) -> None:
            self._cockpit.set_details(values["customer"], values["reference"], values["channel"])
            self._give_back()

        self._ask(contact_form(contact.customer, contact.reference, contact.channel), submit)

    def ask_reminder(self) -> None:
        """Ask what was promised and by when."""
        from desktop.followups.when import parse_when
        from desktop.ui.forms import reminder_form

        self._remember_target()

        def check(values: object) -> str:
            when = values["when"] if isinstance(values, dict) else ""
            try:
                parse_when(when, self._cockpit.book.now(), self._cockpit.book.zone)
            except Trouble as trouble:
                return str(trouble)
            return ""

        def submit(values: dict[str, str]) -> None:
            self._cockpit.remind(values["when"], values["what"])
            self._give_back()

        self._ask(reminder_form(check), submit)

    def ask_ending(self) -> None:
        """Ask how the contact ended."""
        from desktop.ui.forms import Choice, ending_form

        if self._cockpit.desk.current is None:
            return
        self._remember_target()
        labels = {
            Ending.SOLVED: self.tr("Solved"),
            Ending.WAITING: self.tr("Waiting for something"),
            Ending.ESCALATED: self.tr("Handed over"),
            Ending.ENDED_FOR_CONDUCT: self.tr("Ended for conduct"),
            Ending.LOST: self.tr("Customer lost"),
        }
        choices = [Choice(ending.value, label) for ending, label in labels.items()]

        def submit(values: dict[str, str]) -> None:
            self._cockpit.end(values["outcome"], values["note"])
            self._give_back()

        self._ask(ending_form(choices), submit)

    def _ask(self, spec: FormSpec, on_submitted: Callable[[dict[str, str]], None]) -> None:
        if self._form is None:
            from desktop.ui.form_window import Form

            self._form = Form(self._theme, self._held)
            self._form.submitted.connect(self._on_form_submitted)
            self._form.cancelled.connect(self._give_back)
        self._on_submitted = on_submitted
        self._form.ask(spec, self._screen())

    def _on_form_submitted(self, values: dict[str, str]) -> None:
        self._try(lambda: self._on_submitted(values))

    def _put_form_away(self) -> None:
        if self._form is not None and self._form.isVisible():
            self._form.hide()

    # -- where the keyboard goes -----------------------------------------------------------

    def _remember_target(self) -> None:
        now = self._foreground.current()
        if isinstance(now, Target):
            self._target = now
        elif not self._is_ours_open():
            self._target = None

    def _is_ours_open(self) -> bool:
        return any(each is not None and each.isVisible() for each in (self._palette, self._form))

    def _give_back(self, then: Callable[[], None] = lambda: None) -> None:
        target, self._target = self._target, None
        now = self._foreground.current()
        if target is None or (isinstance(now, Target) and now != target):
            then()  # the agent went elsewhere; that is where the keyboard belongs
            return
        give_focus_back(self._foreground, target, self._clock, lambda _refusal: then())

    def _insert_after_return(self, phrase_id: str) -> None:
        target, self._target = self._target, None
        if target is None:
            self._try(lambda: self._cockpit.insert(phrase_id))
            return

        def insert(refusal: Cannot | None) -> None:
            if refusal is not None:
                self._cockpit.refuse(phrase_id, f"Nothing inserted. {refusal}")
                return
            self._try(lambda: self._cockpit.insert(phrase_id, keys=("Enter",), target=target))

        give_focus_back(self._foreground, target, self._clock, insert)

    def _screen(self) -> QRect:
        """The screen the agent works on: where the pointer is."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or self._panel.screen()
        return screen.availableGeometry()

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Trouble as trouble:
            self._tell(trouble)
