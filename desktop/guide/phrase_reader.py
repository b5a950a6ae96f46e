"""Reading phrases and the placeholders they use, in playbooks and in shared phrase files."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop.guide import conditions
from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.model import BUILT_IN_PLACEHOLDERS, Phrase, Placeholder, Promised, Variant
from desktop.guide.source import MapNode, TextNode, listed, shown
from desktop.guide.vocabulary import Audience, FieldType, Medium, RecordField, Tone, Way
from desktop.phrases import template

MAX_PHRASE = 20_000
"""Characters in a phrase's text."""

PHRASE_KEYS = (
    *("id", "title", "tags", "tone", "audience", "text", "wordings"),
    *("email", "spoken", "languages", "when", "promise"),
)
PROMISE_KEYS = ("what", "how", "when")
PLACEHOLDER_KEYS = ("label", "example", "type", "default", "choices", "remember", "record")

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language(fields: Fields, report: Report) -> str:
    """The language of a file's texts, English where it does not say."""
    node = fields.text_node("language", is_required=False)
    if node is None:
        return "en"
    if not _LANGUAGE.fullmatch(node.value):
        what = f"`{shown(node.value)}` is no language."
        report.add(node, what, "Write its short name, like `en` or `de-AT`.")
    return node.value


def condition(fields: Fields, report: Report) -> conditions.Condition:
    """What stands under `when`."""
    node = fields.text_node("when", is_required=False)
    if node is None:
        return conditions.ALWAYS
    try:
        return conditions.parse(node.value)
    except conditions.ConditionError as error:
        report.add(node, error.what, error.remedy)
        return conditions.ALWAYS


class PhraseReader:
    """Reads the phrases of one file.

    Args:
        report: Where mistakes go.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self.declared: dict[str, Placeholder] = {}
        self._lines: dict[str, int] = {}  # where an id was first used

    def placeholders(self, fields: Fields) -> None:
        """Read what the file declares; before its phrases, so that these can be checked."""
        node = fields.map("placeholders")
        for key, value in node.entries if node else ():
            name = key.value
            if not template.NAME.fullmatch(name):
                what = f"`{shown(name)}` cannot be the name of a placeholder."
                remedy = "Use small letters, digits and _, as in `callback_time`."
                self._report.add(key, what, remedy)
                continue
            if name in BUILT_IN_PLACEHOLDERS:
                what = f"`{name}` is built in."
                self._report.add(key, what, "Remove it here; every phrase may use it.")
            # Declared even when its own lines are wrong: its uses are not wrong for that.
            self.declared[name] = Placeholder(name, name)
            if isinstance(value, MapNode):
                own = Fields(value, self._report, "placeholder", PLACEHOLDER_KEYS)
                self.declared[name] = self._placeholder(name, own)
            else:
                what = f"The placeholder `{name}` must be a mapping, but is {kind_of(value)}."
                self._report.add(value, what, f"Write `{name}: {{label: What to ask for}}`.")

    def phrase(self, fields: Fields) -> Phrase:
        """One phrase."""
        name = fields.id()
        if name is not None:
            self.check_new(name)
        title, tags, text = fields.line("title"), fields.lines("tags"), fields.text_node("text")
        if text is not None:
            self._check(text)
        variants = [
            Variant(texts, medium=medium)
            for medium in (Medium.EMAIL, Medium.SPOKEN)
            if (texts := self._texts(fields, medium.value))
        ]
        return Phrase(
            id=name.value if name else "",
            title=title,
            text=text.value.rstrip("\n") if text else "",
            tags=tags,
            tone=fields.term("tone", Tone),
            audience=fields.term("audience", Audience) or Audience.CUSTOMER,
            wordings=self._texts(fields, "wordings"),
            variants=(*variants, *self._languages(fields)),
            when=condition(fields, self._report),
            promise=self._promise(fields),
        )

    def check_new(self, name: TextNode) -> None:
        """Complain of an id that another phrase of the file has."""
        if name.value in self._lines:
            first = self._lines[name.value]
            what = f"The phrase id `{name.value}` is used twice (first in line {first})."
            self._report.add(name, what, "Give each its own id.")
        else:
            self._lines[name.value] = name.line

    def _placeholder(self, name: str, fields: Fields) -> Placeholder:
        label, example = fields.line("label"), fields.line("example", is_required=False)
        kind = fields.term("type", FieldType) or FieldType.TEXT
        choices, default = fields.lines("choices"), fields.line("default", is_required=False)
        found = Placeholder(
            name,
            label,
            example,
            type=kind,
            default=default,
            choices=choices,
            is_remembered=fields.flag("remember", otherwise=True),
            record=fields.term("record", RecordField),
        )
        if kind is FieldType.CHOICE and len(choices) < 2:
            what = f"`{name}` is a choice and has less than two choices."
            self._report.add(fields.node, what, "Add `choices: [first, second]`.")
        elif choices and fields.node.get("type") is None:
            found = replace(found, type=FieldType.CHOICE)
        elif choices and kind is not FieldType.CHOICE:
            what = f"`{name}` has choices and is of the type {kind.value}."
            self._report.add(fields.node, what, "Write `type: choice`, or remove `choices`.")
        if default and choices and default not in choices:
            what = f"The default “{shown(default)}” is none of the choices."
            self._report.add(fields.node, what, f"Use one of: {listed(choices)}.")
        return found

    def _promise(self, phrase: Fields) -> Promised | None:
        node = phrase.map("promise")
        if node is None:
            return None
        fields = Fields(node, self._report, "promise", PROMISE_KEYS)
        texts = {}
        for key in ("what", "when"):
            found = fields.text_node(key, is_required=False)
            if found is not None:
                self._check(found)
            texts[key] = " ".join(found.value.split()) if found is not None else ""
        fields.text_node("how")
        way = fields.term("how", Way)
        return Promised(way, texts["what"], texts["when"]) if way is not None else None

    def _texts(self, fields: Fields, key: str) -> tuple[str, ...]:
        nodes = fields.texts(key)
        for node in nodes:
            self._check(node)
        return tuple(node.value.rstrip("\n") for node in nodes)

    def _languages(self, fields: Fields) -> list[Variant]:
        node = fields.map("languages")
        found: list[Variant] = []
        keys = tuple(key.value for key, _ in node.entries) if node else ()
        for key, _ in node.entries if node else ():
            if not _LANGUAGE.fullmatch(key.value):
                what = f"`{shown(key.value)}` is no language."
                self._report.add(key, what, "Write its short name, like `de` or `pt-BR`.")
                continue
            own = Fields(node, self._report, "list of languages", keys) if node else fields
            if texts := self._texts(own, key.value):
                found.append(Variant(texts, language=key.value))
        return found

    def _check(self, text: TextNode) -> None:
        if len(text.value) > MAX_PHRASE:
            what = f"The text has {len(text.value):,} characters; {MAX_PHRASE:,} are allowed."
            self._report.add(text, what, "Split it into several phrases.")
            return
        try:
            names = template.parse(text.value).names
        except template.TemplateError as error:
            needle = text.value[error.offset :].split("\n", 1)[0]
            place = self._report.source.place_of(text, needle)
            self._report.add_at(place, error.what, error.remedy)
            return
        known = (*BUILT_IN_PLACEHOLDERS, *self.declared)
        for name in names:
            if name not in known:
                place = self._report.source.place_of(text, f"{{{name}}}")
                remedy = self._report.nearest(name, known, "Declare it under `placeholders:`.")
                self._report.add_at(place, f"The placeholder `{{{name}}}` is unknown.", remedy)
