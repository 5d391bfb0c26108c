"""What a session is and becomes: events, the state machine, names, snapshots, settings."""
