"""Zendesk macros and Freshdesk canned responses, made by us as their API references show them.

Both are services on the web, which have no program that could be installed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.guide.model import Variant
from desktop.guide.vocabulary import Medium
from tests.unit.exchange.harvest import imported, lost, texts


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def macro(*actions: tuple[str, object], **more: object) -> dict[str, object]:
    listed = [{"field": field, "value": value} for field, value in actions]
    base = {"id": 25, "title": "Mail::Late::Sorry", "active": True, "restriction": None}
    return {**base, "actions": listed, **more}


def test_files_without_macros_or_responses_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"macros": []})
    with pytest.raises(Trouble, match="holds no macros. Save the answer of"):
        imported(path)
    with pytest.raises(Trouble, match="holds no canned responses"):
        imported(write(path, {"responses": [5, []]}))


def test_a_macro_with_an_html_comment(tmp_path: Path) -> None:
    body = (
        "<p>Dear {{ticket.requester.first_name}} {{ticket.requester.last_name}},</p>"
        "<p>ticket&nbsp;{{ticket.id}}: <b>sent</b><br>{x} &lt;ok&gt;</p><ul><li>one</li></ul>"
        '<p>{{current_user.name}}</p><img src="x.png">'
    )
    actions = (("comment_value_html", body), ("status", "solved"), ("current_tags", "a b"))
    path = write(tmp_path / "a.json", {"macros": [macro(*actions)], "next_page": None, "count": 1})
    found = imported(path)
    (phrase,) = found.phrases
    assert (phrase.title, phrase.tags) == ("Sorry", ("Mail", "Late"))
    assert phrase.text == (
        "Dear {customer},\n\nticket {reference}: sent\n{{x}} <ok>\n\n- one\n\n{agent}"
    )
    assert lost(found) == ["pictures", "bold, italic, headings", "status, current_tags"]
    assert found.left_out[0].place == "a.json, macro 1 “Sorry”"


def test_what_zendesk_alone_knows_is_asked_for(tmp_path: Path) -> None:
    text = "About {{ticket.title}} ({{ticket.custom.5 | default: '-'}}) {{agent.signature}}"
    found = imported(write(tmp_path / "a.json", macro(("comment_value", text))))
    assert texts(found) == {"sorry": "About {ticket_title} ({ticket_custom_5}) "}
    assert [each.label for each in found.placeholders] == ["Ticket title", "Ticket custom 5"]
    filtered = "{{ticket.custom.5 | default: '-'}}"
    assert lost(found) == ["{{ticket.title}}", filtered, filtered, "{{agent.signature}}"]
    assert found.left_out[1].why.endswith("the filter is gone.")


def test_macros_that_cannot_come_along(tmp_path: Path) -> None:
    macros = [
        macro(("comment_value", "Off"), active=False),
        macro(("comment_value", "Note"), ("comment_mode_is_public", "false")),
        macro(("comment_value", "{% if ticket.id %}A{% else %}B{% endif %}")),
        macro(("status", "solved")),
        macro(("comment_value", "{{ticket.comments_formatted}}")),
        macro(("comment_value", ["channel:all"]), ("comment_value", None)),
        {"title": 5, "actions": [None, 3, {"field": []}]},
    ]
    path = write(tmp_path / "a.json", macros)
    found = imported(path)
    assert found.phrases == ()
    whys = [item.why for item in found.left_out]
    assert "It is switched off in Zendesk." in whys
    assert "It is an internal note, not for the customer." in whys
    assert "It has conditions or loops in its text; write a phrase for each case." in whys
    assert "It has no comment that could be carried over." in whys
    assert "Nothing is left of it without what only the other program can fill in." in whys


def test_a_comment_for_each_channel(tmp_path: Path) -> None:
    actions = (
        ("comment_value", ["channel:web", "Dear you"]),
        ("comment_value", ["channel:chat", "Hi"]),
    )
    (phrase,) = imported(write(tmp_path / "a.json", {"macro": macro(*actions)})).phrases
    assert phrase.text == "Hi"
    assert phrase.variants == (Variant(("Dear you",), medium=Medium.EMAIL),)


def response(html: str = "", **more: object) -> dict[str, object]:
    base: dict[str, object] = {"id": 1, "title": "Thanks", "folder_id": 2, "attachments": []}
    return {**base, "content": "flat", "content_html": html, **more}


def test_canned_responses_of_freshdesk(tmp_path: Path) -> None:
    html = "<div>Hi {{ticket.requester.firstname}},</div><div>{{ticket.agent.name}}</div>"
    folders = [
        {"id": 2, "name": "General", "canned_responses": [response(html, attachments=[{"id": 4}])]},
        response(title="Flat"),
    ]
    found = imported(write(tmp_path / "a.json", folders))
    assert texts(found) == {"thanks": "Hi {customer},\n{agent}", "flat": "flat"}
    assert found.phrases[0].tags == ("General",)
    assert lost(found) == ["attachments"]


def test_canned_responses_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "title;content_html;folder\r\nThanks;<p>Hi</p><p>{{ticket.id}}</p>;General\r\n",
        encoding="utf-8-sig",
        newline="",
    )
    found = imported(path)
    assert texts(found) == {"thanks": "Hi\n\n{reference}"}
    assert found.phrases[0].tags == ("General",)
    path.write_text("title,folder_id\nx,1\n")
    with pytest.raises(Trouble, match="has no column `content`"):
        imported(path, "freshdesk")


def test_what_zendesk_says_about_a_macro_is_named(tmp_path: Path) -> None:
    limits = {"type": "Group", "id": 7, "ids": [7]}
    one = macro(("comment_value", "Hi"), description="For late mails", restriction=limits)
    found = imported(write(tmp_path / "a.json", {"macros": [one]}))
    assert texts(found) == {"sorry": "Hi"}
    assert lost(found) == ["the description", "the restriction"]


def test_a_list_of_titles_from_freshdesk_says_what_to_save_instead(tmp_path: Path) -> None:
    titles = {"id": 2, "name": "General", "canned_responses": [{"id": 1, "title": "Thanks"}]}
    found = imported(write(tmp_path / "a.json", titles))
    assert found.phrases == ()
    assert [item.what for item in found.left_out] == ["the response"]
    assert "canned_response_folders/ID/responses" in found.left_out[0].why


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("ticket.requester", "{customer}"),
        ("ticket.requester.name", "{customer}"),
        ("ticket.from.first_name", "{customer}"),
        ("ticket.assignee", "{agent}"),
        ("current_user.first_name", "{agent}"),
        ("ticket.encoded_id", "{reference}"),
        ("ticket.requester.email", "{ticket_requester_email}"),
        ("ticket.from", "{ticket_from}"),
    ],
)
def test_who_is_who(tmp_path: Path, name: str, ours: str) -> None:
    found = imported(write(tmp_path / "a.json", macro(("comment_value", f"Hi {{{{{name}}}}}."))))
    assert texts(found) == {"sorry": f"Hi {ours}."}
