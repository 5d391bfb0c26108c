"""Sessions' work checked together, by the user's own command."""
