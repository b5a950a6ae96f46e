"""What an agent is shown before anything changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.packs.archive import read_archive
from desktop.packs.changes import Change, State, compare
from desktop.packs.contents import Contents, contents_of_pack
from desktop.packs.describing import about, changes, step_from, warnings
from desktop.packs.layers import surroundings
from desktop.packs.names import OWN, SHIPPED
from desktop.packs.shelf import Installed
from tests.unit.packs.packing import book, packed, phrase_file


def contents(*files: bytes) -> Contents:
    return contents_of_pack("any", {f"{n}.yaml": each for n, each in enumerate(files)}, ())


NOTHING = Contents()


def compared(before: Contents, after: Contents, **layers: Contents) -> dict[str, Change]:
    below = {SHIPPED: layers["shipped"]} if "shipped" in layers else {}
    above = {OWN: layers["own"]} if "own" in layers else {}
    return {each.id: each for each in compare(before, after, below, above)}


def test_new_changed_removed_and_the_same() -> None:
    before = contents(book("a"), book("b"), book("c", hello="Hi."))
    after = contents(book("b"), book("c", hello="Ho."), book("d"))
    found = compared(before, after)
    assert {name: each.state for name, each in found.items()} == {
        "a": State.REMOVED,
        "b": State.SAME,
        "c": State.CHANGED,
        "d": State.NEW,
    }


def test_phrases_by_id() -> None:
    before = contents(book("a", kept="K.", changed="C.", gone="G."))
    after = contents(book("a", kept="K.", changed="Cc.", added="A."))
    change = compared(before, after)["a"]
    assert (change.new, change.changed, change.removed) == (("added",), ("changed",), ("gone",))


def test_phrases_of_shared_files_are_told_where_the_file_is() -> None:
    user = book("a") + b"      - include: s\n"
    before = contents(phrase_file("s", one="One."), user)
    after = contents(phrase_file("s", one="Won.", two="Two."), user)
    found = compared(before, after)
    assert (found["s"].is_playbook, found["s"].new, found["s"].changed) == (
        *(False, ("two",)),
        ("one",),
    )
    assert (found["a"].state, found["a"].new, found["a"].changed) == (State.CHANGED, (), ())


def test_a_file_that_moved_has_not_changed() -> None:
    one, two = contents(book("a"), book("b")), contents(book("b"), book("a"))
    assert {each.state for each in compare(one, two, {}, {})} == {State.SAME}


def test_what_it_replaces_and_what_hides_it() -> None:
    found = compared(
        NOTHING,
        contents(book("leap"), book("other")),
        shipped=contents(book("leap")),
        own=contents(book("other")),
    )
    assert found["leap"].instead_of == (SHIPPED,)
    assert found["leap"].hidden_by == ()
    assert found["other"].hidden_by == (OWN,)


def test_a_phrase_file_does_not_replace_a_playbook() -> None:
    found = compared(NOTHING, contents(book("a")), shipped=contents(phrase_file("a", x="X.")))
    assert found["a"].instead_of == ()


def test_the_words_for_it() -> None:
    below = {SHIPPED: contents(book("a"), book("c")), "base": contents(book("b"))}
    above = {"zeta": contents(book("b")), OWN: contents(book("d"))}
    before = contents(book("a", one="1.", two="2."), book("c"), book("e"))
    after = contents(
        book("a", one="1!", three="3."), book("b"), book("d"), book("e"), phrase_file("f", x="X.")
    )
    assert changes(compare(before, after, below, above)) == [
        "  changed  playbook a (instead of the shipped one)",
        "             new phrases: three",
        "             changed phrases: one",
        "             removed phrases: two",
        "  new      playbook b (instead of that of the pack `base`)",
        "             new phrases: hello",
        "  removed  playbook c (the shipped one counts again)",
        "             removed phrases: hello",
        "  new      playbook d",
        "             new phrases: hello",
        "  new      phrase file f",
        "             new phrases: x",
        "  same     e",
        "Not seen: playbook b; that of the pack `zeta` counts before it.",
        "Not seen: playbook d; your own counts before it.",
    ]


def test_nothing_changes() -> None:
    same = contents(book("a"))
    assert changes(compare(same, same, {}, {})) == ["  no playbook and no phrase changes"]


def installed(version: str, edited: tuple[str, ...] = (), signed: bytes | None = None) -> Installed:
    pack = read_archive(packed(version=version))
    return Installed(Path(), pack.manifest, pack.manifest_bytes, signed, edited, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, "1.0", "No version"),
        ("1.0", "1.1", "follows 1.0"),
        ("1.10", "1.9", "older than 1.10"),
        ("1.0", "1", "same number"),
    ],
)
def test_the_way_from_one_version_to_another(old: str | None, new: str, said: str) -> None:
    before = installed(old) if old else None
    assert said in step_from(before, read_archive(packed(version=new)).manifest, is_same=False)


def test_the_same_version_again() -> None:
    assert "very version" in step_from(installed("1.0"), installed("1.0").manifest, is_same=True)


def test_what_a_pack_says_of_itself() -> None:
    assert about(installed("1.0").manifest, "not signed") == [
        "team 1.0, kept by Marta",
        "  made 2026-10-01 09:00 UTC, 1 file",
        "  not signed",
    ]


def test_warnings() -> None:
    assert warnings(None) == []
    assert warnings(installed("1.0"), read_archive(packed())) == []
    assert "a.yaml" in warnings(installed("1.0", edited=("a.yaml",)))[0]
    [warning] = warnings(installed("1.0", signed=b"{}"), read_archive(packed()))
    assert "a signature that cannot be read, this one not at all" in warning


def test_the_layers_around_a_pack(tmp_path: Path) -> None:
    shipped, root, own = tmp_path / "shipped", tmp_path / "packs", tmp_path / "own"
    for folder, name in (
        (shipped, "leap"),
        (root / "alpha" / "0001-1.0", "alpha-book"),
        (root / "team" / "0001-1.0", "team-book"),
        (root / "zeta" / "0001-1.0", "zeta-book"),
        (own, "own-book"),
    ):
        folder.mkdir(parents=True)
        (folder / "a.yaml").write_bytes(book(name))
        pointer = folder.parent / "current.json"
        pointer.write_text('{"current": "0001-1.0", "previous": null}')
    around = surroundings("team", shipped, root, own)
    assert list(around.below) == [SHIPPED, "alpha"]
    assert list(around.above) == ["zeta", OWN]
    assert [name for each in around.reachable for name in each.playbooks] == [
        *("leap", "alpha-book", "zeta-book"),
    ]
