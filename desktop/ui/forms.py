"""What the small windows ask: the forms of the program, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

Check = Callable[[Mapping[str, str]], str]
"""Looks at what was filled in; answers a sentence saying what is wrong, or ""."""

Hint = Callable[[Mapping[str, str]], str]
"""Says while it is being filled in how it is understood, or ""."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few answers, as a big button: `value` is what the form gives back."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in; with `choices` it is a column of buttons instead of a line, or with
    `is_row` a row of small ones. A long one may have several lines."""

    name: str
    label: str
    value: str = ""
    example: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    is_long: bool = False
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class FormSpec:
    """What a form asks.

    Args:
        context: A line below the title, such as the text the words go into.
        check: Called before the form is submitted.
        hint: Shown below the fields.
    """

    title: str
    fields: tuple[Field, ...]
    ok_label: str
    context: str = ""
    check: Check | None = None
    hint: Hint | None = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("forms", text)


def contact_form(
    customer: str = "",
    reference: str = "",
    channel: str = "",
    example: str = "",
    language: str = "",
    languages: Sequence[Choice] = (),
) -> FormSpec:
    """Who the agent is talking to; gives `customer`, `reference`, `channel`, and `language`
    where there are languages to choose from."""
    choice = Field("language", _tr("Language of the phrases"), language, choices=tuple(languages))
    return FormSpec(
        _tr("Customer details"),
        (
            Field("customer", _tr("Name"), customer, example or _tr("Ms Rivera")),
            Field("reference", _tr("Ticket or account"), reference, "SR-48213"),
            Field("channel", _tr("Channel"), channel, _tr("chat, phone, e-mail")),
            *([choice] if languages else []),
        ),
        _tr("Save"),
    )


def missing_words_form(fields: Sequence[Field], text: str, check: Check | None = None) -> FormSpec:
    """The words a phrase still needs; gives them by placeholder name."""
    return FormSpec(_tr("Fill in before inserting"), tuple(fields), _tr("Insert"), text, check)


def fields_form(fields: Sequence[Field], check: Check) -> FormSpec:
    """What a step wants in the record; gives the words by placeholder name."""
    return FormSpec(_tr("Write down"), tuple(fields), _tr("Save"), check=check)


def promise_form(
    check: Check,
    hint: Hint | None = None,
    *,
    when: str = "",
    what: str = "",
    whom: str = "",
    way: str = "other",
    side: str = "mine",
    repeats: str = "never",
) -> FormSpec:
    """A promise to keep; gives `when`, `what`, `whom`, `way`, `side`, `repeats` and `zone`.
    `check` says whether the time is understood."""
    ways = (("call", _tr("Call")), ("email", _tr("E-mail")), ("chat", _tr("Chat")))
    sides = (("mine", _tr("I owe it")), ("theirs", _tr("I wait for it")))
    repeating = (
        *(("never", _tr("Once")), ("daily", _tr("Daily")), ("working-days", _tr("Working days"))),
        *(("weekly", _tr("Weekly")), ("monthly", _tr("Monthly"))),
    )
    return FormSpec(
        _tr("Remind me"),
        (
            Field("when", _tr("When"), when, _tr("in 20 min, tomorrow 10:00"), is_required=True),
            Field("what", _tr("What did you promise?"), what, _tr("call back"), is_required=True),
            Field("whom", _tr("To whom"), whom, _tr("Ms Rivera")),
            _row("way", _tr("How"), way, (*ways, ("other", _tr("Other")))),
            _row("side", _tr("Who owes it"), side, sides),
            _row("repeats", _tr("How often"), repeats, repeating),
            Field("zone", _tr("Time zone, where it is not yours"), "", "America/New_York"),
        ),
        _tr("Remind me"),
        check=check,
        hint=hint,
    )


def _row(name: str, label: str, value: str, choices: Sequence[tuple[str, str]]) -> Field:
    made = tuple(Choice(value, label) for value, label in choices)
    return Field(name, label, value, choices=made, is_row=True)


def ending_form(choices: Sequence[Choice], note: str = "") -> FormSpec:
    """How a contact ended; gives `outcome` and `note`."""
    return FormSpec(
        _tr("How did it end?"),
        (
            Field("outcome", _tr("Outcome"), is_required=True, choices=tuple(choices)),
            Field(
                "note",
                _tr("Note for the record"),
                note,
                _tr("what you agreed, in one line"),
                is_long=True,
            ),
        ),
        _tr("End contact"),
    )


def reflection_form(check: Check) -> FormSpec:
    """For the agent alone; gives `happened`, `went_well`, `differently` and `person`."""
    yes, no = (
        Choice("yes", _tr("Yes, I would like to talk")),
        Choice("no", _tr("No, I am all right")),
    )
    return FormSpec(
        _tr("Reflect for yourself"),
        (
            Field("happened", _tr("What happened?"), is_long=True),
            Field("went_well", _tr("What did I do well?"), is_long=True),
            Field("differently", _tr("What would I do differently?"), is_long=True),
            Field("person", _tr("Do I need a person?"), "no", choices=(no, yes)),
        ),
        _tr("Keep for me"),
        _tr("For you alone: in no log, no search, no brief and no export that others read."),
        check,
    )


def line_form(who: str) -> FormSpec:
    """A line for the record of a contact; gives `text`."""
    field = Field("text", _tr("What should stand there?"), is_required=True, is_long=True)
    return FormSpec(_tr("Add a line to the record"), (field,), _tr("Add"), who)
