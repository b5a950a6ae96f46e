"""One change to a file: only its own lines differ afterwards, and that is proven each time.

A change is tried in the least intrusive way first. What comes out is read again; it counts only
when the file then says exactly what it said before, with the change. So a way of writing that
nobody thought of can make a change fail, but never spoil a file.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from desktop.authoring.geometry import (
    Page,
    Unsure,
    blocks_of,
    content_end,
    is_block_text,
    is_in_line,
    parent_map,
    value_spot,
)
from desktop.authoring.written import (
    Plain,
    Written,
    entry_lines,
    item_lines,
    plain,
    quoted,
    written,
)
from desktop.guide.source import ListNode, MapNode, Node, Source, TextNode, source_of

Path = tuple[str | int, ...]
"""The way from the root to a node: keys and numbers."""


def node_at(source: Source, path: Path) -> Node:
    """The node at the end of a path. Raises Unsure when there is none."""
    node = source.root
    for each in path:
        found: Node | None = None
        if isinstance(node, MapNode) and isinstance(each, str):
            found = node.get(each)
        elif isinstance(node, ListNode) and isinstance(each, int) and each < len(node.items):
            found = node.items[each]
        if found is None:
            raise Unsure
        node = found
    if node is None:
        raise Unsure
    return node


def set_key(source: Source, path: Path, key: str, what: Plain, order: tuple[str, ...]) -> Source:
    """Give a key of a mapping another value, or remove it when the value is empty.

    Args:
        path: To the mapping.
        order: Its keys in the order in which they are best written.

    Raises:
        Unsure: It cannot be done without touching other lines.
    """
    node = parent_map(node_at(source, path))
    old = node.get(key)
    if (plain(old) if old is not None else "") == what or (old is None and not what):
        return source
    if isinstance(old, ListNode) and isinstance(what, list) and not is_in_line(old, source.text):
        texts = [each for each in what if isinstance(each, str)]
        if what and len(texts) == len(what):
            try:
                return _set_texts(source, (*path, key), texts)
            except Unsure:
                pass  # all of the list is written anew instead

    def change(root: Plain) -> None:
        target = _at(root, path)
        assert isinstance(target, dict)
        if what:
            target[key] = what
        else:
            target.pop(key, None)

    return _proven(source, lambda page: _ways_to_set(node, key, what, order, page), change)


def set_item(source: Source, path: Path, index: int, text: str) -> Source:
    """Give an entry of a list another text. Raises Unsure."""
    node = node_at(source, (*path, index))

    def change(root: Plain) -> None:
        target = _at(root, path)
        assert isinstance(target, list)
        target[index] = text

    def ways(page: Page) -> Iterator[str]:
        if not isinstance(node, TextNode):
            raise Unsure
        yield from _scalar_ways(node, text, node.column + 1, page)

    return _proven(source, ways, change)


def insert_item(source: Source, path: Path, index: int, what: Plain) -> Source:
    """Put an entry into a list, which is made when it is not there. Raises Unsure."""
    holder = parent_map(node_at(source, path[:-1]))
    name = path[-1]
    if not isinstance(name, str):
        raise Unsure

    def change(root: Plain) -> None:
        target = _at(root, path[:-1])
        assert isinstance(target, dict)
        items = target.get(name)
        items = items if isinstance(items, list) else []
        target[name] = [*items[:index], what, *items[index:]]

    def ways(page: Page) -> Iterator[str]:
        node = holder.get(name)
        if isinstance(node, ListNode) and node.items:
            yield _inserted(node, index, what, page)
        else:
            yield from _ways_to_set(holder, name, [what], (name,), page)

    return _proven(source, ways, change)


def delete_item(source: Source, path: Path, index: int) -> Source:
    """Take an entry out of a list, with the comments directly above it. Raises Unsure."""
    node = node_at(source, path)

    def change(root: Plain) -> None:
        target = _at(root, path)
        assert isinstance(target, list)
        del target[index]

    def ways(page: Page) -> Iterator[str]:
        if not isinstance(node, ListNode) or len(node.items) < 2:
            raise Unsure
        yield _deleted(node, index, page)

    return _proven(source, ways, change)


def move_item(source: Source, path: Path, index: int, to: int) -> Source:
    """Put an entry of a list where another one is; what lies between entries stays. Raises Unsure.

    Args:
        index: Where it is.
        to: Where it will be.
    """
    node = node_at(source, path)

    def change(root: Plain) -> None:
        target = _at(root, path)
        assert isinstance(target, list)
        target.insert(to, target.pop(index))

    def ways(page: Page) -> Iterator[str]:
        if not isinstance(node, ListNode):
            raise Unsure
        blocks = blocks_of(node, page)
        bodies = [page.text[each.start : each.end] for each in blocks]
        gaps = [page.text[one.end : two.start] for one, two in pairwise(blocks)]
        bodies.insert(to, bodies.pop(index))
        middle = bodies[0] + "".join(gap + body for gap, body in zip(gaps, bodies[1:], strict=True))
        yield page.text[: blocks[0].start] + middle + page.text[blocks[-1].end :]

    return _proven(source, ways, change) if index != to else source


def _set_texts(source: Source, path: Path, texts: list[str]) -> Source:
    """Make a list of texts another one, entry by entry."""
    node = node_at(source, path)
    assert isinstance(node, ListNode)
    old = [item.value.rstrip("\n") if isinstance(item, TextNode) else "" for item in node.items]
    steps = SequenceMatcher(None, old, texts, autojunk=False).get_opcodes()
    for kind, first, last, new_first, new_last in reversed(steps):
        if kind == "equal":
            continue
        both = min(last - first, new_last - new_first)
        for number in range(last - 1, first + both - 1, -1):
            source = delete_item(source, path, number)
        for text in reversed(texts[new_first + both : new_last]):
            source = insert_item(source, path, first + both, text)
        for number in range(both):
            source = set_item(source, path, first + number, texts[new_first + number])
    return source


def _at(root: Plain, path: Path) -> Plain:
    for each in path:
        assert not isinstance(root, str)
        root = root[each]  # type: ignore[index]  # a key or a number, as it needs
    return root


def _proven(
    source: Source, ways: Callable[[Page], Iterator[str]], change: Callable[[Plain], None]
) -> Source:
    if source.root is None or source.problems:
        raise Unsure
    wanted = copy.deepcopy(plain(source.root))
    change(wanted)
    page = Page(source.text)
    for text in ways(page):
        after = source_of(source.path, text.encode("utf-8"))
        if after.root is not None and not after.problems and plain(after.root) == wanted:
            return after
    raise Unsure


def _ways_to_set(
    node: MapNode, key: str, what: Plain, order: tuple[str, ...], page: Page
) -> Iterator[str]:
    """The text with another value of a key, the least intrusive way first."""
    text = page.text
    entry = next(((name, value) for name, value in node.entries if name.value == key), None)
    if is_in_line(node, text):
        if entry is not None and isinstance(entry[1], TextNode) and isinstance(what, str) and what:
            sign = quoted(what, '"')
            yield f"{text[: entry[1].start]}{sign}{text[entry[1].end :]}"
        yield _opened(node, key, what, order, page)
        return
    indent = node.column - 1
    if entry is None:
        yield _with_key(node, key, what, order, page)
        return
    name, value = entry
    if not what:
        yield from _ways_to_remove(node, name, value, page)
        return
    if isinstance(value, TextNode) and isinstance(what, str) and value.end > value.start:
        yield from _scalar_ways(value, what, indent + 2, page)
    spot = value_spot(name, value, page)
    column = indent + len(key) + 2
    made = written(what, indent + 2, column, key)
    yield _replaced(spot.start, spot.end, spot.line_end, spot.below_end, made, page)
    if "#" not in text[name.end : spot.below_end]:
        colon = text.index(":", name.end) + 1
        yield _replaced(colon, spot.below_end, spot.below_end, spot.below_end, made, page)


def _scalar_ways(node: TextNode, what: str, indent: int, page: Page) -> Iterator[str]:
    text = page.text
    sign = text[node.start : node.start + 1]
    if sign in ("'", '"') and "\n" not in what and (made := quoted(what, sign)) is not None:
        yield text[: node.start] + made + text[node.end :]
    spot = value_spot(node, node, page)
    if is_block_text(node, text):
        first = page.content(page.line_of(spot.end) + 1)
        indent = len(first) - len(first.lstrip(" ")) or indent
    column = spot.start - page.start(page.line_of(spot.start))
    made_lines = written(what, indent, column)
    yield _replaced(spot.start, spot.end, spot.line_end, spot.below_end, made_lines, page)
    made_short = Written(quoted(what, '"') or "")
    yield _replaced(spot.start, spot.end, spot.line_end, spot.below_end, made_short, page)


def _replaced(
    start: int, end: int, line_end: int, below_end: int, made: Written, page: Page
) -> str:
    text = page.text
    before = text[start - 1 : start]
    gap = " " if made.head and before in (":", "-") else ""
    below = "".join(page.newline + line for line in made.below)
    rest = text[end:line_end]
    if not rest.strip():
        rest = ""
    head = gap + made.head
    lead = text[:start] if head.strip() else text[:start].rstrip(" ")
    return f"{lead}{head}{rest}{below}{text[below_end:]}"


def _with_key(node: MapNode, key: str, what: Plain, order: tuple[str, ...], page: Page) -> str:
    """A key more, behind the ones that are best written before it."""
    before = order[: order.index(key)] if key in order else ()
    fitting = [entry for entry in node.entries if entry[0].value in before]
    if not node.entries:
        raise Unsure
    last = (fitting or node.entries)[-1]
    end = page.end_of_line(max(content_end(last[1], page.text), last[0].end) - 1)
    lines = entry_lines({key: what}, node.column - 1)
    return page.text[:end] + "".join(page.newline + line for line in lines) + page.text[end:]


def _ways_to_remove(node: MapNode, name: TextNode, value: Node, page: Page) -> Iterator[str]:
    text = page.text
    line = page.line_of(name.start)
    last = page.line_of(max(content_end(value, text), name.end) - 1)
    if not page.content(line)[: node.column - 1].strip():
        yield text[: page.start(line)] + text[page.after(last) :]
    keys = [key for key, _ in node.entries]
    following = keys.index(name) + 1
    if following < len(keys):
        yield text[: name.start] + text[keys[following].start :]


def _opened(node: MapNode, key: str, what: Plain, order: tuple[str, ...], page: Page) -> str:
    """A mapping in braces, written one key below the other, with another value of a key."""
    if "#" in page.text[node.start : node.end]:
        raise Unsure  # maybe a comment, which would have no place
    old = plain(node)
    assert isinstance(old, dict)
    entries = {**old, key: what}
    places = {name: number for number, name in enumerate(order)}
    ordered = sorted(entries, key=lambda name: places.get(name, len(order)))
    kept = {name: entries[name] for name in ordered if name != key or what}
    lines = entry_lines(kept, node.column - 1)
    body = page.newline.join([lines[0].lstrip(" "), *lines[1:]])
    return page.text[: node.start] + body + page.text[node.end :]


def _inserted(node: ListNode, index: int, what: Plain, page: Page) -> str:
    text = page.text
    blocks = blocks_of(node, page)
    body = page.newline.join(item_lines(what, node.column - 1))
    gaps = [text[one.end : two.start] for one, two in pairwise(blocks)]
    is_spaced = any(gap.count("\n") > 1 for gap in gaps) or (not gaps and isinstance(what, dict))
    gap = page.newline * (2 if is_spaced else 1)
    if index < len(blocks):
        place = blocks[index].start
        return text[:place] + body + gap + text[place:]
    place = blocks[-1].end
    return text[:place] + gap + body + text[place:]


def _deleted(node: ListNode, index: int, page: Page) -> str:
    text = page.text
    blocks = blocks_of(node, page)
    start, end = blocks[index].start, blocks[index].end
    before = text[blocks[index - 1].end : start] if index else None
    behind = text[end : blocks[index + 1].start] if index + 1 < len(blocks) else None
    if behind is not None and not behind.strip():
        end = blocks[index + 1].start
    elif before is not None and not before.strip():
        start = blocks[index - 1].end
    elif behind is not None and before is None:
        end += len(page.newline)
    return text[:start] + text[end:]
