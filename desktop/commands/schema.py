"""`poise schema`: the JSON Schema of playbooks and phrase files, for editors."""

from __future__ import annotations

from desktop.commands.export import output
from desktop.commands.parsing import DONE, file_name, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Print it, or write it to a file."""
    reader = parser(
        "schema",
        "Print the JSON Schema of playbooks and phrase files. An editor that reads YAML completes "
        "and checks them with it: put a first line into the file that says "
        "`# yaml-language-server: $schema=playbook.schema.json`.",
    )
    reader.add_argument(
        "-o", "--output", type=file_name, metavar="FILE", help="instead of printing"
    )
    options = reader.parse_args(words)
    from desktop.guide.schema import schema_text

    with output(options.output, paths, is_playbook=True) as out:
        out.write(schema_text())
    return DONE
