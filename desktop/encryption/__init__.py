"""The key of an encrypted record, where it lies, and turning the encryption on and off.

Knows files and the storage below it, no Qt. Nothing here is imported unless the record is, or is
to be, encrypted; `keyring` lives in a helper process only. See docs/decisions/0024.
"""
