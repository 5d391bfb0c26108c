"""A session from its creation to its removal, and after a crash."""
