"""A playbook's paths as Mermaid text and as an SVG: everything is there, nothing breaks out."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.guide.graph.lettering import width_of, wrapped
from desktop.guide.graph.mermaid import escaped, mermaid
from desktop.guide.graph.paths import Goes, Stop, Way, stops_of
from desktop.guide.graph.svg import svg
from desktop.guide.library import Library
from desktop.guide.model import Playbook
from desktop.guide.reader import read_playbook
from desktop.paths import shipped_playbooks

BOOK = """\
poise: 1
id: late
title: Late parcel
summary: Find it.
steps:
  - id: look
    title: Look
    goal: Find it.
    branches:
      - {id: found, label: Found, to: tell, when: channel is chat}
      - {id: lost, label: Lost, to: replace}
      - {id: rude, label: Rude, playbook: boundaries}
  - {id: tell, title: Tell, goal: Say where it is.}
  - id: wait
    title: Wait
    goal: Bridge the time.
    branches:
      - {id: rude, label: Rude, playbook: other}
      - {id: a, label: A, to: look, when: rung > 1}
  - id: replace
    title: Replace
    goal: Send another.
    outcomes: [solved, ended-for-conduct]
    branches:
      - {id: home, label: Home, to: return}
      - {id: leap, label: L, to: return, playbook: leap}
"""


def playbook_of(tmp_path: Path, text: str = BOOK) -> Playbook:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    playbook, problems = read_playbook(path)
    assert problems == ()
    assert playbook is not None
    return playbook


def test_every_way_on_is_told(tmp_path: Path) -> None:
    found = stops_of(playbook_of(tmp_path), {"boundaries": "Boundaries", "leap": "LEAP"})
    assert [stop.title for stop in found] == ["Look", "Tell", "Wait", "Replace"]
    assert found[0].ways == (
        Way(Goes.TO_STEP, "Found", 1, when="channel is chat"),
        Way(Goes.TO_STEP, "Lost", 3),
        Way(Goes.INTO_PLAYBOOK, "Rude", place="Into Boundaries"),
    )
    assert found[1].ways == (Way(Goes.TO_STEP, step=2),)
    # Neither a side trip nor a branch that may not be offered keeps from the next step.
    assert found[2].ways == (
        Way(Goes.INTO_PLAYBOOK, "Rude", place="Into other"),
        Way(Goes.TO_STEP, "A", 0, when="rung > 1"),
        Way(Goes.TO_STEP, step=3),
    )
    ended = BOOK.replace("goal: Say where it is.", "goal: Say where it is., outcomes: [solved]")
    tell = stops_of(playbook_of(tmp_path, ended), {})[1]
    assert tell.ways == (Way(Goes.TO_END, place="Contact ends: solved"),)
    assert found[3].ways == (
        Way(Goes.BACK, "Home", place="Back to where they came from"),
        Way(Goes.BACK, "L", place="Back, or into LEAP"),
        Way(Goes.TO_END, place="Contact ends: solved, ended for conduct"),
    )


def test_a_last_step_without_a_way_on_ends(tmp_path: Path) -> None:
    text = "poise: 1\nid: a\ntitle: A\nsummary: S\nsteps: [{id: b, title: B, goal: G}]\n"
    (stop,) = stops_of(playbook_of(tmp_path, text), {})
    assert stop.ways == (Way(Goes.TO_END, place="Ends here"),)


def test_mermaid(tmp_path: Path) -> None:
    playbook = playbook_of(tmp_path)
    assert mermaid(playbook.title, stops_of(playbook, {})) == (
        "flowchart TD\n"
        '    start(["Late parcel"]) --> s1\n'
        '    s1["1 · Look"]\n'
        '    s2["2 · Tell"]\n'
        '    s3["3 · Wait"]\n'
        '    s4["4 · Replace"]\n'
        '    s1 -->|"Found #40;if channel is chat#41;"| s2\n'
        '    s1 -->|"Lost"| s4\n'
        '    s1x1[["Into boundaries"]]\n'
        '    s1 -->|"Rude"| s1x1\n'
        "    s2 --> s3\n"
        '    s3x1[["Into other"]]\n'
        '    s3 -->|"Rude"| s3x1\n'
        '    s3 -->|"A #40;if rung #62; 1#41;"| s1\n'
        "    s3 --> s4\n"
        '    s4x1>"Back to where they came from"]\n'
        '    s4 -.->|"Home"| s4x1\n'
        '    s4x2>"Back, or into leap"]\n'
        '    s4 -.->|"L"| s4x2\n'
        '    s4x3(["Contact ends#58; solved, ended for conduct"])\n'
        "    s4 --> s4x3\n"
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('say "no"', "say #34;no#34;"),
        ("<b>&amp;</b>", "#60;b#62;#38;amp#59;#60;/b#62;"),
        ("#35; `x` %% y", "#35;35#59; #96;x#96; #37;#37; y"),
        ("1. first", "#49;#46; first"),
        ("- item", "#45; item"),
        ("two-part word, ok?", "two-part word, ok?"),
    ],
)
def test_nothing_in_a_text_means_anything_to_mermaid(text: str, safe: str) -> None:
    assert escaped(text) == safe


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=60)


@given(_TEXT, _TEXT, _TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_stays_a_text(title: str, label: str, place: str) -> None:
    ways = (Way(Goes.TO_STEP, label, 0), Way(Goes.BACK, label, place=place, when="rung >= 1"))
    stop = Stop(title, label, ways)
    root = ElementTree.fromstring(svg(title, label, [stop]))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        *("svg", "title", "desc", "rect", "g", "text", "path", "circle")
    }
    assert root.findtext("{*}title") == title
    for line in mermaid(title, [stop]).splitlines():
        assert line.count('"') % 2 == 0
        for inside in re.findall('"([^"]*)"', line):
            assert not re.search(r"[<>`|\[\]{}()]", inside)


def test_the_picture_holds_every_word(tmp_path: Path) -> None:
    playbook = playbook_of(tmp_path)
    picture = svg(playbook.title, playbook.summary, stops_of(playbook, {}))
    root = ElementTree.fromstring(picture)
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    for each in ("Late parcel", "1 · Look", "Say where it is.", "Lost", "if channel is chat"):
        assert each in words
    for each in ("Into other", "Back, or into leap", "Next step"):
        assert each in words


LIBRARY = Library(lambda: [shipped_playbooks()])
LIBRARY.load()


@pytest.mark.parametrize("playbook", LIBRARY.playbooks(), ids=lambda playbook: playbook.id)
def test_every_shipped_playbook_can_be_drawn(playbook: Playbook) -> None:
    stops = stops_of(playbook, {each.id: each.title for each in LIBRARY.playbooks()})
    ElementTree.fromstring(svg(playbook.title, playbook.summary, stops))
    assert mermaid(playbook.title, stops).count("\n") > len(stops)


def test_texts_are_broken_where_they_must_be() -> None:
    assert wrapped("one two three", 10, 1000, 2) == ("one two three",)
    assert wrapped("", 10, 100, 2) == ()
    lines = wrapped("one two three four five six seven", 10, 60, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 10) <= 60 for line in lines)
    assert "".join(wrapped("x" * 30, 10, 60, 9)) == "x" * 30
    assert wrapped("漢字", 10, 1, 9) == ("漢", "字")
    assert width_of("漢字", 10) > width_of("ab", 10) > width_of("ij", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)


def test_what_a_supervisor_should_know_stands_in_the_picture(tmp_path: Path) -> None:
    line = "Up to fifty euros is fine & above that they ask you, so be where they can find you"
    told = BOOK.replace("goal: Find it.\n", f'goal: Find it.\n    supervisor: ["{line}"]\n')
    plain, noted = (
        svg("T", "S", stops_of(playbook_of(tmp_path, each), {})) for each in (BOOK, told)
    )
    texts = " ".join(each.text or "" for each in ElementTree.fromstring(noted).iter())
    assert "Supervisor:" not in plain
    assert f"Supervisor: {line}" in " ".join(texts.split())
    heights = [float(ElementTree.fromstring(each).attrib["height"]) for each in (plain, noted)]
    assert heights[1] - heights[0] == pytest.approx(6 + 3 * 15)
