"""Putting the phrases of shared files into the playbooks that use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from desktop.guide.model import Phrase, PhraseFile, Placeholder, Playbook, Problem
from desktop.guide.source import listed
from desktop.guide.step_reader import Use


def link(
    playbook: Playbook, uses: tuple[Use, ...], files: Mapping[str, PhraseFile]
) -> tuple[Playbook, tuple[Problem, ...]]:
    """The playbook with its shared phrases, and what could not be found.

    A shared phrase that is not there leaves a gap; the playbook still serves.

    Args:
        playbook: As it was read.
        uses: As they were read with it.
        files: All phrase files, by id.
    """
    if not uses:
        return playbook, ()
    problems: list[Problem] = []
    placeholders = {each.name: each for each in playbook.placeholders}
    steps = [list(step.phrases) for step in playbook.steps]
    taken = {phrase.id: "this playbook" for phrases in steps for phrase in phrases}
    for use in reversed(uses):  # from the end, so that places before it stay where they are
        found: list[Phrase] = []
        for phrase in _phrases(use, files, playbook.source, problems):
            if phrase.id in taken:
                what = f"The phrase id `{phrase.id}` is also used in {taken[phrase.id]}."
                remedy = "Give one of the two another id."
                problems.append(Problem(playbook.source, use.line, use.column, what, remedy))
            else:
                taken[phrase.id] = f"`{use.file}`"
                found.append(replace(phrase, file=use.file))
        steps[use.step][use.index : use.index] = found
        if found:
            for each in files[use.file].placeholders:
                placeholders.setdefault(each.name, each)
    linked = replace(
        playbook,
        steps=tuple(
            replace(step, phrases=tuple(phrases))
            for step, phrases in zip(playbook.steps, steps, strict=True)
        ),
        placeholders=_used(playbook, placeholders, steps),
    )
    return linked, tuple(reversed(problems))


def _phrases(
    use: Use, files: Mapping[str, PhraseFile], path: Path, problems: list[Problem]
) -> tuple[Phrase, ...]:
    file = files.get(use.file)
    if file is None:
        remedy = f"There is: {listed(sorted(files))}." if files else "There is none at all."
        what = f"There is no phrase file `{use.file}`."
        problems.append(
            Problem(path, use.line, use.column, what, _nearest(use.file, files, remedy))
        )
        return ()
    if not use.phrase:
        return file.phrases
    found = tuple(each for each in file.phrases if each.id == use.phrase)
    if not found:
        ids = [each.id for each in file.phrases]
        remedy = _nearest(use.phrase, ids, f"It has: {listed(ids)}.")
        what = f"The phrase file `{use.file}` has no phrase `{use.phrase}`."
        problems.append(Problem(path, use.line, use.column, what, remedy))
    return found


def _used(
    playbook: Playbook, known: Mapping[str, Placeholder], steps: list[list[Phrase]]
) -> tuple[Placeholder, ...]:
    """The playbook's own placeholders, and of the others those that its phrases use."""
    from desktop.phrases.template import parse

    own = {each.name for each in playbook.placeholders}
    if known.keys() <= own:
        return playbook.placeholders
    used = {
        name
        for phrases in steps
        for phrase in phrases
        if phrase.file
        for text in phrase.all_texts()
        for name in parse(text).names
    }
    return tuple(each for name, each in known.items() if name in own or name in used)


def _nearest(word: str, known: Mapping[str, object] | list[str], otherwise: str) -> str:
    import difflib  # not before somebody mistypes

    close = difflib.get_close_matches(word, list(known), 1)
    return f"Did you mean `{close[0]}`?" if close else otherwise
