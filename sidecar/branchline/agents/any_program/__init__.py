"""Programs that no rules are known for."""
