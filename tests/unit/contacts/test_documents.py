"""Briefs and summaries: made from templates that hold words and gaps, nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from desktop.contacts.account import Account
from desktop.contacts.documents import DocumentKind, read_template, words_for
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending
from desktop.paths import resource
from tests.unit.contacts.accounts import FULL, MARK, marked

BRIEF, SUMMARY = DocumentKind.BRIEF, DocumentKind.SUMMARY
HERE = Path("documents/own.txt")
TOLD_THE_CUSTOMER = {
    *("customer", "reference", "agent", "options", "agreed", "promised_words"),
}


def shipped(kind: DocumentKind, account: Account) -> str:
    path = resource("documents") / f"{kind.value}.txt"
    return read_template(kind, path.read_text(encoding="utf-8"), path).fill(account)


def made(text: str, account: Account = FULL, kind: DocumentKind = BRIEF) -> str:
    return read_template(kind, text, HERE).fill(account)


def test_the_brief_names_all_that_a_supervisor_needs() -> None:
    account = replace(FULL, outcome=Ending.ESCALATED, note="Wants a manager.\nToday.")
    assert shipped(BRIEF, account).splitlines() == [
        "Hand-over: Ms Rivera, SR-48213, chat",
        "Escalated at 14:17, after 12 min.",
        "Concern: Billing, angry",
        "Cause: the form was sent twice",
        "What it is about: the double charge",
        "Tried: LEAP · Boundaries",
        "Offered: the full amount back",
        "Offered: a credit for two months",
        "Agreed: the full amount back",
        "Promised: a call on Thursday",
        "Promised: Call back (Thu 26 Nov 15:00)",
        "Boundaries: rung 1 at 14:12; without rung 2 and 3.",
        "Said last: “Two ways” · “What we do now” · “Goodbye”",
        "Noted: Wants a call, not a mail",
        "Noted: Has a new number. It is in the file.",
        "Noted: somebody should check the list",
        "Note: Wants a manager. Today.",
        "For you: Check the amount yourself.",
    ]


def test_a_brief_always_asks_for_something() -> None:
    bare = replace(FULL, asked=(), promises=())
    assert shipped(BRIEF, bare).endswith("For you: Take over and get in touch with Ms Rivera.")
    assert shipped(BRIEF, replace(bare, promises=("a call",))).endswith(
        "For you: Take over and get in touch with Ms Rivera, and keep what was promised."
    )
    conduct = replace(bare, outcome=Ending.ENDED_FOR_CONDUCT)
    assert shipped(BRIEF, conduct).endswith("For you: Decide how we go on with Ms Rivera.")
    assert "Not ended yet, 12 min so far." in shipped(BRIEF, bare)


def test_the_summary_is_a_letter_to_the_customer() -> None:
    assert shipped(SUMMARY, FULL) == (
        "Hello Ms Rivera,\n"
        "\n"
        "here is what we settled in our chat on 26 November, so that you have it in writing.\n"
        "\n"
        "We looked at:\n"
        "- the full amount back\n"
        "- a credit for two months\n"
        "\n"
        "We agreed:\n"
        "- the full amount back\n"
        "\n"
        "What happens next:\n"
        "- a call on Thursday\n"
        "\n"
        "If anything is missing or different from what you remember, just tell me.\n"
        "Your reference is SR-48213.\n"
        "\n"
        "Kind regards\n"
        "Sam"
    )


def test_a_summary_of_nothing_leaves_out_what_nobody_knows() -> None:
    bare = replace(FULL, customer="", agent="", medium=None)
    bare = replace(bare, options=(), agreed=(), promised_words=())
    assert shipped(SUMMARY, bare) == (
        "here is what we settled in our conversation on 26 November, so that you have it in"
        " writing.\n\nIf anything is missing or different from what you remember, just tell me.\n"
        "Your reference is SR-48213."
    )


@pytest.mark.parametrize("name", [each.name for each in fields(Account)])
def test_the_summary_holds_nothing_internal(name: str) -> None:
    gaps = "".join(f"{{{each}}}\n" for each in words_for(SUMMARY, marked()))
    told = made(gaps, marked(), SUMMARY) + shipped(SUMMARY, marked())
    assert (MARK.format(name) in told) == (name in TOLD_THE_CUSTOMER)


@pytest.mark.parametrize("name", sorted({*words_for(BRIEF, FULL)} - {*words_for(SUMMARY, FULL)}))
def test_a_template_of_the_team_cannot_tell_the_customer_what_is_internal(name: str) -> None:
    with pytest.raises(Trouble, match=rf"own.txt:2: {{{name}}} is not for the customer"):
        made(f"Hello\n{{{name}}}", kind=SUMMARY)
    assert made(f"Hello {{{name}}}") is not None


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_gap_that_is_allowed_can_be_filled(kind: DocumentKind) -> None:
    for name in words_for(kind, marked()):
        assert made(f"{{{name}}}", replace(marked(), rungs=("r",)), kind) != ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("One\n{wrong}", r"own.txt:2: there is nothing called {wrong}"),
        ("{", r"own.txt:1: A `{` is not closed"),
        ("{customer.name}", r"own.txt:1: .* is no placeholder"),
        ("{customer!r}", r"own.txt:1: .* is no placeholder"),
        ("Hello {|}", r"own.txt:1: a document has no place for the caret"),
        ("", "is empty"),
        ("# {wrong} in a remark\n \n", "is empty"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(text: str, what: str) -> None:
    with pytest.raises(Trouble, match=what) as told:
        made(text)
    assert told.value.remedy


def test_what_a_customer_wrote_is_never_a_template() -> None:
    account = replace(FULL, customer="{note} {{ # \u202e", options=("# one", "two\nlines"))
    assert made("{customer}|{offered}", account) == "{note} {{ #|# one\n{note} {{ #|two lines"
