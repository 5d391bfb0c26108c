"""The user's terminal on a session."""
