"""Two ways of writing one name or reference are equal; two names are not."""

from __future__ import annotations

import pytest

from desktop.contacts.keys import customer_key, folded, reference_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ms Rivera", "  MS   RIVERA "),
        ("Rivera, Ana", "rivera ana"),
        ("Ångström", "ANGSTRO\N{COMBINING DIAERESIS}M"),
        ("Weiß", "WEISS"),
        ("İnci", "inci"),
        ("Jean-Luc O’Neil", "jean luc o'neil"),
        ("ﬁnn", "FINN"),
        ("देवी", " देवी."),
    ],
)
def test_a_name_written_in_two_ways(one: str, other: str) -> None:
    assert customer_key(one) == customer_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Rivera", "Riviera"), ("Ana Rivera", "Anar Ivera"), ("देवी", "देव")]
)
def test_other_names(one: str, other: str) -> None:
    assert customer_key(one) != customer_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("#T-104 b", "t104B"), ("RF 000/12", "rf-00012"), ("№ 7", "no7")]
)
def test_a_reference_written_in_two_ways(one: str, other: str) -> None:
    assert reference_key(one) == reference_key(other) != ""


@pytest.mark.parametrize("text", ["", "   ", "-", "?!", "\N{COMBINING ACUTE ACCENT}"])
def test_what_has_no_letter_is_no_key(text: str) -> None:
    assert customer_key(text) == reference_key(text) == ""


def test_folding_twice_changes_nothing() -> None:
    for text in ("Straße İ ﬁ Ångström", "ΑΣ", "ǆ", "ｗｉｄｅ"):
        assert folded(folded(text)) == folded(text)
