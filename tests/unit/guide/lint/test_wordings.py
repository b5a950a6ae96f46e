"""The list of what must not be said: the shipped one, and a team's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.guide.lint.linter import lint_paths
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.wordings import Wordings, read_wordings, said_in
from desktop.paths import resource
from tests.unit.guide.lint.conftest import TODAY, places, saying

SHIPPED = resource("wordings.yaml")
ENTRY = "  - {{id: {0}, says: {1}, reason: it grates., instead: Say it kindly.{2}}}\n"


def team(tmp_path: Path, *entries: str, rest: str = "") -> Wordings:
    path = tmp_path / "wordings.yaml"
    path.write_text("wordings:\n" + "".join(entries) + rest, encoding="utf-8")
    return read_wordings([SHIPPED, path])


def said(wordings: Wordings, text: str) -> list[str]:
    return [f"{wording.id}: {words}" for wording, words in said_in(text, wordings.all)]


def test_the_shipped_list_has_no_mistakes() -> None:
    wordings = read_wordings([SHIPPED])
    assert wordings.problems == []
    assert len(wordings.all) >= 20
    for wording in wordings.all:
        assert wording.reason[0].islower(), "it follows a colon"
        assert wording.reason.endswith(".")
        assert wording.instead.endswith(".")
        assert wording.severity is not Severity.ERROR


@pytest.mark.parametrize("name", ["none.yaml", "nul\0"])
def test_a_missing_file_is_an_empty_one(tmp_path: Path, name: str) -> None:
    assert len(read_wordings([SHIPPED, tmp_path / "none.yaml"]).all) >= 20
    assert read_wordings([tmp_path / name]).all == ()


def test_a_team_adds_replaces_and_allows(tmp_path: Path) -> None:
    wordings = team(
        tmp_path,
        ENTRY.format("crap", "[crap*]", ""),
        ENTRY.format("calm-down", "[zen]", ""),
        rest="allow: [policy, jargon]\n",
    )
    assert wordings.problems == []
    assert said(wordings, "What a crappy day. Relax, our policy is zen") == [
        "calm-down: zen",
        "crap: crappy",
    ]


@pytest.mark.parametrize(
    ("says", "text", "found"),
    [
        ("[what ... think]", "What on earth did you think of", "What on earth did you think"),
        ("[what ... think]", "What one two three four five think", ""),
        ("[what ... think]", "What? I think so", ""),
        ("[well done!]", "Well  done ! Now", "Well  done !"),
        ("[c++ (old)]", "our c++ (old) one", "c++ (old)"),
        ("['no.']", "I said no. Then", "no."),
        ("[straße]", "Die STRASSE und Straße", "Straße"),
        ("['it’s']", "it's", "it's"),
        ("[a*]", "Ask", "Ask"),
    ],
)
def test_how_words_are_found(tmp_path: Path, says: str, text: str, found: str) -> None:
    wordings = team(tmp_path, ENTRY.format("x", says, ""), rest="allow: []\n")
    assert wordings.problems == []
    assert [w for n, _, w in (s.partition(": ") for s in said(wordings, text)) if n == "x"] == (
        [found] if found else []
    )


def test_unless(tmp_path: Path) -> None:
    wordings = team(tmp_path, ENTRY.format("x", "[nope]", ", unless: [but, what I can do]"))
    assert said(wordings, "Nope.") == ["x: Nope"]
    assert said(wordings, "Nope, but…") == []
    assert said(wordings, "Nope. Here’s what I can do") == []


def test_mistakes_have_places_and_the_rest_counts(tmp_path: Path) -> None:
    wordings = team(
        tmp_path,
        ENTRY.format("good", "[zen]", ""),
        ENTRY.format("good", "[again]", ""),
        ENTRY.format("Bad Id", "[x]", ""),
        ENTRY.format("empty", "['...']", ""),
        ENTRY.format("graver", "[y]", ", severity: error"),
        ENTRY.format("odd", "[y]", ", says-not: z"),
        "  - {id: bare}\n",
        "  - just text\n",
        rest="allow: [calm-dwn]\nalow: [x]\n",
    )
    found = [f"{each.line}:{each.column}: {each.what}" for each in wordings.problems]
    expected = [
        ("3:10", "The wording id `good` is used twice (first in line 2)."),
        ("4:10", "`Bad Id` cannot be an id."),
        ("5:24", "This has no word in it."),
        ("6:84", "A wording is no mistake in the file."),
        ("7:71", "A wording has no key `says-not`."),
        ("8:5", "This wording has no `says`."),
        ("8:5", "This wording has no `reason`."),
        ("8:5", "This wording has no `instead`."),
        ("9:5", "An entry of `wordings` must be a mapping, but is text."),
        ("10:9", "There is no wording `calm-dwn` to allow."),
        ("11:1", "A list of wordings has no key `alow`."),
    ]
    assert [message.split(":")[0] for message in found] == [p.split(":")[0] for p, _ in expected]
    for place, words in expected:
        assert any(message.startswith(place) and words in message for message in found), found
    assert all(each.remedy for each in wordings.problems)
    assert said(wordings, "zen") == ["good: zen"]


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "wordings: x\n", "wordings: [\n", "\t"])
def test_a_file_of_another_kind(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wordings.yaml"
    path.write_text(text)
    wordings = read_wordings([SHIPPED, path])
    assert len(wordings.problems) == 1
    assert len(wordings.all) >= 20


def test_an_empty_file_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "wordings.yaml"
    path.write_text("# nothing yet\n")
    assert read_wordings([path]).problems == []


def test_mistakes_in_the_list_are_findings(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(saying("Relax"))
    wordings = team(tmp_path, "  - {id: bare}\n")
    result = lint_paths([tmp_path / "a.yaml"], None, wordings, TODAY)
    assert [each.rule for each in result.findings] == ["format"] * 3 + ["forbidden-wording"]
    assert places(list(result.findings))[0] == "2:5"
    assert result.findings[0].problem.path.name == "wordings.yaml"


def test_a_wording_may_be_advice(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(saying("Zen"))
    wordings = team(tmp_path, ENTRY.format("x", "[zen]", ", severity: advice"))
    [finding] = lint_paths([tmp_path / "a.yaml"], None, wordings, TODAY).findings
    assert finding.severity is Severity.ADVICE


def test_a_long_text_of_nearly_forbidden_words_is_read_at_once(tmp_path: Path) -> None:
    wordings = team(tmp_path, ENTRY.format("x", "[there ... is ... nothing]", ""))
    assert said(wordings, "there is " * 2000) == []
