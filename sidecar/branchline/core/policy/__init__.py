"""What auto-yes may answer: rules, presets, and where a command can reach."""
