"""A text that is shown to others does not say whose computer it comes from."""

from __future__ import annotations

import pytest

from desktop.privacy.anonymous import Anonymiser, without_quotations

HERE = Anonymiser(
    {
        "/home/anna": "~",
        "/home/anna/.config/poise": "<config>",
        "/srv/acme/": "<program>",
        r"C:\Users\Anna Quux": "~",
        "/": "<never>",
    },
    users=["anna", "Anna Quux", "Quux", "user", "q"],
    hosts=["pc-0042", "pc-0042.acme.example", "vm"],
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/anna/x is gone", "~/x is gone"),
        ("in /home/anna.", "in ~."),
        ("/home/anna/.config/poise/settings.yaml", "<config>/settings.yaml"),
        (
            "/srv/acme/desktop/a.py and /srv/acme-other",
            "<program>/desktop/a.py and /srv/acme-other",
        ),
        ("/home/annabel/x, /Users/Bob/y", "/home/<user>/x, /Users/<user>/y"),
        ("/home/‹user›/x", "/home/<user>/x"),
        (r"C:\Users\Anna Quux\poise and c:/users/anna quux", "~\\poise and ~"),
        (r"'C:\\Users\\Anna Quux\\x'", r"'~\\x'"),
        (r"D:\Users\Bob\x", r"D:\Users\<user>\x"),
        ("/tmp/of-anna_1/x, ANNA", "/tmp/of-<user>_1/x, <user>"),
        ("joanna has a q", "joanna has a q"),
        ("Anna Quux, Quux", "<user>, <user>"),
        ("a <user> of the vm", "a <<user>> of the <host>"),
        ("PC-0042.acme.example, pc-0042: no", "<host>, <host>: no"),
        ("mail to ann@acme.example, or a@b", "mail to <address>, or <address>"),
        ("at 10.0.0.12, or 192.168.1.1:80", "at <address>, or <address>:80"),
        ("Qt 6.11.3, 2026-11-21 14:05:03,123", "Qt 6.11.3, 2026-11-21 14:05:03,123"),
        ("order 123456, 12345, x1234567y", "order #, 12345, x#y"),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    assert HERE.text(text) == shown


def test_a_stand_in_is_no_text_to_look_through() -> None:
    anonymiser = Anonymiser({"/home/ann": "<data>"}, ["data", "ann"], ["user"])
    assert anonymiser.text("/home/ann/x of ann at user") == "<data>/x of <user> at <host>"


def test_nothing_known_is_no_error() -> None:
    assert Anonymiser({}, [], []).text("Poise has 1234567 lines") == "Poise has # lines"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("KeyError: 'Ms Rivera'", "KeyError: <text>"),
        ("the agent's name was not written: no", "the agent's name was not written: no"),
        ("no “a b”, ‘c’, «d», `e f`", "no <text>, <text>, <text>, <text>"),
        ('  File "/x/y.py", line 3, in z', '  File "/x/y.py", line 3, in z'),
        ('name "Ben" is unknown', "name <text> is unknown"),
    ],
)
def test_quotations_are_somebodys_words(text: str, shown: str) -> None:
    assert without_quotations(text) == shown
