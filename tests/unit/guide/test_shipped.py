"""The playbooks that come with Poise: they load, lead somewhere, fit on the panel, and sound right.

Each rule holds for every file there is; a file of somebody else needs no change here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from desktop.guide.check import check_paths
from desktop.guide.conditions import ALWAYS
from desktop.guide.folder import playbook_files
from desktop.guide.library import Library
from desktop.guide.model import RETURN, Phrase, PhraseFile, Placeholder, Playbook, Step
from desktop.guide.reader import read
from desktop.guide.vocabulary import Ending, Medium, RecordField
from desktop.guide.walk import Walk
from desktop.paths import shipped_playbooks
from desktop.phrases import template

LIBRARY = Library(lambda: [shipped_playbooks()])
LIBRARY.load()
PLAYBOOKS = LIBRARY.playbooks()
PHRASE_FILES = tuple(
    reading.phrase_file
    for reading in map(read, playbook_files(shipped_playbooks()))
    if reading.phrase_file is not None
)
FILES: tuple[Playbook | PhraseFile, ...] = (*PLAYBOOKS, *PHRASE_FILES)
EACH_PLAYBOOK = pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[each.id for each in PLAYBOOKS])
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=[each.source.stem for each in FILES])

NEVER = re.compile(
    r"calm down|no problem|unfortunately|as per|policy|asap|right away|immediately|guarantee"
    r"|quick fix|you need to|you must|escalat|ticket|proactive|reach out|inconvenience"
    r"|we value|for your patience",
    re.IGNORECASE,
)
SORRY = re.compile(r"sorry|apolog", re.IGNORECASE)
LONGEST = {Medium.CHAT: 240, Medium.SPOKEN: 240, Medium.EMAIL: 400}
MOST_ALIKE = 80.0  # per cent: two wordings nearer to each other than that grate all the same


def phrases_of(file: Playbook | PhraseFile) -> tuple[Phrase, ...]:
    """The phrases that stand in the file itself, without those it takes from others."""
    if isinstance(file, PhraseFile):
        return file.phrases
    return tuple(each for step in file.steps for each in step.phrases if not each.file)


def texts_of(phrases: Iterable[Phrase]) -> list[str]:
    """Every wording for every medium."""
    return [text for phrase in phrases for text in phrase.all_texts()]


def is_private(file: Playbook | PhraseFile) -> bool:
    """Whether customers never read it."""
    return isinstance(file, Playbook) and file.is_private


def all_phrases() -> list[Phrase]:
    """Each phrase once, however many playbooks use it."""
    return [phrase for file in FILES for phrase in phrases_of(file)]


def customers_phrases() -> list[Phrase]:
    """Those that a customer reads or hears."""
    return [phrase for file in FILES if not is_private(file) for phrase in phrases_of(file)]


def walks_through(playbook: Playbook, start: Walk) -> Iterator[tuple[Walk, Step]]:
    """A walk to each step of a playbook that can be come to, along its own branches."""
    pending, seen = [start], set()
    while pending:
        walk = pending.pop()
        step = playbook.step(walk.current.step)
        assert step is not None, walk.current
        if step.id in seen:
            continue
        seen.add(step.id)
        yield walk, step
        for branch in step.branches:
            if branch.step and branch.step != RETURN:
                pending.append(walk.advance(playbook, branch.id))
        if not leads_on(step) and walk.can_go_next(playbook):
            pending.append(walk.advance(playbook))


def leads_on(step: Step) -> bool:
    """Whether some branch that is always offered leaves the step for good.

    One into another playbook does not: the agent comes back from there.
    """
    return any(branch.step and branch.when == ALWAYS for branch in step.branches)


# ------------------------------------------------------------------------------- the ways
def test_they_have_no_mistakes() -> None:
    assert check_paths([shipped_playbooks()]) == []
    assert LIBRARY.problems() == ()
    names = {playbook.id for playbook in PLAYBOOKS}
    assert {"leap", "boundaries", "stop-lines"} <= names
    assert {"service-delay", "billing-dispute", "product-failure"} <= names


@EACH_PLAYBOOK
def test_every_step_is_reached_from_the_first(playbook: Playbook) -> None:
    reached = [step.id for _, step in walks_through(playbook, Walk.start(playbook))]
    assert set(reached) == {step.id for step in playbook.steps}


@EACH_PLAYBOOK
def test_every_branch_leads_somewhere(playbook: Playbook) -> None:
    for walk, step in walks_through(playbook, Walk.start(playbook)):
        for branch in step.branches:
            there = walk.advance(playbook, branch.id, LIBRARY.playbook).current
            target = LIBRARY.playbook(there.playbook)
            assert target is not None, (step.id, branch.id)
            assert target.step(there.step) is not None, (step.id, branch.id)


@EACH_PLAYBOOK
def test_who_goes_into_another_playbook_comes_back_to_the_same_step(playbook: Playbook) -> None:
    for walk, step in walks_through(playbook, Walk.start(playbook)):
        for branch in step.branches:
            called = LIBRARY.playbook(branch.playbook) if not branch.step else None
            if called is None:
                continue
            inside = walk.advance(playbook, branch.id, LIBRARY.playbook)
            assert inside.caller == walk.current
            ways_back = 0
            for there, other in walks_through(called, inside):
                for back in other.branches:
                    if back.step == RETURN:
                        home = there.advance(called, back.id, LIBRARY.playbook)
                        assert home.current == walk.current, (called.id, other.id, back.id)
                        assert home.caller == walk.caller
                        ways_back += 1
            assert ways_back, f"nobody comes back from {called.id}"


@EACH_PLAYBOOK
def test_no_step_is_a_dead_end(playbook: Playbook) -> None:
    last = playbook.steps[-1]  # every other one leads to the next at least
    assert last.outcomes or leads_on(last)
    if not playbook.is_private:
        assert last.outcomes, f"{last.id} does not say how a contact may end there"


@EACH_PLAYBOOK
def test_every_branch_has_a_key_of_its_own(playbook: Playbook) -> None:
    for step in playbook.steps:
        keys = [branch.key for branch in step.branches]
        assert all(keys), step.id
        assert len(keys) == len(set(keys)), step.id
        for branch in step.branches:
            if branch.id == "abusive":  # the eye and the finger find it where it always is
                assert (branch.key, branch.playbook) == ("x", "boundaries"), step.id


def test_the_ladder_skips_no_rung() -> None:
    ladder = LIBRARY.playbook("boundaries")
    assert ladder is not None
    walk = Walk.start(ladder)
    rungs = []
    while (step := ladder.step(walk.current.step)) is not None and step.rung:
        rungs.append(step.rung)
        walk = walk.advance(ladder, "still")
    assert rungs == [1, 2, 3]
    assert step is not None
    assert step.outcomes == (Ending.ENDED_FOR_CONDUCT,)
    assert "escalation" in {branch.playbook for branch in step.branches}


# -------------------------------------------------------------------------------- the room
@EACH_PLAYBOOK
def test_every_step_fits_on_the_panel(playbook: Playbook) -> None:
    assert len(playbook.summary) <= 100
    fewest, most = (1, 3) if playbook.is_private else (3, 5)
    for step in playbook.steps:
        assert len(step.title) <= 22, step.title
        assert len(step.goal) <= 90, step.goal
        assert 1 <= len(step.do) <= 3, step.id
        assert len(step.avoid) <= 2, step.id
        assert fewest <= len(step.phrases) <= most, step.id
        for line in (*step.do, *step.avoid, *step.checklist, *step.ask):
            assert len(line) <= 60, line
        for line in step.supervisor:
            assert len(line) <= 100, line
        for branch in step.branches:
            assert len(branch.label) <= 28, branch.label


@EACH_FILE
def test_every_phrase_fits_on_its_button(file: Playbook | PhraseFile) -> None:
    for phrase in phrases_of(file):
        assert len(phrase.title) <= 22, phrase.title
        for medium, longest in LONGEST.items():
            for text in phrase.texts(medium):
                assert len(text) <= longest, text
        assert not any("\n" in text for text in phrase.all_texts()), phrase.id


# -------------------------------------------------------------------------------- the gaps
def word_for(placeholder: Placeholder) -> str:
    """A word that fits its gap."""
    return placeholder.example or placeholder.default or "".join(placeholder.choices[:1])


@EACH_FILE
def test_placeholders_are_used_and_explained(file: Playbook | PhraseFile) -> None:
    steps = file.steps if isinstance(file, Playbook) else ()
    phrases = [each for step in steps for each in step.phrases] or list(phrases_of(file))
    used = {name for text in texts_of(phrases) for name in template.parse(text).names}
    captured = {name for step in steps for name in step.capture}
    for placeholder in file.placeholders:
        assert placeholder.name in used | captured, placeholder.name
        assert word_for(placeholder), placeholder.name
    words = {each.name: word_for(each) for each in file.placeholders}
    words |= {"customer": "Ms Rivera", "agent": "Sam", "reference": "48213"}
    for text in texts_of(phrases):
        assert template.parse(text).fill(words).missing == (), text
    if isinstance(file, Playbook):  # something to send when nothing is known yet
        assert any(not template.parse(text).names for text in texts_of(phrases))


def test_a_placeholder_means_the_same_in_every_record() -> None:
    meanings: dict[str, RecordField] = {}
    for file in FILES:
        for each in file.placeholders:
            if each.record is not None:
                assert meanings.setdefault(each.name, each.record) is each.record, each.name


@EACH_PLAYBOOK
def test_a_private_playbook_leaves_nothing_for_the_record(playbook: Playbook) -> None:
    if playbook.is_private:
        assert not any(step.capture or step.outcomes for step in playbook.steps)
        assert all(placeholder.record is None for placeholder in playbook.placeholders)


# ------------------------------------------------------------------------------- the words
@EACH_FILE
def test_the_wording_keeps_the_rules(file: Playbook | PhraseFile) -> None:
    for text in texts_of(phrases_of(file)):
        assert not NEVER.search(text), text
        assert not set(text) & set("’“”–—…!"), f"nobody calm types these in a chat: {text}"
        assert " - " not in text, f"a dash is no punctuation in a chat: {text}"
        assert text == " ".join(text.split()), text


@EACH_PLAYBOOK
def test_nobody_hears_the_same_apology_twice(playbook: Playbook) -> None:
    sorry = [
        phrase.id
        for step in playbook.steps
        for phrase in step.phrases
        if any(SORRY.search(text) for text in phrase.all_texts())
    ]
    assert len(sorry) <= 1, sorry


@EACH_FILE
def test_wordings_are_true_alternatives(file: Playbook | PhraseFile) -> None:
    for phrase in phrases_of(file):
        for group in ((phrase.text, *phrase.wordings), *(each.texts for each in phrase.variants)):
            for one, other in combinations(group, 2):
                assert fuzz.ratio(one.lower(), other.lower()) < MOST_ALIKE, (one, other)


def test_no_text_stands_twice() -> None:
    times = Counter(text for phrase in all_phrases() for text in set(phrase.all_texts()))
    assert [text for text, count in times.items() if count > 1] == []


def test_phrase_ids_are_unique_over_all_files() -> None:
    times = Counter(phrase.id for phrase in all_phrases())
    assert [name for name, count in times.items() if count > 1] == []


@EACH_FILE
def test_every_file_says_whose_it_is(file: Playbook | PhraseFile) -> None:
    assert file.language == "en"
    assert file.owner
    assert file.review_by is not None
    for phrase in phrases_of(file):
        assert phrase.tone is not None, phrase.id
        assert phrase.tags, phrase.id


@EACH_PLAYBOOK
def test_a_playbook_can_be_written_and_spoken(playbook: Playbook) -> None:
    if not playbook.is_private:
        media = {
            variant.medium
            for step in playbook.steps
            for phrase in step.phrases
            for variant in phrase.variants
        }
        assert {Medium.EMAIL, Medium.SPOKEN} <= media


def test_there_is_enough_to_say() -> None:
    phrases = customers_phrases()
    assert len(all_phrases()) >= 260
    with_choice = sum(1 for phrase in phrases if len(phrase.texts()) > 1)
    assert with_choice >= 0.8 * len(phrases)
    for medium in (Medium.EMAIL, Medium.SPOKEN):
        made = sum(1 for each in phrases if any(v.medium is medium for v in each.variants))
        assert made >= 0.2 * len(phrases), medium
