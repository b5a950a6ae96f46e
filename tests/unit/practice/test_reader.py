"""Mistakes in a customer's file are told with their place; a file without any is a customer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.guide.vocabulary import Ending, Manner
from desktop.practice.reader import read_customer
from tests.unit.practice.scripts import SMALL, phrasebook, written


def told(tmp_path: Path, text: str) -> list[str]:
    """What is said of a file, without the folder."""
    path = written(tmp_path, text)
    reading = read_customer(path, phrasebook(), "")
    assert (reading.customer is None) == bool(reading.problems)
    return [str(each).removeprefix(f"{tmp_path}{os.sep}") for each in reading.problems]


def test_a_file_without_mistakes(tmp_path: Path) -> None:
    reading = read_customer(written(tmp_path), phrasebook(), "")
    assert reading.problems == ()
    customer = reading.customer
    assert customer is not None
    assert (customer.name, customer.manner) == ("Ms Wei", Manner.ANGRY)
    assert [turn.id for turn in customer.turns] == ["first", "second"]
    assert [(end.outcome, end.is_right) for end in customer.ends] == [
        (Ending.SOLVED, True),
        (Ending.LOST, False),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "small.yaml:1:1: The file is empty. Start with `practice: 1`."),
        (
            "- a\n",
            "small.yaml:1:1: A practice customer must be a mapping, but this is a list. "
            "Start with `practice: 1`.",
        ),
        (
            "id: a\n",
            "small.yaml:1:1: The file does not say which practice format it is written in. "
            "Write `practice: 1`.",
        ),
        (
            "practice: 2\n",
            "small.yaml:1:11: This Poise does not know the practice format 2. "
            "Update Poise; this one reads format 1.",
        ),
        (
            "practice: one\n",
            "small.yaml:1:11: `practice` must be the number of a format. Write `practice: 1`.",
        ),
    ],
)
def test_what_is_no_customer_at_all(tmp_path: Path, text: str, message: str) -> None:
    assert told(tmp_path, text) == [message]


FIRST = "text: I look., effect: calmer, points: 3"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("manner: cross", "manner: angry", "5:9: `cross` is not known here."),
        ("", "customer: Ms Wei\n", "1:1: This practice customer has no `customer`."),
        (
            "mood: angry\nmanner",
            "manner",
            "5:1: A practice customer has no key `mood`.",
        ),
        ("[lep]", "[leap]", "9:13: There is no playbook `lep`."),
        ("phrase: leap/listen-opn, points: 3, effect: calmer", FIRST, "14:18: The playbook `leap`"),
        ("phrase: nobody/at-all, points: 3, effect: calmer", FIRST, "14:18: There is no playbook"),
        (
            "phrase: leap/listen-play-back, points: 3, effect: calmer",
            FIRST,
            "14:18: The phrase needs a word for `issue`. Add `issue: …` under `words`.",
        ),
        (
            f"phrase: leap/listen-open, {FIRST}",
            FIRST,
            "14:9: This answer has both a `phrase` and a `text`.",
        ),
        ("effect: calmer, points: 3", FIRST, "14:9: This answer has no `text`."),
        ("text: I look., points: 3", FIRST, "14:9: This answer has no `effect`."),
        (
            "text: I look., effect: calm, points: 3",
            FIRST,
            "14:33: `calm` is not known here. Did you mean `calmer`?",
        ),
        (
            "text: I look., effect: calmer, points: 4",
            FIRST,
            "14:49: `points` is `4`. Write a number from 0 to 3.",
        ),
        (
            "text: I look., effect: calmer, points: 2",
            FIRST,
            "11:5: No answer of this turn is the one that the method would give.",
        ),
        (
            "to: secnd}\n      - {text: No",
            "to: second}\n      - {text: No",
            "15:71: There is no turn and no end `secnd`. Did you mean `second`?",
        ),
        (
            "why: Hard., to: first}",
            "why: Hard., to: bad}",
            "22:63: From `first` one would come back here, for ever.",
        ),
        ("id: first\n    says: Well", "id: second\n    says: Well", "17:9: The id `first` is used"),
        ("outcome: won", "outcome: solved", "24:25: `won` is not known here."),
        ("right: maybe", "right: yes", "24:40: `right` is `maybe`. Write yes or no."),
        ("right: no", "right: yes", "24:5: Not one of the ends is a right one."),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, wrong: str, right: str, message: str
) -> None:
    assert right in SMALL
    found = told(tmp_path, SMALL.replace(right, wrong, 1))
    assert any(each.startswith(f"small.yaml:{message}") for each in found), found


def test_a_longer_circle_is_told_where_it_closes(tmp_path: Path) -> None:
    turn = SMALL[SMALL.index("  - id: second") : SMALL.index("ends:")]
    third = turn.replace("id: second", "id: third").replace("to: bad}", "to: second}", 1)
    text = SMALL.replace("ends:", f"{third}ends:").replace("Almost., to: bad", "A., to: third", 1)
    assert told(tmp_path, text) == [
        "small.yaml:27:67: From `second` one would come back here, for ever. "
        "Lead to a turn of its own, or to an end."
    ]


def test_what_nobody_comes_to_is_told(tmp_path: Path) -> None:
    lonely = SMALL + "  - {id: nobody, outcome: lost, story: Unseen.}\n"
    assert told(tmp_path, lonely) == [
        "small.yaml:26:10: No answer leads to `nobody`. Lead one there, or remove it."
    ]


def test_a_turn_has_three_or_four_answers(tmp_path: Path) -> None:
    few = SMALL.replace(
        "      - {text: Wait., effect: same, points: 1, why: It is short., to: second}\n", ""
    )
    assert told(tmp_path, few) == ["small.yaml:11:5: This turn has 2 answers. Write 3 or 4."]


def test_without_turns_or_ends_there_is_no_talk(tmp_path: Path) -> None:
    head = SMALL[: SMALL.index("turns:")]
    assert told(tmp_path, head + "turns: []\n") == [
        "small.yaml:1:1: This practice customer has no ends. Add `ends:` and a first.",
        "small.yaml:10:8: This practice customer has no turns. Add `turns:` and a first.",
    ]


def test_words_fill_the_gaps_of_a_phrase_and_the_agents_name_is_their_own(tmp_path: Path) -> None:
    text = SMALL.replace("turns:", "words: {agent: Alex, issue: the bill}\nturns:").replace(
        "{text: Wait.,", "{phrase: leap/listen-open,"
    )
    for agent, name in (("", "Alex"), ("Noor", "Noor")):
        customer = read_customer(written(tmp_path, text), phrasebook(), agent).customer
        assert customer is not None
        answer = customer.turns[0].answers[1]
        assert answer.text.startswith(f"Hello Ms Wei, I'm {name}.")
        assert answer.origin is not None
        assert (answer.origin.playbook, answer.origin.slot) == ("LEAP", 1)


def test_a_customer_on_the_phone_hears_the_spoken_wording(tmp_path: Path) -> None:
    text = SMALL.replace("{text: Wait.,", "{phrase: leap/listen-take-time,")
    path = written(tmp_path, text.replace("channel: chat", "channel: phone"))
    customer = read_customer(path, phrasebook(), "").customer
    assert customer is not None
    assert "listening" in customer.turns[0].answers[1].text


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_damage_to_a_file_raises_anything(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL) - 1))
    length = data.draw(st.integers(0, 60))
    put = data.draw(st.text(max_size=12) | st.sampled_from(["- ", "{", "to: first", "\n  - id: x"]))
    text = SMALL[:start] + put + SMALL[start + length :]
    path = tmp_path / "damaged.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    reading = read_customer(path, phrasebook(), "")
    assert (reading.customer is None) == bool(reading.problems)


def test_the_example_of_the_documentation_has_no_mistake(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "practice.md"
    example = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert told(tmp_path, example) == []
