"""Rules about what a customer would hear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.paths import Paths
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet
from desktop.guide.lint.wordings import Wording, said_in
from desktop.guide.model import Phrase
from desktop.guide.source import shown
from desktop.guide.vocabulary import Audience, Medium

HARDEST_GRADE = 10.0
"""The reading grade that a text may have, in years of school.

Public bodies that write for everybody aim at grade 8 to 9 (UK government style guide: reading
age 9; US plain-language guides: grade 8). One grade more, because a chat text is one to three
sentences, where a single long word weighs much.
"""

FEWEST_WORDS = 12
"""Below this, one word more or less moves the formula by a whole grade."""

_MOST_PAIRS, _MOST_ALIKE = 5000, 20
"""Apologies that are compared; a file made of nothing else must not cost minutes."""

_GAP = re.compile(r"\{\{|\}\}|\{\|\}|\{([a-z][a-z0-9_]*)\}")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’)]|$)|[:;](?=\s)|\n+")
_APOLOGY = re.compile(r"\b(?:sorry|apolog\w+|regret\w*|forgive)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:a|about|again|all|am|an|and|are|at|be|been|being|but|can|do|for|from|had|has|have|how|in"
    r"|is|just|me|my|of|on|our|please|really|so|such|the|this|to|too|truly|us|very|was|were|which"
    r"|with|you|your|(?:i|it|that|there|we|you)(?:['’][a-z]+)?)"
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b|\b(?=[A-Z]*[AEIOU])[A-Z]{7,}\b")
_MARKS = re.compile(r"[!?]*!{2,}[!?]*|[!?]*\?{3,}[!?]*")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \n]+\1\b", re.IGNORECASE)
_MAY_BE_DOUBLED = frozenset({"that", "had", "bye", "very", "so", "no", "knock", "ha", "hush"})


def _forbidden_wordings(sheet: Sheet, round_: Round) -> Iterator[Remark]:
    fitting: dict[str, tuple[Wording, ...]] = {}
    for spot in sheet.phrases:
        if spot.phrase.audience is not Audience.CUSTOMER:
            continue
        for words in spot.words:
            language = _main(words.language or sheet.about.language)
            if language not in fitting:
                fitting[language] = tuple(
                    each for each in round_.wordings if each.language == language
                )
            for wording, said in said_in(words.value, fitting[language]):
                what = f"“{shown(said)}”: {wording.reason}"
                yield sheet.remark(
                    words.node, what, wording.instead, needle=said, severity=wording.severity
                )


def _same_apologies(sheet: Sheet, _: Round) -> Iterator[Remark]:
    """Two phrases that one customer may get, with the same apology in the same medium.

    Two apologies are the same when they have the same words, small ones aside: "I'm so sorry
    for the delay" and "Sorry about this delay" are. The wordings of one phrase are alternatives
    to each other and may say the same.
    """
    if sheet.playbook is None:
        return
    paths = Paths(sheet.playbook)
    seen: dict[tuple[Medium, frozenset[str]], list[tuple[int, Phrase]]] = {}
    told: set[str] = set()
    comparisons = 0
    for number, spot in enumerate(sheet.steps):
        places = spot.places()
        for phrase in spot.step.phrases:
            if phrase.audience is not Audience.CUSTOMER:
                continue
            for medium, apology in _apologies(phrase):
                others = seen.setdefault((medium, apology), [])
                for other_number, other in others:
                    if phrase.id in told or comparisons == _MOST_PAIRS:
                        break
                    if other.id == phrase.id:
                        continue
                    comparisons += 1
                    if paths.are_on_one(other_number, number):
                        told.add(phrase.id)
                        step = sheet.steps[other_number].step
                        line, column = places[phrase.id]
                        what = f"`{phrase.id}` makes the same apology as `{other.id}` in the step"
                        what += f" `{step.id}`; a customer may get both."
                        remedy = "Say once that you are sorry; then say what you do about it."
                        yield Remark(line, column, what, remedy, line)
                if len(others) < _MOST_ALIKE:
                    others.append((number, phrase))


def _apologies(phrase: Phrase) -> Iterator[tuple[Medium, frozenset[str]]]:
    media = [(Medium.CHAT, (phrase.text, *phrase.wordings))]
    media += [(each.medium, each.texts) for each in phrase.variants if each.medium is not None]
    for medium, texts in media:
        for text in texts:
            if _APOLOGY.search(text):
                for sentence in _SENTENCE_END.split(text):
                    if _APOLOGY.search(sentence):
                        words = (word.lower() for word in _WORD.findall(sentence))
                        yield medium, frozenset(w for w in words if not _FILLER.fullmatch(w))


def _same_texts(sheet: Sheet, _: Round) -> Iterator[Remark]:
    seen: dict[tuple[Medium, str, str], str] = {}
    for spot in sheet.phrases:
        for words in spot.words:
            key = (words.medium, words.language, " ".join(words.value.split()).casefold())
            if key not in seen:
                seen[key] = spot.phrase.id
                continue
            where = f"in `{seen[key]}`"
            if seen[key] == spot.phrase.id:
                where = "another wording of this phrase"
            what = f"This is word for word the same as {where}."
            yield sheet.remark(words.node, what, "Word it in another way, or remove it.")


def _hard_texts(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.phrases:
        for words in spot.words:
            if _main(words.language or sheet.about.language) != "en":
                continue  # the formula was made for English
            grade = reading_grade(words.value)
            if grade > HARDEST_GRADE:
                what = f"This reads like grade {grade:.0f} (limit {HARDEST_GRADE:.0f})."
                remedy = "Use shorter words, and make two sentences of a long one."
                yield sheet.remark(words.node, what, remedy)


def reading_grade(text: str) -> float:
    """How many years of school it takes to read an English text easily.

    The Automated Readability Index: 4.71 · letters per word + 0.5 · words per sentence - 21.43
    (R. J. Senter and E. A. Smith, "Automated Readability Index", AMRL-TR-66-220, 1967). Unlike
    its relatives it counts no syllables, which a few lines of code cannot do well.

    A placeholder counts as one word of four letters, whatever its name; a colon or semicolon
    ends a sentence as a dot does. 0.0 for texts of less than `FEWEST_WORDS`.
    """
    plain = _GAP.sub(lambda gap: "name" if gap[1] else " ", text)
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS:
        return 0.0
    letters = sum(sum(map(str.isalnum, word)) for word in words)
    sentences = sum(1 for part in _SENTENCE_END.split(plain) if _WORD.search(part))
    return 4.71 * letters / len(words) + 0.5 * len(words) / max(1, sentences) - 21.43


def _shouting(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.phrases:
        for words in spot.words:
            found = _CAPITALS.search(words.value) or _MARKS.search(words.value)
            if found is not None:
                what = f"“{shown(found[0])}” reads like shouting."
                remedy = "Use small letters, and one mark at the end of a sentence."
                yield sheet.remark(words.node, what, remedy, needle=found[0])


def _doubled_words(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.phrases:
        for words in spot.words:
            for found in _DOUBLED.finditer(words.value):
                if found[1].lower() not in _MAY_BE_DOUBLED:
                    what = f"“{shown(found[0])}” has a word twice."
                    yield sheet.remark(words.node, what, "Remove one.", needle=found[0])
                    break


def _main(language: str) -> str:
    return language.split("-")[0]


RULES = (
    Rule(
        "forbidden-wording",
        Severity.WARNING,
        "A text says what makes things worse (resources/wordings.yaml, and the team's own list).",
        _forbidden_wordings,
    ),
    Rule(
        "same-apology-twice",
        Severity.WARNING,
        "Two phrases on one way through the playbook make the same apology.",
        _same_apologies,
    ),
    Rule(
        "same-text-twice",
        Severity.WARNING,
        "Two wordings are word for word the same.",
        _same_texts,
    ),
    Rule(
        "reading-level",
        Severity.ADVICE,
        f"A text needs over {HARDEST_GRADE:.0f} years of school (Automated Readability Index).",
        _hard_texts,
    ),
    Rule("shouting", Severity.ADVICE, "Words in capitals, or marks in a row.", _shouting),
    Rule("doubled-word", Severity.ADVICE, "The same word twice in a row.", _doubled_words),
)
