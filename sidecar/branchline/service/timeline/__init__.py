"""A session's snapshots in order."""
