"""What goes into the record goes through here, and an ordinary text costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.errors import Trouble
from desktop.privacy.masker import Masker


def told_by(masker: Masker) -> list[str]:
    said: list[str] = []
    masker.on_masked = said.append
    return said


def test_one_number_is_named() -> None:
    masker = Masker()
    said = told_by(masker)
    assert masker.line(" card\n4000 0566 5566 5556 ", 200) == "card [card …5556]"
    assert said == ["A card number was kept out of the record: [card …5556]."]


def test_several_are_counted() -> None:
    masker = Masker()
    masker.choose({"order": "AB-####"}, {})
    said = told_by(masker)
    masker.lines("AB-1234\n536-90-4399", 200)
    what = "2 numbers were kept out of the record: [order], [social security number]."
    assert said == [what]


def test_a_number_is_masked_before_it_is_cut() -> None:
    """Its first half would pass for an ordinary number, and be kept."""
    assert "41111111" not in Masker().line("x" * 190 + " 4111111111111111", 200)


def test_what_is_cut_is_told_with_its_limit() -> None:
    masker = Masker()
    said = told_by(masker)
    assert masker.line("Ms Rivera of the very long company " + "x" * 200, 200).endswith("xxx")
    assert masker.lines("so\nlong " * 5_000, 10_000).startswith("so\nlong")
    assert said == [
        "Only the first 200 characters of “Ms Rivera of the ver…” were kept.",
        "Only the first 10,000 characters of “so long so long so l…” were kept.",
    ]


@pytest.mark.parametrize(
    "text",
    ["x" * 20, "  " + "x" * 20 + " \n\n ", "x" * 20 + "\u200b" * 9, "x" * 19 + "\x00", " " * 99],
)
def test_where_nothing_real_was_cut_nothing_is_told(text: str) -> None:
    masker = Masker()
    said = told_by(masker)
    masker.line(text, 20)
    masker.lines(text, 20)
    assert said == []


def test_a_text_is_measured_without_its_secrets() -> None:
    masker = Masker()
    said = told_by(masker)
    assert masker.line("to 4111 1111 1111 1111", 20) == "to [card …1111]"
    assert said == ["A card number was kept out of the record: [card …1111]."]
    masker.line("4111 1111 1111 1111 " + "x" * 20, 20)
    assert said[1] == (
        "Only the first 20 characters of “[card …1111] xxxxxxx…” were kept. "
        "A card number was kept out of the record: [card …1111]."
    )
    # What was kept is kept as it is, and told no second time.
    masker.line(masker.line("y" * 30, 20), 20)
    assert len(said) == 3


def test_signs_that_are_cleaned_away_do_not_hide_a_number() -> None:
    assert Masker().line("4111\x00\x001111\u20281111\u202e1111", 200) == "[card …1111]"


def test_exceptions_and_a_shape_that_is_none() -> None:
    masker = Masker()
    masker.choose({}, {"order": "41-##############"})
    assert masker.line("41-11111111111111", 99) == "41-11111111111111"
    with pytest.raises(Trouble):
        masker.choose({"all": "#"}, {})


def test_the_log_is_not_told() -> None:
    masker = Masker()
    said = told_by(masker)
    assert "4111" not in masker.masked("4111111111111111", is_told=False)
    assert said == []


def test_a_start_and_an_ordinary_text_import_nothing_for_it() -> None:
    code = (
        "import sys; from desktop.contacts import desk; from desktop.privacy.masker import Masker;"
        "Masker().line('Order 48-1193', 200);"
        "found = {'stdnum', 'ssl', 'socket', 'desktop.privacy.masking'} & set(sys.modules);"
        "sys.exit(', '.join(found) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_card_imports_no_library_either() -> None:
    code = (
        "import sys; from desktop.privacy.masker import Masker;"
        "assert Masker().line('4111111111111111', 200) == '[card …1111]';"
        "sys.exit(', '.join({'stdnum', 'ssl', 'socket'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
