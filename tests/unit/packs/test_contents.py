"""Every mistake in a pack's playbooks is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.packs.contents import (
    BrokenPlaybooks,
    Contents,
    contents_of_folder,
    contents_of_pack,
)
from tests.unit.packs.packing import book, phrase_file


def mistakes(files: dict[str, bytes], *around: Contents) -> list[str]:
    with pytest.raises(BrokenPlaybooks) as caught:
        contents_of_pack("team 1.0", files, around)
    assert "team 1.0" in caught.value.what
    assert caught.value.remedy
    return [str(problem) for problem in caught.value.problems]


def leading(to: str) -> bytes:
    return book("b") + f"    branches: [{{id: go, label: Go, playbook: {to}}}]\n".encode()


def using(what: str) -> bytes:
    return book("b") + f"      - use: {what}\n".encode()


def test_each_mistake_with_its_file_and_line() -> None:
    broken = book("b").replace(b"goal:", b"goel:")
    found = mistakes({"a.yaml": book("a"), "b.yaml": broken, "c.yaml": b"", "d.yml": b"\xff"})
    assert [each.split(": ")[0] for each in found] == [
        *("b.yaml:8:5", "c.yaml:1:1", "d.yml:1:1"),
    ]
    assert "goel" in found[0]


def test_one_mistake_is_said_as_one() -> None:
    with pytest.raises(BrokenPlaybooks, match="have a mistake"):
        contents_of_pack("team 1.0", {"a.yaml": b""}, ())


def test_two_playbooks_with_the_same_id() -> None:
    [found] = mistakes({"a.yaml": book("same"), "b.yaml": book("same")})
    assert found.startswith("b.yaml:2:5: The playbook id `same` is also used in a.yaml.")


def test_two_phrase_files_with_the_same_id() -> None:
    file = phrase_file("same", hello="Hi.")
    [found] = mistakes({"a.yaml": file, "b.yaml": file})
    assert "phrase file id `same`" in found


def test_a_branch_that_leads_nowhere() -> None:
    [found] = mistakes({"b.yaml": leading("lost")})
    assert found.startswith("b.yaml:11:46: ")
    assert "no playbook `lost`" in found


def test_shared_phrases_that_are_not_there() -> None:
    [found] = mistakes({"b.yaml": using("lost/hello")})
    assert "no phrase file `lost`" in found


def test_what_is_there_may_be_led_to_and_used() -> None:
    shipped = contents_of_pack("shipped", {"s.yaml": book("lost")}, ())
    shared = contents_of_pack("other", {"s.yaml": phrase_file("lost", hey="Hey.")}, ())
    found = contents_of_pack("team", {"b.yaml": leading("lost")}, (shipped,))
    assert list(found.playbooks) == ["b"]
    found = contents_of_pack("team", {"b.yaml": using("lost/hey")}, (shared,))
    assert [each.id for each in found.playbooks["b"].steps[0].phrases] == ["hello", "hey"]


def test_what_has_a_mistake_is_still_known_to_the_others() -> None:
    files = {"b.yaml": leading("c"), "c.yaml": book("c") + b"oops: 1\n"}
    [found] = mistakes(files)
    assert found.startswith("c.yaml:")


def test_the_rest_is_not_read_when_there_are_very_many_mistakes() -> None:
    broken = book("b") + b"".join(b"wrong%d: 1\n" % n for n in range(150))
    found = mistakes({f"{n:03}.yaml": broken for n in range(100)})
    assert {each.split(":")[0] for each in found} <= {"000.yaml", "001.yaml"}


def test_the_rest_is_not_read_when_very_much_of_it_is_broken() -> None:
    broken = b"[" + b"[]," * 200_000
    found = mistakes({f"{n}.yaml": broken for n in range(6)})
    assert len(found) == 2


def test_an_installed_folder_gives_what_is_good_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(book("a"))
    (tmp_path / "b.yaml").write_bytes(b"broken: [")
    (tmp_path / "c.yaml").write_bytes(phrase_file("c", hello="Hi."))
    found = contents_of_folder(tmp_path)
    assert list(found.playbooks) == ["a"]
    assert list(found.phrase_files) == ["c"]
    assert contents_of_folder(tmp_path / "nowhere") == Contents()
