"""One match of espanso as a phrase: its variables, its form, its place for the caret."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.exchange.gathering import MAX_SOURCE, Gathering
from desktop.exchange.html_text import HtmlText
from desktop.exchange.markdown_text import markdown_text
from desktop.exchange.wording import Wording
from desktop.guide.model import BUILT_IN_PLACEHOLDERS
from desktop.guide.source import ListNode, MapNode, Node, TextNode

_TOKEN = re.compile(
    r"\{\{\s{0,4}(?P<name>\w{1,60})(?:\.(?P<field>\w{1,60}))?\s{0,4}\}\}"
    r"|(?P<cursor>\$\|\$)"
    r"|\\(?P<brace>[{}])"
)
_FIELD = re.compile(r"\[\[\s{0,4}([^\[\]\n]{1,80}?)\s{0,4}\]\]")
_GROUP = re.compile(r"\(\?P?<(\w{1,60})>")
_MAX_RANDOM = 10
_AUTOMATIC = {
    "date": "Poise writes no dates by itself; the agent is asked for it.",
    "clipboard": "Poise does not read the clipboard; the agent is asked for it.",
    "shell": "Poise runs no commands; the agent is asked for the result.",
    "script": "Poise runs no scripts; the agent is asked for the result.",
    "match": "A phrase cannot hold another one; the agent is asked for its text.",
}
_TYPED = "It was a part of what was typed; the agent is asked for it."
_UNKNOWN = "Poise does not know it; the agent is asked for it."


@dataclass(frozen=True, slots=True)
class Variable:
    """One entry of `vars` or `global_vars`."""

    name: str
    kind: str
    params: MapNode


def variables(node: Node | None) -> dict[str, Variable]:
    """The variables of a list, by name."""
    found: dict[str, Variable] = {}
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MapNode) and (name := _text(item.get("name"))):
            params = item.get("params")
            empty = MapNode((), item.line, item.column)
            kind = _text(item.get("type")) or "unknown"
            found[name] = Variable(name, kind, params if isinstance(params, MapNode) else empty)
    return found


class Match:
    """One match.

    Args:
        node: What stands in the file.
        place: Where.
        shared: The variables of all files.
        gathering: Where it goes.
    """

    def __init__(
        self, node: MapNode, place: str, shared: dict[str, Variable], gathering: Gathering
    ) -> None:
        self._node = node
        self._place = place
        self._gathering = gathering
        self._variables = shared | variables(node.get("vars"))
        self.triggers = [_text(node.get("trigger")), *_texts(node.get("triggers"))]
        self.triggers = [each for each in self.triggers if each]
        self._typed = set(_GROUP.findall(_text(node.get("regex"))[:2_000]))

    def take(self) -> bool:
        """Put it into the gathering; False where it could not come along."""
        node, gathering = self._node, self._gathering
        title, name = _text(node.get("label")), next(iter(self.triggers), "")
        what = f"the match “{(title or name or _text(node.get('regex')))[:60]}”"
        if node.get("regex") is not None:
            why = "Poise does not listen to what is typed; its text came along."
            gathering.leave_out(self._place, f"the regex of {what}", why)
        if node.get("image_path") is not None:
            gathering.leave_out(self._place, what, "It is a picture; a phrase is text.")
            return False
        text = self._replacement()
        form = "" if text else _text(node.get("form"))  # the order in which espanso looks
        text = text or form
        if len(text) > MAX_SOURCE:
            return not gathering.is_too_long(self._place, title, text)
        fields = node.get("form_fields")
        fields = fields if isinstance(fields, MapNode) else MapNode((), node.line, node.column)
        wordings = [self._form(form, fields)] if form else self._alternatives(text)
        tags = [*self.triggers, *_texts(node.get("search_terms"))]
        return gathering.phrase(self._place, title, wordings, tags, name=name)

    def _replacement(self) -> str:
        node = self._node
        text = _text(node.get("replace"))
        if text:
            return text
        why = "A phrase is text without formatting."
        if markdown := _text(node.get("markdown")):
            self._gathering.leave_out(self._place, "the formatting (markdown)", why)
            return markdown_text(markdown[:MAX_SOURCE])
        if html := _text(node.get("html")):
            self._gathering.leave_out(self._place, "the formatting (html)", why)
            return HtmlText(html).text
        return ""

    def _alternatives(self, text: str) -> list[Wording]:
        """The text; where one variable takes one of several words at random, once for each."""
        names = dict.fromkeys(
            token["name"]
            for token in self._gathering.tokens(_TOKEN, text)
            if token["name"] and self._kind(token["name"]) == "random"
        )
        if len(names) != 1:
            return [self._wording(text, {})]
        (name,) = names
        choices = _texts(self._variables[name].params.get("choices"))[:_MAX_RANDOM]
        if not choices or (len(text) + max(map(len, choices))) * len(choices) > MAX_SOURCE:
            return [self._wording(text, {})]
        return [self._wording(text, {name: choice}) for choice in choices]

    def _kind(self, name: str) -> str:
        return self._variables[name].kind if name in self._variables else ""

    def _wording(self, text: str, words: dict[str, str]) -> Wording:
        wording = Wording()
        position = 0
        for token in self._gathering.tokens(_TOKEN, text):
            wording.literal(text[position : token.start()])
            position = token.end()
            if token["brace"]:
                wording.literal(token["brace"])
            elif token["cursor"]:
                if not wording.cursor():
                    why = "A phrase has one place for the caret."
                    self._gathering.leave_out(self._place, token[0], why)
            elif token["name"] in words:
                wording.literal(words[token["name"]])
            else:
                self._variable(token, wording)
        wording.literal(text[position:])
        return wording

    def _variable(self, token: re.Match[str], wording: Wording) -> None:
        name, field = token["name"], token["field"]
        variable = self._variables.get(name)
        if variable is None:
            why = _TYPED if name in self._typed else _UNKNOWN
            self._ask(token[0], name, why, wording)
        elif variable.kind == "form":
            fields = variable.params.get("fields")
            empty = MapNode((), 1, 1)
            self._field(field or name, fields if isinstance(fields, MapNode) else empty, wording)
        elif variable.kind == "echo":
            echo = _text(variable.params.get("echo"))
            if "{{" in echo or len(echo) > MAX_SOURCE // 100:
                why = "It is made of other variables; the agent is asked for it."
                self._ask(token[0], name, why, wording)
            else:
                wording.literal(echo)
        elif variable.kind in ("choice", "random"):
            key = "values" if variable.kind == "choice" else "choices"
            node = variable.params.get(key)
            choices = _values(node)
            if _has_labels(node):
                why = "A choice shows what it inserts."
                self._gathering.leave_out(self._place, f"the labels of {name}", why)
            wording.gap(self._gathering.placeholder(_label(name), choices=choices))
        else:
            self._ask(token[0], name, _AUTOMATIC.get(variable.kind, _UNKNOWN), wording)

    def _ask(self, what: str, name: str, why: str, wording: Wording) -> None:
        ours = self._gathering.placeholder(_label(name))
        if ours not in BUILT_IN_PLACEHOLDERS:
            self._gathering.leave_out(self._place, what, why)
        wording.gap(ours, is_asked=False)

    def _form(self, layout: str, fields: MapNode) -> Wording:
        wording = Wording()
        position = 0
        for token in self._gathering.tokens(_FIELD, layout):
            wording.add(self._wording(layout[position : token.start()], {}))
            position = token.end()
            self._field(token[1], fields, wording)
        wording.add(self._wording(layout[position:], {}))
        return wording

    def _field(self, name: str, fields: MapNode, wording: Wording) -> None:
        field = fields.get(name)
        choices: list[str] = []
        default = ""
        if isinstance(field, MapNode):
            default = _text(field.get("default"))
            choices = _values(field.get("values"))
            if any("{{" in each for each in choices):
                why = "The choices are made by another variable; the agent writes the word."
                self._gathering.leave_out(self._place, f"the choices of {name}", why)
                choices = []
        wording.gap(self._gathering.placeholder(_label(name), default, choices))


def _label(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, TextNode) else ""


def _texts(node: Node | None) -> list[str]:
    items = node.items if isinstance(node, ListNode) else ()
    return [each.value for each in items if isinstance(each, TextNode)]


def _values(node: Node | None) -> list[str]:
    """The choices: a list of texts, of mappings with an `id` to insert, or lines of a text."""
    if isinstance(node, TextNode):
        return [line.strip() for line in node.value.split("\n") if line.strip()]
    found: list[str] = []
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MapNode):
            found.append(_text(item.get("id")) or _text(item.get("label")))
        else:
            found.append(_text(item))
    return [each for each in found if each]


def _has_labels(node: Node | None) -> bool:
    return any(
        isinstance(item, MapNode) and _text(item.get("id")) and _text(item.get("label"))
        for item in (node.items if isinstance(node, ListNode) else ())
    )
