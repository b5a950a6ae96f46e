"""Collecting what an import finds: ids and names that differ, limits, and the report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from desktop.errors import Trouble
from desktop.exchange.found import Found, LeftOut
from desktop.exchange.wording import Wording, one_line
from desktop.guide.model import BUILT_IN_PLACEHOLDERS, Phrase, Placeholder, Variant
from desktop.guide.phrase_reader import MAX_PHRASE
from desktop.guide.vocabulary import Audience, FieldType
from desktop.phrases.template import NAME

MAX_PHRASES = 10_000
MAX_TRIED = 2 * MAX_PHRASES
"""Also those that could not come along."""

MAX_PLACEHOLDERS = 500
MAX_LEFT_OUT = 1_000
"""Lines of the report; what is beyond them is counted."""

MAX_TAGS = 300_000
"""HTML tags in all texts of one import: some five microseconds each."""

MAX_TOKENS = 100_000
"""Placeholders, keys and the like in all texts of one import: some twenty microseconds each."""

MAX_SOURCE = 100_000
"""Characters of a foreign text; a longer one is not even looked through."""

_TITLE, _LABEL, _TAG, _CHOICE, _WHAT, _PLACE = 80, 100, 40, 200, 120, 200
_MAX_TAGS, _MAX_CHOICES = 12, 100

_OWN_NAMES = {
    "customer": ("customer", "customername", "client", "clientname", "customersname"),
    "agent": ("agent", "agentname", "agentsname"),
    "reference": (
        *("reference", "referencenumber", "ticket", "ticketid", "ticketnumber", "ticketno"),
        *("caseid", "casenumber", "caseno"),
    ),
}
_BUILT_IN = {name: ours for ours, names in _OWN_NAMES.items() for name in names}


class Gathering:
    """Everything found so far, in one import of one or more sources."""

    def __init__(self) -> None:
        self._phrases: list[Phrase] = []
        self._ids: dict[str, int] = {}  # how often each was wanted
        self._placeholders: dict[str, Placeholder] = {}
        self._names: dict[Placeholder, str] = {}  # by what it asks for, its own name left blank
        self._asked: dict[tuple[str, str, tuple[str, ...]], str] = {}  # as the sources put it
        self._left_out: dict[LeftOut, None] = {}
        self._unlisted = 0
        self._tried = 0
        self._tags_left = MAX_TAGS
        self._tokens_left = MAX_TOKENS

    def leave_out(self, place: str, what: str, why: str) -> None:
        """Something that could not come along; the same thing counts once."""
        item = LeftOut(one_line(place, _PLACE), one_line(what, _WHAT), why)
        if item in self._left_out:
            return
        if len(self._left_out) < MAX_LEFT_OUT:
            self._left_out[item] = None
        else:
            self._unlisted += 1

    def placeholder(self, label: str, default: str = "", choices: Sequence[str] = ()) -> str:
        """The name of the placeholder that asks for this; declared when it is new.

        What asks for the customer, the agent or the reference is the built-in one.

        Args:
            label: What to ask for, or the foreign name of it.
            default, choices: As in `Placeholder`; of less than two choices none is left.

        Raises:
            Trouble: There are too many.
        """
        wanted = (label, default, tuple(choices))
        if wanted not in self._asked:
            self._asked[wanted] = self._placeholder(*wanted)
        return self._asked[wanted]

    def phrase(
        self,
        place: str,
        title: str,
        wordings: Sequence[Wording],
        tags: Sequence[str] = (),
        variants: Sequence[Variant] = (),
        name: str = "",
        audience: Audience = Audience.CUSTOMER,
    ) -> bool:
        """Take one phrase in, or say in the report why not.

        Args:
            place: Where it stands in the source.
            title: "" makes one of its first words.
            wordings: Alternatives, the first one is its text.
            tags: More words to find it by.
            variants: Texts for other media and languages; templates already.
            name: What its id is made of; "" for its title.
            audience: Whom it is meant for.

        Returns:
            Whether it came along.

        Raises:
            Trouble: There are too many.
        """
        self._tried += 1
        if self._tried > MAX_TRIED or len(self._phrases) >= MAX_PHRASES:
            what = f"There are more than {MAX_PHRASES:,} phrases."
            raise Trouble(what, "Import fewer of them at a time.")
        title = one_line(title, _TITLE)
        texts = dict.fromkeys(text for each in wordings if (text := each.text))
        what = f"“{title or name[:_TITLE]}”" if title or name else "a phrase"
        if not texts:
            self.leave_out(place, what, "It has no text.")
            return False
        if not any(
            each.is_asked or not each.names or re.search(r"\w", each.plain) for each in wordings
        ):
            why = "Nothing is left of it without what only the other program can fill in."
            self.leave_out(place, what, why)
            return False
        everything = (*texts, *(text for each in variants for text in each.texts))
        if any(len(text) > MAX_PHRASE for text in everything):
            why = f"Its text is too long; {MAX_PHRASE:,} characters are allowed."
            self.leave_out(place, what, why)
            return False
        text, *others = texts
        title = title or one_line(wordings[0].plain, _TITLE) or "Phrase"
        words = dict.fromkeys(one_line(each, _TAG) for each in tags[:_MAX_TAGS])
        words.pop("", None)
        self._phrases.append(
            Phrase(
                id=self._new_id(name or title),
                title=title,
                text=text,
                tags=tuple(words),
                wordings=tuple(others),
                variants=tuple(variants),
                audience=audience,
            )
        )
        return True

    def is_too_long(self, place: str, title: str, text: str) -> bool:
        """Whether a foreign text is too long to look through; the report then says so."""
        if len(text) <= MAX_SOURCE:
            return False
        why = f"Its text is too long; {MAX_PHRASE:,} characters are allowed."
        self.leave_out(place, f"“{one_line(title, _TITLE)}”", why)
        return True

    def count_tags(self, html: str) -> None:
        """Note that this HTML will be read.

        Raises:
            Trouble: It is too much by now.
        """
        self._tags_left -= html.count("<")
        if self._tags_left < 0:
            what = f"The texts hold more than {MAX_TAGS:,} HTML tags."
            raise Trouble(what, "Import fewer of them at a time.")

    def tokens(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds in a foreign text, one after the other.

        Raises:
            Trouble: It is too much by now.
        """
        for token in pattern.finditer(text):
            self._tokens_left -= 1
            if self._tokens_left < 0:
                what = f"The texts hold more than {MAX_TOKENS:,} placeholders."
                raise Trouble(what, "Import fewer of them at a time.")
            yield token

    def found(self) -> Found:
        """The harvest; placeholders that no phrase uses are not in it."""
        from desktop.phrases.template import parse

        used = {
            name
            for phrase in self._phrases
            for text in phrase.all_texts()
            for name in parse(text).names
        }
        left_out = list(self._left_out)
        if self._unlisted:
            what = f"{self._unlisted:,} more"
            left_out.append(LeftOut("and", what, f"The first {MAX_LEFT_OUT:,} are listed."))
        placeholders = (each for name, each in self._placeholders.items() if name in used)
        return Found(tuple(self._phrases), tuple(placeholders), tuple(left_out))

    def _placeholder(self, label: str, default: str, choices: tuple[str, ...]) -> str:
        words = dict.fromkeys(one_line(each, _CHOICE) for each in choices[:_MAX_CHOICES])
        words.pop("", None)
        default = one_line(default, _CHOICE)
        if default and words and default not in words:
            words = dict.fromkeys((default, *words))
        if len(words) == 1:
            default = default or next(iter(words))
        plain = re.sub(r"[\W_]+", "", label[:_LABEL]).lower()
        if plain in _BUILT_IN and not words and not default:
            return _BUILT_IN[plain]
        wanted = Placeholder(
            "",
            one_line(label, _LABEL).strip() or "Fill in",
            type=FieldType.CHOICE if len(words) > 1 else FieldType.TEXT,
            default=default,
            choices=tuple(words) if len(words) > 1 else (),
        )
        if wanted not in self._names:
            if len(self._names) >= MAX_PLACEHOLDERS:
                what = f"The phrases need more than {MAX_PLACEHOLDERS} placeholders."
                raise Trouble(what, "Import fewer of them at a time.")
            name = self._new_name(label)
            self._names[wanted] = name
            self._placeholders[name] = Placeholder(
                name,
                wanted.label,
                type=wanted.type,
                default=wanted.default,
                choices=wanted.choices,
            )
        return self._names[wanted]

    def _new_id(self, words: str) -> str:
        wanted = id_of(words)
        while True:
            count = self._ids.get(wanted, 0) + 1
            self._ids[wanted] = count
            if count == 1:
                return wanted
            wanted = f"{wanted[:56].rstrip('-')}-{count}"

    def _new_name(self, words: str) -> str:
        name = re.sub("[^a-z0-9]+", "_", _ascii(words)).strip("_")
        name = name[:36].rstrip("_")
        if not NAME.fullmatch(name):
            name = f"field_{name}"[:36].rstrip("_")
        count, wanted = 1, name
        while wanted in self._placeholders or wanted in BUILT_IN_PLACEHOLDERS:
            count += 1
            wanted = f"{name}_{count}"
        return wanted


def id_of(words: str) -> str:
    """An id made of words: small letters, digits and hyphens; "phrase" where none are left."""
    name = re.sub("[^a-z0-9]+", "-", _ascii(words)).strip("-")
    return name[:60].rstrip("-") or "phrase"


def _ascii(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words[:200])
    return plain.encode("ascii", "ignore").decode().lower()
