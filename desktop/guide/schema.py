"""A JSON Schema (draft 2020-12) of playbooks and phrase files, for editors.

With it an editor completes keys and words, explains them, and marks mistakes while one types.
`poise check` stays the judge: what it accepts, the schema accepts too (apart from `""` in place
of a list or a word), but not the other way round, because ids that must differ and steps that
must be there cannot be told in a schema.

Poise reads every value as the text that was written, an editor sees numbers, yes or no, and
nothing in them. (Days are text for a schema: JSON has none.) So each kind lists the types as
which its right texts may arrive, in YAML 1.1 (where `1:30` is 90 and `no` is false) and 1.2.
"""

from __future__ import annotations

import json
from typing import Any

from desktop.guide.conditions import RUNGS
from desktop.guide.format import PARTS, PHRASE_FILE, PLAYBOOK
from desktop.guide.format_keys import Key, Kind, Part
from desktop.guide.model import BUILT_IN_PLACEHOLDERS, FORMAT_VERSION, RETURN
from desktop.guide.phrase_reader import MAX_PHRASE
from desktop.guide.step_reader import BARE_KEYS, MAX_BREATH_S, MAX_ROUNDS, MAX_TIMER_S
from desktop.guide.vocabulary import Channel, Manner, Medium, Term, Trigger
from desktop.phrases.template import NAME

Schema = dict[str, Any]

FILE_NAME = "playbook.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MADE_BY = "Made by `poise schema`; do not edit."

ID = "[a-z0-9-]{1,64}"
"""What an id looks like."""

_LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LENGTH = (
    r"([0-9]{1,2}:[0-5][0-9]"
    r"|[0-9]{1,4}\s?(min|m)(\s?[0-9]{1,4}\s?(sec|s))?|[0-9]{1,4}\s?(sec|s))"
)

_ANY = ["string", "number", "boolean"]
_FLAGS = [True, False, "yes", "no", "true", "false"]
_FLAG = "([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])"


def schema() -> Schema:
    """The schema, as JSON has it."""
    return {
        "$schema": DIALECT,
        "$comment": MADE_BY,
        "title": "Poise playbook or phrase file",
        "anyOf": [_ref(PLAYBOOK.name), _ref(PHRASE_FILE.name)],
        "$defs": {_slug(part.name): _part(part) for part in PARTS},
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _slug(name: str) -> str:
    return name.replace(" ", "-")


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{_slug(name)}"}


def _part(part: Part) -> Schema:
    made: Schema = {
        "title": part.name.capitalize(),
        "description": part.meaning,
        "type": "object",
        "properties": {key.name: _key(key) for key in part.keys},
        "additionalProperties": False,
    }
    if required := [key.name for key in part.keys if key.is_required]:
        made["required"] = required
    return made | _RULES.get(part.name, {})


def _key(key: Key) -> Schema:
    made = _value(key)
    if not key.is_required:
        made = _or_empty(made)
    elif key.kind is Kind.MAPS:
        made["minItems"] = 1
    return {"description": _words(key.meaning), "examples": [_example(key)], **made}


def _words(meaning: str) -> str:
    return meaning.replace("`", "")


def _example(key: Key) -> Any:
    """The example as an editor would read it."""
    import yaml  # 15 ms to import: only where the schema is made

    found = yaml.safe_load(f"{key.name}: {key.example}")[key.name]
    return key.example if key.kind in (Kind.DAY, Kind.LENGTH) else found


def _value(key: Key) -> Schema:
    """What may stand behind a key that does not stay empty."""
    simple = _SIMPLE.get(key.kind)
    if simple is not None:
        return dict(simple)
    if key.kind is Kind.TERM:
        return _term(key.terms)
    if key.kind is Kind.TERMS:
        return {"type": "array", "items": _term(key.terms), "uniqueItems": True}
    parts: list[Schema] = [_ref(name) for name in key.parts]
    one = parts[0] if len(parts) == 1 else {"anyOf": parts}
    if key.kind is Kind.MAPS:
        return {"type": "array", "items": one}
    if key.kind is Kind.NAMED:
        names: Schema = {**_pattern(NAME.pattern), "not": {"enum": list(BUILT_IN_PLACEHOLDERS)}}
        return {"type": "object", "propertyNames": names, "additionalProperties": one}
    return one


def _or_empty(made: Schema) -> Schema:
    """The same, or nothing behind the colon."""
    if "type" not in made or "enum" in made:
        return {"anyOf": [*made.get("anyOf", [made]), {"type": "null"}]}
    types = [made["type"]] if isinstance(made["type"], str) else made["type"]
    widened = made | {"type": [*types, "null"]}
    if made.get("pattern") == _SOMETHING:
        del widened["pattern"], widened["patternErrorMessage"]
    elif "pattern" in made:
        widened["pattern"] = rf"^\s*$|{made['pattern']}"
    return widened


def _pattern(pattern: str, remedy: str = "", types: list[str] | None = None) -> Schema:
    """Text of this form, surrounded by nothing else.

    Args:
        pattern: A regular expression, in what Python's and JavaScript's have in common.
        remedy: Shown by editors that know `patternErrorMessage`, instead of the expression.
        types: As which an editor may see such a text.
    """
    made: Schema = {"type": types or "string", "pattern": f"^(?:{pattern})$"}
    return made | ({"patternErrorMessage": remedy} if remedy else {})


def _term(terms: type[Term] | None) -> Schema:
    return {"type": "string", "enum": [each.value for each in terms or ()]}


def _condition() -> str:
    """The expression that conditions follow."""
    named: dict[str, type[Term]] = {
        "channel": Channel,
        "medium": Medium,
        "trigger": Trigger,
        "manner": Manner,
    }
    each = [
        rf"{name}\s+is(?:\s+not)?\s+(?:{'|'.join(term.value for term in terms)})"
        for name, terms in named.items()
    ]
    each.append(rf"rung(?:\s*(?:>=|<=|=|>|<)\s*|\s+is\s+)[{RUNGS[0]}-{RUNGS[-1]}]")
    one = f"(?:{'|'.join(each)})"
    return rf"\s*{one}(?:\s+and\s+{one})*\s*"


_SOMETHING = r"\S"
_TEXT: Schema = {
    "type": _ANY,
    "pattern": _SOMETHING,
    "patternErrorMessage": "Write something here.",
}
_PHRASE: Schema = {**_TEXT, "maxLength": MAX_PHRASE}
_PHRASES: Schema = {
    "anyOf": [
        {"type": _ANY, "maxLength": MAX_PHRASE},
        {"type": "array", "items": _PHRASE},
    ]
}
_SIMPLE: dict[Kind, Schema] = {
    Kind.FORMAT: {"enum": [FORMAT_VERSION, str(FORMAT_VERSION)]},
    Kind.ID: _pattern(ID, "Use small letters, digits and hyphens, as in late-parcel.", _ANY),
    Kind.LINE: _TEXT,
    Kind.LINES: {"type": "array", "items": _TEXT},
    Kind.PHRASE: _PHRASE,
    Kind.PHRASES: _PHRASES,
    Kind.LANGUAGE: _pattern(_LANGUAGE, "Write its short name, like en or de-AT.", _ANY),
    Kind.DAY: _pattern(_DAY, "Write it as year-month-day, like 2027-01-31."),
    Kind.FLAG: {"anyOf": [{"enum": _FLAGS}, _pattern(_FLAG, "Write yes or no.")]},
    Kind.RUNG: {"enum": [1, 2, 3, "1", "2", "3"]},
    Kind.LENGTH: {
        **_pattern(rf"\s*{_LENGTH}\s*", "Write it like 90 s, 2 min or 1:30.", ["string", "number"]),
        "minimum": 1,
        "maximum": MAX_TIMER_S,
    },
    Kind.BREATH: {
        **_pattern(rf"\s*{_LENGTH}\s*", "Write it like 4 s.", ["string", "number"]),
        "minimum": 1,
        "maximum": MAX_BREATH_S,
    },
    Kind.ROUNDS: {
        **_pattern("[0-9]{1,3}", "Write a whole number.", ["string", "integer"]),
        "minimum": 1,
        "maximum": MAX_ROUNDS,
    },
    Kind.KEY: _pattern(
        f"[{BARE_KEYS}{BARE_KEYS.upper()}]",
        "Use one letter other than n and b.",
        ["string", "boolean"],
    ),
    Kind.CONDITION: _pattern(
        _condition(), "Write it like channel is chat or rung >= 2, joined by and."
    ),
    Kind.NAMES: {
        "anyOf": [_pattern(NAME.pattern), {"type": "array", "items": _pattern(NAME.pattern)}]
    },
    Kind.SHARED: _pattern(f"{ID}/{ID}", "Write it like parcel-words/open."),
    Kind.LANGUAGES: {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{_LANGUAGE})$"},
        "additionalProperties": {"anyOf": [*_PHRASES["anyOf"], {"type": "null"}]},
    },
}

_CHOICE = {"required": ["type"], "properties": {"type": {"const": "choice"}}}
_RULES: dict[str, Schema] = {
    "step": {
        "not": {"required": ["id"], "properties": {"id": {"const": RETURN}}},
    },
    "placeholder": {
        "if": _CHOICE,
        "then": {"required": ["choices"], "properties": {"choices": {"minItems": 2}}},
    },
    "shared phrase": {"minProperties": 1, "maxProperties": 1},
    "branch": {
        "anyOf": [{"required": ["to"]}, {"required": ["playbook"]}],
        "if": {"required": ["to", "playbook"]},
        "then": {"properties": {"to": {"const": RETURN}}},
    },
}
"""What the keys of a part owe to each other."""
