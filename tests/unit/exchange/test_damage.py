"""Damaged and hostile files: nothing but `Trouble`, soon (great numbers: `tests.fuzz.exchange`)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.exchange import SEEDS, TOKENS, damaged, feed

EVERY = tuple(each for many in SEEDS.values() for each in many)
OUTCOMES = ("taken", "refused", "empty")


@pytest.mark.parametrize("name", SEEDS)
def test_the_undamaged_ones_are_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "_other.yml").write_text("matches: []")
    assert [feed(name, seed, tmp_path) for seed in SEEDS[name]] == ["taken"] * len(SEEDS[name])


@settings(
    max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(sorted(SEEDS)), st.randoms(use_true_random=False))
def test_damaged_ones_break_nothing(tmp_path: Path, name: str, dice: random.Random) -> None:
    data = damaged(dice, dice.choice(SEEDS[name]), EVERY)
    assert feed(name, data, tmp_path) in OUTCOMES


@settings(
    max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(sorted(SEEDS)),
    st.one_of(
        st.binary(max_size=300), st.lists(st.sampled_from(TOKENS), max_size=30).map(b"".join)
    ),
)
def test_any_bytes_break_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    assert feed(name, data, tmp_path) in OUTCOMES
