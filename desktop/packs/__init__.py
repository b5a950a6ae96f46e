"""Packs: playbooks in one file that a team lead hands to agents.

Values, names, manifests, archives, changes and wordings are pure (bytes in, values out). The disk
is touched by `files`, `contents` (a temporary folder), `building`, `shelf`, `installing`,
`locking` and `trust` only; nothing here knows Qt, the OS or the network.
"""
