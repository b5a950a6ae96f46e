"""Every shipped playbook, walked along every path with the cockpit's verbs and a real record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from desktop.contacts.store import all_contacts
from desktop.errors import Trouble
from desktop.guide.folder import playbook_files
from desktop.guide.model import RETURN, Branch, Place, Playbook, Step
from desktop.guide.reader import read
from desktop.guide.walk import following
from desktop.paths import shipped_playbooks
from tests.unit.cockpit.room import Room

FOUND = [read(path).playbook for path in playbook_files(shipped_playbooks())]
PLAYBOOKS = [each for each in FOUND if each is not None]
SHARED = [each for each in PLAYBOOKS if not each.is_private]
PRIVATE = [each for each in PLAYBOOKS if each.is_private]
EACH = pytest.mark.parametrize("playbook", SHARED, ids=[each.id for each in SHARED])
EACH_PRIVATE = pytest.mark.parametrize("playbook", PRIVATE, ids=[each.id for each in PRIVATE])


@pytest.fixture(scope="module")
def shared_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("walks")
    for path in playbook_files(shipped_playbooks()):
        shutil.copy(path, folder)
    made = Room(folder)
    yield made
    assert made.ledger.close(20) == 0


@pytest.fixture
def room(shared_room: Room) -> Iterator[Room]:
    yield shared_room
    shared_room.cockpit.aside = None
    while shared_room.desk.current is not None:
        shared_room.cockpit.end("solved")


class Walker:
    """Walks with the verbs, and looks after each where that led."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.taken: set[tuple[str, str]] = set()  # a step and a branch ("" for Next)

    @property
    def place(self) -> Place:
        """Where the agent stands by what the cockpit says."""
        playbook, step = self.room.cockpit.playbook, self.room.cockpit.step
        assert playbook is not None
        assert step is not None
        return Place(playbook.id, step.id)

    @property
    def depth(self) -> int:
        """How many steps `back` could go back, and the one stood on."""
        assert self.room.desk.current is not None
        return len(self.room.desk.current.walk.path)

    def back_to(self, depth: int, place: Place) -> None:
        """Go back step by step."""
        while self.depth > depth:
            self.room.cockpit.back()
        assert (self.depth, self.place) == (depth, place)

    def take_side_trips(self, playbook: Playbook, step: Step) -> None:
        """From a step into the stop lines and each playbook it calls, and back again."""
        here, depth = Place(playbook.id, step.id), self.depth
        if playbook.id != self.room.cockpit.stop_lines_playbook:
            self.room.cockpit.stop_lines()
            assert self.place == Place("stop-lines", "which")
            self.room.cockpit.back()
            self.back_to(depth, here)
            self.room.cockpit.stop_lines()
            self.return_from(here)
            self.back_to(depth, here)
        for branch in step.branches:
            if branch.step == RETURN:
                self.go(step, branch.id)  # nobody called: it leads where `playbook` says
                assert self.place.playbook == branch.playbook
                self.back_to(depth, here)
            elif branch.playbook:
                self.go(step, branch.id)
                assert self.place.playbook == branch.playbook
                self.return_from(here)
                self.back_to(depth, here)

    def return_from(self, home: Place) -> None:
        """Walk the called playbook to each of its ways back; each leads to the step it was
        called from."""
        playbook = self.room.cockpit.playbook
        assert playbook is not None
        if self.room.cockpit.aside is not None:
            self.room.cockpit.leave_aside()
            assert self.place == home
            return
        first, start = self.place, self.depth
        homecomings = 0
        for path in ways_to_return(playbook):
            for branch_id in path:
                self.room.cockpit.next(branch_id or None)
            assert self.place == home, (playbook.id, path)
            homecomings += 1
            self.back_to(start, first)
        assert homecomings, playbook.id

    def go(self, step: Step, branch_id: str) -> None:
        """Take one way on."""
        self.taken.add((step.id, branch_id))
        self.room.cockpit.next(branch_id or None)

    def walk_on(self, playbook: Playbook, step: Step, path: tuple[str, ...]) -> None:
        """Walk every path from here that comes to no step twice."""
        here, depth = Place(playbook.id, step.id), self.depth
        if not any(taken == step.id for taken, _ in self.taken):
            self.take_side_trips(playbook, step)
        for branch_id, target in ways(playbook, step):
            self.go(step, branch_id)
            assert self.place == Place(playbook.id, target), (step.id, branch_id)
            if target not in path:
                after = playbook.step(target)
                assert after is not None
                self.walk_on(playbook, after, (*path, target))
            self.back_to(depth, here)


def ways(playbook: Playbook, step: Step) -> list[tuple[str, str]]:
    """The ways on within the playbook: a branch ("" for Next) and the step it leads to."""
    found = [(each.id, each.step) for each in step.branches if is_within(each)]
    after = following(playbook, step)
    return found if after is None else [("", after.id), *found]


def is_within(branch: Branch) -> bool:
    """Whether it leads to a step of its own playbook."""
    return bool(branch.step) and branch.step != RETURN


def ways_to_return(playbook: Playbook) -> list[tuple[str, ...]]:
    """The shortest walk to each step from which a branch returns, that branch included."""
    walks: dict[str, tuple[str, ...]] = {playbook.steps[0].id: ()}
    pending = [playbook.steps[0]]
    while pending:
        step = pending.pop(0)
        for branch_id, target in ways(playbook, step):
            if target not in walks:
                walks[target] = (*walks[step.id], branch_id)
                after = playbook.step(target)
                assert after is not None
                pending.append(after)
    return [
        (*walks[step.id], branch.id)
        for step in playbook.steps
        for branch in step.branches
        if branch.step == RETURN
    ]


@EACH
def test_every_path_can_be_walked(room: Room, playbook: Playbook) -> None:
    contact_id = room.cockpit.start(playbook.id)
    walker = Walker(room)
    walker.walk_on(playbook, playbook.steps[0], (playbook.steps[0].id,))
    every_way = {(step.id, branch.id) for step in playbook.steps for branch in step.branches}
    goes_on = {(step.id, "") for step in playbook.steps if following(playbook, step)}
    assert walker.taken == every_way | goes_on
    assert room.desk.current is not None
    path = room.desk.current.walk.path
    stored = room.ledger.read(lambda connection: list(all_contacts(connection))).result(20)
    assert [each.path for each in stored if each.contact.id == contact_id] == [path]


@EACH
def test_next_alone_leads_from_the_first_step_to_where_a_contact_may_end(
    room: Room, playbook: Playbook
) -> None:
    room.cockpit.start(playbook.id)
    walker = Walker(room)
    seen = [walker.place]
    while (step := room.cockpit.step) is not None and following(playbook, step) is not None:
        room.cockpit.next()
        seen.append(walker.place)
        assert seen.count(walker.place) == 1
    assert step is not None
    assert step.outcomes
    with pytest.raises(Trouble, match=r"This is the last step of .*End the contact"):
        room.cockpit.next()
    assert walker.place == seen[-1]
    for place in reversed(seen[:-1]):
        room.cockpit.back()
        assert walker.place == place
    with pytest.raises(Trouble, match="first step"):
        room.cockpit.back()


@EACH_PRIVATE
def test_every_path_of_a_private_playbook_leaves_no_trace(room: Room, playbook: Playbook) -> None:
    contact_id = room.cockpit.start("leap")
    walker = Walker(room)
    home, homecomings = walker.place, 0
    pending: list[tuple[str, ...]] = [()]
    known = {playbook.steps[0].id}
    taken: set[tuple[str, str]] = set()
    while pending:
        path = pending.pop()
        _walk_aside(room, playbook, path)
        step = room.cockpit.step
        assert step is not None
        for branch_id, target in ways(playbook, step):
            _walk_aside(room, playbook, (*path, branch_id))
            assert walker.place == Place(playbook.id, target)
            taken.add((step.id, branch_id))
            room.cockpit.back()
            assert walker.place == Place(playbook.id, step.id)
            if target not in known:
                known.add(target)
                pending.append((*path, branch_id))
        leaving = [each.id for each in step.branches if each.step == RETURN]
        for branch_id in leaving if following(playbook, step) else [*leaving, ""]:
            _walk_aside(room, playbook, (*path, branch_id))
            assert room.cockpit.aside is None
            assert walker.place == home
            homecomings += 1
    assert known == {step.id for step in playbook.steps}
    assert homecomings >= len(playbook.steps)
    stored = room.ledger.read(lambda connection: list(all_contacts(connection))).result(20)
    [contact] = [each for each in stored if each.contact.id == contact_id]
    assert [each.kind for each in contact.events] == ["started", "step"]


def _walk_aside(room: Room, playbook: Playbook, path: tuple[str, ...]) -> None:
    room.cockpit.choose_playbook(playbook.id)
    for branch_id in path:
        room.cockpit.next(branch_id or None)
