"""What `poise ctl` can ask of the running program."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from desktop.cockpit.chats import ChatAnswer
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.languages import language_named
from desktop.cockpit.state import reminder_state
from desktop.errors import Trouble
from desktop.followups.promise import Repeat, Side, Terms
from desktop.guide.vocabulary import Manner, Term, Trigger, Way
from desktop.insertion.outcome import Outcome, Verdict

T = TypeVar("T", bound=Term)
E = TypeVar("E", bound=StrEnum)
Answer = dict[str, Any]
Later = Callable[[Answer], None]
Request = dict[str, Any]


class Commands:
    """Turns requests into verbs of the cockpit.

    An answer has `out` (a line for the person) or `error`; verbs that only change the record
    answer through `when_saved`, so that an answer means "it is on the disk".
    """

    def __init__(self, cockpit: Cockpit, when_saved: Callable[[Answer, Later], None]) -> None:
        self._cockpit = cockpit
        self._when_saved = when_saved
        self._saved: dict[str, Callable[[Request], str]] = {
            "start": self._start,
            "next": self._next,
            "back": self._back,
            "details": self._details,
            "note": self._note,
            "end": self._end,
            "resume": self._resume,
            "remind": self._remind,
            "done": self._done,
            "snooze": self._snooze,
            "follow-up": self._follow_up,
            "stop-lines": self._stop_lines,
            "switch": self._switch,
            "reset": self._reset,
            "tick": self._tick,
            "answer": self._answer,
        }

    def handle(self, request: Request, reply: Later) -> bool:
        """Answer a request, now or later; False when the command is not one of these."""
        command = str(request.get("command", ""))
        try:
            if command in self._saved:
                self._when_saved({"out": self._saved[command](request)}, reply)
            elif command == "insert":
                self._insert(str(request.get("what", "")), reply)
            elif command == "reminders":
                every = self._cockpit.book.all_open()
                reply({"reminders": [reminder_state(self._cockpit, each) for each in every]})
            else:
                return False
        except Trouble as trouble:
            reply({"error": str(trouble)})
        return True

    def _start(self, request: Request) -> str:
        return self._cockpit.start(
            _text(request, "playbook"),
            _text(request, "customer"),
            _text(request, "reference"),
            _text(request, "channel"),
            trigger=_term(request, "trigger", Trigger),
            manner=_term(request, "manner", Manner),
        )

    def _next(self, request: Request) -> str:
        self._cockpit.next(_text(request, "branch") or None)
        return self._place()

    def _back(self, _request: Request) -> str:
        self._cockpit.back()
        return self._place()

    def _stop_lines(self, _request: Request) -> str:
        self._cockpit.stop_lines()
        return self._place()

    def _switch(self, _request: Request) -> str:
        self._cockpit.switch()
        return self._place()

    def _reset(self, _request: Request) -> str:
        self._cockpit.reset()
        return self._place()

    def _tick(self, request: Request) -> str:
        self._cockpit.tick(_text(request, "item"))
        return _text(request, "item")

    def _answer(self, request: Request) -> str:
        word = _text(request, "answer")
        if word not in set(ChatAnswer):
            raise Trouble(f"“{word}” is no answer.", f"One of: {', '.join(ChatAnswer)}.")
        self._cockpit.answer_about_chat(ChatAnswer(word))
        return self._place()

    def _details(self, request: Request) -> str:
        contact = self._cockpit.desk.current
        if contact is None:
            raise Trouble("No contact is open.", "Start one with: poise ctl start PLAYBOOK")
        self._cockpit.set_details(
            _text(request, "customer") or contact.customer,
            _text(request, "reference") or contact.reference,
            _text(request, "channel") or contact.channel,
            _term(request, "trigger", Trigger),
            _term(request, "manner", Manner),
            language_named(self._cockpit, _text(request, "language")),
        )
        return contact.id

    def _note(self, request: Request) -> str:
        contact = self._cockpit.desk.current
        self._cockpit.add_line(_text(request, "text"))
        return contact.id if contact is not None else ""

    def _end(self, request: Request) -> str:
        contact = self._cockpit.desk.current
        self._cockpit.end(_text(request, "outcome"), _text(request, "note"))
        return contact.id if contact is not None else ""

    def _resume(self, request: Request) -> str:
        self._cockpit.resume(_text(request, "id"))
        return self._place()

    def _remind(self, request: Request) -> str:
        when, text = _text(request, "when"), _text(request, "text")
        is_line = not text and not _text(request, "whom")
        if is_line:
            from desktop.cockpit.promise_lines import make

            reminder_id = make(self._cockpit, when)
        else:
            terms = Terms(
                _text(request, "whom"),
                _term(request, "way", Way) or Way.OTHER,
                Side.THEIRS if request.get("waiting") is True else Side.MINE,
                _one_of(request, "repeats", Repeat, Repeat.NEVER),
            )
            reminder_id = self._cockpit.promises.remind(
                when, text, None, terms, _text(request, "zone")
            )
        found = self._cockpit.book.find(reminder_id)
        parts = (reminder_id, self._cockpit.book.told(found), found.headline if is_line else "")
        warning = self._cockpit.book.warning(found.due_utc)
        return " ".join(part for part in (*parts, f"({warning})" if warning else "") if part)

    def _done(self, request: Request) -> str:
        self._cockpit.promises.done(_text(request, "id"))
        return _text(request, "id")

    def _snooze(self, request: Request) -> str:
        reminder_id, until = _text(request, "id"), _text(request, "until")
        if until and not until.isdecimal():
            self._cockpit.promises.snooze_until(reminder_id, until)
        else:
            self._cockpit.promises.snooze(reminder_id, int(until or request.get("minutes", 10)))
        book = self._cockpit.book
        return f"{reminder_id} {book.wording(book.find(reminder_id))}"

    def _follow_up(self, request: Request) -> str:
        from desktop.cockpit.following_up import follow_up

        follow_up(self._cockpit, _text(request, "id"))
        return self._place()

    def _insert(self, what: str, reply: Later) -> None:
        def conclude(outcome: Outcome) -> None:
            line = " ".join(filter(None, [outcome.verdict.value, outcome.target, outcome.reason]))
            reply({"error": line} if outcome.verdict is Verdict.REFUSED else {"out": line})

        if what.isdecimal() and len(what) <= 3:
            self._cockpit.phrase_in_slot(int(what))  # a wrong number is an error of the caller
            self._cockpit.insert_slot(int(what), on_outcome=conclude)
        else:
            self._cockpit.speaker.insert(what, on_outcome=conclude)

    def _place(self) -> str:
        playbook, step = self._cockpit.playbook, self._cockpit.step
        if playbook is None or step is None:
            return ""
        number = playbook.number_of(step.id)
        return f"{playbook.title} {number}/{len(playbook.steps)}: {step.title}"


def _one_of(request: Request, key: str, words: type[E], otherwise: E) -> E:
    word = _text(request, key)
    if not word:
        return otherwise
    if word not in set(words):
        raise Trouble(f"“{word}” is not one of {', '.join(words)}.")
    return words(word)


def _term(request: Request, key: str, terms: type[T]) -> T | None:
    word = _text(request, key)
    if not word:
        return None
    known = [each.value for each in terms]
    if word not in known:
        raise Trouble(f"There is no {key} “{word}”.", f"One of: {', '.join(known)}.")
    return terms(word)


def _text(request: Request, key: str) -> str:
    value = request.get(key)
    return value if isinstance(value, str) else ""
