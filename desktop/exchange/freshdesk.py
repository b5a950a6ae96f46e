"""Freshdesk canned responses, as its API gives them, or as CSV with a header.

The format: developers.freshdesk.com/api, "Canned Responses" and "Canned Response Folders". For
CSV Freshdesk itself has no export: what is read is a table with the names of the API as header.
"""

from __future__ import annotations

from desktop.errors import Trouble
from desktop.exchange.csv_source import Row
from desktop.exchange.gathering import Gathering
from desktop.exchange.helpdesk import plain_text, wording_of
from desktop.exchange.json_source import Json, text_field, things

_LISTS = ("canned_responses", "responses")
_COLUMNS = {
    "title": ("title", "name", "response title", "canned response"),
    "html": ("content_html", "content html", "html"),
    "text": ("content", "body", "response", "message", "text"),
    "folder": ("folder", "folder_name", "folder name", "category"),
}


def is_freshdesk(value: Json) -> bool:
    """Whether this looks like canned responses."""
    if isinstance(value, dict):
        return any(isinstance(value.get(key), list) for key in _LISTS) or _is_response(value)
    some = things(value)[:5]
    return any(_is_response(each) or is_freshdesk(dict(each)) for each in some)


def is_freshdesk_header(cells: tuple[str, ...]) -> bool:
    """Whether a table with this header holds canned responses."""
    names = {cell.strip().lower() for cell in cells}
    return "content_html" in names or ("content" in names and bool(names & {"folder_id", "folder"}))


def read_freshdesk(value: Json, name: str, gathering: Gathering) -> None:
    """Take the responses of one JSON file in.

    Raises:
        Trouble: There are none.
    """
    responses = _responses(value)
    if not responses:
        what = f"{name} holds no canned responses."
        raise Trouble(what, "Save the answer of /api/v2/canned_response_folders/ID/responses.")
    for number, (response, folder) in enumerate(responses, 1):
        title = text_field(response, "title", "name")
        place = f"{name}, response {number} “{title[:60]}”"
        html, text = text_field(response, "content_html"), text_field(response, "content")
        if "content_html" not in response and "content" not in response:
            why = (
                "Only its title is in this file; save /api/v2/canned_response_folders/ID/responses."
            )
            gathering.leave_out(place, "the response", why)
            continue
        if response.get("attachments"):
            gathering.leave_out(place, "attachments", "A phrase is text.")
        _response(place, title, html, text, folder, gathering)


def read_freshdesk_csv(rows: list[Row], name: str, gathering: Gathering) -> None:
    """Take the rows of one CSV file in; the first one is its header.

    Raises:
        Trouble: There is no column for the text.
    """
    header = [cell.strip().lower() for cell in rows[0].cells] if rows else []
    columns = {
        key: next((header.index(each) for each in names if each in header), -1)
        for key, names in _COLUMNS.items()
    }
    if columns["html"] < 0 and columns["text"] < 0:
        what = f"{name} has no column `content` or `content_html`."
        raise Trouble(what, "Add a first row with the names of the columns.")
    for row in rows[1:]:
        cells = {
            key: row.cells[column] if 0 <= column < len(row.cells) else ""
            for key, column in columns.items()
        }
        place = f"{name}:{row.line}"
        _response(place, cells["title"], cells["html"], cells["text"], cells["folder"], gathering)


def _response(
    place: str, title: str, html: str, text: str, folder: str, gathering: Gathering
) -> None:
    if gathering.is_too_long(place, title, html) or gathering.is_too_long(place, title, text):
        return
    # The plain text of the API has lost its paragraphs, and a CSV may hold HTML in `content`.
    if html.strip():
        text = plain_text(html, place, gathering)
    elif "</" in text or "<br" in text:
        text = plain_text(text, place, gathering)
    wording = wording_of(text, place, gathering)
    if wording is not None:
        gathering.phrase(place, title, [wording], [folder])


def _responses(value: Json, folder: str = "") -> list[tuple[dict[str, Json], str]]:
    """The responses with the names of their folders."""
    if isinstance(value, list):
        return [each for item in things(value) for each in _responses(item, folder)]
    if not isinstance(value, dict):
        return []
    for key in _LISTS:
        if isinstance(value.get(key), list):
            return [(each, text_field(value, "name")) for each in things(value[key])]
    return [(value, folder)] if _is_response(value) else []


def _is_response(value: dict[str, Json]) -> bool:
    return "title" in value and ("content_html" in value or "content" in value)
