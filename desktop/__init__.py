"""Poise: a calm panel beside the chat that guides, inserts phrases, and keeps the record.

The rooms below are named after what the product does; `docs/decisions/0001` says
which room may touch what, and the import contracts in `pyproject.toml` enforce it.
"""

__version__ = "0.1.0"
