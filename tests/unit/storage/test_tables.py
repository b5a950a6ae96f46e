"""Exports: readable by programs, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.storage.ids import new_id
from desktop.storage.tables import safe_cell, write_csv, write_json
from desktop.storage.times import from_text, to_text

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Rivera", "Rivera"),
        ("a=b", "a=b"),
        (None, ""),
        (-1, "-1"),
        (0.5, "0.5"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_quoted(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_csv_comes_back_as_it_went_in(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    assert write_csv(out, ("a", "b"), ({"a": text, "b": 1} for text in texts)) == len(texts)
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert rows == [["a", "b"], *([safe_cell(text), "1"] for text in texts)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_says_what_it_is(count: int) -> None:
    out = io.StringIO()
    assert write_json(out, "contacts", ({"id": f"é{n}"} for n in range(count)), NOW) == count
    assert json.loads(out.getvalue()) == {
        "poise_export": 1,
        "kind": "contacts",
        "exported_at": "2026-11-21T14:05:03.000Z",
        "contacts": [{"id": f"é{n}"} for n in range(count)],
    }


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))))
def test_times_come_back_to_the_millisecond(moment: datetime) -> None:
    if moment.year in (1, 9999):
        return
    assert abs(from_text(to_text(moment)) - moment) < timedelta(milliseconds=1)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_text(NOW.replace(tzinfo=None))


def test_ids_sort_by_time_in_utc_and_do_not_repeat() -> None:
    taken: set[str] = set()
    for _ in range(300):
        taken.add(new_id("c", NOW.astimezone(timezone(timedelta(hours=9))), taken))
    assert len(taken) == 300
    assert all(each.startswith("c-20261121-140503-") for each in taken)
    assert new_id("c", NOW + timedelta(seconds=1)) > max(taken)
