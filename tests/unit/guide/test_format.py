"""The description of the format says what the readers do, no more and no less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.guide import format as described
from desktop.guide.format import PARTS
from desktop.guide.format_keys import Key, Kind, Part
from desktop.guide.format_phrases import PHRASE, PROMISE, SHARED_PHRASE
from desktop.guide.format_steps import BRANCH, BREATHING, STEP, TIMER
from desktop.guide.phrase_reader import PHRASE_KEYS, PLACEHOLDER_KEYS, PROMISE_KEYS
from desktop.guide.reader import PHRASE_FILE_KEYS, PLAYBOOK_KEYS, Reading, read
from desktop.guide.step_reader import (
    BRANCH_KEYS,
    BREATHING_KEYS,
    STEP_KEYS,
    TIMER_KEYS,
    USE_KEYS,
)
from tests.unit.guide.described import Keep, content, everything, needed

WHOLE_FILES = (described.PLAYBOOK, described.PHRASE_FILE)


def reading(tmp_path: Path, value: object) -> Reading:
    path = tmp_path / "book.yaml"
    path.write_text(json.dumps(value), encoding="utf-8")  # which is YAML, too
    return read(path)


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        (described.PLAYBOOK, PLAYBOOK_KEYS),
        (described.PHRASE_FILE, PHRASE_FILE_KEYS),
        (STEP, STEP_KEYS),
        (SHARED_PHRASE, USE_KEYS),
        (BRANCH, BRANCH_KEYS),
        (TIMER, TIMER_KEYS),
        (BREATHING, BREATHING_KEYS),
        (PHRASE, PHRASE_KEYS),
        (PROMISE, PROMISE_KEYS),
        (described.PLACEHOLDER, PLACEHOLDER_KEYS),
    ],
    ids=lambda value: value.name if isinstance(value, Part) else "",
)
def test_its_keys_are_the_readers(part: Part, keys: tuple[str, ...]) -> None:
    assert tuple(key.name for key in part.keys) == keys


def test_no_part_is_forgotten() -> None:
    below = {name for part in PARTS for key in part.keys for name in key.parts}
    assert below | {whole.name for whole in WHOLE_FILES} == {part.name for part in PARTS}


@pytest.mark.parametrize("whole", WHOLE_FILES, ids=lambda part: part.name)
@pytest.mark.parametrize("keep", [everything, needed], ids=["all keys", "needed keys"])
def test_a_file_made_of_the_examples_has_no_mistake(
    tmp_path: Path, whole: Part, keep: Keep
) -> None:
    found = reading(tmp_path, content(whole, keep))
    assert found.problems == ()
    assert (found.phrase_file if whole is described.PHRASE_FILE else found.playbook) is not None


@pytest.mark.parametrize(
    ("part", "key"),
    [(part, key) for part in PARTS for key in part.keys if key.is_required],
    ids=lambda value: value.name.replace(" ", "-"),
)
def test_a_file_without_a_needed_key_has_a_mistake(tmp_path: Path, part: Part, key: Key) -> None:
    whole = described.PHRASE_FILE if part is described.PHRASE_FILE else described.PLAYBOOK
    value = content(whole, lambda each, its: (each, its) != (part, key))
    assert reading(tmp_path, value).problems != ()


def test_fixed_words_and_parts_are_named_where_they_belong() -> None:
    for part in PARTS:
        for key in part.keys:
            assert (key.terms is not None) == (key.kind in (Kind.TERM, Kind.TERMS)), key
            assert bool(key.parts) == (key.kind in (Kind.MAP, Kind.MAPS, Kind.NAMED)), key


def test_meanings_are_sentences() -> None:
    for part in PARTS:
        assert part.key(part.keys[0].name) is part.keys[0]
        for meaning in (part.meaning, *(key.meaning for key in part.keys)):
            assert meaning[0].isupper(), meaning
            assert meaning.endswith("."), meaning
    with pytest.raises(KeyError):
        TIMER.key("lenght")
