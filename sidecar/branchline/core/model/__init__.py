"""Records that every layer speaks of. Frozen: a change is a new record.

Times are seconds since the epoch (float) here and ISO 8601 UTC on the wire.
"""
