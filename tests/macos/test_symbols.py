"""Every name of Apple's that the macOS room uses exists, and is used with what it takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.macos import frameworks
from tests.macos.world import World

ROOM = Path(__file__).parents[2] / "desktop" / "oslayer" / "macos"

NOT_TOLD = {
    "_setPreventsActivation:": "private; FB16484811, and seen to work by others on macOS 13 to 26",
    "beginActivityWithOptions:reason:": "foundation/processinfo/beginactivity(options:reason:)",
    "endActivity:": "foundation/processinfo/endactivity(_:)",
    "makeKeyAndOrderFront:": "appkit/nswindow/makekeyandorderfront(_:)",
    "opened:withReply:": "no method of Apple's: PoiseOpener's own",
    "removeEventHandlerForEventClass:andEventID:": "foundation/nsappleeventmanager/"
    "removeeventhandler(foreventclass:andeventid:)",
    "heard:": "no method of Apple's: PoiseHearer's own",
    "removeObserver:": "foundation/notificationcenter/removeobserver(_:)",
    "runningApplicationWithProcessIdentifier:": "appkit/nsrunningapplication/"
    "init(processidentifier:)",
    "setCollectionBehavior:": "appkit/nswindow/collectionbehavior-swift.property",
    "setLevel:": "appkit/nswindow/level-swift.property",
    "setSharingType:": "appkit/nswindow/sharingtype-swift.property",
    "setStyleMask:": "appkit/nswindow/stylemask-swift.property",
    "yieldActivationToApplication:": "appkit/nsapplication/yieldactivation(to:)",
    "dataForType:": "appkit/nspasteboarditem/data(fortype:)",
    "requestWithIdentifier:content:trigger:": "usernotifications/unnotificationrequest/"
    "init(identifier:content:trigger:)",
    "URLWithString:": "foundation/nsurl/init(string:)",
    "setDelegate:": "usernotifications/unusernotificationcenter/delegate",
    "setBody:": "usernotifications/unmutablenotificationcontent/body",
    "setTitle:": "usernotifications/unmutablenotificationcontent/title",
}
"""Methods with nothing but objects and plain numbers, of which the wheels say nothing: where
Apple's documentation has each (below developer.apple.com/documentation/)."""

CLASSES_NOT_TOLD = {
    "UserNotifications.UNMutableNotificationContent": "usernotifications/"
    "unmutablenotificationcontent",
}
"""Classes of which the same is true."""


@cache
def metadata(framework: str) -> str:
    return frameworks.metadata(framework)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOM.glob("*.py")):
        yield file.name, ast.parse(file.read_text(encoding="utf-8"))


def names_used() -> list[tuple[str, str]]:
    """Framework and name of everything that is taken from one."""
    found = {
        (node.value.id, node.attr)
        for _file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in frameworks.FRAMEWORKS
    }
    return sorted(found)


def selectors_used() -> list[str]:
    """Every method that is called, or that Apple calls, with arguments."""
    found = set()
    for _file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr.endswith("_"):
                found.add(node.attr)
            elif isinstance(node, ast.FunctionDef) and node.name.endswith("_"):
                found.add(node.name)
    plain = {each for each in found if not each.startswith("__")}
    return sorted(f"{each[0]}{each[1:].replace('_', ':')}" for each in plain)


@pytest.mark.parametrize(("framework", "name"), names_used())
def test_the_framework_has_it(framework: str, name: str) -> None:
    full = f"{framework}.{name}"
    assert frameworks.knows(metadata(framework), name) is not (full in CLASSES_NOT_TOLD), full


@pytest.mark.parametrize("selector", selectors_used())
def test_the_method_exists(selector: str) -> None:
    texts = [metadata(each) for each in frameworks.FRAMEWORKS]
    is_told = any(f'b"{selector}"' in text for text in texts)
    assert is_told is not (selector in NOT_TOLD), selector


def test_every_method_that_was_looked_up_by_hand_is_used() -> None:
    assert set(NOT_TOLD) <= set(selectors_used())
    assert set(CLASSES_NOT_TOLD) <= {".".join(each) for each in names_used()}


def test_functions_get_as_many_arguments_as_they_take() -> None:
    checked = 0
    for file, tree in trees():
        for node in ast.walk(tree):
            function = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(node, ast.Call)
                and isinstance(function, ast.Attribute)
                and isinstance(function.value, ast.Name)
                and function.value.id in frameworks.FRAMEWORKS
            ):
                takes = frameworks.arguments_of(metadata(function.value.id), function.attr)
                if takes is not None:
                    assert len(node.args) == takes, f"{file}:{node.lineno} {function.attr}"
                    checked += 1
    assert checked > 15


def test_the_mac_that_is_none_has_the_real_values() -> None:
    compared = 0
    for framework, module in World().modules().items():
        for name, value in vars(module).items():
            real = frameworks.value_of(metadata(framework), name)
            if real is not None:
                assert value == real, f"{framework}.{name}"
                compared += 1
    assert compared > 15


def test_numbers_that_are_written_out_are_apples() -> None:
    app_kit = metadata("AppKit")
    for name, value in {
        "NSWindowStyleMaskNonactivatingPanel": 1 << 7,
        "NSWindowCollectionBehaviorCanJoinAllSpaces": 1 << 0,
        "NSWindowCollectionBehaviorMoveToActiveSpace": 1 << 1,
        "NSWindowCollectionBehaviorTransient": 1 << 3,
        "NSWindowCollectionBehaviorIgnoresCycle": 1 << 6,
        "NSWindowCollectionBehaviorFullScreenAuxiliary": 1 << 8,
        "NSWindowSharingNone": 0,
        "NSWindowSharingReadOnly": 1,
        "NSStatusWindowLevel": 25,
        "NSPasteboardAccessBehaviorDefault": 0,
        "NSPasteboardAccessBehaviorAsk": 1,
        "NSApplicationActivationPolicyAccessory": 1,
        "NSNormalWindowLevel": 0,
        "NSFloatingWindowLevel": 3,
        "NSModalPanelWindowLevel": 8,
        "NSPasteboardAccessBehaviorAlwaysDeny": 3,
        "NSApplicationActivateIgnoringOtherApps": 2,
    }.items():
        assert frameworks.value_of(app_kit, name) == value, name


@pytest.mark.parametrize(
    ("encoding", "types"),
    [
        ("v", ["v"]),
        ("vI^{__CGEvent=}", ["v", "I", "^{__CGEvent=}"]),
        ("i^{__AXUIElement=}^{__CFString=}^@", ["i", "^{__AXUIElement=}", "^{__CFString=}", "^@"]),
        ("v@:@?{a=[4f](b=c)}Z", ["v", "@", ":", "@?", "{a=[4f](b=c)}", "Z"]),
    ],
)
def test_type_encodings_are_taken_apart(encoding: str, types: list[str]) -> None:
    assert frameworks.types_of(encoding) == types
