"""A file as a `Playbook` or a `PhraseFile`, or every mistake in it with its place.

A file with any mistake gives nothing: a half-read one would surprise the agent in the middle of
a contact, while the last good version (see `library`) keeps serving. Which of the two a file is,
its keys say: a playbook has `steps`, a phrase file has `phrases`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.guide.fields import Fields, Report, closest, kind_of
from desktop.guide.mentions import Mention, Use
from desktop.guide.model import FORMAT_VERSION, PhraseFile, Playbook, Problem
from desktop.guide.phrase_reader import MAX_PHRASE, PHRASE_KEYS, PhraseReader, language
from desktop.guide.source import MAX_PROBLEMS, MapNode, Source, TextNode, read_source
from desktop.guide.step_reader import STEP_KEYS, StepReader, seconds_of
from desktop.guide.vocabulary import Channel, Manner, Trigger

__all__ = ["MAX_PHRASE", "Mention", "Reading", "Use", "read", "read_playbook", "seconds_of"]

PLAYBOOK_KEYS = (
    *("poise", "id", "title", "summary", "language", "owner", "review_by", "triggers", "manners"),
    *("channels", "private", "placeholders", "steps"),
)
PHRASE_FILE_KEYS = (
    *("poise", "id", "title", "language", "owner", "review_by", "placeholders", "phrases"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held.

    Args:
        playbook: None when there was any problem, or it is a phrase file. Shared phrases are not
            in it yet, see `linking`.
        problems: In the order of the file.
        name: The file's own id, when it could be read.
        leads: The playbooks that its branches lead into.
        phrase_file: None when there was any problem, or it is a playbook.
        uses: Where shared phrases belong.
        is_phrase_file: Which of the two it is, right or wrong.
    """

    playbook: Playbook | None
    problems: tuple[Problem, ...]
    name: Mention | None = None
    leads: tuple[Mention, ...] = ()
    phrase_file: PhraseFile | None = None
    uses: tuple[Use, ...] = ()
    is_phrase_file: bool = False


def read_playbook(path: Path) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """Read one file; the playbook is None when there is any problem. Raises nothing."""
    reading = read(path)
    return reading.playbook, reading.problems


def read(path: Path) -> Reading:
    """Like `read_playbook`, with what is needed to check several files against each other."""
    return reading_of(read_source(path))


def reading_of(source: Source) -> Reading:
    """Like `read`, for a file that is in hand already."""
    report = Report(source)
    if isinstance(source.root, MapNode):
        if _is_too_new(source.root, report):
            return Reading(None, report.problems)
        if _is_phrase_file(source.root):
            return _phrase_file(source.root, report)
        return _playbook(source.root, report)
    if source.root is not None:
        what = f"A playbook must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, "Start with `poise: 1` and `id: …`.")
    elif not source.problems:
        report.add_at((1, 1), "The file is empty.", "Start with `poise: 1` and `id: …`.")
    return Reading(None, report.problems)


def _playbook(root: MapNode, report: Report) -> Reading:
    fields = Fields(root, report, "playbook", PLAYBOOK_KEYS)
    phrases = PhraseReader(report)
    reader = StepReader(report, phrases)
    name, title, summary = fields.id(), fields.line("title"), fields.line("summary")
    phrases.placeholders(fields)
    about = (
        language(fields, report),
        fields.line("owner", is_required=False),
        fields.date("review_by"),
        fields.terms("triggers", Trigger),
        fields.terms("manners", Manner),
        fields.terms("channels", Channel),
        fields.flag("private", otherwise=False),
    )
    steps = tuple(reader.step(step) for step in fields.maps("steps", STEP_KEYS, "step"))
    if fields.is_without("steps") and (root.get("steps") or not fields.is_meant("steps")):
        node = root.get("steps") or root
        report.add(node, "This playbook has no steps.", "Add `steps:` and a first one.")
    reader.check_targets()
    mention = Mention(name.value, name.line, name.column) if name else None
    problems, leads = report.problems, tuple(reader.leads)
    playbook = None
    if not problems and name is not None:
        placeholders = tuple(phrases.declared.values())
        source = report.source.path
        playbook = Playbook(name.value, title, summary, steps, placeholders, source, *about)
    return Reading(playbook, problems, mention, leads, uses=tuple(reader.uses))


def _phrase_file(root: MapNode, report: Report) -> Reading:
    fields = Fields(root, report, "phrase file", PHRASE_FILE_KEYS)
    reader = PhraseReader(report)
    name, title = fields.id(), fields.line("title")
    reader.placeholders(fields)
    about = (
        language(fields, report),
        fields.line("owner", is_required=False),
        fields.date("review_by"),
    )
    phrases = tuple(map(reader.phrase, fields.maps("phrases", PHRASE_KEYS, "phrase")))
    if fields.is_without("phrases") and (root.get("phrases") or not fields.is_meant("phrases")):
        node = root.get("phrases") or root
        report.add(node, "This phrase file has no phrases.", "Add a first one.")
    mention = Mention(name.value, name.line, name.column) if name else None
    problems = report.problems
    found = None
    if not problems and name is not None:
        placeholders = tuple(reader.declared.values())
        found = PhraseFile(name.value, title, phrases, placeholders, report.source.path, *about)
    return Reading(None, problems, mention, phrase_file=found, is_phrase_file=True)


def _is_phrase_file(root: MapNode) -> bool:
    keys = [key.value for key, _ in root.entries]
    if "steps" in keys or "phrases" in keys:
        return "steps" not in keys
    close = {closest(key, ("steps", "phrases", *PLAYBOOK_KEYS)) for key in keys[:MAX_PROBLEMS]}
    return "phrases" in close and "steps" not in close


def _is_too_new(root: MapNode, report: Report) -> bool:
    node = root.get("poise")
    known = f"`poise: {FORMAT_VERSION}`"
    if node is None:
        if any(closest(key.value, PLAYBOOK_KEYS) == "poise" for key, _ in root.entries[:9]):
            return False  # which is told of, as of any key that is mistyped
        what = "The file does not say which playbook format it is written in."
        report.add(root, what, f"Add {known} as the first line.")
    elif not isinstance(node, TextNode) or not re.fullmatch(r"[0-9]{1,9}", node.value):
        report.add(node, "`poise` must be the number of a format.", f"Write {known}.")
    elif int(node.value) > FORMAT_VERSION:
        what = f"This playbook is written for a newer Poise (format {int(node.value)})."
        remedy = f"Update Poise; this one reads format {FORMAT_VERSION}."
        report.add(node, what, remedy)
        return True
    elif int(node.value) < FORMAT_VERSION:
        report.add(node, f"There is no playbook format {int(node.value)}.", f"Write {known}.")
    return False
