"""Programs that hang or die in the worst moment; the agent's own clipboard can be private."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from Xlib import X, display
from Xlib.protocol import request

from tests.rig import wait
from tests.rig.clipboard import Clipboards, Reader, rich
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad, Target, Xterm

TEXT = "the phrase – 🙂"
PRIVATE = "PRIVATE note about somebody else"


def started(poise: Poise, target: Target) -> None:
    poise.write_playbook("hung", TEXT)
    poise.run()
    poise.start("hung")
    target.focus()


def keeper_of(poise: Poise) -> int:
    """The process that holds the clipboard for a running Poise."""

    def found() -> int:
        for pid in poise.family():
            if pid != poise.pid and b"keeper" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        return 0

    return wait.until(found, "the clipboard keeper")


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda poise: poise.quit(), id="quit"),
        pytest.param(lambda poise: poise.kill9(), id="kill-9"),
        pytest.param(lambda _poise: wait.pass_by(12), id="after-12s"),
    ],
)
def test_a_hung_chat_never_gets_the_private_clipboard(
    poise: Poise,
    target: Target,
    clipboards: Clipboards,
    clipboard: Reader,
    end: Callable[[Poise], None],
) -> None:
    started(poise, target)
    clipboards.own_text(PRIVATE)
    with target.hung():
        assert press(poise, target)["outcome"] == "unconfirmed"
        end(poise)
        wait.until(lambda: clipboard.text() == PRIVATE, "the clipboard to be back")
    if isinstance(target, ChromiumChat):
        # It drops a paste in the middle of which it learns that the clipboard has changed hands,
        # and here it learns late. Then the field stays empty, as the agent was told it might.
        wait.until(lambda: target.paste_count() == 1, "the paste")
        assert target.text() in (TEXT, "")
    else:
        target.wait_text(TEXT)
    assert clipboard.text() == PRIVATE


def test_a_hung_keeper_does_not_block_poise(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    clipboards.own_text("mine")
    press(poise, editor)
    editor.wait_text(TEXT)
    wait.until(lambda: clipboard.text() == "mine", "the keeper to have the clipboard back")

    def outcome() -> str:
        before = poise.last()
        editor.desk.keys.tap(poise.chord("insert-1"), into=editor.window)
        return str(poise.outcome_after(before, timeout_s=12)["outcome"])

    with frozen(keeper_of(poise)):
        # What the agent had copied is in the hung keeper, so nothing may take its place ...
        assert outcome() == "refused"
        # ... until the agent has copied something else, which another keeper can save.
        clipboards.own_text("newer")
        wait.until(lambda: outcome() == "confirmed", "a keeper that answers", 20)
        wait.until(lambda: clipboard.text() == "newer", "the clipboard to be back")
        poise.quit()


def test_a_client_that_dies_while_it_asks_harms_nobody(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    clipboards.own_rich()
    press(poise, editor)
    editor.wait_text(TEXT)
    wait.until(lambda: clipboard.targets() == sorted(rich()), "the clipboard to be back")
    rude = display.Display(editor.desk.display)
    window = rude.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    for target in ("MULTIPLE", "image/png", "TARGETS"):
        request.ConvertSelection(
            display=rude.display,
            requestor=window.id,
            selection=rude.intern_atom("CLIPBOARD"),
            target=rude.intern_atom(target),
            property=rude.intern_atom("RUDE"),
            time=X.CurrentTime,
        )
    window.destroy()
    rude.sync()
    rude.close()
    assert clipboard.everything() == rich()


def test_a_page_that_is_busy_with_the_paste_still_gets_the_phrase(
    poise: Poise, chat: ChromiumChat, clipboards: Clipboards, clipboard: Reader
) -> None:
    """Chromium reads once before the page's own program hears of the paste, and once after."""
    started(poise, chat)
    clipboards.own_text(PRIVATE)
    with chat.busy_when_pasted_into(ms=1500):
        assert press(poise, chat)["outcome"] == "confirmed"
        chat.wait_text(TEXT)
    wait.until(lambda: clipboard.text() == PRIVATE, "the clipboard to be back")


def test_a_phrase_nobody_read_leaves_the_clipboard_when_a_terminal_comes_next(
    poise: Poise, chat: ChromiumChat, terminal: Xterm, clipboards: Clipboards, clipboard: Reader
) -> None:
    """xterm pastes from the other one of X11's two clipboards."""
    started(poise, chat)
    clipboards.own_text(PRIVATE)
    with chat.hung():
        assert press(poise, chat)["outcome"] == "unconfirmed"
        terminal.focus()
        assert press(poise, terminal)["outcome"] == "confirmed"
        terminal.wait_text(TEXT)
        wait.until(lambda: clipboard.text() == PRIVATE, "the clipboard to be back")
