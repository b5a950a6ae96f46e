"""The windows on the screen: what a click does, what opens when, where the keyboard goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.app.questions import Questions
from desktop.app.surface import Surface
from desktop.cockpit.chats import ChatAnswer
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speaker import WordsWanted
from desktop.errors import Cannot, Trouble
from desktop.guide.vocabulary import Manner, Trigger
from desktop.insertion.ports import Target
from desktop.qt.loop import soon

if TYPE_CHECKING:
    from desktop.app.day_desk import DayDesk
    from desktop.cockpit.finder import Finder
    from desktop.cockpit.promise_lines import Understood
    from desktop.ui.palette import Palette, PaletteRow
    from desktop.ui.panel import Panel

PALETTE_ROWS = 40

FEW_BOOKS = 60
"""Read for the palette when it is first opened, within some hundredths of a second; more than so
many are read before, one after the other."""


class Stage(QObject):
    """Opens the palette and the forms, and gives the keyboard back to the same field.

    Args:
        panel: The panel; its questions open the forms here.
        surface: For the palette, the forms and the day, which share its keyboard.
        cockpit: What the answers are for.
        run_command: Does a command of the palette by its action's name.
        tell: Shows a trouble to the agent.
    """

    def __init__(
        self,
        panel: Panel,
        surface: Surface,
        cockpit: Cockpit,
        run_command: Callable[[str], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._surface = surface
        self._keyboard = surface.keyboard
        self._cockpit = cockpit
        self._finder: Finder | None = None
        self._promise_shown: tuple[str, Understood] | None = None
        self._run_command = run_command
        self._tell = tell
        self._palette: Palette | None = None
        self.questions = Questions(surface, cockpit, self._insert_after_return, tell)
        self._day: DayDesk | None = None
        self._connect_panel(panel)
        panel.details_asked.connect(self.questions.ask_details)
        panel.remind_asked.connect(self.remind)
        panel.end_asked.connect(self.questions.ask_ending)
        panel.field_asked.connect(self.questions.ask_fields)
        panel.palette_asked.connect(self.open_palette)

    def _connect_panel(self, panel: Panel) -> None:
        cockpit = self._cockpit
        panel.phrase_chosen.connect(lambda each: self._try(lambda: cockpit.speaker.insert(each)))
        panel.copy_chosen.connect(lambda each: self._try(lambda: cockpit.speaker.copy(each)))
        panel.branch_chosen.connect(lambda each: self._try(lambda: cockpit.next(each)))
        panel.next_chosen.connect(lambda: self._try(cockpit.next))
        panel.back_chosen.connect(lambda: self._try(cockpit.back))
        panel.playbook_chosen.connect(lambda each: self._try(lambda: cockpit.choose_playbook(each)))
        panel.trigger_chosen.connect(lambda each: cockpit.choose_trigger(Trigger(each)))
        panel.manner_chosen.connect(lambda each: cockpit.choose_manner(Manner(each)))
        panel.all_asked.connect(cockpit.show_all)
        panel.item_ticked.connect(lambda each: self._try(lambda: cockpit.tick(each)))
        panel.contact_resumed.connect(lambda each: self._try(lambda: cockpit.resume(each)))
        panel.question_answered.connect(
            lambda each: self._try(lambda: cockpit.answer_about_chat(ChatAnswer(each)))
        )
        panel.question_dropped.connect(
            lambda: self._try(lambda: cockpit.answer_about_chat(ChatAnswer.DROP))
        )
        panel.hand_over_copied.connect(lambda each: self._try(lambda: cockpit.copy_hand_over(each)))
        panel.hand_over_closed.connect(cockpit.close_hand_over)
        panel.reminder_done.connect(lambda each: self._try(lambda: cockpit.promises.done(each)))
        panel.reminder_snoozed.connect(
            lambda each, words: self._try(lambda: cockpit.promises.snooze_until(each, words))
        )
        panel.reminder_opened.connect(lambda each: self._try(lambda: self._follow_up(each)))
        panel.snooze_asked.connect(lambda each: self._try(lambda: self.questions.ask_snooze(each)))
        panel.day_asked.connect(self.open_day)
        panel.offer_taken.connect(lambda each: self._try(lambda: self._take_offer(each)))
        panel.offer_dropped.connect(cockpit.promises.close_offer)
        panel.earlier_asked.connect(lambda: self._run_command("earlier"))
        panel.earlier_hidden.connect(cockpit.hide_earlier)

    @property
    def asking(self) -> str:
        """Which window of ours waits for the agent: "palette", "form", "day" or ""."""
        if self._palette is not None and self._palette.isVisible():
            return "palette"
        if self._day is not None and self._day.is_open:
            return "day"
        return "form" if self.questions.is_asking else ""

    def warm_up(self) -> None:
        """Read what the palette searches before it is needed, where that takes long.

        The palette itself is made when it is first asked for: that adds nothing to see to its
        80 ms, and Poise lies 1.4 MB lighter beside the chat until then.
        """
        if self._cockpit.library.count() > FEW_BOOKS:
            self._prepare_finder()

    def _prepare_finder(self) -> None:
        if self._the_finder().prepare_some():
            soon(self._prepare_finder)

    def _the_finder(self) -> Finder:
        if self._finder is None:
            from desktop.cockpit.finder import Finder  # with all that searching needs

            self._finder = Finder(self._cockpit)
        return self._finder

    # -- the palette -----------------------------------------------------------------------

    def open_palette(self) -> None:
        """Open the palette for the field that has the keyboard now, or close it."""
        palette = self._the_palette()
        if palette.isVisible():
            palette.on_abandoned()
            return
        if self.questions.is_open():
            return
        self._keyboard.borrow()
        palette.open_at(self._surface.screen())
        self._keyboard.claim(palette)
        if self._finder is None:
            soon(self._fill)  # the window first: the agent may begin to type
        else:
            self._on_query("")

    def _fill(self) -> None:
        palette = self._the_palette()
        if palette.isVisible():
            self._on_query(palette.query)

    def _the_palette(self) -> Palette:
        if self._palette is None:
            from desktop.ui.palette import Palette  # not before the panel is on the screen

            self._palette = Palette(
                self._surface.theme, self._surface.held, self._keyboard.is_elsewhere
            )
            self._surface.dressing.watch(self._palette, takes_keyboard=True)
            self._palette.query_changed.connect(self._on_query)
            self._palette.chosen.connect(self._on_chosen)
            self._palette.leaving.connect(self._keyboard.hand_over)
            self._palette.cancelled.connect(self._keyboard.give_back)
            self._palette.unheard.connect(self._say_unheard)
        return self._palette

    def _say_unheard(self) -> None:
        self._tell(
            Trouble(
                self.tr("The search did not get the keyboard, so it was closed."),
                self.tr("Look at the text field, then press the keys again."),
            )
        )

    def _on_query(self, query: str) -> None:
        from desktop.ui.palette import PaletteRow

        rows = [
            PaletteRow(each.kind, each.id, each.title, each.text, note=each.note)
            for each in self._the_finder().find(query, PALETTE_ROWS)
        ]
        self._the_palette().show_results([*self._promise_rows(query), *rows])

    def remind(self) -> None:
        """Open the form of a promise; with what was promised last to the customer in hand."""
        contact = self._cockpit.desk.current
        offer = self._cockpit.offers.of_contact(contact.id) if contact is not None else None
        if offer is not None:
            self._take_offer(offer.id)
        else:
            self.questions.ask_reminder()

    def _take_offer(self, offer_id: str) -> None:
        from desktop.app.promise_form import draft_of

        offer = self._cockpit.offers.find(offer_id)
        close = self._cockpit.promises.close_offer
        self.questions.ask_reminder(draft_of(offer), lambda: close(offer_id))

    def _follow_up(self, reminder_id: str) -> None:
        from desktop.cockpit.following_up import follow_up

        follow_up(self._cockpit, reminder_id)

    def open_day(self) -> None:
        """Show what is promised, or close that."""
        if self._day is None:
            from desktop.app.day_desk import DayDesk

            self._day = DayDesk(
                *(self._surface, self._cockpit, self._tell, self._follow_up),
                self.questions.ask_snooze,
            )
        if not self._day.is_open and self.questions.is_open():
            return
        if self._palette is not None and self._palette.isVisible():
            self._palette.put_away()
        self._day.open()

    def _promise_rows(self, query: str) -> list[PaletteRow]:
        """What was typed, where it says a promise: the first row, as it was understood."""
        from desktop.followups.line import begins_one

        if not begins_one(query):
            return []
        from desktop.cockpit.promise_lines import understand
        from desktop.ui.palette import PaletteRow

        found = understand(self._cockpit, query)
        if found is None:
            return []
        self._promise_shown = (query, found)
        is_clear = found.is_clear
        note = self.tr("Remind me") if is_clear else self.tr("Not clear yet")
        text = found.remark or self.tr("Enter sets the reminder")
        return [PaletteRow("promise", query, found.title, text, note=note)]

    def _on_chosen(self, kind: str, chosen: str) -> None:
        if kind == "phrase":
            self._insert_after_return(chosen)
        elif kind == "playbook":
            self._keyboard.give_back()
            self._try(lambda: self._cockpit.open_playbook(chosen))
        elif kind == "promise":
            self._make_promise(chosen)
        else:
            self._keyboard.give_back(lambda: self._try(lambda: self._run_command(chosen)))

    def _make_promise(self, line: str) -> None:
        from desktop.app.promise_form import PromiseDraft
        from desktop.cockpit import promise_lines

        found = promise_lines.understand(self._cockpit, line)
        query, shown = self._promise_shown or ("", None)
        is_as_shown = (
            found is None
            or shown is None
            or query != line
            or found.says_the_same_as(shown)  # at 10:00, “10:00” becomes tomorrow's
        )
        if found is not None and not (found.is_clear and is_as_shown):
            # The same words in the form, to be mended there.
            draft = PromiseDraft(found.line.text, found.line.when, found.line.terms)
            self._keyboard.give_back(lambda: self.questions.ask_reminder(draft))
            return
        self._keyboard.give_back()
        self._try(lambda: promise_lines.make(self._cockpit, line))

    def ask_words(self, wanted: WordsWanted) -> None:
        """Let the agent fill in what a phrase needs; the palette makes room for it."""
        if self._palette is not None and self._palette.isVisible():
            self._palette.put_away()
        self.questions.ask_words(wanted)

    def _insert_after_return(self, phrase_id: str) -> None:
        def insert(target: Target | None, refusal: Cannot | None) -> None:
            if refusal is not None:
                self._cockpit.speaker.refuse(phrase_id, f"Nothing inserted. {refusal}")
                return
            keys = ("Enter", "KpEnter")
            self._try(lambda: self._cockpit.speaker.insert(phrase_id, keys=keys, target=target))

        self._keyboard.give_back_for_insertion(insert)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Trouble as trouble:
            self._tell(trouble)
