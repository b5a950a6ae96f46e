"""The playbooks that come with Poise: they load, lead somewhere, and fit on the panel."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from desktop.guide.check import check_paths
from desktop.guide.library import Library
from desktop.guide.model import Playbook
from desktop.guide.walk import Walk
from desktop.paths import shipped_playbooks
from desktop.phrases import template

LIBRARY = Library([shipped_playbooks()])
LIBRARY.load()
PLAYBOOKS = LIBRARY.playbooks()
BY_ID = pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[book.id for book in PLAYBOOKS])

NEVER = re.compile(
    r"calm down|no problem|unfortunately|as per|policy|asap|right away|immediately|guarantee"
    r"|quick fix|you need to|you must|escalat|ticket|proactive|reach out|inconvenience",
    re.IGNORECASE,
)


def test_they_have_no_mistakes() -> None:
    assert check_paths([shipped_playbooks()]) == []
    assert LIBRARY.problems() == ()
    assert {"leap", "boundaries", "stop-lines"} <= {playbook.id for playbook in PLAYBOOKS}


@BY_ID
def test_every_branch_leads_somewhere(playbook: Playbook) -> None:
    for step in playbook.steps:
        walk = Walk.start(playbook)
        while walk.current.step != step.id:
            walk = walk.advance(playbook)
        for branch in step.branches:
            there = walk.advance(playbook, branch.id, LIBRARY.playbook).current
            target = LIBRARY.playbook(there.playbook)
            assert target is not None
            assert target.step(there.step) is not None


@BY_ID
def test_every_step_fits_on_the_panel(playbook: Playbook) -> None:
    assert len(playbook.summary) <= 100
    for step in playbook.steps:
        assert len(step.title) <= 22, step.title
        assert len(step.goal) <= 90, step.goal
        assert 1 <= len(step.do) <= 3
        assert len(step.avoid) <= 2
        assert 3 <= len(step.phrases) <= 5, step.id
        for line in (*step.do, *step.avoid):
            assert len(line) <= 60, line
        for phrase in step.phrases:
            assert len(phrase.title) <= 22, phrase.title
            assert len(phrase.text) <= 240, phrase.text
            assert "\n" not in phrase.text
        for branch in step.branches:
            assert len(branch.label) <= 28, branch.label


@BY_ID
def test_placeholders_are_used_and_explained(playbook: Playbook) -> None:
    phrases = [phrase for step in playbook.steps for phrase in step.phrases]
    used = {name for phrase in phrases for name in template.parse(phrase.text).names}
    for placeholder in playbook.placeholders:
        assert placeholder.name in used
        assert placeholder.example
    examples = {each.name: each.example for each in playbook.placeholders}
    examples |= {"customer": "Ms Rivera", "agent": "Sam", "reference": "48213"}
    for phrase in phrases:
        assert template.parse(phrase.text).fill(examples).missing == ()
    assert any(not template.parse(phrase.text).names for phrase in phrases)


@BY_ID
def test_the_wording_keeps_the_rules(playbook: Playbook) -> None:
    texts = [phrase.text for step in playbook.steps for phrase in step.phrases]
    for text in texts:
        assert not NEVER.search(text), text
        assert not set(text) & set("’“”–—…"), f"nobody types these in a chat: {text}"
    assert max(Counter(texts).values()) == 1
    assert sum("sorry" in text.lower() for text in texts) <= 1  # never the same apology twice


def test_phrase_ids_are_unique_over_all_playbooks() -> None:
    ids = [phrase.id for book in PLAYBOOKS for step in book.steps for phrase in step.phrases]
    assert len(ids) == len(set(ids))
