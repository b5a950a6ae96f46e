"""The ways through a playbook: what leads nowhere, and what nobody comes to."""

from __future__ import annotations

import pytest

from desktop.guide.lint.severity import Severity
from tests.unit.guide.lint.conftest import HEAD, Lint, book, places, step

END = "outcomes: [solved]"


def to(*targets: str) -> str:
    rows = ", ".join(f"{{id: b{n}, label: L, {target}}}" for n, target in enumerate(targets))
    return f"branches: [{rows}]"


def test_a_step_that_no_way_leads_to(lint: Lint) -> None:
    text = book(step("one", to("to: three")), step("two"), step("three", END))
    [finding] = lint("unreachable-step", a=text)
    assert places([finding]) == ["10:9"]
    assert "step `two`" in finding.problem.what
    assert "to: two" in finding.problem.remedy


def test_steps_that_only_each_other_lead_to(lint: Lint) -> None:
    text = book(step("one", END, to("to: one")), step("two", to("to: three")), step("three"))
    assert places(lint("unreachable-step", a=text)) == ["11:9", "15:9"]


@pytest.mark.parametrize(
    "first",
    [
        "timer: {length: 2 min, label: L}",
        to("playbook: a"),  # a side trip: the agent comes back to this step
        to("to: one, when: channel is chat"),  # elsewhere there is no such branch
        to("to: two"),
    ],
)
def test_ways_to_the_next_step(lint: Lint, first: str) -> None:
    assert lint("unreachable-step", a=book(step("one", first), step("two", END))) == []


def test_where_a_contact_may_end_it_does_not_simply_go_on(lint: Lint) -> None:
    text = book(step("one", END), step("two", END))
    [finding] = lint("unreachable-step", a=text)
    assert "may end at `one`" in finding.problem.what
    assert "branch `to: two` there" in finding.problem.remedy
    text = book(step("one", END, to("to: two")), step("two", END))
    assert lint("unreachable-step", a=text) == []


def test_a_step_that_only_returns_does_not_go_on(lint: Lint) -> None:
    text = book(step("one", to("to: return")), step("two", END))
    assert places(lint("unreachable-step", a=text)) == ["10:9"]


def test_the_last_step_without_a_way_on(lint: Lint) -> None:
    [finding] = lint("dead-end", a=book(step("one"), step("two")))
    assert places([finding]) == ["9:9"]
    assert "outcomes: [solved" in finding.problem.remedy
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("line", [END, to("to: one"), to("to: return")])
def test_no_dead_ends(lint: Lint, line: str) -> None:
    assert lint("dead-end", a=book(step("one"), step("two", line))) == []


def test_a_side_trip_is_no_way_on(lint: Lint) -> None:
    assert len(lint("dead-end", a=book(step("one", to("playbook: a"))))) == 1


def test_a_private_playbook_has_no_outcomes_and_no_dead_ends(lint: Lint) -> None:
    text = book(step("one"), head=HEAD + "private: yes\n")
    assert lint(a=text) == []


def test_round_and_round(lint: Lint) -> None:
    text = book(step("one"), step("two", to("to: one")))
    assert places(lint("no-end", a=text)) == ["6:3"]
    assert lint("no-end", a=text.replace("title: T", "title: T\n    outcomes: [lost]", 1)) == []


def test_an_outcome_that_nobody_comes_to_is_no_end(lint: Lint) -> None:
    text = book(step("one", to("to: one")), step("two", END))
    assert len(lint("no-end", a=text)) == 1


OTHER = HEAD.replace("id: a", "id: b")


def test_a_branch_into_a_playbook_that_never_returns(lint: Lint) -> None:
    first = book(step("one", END, to("playbook: b")))
    [finding] = lint("no-way-back", a=first, b=book(step("x", to("to: x")), head=OTHER))
    assert places([finding]) == ["10:45"]
    assert finding.severity is Severity.WARNING
    assert "to: return` in b.yaml" in finding.problem.remedy


def test_where_the_contact_may_end_it_is_advice(lint: Lint) -> None:
    first = book(step("one", END, to("playbook: b")))
    [finding] = lint("no-way-back", a=first, b=book(step("x", END), head=OTHER))
    assert finding.severity is Severity.ADVICE


@pytest.mark.parametrize("lead", ["playbook: b", "to: return, playbook: b"])
def test_a_playbook_that_returns(lint: Lint, lead: str) -> None:
    first = book(step("one", END, to(lead)))
    assert lint("no-way-back", a=first, b=book(step("x", to("to: return")), head=OTHER)) == []


def test_a_return_that_nobody_comes_to_is_none(lint: Lint) -> None:
    other = book(step("x", to("to: x")), step("y", to("to: return")), head=OTHER)
    assert len(lint("no-way-back", a=book(step("one", END, to("playbook: b"))), b=other)) == 1


def test_a_rung_is_never_skipped(lint: Lint) -> None:
    steps = [step("one", "rung: 1", to("to: two", "to: three")), step("two", "rung: 2")]
    [finding] = lint("skipped-rung", a=book(*steps, step("three", "rung: 3", END)))
    assert places([finding]) == ["18:11"]
    assert "From `one` one comes to rung 3 without rung 2." in finding.problem.what
    assert lint("skipped-rung", a=book(*steps, step("three", END))) == []


def test_a_ladder_that_begins_above_its_first_rung(lint: Lint) -> None:
    [finding] = lint("skipped-rung", a=book(step("one", "rung: 2", END)))
    assert "begins at rung 2" in finding.problem.what


def test_going_down_the_ladder_skips_nothing(lint: Lint) -> None:
    text = book(
        step("one", "rung: 1"),
        step("two", "rung: 2", to("to: three", "to: calm")),
        step("three", "rung: 3", END, to("to: one")),
        step("calm", to("to: three")),
    )
    assert lint("skipped-rung", a=text) == []


@pytest.mark.parametrize(
    ("when", "channels", "is_never"),
    [
        ("rung >= 3 and rung < 2", "", True),
        ("channel is chat and medium is email", "", True),
        ("channel is email", "channels: [chat]\n", True),
        ("manner is angry and manner is confused", "", True),
        ("channel is email", "channels: [email, chat]\n", False),
        ("medium is spoken and trigger is billing and manner is angry and rung = 4", "", False),
        ("channel is not chat", "", False),
    ],
)
def test_what_is_never_offered(lint: Lint, when: str, channels: str, is_never: bool) -> None:
    phrase = f"phrases: [{{id: p, title: T, text: Hello there, when: {when}}}]"
    text = book(step("one", END, phrase), head=HEAD + channels)
    assert len(lint("never-offered", a=text)) == is_never
    text = book(step("one", END, to(f"to: one, when: {when}")), head=HEAD + channels)
    assert len(lint("never-offered", a=text)) == is_never


def test_a_private_playbook_records_nothing(lint: Lint) -> None:
    head = HEAD + "private: yes\nplaceholders:\n  cause: {label: C, example: e, record: note}\n"
    text = book(step("one", "capture: [cause]", "outcomes: [solved]"), head=head)
    assert places(lint("private-record", a=text)) == ["7:3", "12:14", "13:15"]
    assert lint("private-record", a=text.replace("private: yes", "private: no")) == []
