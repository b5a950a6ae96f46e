"""The forms: what they ask, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.app.surface import Surface
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speaker import WordsWanted
from desktop.cockpit.speech import Gap, gaps, objection
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending

if TYPE_CHECKING:
    from desktop.app.promise_form import PromiseDraft
    from desktop.contacts.reflections import Journal
    from desktop.ui.form_window import Form
    from desktop.ui.forms import Choice, Field, FormSpec

Submit = Callable[[dict[str, str]], None]


class Questions(QObject):
    """Asks one thing at a time. A form stays open when the focus goes elsewhere (to look up a
    number, say), so its answers belong to the contact it was opened for.

    Args:
        surface: For the forms.
        cockpit: What the answers are for.
        insert: Inserts a phrase once the keyboard is back where it came from.
        tell: Shows a trouble to the agent.
    """

    def __init__(
        self,
        surface: Surface,
        cockpit: Cockpit,
        insert: Callable[[str], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        super().__init__()
        self._surface = surface
        self._keyboard = surface.keyboard
        self._cockpit = cockpit
        self._insert = insert
        self._tell = tell
        self._form: Form | None = None
        self._unheard: PromiseDraft | None = None
        self._on_submitted: Submit = lambda _values: None

    @property
    def is_asking(self) -> bool:
        """Whether a form is on the screen."""
        return self._form is not None and self._form.isVisible()

    def is_open(self) -> bool:
        """Whether a form is open; it comes to the front, so that nothing typed is lost."""
        if self._form is None or not self.is_asking:
            return False
        self._form.activateWindow()
        self._tell(Trouble("A question is still open.", "Answer it, or press Esc there."))
        return True

    def unanswered(self) -> Trouble | None:
        """Why Poise must not end now: an open question has words of the agent's in it. It comes
        to the front then."""
        if self._form is None or not self._form.has_words:
            return None
        self._form.activateWindow()
        what = self.tr("Poise stays open: a question with your words in it is not answered.")
        return Trouble(what, self.tr("Answer it, or press Esc there; then quit again."))

    def ask_words(self, wanted: WordsWanted) -> None:
        """Ask for what a phrase still needs, then insert it into the field it was meant for."""
        from desktop.ui.forms import missing_words_form

        phrase, playbook = self._cockpit.speaker.find_phrase(wanted.phrase_id)
        fields = [as_field(gap, is_required=True) for gap in wanted.gaps]
        text = self._cockpit.speaker.speech(phrase, playbook).text
        contact_id = self._contact_id()

        def submit(values: dict[str, str]) -> None:
            give = self._cockpit.speaker.give_words
            self._cockpit.in_contact(contact_id, lambda: give(values, playbook))
            if self._contact_id() != contact_id:
                self._keyboard.give_back()
                reason = "Nothing inserted: another contact is in hand now. Your words are kept."
                self._cockpit.speaker.refuse(wanted.phrase_id, reason)
            elif wanted.is_for_copying:
                self._keyboard.give_back(lambda: self._cockpit.speaker.copy(wanted.phrase_id))
            else:
                self._insert(wanted.phrase_id)

        if not self.is_open():
            self._keyboard.borrow(wanted.target)
            self._ask(missing_words_form(fields, text, _check_of(wanted.gaps)), submit)

    def ask_fields(self, first: str = "") -> None:
        """Ask for what the step wants in the record.

        Args:
            first: The field to begin with; "" for the first one that is open.
        """
        from desktop.ui.forms import fields_form

        step, playbook = self._cockpit.step, self._cockpit.playbook
        if step is None or playbook is None or not step.capture:
            raise Trouble("There is nothing to write down at this step.", "Add a note at the end.")
        if self.is_open():
            return
        contact_id = self._contact_id()
        wanted = gaps(step.capture, playbook, self._cockpit.speaker.words())
        ordered = sorted(wanted, key=lambda gap: (gap.name != first, bool(gap.word)))

        def submit(values: dict[str, str]) -> None:
            give = self._cockpit.speaker.give_words
            self._cockpit.in_contact(contact_id, lambda: give(values))

        self._keyboard.borrow()
        form = fields_form([as_field(gap) for gap in ordered], _check_of(ordered))
        self._ask(form, self._then_give_back(submit))

    def ask_details(self) -> None:
        """Ask whom the contact is with."""
        from desktop.ui.forms import contact_form

        contact = self._cockpit.desk.current
        if contact is None or self.is_open():
            return
        contact_id = contact.id

        def submit(values: dict[str, str]) -> None:
            words = (values["customer"], values["reference"], values["channel"])
            language = values.get("language")
            self._cockpit.in_contact(
                contact_id, lambda: self._cockpit.set_details(*words, language=language)
            )

        self._keyboard.borrow()
        form = contact_form(
            contact.customer,
            contact.reference,
            contact.channel,
            language=contact.language,
            languages=self._languages(),
        )
        self._ask(form, self._then_give_back(submit))

    def _languages(self) -> list[Choice]:
        """The playbook's own and the others; none where there are no others."""
        from desktop.cockpit.languages import languages_offered, own_language
        from desktop.ui.forms import Choice
        from desktop.ui.language_names import language_name

        offered = languages_offered(self._cockpit)
        own = self.tr("{language}, as the playbook is written")
        first = Choice("", own.format(language=language_name(own_language(self._cockpit))))
        others = [Choice(each, language_name(each)) for each in offered]
        return [first, *others] if others else []

    def ask_reminder(
        self, draft: PromiseDraft | None = None, on_made: Callable[[], None] = lambda: None
    ) -> None:
        """Ask what was promised and by when.

        Args:
            draft: What is known of it; None for what the form had that never got the keyboard,
                or what is known of the contact in hand.
            on_made: Called when the reminder was made.
        """
        from desktop.app.promise_form import PromiseForm

        if self.is_open():
            return
        draft, self._unheard = draft or self._unheard, None
        form = PromiseForm(self._cockpit, draft)

        def submit(values: dict[str, str]) -> None:
            form.make(values)
            on_made()

        def keep_draft() -> None:
            self._unheard = draft

        self._keyboard.borrow()
        self._ask(form.spec(), self._then_give_back(submit), keep_draft)

    def ask_snooze(self, reminder_id: str) -> None:
        """Ask until when a reminder is put off."""
        from desktop.app.promise_form import snooze_spec

        if self.is_open():
            return
        spec = snooze_spec(self._cockpit.book, self._cockpit.book.find(reminder_id))

        def submit(values: dict[str, str]) -> None:
            self._cockpit.promises.snooze_until(reminder_id, values["when"])

        self._keyboard.borrow()
        self._ask(spec, self._then_give_back(submit))

    def ask_line(self) -> None:
        """Ask what is to be added to the record of the contact in hand.

        Raises:
            Trouble: no contact is open.
        """
        from desktop.ui.forms import line_form

        contact = self._cockpit.desk.current
        if contact is None:
            raise Trouble("No contact is open.", "Start one, so that the line has a place.")
        if self.is_open():
            return

        def submit(values: dict[str, str]) -> None:
            add = self._cockpit.add_line
            self._cockpit.in_contact(contact.id, lambda: add(values["text"]))

        self._keyboard.borrow()
        form = line_form(contact.customer or contact.reference)
        self._ask(form, self._then_give_back(submit))

    def ask_reflection(self, journal: Journal) -> None:
        """Ask what the agent thinks about the contact in hand, or the one that ended last; it is
        kept for nobody else."""
        from desktop.ui.forms import reflection_form

        if self.is_open():
            return
        contact, ended = self._cockpit.desk.current, self._cockpit.papers.last_ended
        about = contact or (ended.contact if ended is not None else None)
        asked = ("happened", "went_well", "differently")

        def check(values: Mapping[str, str]) -> str:
            is_told = any(values[each] for each in asked) or values["person"] == "yes"
            return "" if is_told else self.tr("Write a line in one of them, or press Esc.")

        def submit(values: dict[str, str]) -> None:
            wants_person = values["person"] == "yes"
            journal.keep(
                *(values[each] for each in asked),
                wants_person=wants_person,
                contact_id=about.id if about is not None else None,
            )
            if wants_person:
                where = self.tr("Go to somebody you trust, now: asking is part of the job.")
                self._tell(Trouble(self.tr("Kept for you alone."), where))

        self._keyboard.borrow()
        self._ask(reflection_form(check), self._then_give_back(submit))

    def ask_ending(self) -> None:
        """Ask how the contact ended; the note is drafted from what is known."""
        from desktop.ui.forms import Choice, ending_form

        contact_id = self._contact_id()
        if contact_id is None or self.is_open():
            return
        labels = {
            Ending.SOLVED: self.tr("Solved"),
            Ending.WAITING: self.tr("Waiting for something"),
            Ending.ESCALATED: self.tr("Handed over"),
            Ending.ENDED_FOR_CONDUCT: self.tr("Ended for conduct"),
            Ending.LOST: self.tr("Customer lost"),
        }
        choices = [Choice(ending.value, label) for ending, label in labels.items()]
        contact = self._cockpit.desk.current
        note = self._cockpit.papers.draft(contact) if contact is not None else ""

        def submit(values: dict[str, str]) -> None:
            words = (values["outcome"], values["note"])
            self._cockpit.in_contact(contact_id, lambda: self._cockpit.end(*words))

        self._keyboard.borrow()
        self._ask(ending_form(choices, note), self._then_give_back(submit))

    def _contact_id(self) -> str | None:
        contact = self._cockpit.desk.current
        return contact.id if contact is not None else None

    def _then_give_back(self, submit: Submit) -> Submit:
        def both(values: dict[str, str]) -> None:
            try:
                submit(values)
            finally:
                self._keyboard.give_back()

        return both

    def _ask(
        self, spec: FormSpec, on_submitted: Submit, on_unheard: Callable[[], None] = lambda: None
    ) -> None:
        if self._form is None:
            from desktop.ui.form_window import Form

            self._form = Form(self._surface.theme, self._surface.held)
            self._surface.dressing.watch(self._form, takes_keyboard=True)
            self._form.submitted.connect(self._submit)
            self._form.leaving.connect(self._keyboard.hand_over)
            self._form.cancelled.connect(self._keyboard.give_back)
        self._on_submitted = on_submitted
        self._form.ask(spec, self._surface.screen())
        form = self._form

        def put_away() -> None:
            form.on_abandoned()
            on_unheard()
            self._tell(
                Trouble(
                    self.tr("The question did not get the keyboard, so it was closed."),
                    self.tr("Look at the text field, then ask for it again."),
                )
            )

        self._keyboard.claim(form, put_away)

    def _submit(self, values: dict[str, str]) -> None:
        try:
            self._on_submitted(values)
        except Trouble as trouble:
            self._tell(trouble)


def as_field(gap: Gap, *, is_required: bool = False) -> Field:
    """What a form asks for a placeholder."""
    from desktop.ui.forms import Choice, Field

    choices = tuple(Choice(each, each) for each in gap.choices)
    return Field(gap.name, gap.label, gap.word, gap.example, is_required, choices)


def _check_of(gaps: Iterable[Gap]) -> Callable[[Mapping[str, str]], str]:
    asked = tuple(gaps)

    def check(values: Mapping[str, str]) -> str:
        found = (objection(gap, values.get(gap.name, "")) for gap in asked)
        return next(filter(None, found), "")

    return check
