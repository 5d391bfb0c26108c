"""The protocol: for each noun its params, results and records, and a table of its requests and notifications.

Names are snake_case here and camelCase on the wire. A param with a default may be left out. On the way out `| None`
means: null, never omitted. No field on the way out has a default, because one that equals it would be dropped.

`make protocol` writes the extension's types and `docs/protocol.md` from these; the docstrings are their texts.
"""
