"""What lies between files: shared phrases put where they are used, branches that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from desktop.guide.mentions import Mention, Use
from desktop.guide.model import Phrase, PhraseFile, Placeholder, Playbook, Problem


def link(
    playbook: Playbook, uses: tuple[Use, ...], files: Mapping[str, PhraseFile]
) -> tuple[Playbook, tuple[Problem, ...]]:
    """The playbook with its shared phrases, and what could not be found.

    A shared phrase that is not there leaves a gap; the playbook still serves.

    Args:
        playbook: As it was read.
        uses: As they were read with it.
        files: The phrase files that it uses, by id.
    """
    if not uses:
        return playbook, ()
    own = tuple(phrase.id for step in playbook.steps for phrase in step.phrases)
    ids = {name: tuple(phrase.id for phrase in file.phrases) for name, file in files.items()}
    found, problems = resolve(playbook.source, own, uses, ids)
    placeholders = {each.name: each for each in playbook.placeholders}
    steps = [list(step.phrases) for step in playbook.steps]
    for use, wanted in found:
        file = files.get(use.file)
        if file is None or not wanted:
            continue
        steps[use.step][use.index : use.index] = [
            replace(each, file=use.file) for each in file.phrases if each.id in wanted
        ]
        for each in file.placeholders:
            placeholders.setdefault(each.name, each)
    linked = replace(
        playbook,
        steps=tuple(
            replace(step, phrases=tuple(phrases))
            for step, phrases in zip(playbook.steps, steps, strict=True)
        ),
        placeholders=_used(playbook, placeholders, steps),
    )
    return linked, problems


def resolve(
    path: Path,
    own: tuple[str, ...],
    uses: tuple[Use, ...],
    files: Mapping[str, tuple[str, ...]],
) -> tuple[list[tuple[Use, tuple[str, ...]]], tuple[Problem, ...]]:
    """Which shared phrases each use brings, and what could not be found.

    The uses come from the last to the first, so that what is put in for one leaves the places
    of the others where they are.

    Args:
        path: The playbook's file.
        own: The ids of the playbook's own phrases.
        uses: As they were read with it.
        files: The ids in each phrase file, by the file's id.
    """
    problems: list[Problem] = []
    found: list[tuple[Use, tuple[str, ...]]] = []
    taken = dict.fromkeys(own, "this playbook")
    for use in reversed(uses):
        wanted: list[str] = []
        for name in _phrases(use, files, path, problems):
            if name in taken:
                what = f"The phrase id `{name}` is also used in {taken[name]}."
                remedy = "Give one of the two another id."
                problems.append(Problem(path, use.line, use.column, what, remedy))
            else:
                taken[name] = f"`{use.file}`"
                wanted.append(name)
        found.append((use, tuple(wanted)))
    return found, tuple(reversed(problems))


def lost_leads(file: Path, leads: Iterable[Mention], known: Collection[str]) -> list[Problem]:
    """The branches of a file that lead into playbooks that are not there."""
    problems: list[Problem] = []
    for lead in leads:
        if lead.playbook not in known:
            what = f"There is no playbook `{lead.playbook}`."
            remedy = _nearest(lead.playbook, known)
            problems.append(Problem(file, lead.line, lead.column, what, remedy))
    return problems


def _phrases(
    use: Use, files: Mapping[str, tuple[str, ...]], path: Path, problems: list[Problem]
) -> tuple[str, ...]:
    ids = files.get(use.file)
    if ids is None:
        what = f"There is no phrase file `{use.file}`."
        problems.append(Problem(path, use.line, use.column, what, _nearest(use.file, files)))
        return ()
    if not use.phrase:
        return ids
    if use.phrase in ids:
        return (use.phrase,)
    remedy = _nearest(use.phrase, ids, "It has")
    what = f"The phrase file `{use.file}` has no phrase `{use.phrase}`."
    problems.append(Problem(path, use.line, use.column, what, remedy))
    return ()


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
        for text in phrase.templates()
        for name in parse(text).names
    }
    return tuple(each for name, each in known.items() if name in own or name in used)


def _nearest(word: str, known: Collection[str], there_is: str = "There is") -> str:
    import difflib  # not before somebody mistypes

    close = difflib.get_close_matches(word, sorted(known), 1)
    if close:
        return f"Did you mean `{close[0]}`?"
    from desktop.guide.source import listed

    # A phrase file's phrases stay in the order of the file.
    names = known if isinstance(known, tuple) else sorted(known)
    return f"{there_is}: {listed(names)}." if names else "There is none at all."
